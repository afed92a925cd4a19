/**
 * The impact of a permit case's building: what is asked, which edits of the city it is, what is computed without and with
 * them, and the record of what came of it. Advice, never a ground for refusal (product guard 4).
 */
import { z } from 'zod'
import type { City } from '../city/city.ts'
import { buildingOf, type Edit, type PlannedBuilding } from '../edit.ts'
import { NOISE_METRES } from '../flood-words.ts'
import type { Forcing, Rain } from '../forcing.ts'
import { designStorm, idfStations, tideSeries } from '../forcing-design.ts'
import { type Frame, vn2000, type XY } from '../frame.ts'
import { type Bounds, boundsOf, centroid, type Geometry, pointInRing, polygonsOf, ringArea } from '../geometry.ts'
import type { GridSpec } from '../grid.ts'
import { commonArea, without } from '../overlay.ts'
import { Problem } from '../problem.ts'
import { bilingualSchema } from '../provenance.ts'
import { said } from '../rules/rule.ts'
import { runKinds } from '../run.ts'
import { AREA_MARGIN_METRES, boundsSchema, MAX_AREA_SIDE_METRES, type ScenarioBody } from '../scenario.ts'
import { type Bilingual, both } from '../text.ts'
import { userClasses } from '../traffic.ts'
import { defaultTraffic, equivalents } from '../traffic-facts.ts'
import { NOISE_UNITS } from '../traffic-summary.ts'
import { tripsOfBuilding } from '../trip-rates.ts'
import type { Application } from './application.ts'

/** Storms that the desk may choose among, by the published curves (`idfStations`). */
export const stormYears = [2, 5, 10, 20, 50, 100] as const
export const stormMinutes = [60, 120, 180] as const

export const impactAskSchema = z.strictObject({
  /** `city`: the city's own design storm. */
  rain: z.union([
    z.literal('city'),
    z.strictObject({
      station: z.enum(idfStations.map(({ id }) => id)),
      returnPeriodYears: z.literal(stormYears),
      durationMinutes: z.literal(stormMinutes),
    }),
  ]),
  /** `city`: the city's own tide; else a tide whose highest water stands with the peak of the rain. */
  tide: z.union([z.literal('city'), z.literal('none'), z.strictObject({ peakMetres: z.number().min(-1).max(3) })]),
  /** Of the traffic. */
  hour: z.enum(['am', 'pm', 'off']),
})
export type ImpactAsk = z.infer<typeof impactAskSchema>
export const usualImpact: ImpactAsk = { rain: 'city', tide: 'city', hour: 'am' }

export const impactParts = ['without', 'with', 'traffic'] as const
export type ImpactPart = (typeof impactParts)[number]
export const partTitles: Record<ImpactPart, Bilingual> = {
  without: both('Thoát nước khi chưa có công trình', 'Drainage without the building'),
  with: both('Thoát nước khi có công trình', 'Drainage with the building'),
  traffic: both('Giao thông có công trình', 'Traffic with the building'),
}

const directions = z.object({ coming: z.number(), going: z.number() })
const byClass = z.object({ motorbike: directions, car: directions, heavy: directions, bicycle: directions })
const beforeAfter = z.object({ before: z.number(), after: z.number() })
const countsSchema = z.object({
  /** Under 10 cm of water or more, without and with. */
  flooded: beforeAfter,
  /** Dry without, flooded with, by more than two runs can tell apart. */
  newly: z.number(),
  /** Measurably deeper, and shallower. */
  deeper: z.number(),
  shallower: z.number(),
})
const neighbourSchema = z.object({
  kind: z.enum(['building', 'parcel']),
  id: z.string(),
  /** Address, or thửa and tờ: no people. */
  name: bilingualSchema,
  metresAway: z.number(),
  ring: z.array(z.tuple([z.number(), z.number()])),
  /** Deepest water, m, ± the error of the ground. */
  before: z.number(),
  after: z.number(),
  /** m; null: no measurable difference. */
  change: z.number().nullable(),
})
export type Neighbour = z.infer<typeof neighbourSchema>
const cellSchema = z.object({
  kind: z.enum(['block', 'quarter', 'square']),
  id: z.string(),
  name: z.string().nullable(),
  squareMetres: z.number(),
  /** Of the other cases approved in it, as they stood then. */
  others: z.object({ cases: z.number(), lostCubicMetres: z.number() }),
})
export type DrainageCell = z.infer<typeof cellSchema>
const streetSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** Vehicles/h where the difference is greatest, and volume/capacity there. */
  vehicles: beforeAfter,
  share: beforeAfter,
})
export type StreetChange = z.infer<typeof streetSchema>

