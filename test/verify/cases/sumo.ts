/**
 * SUMO (Alvarez Lopez et al. 2018) as an outside witness: 0.9 km of Trần Hưng Đạo in the built-in city with its eight
 * crossings, two lanes a direction, no signals, at several shares of the capacity that we count with. SUMO drives cars one by
 * one (Krauss) and in queues (meso), and the city's mix side by side in the lane (sublane model); we have the volume–delay
 * function of the assignment and the queues of the moving picture.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { roadFeatures } from '../../../data/city/generate/features.ts'
import { makeBlocks, makePieces } from '../../../data/city/generate/land.ts'
import { makeNetwork } from '../../../data/city/generate/network.ts'
import { baseRoads } from '../../../data/city/generate/streets.ts'
import { makeWaters } from '../../../data/city/generate/waters.ts'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { lineLength, linesOf } from '../../../scenarios/geometry.ts'
import { type TrafficClass, type TrafficNetwork, type UserClass, userClasses } from '../../../scenarios/traffic.ts'
import { defaultTraffic, equivalents, topSpeed, volumeDelay } from '../../../scenarios/traffic-facts.ts'
import { carriagewayOf, extraSeconds, freeSpeedOf } from '../../../scenarios/traffic-passage.ts'
import { createMotion } from '../../../workers/traffic/motion.ts'
import type { Case, Row } from '../case.ts'

const SEED = 1999
const STREET = 'Trần Hưng Đạo'
/** The corridor lies between these, m east. */
const [WEST, EAST] = [548_732, 549_566]
const SHARES = [0.2, 0.5, 0.8, 1.1]
/** Vehicles that set out in the second part are counted, s. */
const [WARM_UP, COUNTED] = [300, 600]

type Mix = Readonly<Record<UserClass, number>>
interface Traffic {
  readonly name: string
  readonly mix: Mix
  /** Options of `sumo`. */
  readonly model: readonly string[]
  readonly difference: string
}
const cars: Traffic = {
  name: 'cars alone',
  mix: { motorbike: 0, car: 1, heavy: 0, bicycle: 0 },
  model: [],
  difference:
    'probably because SUMO’s street has no side friction (not varied): its two lanes still flow freely at 1.1 of what we count as capacity',
}
const mixed: Traffic = {
  name: 'the city’s mix',
  mix: defaultTraffic.shares,
  model: ['--lateral-resolution', '0.8'],
  difference:
    'probably because in SUMO whoever is behind a bicycle or truck waits for a gap, while we let classes share the delay, each at its own speed; not varied, and it depends on how vehicles are let in',
}

const installed = (program: string) => spawnSync(program, ['--version']).status === 0

