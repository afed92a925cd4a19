import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodingOfFont, fromOld, oldEncodingOf, toOld, vietnameseShare } from './old-vietnamese.ts'

const small = 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ'
const words = [
  ...[
    'phường',
    'vị',
    'thanh',
    'đường',
    'ba',
    'mươi',
    'tháng',
    'tư',
    'xà',
    'no',
    'trần',
    'hưng',
    'đạo',
    'nguyễn',
    'huệ',
  ],
  ...['thửa', 'đất', 'ở', 'đô', 'thị', 'quy', 'hoạch', 'cống', 'thoát', 'nước', 'kênh', 'rạch', 'cầu', 'chợ', 'khuyến'],
  ...[
    'nghiêng',
    'hẻm',
    'ấp',
    'khu',
    'vực',
    'giới',
    'đỏ',
    'chỉ',
    'lộ',
    'bờ',
    'kè',
    'trường',
    'mẫu',
    'giáo',
    'quỹ',
    'thuỷ',
  ],
]

describe('old encodings', () => {
  it.each([
    ['tcvn3', 'Céng hoµ x· héi chñ nghÜa ViÖt Nam', 'Cộng hoà xã hội chủ nghĩa Việt Nam'],
    ['tcvn3', '§éc lËp - Tù do - H¹nh phóc', 'Độc lập - Tự do - Hạnh phúc'],
    ['vni', 'Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam', 'Cộng hòa xã hội chủ nghĩa Việt Nam'],
    ['vni', 'Ñoäc laäp - Töï do - Haïnh phuùc', 'Độc lập - Tự do - Hạnh phúc'],
    ['vni', 'ÑÖÔØNG BA MÖÔI THAÙNG TÖ', 'ĐƯỜNG BA MƯƠI THÁNG TƯ'],
  ] as const)('%s: %s', (encoding, text, meaning) => {
    expect(fromOld(text, encoding)).toBe(meaning)
    expect(oldEncodingOf(text)).toBe(encoding)
    expect(toOld(meaning, encoding)).toBe(text)
  })

  it('have every letter of Vietnamese, none twice', () => {
    for (const encoding of ['tcvn3', 'vni'] as const) {
      const old = [...small].map((c) => toOld(c, encoding))
      expect(new Set(old).size).toBe([...small].length)
      expect(old.join('')).toMatch(/^[\0-\xff]*$/)
    }
    const capitals = [...small.toUpperCase()].map((c) => toOld(c, 'vni'))
    expect(new Set(capitals).size).toBe(capitals.length)
    expect(capitals.join('')).toMatch(/^[\0-\xff]*$/)
  })

  it('give back every text that was written in them, through either code page', () => {
    const text = fc.array(fc.constantFrom(...small, ' ', '-', '.', '1'), { maxLength: 40 }).map((all) => all.join(''))
    fc.assert(
      fc.property(text, fc.constantFrom('tcvn3' as const, 'vni' as const), (said, encoding) => {
        const bytes = Uint8Array.from(toOld(said, encoding), (c) => c.charCodeAt(0))
        for (const page of ['windows-1252', 'windows-1258'])
          expect(fromOld(new TextDecoder(page).decode(bytes), encoding)).toBe(said)
      }),
    )
  })

  it('are seen by their words, and Unicode is left alone', () => {
    const phrase = fc.array(fc.constantFrom(...words), { minLength: 6, maxLength: 12 }).map((all) => all.join(' '))
    fc.assert(
      fc.property(phrase, (said) => {
        fc.pre((said.match(/[^\0-\x7f]/g)?.length ?? 0) > 4)
        expect(vietnameseShare(said)).toBe(1)
        expect(oldEncodingOf(said)).toBeNull()
        for (const encoding of ['tcvn3', 'vni'] as const) {
          const read = oldEncodingOf(toOld(said, encoding))
          expect(read && fromOld(toOld(said, encoding), read)).toBe(said)
        }
      }),
    )
    for (const other of ['café Zürich', 'Besançon, Genève, Orléans', 'plain', '', 'Ø 300', '±0.000 ½'])
      expect(oldEncodingOf(other)).toBeNull()
  })

  it('are known by fonts', () => {
    expect(encodingOfFont('.VnTime')).toEqual({ encoding: 'tcvn3', capitals: false })
    expect(encodingOfFont('.VnArialH')).toEqual({ encoding: 'tcvn3', capitals: true })
    expect(encodingOfFont('vntime.shx')).toEqual({ encoding: 'tcvn3', capitals: false })
    expect(encodingOfFont('VNI-Times')).toEqual({ encoding: 'vni', capitals: false })
    expect([encodingOfFont('Arial'), encodingOfFont('txt.shx')]).toEqual([null, null])
  })
})
