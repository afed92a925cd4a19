/**
 * Land: cells between canals, less the corridors of main streets, become town blocks or rural cells, and those become lots.
 * A lot knows its frame: u along its front, v from the front inwards.
 */
import polygonClipping from 'polygon-clipping'
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf, centroid, overlaps, ringArea } from '../../../scenarios/geometry.ts'
import { fork, random } from '../../../scenarios/random.ts'
import { toLine, toSegment } from './near.ts'
import type { Road } from './network.ts'
import { besideXaNo, mainStreets, nangMau, xaNo, xaNoAt } from './place.ts'
import {
  bufferLine,
  closed,
  cut,
  direction,
  extentIn,
  longFrame,
  type OpenRing,
  opened,
  perpendicular,
  simpleRings,
  type Turned,
  turned,
} from './plane.ts'
import { chords, type Waters } from './waters.ts'

export type Zone = 'core' | 'town' | 'new' | 'rural'

export interface Block {
  readonly unitCode: string
  readonly zone: Zone
  readonly ring: OpenRing
  readonly path: string
  readonly frame: Turned
  /** The industrial cluster is cut into large blocks with wide streets. */
  readonly purpose?: 'industry'
}

export interface Lot {
  readonly ring: OpenRing
  readonly zone: Zone
  readonly unitCode: string
  readonly frame: Turned
  /** What it is for before anyone lives there. */
  readonly kind: 'house' | 'orchard' | 'paddy' | 'scrap'
  readonly blockPath: string
  readonly path: string
  /** What the lot was made from: one larger lot, or two that it joins. */
  readonly from?: { readonly change: 'split' | 'merge'; readonly rings: readonly OpenRing[] }
}

/** Land of the industrial cluster, about 88 ha by the facts, beside Võ Nguyên Giáp in Vị Tân (place assumed). */
export const industryRing = (): OpenRing => [
  ...besideXaNo(713, 105.481, 105.495),
  ...besideXaNo(1150, 105.481, 105.495).reverse(),
]
const INDUSTRY_UNIT = '31333'

/** Land pieces with their zone, main streets taken out. */
export function makePieces(waters: Waters): Block[] {
  const corridors = mainStreets.map((street) => {
    const surface = bufferLine(street.line, street.redLineWidthMetres / 2)
    return { surface, bounds: boundsOf(surface.flat(2)) }
  })
  return waters.cells.flatMap((cell) => {
    const bounds = boundsOf(cell.ring)
    const near = corridors.filter((c) => overlaps(c.bounds, bounds))
    const rings =
      near.length === 0
        ? [cell.ring]
        : simpleRings(polygonClipping.difference([closed(cell.ring)], ...near.map((c) => c.surface)), 20)
    return rings.flatMap((ring, i): Block[] => {
      const zone = zoneAt(centroid(ring))
      const frame = zone === 'rural' ? longFrame(ring) : townFrame(centroid(ring))
      const piece = { unitCode: cell.unitCode, zone, ring, path: `${cell.path}.${i}`, frame }
      return zone === 'rural' && cell.unitCode === INDUSTRY_UNIT ? withIndustry(piece) : [piece]
    })
  })
}

function withIndustry(piece: Block): Block[] {
  const site = [closed(industryRing())]
  const inside = simpleRings(polygonClipping.intersection([closed(piece.ring)], site), 4000)
  if (inside.length === 0) return [piece]
  const outside = simpleRings(polygonClipping.difference([closed(piece.ring)], site), 400)
  return [
    ...inside.map((ring, i): Block => {
      const frame = townFrame(centroid(ring))
      return { ...piece, zone: 'new', ring, frame, path: `${piece.path}/industry${i}`, purpose: 'industry' }
    }),
    ...outside.map((ring, i): Block => ({ ...piece, ring, frame: longFrame(ring), path: `${piece.path}/rest${i}` })),
  ]
}

