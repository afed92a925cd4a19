/** Where a thing comes from, by name: what screens need of `provenance.ts` without its schemas. */
import { type Bilingual, both } from './text.ts'

export const provenances = ['fact', 'imported', 'observed', 'generated', 'assumed', 'computed', 'planned'] as const
export type Provenance = (typeof provenances)[number]

export const provenanceTitle: Record<Provenance, Bilingual> = {
  fact: both('sự kiện có nguồn', 'fact'),
  imported: both('nhập từ tệp', 'imported'),
  observed: both('quan trắc', 'observed'),
  generated: both('sinh tự động', 'generated'),
  assumed: both('giả định', 'assumed'),
  computed: both('tính toán', 'computed'),
  planned: both('quy hoạch', 'planned'),
}
