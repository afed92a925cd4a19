/**
 * What the runs of an impact mean: what each of them finds at the neighbours and on the streets, while its grids are at hand,
 * and the record made of all that was found. Pure.
 */
import { type City, plannedGround, stands } from '../city/city.ts'
import type { Feature } from '../city/dataset.ts'
import type { DrainageResult } from '../drainage.ts'
import type { Edit } from '../edit.ts'
import { NOISE_METRES } from '../flood-words.ts'
import type { XY } from '../frame.ts'
import {
  centroid,
  contains,
  type Geometry,
  pointInGeometry,
  pointInRing,
  polygonArea,
  polygonsOf,
} from '../geometry.ts'
import { cellAt, cellCentre, cellsInPolygon, cellsOnLine } from '../grid.ts'
import { checkPermit } from '../rules/check.ts'
import { gapBetween, type Point } from '../rules/geometry.ts'
import { DEPTH_THRESHOLDS, type RunKind, type RunRecord } from '../run.ts'
import type { ScenarioBody } from '../scenario.ts'
import { DRY_DEPTH_METRES, depthAtBuildings, wetGround } from '../summarise.ts'
import { type Bilingual, both } from '../text.ts'
import type { TrafficComparison, TrafficOutcome } from '../traffic.ts'
import { matchLinks } from '../traffic-links.ts'
import { NOISE_UNITS, shareOf } from '../traffic-summary.ts'
import type { Application } from './application.ts'
import {
  buildingEdits,
  type DrainageCell,
  type Impact,
  type ImpactAsk,
  type ImpactPart,
  type ImpactPlan,
  type Neighbour,
  openRing,
  overRing,
  rainDepth,
  roofOf,
  type StreetChange,
  tripsOfEdits,
} from './impact.ts'

/** Of a drainage run: the deepest water, m, at the walls of every building and on every parcel of its area. */
export interface WaterFound {
  readonly buildings: Readonly<Record<string, number>>
  readonly parcels: Readonly<Record<string, number>>
  /** On the lot: its deepest water and highest level; null where it has no open ground. */
  readonly lot: { readonly depth: number | null; readonly level: number | null }
}
/** Of a traffic run: streets that change by what two equilibria can tell apart, the most changed first. */
export type StreetsFound = readonly Omit<StreetChange, 'name'>[]
export interface Found {
  readonly without?: WaterFound
  readonly with?: WaterFound
  readonly traffic?: StreetsFound
}

/** Millimetres: what float32 depths hold beyond is no knowledge. */
const toMillimetres = (metres: number): number => Math.round(metres * 1000) / 1000 + 0

/** @param city the planned city whose window was simulated @param ring of the lot */
export function waterFound(
  city: City,
  { area }: Pick<ScenarioBody, 'area'>,
  result: DrainageResult,
  ring: readonly XY[],
): WaterFound {
  const { grid, maxDepth } = result
  const wet = wetGround(city, result)
  const walls = depthAtBuildings(city, area, result)
  const parcels: Record<string, number> = {}
  for (const [id, { geometry }] of city.layers.parcels) {
    const outer = polygonsOf(geometry)[0]?.[0]
    if (!outer || !contains(area, centroid(outer))) continue
    let deepest = -1
    for (const rings of polygonsOf(geometry)) {
      cellsInPolygon(grid, rings, (cell) => {
        if (wet[cell] === 0) deepest = Math.max(deepest, maxDepth[cell]!)
      })
    }
    if (deepest >= 0) parcels[id] = toMillimetres(deepest)
  }
  const lot = waterOnLot(city, result, wet, openRing(ring))
  return {
    buildings: Object.fromEntries([...walls].map(([id, at]) => [id, toMillimetres(at)])),
    parcels,
    lot,
  }
}

