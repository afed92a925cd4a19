/** Words of rule lines: verdicts, what they rest on, and their values. */
import type { bases, RuleLine, Verdict } from '../../scenarios/rules/report.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { Words } from './language.tsx'

export const verdictTitles: Record<Verdict, Bilingual> = {
  pass: both('Đạt', 'Pass'),
  fail: both('Không đạt', 'Fail'),
  person: both('Cần người xem xét', 'Needs a person'),
}

export const basisTitles: Record<(typeof bases)[number], Bilingual> = {
  plan: both('Quy hoạch được duyệt', 'Approved plan'),
  'urban-design': both('Thiết kế đô thị', 'Urban design'),
  architecture: both('Quy chế kiến trúc', 'Architecture regulation'),
  code: both('Quy chuẩn', 'Technical code'),
  law: both('Luật, nghị định', 'Law'),
  advice: both('Tham khảo', 'Advice'),
}

export const confidenceTitles: Record<RuleLine['confidence'], Bilingual> = {
  found: both('có văn bản', 'text found'),
  reconstructed: both('dựng lại từ trích dẫn', 'reconstructed from quotations'),
  memory: both('theo trí nhớ, cần đối chiếu', 'from memory, to be compared'),
  assumed: both('giả định', 'assumed'),
}

/** Units of rule lines that are words. */
const unitWords: Record<string, Bilingual> = {
  storeys: both('tầng', 'storeys'),
  'working days': both('ngày làm việc', 'working days'),
  ratio: both('lần', ''),
  places: both('chỗ', 'places'),
  'm²/person': both('m²/người', 'm²/person'),
}
export const titleOfUnit = (unit: string): Bilingual => unitWords[unit] ?? both(unit, unit)

/** A limit or an actual value, in the reader's language; a dash where there is none. */
export function valueInWords(value: RuleLine['limit'], unit: string, { t, language }: Words): string {
  if (value === null) return '–'
  if (typeof value === 'string') return sideOf(value, language)
  const figure = value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 2 })
  return unit ? `${figure} ${t(titleOfUnit(unit))}` : figure
}

/** Words of a rule are written “vi / en” where they differ. */
export function sideOf(words: string, language: Words['language']): string {
  const parts = words.split(' / ')
  return parts.length === 2 ? parts[language === 'vi' ? 0 : 1]! : words
}