export const impactSchema = z.object({
  schema: z.literal('permit-impact@1'),
  id: z.uuid(),
  permitId: z.uuid(),
  applicationHash: z.string(),
  city: z.string(),
  computedAt: z.iso.datetime(),
  asked: impactAskSchema,
  rainMillimetres: z.number(),
  /** The highest of the tide, m; null: no tide. */
  tidePeakMetres: z.number().nullable(),
  area: boundsSchema,
  cellSizeMetres: z.number(),
  /** Around the lot: further off, the water displaced lies thinner than two runs can tell apart. */
  reachMetres: z.number(),
  /** It rests on generated or assumed data. */
  illustrative: z.boolean(),
  runs: z.array(
    z.object({
      part: z.enum(impactParts),
      id: z.uuid(),
      kind: z.enum(runKinds),
      kernel: z.string(),
      digest: z.string(),
      ledgerSequence: z.number().int().positive(),
    }),
  ),
  /** Buildings of today that the work replaces. */
  demolished: z.number(),
  water: z.object({
    measurable: z.boolean(),
    /** Of the ground, m: depths are known to no better. */
    errorMetres: z.number(),
    /** Deepest water on the lot, m; null: unknown. */
    lot: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
    neighbours: z.array(neighbourSchema),
    /** Of all neighbours looked at. */
    looked: z.object({ buildings: z.number(), parcels: z.number() }),
    buildings: countsSchema,
    households: countsSchema,
    /** Metres of street under ≥ 0.10, 0.30, 0.50 m. */
    streetMetres: z.object({ before: z.array(z.number()), after: z.array(z.number()) }),
  }),
  storage: z.object({
    /** Up to this level room for water is counted, m. */
    levelMetres: z.number().nullable(),
    levelFrom: z.enum(['design', 'simulated']),
    /** Mean of the lot today; as planned. */
    groundMetres: z.number().nullable(),
    plannedMetres: z.number().nullable(),
    /** Raised ground below the level; below 0: lowered. */
    fillCubicMetres: z.number(),
    /** What the building's closed body takes beyond what stood there. */
    bodyCubicMetres: z.number(),
    lostCubicMetres: z.number(),
    /** Roofs added, and the rain of the storm on them: it runs off at once. */
    roofSquareMetres: z.number(),
    roofCubicMetres: z.number(),
    cells: z.array(cellSchema),
  }),
  traffic: z.object({
    hour: impactAskSchema.shape.hour,
    /** Vehicles/h that it adds, those of what it replaces taken off. */
    home: byClass,
    visits: byClass,
    /** Too few to tell apart in the streets: none was computed. */
    computed: z.boolean(),
    streets: z.array(streetSchema),
    parking: z.array(
      z.object({
        rule: z.string(),
        title: bilingualSchema,
        limit: z.union([z.number(), z.string()]).nullable(),
        actual: z.union([z.number(), z.string()]).nullable(),
        unit: z.string(),
      }),
    ),
  }),
})
export type Impact = z.infer<typeof impactSchema>

/** As a case shows it. */
export const caseImpactSchema = z.object({
  record: impactSchema,
  revision: z.number().int().positive(),
  ledgerSequence: z.number().int().positive(),
  /** Of the application as it stands. */
  current: z.boolean(),
  /** Room for water lost by the cases approved in each of its cells, this one left out, as of now. */
  cells: z.array(z.object({ id: z.string(), cases: z.number(), lostCubicMetres: z.number() })),
})
export type CaseImpact = z.infer<typeof caseImpactSchema>

/** A city in another frame than the corners of an application would be edited somewhere else. @throws Problem `impact/frame` */
export function expectFrame({ crs }: Frame): void {
  if (crs === vn2000.crs) return
  throw new Problem({
    code: 'impact/frame',
    message: both(
      'Tọa độ hồ sơ theo VN-2000 kinh tuyến trục 105°00′; thành phố này dùng hệ khác nên chưa tính được tác động',
      'The case is in VN-2000 / TM-3 105°00′; this city has another frame, so that no impact can be computed',
    ),
    place: crs,
    expected: vn2000.crs,
  })
}

