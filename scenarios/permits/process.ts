/**
 * The process of one window (một cửa): its states, what may happen in each, and by whom. Law: NĐ 118/2025/NĐ-CP (one window),
 * NĐ 217/2026/NĐ-CP Đ.53–54 (permits). The table says what is possible at all; what also hangs on what happened before (one
 * supplement, two extensions, silence as consent) stands in the conditions below it.
 */

import { Problem } from '../problem.ts'
import { allowed, problemIn } from '../process.ts'
import { exemptionOf } from '../rules/permit.ts'
import type { CheckReport } from '../rules/report.ts'
import { type Bilingual, both } from '../text.ts'
import { consultationDaysOn, dossierClause } from './terms.ts'
import { addMonths, type IsoDate, localDate, type WorkingCalendar } from './working-days.ts'

export const permitStates = [
  'submitted',
  'refused-at-intake',
  'received',
  'in-review',
  'supplement-requested',
  'consulting',
  'to-sign',
  'approved',
  'refused',
  'withdrawn',
  'issued',
  'adjusted',
  'extended',
  'under-construction',
  'completed',
  'lapsed',
  'revoked',
] as const
export type PermitState = (typeof permitStates)[number]

export const permitEvents = [
  'receive',
  'register',
  'refuse-at-intake',
  'assign',
  'request-supplement',
  'supplement',
  'consult',
  'opinion',
  'conclude',
  'propose',
  'return',
  'approve',
  'refuse',
  'withdraw',
  'issue',
  'adjust',
  'extend',
  'start',
  'complete',
  'lapse',
  'revoke',
] as const
export type PermitEvent = (typeof permitEvents)[number]

type Row = Readonly<Record<PermitEvent, PermitState | null>>

/** Nothing happens any more; every event is named, so that a new one must be thought of here too. */
// biome-ignore format: a table
const closed = {
  receive: null, register: null, 'refuse-at-intake': null, assign: null,
  'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
  propose: null, return: null, approve: null, refuse: null, withdraw: null,
  issue: null, adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
} as const satisfies Row

/** To which state an event leads; null: it cannot happen there. */
// biome-ignore format: a table
export const permitTable = {
  submitted: {
    receive: 'received', register: 'under-construction', 'refuse-at-intake': 'refused-at-intake', assign: null,
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: null, approve: null, refuse: null, withdraw: 'withdrawn',
    issue: null, adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
  },
  'refused-at-intake': closed,
  received: {
    receive: null, register: null, 'refuse-at-intake': null, assign: 'in-review',
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: null, approve: null, refuse: null, withdraw: 'withdrawn',
    issue: null, adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
  },
  'in-review': {
    receive: null, register: null, 'refuse-at-intake': null, assign: 'in-review',
    'request-supplement': 'supplement-requested', supplement: null, consult: 'consulting', opinion: null, conclude: null,
    propose: 'to-sign', return: null, approve: null, refuse: null, withdraw: 'withdrawn',
    issue: null, adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
  },
  'supplement-requested': {
    receive: null, register: null, 'refuse-at-intake': null, assign: 'supplement-requested',
    'request-supplement': null, supplement: 'in-review', consult: null, opinion: null, conclude: null,
    propose: null, return: null, approve: null, refuse: 'refused', withdraw: 'withdrawn',
    issue: null, adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
  },
  consulting: {
    receive: null, register: null, 'refuse-at-intake': null, assign: 'consulting',
    'request-supplement': null, supplement: null, consult: 'consulting', opinion: 'consulting', conclude: 'in-review',
    propose: null, return: null, approve: null, refuse: null, withdraw: 'withdrawn',
    issue: null, adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
  },
  'to-sign': {
    receive: null, register: null, 'refuse-at-intake': null, assign: null,
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: 'in-review', approve: 'approved', refuse: 'refused', withdraw: 'withdrawn',
    issue: null, adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
  },
  approved: {
    receive: null, register: null, 'refuse-at-intake': null, assign: null,
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: 'in-review', approve: null, refuse: null, withdraw: null,
    issue: 'issued', adjust: null, extend: null, start: null, complete: null, lapse: null, revoke: null,
  },
  refused: closed,
  withdrawn: closed,
  issued: {
    receive: null, register: null, 'refuse-at-intake': null, assign: null,
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: null, approve: null, refuse: null, withdraw: null,
    issue: null, adjust: 'adjusted', extend: 'extended', start: 'under-construction', complete: null,
    lapse: 'lapsed', revoke: 'revoked',
  },
  adjusted: {
    receive: null, register: null, 'refuse-at-intake': null, assign: null,
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: null, approve: null, refuse: null, withdraw: null,
    issue: null, adjust: 'adjusted', extend: 'extended', start: 'under-construction', complete: null,
    lapse: 'lapsed', revoke: 'revoked',
  },
  extended: {
    receive: null, register: null, 'refuse-at-intake': null, assign: null,
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: null, approve: null, refuse: null, withdraw: null,
    issue: null, adjust: 'adjusted', extend: 'extended', start: 'under-construction', complete: null,
    lapse: 'lapsed', revoke: 'revoked',
  },
  'under-construction': {
    receive: null, register: null, 'refuse-at-intake': null, assign: null,
    'request-supplement': null, supplement: null, consult: null, opinion: null, conclude: null,
    propose: null, return: null, approve: null, refuse: null, withdraw: null,
    issue: null, adjust: 'under-construction', extend: null, start: null, complete: 'completed',
    lapse: null, revoke: 'revoked',
  },
  completed: closed,
  lapsed: closed,
  revoked: closed,
} as const satisfies Record<PermitState, Row>

