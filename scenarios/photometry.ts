/** What the numbers of a luminaire say as a whole: flux by the zonal rule, the greatest intensity, how wide its beam is. */
import { cos, radians } from './elementary.ts'
import type { Luminaire } from './lighting.ts'

export type Intensities = Pick<Luminaire, 'planes' | 'gammas' | 'candela'>

/** Mean over all directions around, by γ: the planes are joined by straight lines. */
function meansAround({ planes, gammas, candela }: Intensities): Float64Array {
  const means = new Float64Array(gammas.length)
  for (let p = 1; p < planes.length; p++) {
    const half = (planes[p]! - planes[p - 1]!) / 720
    for (let g = 0; g < gammas.length; g++) {
      means[g]! += half * (candela[(p - 1) * gammas.length + g]! + candela[p * gammas.length + g]!)
    }
  }
  return means
}

/** lm by the zonal rule: mean of the two edges of a zone × 2π (cos γ₁ − cos γ₂). */
export function zonalFlux(intensities: Intensities): number {
  const { gammas } = intensities
  const means = meansAround(intensities)
  let flux = 0
  for (let g = 1; g < gammas.length; g++) {
    const zone = cos(radians(gammas[g - 1]!)) - cos(radians(gammas[g]!))
    flux += (means[g - 1]! + means[g]!) * Math.PI * zone
  }
  return flux
}

/** The greatest intensity, cd, and where: the first of equals. */
export function greatest({ planes, gammas, candela }: Intensities): { candela: number; plane: number; gamma: number } {
  let at = 0
  for (let i = 1; i < candela.length; i++) if (candela[i]! > candela[at]!) at = i
  return {
    candela: candela[at]!,
    plane: planes[Math.floor(at / gammas.length)]!,
    gamma: gammas[at % gammas.length]!,
  }
}

/** cd in a plane of the table or between two, by γ. @param plane 0 … 360 */
export function inPlane({ planes, gammas, candela }: Intensities, plane: number): Float64Array {
  let p = 1
  while (p < planes.length - 1 && planes[p]! < plane) p++
  const t = (plane - planes[p - 1]!) / (planes[p]! - planes[p - 1]!)
  return gammas.map((_, g) => candela[(p - 1) * gammas.length + g]! * (1 - t) + candela[p * gammas.length + g]! * t)
}

/**
 * Beam angle in the cut through planes C and C + 180, degrees: between the directions nearest to the greatest intensity of the
 * cut at which it has fallen to `share` of it.
 */
export function beamAngle(intensities: Intensities, plane: number, share: number): number {
  const gammas = intensities.gammas
  const [front, back] = [inPlane(intensities, plane), inPlane(intensities, plane + 180)]
  const cut: [angle: number, candela: number][] = [
    ...Array.from(back, (value, g): [number, number] => [-gammas[g]!, value]).reverse(),
    ...Array.from(front, (value, g): [number, number] => [gammas[g]!, value]).slice(1),
  ]
  const top = cut.reduce((best, [, value], i) => (value > cut[best]![1] ? i : best), 0)
  const limit = share * cut[top]![1]
  const edge = (step: 1 | -1): number => {
    for (let i = top + step; cut[i]; i += step) {
      const [[before, high], [angle, low]] = [cut[i - step]!, cut[i]!]
      if (low <= limit) return high === low ? angle : before + ((high - limit) / (high - low)) * (angle - before)
    }
    return step > 0 ? cut.at(-1)![0] : cut[0]![0]
  }
  return edge(1) - edge(-1)
}
