/** Which names a line tells of: by the weight of their words, a letter or two wrong, or in another order. */

import { CITY, outsideNames } from './admin.ts'
import type { Gazetteer, Named, Part, Unit } from './gazetteer.ts'
import { editDistance, type Word, wordsOf } from './words.ts'

/** A name that explains less than this of itself is another name. */
const LEAST_NAME = 0.5
/** Of a place: people say `Vincom`, not all of its name. */
const LEAST_PLACE = 0.3
/** What people leave out of the name of a place here. */
const CITY_WORDS = new Set(['vi', 'thanh', 'hau', 'giang', 'can', 'tho'])
/** Words that say what follows, not which. */
export const FILLERS = new Set(
  'duong pho so nha hem ngo kiet ngach nhanh lo gan doi dien canh tai o dia chi cap ven bo khu nguyen van'
    .split(' ')
    .filter((word) => !/^(nguyen|van|bo)$/.test(word)),
)

export interface Index {
  /** Names by their words, each kind apart: a street is looked for among streets. */
  readonly ids: Readonly<Record<Group, ReadonlyMap<string, readonly number[]>>>
  readonly weights: ReadonlyMap<string, number>
  /** Words by what is left of them without one letter: what a typing error leads to. */
  readonly shortened: ReadonlyMap<string, readonly string[]>
  readonly likes: Map<string, readonly Like[]>
  readonly units: readonly Unit[]
  readonly outside: readonly (readonly string[])[]
  /** What stands behind the streets in labels, phrase by phrase: what an unfinished end of a line may become. */
  readonly tails: readonly (readonly string[])[]
}
interface Like {
  readonly word: string
  readonly worth: number
}

type Group = 'street' | 'place' | 'locality'
const groupOf = (kind: Named['kind']): Group => (kind === 'waterway' ? 'place' : kind)

export function indexOf({ names, units, parts }: Gazetteer): Index {
  const ids = {
    street: new Map<string, number[]>(),
    place: new Map<string, number[]>(),
    locality: new Map<string, number[]>(),
  }
  const counts = new Map<string, number>()
  for (const [id, { kind, words, also }] of names.entries()) {
    const own = ids[groupOf(kind)]
    for (const word of new Set([...words, ...also])) {
      counts.set(word, (counts.get(word) ?? 0) + 1)
      const known = own.get(word)
      if (known) known.push(id)
      else own.set(word, [id])
    }
  }
  const weights = new Map([...counts].map(([word, count]) => [word, Math.log(1 + names.length / count)]))
  const shortened = new Map<string, string[]>()
  for (const word of counts.keys()) {
    for (const short of shorterBy1(word)) {
      const known = shortened.get(short)
      if (known) known.push(word)
      else shortened.set(short, [word])
    }
  }
  const outside = outsideNames(names.filter(({ kind }) => kind !== 'locality').map(({ words }) => words))
  return { ids, weights, shortened, likes: new Map(), units, outside, tails: tailsOf(units, parts) }
}

function tailsOf(units: readonly Unit[], parts: readonly Part[]): string[][] {
  const said = new Set(parts.flatMap(({ tail, oldTail }) => [...tail.split(', '), ...oldTail.split(', ')]))
  for (const { name } of units) said.add(name)
  const written = [...said].map((phrase) => wordsOf(phrase).map(({ text }) => text))
  const bare = units.map(({ words }) => words)
  const unique = new Map([...written, ...bare, ...CITY].map((phrase) => [phrase.join(' '), [...phrase]]))
  return [...unique.values()].filter(({ length }) => length > 0)
}

function shorterBy1(word: string): string[] {
  if (word.length < 3 || /\d/.test(word)) return []
  return [word, ...Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))]
}

/** Words of the index that a written one may stand for. */
function likesOf(index: Index, word: string): readonly Like[] {
  const known = index.likes.get(word)
  if (known) return known
  const found = new Map<string, number>()
  if (index.weights.has(word)) found.set(word, 1)
  // What only says what follows is not looked for among errors: `đường` is not `mương`.
  for (const short of FILLERS.has(word) ? [] : shorterBy1(word)) {
    for (const like of index.shortened.get(short) ?? []) {
      if (found.has(like)) continue
      const distance = editDistance(word, like, 2)
      if (distance === 1) found.set(like, like.length > 3 ? 0.82 : 0.6)
      else if (distance === 2 && like.length > 5) found.set(like, 0.6)
    }
  }
  const likes = [...found].map(([like, worth]) => ({ word: like, worth }))
  if (index.likes.size > 20_000) index.likes.clear()
  index.likes.set(word, likes)
  return likes
}

