/**
 * What the rules look at, worked out once of a case: everything in whole millimetres about the lot's first corner, sound rings,
 * areas, heights, and the plan figure that binds. Pure; a ring that is wrong is a `Problem` that names its corner.
 */
import type { XY } from '../frame.ts'
import { both } from '../text.ts'
import type { PermitCheck, PlanFigures } from './case.ts'
import {
  areaOf,
  beyond,
  coveredBy,
  type Gap,
  type Line,
  lineBeside,
  metresOf,
  outside,
  type Point,
  type Ring,
  snapper,
  soundLine,
  soundRing,
} from './geometry.ts'
import type { RuleLine } from './report.ts'

export interface Part {
  readonly name: string
  readonly kind: PermitCheck['building']['parts'][number]['kind']
  readonly ring: Ring
  readonly projections: readonly Ring[]
  readonly heightMetres: number
  readonly storeys: number
}

export interface Road {
  readonly of: PermitCheck['roads'][number]
  readonly red: Line | null
  readonly building: Line | null
}

export interface Facts {
  readonly of: PermitCheck
  readonly lot: Ring
  readonly lotSquareMetres: number
  /** A strip of the lot beyond a red line: land of the road, so that shares of the lot are not sure. */
  readonly lotBeyondRedLine: Gap | null
  readonly registered: Ring | null
  /** Of the lot outside the registered parcel. */
  readonly outsideRegistered: ReturnType<typeof outside> | null
  readonly parts: readonly Part[]
  readonly footprints: readonly Ring[]
  readonly footprintSquareMetres: number
  readonly densityPercent: number
  /** All floors; and those that FAR counts. */
  readonly floorSquareMetres: number
  readonly far: number
  readonly heightMetres: number
  readonly storeys: number
  readonly roads: readonly Road[]
  readonly neighbours:
    | readonly { readonly of: NonNullable<PermitCheck['neighbours']>[number]; readonly ring: Ring }[]
    | null
  readonly corridors:
    | readonly { readonly of: NonNullable<PermitCheck['corridors']>[number]; readonly line: Point[] }[]
    | null
  readonly buffers: readonly { readonly of: NonNullable<PermitCheck['buffers']>[number]; readonly ring: Ring }[] | null
  /** In the order in which they bind. */
  readonly plans: readonly { readonly basis: RuleLine['basis']; readonly figures: PlanFigures }[]
  /** GeoJSON in VN-2000 metres. */
  readonly shape: {
    ring(ring: Ring): RuleLine['geometry']
    line(line: readonly Point[]): RuleLine['geometry']
    /** The shortest way between two things. */
    way(gap: Gap): NonNullable<RuleLine['geometry']>
    polygons(polygons: readonly Point[][][]): RuleLine['geometry']
    /** Every part's footprint. */
    footprints(): RuleLine['geometry']
  }
}

