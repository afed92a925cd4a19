import { expect, it } from 'vitest'
import { describeProblem } from './problem.ts'
import { both } from './text.ts'

it('names the place in the language of its reader, and leaves keys and names as they are', () => {
  const at = (place: string, language: 'vi' | 'en') =>
    describeProblem({ code: 'x', message: both('sai', 'wrong'), file: 'a.csv', place }, language)
  expect(at('line 2', 'vi')).toBe('a.csv: dòng 2: sai')
  expect(at('line 2', 'en')).toBe('a.csv: line 2: wrong')
  expect(at('line 2: capacity', 'vi')).toBe('a.csv: dòng 2: capacity: sai')
  expect(at('row 0, column 3', 'vi')).toBe('a.csv: hàng 0, cột 3: sai')
  expect(at('boundaries[2].line', 'vi')).toBe('a.csv: boundaries[2].line: sai')
})
