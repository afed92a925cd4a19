import { expect, test } from 'vitest'
import { fillNote, noteTemplates, placesOf } from './templates.ts'

test('each template has a name of its own and can be filled, with no brace left', () => {
  expect(new Set(noteTemplates.map(({ id }) => id)).size).toBe(noteTemplates.length)
  for (const { text } of noteTemplates) {
    const names = placesOf(text)
    expect(fillNote(text, Object.fromEntries(names.map((name) => [name, 'Xà No'])))).not.toMatch(/[{}]/)
    const [first, ...others] = names
    const short = Object.fromEntries(others.map((name) => [name, 'x']))
    expect(() => fillNote(text, { ...short, [first!]: ' ' })).toThrow('not filled')
  }
})

test('what is filled in is not read as a place again', () => {
  expect(fillNote('{a} và {b}', { a: '{b}', b: 'hai' })).toBe('{b} và hai')
})
