import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runsOf } from './written.ts'

test('every letter is written once, by a part of the font that has it', () => {
  expect(runsOf('Nguyễn Đ → 5 m²')).toEqual([
    { text: 'Nguy', font: 'latin' },
    { text: 'ễ', font: 'vietnamese' },
    { text: 'n ', font: 'latin' },
    { text: 'Đ', font: 'vietnamese' },
    { text: ' » 5 m²', font: 'latin' },
  ])
  expect(runsOf('Łódź').map(({ font }) => font)).toEqual(['latin-ext', 'latin', 'latin-ext'])
  expect(runsOf('漢')).toEqual([{ text: '?', font: 'latin' }])
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aăâeêioôơuưyđĐàảãáạẳẽỗợữỵ .\n') }), (text) => {
      const runs = runsOf(text)
      expect(runs.map((run) => run.text).join('')).toBe(text)
      expect(runs.every((run, i) => run.font !== runs[i - 1]?.font)).toBe(true)
    }),
  )
})

test('a letter in two parts is written as one', () => {
  expect(runsOf('ễ'.normalize('NFD'))).toEqual([{ text: 'ễ', font: 'vietnamese' }])
})
