import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskAll, maskName, maskPeople, wordsIn } from './words.ts'

test('words are found without diacritics, whatever the marks around them', () => {
  expect(wordsIn(['Hẻm 12/3A, Đường “Trần Hưng Đạo”', 'H13.31318-261125-0001', null])).toEqual([
    ...['hem', '12', '3a', 'duong', 'tran', 'hung', 'dao', 'h13', '31318', '261125', '0001'],
  ])
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      // They go into a query as they are.
      for (const word of wordsIn([text])) expect(word).toMatch(/^[\p{L}\p{N}]+$/u)
    }),
  )
})

test('no name or number of its people is left in an answer', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[A-ZĐÁẠ][a-zđáạễ]{1,7}$/),
    // Companies: “A&B-C (VN), Inc.”
    fc.stringMatching(/^[A-Z&(.,+*?$^|{}[\]\\/'"-]{2,6}$/),
  )
  const person = fc.record({
    ownerName: fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(' ')),
    ownerId: fc.stringMatching(/^\d{12}$/),
    representative: fc.constant(null),
    phone: fc.stringMatching(/^0\d{9}$/),
  })
  fc.assert(
    fc.property(person, fc.string(), (people, text) => {
      const { ownerName, ownerId, phone } = people
      const written = [ownerName, ownerName.toUpperCase(), ownerName.normalize('NFD'), ownerName.replace(' ', '  ')]
      for (const name of written) {
        const { note, list } = maskAll({ note: `${text} ${name} ${phone}`, list: [{ id: ownerId }, 3, null] }, people)
        expect(note.normalize('NFC').toLowerCase()).not.toContain(ownerName.normalize('NFC').toLowerCase())
        expect(note).not.toContain(phone)
        expect(JSON.stringify(list)).not.toContain(ownerId)
      }
      if (/\p{L}/u.test(ownerName)) expect(maskPeople(ownerName, people)).toBe(maskName(ownerName.normalize('NFC')))
    }),
  )
})
