/**
 * Address search: a line of text in, candidates out, each with a score 0 … 1, what was understood and what was not. Several
 * readings of the line are tried (which words are the unit, the street, the house, a place) and the one that explains most of
 * it best wins. Nothing is guessed silently: an interpolated house, another ward than the one named, a place elsewhere, are said.
 */

import type { XY } from '../frame.ts'
import { contains, pointInRing, polygonsOf } from '../geometry.ts'
import { type Bilingual, both } from '../text.ts'
import { type Admin, adminOf, outsideNames } from './admin.ts'
import { parseCoordinates } from './coordinates.ts'
import type { Gazetteer, House, Named, Part, Unit } from './gazetteer.ts'
import { gridCode, placeOfCode } from './grid-code.ts'
import { type HousePart, houseKey, parseHouseNumber, sameHouse } from './house-number.ts'
import { editDistance, type Word, wordsOf } from './words.ts'

export type CandidateKind =
  | 'address'
  | 'interpolated'
  | 'street'
  | 'place'
  | 'waterway'
  | 'locality'
  | 'unit'
  | 'postcode'
  | 'grid'
  | 'coordinates'
  | 'parcel'

export interface Candidate {
  /** With the names of today. */
  readonly label: string
  /** With the names before 1 July 2025; null where it had none. */
  readonly oldLabel: string | null
  readonly kind: CandidateKind
  readonly lon: number
  readonly lat: number
  readonly unitCode: string | null
  readonly oldUnitCode: string | null
  /** Since 24 August 2025, and before. */
  readonly postcode: string | null
  readonly oldPostcode: string | null
  readonly gridCode: string
  /** 0 … 1: how surely this is what was asked for. */
  readonly score: number
  /** Where it is not quite what was asked. */
  readonly note?: Bilingual
}

export interface Understood {
  readonly kind:
    | 'house'
    | 'street'
    | 'place'
    | 'unit'
    | 'subunit'
    | 'group'
    | 'city'
    | 'postcode'
    | 'grid'
    | 'coordinates'
    | 'parcel'
  readonly text: string
}

export interface Answer {
  readonly understood: readonly Understood[]
  /** Words that nothing was made of. */
  readonly ignored: readonly string[]
  /** Set where the line names a place that is not in this city. */
  readonly outside: Bilingual | null
  readonly candidates: readonly Candidate[]
}

export interface SearchOptions {
  /** Candidates, at most. */
  readonly limit?: number
  /** The last word may be the beginning of one: as people type. */
  readonly complete?: boolean
}

export interface AddressSearch {
  search(text: string, options?: SearchOptions): Answer
  /** What is at a place, degrees: the nearest address first. */
  reverse(lon: number, lat: number): Answer
  readonly size: number
}

const FAR_BEHIND = 0.3
const MOST_LETTERS = 300
const MOST_WORDS = 40
/** A name that explains less than this of itself is another name. */
const LEAST_NAME = 0.5
/** Of a place: people say `Vincom`, not all of its name. */
const LEAST_PLACE = 0.3
/** What people leave out of the name of a place here. */
const CITY_WORDS = new Set(['vi', 'thanh', 'hau', 'giang', 'can', 'tho'])
/** Words that say what follows, not which. */
const FILLERS = new Set(
  'duong pho so nha hem ngo kiet ngach nhanh lo gan doi dien canh tai o dia chi cap ven bo khu nguyen van'
    .split(' ')
    .filter((word) => !/^(nguyen|van|bo)$/.test(word)),
)

export function createAddressSearch(gazetteer: Gazetteer): AddressSearch {
  const index = indexOf(gazetteer)
  const nearest = nearestOf(gazetteer)
  return {
    size: gazetteer.addresses,
    search: (text, options = {}) => search(gazetteer, index, nearest, text, options),
    reverse: (lon, lat) => placeAt(gazetteer, nearest, lon, lat, 'coordinates', null),
  }
}

interface Index {
  /** Names by their words, each kind apart: a street is looked for among streets. */
  readonly ids: Readonly<Record<Group, ReadonlyMap<string, readonly number[]>>>
  readonly weights: ReadonlyMap<string, number>
  /** Words by what is left of them without one letter: what a typing error leads to. */
  readonly shortened: ReadonlyMap<string, readonly string[]>
  /** In the order of the alphabet: a beginning finds its words. */
  readonly sorted: readonly string[]
  readonly likes: Map<string, readonly Like[]>
  readonly units: readonly Unit[]
  readonly outside: readonly (readonly string[])[]
}
interface Like {
  readonly word: string
  readonly worth: number
}

