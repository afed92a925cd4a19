/**
 * Streets as their lamps stand, made straight and even: lamps of one street with the same pole, luminaire and cross-section
 * form a section with their median spacing and overhang.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { LightingLamps, Luminaire, ModelSection, RTable, StreetSection } from '../../scenarios/lighting.ts'
import { type Cells, cellsAround, createCells } from './cells.ts'
import type { Streets } from './streets.ts'

/** How far from its street’s centre line a lamp may stand, m. */
const REACH_METRES = 30
/** Lamps farther apart than this are not of one row, m. */
const MOST_SPACING_METRES = 80
/** Where fewer lamps tell no spacing: that many heights, the practice’s most. */
const USUAL_HEIGHTS = 3.5

/** Segment that each lamp stands at: of its own street’s name where one is near, else the nearest; −1 where none is. */
export function lampStreets(lamps: readonly Feature<'lamps'>[], { segments }: Streets): Int32Array {
  const cells = segmentCells(segments.map(({ line }) => line))
  return Int32Array.from(lamps, ({ geometry, properties: { street } }) => {
    const place = geometry.coordinates as XY
    let [best, least, ownBest, ownLeast] = [-1, REACH_METRES, -1, REACH_METRES]
    cellsAround(cells, place[0], place[1], REACH_METRES, (from, to) => {
      for (let k = from; k < to; k++) {
        const s = cells.items[k]!
        const d = distanceTo(segments[s]!.line, place)
        if (d < least || (d === least && s < best)) [best, least] = [s, d]
        const isOwn = street !== null && segments[s]!.name === street
        if (isOwn && (d < ownLeast || (d === ownLeast && s < ownBest))) [ownBest, ownLeast] = [s, d]
      }
    })
    return ownBest >= 0 ? ownBest : best
  })
}

function segmentCells(lines: readonly (readonly XY[])[]): Cells {
  return createCells(lines.length, 50, (s) => {
    const [xs, ys] = [lines[s]!.map(([x]) => x), lines[s]!.map(([, y]) => y)]
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  })
}

interface Asked {
  readonly lamps: readonly Feature<'lamps'>[]
  readonly arrays: LightingLamps
  readonly lampSegment: Int32Array
  readonly streets: Streets
  readonly luminaires: readonly Luminaire[]
  readonly maintenanceFactor: number
  readonly rTable: RTable
}

/** @returns the sections, and the one of each segment: −1 where it has no lamps */
export function sectionsOf(asked: Asked): { sections: ModelSection[]; sectionOf: Int32Array } {
  const { lamps, lampSegment, streets } = asked
  const groups = new Map<string, number[]>()
  for (const [l, lamp] of lamps.entries()) {
    const s = lampSegment[l]!
    if (s < 0) continue
    const { lengthMetres: _, line: __, road: ___, section: ____, ...across } = streets.segments[s]!
    const p = lamp.properties
    const pole = [
      p.arrangement,
      p.heightMetres,
      p.overhangMetres,
      p.tiltDegrees,
      asked.arrays.luminaire[l],
      p.powerWatts,
    ]
    const key = JSON.stringify([across, streets.median[s], streets.lanes[s], ...pole, p.fluxLumens])
    groups.set(key, [...(groups.get(key) ?? []), l])
  }
  const sectionOf = new Int32Array(streets.segments.length).fill(-1)
  const votes = new Map<number, Map<number, number>>()
  const keys = [...groups.keys()].sort()
  for (const [g, key] of keys.entries()) {
    for (const l of groups.get(key)!) {
      const of = votes.get(lampSegment[l]!) ?? new Map<number, number>()
      of.set(g, (of.get(g) ?? 0) + 1)
      votes.set(lampSegment[l]!, of)
    }
  }
  for (const [s, of] of votes) sectionOf[s] = [...of].sort(([a, m], [b, n]) => n - m || a - b)[0]![0]
  lendToGaps(sectionOf, streets)
  const members = keys.map((): number[] => [])
  for (const [s, g] of sectionOf.entries()) if (g >= 0) members[g]!.push(s)
  // Groups that no segment took are left out, and the others numbered anew.
  const used = keys.flatMap((_, g) => (members[g]!.length > 0 ? [g] : []))
  const number = new Map(used.map((g, i) => [g, i]))
  return {
    sections: used.map((g): ModelSection => {
      const group = groups.get(keys[g]!)!
      const { lightingClass } = streets.segments[members[g]![0]!]!
      return {
        section: sectionOfGroup(asked, group),
        lightingClass,
        hasMedian: streets.median[lampSegment[group[0]!]!]! > 0,
        segments: members[g]!,
      }
    }),
    sectionOf: sectionOf.map((g) => (g < 0 ? -1 : number.get(g)!)),
  }
}

