/**
 * The planner’s indicators: the norms of QCVN 01:2021/BXD for an area of a city as it would be, in the lines of the permit
 * rules. What the data cannot tell (the level of a school, persons in a household) is weighed both ways: where it matters, a
 * person judges.
 */
import type { City } from '../city/city.ts'
import type { Feature } from '../city/dataset.ts'
import type { LayerId } from '../city/layers.ts'
import type { XY } from '../frame.ts'
import {
  type Bounds,
  boundsOf,
  centroid,
  contains,
  type Geometry,
  geometryBounds,
  grow,
  lineLength,
  linesOf,
  overlaps,
  pointInGeometry,
  polygonArea,
  polygonsOf,
} from '../geometry.ts'
import { commonArea } from '../overlay.ts'
import { isIllustrative, type Provenance } from '../provenance.ts'
import { type Bilingual, both } from '../text.ts'
import { PERSONS_IN_A_HOUSEHOLD } from '../trip-rates.ts'
import type { PermitCheck } from './case.ts'
import { closedLand } from './land.ts'
import type { RuleLine } from './report.ts'
import {
  atLeast,
  atMost,
  type Finding,
  leftToPerson,
  lineFrom,
  missing,
  pass,
  personUnlessMet,
  QCVN_01,
  qcvn01,
  type RuleText,
  said,
} from './rule.ts'

export interface IndicatorSettings {
  /** Of the area, local metres; null: all that was read. */
  readonly outline: Geometry | null
  /** Of the unit, on the day of the plan (facts: classes change); null: not known. */
  readonly townClass: PermitCheck['place']['townClass']
  readonly area: 'new' | 'existing' | null
  /** Difficult ground or few people (2.3.3): twice the service radius. */
  readonly lowDensity: boolean
  /** People of the whole town, for parking land; null: not known. */
  readonly townPopulation: number | null
  /** People of the area; null: estimated from its households. */
  readonly population: number | null
}

export interface Indicators {
  readonly lines: readonly RuleLine[]
  readonly population: { readonly persons: number; readonly estimated: boolean; readonly households: number }
  readonly areaSquareMetres: number
  /** The layers that they rest on, each with every provenance of what was counted. */
  readonly inputs: readonly { readonly name: LayerId; readonly provenance: Provenance }[]
  /** True where one of them is generated or assumed (product guard 2). */
  readonly illustrative: boolean
}

export const norms = {
  /** Bảng 2.5, m² a person, without the green of housing units. */
  greenOfTown: { special: 7, I: 6, II: 6, III: 5, IV: 5, V: 4 },
  /** 2.2: of a housing unit; of a project of fewer people than one. */
  greenOfUnit: { least: 2, small: 1, smallBelow: 4000 },
  parkSquareMetres: 5000,
  playgroundMetres: 300,
  serviceMetres: 500,
  lowDensityMetres: 1000,
  /** 2.7.4: in existing areas neighbours’ services within so many radii may be counted. */
  existingFactor: 2,
  /** Bảng 2.18, m² a person, by people of the town: above `large`, from `middle` on, below it. */
  parking: { large: 150_000, middle: 50_000, squareMetres: [4, 3.5, 2.5] },
  /** 2.9.3.1, % of the land that is built on. */
  roads: { region: 6, area: 13, local: 18 },
  /** 2.6.4, gross %. */
  density: { housing: 60, park: 5, resort: 25 },
} as const

/** Persons in a household that an estimate is tried with: what differs between them is not sure. */
const HOUSEHOLDS = { fewest: 3, most: 4 } as const

const parkCodes = ['CX', 'DKV', 'GREEN']
const parkingCodes = ['P', 'BDX', 'BX']
const zoneKinds: Record<keyof typeof norms.density, readonly string[]> = {
  housing: ['ODT', 'ONT', 'OCT', 'OHT', 'OM', 'LK', 'BT'],
  park: ['CX', 'DKV'],
  resort: ['DL'],
}
const unbuilt = new Set<string>([...closedLand, 'CSD', 'DGT'])