/** Which part of the city a place belongs to, by its distance from the axis. */
export function zoneAt(p: XY): Zone {
  const { distance, along, side } = toLine(p, xaNo)
  const south = side > 0 ? -distance : distance
  const channel = toLine(p, nangMau)
  const wedge = south > 0 && channel.side > 0
  if (wedge) return south < 700 && along < xaNoAt(105.4895) ? 'new' : 'rural'
  if (along > xaNoAt(105.4596) && channel.side <= 0 && south > 0 && south < 660 && channel.along < 520) return 'core'
  if (south > 0 && south < 430 && along > xaNoAt(105.424) && channel.side <= 0) return 'town'
  if (channel.side <= 0 && channel.distance < 60 && channel.along < 2600 && south > 0) return 'town'
  if (south < 0 && south > -380 && along > xaNoAt(105.452) && along < xaNoAt(105.4965)) return 'town'
  if (south < 0 && south > -95 && along > xaNoAt(105.4305)) return 'town'
  return 'rural'
}

function townFrame(p: XY): Turned {
  let best = { distance: Infinity, frame: turned(0) }
  for (let i = 1; i < xaNo.length; i++) {
    const [a, b] = [xaNo[i - 1]!, xaNo[i]!]
    const { distance } = toSegment(p, a, b)
    const [dx, dy] = direction(a, b)
    if (distance < best.distance - 1e-6) best = { distance, frame: turned(Math.atan2(dy, dx)) }
  }
  return best.frame
}

/** Spacing of streets, their widths and the width of lots, m. */
const townForm = {
  core: { u: 96, v: 60, street: 9, alley: 4, frontage: 5.6 },
  town: { u: 116, v: 60, street: 9, alley: 4, frontage: 5.6 },
  new: { u: 124, v: 64, street: 13, alley: 13, frontage: 6.4 },
} as const
const industryForm = { u: 240, v: 160, street: 20 } as const
const LEAST_BLOCK_METRES = 20

/** Cuts a town piece by the streets of its frame (the same lines for all pieces, so that streets run through). */
export function makeBlocks(piece: Block, roads: Road[]): Block[] {
  if (piece.zone === 'rural') return [piece]
  const isIndustry = piece.purpose === 'industry'
  const form = isIndustry ? { ...industryForm, alley: 0 } : townForm[piece.zone]
  const across = perpendicular(piece.frame)
  const { u0, u1, v0, v1 } = extentIn(piece.frame, piece.ring)
  const byU = lineBetween(u0, u1, form.u)
  const byV = lineBetween(v0, v1, form.v)
  const alongU = byU !== null && (byV === null || (u1 - u0) / form.u >= (v1 - v0) / form.v)
  const line = alongU ? byU : byV
  if (line === null) return [piece]
  const frame = alongU ? piece.frame : across
  const spacing = alongU ? form.u : form.v
  const isStreet = piece.zone === 'new' || (alongU ? piece.zone === 'core' || line % 3 === 0 : line % 2 === 0)
  const width = isStreet ? form.street : form.alley
  const angle = Math.round((Math.atan2(frame.sin, frame.cos) * 180) / Math.PI)
  for (const chord of chords(piece.ring, frame, line * spacing)) {
    roads.push({
      line: chord,
      name: null,
      class: isStreet ? 'local' : 'alley',
      widthMetres: isIndustry ? 10 : piece.zone === 'new' ? 7 : isStreet ? 6 : 3,
      redLineWidthMetres: width,
      lanes: isStreet ? 2 : 1,
      provenance: 'generated',
      // The same line on the other bank is another street.
      street: isStreet ? `${piece.purpose ?? piece.zone}/${piece.unitCode}/${angle}/${line}` : null,
      reach: 30,
    })
  }
  const below = cut(piece.ring, frame, line * spacing - width / 2)[0]
  const above = cut(piece.ring, frame, line * spacing + width / 2)[1]
  return [...below, ...above].flatMap((ring, i) => makeBlocks({ ...piece, ring, path: `${piece.path}/${i}` }, roads))
}

