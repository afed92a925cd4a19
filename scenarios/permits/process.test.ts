import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import type { CheckReport, RuleLine } from '../rules/report.ts'
import {
  countOf,
  mayDo,
  nextState,
  type PermitEvent,
  type PermitFacts,
  type PermitMove,
  type PermitPast,
  type PermitRole,
  permitActors,
  permitEvents,
  permitStates,
  permitTable,
  standingStates,
  startBefore,
  stateOf,
  terminalStates,
} from './process.ts'
import { workingCalendar } from './working-days.ts'

const calendar = workingCalendar([])

const line = (verdict: RuleLine['verdict'], clause: string, basis: RuleLine['basis']): RuleLine => ({
  id: clause,
  title: { vi: clause, en: clause },
  clause,
  verdict,
  limit: null,
  actual: null,
  unit: '',
  why: { vi: '', en: '' },
  basis,
  version: '1',
  validFrom: '2026-07-01',
  validTo: null,
  confidence: 'found',
  geometry: null,
})
const report: CheckReport = {
  schema: 'permit-report@1',
  rulesVersion: '1',
  date: '2026-11-25',
  caseHash: '0'.repeat(64),
  rules: [
    line('fail', 'Bảng 2.8', 'code'),
    line('pass', 'Bảng 2.7', 'code'),
    line('person', 'Bảng 2.13', 'code'),
    line('fail', 'mô phỏng ngập', 'advice'),
  ],
  verdict: 'fail',
  figures: {},
  illustrative: false,
}

const facts = (at: string, rest: Partial<PermitFacts> = {}): PermitFacts => ({
  at,
  calendar,
  report,
  signed: true,
  notice: false,
  unfinished: null,
  ...rest,
})
const filed: PermitPast = { event: 'file', state: 'submitted', at: '2026-11-23T02:00:00Z', to: null }
const actor = (event: PermitEvent): PermitRole => permitActors[event][0]!
const move = (event: PermitEvent, rest: Partial<PermitMove> = {}): PermitMove => ({
  event,
  role: actor(event),
  note: 'lý do',
  clauses: event === 'refuse' || event === 'revoke' ? ['Bảng 2.8'] : [],
  to: ['assign', 'consult', 'opinion'].includes(event) ? 'Công an PCCC' : null,
  ...rest,
})

/** Through the moves, one minute after another; every one must be possible. */
function through(events: readonly PermitEvent[], from: readonly PermitPast[] = [filed]): PermitPast[] {
  const history = [...from]
  for (const event of events) {
    const at = new Date(Date.parse(history.at(-1)!.at) + 60_000).toISOString()
    const one = move(event)
    const state = nextState(history, one, facts(at))
    if (state instanceof Problem) throw state
    history.push({ event, state, at, to: one.to ?? null })
  }
  return history
}
const codeOf = (answer: unknown): string => (answer instanceof Problem ? answer.detail.code : String(answer))

const review = ['receive', 'assign'] as const
const toIssued = [...review, 'propose', 'approve', 'issue'] as const

describe('the table', () => {
  test('names every state and event, and nothing else', () => {
    expect(Object.keys(permitTable).sort()).toEqual([...permitStates].sort())
    for (const row of Object.values(permitTable)) expect(Object.keys(row).sort()).toEqual([...permitEvents].sort())
  })

  test('every state can be reached, every event can happen, and an end is always in sight', () => {
    const reached = new Set(['submitted'])
    for (const state of reached)
      for (const next of Object.values(permitTable[state as keyof typeof permitTable])) if (next) reached.add(next)
    expect([...reached].sort()).toEqual([...permitStates].sort())
    for (const event of permitEvents) expect(permitStates.some((state) => permitTable[state][event])).toBe(true)
    expect([...terminalStates].sort()).toEqual(
      ['completed', 'lapsed', 'refused', 'refused-at-intake', 'revoked', 'withdrawn'].sort(),
    )
    expect(standingStates.has('lapsed')).toBe(false)
  })
})

