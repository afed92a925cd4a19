/**
 * How a language is written: texts are `Bilingual` values kept in one dictionary per area; `t` picks the side and fills `{name}`
 * places. Numbers and dates follow the language: 1.234,5 in Vietnamese. Pure.
 */
import type { Bilingual, Language } from './text.ts'

export type Values = Record<string, string | number>

export interface Words {
  readonly language: Language
  t(text: Bilingual, values?: Values): string
  /** @param digits after the decimal sign, exactly */
  number(value: number, digits?: number): string
  percent(share: number): string
  /** Metres as centimetres: depths are spoken of so. */
  centimetres(metres: number): string
  /** m² up to one hectare, hectares above. */
  area(squareMetres: number): string
  volume(cubicMetres: number): string
  length(metres: number): string
  /** With its sign; the true minus. */
  signed(value: number, digits?: number): string
  clock(seconds: number): string
  dateTime(iso: string | number): string
}

export const locales: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }

export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole))
}

export function wordsOf(language: Language): Words {
  const locale = locales[language]
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      value === 0 ? 0 : value,
    )
  return {
    language,
    t: (text, values) => fill(text[language], values),
    number,
    percent: (share) => `${number(share * 100)} %`,
    centimetres: (metres) => `${number(metres * 100)} cm`,
    area: (m2) => (Math.abs(m2) < 10_000 ? `${number(m2)} m²` : `${number(m2 / 10_000, 2)} ha`),
    volume: (m3) => `${number(m3, Math.abs(m3) < 10 && m3 !== 0 ? 1 : 0)} m³`,
    length: (m) => (Math.abs(m) < 1000 ? `${number(m)} m` : `${number(m / 1000, 2)} km`),
    signed: (value, digits = 0) => {
      const text = number(Math.abs(value), digits)
      if (Number(Math.abs(value).toFixed(digits)) === 0) return text
      return value > 0 ? `+${text}` : `−${text}`
    },
    clock: (seconds) => {
      const minutes = Math.round(seconds / 60)
      return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
    },
    dateTime: (iso) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' }).format(
        new Date(iso),
      ),
  }
}
