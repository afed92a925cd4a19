/** Series of the forcing: their value at a time and their integral over a step. */
import type { Series } from '../../scenarios/forcing.ts'

/** Index of the last point at or before `time`, −1 before the first. */
function pointBefore(series: Series, time: number): number {
  let [low, high] = [0, series.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (series[middle]![0] <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Value at a time; the first value holds before the series, the last one after it. */
export function valueAt(series: Series, linear: boolean, time: number): number {
  const k = pointBefore(series, time)
  if (k < 0) return series[0]![1]
  const [t0, v0] = series[k]!
  const next = series[k + 1]
  return linear && next ? v0 + ((next[1] - v0) * (time - t0)) / (next[0] - t0) : v0
}

/** Integral from `from` to `to`: nothing before the first point, the last value after it. */
export function integrate(series: Series, linear: boolean, from: number, to: number): number {
  let sum = 0
  for (let k = Math.max(0, pointBefore(series, from)); k < series.length; k++) {
    const [start, value] = series[k]!
    if (start >= to) break
    const next = series[k + 1]
    const [a, b] = [Math.max(from, start), next ? Math.min(to, next[0]) : to]
    if (b <= a) continue
    const slope = linear && next ? (next[1] - value) / (next[0] - start) : 0
    sum += (b - a) * (value + slope * ((a + b) / 2 - start))
  }
  return sum
}
