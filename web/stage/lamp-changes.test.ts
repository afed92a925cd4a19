import { expect, test } from 'vitest'
import { applyEdits, type Edit, lampOf } from '../../scenarios/edit.ts'
import { poleEdits, stateEdits } from '../../scenarios/lamp-edits.ts'
import { litCity } from '../../test/arbitraries/lighting.ts'
import { lampChanges } from './lamp-changes.ts'

const city = litCity()
const lamps = [...city.layers.lamps.values()]
const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id)

test('tells new, taken away, put out and rebuilt lamps apart', () => {
  const { provenance: _, ...own } = lampOf(lamps[0]!)
  const edits: Edit[] = [
    { kind: 'lamp.new', target: 'new:lamp/a', from: null, to: { ...own, at: [60, 4] } },
    { kind: 'lamp.new', target: 'l1', from: lampOf(lamps[1]!), to: null },
    ...stateEdits([lamps[2]!], 'out'),
    ...poleEdits([lamps[3]!], { heightMetres: 12 }),
  ]
  const planned = applyEdits(city, edits)
  const changes = lampChanges(planned, city)
  expect(ids(changes.planned)).toEqual(['l3', 'new:lamp/a'])
  expect(ids(changes.removed)).toEqual(['l1'])
  expect(ids(changes.out)).toEqual(['l2'])
  expect(changes.replaced).toEqual(['l1', 'l3'])
  expect(lampChanges(planned, city)).toBe(changes)
})

test('is silent where nothing of lamps is changed', () => {
  const { planned, removed, out, replaced } = lampChanges({ ...city }, city)
  expect([planned, removed, out, replaced]).toEqual([[], [], [], []])
  expect(lampChanges(null, null).planned).toEqual([])
})
