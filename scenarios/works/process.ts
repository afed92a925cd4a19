/**
 * The way of street works, from the registration to the end of the warranty: states, what may happen in each, and by whom.
 * The one who registers has no account: a secret code stands for it (`utility`), or a reviewer at the desk acts for it.
 */

import { addMonths, dayOf, type IsoDate, isoOf, localDate } from '../dates.ts'
import { Problem } from '../problem.ts'
import { allowed, problemIn } from '../process.ts'
import { type Bilingual, both } from '../text.ts'
import type { WorksRules } from './rules.ts'
import type { WorksApplication } from './works.ts'

export const worksStates = [
  'draft',
  'submitted',
  'changes-asked',
  'coordinated',
  'permitted',
  'open',
  'restored',
  'accepted',
  'warranty-ended',
  'refused',
  'withdrawn',
  'expired',
] as const
export type WorksState = (typeof worksStates)[number]

export const worksEvents = [
  'revise',
  'submit',
  'ask-changes',
  'coordinate',
  'join',
  'return',
  'permit',
  'refuse',
  'withdraw',
  'start',
  'note',
  'extend',
  'restore',
  'reject',
  'accept',
  'end-warranty',
  'expire',
] as const
export type WorksEvent = (typeof worksEvents)[number]
type Row = Readonly<Record<WorksEvent, WorksState | null>>

// biome-ignore format: a table
const closed = {
  revise: null, submit: null, 'ask-changes': null, coordinate: null, join: null, return: null, permit: null, refuse: null,
  withdraw: null, start: null, note: null, extend: null, restore: null, reject: null, accept: null,
  'end-warranty': null, expire: null,
} as const satisfies Row

/** To which state an event leads; null: it cannot happen there. Each state names every event. */
// biome-ignore format: a table
export const worksTable = {
  draft: {
    revise: 'draft', submit: 'submitted', 'ask-changes': null, coordinate: null, join: null, return: null, permit: null, refuse: null,
    withdraw: 'withdrawn', start: null, note: null, extend: null, restore: null, reject: null, accept: null,
    'end-warranty': null, expire: null,
  },
  submitted: {
    revise: null, submit: null, 'ask-changes': 'changes-asked', coordinate: 'coordinated', join: 'submitted', return: null, permit: null, refuse: null,
    withdraw: 'withdrawn', start: null, note: null, extend: null, restore: null, reject: null, accept: null,
    'end-warranty': null, expire: null,
  },
  'changes-asked': {
    revise: null, submit: 'submitted', 'ask-changes': null, coordinate: null, join: 'changes-asked', return: null, permit: null, refuse: 'refused',
    withdraw: 'withdrawn', start: null, note: null, extend: null, restore: null, reject: null, accept: null,
    'end-warranty': null, expire: null,
  },
  coordinated: {
    revise: null, submit: null, 'ask-changes': null, coordinate: null, join: 'coordinated', return: 'submitted', permit: 'permitted', refuse: 'refused',
    withdraw: 'withdrawn', start: null, note: null, extend: null, restore: null, reject: null, accept: null,
    'end-warranty': null, expire: null,
  },
  permitted: {
    revise: null, submit: null, 'ask-changes': null, coordinate: null, join: null, return: null, permit: null, refuse: null,
    withdraw: 'withdrawn', start: 'open', note: null, extend: 'permitted', restore: null, reject: null, accept: null,
    'end-warranty': null, expire: 'expired',
  },
  open: {
    revise: null, submit: null, 'ask-changes': null, coordinate: null, join: null, return: null, permit: null, refuse: null,
    withdraw: null, start: null, note: 'open', extend: 'open', restore: 'restored', reject: null, accept: null,
    'end-warranty': null, expire: null,
  },
  restored: {
    revise: null, submit: null, 'ask-changes': null, coordinate: null, join: null, return: null, permit: null, refuse: null,
    withdraw: null, start: null, note: 'restored', extend: null, restore: null, reject: 'open', accept: 'accepted',
    'end-warranty': null, expire: null,
  },
  accepted: {
    revise: null, submit: null, 'ask-changes': null, coordinate: null, join: null, return: null, permit: null, refuse: null,
    withdraw: null, start: null, note: 'accepted', extend: null, restore: null, reject: null, accept: null,
    'end-warranty': 'warranty-ended', expire: null,
  },
  'warranty-ended': closed,
  refused: closed,
  withdrawn: closed,
  expired: closed,
} as const satisfies Record<WorksState, Row>

