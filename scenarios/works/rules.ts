/**
 * What street works are held against, as the administrator has set it. No figure here was found in a text that is at hand (fact
 * sheet §0–2 has none on digging): each is assumed until someone confirms it with its clause, and till then a person judges.
 */
import { z } from 'zod'

const clause = z.string().trim().min(1).max(300)
const rule = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value,
    clause,
    /** `assumed`: from memory, it asks for a person's judgement; `confirmed`: read in the text by the administrator. */
    confidence: z.enum(['assumed', 'confirmed']),
  })

export const worksRulesSchema = z.strictObject({
  /** A street that was paved so many months ago or fewer is not dug. */
  noDigMonths: rule(z.number().int().min(0).max(240)),
  /** Works that follow each other within so many months dig the street twice. */
  sequenceMonths: rule(z.number().int().min(0).max(60)),
  /** From the complete registration to the answer, working days. */
  answerDays: rule(z.number().int().min(1).max(60)),
  /** From the end of the dates of a permit that was not begun until it lapses, days. */
  startDays: rule(z.number().int().min(0).max(365)),
  /** Schools, hospitals, markets so near count as in front, m. */
  frontageMetres: rule(z.number().min(1).max(500)),
})
export type WorksRules = z.infer<typeof worksRulesSchema>
export type WorksRuleName = keyof WorksRules

const assumed = <T>(value: T, text: string) => ({ value, clause: text, confidence: 'assumed' as const })

export const assumedRules: WorksRules = {
  noDigMonths: assumed(12, 'Quy định quản lý đào đường của địa phương (chưa nhập)'),
  sequenceMonths: assumed(6, 'Quy chế phối hợp thi công công trình ngầm của địa phương (chưa nhập)'),
  answerDays: assumed(7, 'NĐ 165/2024/NĐ-CP, cấp phép thi công trên đường đang khai thác (theo trí nhớ)'),
  startDays: assumed(0, 'Thời hạn ghi trong giấy phép đào đường (chưa nhập)'),
  frontageMetres: assumed(60, 'Quy định quản lý đào đường của địa phương (chưa nhập)'),
}
