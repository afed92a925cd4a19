/** What the networks rest on: walking a line, runs, shortest ways, the nearest of many points. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { XY } from '../../../../scenarios/frame.ts'
import { lineLength } from '../../../../scenarios/geometry.ts'
import type { RoadPiece } from '../network.ts'
import { beside, Course, distance, evenly } from './course.ts'
import { PointIndex } from './made.ts'
import { type Arc, shortestWays } from './paths.ts'
import { makeRuns } from './runs.ts'

const xy = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })) as fc.Arbitrary<XY>

describe('a line walked by metres', () => {
  test('a stretch is as long as its ends are apart along the line', () => {
    fc.assert(
      fc.property(
        fc.array(xy, { minLength: 2, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (line, share) => {
          const course = new Course(line)
          const from = course.length * share * 0.5
          expect(lineLength(course.between(from, course.length))).toBeCloseTo(course.length - from, 6)
        },
      ),
    )
  })

  test('beside is to the left, even places are half a spacing from both ends', () => {
    expect(
      beside(
        new Course([
          [0, 0],
          [10, 0],
        ]).at(4),
        3,
      ),
    ).toEqual([4, 3])
    expect(evenly(100, 24)).toEqual([12.5, 37.5, 62.5, 87.5])
    expect(evenly(5, 40)).toEqual([2.5])
  })
})

test('the nearest point is the one that looking at all of them finds', () => {
  fc.assert(
    fc.property(
      fc.array(xy, { minLength: 1, maxLength: 30 }),
      xy,
      fc.integer({ min: 5, max: 300 }),
      (points, p, reach) => {
        const index = new PointIndex<number>(37)
        for (const [i, q] of points.entries()) index.add(q, i)
        const least = Math.min(...points.map((q) => distance(p, q)))
        const found = index.nearest(p, reach)
        expect(found?.distance ?? null).toBe(least <= reach ? least : null)
      },
    ),
  )
})

test('shortest ways meet Bellman–Ford', () => {
  const edge = fc.tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 50 }))
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 40 }), fc.nat(9), (edges, source) => {
      const arcs: Arc[][] = Array.from({ length: 10 }, () => [])
      const cost = Array.from({ length: 10 }, (_, i) => (i === source ? 0 : Infinity))
      for (const [k, [a, b, c]] of edges.entries()) {
        arcs[a]!.push({ to: b, cost: c, edge: k })
        arcs[b]!.push({ to: a, cost: c, edge: k })
      }
      for (let round = 0; round < 10; round++) {
        for (const [a, b, c] of edges) {
          cost[b] = Math.min(cost[b]!, cost[a]! + c)
          cost[a] = Math.min(cost[a]!, cost[b]! + c)
        }
      }
      const ways = shortestWays(arcs, [source])
      expect([...ways.cost]).toEqual(cost)
      for (const i of ways.order)
        if (i !== source) expect(cost[i]).toBe(cost[ways.parent[i]!]! + edges[ways.edge[i]!]![2])
    }),
  )
})

test('pieces of one street become one run, straight on over its crossings', () => {
  const piece = (name: string, line: XY[], bridge = false): RoadPiece => ({
    ...{ line, name, bridge, street: name, class: 'local', widthMetres: 6, redLineWidthMetres: 9, lanes: 2 },
    provenance: 'generated',
  })
  const runs = makeRuns([
    piece('A', [
      [100, 0],
      [0, 0],
    ]),
    piece('B', [
      [100, 0],
      [100, 50],
    ]),
    piece(
      'A',
      [
        [100, 0],
        [150, 0],
      ],
      true,
    ),
    piece('A', [
      [150, 0],
      [240, 4],
    ]),
  ])
  expect(runs).toHaveLength(2)
  const long = runs.find((run) => run.name === 'A')!
  expect(long.course.line).toEqual([
    [0, 0],
    [100, 0],
    [150, 0],
    [240, 4],
  ])
  expect(long.bridges).toEqual([[100, 150]])
  expect(long.joints.slice(0, 3)).toEqual([0, 100, 150])
})
