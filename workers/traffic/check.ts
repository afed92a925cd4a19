/** What an input of the assignment must hold. */
import type { TrafficInput } from '../../scenarios/traffic.ts'

/** @throws Error where the input contradicts itself, naming array and place */
export function check(input: TrafficInput): void {
  const { network, classes, relativeGap, maxIterations, threads, objective } = input
  const { nodeCount, zoneCount, firstThroughNode, from, to } = network
  const links = from.length
  whole('nodeCount', nodeCount, 1, 2 ** 30)
  whole('zoneCount', zoneCount, 1, nodeCount)
  whole('firstThroughNode', firstThroughNode, 0, nodeCount)
  whole('threads', threads, 1, 16)
  whole('maxIterations', maxIterations, 1, 2 ** 30)
  if (!(relativeGap >= 0)) throw new Error(`Expected relativeGap of at least 0, got ${relativeGap}`)
  if (objective !== 'user' && objective !== 'system') {
    throw new Error(`Expected objective user or system, got ${objective}`)
  }
  if (classes.length < 1 || classes.length > 256) throw new Error(`Expected 1 to 256 classes, got ${classes.length}`)
  for (const name of ['to', 'capacity', 'freeTime', 'alpha', 'power', 'length'] as const) {
    lengthOf(name, network[name].length, links)
  }
  for (const [name, nodes] of Object.entries({ from, to })) {
    for (let a = 0; a < links; a++) whole(`${name}[${a}]`, nodes[a]!, 0, nodeCount - 1)
  }
  for (const name of ['freeTime', 'alpha', 'power'] as const) finite(name, network[name])
  for (let a = 0; a < links; a++) {
    const capacity = network.capacity[a]!
    const least = network.alpha[a]! > 0 ? 'above 0 where alpha is' : 'of at least 0'
    if (!(network.alpha[a]! > 0 ? capacity > 0 : capacity >= 0)) {
      throw new Error(`Expected capacity[${a}] ${least}, got ${capacity}`)
    }
  }
  for (const { id, equivalent, fixedCost, demand } of classes) {
    if (!(equivalent > 0 && equivalent < Number.POSITIVE_INFINITY)) {
      throw new Error(`Expected equivalent of ${id} above 0, got ${equivalent}`)
    }
    lengthOf(`fixedCost of ${id}`, fixedCost.length, links)
    const bad = fixedCost.findIndex((cost) => !(cost >= 0))
    if (bad >= 0) throw new Error(`Expected fixedCost[${bad}] of ${id} of at least 0, got ${fixedCost[bad]}`)
    lengthOf(`demand of ${id}`, demand.length, zoneCount * zoneCount)
    finite(`demand of ${id}`, demand)
  }
  if (input.warm) checkWarm(input, input.warm)
}

function checkWarm({ network, classes }: TrafficInput, paths: NonNullable<TrafficInput['warm']>): void {
  const { zoneCount, firstThroughNode, from, to } = network
  const count = paths.flow.length
  for (const name of ['class', 'origin', 'destination'] as const) lengthOf(`warm ${name}`, paths[name].length, count)
  lengthOf('warm start', paths.start.length, count + 1)
  finite('warm flow', paths.flow)
  for (let p = 0; p < count; p++) {
    whole(`class of warm path ${p}`, paths.class[p]!, 0, classes.length - 1)
    whole(`origin of warm path ${p}`, paths.origin[p]!, 0, zoneCount - 1)
    whole(`destination of warm path ${p}`, paths.destination[p]!, 0, zoneCount - 1)
    let node = paths.origin[p]!
    for (let k = paths.start[p]!; k < paths.start[p + 1]!; k++) {
      const a = paths.links[k]!
      if (!(a >= 0 && a < from.length) || from[a] !== node || (k > paths.start[p]! && node < firstThroughNode)) {
        throw new Error(`Expected a link that leads on from node ${node} in warm path ${p}, got ${a}`)
      }
      node = to[a]!
    }
    if (node !== paths.destination[p]) {
      throw new Error(`Expected warm path ${p} to end in node ${paths.destination[p]}, got ${node}`)
    }
  }
}

function whole(name: string, value: number, least: number, most: number): void {
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    throw new Error(`Expected ${name} a whole number of ${least} to ${most}, got ${value}`)
  }
}

function lengthOf(name: string, got: number, expected: number): void {
  if (got !== expected) throw new Error(`Expected ${name} of length ${expected}, got ${got}`)
}

function finite(name: string, values: Float64Array): void {
  const bad = values.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY))
  if (bad >= 0) throw new Error(`Expected ${name}[${bad}] of at least 0, got ${values[bad]}`)
}
