/**
 * Text as the fonts of our documents can write it. Be Vietnam Pro comes in three files, each with its part of the alphabet: a text is
 * cut into runs of one file each. What none of them has is written in other words or left as "?".
 */
import type { Style, Written } from './document.ts'

/** Files of the font, by the name that the document calls them. */
export const fontParts = ['latin', 'vietnamese', 'latin-ext'] as const
export type FontPart = (typeof fontParts)[number]

const otherwise: Record<string, string> = {
  '→': '»',
  '≤': '<=',
  '≥': '>=',
  '≈': '~',
  '₂': '2',
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  Δ: 'Delta',
  '∞': '–',
  '′': '’',
  '\u202f': '\u00a0',
  '\u2011': '-',
}

/** The precomposed letters of Vietnamese; the plain ones and those of French are in the Latin part. */
const vietnamese = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9₫]/
const latin = /[\u0020-\u007e\u00a0-\u00ffŒœ–—‘’‚“”„•…‹›€™−]/
const extended = /[\u0100-\u0233]/

const partOf = (letter: string): FontPart | null => {
  if (latin.test(letter)) return 'latin'
  if (vietnamese.test(letter)) return 'vietnamese'
  return extended.test(letter) ? 'latin-ext' : null
}

export interface Run {
  text: string
  font: FontPart
  bold?: boolean
}

export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  for (const letter of text.normalize('NFC').replace(/[^\n]/gu, (one) => otherwise[one] ?? one)) {
    const known = letter === '\n' ? (runs.at(-1)?.font ?? 'latin') : partOf(letter)
    const [font, written] = known ? [known, letter] : (['latin', '?'] as const)
    const last = runs.at(-1)
    if (last?.font === font) last.text += written
    else runs.push({ text: written, font })
  }
  return runs
}

export const say = (text: string, style: Style = {}): Written => ({
  text: runsOf(text),
  ...style,
})

/** Behind what is written, in the middle of every page. */
export const watermark =
  (text: string, { fontSize = 88, color = '#c98500' } = {}) =>
  (_: number, { height }: { readonly height: number }): Written =>
    say(text, { fontSize, bold: true, color, opacity: 0.14, alignment: 'center', margin: [0, height / 2 - 60, 0, 0] })
