import { expect, test } from 'vitest'
import { usualDeskHours, workingCalendar } from '../permits/working-days.ts'
import { Problem } from '../problem.ts'
import { assumedTerms, statementClockOf } from './clock.ts'
import {
  endedStatements,
  mayDoStatement,
  nextStatementState,
  type StatementEvent,
  type StatementPast,
  statementActors,
  statementEvents,
  statementStates,
  statementTable,
} from './process.ts'

const codeOf = (answer: unknown): string => (answer instanceof Problem ? answer.detail.code : String(answer))

test('every state names every event; what has ended moves no more', () => {
  for (const state of statementStates) expect(Object.keys(statementTable[state])).toEqual([...statementEvents])
  expect([...endedStatements]).toEqual(['answered', 'refused', 'withdrawn'])
})

test('each role may do what the table of actors says, where the state lets it', () => {
  for (const state of statementStates) {
    for (const role of ['asker', 'reviewer', 'approver', 'admin'] as const) {
      for (const event of statementEvents) {
        const may = mayDoStatement(state, role).includes(event)
        const next = nextStatementState(state, { event, role, note: 'lý do', assignee: null })
        expect([state, role, event, may]).toEqual([state, role, event, !(next instanceof Problem)])
        if (may) expect(statementActors[event]).toContain(role)
      }
    }
  }
})

test.each([
  ['answer', 'reviewer', '', 'statement/no-words'],
  ['answer', 'asker', 'x', 'statement/role'],
  ['refuse', 'reviewer', 'x', 'statement/role'],
  ['refuse', 'approver', '', 'statement/no-words'],
  ['refuse', 'approver', 'Đất quốc phòng', 'refused'],
  ['withdraw', 'asker', '', 'withdrawn'],
  ['assign', 'reviewer', '', 'statement/no-assignee'],
] as const)('%s by %s with “%s”: %s', (event, role, note, outcome) => {
  expect(codeOf(nextStatementState('received', { event, role, note }))).toBe(outcome)
})

const settings = { calendar: workingCalendar([]), desk: usualDeskHours, soonDays: 2 }
const past = (event: 'file' | StatementEvent, state: StatementPast['state'], day: string): StatementPast => ({
  ...{ event, state },
  at: `2026-12-${day}T02:00:00Z`,
})
const clock = (history: StatementPast[], day: string) =>
  statementClockOf(history, `2026-12-${day}T02:00:00Z`, { ...assumedTerms, answerDays: 5 }, settings)

test('working days run from the receipt, stand while more is awaited, and end with the answer', () => {
  const filed = [past('file', 'received', '01')] // a Tuesday
  expect(clock(filed, '01')).toMatchObject({ due: '2026-12-08', leftDays: 5, bucket: 'ahead' })
  expect(clock(filed, '04')).toMatchObject({ leftDays: 2, bucket: 'soon' })
  expect(clock(filed, '09')).toMatchObject({ leftDays: -1, bucket: 'late' })
  const asked = [...filed, past('ask-more', 'more-asked', '02')]
  expect(clock(asked, '04')).toMatchObject({ due: '2026-12-10', bucket: 'paused' })
  // Given to someone meanwhile: it still stands.
  const assigned = [...asked, past('assign', 'more-asked', '03')]
  expect(clock(assigned, '04')).toMatchObject({ due: '2026-12-10', bucket: 'paused' })
  const supplied = [...assigned, past('supply', 'received', '04')]
  expect(clock(supplied, '07')).toMatchObject({ due: '2026-12-10', bucket: 'ahead' })
  expect(clock([...supplied, past('answer', 'answered', '14')], '20')).toMatchObject({ bucket: 'closed', leftDays: -2 })
})
