/**
 * The streets of a city as segments and points: roads that stand and are open to the sky, cut into pieces of at most 100 m,
 * points every 2 m or less on carriageway and sidewalks; where three roads meet and one of them is more than local, an area.
 */
import { type City, stands } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { lineLength, linesOf } from '../../scenarios/geometry.ts'
import type {
  ConflictArea,
  LightingClass,
  LightingPoints,
  LightingSegment,
  LightingSettings,
} from '../../scenarios/lighting.ts'

export const SEGMENT_METRES = 100
export const POINT_METRES = 2
/** Beyond the kerbs of the widest road that meets there, m. */
const CONFLICT_MARGIN_METRES = 5

export interface Streets {
  readonly segments: readonly LightingSegment[]
  /** Cross-section and class of each segment: equal where these are. */
  readonly across: readonly string[]
  readonly lanes: Int32Array
  /** Of each segment: 1 one-way with its line, −1 against it, 0 both ways. */
  readonly oneWay: Int8Array
  readonly points: LightingPoints
  readonly conflicts: readonly ConflictArea[]
  /** Of the roads. */
  readonly provenances: ReadonlySet<Feature['provenance']>
}

export function lightingClassOf(
  roadClass: LightingSegment['roadClass'],
  settings: Pick<LightingSettings, 'collectorClass'>,
): LightingClass {
  if (roadClass === 'trunk' || roadClass === 'arterial') return 'B'
  return roadClass === 'collector' ? settings.collectorClass : 'E'
}

export function streetsOf(city: City, settings: Pick<LightingSettings, 'collectorClass'>): Streets {
  const roads = [...city.layers.roads.values()]
    .filter((road) => stands(road) && !road.properties.tunnel)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const segments: LightingSegment[] = []
  const across: string[] = []
  const [lanes, oneWay]: [number[], number[]] = [[], []]
  const made = new PointList()
  for (const { id, geometry, provenance, properties: p } of roads) {
    for (const course of linesOf(geometry)) {
      const length = lineLength(course)
      if (length < 0.1) continue
      const pieces = Math.ceil(length / SEGMENT_METRES)
      for (let k = 0; k < pieces; k++) {
        const line = part(course, (k * length) / pieces, ((k + 1) * length) / pieces)
        const segment: LightingSegment = {
          road: id,
          name: p.name,
          roadClass: p.class,
          lightingClass: lightingClassOf(p.class, settings),
          line,
          lengthMetres: length / pieces,
          carriagewayMetres: p.widthMetres,
          medianMetres: p.medianMetres ?? 0,
          sidewalkMetres: p.sidewalkMetres ?? 0,
          provenance,
          section: -1,
        }
        segments.push(segment)
        const widths = [p.widthMetres, p.lanes, p.medianMetres, p.sidewalkMetres]
        const way = !p.oneWay ? 0 : p.against ? -1 : 1
        across.push(JSON.stringify([p.name, p.class, segment.lightingClass, ...widths, way]))
        lanes.push(p.lanes)
        oneWay.push(way)
        made.add(segment)
      }
    }
  }
  const points = made.points()
  return {
    segments,
    across,
    lanes: Int32Array.from(lanes),
    oneWay: Int8Array.from(oneWay),
    points,
    conflicts: conflictsOf(roads, segments, points, settings),
    provenances: new Set(roads.map(({ provenance }) => provenance)),
  }
}

/** The course from one length along it to another. */
function part(course: readonly XY[], from: number, to: number): XY[] {
  const line: XY[] = [at(course, from).point]
  let along = 0
  for (let i = 1; i < course.length - 1; i++) {
    along += distance(course[i - 1]!, course[i]!)
    if (along > from + 1e-9 && along < to - 1e-9) line.push(course[i]!)
  }
  line.push(at(course, to).point)
  return line
}

/** Place and direction at a length along a line. */
function at(line: readonly XY[], along: number): { point: XY; direction: XY } {
  let left = along
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const length = distance(a, b)
    if ((left > length && i < line.length - 1) || length === 0) {
      left -= length
      continue
    }
    const direction: XY = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
    return { point: [a[0] + direction[0] * left, a[1] + direction[1] * left], direction }
  }
  return { point: line.at(-1)!, direction: [1, 0] }
}

const distance = (a: XY, b: XY): number => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)

class PointList {
  readonly #x: number[] = []
  readonly #y: number[] = []
  readonly #kind: number[] = []
  readonly #row: number[] = []
  readonly #start = [0]
  readonly #rowMetres: number[] = []