/** Where the building takes every cell of it, the water that stands around it, against the lot's own level. */
function waterOnLot(
  city: City,
  { grid, maxDepth }: DrainageResult,
  wet: Uint8Array,
  lot: readonly XY[],
): WaterFound['lot'] {
  const ground = plannedGround(city)
  const open = new Uint8Array(maxDepth.length).fill(1)
  for (const building of city.layers.buildings.values()) {
    if (!stands(building)) continue
    for (const rings of polygonsOf(building.geometry)) {
      cellsInPolygon(grid, rings, (cell) => {
        open[cell] = 0
      })
    }
  }
  let [own, depth, level] = [0, 0, -Infinity]
  const look = (cell: number) => {
    if (wet[cell] !== 0 || open[cell] === 0) return
    const [row, column] = [Math.floor(cell / grid.columns), cell % grid.columns]
    const at = ground.data[cellAt(ground, cellCentre(grid, column, row))]
    own++
    depth = Math.max(depth, maxDepth[cell]!)
    if (maxDepth[cell]! >= DRY_DEPTH_METRES && at !== undefined && !Number.isNaN(at))
      level = Math.max(level, at + maxDepth[cell]!)
  }
  cellsInPolygon(grid, [lot], look)
  const said = () => (level === -Infinity ? null : toMillimetres(level))
  if (own > 0) return { depth: toMillimetres(depth), level: said() }
  const [cx, cy] = centroid(lot)
  const around = lot.map(([x, y]): XY => {
    const scale = 1 + grid.cellSize / (Math.hypot(x - cx, y - cy) || 1)
    return [cx + (x - cx) * scale, cy + (y - cy) * scale]
  })
  cellsOnLine(grid, [...around, around[0]!], look)
  const area = overRing({ ground }, lot, () => 1)
  if (own === 0 || area === 0) return { depth: null, level: null }
  const floor = overRing({ ground }, lot, (metres) => metres) / area
  return { depth: toMillimetres(Math.max(0, level - floor)), level: said() }
}

/** Streets that are told of at most. */
const MOST_STREETS = 12

export function streetsFound({ baseline, scenario }: TrafficComparison): StreetsFound {
  const { links, classes } = scenario.model
  const match = matchLinks(baseline.model, scenario.model)
  const found = new Map<string, { change: number; street: Omit<StreetChange, 'name'> }>()
  const vehicles = ({ result }: TrafficOutcome, link: number) =>
    classes.reduce((sum, _, c) => sum + result.classVolume[c]![link]!, 0)
  const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits
  for (const [link, before] of match.entries()) {
    if (before < 0) continue
    const change = scenario.result.volume[link]! - baseline.result.volume[before]!
    const id = links.roads[links.road[link]!]!
    if (Math.abs(change) < NOISE_UNITS || Math.abs(change) <= Math.abs(found.get(id)?.change ?? 0)) continue
    found.set(id, {
      change,
      street: {
        id,
        vehicles: { before: rounded(vehicles(baseline, before), 0), after: rounded(vehicles(scenario, link), 0) },
        share: {
          before: rounded(shareOf(baseline.model, baseline.result, before), 3),
          after: rounded(shareOf(scenario.model, scenario.result, link), 3),
        },
      },
    })
  }
  return [...found.values()]
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.street.id < b.street.id ? -1 : 1))
    .slice(0, MOST_STREETS)
    .map(({ street }) => street)
}

/**
 * Room for water on the lot up to a level that the work takes, m³: ground raised, and the building's closed body where it
 * stands lower than the level. A building lets no water in; what stood there before did not either.
 * @param city as it stands
 */
