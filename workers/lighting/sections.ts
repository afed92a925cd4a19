/**
 * Streets as their lamps stand, made straight and even: lamps of one street with the same pole, luminaire and cross-section
 * form a section with their median spacing and overhang.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import type {
  LightingLamps,
  LightingSegment,
  Luminaire,
  ModelSection,
  RTable,
  StreetSection,
} from '../../scenarios/lighting.ts'
import { weakest } from '../../scenarios/provenance.ts'
import { cellsAround, createCells } from './cells.ts'
import type { Streets } from './streets.ts'

/** How far from its street’s centre line a lamp may stand, m. */
const REACH_METRES = 30
/** Lamps farther apart than this are not of one row, m. */
const MOST_SPACING_METRES = 80
/** Where fewer lamps tell no spacing: that many heights, the practice’s most. */
const USUAL_HEIGHTS = 3.5

/** Where a lamp belongs: the nearest segment of its own street’s name, else the nearest one; −1 where none is within reach. */
export type NearestStreet = (lamp: Feature<'lamps'>) => number

export function nearestStreet(segments: readonly Pick<LightingSegment, 'line' | 'name'>[]): NearestStreet {
  const cells = createCells(segments.length, 50, (s) => {
    const { line } = segments[s]!
    const [xs, ys] = [line.map(([x]) => x), line.map(([, y]) => y)]
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  })
  // A lamp that is changed keeps its geometry: it is looked for once.
  const known = new WeakMap<object, number>()
  return ({ geometry, properties: { street } }) => {
    const before = known.get(geometry)
    if (before !== undefined) return before
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
    const found = ownBest >= 0 ? ownBest : best
    known.set(geometry, found)
    return found
  }
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
    const p = lamp.properties
    const pole = `${p.arrangement} ${p.heightMetres} ${p.overhangMetres} ${p.tiltDegrees}`
    const key = `${streets.across[s]} ${pole} ${asked.arrays.luminaire[l]} ${p.powerWatts} ${p.fluxLumens}`
    const group = groups.get(key)
    if (group) group.push(l)
    else groups.set(key, [l])
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
  const gapOf = gaps(lamps)
  return {
    sections: used.map((g): ModelSection => {
      const group = groups.get(keys[g]!)!
      const { lightingClass } = streets.segments[members[g]![0]!]!
      return {
        section: sectionOfGroup(asked, group, gapOf),
        lightingClass,
        hasMedian: streets.segments[lampSegment[group[0]!]!]!.medianMetres > 0,
        segments: members[g]!,
        provenance: weakest([
          ...group.map((l) => lamps[l]!.provenance),
          ...members[g]!.map((s) => streets.segments[s]!.provenance),
        ]),
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
  gapOf: (l: number, group: ReadonlySet<number>) => number,
): StreetSection {
  const [first] = group
  const { properties: p } = lamps[first!]!
  const s = lampSegment[first!]!
  const { carriagewayMetres, medianMetres, sidewalkMetres } = streets.segments[s]!
  const half = (carriagewayMetres + medianMetres) / 2
  const members = new Set(group)
  const told = group.map((l) => gapOf(l, members)).filter((gap) => gap <= MOST_SPACING_METRES)
  const gap = told.length > 0 ? median(told) : USUAL_HEIGHTS * p.heightMetres * (p.arrangement === 'staggered' ? 2 : 1)
  const offsets = group.map((l) => distanceTo(streets.segments[lampSegment[l]!]!.line, [arrays.x[l]!, arrays.y[l]!]))
  const offset = median(offsets)
  const own = luminaires[arrays.luminaire[first!]!]!
  return {
    carriagewayMetres,
    lanes: Math.max(streets.lanes[s]!, medianMetres > 0 ? 2 : 1),
    medianMetres,
    ...(streets.oneWay[s]! === 0 ? {} : { oneWay: sideOf(streets, s, [arrays.x[first!]!, arrays.y[first!]!]) }),
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

/** On which side of those who drive along a one-way segment a place lies. */
function sideOf({ segments, oneWay }: Streets, s: number, [x, y]: XY): NonNullable<StreetSection['oneWay']> {
  const { line } = segments[s]!
  let [least, left] = [Infinity, 0]
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!]
    const d = distanceTo([line[i - 1]!, line[i]!], [x, y])
    if (d < least) [least, left] = [d, (bx - ax) * (y - ay) - (by - ay) * (x - ax)]
  }
  return left * oneWay[s]! > 0 ? 'lamps-left' : 'lamps-right'
}

/** From a lamp to the nearest one of its group that looks the same way, m; Infinity where none is near. */
function gaps(lamps: readonly Feature<'lamps'>[]): (l: number, group: ReadonlySet<number>) => number {
  const places = lamps.map(({ geometry }) => geometry.coordinates as XY)
  const cells = createCells(lamps.length, 40, (l) => [places[l]![0], places[l]![1], places[l]![0], places[l]![1]])
  return (l, group) => {
    const [x, y] = places[l]!
    const heading = lamps[l]!.properties.headingDegrees
    let least = Infinity
    cellsAround(cells, x, y, MOST_SPACING_METRES, (from, to) => {
      for (let i = from; i < to; i++) {
        const k = cells.items[i]!
        if (k === l || !group.has(k)) continue
        const turn = Math.abs(((lamps[k]!.properties.headingDegrees - heading + 540) % 360) - 180)
        if (turn > 60) continue
        const d = Math.sqrt((places[k]![0] - x) ** 2 + (places[k]![1] - y) ** 2)
        if (d > 1 && d < least) least = d
      }
    })
    return least
  }
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
