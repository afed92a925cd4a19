/**
 * What the city has around a lot: the streets at its front with their red lines, and the lines whose corridors may reach it.
 * Everything keeps the provenance that it has in the city; what is not named there has no name here.
 */
import type { City } from '../city/city.ts'
import type { Feature } from '../city/dataset.ts'
import type { XY } from '../frame.ts'
import { type Bounds, linesOf, opened, pointInRing } from '../geometry.ts'
import type { Provenance } from '../provenance.ts'
import type { PermitCheck } from '../rules/case.ts'
import { distanceBetween } from './lot-sides.ts'

/** Distances around the lot within which things are looked for, m. */
export const REACH = { street: 3, centreLine: 40, neighbour: 30, corridor: 60 } as const
const MOST_LINES = 20

type RoadClass = Feature<'roads'>['properties']['class']

export type RoadBeside = Omit<PermitCheck['roads'][number], 'name' | 'provenance'> & {
  readonly name: string | null
  readonly roadClass: RoadClass
  readonly provenance: Provenance
}

/** Streets whose red line runs along the lot; without any red line, the nearest centre line. */
export function roadsBeside(ring: readonly XY[], { layers }: Pick<City, 'layers'>, around: Bounds): RoadBeside[] {
  const roads: RoadBeside[] = []
  const lines = [...layers.redlines.values()].flatMap((feature) =>
    linesOf(feature.geometry).map((line) => ({ ...feature, line: near(line, around) })),
  )
  for (const { line, properties, provenance } of lines) {
    if (properties.kind !== 'red' || line.length < 2 || distanceOf(ring, line) > REACH.street) continue
    const name = properties.street
    const same = (road: RoadBeside) => road.name === name && road.roadClass === properties.roadClass
    if (roads.some((road) => same(road) && road.redLine && distanceBetween(road.redLine, line) < 0.5)) continue
    const building = lines
      .filter((one) => one.properties.kind === 'building' && one.properties.street === properties.street)
      .filter((one) => one.line.length > 1 && distanceBetween(one.line, line) <= one.properties.setbackMetres + 1)
      .sort((a, b) => distanceOf(ring, a.line) - distanceOf(ring, b.line))[0]
    const buildingLine = building?.line ?? (properties.setbackMetres === 0 ? line : null)
    const { widthMetres, roadClass } = properties
    const common = { name, roadClass, class: classOf[roadClass], widthMetres, plannedWidthMetres: null, provenance }
    roads.push({ ...common, redLine: line, buildingLine })
  }
  if (roads.length > 0) return roads.slice(0, MOST_LINES)
  const [nearest] = [...layers.roads.values()]
    .map((road) => ({ road, away: Math.min(...linesOf(road.geometry).map((line) => distanceOf(ring, line))) }))
    .filter(({ away }) => away <= REACH.centreLine)
    .sort((a, b) => a.away - b.away)
  if (!nearest) return []
  const { properties: p, provenance } = nearest.road
  const common = { name: p.name, roadClass: p.class, class: classOf[p.class], widthMetres: p.redLineWidthMetres }
  return [{ ...common, plannedWidthMetres: null, redLine: null, buildingLine: null, provenance }]
}

const classOf: Readonly<Record<RoadClass, PermitCheck['roads'][number]['class']>> = {
  trunk: 'urban',
  arterial: 'urban',
  collector: 'area',
  local: 'internal',
  alley: 'alley',
  path: 'alley',
}

export interface LineNear {
  readonly kind: 'power' | 'canal' | 'dyke'
  readonly name: string | null
  /** Of a power line. */
  readonly voltageVolts: number | null
  readonly line: readonly XY[]
  /** From the lot, m. */
  readonly away: number
  readonly provenance: Provenance
}

/** Lines within reach, the nearest first; how wide their corridor is, law and its owner say. */
export function linesNear(ring: readonly XY[], { layers }: Pick<City, 'layers'>, around: Bounds): LineNear[] {
  const found = (
    features: Iterable<Feature>,
    about: (properties: never) => Pick<LineNear, 'kind' | 'name' | 'voltageVolts'>,
  ): LineNear[] =>
    [...features].flatMap(({ geometry, properties, provenance }) =>
      linesOf(geometry).flatMap((whole) => {
        const line = near(whole, around)
        const away = line.length > 1 ? distanceOf(ring, line) : Infinity
        return away > REACH.corridor ? [] : [{ ...about(properties as never), line, away, provenance }]
      }),
    )
  const named = (kind: LineNear['kind']) => (properties: { name: string | null }) => ({
    kind,
    name: properties.name,
    voltageVolts: null,
  })
  return [
    ...found(layers.powerlines.values(), ({ voltageVolts }: { voltageVolts: number }) => ({
      kind: 'power',
      name: null,
      voltageVolts,
    })),
    ...found(layers.waterways.values(), named('canal')),
    ...found(layers.dykes.values(), named('dyke')),
  ]
    .sort((a, b) => a.away - b.away)
    .slice(0, MOST_LINES)
}

/** The part of a line about bounds: its segments that touch them, from the first to the last. */
export function near(line: readonly XY[], [minX, minY, maxX, maxY]: Bounds): XY[] {
  const touches = (a: XY, b: XY) =>
    Math.min(a[0], b[0]) <= maxX &&
    Math.max(a[0], b[0]) >= minX &&
    Math.min(a[1], b[1]) <= maxY &&
    Math.max(a[1], b[1]) >= minY
  const hits = line.slice(1).map((to, i) => touches(line[i]!, to))
  const [first, last] = [hits.indexOf(true), hits.lastIndexOf(true)]
  return first < 0 ? [] : line.slice(first, last + 2)
}

/** Least distance of a line from a ring's corners and sides, m; 0 where it enters the ring. */
export function distanceOf(ring: readonly XY[], line: readonly XY[]): number {
  const corners = opened(ring)
  return line.some((point) => pointInRing(point, corners)) ? 0 : distanceBetween([...corners, corners[0]!], line)
}