export function storageOf(
  city: Pick<City, 'ground'>,
  edits: readonly Edit[],
  ring: readonly XY[],
  level: number,
  stilts = false,
): { fill: number; body: number; lost: number } {
  const up = (ground: number) => Math.min(ground, level)
  const fillEdit = edits.find((edit) => edit.kind === 'ground.level')
  const planned = fillEdit?.kind === 'ground.level' ? (fillEdit.to?.levelMetres ?? null) : null
  const fill = planned === null ? 0 : overRing(city, openRing(ring), (ground) => up(planned) - up(ground))
  const room = (rings: readonly (readonly XY[])[], of: (ground: number) => number) =>
    rings.reduce((sum, one, i) => sum + (i === 0 ? 1 : -1) * overRing(city, one, (ground) => level - up(of(ground))), 0)
  const body = buildingEdits(edits).reduce((sum, { building, sign }) => {
    if (sign === 1 && stilts) return sum
    return sum + sign * room(building.rings, (ground) => (sign === 1 && planned !== null ? planned : ground))
  }, 0)
  return { fill, body, lost: fill + body }
}

const SQUARE_METRES_ASIDE = 500

/**
 * The drainage cells that a lot lies in: the street block (its streets are higher than what they enclose, so that it fills like a tub) and
 * the quarter around it; where the city knows neither, a square of 500 m.
 */
export function cellsOf(city: City, ring: readonly XY[]): Omit<DrainageCell, 'others'>[] {
  const at = centroid(openRing(ring))
  const holds = <F extends { readonly geometry: Geometry }>(features: Iterable<F>): F | undefined =>
    [...features].find(({ geometry }) => pointInGeometry(at, geometry))
  const block = holds(city.layers.blocks.values())
  const quarter = holds(city.layers.subunits.values())
  const cells = [
    ...(block ? [{ kind: 'block' as const, feature: block }] : []),
    ...(quarter ? [{ kind: 'quarter' as const, feature: quarter }] : []),
  ].map(({ kind, feature }) => ({
    kind,
    id: feature.id,
    name: feature.properties.name,
    squareMetres: Math.round(polygonArea(feature.geometry)),
  }))
  if (cells.length > 0) return cells
  const [column, row] = at.map((value) => Math.floor(value / SQUARE_METRES_ASIDE))
  return [{ kind: 'square', id: `square ${column} ${row}`, name: null, squareMetres: SQUARE_METRES_ASIDE ** 2 }]
}

/** Nearest neighbours that are named whatever happens to them, and all of them at most. */
const [NEAREST, MOST_NEIGHBOURS] = [12, 60]

function neighboursOf(city: City, before: WaterFound, after: WaterFound, ring: readonly XY[]): Neighbour[] {
  const lot = openRing(ring)
  const middle = centroid(lot)
  const [ox, oy] = lot[0]!
  const inMillimetres = (corners: readonly XY[]): Point[] =>
    [...corners, corners[0]!].map(([x, y]) => [Math.round((x - ox) * 1000), Math.round((y - oy) * 1000)])
  const own = inMillimetres(lot)
  const built = new Set([...city.layers.buildings.values()].filter(stands).map(({ properties }) => properties.parcelId))
  const found: Neighbour[] = []
  const take = (kind: Neighbour['kind'], feature: Feature<'buildings'> | Feature<'parcels'>, name: Bilingual) => {
    const [was, is] = [before[`${kind}s`][feature.id], after[`${kind}s`][feature.id]]
    const outer = polygonsOf(feature.geometry)[0]?.[0]
    if (was === undefined || is === undefined || !outer) return
    const corners = openRing(outer)
    if (pointInRing(centroid(corners), lot) || pointInRing(middle, corners)) return
    const { metres } = gapBetween(own, inMillimetres(corners), { a: true, b: true })
    const change = toMillimetres(is - was)
    found.push({
      kind,
      id: feature.id,
      name,
      metresAway: Math.round(metres * 10) / 10,
      ring: corners.map(([x, y]) => [Math.round(x * 100) / 100, Math.round(y * 100) / 100]),
      before: was,
      after: is,
      change: Math.abs(change) < NOISE_METRES ? null : change,
    })
  }
  for (const building of city.layers.buildings.values()) {
    if (stands(building)) take('building', building, nameOf(city, building))
  }
  for (const parcel of city.layers.parcels.values())
    if (!built.has(parcel.id)) take('parcel', parcel, parcelName(parcel))
  return found.sort((a, b) => a.metresAway - b.metresAway || (a.id < b.id ? -1 : 1))
}

