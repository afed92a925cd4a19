/**
 * The way of a field report (phản ánh hiện trường), from sending to rating: states, what may happen in each, and by whom. The one who
 * sent it has no account: a secret code stands for them (`citizen`). Units in charge have none either: the desk writes down what
 * they do.
 */

import { Problem } from '../problem.ts'
import { allowed, problemIn } from '../process.ts'
import { type Bilingual, both } from '../text.ts'

export const reportStates = [
  'new',
  'received',
  'assigned',
  'forwarded',
  'in-progress',
  'extension-asked',
  'returned',
  'answered',
  'awaiting-publication',
  'published',
  'completed',
  'rated',
  'reopened',
  'rejected',
  'joined',
  'withdrawn',
] as const
export type ReportState = (typeof reportStates)[number]

export const reportEvents = [
  'receive',
  'reject',
  'classify',
  'assign',
  'start',
  'ask-extension',
  'extend',
  'deny-extension',
  'return',
  'forward',
  'answer',
  'propose',
  'publish',
  'send-back',
  'complete',
  'unpublish',
  'rate',
  'reopen',
  'supplement',
  'withdraw',
  'join',
  'note',
] as const
export type ReportEvent = (typeof reportEvents)[number]
type Row = Readonly<Record<ReportEvent, ReportState | null>>

/** To which state an event leads; null: it cannot happen there. Each state names every event. */
// biome-ignore format: a table
export const reportTable = {
  new: {
    receive: 'received', reject: 'rejected', classify: 'new', assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: null, rate: null, reopen: null, supplement: 'new', withdraw: 'withdrawn', join: 'joined', note: 'new',
  },
  received: {
    receive: null, reject: 'rejected', classify: 'received', assign: 'assigned', start: 'in-progress', 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: 'answered', propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'received', rate: null, reopen: null, supplement: 'received', withdraw: 'withdrawn', join: 'joined', note: 'received',
  },
  assigned: {
    receive: null, reject: null, classify: 'assigned', assign: null, start: 'in-progress', 'ask-extension': null, extend: null,
    'deny-extension': null, return: 'returned', forward: 'forwarded', answer: 'answered', propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'assigned', rate: null, reopen: null, supplement: 'assigned', withdraw: 'withdrawn', join: 'joined', note: 'assigned',
  },
  forwarded: {
    receive: null, reject: null, classify: 'forwarded', assign: null, start: 'in-progress', 'ask-extension': null, extend: null,
    'deny-extension': null, return: 'returned', forward: 'forwarded', answer: 'answered', propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'forwarded', rate: null, reopen: null, supplement: 'forwarded', withdraw: 'withdrawn', join: 'joined', note: 'forwarded',
  },
  'in-progress': {
    receive: null, reject: null, classify: 'in-progress', assign: null, start: null, 'ask-extension': 'extension-asked', extend: null,
    'deny-extension': null, return: 'returned', forward: 'forwarded', answer: 'answered', propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'in-progress', rate: null, reopen: null, supplement: 'in-progress', withdraw: null, join: 'joined', note: 'in-progress',
  },
  'extension-asked': {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: 'in-progress',
    'deny-extension': 'in-progress', return: null, forward: null, answer: 'answered', propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'extension-asked', rate: null, reopen: null, supplement: 'extension-asked', withdraw: null, join: null, note: 'extension-asked',
  },
  returned: {
    receive: null, reject: 'rejected', classify: 'returned', assign: 'assigned', start: 'in-progress', 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: 'answered', propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'returned', rate: null, reopen: null, supplement: 'returned', withdraw: 'withdrawn', join: 'joined', note: 'returned',
  },
  answered: {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: 'answered', propose: 'awaiting-publication', publish: null, 'send-back': null, complete: 'completed',
    unpublish: 'answered', rate: 'rated', reopen: 'reopened', supplement: null, withdraw: null, join: null, note: 'answered',
  },
  'awaiting-publication': {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: 'awaiting-publication', publish: 'published', 'send-back': 'answered', complete: 'completed',
    unpublish: 'awaiting-publication', rate: null, reopen: 'reopened', supplement: null, withdraw: null, join: null, note: 'awaiting-publication',
  },
  published: {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'completed', rate: 'rated', reopen: 'reopened', supplement: null, withdraw: null, join: null, note: 'published',
  },
  completed: {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: 'awaiting-publication', publish: null, 'send-back': null, complete: null,
    unpublish: null, rate: 'rated', reopen: 'reopened', supplement: null, withdraw: null, join: null, note: 'completed',
  },
  rated: {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: 'awaiting-publication', publish: null, 'send-back': null, complete: null,
    unpublish: 'rated', rate: null, reopen: 'reopened', supplement: null, withdraw: null, join: null, note: 'rated',
  },
  reopened: {
    receive: 'received', reject: 'rejected', classify: 'reopened', assign: 'assigned', start: 'in-progress', 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: 'answered', propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'reopened', rate: null, reopen: null, supplement: 'reopened', withdraw: 'withdrawn', join: 'joined', note: 'reopened',
  },
  rejected: {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'rejected', rate: null, reopen: 'reopened', supplement: null, withdraw: null, join: null, note: 'rejected',
  },
  joined: {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'joined', rate: null, reopen: 'reopened', supplement: null, withdraw: null, join: null, note: 'joined',
  },
  withdrawn: {
    receive: null, reject: null, classify: null, assign: null, start: null, 'ask-extension': null, extend: null,
    'deny-extension': null, return: null, forward: null, answer: null, propose: null, publish: null, 'send-back': null, complete: null,
    unpublish: 'withdrawn', rate: null, reopen: null, supplement: null, withdraw: null, join: null, note: null,
  },
} as const satisfies Record<ReportState, Row>

