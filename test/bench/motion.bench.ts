/**
 * An hour of 20 000 vehicles in a town of 50 × 50 crossings; updates as SUMO counts them: one a vehicle and second. Where SUMO
 * is installed it drives the same vehicles on the same ways through its queues (meso) as the peer.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { random } from '../../scenarios/random.ts'
import type { TrafficClass, TrafficMotion, TrafficNetwork, TrafficPaths } from '../../scenarios/traffic.ts'
import { createMotion } from '../../workers/traffic/motion.ts'
import type { BenchRow } from './run.ts'

const SIDE = 50
const FREE_SECONDS = 12
const VEHICLES = 20_000
const STREET_METRES = 100
/** SUMO 1.15, meso, where it is not installed: as measured on another machine. */
const SUMO_MESO_UPDATES = 334_000
const TIMES = 5

export async function bench(): Promise<BenchRow[]> {
  const town = createTown()
  const runs = Array.from({ length: TIMES }, () => {
    const start = performance.now()
    const motion = createMotion(town, town, { vehicles: VEHICLES, seed: 1 })
    while (!motion.done) motion.step()
    const moved = motion.result()
    const seconds = (performance.now() - start) / 1000
    const updates = moved.end.reduce((sum, end, v) => sum + end - moved.enter[moved.start[v]!]!, 0)
    return { seconds, updates: updates / seconds, passages: motion.passages / seconds, moved }
  }).sort((a, b) => a.seconds - b.seconds)
  const { seconds, updates, passages, moved } = runs[TIMES >> 1]!
  const peer = await sumoMeso(town.network, moved)
  const plain = { against: '–', ratio: null }
  return [
    { name: 'an hour of the moving picture', value: seconds, unit: 's', ...plain, note: `${moved.end.length} points` },
    {
      name: 'vehicle-updates a second',
      value: updates / 1e6,
      unit: 'M/s',
      against: peer ? 'SUMO meso, same vehicles' : 'SUMO 1.15 meso, elsewhere',
      ratio: updates / (peer ?? SUMO_MESO_UPDATES),
      note: `vehicle-seconds; events, not steps; the peer ${((peer ?? SUMO_MESO_UPDATES) / 1e6).toPrecision(3)} M/s`,
    },
    { name: 'passages of a link', value: passages / 1e6, unit: 'M/s', ...plain, note: 'one event each' },
  ]
}

/** Trips between any two crossings, first along, then across. */
function createTown() {
  const linkOf = new Map<string, number>()
  const ends: [number, number][] = []
  for (let node = 0; node < SIDE * SIDE; node++) {
    for (const next of [node % SIDE < SIDE - 1 ? node + 1 : node, node + SIDE]) {
      if (next === node || next >= SIDE * SIDE) continue
      for (const pair of [
        [node, next],
        [next, node],
      ] as [number, number][]) {
        linkOf.set(pair.join(), ends.length)
        ends.push(pair)
      }
    }
  }
  const column = (value: number) => new Float64Array(ends.length).fill(value)
  const network: TrafficNetwork = {
    nodeCount: SIDE * SIDE,
    zoneCount: SIDE * SIDE,
    firstThroughNode: 0,
    from: Int32Array.from(ends, ([from]) => from),
    to: Int32Array.from(ends, ([, to]) => to),
    capacity: column(800),
    freeTime: column(FREE_SECONDS),
    alpha: column(0.5),
    power: column(2),
    length: column(STREET_METRES),
  }
  const classes: TrafficClass[] = [{ id: 'motorbike', equivalent: 1, fixedCost: column(0), demand: new Float64Array() }]
  const chance = random(7)
  const trips = Array.from({ length: 4000 }, () => [Math.floor(chance() * SIDE ** 2), Math.floor(chance() * SIDE ** 2)])
    .filter(([o, d]) => o !== d)
    .map(([o, d]) => pathBetween(o!, d!, linkOf))
  const start = [0]
  for (const links of trips) start.push(start.at(-1)! + links.length)
  const paths: TrafficPaths = {
    class: new Uint8Array(trips.length),
    origin: Int32Array.from(trips, ([first]) => ends[first!]![0]),
    destination: Int32Array.from(trips, (links) => ends[links.at(-1)!]![1]),
    flow: new Float64Array(trips.length).fill(VEHICLES / trips.length),
    start: Int32Array.from(start),
    links: Int32Array.from(trips.flat()),
  }
  return { network, classes, paths, time: network.freeTime }
}

function pathBetween(from: number, to: number, linkOf: ReadonlyMap<string, number>): number[] {
  const links: number[] = []
  for (let node = from; node !== to; ) {
    const [column, row] = [(to % SIDE) - (node % SIDE), Math.floor(to / SIDE) - Math.floor(node / SIDE)]
    const next = node + (column !== 0 ? Math.sign(column) : SIDE * Math.sign(row))
    links.push(linkOf.get(`${node},${next}`)!)
    node = next
  }
  return links
}

/** Updates a second of SUMO with these vehicles; null where it is not installed. */
async function sumoMeso(
  { from, to }: TrafficNetwork,
  { start, links, enter, end }: TrafficMotion,
): Promise<number | null> {
  if (spawnSync('sumo', ['--version']).status !== 0 || spawnSync('netconvert', ['--version']).status !== 0) return null
  const dir = await mkdtemp(join(tmpdir(), 'vithanh-sumo-'))
  const run = async (program: string, options: string[]) =>
    (await promisify(execFile)(program, options, { cwd: dir })).stdout
  try {
    const nodes = Array.from(
      { length: SIDE * SIDE },
      (_, i) => `<node id="${i}" x="${(i % SIDE) * STREET_METRES}" y="${Math.floor(i / SIDE) * STREET_METRES}"/>`,
    )
    const speed = STREET_METRES / FREE_SECONDS
    const edges = Array.from(from, (tail, i) => `<edge id="${i}" from="${tail}" to="${to[i]}" speed="${speed}"/>`)
    const first = enter.reduce((least, seconds) => Math.min(least, seconds), 0)
    const vehicles = Array.from(end.keys())
      .sort((a, b) => enter[start[a]!]! - enter[start[b]!]!)
      .map((v) => {
        const way = links.subarray(start[v], start[v + 1]).join(' ')
        return `<vehicle id="${v}" depart="${enter[start[v]!]! - first}"><route edges="${way}"/></vehicle>`
      })
    await writeFile(join(dir, 'n.nod.xml'), `<nodes>${nodes.join('\n')}</nodes>`)
    await writeFile(join(dir, 'e.edg.xml'), `<edges>${edges.join('\n')}</edges>`)
    await writeFile(join(dir, 'r.rou.xml'), `<routes>${vehicles.join('\n')}</routes>`)
    await run('netconvert', ['-n', 'n.nod.xml', '-e', 'e.edg.xml', '-o', 'net.xml'])
    const meso = ['--mesosim', 'true', '--no-step-log', 'true', '--duration-log.statistics', 'true', '--end', '7200']
    const said = await run('sumo', ['-n', 'net.xml', '-r', 'r.rou.xml', ...meso])
    return Number(/UPS: ([\d.]+)/.exec(said)?.[1])
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
