/** The line that everything serves, on the server: read, edit, prepare, simulate, summarise. */
import type { City } from '../scenarios/city/city.ts'
import type { DrainageResult } from '../scenarios/drainage.ts'
import { applyEditsWithin, squash } from '../scenarios/edit.ts'
import type { XY } from '../scenarios/frame.ts'
import { grow } from '../scenarios/geometry.ts'
import type { Grid } from '../scenarios/grid.ts'
import { type StreetsFound, streetsFound, type WaterFound, waterFound } from '../scenarios/permits/impact-figures.ts'
import type { Progress, Signal } from '../scenarios/problem.ts'
import type { RunKind } from '../scenarios/run.ts'
import { AREA_MARGIN_METRES, baselineOf, type ScenarioBody } from '../scenarios/scenario.ts'
import { type DrainageSummary, summariseDrainage } from '../scenarios/summarise.ts'
import type { TrafficComparison } from '../scenarios/traffic.ts'
import { floodOnStreets } from '../scenarios/traffic-flood.ts'
import { fileSource } from '../tiles/read/file.ts'
import { openTiles, readCity } from '../tiles/read/index.ts'
import { type CityTraffic, type ComparedTraffic, cityTraffic } from '../workers/node/city-traffic.ts'
import { drainage, prepareDrainage } from '../workers/node/drainage.ts'
import { type ComparedLighting, lighting } from '../workers/node/lighting.ts'
import { type DepthGrid, depthGridOf } from './floods/grid.ts'

export interface Computed {
  /** What of the record the computation says. */
  readonly summary:
    | ({ readonly schema: 'run@1' } & DrainageSummary)
    | ({ readonly schema: 'traffic-run@1' } & ComparedTraffic)
    | ({ readonly schema: 'lighting-run@1' } & ComparedLighting)
  /** `name@version` */
  readonly kernel: string
  /** For a part of an impact: what it found at the neighbours and on the streets. */
  readonly found?: WaterFound | StreetsFound
  /** The deepest water, where the job asked to keep it. */
  readonly depth?: DepthGrid
}

interface Listen {
  readonly signal: Signal
  readonly progress: Progress
}

export type Compute = (
  tilesDir: string,
  job: {
    readonly kind: RunKind
    readonly body: ScenarioBody
    /** Of a part of an impact: the lot. */
    readonly lot?: readonly XY[] | undefined
    /** Of a flood whose map is kept. */
    readonly keepsDepth?: boolean
  },
  listen: Listen,
) => Promise<Computed>

export const computeRun: Compute = async (tilesDir, { kind, body, lot, keepsDepth }, listen) => {
  if (kind === 'traffic') {
    const comparison = await compareTraffic(tilesDir, body, listen)
    return {
      summary: { schema: 'traffic-run@1', ...cityTraffic.compared(comparison) },
      kernel: kernelOf(cityTraffic),
      ...(lot ? { found: streetsFound(comparison) } : {}),
    }
  }
  if (kind === 'lighting') {
    // The settings were asked for when the job was taken.
    const summary = await lighting.compare(
      { tilesDir, city: body.city, edits: body.edits, settings: body.lighting! },
      listen,
    )
    return { summary: { schema: 'lighting-run@1', ...summary }, kernel: kernelOf(lighting) }
  }
  const { city, result, open } = await simulateDrainage(tilesDir, body, listen)
  return {
    summary: { schema: 'run@1', ...summariseDrainage(city, body, result) },
    kernel: kernelOf(drainage),
    ...(lot ? { found: waterFound(city, body, result, lot) } : {}),
    ...(keepsDepth ? { depth: depthGridOf(city, body.area, result, open) } : {}),
  }
}

const kernelOf = ({ about }: { about: { name: string; version: string } }): string => `${about.name}@${about.version}`

async function simulateDrainage(
  tilesDir: string,
  body: ScenarioBody,
  { signal, progress }: Listen,
): Promise<{ city: City; result: DrainageResult; open: Uint8Array }> {
  const tiles = await openTiles(fileSource(tilesDir), signal, body.city)
  const window = await readCity(tiles, grow(body.area, AREA_MARGIN_METRES), signal)
  const { city } = applyEditsWithin(window, squash(body.edits))
  const input = prepareDrainage(city, body)
  // The engine may take its arrays along.
  const open = input.open.slice()
  return { city, open, result: await drainage.run(input, { signal, progress }) }
}

/** Of a run that asks for the water on the streets, the part in which the water is computed. */
const FLOOD_SHARE = 0.8

async function compareTraffic(tilesDir: string, body: ScenarioBody, listen: Listen): Promise<TrafficComparison> {
  if (!body.traffic?.flood) return cityTraffic.outcomes({ tilesDir, body, flood: null }, listen)
  const flood = await floodOf(tilesDir, body, part(listen, 0, FLOOD_SHARE))
  return cityTraffic.outcomes({ tilesDir, body, flood }, part(listen, FLOOD_SHARE, 1))
}

/** Deepest water without and with the edits. */
async function floodOf(tilesDir: string, body: ScenarioBody, listen: Listen): Promise<CityTraffic['flood']> {
  const deepest = async (of: ScenarioBody, listens: Listen): Promise<Grid> => {
    const { city, result } = await simulateDrainage(tilesDir, of, listens)
    return floodOnStreets(city, result)
  }
  const baseline = await deepest(baselineOf(body), part(listen, 0, 0.5))
  if (body.edits.length === 0) return { baseline, scenario: baseline }
  return { baseline, scenario: await deepest(body, part(listen, 0.5, 1)) }
}

/** The same listener, for whom the work is a part of the whole. */
const part = ({ signal, progress }: Listen, from: number, to: number): Listen => ({
  signal,
  progress: (fraction) => progress(from + (to - from) * fraction),
})
