/**
 * Address search: a line of text in, candidates out, each with a score 0 … 1, what was understood and what was not. Several
 * readings of the line are tried (which words are the unit, the street, the house, a place) and the one that explains most of
 * it best wins. Nothing is guessed silently: an interpolated house, another ward than the one named, a place elsewhere, are said.
 */

import type { XY } from '../frame.ts'
import { pointInRing, polygonsOf } from '../geometry.ts'
import { both } from '../text.ts'
import { type Admin, adminOf } from './admin.ts'
import { type Answer, type Candidate, candidate, partAt, round, told, type Understood } from './candidate.ts'
import { begunTail, begunUnits, completions, leadBy } from './complete.ts'
import { parseCoordinates } from './coordinates.ts'
import type { Gazetteer, Named, Unit } from './gazetteer.ts'
import { placeOfCode } from './grid-code.ts'
import { ANOTHER_UNIT, fits, houseIn, housesOf } from './houses.ts'
import { FILLERS, type Index, indexOf, namesIn } from './names.ts'
import { type Nearest, nearestOf, placeAt } from './reverse.ts'
import { type Word, wordsOf } from './words.ts'

export interface SearchOptions {
  /** Candidates, at most. */
  readonly limit?: number
  /** The end of the line may be the beginning of a word, a name or a unit: as people type. */
  readonly complete?: boolean
}

export interface AddressSearch {
  search(text: string, options?: SearchOptions): Answer
  /** What is at a place, degrees: the nearest address first. */
  reverse(lon: number, lat: number): Answer
  /** What a tap means: the house under it, else the bare place, the nearest house in its note; null outside the city. */
  at(lon: number, lat: number): Candidate | null
  /** The place that a link names: by its words where they still lead there, else what is there. */
  find(lon: number, lat: number, text: string | null): Candidate | null
  readonly size: number
}

const FAR_BEHIND = 0.3
/** Houses of one number that the begun name of their unit chooses among. */
const MOST_FOUND = 20
const MOST_LETTERS = 300
const MOST_WORDS = 40
export function createAddressSearch(gazetteer: Gazetteer): AddressSearch {
  const index = indexOf(gazetteer)
  const nearest = nearestOf(gazetteer)
  return {
    size: gazetteer.addresses,
    search: (text, options = {}) => search(gazetteer, index, nearest, text, options),
    reverse: (lon, lat) => placeAt(gazetteer, nearest, lon, lat, 'coordinates', null),
    at,
    find(lon, lat, text) {
      const named = text === null ? [] : search(gazetteer, index, nearest, text, {}).candidates
      return named.find((one) => metresBetween(one, { lon, lat }) <= SAME_PLACE_METRES) ?? at(lon, lat)
    },
  }

  function at(lon: number, lat: number): Candidate | null {
    const [point, near] = placeAt(gazetteer, nearest, lon, lat, 'coordinates', null).candidates
    if (!point || !near) return point ?? null
    const metres = metresBetween(near, point)
    if (metres <= UNDER_A_TAP_METRES) {
      const { note: _, ...house } = near
      return { ...house, score: 1 }
    }
    const away = Math.round(metres)
    const note = both(`Cách ${near.label}: ${away} m`, `${away} m from ${near.label}`)
    return { ...point, note }
  }
}

/** A house's point lies in its middle. */
const UNDER_A_TAP_METRES = 12
const SAME_PLACE_METRES = 60

type Placed = Pick<Candidate, 'lon' | 'lat'>
/** Near enough for places next to each other. */
const metresBetween = (a: Placed, b: Placed): number =>
  Math.hypot((a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180), a.lat - b.lat) * 111_195

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
  const isKnown = (word: string) => index.weights.has(word) || LEXICON.has(word)
  const words = joinedApart(wordsOf(line, isKnown).slice(0, MOST_WORDS), isKnown)
  if (!options.complete || words.length === 0) return read(g, index, words, limit)
  return completed(g, index, words, limit)
}

