/** A sentence in both languages of the product: Vietnamese first. */
export interface Bilingual {
  readonly vi: string
  readonly en: string
}

export type Language = keyof Bilingual

export const both = (vi: string, en: string): Bilingual => ({ vi, en })
