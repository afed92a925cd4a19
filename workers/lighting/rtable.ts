/** Reduced luminance coefficients: bilinear in tan γ and β, and the two figures that sum a road surface up (CIE 144). */
import { atan2, degrees } from '../../scenarios/elementary.ts'
import type { RTable } from '../../scenarios/lighting.ts'

/** r × 10⁴; 0 beyond the last tan γ. @param beta degrees, 0 … 180; 0: the light comes from ahead of the observer */
export function reducedCoefficient({ beta: betas, tanGamma, r }: RTable, tan: number, beta: number): number {
  const last = tanGamma.length - 1
  if (tan > tanGamma[last]!) return 0
  let [t, b] = [0, 0]
  while (t < last - 1 && tanGamma[t + 1]! <= tan) t++
  while (b < betas.length - 2 && betas[b + 1]! <= beta) b++
  const v = (tan - tanGamma[t]!) / (tanGamma[t + 1]! - tanGamma[t]!)
  const u = (beta - betas[b]!) / (betas[b + 1]! - betas[b]!)
  const i = t * betas.length + b
  const near = r[i]! + u * (r[i + 1]! - r[i]!)
  const far = r[i + betas.length]! + u * (r[i + betas.length + 1]! - r[i + betas.length]!)
  return near + v * (far - near)
}

/** Specular factor S1 = r(β 0, tan γ 2) / r(0, 0): how glossy a surface is. */
export const specularFactor = (table: RTable): number =>
  reducedCoefficient(table, 2, 0) / reducedCoefficient(table, 0, 0)

/**
 * Average luminance coefficient Q0: the mean of q over the solid angle of lamps from 4 H before to 12 H behind the point, 3 H to
 * either side, as the observer sees it, by midpoints.
 */
export function averageCoefficient(table: RTable, steps = 40): number {
  let [reflected, angle] = [0, 0]
  for (let i = 0; i < 16 * steps; i++) {
    const x = -4 + (i + 0.5) / steps
    for (let k = 0; k < 3 * steps; k++) {
      const y = (k + 0.5) / steps
      const squared = x * x + y * y
      reflected += reducedCoefficient(table, Math.sqrt(squared), degrees(atan2(y, x)))
      angle += 1 / ((1 + squared) * Math.sqrt(1 + squared))
    }
  }
  return (1e-4 * reflected) / angle
}
