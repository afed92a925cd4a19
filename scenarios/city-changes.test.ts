import { expect, test } from 'vitest'
import { type CityChange, changeEvents, changeTable, missingIn, rivalsOf } from './city-changes.ts'
import { buildStates } from './provenance.ts'

test('every state names every event, and what is removed stays removed', () => {
  for (const state of buildStates) expect(Object.keys(changeTable[state])).toEqual([...changeEvents])
  expect(Object.values(changeTable.removed)).toEqual([null, null, null, null])
  expect(changeTable.proposed.complete).toBeNull()
})

test('rivals are other approved or rising changes of the same slot', () => {
  const change = (source: string, buildState: CityChange['buildState']): CityChange => ({
    id: '0198ab00-0000-7000-8000-000000000001',
    source,
    position: 0,
    edit: { kind: 'road.state', target: 'r1', from: 'open', to: 'closed' },
    buildState,
    effectiveFrom: '2026-12-01',
    movedAt: '2026-11-26T00:00:00Z',
    modelOrder: null,
  })
  const all = [change('plan/a', 'approved'), change('plan/b', 'under-construction'), change('plan/c', 'as-built')]
  const ours = all[0]!.edit
  expect(rivalsOf(all, 'plan/a', [ours]).map(({ source }) => source)).toEqual(['plan/b'])
  expect(rivalsOf(all, 'plan/d', [ours]).map(({ source }) => source)).toEqual(['plan/a', 'plan/b'])
  expect(missingIn([], all)).toHaveLength(3)
  expect(missingIn([ours], all)).toEqual([])
  expect(rivalsOf(all, 'plan/d', [{ ...ours, target: 'r2' }])).toEqual([])
})
