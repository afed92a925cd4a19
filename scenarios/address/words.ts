/**
 * What people write, as words that can be compared: small letters without diacritics, abbreviations written out, numerals as digits,
 * and what an input method left behind (telex, VNI) taken off where that makes a known word.
 */
import { fold } from '../text.ts'

export interface Word {
  /** Folded and written out. */
  readonly text: string
  /** As it was written. */
  readonly raw: string
  /** A comma or the like stands before it. */
  readonly starts: boolean
}

const NUMERALS: Readonly<Record<string, number>> = {
  mot: 1,
  nhat: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  lam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
}
const ROMAN: Readonly<Record<string, string>> = {
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
  x: '10',
}

/** Written out wherever they stand. */
const SHORT: Readonly<Record<string, string>> = {
  kv: 'khu vuc',
  kp: 'khu pho',
  tp: 'thanh pho',
  tx: 'thi xa',
  ql: 'quoc lo',
  hl: 'huong lo',
  ubnd: 'uy ban nhan dan',
  hdnd: 'hoi dong nhan dan',
  bv: 'benh vien',
  bvdk: 'benh vien da khoa',
  ttyt: 'trung tam y te',
  ccn: 'cum cong nghiep',
  mn: 'mam non',
  tphcm: 'thanh pho ho chi minh',
  hcm: 'ho chi minh',
  sg: 'sai gon',
  hn: 'ha noi',
  vn: 'viet nam',
  tpvt: 'thanh pho vi thanh',
  hg: 'hau giang',
  ct: 'can tho',
}

/** Written out before a number, or before one of these words. */
const BEFORE: Readonly<Record<string, { readonly to: string; readonly words: RegExp }>> = {
  p: { to: 'phuong', words: /^(vi|thanh|i|iii|iv|v|vii|mot|ba|bon|tu|nam|bay)$/ },
  f: { to: 'phuong', words: /^(vi|i|iii|iv|v|vii)$/ },
  x: { to: 'xa', words: /^(hoa|vi|tan)$/ },
  q: { to: 'quan', words: /^(ninh|cai|binh|o|thot)$/ },
  h: { to: 'huyen', words: /^(vi|long|phung|chau)$/ },
  t: { to: 'tinh', words: /^hau$/ },
  dt: { to: 'duong tinh', words: /(?!)/ },
  tl: { to: 'duong tinh', words: /(?!)/ },
  dh: { to: 'duong huyen', words: /(?!)/ },
  a: { to: 'ap', words: /(?!)/ },
  s: { to: 'so', words: /(?!)/ },
}

const JOINED = /^(phuong|quan|khuvuc|kv|kp|ql|dt|tl|hl|dh|ap|to|hem|ngo|kiet|kenh|duong|so|p|f|q|x)(\d.*)$/
const JOINED_ROMAN = /^(p|f|phuong)(i{1,3}|iv|vi{0,3}|ix)$/