const text = (id: string, title: Bilingual, clause: string): RuleText => ({
  ...qcvn01,
  id: `indicator.${id}`,
  title,
  clause: `${QCVN_01}, ${clause}`,
})

export function indicatorsOf(city: City, settings: IndicatorSettings): Indicators {
  const area = areaOf(city, settings)
  const people = peopleOf(area, settings)
  const lines = [
    ...greenLines(area, people, settings),
    ...reachLines(area, settings),
    parkingLine(area, people, settings),
    ...densityLines(area, city),
    ...roadLines(area),
  ]
  const { parcels, buildings, landmarks, roads } = area
  const inputs = Object.entries({ parcels, buildings, landmarks, roads }).flatMap(([name, list]) =>
    [...new Set(list.map(({ provenance }) => provenance))].map((provenance) => ({ name: name as LayerId, provenance })),
  )
  return {
    lines,
    population: people,
    areaSquareMetres: area.squareMetres,
    inputs,
    illustrative: isIllustrative(inputs.map(({ provenance }) => provenance)),
  }
}

interface Area {
  readonly squareMetres: number
  readonly bounds: Bounds
  readonly outline: Geometry
  readonly within: (point: XY) => boolean
  readonly parcels: readonly (Feature<'parcels'> & { readonly at: XY; readonly squareMetres: number })[]
  readonly buildings: readonly (Feature<'buildings'> & { readonly at: XY; readonly squareMetres: number })[]
  /** Beyond the area too: services around it reach into it. */
  readonly landmarks: readonly (Feature<'landmarks'> & { readonly at: XY })[]
  readonly greens: readonly Feature<'parcels'>[]
  readonly roads: readonly Feature<'roads'>[]
}

function areaOf(city: City, settings: IndicatorSettings): Area {
  const outline = settings.outline ?? rectangle(city.area)
  const bounds = geometryBounds(outline)
  const within = (point: XY) =>
    contains(bounds, point) && (settings.outline === null || pointInGeometry(point, outline))
  const parcels = [...kept(city.layers.parcels)]
  return {
    squareMetres: polygonArea(outline),
    bounds,
    outline,
    within,
    parcels: placed(parcels).filter(({ at }) => within(at)),
    buildings: placed([...kept(city.layers.buildings)]).filter(({ at }) => within(at)),
    landmarks: [...kept(city.layers.landmarks)].map((feature) => ({ ...feature, at: middle(feature.geometry) })),
    greens: parcels.filter(({ properties }) => parkCodes.includes(properties.zoning.code)),
    roads: [...kept(city.layers.roads)],
  }
}

export const rectangle = ([x0, y0, x1, y1]: Bounds): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
      [x0, y0],
    ],
  ],
})

function* kept<L extends LayerId>(layer: ReadonlyMap<string, Feature<L>>): Generator<Feature<L>> {
  for (const feature of layer.values()) if (feature.buildState !== 'removed') yield feature
}

const placed = <L extends LayerId>(features: readonly Feature<L>[]) =>
  features.map((feature) => ({ ...feature, at: middle(feature.geometry), squareMetres: polygonArea(feature.geometry) }))

const middle = (geometry: Geometry): XY => {
  const outer = polygonsOf(geometry)[0]?.[0]
  if (outer) return centroid(outer)
  return geometry.type === 'Point' ? geometry.coordinates : (linesOf(geometry)[0]?.[0] ?? [0, 0])
}

type People = Indicators['population']
function peopleOf({ buildings }: Area, { population }: IndicatorSettings): People {
  const households = buildings.reduce((sum, { properties }) => sum + properties.households, 0)
  return population === null
    ? { persons: households * PERSONS_IN_A_HOUSEHOLD, estimated: true, households }
    : { persons: population, estimated: false, households }
}