  /** Rows along a segment, each across from left to right: sidewalk, carriageway, median left out, sidewalk. */
  add({ line, lengthMetres, carriagewayMetres, medianMetres, sidewalkMetres }: LightingSegment): void {
    const rows = Math.max(1, Math.ceil(lengthMetres / POINT_METRES))
    const half = (carriagewayMetres + medianMetres) / 2
    const strips: [kind: number, from: number, to: number][] =
      medianMetres > 0
        ? [
            [0, half, medianMetres / 2],
            [0, -medianMetres / 2, -half],
          ]
        : [[0, half, -half]]
    if (sidewalkMetres > 0) {
      strips.unshift([1, half + sidewalkMetres, half])
      strips.push([2, -half, -half - sidewalkMetres])
    }
    for (let r = 0; r < rows; r++) {
      const { point, direction } = at(line, ((r + 0.5) * lengthMetres) / rows)
      for (const [kind, from, to] of strips) {
        const count = Math.ceil((from - to) / POINT_METRES)
        for (let k = 0; k < count; k++) {
          const left = from + ((k + 0.5) * (to - from)) / count
          this.#x.push(point[0] - direction[1] * left)
          this.#y.push(point[1] + direction[0] * left)
          this.#kind.push(kind)
          this.#row.push(r)
        }
      }
    }
    this.#start.push(this.#x.length)
    this.#rowMetres.push(lengthMetres / rows)
  }

  points(): LightingPoints {
    return {
      x: Float64Array.from(this.#x),
      y: Float64Array.from(this.#y),
      kind: Uint8Array.from(this.#kind),
      row: Int32Array.from(this.#row),
      start: Int32Array.from(this.#start),
      rowMetres: Float64Array.from(this.#rowMetres),
    }
  }
}

/** Ends and corners that three roads or more share, to the centimetre. */
function conflictsOf(
  roads: readonly Feature<'roads'>[],
  segments: readonly LightingSegment[],
  points: LightingPoints,
  settings: Pick<LightingSettings, 'collectorClass'>,
): ConflictArea[] {
  interface Meeting {
    at: XY
    ways: XY[]
    roads: Feature<'roads'>[]
  }
  const meetings = new Map<string, Meeting>()
  for (const road of roads) {
    for (const line of linesOf(road.geometry)) {
      for (const [i, place] of line.entries()) {
        const key = `${Math.round(place[0] * 100)} ${Math.round(place[1] * 100)}`
        const meeting = meetings.get(key) ?? { at: place, ways: [], roads: [] }
        for (const next of [line[i - 1], line[i + 1]]) if (next) meeting.ways.push(toward(place, next))
        meeting.roads.push(road)
        meetings.set(key, meeting)
      }
    }
  }
  const strong = [...meetings.values()].filter(
    ({ ways, roads: met }) =>
      ways.length >= 3 &&
      met.filter(({ properties: { class: own } }) => own === 'trunk' || own === 'arterial' || own === 'collector')
        .length >= 2,
  )
  const bySegment = segmentsAround(segments)
  return strong.map(({ at: place, ways, roads: met }) => {
    const widest = met.reduce((most, { properties: p }) => Math.max(most, p.widthMetres + (p.medianMetres ?? 0)), 0)
    const radiusMetres = widest / 2 + CONFLICT_MARGIN_METRES
    const classes = met.map(({ properties }) => lightingClassOf(properties.class, settings)).sort()
    const inside: number[] = []
    const within: number[] = []
    for (const s of bySegment(place, radiusMetres)) {
      const before = inside.length
      for (let p = points.start[s]!; p < points.start[s + 1]!; p++) {
        const near = distance(place, [points.x[p]!, points.y[p]!]) <= radiusMetres
        if (near && points.kind[p] === 0) inside.push(p)
      }
      if (inside.length > before) within.push(s)
    }
    const lightingClass = classes[0]!
    return { at: place, radiusMetres, lightingClass, points: Int32Array.from(inside), segments: within, ways }
  })
}

function toward(from: XY, to: XY): XY {
  const length = Math.max(1e-9, distance(from, to))
  return [(to[0] - from[0]) / length, (to[1] - from[1]) / length]
}

/** Segments whose box comes within a distance of a place, in rising order. */
function segmentsAround(segments: readonly LightingSegment[]): (place: XY, reach: number) => number[] {
  const size = SEGMENT_METRES
  const cells = new Map<string, number[]>()
  for (const [s, { line }] of segments.entries()) {
    const [xs, ys] = [line.map(([x]) => x), line.map(([, y]) => y)]
    for (let c = Math.floor(Math.min(...xs) / size); c <= Math.floor(Math.max(...xs) / size); c++) {
      for (let r = Math.floor(Math.min(...ys) / size); r <= Math.floor(Math.max(...ys) / size); r++) {
        const key = `${c} ${r}`
        cells.set(key, [...(cells.get(key) ?? []), s])
      }
    }
  }
  return ([x, y], reach) => {
    const found = new Set<number>()
    for (let c = Math.floor((x - reach) / size); c <= Math.floor((x + reach) / size); c++) {
      for (let r = Math.floor((y - reach) / size); r <= Math.floor((y + reach) / size); r++) {
        for (const s of cells.get(`${c} ${r}`) ?? []) found.add(s)
      }
    }
    return [...found].sort((a, b) => a - b)
  }
}
