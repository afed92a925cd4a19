/**
 * Sums of what lamps give, at the outputs of an hour. Where another state of the same streets is known, only the points that a
 * changed lamp reaches are summed anew; each sum still runs over all its lamps in their order, so that the bits are the same.
 */
import type { CityLightingInput, SegmentLight } from '../../scenarios/lighting.ts'
import { outputAt } from './dimming.ts'
import { segmentLight } from './segments.ts'

/** What one lamp gives at full output, maintained: lx by point. */
export interface LampLight {
  readonly points: Int32Array
  readonly lux: Float32Array
}

/** A state of the streets: every lamp’s light and output, and what they come to. */
export interface Lit {
  readonly light: readonly LampLight[]
  readonly outputs: Float64Array
  readonly illuminance: Float32Array
  readonly segments: SegmentLight
  readonly darkLux: number
}

export function litBy(input: CityLightingInput, light: readonly LampLight[], before?: Lit): Lit {
  const { points, darkLux } = input
  const outputs = outputsOf(input)
  const dirty = before && before.darkLux === darkLux ? changedPoints(before, light, outputs, points.x.length) : null
  if (!dirty) {
    const illuminance = illuminanceOf(input, light)
    return { light, outputs, illuminance, segments: segmentLight(points, illuminance, darkLux), darkLux }
  }
  const sum = new Float64Array(points.x.length)
  for (const [l, { points: at, lux }] of light.entries()) {
    const output = outputs[l]!
    if (output === 0) continue
    const size = at.length
    for (let k = 0; k < size; k++) if (dirty[at[k]!] === 1) sum[at[k]!]! += output * lux[k]!
  }
  const illuminance = before!.illuminance.slice()
  const touched: number[] = []
  for (let s = 0; s < points.start.length - 1; s++) {
    let isTouched = false
    for (let p = points.start[s]!; p < points.start[s + 1]!; p++) {
      if (dirty[p] === 0) continue
      illuminance[p] = sum[p]!
      isTouched = true
    }
    if (isTouched) touched.push(s)
  }
  const segments = segmentLight(points, illuminance, darkLux, { before: before!.segments, touched })
  return { light, outputs, illuminance, segments, darkLux }
}

/** lx by point. */
export function illuminanceOf(input: CityLightingInput, light: readonly LampLight[]): Float32Array {
  const sum = new Float64Array(input.points.x.length)
  const outputs = outputsOf(input)
  for (const [l, { points: at, lux }] of light.entries()) {
    const output = outputs[l]!
    if (output === 0) continue
    const size = at.length
    for (let k = 0; k < size; k++) sum[at[k]!]! += output * lux[k]!
  }
  return new Float32Array(sum)
}

/** By lamp, 0 … 1. */
export function outputsOf({ lamps, schedules, hour }: CityLightingInput): Float64Array {
  const bySchedule = schedules.map((schedule) => (hour === null ? 1 : outputAt(schedule, hour)))
  return Float64Array.from(lamps.working, (working, l) => working * bySchedule[lamps.schedule[l]!]!)
}

/** 1 where a lamp that came, went or changed its output gives light; null where the others do not stand in the same order. */
function changedPoints(
  before: Lit,
  light: readonly LampLight[],
  outputs: Float64Array,
  count: number,
): Uint8Array | null {
  const was = new Map(before.light.map((own, l) => [own, before.outputs[l]!]))
  const is = new Map(light.map((own, l) => [own, outputs[l]!]))
  // Two lamps in one place share their light: they cannot be told apart.
  if (was.size < before.light.length || is.size < light.length) return null
  const stays = (own: LampLight) => was.has(own) && was.get(own) === is.get(own)
  const kept = light.filter(stays)
  const keptBefore = before.light.filter(stays)
  if (kept.length !== keptBefore.length || kept.some((own, k) => own !== keptBefore[k])) return null
  const dirty = new Uint8Array(count)
  for (const own of [...before.light, ...light]) if (!stays(own)) for (const p of own.points) dirty[p] = 1
  return dirty
}