const nextOf = (state: PermitState, event: PermitEvent): PermitState | null => permitTable[state][event]

export const terminalStates: ReadonlySet<PermitState> = new Set(
  permitStates.filter((state) => permitEvents.every((event) => nextOf(state, event) === null)),
)

/** A permit that stands: what the register shows as in force. */
export const standingStates: ReadonlySet<PermitState> = new Set([
  'issued',
  'adjusted',
  'extended',
  'under-construction',
  'completed',
])

/** `citizen`: whoever holds the follow code; `clock`: the server, when a term is over. */
export type PermitRole = 'citizen' | 'reviewer' | 'approver' | 'admin' | 'clock'

export const permitActors: Readonly<Record<PermitEvent, readonly PermitRole[]>> = {
  receive: ['reviewer'],
  register: ['reviewer'],
  'refuse-at-intake': ['reviewer'],
  assign: ['reviewer', 'approver', 'admin'],
  'request-supplement': ['reviewer'],
  // At the desk, a reviewer takes in for the applicant.
  supplement: ['citizen', 'reviewer'],
  consult: ['reviewer'],
  opinion: ['reviewer'],
  conclude: ['reviewer', 'clock'],
  propose: ['reviewer'],
  return: ['approver'],
  approve: ['approver'],
  refuse: ['approver'],
  withdraw: ['citizen', 'reviewer'],
  issue: ['reviewer', 'approver'],
  adjust: ['approver'],
  extend: ['approver'],
  start: ['citizen', 'reviewer'],
  complete: ['reviewer'],
  lapse: ['clock'],
  revoke: ['approver'],
}

export const stateTitles: Readonly<Record<PermitState, Bilingual>> = {
  submitted: both('Chờ tiếp nhận', 'Submitted'),
  'refused-at-intake': both('Từ chối tiếp nhận', 'Refused at intake'),
  received: both('Đã tiếp nhận', 'Received'),
  'in-review': both('Đang thẩm định', 'In review'),
  'supplement-requested': both('Chờ bổ sung (dừng tính giờ)', 'Supplement requested (clock stopped)'),
  consulting: both('Đang lấy ý kiến', 'Consulting'),
  'to-sign': both('Trình ký', 'To be signed'),
  approved: both('Đã duyệt, chờ chữ ký số', 'Approved, digital signature awaited'),
  refused: both('Từ chối giải quyết', 'Refused'),
  withdrawn: both('Đã rút hồ sơ', 'Withdrawn'),
  issued: both('Đã cấp phép', 'Issued'),
  adjusted: both('Đã điều chỉnh', 'Adjusted'),
  extended: both('Đã gia hạn', 'Extended'),
  'under-construction': both('Đã khởi công', 'Under construction'),
  completed: both('Đã nghiệm thu', 'Completed'),
  lapsed: both('Hết hiệu lực', 'Lapsed'),
  revoked: both('Đã thu hồi', 'Revoked'),
}

