/** Public places: a town block near each landmark, and by chance others for schools, offices, parks, markets and reserve. */
import type { XY } from '../../../scenarios/frame.ts'
import { centroid, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import type { BuildState } from '../../../scenarios/provenance.ts'
import { fork, random } from '../../../scenarios/random.ts'
import { blockPlaces, institutions } from '../facts/institutions.ts'
import { formerUnits, landmarks } from '../facts/places.ts'
import { addressedPlaces } from '../facts/streets.ts'
import type { FormerMap } from './former.ts'
import { insidePoint, type Place, zoningOf } from './homes.ts'
import { type Block, industryRing, type Zone } from './land.ts'
import { at } from './place.ts'
import { extentIn, type OpenRing, perpendicular, strip } from './plane.ts'

export interface Facility {
  readonly name: string | null
  readonly landUse: string
  readonly use: string
  /** Share of the block that is built on, and storeys; 0 for none. */
  readonly built: number
  readonly storeys: number
  readonly buildState?: BuildState
}

export const facilityKinds: Record<string, Omit<Facility, 'name'>> = {
  government: { landUse: 'TSC', use: 'office', built: 0.32, storeys: 3 },
  education: { landUse: 'DGD', use: 'education', built: 0.3, storeys: 3 },
  health: { landUse: 'DYT', use: 'health', built: 0.38, storeys: 4 },
  market: { landUse: 'DCH', use: 'market', built: 0.55, storeys: 1 },
  retail: { landUse: 'TMD', use: 'commercial', built: 0.6, storeys: 2 },
  religious: { landUse: 'TON', use: 'religious', built: 0.25, storeys: 1 },
  heritage: { landUse: 'DDT', use: 'heritage', built: 0.12, storeys: 1 },
  park: { landUse: 'DKV', use: 'park', built: 0, storeys: 0 },
  sport: { landUse: 'DTT', use: 'sport', built: 0.25, storeys: 1 },
  industry: { landUse: 'SKC', use: 'industrial', built: 0.45, storeys: 2 },
  /** A hall in the industrial cluster (cụm công nghiệp). */
  works: { landUse: 'SKN', use: 'industrial', built: 0.5, storeys: 2 },
  /** Water with a walk around it. */
  lake: { landUse: 'MNC', use: 'lake', built: 0, storeys: 0 },
  transport: { landUse: 'DGT', use: 'transport', built: 0.2, storeys: 1 },
  /** Land kept for later: gardens in the old town, bare plots in the new centre. */
  garden: { landUse: 'CLN', use: 'garden', built: 0, storeys: 0 },
  reserve: { landUse: 'CSD', use: 'reserve', built: 0, storeys: 0 },
}

/** Chance of each kind for a block of a zone. */
const shares: Record<Zone, readonly [kind: string, share: number][]> = {
  core: [
    ['education', 0.03],
    ['park', 0.03],
    ['retail', 0.05],
    ['government', 0.02],
    ['religious', 0.01],
    ['market', 0.01],
  ],
  town: [
    ['education', 0.025],
    ['park', 0.02],
    ['retail', 0.02],
    ['government', 0.01],
    ['religious', 0.01],
    ['garden', 0.12],
  ],
  new: [
    ['government', 0.11],
    ['park', 0.07],
    ['education', 0.04],
    ['retail', 0.05],
    ['sport', 0.01],
    ['reserve', 0.26],
  ],
  rural: [],
}
/** Of the land kept in the new centre, what is being built, permitted and asked for (generated, so that such states are seen). */
const plannedShares = [
  ['under-construction', 'commercial', 0.08],
  ['approved', 'office', 0.08],
  ['proposed', 'residential', 0.08],
] as const

/** Land kept for later, or what is planned on it. */
function reserveOf(block: Block, seed: number): Facility {
  let draw = random(fork(seed, `planned/${block.path}`))()
  for (const [buildState, use, share] of plannedShares) {
    draw -= share
    if (draw < 0) return { name: null, landUse: 'CSD', use, built: 0.35, storeys: 5, buildState }
  }
  return { name: null, ...facilityKinds.reserve! }
}

const LANDMARK_REACH_METRES = 350
const LEAST_BLOCK_SQUARE_METRES = 1200
/** Of the industrial cluster, what is built on. */
const WORKS_SHARE = 0.65
/** Of a lake's block, the water; its bed, m (assumed). */
const LAKE_SHARE = 0.62
const LAKE_BED_METRES = -1.5
/** A public building is rather larger than this than smaller, m². */
const ROOMY_SQUARE_METRES = 180

export interface NamedPlace {
  readonly name: string
  readonly category: string
  readonly point: XY
  readonly note: string
  readonly provenance: 'fact' | 'assumed' | 'generated'
  /** Former unit that it belongs to, where that is known. */
  readonly ward?: string
}

export function namedPlaces(locate: (street: string, number: number) => XY | null): NamedPlace[] {
  return [
    ...landmarks.map(
      ({ name, category, lon, lat, confidence, source, note }): NamedPlace => ({
        name,
        category,
        point: at(lon, lat),
        note: [note, `confidence: ${confidence}`, source].filter(Boolean).join('; '),
        provenance: 'fact',
      }),
    ),
    ...addressedPlaces.flatMap(({ name, category, street, number, source }): NamedPlace[] => {
      const point = locate(street, number)
      return point
        ? [
            {
              name,
              category,
              point,
              note: `${number} ${street}: ${source}; vị trí sinh từ địa chỉ / placed from its address`,
              provenance: 'assumed',
            },
          ]
        : []
    }),
  ]
}

/** Institutions of each former unit, on the house nearest to a place drawn among its homes. */
export function institutionPlaces(homes: readonly Place[], seed: number): NamedPlace[] {
  return formerUnits.flatMap((ward) => {
    const own = homes.filter((home) => home.former.code === ward.code && home.building?.use === 'residential')
    if (own.length === 0) return []
    const sorted = own.toSorted((a, b) => a.centre[0] - b.centre[0])
    return institutions
      .filter((institution) => institution.wards.includes(ward.code))
      .map(({ prefix, category, provenance, confidence, names }): NamedPlace => {
        const draw = 0.35 + 0.3 * random(fork(seed, `institution/${ward.code}/${prefix}`))()
        const { centre } = sorted[Math.floor(draw * sorted.length)]!
        return {
          name: names?.[ward.code] ?? `${prefix} ${ward.name}`,
          category,
          point: centre,
          note: confidence,
          provenance,
          ward: ward.code,
        }
      })
  })
}

/**
 * Gives each named place that has no block of its own a building: one of its kind that has no name yet in the same former
 * unit, else the nearest house in the country, else the nearest house. What is not a fact moves to its building.
 */
export function settle(
  places: readonly Place[],
  named: readonly NamedPlace[],
): { places: Place[]; named: NamedPlace[] } {
  const out = [...places]
  const settled = new Set(out.flatMap(({ building }) => building?.name ?? []))
  const moved = named.map((place) => {
    const kind = facilityKinds[place.category]
    if (!kind || kind.built === 0 || settled.has(place.name)) return place
    const isFact = place.provenance === 'fact'
    let best: { cost: number; i: number } | null = null
    for (const [i, { building, centre, lot, former }] of out.entries()) {
      if (!building || building.name || building.buildState || (place.ward && former.code !== place.ward)) continue
      const distance = Math.hypot(centre[0] - place.point[0], centre[1] - place.point[1])
      const isKind = building.use === kind.use
      if (distance > (isFact ? 300 : 4000) || (!isKind && building.use !== 'residential')) continue
      const cramped = Math.max(0, ROOMY_SQUARE_METRES - Math.abs(ringArea(building.ring)))
      const cost = distance + 10 * cramped + (isKind && !isFact ? 0 : lot.zone === 'rural' ? 3000 : 6000)
      if (!best || cost < best.cost) best = { cost, i }
    }
    if (!best) return place
    const { lot, building, ...rest } = out[best.i]!
    const zoning = zoningOf(kind.landUse, lot.zone, Math.abs(ringArea(lot.ring)))
    const use = { name: place.name, use: kind.use, households: 0 }
    out[best.i] = { ...rest, lot, landUse: kind.landUse, zoning, building: { ...building!, ...use } }
    return isFact ? place : { ...place, point: building!.door }
  })
  return { places: out, named: moved }
}

/** Facilities by the path of their block, and where those stand that are known by their former unit only. */
export function makeFacilities(
  blocks: readonly Block[],
  named: readonly NamedPlace[],
  former: FormerMap,
  seed: number,
): { facilities: Map<string, Facility>; placed: NamedPlace[] } {
  const town = blocks
    .filter((b) => b.zone !== 'rural' && !b.purpose && Math.abs(ringArea(b.ring)) > LEAST_BLOCK_SQUARE_METRES)
    .map((block) => ({ block, centre: centroid(block.ring) }))
  const out = new Map<string, Facility>()
  for (const place of named) {
    const kind = facilityKinds[place.category]
    if (!kind) continue
    let best: { distance: number; path: string } | null = null
    for (const { block, centre } of town) {
      if (out.has(block.path)) continue
      const distance = pointInRing(place.point, block.ring)
        ? 0
        : Math.hypot(centre[0] - place.point[0], centre[1] - place.point[1])
      if (distance < LANDMARK_REACH_METRES && (!best || distance < best.distance)) best = { distance, path: block.path }
    }
    if (best) out.set(best.path, { name: place.name, ...kind })
  }
  const placed = blockPlaces.flatMap(({ name, category, ward }): NamedPlace[] => {
    const free = town
      .filter(({ block, centre }) => !out.has(block.path) && former.at(block.unitCode, centre).code === ward)
      .sort((a, b) => Math.abs(ringArea(b.block.ring)) - Math.abs(ringArea(a.block.ring)))
    // A lake on the largest block, others on one of the larger half.
    const draw = category === 'lake' ? 0 : random(fork(seed, `block/${name}`))() / 2
    const found = free[Math.floor(draw * free.length)]
    if (!found) return []
    out.set(found.block.path, { name, ...facilityKinds[category]! })
    const note = 'existence: memory, medium; former unit assumed, block generated'
    return [{ name, category, point: insidePoint(found.block.ring), note, provenance: 'assumed', ward }]
  })
  for (const { block } of town) {
    if (out.has(block.path)) continue
    let draw = random(fork(seed, `facility/${block.path}`))()
    for (const [kind, share] of shares[block.zone]) {
      draw -= share
      if (draw < 0) {
        const isReserve = kind === 'reserve'
        out.set(block.path, isReserve ? reserveOf(block, seed) : { name: null, ...facilityKinds[kind]! })
        break
      }
    }
  }
  for (const { path } of blocks.filter((block) => block.purpose === 'industry')) {
    const kind = random(fork(seed, `works/${path}`))() < WORKS_SHARE ? 'works' : 'reserve'
    out.set(path, { name: null, ...facilityKinds[kind]! })
  }
  return { facilities: out, placed }
}

/** The cluster itself, of which each hall is a part. */
export const industryPlace = (): NamedPlace => ({
  name: 'Cụm công nghiệp Vị Thanh',
  category: 'industry',
  point: centroid(industryRing()),
  note: 'found: 88 ha, with a wastewater plant; place assumed',
  provenance: 'assumed',
})

export interface Lake {
  readonly name: string | null
  readonly ring: OpenRing
  readonly bedMetres: number
}

/** Lakes fill the middle of their block. */
export const lakesOf = (blocks: readonly Block[], facilities: ReadonlyMap<string, Facility>): Lake[] =>
  blocks.flatMap((block) => {
    const facility = facilities.get(block.path)
    const ring = facility?.use === 'lake' ? facilityRing(block, LAKE_SHARE) : null
    return ring ? [{ name: facility!.name, ring, bedMetres: LAKE_BED_METRES }] : []
  })

/** A plain building in the middle of a block, as large as its share asks. */
export function facilityRing(block: Block, built: number): OpenRing | null {
  const { u0, u1, v0, v1 } = extentIn(block.frame, block.ring)
  const scale = (1 - Math.sqrt(built)) / 2
  const across = perpendicular(block.frame)
  const [du, dv] = [(u1 - u0) * scale, (v1 - v0) * scale]
  const pieces = strip(block.ring, block.frame, u0 + du, u1 - du).flatMap((piece) =>
    strip(piece, across, v0 + dv, v1 - dv),
  )
  return pieces.length === 0 ? null : pieces.reduce((a, b) => (Math.abs(ringArea(b)) > Math.abs(ringArea(a)) ? b : a))
}
