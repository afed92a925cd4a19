/**
 * A matter of building control (vụ việc): the record of a deviation, the order that follows it, the visits that look whether it
 * was obeyed, and its end. The table says what may happen; who may do it, and what must be there for it, stands below it.
 */
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import { type Bilingual, both } from '../../text.ts'
import type { PermitRole } from '../process.ts'
import { dayOf, type IsoDate, isoOf, localDate } from '../working-days.ts'
import { deviationOf, type FigureLine, figureLineSchema } from './figures.ts'

export const matterStates = ['recorded', 'proposed', 'ordered', 'remedied', 'closed', 'dropped'] as const
export type MatterState = (typeof matterStates)[number]

export const matterEvents = ['propose', 'return', 'order', 'prolong', 'unmet', 'met', 'close', 'drop'] as const
export type MatterEvent = (typeof matterEvents)[number]

/** To which state an event leads; null: it cannot happen there. */
// biome-ignore format: a table
export const matterTable: Readonly<Record<MatterState, Readonly<Record<MatterEvent, MatterState | null>>>> = {
  recorded: { propose: 'proposed', return: null, order: null, prolong: null, unmet: null, met: null, close: null, drop: 'dropped' },
  proposed: { propose: null, return: 'recorded', order: 'ordered', prolong: null, unmet: null, met: null, close: null, drop: 'dropped' },
  ordered: { propose: null, return: null, order: null, prolong: 'ordered', unmet: 'ordered', met: 'remedied', close: null, drop: null },
  remedied: { propose: null, return: null, order: null, prolong: null, unmet: 'ordered', met: null, close: 'closed', drop: null },
  closed: { propose: null, return: null, order: null, prolong: null, unmet: null, met: null, close: null, drop: null },
  dropped: { propose: null, return: null, order: null, prolong: null, unmet: null, met: null, close: null, drop: null },
}

export const matterActors: Readonly<Record<MatterEvent, readonly PermitRole[]>> = {
  propose: ['reviewer'],
  return: ['approver'],
  order: ['approver'],
  prolong: ['approver'],
  unmet: ['reviewer', 'approver'],
  met: ['reviewer', 'approver'],
  close: ['approver'],
  drop: ['approver'],
}

export const matterStateTitles: Readonly<Record<MatterState, Bilingual>> = {
  recorded: both('Đã lập biên bản', 'Recorded'),
  proposed: both('Trình quyết định', 'Order proposed'),
  ordered: both('Đã ra quyết định', 'Ordered'),
  remedied: both('Đã khắc phục', 'Remedied'),
  closed: both('Đã kết thúc', 'Closed'),
  dropped: both('Chấp nhận, không xử lý', 'Accepted, no order'),
}

export const matterEventTitles: Readonly<Record<MatterEvent, Bilingual>> = {
  propose: both('Trình quyết định', 'Propose an order'),
  return: both('Trả lại', 'Return'),
  order: both('Ra quyết định', 'Issue the order'),
  prolong: both('Gia hạn', 'Give more days'),
  unmet: both('Kiểm tra lại: chưa khắc phục', 'Follow-up: not remedied'),
  met: both('Kiểm tra lại: đã khắc phục', 'Follow-up: remedied'),
  close: both('Kết thúc vụ việc', 'Close the matter'),
  drop: both('Chấp nhận sai lệch, không xử lý', 'Accept the deviation, no order'),
}

export const orderKinds = ['stop', 'remedy'] as const
export type OrderKind = (typeof orderKinds)[number]
export const orderTitles: Readonly<Record<OrderKind, Bilingual>> = {
  stop: both('đình chỉ thi công', 'stop the works'),
  remedy: both('buộc khắc phục', 'remedy'),
}

export const orderSchema = z.strictObject({
  kinds: z.array(z.enum(orderKinds)).min(1).max(2),
  /** From the day of the order, calendar days. */
  days: z.number().int().min(1).max(365),
  clauses: z.array(z.string().trim().min(1).max(200)).min(1).max(20),
})
export type Order = z.infer<typeof orderSchema>

/** What is kept of a matter, at each of its revisions; what was written stands as a hash. */
export const matterRecordSchema = z.object({
  id: z.uuid(),
  permitId: z.uuid(),
  /** 3/BB-TTXD, counted by unit and year. */
  number: z.string(),
  state: z.enum(matterStates),
  event: z.enum(['record', ...matterEvents]),
  at: z.iso.datetime(),
  /** The visit that found it, and when. */
  visitId: z.uuid(),
  foundAt: z.iso.datetime(),
  /** What was beyond its tolerance. */
  lines: z.array(figureLineSchema),
  /** As proposed; it holds once the matter is ordered. */
  order: orderSchema.nullable(),
  orderNumber: z.string().nullable(),
  /** The last day to obey; null: nothing is ordered. */
  due: z.iso.date().nullable(),
  /** The visit that a follow-up rests on. */
  followUpId: z.uuid().nullable(),
  words: z.string(),
})
export type MatterRecord = z.infer<typeof matterRecordSchema>

