import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { type Draft, type DrawEvent, draw, emptyDraft, rectangle, shownRing } from './draw.ts'
import type { StageTool } from './types.ts'

const play = (tool: StageTool, events: readonly DrawEvent[]) => {
  let draft: Draft = emptyDraft
  const rings: XY[][] = []
  for (const event of events) {
    const next = draw(tool, draft, event)
    draft = next.draft
    if (next.ring) rings.push(next.ring)
  }
  return { draft, rings }
}
const click = (x: number, y: number): DrawEvent => ({ kind: 'click', at: [x, y], near: 0.5 })
const polygon: StageTool = { kind: 'polygon' }
const corners: XY[] = [
  [0, 0],
  [10, 0],
  [10, 10],
]

test('a polygon closes on Enter, on its first corner and on a double click', () => {
  const clicks = corners.map(([x, y]) => click(x, y))
  expect(play(polygon, [...clicks, { kind: 'close' }]).rings).toEqual([corners])
  expect(play(polygon, [...clicks, click(0.3, 0.1)]).rings).toEqual([corners])
  // a double click is two clicks at one place and a close
  expect(play(polygon, [...clicks, click(10, 10), { kind: 'close' }]).rings).toEqual([corners])
  expect(play(polygon, [...clicks, { kind: 'close' }]).draft).toEqual(emptyDraft)
})

test('two corners are no ring, nor is a sliver', () => {
  expect(play(polygon, [click(0, 0), click(10, 0), { kind: 'close' }]).rings).toEqual([])
  expect(play(polygon, [click(0, 0), click(10, 0), click(20, 0.01), { kind: 'close' }]).rings).toEqual([])
})

test('back takes one corner, cancel all of them', () => {
  const clicks = corners.map(([x, y]) => click(x, y))
  expect(play(polygon, [...clicks, { kind: 'back' }]).draft.corners).toEqual(corners.slice(0, 2))
  expect(play(polygon, [...clicks, { kind: 'cancel' }]).draft).toEqual(emptyDraft)
})

test('the pointer shows what the ring would be', () => {
  const { draft } = play(polygon, [click(0, 0), click(10, 0), { kind: 'move', at: [5, 5] }])
  expect(shownRing(polygon, draft)).toEqual([
    [0, 0],
    [10, 0],
    [5, 5],
  ])
})

test('a rectangle is counter-clockwise, along the axes and never longer than allowed', () => {
  const tool: StageTool = { kind: 'rectangle', maxSideMetres: 2000 }
  expect(play(tool, [click(0, 0), click(-5000, 30)]).rings).toEqual([
    [
      [-2000, 0],
      [0, 0],
      [0, 30],
      [-2000, 30],
    ],
  ])
  const place = fc.tuple(
    fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  )
  fc.assert(
    fc.property(place, place, (a, b) => {
      const [southWest, , northEast] = rectangle(a, b, 500)
      expect(northEast![0] - southWest![0]).toBeLessThanOrEqual(500 + 1e-9)
      expect(northEast![1] - southWest![1]).toBeLessThanOrEqual(500 + 1e-9)
    }),
  )
})

test('the select tool draws nothing', () => {
  expect(play({ kind: 'select' }, [click(0, 0), click(9, 0), click(9, 9), { kind: 'close' }])).toEqual({
    draft: emptyDraft,
    rings: [],
  })
})

test('a line ends on Enter, on its last corner and on a double click; one corner is none', () => {
  const line: StageTool = { kind: 'line' }
  const clicks = corners.map(([x, y]) => click(x, y))
  expect(play(line, [...clicks, { kind: 'close' }]).rings).toEqual([corners])
  expect(play(line, [...clicks, click(10, 10), { kind: 'close' }]).rings).toEqual([corners])
  // back to its first corner it may go: a street around a block
  expect(play(line, [...clicks, click(0, 0), { kind: 'close' }]).rings).toEqual([[...corners, [0, 0]]])
  expect(play(line, [click(0, 0), click(0.1, 0), { kind: 'close' }]).rings).toEqual([])
})
