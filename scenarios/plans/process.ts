/**
 * How a scenario becomes the city's plan, in the legal steps: nhiệm vụ → lập → lấy ý kiến → thẩm định → phê duyệt → công bố → cắm
 * mốc (Luật Quy hoạch đô thị và nông thôn 47/2024/QH15). The table says what is possible at all; what hangs on runs, conflicts,
 * terms and comments stands in the conditions below it. Up to the decision it is a phương án, never a plan.
 */

import { dayOf, type IsoDate, isoOf, localDate } from '../dates.ts'
import { Problem } from '../problem.ts'
import { allowed, problemIn } from '../process.ts'
import { type Bilingual, both } from '../text.ts'
import type { PlanTerms } from './terms.ts'

export const MAX_CONSULTATION_DAYS = 365

export const planStates = [
  'task',
  'drafting',
  'recomputing',
  'ready',
  'consulting',
  'consulted',
  'appraising',
  'to-decide',
  'approved',
  'published',
  'marked',
  'refused',
  'withdrawn',
  'replaced',
  'expired',
] as const
export type PlanState = (typeof planStates)[number]

export const planEvents = [
  'describe',
  'accept-task',
  'submit',
  'match',
  'mismatch',
  'consult',
  'conclude',
  'summarise',
  'appraise',
  'propose',
  'return',
  'approve',
  'refuse',
  'withdraw',
  'publish',
  'mark',
  'amend',
  'replace',
  'expire',
] as const
export type PlanEvent = (typeof planEvents)[number]

type Row = Readonly<Record<PlanEvent, PlanState | null>>

/** Nothing happens any more; every event is named, so that a new one must be thought of here too. */
// biome-ignore format: a table
const closed = {
  describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
  consult: null, conclude: null, summarise: null, appraise: null, propose: null,
  return: null, approve: null, refuse: null, withdraw: null,
  publish: null, mark: null, amend: null, replace: null, expire: null,
} as const satisfies Row