/** What is told of: all that changes measurably, the most changed first to be kept, and the nearest; the nearest first. */
function told(neighbours: readonly Neighbour[]): Neighbour[] {
  const changed = neighbours
    .filter(({ change }) => change !== null)
    .toSorted((a, b) => Math.abs(b.change!) - Math.abs(a.change!))
    .slice(0, MOST_NEIGHBOURS - NEAREST)
  const kept = new Set([...changed, ...neighbours.slice(0, NEAREST)])
  return neighbours.filter((one) => kept.has(one))
}

const parcelName = ({ properties: { number, sheet } }: Feature<'parcels'>): Bilingual =>
  both(`Thửa ${number}, tờ ${sheet}`, `Parcel ${number}, sheet ${sheet}`)

/** By its address, else its parcel; the names of buildings may be those of people. */
function nameOf({ layers }: City, { id, properties }: Feature<'buildings'>): Bilingual {
  const address = layers.addresses.get(properties.addressId ?? '')?.properties
  if (address?.number && address.street)
    return both(`${address.number} ${address.street}`, `${address.number} ${address.street}`)
  const parcel = layers.parcels.get(properties.parcelId ?? '')
  if (parcel) {
    const { vi, en } = parcelName(parcel)
    return both(`Nhà ${vi.toLowerCase()}`, `House on ${en.toLowerCase()}`)
  }
  return both(`Công trình ${id}`, `Building ${id}`)
}

interface Amount {
  readonly before: number
  readonly after: number
  readonly change: number | null
  readonly count: number
}

function countsOf(all: readonly Amount[]): Impact['water']['buildings'] {
  const sum = (holds: (one: Amount) => boolean) => all.reduce((total, one) => total + (holds(one) ? one.count : 0), 0)
  const [wet] = DEPTH_THRESHOLDS
  return {
    flooded: { before: sum(({ before }) => before >= wet), after: sum(({ after }) => after >= wet) },
    newly: sum(({ before, after, change }) => before < wet && after >= wet && change !== null),
    deeper: sum(({ change }) => change !== null && change > 0),
    shallower: sum(({ change }) => change !== null && change < 0),
  }
}

const kindOf: Record<RunRecord['schema'], RunKind> = {
  'run@1': 'drainage',
  'traffic-run@1': 'traffic',
  'lighting-run@1': 'lighting',
}

export interface ComputedImpact {
  readonly id: string
  readonly permitId: string
  readonly applicationHash: string
  readonly application: Application
  readonly asked: ImpactAsk
  readonly plan: ImpactPlan
  readonly runs: readonly { readonly part: ImpactPart; readonly record: RunRecord; readonly ledgerSequence: number }[]
  readonly found: Found
  /** The window of the area, as it stands, with every layer. */
  readonly city: City
  readonly streetNames: ReadonlyMap<string, string | null>
  readonly cells: readonly DrainageCell[]
  readonly computedAt: string
}

