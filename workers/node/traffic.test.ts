import { expect, it } from 'vitest'
import { Cancelled } from '../../scenarios/problem.ts'
import type { TrafficInput } from '../../scenarios/traffic.ts'
import { createAssignment } from '../traffic/assign.ts'
import { traffic } from './traffic.ts'

/** A town of side × side crossings, all of them zones, a street between neighbours either way, trips from each to each. */
function town(side: number, given: Partial<TrafficInput> = {}): TrafficInput {
  const nodes = side * side
  const ends: [number, number][] = []
  for (let node = 0; node < nodes; node++) {
    if (node % side < side - 1) ends.push([node, node + 1], [node + 1, node])
    if (node + side < nodes) ends.push([node, node + side], [node + side, node])
  }
  const column = (value: (link: number) => number) => Float64Array.from(ends, (_, link) => value(link))
  return {
    network: {
      nodeCount: nodes,
      zoneCount: nodes,
      firstThroughNode: 0,
      from: Int32Array.from(ends, ([from]) => from),
      to: Int32Array.from(ends, ([, to]) => to),
      capacity: column(() => nodes),
      freeTime: column((link) => 10 + ((link * 7919) % 13)),
      alpha: column(() => 0.5),
      power: column(() => 2),
      length: column(() => 100),
    },
    classes: [
      {
        id: 'motorbike',
        equivalent: 1,
        fixedCost: column(() => 0),
        demand: Float64Array.from({ length: nodes ** 2 }, (_, pair) => (pair % (nodes + 1) === 0 ? 0 : 1)),
      },
    ],
    objective: 'user',
    relativeGap: 1e-8,
    maxIterations: 100,
    threads: 1,
    ...given,
  }
}

it('gives the kernel’s own answer with any number of threads, and rising progress', async () => {
  const input = town(9, { relativeGap: 1e-4 })
  const assignment = createAssignment(input)
  while (!assignment.done) assignment.step()
  for (const threads of [1, 3]) {
    const told: number[] = []
    const result = await traffic.run({ ...input, threads }, { progress: (fraction) => told.push(fraction) })
    expect(result.digest).toBe(assignment.result().digest)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect([told[0], told.at(-1)]).toEqual([0, 1])
    expect(result.diagnostics.wallSeconds).toBeGreaterThan(0)
    expect(result.diagnostics.cpuSeconds).toBeGreaterThan(0)
  }
})

it('stops when told, and leaves nothing behind', async () => {
  const endless = town(20, { relativeGap: 1e-300, maxIterations: 1e9, threads: 2 })
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 300)
  await expect(traffic.run(endless, { signal: stop.signal })).rejects.toBeInstanceOf(Cancelled)
  await expect(traffic.run(endless, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled)
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Worker')).toEqual([])
})

it('says what is wrong with its input', async () => {
  const input = town(2)
  const network = { ...input.network, capacity: new Float64Array(1) }
  await expect(traffic.run({ ...input, network })).rejects.toThrow('Expected')
})
