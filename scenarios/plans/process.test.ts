import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import {
  consultationUntil,
  decidedStates,
  heldBack,
  inForceStates,
  legalSteps,
  mayMove,
  nextPlanState,
  type PlanDecisionFacts,
  type PlanEvent,
  type PlanFacts,
  type PlanMove,
  type PlanState,
  planActors,
  planEvents,
  planEventTitles,
  planRoles,
  planStates,
  planStateTitles,
  planTable,
  publicStates,
  standingOf,
  terminalPlanStates,
} from './process.ts'
import { assumedTerms } from './terms.ts'

const decision: PlanDecisionFacts = {
  number: '12/QĐ-UBND',
  issuer: 'UBND thành phố',
  signedOn: '2026-11-20',
  effectiveFrom: '2026-12-01',
  expiresOn: null,
  drawings: ['a'],
  replaces: [],
}
/** All is as it must be. */
const facts = (state: PlanState, rest: Partial<PlanFacts> = {}): PlanFacts => ({
  state,
  at: '2026-11-26T03:00:00.000Z',
  terms: assumedTerms,
  runs: 'same',
  openConflicts: 0,
  staleEdits: 0,
  openThreads: 0,
  consultedUntil: '2026-11-25',
  commentsWaiting: 0,
  commentsUnanswered: 0,
  summarised: false,
  adjusts: null,
  expiresOn: null,
  ...rest,
})
const code = (found: PlanState | Problem): string => (found instanceof Problem ? found.detail.code : found)
const move = (state: PlanState, event: PlanEvent, more: Partial<PlanMove> = {}, rest: Partial<PlanFacts> = {}) =>
  code(
    nextPlanState(facts(state, rest), {
      event,
      role: planActors[event][0]!,
      note: 'lý do',
      days: 30,
      decision,
      ...more,
    }),
  )

describe('the table', () => {
  test('every state names every event, in words of both languages', () => {
    expect(Object.keys(planTable)).toEqual([...planStates])
    for (const row of Object.values(planTable)) expect(Object.keys(row).sort()).toEqual([...planEvents].sort())
    expect(Object.keys(planStateTitles)).toEqual([...planStates])
    expect(Object.keys(planEventTitles)).toEqual([...planEvents])
    expect(Object.keys(planActors)).toEqual([...planEvents])
    for (const { vi, en } of [...Object.values(planStateTitles), ...Object.values(planEventTitles)])
      expect(vi !== '' && en !== '' && vi !== en).toBe(true)
  })

  test('every state can be come to from the task, and leads to an end', () => {
    const reach = (from: PlanState): Set<PlanState> => {
      const seen = new Set([from])
      for (const state of seen)
        for (const event of planEvents) {
          const next = planTable[state][event]
          if (next) seen.add(next)
        }
      return seen
    }
    expect([...reach('task')].sort()).toEqual([...planStates].sort())
    for (const state of planStates) expect([...reach(state)].some((one) => terminalPlanStates.has(one))).toBe(true)
    expect([...terminalPlanStates].sort()).toEqual(['expired', 'refused', 'replaced', 'withdrawn'])
  })

  test('the seven legal steps follow each other, each with states of its own', () => {
    expect(legalSteps.map(({ title }) => title.vi)).toEqual([
      ...['Nhiệm vụ', 'Lập', 'Lấy ý kiến', 'Thẩm định', 'Phê duyệt', 'Công bố', 'Cắm mốc'],
    ])
    const order = legalSteps.flatMap(({ states }) => states)
    expect(new Set(order).size).toBe(order.length)
    const stepOf = (state: PlanState) => legalSteps.findIndex(({ states }) => states.includes(state))
    for (const state of order)
      for (const event of planEvents) {
        const next = planTable[state][event]
        // Forward by one step at the most; back to drafting alone.
        if (next && stepOf(next) >= 0)
          expect([state, event, stepOf(next) - stepOf(state) <= 1 || next === 'drafting']).toEqual([state, event, true])
      }
  })

  test('nobody decides what they drew, and the administrator does nothing', () => {
    const eventsOf = (role: string) => planEvents.filter((event) => planActors[event].some((one) => one === role))
    expect(eventsOf('admin')).toEqual([])
    const [drawn, examined, decided] = [eventsOf('planner'), eventsOf('reviewer'), eventsOf('approver')]
    expect(drawn).toEqual(['describe', 'submit', 'withdraw'])
    expect(drawn.filter((event) => examined.includes(event) || decided.includes(event))).toEqual([])
    expect(decided).toEqual(['accept-task', 'return', 'approve', 'refuse', 'publish'])
    expect(planEvents.filter((event) => planActors[event].length === 0)).toEqual([])
  })

  test('a phương án never stands as a plan, and a draft is never public', () => {
    for (const state of planStates) {
      expect(standingOf(state) === 'in-force').toBe(inForceStates.has(state))
      if (decidedStates.has(state)) expect(publicStates.has(state)).toBe(true)
    }
    for (const state of ['task', 'drafting', 'recomputing', 'ready', 'refused', 'withdrawn'] as const)
      expect(publicStates.has(state)).toBe(false)
    expect(standingOf('to-decide')).toBe('proposal')
    expect(standingOf('replaced')).toBe('no-longer')
    expect(standingOf('refused')).toBe('closed')
  })
})

