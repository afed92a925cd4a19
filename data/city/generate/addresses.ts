/**
 * Addresses as they are written there. Numbers rise along a street from its north-eastern or canal end, on a road out of town
 * and in the new centre from the old town's end, odd to the left and even to the right, and pass through those that are known.
 * A house joined from two has both (61-63), a number taken already gets a letter or «bis»; houses in a lane are counted from
 * its mouth (12/3, 12A/3-5B). In the country a house has no number but its group and the bank it stands on (tổ 4, bờ nam kênh
 * xáng Xà No).
 */
import type { XY } from '../../../scenarios/frame.ts'
import { lineLength } from '../../../scenarios/geometry.ts'
import { fork, random } from '../../../scenarios/random.ts'
import { formerUnits, units } from '../facts/places.ts'
import { addressedPlaces, knownNumbers, tranHungDaoNumbers } from '../facts/streets.ts'
import type { Place } from './homes.ts'
import { frontOf, type Zone, zoneAt } from './land.ts'
import { SegmentIndex, toLine, toSegment } from './near.ts'
import { nodeKey, type RoadPiece } from './network.ts'
import { at, CENTRE, type Channel, mainStreets, xaNo } from './place.ts'
import { alongU, extentIn, fromUV, middleOf, perpendicular, turned } from './plane.ts'
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
/** The same where a road runs through the country. */
const RURAL_METRES_PER_NUMBER = 12
/** A house belongs to a street whose centre line is nearer than this, beyond half its red line, m. */
const STREET_REACH_METRES = 14
/** A rural house is told by the water whose bank is nearer than this, m. */
const BANK_REACH_METRES = 70
/** A house whose number is known stands this near its place, m. */
const KNOWN_REACH_METRES = 300
/** Of lanes, those numbered after the house beside their mouth (12A); of numbers taken twice in the old town, those told by «bis». */
const LETTERED_LANES = 0.15
const BIS_SHARE = 0.15
const letters = ['A', 'B', 'C', 'D', 'E', 'G', 'H', 'K', 'L', 'M', 'N']

type Numbering = (p: XY) => { number: number; left: boolean }
type Known = { readonly street: string; readonly number: string }

export class AddressBook {
  readonly #pieces = new SegmentIndex<RoadPiece>(60)
  readonly #streets = new Map<string, RoadPiece[]>()
  readonly #numbering = new Map<string, Numbering>()
  readonly #banks = new SegmentIndex<Channel>(150)
  readonly #taken = new Set<string>()
  readonly #known = new Map<string, Known>()
  readonly #seed: number

