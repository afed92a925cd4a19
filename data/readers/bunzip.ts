/**
 * bzip2, unpacked block by block as it comes: never more than one block (900 kB) and what it was packed in are held. Several
 * streams one after the other, as parallel packers write them, are read; every checksum is looked at. Method: J. Seward's bzip2
 * 1.0 — Huffman codes, move to front, runs, the Burrows–Wheeler transform (1994) turned back, runs again.
 */
import { brokenPacking, swells } from './bytes.ts'

export const isBzip2 = (b: Uint8Array): boolean =>
  b[0] === 0x42 && b[1] === 0x5a && b[2] === 0x68 && b[3]! >= 0x31 && b[3]! <= 0x39

const BLOCK_MAGIC = 0x314159265359
const END_MAGIC = 0x177245385090
/** More than a block can take: 900 000 symbols of 20 bits, and their tables. */
const MOST_PACKED_BYTES = 2_500_000
const PIECE_BYTES = 262_144
const MAX_CODE_BITS = 20
const GROUP_SYMBOLS = 50

/** @param most bytes that may come out @throws Problem where the file is broken, cut off or swells */
export async function* bunzip(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  most: number,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]()
  const bits = new Bits(file)
  let [ended, given] = [false, 0]
  const fill = async () => {
    while (!ended && bits.left < MOST_PACKED_BYTES) {
      const next = await source.next()
      if (next.done) ended = true
      else bits.add(next.value)
    }
    bits.join()
  }
  try {
    for (await fill(); bits.left > 0; ) {
      const level = readStreamHead(bits)
      let streamCrc = 0
      for (await fill(); ; await fill()) {
        const magic = bits.take(24) * 2 ** 24 + bits.take(24)
        const crc = bits.take(16) * 65_536 + bits.take(16)
        if (magic === END_MAGIC) {
          if (crc !== streamCrc) throw bits.broken()
          bits.toByte()
          break
        }
        if (magic !== BLOCK_MAGIC) throw bits.broken()
        streamCrc = ((streamCrc << 1) ^ (streamCrc >>> 31) ^ crc) >>> 0
        for (const piece of readBlock(bits, level * 100_000, crc)) {
          given += piece.length
          if (given > most) throw swells(file, most)
          yield piece
        }
      }
      await fill()
    }
  } finally {
    await source.return?.()
  }
}

/** Bits from the most significant on. What lies beyond the end reads as 0 and is found out by `check`. */
class Bits {
  private readonly file: string
  private bytes: Uint8Array = new Uint8Array()
  private waiting: Uint8Array[] = []
  private waitingBytes = 0
  /** Bits of `bytes` used. */
  private at = 0
  /** Bytes used before `bytes`. */
  private dropped = 0

  constructor(file: string) {
    this.file = file
  }

  get left(): number {
    return this.bytes.length - Math.ceil(this.at / 8) + this.waitingBytes
  }

  add(chunk: Uint8Array): void {
    this.waiting.push(chunk)
    this.waitingBytes += chunk.length
  }

  /** Puts what was added behind what is left. */
  join(): void {
    if (this.waiting.length === 0) return
    const used = this.at >>> 3
    const rest = this.bytes.subarray(used)
    const bytes = new Uint8Array(rest.length + this.waitingBytes)
    bytes.set(rest)
    let end = rest.length
    for (const chunk of this.waiting) {
      bytes.set(chunk, end)
      end += chunk.length
    }
    this.dropped += used
    this.at &= 7
    this.bytes = bytes
    this.waiting = []
    this.waitingBytes = 0
  }

  /** The next bits, at most 24, without using them. */
  peek(count: number): number {
    const { bytes, at } = this
    const i = at >>> 3
    const word = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!
    return (word << (at & 7)) >>> (32 - count)
  }

  use(count: number): void {
    this.at += count
  }

  take(count: number): number {
    const value = this.peek(count)
    this.at += count
    if (this.at > this.bytes.length * 8) throw this.broken()
    return value
  }

  check(): void {
    if (this.at > this.bytes.length * 8) throw this.broken()
  }

  toByte(): void {
    this.at = Math.ceil(this.at / 8) * 8
  }

  broken() {
    return brokenPacking(this.file, `byte ${this.dropped + Math.min(this.bytes.length, this.at >>> 3)}`)
  }
}

function readStreamHead(bits: Bits): number {
  const [magic, level] = [bits.take(24), bits.take(8) - 0x30]
  if (magic !== 0x425a68 || level < 1 || level > 9) throw bits.broken()
  return level
}

function* readBlock(bits: Bits, size: number, crc: number): Generator<Uint8Array> {
  if (bits.take(1) === 1) throw bits.broken() // "randomised", given up in 1998
  const origin = bits.take(24)
  const next = readTransformed(bits, size)
  if (origin >= next.length) throw bits.broken()
  turnBack(next)
  let [out, used, sum] = [new Uint8Array(PIECE_BYTES), 0, 0xffffffff]
  let [at, previous, run] = [next[origin]!, -1, 0]
  for (let i = 0; i < next.length; i++) {
    at = next[at >>> 8]!
    const byte = at & 255
    // Four alike are followed by how many more.
    const [value, times] = run === 4 ? [previous, byte] : [byte, 1]
    if (run === 4) run = 0
    else {
      run = byte === previous ? run + 1 : 1
      previous = byte
    }
    for (let k = 0; k < times; k++) {
      sum = ((sum << 8) ^ crcTable[((sum >>> 24) ^ value) & 255]!) >>> 0
      out[used++] = value
      if (used === PIECE_BYTES) {
        yield out
        out = new Uint8Array(PIECE_BYTES)
        used = 0
      }
    }
  }
  if ((sum ^ 0xffffffff) >>> 0 !== crc) throw bits.broken()
  if (used > 0) yield out.subarray(0, used)
}