type Group = 'street' | 'place' | 'locality'
const groupOf = (kind: Named['kind']): Group => (kind === 'waterway' ? 'place' : kind)

function indexOf({ names, units }: Gazetteer): Index {
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
  return { ids, weights, shortened, sorted: [...counts.keys()].sort(), likes: new Map(), units, outside }
}

function shorterBy1(word: string): string[] {
  if (word.length < 3 || /\d/.test(word)) return []
  return [word, ...Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))]
}

/** Words of the index that a written one may stand for. */
function likesOf(index: Index, word: string, prefix: boolean): readonly Like[] {
  const key = prefix ? `${word}…` : word
  const known = index.likes.get(key)
  if (known) return known
  const found = new Map<string, number>()
  if (index.weights.has(word)) found.set(word, 1)
  if (prefix) {
    for (let i = lowerBound(index.sorted, word); i < index.sorted.length && index.sorted[i]!.startsWith(word); i++) {
      const like = index.sorted[i]!
      if (like !== word) found.set(like, 0.7 + (0.25 * word.length) / like.length)
    }
  }
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
  index.likes.set(key, likes)
  return likes
}

function lowerBound(sorted: readonly string[], word: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < word) low = middle + 1
    else high = middle
  }
  return low
}

interface Match {
  readonly named: Named
  /** 0 … 1 */
  readonly worth: number
  /** Indices of the words that were its own. */
  readonly used: ReadonlySet<number>
}

