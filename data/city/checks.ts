/**
 * Whether a city holds together, found from its features alone: what each object says about another is true, and nothing stands
 * where it cannot. Pure. A check is left out where a city has not the layers that it needs.
 */
import { stands } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import {
  type Bounds,
  boundsOf,
  geometryBounds,
  grow,
  lineLength,
  linesOf,
  overlaps,
  pointInGeometry,
  pointInPolygon,
  polygonArea,
  polygonsOf,
} from '../../scenarios/geometry.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { onCarriageway } from './generate/clear.ts'
import { SegmentIndex, toSegment } from './generate/near.ts'
import { componentsOf, nodeKey } from './generate/network.ts'
import { opened } from './generate/plane.ts'
import { networks, references } from './references.ts'

export type CityLayers = { readonly [L in LayerId]?: readonly Feature<L>[] }

export interface Check {
  readonly id: string
  readonly message: Bilingual
  /** True also where what was found is told only: an imported extract may well cut a network in two. */
  readonly passed: boolean
  /** How many are wrong, and the first of them. */
  readonly detail: string
}

export function checkCity(
  layers: CityLayers,
  { bounds, generated }: { readonly bounds: Bounds; readonly generated: boolean },
): Check[] {
  const check = (id: string, vi: string, en: string, wrong: readonly string[] | null, advice = false): Check[] =>
    wrong === null
      ? []
      : [
          {
            id,
            message: both(vi, en),
            passed: wrong.length === 0 || advice,
            detail: wrong.length === 0 ? '' : `${wrong.length}: ${wrong.slice(0, 5).join(', ')}`,
          },
        ]
  const all = Object.values(layers).flatMap((features) => features as readonly Feature[])
  return [
    ...check(
      'on-ground',
      'mọi đối tượng nằm trên nền đất',
      'every feature lies on the ground',
      idsOf(all, ({ geometry }) => !overlaps(geometryBounds(geometry), grow(bounds, 1))),
    ),
    ...check(
      'areas',
      'mọi mặt có diện tích',
      'every surface has an area',
      idsOf(all, ({ geometry }) => /Polygon/.test(geometry.type) && !(polygonArea(geometry) > 0)),
    ),
    ...check(
      'references',
      'đối tượng mà đối tượng khác nêu tên đều có',
      'what objects name in other layers exists',
      lostReferences(layers),
    ),
    ...check(
      'parcel-numbers',
      'mỗi số tờ, số thửa một lần',
      'each tờ/thửa once',
      repeatedParcels(layers.parcels),
      !generated,
    ),
    ...check(
      'parcel-history',
      'thửa tách, hợp khớp với thửa cũ',
      'split and merged parcels match what they were made from',
      brokenHistory(layers),
      !generated,
    ),
    ...check(
      'address-parcel',
      'mọi địa chỉ nằm trên thửa của nó',
      'every address lies on its parcel',
      strayAddresses(layers),
      !generated,
    ),
    ...check(
      'grid-addresses',
      'lưới địa chỉ đếm đủ địa chỉ',
      'the address grid counts every address',
      layers.gridcells && layers.addresses
        ? sumDiffers(
            layers.gridcells.reduce((s, f) => s + f.properties.addresses, 0),
            layers.addresses.length,
          )
        : null,
      !generated,
    ),
    ...check('road-network', 'đường là một mạng', 'the roads are one network', roadsApart(layers.roads), !generated),
    ...check(
      'road-water',
      'không đường nào trong nước trừ cầu',
      'no street in water but on a bridge',
      layers.roads && layers.water ? wetRoads(layers.roads, layers.water) : null,
      !generated,
    ),
    ...check(
      'building-water',
      'không công trình nào trong nước',
      'no building in water',
      layers.buildings && layers.water ? wetBuildings(layers.buildings, layers.water) : null,
      !generated,
    ),
    ...check(
      'building-road',
      'không công trình nào trên mặt đường',
      'no building on a carriageway',
      layers.buildings && layers.roads ? buildingsOnRoads(layers.buildings, layers.roads) : null,
      !generated,
    ),
    ...check(
      'drains-downhill',
      'cống chảy xuôi đến cửa xả',
      'drains run downhill to an outfall',
      layers.drains && layers.drainnodes ? uphillDrains(layers.drains, layers.drainnodes) : null,
      !generated,
    ),
  ]
}

