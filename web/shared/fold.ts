/** Words as they are looked for: small letters without diacritics, đ as d; `Hòa` and `hoà` are the same. */
export const fold = (words: string): string =>
  words.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