  constructor(pieces: readonly RoadPiece[], channels: readonly Channel[], seed: number) {
    this.#seed = seed
    for (const piece of pieces) {
      if (piece.bridge) continue
      const isLane = piece.class === 'alley' && piece.redLineWidthMetres === 4
      if (!piece.name && !isLane) continue
      this.#pieces.addLine(piece.line, piece)
      if (piece.street) this.#streets.set(piece.street, [...(this.#streets.get(piece.street) ?? []), piece])
    }
    for (const [street, own] of this.#streets) this.#numbering.set(street, numberingOf(street, own))
    for (const channel of channels) if (channel.name) this.#banks.addLine(channel.line, channel)
  }

  /** Gives each number that is known to its house: the one of that name, or else the nearest on its side of the street. */
  keep(places: readonly Place[]): void {
    for (const known of knownNumbers) {
      const { street, number, ward, lon, lat } = known
      const name = addressedPlaces.find((a) => a.street === street && String(a.number) === number)?.name
      const written = new RegExp(`(^|[^\\d/])${number} ${street}`)
      const value = Number.parseInt(number, 10)
      const point = lon !== undefined && lat !== undefined ? at(lon, lat) : this.locate(street, value)
      let best: { cost: number; place: Place } | null = null
      for (const place of places) {
        const own = place.building?.name
        if (!place.building || this.#known.has(place.lot.path)) continue
        if (own && (own === name || written.test(own))) {
          best = { cost: 0, place }
          break
        }
        if (!point || place.former.code !== ward || distance(place.centre, point) > KNOWN_REACH_METRES) continue
        const front = frontPoint(place)
        const near = this.#nearest(front)?.piece
        const isThere = near?.name === street && near.street
        const wrongSide = !isThere || this.#numberAt(near.street!, front) % 2 !== value % 2
        const cost = distance(front, point) + (isThere ? 0 : 1000) + (wrongSide ? 100 : 0)
        if (!best || cost < best.cost) best = { cost, place }
      }
      if (!best) continue
      this.#known.set(best.place.lot.path, known)
      this.#taken.add(`${best.place.former.code}|${street}|${number}`)
    }
  }

  of(place: Place, sub: SubUnits): Address {
    const { number, street } = this.#known.get(place.lot.path) ?? this.#numbered(place)
    return { number, street, ...labels(place, sub, number, street, number ? null : this.#bankOf(place)) }
  }

  /** A place on a street by its number, e.g. 647 Trần Hưng Đạo. */
  locate(name: string, number: number): XY | null {
    const main = mainStreets.find((s) => s.name === name)
    const lines = main
      ? [main.line]
      : [...this.#streets.values()]
          .flat()
          .filter((p) => p.name === name)
          .map((p) => p.line)
    const street = main?.name ?? [...this.#streets].find(([, own]) => own[0]!.name === name)?.[0]
    const count = street && this.#numbering.get(street)
    if (!count) return null
    let best: { gap: number; p: XY } | null = null
    for (const line of lines) {
      for (let i = 1; i < line.length; i++) {
        const [a, b] = [line[i - 1]!, line[i]!]
        for (let k = 0; k <= 200; k++) {
          const p: XY = [a[0] + ((b[0] - a[0]) * k) / 200, a[1] + ((b[1] - a[1]) * k) / 200]
          const gap = Math.abs(count(p).number - number)
          if (!best || gap < best.gap) best = { gap, p }
        }
      }
    }
    return best?.p ?? null
  }

  #numbered(place: Place): { number: string | null; street: string | null } {
    const [front, second] = frontPoints(place)
    const isRural = place.lot.zone === 'rural'
    const own = isRural ? this.#street(front, true, 30) : this.#nearest(front)
    if (!own) return { number: null, street: null }
    const { name, street } = own.piece
    if (name && street) {
      if (isRural && /^Đường/.test(name)) return { number: null, street: name }
      const count = (p: XY) => this.#numberAt(street, p)
      return { number: this.#free(name, place, '', count(front), second && count(second)), street: name }
    }
    const ends = [own.piece.line[0]!, own.piece.line.at(-1)!].map((end) => ({
      end,
      parent: this.#street(end, true, 25),
    }))
    const mouth = ends.filter((e) => e.parent).sort((a, b) => distance(a.end, front) - distance(b.end, front))[0]
    if (!mouth) return { number: null, street: null }
    const parent = mouth.parent!.piece
    const left = toLine(front, own.piece.line).side > 0
    const count = (p: XY) => 2 * Math.floor(distance(mouth.end, p) / METRES_PER_NUMBER) + (left ? 1 : 2)
    const lettered = random(fork(this.#seed, `lane/${nodeKey(mouth.end)}`))() < LETTERED_LANES ? 'A' : ''
    const lane = `${this.#numberAt(parent.street!, mouth.end)}${lettered}/`
    return { number: this.#free(parent.name!, place, lane, count(front), second && count(second)), street: parent.name }
  }

  #numberAt(street: string, p: XY): number {
    return this.#numbering.get(street)!(p).number
  }

  /** 615, and where that is taken 615A, 615B …; of a house joined from two, both numbers. */
  #free(street: string, place: Place, lane: string, number: number, second: number | null): string {
    if (second === null) return `${lane}${this.#take(street, place, lane, number)}`
    const [low, high] = [Math.min(number, second), Math.max(number, second)]
    const first = this.#take(street, place, lane, low)
    return `${lane}${first}-${this.#take(street, place, lane, high === low ? low + 2 : high)}`
  }

  #take(street: string, place: Place, lane: string, number: number): string {
    const isOld = place.lot.zone === 'core' && random(fork(this.#seed, `bis/${place.lot.path}`))() < BIS_SHARE
    for (const suffix of ['', ...(isOld ? [' bis'] : []), ...letters]) {
      const key = `${place.former.code}|${street}|${lane}${number}${suffix}`
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return `${number}${suffix}`
    }
    return `${number}/${this.#take(street, place, `${lane}${number}/`, 1)}`
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

  /** e.g. «bờ nam kênh xáng Xà No»: the side of a named water that a place lies on. */
  #bankOf(place: Place): string | null {
    const p = frontPoint(place)
    let best: { distance: number; text: string } | null = null
    const reach = BANK_REACH_METRES + 80
    for (const { a, b, value } of this.#banks.near(p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach)) {
      const near = toSegment(p, a, b)
      const distance = near.distance - value.widthMetres / 2
      if (distance > BANK_REACH_METRES || (best && distance >= best.distance)) continue
      const [dx, dy] = [p[0] - a[0] - near.t * (b[0] - a[0]), p[1] - a[1] - near.t * (b[1] - a[1])]
      const side = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? 'đông' : 'tây') : dy > 0 ? 'bắc' : 'nam'
      const name = value.name!
      best = { distance, text: `bờ ${side} ${name[0]!.toLowerCase()}${name.slice(1)}` }
    }
    return best?.text ?? null
  }
}

const distance = (a: XY, b: XY): number => Math.hypot(a[0] - b[0], a[1] - b[1])

function frontPoint({ lot }: Place): XY {
  const { u0, u1 } = extentIn(lot.frame, lot.ring)
  return fromUV(lot.frame, (u0 + u1) / 2, frontOf(lot.ring, lot.frame))
}

/** The middle of the front, or of each half of it where two lots have become one. */
function frontPoints(place: Place): [first: XY, second: XY | null] {
  const { lot } = place
  if (lot.from?.change !== 'merge') return [frontPoint(place), null]
  const { u0, u1 } = extentIn(lot.frame, lot.ring)
  const front = frontOf(lot.ring, lot.frame)
  return [fromUV(lot.frame, u0 + (u1 - u0) / 4, front), fromUV(lot.frame, u1 - (u1 - u0) / 4, front)]
}

function numberingOf(street: string, pieces: readonly RoadPiece[]): Numbering {
  if (street === 'Trần Hưng Đạo') return tranHungDao()
  const ends = pieces.flatMap((piece) => [piece.line[0]!, piece.line.at(-1)!])
  const [a, b] = [pieces[0]!.line[0]!, pieces[0]!.line.at(-1)!]
  const zone = zoneOfStreet(pieces)
  let angle = Math.atan2(b[1] - a[1], b[0] - a[0])
  const fromCentre = (p: XY) => distance(p, xaNo[CENTRE]!)
  const [near, far] = [
    ends.toSorted((p, q) => fromCentre(p) - fromCentre(q))[0]!,
    ends.toSorted((p, q) => fromCentre(q) - fromCentre(p))[0]!,
  ]
  const backwards =
    zone === 'rural' || zone === 'new'
      ? Math.cos(angle) * (far[0] - near[0]) + Math.sin(angle) * (far[1] - near[1]) < 0
      : Math.sin(angle) + 0.2 * Math.cos(angle) > 0
  if (backwards) angle += Math.PI
  const frame = turned(angle)
  const first = Math.min(...ends.map((p) => alongU(frame, p)))
  const middle = alongU(perpendicular(frame), [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
  const { start, metres } =
    zone === 'rural'
      ? { start: first, metres: RURAL_METRES_PER_NUMBER }
      : throughKnown(pieces[0]!.name, (p) => alongU(frame, p), first)
  return (p) => {
    const left = alongU(perpendicular(frame), p) > middle
    const step = Math.max(0, Math.floor((alongU(frame, p) - start) / metres))
    return { number: 2 * step + (left ? 1 : 2), left }
  }
}

/** The part of the city that most of a street runs through. */
function zoneOfStreet(pieces: readonly RoadPiece[]): Zone {
  const lengths = new Map<Zone, number>()
  for (const { line } of pieces) {
    const zone = zoneAt(middleOf(line))
    lengths.set(zone, (lengths.get(zone) ?? 0) + lineLength(line))
  }
  return [...lengths].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}

/** Where counting starts and how far apart numbers are, so that a number whose place is known comes there. */
function throughKnown(name: string | null, along: (p: XY) => number, first: number): { start: number; metres: number } {
  const known = knownNumbers.find((k) => k.street === name && k.lon !== undefined)
  if (!known) return { start: first, metres: METRES_PER_NUMBER }
  const step = Math.ceil(Number.parseInt(known.number, 10) / 2) - 0.5
  const place = along(at(known.lon!, known.lat!))
  const metres = (place - first) / step
  // Too dense or too thin for houses: numbers began before this street's end.
  if (metres < METRES_PER_NUMBER * 0.7 || metres > METRES_PER_NUMBER * 2.5)
    return { start: place - step * METRES_PER_NUMBER, metres: METRES_PER_NUMBER }
  return { start: first, metres }
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

function labels(place: Place, sub: SubUnits, number: string | null, street: string | null, bank: string | null) {
  const unit = units.find((u) => u.code === place.lot.unitCode)!
  const fact = formerUnits.find((f) => f.code === place.former.code)!
  const { former, now } = sub.of(fact.code, place.centre)
  const group = number ? null : sub.groupOf(place)
  const start = [written(number, street), group && `Tổ ${group}`, street ? null : bank]
  const line = (...end: string[]) => [...start, ...end].filter(Boolean).join(', ')
  const word = unit.kind === 'xã' ? 'Ấp' : 'Khu vực'
  return {
    label: line(`${word} ${now}`, unit.name, 'TP Cần Thơ'),
    oldLabel: line(`${fact.subunit} ${former}`, fact.name, 'TP Vị Thanh', 'Hậu Giang'),
    postcode: unit.postcode,
  }
}

/** A street named by a day is told from a lane's number: 198 đường 19/8. */
function written(number: string | null, street: string | null): string | null {
  const name = street && /^\d/.test(street) ? `đường ${street}` : street
  return number && name ? `${number} ${name}` : name
}
