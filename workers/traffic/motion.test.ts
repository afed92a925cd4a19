import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrafficClass, TrafficNetwork, TrafficPaths } from '../../scenarios/traffic.ts'
import { createMotion, type MotionOptions } from './motion.ts'

/** A street of `links` links, each the next node, with vehicles of two classes that enter and leave it anywhere. */
interface Street {
  readonly capacity: number[]
  readonly freeTime: number[]
  readonly trips: { kind: number; from: number; to: number; flow: number }[]
}
const street = (given: Street) => {
  const links = given.capacity.length
  const column = (value: number) => new Float64Array(links).fill(value)
  const network: TrafficNetwork = {
    nodeCount: links + 1,
    zoneCount: links + 1,
    firstThroughNode: 0,
    from: Int32Array.from({ length: links }, (_, i) => i),
    to: Int32Array.from({ length: links }, (_, i) => i + 1),
    capacity: Float64Array.from(given.capacity),
    freeTime: Float64Array.from(given.freeTime),
    alpha: column(0.5),
    power: column(2),
    length: column(100),
  }
  const classes: TrafficClass[] = [
    { id: 'motorbike', equivalent: 1, fixedCost: column(0), demand: new Float64Array() },
    { id: 'car', equivalent: 3.4, fixedCost: column(2), demand: new Float64Array() },
  ]
  const trips = given.trips.toSorted((a, b) => a.kind - b.kind || a.from - b.from || a.to - b.to)
  const start = [0]
  for (const { from, to } of trips) start.push(start.at(-1)! + to - from)
  const paths: TrafficPaths = {
    class: Uint8Array.from(trips, ({ kind }) => kind),
    origin: Int32Array.from(trips, ({ from }) => from),
    destination: Int32Array.from(trips, ({ to }) => to),
    flow: Float64Array.from(trips, ({ flow }) => flow),
    start: Int32Array.from(start),
    links: Int32Array.from(trips.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k))),
  }
  const volume = new Float64Array(links)
  for (const { kind, from, to, flow } of trips) {
    for (let link = from; link < to; link++) volume[link]! += flow * classes[kind]!.equivalent
  }
  return { network, classes, paths, volume, time: network.freeTime }
}

const move = (given: Street, options: MotionOptions) => {
  const { network, classes, paths, volume, time } = street(given)
  const motion = createMotion({ network, classes }, { paths, time }, options)
  while (!motion.done) motion.step()
  expect(motion.progress).toBe(1)
  return { ...motion, network, classes, volume, moved: motion.result() }
}

const streets = fc.integer({ min: 1, max: 6 }).chain((links) =>
  fc.record({
    capacity: fc.array(fc.integer({ min: 200, max: 5000 }), { minLength: links, maxLength: links }),
    freeTime: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: links, maxLength: links }),
    trips: fc.array(
      fc
        .record({
          kind: fc.constantFrom(0, 1),
          a: fc.integer({ min: 0, max: links }),
          b: fc.integer({ min: 0, max: links }),
          flow: fc.double({ min: 0, max: 900, noNaN: true }),
        })
        .map(({ kind, a, b, flow }) => ({ kind, from: Math.min(a, b), to: Math.max(a, b), flow })),
      { minLength: 1, maxLength: 8 },
    ),
  }),
)

