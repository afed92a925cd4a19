/**
 * What a warning to the public says and how long it holds, without its schema (`warnings.ts`): a phone tells by itself that one
 * is over, also where no server answers (product guard 5). Terms of CAP 1.2 (OASIS). Pure.
 */
import { type Bilingual, both } from './text.ts'

/** Exercise and Test are no warnings: they are marked so wherever they are shown. */
export const warningStatuses = ['Actual', 'Exercise', 'Test'] as const
export type WarningStatus = (typeof warningStatuses)[number]
export const warningMessages = ['Alert', 'Update', 'Cancel'] as const
export const warningCategories = [
  ...(['Met', 'Geo', 'Safety', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra'] as const),
] as const
export const warningUrgencies = ['Immediate', 'Expected', 'Future', 'Past'] as const
/** From the worst; risk level (QĐ 18/2021/QĐ-TTg) 4–5, 3, 2, 1. */
export const warningSeverities = ['Extreme', 'Severe', 'Moderate', 'Minor'] as const
export type WarningSeverity = (typeof warningSeverities)[number]
export const warningCertainties = ['Observed', 'Likely', 'Possible'] as const

export const severityTitles: Readonly<Record<WarningSeverity, Bilingual>> = {
  Extreme: both('Rất nguy hiểm', 'Extreme'),
  Severe: both('Nguy hiểm', 'Severe'),
  Moderate: both('Cần chú ý', 'Moderate'),
  Minor: both('Ít nguy hiểm', 'Minor'),
}
export const urgencyTitles: Readonly<Record<(typeof warningUrgencies)[number], Bilingual>> = {
  Immediate: both('làm ngay', 'act now'),
  Expected: both('sắp xảy ra', 'act soon'),
  Future: both('trong thời gian tới', 'in the time to come'),
  Past: both('đã qua', 'past'),
}
export const certaintyTitles: Readonly<Record<(typeof warningCertainties)[number], Bilingual>> = {
  Observed: both('đã quan sát thấy', 'observed'),
  Likely: both('nhiều khả năng', 'likely'),
  Possible: both('có thể', 'possible'),
}
/** Said before anything else of what is no warning. */
export const statusTitles: Readonly<Record<Exclude<WarningStatus, 'Actual'>, Bilingual>> = {
  Exercise: both('DIỄN TẬP – không phải cảnh báo thật', 'EXERCISE – not a real warning'),
  Test: both('THỬ NGHIỆM – không phải cảnh báo thật', 'TEST – not a real warning'),
}

export interface Holding {
  readonly id: string
  readonly status: WarningStatus
  readonly msgType: (typeof warningMessages)[number]
  readonly references: readonly string[]
  readonly severity: WarningSeverity
  readonly sent: string
  readonly expires: string
}

/**
 * Those that hold at an instant: not over, not cancelled, not updated by a later one. Real ones first, then the worst, then the newest.
 * @param now ISO 8601
 */
export function inForce<W extends Holding>(warnings: readonly W[], now: string): W[] {
  const at = Date.parse(now)
  const ended = new Set(warnings.flatMap(({ references, sent }) => (Date.parse(sent) <= at ? references : [])))
  const rank = ({ status, severity }: W) =>
    warningStatuses.indexOf(status) * warningSeverities.length + warningSeverities.indexOf(severity)
  return warnings
    .filter(({ id, msgType, sent, expires }) => {
      const holds = Date.parse(sent) <= at && at < Date.parse(expires)
      return holds && msgType !== 'Cancel' && !ended.has(id)
    })
    .sort((a, b) => rank(a) - rank(b) || Date.parse(b.sent) - Date.parse(a.sent))
}
