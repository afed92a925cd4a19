import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { categoryFacts, reportCategories } from './categories.ts'
import {
  mayDoReport,
  nextReportState,
  openStates,
  REOPENINGS,
  type ReportEvent,
  type ReportFacts,
  type ReportMove,
  type ReportPast,
  type ReportRole,
  type ReportState,
  reportActors,
  reportEvents,
  reportStateOf,
  reportStates,
  reportTable,
  restingStates,
} from './process.ts'

const facts: ReportFacts = { notPublic: false, isPublished: true, latestDay: '2026-12-17', dueDay: '2026-12-03' }
const roles: readonly ReportRole[] = ['citizen', 'operator', 'approver', 'admin']
/** With everything that any event asks for. */
const whole = (event: ReportEvent, role: ReportRole): ReportMove => ({
  ...{ event, role, note: 'đã xem', unit: 'Đơn vị thoát nước', until: '2026-12-10', rating: 'satisfied' },
})
const at = '2026-11-26T03:00:00.000Z'
const sent: ReportPast = { event: 'send', state: 'new', at, role: 'citizen' }
const inState = (state: ReportState): ReportPast[] => [sent, { event: 'note', state, at, role: 'operator' }]
const codeOf = (made: ReportState | Problem) => (made instanceof Problem ? made.detail.code : made)

test('every state is reached, every event leads somewhere and has someone who may', () => {
  const reached = new Set<ReportState>(['new'])
  for (const state of reportStates) for (const to of Object.values(reportTable[state])) if (to) reached.add(to)
  expect([...reached].sort()).toEqual([...reportStates].sort())
  for (const event of reportEvents) {
    expect([event, reportStates.some((state) => reportTable[state][event])]).toEqual([event, true])
    expect(reportActors[event].length).toBeGreaterThan(0)
  }
})

test('from every state that is not at rest a report can come to rest, and nothing is both open and at rest', () => {
  const reaches = (from: ReportState): Set<ReportState> => {
    const seen = new Set([from])
    for (const state of seen) for (const to of Object.values(reportTable[state])) if (to) seen.add(to)
    return seen
  }
  for (const state of reportStates) {
    expect([state, openStates.has(state) && restingStates.has(state)]).toEqual([state, false])
    if (state !== 'withdrawn') expect([state, reaches(state).has('rated')]).toEqual([state, true])
  }
})

test('whatever is tried, each step is the table’s and its role’s', () => {
  const tries = fc.array(fc.tuple(fc.constantFrom(...reportEvents), fc.constantFrom(...roles)), { maxLength: 40 })
  fc.assert(
    fc.property(tries, (moves) => {
      const history: ReportPast[] = [sent]
      for (const [event, role] of moves) {
        const state = reportStateOf(history)
        const next = nextReportState(history, whole(event, role), facts)
        const offered = mayDoReport(history, role, facts).includes(event)
        expect(offered).toBe(!(next instanceof Problem))
        if (next instanceof Problem) {
          if (reportTable[state][event] && reportActors[event].includes(role))
            expect(next.detail.code).toMatch(/^report\/(reopen|until|not-)/)
          continue
        }
        expect(next).toBe(reportTable[state][event])
        expect(reportActors[event]).toContain(role)
        history.push({ event, state: next, at, role })
      }
      const again = history.filter(({ event, role }) => event === 'reopen' && role === 'citizen').length
      expect(again).toBeLessThanOrEqual(REOPENINGS)
      // Nothing is let out by the one who works the desk alone.
      for (const past of history) if (past.event === 'publish') expect(past.role).not.toBe('operator')
    }),
  )
})

test('what is not for the public is neither proposed nor published', () => {
  const kept = { ...facts, notPublic: true }
  expect(codeOf(nextReportState(inState('answered'), whole('propose', 'operator'), kept))).toBe('report/not-public')
  expect(codeOf(nextReportState(inState('awaiting-publication'), whole('publish', 'approver'), kept))).toBe(
    'report/not-public',
  )
  expect(codeOf(nextReportState(inState('answered'), whole('complete', 'operator'), kept))).toBe('completed')
  expect(mayDoReport(inState('answered'), 'operator', kept)).not.toContain('propose')
})

test('words, units, days and ratings are asked for', () => {
  const tried = (state: ReportState, event: ReportEvent, role: ReportRole, less: Partial<ReportMove>) =>
    codeOf(nextReportState(inState(state), { ...whole(event, role), ...less }, facts))
  expect(tried('new', 'reject', 'operator', { note: ' ' })).toBe('report/no-words')
  expect(tried('received', 'assign', 'operator', { unit: '' })).toBe('report/no-unit')
  expect(tried('assigned', 'forward', 'operator', { note: '' })).toBe('report/no-words')
  expect(tried('in-progress', 'ask-extension', 'operator', { until: '2026-12-03' })).toBe('report/until')
  expect(tried('in-progress', 'ask-extension', 'operator', { until: '2026-12-18' })).toBe('report/until')
  expect(tried('extension-asked', 'extend', 'approver', { until: '2026-12-17' })).toBe('in-progress')
  expect(tried('published', 'rate', 'citizen', { rating: 'dissatisfied' })).toBe('report/rating')
  expect(tried('rejected', 'reopen', 'citizen', {})).toBe('report/reopen-desk')
  expect(tried('rejected', 'reopen', 'operator', {})).toBe('reopened')
  expect(tried('received', 'publish', 'operator', {})).toBe('report/impossible')
  expect(tried('awaiting-publication', 'publish', 'operator', {})).toBe('report/role')
})

test('every category says who sees to it, in both languages', () => {
  for (const category of reportCategories) {
    const { title, examples, unit, icon } = categoryFacts[category]
    for (const words of [title, examples, unit]) expect(words.vi && words.en).toBeTruthy()
    expect(icon).toMatch(/^M/)
  }
  expect(categoryFacts.power.urgent && categoryFacts.drainage.urgent).toBe(true)
})