export const eventTitles: Readonly<Record<PermitEvent, Bilingual>> = {
  receive: both('Tiếp nhận hồ sơ', 'Receive the dossier'),
  register: both('Ghi nhận thông báo khởi công (miễn phép)', 'Register the notice of start (no permit needed)'),
  'refuse-at-intake': both('Từ chối tiếp nhận', 'Refuse at intake'),
  assign: both('Phân công thụ lý', 'Assign'),
  'request-supplement': both('Yêu cầu bổ sung', 'Request a supplement'),
  supplement: both('Bổ sung hồ sơ', 'Supplement'),
  consult: both('Lấy ý kiến', 'Consult'),
  opinion: both('Ghi nhận ý kiến', 'Record an opinion'),
  conclude: both('Kết thúc lấy ý kiến', 'Conclude the consultation'),
  propose: both('Trình ký', 'Submit for signature'),
  return: both('Trả lại để thẩm định', 'Return to review'),
  approve: both('Duyệt cấp phép', 'Approve'),
  refuse: both('Từ chối cấp phép', 'Refuse'),
  withdraw: both('Rút hồ sơ', 'Withdraw'),
  issue: both('Cấp giấy phép', 'Issue the permit'),
  adjust: both('Điều chỉnh giấy phép', 'Adjust the permit'),
  extend: both('Gia hạn giấy phép', 'Extend the permit'),
  start: both('Thông báo khởi công', 'Give notice of start'),
  complete: both('Nghiệm thu hoàn thành', 'Accept as completed'),
  lapse: both('Hết hiệu lực vì chưa khởi công', 'Lapse: works not started'),
  revoke: both('Thu hồi giấy phép, ghi nhận', 'Revoke the permit or the registration'),
}

/** What has happened so far, oldest first; the first is `file`. An entry of the case's history is one. */
export interface PermitPast {
  readonly event: 'file' | PermitEvent
  readonly state: PermitState
  /** The instant, ISO 8601. */
  readonly at: string
  /** `consult`, `opinion`: the body that is asked, or answers. */
  readonly to: string | null
}

/** What someone wants to do now. */
export interface PermitMove {
  readonly event: PermitEvent
  readonly role: PermitRole
  readonly note: string
  readonly clauses: readonly string[]
  readonly to?: string | null
}

/** What the conditions look at besides the history. */
export interface PermitFacts {
  /** Now: the instant, ISO 8601. */
  readonly at: string
  readonly calendar: WorkingCalendar
  /** The server's own last check; null where none ran. */
  readonly report: CheckReport | null
  /** The PDF of the permit has come back signed (PAdES) and its signature verifies. */
  readonly signed: boolean
  /** A notice of start of works that need no permit, not an application for one. */
  readonly notice: boolean
  /** Why the works cannot be accepted as completed yet; null: nothing stands against it. */
  readonly unfinished: Problem | null
}

export const START_WITHIN_MONTHS = 12
export const MAX_EXTENSIONS = 2

export const stateOf = (history: readonly PermitPast[]): PermitState => history.at(-1)?.state ?? 'submitted'

export const countOf = (history: readonly PermitPast[], event: PermitEvent): number =>
  history.filter((past) => past.event === event).length

/** Last day on which works may start: 12 months from the day of issue, 12 more with each extension. Null: not issued. */
export function startBefore(history: readonly PermitPast[]): IsoDate | null {
  const issued = history.find(({ event }) => event === 'issue')
  if (!issued) return null
  return addMonths(localDate(issued.at), START_WITHIN_MONTHS * (1 + countOf(history, 'extend')))
}

/** Bodies that were asked in this round and have not answered, with the last day of their term. */
export function pendingOpinions(
  history: readonly PermitPast[],
  calendar: WorkingCalendar,
): { readonly body: string; readonly due: IsoDate }[] {
  const pending = new Map<string, IsoDate>()
  for (const { event, at, to } of history) {
    if (event === 'conclude') pending.clear()
    if (event === 'opinion' && to !== null) pending.delete(to)
    if (event !== 'consult' || to === null) continue
    const asked = localDate(at)
    pending.set(to, calendar.add(asked, consultationDaysOn(asked)))
  }
  return [...pending].map(([body, due]) => ({ body, due }))
}

