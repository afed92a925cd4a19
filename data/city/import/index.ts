/**
 * A city from real files: an OpenStreetMap extract and elevation files → a dataset and a report. Nothing is invented but guessed
 * heights, and the ground where no elevation file is given, which are marked; what the files do not know (households, parcels,
 * soundings) is left empty and said.
 */

import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { type Progress, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import type { Source } from '../../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import type { Elevation } from '../../readers/grid/elevation.ts'
import type { OsmData } from '../../readers/osm/model.ts'
import type { DatasetInput, LayerInput } from '../write.ts'
import { readLandcover, readUnits } from './areas.ts'
import { isBuilding, readBuildings } from './buildings.ts'
import { groundFacts } from './dem.ts'
import { lowerToBeds, readGroundLevels } from './ground.ts'
import { findPlace, type Place } from './place.ts'
import { readAddresses, readLandmarks } from './points.ts'
import { type ImportReport, Reporter } from './report.ts'
import { readRoads } from './roads.ts'
import { readWater, readWaterways, SEA_BED_METRES } from './water.ts'

export interface ImportInput {
  /** `monaco`: becomes the name of the city. */
  readonly name: string
  readonly osm: OsmData
  /** For errors. */
  readonly osmFile: string
  /** Where several know a place, the first does. None: the ground is 0 m. */
  readonly elevations: readonly Elevation[]
  readonly signal?: Signal
  readonly progress?: Progress
}

/** @throws Problem where nothing is built, the area is too large, or the DEM is of another place · Cancelled */
export async function importCity(input: ImportInput): Promise<{ dataset: DatasetInput; report: ImportReport }> {
  const { osm, elevations, signal } = input
  const reporter = new Reporter()
  const date = (osm.newest ?? 'unknown').slice(0, 10)
  const { verticalDatum, epoch, ...ground } = groundFacts(elevations, date)
  const place = findPlace(osm, input.osmFile, elevations, { verticalDatum, epoch }, reporter)
  const addresses = readAddresses(place)
  const features: { [L in LayerId]?: Feature<L>[] } = {
    units: readUnits(place, date),
    landcover: readLandcover(place),
    water: readWater(place),
    waterways: readWaterways(place),
    roads: readRoads(place),
    buildings: readBuildings(place, new Set(addresses.map(({ id }) => id))),
    addresses,
    landmarks: readLandmarks(place),
  }
  throwIfAborted(signal)
  const grid = await readGroundLevels(place, elevations, {
    signal,
    ...(input.progress && { progress: input.progress }),
  })
  throwIfAborted(signal)
  const seaCells = lowerToBeds(grid, features.water!)
  const notes = cityNotes(features, ground.note, seaCells > 0)
  reporter.notes.push(...notes)

  const osmSource: Source = {
    title: '© OpenStreetMap contributors',
    licence: 'ODbL 1.0',
    url: 'https://www.openstreetmap.org/copyright',
    date,
  }
  const layers: Partial<Record<LayerId, LayerInput>> = {}
  const written: Partial<Record<LayerId, number>> = {}
  for (const [id, list] of Object.entries(features) as [LayerId, Feature[]][]) {
    layers[id] = { features: list, provenance: weakest(list), sources: [osmSource], date, ...noteOf(id) }
    written[id] = list.length
  }
  const dataset: DatasetInput = {
    head: {
      name: input.name,
      title: titleOf(input.name),
      seed: null,
      frame: place.frame,
      home: homeOf(place),
      forcing: defaultForcing(seaCells > 0),
      notes,
    },
    layers: layers as DatasetInput['layers'],
    ground: { grid, ...ground },
  }
  return { dataset, report: reporter.report(readCounts(osm), written) }
}

/** As the file holds them: what `osmium tags-count` says too. */
function readCounts(osm: OsmData): ImportReport['read'] {
  const ways = [...osm.ways.values()]
  return {
    nodes: osm.places.size,
    ways: ways.length,
    relations: osm.relations.length,
    highwayWays: ways.filter((way) => way.tags.highway).length,
    buildingWays: ways.filter((way) => way.tags.building).length,
    buildingRelations: osm.relations.filter((relation) => isBuilding(relation.tags)).length,
  }
}

function cityNotes(
  features: { readonly buildings?: readonly Feature<'buildings'>[] },
  groundNote: Bilingual,
  sea: boolean,
): Bilingual[] {
  const buildings = features.buildings ?? []
  const guessed = buildings.filter((b) => b.properties.heightProvenance === 'generated').length
  const notes = [
    groundNote,
    both(
      `${guessed} trong ${buildings.length} công trình có chiều cao ước đoán theo loại và diện tích (ghi là sinh tự động).`,
      `${guessed} of ${buildings.length} buildings have a height guessed from their kind and footprint (marked generated).`,
    ),
    both(
      'Không biết số hộ, thửa đất và quy hoạch: số hộ là 0.',
      'Households, parcels and zoning are not known: households are 0.',
    ),
    both(
      'Mưa mặc định 30 mm/giờ đều trong 1 giờ là giả định, không phải mưa thiết kế của nơi này.',
      'The default rain, a uniform 30 mm/h for 1 h, is an assumption and no design storm of this place.',
    ),
  ]
  if (!sea) return notes
  return [
    ...notes,
    both(
      `Vùng biển lập từ đường bờ biển; đáy biển ${SEA_BED_METRES} m và mực nước biển 0 m là giả định.`,
      `The sea is made from the coastline; its bed at ${SEA_BED_METRES} m and its level at 0 m are assumptions.`,
    ),
  ]
}

function noteOf(id: LayerId): { note?: Bilingual } {
  if (id === 'roads') {
    const note = both('Bề rộng theo thẻ, số làn, hoặc cấp đường.', 'Widths by tag, by lanes, or by class.')
    return { note }
  }
  if (id === 'buildings') {
    const note = both(
      'Chiều cao theo thẻ, số tầng × 3 m, hoặc ước đoán (ghi rõ).',
      'Heights by tag, by storeys × 3 m, or guessed (marked).',
    )
    return { note }
  }
  return {}
}

const weakest = (features: readonly Feature[]) =>
  features.some((f) => f.provenance === 'computed') ? 'computed' : 'imported'

const titleOf = (name: string): Bilingual => {
  const title = name.replaceAll(
    /(^|-)(.)/g,
    (_, dash: string, letter: string) => (dash ? ' ' : '') + letter.toUpperCase(),
  )
  return both(title, title)
}

const homeOf = ({ bounds: [minX, minY, maxX, maxY] }: Place) => ({
  x: Math.round((minX + maxX) / 2),
  y: Math.round((minY + maxY) / 2),
})

const defaultForcing = (sea: boolean): DatasetInput['head']['forcing'] => ({
  rain: {
    design: { kind: 'series', title: 'Mưa đều 30 mm/giờ trong 1 giờ (giả định) · Uniform 30 mm/h for 1 h (assumed)' },
    series: [
      [0, 30],
      [3600, 0],
    ],
  },
  tide: sea
    ? {
        title: 'Mực nước biển 0 m không đổi (giả định) · Constant sea level 0 m (assumed)',
        series: [
          [0, 0],
          [86_400, 0],
        ],
      }
    : { title: 'Không có nước thủy triều · No tidal water', series: [] },
})
