/**
 * Vietnamese of before Unicode: TCVN3 (TCVN 5712:1993 VN3, the fonts `.Vn…`) and VNI (the fonts `VNI-…`), as it still comes in
 * drawings and tables. Both stand here whole. Which of them a text is, is known by its font or seen by how many of its words
 * are syllables that Vietnamese can have.
 */

export type OldEncoding = 'tcvn3' | 'vni'

/** Byte → letter, from 0xA1 on. TCVN3 has no toned capitals: the fonts `.Vn…H` draw the small ones as capitals. */
const TCVN3 = new Map<number, string>()
for (const [first, letters] of [
  [0xa1, 'ĂÂÊÔƠƯĐăâêôơưđ'],
  [0xb5, 'àảãáạ'],
  [0xbb, 'ằẳẵắ'],
  [0xc6, 'ặầẩẫấậè'],
  [0xce, 'ẻẽéẹềểễếệìỉ'],
  [0xdc, 'ĩíịò'],
  [0xe1, 'ỏõóọồổỗốộờởỡớợù'],
  [0xf1, 'ủũúụừửữứự'],
  [0xfa, 'ỳỷỹýỵ'],
] as const)
  for (const [i, letter] of [...letters].entries()) TCVN3.set(first + i, letter)

/** VNI: a letter and the mark that follows it; nine letters stand alone. */
const VNI_PAIRS: Record<string, readonly [marks: string, letters: string]> = {
  a: ['ùøûõïâáàåãäêéèúüë', 'áàảãạâấầẩẫậăắằẳẵặ'],
  e: ['ùøûõïâáàåãä', 'éèẻẽẹêếềểễệ'],
  o: ['ùøûõïâáàåãä', 'óòỏõọôốồổỗộ'],
  u: ['ùøûõï', 'úùủũụ'],
  y: ['ùøûõ', 'ýỳỷỹ'],
  ô: ['ùøûõï', 'ớờởỡợ'],
  ö: ['ùøûõï', 'ứừửữự'],
}
const VNI_ALONE: Record<string, string> = { í: 'í', ì: 'ì', æ: 'ỉ', ó: 'ĩ', ò: 'ị', ô: 'ơ', ö: 'ư', î: 'ỵ', ñ: 'đ' }

const VNI = new Map<string, string>()
for (const [base, [marks, letters]] of Object.entries(VNI_PAIRS)) {
  const all = [...letters]
  for (const [i, mark] of [...marks].entries()) {
    const letter = all[i]!
    VNI.set(base + mark, letter)
    for (const after of [mark, mark.toUpperCase()]) VNI.set(base.toUpperCase() + after, letter.toUpperCase())
  }
}
for (const [alone, letter] of Object.entries(VNI_ALONE)) {
  VNI.set(alone, letter)
  VNI.set(alone.toUpperCase(), letter.toUpperCase())
}

/** What the Windows code pages 1252 and 1258 make of bytes that are no Latin-1, back to the byte. */
const BACK = new Map<string, number>()
for (const page of ['windows-1252', 'windows-1258'])
  for (let byte = 0x80; byte < 0x100; byte++) {
    const letter = new TextDecoder(page).decode(Uint8Array.of(byte))
    if (letter.charCodeAt(0) > 0xff) BACK.set(letter, byte)
  }

/** Text of bytes that were read by a Windows code page, read by their own; null where it holds other letters. */
export function fromOld(text: string, encoding: OldEncoding): string | null {
  let bytes = ''
  for (const letter of text) {
    const code = BACK.get(letter) ?? letter.codePointAt(0)!
    if (code > 0xff) return null
    bytes += String.fromCharCode(code)
  }
  if (encoding === 'tcvn3') return bytes.replaceAll(/[\u00a1-\u00fe]/g, (c) => TCVN3.get(c.charCodeAt(0)) ?? c)
  let out = ''
  for (let i = 0; i < bytes.length; i++) {
    const pair = VNI.get(bytes.slice(i, i + 2))
    if (pair && i + 1 < bytes.length) {
      out += pair
      i++
    } else out += VNI.get(bytes[i]!) ?? bytes[i]
  }
  return out
}

const TO_TCVN3 = new Map([...TCVN3].map(([byte, letter]) => [letter, String.fromCharCode(byte)]))
const TO_VNI = new Map([...VNI].map(([pair, letter]) => [letter, pair]))

/** The way back, for tests and samples: Latin-1 letters whose codes are the bytes. Toned capitals have none in TCVN3. */
export const toOld = (text: string, encoding: OldEncoding): string =>
  [...text.normalize('NFC')].map((c) => (encoding === 'tcvn3' ? TO_TCVN3 : TO_VNI).get(c) ?? c).join('')

const ONSET = '(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?'
const NUCLEUS =
  '(?:i[êa]u?|yêu?|yê|u[ôa]i?|uyê|uya|uy|uyu|ươi|ươu|ươ|ưa|ưu|ưi|oai|oay|oao|oeo|oa|oă|oe|oi|uâ|uây|uê|uơ|ua|ui|iu|êu|eo|ao|au|âu|ay|ây|ai|ôi|ơi|oo|[aăâeêioôơuưy])'
const SYLLABLE = new RegExp(`^${ONSET}${NUCLEUS}(?:ch|ng|nh|[cmnpt])?$`)
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g

/** Whether a word is one that Vietnamese can have: onset, vowels, ending, at most one tone. */
function isSyllable(word: string): boolean {
  const open = word.toLowerCase().normalize('NFD')
  if ((open.match(TONES)?.length ?? 0) > 1) return false
  return SYLLABLE.test(open.replaceAll(TONES, '').normalize('NFC'))
}

/** Share of the words of two letters and more with some beyond ASCII (Ø and ± are signs) that are syllables of Vietnamese; null where there are none. */
export function vietnameseShare(text: string): number | null {
  const words = text.match(/[^\s\d!-/:-@[-`{-~]{2,}/g)?.filter((word) => /[^\0-\x7f]/.test(word)) ?? []
  return words.length === 0 ? null : words.filter(isSyllable).length / words.length
}

/** The encoding under which a text (as a Windows code page reads it) is Vietnamese; null where it is best as it stands. */
export function oldEncodingOf(text: string): OldEncoding | null {
  const asIs = vietnameseShare(text.normalize('NFC'))
  if (asIs === null) return null
  let best: OldEncoding | null = null
  let most = Math.max(asIs + 0.2, 0.6)
  for (const encoding of ['tcvn3', 'vni'] as const) {
    const share = vietnameseShare(fromOld(text, encoding) ?? '') ?? 0
    if (share >= most) [best, most] = [encoding, share + 1e-9]
  }
  return best
}

/** The encoding that a font's name tells, and whether it draws small letters as capitals. */
export function encodingOfFont(font: string): { encoding: OldEncoding; capitals: boolean } | null {
  const name = font.replace(/^.*[/\\]/, '').replace(/\.(ttf|shx)$/i, '')
  if (/^\.?vn[a-z]/i.test(name) && !/^vni/i.test(name)) return { encoding: 'tcvn3', capitals: /H$/.test(name) }
  return /^vni[-\s_]?/i.test(name) ? { encoding: 'vni', capitals: false } : null
}
