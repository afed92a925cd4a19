/**
 * Lighting of a town of the built-in city's size: look-ups of intensity, the whole town at 2 m, one street changed; the limits
 * are those of the design (2 s, 100 ms).
 */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { random } from '../../scenarios/random.ts'
import { type Comparison, createComparison } from '../../workers/lighting/compare.ts'
import { libraryLuminaire } from '../../workers/lighting/library.ts'
import { aimAt, createOptics, intensityToward } from '../../workers/lighting/photometry.ts'
import { feature, lamp, smallCity } from '../arbitraries/city.ts'
import type { BenchRow } from './run.ts'

const ROUNDS = 5
const LOOKUPS = 1_000_000
/** Streets of 1.2 km, 100 m apart, in two directions: 6 000 lamps 28 m apart, 170 km. */
const [STREETS, LENGTH, SPACING] = [140, 1200, 28]

export async function bench(): Promise<BenchRow[]> {
  const rate = median(() => lookups())
  const town = litTown()
  const settings = defaultLighting
  const clock = () => performance.now() / 1000
  const run = (edits: readonly Edit[], from?: Comparison) => {
    const comparison = createComparison(town, settings, edits, { clock, baseline: from?.baseline() })
    while (!comparison.done) comparison.step()
    return comparison
  }
  let first = run([])
  const whole = median(() =>
    seconds(() => {
      first = run([])
    }),
  )
  const street = [...town.layers.lamps.values()]
    .filter(({ properties }) => properties.street === 'Đường số 7')
    .map(toLed)
  const change = median(() => seconds(() => run(street, first)))
  const { diagnostics } = first.result().scenario.summary
  return [
    {
      name: 'look-ups of intensity: heading, tilt, bilinear',
      value: LOOKUPS / rate / 1e6,
      unit: 'M/s',
      against: 'nothing',
      ratio: null,
      note: '1 thread',
    },
    {
      name: `whole town: ${diagnostics.lamps} lamps, ${diagnostics.points} points 2 m apart, sections, checks, energy`,
      value: whole,
      unit: 's',
      against: 'limit 2 s',
      ratio: 2 / whole,
      note: `1 thread, ${(diagnostics.lookups / 1e6).toFixed(1)} M look-ups, digest included`,
    },
    {
      name: `one street changed: ${street.length} lamps`,
      value: change * 1000,
      unit: 'ms',
      against: 'limit 100 ms',
      ratio: 0.1 / change,
      note: 'all that follows included: segments, checks, energy, digest',
    },
  ]
}

function lookups(): number {
  const optics = createOptics(libraryLuminaire('LED', 80))
  const aim = aimAt(30, 5)
  const chance = random(1)
  const places = Float64Array.from({ length: 2048 }, () => 80 * chance() - 40)
  let sum = 0
  const taken = seconds(() => {
    for (let k = 0; k < LOOKUPS; k++)
      sum += intensityToward(optics, aim, places[k & 2047]!, places[(k * 7) & 2047]!, -8)
  })
  if (!(sum > 0)) throw new Error(`Expected light, got ${sum}`)
  return taken
}

function litTown(): City {
  const city = smallCity()
  const road = city.layers.roads.get('r0')!
  const roads = new Map<string, Feature<'roads'>>()
  const lamps = new Map<string, Feature<'lamps'>>()
  for (let k = 0; k < STREETS; k++) {
    const [along, id] = [k % 2 === 0, String(k).padStart(3, '0')]
    const offset = Math.floor(k / 2) * 100
    const at = (a: number, left: number): [number, number] => (along ? [a, offset + left] : [offset - left, a + 2000])
    roads.set(`r${id}`, {
      ...road,
      id: `r${id}`,
      geometry: { type: 'LineString', coordinates: [at(0, 0), at(LENGTH, 0)] },
      properties: { ...road.properties, name: `Đường số ${k}`, widthMetres: 7, sidewalkMetres: 3 },
    })
    for (let n = 0; n * SPACING < LENGTH; n++) {
      const properties = { ...lamp, street: `Đường số ${k}`, headingDegrees: along ? 180 : 90 }
      const key = `l${id}-${String(n).padStart(2, '0')}`
      lamps.set(key, feature('lamps', key, { type: 'Point', coordinates: at(n * SPACING, 4) }, properties))
    }
  }
  return { ...city, area: [0, 0, 8000, 8000], layers: { ...city.layers, roads, lamps } }
}

const toLed = ({ id, properties: { source, powerWatts, fluxLumens } }: Feature<'lamps'>): Edit => ({
  kind: 'lamp.luminaire',
  target: id,
  from: { source, powerWatts, fluxLumens },
  to: { source: 'LED', powerWatts: 80, fluxLumens: 10_800 },
})

function seconds(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

function median(measure: () => number): number {
  measure()
  return Array.from({ length: ROUNDS }, measure).toSorted((a, b) => a - b)[ROUNDS >> 1]!
}
