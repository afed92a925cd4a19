/** The polar diagram of a luminaire as lines: γ from straight down, intensities in cd/klm, C0 and C90 on the right. */
import type { Luminaire } from '../../scenarios/lighting.ts'
import { inPlane } from '../../scenarios/photometry.ts'

/** Of the outermost ring, in the units of the drawing. */
export const RADIUS = 100
/** Rings are 1, 2 or 5 × 10ⁿ cd/klm apart, so many at most. */
const RINGS = 5
/** Above the horizon is drawn where at least this share of the greatest intensity goes there. */
const UPWARD_SHARE = 0.01

export interface Polar {
  /** cd/klm, from the innermost. */
  readonly rings: readonly number[]
  /** x to the right, y down: [x, y] of the planes C180 … C0 and C270 … C90. */
  readonly cuts: readonly (readonly (readonly [number, number])[])[]
  /** Whether it shines above the horizon. */
  readonly upward: boolean
}

export function polarOf(luminaire: Pick<Luminaire, 'planes' | 'gammas' | 'candela' | 'fluxLumens'>): Polar {
  const perKilolumen = 1000 / luminaire.fluxLumens
  const { gammas } = luminaire
  const half = (plane: number) => Array.from(inPlane(luminaire, plane), (candela) => candela * perKilolumen)
  const halves = [0, 180, 90, 270].map(half)
  const most = Math.max(...halves.flat())
  const step = stepOf(most)
  const rings = Array.from({ length: Math.max(1, Math.ceil(most / step)) }, (_, k) => (k + 1) * step)
  const scale = RADIUS / rings.at(-1)!
  const line = (values: readonly number[], way: 1 | -1) =>
    values.map((value, g): [number, number] => {
      const angle = (gammas[g]! * Math.PI) / 180
      return [way * value * scale * Math.sin(angle), value * scale * Math.cos(angle)]
    })
  const cut = (right: number) => [...line(halves[right + 1]!, -1).reverse(), ...line(halves[right]!, 1).slice(1)]
  const above = halves.flatMap((values) => values.filter((_, g) => gammas[g]! > 90.5))
  return { rings, cuts: [cut(0), cut(2)], upward: above.some((value) => value > UPWARD_SHARE * most) }
}

function stepOf(most: number): number {
  const least = most / RINGS
  const power = 10 ** Math.floor(Math.log10(least))
  return power * ([1, 2, 5].find((n) => n * power >= least) ?? 10)
}