/** The record of an impact. @throws Error where a drainage run is missing */
export function impactOf(given: ComputedImpact): Impact {
  const { application, asked, plan, found, city } = given
  const { check } = application
  const { ring } = check.site
  const body = plan.bodies.without
  if (!found.without || !found.with) throw new Error('Expected what both drainage runs found')
  const neighbours = neighboursOf(city, found.without, found.with, ring)
  const buildings = neighbours.filter(({ kind }) => kind === 'building')
  const counted = buildings.map(({ before, after, change }) => ({ before, after, change, count: 1 }))
  const households = buildings.map(({ id, before, after, change }) => {
    return { before, after, change, count: city.layers.buildings.get(id)!.properties.households }
  })
  const streets = (part: ImpactPart): number[] => {
    const record = given.runs.find((run) => run.part === part)?.record
    return record?.schema === 'run@1' ? [...record.indicators.streetMetres] : []
  }
  const tide = body.forcing.tide.series
  const rainMillimetres = Math.round(rainDepth(body.forcing.rain, body.horizonSeconds) * 10) / 10
  const { designLevelMetres } = check.flood
  const simulated = Math.max(found.without.lot.level ?? -Infinity, ...tide.map(([, level]) => level))
  const level = designLevelMetres ?? (simulated === -Infinity ? null : simulated)
  const room = level === null ? null : storageOf(city, plan.edits, ring, level, check.building.livesWithFloods)
  const tenths = (value: number) => Math.round(value * 10) / 10 + 0
  const lot = openRing(ring)
  const lotArea = polygonArea({ type: 'Polygon', coordinates: [lot] })
  const known = overRing(city, lot, () => 1) > 0
  const raised = plan.edits.find((edit) => edit.kind === 'ground.level')
  const roofs = buildingEdits(plan.edits).reduce((sum, { building, sign }) => sum + sign * roofOf(building), 0)
  const trips = tripsOfEdits(plan.edits, asked.hour)
  return {
    schema: 'permit-impact@1',
    id: given.id,
    permitId: given.permitId,
    applicationHash: given.applicationHash,
    city: body.city,
    computedAt: given.computedAt,
    asked,
    rainMillimetres,
    tidePeakMetres: tide.length > 0 ? Math.max(...tide.map(([, metres]) => metres)) : null,
    area: [...body.area],
    cellSizeMetres: body.cellSizeMetres,
    reachMetres: plan.reachMetres,
    illustrative: given.runs.some(({ record }) => record.illustrative),
    runs: given.runs.map(({ part, record: { id, schema, kernel, digest }, ledgerSequence }) => {
      return { part, id, kind: kindOf[schema], kernel, digest, ledgerSequence }
    }),
    demolished: buildingEdits(plan.edits).filter(({ sign }) => sign === -1).length,
    water: {
      measurable: neighbours.some(({ change }) => change !== null),
      errorMetres: city.manifest.grids.find(({ id }) => id === 'ground')?.standardErrorMetres ?? 0,
      lot: { before: found.without.lot.depth, after: found.with.lot.depth },
      neighbours: told(neighbours),
      looked: { buildings: buildings.length, parcels: neighbours.length - buildings.length },
      buildings: countsOf(counted),
      households: countsOf(households),
      streetMetres: { before: streets('without'), after: streets('with') },
    },
    storage: {
      levelMetres: level,
      levelFrom: designLevelMetres === null ? 'simulated' : 'design',
      groundMetres: known ? Math.round((overRing(city, lot, (ground) => ground) / lotArea) * 100) / 100 : null,
      plannedMetres: raised?.kind === 'ground.level' ? (raised.to?.levelMetres ?? null) : null,
      fillCubicMetres: tenths(room?.fill ?? 0),
      bodyCubicMetres: tenths(room?.body ?? 0),
      lostCubicMetres: tenths(room?.lost ?? 0),
      roofSquareMetres: tenths(roofs),
      roofCubicMetres: tenths((Math.max(0, roofs) * rainMillimetres) / 1000),
      cells: [...given.cells],
    },
    traffic: {
      hour: asked.hour,
      ...trips,
      computed: plan.bodies.traffic !== null,
      streets: (found.traffic ?? []).map((street) => ({ ...street, name: given.streetNames.get(street.id) ?? null })),
      parking: checkPermit(check)
        .rules.filter(({ id, limit, actual }) => id.startsWith('parking.') && (limit !== null || actual !== null))
        .map(({ id, title, limit, actual, unit }) => ({ rule: id, title, limit, actual, unit })),
    },
  }
}
