/**
 * Luminaires made by formula, for cities that have no photometric files: LED road optics and typical high-pressure sodium.
 * Intensity rises toward the edge of the lit strip as 1/cosᵖ γ, which evens the light on the road, and falls beyond it like a
 * bell; the edge lies far along the street, nearer across it, nearest behind. They say that they are generated.
 */
import { cos, pow, radians, sin } from '../../scenarios/elementary.ts'
import type { Luminaire } from '../../scenarios/lighting.ts'
import { lightingFacts } from '../../scenarios/lighting-facts.ts'
import { zonalFlux } from '../../scenarios/photometry.ts'

export type LightSource = 'LED' | 'HPS'

interface Shape {
  /** γ of the edge along the street, to the street side, behind, degrees. */
  readonly along: number
  readonly street: number
  readonly house: number
  /** Width of the fall beyond it, degrees. */
  readonly fall: number
  readonly rise: number
}

const shapes: Record<LightSource, Shape> = {
  LED: { along: 67, street: 52, house: 22, fall: 8, rise: 2 },
  HPS: { along: 62, street: 48, house: 32, fall: 14, rise: 1.4 },
}
/** lm of bare sodium lamps by W. */
const sodiumLumens: Record<number, number> = { 70: 6000, 150: 15_000, 250: 28_000 }
export const libraryWatts: Record<LightSource, readonly number[]> = {
  LED: [30, 50, 60, 80, 90, 110, 120, 150, 180],
  HPS: [70, 150, 250],
}

const planes = Float64Array.from({ length: 25 }, (_, p) => 15 * p)
const gammas = Float64Array.from({ length: 37 }, (_, g) => 2.5 * g)

/** @param watts nominal @param lumens of the luminaire; by source and power where left out */
export function libraryLuminaire(source: LightSource, watts: number, lumens = usualLumens(source, watts)): Luminaire {
  const shape = shapes[source]
  const relative = new Float64Array(planes.length * gammas.length)
  for (let p = 0; p < planes.length; p++) {
    for (let g = 0; g < gammas.length - 1; g++)
      relative[p * gammas.length + g] = relativeIntensity(shape, planes[p]!, gammas[g]!)
  }
  const scale = lumens / zonalFlux({ planes, gammas, candela: relative })
  const candela = relative.map((value) => value * scale)
  const name = source === 'LED' ? `LED ${watts} W` : `HPS (natri cao áp) ${watts} W`
  return {
    id: `${source.toLowerCase()}-${watts}`,
    title: name,
    provenance: 'generated',
    source: 'Vị Thanh Twin: dựng theo công thức, không phải số đo / made by formula, not measured',
    streetPlane: 0,
    planes,
    gammas,
    candela,
    fluxLumens: zonalFlux({ planes, gammas, candela }),
    powerWatts: watts,
  }
}

export const library = (): Luminaire[] =>
  (['LED', 'HPS'] as const).flatMap((source) => libraryWatts[source].map((watts) => libraryLuminaire(source, watts)))

const usualLumens = (source: LightSource, watts: number): number =>
  source === 'LED'
    ? watts * lightingFacts.ledEfficacy.value
    : (sodiumLumens[watts] ?? watts * 100) * lightingFacts.sodiumOutputRatio.value

function relativeIntensity({ along, street, house, fall, rise }: Shape, plane: number, gamma: number): number {
  const angle = radians(plane)
  const side = sin(angle) * sin(angle)
  const edge = (cos(angle) > 0 ? street : house) * (1 - side) + along * side
  const inside = 1 / pow(cos(radians(gamma < edge ? gamma : edge)), rise)
  if (gamma <= edge) return inside
  const beyond = (gamma - edge) / fall
  return inside * pow(Math.E, -beyond * beyond)
}