/** A figure per person against its norm; a person judges where persons in a household would change the answer. */
function perPerson(
  what: Bilingual,
  squareMetres: number,
  limitOf: (persons: number) => number,
  people: People,
): Finding {
  const unit = 'm²/person'
  if (people.persons === 0) return missing(both('dân số của khu vực', 'the people of the area'), { unit })
  const judged = (persons: number) => atLeast({ what, actual: squareMetres / persons, limit: limitOf(persons), unit })
  const finding = judged(people.persons)
  if (!people.estimated) return finding
  const verdicts = [HOUSEHOLDS.fewest, HOUSEHOLDS.most].map((persons) => judged(people.households * persons).verdict)
  const estimate = both(
    `Dân số ước tính ${said(Math.round(people.persons), '', 'vi')} (${said(PERSONS_IN_A_HOUSEHOLD, '', 'vi')} người mỗi hộ, giả định).`,
    `About ${said(Math.round(people.persons), '', 'en')} people (${said(PERSONS_IN_A_HOUSEHOLD, '', 'en')} a household, assumed).`,
  )
  return verdicts.every((verdict) => verdict === finding.verdict)
    ? { ...finding, why: both(`${finding.why.vi} ${estimate.vi}`, `${finding.why.en} ${estimate.en}`) }
    : leftToPerson(
        finding,
        both(
          `${estimate.vi} Số người mỗi hộ đổi kết luận.`,
          `${estimate.en} Persons in a household would change the answer.`,
        ),
      )
}

function greenLines(area: Area, people: People, { townClass, area: kind }: IndicatorSettings): RuleLine[] {
  const own = area.parcels.filter(({ properties }) => parkCodes.includes(properties.zoning.code))
  const squareMetres = own.reduce((sum, parcel) => sum + parcel.squareMetres, 0)
  const unit = norms.greenOfUnit
  const unitNorm = (persons: number) => (persons < unit.smallBelow ? unit.small : unit.least)
  const town = text('green-town', both('Cây xanh công cộng cấp đô thị', 'Public green of the town'), '2.4, Bảng 2.5')
  const ofUnit = text('green-unit', both('Cây xanh công cộng đơn vị ở', 'Public green of the housing unit'), '2.2')
  const park = text('park', both('Công viên, vườn hoa lớn nhất', 'Largest park'), '2.2')
  const reach = text(
    'green-reach',
    both('Hộ có vườn hoa, sân chơi trong 300 m', 'Households within 300 m of green'),
    '2.2',
  )
  const existing = both(
    'Khu vực hiện hữu được tiệm cận dần (2.7.1, 2.7.3).',
    'An existing area may come near it by steps (2.7.1, 2.7.3).',
  )
  const eased = (finding: Finding) => (kind === 'new' ? finding : personUnlessMet(finding, existing))
  const green = both('Cây xanh công cộng', 'Public green')
  return [
    lineFrom(
      town,
      townClass === null
        ? missing(both('loại đô thị', 'the class of the town'))
        : townGreen(squareMetres, people, norms.greenOfTown[townClass], unitNorm),
    ),
    lineFrom(ofUnit, eased(perPerson(green, squareMetres, unitNorm, people))),
    lineFrom(
      park,
      eased(
        atLeast({
          what: both('Công viên lớn nhất', 'The largest park'),
          actual: Math.max(0, ...own.map((parcel) => parcel.squareMetres)),
          limit: norms.parkSquareMetres,
          unit: 'm²',
        }),
      ),
    ),
    lineFrom(reach, eased(shareWithin(area, area.greens.map(surfacePlace), norms.playgroundMetres))),
  ]
}

/** The data do not tell the green of the town from that of its housing units: sure below the one, and above both. */
function townGreen(squareMetres: number, people: People, norm: number, unitNorm: (persons: number) => number): Finding {
  const green = both('Cây xanh công cộng', 'Public green')
  const alone = perPerson(green, squareMetres, () => norm, people)
  const together = perPerson(green, squareMetres, (persons) => norm + unitNorm(persons), people)
  const whole = both('Chỉ tiêu tính cho toàn đô thị.', 'The norm is for the town as a whole.')
  if (alone.verdict !== 'pass') return personUnlessMet(alone, whole)
  return together.verdict === 'pass'
    ? alone
    : leftToPerson(alone, both('Chưa tách cây xanh đơn vị ở.', 'The green of housing units is not told apart.'))
}

/** Somewhere that households go to: how far a point is from it, m, as the crow flies. */
interface Place {
  readonly bounds: Bounds
  readonly distanceTo: (point: XY) => number
}