export const sumo: Case = {
  title: 'SUMO on a corridor of the city',
  ...(!(installed('sumo') && installed('netconvert')) && { needs: 'sumo, a Debian package' }),
  run: async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vithanh-sumo-'))
    try {
      const roads = corridor()
      await writeNetwork(dir, roads)
      const rows: Row[] = []
      for (const traffic of [cars, mixed])
        for (const share of SHARES) rows.push(await rowOf(dir, roads, traffic, share))
      return rows
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
}

async function rowOf(dir: string, roads: readonly Feature<'roads'>[], traffic: Traffic, share: number): Promise<Row> {
  const { name, mix, model, difference } = traffic
  const { flow, seconds, moved } = ours(roads, mix, share)
  const micro = await drive(dir, mix, flow, model)
  const meso = traffic === cars ? `, meso ${inSeconds(await drive(dir, mix, flow, ['--mesosim', 'true']))}` : ''
  const percent = Math.round((micro / seconds - 1) * 100)
  return {
    id: 'T9',
    check: `${Math.round(lengthOf(roads))} m of ${STREET}, ${name}, ${Math.round(flow)} vehicles/h, v/c ${share}: travel time by SUMO against our volume–delay function`,
    expected: inSeconds(seconds),
    got: `${inSeconds(micro)}${meso}; our moving picture ${inSeconds(moved)}`,
    tolerance: `reported: ${percent > 0 ? '+' : ''}${percent} %; ${difference}`,
    pass: null,
  }
}
const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`

/** Pieces of the street from west to east. */
function corridor(): Feature<'roads'>[] {
  const waters = makeWaters(SEED)
  const streets = baseRoads(waters.channels)
  for (const piece of makePieces(waters)) makeBlocks(piece, streets)
  return roadFeatures(makeNetwork(streets, waters.channels))
    .filter((road) => road.properties.name === STREET && eastwards(road).every(([x]) => x > WEST && x < EAST))
    .sort((a, b) => eastwards(a)[0]![0] - eastwards(b)[0]![0])
}

function eastwards({ geometry }: Feature<'roads'>): readonly XY[] {
  const line = linesOf(geometry)[0]!
  return line[0]![0] < line.at(-1)![0] ? line : line.toReversed()
}

const lengthOf = (roads: readonly Feature<'roads'>[]): number =>
  roads.reduce((sum, road) => sum + lineLength(eastwards(road)), 0)

/** Mean seconds of a vehicle by the volume–delay function and in the moving picture, and how many an hour that is. */
function ours(roads: readonly Feature<'roads'>[], mix: Mix, share: number) {
  const column = (of: (road: Feature<'roads'>) => number) => Float64Array.from(roads, of)
  const network: TrafficNetwork = {
    nodeCount: roads.length + 1,
    zoneCount: roads.length + 1,
    firstThroughNode: 0,
    from: Int32Array.from(roads, (_, i) => i),
    to: Int32Array.from(roads, (_, i) => i + 1),
    capacity: column((road) => carriagewayOf(road).capacity),
    freeTime: column((road) => lineLength(eastwards(road)) / freeSpeedOf(road)),
    alpha: column((road) => volumeDelay.values[road.properties.class][0]),
    power: column((road) => volumeDelay.values[road.properties.class][1]),
    length: column((road) => lineLength(eastwards(road))),
  }
  const classes = userClasses.map((id): TrafficClass => {
    const fixedCost = column((road) => extraSeconds(id, road, false, lineLength(eastwards(road)), 0))
    return { id, equivalent: equivalents.values[id], fixedCost, demand: new Float64Array() }
  })
  const units = userClasses.reduce((sum, id) => sum + mix[id] * equivalents.values[id], 0)
  const flow = (share * network.capacity[0]!) / units
  const time = network.freeTime.map((free, i) => free * (1 + network.alpha[i]! * share ** network.power[i]!))
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  const seconds = classes.reduce(
    (mean, { id, fixedCost }) => mean + mix[id as UserClass] * (sum(time) + sum(fixedCost)),
    0,
  )

  const links = Int32Array.from(roads, (_, i) => i)
  const paths = {
    class: Uint8Array.from(classes, (_, c) => c),
    origin: new Int32Array(classes.length),
    destination: new Int32Array(classes.length).fill(roads.length),
    flow: Float64Array.from(classes, ({ id }) => flow * mix[id as UserClass]),
    start: Int32Array.from({ length: classes.length + 1 }, (_, p) => p * roads.length),
    links: Int32Array.from(classes.flatMap(() => [...links])),
  }
  const options = { vehicles: Infinity, seed: SEED, durationSeconds: WARM_UP + COUNTED }
  const motion = createMotion({ network, classes }, { paths, time }, options)
  while (!motion.done) motion.step()
  const { start, enter, end } = motion.result()
  const counted = [...end.keys()].filter((v) => enter[start[v]!]! >= WARM_UP)
  return { flow, seconds, moved: counted.reduce((total, v) => total + end[v]! - enter[start[v]!]!, 0) / counted.length }
}

/** Nodes, edges and a stub of side street either side of every crossing, for `netconvert`. */
async function writeNetwork(dir: string, roads: readonly Feature<'roads'>[]): Promise<void> {
  const ends = [eastwards(roads[0]!)[0]!, ...roads.map((road) => eastwards(road).at(-1)!)]
  const nodes = ends.map(([x, y], i) => `<node id="n${i}" x="${x - WEST}" y="${y - ends[0]![1]}"/>`)
  const edges = roads.map((road, i) => {
    const { lanes } = carriagewayOf(road)
    const width = road.properties.widthMetres / 2 / lanes
    const shape = eastwards(road).map(([x, y]) => `${x - WEST},${y - ends[0]![1]}`)
    return `<edge id="e${i}" from="n${i}" to="n${i + 1}" priority="9" numLanes="${lanes}" width="${width}" speed="${freeSpeedOf(road)}" shape="${shape.join(' ')}"/>`
  })
  for (let i = 1; i < roads.length; i++) {
    const [[x0, y0], [x1, y1]] = [ends[i - 1]!, ends[i]!]
    const away = 60 / Math.hypot(x1 - x0, y1 - y0)
    for (const side of [-1, 1]) {
      const [x, y] = [x1 - side * away * (y1 - y0), y1 + side * away * (x1 - x0)]
      const id = `${i}${side < 0 ? 'r' : 'l'}`
      nodes.push(`<node id="s${id}" x="${x - WEST}" y="${y - ends[0]![1]}"/>`)
      for (const [from, to] of [
        [`n${i}`, `s${id}`],
        [`s${id}`, `n${i}`],
      ]) {
        edges.push(`<edge id="${from}${to}" from="${from}" to="${to}" priority="1" numLanes="1" speed="8.33"/>`)
      }
    }
  }
  await writeFile(join(dir, 'n.nod.xml'), `<nodes>${nodes.join('\n')}</nodes>`)
  await writeFile(join(dir, 'e.edg.xml'), `<edges>${edges.join('\n')}</edges>`)
  await promisify(execFile)('netconvert', ['-n', 'n.nod.xml', '-e', 'e.edg.xml', '-o', 'net.xml'], { cwd: dir })
}

const vehicleTypes: Record<UserClass, string> = {
  motorbike: 'motorcycle',
  car: 'passenger',
  heavy: 'truck',
  bicycle: 'bicycle',
}

/** Mean seconds of those who set out in the counted part, with their wait for room at the entrance. */
async function drive(dir: string, mix: Mix, flow: number, more: readonly string[]): Promise<number> {
  const types = userClasses.map(
    (id) =>
      `<vType id="${id}" vClass="${vehicleTypes[id]}" maxSpeed="${topSpeed.values[id] / 3.6}" speedFactor="1" speedDev="0"/>`,
  )
  const edges = (await readFile(join(dir, 'e.edg.xml'), 'utf8')).match(/id="e\d+"/g)!.map((id) => id.slice(4, -1))
  const flows = userClasses
    .filter((id) => mix[id] > 0)
    .map(
      (id) =>
        `<flow id="${id}" type="${id}" begin="0" end="${WARM_UP + COUNTED}" period="exp(${(flow * mix[id]) / 3600})" ` +
        `departLane="free" departPosLat="random_free" departSpeed="max" departPos="base"><route edges="${edges.join(' ')}"/></flow>`,
    )
  await writeFile(join(dir, 'r.rou.xml'), `<routes>${types.join('\n')}${flows.join('\n')}</routes>`)
  const options = [
    '-n',
    'net.xml',
    '-r',
    'r.rou.xml',
    '--seed',
    '1',
    '--tripinfo-output',
    'trips.xml',
    '--time-to-teleport',
    '-1',
  ]
  await promisify(execFile)('sumo', [...options, '--no-step-log', 'true', '--end', '7200', ...more], { cwd: dir })
  const trips = (await readFile(join(dir, 'trips.xml'), 'utf8')).matchAll(
    / depart="([\d.]+)".* departDelay="([\d.]+)".* duration="([\d.]+)"/g,
  )
  const counted = Array.from(
    trips,
    ([, depart, delay, duration]) => [Number(depart), Number(delay), Number(duration)] as const,
  ).filter(([depart, delay]) => depart - delay >= WARM_UP)
  return counted.reduce((sum, [, delay, duration]) => sum + delay + duration, 0) / counted.length
}