/** A piece without lamps of its own between two that have takes the section of its neighbour in the same road and street. */
function lendToGaps(sectionOf: Int32Array, { segments }: Streets): void {
  const lit = sectionOf.slice()
  for (const [s, segment] of segments.entries()) {
    if (lit[s]! >= 0 || segment.name === null) continue
    for (const other of [s - 1, s + 1]) {
      if (segments[other]?.road === segment.road && lit[other]! >= 0) sectionOf[s] = lit[other]!
    }
  }
}

function sectionOfGroup(
  { lamps, arrays, lampSegment, streets, luminaires, ...asked }: Asked,
  group: readonly number[],
): StreetSection {
  const [first] = group
  const { properties: p } = lamps[first!]!
  const s = lampSegment[first!]!
  const { carriagewayMetres, sidewalkMetres } = streets.segments[s]!
  const medianMetres = streets.median[s]!
  const half = (carriagewayMetres + medianMetres) / 2
  const gaps = group.map((l) => gapOf(lamps, group, l)).filter((gap) => gap <= MOST_SPACING_METRES)
  const gap = gaps.length > 0 ? median(gaps) : USUAL_HEIGHTS * p.heightMetres * (p.arrangement === 'staggered' ? 2 : 1)
  const offsets = group.map((l) => distanceTo(streets.segments[lampSegment[l]!]!.line, [arrays.x[l]!, arrays.y[l]!]))
  const offset = median(offsets)
  const own = luminaires[arrays.luminaire[first!]!]!
  return {
    carriagewayMetres,
    lanes: Math.max(streets.lanes[s]!, medianMetres > 0 ? 2 : 1),
    medianMetres,
    sidewalkMetres,
    arrangement: p.arrangement,
    spacingMetres: Math.max(1, Math.round(p.arrangement === 'staggered' ? gap / 2 : gap)),
    heightMetres: p.heightMetres,
    overhangMetres: Math.round(10 * (p.arrangement === 'median' ? offset - medianMetres / 2 : half - offset)) / 10,
    tiltDegrees: p.tiltDegrees,
    maintenanceFactor: asked.maintenanceFactor,
    luminaire: { ...own, powerWatts: arrays.power[first!]! },
    fluxLumens: arrays.flux[first!]!,
    rTable: asked.rTable,
  }
}

/** To the nearest lamp of the group that looks the same way. */
function gapOf(lamps: readonly Feature<'lamps'>[], group: readonly number[], l: number): number {
  const [x, y] = lamps[l]!.geometry.coordinates as XY
  const heading = lamps[l]!.properties.headingDegrees
  let least = Infinity
  for (const k of group) {
    if (k === l) continue
    const turn = Math.abs(((lamps[k]!.properties.headingDegrees - heading + 540) % 360) - 180)
    if (turn > 60) continue
    const [ox, oy] = lamps[k]!.geometry.coordinates as XY
    const d = Math.sqrt((ox - x) ** 2 + (oy - y) ** 2)
    if (d > 1 && d < least) least = d
  }
  return least
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

function distanceTo(line: readonly XY[], [x, y]: XY): number {
  let least = Infinity
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1]!
    const [dx, dy] = [line[i]![0] - ax, line[i]![1] - ay]
    const squared = dx * dx + dy * dy
    const t = squared > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared)) : 0
    const d = Math.sqrt((ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2)
    if (d < least) least = d
  }
  return least
}
