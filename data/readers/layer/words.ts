/** Words of files as they are compared: `Số tờ BĐ` and `SO_TO_BD` are one. */

/** Without marks, đ as d, capital letters and digits only. */
export const plain = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')

/**
 * A number as people write it: `12.5`, `12,5`, `1.234.567,8`, `1 234`. Undefined where it is none, or where a lone mark
 * could be read in two ways (`1,234`, `1.234`).
 */
export function numberOf(words: string): number | undefined {
  const text = words.trim().replace(/[\s\u00a0\u202f]/g, '')
  if (/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text)) return undefined
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text)
  if (/^[+-]?\d+,(\d{1,2}|\d{4,})$/.test(text)) return Number(text.replace(',', '.'))
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'))
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(text)) return Number(text.replaceAll(',', ''))
  if (/^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(text)) return Number(text.replaceAll('.', ''))
  if (/^[+-]?\d{1,3}(,\d{3}){2,}$/.test(text)) return Number(text.replaceAll(',', ''))
  return undefined
}

const yes = ['1', 'TRUE', 'T', 'YES', 'Y', 'CO', 'X', 'DUNG']
const no = ['0', 'FALSE', 'F', 'NO', 'N', 'KHONG', 'SAI']

export function booleanOf(words: string): boolean | undefined {
  const word = plain(words)
  return yes.includes(word) ? true : no.includes(word) ? false : undefined
}