function surfacePlace({ geometry }: { readonly geometry: Geometry }): Place {
  const rings = polygonsOf(geometry).flat()
  return {
    bounds: geometryBounds(geometry),
    distanceTo: (point) =>
      pointInGeometry(point, geometry) ? 0 : Math.min(...rings.map((ring) => distanceToLine(point, ring))),
  }
}

const pointPlace = ({ at: [px, py] }: { readonly at: XY }): Place => ({
  bounds: [px, py, px, py],
  distanceTo: ([x, y]) => Math.hypot(x - px, y - py),
})

function distanceToLine([x, y]: XY, line: readonly XY[]): number {
  let best = Infinity
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!]
    const [dx, dy] = [bx - ax, by - ay]
    const t = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1), 0), 1)
    best = Math.min(best, Math.hypot(x - ax - t * dx, y - ay - t * dy))
  }
  return best
}

/** The area’s households with any of these within a distance, %, and where those without live; null where nobody does. */
function shareOf(
  { buildings }: Area,
  places: readonly Place[],
  metres: number,
): { readonly share: number; readonly beyond: readonly XY[] } | null {
  const near = places.map(({ bounds, distanceTo }) => ({ reach: grow(bounds, metres + 1), distanceTo }))
  let [served, all] = [0, 0]
  const beyond: XY[] = []
  for (const { at, properties } of buildings) {
    if (properties.households === 0) continue
    all += properties.households
    if (near.some(({ reach, distanceTo }) => contains(reach, at) && distanceTo(at) <= metres))
      served += properties.households
    else beyond.push(at)
  }
  return all === 0 ? null : { share: (served / all) * 100, beyond }
}

function shareWithin(area: Area, places: readonly Place[], metres: number): Finding {
  const found = shareOf(area, places, metres)
  if (found === null) return missing(both('hộ dân trong khu vực', 'households in the area'))
  const what = both(`Hộ trong bán kính ${said(metres, 'm', 'vi')}`, `Households within ${said(metres, 'm', 'en')}`)
  const geometry = found.beyond.length > 0 ? { type: 'MultiPoint', coordinates: found.beyond } : null
  return atLeast({ what, actual: found.share, limit: 100, unit: '%' }, { geometry })
}

interface Service {
  readonly id: string
  readonly title: Bilingual
  readonly category: 'education' | 'health'
  /** Zoning codes of land for it, whatever its level. */
  readonly codes: readonly string[]
  readonly named: RegExp
}

const services: readonly Service[] = [
  {
    id: 'kindergarten',
    title: both('Trường mầm non', 'Kindergarten'),
    category: 'education',
    codes: ['DGD'],
    named: /mầm non|mẫu giáo|nhà trẻ|kindergarten/i,
  },
  {
    id: 'primary',
    title: both('Trường tiểu học', 'Primary school'),
    category: 'education',
    codes: ['DGD'],
    named: /tiểu học|primary/i,
  },
  {
    id: 'lower-secondary',
    title: both('Trường trung học cơ sở', 'Lower secondary school'),
    category: 'education',
    codes: ['DGD'],
    named: /thcs|trung học cơ sở|lower secondary/i,
  },
  {
    id: 'clinic',
    title: both('Trạm y tế', 'Health station'),
    category: 'health',
    codes: ['DYT'],
    named: /trạm y tế|health station/i,
  },
]
/** Of other levels: they serve none of these. */
const otherLevels =
  /thpt|trung học phổ thông|cao đẳng|đại học|trung cấp|bệnh viện|trung tâm y tế|college|university|hospital/i