/** @param known whether a word stands in the index: then it is left as it is */
export function wordsOf(text: string, known: (word: string) => boolean = () => true): Word[] {
  const words: Word[] = []
  const clean = text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u202a-\u202e\ufeff]/g, '')
    .replace(/\bk\s*\/\s*v\b/giu, 'kv')
    .replace(/(?<![\d/])(\d{1,2})\.(\d{1,2})(?![\d./])/g, '$1/$2')
  for (const segment of clean.split(/[,;|()[\]\n\r\t"“”]+| [-–—] |–|—/u)) {
    let starts = true
    for (const raw of segment.split(/[\s.:#'’`*!?_]+/u)) {
      if (raw === '') continue
      for (const part of written(raw)) {
        words.push({ text: part, raw, starts })
        starts = false
      }
    }
  }
  return numbered(expanded(words)).map((word) =>
    /[a-z]/.test(word.text) && !/^\d/.test(word.text) && !known(word.text)
      ? { ...word, text: [detelexed(word.text), unnumbered(word.text)].find(known) ?? word.text }
      : word,
  )
}

function written(raw: string): string[] {
  const folded = fold(raw).replace(/^-+|-+$/g, '')
  if (folded === '') return []
  const joined = JOINED.exec(folded) ?? JOINED_ROMAN.exec(folded)
  if (joined) return [joined[1] === 'khuvuc' ? 'kv' : joined[1]!, joined[2]!]
  // A hyphen joins numbers (61-63); between words it is a space.
  return /\d/.test(folded) ? [folded] : folded.split('-').filter((part) => part !== '')
}

function expanded(words: readonly Word[]): Word[] {
  return words.flatMap((word, i) => {
    const next = words[i + 1]?.text ?? ''
    const before = BEFORE[word.text]
    const long =
      SHORT[word.text] ??
      (word.text === 'd' && next !== '' && !/^[a-z]$/.test(next)
        ? 'duong'
        : before && (/^\d/.test(next) || before.words.test(next))
          ? before.to
          : word.text === 'th' && words[i - 1]?.text === 'truong'
            ? 'tieu hoc'
            : null)
    if (long === null) return [word]
    return long.split(' ').map((text, j) => ({ ...word, text, starts: word.starts && j === 0 }))
  })
}

/** Words that a number in words or in Roman figures may follow. */
const COUNTED = new Set(['phuong', 'vuc', 'ap', 'to', 'so', 'quan', 'hem'])
/** After these Roman figures are usual. */
const ROMAN_AFTER = new Set(['phuong', 'vuc', 'ap', 'quan'])

/** `ba muoi thang tu` → `30/4`, `phuong III` → `phuong 3`, `tinh lo 931` → `duong tinh 931`, `5 bis` → `5bis`. */
function numbered(words: readonly Word[]): Word[] {
  const out: Word[] = []
  for (let i = 0; i < words.length; ) {
    const word = words[i]!
    const date = dateAt(words, i)
    if (date) {
      out.push({ ...word, text: date.text })
      i += date.length
      continue
    }
    const before = out.at(-1)?.text ?? ''
    const day = /^0?([1-9]\d?)[-/]0?([1-9]\d?)$/.exec(word.text)
    if (day && (before === 'duong' || words.length === 1)) {
      out.push({ ...word, text: `${day[1]}/${day[2]}` })
      i++
      continue
    }
    if (word.text === 'lo' && before === 'tinh') {
      out[out.length - 1] = { ...out.at(-1)!, text: 'duong' }
      out.push({ ...word, text: 'tinh' })
    } else if (word.text === 'bis' && /^\d+[a-z]?(\/\d+[a-z]?)*$/.test(before))
      out[out.length - 1] = { ...out.at(-1)!, text: `${before}bis` }
    else if (/^[a-z]$/.test(word.text) && /^\d+(\/\d+)*$/.test(before) && !word.starts && isLast(words, i))
      out[out.length - 1] = { ...out.at(-1)!, text: `${before}${word.text}` }
    else if (
      ROMAN_AFTER.has(before) &&
      ROMAN[word.text] &&
      !(word.text === 'vi' && /^(thanh|tan|thuy|hung)$/.test(words[i + 1]?.text ?? ''))
    ) {
      out.push({ ...word, text: ROMAN[word.text]! })
    } else if (COUNTED.has(before) && NUMERALS[word.text] && !/^(vuc|thang)$/.test(words[i + 1]?.text ?? '')) {
      const { value, length } = numeralAt(words, i)!
      out.push({ ...word, text: String(value) })
      i += length
      continue
    } else out.push(word)
    i++
  }
  return out
}

/** A single letter behind a number is part of it (`12 A`) unless a word follows that it may begin. */
const isLast = (words: readonly Word[], i: number): boolean => words[i + 1] === undefined || words[i + 1]!.starts

function numeralAt(words: readonly Word[], i: number): { value: number; length: number } | null {
  const digit = (at: number) => NUMERALS[words[at]?.text ?? '']
  const first = digit(i)
  if (first === undefined) return null
  if (first === 10) {
    const unit = digit(i + 1)
    return unit !== undefined && unit < 10 ? { value: 10 + unit, length: 2 } : { value: 10, length: 1 }
  }
  if (digit(i + 1) !== 10) return { value: first, length: 1 }
  const unit = digit(i + 2)
  return unit !== undefined && unit < 10 ? { value: first * 10 + unit, length: 3 } : { value: first * 10, length: 2 }
}

/** `30 thang 4`, `ba muoi thang tu`: a day of the year is a street. */
function dateAt(words: readonly Word[], i: number): { text: string; length: number } | null {
  const number = (at: number) =>
    /^\d{1,2}$/.test(words[at]?.text ?? '') ? { value: Number(words[at]!.text), length: 1 } : numeralAt(words, at)
  const day = number(i)
  if (!day || words[i + day.length]?.text !== 'thang') return null
  const month = number(i + day.length + 1)
  if (!month || day.value > 31 || month.value > 12) return null
  return { text: `${day.value}/${month.value}`, length: day.length + 1 + month.length }
}

/** `thanhf` → `thanh`, `traanf` → `tran`, `ddaoj` → `dao`, `hwng` → `hung`. */
export const detelexed = (word: string): string =>
  word
    .replace(/^dd/, 'd')
    .replace(/([aeo])\1/g, '$1')
    .replace(/([aou])w/g, '$1')
    .replace(/w/g, 'u')
    .replace(/uu(?=[a-z])/g, 'u')
    .replace(/(?<=[aeiouy][a-z]{0,2})[sfrxj]$/, '')
    .replace(/(?<=[aeiouy])[sfrxj](?=(ng|nh|ch|n|m|c|p|t|u|i|o|y)$)/, '')

/** `thanh2` → `thanh`, `d9ao5` → `dao`. */
const unnumbered = (word: string): string => word.replace(/\d/g, '')

/** Edits between two words: letters put in, left out, taken for another, swapped with the next; more than `most` is `most` + 1. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let value = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, before[j - 2]! + 1)
      row.push(value)
      if (value < least) least = value
    }
    if (least > most) return most + 1
    ;[before, last] = [last, row]
  }
  return Math.min(last[b.length]!, most + 1)
}
