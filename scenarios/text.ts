/** A sentence in both languages of the product: Vietnamese first. */
export interface Bilingual {
  readonly vi: string
  readonly en: string
}

export type Language = keyof Bilingual

export const both = (vi: string, en: string): Bilingual => ({ vi, en })

/** Words as they are looked for: small letters without diacritics, đ as d; `Hòa` and `hoà` are the same. */
export const fold = (words: string): string =>
  words.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
