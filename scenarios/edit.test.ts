import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editLists, smallCity, zoning } from '../test/arbitraries/city.ts'
import { type City, plannedGround } from './city/city.ts'
import type { Zoning } from './city/layers.ts'
import {
  applyEdit,
  applyEdits,
  applyEditsWithin,
  conflicts,
  describeEdit,
  type Edit,
  editsOfLayers,
  lampOf,
  newRoadSchema,
  reverseEdits,
  squash,
} from './edit.ts'

const state = (city: City) => ({
  parcels: [...city.layers.parcels].map(([id, parcel]) => [id, parcel.properties.zoning]),
  roads: [...city.layers.roads].map(([id, road]) => [id, road.properties.state]),
  rezoned: [...city.rezoned].sort(),
  rebuilt: [...city.rebuilt.keys()],
  fills: Object.fromEntries(city.fills),
  ponds: Object.fromEntries(city.ponds),
  lamps: [...city.layers.lamps],
  dimming: [...city.dimming],
  ground: [...plannedGround(city).data],
})

test('edits and then their reverse leave the city as it was', () => {
  fc.assert(
    fc.property(editLists, (edits) => {
      const city = smallCity()
      expect(state(applyEdits(applyEdits(city, edits), reverseEdits(edits)))).toEqual(state(city))
    }),
    { numRuns: 60 },
  )
})

test('the city keeps the first zoning of a parcel that has another', () => {
  const [shops, park] = [
    { ...zoning, code: 'TMD' },
    { ...zoning, code: 'CX' },
  ]
  const edit = (from: Zoning, to: Zoning): Edit => ({ kind: 'parcel.zoning', target: 'p0', from, to })
  const once = applyEdits(smallCity(), [edit(zoning, shops), edit(shops, park)])
  expect([...once.rezoned]).toEqual([['p0', zoning]])
  expect(applyEdit(once, edit(park, zoning)).rezoned.size).toBe(0)
})

test('squashed edits do what the whole sequence does', () => {
  fc.assert(
    fc.property(editLists, (edits) => {
      expect(state(applyEdits(smallCity(), squash(edits)))).toEqual(state(applyEdits(smallCity(), edits)))
    }),
    { numRuns: 60 },
  )
})

test('edits within a part of the city do to it what they do to the whole, and name those that lie elsewhere', () => {
  const part = (city: City): City => ({
    ...city,
    layers: {
      ...city.layers,
      parcels: new Map([...city.layers.parcels].filter(([id]) => id !== 'p0')),
      roads: new Map([...city.layers.roads].filter(([id]) => id !== 'r1')),
    },
    rezoned: new Map([...city.rezoned].filter(([id]) => id !== 'p0')),
  })
  fc.assert(
    fc.property(editLists, (edits) => {
      const { city, outside } = applyEditsWithin(part(smallCity()), edits)
      expect(state(city)).toEqual(state(part(applyEdits(smallCity(), edits))))
      const elsewhere = ({ kind, target }: Edit) =>
        kind === 'parcel.zoning' ? target === 'p0' : kind.startsWith('road.') ? target === 'r1' : kind === 'turn.ban'
      expect(outside).toEqual(edits.filter(elsewhere))
    }),
    { numRuns: 60 },
  )
  const far: Edit = {
    kind: 'pond',
    target: 'w9',
    from: null,
    to: {
      ring: [
        [900, 0],
        [950, 0],
        [950, 50],
      ],
      bedMetres: 0,
      waterMetres: 0,
    },
  }
  expect(applyEditsWithin(smallCity(), [far]).outside).toEqual([far])
  const stale: Edit = { kind: 'road.state', target: 'r0', from: 'closed', to: 'open' }
  expect(() => applyEditsWithin(smallCity(), [stale])).toThrow(/r0.*expected "closed"/)
})

test('lists of edits conflict with themselves nowhere, and conflict is symmetric', () => {
  fc.assert(
    fc.property(editLists, editLists, (a, b) => {
      expect(conflicts(a, a)).toEqual([])
      expect(conflicts(a, b)).toHaveLength(conflicts(b, a).length)
    }),
  )
})

test('every edit is described in both languages', () => {
  fc.assert(
    fc.property(editLists, (edits) => {
      for (const edit of edits) {
        const { vi, en } = describeEdit(edit)
        expect(vi).toContain(edit.target)
        expect(en).toContain(edit.target)
      }
    }),
  )
})

test('a lamp that is taken away and put back is the lamp that it was', () => {
  const city = smallCity()
  const edit: Edit = { kind: 'lamp.new', target: 'l0', from: lampOf(city.layers.lamps.get('l0')!), to: null }
  const without = applyEdit(city, edit)
  expect([...without.layers.lamps.keys()]).toEqual(['l1'])
  expect(state(applyEdits(without, reverseEdits([edit])))).toEqual(state(city))
})

test('a city read with some layers alone takes the edits of these and of what is drawn beside them', () => {
  fc.assert(
    fc.property(editLists, (edits) => {
      const kinds = new Set(editsOfLayers(edits, ['lamps']).map(({ kind }) => kind))
      for (const kind of kinds) expect(kind).toMatch(/^(lamp\.(?!dimming)|ground|pond)/)
      expect(editsOfLayers(edits, ['lamps', 'cabinets', 'roads', 'parcels', 'buildings'])).toEqual(edits)
    }),
  )
})

test('a stale edit and a missing target are refused by name', () => {
  const closed: Edit = { kind: 'road.state', target: 'r0', from: 'closed', to: 'open' }
  expect(() => applyEdit(smallCity(), closed)).toThrow(/r0.*expected "closed"/)
  const missing: Edit = { kind: 'parcel.zoning', target: 'p9', from: zoning, to: zoning }
  expect(() => applyEdit(smallCity(), missing)).toThrow(/p9/)
})

test('a new road is a line on the Earth, and no longer than a city is wide', () => {
  const road = { class: 'local', widthMetres: 7, lanes: 2, oneWay: false, bridge: false, name: null }
  const isRoad = (...line: number[][]) => newRoadSchema.safeParse({ ...road, line }).success
  expect(isRoad([551_000, 1_081_400], [551_000, 1_131_400])).toBe(true)
  expect(isRoad([0, 0], [0, 50_001])).toBe(false)
  expect(isRoad([0, 0], [0, 30_000], [0, 0])).toBe(false)
  expect(isRoad([1e300, 0], [1e300, 10])).toBe(false)
  expect(isRoad([5, 5], [5, 5])).toBe(true)
})
