/**
 * A traffic case file and the files it names → settings with their defaults, edits, water, trips. The contract is
 * scenarios/case/traffic-case.ts; everything that is wrong is a `Problem` that names the key.
 */
import { type TrafficCase, trafficCaseSchema } from '../../../scenarios/case/traffic-case.ts'
import type { Grid } from '../../../scenarios/grid.ts'
import { type TrafficSettings, trafficSettingsSchema, userClasses } from '../../../scenarios/traffic.ts'
import { defaultTraffic } from '../../../scenarios/traffic-facts.ts'
import type { MatrixRow } from '../../../scenarios/traffic-matrix.ts'
import { readGrid } from '../grid/read.ts'
import { readCounts } from '../matrix/counts.ts'
import { readMatrix } from '../matrix/matrix.ts'
import { openTntp } from '../tntp/tntp.ts'
import { readTntpTrips } from '../tntp/trips.ts'
import { type CaseFiles, openNamed, parseCase } from './json.ts'

/** Cells of a raster of water: a city of 20 km at 2 m. */
const MAX_FLOOD_CELLS = 100_000_000
/** Zones of a matrix by number. */
const MOST_CITY_ZONES = 1000

export interface CityCase {
  /** Folder, as written in the case. */
  readonly tiles: string | null
  readonly settings: TrafficSettings
  readonly edits: TrafficCase['edits']
  /** Deepest water without and with the edits, m; null: dry. */
  readonly flood: { readonly baseline: Grid; readonly scenario: Grid } | null
  /** In place of the computed trips. */
  readonly matrix: readonly MatrixRow[] | null
  readonly threads: number
}

/** @param file name of the case, for errors */
export async function readTrafficCase(json: string, files: CaseFiles, file: string): Promise<CityCase> {
  const given = parseCase(trafficCaseSchema, json, file, 'a traffic case in JSON')
  const open = (key: string, path: string) => openNamed(files, file, key, path)
  const water = async (key: string, path: string) =>
    readGrid(await open(key, path), `${path} (${key})`, MAX_FLOOD_CELLS)
  const { flood } = given
  const scenario = flood ? await water('flood.scenario', flood.scenario) : null
  const settings = trafficSettingsSchema.parse({
    ...defaultTraffic,
    ...given.traffic,
    flood: scenario !== null,
    counts: given.counts ? readCounts(await open('counts', given.counts), given.counts) : [],
  })
  return {
    tiles: given.tiles ?? null,
    settings,
    edits: given.edits,
    flood: scenario && {
      baseline: flood!.baseline ? await water('flood.baseline', flood!.baseline) : dry(scenario),
      scenario,
    },
    matrix: given.matrix ? readTrips(await open('matrix', given.matrix), given.matrix, settings.shares) : null,
    threads: given.threads,
  }
}

/** CSV names zones and classes; TNTP numbers zones, and its trips are of all classes by their shares. */
function readTrips(bytes: Uint8Array, file: string, shares: TrafficSettings['shares']): MatrixRow[] {
  if (bytes.find((byte) => byte > 32) !== '<'.charCodeAt(0)) return readMatrix(bytes, file)
  const zones = openTntp(bytes, file).count('NUMBER OF ZONES', MOST_CITY_ZONES)
  const { demand } = readTntpTrips(bytes, file, zones)
  const whole = userClasses.reduce((sum, id) => sum + shares[id], 0)
  return Array.from(demand, (trips, pair): MatrixRow[] => {
    const [origin, destination] = [Math.floor(pair / zones) + 1, (pair % zones) + 1]
    if (trips === 0) return []
    const place = `${origin} → ${destination}`
    return userClasses
      .filter((id) => shares[id] > 0)
      .map((id) => ({ origin, destination, class: id, vehiclesPerHour: (trips * shares[id]) / whole, file, place }))
  }).flat()
}

const dry = (grid: Grid): Grid => ({ ...grid, data: new Float32Array(grid.data.length) })
