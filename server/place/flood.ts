/** Water at a place: nothing of today (no gauge is connected), published scenarios, the highest levels known, the gauges near by. */
import type { FloodAnswer } from '../../scenarios/api/place.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { knownPeaks, LEVEL_ERROR_METRES, nearGauge } from '../../scenarios/flood-levels.ts'
import { bandWords, depthBand } from '../../scenarios/flood-words.ts'
import { projection, type XY } from '../../scenarios/frame.ts'
import { boundsOf, grow, pointInGeometry } from '../../scenarios/geometry.ts'
import { sample } from '../../scenarios/grid.ts'
import { both } from '../../scenarios/text.ts'
import { layerParts, readCity } from '../../tiles/read/index.ts'
import { depthsOf, type FloodRow, readFloods } from '../floods/desk.ts'
import { depthAt } from '../floods/grid.ts'
import type { House } from '../house.ts'
import type { CityTiles } from '../tiles.ts'
import { placeAt } from './lot.ts'

type Tell = Pick<House, 'db' | 'tiles' | 'runner' | 'dataDir'>

/** What a citizen asks of a flood is measured by these. */
const MEASURES = ['level', 'rain', 'salinity'] as const
const FARTHEST_METRES = 15_000
/** Less than this is a wet road. */
const LEAST_METRES = 0.05

const noGauge = both(
  'Chưa kết nối trạm đo nào: không biết nước lúc này.',
  'No gauge is connected yet: the water of this moment is not known.',
)

export async function floodAt(house: Tell, lon: number, lat: number): Promise<FloodAnswer> {
  const { tiles } = house
  const at = await placeAt(house, lon, lat)
  const [ground, floods, gauges] = await Promise.all([
    groundAt(tiles, at),
    readFloods(house, null),
    gaugesNear(tiles, at),
  ])
  const error = (of: number) => Math.hypot(of, LEVEL_ERROR_METRES)
  const scenarios = await Promise.all(
    floods.map(async ({ map, row }) => {
      const { id, key, title, says, current, illustrative, bounds, publishedAt, errorMetres } = map
      const here = await hereOf(house.dataDir, row, at, error(errorMetres))
      return { id, key, title, says, current, illustrative, bounds, publishedAt, errorMetres, here }
    }),
  )
  return {
    now: { connected: false, says: noGauge },
    scenarios,
    ground,
    known: nearGauge(lon, lat)
      ? knownPeaks
          .toSorted((a, b) => b.to - a.to)
          .map(({ from, to, ...about }) => ({
            ...about,
            fromMetres: from,
            toMetres: to,
            here: ground && bandOf(to - ground.metres, error(ground.errorMetres)),
          }))
      : [],
    gauges,
  }
}

/** As people read it; below the ground nothing stands. */
function bandOf(depth: number, error: number) {
  const { low, high } = depthBand(depth, error)
  const highCm = Math.max(0, high)
  const words =
    highCm === 0 ? both('thấp hơn mặt đất ở đây', 'below the ground here') : bandWords(low / 100, highCm / 100)
  return { lowCm: low, highCm, words }
}

async function hereOf(
  dataDir: string,
  { gridHash }: FloodRow,
  at: XY,
  error: number,
): Promise<FloodAnswer['scenarios'][number]['here']> {
  // A file that is lost makes one flood unknown, not all.
  const grid = gridHash === null ? null : await depthsOf(dataDir, gridHash).catch(() => null)
  const depth = grid && depthAt(grid, at)
  if (depth === null) return { kind: 'unknown' }
  if (depth === 'water') return { kind: 'water' }
  const band = bandOf(depth, error)
  return depth < LEAST_METRES ? { kind: 'none', highCm: band.highCm } : { kind: 'depth', ...band }
}

/** Null where none is known, and in a canal or a pond: its bed is no ground to stand on. */
async function groundAt(tiles: CityTiles, at: XY): Promise<FloodAnswer['ground']> {
  const near = grow(boundsOf([at]), 20)
  const { ground, manifest, layers } = await readCity(await tiles.open(), near, undefined, { layers: ['water'] })
  const about = manifest.grids.find(({ id }) => id === 'ground')
  const metres = sample(ground, at)
  const inWater = [...layers.water.values()].some(({ geometry }) => pointInGeometry(at, geometry))
  if (!about || Number.isNaN(metres) || inWater) return null
  return {
    metres: Math.round(metres * 100) / 100,
    errorMetres: about.standardErrorMetres,
    provenance: about.provenance,
  }
}

let known: { hash: string; sensors: Promise<readonly Feature<'sensors'>[]> } | null = null

async function sensorsOf(tiles: CityTiles): Promise<readonly Feature<'sensors'>[]> {
  const { hash } = await tiles.manifest()
  if (known?.hash !== hash) known = { hash, sensors: readSensors(tiles) }
  const { sensors } = known
  return sensors.catch((error) => {
    known = null
    throw error
  })
}

async function readSensors(tiles: CityTiles): Promise<Feature<'sensors'>[]> {
  const sensors: Feature<'sensors'>[] = []
  for await (const { features } of layerParts(await tiles.open(), 'sensors', null))
    sensors.push(...(features as Feature<'sensors'>[]))
  return sensors
}

/** The nearest of each kind. */
async function gaugesNear(tiles: CityTiles, at: XY): Promise<FloodAnswer['gauges']> {
  const { toWgs84 } = projection((await tiles.manifest()).city.frame)
  const sensors = (await sensorsOf(tiles)).flatMap(({ id, geometry, properties: p, provenance }) => {
    if (geometry.type !== 'Point') return []
    const [x, y] = geometry.coordinates
    const [lon, lat] = toWgs84(x, y)
    const awayMetres = Math.round(Math.hypot(x - at[0], y - at[1]))
    return [{ id, name: p.name, measures: p.measures, unit: p.unit, lon, lat, awayMetres, provenance }]
  })
  return MEASURES.flatMap((measures) =>
    sensors
      .filter((sensor) => sensor.measures === measures && sensor.awayMetres <= FARTHEST_METRES)
      .sort((a, b) => a.awayMetres - b.awayMetres)
      .slice(0, 1),
  )
}
