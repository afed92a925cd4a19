/**
 * From a city and settings to what the kernel computes: lamps with their light centres and photometry, the streets’ points, the
 * straight sections that streets stand for, what is in the way of the light.
 *
 * A lamp belongs to the nearest street of its own name, else to the nearest one. Sodium lamps carry the flux of the bare lamp
 * and its nominal power: the luminaire gives `sodiumOutputRatio` of the one and takes `sodiumGear` times the other.
 */

import { canonicalJson } from '../../scenarios/canonical.ts'
import { type City, stands } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { cos, radians, sin } from '../../scenarios/elementary.ts'
import { pointsOf } from '../../scenarios/geometry.ts'
import type {
  DimmingSchedule,
  LightingLamps,
  LightingModel,
  LightingSettings,
  Luminaire,
  RTable,
} from '../../scenarios/lighting.ts'
import { lightingFacts } from '../../scenarios/lighting-facts.ts'
import { luminaireOf as luminaireOfFile, rTableOf } from '../../scenarios/lighting-files.ts'
import { type Provenance, weakest } from '../../scenarios/provenance.ts'
import { type LightSource, libraryLuminaire } from './library.ts'
import { obstaclesOf } from './obstacles.ts'
import { r3 } from './r3.ts'
import { NEAR_HEIGHTS } from './section.ts'
import { type NearestStreet, nearestStreet, sectionsOf } from './sections.ts'
import { type Streets, streetsOf } from './streets.ts'

/** What of a city the model is made of: read these and no more. */
export const lightingLayers: readonly LayerId[] = ['roads', 'lamps', 'cabinets', 'buildings', 'trees']

export interface LightingFiles {
  /** Luminaires beside those of the settings, by the id that lamps name. */
  readonly luminaires?: readonly Luminaire[]
  /** Goes before that of the settings. */
  readonly rTable?: RTable
}

const { sodiumGear, sodiumOutputRatio } = lightingFacts
/** Intensities alone: each lamp scales them to its flux. */
const usual: Record<LightSource, Luminaire> = {
  LED: { ...libraryLuminaire('LED', 100), id: 'led', title: 'LED' },
  HPS: { ...libraryLuminaire('HPS', 150), id: 'hps', title: 'HPS (natri cao áp)' },
}

/** What does not change when lamps are edited. */
export interface Ground {
  readonly roads: City['layers']['roads']
  readonly streets: Streets
  readonly obstacles: ReturnType<typeof obstaclesOf>
  readonly streetOf: NearestStreet
}

export function groundOf(city: City, settings: LightingSettings): Ground {
  const streets = streetsOf(city, settings)
  return {
    roads: city.layers.roads,
    streets,
    obstacles: obstaclesOf(city, settings),
    streetOf: nearestStreet(streets.segments),
  }
}

