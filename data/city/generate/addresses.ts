/**
 * Addresses: numbers rise along a street from its north-eastern or canal end, odd to the left and even to the right; on Trần
 * Hưng Đạo they pass through the numbers that are known. Houses in a lane are counted from its mouth (12/3). Rural houses
 * have no number.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf } from '../../../scenarios/geometry.ts'
import { formerUnits, units } from '../facts/places.ts'
import { tranHungDaoNumbers } from '../facts/streets.ts'
import type { Place } from './homes.ts'
import { frontOf } from './land.ts'
import { SegmentIndex, toLine, toSegment } from './near.ts'
import type { RoadPiece } from './network.ts'
import { at, mainStreets } from './place.ts'
import { alongU, extentIn, fromUV, perpendicular, turned } from './plane.ts'
import type { SubUnits } from './quarters.ts'

export interface Address {
  readonly number: string | null
  readonly street: string | null
  readonly label: string
  readonly oldLabel: string
  readonly postcode: string
}

/** Metres of street for a house on each side. */
const METRES_PER_NUMBER = 4.4
/** A house belongs to a street whose centre line is nearer than this, beyond half its red line, m. */
const STREET_REACH_METRES = 14

type Numbering = (p: XY) => { number: number; left: boolean }

export class AddressBook {
  readonly #pieces = new SegmentIndex<RoadPiece>(60)
  readonly #numbering = new Map<string, Numbering>()
  readonly #taken = new Set<string>()

  constructor(pieces: readonly RoadPiece[]) {
    const streets = new Map<string, RoadPiece[]>()
    for (const piece of pieces) {
      if (piece.bridge) continue
      const isLane = piece.class === 'alley' && piece.redLineWidthMetres === 4
      if (!piece.name && !isLane) continue
      this.#pieces.addLine(piece.line, piece)
      if (piece.street) streets.set(piece.street, [...(streets.get(piece.street) ?? []), piece])
    }
    for (const [street, own] of streets) this.#numbering.set(street, numberingOf(street, own))
  }

  of(place: Place, sub: SubUnits): Address {
    const front = frontPoint(place)
    const own = place.lot.zone === 'rural' ? this.#street(front, true, 30) : this.#nearest(front)
    let [number, street]: [string | null, string | null] = [null, null]
    if (own?.piece.name && own.piece.street) {
      const isCountryRoad = place.lot.zone === 'rural' && /^Đường/.test(own.piece.name)
      number = isCountryRoad ? null : this.#free(own.piece.name, place, String(this.#numberAt(own.piece.street, front)))
      street = own.piece.name
    } else if (own) {
      const ends = [own.piece.line[0]!, own.piece.line.at(-1)!].map((end) => ({
        end,
        parent: this.#street(end, true, 25),
      }))
      const mouth = ends.filter((e) => e.parent).sort((a, b) => distance(a.end, front) - distance(b.end, front))[0]
      if (mouth) {
        const left = toLine(front, own.piece.line).side > 0
        const k = 2 * Math.floor(distance(mouth.end, front) / METRES_PER_NUMBER) + (left ? 1 : 2)
        street = mouth.parent!.piece.name!
        number = this.#free(street, place, `${this.#numberAt(mouth.parent!.piece.street!, mouth.end)}/${k}`)
      }
    }
    return { number, street, ...labels(place, sub, number, street) }
  }

  /** A place on a main street by its number, e.g. 647 Trần Hưng Đạo. */
  locate(street: string, number: number): XY | null {
    const main = mainStreets.find((s) => s.name === street)
    const count = this.#numbering.get(street)
    if (!main || !count) return null
    let best: { gap: number; p: XY } | null = null
    for (let i = 1; i < main.line.length; i++) {
      const [a, b] = [main.line[i - 1]!, main.line[i]!]
      for (let k = 0; k <= 200; k++) {
        const p: XY = [a[0] + ((b[0] - a[0]) * k) / 200, a[1] + ((b[1] - a[1]) * k) / 200]
        const gap = Math.abs(count(p).number - number)
        if (!best || gap < best.gap) best = { gap, p }
      }
    }
    return best?.p ?? null
  }