const idsOf = <F extends Feature>(features: readonly F[], wrong: (feature: F) => boolean): string[] =>
  features.filter(wrong).map((f) => f.id)
const sumDiffers = (found: number, expected: number): string[] => (found === expected ? [] : [`${found} ≠ ${expected}`])

/** Attributes that name an object, and the layers where it may be. */
const named: readonly (readonly [layer: LayerId, field: string, targets: readonly LayerId[]])[] = [
  ...references.map(({ layer, path, to }) => [layer, path, [to]] as const),
  ['parcels', 'predecessors', ['parcelhistory']],
  ['parcelhistory', 'successors', ['parcels', 'parcelhistory']],
  ...networks.flatMap(({ layer, to }) => ['fromNode', 'toNode'].map((field) => [layer, field, [to]] as const)),
]

function lostReferences(layers: CityLayers): string[] {
  const known = new Map<LayerId, Set<string>>()
  const idsIn = (id: LayerId): Set<string> => {
    const found = known.get(id) ?? new Set((layers[id] ?? []).map((f) => f.id))
    known.set(id, found)
    return found
  }
  return named.flatMap(([layer, field, targets]) =>
    ((layers[layer] ?? []) as readonly Feature[]).flatMap(({ id, properties }) => {
      const value = (properties as Record<string, unknown>)[field]
      const ids = (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === 'string')
      return ids.filter((name) => !targets.some((t) => idsIn(t).has(name))).map((name) => `${id}.${field} → ${name}`)
    }),
  )
}

/** A sheet's numbers are its unit's own. */
function repeatedParcels(parcels: CityLayers['parcels']): string[] | null {
  if (!parcels) return null
  const seen = new Set<string>()
  return parcels.flatMap(({ properties: { unitCode, sheet, number } }) => {
    const key = `${unitCode ?? ''} ${sheet}/${number}`
    if (!sheet || !number || !seen.has(key)) {
      seen.add(key)
      return []
    }
    return [key]
  })
}

/** Areas before and after a change agree within a thousandth. */
function brokenHistory({ parcels, parcelhistory }: CityLayers): string[] | null {
  if (!parcels || !parcelhistory) return null
  const now = new Map(parcels.map((f) => [f.id, f]))
  const before = new Map(parcelhistory.map((f) => [f.id, f]))
  const area = (ids: readonly string[], from: ReadonlyMap<string, Feature>) =>
    ids.reduce((sum, id) => sum + (from.has(id) ? polygonArea(from.get(id)!.geometry) : Number.NaN), 0)
  const agree = (a: number, b: number) => Number.isNaN(a + b) || Math.abs(a - b) <= 0.1 + Math.max(a, b) / 1000
  const splits = idsOf(
    parcelhistory,
    (f) => f.properties.change === 'split' && !agree(polygonArea(f.geometry), area(f.properties.successors, now)),
  )
  const merges = parcels.filter(({ properties: { predecessors = [] } }) =>
    predecessors.some((id) => before.get(id)?.properties.change === 'merge'),
  )
  return [...splits, ...idsOf(merges, (f) => !agree(polygonArea(f.geometry), area(f.properties.predecessors!, before)))]
}

function strayAddresses({ addresses, parcels }: CityLayers): string[] | null {
  if (!addresses || !parcels) return null
  const byId = new Map(parcels.map((f) => [f.id, f]))
  return idsOf(addresses, ({ geometry, properties }) => {
    const parcel = properties.parcelId === null ? undefined : byId.get(properties.parcelId)
    return !parcel || geometry.type !== 'Point' || !pointInGeometry(geometry.coordinates, parcel.geometry)
  })
}

/** A road of each part that cannot be reached from the largest; roads meet at any of their corners. */
function roadsApart(roads: CityLayers['roads']): string[] | null {
  if (!roads) return null
  const pieces = roads.filter(stands).flatMap((f) => linesOf(f.geometry).map((line) => ({ id: f.id, line })))
  const steps = pieces.flatMap(({ line }) => line.slice(1).map((p, i) => ({ line: [line[i]!, p] })))
  const find = componentsOf(steps)
  const parts = new Map<string, { id: string; metres: number }>()
  for (const { id, line } of pieces) {
    const root = find(nodeKey(line[0]!))
    const metres = (parts.get(root)?.metres ?? 0) + lineLength(line)
    parts.set(root, { id, metres })
  }
  return [...parts.values()]
    .sort((a, b) => b.metres - a.metres)
    .slice(1)
    .map((part) => part.id)
}