/** Without the corner that closes it. */
export function openRing(ring: readonly XY[]): XY[] {
  const [first, last] = [ring[0], ring.at(-1)]
  return first && last && first !== last && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : [...ring]
}

const surface = (ring: readonly XY[]): Geometry => ({ type: 'Polygon', coordinates: [[...ring]] })

/**
 * The work as edits: what stands on the lot where a part takes its ground is taken down, each part put up, the lot raised or
 * lowered to the planned level unless the work is built to live with floods.
 * @param city a window that holds the lot, as it stands
 * @param key names what is new: `permit/<id>`
 */
export function impactEdits(city: City, { check }: Application, key: string): Edit[] {
  expectFrame(city.manifest.frame)
  const { site, building } = check
  const lot = openRing(site.ring)
  const [x, y] = centroid(lot)
  const { bounds } = city.manifest
  if (x < bounds[0] || x >= bounds[2] || y < bounds[1] || y >= bounds[3]) {
    throw new Problem({
      code: 'impact/outside',
      message: both('Lô đất nằm ngoài phạm vi dữ liệu thành phố', 'The lot lies outside the data of the city'),
      place: 'site.ring',
      expected: bounds.join(' '),
    })
  }
  const down = [...city.layers.buildings.values()].filter(({ geometry }) => {
    const outer = polygonsOf(geometry)[0]?.[0]
    return (
      outer !== undefined &&
      pointInRing(centroid(outer), lot) &&
      building.parts.some(({ footprint }) => (commonArea(surface(footprint), geometry) ?? 0) > LEAST_OVERLAP)
    )
  })
  const parcelId = [...city.layers.parcels.values()].find(({ geometry }) =>
    polygonsOf(geometry).some(([outer]) => outer && pointInRing([x, y], outer)),
  )?.id
  const planned = building.groundLevelMetres
  return [
    ...down.map((one): Edit => ({ kind: 'building.new', target: one.id, from: buildingOf(one), to: null })),
    ...(planned === null || building.livesWithFloods
      ? []
      : [
          {
            kind: 'ground.level',
            target: `${key}/ground`,
            from: null,
            to: { ring: lot, levelMetres: planned },
          } as const,
        ]),
    ...buildingsOf(check, parcelId ?? null).map(
      (to, i): Edit => ({ kind: 'building.new', target: `${key}/${i + 1}`, from: null, to }),
    ),
  ]
}
/** m²: less than this in common is the width of a survey's line. */
const LEAST_OVERLAP = 0.5

/** Each part once: a podium is left open where a tower stands on it, so that no floor is counted twice. */
function buildingsOf(check: Application['check'], parcelId: string | null): PlannedBuilding[] {
  const { parts, dwellings } = check.building
  const towers = parts.filter(({ kind }) => kind === 'tower').map(({ footprint }) => surface(footprint))
  const made = parts.flatMap(({ kind, name: _, footprint, heightMetres, storeys }) => {
    const left = kind === 'podium' && towers.length > 0 ? without(surface(footprint), towers) : null
    return (left ?? [[[...footprint]]]).map((rings): PlannedBuilding => {
      return {
        rings: rings.map(openRing),
        name: null,
        use: useOf(check, kind),
        heightMetres: Math.max(0.1, heightMetres),
        storeys,
        heightProvenance: 'imported',
        year: null,
        households: 0,
        parcelId,
        addressId: null,
      }
    })
  })
  // Where its people live: the largest part that is lived in.
  const homes = made.filter(({ use }) => use === 'residential' || use === 'apartments')
  const size = ({ rings, storeys }: PlannedBuilding) => Math.abs(ringArea(rings[0]!)) * storeys
  const home = homes.toSorted((a, b) => size(b) - size(a))[0]
  const households = dwellings ?? (check.work.kind === 'house' ? 1 : 0)
  return made.map((one) => (one === home ? { ...one, households } : one))
}

function useOf({ work, building }: Application['check'], part: 'main' | 'podium' | 'tower'): string {
  if (work.kind === 'house') return 'residential'
  if (work.kind === 'apartment') return 'apartments'
  if (work.kind === 'mixed')
    return part === 'tower' || ((building.dwellings ?? 0) > 0 && part === 'main') ? 'apartments' : 'commercial'
  return work.kind
}

