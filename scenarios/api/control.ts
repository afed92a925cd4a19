/**
 * Building control: what happens on a site after the permit, or after the notice of works that need none.
 *
 *     GET  /api/permits/:id/control                       → Control       (staff of its unit; words and photos: who may see people)
 *     POST /api/permits/:id/control/photos                the file → VisitPhoto  (?name=; JPEG or PNG; its place is read, then stripped)
 *     POST /api/permits/:id/control/visits                NewVisit → Control     (the same id again changes nothing)
 *     POST /api/permits/:id/control/matters               NewMatter → Control    (a deviation recorded; the same id again changes nothing)
 *     POST /api/permits/:id/control/matters/:matter/events  MatterStep → Control   (by the table of matters; 409 where `revision` is old)
 *
 * All but the first are for reviewers and approvers of the case's unit. What a step does is in `permits/control/`.
 */
import { z } from 'zod'
import { cityChangeSchema } from '../city-changes.ts'
import { matterEvents, matterRecordSchema } from '../permits/control/matter.ts'
import { visitRecordSchema, visitWordsSchema } from '../permits/control/visit.ts'
import { bilingualSchema } from '../provenance.ts'

/** Of a visit to a site, a case. */
export const PHOTOS_A_CASE = 300
export const VISITS_A_CASE = 200

export const visitSchema = visitRecordSchema.omit({ permitId: true }).extend({
  receivedAt: z.iso.datetime(),
  /** Masked for those without the right to see people, and so are the words. */
  inspector: z.string(),
  words: visitWordsSchema.nullable(),
  ledgerSequence: z.number().int().positive(),
})
export type Visit = z.infer<typeof visitSchema>

export const matterSchema = matterRecordSchema.omit({ permitId: true }).extend({
  revision: z.number().int().positive(),
  overdue: z.boolean(),
  /** What happened, oldest first; the notes null for those without the right. */
  steps: z.array(
    z.object({
      event: z.enum(['record', ...matterEvents]),
      at: z.iso.datetime(),
      by: z.string(),
      note: z.string().nullable(),
      due: z.iso.date().nullable(),
      followUpId: z.uuid().nullable(),
      ledgerSequence: z.number().int().positive(),
    }),
  ),
  may: z.array(z.enum(matterEvents)),
})
export type Matter = z.infer<typeof matterSchema>

export const controlSchema = z.object({
  /** By when they took place. */
  visits: z.array(visitSchema),
  matters: z.array(matterSchema.omit({ words: true })),
  /** Of the city, that the permit stands for; the reason where there are none. */
  changes: z.array(cityChangeSchema),
  noChanges: bilingualSchema.nullable(),
  /** Why the works cannot be accepted as completed yet; null: nothing stands against it, or they are not under construction. */
  unfinished: z.object({ code: z.string(), message: bilingualSchema, place: z.string().optional() }).nullable(),
  mayVisit: z.boolean(),
})
export type Control = z.infer<typeof controlSchema>
export type ControlMatter = Control['matters'][number]
