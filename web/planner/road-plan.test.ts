import { describe, expect, test } from 'vitest'
import type { Edit } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { junctionsOf, newRoads, type Street } from './road-plan.ts'

const street = (id: string, ...line: XY[]): Street => ({ id, name: id, line })

describe('what a road leads into', () => {
  const line: XY[] = [
    [0, 0],
    [100, 0],
  ]
  const turnsAt = (end: 'first' | 'last', others: Street[]) =>
    Object.fromEntries(
      (junctionsOf('r', line, others).find((one) => one.end === end)?.turns ?? []).map(({ into, turn }) => [
        into,
        turn,
      ]),
    )

  test('left, right and straight on, as one drives towards the junction', () => {
    const others = [
      street('north', [100, 0], [100, 50]),
      street('south', [100, -50], [100, 0]),
      street('on', [100, 0], [200, 5]),
      street('far', [300, 0], [400, 0]),
    ]
    expect(turnsAt('last', others)).toEqual({ north: 'left', south: 'right', on: 'straight' })
    expect(turnsAt('first', others)).toEqual({})
  })

  test('at its first point one comes the other way', () => {
    expect(turnsAt('first', [street('north', [0, 0], [0, 50])])).toEqual({ north: 'right' })
  })

  test('a road that runs through is joined, itself is none of them', () => {
    const others = [street('through', [100, -50], [100, 50]), street('r', [0, 0], [100, 0])]
    expect(turnsAt('last', others)).toEqual({ through: 'join' })
  })

  test('a road that is not in the draft yet meets those of the draft, and nothing where nothing is near', () => {
    const road = { name: null, class: 'local', widthMetres: 6, lanes: 2, oneWay: false, bridge: false } as const
    const added: Edit = { kind: 'road.new', target: 'new', from: null, to: { ...road, line: [line[1]!, [200, 80]] } }
    const gone: Edit = { kind: 'road.new', target: 'gone', from: { ...road, line }, to: null }
    const others = newRoads([added, gone]).map(({ id, road: { name, line } }) => ({ id, name, line }))
    expect(junctionsOf(null, line, others).map(({ end }) => end)).toEqual(['last'])
    expect(junctionsOf(null, line, [street('far', [300, 0], [400, 0])])).toEqual([])
  })
})
