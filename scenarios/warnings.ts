/**
 * A warning to the public, as it is published and kept: the fields of CAP 1.2 (OASIS), each text in both languages. It is a
 * relayed bulletin of the service or a measure that was ordered, never a model's own word (product guard 5), and it ends by itself.
 */
import { z } from 'zod'
import { both } from './text.ts'
import {
  warningCategories,
  warningCertainties,
  warningMessages,
  warningSeverities,
  warningStatuses,
  warningUrgencies,
} from './warning-words.ts'

/** Longer than any bulletin holds, hours: what goes on is said again. */
export const MAX_WARNING_HOURS = 72

const instant = z.iso.datetime({ offset: true })
/** CAP: no spaces, commas, `<`, `&`. */
const id = z.string().regex(/^[^\s,<&]{1,200}$/)
const line = (most: number) => z.string().trim().min(1).max(most)
const words = (most: number) => z.strictObject({ vi: line(most), en: line(most) })
const degrees = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])

export const warningAreaSchema = z.strictObject({
  title: words(300),
  /** Rings in WGS 84 [lon, lat], closed: the last corner is the first again. */
  polygons: z
    .array(
      z
        .array(degrees)
        .min(4)
        .max(2000)
        .refine((ring) => ring[0]!.join() === ring.at(-1)!.join(), 'a closed ring'),
    )
    .max(50)
    .default([]),
  /** Of administrative units (CAP geocode GSO_XA). */
  unitCodes: z
    .array(z.string().regex(/^[0-9A-Za-z]{1,10}$/))
    .max(200)
    .default([]),
})

export const warningSchema = z
  .strictObject({
    schema: z.literal('warning@1'),
    id,
    /** The office that warns. */
    sender: line(200),
    sent: instant,
    status: z.enum(warningStatuses),
    msgType: z.enum(warningMessages),
    /** Ids of the warnings that it takes the place of, or ends. */
    references: z.array(id).max(50).default([]),
    category: z.enum(warningCategories),
    event: words(100),
    urgency: z.enum(warningUrgencies),
    severity: z.enum(warningSeverities),
    certainty: z.enum(warningCertainties),
    /** When it is to begin; null: now. */
    onset: instant.nullable().default(null),
    expires: instant,
    headline: words(160),
    description: words(4000),
    /** What to do. */
    instruction: words(4000),
    areas: z.array(warningAreaSchema).min(1).max(50),
    /** A bulletin that is relayed, or the order of who may give one, by number. */
    basis: z.strictObject({ kind: z.enum(['bulletin', 'order']), issuer: line(200), number: line(100) }),
    /** It rests on generated or assumed data (minh họa). */
    illustrative: z.boolean(),
  })
  .check(({ value, issues }) => {
    const wrong = (path: string, { vi, en }: { vi: string; en: string }) =>
      issues.push({ code: 'custom', path: [path], message: `${vi} / ${en}`, input: value })
    const hours = (Date.parse(value.expires) - Date.parse(value.sent)) / 3_600_000
    if (hours <= 0 || hours > MAX_WARNING_HOURS) {
      const most = `${MAX_WARNING_HOURS} h`
      wrong('expires', both(`sau giờ gửi, trong ${most}`, `after it was sent, within ${most}`))
    }
    // Generated data decide nothing (product guard 2).
    if (value.illustrative && value.status === 'Actual') {
      wrong('status', both('minh họa: chỉ Exercise hoặc Test', 'illustrative: Exercise or Test alone'))
    }
    if ((value.msgType === 'Alert') !== (value.references.length === 0)) {
      wrong('references', both('Update, Cancel nêu bản trước; Alert thì không', 'of Update and Cancel, not of Alert'))
    }
  })
export type Warning = z.infer<typeof warningSchema>