/** The line k · spacing nearest to the middle that leaves a block on both sides; even ones first where there is room. */
function lineBetween(from: number, to: number, spacing: number): number | null {
  const middle = (from + to) / 2 / spacing
  const fits = (k: number) => k * spacing - from > LEAST_BLOCK_METRES && to - k * spacing > LEAST_BLOCK_METRES
  const near = [0, 1, -1, 2, -2].map((d) => Math.round(middle) + d).filter(fits)
  return near.find((k) => k % 2 === 0) ?? near[0] ?? null
}

/** Two rows of lots back to back, or one where the block is shallow. */
export function makeTownLots(block: Block, seed: number): Lot[] {
  const { frame } = block
  const across = perpendicular(frame)
  const { v0, v1 } = extentIn(frame, block.ring)
  const form = townForm[block.zone === 'rural' ? 'town' : block.zone]
  const back: Turned = { cos: -frame.cos, sin: -frame.sin }
  const rows =
    v1 - v0 > 34
      ? cutOnce(block.ring, across, (v0 + v1) / 2).map(([ring, upper]) => ({ ring, frame: upper ? back : frame }))
      : [{ ring: block.ring, frame }]
  return rows.flatMap((row, r) => {
    const chance = random(fork(seed, `lots/${block.path}/${r}`))
    const slices = doubled(sliced(row.ring, row.frame, form.frontage, chance), row.frame, chance)
    return slices.map(({ ring, from }, k): Lot => {
      const area = Math.abs(ringArea(ring))
      const e = extentIn(row.frame, ring)
      const fit = area > 36 && e.u1 - e.u0 > 3.4 && e.v1 - e.v0 > 8
      return {
        ring,
        zone: block.zone,
        unitCode: block.unitCode,
        frame: row.frame,
        kind: fit ? 'house' : 'scrap',
        blockPath: block.path,
        path: `${block.path}/${r}/${k}`,
        ...(from && { from }),
      }
    })
  })
}

const cutOnce = (ring: OpenRing, frame: Turned, at: number): [OpenRing, boolean][] => {
  const [below, above] = cut(ring, frame, at)
  return [...below.map((r): [OpenRing, boolean] => [r, false]), ...above.map((r): [OpenRing, boolean] => [r, true])]
}

/** Slices of about a width, each a little wider or narrower by chance. */
function sliced(ring: OpenRing, frame: Turned, width: number, chance: () => number): OpenRing[] {
  const { u0, u1 } = extentIn(frame, ring)
  const n = Math.max(1, Math.round((u1 - u0) / width))
  const weights = Array.from({ length: n }, () => 0.82 + 0.36 * chance())
  const total = weights.reduce((s, w) => s + w, 0)
  const out: OpenRing[] = []
  let rest = [ring]
  let u = u0
  for (let k = 0; k + 1 < n; k++) {
    u += ((u1 - u0) * weights[k]!) / total
    const next: OpenRing[] = []
    for (const piece of rest) {
      const [below, above] = cut(piece, frame, u)
      out.push(...below)
      next.push(...above)
    }
    rest = next
  }
  return [...out, ...rest]
}

/** Of neighbouring lots in town, those that were one until they were split, and those joined into one. */
const SPLIT_SHARE = 0.04
const MERGED_SHARE = 0.03

/** Now and then two neighbours have been one, or are one now. */
function doubled(rings: readonly OpenRing[], frame: Turned, chance: () => number) {
  const out: Pick<Lot, 'ring' | 'from'>[] = []
  for (let k = 0; k < rings.length; k++) {
    const [ring, next] = [rings[k]!, rings[k + 1]]
    const draw = chance()
    const whole = next && draw < SPLIT_SHARE + MERGED_SHARE ? joined(ring, next, frame) : null
    if (!whole) {
      out.push({ ring })
      continue
    }
    if (draw < MERGED_SHARE) out.push({ ring: whole, from: { change: 'merge', rings: [ring, next!] } })
    else for (const part of [ring, next!]) out.push({ ring: part, from: { change: 'split', rings: [whole] } })
    k++
  }
  return out
}

