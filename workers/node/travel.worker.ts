/** The thread behind the door of ways: solves the streets as they stand once, then answers one question after another. */
import { parentPort, workerData } from 'node:worker_threads'
import type { City } from '../../scenarios/city/city.ts'
import { projection } from '../../scenarios/frame.ts'
import { Problem } from '../../scenarios/problem.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createAssignment } from '../traffic/assign.ts'
import { MAX_ITERATIONS } from '../traffic/compare.ts'
import { prepareTraffic, trafficLayers } from '../traffic/prepare.ts'
import { bandsOf } from '../traffic/reach.ts'
import { placesOf, travelOver } from '../traffic/travel.ts'
import type { LonLat, ReachFound, RouteFound, Told, TravelQuestion } from './travel.ts'

/** So near to the equilibrium is near enough for the times of a way. */
const RELATIVE_GAP = 1e-4
/** 0.1 m */
const DECIMALS = 6

const tell = (told: Told) => parentPort!.postMessage(told)
type World = Awaited<ReturnType<typeof open>>
let world: Promise<World> | null = null

parentPort!.on('message', async ({ id, question }: { id: number; question: TravelQuestion }) => {
  try {
    world ??= open(workerData as string)
    const { basis, answer } = await world
    tell({ id, basis, found: answer(question) })
  } catch (error) {
    world = null
    const message = error instanceof Error ? error.message : String(error)
    tell({ id, message, problem: error instanceof Problem ? error.detail : null })
  }
})

async function open(tilesDir: string) {
  const tiles = await openTiles(fileSource(tilesDir))
  const only = { layers: trafficLayers, ground: false } as const
  const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, only)
  const model = prepareTraffic(city, defaultTraffic, null)
  const assignment = createAssignment({
    network: model.network,
    classes: model.classes,
    objective: 'user',
    relativeGap: RELATIVE_GAP,
    maxIterations: MAX_ITERATIONS,
    threads: 1,
  })
  while (!assignment.done) assignment.step()
  // What is kept needs no houses.
  const streets: City = { ...city, layers: { ...city.layers, parcels: new Map(), buildings: new Map() } }
  const travel = travelOver(streets, model, assignment.result().time)
  const { toLocal, toWgs84 } = projection(city.manifest.frame)
  const lonLat = ([x, y]: readonly [number, number]): LonLat => {
    const [lon, lat] = toWgs84(x, y)
    return [Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))]
  }
  const { calibrated, inputs } = model
  return {
    basis: { calibrated, inputs, illustrative: isIllustrative(inputs.map(({ provenance }) => provenance)) },
    answer(question: TravelQuestion): RouteFound | ReachFound | null {
      if (question.kind === 'route') {
        const [from, to] = [toLocal(...question.from), toLocal(...question.to)]
        const route = travel.route({ mode: question.mode, from, to }, question.bars)
        return route && { ...route, line: route.line.map(lonLat) }
      }
      const reach = travel.reach(question.mode, { category: question.category }, question.bars)
      const bands = bandsOf(model, reach).map(({ withinSeconds, lines }) => ({
        withinSeconds: withinSeconds === Infinity ? null : withinSeconds,
        cutOff: withinSeconds === null,
        lines: lines.map((line) => line.map(lonLat)),
      }))
      const { households, cutOff } = reach
      return { places: placesOf(streets, question.category).length, households, cutOff, bands }
    },
  }
}
