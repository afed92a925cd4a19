/**
 * A request for official planning information (yêu cầu cung cấp thông tin quy hoạch), from its receipt to the answer: states, what
 * may happen in each, and by whom. Who asks has no account: a secret code stands for them (`asker`).
 */

import { Problem } from '../problem.ts'
import { allowed, problemIn } from '../process.ts'
import { type Bilingual, both } from '../text.ts'

export const statementStates = ['received', 'more-asked', 'answered', 'refused', 'withdrawn'] as const
export type StatementState = (typeof statementStates)[number]

export const statementEvents = ['assign', 'ask-more', 'supply', 'answer', 'refuse', 'withdraw'] as const
export type StatementEvent = (typeof statementEvents)[number]
type Row = Readonly<Record<StatementEvent, StatementState | null>>

// biome-ignore format: a table
const closed = {
  assign: null, 'ask-more': null, supply: null, answer: null, refuse: null, withdraw: null,
} as const satisfies Row

/** To which state an event leads; null: it cannot happen there. */
// biome-ignore format: a table
export const statementTable = {
  received: {
    assign: 'received', 'ask-more': 'more-asked', supply: 'received', answer: 'answered', refuse: 'refused', withdraw: 'withdrawn',
  },
  'more-asked': {
    assign: 'more-asked', 'ask-more': null, supply: 'received', answer: null, refuse: 'refused', withdraw: 'withdrawn',
  },
  answered: closed,
  refused: closed,
  withdrawn: closed,
} as const satisfies Record<StatementState, Row>

const nextOf = (state: StatementState, event: StatementEvent): StatementState | null => statementTable[state][event]

export const endedStatements: ReadonlySet<StatementState> = new Set(
  statementStates.filter((state) => statementEvents.every((event) => nextOf(state, event) === null)),
)

export type StatementRole = 'asker' | 'reviewer' | 'approver' | 'admin'

export const statementActors: Readonly<Record<StatementEvent, readonly StatementRole[]>> = {
  assign: ['reviewer', 'approver'],
  'ask-more': ['reviewer', 'approver'],
  supply: ['asker'],
  answer: ['reviewer', 'approver'],
  refuse: ['approver'],
  withdraw: ['asker'],
}

export const statementStateTitles: Readonly<Record<StatementState, Bilingual>> = {
  received: both('Đã tiếp nhận', 'Received'),
  'more-asked': both('Chờ bổ sung', 'More is asked for'),
  answered: both('Đã trả lời', 'Answered'),
  refused: both('Từ chối', 'Refused'),
  withdrawn: both('Đã rút', 'Withdrawn'),
}

export const statementEventTitles: Readonly<Record<'file' | StatementEvent, Bilingual>> = {
  file: both('Gửi yêu cầu', 'Sent'),
  assign: both('Giao người xử lý', 'Assigned'),
  'ask-more': both('Yêu cầu bổ sung', 'Ask for more'),
  supply: both('Bổ sung', 'Add what is asked for'),
  answer: both('Trả lời', 'Answer'),
  refuse: both('Từ chối', 'Refuse'),
  withdraw: both('Rút yêu cầu', 'Withdraw'),
}

export interface StatementPast {
  readonly event: 'file' | StatementEvent
  readonly state: StatementState
  /** The instant, ISO 8601. */
  readonly at: string
}

export interface StatementMove {
  readonly event: StatementEvent
  readonly role: StatementRole
  readonly note: string
  /** `assign`: to whom. */
  readonly assignee?: string | null | undefined
}

/** What must be said with the event: of an answer, its text; of the others a reason. */
const written: ReadonlySet<StatementEvent> = new Set(['ask-more', 'supply', 'answer', 'refuse'])

const problem = problemIn('statement')

/** The state that the move leads to, or why it may not be made. */
export function nextStatementState(
  state: StatementState,
  { event, role, note, assignee }: StatementMove,
): StatementState | Problem {
  const next = allowed(problem, {
    subject: both('yêu cầu', 'the request is'),
    did: statementEventTitles[event],
    stands: statementStateTitles[state],
    next: nextOf(state, event),
    role,
    actors: statementActors[event],
  })
  if (next instanceof Problem) return next
  if (written.has(event) && note.trim() === '')
    return problem('no-words', 'Phải viết nội dung', 'Something must be written', 'note', 'a sentence or more')
  if (event === 'assign' && assignee === undefined)
    return problem('no-assignee', 'Chưa chọn người xử lý', 'Nobody was named', 'assignee')
  return next
}

/** What the role may do now; what must be written is asked for later. */
export const mayDoStatement = (state: StatementState, role: StatementRole): StatementEvent[] =>
  statementEvents.filter((event) => nextOf(state, event) !== null && statementActors[event].includes(role))
