/** A file changed as disks, networks and bad writers change files: bits, cuts, doubled and swapped blocks, splices, lengths that lie. */
import { joined } from '../../data/readers/bytes.ts'
import { type Random, random } from '../../scenarios/random.ts'

const MOST_CHANGES = 6
/** Never longer than this times the sample, so that doubling does not run away. */
const MOST_GROWTH = 8
const LIES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]
const WORDS = ['-1', '0', '1e999', 'NaN', '99999999999999999999', '-0', '"', '<', '&#0;', '\u0000', '{', '[', '\n', 'é']

type Change = (bytes: Uint8Array, next: Random, samples: readonly Uint8Array[]) => Uint8Array

const changes: readonly Change[] = [
  // one bit
  (b, next) => set(b, whole(next, b.length), (old) => old ^ (1 << whole(next, 8))),
  // one byte
  (b, next) => set(b, whole(next, b.length), () => whole(next, 256)),
  // cut off
  (b, next) => b.slice(0, whole(next, b.length + 1)),
  // a piece left out
  (b, next) => {
    const [from, to] = range(next, b.length)
    return join(b.subarray(0, from), b.subarray(to))
  },
  // a block twice
  (b, next) => {
    const [from, to] = range(next, b.length)
    return join(b.subarray(0, to), b.subarray(from))
  },
  // two blocks swapped
  (b, next) => {
    const [from, to] = range(next, b.length)
    const middle = from + whole(next, to - from + 1)
    return join(b.subarray(0, from), b.subarray(middle, to), b.subarray(from, middle), b.subarray(to))
  },
  // the head of one file, the tail of another
  (b, next, samples) => {
    const other = samples[whole(next, samples.length)]!
    return join(b.subarray(0, whole(next, b.length + 1)), other.subarray(whole(next, other.length + 1)))
  },
  // a length that lies: 1, 2 or 4 bytes, either end first
  (b, next) => {
    const [size, lie, little] = [1 << whole(next, 3), LIES[whole(next, LIES.length)]!, next() < 0.5]
    if (b.length < size) return b
    const out = b.slice()
    const at = whole(next, b.length - size + 1)
    for (let i = 0; i < size; i++) out[at + i] = lie >>> (8 * (little ? i : size - 1 - i))
    return out
  },
  // a varint that never ends, or ends huge
  (b, next) => {
    const at = whole(next, b.length + 1)
    return join(b.subarray(0, at), new Uint8Array(1 + whole(next, 11)).fill(0xff), b.subarray(at))
  },
  // zeros over a piece
  (b, next) => {
    const [from, to] = range(next, b.length)
    return b.slice().fill(0, from, to)
  },
  // a strange word put in, or in place of the next number
  (b, next) => {
    const word = new TextEncoder().encode(WORDS[whole(next, WORDS.length)]!)
    const at = whole(next, b.length + 1)
    let from = at
    while (from < b.length && !isDigit(b[from]!)) from++
    if (next() < 0.5 || from === b.length) return join(b.subarray(0, at), word, b.subarray(at))
    let to = from
    while (to < b.length && isDigit(b[to]!)) to++
    return join(b.subarray(0, from), word, b.subarray(to))
  },
]

/** The same for the same seed. */
export function mutate(samples: readonly Uint8Array[], seed: number): Uint8Array {
  const next = random(seed)
  const sample = samples[whole(next, samples.length)]!
  let bytes = sample
  // Mostly one change, so that what stands behind it is still reached.
  for (let left = next() < 0.6 ? 1 : 1 + whole(next, MOST_CHANGES); left > 0; left--) {
    bytes = changes[whole(next, changes.length)]!(bytes, next, samples)
    if (bytes.length > sample.length * MOST_GROWTH) bytes = bytes.slice(0, sample.length * MOST_GROWTH)
  }
  return bytes
}

const whole = (next: Random, below: number) => Math.floor(next() * below)
const isDigit = (byte: number) => byte >= 48 && byte <= 57

/** Mostly short, now and then of any length. */
function range(next: Random, length: number): [from: number, to: number] {
  const from = whole(next, length + 1)
  const most = next() < 0.7 ? Math.min(64, length - from) : length - from
  return [from, from + whole(next, most + 1)]
}

function set(bytes: Uint8Array, at: number, change: (old: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes
  const out = bytes.slice()
  out[at] = change(out[at]!)
  return out
}

const join = (...parts: readonly Uint8Array[]): Uint8Array => joined(parts)