const nextOf = (state: WorksState, event: WorksEvent): WorksState | null => worksTable[state][event]

export const endedStates: ReadonlySet<WorksState> = new Set(
  worksStates.filter((state) => worksEvents.every((event) => nextOf(state, event) === null)),
)
/** With a dig permit: what the public map shows. */
export const permittedStates = ['permitted', 'open', 'restored'] as const satisfies readonly WorksState[]
/** What others must reckon with. */
export const countedStates: ReadonlySet<WorksState> = new Set([
  ...(['submitted', 'changes-asked', 'coordinated', 'permitted', 'open', 'restored', 'accepted'] as const),
  'warranty-ended',
])
/** Its dates may still be moved by those who dig. */
export const movableStates: ReadonlySet<WorksState> = new Set(['submitted', 'changes-asked', 'coordinated'])

export type WorksRole = 'utility' | 'reviewer' | 'approver' | 'admin' | 'clock'

export const worksActors: Readonly<Record<WorksEvent, readonly WorksRole[]>> = {
  revise: ['utility'],
  submit: ['utility', 'reviewer'],
  'ask-changes': ['reviewer'],
  coordinate: ['reviewer'],
  // Once every side has agreed to a common trench: the server's own step.
  join: ['clock'],
  return: ['approver'],
  permit: ['approver'],
  refuse: ['approver'],
  withdraw: ['utility', 'reviewer'],
  start: ['utility', 'reviewer'],
  note: ['utility', 'reviewer'],
  extend: ['approver'],
  restore: ['utility', 'reviewer'],
  reject: ['reviewer'],
  accept: ['reviewer'],
  'end-warranty': ['clock'],
  expire: ['clock'],
}

export const worksStateTitles: Readonly<Record<WorksState, Bilingual>> = {
  draft: both('Bản nháp', 'Draft'),
  submitted: both('Đã đăng ký', 'Registered'),
  'changes-asked': both('Chờ chỉnh sửa', 'Changes asked for'),
  coordinated: both('Đã phối hợp, chờ cấp phép', 'Coordinated, permit awaited'),
  permitted: both('Đã cấp phép đào', 'Dig permit issued'),
  open: both('Đang đào', 'Digging'),
  restored: both('Đã hoàn trả', 'Restored'),
  accepted: both('Đã nghiệm thu', 'Accepted'),
  'warranty-ended': both('Hết bảo hành', 'Warranty ended'),
  refused: both('Không cấp phép', 'Refused'),
  withdrawn: both('Đã rút', 'Withdrawn'),
  expired: both('Hết hạn', 'Expired'),
}

export const worksEventTitles: Readonly<Record<WorksEvent, Bilingual>> = {
  revise: both('Sửa bản nháp', 'Change the draft'),
  submit: both('Gửi đăng ký', 'Submit'),
  'ask-changes': both('Yêu cầu chỉnh sửa', 'Ask for changes'),
  coordinate: both('Chốt phối hợp, trình ký', 'Coordinated, to be signed'),
  join: both('Đào chung', 'Joined a common trench'),
  return: both('Trả lại để phối hợp', 'Return to coordination'),
  permit: both('Cấp phép đào đường', 'Issue the dig permit'),
  refuse: both('Không cấp phép', 'Refuse'),
  withdraw: both('Rút đăng ký', 'Withdraw'),
  start: both('Bắt đầu đào', 'Start digging'),
  note: both('Ghi nhận tại hiện trường', 'Note from the site'),
  extend: both('Gia hạn', 'Extend'),
  restore: both('Đã hoàn trả mặt đường', 'Street restored'),
  reject: both('Hoàn trả chưa đạt', 'Restoration not accepted'),
  accept: both('Nghiệm thu hoàn trả', 'Accept the restoration'),
  'end-warranty': both('Hết thời gian bảo hành', 'Warranty ended'),
  expire: both('Hết hạn vì chưa đào', 'Expired: not begun'),
}

export interface WorksPast {
  readonly event: 'file' | WorksEvent
  readonly state: WorksState
  /** The instant, ISO 8601. */
  readonly at: string
}

export interface WorksMove {
  readonly event: WorksEvent
  readonly role: WorksRole
  readonly note: string
  /** `extend`: the new last day. */
  readonly until?: string | undefined
}

export interface WorksFacts {
  /** Now: the instant, ISO 8601. */
  readonly at: string
  readonly application: Pick<WorksApplication, 'dates' | 'restoration'>
  readonly rules: WorksRules
  /** Of the clashes as the server finds them now: those that a confirmed rule forbids, and those that a person must judge. */
  readonly clashes: { readonly stop: number; readonly person: number }
}

