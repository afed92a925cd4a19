/**
 * Completing a line as one types: names whose words begin as the line does, with the house that stands before them; and how many
 * words at the end only begin to say which unit an address lies in.
 */
import { fold } from '../text.ts'
import { adminOf } from './admin.ts'
import { type Answer, type Candidate, round, type Understood } from './candidate.ts'
import type { Gazetteer, Named, Unit } from './gazetteer.ts'
import { houseKey, parseHouseNumber } from './house-number.ts'
import { candidateOf, houseIn, housesOf } from './houses.ts'
import { FILLERS, type Index } from './names.ts'
import { editDistance, type Word } from './words.ts'

/** What is typed so far fits; how much of the name that is and how many houses it has decide between such. */
const BEGUN = 0.8
const TYPED_SHARE = 0.1
const HOUSES_SHARE = 0.05
/** Where the name was begun in its middle, and for each letter that was wrong. */
const INSIDE = 0.9
const WRONG = 0.85
const MOST_NAMES = 8

/** How many words at the end are the beginning of `phường Vị Tân`, `khu vực 9` or the like, with something before them. */
export function begunTail({ tails }: Index, words: readonly Word[]): number {
  for (let count = Math.min(4, words.length - 1); count > 0; count--) {
    const end = words.slice(-count)
    if (tails.some((phrase) => begins(phrase, 0, end) === 1 && !isWhole(phrase, end))) return count
  }
  return 0
}

/** Units of today, then those before, that the line begins to name and nothing else. */
export const begunUnits = ({ units }: Gazetteer, words: readonly Word[]): Unit[] =>
  units
    .filter(({ kind, words: name }) => begins([kind, ...name], 0, words) > 0 && words.length <= name.length)
    .sort((a, b) => Number(a.validTo !== null) - Number(b.validTo !== null))
    .slice(0, 4)

const isWhole = (phrase: readonly string[], said: readonly Word[]): boolean =>
  phrase.length === said.length && phrase.at(-1) === said.at(-1)!.text

/** Those first that lie where the begun words may lead. */
export function leadBy(candidates: readonly Candidate[], begun: readonly Word[]): Candidate[] {
  const said = fold(
    begun
      .map(({ raw }) => raw)
      .filter((raw, i, all) => raw !== all[i - 1])
      .join(' '),
  )
  return candidates
    .map((one) => {
      const fits = fold(`${one.label}, ${one.oldLabel}`)
        .split(', ')
        .some((phrase) => phrase.startsWith(said))
      return fits ? one : { ...one, score: round(one.score * 0.95) }
    })
    .sort((a, b) => b.score - a.score)
}

/** Null where no name begins so. */
export function completions(g: Gazetteer, index: Index, words: readonly Word[]): Answer | null {
  const admin = adminOf(words.slice(0, -1), index, false)
  const free = words.flatMap((_, i) => (admin.taken.has(i) ? [] : [i]))
  const first = free.find((i) => !parseHouseNumber(words[i]!.text) && !FILLERS.has(words[i]!.text))
  const found: { named: Named; worth: number; from: number }[] = []
  // `đường số 1…`: what may be left out before a name may also begin one, and a number may be one.
  const starts = free.filter((i) => i <= (first ?? words.length - 1)).slice(-4)
  for (const named of g.names) {
    if (named.kind === 'locality') continue
    let [best, from] = [0, 0]
    for (const start of starts) {
      const said = free.filter((i) => i >= start).map((i) => words[i]!)
      const worth = beginning(named, said)
      if (worth > best) [best, from] = [worth, start]
    }
    if (best > 0) found.push({ named, worth: best, from })
  }
  if (found.length === 0) return null
  const most = Math.log(2 + Math.max(...found.map(({ named }) => named.houses.length)))
  const scored = found.map(({ named, worth, from }) => {
    const used = new Set(free.filter((i) => i >= from))
    const rest = free.filter((i) => i < from)
    const house = houseIn(words, rest, used)
    const known = house.parts !== null && named.byNumber.has(houseKey(house.text))
    return { named, used, house, known, worth: worth + (HOUSES_SHARE * Math.log(1 + named.houses.length)) / most }
  })
  // Of all streets that begin so, those first that have the house.
  scored.sort((a, b) => Number(b.known) - Number(a.known) || b.worth - a.worth)
  const candidates = scored
    .slice(0, MOST_NAMES)
    .flatMap(({ named, used, house, worth }) => {
      const own: Understood[] = [
        ...(house.text ? [{ kind: 'house' as const, text: house.text }] : []),
        { kind: named.kind === 'street' ? 'street' : 'place', text: named.name },
      ]
      const places =
        named.kind === 'street'
          ? housesOf(g, { named, worth, used }, house, admin).slice(0, 2)
          : [candidateOf(g, named, worth * (house.parts ? 0.5 : 1))]
      return places.map((place) => ({ place, own }))
    })
    .sort((a, b) => b.place.score - a.place.score)
  const where = admin.said.flatMap(({ kind, text }) =>
    kind === 'outside' || kind === 'unknown-unit' ? [] : [{ kind, text }],
  )
  return {
    understood: [...(candidates[0]?.own ?? []), ...where],
    ignored: [],
    outside: null,
    candidates: candidates.map(({ place }) => ({ ...place, score: round(place.score) })),
  }
}

/** 0: the name does not begin so, in its first word or in a later one. */
function beginning({ words, name }: Named, said: readonly Word[]): number {
  const letters = said.reduce((sum, { text }) => sum + text.length, 0)
  for (let at = 0; at + said.length <= words.length; at++) {
    const fit = begins(words, at, said)
    if (fit === 0) continue
    const share = Math.min(1, letters / Math.max(1, words.slice(at).join('').length, name.length / 3))
    return (BEGUN + TYPED_SHARE * share) * fit * (at === 0 ? 1 : letters > 2 ? INSIDE : 0)
  }
  return 0
}

/** 1 where every word is the phrase's and the last its beginning; less by each that has a letter wrong; else 0. */
function begins(phrase: readonly string[], at: number, said: readonly Word[]): number {
  if (at + said.length > phrase.length) return 0
  let fit = 1
  for (const [i, { text, raw }] of said.entries()) {
    const word = phrase[at + i]!
    // `phường v` is not yet `phường 5`.
    const written = fold(raw)
    if (word === text || word === written) continue
    if (i === said.length - 1 && (word.startsWith(text) || word.startsWith(written))) continue
    if (i === said.length - 1 || text.length < 4 || editDistance(text, word, 1) > 1) return 0
    fit *= WRONG
  }
  return fit
}