/** To which state an event leads; null: it cannot happen there. */
// biome-ignore format: a table
export const planTable = {
  task: {
    describe: 'task', 'accept-task': 'drafting', submit: null, match: null, mismatch: null,
    consult: null, conclude: null, summarise: null, appraise: null, propose: null,
    return: null, approve: null, refuse: 'refused', withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  drafting: {
    describe: null, 'accept-task': null, submit: 'recomputing', match: null, mismatch: null,
    consult: null, conclude: null, summarise: null, appraise: null, propose: null,
    return: null, approve: null, refuse: null, withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  recomputing: {
    describe: null, 'accept-task': null, submit: null, match: 'ready', mismatch: 'drafting',
    consult: null, conclude: null, summarise: null, appraise: null, propose: null,
    return: null, approve: null, refuse: null, withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  ready: {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: 'consulting', conclude: null, summarise: null, appraise: null, propose: null,
    return: 'drafting', approve: null, refuse: null, withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  consulting: {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: null, conclude: 'consulted', summarise: null, appraise: null, propose: null,
    return: null, approve: null, refuse: null, withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  consulted: {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: null, conclude: null, summarise: 'consulted', appraise: 'appraising', propose: null,
    return: 'drafting', approve: null, refuse: null, withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  appraising: {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: null, conclude: null, summarise: null, appraise: null, propose: 'to-decide',
    return: 'drafting', approve: null, refuse: null, withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  'to-decide': {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: null, conclude: null, summarise: null, appraise: null, propose: null,
    return: 'drafting', approve: 'approved', refuse: 'refused', withdraw: 'withdrawn',
    publish: null, mark: null, amend: null, replace: null, expire: null,
  },
  approved: {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: null, conclude: null, summarise: null, appraise: null, propose: null,
    return: null, approve: null, refuse: null, withdraw: null,
    publish: 'published', mark: null, amend: 'approved', replace: 'replaced', expire: 'expired',
  },
  published: {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: null, conclude: null, summarise: null, appraise: null, propose: null,
    return: null, approve: null, refuse: null, withdraw: null,
    publish: null, mark: 'marked', amend: 'published', replace: 'replaced', expire: 'expired',
  },
  marked: {
    describe: null, 'accept-task': null, submit: null, match: null, mismatch: null,
    consult: null, conclude: null, summarise: null, appraise: null, propose: null,
    return: null, approve: null, refuse: null, withdraw: null,
    publish: null, mark: null, amend: 'marked', replace: 'replaced', expire: 'expired',
  },
  refused: closed,
  withdrawn: closed,
  replaced: closed,
  expired: closed,
} as const satisfies Record<PlanState, Row>

const nextOf = (state: PlanState, event: PlanEvent): PlanState | null => planTable[state][event]

export const terminalPlanStates: ReadonlySet<PlanState> = new Set(
  planStates.filter((state) => planEvents.every((event) => nextOf(state, event) === null)),
)

/** In force: a plan (đồ án đã phê duyệt), with its decision. */
export const inForceStates: ReadonlySet<PlanState> = new Set(['approved', 'published', 'marked'])
/** Decided so once: what carries a decision, in force or no more. */
export const decidedStates: ReadonlySet<PlanState> = new Set([...inForceStates, 'replaced', 'expired'])
/** Shown to everyone: what the public is asked about and what came of it; never a draft. */
export const publicStates: ReadonlySet<PlanState> = new Set([
  ...(['consulting', 'consulted', 'appraising', 'to-decide'] as const),
  ...decidedStates,
])

/** How it is named wherever it is shown: what is only asked for never looks like what was decided. */
export type PlanStanding = 'proposal' | 'in-force' | 'no-longer' | 'closed'
export const standingOf = (state: PlanState): PlanStanding =>
  inForceStates.has(state)
    ? 'in-force'
    : decidedStates.has(state)
      ? 'no-longer'
      : terminalPlanStates.has(state)
        ? 'closed'
        : 'proposal'
export const standingTitles: Readonly<Record<PlanStanding, Bilingual>> = {
  proposal: both('Phương án (chưa phê duyệt)', 'Proposal (not approved)'),
  'in-force': both('Quy hoạch đã phê duyệt', 'Approved plan'),
  'no-longer': both('Quy hoạch hết hiệu lực', 'Plan no longer in force'),
  closed: both('Phương án đã dừng', 'Proposal that ended'),
}

/** `clock`: the server, when its runs are done, a term is over or another plan takes the place. */
export const planRoles = ['planner', 'reviewer', 'approver', 'clock'] as const
export type PlanRole = (typeof planRoles)[number]

export const planActors: Readonly<Record<PlanEvent, readonly PlanRole[]>> = {
  describe: ['planner'],
  'accept-task': ['approver'],
  submit: ['planner'],
  match: ['clock'],
  mismatch: ['clock'],
  consult: ['reviewer'],
  // By the clock once the term is over; a reviewer need not wait for it.
  conclude: ['reviewer', 'clock'],
  summarise: ['reviewer'],
  appraise: ['reviewer'],
  propose: ['reviewer'],
  return: ['reviewer', 'approver'],
  approve: ['approver'],
  refuse: ['approver'],
  withdraw: ['planner'],
  publish: ['reviewer', 'approver'],
  mark: ['reviewer'],
  amend: ['clock'],
  replace: ['clock'],
  expire: ['clock'],
}

export const planStateTitles: Readonly<Record<PlanState, Bilingual>> = {
  task: both('Nhiệm vụ quy hoạch', 'Task of the plan'),
  drafting: both('Đang lập', 'Being drafted'),
  recomputing: both('Máy chủ đang tính lại', 'Being recomputed by the server'),
  ready: both('Chờ lấy ý kiến', 'Awaiting consultation'),
  consulting: both('Đang lấy ý kiến', 'In consultation'),
  consulted: both('Tiếp thu, giải trình ý kiến', 'Comments being answered'),
  appraising: both('Đang thẩm định', 'In appraisal'),
  'to-decide': both('Trình phê duyệt', 'To be decided'),
  approved: both('Đã phê duyệt', 'Approved'),
  published: both('Đã công bố', 'Announced'),
  marked: both('Đã cắm mốc', 'Marked in the ground'),
  refused: both('Không phê duyệt', 'Refused'),
  withdrawn: both('Đã rút', 'Withdrawn'),
  replaced: both('Đã được thay thế', 'Replaced'),
  expired: both('Hết thời hạn', 'Expired'),
}

export const planEventTitles: Readonly<Record<PlanEvent, Bilingual>> = {
  describe: both('Sửa nhiệm vụ', 'Describe the task'),
  'accept-task': both('Phê duyệt nhiệm vụ', 'Accept the task'),
  submit: both('Trình phương án', 'Submit a scenario'),
  match: both('Tính lại khớp', 'Recomputed the same'),
  mismatch: both('Tính lại không khớp', 'Recomputed otherwise'),
  consult: both('Mở lấy ý kiến', 'Open the consultation'),
  conclude: both('Kết thúc lấy ý kiến', 'Conclude the consultation'),
  summarise: both('Tổng hợp ý kiến', 'Summarise the comments'),
  appraise: both('Đưa vào thẩm định', 'Take up for appraisal'),
  propose: both('Trình phê duyệt', 'Put forward for decision'),
  return: both('Trả lại để chỉnh sửa', 'Return for revision'),
  approve: both('Phê duyệt', 'Approve'),
  refuse: both('Không phê duyệt', 'Refuse'),
  withdraw: both('Rút phương án', 'Withdraw'),
  publish: both('Công bố', 'Announce'),
  mark: both('Cắm mốc', 'Mark in the ground'),
  amend: both('Thay đổi một phần bởi quy hoạch khác', 'Changed in part by another plan'),
  replace: both('Thay thế bởi quy hoạch khác', 'Replaced by another plan'),
  expire: both('Hết thời hạn', 'Expire'),
}

/** The seven legal steps, in their order, and the states that belong to each. */
export const legalSteps: readonly { readonly title: Bilingual; readonly states: readonly PlanState[] }[] = [
  { title: both('Nhiệm vụ', 'Task'), states: ['task'] },
  { title: both('Lập', 'Drafting'), states: ['drafting', 'recomputing', 'ready'] },
  { title: both('Lấy ý kiến', 'Consultation'), states: ['consulting', 'consulted'] },
  { title: both('Thẩm định', 'Appraisal'), states: ['appraising', 'to-decide'] },
  { title: both('Phê duyệt', 'Approval'), states: ['approved'] },
  { title: both('Công bố', 'Announcement'), states: ['published'] },
  { title: both('Cắm mốc', 'Markers'), states: ['marked'] },
]

/** What the decision says, as far as the conditions look at it. */
export interface PlanDecisionFacts {
  readonly number: string
  readonly issuer: string
  readonly signedOn: IsoDate
  readonly effectiveFrom: IsoDate
  /** The last day of the plan's period; null: until it is replaced. */
  readonly expiresOn: IsoDate | null
  readonly drawings: readonly string[]
  /** Ids of plans that it replaces. */
  readonly replaces: readonly string[]
}

/** What someone wants to do now. */
export interface PlanMove {
  readonly event: PlanEvent
  readonly role: PlanRole
  readonly note: string
  /** `consult`: for how long, days. */
  readonly days?: number | undefined
  /** `approve` */
  readonly decision?: PlanDecisionFacts | undefined
}

/** What the conditions look at: of the revision that stands, where there are several. */
export interface PlanFacts {
  readonly state: PlanState
  /** Now: the instant, ISO 8601. */
  readonly at: string
  readonly terms: PlanTerms
  readonly runs: 'none' | 'waiting' | 'same' | 'different'
  /** Conflicts that nobody has settled. */
  readonly openConflicts: number
  /** Edits that no longer apply to the city as it stands. */
  readonly staleEdits: number
  /** Threads of reviewers that nobody has resolved. */
  readonly openThreads: number
  /** The last day of the consultation of this revision; null: there was none. */
  readonly consultedUntil: IsoDate | null
  /** The public's: not moderated yet, and shown but not answered. */
  readonly commentsWaiting: number
  readonly commentsUnanswered: number
  readonly summarised: boolean
  /** The plan that this one adjusts (điều chỉnh); null: none. */
  readonly adjusts: string | null
  /** The decision's last day, once decided. */
  readonly expiresOn: IsoDate | null
}

type Condition<Asked extends unknown[]> = (facts: PlanFacts, ...asked: Asked) => Problem | null

const problem = problemIn('plan')

/** The first of some conditions that is not met. */
const all =
  (...conditions: Condition<[]>[]): Condition<[]> =>
  (facts) => {
    for (const condition of conditions) {
      const missing = condition(facts)
      if (missing) return missing
    }
    return null
  }

const runsSame: Condition<[]> = ({ runs }) =>
  runs === 'same'
    ? null
    : problem(
        'runs',
        'Máy chủ chưa tính lại được mọi kết quả như đã trình',
        'Not every run has been recomputed by the server with the same result',
        'runs',
        'same',
      )

const consultationOver: Condition<[]> = ({ at, consultedUntil }) => {
  if (consultedUntil === null)
    return problem('not-consulted', 'Bản này chưa được lấy ý kiến', 'This revision has not been consulted on')
  return localDate(at) > consultedUntil
    ? null
    : problem(
        'consultation-open',
        `Còn lấy ý kiến đến hết ngày ${consultedUntil}`,
        `The consultation is open until the end of ${consultedUntil}`,
      )
}

const commentsModerated: Condition<[]> = ({ commentsWaiting }) =>
  commentsWaiting === 0
    ? null
    : problem(
        'comments-waiting',
        `Còn ${commentsWaiting} ý kiến chưa được duyệt hiển thị`,
        `${commentsWaiting} comments have not been looked at`,
        'comments',
      )

const commentsMet: Condition<[]> = ({ commentsUnanswered, summarised }) =>
  summarised || commentsUnanswered === 0
    ? null
    : problem(
        'comments-unanswered',
        `Còn ${commentsUnanswered} ý kiến chưa được trả lời hoặc tổng hợp`,
        `${commentsUnanswered} comments are neither answered nor summarised`,
        'comments',
      )

const conflictsSettled: Condition<[]> = ({ openConflicts }) =>
  openConflicts === 0
    ? null
    : problem(
        'conflicts',
        `Còn ${openConflicts} mâu thuẫn với quy hoạch, giấy phép khác chưa xử lý`,
        `${openConflicts} conflicts with other plans and permits are not settled`,
        'conflicts',
      )

const editsApply: Condition<[]> = ({ staleEdits }) =>
  staleEdits === 0
    ? null
    : problem(
        'stale',
        `${staleEdits} thay đổi không còn khớp với hiện trạng thành phố`,
        `${staleEdits} edits no longer fit the city as it stands`,
        'edits',
      )

const threadsResolved: Condition<[]> = ({ openThreads }) =>
  openThreads === 0
    ? null
    : problem(
        'threads',
        `Còn ${openThreads} ý kiến thẩm định chưa được giải quyết`,
        `${openThreads} comments of reviewers are not resolved`,
        'comments',
      )

const signOff = all(
  runsSame,
  consultationOver,
  commentsModerated,
  commentsMet,
  threadsResolved,
  conflictsSettled,
  editsApply,
)

/** What must be so already, whatever is written with the event. */
const ready: Partial<Record<PlanEvent, Condition<[]>>> = {
  match: runsSame,
  mismatch: ({ runs }) =>
    runs === 'different' ? null : problem('runs', 'Kết quả không khác', 'No run differs', 'runs'),
  consult: runsSame,
  conclude: consultationOver,
  summarise: commentsModerated,
  appraise: all(commentsModerated, commentsMet),
  propose: signOff,
  approve: signOff,
  expire: ({ at, expiresOn }) =>
    expiresOn !== null && localDate(at) > expiresOn
      ? null
      : problem('not-expired', 'Quy hoạch chưa hết thời hạn', 'The plan has not expired', 'decision.expiresOn'),
}

const noted: Condition<[PlanMove]> = (_facts, { note }) =>
  note.trim() === ''
    ? problem('no-reason', 'Phải ghi nội dung, lý do', 'Say why or what', 'note', 'a sentence or more')
    : null

/** What must be written with the event. */
const written: Partial<Record<PlanEvent, Condition<[PlanMove]>>> = {
  consult: ({ terms }, { days }) =>
    days !== undefined && days >= terms.consultationDays && days <= MAX_CONSULTATION_DAYS
      ? null
      : problem(
          'consultation-days',
          `Thời gian lấy ý kiến từ ${terms.consultationDays} đến ${MAX_CONSULTATION_DAYS} ngày`,
          `A consultation lasts ${terms.consultationDays} to ${MAX_CONSULTATION_DAYS} days`,
          'days',
          `${terms.consultationDays} … ${MAX_CONSULTATION_DAYS}`,
        ),
  summarise: noted,
  propose: noted,
  return: noted,
  refuse: noted,
  withdraw: noted,
  publish: noted,
  mark: noted,
  approve: ({ at, adjusts }, { decision }) => {
    if (!decision)
      return problem(
        'no-decision',
        'Thiếu quyết định phê duyệt',
        'The decision is missing',
        'decision',
        'number, issuer, …',
      )
    const { signedOn, effectiveFrom, expiresOn, drawings, replaces } = decision
    if (signedOn > localDate(at))
      return problem(
        'signed-later',
        'Ngày ký ở tương lai',
        'Signed in the future',
        'decision.signedOn',
        `≤ ${localDate(at)}`,
      )
    if (effectiveFrom < signedOn)
      return problem(
        'effective-before',
        'Ngày có hiệu lực trước ngày ký',
        'In force before it was signed',
        'decision.effectiveFrom',
        `≥ ${signedOn}`,
      )
    if (expiresOn !== null && expiresOn < effectiveFrom)
      return problem(
        'expires-before',
        'Hết thời hạn trước khi có hiệu lực',
        'It ends before it begins',
        'decision.expiresOn',
        `≥ ${effectiveFrom}`,
      )
    if (drawings.length === 0)
      return problem('no-drawing', 'Quyết định phải kèm bản vẽ', 'A decision carries its drawings', 'decision.drawings')
    return adjusts === null || replaces.includes(adjusts)
      ? null
      : problem(
          'adjusts',
          'Đồ án điều chỉnh phải thay thế đồ án được điều chỉnh',
          'An adjustment replaces the plan that it adjusts',
          'decision.replaces',
          adjusts,
        )
  },
}

function possible(state: PlanState, event: PlanEvent, role: PlanRole): PlanState | Problem {
  return allowed(problem, {
    subject: both('đồ án', 'the plan is'),
    did: planEventTitles[event],
    stands: planStateTitles[state],
    next: nextOf(state, event),
    role,
    actors: planActors[event],
  })
}

/** The state that the move leads to, or why it may not be made. */
export function nextPlanState(facts: PlanFacts, move: PlanMove): PlanState | Problem {
  const next = possible(facts.state, move.event, move.role)
  if (next instanceof Problem) return next
  return ready[move.event]?.(facts) ?? written[move.event]?.(facts, move) ?? next
}

/** What the role may do now: by the table, the role and what is so; what must be written is asked for later. */
export const mayMove = (facts: PlanFacts, role: PlanRole): PlanEvent[] =>
  planEvents.filter((event) => !(possible(facts.state, event, role) instanceof Problem) && !ready[event]?.(facts))

/** What the table and the role let one do, but not yet as things are, each with the reason: what is still to be done. */
export const heldBack = (facts: PlanFacts, role: PlanRole): { event: PlanEvent; problem: Problem }[] =>
  planEvents.flatMap((event) => {
    if (possible(facts.state, event, role) instanceof Problem) return []
    const missing = ready[event]?.(facts)
    return missing ? [{ event, problem: missing }] : []
  })

/** The last day of a consultation that opens at an instant: that day is not counted. */
export const consultationUntil = (at: string, days: number): IsoDate => isoOf(dayOf(localDate(at)) + days)