/**
 * Clauses that a refusal may cite: of rules that failed, or that a person had to judge, never of advice (guard 4); and, once a
 * supplement was asked for, the article that says what the dossier holds.
 */
export function citableClauses(history: readonly PermitPast[], report: CheckReport | null): string[] {
  const rules = report?.rules.filter(({ verdict, basis }) => verdict !== 'pass' && basis !== 'advice') ?? []
  const dossier = countOf(history, 'request-supplement') > 0 ? [dossierClause] : []
  return [...new Set([...rules.map(({ clause }) => clause), ...dossier])]
}

type Condition<Asked extends unknown[]> = (
  history: readonly PermitPast[],
  facts: PermitFacts,
  ...asked: Asked
) => Problem | null

const problem = problemIn('permit')

/** What must be so already, whatever is written with the event. */
const ready: Partial<Record<PermitEvent, Condition<[]>>> = {
  receive: (_, { notice }) =>
    notice
      ? problem(
          'notice',
          'Đây là thông báo khởi công của công trình miễn phép: ghi nhận, không tiếp nhận như hồ sơ xin phép',
          'This is a notice of start without a permit: it is registered, not received as an application',
        )
      : null,
  register: (_, { notice, report }) => {
    if (!notice)
      return problem('not-a-notice', 'Đây là hồ sơ xin giấy phép', 'This is an application for a permit', 'event')
    if (!report)
      return problem(
        'no-check',
        'Hồ sơ chưa được đối chiếu quy định',
        'The case has not been checked against the rules',
      )
    return exemptionOf(report) === 'needed'
      ? problem(
          'permit-needed',
          'Công trình này cần giấy phép xây dựng: từ chối thông báo và hướng dẫn nộp hồ sơ xin phép',
          'These works need a permit: refuse the notice and have them apply for one',
          'permit.required',
        )
      : null
  },
  complete: (_, { unfinished }) => unfinished,
  'request-supplement': (history) =>
    countOf(history, 'request-supplement') === 0
      ? null
      : problem(
          'supplement-once',
          'Hồ sơ chỉ được yêu cầu bổ sung một lần; lần này đã được yêu cầu rồi',
          'A supplement may be asked for once only, and it has been',
        ),
  conclude: (history, { at, calendar }) => {
    const waiting = pendingOpinions(history, calendar).filter(({ due }) => localDate(at) <= due)
    const names = waiting.map(({ body, due }) => `${body} (${due})`).join('; ')
    return names === ''
      ? null
      : problem(
          'opinion-awaited',
          `Chưa hết hạn trả lời của: ${names}. Hết hạn mà không trả lời thì coi là đồng ý`,
          `The term to answer is not over for: ${names}. Silence counts as consent once it is`,
        )
  },
  propose: (_, { report }) =>
    report
      ? null
      : problem('no-check', 'Hồ sơ chưa được đối chiếu quy định', 'The case has not been checked against the rules'),
  issue: (_, { signed }) =>
    signed
      ? null
      : problem(
          'unsigned',
          'Chưa có bản PDF đã ký số hợp lệ: giấy phép còn là bản dự thảo',
          'No PDF with a valid digital signature has come back: the permit is still a draft',
        ),
  extend: (history, { at }) => {
    const last = startBefore(history)
    if (countOf(history, 'extend') >= MAX_EXTENSIONS)
      return problem(
        'extended-twice',
        `Giấy phép chỉ được gia hạn tối đa ${MAX_EXTENSIONS} lần, mỗi lần ${START_WITHIN_MONTHS} tháng`,
        `A permit is extended ${MAX_EXTENSIONS} times at most, by ${START_WITHIN_MONTHS} months each`,
      )
    return last !== null && localDate(at) > last ? tooLate(last) : null
  },
  start: (history, { at }) => {
    const last = startBefore(history)
    return last !== null && localDate(at) > last ? tooLate(last) : null
  },
  lapse: (history, { at }) => {
    const last = startBefore(history)
    return last !== null && localDate(at) > last
      ? null
      : problem(
          'not-lapsed',
          `Giấy phép còn hiệu lực khởi công đến hết ngày ${last}`,
          `Works may still start until the end of ${last}`,
        )
  },
}

