/** Whether a case changes the city: its edits themselves are those that its impact was computed of (`impactEdits`). */
import { type Bilingual, both } from '../text.ts'
import type { Application, Procedure } from './application.ts'

/** Procedures of a permit that puts up a building; the others change a permit that has its own, or mend what stands. */
const builds: ReadonlySet<Procedure> = new Set(['new', 'temporary'])

/** Why a case changes nothing in the city; null: it does. */
export function noEditsWhy({ procedure }: Application, specimen: boolean): Bilingual | null {
  if (specimen)
    return both(
      'Hồ sơ mẫu dựa trên dữ liệu sinh tự động: không đưa vào mô hình thành phố.',
      'A specimen rests on generated data: it never reaches the city’s model.',
    )
  return builds.has(procedure)
    ? null
    : both(
        'Thủ tục này không dựng công trình mới: mô hình thành phố giữ nguyên.',
        'This procedure puts up no building: the city’s model stays as it is.',
      )
}

/** Of a case that was issued or registered, and had no edits after all. */
export const noneMadeWhy: Bilingual = both(
  'Lô đất nằm ngoài phạm vi hoặc hệ tọa độ của dữ liệu thành phố: mô hình giữ nguyên.',
  'The lot lies outside the city’s data, or the city has another frame: its model stays as it is.',
)
