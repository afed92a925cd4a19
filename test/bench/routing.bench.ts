/**
 * Ways over a town of the built-in city's size: a route, an isochrone, a matrix of 1 000 × 1 000, each against plain Dijkstra
 * with a binary heap in the same run, both between the same places.
 */
import type { XY } from '../../scenarios/frame.ts'
import { random } from '../../scenarios/random.ts'
import { leastTimes, linksByNode } from '../../scenarios/traffic-paths.ts'
import { createRouter } from '../../workers/traffic/routing.ts'
import { gridTown, roadsOf, streetModel } from '../arbitraries/ways.ts'
import type { BenchRow } from './run.ts'

const [COLUMNS, ROWS] = [56, 54]
const ROUNDS = 5
const PLACES = 1000
const ROUTES = 300

export async function bench(): Promise<BenchRow[]> {
  const { places, ways } = gridTown(COLUMNS, ROWS, 1)
  const model = streetModel(places, ways)
  const { nodeCount, from, to, freeTime } = model.network
  const router = createRouter(model, 'car', { time: null, groundErrorMetres: 0, roads: roadsOf(ways) })
  const plain = linksByNode(nodeCount, from, to)
  const chance = random(1)
  const nodes = Array.from({ length: PLACES }, () => Math.floor(chance() * places.length))
  const at = nodes.map((node): XY => places[node]!)
  const seconds = (k: number) => leastTimes(plain, freeTime, [[nodes[k]! + 1, 0]])
  const twin = (k: number) => PLACES - 1 - k
  const town = `${places.length} crossings, ${2 * ways.length} links`

  const rows: BenchRow[] = []
  const add = (name: string, unit: string, times: number, own: () => void, peer: () => void, note: string) => {
    const [ours, theirs] = medians(own, peer)
    const note2 = `${note}; the peer ${(theirs / times).toPrecision(3)} ${unit}`
    rows.push({
      name,
      value: ours / times,
      unit,
      against: 'plain Dijkstra, binary heap',
      ratio: theirs / ours,
      note: note2,
    })
  }
  add(
    'a route across town, with its line and steps (limit 5 ms)',
    'ms',
    ROUTES,
    () => repeat(ROUTES, (k) => router.route(at[k]!, at[twin(k)]!)),
    () => repeat(ROUTES, (k) => seconds(k)[nodes[twin(k)]! + 1]),
    `A*, ${town}; the peer finds times alone`,
  )
  add(
    'an isochrone: seconds to every link',
    'ms',
    100,
    () => repeat(100, (k) => router.spread([at[k]!], 'from')),
    () => repeat(100, seconds),
    'the peer: to every crossing',
  )
  add(
    'matrix 1 000 × 1 000, 1 thread (limit 2 000 ms)',
    'ms',
    1,
    () => router.matrix(at, at),
    () => repeat(PLACES, seconds),
    'places set on the streets, parts of links counted; the peer: from corner to corner',
  )
  return rows
}

function repeat(times: number, work: (k: number) => unknown): void {
  for (let k = 0; k < times; k++) work(k)
}

/** Milliseconds of both, taken turn by turn; the first turn warms up. */
function medians(own: () => void, peer: () => void): [number, number] {
  const seen: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [k, work] of [own, peer].entries()) {
      const start = performance.now()
      work()
      if (round > 0) seen[k]!.push(performance.now() - start)
    }
  }
  const [a, b] = seen.map((values) => values.toSorted((x, y) => x - y)[ROUNDS >> 1]!)
  return [a!, b!]
}
