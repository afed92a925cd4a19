import { describe, expect, it } from 'vitest'
import { wordsOf } from './language.tsx'

const vi = wordsOf('vi')
const en = wordsOf('en')
/** Spaces that do not break are spaces all the same. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('words and figures', () => {
  it('are written as each language writes them', () => {
    expect(plain(vi.number(1234.5, 1))).toBe('1.234,5')
    expect(plain(en.number(1234.5, 1))).toBe('1,234.5')
    expect(vi.area(9_400)).toBe('9.400 m²')
    expect(vi.area(318_300)).toBe('31,83 ha')
    expect(vi.length(1840)).toBe('1,84 km')
    expect(vi.clock(6600)).toBe('1:50')
  })

  it('give a sign only to what differs from zero', () => {
    expect([vi.signed(12), vi.signed(-12), vi.signed(0), vi.signed(-0.4)]).toEqual(['+12', '−12', '0', '0'])
  })

  it('fill the places that they name and leave the rest alone', () => {
    const text = { vi: '{n} đối tượng trong {where}', en: '{n} features in {where}' }
    expect(vi.t(text, { n: 3 })).toBe('3 đối tượng trong {where}')
  })
})
