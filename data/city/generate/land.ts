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
import { mainStreets, nangMau, xaNo, xaNoAt } from './place.ts'
import {
  bufferLine,
  closed,
  cut,
  direction,
  extentIn,
  longFrame,
  type OpenRing,
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
}

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
    return rings.map((ring, i): Block => {
      const zone = zoneAt(centroid(ring))
      const frame = zone === 'rural' ? longFrame(ring) : townFrame(centroid(ring))
      return { unitCode: cell.unitCode, zone, ring, path: `${cell.path}.${i}`, frame }
    })
  })
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
const LEAST_BLOCK_METRES = 20

/** Cuts a town piece by the streets of its frame (the same lines for all pieces, so that streets run through). */
export function makeBlocks(piece: Block, roads: Road[]): Block[] {
  if (piece.zone === 'rural') return [piece]
  const form = townForm[piece.zone]
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
      widthMetres: piece.zone === 'new' ? 7 : isStreet ? 6 : 3,
      redLineWidthMetres: width,
      lanes: isStreet ? 2 : 1,
      provenance: 'generated',
      street: isStreet ? `${piece.zone}/${angle}/${line}` : null,
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
    return sliced(row.ring, row.frame, form.frontage, chance).map((ring, k): Lot => {
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
  const homes = home.flatMap((piece) => (two ? cut(piece, frame, (u0 + u1) / 2).flat() : [piece]))
  return [
    ...homes.map((r, i) => lot(r, 'house', `h${i}`)),
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
