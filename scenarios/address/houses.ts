/** A house in its street: on file, in its alley, or between its neighbours. */
import type { XY } from '../frame.ts'
import { both } from '../text.ts'
import type { Admin } from './admin.ts'
import { type Candidate, candidate, partAt } from './candidate.ts'
import type { Gazetteer, Named, Part } from './gazetteer.ts'
import { type HousePart, houseKey, parseHouseNumber, sameHouse } from './house-number.ts'
import type { Match } from './names.ts'
import type { Word } from './words.ts'

export const ANOTHER_UNIT = 0.7
const ANOTHER_SUBUNIT = 0.88
const OTHER_NUMBERING = 0.96

interface AskedHouse {
  readonly parts: readonly HousePart[] | null
  readonly text: string
  readonly used: ReadonlySet<number>
  /** An alley was named and no house in it. */
  readonly alleyOnly: boolean
}

/** The house that the words left over name: `12/3A`, `hẻm 12 nhánh 3 nhà 5`, `nhà số 5 hẻm 12`. */
export function houseIn(words: readonly Word[], rest: readonly number[], taken: ReadonlySet<number>): AskedHouse {
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
export function fits(part: Part | undefined, { units, subunit, postcode }: Admin): number {
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

export function housesOf(g: Gazetteer, { named, worth }: Match, asked: AskedHouse, admin: Admin): Candidate[] {
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

/** A name that has no houses, where it is. */
export const candidateOf = (g: Gazetteer, named: Named, score: number): Candidate =>
  candidate(g, named.kind === 'waterway' ? 'waterway' : 'place', named, null, named.at, partAt(g, named.at), score)

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