export interface Match {
  readonly named: Named
  /** 0 … 1 */
  readonly worth: number
  /** Indices of the words that were its own. */
  readonly used: ReadonlySet<number>
}

/** Names that the free words tell of, the best first. */
export function namesIn(
  { names }: Gazetteer,
  index: Index,
  words: readonly Word[],
  free: readonly number[],
  group: Group,
): Match[] {
  const hits = new Map<number, { word: string; position: number; worth: number }[]>()
  for (const position of free) {
    const { text } = words[position]!
    for (const { word, worth } of likesOf(index, text)) {
      // What stands in half of all names leads to none of them.
      const list = index.ids[group].get(word) ?? []
      if (list.length > 400 && free.length > 1 && FILLERS.has(word)) continue
      for (const id of list) {
        const known = hits.get(id)
        if (known) known.push({ word, position, worth })
        else hits.set(id, [{ word, position, worth }])
      }
    }
  }
  const matches: Match[] = []
  for (const [id, list] of hits) {
    const match = matchOf(names[id]!, index, words, free, list)
    if (match) matches.push(match)
  }
  return matches.sort((a, b) => b.worth - a.worth || a.named.words.length - b.named.words.length)
}

function matchOf(
  named: Named,
  index: Index,
  words: readonly Word[],
  free: readonly number[],
  hits: readonly { word: string; position: number; worth: number }[],
): Match | null {
  const weight = (word: string) => index.weights.get(word) ?? 6
  const used = new Map<number, number>()
  let [own, whole, last, turned, gaps] = [0, 0, -1, 0, 0]
  for (const [i, word] of named.words.entries()) {
    // What a name begins with may be left out, and where a place is goes without saying.
    const light =
      named.words.length > 1 && ((i === 0 && FILLERS.has(word)) || (named.kind === 'place' && CITY_WORDS.has(word)))
    const w = light ? 0.3 : weight(word)
    whole += w
    const open = hits.filter((hit) => hit.word === word && !used.has(hit.position))
    const best = open.sort((a, b) => b.worth - a.worth || follow(a.position, last) - follow(b.position, last))[0]
    if (!best) continue
    own += w * best.worth
    used.set(best.position, best.worth)
    if (best.position < last) turned++
    else if (last >= 0 && best.position > last + 1) gaps += best.position - last - 1
    last = best.position
  }
  const name = own / whole
  const isPlace = named.kind === 'place'
  if (name < (isPlace ? LEAST_PLACE : LEAST_NAME) || used.size === 0) return null
  // A number in a name belongs right behind its word: `đường số 3` is not `số 3, đường …`.
  if (named.words.some((word) => /^\d/.test(word)) && named.words.length > 1 && (gaps > 0 || turned > 0)) return null
  let also = 0
  for (const word of named.also) {
    const hit = hits.find((one) => one.word === word && !used.has(one.position))
    if (!hit) continue
    used.set(hit.position, hit.worth)
    also++
  }
  // Of two streets of one name, the one of which nothing is left unsaid.
  const silent = named.kind === 'street' && named.also.length > 0 && also === 0 ? 0.95 : 1
  let [explained, all] = [0, 0]
  for (const position of free) {
    const { text } = words[position]!
    if (FILLERS.has(text) || isNumber(text)) continue
    const w = Math.min(6, weight(text))
    all += w
    explained += w * (used.get(position) ?? 0)
  }
  const line = all === 0 ? 1 : explained / all
  const order = 0.92 ** turned * 0.96 ** Math.min(gaps, 5)
  return {
    named,
    worth: name ** (isPlace && line > 0.95 ? 0.5 : 1.2) * line ** 0.9 * order * silent,
    used: new Set(used.keys()),
  }
}

const follow = (position: number, last: number): number => (position > last ? position - last : 100 + last - position)
const isNumber = (text: string): boolean => /^\d/.test(text)