/** Names that the free words tell of, the best first. */
function namesIn(
  { names }: Gazetteer,
  index: Index,
  words: readonly Word[],
  free: readonly number[],
  complete: boolean,
  group: Group,
): Match[] {
  const hits = new Map<number, { word: string; position: number; worth: number }[]>()
  for (const position of free) {
    const { text } = words[position]!
    const prefix = complete && position === words.length - 1
    for (const { word, worth } of likesOf(index, text, prefix)) {
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

/** One way to read the line, with what it leads to. */
interface Reading {
  readonly understood: Understood[]
  readonly ignored: string[]
  readonly candidates: Candidate[]
}

function search(g: Gazetteer, index: Index, nearest: Nearest, text: string, options: SearchOptions): Answer {
  const limit = options.limit ?? 5
  const line = text.slice(0, MOST_LETTERS).normalize('NFC').trim()
  const coordinates = parseCoordinates(line, g.projection)
  if (coordinates) return placeAt(g, nearest, coordinates.lon, coordinates.lat, 'coordinates', line)
  const [homeLon, homeLat] = g.projection.toWgs84(...g.home)
  const code = placeOfCode(line, { lon: homeLon, lat: homeLat })
  if (code) return placeAt(g, nearest, code.lon, code.lat, 'grid', line)
  const complete = options.complete === true && !/[\s,.]$/.test(text)
  const isKnown = (word: string) => index.weights.has(word) || LEXICON.has(word)
  const words = joinedApart(wordsOf(line, isKnown).slice(0, MOST_WORDS), isKnown)
  const readings: Reading[] = []
  const parcel = parcelIn(g, index, words)
  if (parcel) return { ...parcel, outside: null }
  const typed = adminOf(words, index, false)
  const bare = adminOf(words, index, true)
  // Where nothing more is taken without its kind before it, both read alike.
  for (const admin of bare.taken.size > typed.taken.size ? [typed, bare] : [typed]) {
    readings.push(...addressReadings(g, index, words, admin, complete))
  }
  readings.push(...placeReadings(g, index, words, complete))
  const ranked = readings
    .filter(({ candidates }) => candidates.length > 0)
    .sort((a, b) => b.candidates[0]!.score - a.candidates[0]!.score || a.ignored.length - b.ignored.length)
  const { elsewhere } = bare
  const best = ranked[0]
  const outside = elsewhere
    ? both(`“${elsewhere}” không thuộc thành phố này`, `“${elsewhere}” is not in this city`)
    : null
  if (!best) {
    return {
      understood: [],
      ignored: words.map(({ raw }) => raw),
      outside,
      candidates: [],
    }
  }
  const seen = new Set<string>()
  const candidates = ranked
    .flatMap((reading) => reading.candidates)
    .sort((a, b) => b.score - a.score)
    .filter(({ label, kind, lon, lat }) => {
      const key = kind === 'place' || kind === 'street' ? `${label}` : `${label} ${lon.toFixed(4)} ${lat.toFixed(4)}`
      return !seen.has(key) && seen.add(key)
    })
    // What is far behind the best only distracts.
    .filter(({ score }, _, [first]) => score >= FAR_BEHIND * first!.score)
    .slice(0, limit)
  return { understood: best.understood, ignored: [...new Set(best.ignored)], outside, candidates }
}

/** Words of the grammar, which no name need hold. */
const LEXICON = new Set(
  'phuong xa ap to khu vuc pho thanh thi tinh quan huyen duong so nha hem ngo kiet ngach nhanh quoc lo huong thua lo cho cau kenh song rach truong benh vien tram y te uy ban nhan dan vi tan hoa luu tien hau giang can tho viet nam ho chi minh bis'.split(
    ' ',
  ),
)

/** `tranhungdao` → `tran hung dao`, where all of it is known words. */
function joinedApart(words: readonly Word[], isKnown: (word: string) => boolean): Word[] {
  return words.flatMap((word) => {
    if (word.text.length < 6 || /\d/.test(word.text) || isKnown(word.text)) return [word]
    const parts = apart(word.text, isKnown)
    return parts ? parts.map((text, i) => ({ ...word, text, starts: word.starts && i === 0 })) : [word]
  })
}

function apart(text: string, isKnown: (word: string) => boolean): string[] | null {
  // The fewest words, none shorter than two letters.
  const best: (string[] | null)[] = [[]]
  for (let end = 1; end <= text.length; end++) {
    best[end] = null
    for (let start = Math.max(0, end - 7); start <= end - 2; start++) {
      const before = best[start]
      if (!before || !isKnown(text.slice(start, end))) continue
      if (!best[end] || before.length + 1 < best[end]!.length) best[end] = [...before, text.slice(start, end)]
    }
  }
  const parts = best[text.length]
  return parts && parts.length > 1 ? parts : null
}

const UNKNOWN_WORD = 0.85
const ANOTHER_UNIT = 0.7
const ANOTHER_SUBUNIT = 0.88
const OTHER_NUMBERING = 0.96
const ELSEWHERE = 0.3

function addressReadings(
  g: Gazetteer,
  index: Index,
  words: readonly Word[],
  admin: Admin,
  complete: boolean,
): Reading[] {
  const free = words.flatMap((_, i) => (admin.taken.has(i) ? [] : [i]))
  const understood: Understood[] = admin.said.flatMap(({ kind, text }) =>
    kind === 'outside' || kind === 'unknown-unit' ? [] : [{ kind, text }],
  )
  const readings: Reading[] = []
  const streets = namesIn(g, index, words, free, complete, 'street').slice(0, 8)
  for (const match of streets) {
    const rest = free.filter((i) => !match.used.has(i))
    const house = houseIn(words, rest, match.used)
    const ignored = rest.filter((i) => !house.used.has(i) && !FILLERS.has(words[i]!.text)).map((i) => words[i]!.raw)
    const penalty = UNKNOWN_WORD ** ignored.length * (admin.elsewhere ? ELSEWHERE : 1)
    const candidates = housesOf(g, match, house, admin).map((one) => ({ ...one, score: round(one.score * penalty) }))
    const own: Understood[] = [
      ...(house.text ? [{ kind: 'house' as const, text: house.text }] : []),
      { kind: 'street', text: match.named.name },
    ]
    readings.push({ understood: [...own, ...understood], ignored, candidates })
  }
  const rest = free.filter((i) => !FILLERS.has(words[i]!.text))
  // A unit and nothing else, or a group of houses in it.
  if (streets.length === 0 || streets[0]!.worth < 0.8 || admin.group !== null) {
    const localities = localitiesIn(g, index, words, free, admin, complete)
    if (localities) readings.push({ ...localities, understood: [...understood, ...localities.understood] })
  }
  if (admin.units.length + (admin.subunit ? 1 : 0) + (admin.postcode ? 1 : 0) > 0) {
    const ignored = rest.map((i) => words[i]!.raw)
    const penalty = 0.6 ** ignored.length * (admin.elsewhere ? ELSEWHERE : 1)
    const candidates = areasOf(g, admin).map((one) => ({ ...one, score: round(one.score * penalty) }))
    readings.push({ understood, ignored, candidates })
  }
  return readings
}

interface AskedHouse {
  readonly parts: readonly HousePart[] | null
  readonly text: string
  readonly used: ReadonlySet<number>
  /** An alley was named and no house in it. */
  readonly alleyOnly: boolean
}

/** The house that the words left over name: `12/3A`, `hẻm 12 nhánh 3 nhà 5`, `nhà số 5 hẻm 12`. */
function houseIn(words: readonly Word[], rest: readonly number[], taken: ReadonlySet<number>): AskedHouse {
  const alley: { number: string; position: number }[] = []
  const houses: { number: string; position: number }[] = []
  for (const position of rest) {
    const { text } = words[position]!
    if (!parseHouseNumber(text)) continue
    // `Lý Thường Kiệt 12`: a word of the name is no alley.
    const word = (back: number) => (taken.has(position - back) ? '' : (words[position - back]?.text ?? ''))
    const before = word(1) === 'so' ? word(2) : word(1)
    if (/^(hem|ngo|kiet|ngach|nhanh)$/.test(before)) alley.push({ number: text, position })
    else houses.push({ number: text, position })
  }
  const house = houses[0]
  const used = new Set([...alley, ...(house ? [house] : [])].map(({ position }) => position))
  const path = [...alley.map(({ number }) => number)]
  // `12/3 hẻm 12`: the alley is said twice.
  const joined =
    house && path.length > 0 && house.number.startsWith(`${path.join('/')}/`)
      ? house.number
      : [...path, ...(house ? [house.number] : [])].join('/')
  if (joined === '') return { parts: null, text: '', used, alleyOnly: false }
  return { parts: parseHouseNumber(joined), text: joined, used, alleyOnly: !house }
}

/** How well a part of the city answers the units that were named, 0 … 1. */
function fits(part: Part | undefined, { units, subunit, postcode }: Admin): number {
  if (!part) return units.length + (subunit ? 1 : 0) > 0 ? 0.9 : 1
  let worth = 1
  if (units.length > 0 && !units.some((unit) => unit === part.unit || unit === part.oldUnit)) worth *= ANOTHER_UNIT
  if (subunit) {
    const [now, before] = [subunit.number === part.number, subunit.number === part.oldNumber]
    const today = units.some((unit) => unit === part.unit)
    const former = units.some((unit) => unit === part.oldUnit)
    // Quarters were numbered anew: the number is meant as the unit beside it is.
    if (!now && !before) worth *= ANOTHER_SUBUNIT
    else if ((today && !former && !now) || (former && !today && !before)) worth *= OTHER_NUMBERING
  }
  if (postcode && postcode !== part.postcode && postcode !== part.oldUnit?.postcode) worth *= 0.95
  return worth
}

function housesOf(g: Gazetteer, { named, worth }: Match, asked: AskedHouse, admin: Admin): Candidate[] {
  if (!asked.parts) {
    const part = [...named.parts].sort((a, b) => fits(b, admin) - fits(a, admin))[0]
    const at = part && admin.units.length > 0 ? middleIn(named, part) : named.at
    const place = part ?? partAt(g, named.at)
    return [candidate(g, 'street', named, null, at, place, worth * fits(place, admin))]
  }
  const { parts } = asked
  const exact = (named.byNumber.get(houseKey(asked.text)) ?? []).map((house) => ({ house, same: 1 }))
  const like =
    exact.length > 0
      ? exact
      : named.houses.flatMap((house) => {
          const same = asked.alleyOnly
            ? house.parts.length > parts.length &&
              parts.every((part, i) => part.number === house.parts[i]!.number && part.suffix === house.parts[i]!.suffix)
              ? 0.85
              : 0
            : sameHouse(parts, house.parts)
          return same > 0 ? [{ house, same }] : []
        })
  if (like.length > 0) {
    const best = like
      .map(({ house, same }) => ({ house, score: same * fits(house.part, admin) }))
      .sort((a, b) => b.score - a.score)
    // An alley is one place, not every house in it.
    return best
      .slice(0, asked.alleyOnly ? 1 : 4)
      .map(({ house, score }) =>
        asked.alleyOnly
          ? candidate(g, 'street', named, `Hẻm ${asked.text.toUpperCase()}`, house.at, house.part, worth * score)
          : candidate(g, 'address', named, house.number, house.at, house.part, worth * score),
      )
  }
  return between(g, named, parts, asked, admin).map((one) => ({ ...one, score: one.score * worth }))
}

/** Houses on the line between whose numbers a place may be told, and how many numbers apart at most. */
const WIDEST_GAP = 60
const WIDEST_METRES = 500

/** A number that is not on file: by those on the same side of it, in the same part of the street. */
function between(
  g: Gazetteer,
  named: Named,
  asked: readonly HousePart[],
  { text }: AskedHouse,
  admin: Admin,
): Candidate[] {
  const { number } = asked[0]!
  // Of a house in an alley, where the alley begins.
  const mouth =
    asked.length > 1
      ? named.houses
          .filter(({ parts }) => parts[0]?.number === number)
          .sort((a, b) => fits(b.part, admin) - fits(a.part, admin))[0]
      : undefined
  if (mouth) {
    const note = both(
      `Chưa có số ${text} trong dữ liệu: chỉ nơi của hẻm ${number}`,
      `Number ${text} is not on file: this is where alley ${number} is`,
    )
    return [
      { ...candidate(g, 'interpolated', named, text, mouth.at, mouth.part, 0.72 * fits(mouth.part, admin)), note },
    ]
  }
  const plain = named.houses.filter(({ parts }) => parts.length === 1)
  const ours = plain.filter(({ part }) => fits(part, admin) >= 1)
  const side = (ours.length > 1 ? ours : plain)
    .filter(({ parts }) => parts[0]!.number % 2 === number % 2)
    .sort((a, b) => a.parts[0]!.number - b.parts[0]!.number)
  const after = side.find(({ parts }) => parts[0]!.number > number)
  const before = side.findLast(({ parts }) => parts[0]!.number < number)
  if (before && after) {
    const [low, high] = [before.parts[0]!.number, after.parts[0]!.number]
    const share = (number - low) / (high - low)
    const at: XY = [
      before.at[0] + share * (after.at[0] - before.at[0]),
      before.at[1] + share * (after.at[1] - before.at[1]),
    ]
    const close =
      high - low <= WIDEST_GAP && Math.hypot(after.at[0] - before.at[0], after.at[1] - before.at[1]) <= WIDEST_METRES
    const note = both(
      `Chưa có số ${text} trong dữ liệu: vị trí nội suy giữa số ${before.number} và ${after.number}`,
      `Number ${text} is not on file: placed between ${before.number} and ${after.number}`,
    )
    return [
      {
        ...candidate(g, 'interpolated', named, text, at, before.part, (close ? 0.75 : 0.55) * fits(before.part, admin)),
        note,
      },
    ]
  }
  const end = after ?? before
  const note = both(
    `Chưa có số ${text} trong dữ liệu: chỉ vị trí của đường`,
    `Number ${text} is not on file: this is the street`,
  )
  const part = end?.part ?? named.parts[0]
  return [{ ...candidate(g, 'street', named, null, end?.at ?? named.at, part, 0.55 * fits(part, admin)), note }]
}

function middleIn(named: Named, part: Part): XY {
  const own = named.houses.filter((house) => house.part === part)
  return own[own.length >> 1]?.at ?? named.at
}

function localitiesIn(
  g: Gazetteer,
  index: Index,
  words: readonly Word[],
  free: readonly number[],
  admin: Admin,
  complete: boolean,
): Reading | null {
  const named = free.filter((i) => !FILLERS.has(words[i]!.text) || words[i]!.text === 'bo')
  const matches =
    named.length > 0
      ? namesIn(g, index, words, free, complete, 'locality').filter(({ worth }) => worth > 0)
      : g.names
          .filter(({ kind }) => kind === 'locality')
          .map((one) => ({ named: one, worth: 1, used: new Set<number>() }))
  if (admin.group === null && named.length === 0) return null
  const ranked = matches
    .map((match) => {
      const fit = fits(match.named.parts[0], admin)
      const group = admin.group === null ? 0.9 : admin.group === match.named.group ? 1 : 0.4
      const bank = named.length === 0 && match.named.words.length > 0 ? 0.9 : 1
      return { match, score: Math.min(1, match.worth) * fit * group * bank }
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, 4)
  const best = ranked[0]
  if (!best || best.score < 0.3) return null
  const ignored = free.filter((i) => !best.match.used.has(i) && !FILLERS.has(words[i]!.text)).map((i) => words[i]!.raw)
  const penalty = UNKNOWN_WORD ** ignored.length * (admin.elsewhere ? ELSEWHERE : 1)
  return {
    understood: best.match.used.size > 0 ? [{ kind: 'place', text: best.match.named.name }] : [],
    ignored,
    candidates: ranked.map(({ match, score }) =>
      candidate(g, 'locality', match.named, null, match.named.at, match.named.parts[0], round(score * penalty)),
    ),
  }
}

/** The units, the quarter or the area of a postcode that were named. */
function areasOf(g: Gazetteer, admin: Admin): Candidate[] {
  const { units, subunit, postcode } = admin
  if (subunit) {
    const own = g.parts.filter((part) => fits(part, { ...admin, subunit: null }) === 1 && fits(part, admin) === 1)
    const exact = own.filter(
      ({ number, unit }) => number === subunit.number && (units.length === 0 || units.includes(unit!)),
    )
    return (exact.length > 0 ? exact : own).slice(0, 4).map((part) => {
      const at = g.names.find(({ parts }) => parts[0] === part)?.at ?? g.home
      const [lon, lat] = g.projection.toWgs84(...at)
      return told('unit', part.tail, part.oldTail, lon, lat, part, units.length > 0 ? 0.95 : 0.7)
    })
  }
  const rows = units.length > 0 ? units : g.units.filter((unit) => unit.postcode === postcode)
  return rows.map((unit) => {
    const at = centreOf(unit)
    const [lon, lat] = g.projection.toWgs84(...at)
    const now = unit.validTo === null
    const year = now ? `từ ${dayOf(unit.validFrom)}` : `đến ${dayOf(unit.validTo!)}`
    const name = postcode && units.length === 0 ? `${postcode} · ${unit.name}` : unit.name
    const here = partAt(g, at)
    const label = now ? `${name} (${year})` : `${name} (cũ, ${year}), nay thuộc ${here?.unit?.name ?? '?'}`
    const kind = postcode && units.length === 0 ? 'postcode' : 'unit'
    return {
      ...told(kind, label, now ? null : `${unit.name}, TP Vị Thanh, Hậu Giang`, lon, lat, here, now ? 0.95 : 0.9),
      oldUnitCode: now ? null : unit.code,
      oldPostcode: now ? null : unit.postcode,
    }
  })
}

const dayOf = (iso: string): string => iso.split('-').reverse().join('/')

function centreOf({ geometry, bounds: [x0, y0, x1, y1] }: Unit): XY {
  const middle: XY = [(x0 + x1) / 2, (y0 + y1) / 2]
  const inside = (p: XY) => polygonsOf(geometry).some(([ring]) => pointInRing(p, ring!))
  for (let step = 0; step < 10; step++) {
    for (const [dx, dy] of [
      [0, 0],
      [step, 0],
      [-step, 0],
      [0, step],
      [0, -step],
    ] as const) {
      const p: XY = [middle[0] + (dx * (x1 - x0)) / 20, middle[1] + (dy * (y1 - y0)) / 20]
      if (inside(p)) return p
    }
  }
  return middle
}

/** A place's name may hold anything: a ward, a number, a street. */
function placeReadings(g: Gazetteer, index: Index, words: readonly Word[], complete: boolean): Reading[] {
  const readings: Reading[] = []
  let cutBefore = 0
  // First as it is, then without the city and the unit that people put behind a name.
  for (const without of ['nothing', 'city', 'admin'] as const) {
    const admin = adminOf(words, index, without === 'admin')
    const cut = without === 'nothing' ? new Set<number>() : admin.taken
    const tail = without === 'city' ? cityOnly(words, admin) : cut
    if (without !== 'nothing' && tail.size === cutBefore) continue
    cutBefore = tail.size
    const free = words.flatMap((_, i) => (tail.has(i) ? [] : [i]))
    const matches = namesIn(g, index, words, free, complete, 'place').slice(0, 5)
    for (const { named, worth, used } of matches) {
      const ignored = free.filter((i) => !used.has(i) && !FILLERS.has(words[i]!.text)).map((i) => words[i]!.raw)
      const numbers = ignored.filter((raw) => /^\d/.test(raw)).length
      const part = partAt(g, named.at)
      const fit = without === 'admin' ? fits(part, admin) : 1
      const elsewhere = admin.elsewhere && !explainedBy(named, admin.elsewhere) ? ELSEWHERE : 1
      const score = round(worth * fit * 0.8 ** numbers * elsewhere)
      const kind = named.kind === 'waterway' ? ('waterway' as const) : ('place' as const)
      readings.push({
        understood: [{ kind: 'place', text: named.name }],
        ignored,
        candidates: [candidate(g, kind, named, null, named.at, part, score)],
      })
    }
  }
  return readings
}

/** Of the administrative words, the city's alone. */
function cityOnly(words: readonly Word[], { said }: Admin): ReadonlySet<number> {
  const texts = said.filter(({ kind }) => kind === 'city').map(({ text }) => text)
  const taken = new Set<number>()
  for (const text of texts) {
    const length = text.split(' ').length
    for (let i = words.length - 1; i >= 0; i--) {
      if (
        words
          .slice(i, i + length)
          .map(({ raw }) => raw)
          .join(' ') === text
      )
        for (let k = i; k < i + length; k++) taken.add(k)
    }
  }
  return taken
}

const explainedBy = (named: Named, said: string): boolean => {
  const own = new Set([...named.words, ...named.also])
  return wordsOf(said).every(({ text }) => own.has(text))
}

/** `thửa 45 tờ 12`, `tờ bản đồ số 12, thửa đất số 45`. */
function parcelIn(g: Gazetteer, index: Index, words: readonly Word[]): Reading | null {
  const after = (name: string) => {
    const i = words.findIndex(({ text }) => text === name)
    const number = i < 0 ? undefined : words.slice(i + 1, i + 5).find(({ text }) => /^\d+$/.test(text))
    return number?.text ?? null
  }
  const [number, sheet] = [after('thua'), after('to')]
  if (number === null || sheet === null) return null
  const admin = adminOf(words, index, true)
  const found = g.parcels.get(`${sheet}/${number}`) ?? []
  const wanted = admin.units.filter(({ validTo }) => validTo === null).map(({ code }) => code)
  const candidates = found
    .map((parcel) => {
      const part = partAt(g, parcel.at)
      const [lon, lat] = g.projection.toWgs84(...parcel.at)
      const label = `Thửa ${number}, tờ ${sheet}`
      const unit = wanted.length === 0 || wanted.includes(parcel.unitCode ?? '') ? 1 : ANOTHER_UNIT
      const tail = part ? `, ${part.tail}` : ''
      return told(
        'parcel',
        `${label}${tail}`,
        part?.oldTail ? `${label}, ${part.oldTail}` : null,
        lon,
        lat,
        part,
        (found.length > 1 && wanted.length === 0 ? 0.8 : 0.97) * unit,
      )
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, 5)
  return { understood: [{ kind: 'parcel', text: `thửa ${number} tờ ${sheet}` }], ignored: [], candidates }
}

const partCache = new WeakMap<Gazetteer, Map<string, Part | undefined>>()

/** The unit that a place lies in, as a part without a quarter. */
function partAt(g: Gazetteer, at: XY): Part | undefined {
  const cache = partCache.get(g) ?? new Map<string, Part | undefined>()
  partCache.set(g, cache)
  const key = at.join(' ')
  if (cache.has(key)) return cache.get(key)
  const covering = g.units.filter(
    ({ bounds, geometry }) => contains(bounds, at) && polygonsOf(geometry).some(([ring]) => pointInRing(at, ring!)),
  )
  const unit = covering.find(({ validTo }) => validTo === null) ?? null
  const oldUnit = covering.find(({ validTo }) => validTo !== null) ?? null
  const part: Part | undefined =
    unit || oldUnit
      ? {
          unit,
          oldUnit,
          postcode: unit?.postcode ?? null,
          kind: null,
          number: null,
          oldKind: null,
          oldNumber: null,
          tail: unit ? `${unit.name}, TP Cần Thơ` : '',
          oldTail: oldUnit ? `${oldUnit.name}, TP Vị Thanh, Hậu Giang` : '',
        }
      : undefined
  cache.set(key, part)
  return part
}

const degrees = (value: number): number => Math.round(value * 1e6) / 1e6
const round = (score: number): number => Math.round(Math.max(0, Math.min(1, score)) * 1000) / 1000

function told(
  kind: CandidateKind,
  label: string,
  oldLabel: string | null,
  lon: number,
  lat: number,
  part: Part | undefined,
  score: number,
): Candidate {
  return {
    label,
    oldLabel,
    kind,
    lon: degrees(lon),
    lat: degrees(lat),
    unitCode: part?.unit?.code ?? null,
    oldUnitCode: part?.oldUnit?.code ?? null,
    postcode: part?.postcode ?? null,
    oldPostcode: part?.oldUnit?.postcode ?? null,
    gridCode: gridCode(lon, lat, part?.postcode ?? null),
    score: round(score),
  }
}

function candidate(
  g: Gazetteer,
  kind: CandidateKind,
  named: Named,
  number: string | null,
  at: XY,
  part: Part | undefined,
  score: number,
): Candidate {
  const [lon, lat] = g.projection.toWgs84(...at)
  const head =
    number === null ? capital(`${named.prefix}${named.name}`) : `${houseText(number)} ${named.prefix}${named.name}`
  const tailed = (tail: string) => (tail === '' ? head : `${head}, ${tail}`)
  return told(kind, tailed(part?.tail ?? ''), part?.oldTail ? tailed(part.oldTail) : null, lon, lat, part, score)
}

/** `12/3a` → `12/3A`, `5bis` → `5 bis` */
const houseText = (text: string): string =>
  text
    .replace(/(\d)([a-z]{1,2})(?![a-z])/gi, (_, digit: string, letter: string) => digit + letter.toUpperCase())
    .replace(/(\d)bis/gi, '$1 bis')

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The house nearest to a place, within a kilometre. */
type Nearest = (at: XY) => { named: Named; house: House; metres: number } | null

const CELL_METRES = 100
const FARTHEST_METRES = 1000

function nearestOf({ names }: Gazetteer): Nearest {
  let cells: Map<string, { named: Named; house: House }[]> | null = null
  const cellOf = ([x, y]: XY) => [Math.floor(x / CELL_METRES), Math.floor(y / CELL_METRES)] as const
  const made = () => {
    const all = new Map<string, { named: Named; house: House }[]>()
    for (const named of names) {
      const houses =
        named.kind === 'locality' ? [{ at: named.at, number: '', parts: [], part: named.parts[0]! }] : named.houses
      for (const house of houses) {
        const key = cellOf(house.at).join(' ')
        const known = all.get(key)
        if (known) known.push({ named, house })
        else all.set(key, [{ named, house }])
      }
    }
    return all
  }
  return (at) => {
    cells ??= made()
    const [column, row] = cellOf(at)
    let best: { named: Named; house: House; metres: number } | null = null
    for (let reach = 0; reach <= FARTHEST_METRES / CELL_METRES; reach++) {
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          if (Math.max(Math.abs(dx), Math.abs(dy)) !== reach) continue
          for (const one of cells.get(`${column + dx} ${row + dy}`) ?? []) {
            const metres = Math.hypot(one.house.at[0] - at[0], one.house.at[1] - at[1])
            if (!best || metres < best.metres) best = { ...one, metres }
          }
        }
      }
      // A nearer one could only be in the ring around this one.
      if (best && best.metres <= reach * CELL_METRES) break
    }
    return best && best.metres <= FARTHEST_METRES ? best : null
  }
}

function placeAt(
  g: Gazetteer,
  nearest: Nearest,
  lon: number,
  lat: number,
  kind: 'coordinates' | 'grid',
  line: string | null,
): Answer {
  const at = g.projection.toLocal(lon, lat)
  const understood: Understood[] = line === null ? [] : [{ kind, text: line }]
  const part = partAt(g, at)
  if (!part) {
    const outside = both('Vị trí này nằm ngoài thành phố', 'This place lies outside the city')
    return { understood, ignored: [], outside, candidates: [] }
  }
  const near = nearest(at)
  const own = near?.house.part ?? part
  const from =
    near && (near.house.number === '' ? near.named.name : `${near.house.number} ${near.named.prefix}${near.named.name}`)
  const point = told(kind, `${degrees(lat)}, ${degrees(lon)}, ${part.tail}`, part.oldTail || null, lon, lat, part, 1)
  if (!near || !from) return { understood, ignored: [], outside: null, candidates: [point] }
  const [nearLon, nearLat] = g.projection.toWgs84(...near.house.at)
  const note = both(`Cách ${Math.round(near.metres)} m`, `${Math.round(near.metres)} m away`)
  const address = told(
    near.house.number === '' ? 'locality' : 'address',
    `${from}, ${own.tail}`,
    own.oldTail ? `${from}, ${own.oldTail}` : null,
    nearLon,
    nearLat,
    own,
    Math.max(0.3, 1 - near.metres / FARTHEST_METRES),
  )
  return { understood, ignored: [], outside: null, candidates: [point, { ...address, note }] }
}
