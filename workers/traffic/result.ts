/** What an assignment hands back: volumes, paths and sums in the numbering and units of its input. */
import { digestArrays } from '../../scenarios/canonical.ts'
import type { TrafficInput, TrafficPaths, TrafficResult } from '../../scenarios/traffic.ts'
import { about } from './about.ts'
import type { Paths } from './paths.ts'
import type { State } from './state.ts'
import type { Loads } from './sweep.ts'
import { createCurves, integralAt, timeAt } from './volume-delay.ts'

export function resultOf(
  input: TrafficInput,
  s: State,
  p: Paths,
  loads: Loads,
  gaps: readonly number[],
): TrafficResult {
  if (gaps.length === 0) throw new Error('Expected at least one step before the result')
  const { classes, network, objective: kind, relativeGap: wanted } = input
  const paths = pathsOf(s, p, classes)
  const classVolume = classes.map(() => new Float64Array(s.links))
  for (let q = 0; q < paths.flow.length; q++) {
    const volumes = classVolume[paths.class[q]!]!
    for (let k = paths.start[q]!; k < paths.start[q + 1]!; k++) volumes[paths.links[k]!]! += paths.flow[q]!
  }
  const plain = createCurves(network, 'user', s.link)
  const volume = new Float64Array(s.links)
  const time = new Float64Array(s.links)
  let [objective, totalTravelTime, totalFixed] = [0, 0, 0]
  for (let l = 0; l < s.links; l++) {
    const a = s.link[l]!
    volume[a] = loads.volume[l]!
    time[a] = timeAt(plain, l, volume[a]!)
    objective += integralAt(loads.curves, l, volume[a]!)
    totalTravelTime += volume[a]! * time[a]!
    for (let at = l; at < s.fixed.length; at += s.links) {
      if (loads.groupVolume[at]! > 0) totalFixed += loads.groupVolume[at]! * s.fixed[at]!
    }
  }
  const relativeGap = gaps.at(-1)!
  const header = {
    kernel: `${about.name}@${about.version}`,
    nodes: s.nodes,
    zones: s.zones,
    links: s.links,
    classes: classes.map(({ id }) => id),
    objective: kind,
    relativeGap: wanted,
    maxIterations: input.maxIterations,
    arrays: ['volume', 'volume of each class', 'time', 'gaps'],
  }
  return {
    volume,
    classVolume,
    time,
    paths,
    unserved: unservedOf(s, p, classes),
    objective: objective + totalFixed,
    totalTravelTime,
    totalCost: totalTravelTime + totalFixed,
    relativeGap,
    gaps: Float64Array.from(gaps),
    diagnostics: {
      iterations: gaps.length,
      converged: relativeGap <= wanted,
      paths: paths.flow.length,
      cpuSeconds: 0,
      wallSeconds: 0,
    },
    digest: digestArrays(header, [volume, ...classVolume, time, Float64Array.from(gaps)]),
  }
}

function pathsOf(s: State, p: Paths, classes: TrafficInput['classes']): TrafficPaths {
  let [count, size] = [0, 0]
  for (const first of p.first) {
    for (let q = first; q >= 0; q = p.next[q]!) {
      if (p.flow[q] === 0) continue
      count++
      size += p.size[q]!
    }
  }
  const paths = {
    class: new Uint8Array(count),
    origin: new Int32Array(count),
    destination: new Int32Array(count),
    flow: new Float64Array(count),
    start: new Int32Array(count + 1),
    links: new Int32Array(size),
  }
  let [at, end] = [0, 0]
  for (let od = 0; od < p.first.length; od++) {
    for (let q = p.first[od]!; q >= 0; q = p.next[q]!) {
      if (p.flow[q] === 0) continue
      paths.class[at] = p.odClass[od]!
      paths.origin[at] = s.treeOrigin[p.odTree[od]!]!
      paths.destination[at] = p.odZone[od]!
      paths.flow[at] = p.flow[q]! / classes[p.odClass[od]!]!.equivalent
      for (let k = p.start[q]! + p.size[q]! - 1; k >= p.start[q]!; k--) paths.links[end++] = s.link[p.pool[k]!]!
      paths.start[++at] = end
    }
  }
  return paths
}

function unservedOf(s: State, p: Paths, classes: TrafficInput['classes']): TrafficResult['unserved'] {
  const unserved: { class: number; origin: number; destination: number; trips: number }[] = []
  for (let od = 0; od < p.first.length; od++) {
    if (p.first[od]! >= 0) continue
    const origin = s.treeOrigin[p.odTree[od]!]!
    const [k, destination] = [p.odClass[od]!, p.odZone[od]!]
    unserved.push({ class: k, origin, destination, trips: classes[k]!.demand[origin * s.zones + destination]! })
  }
  return unserved
}