describe('createMotion', () => {
  it('lets nobody overtake in a queue or leave faster than capacity, and brings all to their end', () => {
    fc.assert(
      fc.property(streets, fc.integer({ min: 20, max: 2000 }), fc.nat(), (given, vehicles, seed) => {
        const { moved, network, classes, weight } = move(given, { vehicles, seed })
        const { start, links, enter, end, kind } = moved
        const leaves = (v: number, i: number) => (i + 1 < start[v + 1]! ? enter[i + 1]! : end[v]!)
        const byLink = network.from.reduce((map, _, link) => map.set(link, []), new Map<number, [number, number][]>())
        for (let v = 0; v < end.length; v++) {
          for (let i = start[v]!; i < start[v + 1]!; i++) {
            const reaches = enter[i]! + network.freeTime[links[i]!]! + classes[kind[v]!]!.fixedCost[links[i]!]!
            expect(leaves(v, i)).toBeGreaterThanOrEqual(reaches - 0.01)
            byLink.get(links[i]!)!.push([reaches, leaves(v, i)])
          }
        }
        for (const [link, queue] of byLink) {
          queue.sort((a, b) => a[1] - b[1])
          const least = (3600 * weight) / network.capacity[link]!
          for (let k = 1; k < queue.length; k++) {
            expect(queue[k]![0]).toBeGreaterThanOrEqual(queue[k - 1]![0] - 0.01)
            expect(queue[k]![1] - queue[k - 1]![1]).toBeGreaterThanOrEqual(least - 0.01)
          }
        }
        expect(end.every((seconds) => Number.isFinite(seconds) && seconds > 0)).toBe(true)
      }),
    )
  })

  it('passes the volumes that were assigned, where they are below capacity', () => {
    const even: Street = {
      capacity: [4000, 4000, 4000],
      freeTime: [60, 90, 30],
      trips: [
        { kind: 0, from: 0, to: 3, flow: 900 },
        { kind: 0, from: 1, to: 2, flow: 600 },
        { kind: 1, from: 0, to: 2, flow: 300 },
      ],
    }
    for (const vehicles of [1e6, 900]) {
      const { moved, weight, classes, volume } = move(even, { vehicles, seed: 7 })
      const units = new Float64Array(3)
      for (let v = 0; v < moved.end.length; v++) {
        for (let i = moved.start[v]!; i < moved.start[v + 1]!; i++) {
          const now = moved.enter[i]!
          if (now >= 0 && now < 3600) units[moved.links[i]!]! += weight * classes[moved.kind[v]!]!.equivalent
        }
      }
      for (const [link, passed] of units.entries()) expect(Math.abs(passed / volume[link]! - 1)).toBeLessThan(0.03)
    }
  })

  it('grows a queue above capacity, and none where nobody is in the way', () => {
    const alone = move(
      { capacity: [1e9], freeTime: [60], trips: [{ kind: 0, from: 0, to: 1, flow: 100 }] },
      { vehicles: 1e4, seed: 1 },
    )
    for (const [v, end] of alone.moved.end.entries()) expect(end - alone.moved.enter[v]!).toBeCloseTo(60, 3)
    const { moved } = move(
      { capacity: [1000], freeTime: [60], trips: [{ kind: 0, from: 0, to: 1, flow: 1500 }] },
      { vehicles: 1e4, seed: 1 },
    )
    const waits = Array.from(moved.end, (end, v) => end - moved.enter[v]! - 60)
    // Half a unit too many a second of capacity: the last of the hour and its minute before waits 1830 s.
    expect(Math.max(...waits)).toBeGreaterThan(1800)
    expect(Math.max(...waits)).toBeLessThan(1860)
  })

  it('is the same for the same seed, and stays what it was where a far path changes', () => {
    const trips = [
      { kind: 0, from: 0, to: 1, flow: 50 },
      { kind: 0, from: 2, to: 3, flow: 50 },
    ]
    const given: Street = { capacity: [1e6, 1e6, 1e6], freeTime: [60, 60, 60], trips }
    const once = move(given, { vehicles: 1e4, seed: 3 }).moved
    expect(move(given, { vehicles: 1e4, seed: 3 }).moved).toEqual(once)
    expect(move(given, { vehicles: 1e4, seed: 4 }).moved).not.toEqual(once)
    const more = move({ ...given, trips: [trips[0]!, { ...trips[1]!, flow: 70 }] }, { vehicles: 1e4, seed: 3 }).moved
    const first = (moved: typeof once) => Array.from(moved.end).filter((_, v) => moved.links[moved.start[v]!] === 0)
    expect(first(more)).toEqual(first(once))
    expect(move({ ...given, trips: [] }, { vehicles: 10, seed: 1 }).moved.end.length).toBe(0)
  })
})
