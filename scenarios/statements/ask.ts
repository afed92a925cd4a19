/** What is asked for, of which place; and who asks, which lies apart. */
import { z } from 'zod'
import { purposes } from './purposes.ts'

const text = (max: number) => z.string().trim().max(max)

export const statementAskSchema = z.strictObject({
  unitCode: z.string().regex(/^[0-9A-Za-z]{1,10}$/),
  /** The place, in words: an address, or what it lies beside. */
  place: text(300).min(3),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  /** The parcel by its papers; null: not known. */
  parcel: z
    .strictObject({
      sheet: text(20).min(1),
      number: text(20).min(1),
      areaSquareMetres: z.number().min(0).max(1e7).nullable(),
    })
    .nullable(),
  purpose: z.enum(purposes),
  /** What they want to know. */
  question: text(2000),
})
export type StatementAsk = z.infer<typeof statementAskSchema>

/** Who asks: personal data, kept apart and erased on demand. */
export const statementPeopleSchema = z.strictObject({
  name: text(120).min(2),
  phone: text(30).regex(/^[+0-9 ().-]{6,30}$/),
  /** How the answer is to reach them besides this page; empty: this page will do. */
  address: text(300),
})
export type StatementPeople = z.infer<typeof statementPeopleSchema>