export const newMatterSchema = z.strictObject({
  id: z.uuid(),
  visitId: z.uuid(),
  /** Hành vi, hiện trạng. */
  note: z.string().trim().min(1).max(4000),
})
export type NewMatter = z.infer<typeof newMatterSchema>

export const matterStepSchema = z.strictObject({
  event: z.enum(matterEvents),
  /** The revision that the person looked at. */
  revision: z.number().int().positive(),
  note: z.string().trim().max(4000),
  /** `propose`: what is to be ordered. */
  order: orderSchema.optional(),
  /** `prolong`: as many days more. */
  days: z.number().int().min(1).max(365).optional(),
  /** `met`, `unmet`: the visit that found it so. */
  visitId: z.uuid().optional(),
})
export type MatterStep = z.input<typeof matterStepSchema>

export const openStates: ReadonlySet<MatterState> = new Set(['recorded', 'proposed', 'ordered', 'remedied'])
export const isOverdue = ({ state, due }: Pick<MatterRecord, 'state' | 'due'>, today: IsoDate): boolean =>
  state === 'ordered' && due !== null && due < today

const problem = (code: string, vi: string, en: string, place?: string): Problem =>
  new Problem({ code: `matter/${code}`, message: both(vi, en), ...(place ? { place } : {}) })

export const mayDoMatter = (state: MatterState, role: PermitRole): MatterEvent[] =>
  matterEvents.filter((event) => matterTable[state][event] !== null && matterActors[event].includes(role))

export interface FollowUp {
  readonly id: string
  readonly startedAt: string
  readonly lines: readonly FigureLine[]
}

/** The matter after a step, or why it may not be taken. @param visit that a follow-up names */
export function nextMatter(
  matter: MatterRecord,
  step: z.output<typeof matterStepSchema>,
  role: PermitRole,
  at: string,
  visit: FollowUp | null,
): Omit<MatterRecord, 'words' | 'orderNumber'> | Problem {
  const { event, note, order, days } = step
  const state = matterTable[matter.state][event]
  const [did, stands] = [matterEventTitles[event], matterStateTitles[matter.state]]
  if (state === null)
    return problem(
      'impossible',
      `Không thể “${did.vi}” khi vụ việc ở trạng thái “${stands.vi}”`,
      `“${did.en}” cannot happen while the matter is “${stands.en}”`,
      'event',
    )
  if (!matterActors[event].includes(role))
    return problem('role', `Vai trò này không được “${did.vi}”`, `This role may not “${did.en}”`, 'role')
  if (note === '' && event !== 'order' && event !== 'met')
    return problem('no-reason', 'Phải ghi nội dung', 'Words are needed', 'note')
  const next = { ...matter, state, event, at }
  switch (event) {
    case 'propose':
      return order
        ? { ...next, order, due: null }
        : problem('no-order', 'Phải nêu biện pháp, thời hạn, căn cứ', 'Say what, by when and on what ground', 'order')
    case 'return':
      return { ...next, order: null }
    case 'order':
      return { ...next, due: laterDay(localDate(at), matter.order!.days) }
    case 'prolong':
      return days === undefined
        ? problem('no-days', 'Phải nêu số ngày gia hạn', 'Say how many days more', 'days')
        : { ...next, due: laterDay(matter.due!, days) }
    case 'met':
    case 'unmet': {
      if (!visit || visit.startedAt <= matter.foundAt)
        return problem(
          'no-follow-up',
          'Phải dẫn một lần kiểm tra sau khi lập biên bản',
          'Name a visit that came after the record',
          'visitId',
        )
      const left = event === 'met' ? stillBeyond(matter.lines, visit.lines) : []
      return left.length === 0
        ? { ...next, followUpId: visit.id }
        : problem(
            'still-beyond',
            'Lần kiểm tra này chưa đo lại, hoặc còn thấy lệch, ở những số đo trong biên bản',
            'That visit has not measured again, or still finds beyond, what the record names',
            left.map(({ key }) => key).join(', '),
          )
    }
    case 'close':
    case 'drop':
      return { ...next, due: null }
  }
}

const laterDay = (day: IsoDate, days: number): IsoDate => isoOf(dayOf(day) + days)

/** Of the lines of a record, those that a visit has not found within. */
const stillBeyond = (lines: readonly FigureLine[], found: readonly FigureLine[]): FigureLine[] =>
  lines.filter(({ key }) => found.find((line) => line.key === key)?.within !== true)

/** A deviation that was accepted covers what is no worse than it, to the same side. */
export const isAccepted = (line: FigureLine, matters: readonly Pick<MatterRecord, 'state' | 'lines'>[]): boolean =>
  matters.some(
    ({ state, lines }) =>
      state === 'dropped' &&
      lines.some((accepted) => {
        const [was, is] = [deviationOf(accepted), deviationOf(line)]
        return (
          accepted.key === line.key &&
          accepted.permitted === line.permitted &&
          was !== null &&
          is !== null &&
          Math.sign(was) === Math.sign(is) &&
          Math.abs(is) <= Math.abs(was) + line.tolerance + 1e-6
        )
      }),
  )