export const worksStateOf = (history: readonly WorksPast[]): WorksState => history.at(-1)?.state ?? 'draft'

const problem = problemIn('works')

/** The last day on which digging may begin. */
export const startBefore = ({ application, rules }: Pick<WorksFacts, 'application' | 'rules'>): IsoDate =>
  isoOf(dayOf(application.dates.to) + rules.startDays.value)

/** The last day of the warranty; null before the restoration was accepted. */
export function warrantyUntil(
  history: readonly WorksPast[],
  { restoration }: Pick<WorksApplication, 'restoration'>,
): IsoDate | null {
  const accepted = history.findLast(({ event }) => event === 'accept')
  return accepted ? addMonths(localDate(accepted.at), restoration.warrantyMonths) : null
}

type Condition<Asked extends unknown[]> = (
  history: readonly WorksPast[],
  facts: WorksFacts,
  ...asked: Asked
) => Problem | null

/** What must be so already, whatever is written with the event. */
const ready: Partial<Record<WorksEvent, Condition<[]>>> = {
  permit: (_, { clashes }) =>
    clashes.stop === 0
      ? null
      : problem('clash', 'Còn trùng lấn mà quy định không cho phép', 'A rule forbids what still clashes', 'clashes'),
  start: (_, facts) => {
    const [today, last] = [localDate(facts.at), startBefore(facts)]
    if (today < facts.application.dates.from)
      return problem(
        'too-early',
        `Giấy phép cho đào từ ngày ${facts.application.dates.from}`,
        `The permit lets dig from ${facts.application.dates.from} on`,
      )
    return today <= last ? null : problem('expired', `Giấy phép đã hết hạn ngày ${last}`, `The permit ended on ${last}`)
  },
  expire: (_, facts) =>
    localDate(facts.at) > startBefore(facts)
      ? null
      : problem(
          'not-expired',
          `Còn được bắt đầu đào đến hết ngày ${startBefore(facts)}`,
          `Digging may begin until the end of ${startBefore(facts)}`,
        ),
  'end-warranty': (history, { at, application }) => {
    const until = warrantyUntil(history, application)
    return until !== null && localDate(at) > until
      ? null
      : problem('warranty', `Còn bảo hành đến hết ngày ${until}`, `Under warranty until the end of ${until}`)
  },
}

const noted: Condition<[WorksMove]> = (_history, _facts, { note }) =>
  note.trim() === ''
    ? problem('no-reason', 'Phải nêu lý do', 'A reason must be given', 'note', 'a sentence or more')
    : null

/** What must be written with the event. */
const written: Partial<Record<WorksEvent, Condition<[WorksMove]>>> = {
  'ask-changes': noted,
  return: noted,
  refuse: noted,
  reject: noted,
  permit: (_, { clashes }, { note }) =>
    clashes.person === 0 || note.trim() !== ''
      ? null
      : problem(
          'judgement',
          'Có trùng lấn cần người xem xét: hãy ghi nhận định của bạn',
          'Some clashes need a person: write down what you found',
          'note',
        ),
  extend: (history, facts, move) => {
    const { dates } = facts.application
    if (move.until === undefined || move.until <= dates.to)
      return problem(
        'until',
        'Ngày gia hạn phải sau ngày hết hạn',
        'The new day must be later',
        'until',
        `> ${dates.to}`,
      )
    return noted(history, facts, move)
  },
}

function possible(history: readonly WorksPast[], event: WorksEvent, role: WorksRole): WorksState | Problem {
  const state = worksStateOf(history)
  return allowed(problem, {
    subject: both('công trình', 'the works are'),
    did: worksEventTitles[event],
    stands: worksStateTitles[state],
    next: nextOf(state, event),
    role,
    actors: worksActors[event],
  })
}

/** The state that the move leads to, or why it may not be made. */
export function nextWorksState(
  history: readonly WorksPast[],
  move: WorksMove,
  facts: WorksFacts,
): WorksState | Problem {
  const next = possible(history, move.event, move.role)
  if (next instanceof Problem) return next
  return ready[move.event]?.(history, facts) ?? written[move.event]?.(history, facts, move) ?? next
}

/** What the role may do now; what must be written is asked for later. */
export const mayDoWorks = (history: readonly WorksPast[], role: WorksRole, facts: WorksFacts): WorksEvent[] =>
  worksEvents.filter((event) => !(possible(history, event, role) instanceof Problem) && !ready[event]?.(history, facts))