const nextOf = (state: ReportState, event: ReportEvent): ReportState | null => reportTable[state][event]

/** Someone has yet to do something: those near by are told of it. */
export const openStates: ReadonlySet<ReportState> = new Set([
  ...(['new', 'received', 'assigned', 'forwarded', 'in-progress', 'extension-asked', 'returned', 'reopened'] as const),
])
/** Nothing is awaited of anybody: people may be erased. */
export const restingStates: ReadonlySet<ReportState> = new Set([
  ...(['published', 'completed', 'rated', 'rejected', 'joined', 'withdrawn'] as const),
])

export type ReportRole = 'citizen' | 'operator' | 'approver' | 'admin'
const desk = ['operator', 'admin'] as const

/**
 * Who may: the desk does the work; what everyone will read is let out by another than the one who wrote it. Taking it back is open to
 * both.
 */
export const reportActors: Readonly<Record<ReportEvent, readonly ReportRole[]>> = {
  receive: desk,
  reject: desk,
  classify: desk,
  assign: desk,
  start: desk,
  'ask-extension': desk,
  extend: ['approver', 'admin'],
  'deny-extension': ['approver', 'admin'],
  return: desk,
  forward: desk,
  answer: desk,
  propose: desk,
  publish: ['approver', 'admin'],
  'send-back': ['approver', 'admin'],
  complete: ['operator', 'approver', 'admin'],
  unpublish: ['operator', 'approver', 'admin'],
  rate: ['citizen'],
  reopen: ['citizen', 'operator', 'admin'],
  supplement: ['citizen'],
  withdraw: ['citizen'],
  join: desk,
  note: ['operator', 'approver', 'admin'],
}

export const reportStateTitles: Readonly<Record<ReportState, Bilingual>> = {
  new: both('Mới', 'New'),
  received: both('Đã tiếp nhận', 'Received'),
  assigned: both('Đã chuyển đơn vị', 'Passed to a unit'),
  forwarded: both('Đã chuyển tiếp', 'Passed on'),
  'in-progress': both('Đang xử lý', 'In progress'),
  'extension-asked': both('Xin gia hạn', 'Extension asked for'),
  returned: both('Đơn vị trả lại', 'Returned by the unit'),
  answered: both('Đã có kết quả', 'Answered'),
  'awaiting-publication': both('Chờ duyệt công khai', 'Awaiting publication'),
  published: both('Đã công khai', 'Published'),
  completed: both('Hoàn thành', 'Completed'),
  rated: both('Đã đánh giá', 'Rated'),
  reopened: both('Mở lại', 'Reopened'),
  rejected: both('Từ chối', 'Rejected'),
  joined: both('Đã gộp', 'Joined with another'),
  withdrawn: both('Đã rút', 'Withdrawn'),
}