const tooLate = (last: IsoDate): Problem =>
  problem('lapsed', `Giấy phép đã hết hạn khởi công từ sau ngày ${last}`, `The permit’s term to start ended on ${last}`)

const noted: Condition<[PermitMove]> = (_history, _facts, { note }) =>
  note.trim() === ''
    ? problem('no-reason', 'Phải nêu lý do', 'A reason must be given', 'note', 'a sentence or more')
    : null

const addressed: Condition<[PermitMove]> = (_history, _facts, { to }) =>
  to?.trim() ? null : problem('no-addressee', 'Phải ghi rõ gửi cho ai', 'Say to whom', 'to', 'a name')

/** What must be written with the event. */
const written: Partial<Record<PermitEvent, Condition<[PermitMove]>>> = {
  'refuse-at-intake': noted,
  // Where the rule itself cannot say that no permit is needed, the reviewer writes down why.
  register: (history, facts, move) =>
    facts.report && exemptionOf(facts.report) === 'exempt' ? null : noted(history, facts, move),
  assign: addressed,
  'request-supplement': noted,
  consult: (history, facts, move) =>
    addressed(history, facts, move) ??
    (pendingOpinions(history, facts.calendar).some(({ body }) => body === move.to)
      ? problem('asked-already', `Đã hỏi ${move.to}, đang chờ trả lời`, `${move.to} has been asked already`, 'to')
      : null),
  opinion: (history, facts, move) => {
    const asked = pendingOpinions(history, facts.calendar).map(({ body }) => body)
    return move.to && asked.includes(move.to)
      ? null
      : problem(
          'not-asked',
          'Cơ quan này không có trong đợt lấy ý kiến',
          'Not asked',
          'to',
          asked.join(', ') || 'nobody',
        )
  },
  return: noted,
  refuse: (history, facts, move) => {
    const citable = citableClauses(history, facts.report)
    const other = move.clauses.find((clause) => !citable.includes(clause))
    const missing = noted(history, facts, move)
    if (missing) return missing
    if (move.clauses.length === 0)
      return problem(
        'no-clause',
        'Từ chối phải dẫn điều khoản của quy định không đạt; mô phỏng không phải là căn cứ',
        'A refusal cites clauses of rules that are not met; a simulation is no ground',
        'clauses',
        citable.join(' | ') || 'none can be cited',
      )
    return other === undefined
      ? null
      : problem(
          'clause-not-failed',
          `“${other}” không phải là quy định không đạt của hồ sơ này`,
          `“${other}” is no rule that this case fails`,
          'clauses',
          citable.join(' | ') || 'none can be cited',
        )
  },
  adjust: noted,
  extend: noted,
  complete: noted,
  revoke: (history, facts, move) =>
    noted(history, facts, move) ??
    (move.clauses.length > 0
      ? null
      : problem('no-clause', 'Thu hồi phải dẫn điều khoản', 'A revocation cites its clause', 'clauses', 'one or more')),
}

function possible(history: readonly PermitPast[], event: PermitEvent, role: PermitRole): PermitState | Problem {
  const state = stateOf(history)
  return allowed(problem, {
    subject: both('hồ sơ', 'the case is'),
    did: eventTitles[event],
    stands: stateTitles[state],
    next: nextOf(state, event),
    role,
    actors: permitActors[event],
  })
}

/** The state that the move leads to, or why it may not be made. */
export function nextState(history: readonly PermitPast[], move: PermitMove, facts: PermitFacts): PermitState | Problem {
  const next = possible(history, move.event, move.role)
  if (next instanceof Problem) return next
  return ready[move.event]?.(history, facts) ?? written[move.event]?.(history, facts, move) ?? next
}

/** What the role may do now: by the table, the role and all that has happened; what must be written is asked for later. */
export const mayDo = (history: readonly PermitPast[], role: PermitRole, facts: PermitFacts): PermitEvent[] =>
  permitEvents.filter(
    (event) => !(possible(history, event, role) instanceof Problem) && !ready[event]?.(history, facts),
  )
