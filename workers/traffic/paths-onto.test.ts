import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit } from '../../scenarios/edit.ts'
import type { TrafficModel, TrafficPaths } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { leastTimes, linksByNode } from '../../scenarios/traffic-paths.ts'
import { editedStreets, extendedStreets } from '../../test/arbitraries/towns.ts'
import { town } from '../../test/town.ts'
import { pathsOnto } from './paths-onto.ts'
import { prepareTraffic } from './prepare.ts'

const prepare = (city = town()) => prepareTraffic(city, defaultTraffic, null)

/** The shortest path of the first class between any two zones, whatever is closed. */
function somePaths({ network }: TrafficModel): TrafficPaths {
  const { nodeCount, zoneCount, from, to, freeTime } = network
  const paths: { origin: number; destination: number; links: number[] }[] = []
  for (let destination = 0; destination < zoneCount; destination++) {
    const rest = leastTimes(linksByNode(nodeCount, to, from), freeTime, [[destination, 0]], zoneCount)
    for (let origin = 0; origin < zoneCount; origin++) {
      if (origin === destination || rest[origin] === Infinity) continue
      const links: number[] = []
      for (let node = origin; node !== destination; node = to[links.at(-1)!]!) {
        const next = [...from.keys()].filter(
          (link) => from[link] === node && (to[link]! >= zoneCount || to[link] === destination),
        )
        links.push(next.reduce((a, b) => (freeTime[b]! + rest[to[b]!]! < freeTime[a]! + rest[to[a]!]! ? b : a)))
      }
      paths.push({ origin, destination, links })
    }
  }
  paths.sort((a, b) => a.origin - b.origin || a.destination - b.destination)
  const start = [0]
  for (const { links } of paths) start.push(start.at(-1)! + links.length)
  return {
    class: new Uint8Array(paths.length),
    origin: Int32Array.from(paths, (path) => path.origin),
    destination: Int32Array.from(paths, (path) => path.destination),
    flow: Float64Array.from(paths, (_, p) => p + 1),
    start: Int32Array.from(start),
    links: Int32Array.from(paths.flatMap(({ links }) => links)),
  }
}

function expectContinuous({ network }: TrafficModel, paths: TrafficPaths): void {
  for (let p = 0; p < paths.flow.length; p++) {
    const course = [...paths.links.subarray(paths.start[p]!, paths.start[p + 1])]
    expect(network.from[course[0]!]).toBe(paths.origin[p])
    expect(network.to[course.at(-1)!]).toBe(paths.destination[p])
    for (let k = 1; k < course.length; k++) expect(network.from[course[k]!]).toBe(network.to[course[k - 1]!])
  }
}

describe('paths of one state on another', () => {
  it('are themselves where streets were closed, widened or made one-way', () => {
    fc.assert(
      fc.property(editedStreets, ({ city, planned }) => {
        const [before, after] = [prepare(city), prepare(planned)]
        const paths = somePaths(before)
        expect(pathsOnto(before, paths, after)).toEqual(paths)
      }),
      { numRuns: 30 },
    )
  })

  it('lead through without a gap whatever is added and banned', () => {
    fc.assert(
      fc.property(extendedStreets, ({ city, planned }) => {
        const [before, after] = [prepare(city), prepare(planned)]
        const paths = somePaths(before)
        const there = pathsOnto(before, paths, after)
        expectContinuous(after, there)
        expect(there.flow.length).toBeLessThanOrEqual(paths.flow.length)
        const back = pathsOnto(after, there, before)
        expectContinuous(before, back)
      }),
      { numRuns: 60 },
    )
  })

  it('all hold where a new road cuts what they run over', () => {
    const city = town()
    const to = {
      line: [
        [100, 0],
        [100, 400],
      ] as [number, number][],
      class: 'local' as const,
      widthMetres: 7,
      lanes: 2,
      oneWay: false,
      bridge: false,
      name: null,
    }
    const [before, after] = [prepare(city), prepare(applyEdit(city, { kind: 'road.new', target: 'n', from: null, to }))]
    const paths = somePaths(before)
    const there = pathsOnto(before, paths, after)
    expect([...there.flow]).toEqual([...paths.flow])
    expectContinuous(after, there)
    expect(pathsOnto(after, there, before)).toEqual(paths)
  })
})
