/**
 * The volume–delay curve of the US Bureau of Public Roads (1964): time = freeTime (1 + alpha (volume / capacity)^power), its
 * slope and its integral. Powers are computed from sums and products alone, so that every machine gives the same bits.
 *
 * For the least total (system optimum) everyone pays what he costs the others too: d(v·time)/dv is the same curve with
 * alpha (1 + power) in place of alpha, and its integral is the total itself.
 */
import { pow } from '../../scenarios/elementary.ts'
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
