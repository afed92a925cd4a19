import { expect, test } from 'vitest'
import type { RuleLine, Verdict } from '../../scenarios/rules/report.ts'
import { wordsOf } from '../shared/language.tsx'
import { valueInWords } from '../shared/rule-words.ts'
import { sortedLines, withoutFields } from './report-lines.ts'

const line = (id: string, verdict: Verdict, basis: RuleLine['basis'] = 'code') => ({ id, verdict, basis }) as RuleLine

test('fails come first, then what needs a person, advice after what decides; the rest as the rules have it', () => {
  const idle = { ...line('n', 'pass'), limit: null, actual: null }
  const lines = [idle, line('a', 'pass'), line('b', 'person', 'advice'), line('c', 'fail'), line('d', 'person')]
  expect(sortedLines(lines).map(({ id }) => id)).toEqual(['c', 'd', 'b', 'a', 'n'])
})

test('values are written in the reader’s language, words as they are', () => {
  expect(valueInWords(87.5, '%', wordsOf('vi'))).toBe('87,5 %')
  expect(valueInWords(4, 'storeys', wordsOf('vi'))).toBe('4 tầng')
  expect(valueInWords('ODT', '', wordsOf('en'))).toBe('ODT')
  expect(valueInWords('cần giấy phép / a permit is needed', '', wordsOf('en'))).toBe('a permit is needed')
  expect(valueInWords(null, 'm', wordsOf('vi'))).toBe('–')
})

test('names of fields are for programs; words in brackets stay', () => {
  expect(withoutFields('Thiếu thông tin lô đất có trong khu công nghiệp (place.industrialZone); cốt nền (m).')).toBe(
    'Thiếu thông tin lô đất có trong khu công nghiệp; cốt nền (m).',
  )
})