  #numberAt(street: string, p: XY): number {
    return this.#numbering.get(street)!(p).number
  }

  /** 615, and where that is taken 615A, 615B … */
  #free(street: string, place: Place, number: string): string {
    for (const suffix of ['', 'A', 'B', 'C', 'D', 'E', 'G', 'H', 'K', 'L', 'M', 'N']) {
      const key = `${place.former.code}|${street}|${number}${suffix}`
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return `${number}${suffix}`
    }
    return this.#free(street, place, `${number}/1`)
  }

  #nearest(p: XY): { piece: RoadPiece; distance: number } | null {
    let best: { piece: RoadPiece; distance: number } | null = null
    const reach = STREET_REACH_METRES + 14
    for (const { a, b, value } of this.#pieces.near(p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach)) {
      const edge = toSegment(p, a, b).distance - (value.redLineWidthMetres ?? value.widthMetres) / 2
      if (edge < STREET_REACH_METRES && (!best || edge < best.distance)) best = { piece: value, distance: edge }
    }
    return best
  }

  #street(p: XY, named: boolean, reach: number): { piece: RoadPiece; distance: number } | null {
    let best: { piece: RoadPiece; distance: number } | null = null
    for (const { a, b, value } of this.#pieces.near(p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach)) {
      if (named && !(value.name && value.street)) continue
      const near = toSegment(p, a, b).distance
      if (near < reach && (!best || near < best.distance)) best = { piece: value, distance: near }
    }
    return best
  }
}

const distance = (a: XY, b: XY): number => Math.hypot(a[0] - b[0], a[1] - b[1])

function frontPoint({ lot }: Place): XY {
  const { u0, u1 } = extentIn(lot.frame, lot.ring)
  return fromUV(lot.frame, (u0 + u1) / 2, frontOf(lot.ring, lot.frame))
}

function numberingOf(street: string, pieces: readonly RoadPiece[]): Numbering {
  if (street === 'Trần Hưng Đạo') return tranHungDao()
  const ends = pieces.flatMap((piece) => [piece.line[0]!, piece.line.at(-1)!])
  const [x0, y0, x1, y1] = boundsOf(ends)
  const [a, b] = [pieces[0]!.line[0]!, pieces[0]!.line.at(-1)!]
  let angle = Math.atan2(b[1] - a[1], b[0] - a[0])
  if (x1 - x0 + y1 - y0 > 0 && Math.sin(angle) + 0.2 * Math.cos(angle) > 0) angle += Math.PI
  const frame = turned(angle)
  const start = Math.min(...ends.map((p) => alongU(frame, p)))
  const middle = alongU(perpendicular(frame), [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
  return (p) => {
    const left = alongU(perpendicular(frame), p) > middle
    const step = Math.max(0, Math.floor((alongU(frame, p) - start) / METRES_PER_NUMBER))
    return { number: 2 * step + (left ? 1 : 2), left }
  }
}

/** Between the known numbers evenly, on both sides alike. */
function tranHungDao(): Numbering {
  const { line } = mainStreets.find((s) => s.name === 'Trần Hưng Đạo')!
  const known = tranHungDaoNumbers.map(({ number, lon, lat }) => ({ number, along: toLine(at(lon, lat), line).along }))
  return (p) => {
    const { along, side } = toLine(p, line)
    const i = along < known[1]!.along ? 0 : 1
    const [a, b] = [known[i]!, known[i + 1]!]
    const raw = Math.max(1, a.number + ((b.number - a.number) * (along - a.along)) / (b.along - a.along))
    const left = side > 0
    return { number: 2 * Math.floor(raw / 2) + (left ? 1 : 2), left }
  }
}

function labels(place: Place, sub: SubUnits, number: string | null, street: string | null) {
  const unit = units.find((u) => u.code === place.lot.unitCode)!
  const fact = formerUnits.find((f) => f.code === place.former.code)!
  const { former, now } = sub.of(fact.code, place.centre)
  const start = street ? `${number ? `${number} ` : ''}${street}, ` : ''
  const word = unit.kind === 'xã' ? 'Ấp' : 'Khu vực'
  return {
    label: `${start}${word} ${now}, ${unit.name}, TP Cần Thơ`,
    oldLabel: `${start}${fact.subunit} ${former}, ${fact.name}, TP Vị Thanh, Hậu Giang`,
    postcode: unit.postcode,
  }
}