/** Surfaces that a point may lie in, and their edges, for many questions. */
class Wet {
  readonly edges = new SegmentIndex<null>(100)
  readonly #surfaces: { bounds: Bounds; rings: readonly XY[][] }[] = []

  constructor(water: readonly Feature<'water'>[]) {
    for (const feature of water.filter(stands)) {
      for (const rings of polygonsOf(feature.geometry)) {
        this.#surfaces.push({ bounds: boundsOf(rings[0]!), rings })
        for (const ring of rings) this.edges.addLine(ring, null)
      }
    }
  }

  has([x, y]: XY): boolean {
    return this.#surfaces.some(
      ({ bounds: [x0, y0, x1, y1], rings }) =>
        x >= x0 && x <= x1 && y >= y0 && y <= y1 && pointInPolygon([x, y], rings),
    )
  }

  /** In water, farther than this from its edge. */
  deep(p: XY, metres: number): boolean {
    const near = this.edges.near(p[0] - metres, p[1] - metres, p[0] + metres, p[1] + metres)
    return [...near].every(({ a, b }) => toSegment(p, a, b).distance > metres) && this.has(p)
  }
}

/** A shore is drawn no better than this, m. */
const SHORE_METRES = 0.5
const ROAD_STEP_METRES = 4

function wetRoads(roads: readonly Feature<'roads'>[], water: readonly Feature<'water'>[]): string[] {
  const wet = new Wet(water)
  return idsOf(
    roads.filter(stands),
    ({ geometry, properties }) =>
      !properties.bridge && !properties.tunnel && linesOf(geometry).some((line) => runsWet(line, wet)),
  )
}

function runsWet(line: readonly XY[], wet: Wet): boolean {
  if (wet.deep(line[0]!, SHORE_METRES)) return true
  return line.slice(1).some((b, i) => {
    const a = line[i]!
    const box = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])] as const
    // Far from every shore it stays as its first point is: dry.
    if (wet.edges.near(...box).size === 0) return false
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / ROAD_STEP_METRES))
    return Array.from({ length: steps }, (_, k): XY => {
      const t = (k + 1) / steps
      return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    }).some((p) => wet.deep(p, SHORE_METRES))
  })
}

function wetBuildings(buildings: readonly Feature<'buildings'>[], water: readonly Feature<'water'>[]): string[] {
  const wet = new Wet(water)
  return idsOf(buildings.filter(stands), ({ geometry }) =>
    polygonsOf(geometry).some(([outer]) => outer!.some((p) => wet.deep(p, SHORE_METRES))),
  )
}

function buildingsOnRoads(buildings: readonly Feature<'buildings'>[], roads: readonly Feature<'roads'>[]): string[] {
  const index = new SegmentIndex<{ readonly widthMetres: number }>(60)
  for (const road of roads.filter(stands)) {
    if (road.properties.bridge || road.properties.tunnel) continue
    for (const line of linesOf(road.geometry)) index.addLine(line, road.properties)
  }
  return idsOf(buildings.filter(stands), ({ geometry }) =>
    polygonsOf(geometry).some(([outer]) => onCarriageway(opened(outer!), index)),
  )
}

/** Drains that rise, and those from whose end no outfall or pump is reached. */
function uphillDrains(drains: readonly Feature<'drains'>[], nodes: readonly Feature<'drainnodes'>[]): string[] {
  const into = new Map<string, string[]>()
  for (const { properties: p } of drains) into.set(p.toNode, [...(into.get(p.toNode) ?? []), p.fromNode])
  const drained = new Set(
    nodes.filter((f) => f.properties.kind === 'outfall' || f.properties.kind === 'pump').map((f) => f.id),
  )
  const queue = [...drained]
  for (const node of queue) {
    for (const from of into.get(node) ?? []) {
      if (drained.has(from)) continue
      drained.add(from)
      queue.push(from)
    }
  }
  return idsOf(drains, ({ properties: p }) => p.toInvertMetres > p.fromInvertMetres + 0.001 || !drained.has(p.toNode))
}
