/**
 * Waterways: the main ones from facts, those along the limits, and a net of secondary canals that cuts each unit's land into
 * cells of about a square kilometre. Every canal ends in another one, so that the tide reaches all of them.
 */

import polygonClipping from 'polygon-clipping'
import type { XY } from '../../../scenarios/frame.ts'
import { lineLength, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import { fork, random } from '../../../scenarios/random.ts'
import { canalNames } from '../facts/streets.ts'
import { meeting, SegmentIndex, toLine, toSegment } from './near.ts'
import { type Channel, mainChannels, nangMau, unitPlaces, xaNo } from './place.ts'
import {
  alongU,
  alongV,
  bufferLine,
  closed,
  cut,
  direction,
  extentIn,
  fromUV,
  longFrame,
  type OpenRing,
  simpleRings,
  type Turned,
  turned,
} from './plane.ts'

/** Ground kept free along each bank for its path, m. */
export const BANK_METRES = 7
const LIMIT_CANAL = { widthMetres: 14, bedMetres: -1.8 }
/** Cells larger than this are cut again, m². */
const CELL_SQUARE_METRES = { phường: 1.7e6, xã: 1.5e6 }

export interface Waters {
  readonly channels: Channel[]
  /** Land between the waters and their banks, by unit code. */
  readonly cells: { unitCode: string; ring: OpenRing; path: string }[]
}

export function makeWaters(seed: number): Waters {
  const limits = limitChannels()
  const firm = [...mainChannels, ...limits]
  const wet = firm.flatMap((channel) => bufferLine(channel.line, channel.widthMetres / 2 + BANK_METRES))
  const channels: Channel[] = [...firm]
  const index = new SegmentIndex<Channel>(200)
  for (const channel of firm) index.addLine(channel.line, channel)
  const cells: Waters['cells'] = []
  for (const unit of unitPlaces) {
    const land = simpleRings(polygonClipping.difference([closed(unit.ring)], ...wet.map((p) => p)), 400)
    for (const [i, ring] of land.entries()) {
      divide(
        { seed, index, channels, cells, unitCode: unit.code, least: CELL_SQUARE_METRES[unit.kind] },
        ring,
        `${unit.code}/${i}`,
        0,
      )
    }
  }
  return { channels: channels.map(named(channels)).map((channel) => withBeds(channel, seed)), cells }
}

/** Xà No is 2.5–9 m deep (found: facts §8) below a mean water level of about 0.5 m; where it is deep is generated. */
const [SHALLOWEST_METRES, DEEPEST_METRES, MEAN_WATER_METRES, BED_STEP_METRES] = [2.5, 9, 0.5, 350]

function withBeds(channel: Channel, seed: number): Channel {
  if (channel.line !== xaNo) return channel
  const chance = random(fork(seed, 'beds'))
  const length = lineLength(channel.line)
  const count = Math.ceil(length / BED_STEP_METRES)
  const beds = Array.from({ length: count + 1 }, (_, i) => {
    const depth = SHALLOWEST_METRES + (DEEPEST_METRES - SHALLOWEST_METRES) * chance() ** 2
    return [(i * length) / count, Math.round((MEAN_WATER_METRES - depth) * 100) / 100] as const
  })
  const sorted = beds.map(([, bed]) => bed).sort((a, b) => a - b)
  return { ...channel, beds, bedMetres: sorted[Math.floor(sorted.length / 2)]! }
}

/** The bed at a distance along the line. */
export function bedAt({ beds, bedMetres }: Channel, along: number): number {
  if (!beds) return bedMetres
  const i = beds.findIndex(([at]) => at >= along)
  if (i <= 0) return i < 0 ? beds.at(-1)![1] : beds[0]![1]
  const [[a, low], [b, high]] = [beds[i - 1]!, beds[i]!]
  return low + ((high - low) * (along - a)) / (b - a)
}

/** The longest secondary canals of a unit bear the names that are known there. */
function named(channels: readonly Channel[]): (channel: Channel) => Channel {
  const names = new Map<Channel, string>()
  for (const unit of unitPlaces) {
    const own = channels.filter(({ line, provenance }) => {
      const [a, b] = [line[0]!, line.at(-1)!]
      return provenance === 'generated' && pointInRing([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], unit.ring)
    })
    const sorted = own.toSorted((a, b) => lineLength(b.line) - lineLength(a.line))
    for (const [i, name] of (canalNames[unit.code] ?? []).entries()) if (sorted[i]) names.set(sorted[i], name)
  }
  return (channel) => (names.has(channel) ? { ...channel, name: names.get(channel)! } : channel)
}

interface Division {
  readonly seed: number
  readonly index: SegmentIndex<Channel>
  readonly channels: Channel[]
  readonly cells: Waters['cells']
  readonly unitCode: string
  readonly least: number
}

function divide(to: Division, ring: OpenRing, path: string, depth: number): void {
  if (Math.abs(ringArea(ring)) < to.least * 1.15 || isNewCentre(ring)) {
    to.cells.push({ unitCode: to.unitCode, ring, path })
    return
  }
  const chance = random(fork(to.seed, `canal/${path}`))
  const frame = turnedBy(longFrame(ring), (chance() - 0.5) * 0.1)
  const { u0, u1 } = extentIn(frame, ring)
  const place = u0 + (u1 - u0) * (0.46 + 0.08 * chance())
  const widthMetres = depth < 2 ? 16 + Math.round(4 * chance()) : 8 + Math.round(5 * chance())
  const bedMetres = Math.round((depth < 2 ? -1.6 - 0.4 * chance() : -1 - 0.5 * chance()) * 100) / 100
  const reach = widthMetres / 2 + BANK_METRES
  for (const line of chords(ring, frame, place)) {
    const channel: Channel = {
      name: null,
      kind: 'canal',
      line: joined(line, to.index),
      widthMetres,
      bedMetres,
      provenance: 'generated',
    }
    to.channels.push(channel)
    to.index.addLine(channel.line, channel)
  }
  const below = cut(ring, frame, place - reach, 400)[0]
  const above = cut(ring, frame, place + reach, 400)[1]
  for (const [i, piece] of [...below, ...above].entries()) divide(to, piece, `${path}/${i}`, depth + 1)
}

/** The wedge between Xà No and the Nàng Mau canal is the new centre: no canal is cut through it. */
function isNewCentre(ring: OpenRing): boolean {
  const [x, y] = middle(ring)
  return toLine([x, y], xaNo).side < 0 && toLine([x, y], nangMau).side > 0 && toLine([x, y], nangMau).along < 3000
}

const middle = (ring: OpenRing): XY => [
  ring.reduce((s, p) => s + p[0], 0) / ring.length,
  ring.reduce((s, p) => s + p[1], 0) / ring.length,
]

const turnedBy = (f: Turned, by: number): Turned => turned(Math.atan2(f.sin, f.cos) + by)

/** The stretches of the line u = at inside a ring. */
export function chords(ring: OpenRing, frame: Turned, place: number): [XY, XY][] {
  const vs: number[] = []
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    const [ua, ub] = [alongU(frame, a) - place, alongU(frame, b) - place]
    if (ua > 0 !== ub > 0) vs.push(alongV(frame, a) + (ua / (ua - ub)) * (alongV(frame, b) - alongV(frame, a)))
  }
  vs.sort((a, b) => a - b)
  const out: [XY, XY][] = []
  for (let k = 0; k + 1 < vs.length; k += 2) out.push([fromUV(frame, place, vs[k]!), fromUV(frame, place, vs[k + 1]!)])
  return out
}