const anyFacts = fc.record({
  runs: fc.constantFrom('none' as const, 'waiting' as const, 'same' as const, 'different' as const),
  openConflicts: fc.nat(1),
  staleEdits: fc.nat(1),
  openThreads: fc.nat(1),
  consultedUntil: fc.constantFrom(null, '2026-11-25', '2026-11-26'),
  commentsWaiting: fc.nat(1),
  commentsUnanswered: fc.nat(1),
  summarised: fc.boolean(),
  adjusts: fc.constantFrom(null, 'p'),
  expiresOn: fc.constantFrom(null, '2026-11-25', '2026-11-26'),
})
const anyRole = fc.constantFrom(...planRoles)

describe('the conditions', () => {
  test('whatever happens, a plan is decided on runs that are the same, after its consultation, appraisal and proposal', () => {
    const anyMove = fc.record({
      event: fc.constantFrom(...planEvents),
      role: anyRole,
      note: fc.constantFrom('', 'vì'),
      days: fc.constantFrom(undefined, 29, 30, 366),
      decision: fc.constantFrom(undefined, decision, { ...decision, replaces: ['p'] }),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(anyMove, anyFacts), { maxLength: 60 }), (moves) => {
        let state: PlanState = 'task'
        let since: PlanEvent[] = []
        for (const [one, rest] of moves) {
          const now = facts(state, rest)
          const next = nextPlanState(now, one)
          if (next instanceof Problem) continue
          expect(planActors[one.event]).toContain(one.role)
          if (one.event === 'approve') {
            expect(since).toEqual(
              expect.arrayContaining(['submit', 'match', 'consult', 'conclude', 'appraise', 'propose']),
            )
            expect(now).toMatchObject({
              runs: 'same',
              openConflicts: 0,
              staleEdits: 0,
              openThreads: 0,
              commentsWaiting: 0,
            })
            expect(now.summarised || now.commentsUnanswered === 0).toBe(true)
            expect(now.consultedUntil).toBe('2026-11-25')
            expect(now.adjusts === null || one.decision?.replaces.includes(now.adjusts)).toBe(true)
          }
          // What was gone through is gone through again with another scenario.
          since = one.event === 'submit' ? ['submit'] : [...since, one.event]
          state = next
        }
        if (inForceStates.has(state)) expect(since).toContain('approve')
      }),
    )
  })

  test('what one may do, and what one may not do yet, are apart, and together what the table and the role let one do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...planStates), anyFacts, anyRole, (state, rest, role) => {
        const now = facts(state, rest)
        const [may, held] = [mayMove(now, role), heldBack(now, role).map(({ event }) => event)]
        expect(may.filter((event) => held.includes(event))).toEqual([])
        const possible = planEvents.filter(
          (event) => planTable[state][event] !== null && planActors[event].includes(role),
        )
        expect([...may, ...held].sort()).toEqual([...possible].sort())
      }),
    )
  })

  test.each<[string, Partial<PlanFacts>]>([
    ['plan/runs', { runs: 'waiting' }],
    ['plan/not-consulted', { consultedUntil: null }],
    ['plan/consultation-open', { consultedUntil: '2026-11-26' }],
    ['plan/comments-waiting', { commentsWaiting: 1 }],
    ['plan/comments-unanswered', { commentsUnanswered: 1 }],
    ['plan/threads', { openThreads: 1 }],
    ['plan/conflicts', { openConflicts: 1 }],
    ['plan/stale', { staleEdits: 1 }],
  ])('nothing is put forward or decided with %s', (expected, rest) => {
    expect(move('appraising', 'propose', {}, rest)).toBe(expected)
    expect(move('to-decide', 'approve', {}, rest)).toBe(expected)
    // What may be refused for it.
    expect(move('to-decide', 'refuse', {}, rest)).toBe('refused')
  })

  test('a consultation lasts at least its term, to the end of its last day in Vietnam', () => {
    expect(move('ready', 'consult', { days: 29 })).toBe('plan/consultation-days')
    expect(move('ready', 'consult', { days: 30 })).toBe('consulting')
    expect(move('ready', 'consult', { days: 366 })).toBe('plan/consultation-days')
    expect(consultationUntil('2026-11-26T16:59:59Z', 30)).toBe('2026-12-26')
    expect(consultationUntil('2026-11-26T17:00:00Z', 30)).toBe('2026-12-27')
    const until = { consultedUntil: '2026-12-26' }
    expect(move('consulting', 'conclude', {}, { ...until, at: '2026-12-26T16:59:59Z' })).toBe('plan/consultation-open')
    expect(move('consulting', 'conclude', {}, { ...until, at: '2026-12-26T17:00:00Z' })).toBe('consulted')
  })

  test('a decision is signed, in force and at an end in this order, with its drawings', () => {
    const with_ = (change: Partial<PlanDecisionFacts>, rest: Partial<PlanFacts> = {}) =>
      move('to-decide', 'approve', { decision: { ...decision, ...change } }, rest)
    expect(with_({})).toBe('approved')
    expect(with_({ signedOn: '2026-11-26' })).toBe('approved')
    expect(with_({ signedOn: '2026-11-27' })).toBe('plan/signed-later')
    expect(with_({ effectiveFrom: '2026-11-19' })).toBe('plan/effective-before')
    expect(with_({ expiresOn: '2026-11-30' })).toBe('plan/expires-before')
    expect(with_({ drawings: [] })).toBe('plan/no-drawing')
    expect(with_({}, { adjusts: 'p' })).toBe('plan/adjusts')
    expect(with_({ replaces: ['p'] }, { adjusts: 'p' })).toBe('approved')
    expect(move('to-decide', 'approve', { decision: undefined })).toBe('plan/no-decision')
  })

  test('it expires after its last day, and not before; never where it has none', () => {
    expect(move('marked', 'expire', {}, { expiresOn: '2026-11-25' })).toBe('expired')
    expect(move('marked', 'expire', {}, { expiresOn: '2026-11-26' })).toBe('plan/not-expired')
    expect(move('marked', 'expire')).toBe('plan/not-expired')
  })

  test('who refuses, returns, withdraws, announces says why or where', () => {
    for (const [state, event] of [
      ['to-decide', 'refuse'],
      ['ready', 'return'],
      ['drafting', 'withdraw'],
      ['approved', 'publish'],
      ['published', 'mark'],
      ['consulted', 'summarise'],
      ['appraising', 'propose'],
    ] as const)
      expect([event, move(state, event, { note: '  ' })]).toEqual([event, 'plan/no-reason'])
  })
})