/** Buildings among the edits, +1 put up and −1 taken down. */
export const buildingEdits = (
  edits: readonly Edit[],
): { readonly building: PlannedBuilding; readonly sign: 1 | -1 }[] =>
  edits.flatMap((edit) => {
    if (edit.kind !== 'building.new') return []
    const ends = [] as { building: PlannedBuilding; sign: 1 | -1 }[]
    if (edit.from) ends.push({ building: edit.from, sign: -1 })
    if (edit.to) ends.push({ building: edit.to, sign: 1 })
    return ends
  })

export const roofOf = ({ rings }: PlannedBuilding): number =>
  rings.reduce((area, ring, i) => area + (i === 0 ? 1 : -1) * Math.abs(ringArea(ring)), 0)

export type TripsByClass = z.infer<typeof byClass>

/** Vehicles/h that the edits add, by whose trips they are: of those who live there, and of those who come to it. */
export function tripsOfEdits(
  edits: readonly Edit[],
  hour: ImpactAsk['hour'],
): { home: TripsByClass; visits: TripsByClass } {
  const settings = { ...defaultTraffic, hour }
  const none = () =>
    Object.fromEntries(userClasses.map((id) => [id, { coming: 0, going: 0 }])) as unknown as TripsByClass
  const [home, visits] = [none(), none()]
  for (const { building, sign } of buildingEdits(edits)) {
    const floor = roofOf(building) * Math.max(1, building.storeys)
    const add = (to: TripsByClass, of: TripsByClass) => {
      for (const id of userClasses) {
        to[id].coming += sign * of[id].coming
        to[id].going += sign * of[id].going
      }
    }
    add(visits, tripsOfBuilding(building.use, floor, 0, settings))
    add(home, tripsOfBuilding(building.use, 0, building.households, settings))
  }
  return { home, visits }
}

/** In motorcycle units/h, all together: what streets would feel. */
export const unitsOf = ({ home, visits }: { home: TripsByClass; visits: TripsByClass }): number =>
  userClasses.reduce((sum, id) => {
    const [a, b] = [home[id], visits[id]]
    return sum + equivalents.values[id] * Math.abs(a.coming + a.going + b.coming + b.going)
  }, 0)

/** Seconds before an IDF storm, so that canals have come to rest, and after the last rain, when ground this flat is deepest. */
const BEFORE_RAIN = 1800
const AFTER_RAIN = 1800
const HOUR = 3600
const QUARTER = HOUR / 4
const [SHORTEST, LONGEST] = [HOUR, 12 * HOUR]

export function impactForcing(
  own: Forcing,
  { rain: storm, tide }: ImpactAsk,
): { forcing: Forcing; horizonSeconds: number } {
  const rain = storm === 'city' ? own.rain : designStorm({ ...storm, pattern: 'chicago', startSeconds: BEFORE_RAIN })
  const last = rain.series.at(-1)?.[0] ?? 0
  const horizonSeconds = Math.min(LONGEST, Math.max(SHORTEST, Math.ceil((last + AFTER_RAIN) / QUARTER) * QUARTER))
  const given = { meanMetres: 0, durationSeconds: horizonSeconds, peakSeconds: peakOf(rain) }
  const level =
    tide === 'city' ? own.tide : tide === 'none' ? { title: '', series: [] } : tideSeries({ ...given, ...tide })
  return { forcing: { rain, tide: level }, horizonSeconds }
}

const peakOf = ({ series }: Rain): number =>
  series.reduce((best, step) => (step[1] > best[1] ? step : best), series[0] ?? [0, 0])[0]

/** mm within the horizon; rain is step-wise. */
export function rainDepth({ series }: Rain, horizonSeconds: number): number {
  return series.reduce((sum, [from, rate], i) => {
    const to = Math.min(series[i + 1]?.[0] ?? horizonSeconds, horizonSeconds)
    return sum + (Math.max(0, to - from) * rate) / HOUR
  }, 0)
}

/** Never less around a lot than this, m: a row of neighbours and the street behind them. */
const LEAST_REACH = 60
/** Cells along a side, with the margins: as fine as an answer within a minute allows. */
const MOST_CELLS = 240

/**
 * The area to compute: as far from the lot as the water that it displaces and sheds would lie thicker than two runs can tell
 * apart, were it spread evenly; its edges on those of the ground's cells.
 */