function reachLines(area: Area, { lowDensity, area: kind }: IndicatorSettings): RuleLine[] {
  const radius = lowDensity ? norms.lowDensityMetres : norms.serviceMetres
  return services.map(({ id, title, category, codes, named }) => {
    const all = area.landmarks.filter(({ properties }) => properties.category === category)
    const sure = all.filter(({ properties }) => named.test(properties.name)).map(pointPlace)
    // A school or health post whose name does not tell its level, and land zoned for one that nobody named yet.
    const unnamed = all.filter(
      ({ properties }) => !otherLevels.test(properties.name) && !services.some((s) => s.named.test(properties.name)),
    )
    const land = area.parcels.filter(
      ({ properties, geometry }) =>
        codes.includes(properties.zoning.code) && !all.some(({ at }) => pointInGeometry(at, geometry)),
    )
    const maybe = [...sure, ...unnamed.map(pointPlace), ...land.map(pointPlace)]
    const rule = text(
      `reach-${id}`,
      both(`Tiếp cận: ${title.vi.toLowerCase()}`, `Reach: ${title.en.toLowerCase()}`),
      '2.3.3, Bảng 2.4; 2.7.4',
    )
    const finding = shareWithin(area, sure, radius)
    if (finding.verdict !== 'fail') return lineFrom(rule, finding)
    if (shareWithin(area, maybe, radius).verdict === 'pass') {
      return lineFrom(
        rule,
        leftToPerson(
          finding,
          both(
            'Có cơ sở chưa rõ cấp hoặc đất quy hoạch trong bán kính.',
            'Some place within reach does not tell its level, or is only zoned.',
          ),
        ),
      )
    }
    if (kind === 'new') return lineFrom(rule, finding)
    const wide = shareOf(area, sure, radius * norms.existingFactor)!.share
    return lineFrom(
      rule,
      personUnlessMet(
        finding,
        both(
          `Khu vực hiện hữu được cân đối trong ${norms.existingFactor} lần bán kính (2.7.4): ${said(wide, '%', 'vi')} số hộ.`,
          `An existing area may count services within ${norms.existingFactor} radii (2.7.4): ${said(wide, '%', 'en')} of households.`,
        ),
      ),
    )
  })
}

export function parkingNorm(townPopulation: number): number {
  const { large, middle: medium, squareMetres } = norms.parking
  return squareMetres[townPopulation > large ? 0 : townPopulation >= medium ? 1 : 2]!
}

function parkingLine(area: Area, people: People, { townPopulation }: IndicatorSettings): RuleLine {
  const rule = text('parking-land', both('Đất bãi đỗ xe', 'Parking land'), '2.9.4, Bảng 2.18')
  if (townPopulation === null) return lineFrom(rule, missing(both('dân số toàn đô thị', 'the people of the town')))
  const squareMetres = area.parcels
    .filter(({ properties }) => parkingCodes.includes(properties.zoning.code))
    .reduce((sum, parcel) => sum + parcel.squareMetres, 0)
  const limit = parkingNorm(townPopulation)
  const finding = perPerson(both('Đất bãi đỗ xe', 'Parking land'), squareMetres, () => limit, people)
  return lineFrom(
    rule,
    personUnlessMet(
      finding,
      both(
        `Tính theo lô quy hoạch bãi đỗ (${parkingCodes.join(', ')}); bãi trong công trình và dọc đường chưa kể; chỉ tiêu cho toàn đô thị.`,
        `Counted from lots zoned for parking (${parkingCodes.join(', ')}), not from buildings or along streets; the norm is for the town as a whole.`,
      ),
    ),
  )
}