/** @param ground of the same roads, buildings and settings, where it was made before */
export function prepareLighting(
  city: City,
  settings: LightingSettings,
  files: LightingFiles = {},
  ground: Ground = groundOf(city, settings),
): LightingModel {
  const { streets, obstacles, streetOf } = ground
  const lamps = [...city.layers.lamps.values()].filter(stands).sort((a, b) => (a.id < b.id ? -1 : 1))
  const luminaires = new Indexed<Luminaire>()
  const schedules = new Indexed<DimmingSchedule>()
  const own = [...(settings.luminaires ?? []).map(luminaireOfFile), ...(files.luminaires ?? [])]
  const given = new Map(own.map((one) => [one.id, one]))
  schedules.add(canonicalJson(settings.dimming), () => settings.dimming)

  const luminaireOf = ({ properties: { luminaire, source } }: Feature<'lamps'>): number => {
    const own = luminaire === undefined ? undefined : given.get(luminaire)
    if (own) return luminaires.add(own.id, () => own)
    return luminaires.add(source, () => usual[source])
  }
  const scheduleOf = ({ properties: { cabinetId } }: Feature<'lamps'>): number => {
    const own = cabinetId === null ? undefined : city.dimming.get(cabinetId)
    return own ? schedules.add(canonicalJson(own), () => own) : 0
  }
  const centres = lamps.map(({ geometry, properties: { overhangMetres, headingDegrees } }) => {
    const [x, y] = [...pointsOf(geometry)][0]!
    const heading = radians(headingDegrees)
    return [x + sin(heading) * overhangMetres, y + cos(heading) * overhangMetres] as const
  })
  const numbers = (value: (lamp: Feature<'lamps'>, i: number) => number) => Float64Array.from(lamps, value)
  const isSodium = ({ properties: { source, luminaire } }: Feature<'lamps'>) =>
    source === 'HPS' && !(luminaire !== undefined && given.has(luminaire))
  const arrays: LightingLamps = {
    x: numbers((_, i) => centres[i]![0]),
    y: numbers((_, i) => centres[i]![1]),
    height: numbers(({ properties }) => properties.heightMetres),
    heading: numbers(({ properties }) => properties.headingDegrees),
    tilt: numbers(({ properties }) => properties.tiltDegrees),
    luminaire: Int32Array.from(lamps, luminaireOf),
    flux: numbers((lamp) => lamp.properties.fluxLumens * (isSodium(lamp) ? sodiumOutputRatio.value : 1)),
    power: numbers((lamp) => lamp.properties.powerWatts * (isSodium(lamp) ? sodiumGear.value : 1)),
    schedule: Int32Array.from(lamps, scheduleOf),
    working: Uint8Array.from(lamps, ({ properties }) => (properties.state === 'on' ? 1 : 0)),
  }
  const lampSegment = Int32Array.from(lamps, streetOf)
  const { sections, sectionOf } = sectionsOf({
    lamps,
    arrays,
    lampSegment,
    streets,
    luminaires: luminaires.all,
    maintenanceFactor: settings.maintenanceFactor,
    rTable: files.rTable ?? (settings.rTable ? rTableOf(settings.rTable) : r3),
  })
  return {
    input: {
      luminaires: luminaires.all,
      schedules: schedules.all,
      lamps: arrays,
      points: streets.points,
      obstacles,
      maintenanceFactor: settings.maintenanceFactor,
      hour: settings.hour,
      reachHeights: NEAR_HEIGHTS,
      darkLux: settings.darkLux,
    },
    lampIds: lamps.map(({ id }) => id),
    names: new Map([
      ...lamps.map(({ id, properties: { number } }) => [id, number] as const),
      ...Array.from(city.layers.cabinets.values(), ({ id, properties: { name } }) => [id, name] as const),
    ]),
    lampSegment,
    lampCircuit: lamps.map(({ properties: { cabinetId: cabinet, circuit } }) => ({ cabinet, circuit })),
    segments: streets.segments.map((segment, s) => ({ ...segment, section: sectionOf[s]! })),
    sections,
    conflicts: streets.conflicts,
    inputs: inputsOf(city, settings, lamps, streets, luminaires.all),
  }
}

class Indexed<T> {
  readonly all: T[] = []
  readonly #at = new Map<string, number>()

  /** Index of what goes by this key. */
  add(key: string, make: () => T): number {
    const known = this.#at.get(key)
    if (known !== undefined) return known
    this.#at.set(key, this.all.length)
    return this.all.push(make()) - 1
  }
}

function inputsOf(
  city: City,
  settings: LightingSettings,
  lamps: readonly Feature<'lamps'>[],
  streets: Streets,
  luminaires: readonly Luminaire[],
): LightingModel['inputs'] {
  const layer = (id: LayerId) =>
    city.manifest.layers
      .filter((own) => own.id === id && own.count > 0)
      .map(({ provenance }) => ({ name: id, provenance }))
  const of = (name: string, provenances: Iterable<Provenance>) => {
    const all = [...provenances]
    return all.length > 0 ? [{ name, provenance: weakest(all) }] : []
  }
  return [
    ...of('roads', streets.provenances),
    ...of(
      'lamps',
      lamps.map(({ provenance }) => provenance),
    ),
    ...of(
      'luminaires',
      luminaires.map(({ provenance }) => provenance),
    ),
    ...(settings.buildings ? layer('buildings') : []),
    ...(settings.trees ? layer('trees') : []),
  ]
}