/** A line whose ends are carried on to the nearest centre line of water: straight on, or else by a bend to the nearest. */
function joined([a, b]: [XY, XY], index: SegmentIndex<Channel>): XY[] {
  return [...carried(b, a, index).reverse(), ...carried(a, b, index)]
}

function carried(from: XY, end: XY, index: SegmentIndex<Channel>): XY[] {
  const [dx, dy] = direction(from, end)
  const far: XY = [end[0] + dx * 140, end[1] + dy * 140]
  let best: { t: number; point: XY } | null = null
  const box = [
    Math.min(end[0], far[0]),
    Math.min(end[1], far[1]),
    Math.max(end[0], far[0]),
    Math.max(end[1], far[1]),
  ] as const
  for (const { a, b } of index.near(...box)) {
    const hit = meeting(end, far, a, b)
    if (hit && (!best || hit.t < best.t)) best = hit
  }
  if (best) return [best.point]
  const aside = nearestOn(end, index)
  return aside ? [end, aside] : [end]
}

function nearestOn(end: XY, index: SegmentIndex<Channel>): XY | null {
  let best: { distance: number; point: XY } | null = null
  for (const { a, b } of index.near(end[0] - 200, end[1] - 200, end[0] + 200, end[1] + 200)) {
    const { distance, t } = toSegment(end, a, b)
    if (!best || distance < best.distance)
      best = { distance, point: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])] }
  }
  return best?.point ?? null
}

/** Canals along the limits of the units where no main waterway runs: the limits follow water (assumed). */
function limitChannels(): Channel[] {
  const main = new SegmentIndex<number>(200)
  for (const channel of mainChannels) main.addLine(channel.line, 0)
  const isMain = (p: XY) =>
    [...main.near(p[0] - 60, p[1] - 60, p[0] + 60, p[1] + 60)].some(({ a, b }) => toLine(p, [a, b]).distance < 45)
  const seen = new Set<string>()
  const out: Channel[] = []
  const add = (line: XY[]) => {
    if (line.length > 1) out.push({ name: null, kind: 'canal', line, ...LIMIT_CANAL, provenance: 'assumed' })
  }
  for (const { ring } of unitPlaces) {
    let line: XY[] = []
    for (let i = 0; i <= ring.length; i++) {
      const [a, b] = [ring[i % ring.length]!, ring[(i + 1) % ring.length]!]
      const key = [a, b]
        .map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`)
        .sort()
        .join(' ')
      const mid: XY = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
      if (i === ring.length || seen.has(key) || (isMain(a) && isMain(b) && isMain(mid))) {
        add(line)
        line = []
        continue
      }
      seen.add(key)
      if (line.length === 0) line.push(a)
      line.push(b)
    }
    add(line)
  }
  return out
}
