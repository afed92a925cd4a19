/**
 * Semi-cylindrical illuminance where streets meet (EN 13201-3): on faces 1.5 m above the points of the area that look along the
 * streets, both ways; Esc = Σ I(C, γ) (1 + cos α) cos²ε sin ε / (π (h − 1.5)²). The least of the area, at the outputs of the hour.
 */
import type { ConflictArea } from '../../scenarios/lighting.ts'
import type { CityLighting } from './city.ts'
import { EYE_METRES } from './layout.ts'
import { aimAt, createOptics, intensityToward } from './photometry.ts'
import { passageFrom } from './shade.ts'
import { type LampLight, outputsOf } from './sums.ts'

/** Of each area, lx, with the lamps that it is of. */
export interface Faces {
  readonly lux: Float64Array
  readonly of: readonly { readonly light: readonly LampLight[]; readonly outputs: readonly number[] }[]
  readonly areasOf: (light: LampLight) => readonly number[]
}

/** @param known of the same areas: those whose lamps are as they were are not computed again */
export function facesOf(lighting: CityLighting, areas: readonly ConflictArea[], known?: Faces): Faces {
  const { input, light, memory } = lighting
  const { lamps, points, luminaires } = input
  const outputs = outputsOf(input)
  const optics = luminaires.map(createOptics)
  const reached = known?.areasOf ?? areasOf(areas, points.x.length)
  const near = areas.map((): number[] => [])
  for (const [l, own] of light.entries()) for (const a of reached(own)) near[a]!.push(l)
  const lux = new Float64Array(areas.length)
  const of = near.map((of) => ({ light: of.map((l) => light[l]!), outputs: of.map((l) => outputs[l]!) }))

  function least({ points: at, ways }: ConflictArea, over: readonly number[]): number {
    const faces = ways.flatMap(([x, y]) => [[x, y] as const, [-x, -y] as const])
    const sums = new Float64Array(at.length * faces.length)
    for (const l of over) {
      const [x, y, h] = [lamps.x[l]!, lamps.y[l]!, lamps.height[l]!]
      const [up, reach] = [h - EYE_METRES, input.reachHeights * h]
      if (outputs[l] === 0 || up <= 0) continue
      const own = luminaires[lamps.luminaire[l]!]!
      const scale = ((lamps.flux[l]! / own.fluxLumens) * input.maintenanceFactor * outputs[l]!) / Math.PI
      const [eye, aim] = [optics[lamps.luminaire[l]!]!, aimAt(lamps.heading[l]!, lamps.tilt[l]!)]
      const passage = memory.shade && passageFrom(memory.shade, x, y, h, reach)
      for (const [k, p] of at.entries()) {
        const [dx, dy] = [x - points.x[p]!, y - points.y[p]!]
        const flat = Math.sqrt(dx * dx + dy * dy)
        if (flat > reach || flat === 0) continue
        const d2 = flat * flat + up * up
        const share = passage ? passage(points.x[p]!, points.y[p]!) : 1
        const common = (share * scale * intensityToward(eye, aim, -dx, -dy, -up) * flat) / (d2 * Math.sqrt(d2))
        for (const [f, [fx, fy]] of faces.entries()) {
          sums[k * faces.length + f]! += common * (1 + (fx * dx + fy * dy) / flat)
        }
      }
    }
    return sums.reduce((a, b) => (b < a ? b : a), Infinity)
  }

  for (const [a, area] of areas.entries()) {
    const before = known?.of[a]
    const { light: by, outputs: at } = of[a]!
    const same =
      before?.light.length === by.length && by.every((own, k) => own === before.light[k] && at[k] === before.outputs[k])
    lux[a] = area.points.length === 0 ? 0 : same ? known!.lux[a]! : least(area, near[a]!)
  }
  return { lux, of, areasOf: reached }
}

/** The areas that a lamp’s light reaches on the ground; looked for once a lamp. */
function areasOf(areas: readonly ConflictArea[], points: number): (light: LampLight) => readonly number[] {
  const at = new Map<number, number[]>()
  const isIn = new Uint8Array(points)
  for (const [a, area] of areas.entries()) {
    for (const p of area.points) {
      isIn[p] = 1
      at.set(p, [...(at.get(p) ?? []), a])
    }
  }
  const known = new WeakMap<LampLight, readonly number[]>()
  return (light) => {
    const before = known.get(light)
    if (before) return before
    const found = new Set<number>()
    for (const p of light.points) if (isIn[p] === 1) for (const a of at.get(p)!) found.add(a)
    known.set(light, [...found])
    return [...found]
  }
}