export function factsOf(c: PermitCheck): Facts {
  const origin: XY = c.site.ring[0]!
  const snap = snapper(origin)
  const ringAt = (corners: readonly XY[], place: string): Ring => soundRing(corners, snap(corners, place), place)
  const lot = ringAt(c.site.ring, 'site.ring')
  const registered = c.site.registered && ringAt(c.site.registered, 'site.registered')
  const parts = c.building.parts.map((part, i) => ({
    ...part,
    ring: ringAt(part.footprint, `building.parts[${i}].footprint`),
    projections: part.projections.map((ring, k) => ringAt(ring, `building.parts[${i}].projections[${k}]`)),
  }))
  const lineAt = (line: readonly XY[], place: string) => soundLine(line, snap(line, place), place)
  const beside = (line: readonly XY[] | null, place: string) => line && lineBeside(lineAt(line, place), lot)
  const roads = c.roads.map((of, i) => ({
    of,
    red: beside(of.redLine, `roads[${i}].redLine`),
    building: beside(of.buildingLine, `roads[${i}].buildingLine`),
  }))
  const footprints = parts.map(({ ring }) => ring)
  const lotSquareMetres = areaOf(lot)
  const footprintSquareMetres = coveredBy(footprints)
  const { above, basement, mezzanine, tum, excluded } = c.building.floors
  const floorSquareMetres = above + basement + mezzanine + tum
  const back = (points: readonly Point[]) => points.map((point) => metresOf(origin, point))
  const { approved, urbanDesign, architecture } = c.plans
  const plans: Facts['plans'] = [
    { basis: 'plan', figures: approved },
    { basis: 'urban-design', figures: urbanDesign },
    { basis: 'architecture', figures: architecture },
  ].flatMap(({ basis, figures }) => (figures ? [{ basis: basis as RuleLine['basis'], figures }] : []))
  return {
    of: c,
    lot,
    lotSquareMetres,
    lotBeyondRedLine: roads.flatMap(({ red }) => (red && beyond([lot], red)) ?? [])[0] ?? null,
    registered,
    outsideRegistered: registered && outside([lot], registered),
    parts,
    footprints,
    footprintSquareMetres,
    densityPercent: (footprintSquareMetres / lotSquareMetres) * 100,
    floorSquareMetres,
    far: (floorSquareMetres - excluded) / lotSquareMetres,
    heightMetres: Math.max(...parts.map((part) => part.heightMetres)),
    storeys: Math.max(...parts.map((part) => part.storeys)),
    roads,
    neighbours:
      c.neighbours?.map((of, i) => ({ of, ring: ringAt(of.footprint, `neighbours[${i}].footprint`) })) ?? null,
    corridors: c.corridors?.map((of, i) => ({ of, line: lineAt(of.line, `corridors[${i}].line`) })) ?? null,
    buffers: c.buffers?.map((of, i) => ({ of, ring: ringAt(of.ring, `buffers[${i}].ring`) })) ?? null,
    plans,
    shape: {
      ring: (ring) => ({ type: 'Polygon', coordinates: [back(ring)] }),
      line: (line) => ({ type: 'LineString', coordinates: back(line) }),
      way: ({ from, to }) => ({ type: 'MultiLineString', coordinates: [back([from, to]).map(rounded)] }),
      footprints: () => ({ type: 'MultiPolygon', coordinates: footprints.map((ring) => [back(ring)]) }),
      polygons: (polygons) => ({ type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(back)) }),
    },
  }
}

const rounded = ([x, y]: readonly [number, number]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]

/** Mean height of parts weighted by their ground, and unweighted: the code says only “mean”. */
export function meanHeights(parts: readonly Part[]): { readonly byArea: number; readonly plain: number } {
  const areas = parts.map(({ ring }) => areaOf(ring))
  const total = areas.reduce((a, b) => a + b, 0)
  return {
    byArea: parts.reduce((sum, part, i) => sum + part.heightMetres * (areas[i]! / total), 0),
    plain: parts.reduce((sum, part) => sum + part.heightMetres, 0) / parts.length,
  }
}

export const isDwelling = (c: PermitCheck): boolean => ['house', 'apartment', 'mixed'].includes(c.work.kind)
export const isIndustrial = (c: PermitCheck): boolean => c.work.kind === 'factory' || c.work.kind === 'warehouse'

export const workTitles = {
  house: both('nhà ở riêng lẻ', 'an individual house'),
  apartment: both('nhà chung cư', 'an apartment building'),
  commercial: both('công trình thương mại, dịch vụ', 'a commercial building'),
  mixed: both('công trình hỗn hợp', 'a mixed-use building'),
  education: both('công trình giáo dục', 'an education building'),
  health: both('công trình y tế', 'a health building'),
  culture: both('công trình văn hóa', 'a culture building'),
  sport: both('công trình thể dục thể thao', 'a sport building'),
  market: both('chợ', 'a market'),
  factory: both('nhà máy', 'a factory'),
  warehouse: both('kho tàng', 'a warehouse'),
  other: both('công trình khác', 'another building'),
} satisfies Record<PermitCheck['work']['kind'], ReturnType<typeof both>>