export const reportEventTitles: Readonly<Record<'send' | ReportEvent, Bilingual>> = {
  send: both('Gửi phản ánh', 'Sent'),
  receive: both('Tiếp nhận', 'Receive'),
  reject: both('Từ chối', 'Reject'),
  classify: both('Phân loại lại', 'Classify'),
  assign: both('Chuyển đơn vị', 'Pass to a unit'),
  start: both('Bắt đầu xử lý', 'Start'),
  'ask-extension': both('Xin gia hạn', 'Ask for an extension'),
  extend: both('Cho gia hạn', 'Grant the extension'),
  'deny-extension': both('Không cho gia hạn', 'Refuse the extension'),
  return: both('Trả lại', 'Return'),
  forward: both('Chuyển tiếp', 'Pass on'),
  answer: both('Trả lời kết quả', 'Answer'),
  propose: both('Trình công khai', 'Propose for publication'),
  publish: both('Duyệt công khai', 'Publish'),
  'send-back': both('Trả lại bản công khai', 'Send the publication back'),
  complete: both('Hoàn thành, không công khai', 'Complete without publishing'),
  unpublish: both('Gỡ công khai', 'Take back from the public'),
  rate: both('Đánh giá', 'Rate'),
  reopen: both('Mở lại', 'Reopen'),
  supplement: both('Bổ sung', 'Add to it'),
  withdraw: both('Rút phản ánh', 'Withdraw'),
  join: both('Gộp vào phản ánh khác', 'Join with another'),
  note: both('Ghi chú nội bộ', 'Internal note'),
}

/** What the sender thought of the answer; the worst reopens the report. */
export const ratings = ['satisfied', 'acceptable', 'dissatisfied'] as const
export type Rating = (typeof ratings)[number]
export const ratingTitles: Readonly<Record<Rating, Bilingual>> = {
  satisfied: both('Hài lòng', 'Satisfied'),
  acceptable: both('Chấp nhận', 'Acceptable'),
  dissatisfied: both('Không hài lòng', 'Dissatisfied'),
}

/** What the sender is told of: each step but the desk's own. */
export const toldSender: ReadonlySet<'send' | ReportEvent> = new Set([
  ...(['send', 'receive', 'reject', 'assign', 'forward', 'start', 'extend', 'answer', 'publish', 'complete'] as const),
  ...(['unpublish', 'rate', 'reopen', 'supplement', 'withdraw', 'join'] as const),
])
/** Whose words the sender reads; those of other steps are the desk's own. */
export const wordsToSender: ReadonlySet<'send' | ReportEvent> = new Set([
  ...(['reject', 'extend', 'answer', 'rate', 'reopen', 'supplement', 'withdraw'] as const),
])

export interface ReportPast {
  readonly event: 'send' | ReportEvent
  readonly state: ReportState
  /** The instant, ISO 8601. */
  readonly at: string
  readonly role: ReportRole
  /** `ask-extension`, `extend`: the new last day. */
  readonly until?: string | null
}

export interface ReportMove {
  readonly event: ReportEvent
  readonly role: ReportRole
  readonly note: string
  /** `assign`, `forward`: the unit in charge. */
  readonly unit?: string | undefined
  /** `ask-extension`, `extend`: the new last day. */
  readonly until?: string | undefined
  readonly rating?: Rating | undefined
}

export interface ReportFacts {
  /** The sender asked that it be not published, or staff decided so. */
  readonly notPublic: boolean
  /** It stands in the public list now. */
  readonly isPublished: boolean
  /** The last day that an extension may reach. */
  readonly latestDay: string
  /** The last day now; null: none runs. */
  readonly dueDay: string | null
}

/** How often a sender may reopen: after that it is for the desk. */
export const REOPENINGS = 2

export const reportStateOf = (history: readonly ReportPast[]): ReportState => history.at(-1)?.state ?? 'new'

const problem = problemIn('report')