/** The line as it is, without what it has begun to say of where the address is, and names that begin as it does. */
function completed(g: Gazetteer, index: Index, words: readonly Word[], limit: number): Answer {
  const answers = [read(g, index, words, limit)]
  const begun = begunTail(index, words)
  if (begun > 0) {
    const { candidates, ...rest } = read(g, index, words.slice(0, words.length - begun), MOST_FOUND)
    answers.push({ ...rest, candidates: leadBy(candidates, words.slice(-begun)) })
  }
  for (const { name } of begunUnits(g, words)) answers.push(read(g, index, wordsOf(name), 1))
  const names = completions(g, index, words)
  if (names) answers.push(names)
  const score = ({ candidates }: Answer) => candidates[0]?.score ?? -1
  const best = answers.reduce((before, answer) => (score(answer) > score(before) ? answer : before))
  const all = answers.flatMap(({ candidates }) => candidates)
  return { ...best, candidates: ranked(all, limit) }
}

function read(g: Gazetteer, index: Index, words: readonly Word[], limit: number): Answer {
  const readings: Reading[] = []
  const parcel = parcelIn(g, index, words)
  if (parcel) return { ...parcel, outside: null }
  const typed = adminOf(words, index, false)
  const bare = adminOf(words, index, true)
  // Where nothing more is taken without its kind before it, both read alike.
  for (const admin of bare.taken.size > typed.taken.size ? [typed, bare] : [typed]) {
    readings.push(...addressReadings(g, index, words, admin))
  }
  readings.push(...placeReadings(g, index, words))
  const found = readings
    .filter(({ candidates }) => candidates.length > 0)
    .sort((a, b) => b.candidates[0]!.score - a.candidates[0]!.score || a.ignored.length - b.ignored.length)
  const { elsewhere } = bare
  const best = found[0]
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
  const candidates = ranked(
    found.flatMap((reading) => reading.candidates),
    limit,
  )
  return { understood: best.understood, ignored: [...new Set(best.ignored)], outside, candidates }
}

/** The best first, each once. */
function ranked(candidates: readonly Candidate[], limit: number): Candidate[] {
  const seen = new Set<string>()
  return (
    candidates
      .toSorted((a, b) => b.score - a.score)
      .filter(({ label, kind, lon, lat }) => {
        const key = kind === 'place' || kind === 'street' ? `${label}` : `${label} ${lon.toFixed(4)} ${lat.toFixed(4)}`
        return !seen.has(key) && seen.add(key)
      })
      // What is far behind the best only distracts.
      .filter(({ score }, _, [first]) => score >= FAR_BEHIND * first!.score)
      .slice(0, limit)
  )
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
const ELSEWHERE = 0.3

function addressReadings(g: Gazetteer, index: Index, words: readonly Word[], admin: Admin): Reading[] {
  const free = words.flatMap((_, i) => (admin.taken.has(i) ? [] : [i]))
  const understood: Understood[] = admin.said.flatMap(({ kind, text }) =>
    kind === 'outside' || kind === 'unknown-unit' ? [] : [{ kind, text }],
  )
  const readings: Reading[] = []
  const streets = namesIn(g, index, words, free, 'street').slice(0, 8)
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
    const localities = localitiesIn(g, index, words, free, admin)
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

function localitiesIn(
  g: Gazetteer,
  index: Index,
  words: readonly Word[],
  free: readonly number[],
  admin: Admin,
): Reading | null {
  const named = free.filter((i) => !FILLERS.has(words[i]!.text) || words[i]!.text === 'bo')
  const matches =
    named.length > 0
      ? namesIn(g, index, words, free, 'locality').filter(({ worth }) => worth > 0)
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
function placeReadings(g: Gazetteer, index: Index, words: readonly Word[]): Reading[] {
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
    const matches = namesIn(g, index, words, free, 'place').slice(0, 5)
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
