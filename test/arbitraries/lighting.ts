/** Luminaires, sections and small streets of light for tests of the lighting kernel. */
import fc from 'fast-check'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { CityLightingInput, LightingPoints, Luminaire, StreetSection } from '../../scenarios/lighting.ts'
import { zonalFlux } from '../../scenarios/photometry.ts'
import { libraryLuminaire } from '../../workers/lighting/library.ts'
import { r3 } from '../../workers/lighting/r3.ts'
import { feature, lamp, smallCity } from './city.ts'

/** A luminaire of any form, γ every `step` degrees to 90. */
export function luminaireOf(
  candela: (plane: number, gamma: number) => number,
  { step = 0.5, planes = [0, 360], id = 'own' }: { step?: number; planes?: readonly number[]; id?: string } = {},
): Luminaire {
  const gammas = Float64Array.from({ length: Math.round(90 / step) + 1 }, (_, k) => k * step)
  const values = Float64Array.from(planes.flatMap((plane) => Array.from(gammas, (gamma) => candela(plane, gamma))))
  const intensities = { planes: Float64Array.from(planes), gammas, candela: values }
  return {
    id,
    title: id,
    provenance: 'imported',
    source: 'test',
    streetPlane: 0,
    ...intensities,
    fluxLumens: zonalFlux(intensities),
    powerWatts: 100,
  }
}

/** I = I₀ cos γ: a flat surface that shines alike in all directions. */
export const lambertian = (candela: number): Luminaire =>
  luminaireOf((_, gamma) => (gamma >= 90 ? 0 : candela * Math.cos((gamma * Math.PI) / 180)))

export const sectionOf = (given: Partial<StreetSection> = {}): StreetSection => ({
  carriagewayMetres: 7,
  lanes: 2,
  medianMetres: 0,
  sidewalkMetres: 3,
  arrangement: 'one-side',
  spacingMetres: 28,
  heightMetres: 8,
  overhangMetres: 1,
  tiltDegrees: 5,
  maintenanceFactor: 0.8,
  luminaire: libraryLuminaire('LED', 80),
  rTable: r3,
  ...given,
})

export interface LampAt {
  readonly x: number
  readonly y: number
  readonly height?: number
  readonly heading?: number
  readonly tilt?: number
  readonly flux?: number
  readonly schedule?: number
  readonly working?: boolean
}

export const pointsAt = (places: readonly (readonly [number, number])[]): LightingPoints => ({
  x: Float64Array.from(places, ([x]) => x),
  y: Float64Array.from(places, ([, y]) => y),
  kind: new Uint8Array(places.length),
  row: Int32Array.from(places, (_, i) => i),
  start: Int32Array.of(0, places.length),
  rowMetres: Float64Array.of(2),
})

/** Lamps over points, one segment. */
export function cityInput(
  luminaire: Luminaire,
  lamps: readonly LampAt[],
  points: LightingPoints,
  given: Partial<CityLightingInput> = {},
): CityLightingInput {
  const column = (value: (lamp: LampAt) => number) => Float64Array.from(lamps, value)
  return {
    luminaires: [luminaire],
    schedules: [[{ fromHour: 0, output: 1 }]],
    lamps: {
      x: column(({ x }) => x),
      y: column(({ y }) => y),
      height: column(({ height = 8 }) => height),
      heading: column(({ heading = 0 }) => heading),
      tilt: column(({ tilt = 0 }) => tilt),
      luminaire: new Int32Array(lamps.length),
      flux: column(({ flux = luminaire.fluxLumens }) => flux),
      power: column(() => luminaire.powerWatts),
      schedule: Int32Array.from(lamps, ({ schedule = 0 }) => schedule),
      working: Uint8Array.from(lamps, ({ working = true }) => (working ? 1 : 0)),
    },
    points,
    obstacles: null,
    maintenanceFactor: 1,
    hour: null,
    reachHeights: 5,
    darkLux: 1,
    ...given,
  }
}

export const lampLists = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 200 }),
    y: fc.integer({ min: 0, max: 20 }),
    height: fc.integer({ min: 4, max: 14 }),
    heading: fc.integer({ min: 0, max: 359 }),
    tilt: fc.integer({ min: 0, max: 20 }),
    flux: fc.integer({ min: 1000, max: 20_000 }),
    working: fc.boolean(),
  }),
  { maxLength: 12 },
)

/** The small city with eight lamps of cabinet c0 in a row north of street r0, 25 m apart. */
export function litCity(given: Partial<Feature<'lamps'>['properties']> = {}): City {
  const city = smallCity()
  const roads = new Map(
    [...city.layers.roads].map(([id, road]) => [
      id,
      { ...road, properties: { ...road.properties, name: 'Trần Hưng Đạo', sidewalkMetres: 2 } },
    ]),
  )
  const lamps = new Map(
    Array.from({ length: 8 }, (_, k) => {
      const id = `l${k}`
      const properties = {
        ...lamp,
        number: `${k}`,
        street: 'Trần Hưng Đạo',
        source: 'LED' as const,
        powerWatts: 80,
        fluxLumens: 10_400,
        ...given,
      }
      return [id, feature('lamps', id, { type: 'Point', coordinates: [12.5 + 25 * k, 13.5] }, properties)]
    }),
  )
  return { ...city, layers: { ...city.layers, roads, lamps } }
}