type Condition<Asked extends unknown[]> = (
  history: readonly ReportPast[],
  facts: ReportFacts,
  ...asked: Asked
) => Problem | null

const mayBePublic: Condition<[]> = (_, { notPublic }) =>
  notPublic ? problem('not-public', 'Phản ánh này không được công khai', 'This report is not to be published') : null

/** What must be so already, whatever is written with the event. */
const ready: Partial<Record<ReportEvent, Condition<[role: ReportRole]>>> = {
  propose: mayBePublic,
  publish: mayBePublic,
  unpublish: (_, { isPublished }) =>
    isPublished ? null : problem('not-published', 'Phản ánh không ở danh sách công khai', 'It is not published'),
  reopen: (history, _facts, role) => {
    if (role !== 'citizen') return null
    const state = reportStateOf(history)
    if (state === 'rejected' || state === 'joined')
      return problem('reopen-desk', 'Chỉ cơ quan mở lại được phản ánh này', 'Only the desk may reopen it')
    const times = history.filter((past) => past.event === 'reopen' && past.role === 'citizen').length
    return times < REOPENINGS
      ? null
      : problem('reopened-often', 'Phản ánh đã được mở lại đủ số lần', 'It was reopened as often as it may be')
  },
}

const noted: Condition<[ReportMove]> = (_history, _facts, { note }) =>
  note.trim() === ''
    ? problem('no-words', 'Phải viết nội dung hoặc lý do', 'Words are needed', 'note', 'a sentence or more')
    : null

const toUnit: Condition<[ReportMove]> = (_history, _facts, { unit }) =>
  (unit ?? '').trim() === '' ? problem('no-unit', 'Phải chọn đơn vị xử lý', 'Name the unit in charge', 'unit') : null

const later: Condition<[ReportMove]> = (history, facts, move) => {
  const { until } = move
  if (until === undefined || until > facts.latestDay || (facts.dueDay !== null && until <= facts.dueDay))
    return problem(
      'until',
      'Ngày gia hạn phải sau hạn hiện tại và trong mức cho phép',
      'The new day must be later than the present one, and no later than is allowed',
      'until',
      `${facts.dueDay === null ? '' : `> ${facts.dueDay}, `}≤ ${facts.latestDay}`,
    )
  return noted(history, facts, move)
}

/** What must be written with the event. */
const written: Partial<Record<ReportEvent, Condition<[ReportMove]>>> = {
  reject: noted,
  assign: toUnit,
  forward: (history, facts, move) => toUnit(history, facts, move) ?? noted(history, facts, move),
  return: noted,
  'ask-extension': later,
  extend: later,
  'deny-extension': noted,
  answer: noted,
  'send-back': noted,
  unpublish: noted,
  reopen: noted,
  supplement: noted,
  note: noted,
  rate: (_history, _facts, { rating }) =>
    rating === 'satisfied' || rating === 'acceptable'
      ? null
      : problem('rating', 'Hãy chọn mức đánh giá', 'Choose a rating', 'rating', 'satisfied | acceptable'),
}

function possible(history: readonly ReportPast[], event: ReportEvent, role: ReportRole): ReportState | Problem {
  const state = reportStateOf(history)
  return allowed(problem, {
    subject: both('phản ánh', 'the report is'),
    did: reportEventTitles[event],
    stands: reportStateTitles[state],
    next: nextOf(state, event),
    role,
    actors: reportActors[event],
  })
}

/** The state that the move leads to, or why it may not be made. */
export function nextReportState(
  history: readonly ReportPast[],
  move: ReportMove,
  facts: ReportFacts,
): ReportState | Problem {
  const next = possible(history, move.event, move.role)
  if (next instanceof Problem) return next
  return ready[move.event]?.(history, facts, move.role) ?? written[move.event]?.(history, facts, move) ?? next
}

/** What the role may do now; what must be written is asked for later. */
export const mayDoReport = (history: readonly ReportPast[], role: ReportRole, facts: ReportFacts): ReportEvent[] =>
  reportEvents.filter(
    (event) => !(possible(history, event, role) instanceof Problem) && !ready[event]?.(history, facts, role),
  )