export function impactArea(
  lot: readonly XY[],
  waterCubicMetres: number,
  ground: GridSpec,
): { area: Bounds; cellSizeMetres: number; reachMetres: number } {
  const [x0, y0, x1, y1] = boundsOf(lot)
  const side = Math.max(x1 - x0, y1 - y0)
  const spread = Math.sqrt(Math.max(0, waterCubicMetres) / (Math.PI * NOISE_METRES))
  const most = Math.max(0, (MAX_AREA_SIDE_METRES - side) / 2 - ground.cellSize)
  const reachMetres = Math.min(most, Math.max(LEAST_REACH, Math.ceil(spread / 10) * 10))
  const whole = side + 2 * (reachMetres + AREA_MARGIN_METRES)
  const factor = Math.max(1, Math.ceil(1 / ground.cellSize), Math.ceil(whole / (MOST_CELLS * ground.cellSize)))
  const { west, north, cellSize } = ground
  const down = (from: number, value: number) => from + Math.floor((value - from) / cellSize + 1e-6) * cellSize
  const up = (from: number, value: number) => from + Math.ceil((value - from) / cellSize - 1e-6) * cellSize
  return {
    area: [
      down(west, x0 - reachMetres),
      down(north, y0 - reachMetres),
      up(west, x1 + reachMetres),
      up(north, y1 + reachMetres),
    ],
    cellSizeMetres: factor * cellSize,
    reachMetres,
  }
}

export interface ImpactPlan {
  /** The corners of the lot. */
  readonly lot: readonly XY[]
  readonly edits: readonly Edit[]
  readonly reachMetres: number
  /** What is computed; no traffic where too few trips come of it to be told apart. */
  readonly bodies: {
    readonly without: ScenarioBody
    readonly with: ScenarioBody
    readonly traffic: ScenarioBody | null
  }
}

/**
 * @param city a window that holds the lot, as it stands
 * @param ground of the whole city
 * @param seed of the runs, e.g. of the application's hash
 */
export function planImpact(
  city: City,
  ground: GridSpec,
  application: Application,
  { key, asked, seed }: { key: string; asked: ImpactAsk; seed: number },
): ImpactPlan {
  const edits = impactEdits(city, application, key)
  const { forcing, horizonSeconds } = impactForcing(city.manifest.forcing, asked)
  const lot = openRing(application.check.site.ring)
  const { livesWithFloods } = application.check.building
  const roofs = buildingEdits(edits).reduce((sum, { building, sign }) => sum + sign * roofOf(building), 0)
  const water =
    Math.abs(raisedVolume(city, lot, edits)) + (Math.max(0, roofs) * rainDepth(forcing.rain, horizonSeconds)) / 1000
  const { reachMetres, ...window } = impactArea(lot, water, ground)
  const without: ScenarioBody = {
    city: city.tilesHash,
    ...window,
    area: [...window.area],
    edits: [],
    forcing,
    start: `${application.check.date}T00:00:00Z`,
    horizonSeconds,
    outputEverySeconds: 600,
    seed,
  }
  // On stilts the water runs through below.
  const wet = edits.filter((edit) => !livesWithFloods || edit.kind !== 'building.new' || edit.to === null)
  const dry = edits.filter(({ kind }) => kind === 'building.new')
  const felt = unitsOf(tripsOfEdits(edits, asked.hour)) >= NOISE_UNITS
  const traffic = felt ? { ...without, edits: dry, traffic: { ...defaultTraffic, hour: asked.hour } } : null
  return { lot, edits, reachMetres, bodies: { without, with: { ...without, edits: wet }, traffic } }
}

/** Ground put on the lot, m³; below 0: taken away. */
function raisedVolume(city: City, lot: readonly XY[], edits: readonly Edit[]): number {
  const fill = edits.find((edit) => edit.kind === 'ground.level')?.to
  return fill && 'levelMetres' in fill ? overRing(city, lot, (ground) => fill.levelMetres - ground) : 0
}

/** Points a side at most at which ground is asked for in a ring. */
const MOST_POINTS = 200

