import { expect, test } from 'vitest'
import type { PlanHistory } from '../../scenarios/api/plans.ts'
import type { PlanState } from '../../scenarios/plans/process.ts'
import { assumedTerms } from '../../scenarios/plans/terms.ts'
import { stepsOf } from './steps.ts'

const told = (...states: [PlanState, day: string][]) => ({
  state: states.at(-1)![0],
  history: states.map(
    ([state, day], i): PlanHistory => ({
      revision: i + 1,
      event: 'open',
      state,
      submission: 0,
      at: `${day}T03:00:00.000Z`,
      actor: 'lan',
      note: '',
      ledgerSequence: i + 1,
    }),
  ),
  decision: null,
  terms: assumedTerms,
  consultedUntil: null,
})
const phases = (of: Parameters<typeof stepsOf>[0]) => stepsOf(of).map(({ phase }) => phase)

test('a plan stands in one step; what was before is done, with its day', () => {
  const view = told(['task', '2026-01-01'], ['drafting', '2026-02-01'], ['recomputing', '2026-02-02'])
  expect(phases(view)).toEqual(['done', 'now', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead'])
  expect(stepsOf(view).map(({ since }) => since)).toEqual(['2026-01-01', '2026-02-01', null, null, null, null, null])
})

test('the consultation tells its last day', () => {
  const view = { ...told(['task', '2026-01-01'], ['consulting', '2026-03-01']), consultedUntil: '2026-03-31' }
  expect(stepsOf(view)[2]).toMatchObject({ phase: 'now', due: '2026-03-31' })
})

test('a plan that was returned stands in drafting again, since the day it came back', () => {
  const view = told(
    ['task', '2026-01-01'],
    ['drafting', '2026-02-01'],
    ['appraising', '2026-04-01'],
    ['drafting', '2026-05-01'],
  )
  expect(stepsOf(view)[1]).toMatchObject({ phase: 'now', since: '2026-05-01' })
  expect(stepsOf(view)[3]).toMatchObject({ phase: 'ahead', since: null })
})

test('what was decided is done, and what follows has its term', () => {
  const decision = {
    number: '1/QĐ',
    issuer: 'UBND',
    signedOn: '2026-06-01',
    effectiveFrom: '2026-06-10',
    expiresOn: null,
    drawings: [],
    replaces: [],
  }
  const approved = { ...told(['task', '2026-01-01'], ['approved', '2026-06-01']), decision }
  expect(phases(approved)).toEqual(['done', 'done', 'done', 'done', 'done', 'ahead', 'ahead'])
  expect(stepsOf(approved)[5]!.due).toBe('2026-06-16')
  const published = {
    ...told(['task', '2026-01-01'], ['approved', '2026-06-01'], ['published', '2026-06-05']),
    decision,
  }
  expect(stepsOf(published)[6]).toMatchObject({ phase: 'ahead', due: '2026-07-05' })
})

test('a proposal that ended stops where it stood; a plan that was replaced went its whole way there', () => {
  expect(phases(told(['task', '2026-01-01'], ['drafting', '2026-02-01'], ['withdrawn', '2026-02-03']))).toEqual([
    'done',
    'stopped',
    'ahead',
    'ahead',
    'ahead',
    'ahead',
    'ahead',
  ])
  expect(phases(told(['task', '2026-01-01'], ['marked', '2026-07-01'], ['replaced', '2027-01-01']))).toEqual(
    Array.from({ length: 7 }, () => 'done'),
  )
})
