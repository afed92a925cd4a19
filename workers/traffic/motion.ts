/**
 * The moving picture: vehicles of the hour on the paths of an assignment, through links that are queues (point queues,
 * Vickrey 1969; in mesoscopic simulation Gawron 1998). A vehicle reaches the end of a link after its class's free time and
 * fixed cost (without the worth of its distance), and leaves it in the order of that, as fast as capacity lets units pass.
 * Events come one by one from a heap.
 *
 * Volumes below capacity pass as they were assigned, and wait only for each other; above it a queue grows, where the
 * assignment, which knows no time, has a longer travel time for all. Queues take no room: none spills back.
 */
import { fork, random } from '../../scenarios/random.ts'
import type { TrafficModel, TrafficMotion, TrafficResult } from '../../scenarios/traffic.ts'

export interface MotionOptions {
  /** About so many points at the most, where more vehicles travel each stands for `weight` of them. */
  readonly vehicles: number
  readonly seed: number
  /** s */
  readonly durationSeconds?: number
}

export interface Motion {
  /** Some ten thousand passages of a link. */
  step(): void
  readonly done: boolean
  /** 0 … 1 */
  readonly progress: number
  /** Vehicles that one point stands for, at least 1. */
  readonly weight: number
  /** Passages of a link, all in all. */
  readonly passages: number
  /** Those on their way between second 0 and the end; who set out before has entered its first links below 0. */
  result(): TrafficMotion
}

const PASSAGES_PER_STEP = 50_000

/** An hour at the most: how long before second 0 the first vehicles set out. */
const LONGEST_BEFORE_SECONDS = 3600

export function createMotion(
  { network, classes, secondsPerKilometre = 0 }: Pick<TrafficModel, 'network' | 'classes' | 'secondsPerKilometre'>,
  { paths, time }: Pick<TrafficResult, 'paths' | 'time'>,
  { vehicles, seed, durationSeconds = 3600 }: MotionOptions,
): Motion {
  const beyond = classes.map(({ fixedCost }) =>
    fixedCost.map((cost, link) => cost - (secondsPerKilometre * network.length[link]!) / 1000),
  )
  const passage = beyond.map((seconds) => seconds.map((fixed, link) => network.freeTime[link]! + fixed))
  const { weight, pathOf, departures } = setOut()
  const count = pathOf.length

  const start = new Int32Array(count + 1)
  for (let v = 0; v < count; v++) {
    start[v + 1] = start[v]! + paths.start[pathOf[v]! + 1]! - paths.start[pathOf[v]!]!
  }
  const passages = start[count]!
  const links = new Int32Array(passages)
  const kind = new Uint8Array(count)
  const enter = new Float32Array(passages)
  const end = new Float32Array(count)
  /** Of each vehicle: its place in `links`, and when it reaches the end of that link. */
  const at = new Int32Array(count)
  const reaches = new Float64Array(count)
  /** Of each link: when the next vehicle may leave, and the seconds that a unit takes. */
  const free = new Float64Array(network.from.length).fill(-LONGEST_BEFORE_SECONDS)
  const secondsPerUnit = network.capacity.map((capacity) => (3600 * weight) / capacity)

  /** Vehicles under way, the one that reaches its link's end first at the top; of two at once the lower number. */
  const heap = new Int32Array(count)
  let size = count
  for (let v = 0; v < count; v++) {
    links.set(paths.links.subarray(paths.start[pathOf[v]!], paths.start[pathOf[v]! + 1]), start[v])
    kind[v] = paths.class[pathOf[v]!]!
    at[v] = start[v]!
    enterLink(v, departures[v]!)
    heap[v] = v
  }
  for (let i = (size >> 1) - 1; i >= 0; i--) sink(i)
  let passed = 0

  return {
    step() {
      for (let k = 0; k < PASSAGES_PER_STEP && size > 0; k++) leaveLink(heap[0]!)
    },
    get done() {
      return size === 0
    },
    get progress() {
      return passages > 0 ? passed / passages : 1
    },
    weight,
    passages,
    result: () => shown({ start, links, enter, end, kind, durationSeconds }),
  }

  function enterLink(v: number, now: number): void {
    enter[at[v]!] = now
    reaches[v] = now + passage[kind[v]!]![links[at[v]!]!]!
  }

  function leaveLink(v: number): void {
    const link = links[at[v]!]!
    const now = Math.max(reaches[v]!, free[link]!)
    free[link] = now + secondsPerUnit[link]! * classes[kind[v]!]!.equivalent
    passed++
    at[v]!++
    if (at[v]! < start[v + 1]!) enterLink(v, now)
    else {
      end[v] = now
      heap[0] = heap[--size]!
    }
    sink(0)
  }

  function sink(from: number): void {
    const v = heap[from]!
    let i = from
    for (let child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, v)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = v
  }

  function before(a: number, b: number): boolean {
    return reaches[a]! < reaches[b]! || (reaches[a] === reaches[b] && a < b)
  }

  /**
   * Vehicles by path: its flow rounded by chance, set out evenly from a first moment that is chance too. Streets are not empty
   * at second 0: the first sets out as long before as its trip takes by the loaded times.
   */
  function setOut(): { weight: number; pathOf: number[]; departures: number[] } {
    const before = Float64Array.from(paths.flow, (_, p) => {
      const [own, links] = [beyond[paths.class[p]!]!, paths.links.subarray(paths.start[p], paths.start[p + 1])]
      return Math.min(
        LONGEST_BEFORE_SECONDS,
        links.reduce((sum, link) => sum + time[link]! + own[link]!, 0),
      )
    })
    const expected = paths.flow.map((flow, p) =>
      paths.start[p] === paths.start[p + 1] ? 0 : (flow * (before[p]! + durationSeconds)) / 3600,
    )
    const weight = Math.max(1, expected.reduce((sum, trips) => sum + trips, 0) / vehicles)
    const pathOf: number[] = []
    const departures: number[] = []
    let [od, nth] = ['', 0]
    for (const [p, trips] of expected.entries()) {
      const own = `${classes[paths.class[p]!]!.id} ${paths.origin[p]} ${paths.destination[p]}`
      nth = own === od ? nth + 1 : 0
      od = own
      const chance = random(fork(seed, `${own} ${nth}`))
      const count = Math.floor(trips / weight + chance())
      const first = chance()
      for (let k = 0; k < count; k++) {
        pathOf.push(p)
        departures.push(((k + first) / count) * (before[p]! + durationSeconds) - before[p]!)
      }
    }
    return { weight, pathOf, departures }
  }
}

/** Without those who arrived before second 0. */
function shown(all: TrafficMotion): TrafficMotion {
  const kept = Array.from(all.end.keys()).filter((v) => all.end[v]! > 0)
  const start = new Int32Array(kept.length + 1)
  for (const [i, v] of kept.entries()) start[i + 1] = start[i]! + all.start[v + 1]! - all.start[v]!
  const links = new Int32Array(start[kept.length]!)
  const enter = new Float32Array(links.length)
  for (const [i, v] of kept.entries()) {
    links.set(all.links.subarray(all.start[v], all.start[v + 1]), start[i])
    enter.set(all.enter.subarray(all.start[v], all.start[v + 1]), start[i])
  }
  const end = Float32Array.from(kept, (v) => all.end[v]!)
  const kind = Uint8Array.from(kept, (v) => all.kind[v]!)
  return { start, links, enter, end, kind, durationSeconds: all.durationSeconds }
}
