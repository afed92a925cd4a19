/**
 * Elementary functions from the basic operations alone (IEEE: the same bits in every engine, which `Math.sin`, `Math.pow` and
 * their like do not promise): what kernels whose digests are compared may use. Angles in radians; errors about 1e-15.
 */

const QUARTER = Math.PI / 2
/** π/2 as a sum of two doubles: 33 bits, so that small multiples of it are exact, and the rest (fdlibm). */
const QUARTER_HIGH = 1.5707963267341256
const QUARTER_LOW = 6.0771005065061922e-11
/** 1/3!, 1/5!, … and 1/2!, 1/4!, … with their signs. */
const sines = series(3)
const cosines = series(2)

function series(first: number): readonly number[] {
  const terms: number[] = []
  let [factorial, sign] = [1, 1]
  for (let k = 2; k <= 17; k++) {
    factorial *= k
    if (k % 2 !== first % 2) continue
    sign = -sign
    terms.push(sign / factorial)
  }
  return terms
}

/** For |x| up to about 1e5. */
export const sin = (x: number): number => turned(x, 0)
export const cos = (x: number): number => turned(x, 1)

function turned(x: number, quarters: number): number {
  const n = Math.round(x / QUARTER)
  const r = x - n * QUARTER_HIGH - n * QUARTER_LOW
  const z = r * r
  const quarter = (n + quarters) & 3
  let sum = 0
  if (quarter & 1) {
    for (let k = cosines.length - 1; k >= 0; k--) sum = cosines[k]! + z * sum
    sum = 1 + z * sum
  } else {
    for (let k = sines.length - 1; k >= 0; k--) sum = sines[k]! + z * sum
    sum = r + r * z * sum
  }
  return quarter & 2 ? -sum : sum
}

const [C3, C5, C7, C9, C11, C13, C15] = [-1 / 3, 1 / 5, -1 / 7, 1 / 9, -1 / 11, 1 / 13, -1 / 15] as const
/** Arctangents of k/16: those between begin at the nearest. */
const KNOTS = 16
const knots = Float64Array.from({ length: KNOTS + 1 }, (_, k) => {
  // Halved four times: tan(a/2) = t / (1 + √(1 + t²)).
  let t = k / KNOTS
  for (let half = 0; half < 4; half++) t /= 1 + Math.sqrt(1 + t * t)
  return 16 * smallArctangent(t)
})

/** t − t³/3 + t⁵/5 − … for |t| ≤ 1/16. */
function smallArctangent(t: number): number {
  const z = t * t
  const tail = z * (C9 + z * (C11 + z * (C13 + z * C15)))
  return t + t * (z * (C3 + z * (C5 + z * (C7 + tail))))
}

export function atan(x: number): number {
  const size = x < 0 ? -x : x
  const t = size > 1 ? 1 / size : size
  const k = Math.round(t * KNOTS)
  const at = k / KNOTS
  const angle = knots[k]! + smallArctangent((t - at) / (1 + t * at))
  const whole = size > 1 ? QUARTER - angle : angle
  return x < 0 ? -whole : whole
}

/** −π … π; 0 for the origin. */
export function atan2(y: number, x: number): number {
  if (x === 0) return y > 0 ? QUARTER : y < 0 ? -QUARTER : 0
  const angle = atan(y / x)
  return x > 0 ? angle : y < 0 ? angle - Math.PI : angle + Math.PI
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180
export const degrees = (angle: number): number => (angle * 180) / Math.PI

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
