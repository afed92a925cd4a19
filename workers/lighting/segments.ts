/** From points to segments: average, minimum and uniformity of the carriageway, of the darker sidewalk, and dark metres. */
import type { LightingPoints, SegmentLight } from '../../scenarios/lighting.ts'

const NONE = -1

/**
 * @param illuminance lx, one a point
 * @param known of another state of the same streets, and the segments that differ from it; all are computed where left out
 */
export function segmentLight(
  points: LightingPoints,
  illuminance: Float32Array,
  darkLux: number,
  known?: { readonly before: SegmentLight; readonly touched: readonly number[] },
): SegmentLight {
  const { kind, row, start, rowMetres } = points
  const count = start.length - 1
  const array = (name: keyof SegmentLight) => known?.before[name].slice() ?? new Float32Array(count)
  const light = {
    average: array('average'),
    minimum: array('minimum'),
    uniformity: array('uniformity'),
    sidewalkAverage: array('sidewalkAverage'),
    sidewalkMinimum: array('sidewalkMinimum'),
    darkMetres: array('darkMetres'),
  }
  const sums = new Float64Array(3)
  const counts = new Int32Array(3)
  const leasts = new Float64Array(3)
  for (const s of known?.touched ?? light.average.keys()) {
    sums.fill(0)
    counts.fill(0)
    leasts.fill(Infinity)
    let inRow = 0
    let rowCount = 0
    let darkRows = 0
    const end = start[s + 1]!
    for (let p = start[s]!; p < end; p++) {
      const k = kind[p]!
      const lux = illuminance[p]!
      sums[k]! += lux
      counts[k]!++
      if (lux < leasts[k]!) leasts[k] = lux
      if (k === 0) {
        inRow += lux
        rowCount++
      }
      if (p + 1 < end && row[p + 1] === row[p]) continue
      if (rowCount > 0 && inRow < darkLux * rowCount) darkRows++
      inRow = 0
      rowCount = 0
    }
    light.darkMetres[s] = darkRows * rowMetres[s]!
    light.sidewalkAverage[s] = NONE
    light.sidewalkMinimum[s] = NONE
    if (counts[0]! > 0) {
      const average = sums[0]! / counts[0]!
      light.average[s] = average
      light.minimum[s] = leasts[0]!
      light.uniformity[s] = average > 0 ? leasts[0]! / average : 0
    }
    for (const side of [1, 2]) {
      if (counts[side] === 0) continue
      const average = sums[side]! / counts[side]!
      if (light.sidewalkAverage[s] !== NONE && light.sidewalkAverage[s]! <= average) continue
      light.sidewalkAverage[s] = average
      light.sidewalkMinimum[s] = leasts[side]!
    }
  }
  return light
}
