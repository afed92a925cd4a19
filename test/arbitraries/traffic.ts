/** Seeded makers of small networks for property tests of the assignment: every kind of link, several classes, closed links. */
import fc from 'fast-check'
import { random } from '../../scenarios/random.ts'
import type { TrafficInput } from '../../scenarios/traffic.ts'

const pick = <T>(chance: () => number, values: readonly T[]): T => values[Math.floor(chance() * values.length)]!

/**
 * A ring of streets either way, on which everyone can come from each node to each, with chords; zones either on the ring or
 * hung on it by connectors, not to be passed through. Classes may share their fixed costs, and may not use some chords.
 */
export function smallNetwork(seed: number): TrafficInput {
  const chance = random(seed)
  const zones = 2 + Math.floor(chance() * 5)
  const hung = chance() < 0.5
  const ring = (hung ? 3 : zones + 1) + Math.floor(chance() * 6)
  const first = hung ? zones : 0
  const nodes = first + ring
  const ends: [number, number][] = []
  for (let k = 0; k < ring; k++) {
    const [a, b] = [first + k, first + ((k + 1) % ring)]
    ends.push([a, b], [b, a])
  }
  const sure = ends.length
  for (let z = 0; z < first; z++) {
    const at = first + Math.floor(chance() * ring)
    ends.push([z, at], [at, z])
  }
  const chords = ends.length
  for (let k = 0; k < 2 * ring; k++) {
    const [a, b] = [first + Math.floor(chance() * ring), first + Math.floor(chance() * ring)]
    ends.push([a, b])
  }
  const column = (value: (a: number) => number) => Float64Array.from(ends, (_, a) => value(a))
  const fixed = () =>
    column((a) => (a >= chords && chance() < 0.2 ? Number.POSITIVE_INFINITY : chance() < 0.5 ? 0 : 10 * chance()))
  const [one, two] = [fixed(), fixed()]
  return {
    network: {
      nodeCount: nodes,
      zoneCount: zones,
      firstThroughNode: first,
      from: Int32Array.from(ends, ([from]) => from),
      to: Int32Array.from(ends, ([, to]) => to),
      capacity: column((a) => (a >= sure && a < chords ? Number.POSITIVE_INFINITY : 5 + 50 * chance())),
      freeTime: column(() => pick(chance, [0, 1, 2, 5 + 10 * chance()])),
      alpha: column(() => pick(chance, [0, 0.15, 0.15, 1])),
      power: column(() => pick(chance, [1, 2, 4, 4, 2.5, 6])),
      length: column(() => 100),
    },
    classes: ['motorbike', 'car', 'heavy'].slice(0, 1 + Math.floor(chance() * 3)).map((id, k) => ({
      id,
      equivalent: [1, 3.4, 10.5][k]!,
      fixedCost: chance() < 0.5 ? one : two,
      demand: Float64Array.from({ length: zones * zones }, () => (chance() < 0.4 ? 0 : 6 * chance())),
    })),
    objective: chance() < 0.7 ? 'user' : 'system',
    relativeGap: 1e-9,
    maxIterations: 2000,
    threads: 1,
  }
}

export const smallNetworks = fc.integer({ min: 0, max: 2 ** 31 }).map(smallNetwork)
