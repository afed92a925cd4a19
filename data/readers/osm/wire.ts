/**
 * Protocol buffers, as much as OpenStreetMap's PBF needs: a cursor over bytes that never leaves them. Whole numbers are exact up
 * to 2⁵³; larger ones, overruns and wrong kinds of field throw a `WireError` that knows its byte.
 * Encoding: protobuf.dev/programming-guides/encoding.
 */
import { type Bilingual, both } from '../../../scenarios/text.ts'

export class WireError extends Error {
  readonly at: number
  readonly said: Bilingual

  constructor(at: number, vi: string, en: string) {
    super(en)
    this.at = at
    this.said = both(vi, en)
  }
}

const VARINT = 0
const BYTES = 2
const [TWO_25, TWO_26, TWO_27, TWO_28, TWO_56] = [2 ** 25, 2 ** 26, 2 ** 27, 2 ** 28, 2 ** 56]

export class Wire {
  readonly bytes: Uint8Array
  at: number
  readonly end: number
  private kind = VARINT
  // The varint read last: bits 0–27, 28–55 and 56–63.
  private low = 0
  private middle = 0
  private high = 0

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get more(): boolean {
    return this.at < this.end
  }

  /** The number of the next field. */
  field(): number {
    const key = this.unsigned()
    this.kind = key & 7
    return Math.floor(key / 8)
  }

  /** uint32, uint64, enum, bool */
  unsigned(): number {
    this.readVarint()
    if (this.high > 0 || this.middle >= TWO_25) throw this.beyond()
    return this.low + this.middle * TWO_28
  }

  /** int32, int64: the two's complement in ten bytes where negative */
  integer(): number {
    this.readVarint()
    if ((this.high & 0x80) === 0) {
      if (this.high > 0 || this.middle >= TWO_25) throw this.beyond()
      return this.low + this.middle * TWO_28
    }
    const [low, middle, high] = [this.low ^ 0xfffffff, this.middle ^ 0xfffffff, this.high ^ 0xff]
    const value = -(low + middle * TWO_28 + high * TWO_56) - 1
    if (!Number.isSafeInteger(value)) throw this.beyond()
    return value
  }

  /** sint32, sint64: zigzag */
  signed(): number {
    this.readVarint()
    if (this.high > 0 || this.middle >= TWO_26) throw this.beyond()
    const half = (this.low >>> 1) + this.middle * TWO_27
    return this.low & 1 ? -half - 1 : half
  }

  /** A cursor over a field of bytes, a message or a packed list, which this one steps over. */
  sub(): Wire {
    if (this.kind !== BYTES) throw new WireError(this.at, 'sai kiểu trường', 'a field of the wrong kind')
    const length = this.unsigned()
    const from = this.at
    this.step(length)
    return new Wire(this.bytes, from, this.at)
  }

  /** A field of a single number; `read` says which kind. */
  number(read: 'unsigned' | 'integer' | 'signed'): number {
    if (this.kind !== VARINT) throw new WireError(this.at, 'sai kiểu trường', 'a field of the wrong kind')
    return this[read]()
  }

  text(): string {
    const { at, end } = this.sub()
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes.subarray(at, end))
    } catch {
      throw new WireError(at, 'chuỗi không phải UTF-8', 'a text that is not UTF-8')
    }
  }

  skip(): void {
    if (this.kind === VARINT) this.readVarint()
    else if (this.kind === BYTES) this.step(this.unsigned())
    else if (this.kind === 1) this.step(8)
    else if (this.kind === 5) this.step(4)
    else throw new WireError(this.at, 'kiểu trường không có', 'a kind of field that is none')
  }

  private step(length: number): void {
    if (length > this.end - this.at) {
      throw new WireError(this.at, `độ dài ${length} vượt quá khối`, `a length of ${length} that runs out of its block`)
    }
    this.at += length
  }

  private readVarint(): void {
    const { bytes, end } = this
    let at = this.at
    let [low, middle, high, shift] = [0, 0, 0, 0]
    for (;;) {
      if (at >= end) throw new WireError(at, 'khối kết thúc giữa một số', 'the block ends inside a number')
      const byte = bytes[at++]!
      const bits = byte & 127
      if (shift < 28) low |= bits << shift
      else if (shift < 56) middle |= bits << (shift - 28)
      else if (shift === 56) high = bits
      else if (bits <= 1) high |= bits << 7
      else throw new WireError(at, 'số dài hơn 64 bit', 'a number of more than 64 bits')
      if (byte < 128) break
      shift += 7
      if (shift > 63) throw new WireError(at, 'số dài hơn 64 bit', 'a number of more than 64 bits')
    }
    this.at = at
    this.low = low
    this.middle = middle
    this.high = high
  }

  private beyond(): WireError {
    return new WireError(this.at, 'số lớn hơn 2⁵³', 'a number beyond 2⁵³')
  }
}