/** The integral of a height over a ring, m³, by the mean of many points and the ring's own area; 0 where no ground is known. */
export function overRing(
  { ground }: Pick<City, 'ground'>,
  ring: readonly XY[],
  height: (ground: number) => number,
): number {
  const [x0, y0, x1, y1] = boundsOf(ring)
  const step = Math.max(0.25, (x1 - x0) / MOST_POINTS, (y1 - y0) / MOST_POINTS)
  let [sum, count] = [0, 0]
  const add = (x: number, y: number) => {
    const [column, row] = [
      Math.floor((x - ground.west) / ground.cellSize),
      Math.floor((ground.north - y) / ground.cellSize),
    ]
    const known = column >= 0 && column < ground.columns && row >= 0 && row < ground.rows
    const level = known ? ground.data[row * ground.columns + column]! : Number.NaN
    if (Number.isNaN(level)) return
    sum += height(level)
    count++
  }
  for (let y = y0 + step / 2; y < y1; y += step) {
    for (let x = x0 + step / 2; x < x1; x += step) if (pointInRing([x, y], ring)) add(x, y)
  }
  if (count === 0) add(...centroid(ring))
  return count === 0 ? 0 : (sum / count) * Math.abs(ringArea(ring))
}

/** A run that a paper names, with what it says. */
export interface NamedRun {
  readonly id: string
  readonly kind: Impact['runs'][number]['kind']
  readonly kernel: string
  readonly digest: string
  readonly title: Bilingual
  readonly lines: readonly Bilingual[]
}

/** Counts under five are not told outside the desk (product guard 7). */
export const FEW = 5
const few = (count: number, language: keyof Bilingual): string =>
  count > 0 && count < FEW ? (language === 'vi' ? `ít hơn ${FEW}` : `fewer than ${FEW}`) : String(count)

/** The runs of a case's impact for its papers; none where there is no impact. */
export function impactRuns(impact: Pick<CaseImpact, 'record' | 'current'> | null): NamedRun[] {
  if (!impact) return []
  const { record, current } = impact
  const old = both('Tính cho đơn trước khi sửa: đã cũ.', 'Of the application before it was changed: out of date.')
  return record.runs.map(({ part, id, kind, kernel, digest }) => {
    const lines = part === 'without' ? [] : part === 'with' ? waterLines(record) : trafficLines(record)
    return { id, kind, kernel, digest, title: partTitles[part], lines: [...lines, ...(current ? [] : [old])] }
  })
}

function waterLines({ water, storage }: Impact): Bilingual[] {
  const { newly } = water.buildings
  const rounded = (value: number) => Math.round(value * 10) / 10
  const volume = (language: keyof Bilingual) => said(rounded(storage.lostCubicMetres), 'm³', language)
  const total = (language: keyof Bilingual, { others }: DrainageCell) =>
    said(rounded(others.lostCubicMetres + storage.lostCubicMetres), 'm³', language)
  return [
    water.measurable
      ? both(
          `Nhà lân cận ngập mới: ${few(newly, 'vi')}; ngập sâu hơn: ${few(water.buildings.deeper, 'vi')}.`,
          `Neighbouring buildings newly flooded: ${few(newly, 'en')}; deeper: ${few(water.buildings.deeper, 'en')}.`,
        )
      : both('Không có khác biệt đo được ở các nhà và thửa lân cận.', 'No measurable difference at any neighbour.'),
    both(`Thể tích trữ nước mất: ${volume('vi')}.`, `Room for water lost: ${volume('en')}.`),
    ...storage.cells.map((cell) =>
      both(
        `Cộng dồn các hồ sơ đã duyệt trong ${cellWords[cell.kind].vi}: ${total('vi', cell)}.`,
        `With the cases approved in the ${cellWords[cell.kind].en}: ${total('en', cell)}.`,
      ),
    ),
  ]
}

export const cellWords: Record<DrainageCell['kind'], Bilingual> = {
  block: both('ô phố', 'street block'),
  quarter: both('khu vực, ấp', 'quarter'),
  square: both('ô vuông 500 m', '500 m square'),
}

function trafficLines({ traffic }: Impact): Bilingual[] {
  const all = userClasses.reduce((sum, id) => {
    const [a, b] = [traffic.home[id], traffic.visits[id]]
    return sum + a.coming + a.going + b.coming + b.going
  }, 0)
  const trips = Math.round(all)
  return [
    both(
      `Chuyến xe thêm trong giờ: ${trips} xe/h (chưa hiệu chỉnh).`,
      `Trips added in the hour: ${trips} vehicles/h (not calibrated).`,
    ),
    traffic.streets.length > 0
      ? both(
          `Đường thay đổi đo được: ${traffic.streets.length}.`,
          `Streets that change measurably: ${traffic.streets.length}.`,
        )
      : both('Không đường nào thay đổi đo được.', 'No street changes measurably.'),
  ]
}
