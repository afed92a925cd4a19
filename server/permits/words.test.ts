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

test('a title names nobody: co-owners, representatives, names without diacritics, last names behind a form of address', () => {
  const people = {
    ownerName: 'Ông Trần Văn Bảy và bà Lê Thị Lành',
    ownerId: '093185001234',
    representative: { name: 'Phạm Đức Hòa', title: 'Giám đốc', id: '1' },
    phone: '0912345678',
  }
  const told = (title: string) => maskPeople(title, people)
  expect(told('Nhà ở của ông Trần Văn Bảy')).toBe('Nhà ở của ông T*** V** B**')
  expect(told('Nhà bà Lê Thị Lành, ông Bảy')).toBe('Nhà bà L* T** L***, ông B**')
  expect(told('NHA O TRAN VAN BAY')).toBe('NHA O T*** V** B**')
  expect(told('Kho Pham Duc Hoa (chị Thị Lành)')).toBe('Kho P*** D** H** (chị T** L***)')
  // Words of the language stay: no one is called by them here.
  expect(told('Nhà lành mạnh bảy tầng, đường Trần Hưng Đạo')).toBe('Nhà lành mạnh bảy tầng, đường Trần Hưng Đạo')
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zđáạễ]{2,8}$/), { minLength: 1, maxLength: 6 }), (words) => {
      const title = words.filter((word) => !/^(tran|le|pham)/.test(word)).join(' ')
      expect(told(`${title} cua Tran Van Bay`)).toMatch(/T\*\*\* V\*\* B\*\*$/)
    }),
  )
})