const role = fc.constantFrom<PermitRole>('citizen', 'reviewer', 'approver', 'admin', 'clock')
const step = fc.record({
  event: fc.constantFrom(...permitEvents),
  /** Of the events that the table lets happen; null: any event at all. */
  pick: fc.option(fc.nat()),
  role: fc.oneof({ weight: 1, arbitrary: role }, { weight: 4, arbitrary: fc.constant(null) }),
  note: fc.constantFrom('', 'lý do'),
  clauses: fc.constantFrom<string[][]>([], ['Bảng 2.8'], ['mô phỏng ngập']).map((one) => one.slice()),
  to: fc.constantFrom(null, 'A', 'B'),
  laterHours: fc.oneof(fc.integer({ min: 0, max: 48 }), fc.integer({ min: 0, max: 24 * 400 })),
  signed: fc.boolean(),
})

describe('any sequence of moves', () => {
  const walks = fc.array(step, { minLength: 1, maxLength: 80 })

  function walk(
    steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
    look: (history: PermitPast[], one: PermitMove, answer: ReturnType<typeof nextState>, now: PermitFacts) => void,
  ) {
    const history = [filed]
    let at = Date.parse(filed.at)
    for (const { event: any, pick, role: as, laterHours, signed, ...rest } of steps) {
      at += laterHours * 3_600_000
      const possible = permitEvents.filter((one) => permitTable[stateOf(history)][one])
      const event = pick === null || possible.length === 0 ? any : possible[pick % possible.length]!
      const now = facts(new Date(at).toISOString(), { signed })
      const one = { event, role: as ?? actor(event), ...rest }
      const answer = nextState(history, one, now)
      look(history, one, answer, now)
      if (!(answer instanceof Problem)) history.push({ event, state: answer, at: now.at, to: rest.to })
    }
    return history
  }

  test('stays in the table, leaves no end, and asks for one supplement and two extensions at most', () => {
    fc.assert(
      fc.property(walks, (steps) => {
        const history = walk(steps, (past, one, answer) => {
          const state = stateOf(past)
          if (answer instanceof Problem) {
            expect(answer.detail.message.vi).not.toBe('')
            return
          }
          expect(terminalStates.has(state)).toBe(false)
          expect(answer).toBe(permitTable[state][one.event])
          expect(permitActors[one.event]).toContain(one.role)
        })
        expect(countOf(history, 'request-supplement')).toBeLessThanOrEqual(1)
        expect(countOf(history, 'extend')).toBeLessThanOrEqual(2)
      }),
      { numRuns: 300 },
    )
  })

  test('nothing happens that was not offered, and what is offered is refused for want of words alone', () => {
    fc.assert(
      fc.property(walks, (steps) => {
        walk(steps, (past, one, answer, now) => {
          const offered = mayDo(past, one.role, now).includes(one.event)
          if (!(answer instanceof Problem)) expect(offered).toBe(true)
          else if (offered)
            expect(answer.detail.code).toMatch(/no-reason|no-addressee|asked-already|not-asked|no-clause|clause-not-/)
        })
      }),
      { numRuns: 200 },
    )
  })
})

test('a second request for a supplement is refused, and is not offered', () => {
  const history = through([...review, 'request-supplement', 'supplement'])
  const now = facts('2026-11-25T02:00:00Z')
  expect(codeOf(nextState(history, move('request-supplement'), now))).toBe('permit/supplement-once')
  expect(mayDo(history, 'reviewer', now)).not.toContain('request-supplement')
})

