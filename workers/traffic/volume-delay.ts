/**
 * The volume–delay curve of the US Bureau of Public Roads (1964): time = freeTime (1 + alpha (volume / capacity)^power), its
 * slope and its integral. Powers are computed from sums and products alone, so that every machine gives the same bits.
 *
 * For the least total (system optimum) everyone pays what he costs the others too: d(v·time)/dv is the same curve with
 * alpha (1 + power) in place of alpha, and its integral is the total itself.
 */
import type { TrafficNetwork } from '../../scenarios/traffic.ts'

/** One entry a link, in the order asked for; `delay` = freeTime · alpha, `perUnit` = 1 / capacity. */
export interface Curves {
  readonly freeTime: Float64Array
  readonly delay: Float64Array
  readonly perUnit: Float64Array
  readonly power: Float64Array
}

/** Below this volume / capacity a curve with a power under 1, infinitely steep at 0, counts as straight. */
const STRAIGHT_BELOW = 1e-6
/** What (volume / capacity)^power is held under, so that every time stays a number. */
const LARGEST = 1e100

export function createCurves(
  network: TrafficNetwork,
  objective: 'user' | 'system',
  order: Int32Array<ArrayBufferLike>,
): Curves {
  const { freeTime, alpha, capacity, power } = network
  const sorted = (value: (a: number) => number) => Float64Array.from(order, value)
  return {
    freeTime: sorted((a) => freeTime[a]!),
    delay: sorted((a) =>
      capacity[a]! > 0 && capacity[a]! < Number.POSITIVE_INFINITY
        ? freeTime[a]! * alpha[a]! * (objective === 'system' ? 1 + power[a]! : 1)
        : 0,
    ),
    perUnit: sorted((a) => (capacity[a]! > 0 ? 1 / capacity[a]! : 0)),
    power: sorted((a) => power[a]!),
  }
}

/** s */
export function timeAt({ freeTime, delay, perUnit, power }: Curves, a: number, volume: number): number {
  if (delay[a] === 0) return freeTime[a]!
  return freeTime[a]! + delay[a]! * raise(volume * perUnit[a]!, power[a]!)
}

/** d time / d volume, s per unit/h; finite everywhere. */
export function slopeAt({ delay, perUnit, power }: Curves, a: number, volume: number): number {
  const p = power[a]!
  if (delay[a] === 0 || p === 0) return 0
  const x = volume * perUnit[a]!
  if (p >= 1) return delay[a]! * p * perUnit[a]! * raise(x, p - 1)
  const from = x > STRAIGHT_BELOW ? x : STRAIGHT_BELOW
  return ((delay[a]! * p * perUnit[a]!) / from) * raise(from, p)
}

/** The slope where the time is known already. */
export function slopeFrom(c: Curves, a: number, volume: number, time: number): number {
  if (c.delay[a] === 0) return 0
  return volume * c.perUnit[a]! > STRAIGHT_BELOW
    ? (c.power[a]! * (time - c.freeTime[a]!)) / volume
    : slopeAt(c, a, volume)
}

/** ∫ time from 0 to volume, s · units/h. */
export function integralAt({ freeTime, delay, perUnit, power }: Curves, a: number, volume: number): number {
  if (delay[a] === 0) return freeTime[a]! * volume
  return volume * (freeTime[a]! + (delay[a]! * raise(volume * perUnit[a]!, power[a]!)) / (1 + power[a]!))
}

/** x^p for x ≥ 0, p ≥ 0, at most 1e100. */
export function raise(x: number, p: number): number {
  if (p === 4) {
    const square = x * x
    return square * square < LARGEST ? square * square : LARGEST
  }
  if (p === 3) return x * x * x < LARGEST ? x * x * x : LARGEST
  if (p > 64 || p !== Math.floor(p)) {
    const y = pow(x, p)
    return y < LARGEST ? y : LARGEST
  }
  let [y, square] = [1, x]
  for (let n = p; n > 0; n >>= 1) {
    if (n & 1) y *= square
    square *= square
  }
  return y < LARGEST ? y : LARGEST
}

const LN2_HIGH = 6.931471803691238e-1
const LN2_LOW = 1.9082149292705877e-10
/** 1/3, 1/5 … 1/23 and 1/k. */
const ODD = Float64Array.from({ length: 11 }, (_, k) => 1 / (2 * k + 3))
const INVERSE = Float64Array.from({ length: 16 }, (_, k) => (k === 0 ? 0 : 1 / k))
const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/** x^y for x ≥ 0 to about 1e-15: exp(y ln x), ln x and the product carried in two doubles each. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY
  let exponent = 0
  if (x < 2.2250738585072014e-308) {
    x *= 2 ** 54
    exponent = -54
  }
  double[0] = x
  exponent += (words[1]! >>> 20) - 1023
  words[1] = (words[1]! & 0xfffff) | 0x3ff00000
  let m = double[0]!
  if (m > Math.SQRT2) {
    m /= 2
    exponent++
  }
  // ln m = 2 artanh s, s = (m − 1)/(m + 1), as s + rest
  const s = (m - 1) / (m + 1)
  const sum = m + 1
  const lost = m - 1 < 0 ? 1 - (sum - m) : m - (sum - 1)
  const product = s * sum
  const rest = (m - 1 - product - errorOf(s, sum, product) - s * lost) / sum
  const z = s * s
  let series = 0
  for (let k = 10; k >= 0; k--) series = z * (ODD[k]! + series)
  const small = 2 * (rest + s * series) + exponent * LN2_LOW
  const large = exponent * LN2_HIGH
  const high = large + 2 * s
  const low = (Math.abs(large) > Math.abs(2 * s) ? large - high + 2 * s : 2 * s - high + large) + small

  const power = y * high
  const tail = errorOf(y, high, power) + y * low
  if (power > 709) return Number.POSITIVE_INFINITY
  if (power < -708) return 0
  const n = Math.round(power / (LN2_HIGH + LN2_LOW))
  const r = power - n * LN2_HIGH - n * LN2_LOW + tail
  let e = 0
  for (let k = 15; k >= 1; k--) e = r * INVERSE[k]! * (1 + e)
  words[0] = 0
  words[1] = (n + 1023) << 20
  return (1 + e) * double[0]!
}

/** What the product a · b lost by rounding (Dekker 1971, Veltkamp’s split). */
function errorOf(a: number, b: number, product: number): number {
  const aHigh = split(a)
  const bHigh = split(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

function split(a: number): number {
  const c = 134217729 * a
  return c - (c - a)
}