/** Gross density of each functional area, or of the whole where there are none. */
function densityLines(area: Area, city: City): RuleLine[] {
  const built = (within: (point: XY) => boolean) =>
    area.buildings.filter(({ at }) => within(at)).reduce((sum, building) => sum + building.squareMetres, 0)
  const judged = (
    id: string,
    name: string | null,
    ground: number,
    footprint: number,
    kind: keyof typeof norms.density,
    geometry: Geometry,
  ) => {
    const title = both(`Mật độ xây dựng gộp${name ? `: ${name}` : ''}`, `Gross density${name ? `: ${name}` : ''}`)
    const what = both('Mật độ xây dựng gộp', 'Gross density')
    return lineFrom(
      text(id, title, '2.6.4'),
      atMost({ what, actual: (footprint / ground) * 100, limit: norms.density[kind], unit: '%' }, { geometry }),
    )
  }
  const zones = [...kept(city.layers.zones)].flatMap((zone) => {
    const ground = commonArea(zone.geometry, area.outline)
    return ground === null || ground < 1 ? [] : [{ zone, ground }]
  })
  if (zones.length === 0)
    return [
      judged(
        'density',
        null,
        area.squareMetres,
        built(() => true),
        'housing',
        area.outline,
      ),
    ]
  return zones.map(({ zone, ground }) => {
    const { code } = zone.properties.zoning
    const bounds = geometryBounds(zone.geometry)
    const kind = (Object.keys(zoneKinds) as (keyof typeof norms.density)[]).find((key) => zoneKinds[key].includes(code))
    const footprint = built((point) => contains(bounds, point) && pointInGeometry(point, zone.geometry))
    const id = `density:${zone.id}`
    const name = zone.properties.name ?? code
    if (kind) return judged(id, name, ground, footprint, kind, zone.geometry)
    const actual = (footprint / ground) * 100
    return lineFrom(
      text(id, both(`Mật độ xây dựng gộp: ${name}`, `Gross density: ${name}`), '2.6.4'),
      pass(
        both(
          `Không áp dụng vì quy chuẩn không đặt mật độ gộp cho khu ${code}.`,
          `Does not apply: the code sets no gross density for ${code}.`,
        ),
        { actual, unit: '%', geometry: zone.geometry },
      ),
    )
  })
}

const roadSteps = [
  {
    id: 'roads-region',
    norm: 'region',
    classes: ['trunk', 'arterial'],
    title: both('Đất giao thông đến đường liên khu vực', 'Road land to regional roads'),
  },
  {
    id: 'roads-area',
    norm: 'area',
    classes: ['trunk', 'arterial', 'collector'],
    title: both('Đất giao thông đến đường khu vực', 'Road land to area roads'),
  },
  {
    id: 'roads-local',
    norm: 'local',
    classes: ['trunk', 'arterial', 'collector', 'local'],
    title: both('Đất giao thông đến đường phân khu vực', 'Road land to sub-area roads'),
  },
] as const

/** Shares of the land built on: lots, and the roads between their red lines. */
function roadLines(area: Area): RuleLine[] {
  const byClass = new Map<string, number>()
  for (const { properties, geometry } of area.roads) {
    const width = properties.redLineWidthMetres ?? properties.widthMetres
    const length = linesOf(geometry).reduce((sum, line) => sum + lengthWithin(line, area), 0)
    byClass.set(properties.class, (byClass.get(properties.class) ?? 0) + length * width)
  }
  const landOf = (classes: readonly string[]) => classes.reduce((sum, name) => sum + (byClass.get(name) ?? 0), 0)
  const lots = area.parcels
    .filter(({ properties }) => !unbuilt.has(properties.zoning.code))
    .reduce((sum, parcel) => sum + parcel.squareMetres, 0)
  const land = lots + landOf(['trunk', 'arterial', 'collector', 'local', 'alley'])
  return roadSteps.map(({ id, norm, classes, title }) => {
    const rule = text(id, title, '2.9.3.1')
    if (land === 0)
      return lineFrom(rule, missing(both('đất xây dựng trong khu vực', 'land that is built on in the area')))
    const what = both('Tỷ lệ đất giao thông', 'The share of road land')
    const finding = atLeast({ what, actual: (landOf(classes) / land) * 100, limit: norms.roads[norm], unit: '%' })
    return lineFrom(
      rule,
      personUnlessMet(
        finding,
        both(
          'Tính theo chiều dài và lộ giới; chỉ tiêu cho toàn đô thị, cấp đường suy từ bản đồ.',
          'From lengths and red-line widths; the norm is for the town as a whole, classes are those of the map.',
        ),
      ),
    )
  })
}

/** Length of a line within an area, in pieces of at most this. */
const STEP_METRES = 5
function lengthWithin(line: readonly XY[], { bounds, within }: Area): number {
  if (!overlaps(boundsOf(line), bounds)) return 0
  let length = 0
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const whole = lineLength([a, b])
    const pieces = Math.max(1, Math.ceil(whole / STEP_METRES))
    for (let k = 0; k < pieces; k++) {
      const t = (k + 0.5) / pieces
      if (within([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])) length += whole / pieces
    }
  }
  return length
}
