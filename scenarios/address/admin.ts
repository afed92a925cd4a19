/** Administrative words in a query: the unit, the quarter, the group, the city; and what lies outside. */
import type { Unit } from './gazetteer.ts'
import { editDistance, type Word } from './words.ts'

export interface Said {
  readonly kind: 'unit' | 'subunit' | 'group' | 'city' | 'outside' | 'unknown-unit' | 'postcode'
  readonly text: string
}

export interface Admin {
  /** Any of these rows: a name may be a unit of today and one before. Empty: none was named. */
  readonly units: readonly Unit[]
  /** Khu vực, ấp. */
  readonly subunit: { readonly kind: string; readonly number: number } | null
  readonly group: number | null
  readonly postcode: string | null
  /** A ward that the city does not have, or a place elsewhere. */
  readonly elsewhere: string | null
  readonly said: readonly Said[]
  /** Indices of the words that were taken. */
  readonly taken: ReadonlySet<number>
}

/** Provinces, cities and districts nearby (facts §6.2, and common knowledge). */
const ELSEWHERE =
  'ho chi minh|sai gon|ha noi|da nang|hai phong|ninh kieu|cai rang|o mon|thot not|phong dien|co do|thoi lai|vi thuy|long my|nga bay|phung hiep|chau thanh a|chau thanh|soc trang|bac lieu|ca mau|kien giang|rach gia|an giang|long xuyen|vinh long|tra vinh|ben tre|tien giang|my tho|dong thap|cao lanh|long an|tay ninh|binh duong|dong nai|bien hoa|vung tau|vi dong|vi trung|vi thang|vi binh|vinh tuong|vinh thuan dong|vinh thuan tay|nang mau|go quao|giong rieng|long binh|long phu|hue|thua thien|nha trang|quang ninh|lam dong|da lat|dak lak'
    .split('|')
    .map((name) => name.split(' '))

/** Those of them whose names no street or place of the city bears: `Huệ` of Nguyễn Huệ is not Huế. */
export const outsideNames = (names: readonly (readonly string[])[]): string[][] =>
  ELSEWHERE.filter(
    (phrase) => !names.some((words) => words.some((_, i) => phrase.every((word, j) => words[i + j] === word))),
  )

/** Of the city itself, before and since July 2025. */
export const CITY = [
  'tinh hau giang',
  'hau giang',
  'thanh pho can tho',
  'tp can tho',
  'can tho',
  'thanh pho vi thanh',
  'thi xa vi thanh',
  'viet nam',
].map((name) => name.split(' '))

const startsAt = (words: readonly Word[], i: number, phrase: readonly string[]): boolean =>
  phrase.every((word, j) => words[i + j]?.text === word)

/**
 * @param bare whether names of units count without `phường`, `xã` before them
 */
export function adminOf(
  words: readonly Word[],
  { units, outside }: { readonly units: readonly Unit[]; readonly outside: readonly (readonly string[])[] },
  bare: boolean,
): Admin {
  const taken = new Set<number>()
  const said: Said[] = []
  // A number alone is no ward.
  const named = units.filter(({ words: name }) => !/^\d/.test(name[0] ?? ''))
  let found: readonly Unit[] = []
  let subunit: Admin['subunit'] = null
  let group: number | null = null
  let postcode: string | null = null
  let elsewhere: string | null = null
  const take = (kind: Said['kind'], from: number, length: number) => {
    for (let k = from; k < from + length; k++) taken.add(k)
    said.push({ kind, text: textOf(words, from, length) })
  }
  for (let i = 0; i < words.length; i++) {
    if (taken.has(i)) continue
    const word = words[i]!.text
    const city = CITY.find((phrase) => startsAt(words, i, phrase))
    if (city) {
      take('city', i, city.length)
      continue
    }
    // `xã Vị Thanh 1`, a neighbour, is no `phường Vị Thanh`.
    if (word === 'xa' && startsAt(words, i + 1, ['vi', 'thanh', '1'])) {
      elsewhere ??= textOf(words, i, 4)
      take('outside', i, 4)
      continue
    }
    if (word === 'phuong' || word === 'xa') {
      const rows = unitsAt(words, i + 1, units)
      if (rows) {
        const typed = rows.units.filter(({ kind }) => kind === word)
        // Vị Tân was a xã and is a phường: who says the other kind means the same place.
        found = typed.length > 0 ? typed : rows.units
        take('unit', i, rows.length + 1)
        continue
      }
      if (/^\d{1,2}$/.test(words[i + 1]?.text ?? '')) {
        elsewhere ??= textOf(words, i, 2)
        take('unknown-unit', i, 2)
        continue
      }
    }
    if (word === 'quan' && (/^\d{1,2}$/.test(words[i + 1]?.text ?? '') || outsideAt(words, i + 1, outside))) {
      const length = 1 + (outsideAt(words, i + 1, outside) ?? 1)
      elsewhere ??= textOf(words, i, length)
      take('outside', i, length)
      continue
    }
    const number = Number(words[i + (word === 'khu' ? 2 : 1)]?.text)
    const isNumber = Number.isInteger(number) && number > 0 && number < 100
    if (isNumber && ((word === 'khu' && /^(vuc|pho)$/.test(words[i + 1]!.text)) || word === 'ap')) {
      subunit ??= { kind: word === 'ap' ? 'ấp' : 'khu vực', number }
      take('subunit', i, word === 'khu' ? 3 : 2)
      continue
    }
    if (isNumber && word === 'to' && !/^ban$/.test(words[i + 1]!.text)) {
      group ??= number
      take('group', i, 2)
      continue
    }
    if (/^9[56]\d{3}$/.test(word) || (/^91\d{4}$/.test(word) && i === words.length - 1)) {
      postcode ??= word
      take('postcode', i, 1)
      continue
    }
    const length = outsideAt(words, i, outside)
    if (length) {
      elsewhere ??= textOf(words, i, length)
      take('outside', i, length)
      continue
    }
    if (bare) {
      const rows = unitsAt(words, i, named)
      // `Vị Thanh` alone is the city, as people write it.
      if (rows && words[i + 1]?.text !== 'thanh') {
        if (found.length === 0) found = rows.units
        take('unit', i, rows.length)
      } else if (startsAt(words, i, ['vi', 'thanh'])) take('city', i, 2)
    }
  }
  return { units: found, subunit, group, postcode, elsewhere, said, taken }
}

const textOf = (words: readonly Word[], from: number, length: number): string =>
  words
    .slice(from, from + length)
    .map(({ raw }) => raw)
    .filter((raw, k, all) => raw !== all[k - 1])
    .join(' ')

function outsideAt(words: readonly Word[], i: number, names: readonly (readonly string[])[]): number | null {
  const phrase = names.find((name) => startsAt(words, i, name))
  return phrase ? phrase.length : null
}

/** Units that the words from `i` on name, a letter wrong at most. */
function unitsAt(words: readonly Word[], i: number, units: readonly Unit[]): { units: Unit[]; length: number } | null {
  const exact = units.filter(({ words: name }) => name.length > 0 && startsAt(words, i, name))
  // `phường Vị Thanh 1` names none of ours.
  if (exact.length > 0) return { units: exact, length: exact[0]!.words.length }
  const near = units.filter(
    ({ words: name }) =>
      name.length > 1 &&
      name.every((word, j) => {
        const other = words[i + j]?.text ?? ''
        return other === word || (word.length > 2 && editDistance(other, word, 1) <= 1 && other[0] === word[0])
      }),
  )
  return near.length > 0 ? { units: near, length: near[0]!.words.length } : null
}
