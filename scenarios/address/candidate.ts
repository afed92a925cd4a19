/** What a search answers, and how a place becomes a candidate with both names, both postcodes and its grid code. */
import type { XY } from '../frame.ts'
import { contains, pointInRing, polygonsOf } from '../geometry.ts'
import type { Bilingual } from '../text.ts'
import type { Gazetteer, Named, Part } from './gazetteer.ts'
import { gridCode } from './grid-code.ts'

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

const partCache = new WeakMap<Gazetteer, Map<string, Part | undefined>>()

/** The unit that a place lies in, as a part without a quarter. */
export function partAt(g: Gazetteer, at: XY): Part | undefined {
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

export const degrees = (value: number): number => Math.round(value * 1e6) / 1e6
export const round = (score: number): number => Math.round(Math.max(0, Math.min(1, score)) * 1000) / 1000

export function told(
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

export function candidate(
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