describe('consultation', () => {
  // Monday; the term of two working days leaves out Tuesday, 24 November.
  const history = through([...review, 'consult'])

  test('silence is consent once the term is over, and not before', () => {
    const conclude = (at: string, who: PermitRole = 'clock') =>
      codeOf(nextState(history, move('conclude', { role: who }), facts(at)))
    expect(conclude('2026-11-26T10:00:00Z')).toBe('permit/opinion-awaited')
    expect(conclude('2026-11-26T17:00:00Z')).toBe('in-review')
    expect(conclude('2026-11-26T10:00:00Z', 'reviewer')).toBe('permit/opinion-awaited')
  })

  test('several bodies are asked at once; each answers once; the last answer lets it go on', () => {
    const now = facts('2026-11-23T09:00:00Z')
    expect(codeOf(nextState(history, move('consult'), now))).toBe('permit/asked-already')
    const two = [...history, { event: 'consult' as const, state: 'consulting' as const, at: now.at, to: 'Điện lực' }]
    expect(codeOf(nextState(two, move('opinion', { to: 'Sở Xây dựng' }), now))).toBe('permit/not-asked')
    const one = through(['opinion'], two)
    expect(codeOf(nextState(one, move('opinion'), now))).toBe('permit/not-asked')
    expect(codeOf(nextState(one, move('conclude'), now))).toBe('permit/opinion-awaited')
    const both = [...one, { event: 'opinion' as const, state: 'consulting' as const, at: now.at, to: 'Điện lực' }]
    expect(codeOf(nextState(both, move('conclude'), now))).toBe('in-review')
  })
})

describe('a refusal', () => {
  const history = through([...review, 'propose'])
  const refuse = (clauses: string[], past = history) =>
    codeOf(nextState(past, move('refuse', { clauses }), facts('2026-11-25T02:00:00Z')))

  test('cites rules that failed or that a person judged; never one that passed, never a simulation', () => {
    expect(refuse(['Bảng 2.8'])).toBe('refused')
    expect(refuse(['Bảng 2.8', 'Bảng 2.13'])).toBe('refused')
    expect(refuse([])).toBe('permit/no-clause')
    expect(refuse(['Bảng 2.7'])).toBe('permit/clause-not-failed')
    expect(refuse(['Bảng 2.8', 'mô phỏng ngập'])).toBe('permit/clause-not-failed')
  })

  test('cites what a dossier must hold only after a supplement was asked for', () => {
    const dossier = 'NĐ 217/2026/NĐ-CP, Đ.57, 60, 61, 63'
    expect(refuse([dossier])).toBe('permit/clause-not-failed')
    expect(refuse([dossier], through([...review, 'request-supplement']))).toBe('refused')
  })
})

describe('a permit', () => {
  const issued = through(toIssued)
  const at = (instant: string, event: PermitEvent, past = issued) =>
    codeOf(nextState(past, move(event), facts(instant)))

  test('is issued only with a valid signature', () => {
    const approved = through([...review, 'propose', 'approve'])
    const unsigned = nextState(approved, move('issue'), facts('2026-11-25T02:00:00Z', { signed: false }))
    expect(codeOf(unsigned)).toBe('permit/unsigned')
  })

  test('lapses where works have not started within 12 months, and 12 more with each of two extensions', () => {
    expect(startBefore(issued)).toBe('2027-11-23')
    // Midnight in Vietnam is 17:00 UTC.
    expect(at('2027-11-23T16:59:00Z', 'lapse')).toBe('permit/not-lapsed')
    expect(at('2027-11-23T17:00:00Z', 'lapse')).toBe('lapsed')
    expect(at('2027-11-23T17:00:00Z', 'start')).toBe('permit/lapsed')
    expect(at('2027-11-23T17:00:00Z', 'extend')).toBe('permit/lapsed')
    expect(at('2027-11-23T16:59:00Z', 'start')).toBe('under-construction')
    const twice = through(['extend', 'extend'], issued)
    expect(startBefore(twice)).toBe('2029-11-23')
    expect(at('2028-01-01T00:00:00Z', 'extend', twice)).toBe('permit/extended-twice')
  })

  test('once works have started it does not lapse; it is adjusted, revoked or completed', () => {
    const started = through(['adjust', 'start'], issued)
    expect(at('2040-01-01T00:00:00Z', 'lapse', started)).toBe('permit/impossible')
    expect(stateOf(through(['adjust', 'complete'], started))).toBe('completed')
    expect(at('2027-01-01T00:00:00Z', 'revoke', started)).toBe('revoked')
  })
})