/** The last column of the sorted rotations, a byte in each word. */
function readTransformed(bits: Bits, size: number): Uint32Array {
  const symbols = readSymbolsUsed(bits)
  const { codes, selectors } = readCodes(bits, symbols.length + 2)
  const end = symbols.length + 1
  const out = new Uint32Array(size)
  let [count, group, run, weight] = [0, 0, 0, 1]
  const flush = () => {
    if (run > size - count) throw bits.broken()
    out.fill(symbols[0]!, count, count + run)
    count += run
    run = 0
    weight = 1
  }
  for (;;) {
    const code = codes[selectors[group++] ?? -1]
    if (!code) throw bits.broken()
    bits.check()
    for (let k = 0; k < GROUP_SYMBOLS; k++) {
      const symbol = readSymbol(bits, code)
      if (symbol < 2) {
        // A run in bijective base 2, the digits 1 and 2.
        run += weight << symbol
        weight *= 2
        if (weight > 2 ** 21) throw bits.broken()
        continue
      }
      if (run > 0) flush()
      if (symbol === end) {
        bits.check()
        return out.subarray(0, count)
      }
      if (count === size) throw bits.broken()
      const byte = symbols[symbol - 1]!
      symbols.copyWithin(1, 0, symbol - 1)
      symbols[0] = byte
      out[count++] = byte
    }
  }
}

/** The bytes that occur, in order: two levels of 16 flags. */
function readSymbolsUsed(bits: Bits): Uint8Array {
  const rows = bits.take(16)
  const used: number[] = []
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >>> row)) === 0) continue
    const columns = bits.take(16)
    for (let column = 0; column < 16; column++) if (columns & (0x8000 >>> column)) used.push(row * 16 + column)
  }
  if (used.length === 0) throw bits.broken()
  return Uint8Array.from(used)
}

interface Code {
  /** Largest code of each length, shifted left to 20 bits; −1 where none has it. */
  readonly limits: Float64Array
  /** What to take from a code of each length to get its place in `symbols`. */
  readonly bases: Float64Array
  readonly symbols: Uint16Array
}

function readCodes(bits: Bits, symbolCount: number): { codes: Code[]; selectors: Uint8Array } {
  const codeCount = bits.take(3)
  const selectors = new Uint8Array(bits.take(15))
  if (codeCount < 2 || codeCount > 6 || selectors.length === 0) throw bits.broken()
  const front = [0, 1, 2, 3, 4, 5]
  for (let i = 0; i < selectors.length; i++) {
    let place = 0
    while (bits.take(1) === 1) if (++place >= codeCount) throw bits.broken()
    const [moved] = front.splice(place, 1)
    front.unshift(moved!)
    selectors[i] = moved!
  }
  const codes = Array.from({ length: codeCount }, () => {
    const lengths = new Uint8Array(symbolCount)
    let length = bits.take(5)
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      for (;;) {
        if (length < 1 || length > MAX_CODE_BITS) throw bits.broken()
        if (bits.take(1) === 0) break
        length += bits.take(1) === 0 ? 1 : -1
      }
      lengths[symbol] = length
    }
    return codeOf(lengths)
  })
  return { codes, selectors }
}

/** The canonical code of these lengths. */
function codeOf(lengths: Uint8Array): Code {
  const limits = new Float64Array(MAX_CODE_BITS + 1).fill(-1)
  const bases = new Float64Array(MAX_CODE_BITS + 1)
  const symbols = new Uint16Array(lengths.length)
  let [next, code] = [0, 0]
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    bases[length] = code - next
    const before = next
    for (const [symbol, its] of lengths.entries()) if (its === length) symbols[next++] = symbol
    code += next - before
    if (next > before) limits[length] = code * 2 ** (MAX_CODE_BITS - length) - 1
    code *= 2
  }
  return { limits, bases, symbols }
}

function readSymbol(bits: Bits, { limits, bases, symbols }: Code): number {
  const word = bits.peek(MAX_CODE_BITS)
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    if (word > limits[length]!) continue
    bits.use(length)
    const place = (word >>> (MAX_CODE_BITS - length)) - bases[length]!
    if (place < 0 || place >= symbols.length) break
    return symbols[place]!
  }
  throw bits.broken()
}

/** Each word gets the place of the byte that follows its own, above the byte itself. */
function turnBack(words: Uint32Array): void {
  const starts = new Uint32Array(257)
  for (const word of words) starts[word + 1]!++
  for (let i = 0; i < 256; i++) starts[i + 1]! += starts[i]!
  for (let i = 0; i < words.length; i++) words[starts[words[i]! & 255]!++]! |= i << 8
}

/** CRC-32 of bzip2: polynomial 04C11DB7, most significant bit first. */
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n << 24
  for (let k = 0; k < 8; k++) c = c & 0x80000000 ? (c << 1) ^ 0x04c11db7 : c << 1
  return c >>> 0
})
