/** A visit to the site (kiểm tra): when, where, what was measured, which photos; what was said of people stays apart. */
import { z } from 'zod'
import type { Application } from '../application.ts'
import { type PermitState, terminalStates } from '../process.ts'
import { type FigureKey, type FigureLine, figureLineSchema, judge, measuredSchema } from './figures.ts'

export const visitPurposes = ['appraisal', 'progress', 'follow-up', 'completion'] as const
export type VisitPurpose = (typeof visitPurposes)[number]

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const coordinate = z.number().min(-1e7).max(1e7)
export const placeSchema = z.strictObject({
  easting: coordinate,
  northing: coordinate,
  /** Of the device; null: it was tapped on the site plan. */
  accuracyMetres: z.number().min(0).max(100_000).nullable(),
})
export type Place = z.infer<typeof placeSchema>

export const visitPhotoSchema = z.object({
  hash,
  /** By the photo itself, VN-2000; null: it names none. */
  place: z.tuple([coordinate, coordinate]).nullable(),
  /** By the camera's clock, without a time zone. */
  takenAt: z.string().max(40).nullable(),
})
export type VisitPhoto = z.infer<typeof visitPhotoSchema>

/** Names, and what was written: for those who may see people, and erased with them. */
export const visitWordsSchema = z.strictObject({
  present: z
    .array(
      z.strictObject({
        side: z.enum(['office', 'owner', 'other']),
        name: z.string().trim().min(1).max(120),
        title: z.string().trim().max(120),
      }),
    )
    .min(1)
    .max(20),
  remarks: z.string().trim().max(4000),
  conclusion: z.string().trim().min(1).max(4000),
  captions: z.record(hash, z.string().trim().max(200)),
})
export type VisitWords = z.infer<typeof visitWordsSchema>

/** As a phone sends it, once it can: the same id twice is the same visit. */
export const newVisitSchema = z.strictObject({
  id: z.uuid(),
  purpose: z.enum(visitPurposes),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  position: placeSchema.nullable(),
  measured: measuredSchema,
  photos: z.array(hash).max(30),
  words: visitWordsSchema,
})
export type NewVisit = z.infer<typeof newVisitSchema>

/** What is kept: without people, whose words stand as a hash that nobody can guess back. */
export const visitRecordSchema = newVisitSchema.omit({ photos: true, words: true }).extend({
  permitId: z.uuid(),
  photos: z.array(visitPhotoSchema),
  lines: z.array(figureLineSchema),
  words: z.string(),
})
export type VisitRecord = z.infer<typeof visitRecordSchema>

/** Where a site is looked at: from the reception of the dossier to the end of the works. */
export const visitable = (state: PermitState): boolean =>
  !terminalStates.has(state) && state !== 'submitted' && state !== 'supplement-requested'

type Measuring = Pick<VisitRecord, 'startedAt' | 'measured'>

/** The last measure of each figure over all visits, against the permit as it stands today. */
export function latestLines(application: Application, visits: readonly Measuring[]): FigureLine[] {
  const last = new Map<FigureKey, FigureLine>()
  for (const { measured } of visits.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt)))
    for (const line of judge(application, measured, null)) if (line.measured !== null) last.set(line.key, line)
  return [...last.values()]
}
