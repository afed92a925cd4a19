/**
 * How long a field report may take, as the administrator has set it. The figures are from memory of other provinces' rules (fact
 * sheet §7.3, confidence medium): each is assumed until someone confirms it with its own decision.
 */
import { z } from 'zod'

const limit = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value,
    source: z.string().trim().min(1).max(300),
    /** `assumed`: from memory; `confirmed`: read in the text by the administrator. */
    confidence: z.enum(['assumed', 'confirmed']),
  })

const minutes = z.number().int().min(0).max(1440)
const span = z.strictObject({ fromMinutes: minutes, toMinutes: minutes })

export const reportSettingsSchema = z.strictObject({
  /** From sending to receiving and passing on, working hours. */
  intakeHours: limit(z.number().min(0.5).max(80)),
  /** Urgent ones are answered within so many hours by the clock, working or not. */
  urgentHours: limit(z.number().min(1).max(168)),
  /** From sending to the answer, working days. */
  ordinaryDays: limit(z.number().int().min(1).max(60)),
  /** As far as an extension may go, working days from sending. */
  complexDays: limit(z.number().int().min(1).max(120)),
  /** When the desk works, minutes since midnight; in order, apart. */
  hours: limit(
    z
      .array(span)
      .min(1)
      .max(4)
      .refine(
        (spans) =>
          spans.every(
            ({ fromMinutes, toMinutes }, i) => fromMinutes < toMinutes && fromMinutes >= (spans[i - 1]?.toMinutes ?? 0),
          ),
        'in order, apart',
      ),
  ),
})
export type ReportSettings = z.infer<typeof reportSettingsSchema>

const assumed = <T>(value: T, source: string) => ({ value, source, confidence: 'assumed' as const })
const OTHERS = 'Quy chế phản ánh hiện trường của Huế, Bình Định, Quảng Trị, Vĩnh Long (theo trí nhớ)'

export const assumedSettings: ReportSettings = {
  intakeHours: assumed(4, OTHERS),
  urgentHours: assumed(24, OTHERS),
  ordinaryDays: assumed(5, OTHERS),
  complexDays: assumed(15, OTHERS),
  hours: assumed(
    [
      { fromMinutes: 7 * 60, toMinutes: 11 * 60 },
      { fromMinutes: 13 * 60, toMinutes: 17 * 60 },
    ],
    'Giờ hành chính thường dùng (chưa nhập)',
  ),
}