/** Two four-sided neighbours as one ring, or nothing where their common side is not a whole side of both. */
function joined(a: OpenRing, b: OpenRing, frame: Turned): OpenRing | null {
  const [ea, eb] = [extentIn(frame, a), extentIn(frame, b)]
  if (Math.abs(ea.u1 - eb.u0) > 1e-6 || a.length > 6 || b.length > 6) return null
  const union = polygonClipping.union([closed(a)], [closed(b)])
  if (union.length !== 1 || union[0]!.length !== 1) return null
  const ring = opened(union[0]![0]!)
  return Math.abs(Math.abs(ringArea(ring)) - Math.abs(ringArea(a)) - Math.abs(ringArea(b))) < 0.01 ? ring : null
}

/** Strips across a rural cell from both long banks: house garden in front, orchard behind it, paddy in the middle. */
export function makeRuralLots(cell: Block, seed: number): Lot[] {
  const across = perpendicular(cell.frame)
  const { v0, v1 } = extentIn(cell.frame, cell.ring)
  const back: Turned = { cos: -cell.frame.cos, sin: -cell.frame.sin }
  const halves =
    v1 - v0 > 120
      ? cutOnce(cell.ring, across, (v0 + v1) / 2).map(([ring, upper]) => ({ ring, frame: upper ? back : cell.frame }))
      : [{ ring: cell.ring, frame: cell.frame }]
  return halves.flatMap((half, h) => {
    const chance = random(fork(seed, `strips/${cell.path}/${h}`))
    return sliced(half.ring, half.frame, 22, chance).flatMap((ring, k) =>
      stripLots(cell, ring, half.frame, `${cell.path}/${h}/${k}`, chance),
    )
  })
}

/** Of house lots that are halves of a strip, those that a family parted after the survey; the others always were two. */
const RURAL_SPLIT_SHARE = 0.15

function stripLots(cell: Block, ring: OpenRing, frame: Turned, path: string, chance: () => number): Lot[] {
  const lot = (r: OpenRing, kind: Lot['kind'], i: string): Lot => ({
    ring: r,
    zone: 'rural',
    unitCode: cell.unitCode,
    frame,
    kind: Math.abs(ringArea(r)) < 60 ? 'scrap' : kind,
    blockPath: cell.path,
    path: `${path}/${i}`,
  })
  const front = frontOf(ring, frame)
  const { v1, u0, u1 } = extentIn(frame, ring)
  const across = perpendicular(frame)
  const homeDepth = 26 + 14 * chance()
  const orchardDepth = 40 + 70 * chance()
  const two = chance() < 0.55
  if (v1 - front < homeDepth + 25) return [lot(ring, 'house', 'a')]
  const [home, behind] = cut(ring, across, front + homeDepth)
  const orchardEnd = front + homeDepth + orchardDepth
  const fields = behind.flatMap((piece) =>
    (v1 > orchardEnd + 40 ? cut(piece, across, orchardEnd) : [[piece], []]).map((r, i) => ({ r, i })),
  )
  const homes = home.flatMap((piece) => {
    const parts = two ? cut(piece, frame, (u0 + u1) / 2).flat() : [piece]
    const from =
      parts.length === 2 && chance() < RURAL_SPLIT_SHARE ? ({ change: 'split', rings: [piece] } as const) : null
    return parts.map((r) => ({ r, from }))
  })
  return [
    ...homes.map(({ r, from }, i): Lot => ({ ...lot(r, 'house', `h${i}`), ...(from && { from }) })),
    ...fields.flatMap(({ r, i }, j) => r.map((piece, k) => lot(piece, i === 0 ? 'orchard' : 'paddy', `f${j}.${k}`))),
  ]
}

/** Where the front of a strip lies: the mean of its two corners at the bank. */
export function frontOf(ring: OpenRing, frame: Turned): number {
  const { u0, u1 } = extentIn(frame, ring)
  const across = perpendicular(frame)
  const lowest = (left: boolean) => {
    const side = ring.filter((p) => {
      const u = p[0] * frame.cos + p[1] * frame.sin
      return left ? u < u0 + (u1 - u0) * 0.3 : u > u1 - (u1 - u0) * 0.3
    })
    return Math.min(...side.map((p) => p[0] * across.cos + p[1] * across.sin))
  }
  return (lowest(true) + lowest(false)) / 2
}
