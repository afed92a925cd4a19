/** Words of cases: what a search finds them by, and what is shown of people to those without the right. */
import { type RawBuilder, sql } from 'kysely'
import type { People } from '../../scenarios/permits/application.ts'
import { fold } from '../../scenarios/text.ts'

const MAX_WORD = 60

/** Each once, without diacritics, letters and digits only. */
export const wordsIn = (texts: readonly (string | null)[]): string[] => [
  ...new Set(
    texts.flatMap((text) =>
      fold(text ?? '')
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== '')
        .map((word) => word.slice(0, MAX_WORD)),
    ),
  ),
]

/** As the database keeps them: no dictionary and no language, so that every PostgreSQL finds the same. */
export const vectorOf = (texts: readonly (string | null)[]): RawBuilder<unknown> =>
  sql`array_to_tsvector(${wordsIn(texts)}::text[])`

/** A query for words that begin so. */
export const prefixQuery = (word: string): RawBuilder<unknown> => sql`${`'${word}':*`}::tsquery`

/** “N*** V** A”: the first letter of each word. */
export const maskName = (name: string): string =>
  name
    .trim()
    .split(/\s+/)
    .map((word) => {
      const letters = [...word]
      return `${letters[0]}${'*'.repeat(Math.min(3, letters.length - 1))}`
    })
    .join(' ')

/** What must not be read by those without the right. */
const secretsOf = ({ ownerName, ownerId, representative, phone }: People): string[] => [
  ownerName,
  ownerId,
  phone,
  ...(representative ? [representative.name, representative.id] : []),
]

/** A text without the names and numbers of its people, however they are written in it. */
export function maskPeople(text: string, people: People | null): string {
  let masked = text.normalize('NFC')
  for (const secret of people ? secretsOf(people) : []) {
    const parts = secret.normalize('NFC').trim().split(/\s+/)
    const pattern = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+')
    masked = masked.replace(new RegExp(pattern, 'giu'), (found) =>
      /\p{L}/u.test(found) ? maskName(found) : `${'*'.repeat(Math.max(0, found.length - 3))}${found.slice(-3)}`,
    )
  }
  return people ? maskNames(masked, namesIn(people)) : masked
}

/** Every person named: an owner's field may hold several, joined by “và”, a comma or a stroke. */
const namesIn = ({ ownerName, representative }: People): string[][] =>
  [ownerName, representative?.name ?? '']
    .flatMap((field) => field.normalize('NFC').split(/[,;/+]|\s[&-]\s|\s(?:và|cùng|với)\s/iu))
    .map((name) => wordsOf(name).filter((word, i) => i > 0 || !honorifics.has(fold(word))))
    .filter((words) => words.length > 0)

const honorifics = new Set(['ong', 'ba', 'anh', 'chi', 'co', 'chu', 'bac', 'cu', 'thay', 'em'])
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Masks names typed without diacritics, and what is left of a name behind “ông”, “bà”, “chị”: in a title people call each
 * other by the last words of it.
 */
function maskNames(text: string, names: readonly (readonly string[])[]): string {
  const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    at: match.index,
    word: match[0],
    key: fold(match[0]),
  }))
  const hidden = new Set<number>()
  for (const name of names) {
    const keys = name.map(fold)
    for (let i = 0; i < words.length; i++) {
      const after = i > 0 && honorifics.has(words[i - 1]!.key)
      for (let from = 0; from < keys.length; from++) {
        const tail = keys.slice(from)
        // A whole name of two words or more anywhere; a shorter rest only behind a form of address.
        if (!after && (from > 0 || tail.length < 2)) break
        if (!tail.every((key, k) => words[i + k]?.key === key)) continue
        for (let k = 0; k < tail.length; k++) hidden.add(i + k)
        break
      }
    }
  }
  let masked = ''
  let at = 0
  for (const [i, { at: start, word }] of words.entries()) {
    if (!hidden.has(i)) continue
    masked += text.slice(at, start) + maskName(word)
    at = start + word.length
  }
  return masked + text.slice(at)
}

/** A whole answer, each text of it, so masked. */
export function maskAll<T>(value: T, people: People | null): T {
  if (typeof value === 'string') return maskPeople(value, people) as T
  if (Array.isArray(value)) return value.map((one) => maskAll(one, people)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskAll(one, people)])) as T
}
