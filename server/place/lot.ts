/** What the city has at a place, as the words about building need it: the parcel, its plans, streets and lines around. */
import type { BuildingAnswer, ParcelAt } from '../../scenarios/api/place.ts'
import {
  buildingWords,
  type LotFacts,
  notOfficial,
  type PlanAtLot,
  rankTitles,
} from '../../scenarios/building-words.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { zoneColour } from '../../scenarios/city/land-uses.ts'
import type { CityChange } from '../../scenarios/city-changes.ts'
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, grow, pointInGeometry, polygonsOf } from '../../scenarios/geometry.ts'
import { cellsInPolygon } from '../../scenarios/grid.ts'
import { linesNear, REACH, roadsBeside } from '../../scenarios/permits/lot-around.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { inForceStates } from '../../scenarios/plans/process.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import { readCity } from '../../tiles/read/index.ts'
import { readChanges } from '../city-changes.ts'
import type { Db } from '../database.ts'
import type { House } from '../house.ts'
import { refuse } from '../http.ts'
import { planColumns } from '../plans/plan-row.ts'
import { concernsAt } from './concerns.ts'
import { toLocal, unitAt } from './units.ts'

/** Where no parcel lies, what is within so much of the place counts as at it, m. */
const AT_THE_PLACE = 1
/** A parcel that is longer reaches out of what is read at first, m. */
const PARCEL_REACH = 120

type Tell = Pick<House, 'db' | 'tiles'>

/** @throws Refusal 404 `place/outside` where the place lies outside the city's data */
export async function placeAt({ tiles }: Pick<Tell, 'tiles'>, lon: number, lat: number): Promise<XY> {
  const at = await toLocal(tiles, lon, lat)
  const [west, south, east, north] = (await tiles.manifest()).city.bounds
  if (at[0] > west && at[0] < east && at[1] > south && at[1] < north) return at
  const message = both('Vị trí nằm ngoài dữ liệu của thành phố', 'The place lies outside the data of the city')
  throw refuse(404, 'place/outside', message, 'querystring')
}

export async function whatMayBeBuilt({ db, tiles }: Tell, lon: number, lat: number): Promise<BuildingAnswer> {
  const at = await placeAt({ tiles }, lon, lat)
  const open = await tiles.open()
  const here = await readCity(open, grow(boundsOf([at]), PARCEL_REACH), undefined, {
    layers: ['parcels', 'zones'],
    ground: false,
  })
  const parcel = [...here.layers.parcels.values()].find(({ geometry }) => pointInGeometry(at, geometry))
  const ring = parcel ? polygonsOf(parcel.geometry)[0]![0]! : squareAbout(at)
  const around = grow(boundsOf(ring), REACH.corridor)
  const changes = (await readChanges(db)).filter(({ buildState }) => buildState !== 'removed')
  const lit = changes.some(({ edit }) => edit.kind.startsWith('lamp.'))
  const read = await readCity(open, around, undefined, {
    layers: ['roads', 'redlines', 'powerlines', 'waterways', 'dykes', ...(lit ? (['lamps', 'cabinets'] as const) : [])],
  })
  const city: City = { ...read, layers: { ...read.layers, parcels: here.layers.parcels } }
  const zone = [...here.layers.zones.values()].find(({ geometry }) => pointInGeometry(at, geometry)) ?? null
  const concerns = await concernsAt({ db, tiles }, city, ring, changes)
  const told = parcel ? await aboutParcel(tiles, parcel, lon, lat) : null
  const facts: LotFacts | null = parcel
    ? {
        squareMetres: parcel.properties.areaSquareMetres,
        landUse: parcel.properties.landUse,
        provenance: parcel.provenance,
        plans: await plansAt(db, parcel, zone, changes),
        roads: roadsBeside(ring, city, around),
        lines: linesNear(ring, city, around),
        ground: groundOf(city, ring),
      }
    : null
  const lines = facts ? buildingWords(facts) : []
  return {
    parcel: told,
    zone: zone && {
      name: zone.properties.name,
      code: zone.properties.zoning.code,
      title: zoneColour(zone.properties.zoning.code).title,
      plan: zone.properties.plan,
      provenance: zone.provenance,
    },
    lines: lines.map((line) => ({
      ...line,
      says: line.says.map((says) => ({ ...says, rankTitle: rankTitles[says.rank] })),
    })),
    concerns,
    notOfficial,
    illustrative: isIllustrative([
      ...lines.map(({ provenance }) => provenance),
      ...(zone ? [zone.provenance] : []),
      ...(parcel ? [parcel.provenance] : []),
    ]),
  }
}

const squareAbout = ([x, y]: XY): XY[] => [
  [x - AT_THE_PLACE, y - AT_THE_PLACE],
  [x + AT_THE_PLACE, y - AT_THE_PLACE],
  [x + AT_THE_PLACE, y + AT_THE_PLACE],
  [x - AT_THE_PLACE, y + AT_THE_PLACE],
  [x - AT_THE_PLACE, y - AT_THE_PLACE],
]

async function aboutParcel(
  tiles: House['tiles'],
  { id, properties: p, provenance }: Feature<'parcels'>,
  lon: number,
  lat: number,
): Promise<ParcelAt> {
  const unit = p.unitCode === null ? await unitAt(tiles, lon, lat) : null
  const unitCode = p.unitCode ?? unit?.code ?? null
  return {
    ...{ id, sheet: p.sheet, number: p.number, unitCode, areaSquareMetres: p.areaSquareMetres, provenance },
    unitName: (unitCode === null ? null : (await tiles.units()).get(unitCode)) ?? null,
    landUse: { code: p.landUse, title: zoneColour(p.landUse).title },
  }
}

/** In the order in which they bind: what was approved here, the plan as the data have it for the parcel, for the zone. */
async function plansAt(
  db: Db,
  parcel: Feature<'parcels'>,
  zone: Feature<'zones'> | null,
  changes: readonly CityChange[],
): Promise<PlanAtLot[]> {
  const today = localDate(new Date().toISOString())
  const approved: PlanAtLot[] = []
  for (const { source, edit, effectiveFrom } of changes.toReversed()) {
    if (edit.kind !== 'parcel.zoning' || edit.target !== parcel.id || effectiveFrom > today) continue
    const [kind, id] = source.split('/')
    if (kind !== 'plan' || !id) continue
    const plan = await db.selectFrom('plans').select(planColumns).where('id', '=', id).executeTakeFirst()
    if (!plan || !inForceStates.has(plan.state)) continue
    const document = `${plan.decisionNumber ?? plan.title}${plan.specimen ? ' (bản mẫu / specimen)' : ''}`
    approved.push({ document, zoning: edit.to, provenance: 'planned' })
  }
  const plan = zone?.properties.plan || 'dữ liệu quy hoạch / zoning data'
  return [
    ...approved,
    { document: plan, zoning: parcel.properties.zoning, provenance: parcel.provenance },
    ...(zone && !isIllustrative([zone.provenance])
      ? [
          {
            document: `${zone.properties.name ?? ''}: ${plan}`,
            zoning: zone.properties.zoning,
            provenance: zone.provenance,
          },
        ]
      : []),
  ]
}

/** Mean level of the cells of a lot, or of the one that it lies in. */
export function groundOf({ ground, manifest }: City, ring: readonly XY[]): LotFacts['ground'] {
  const about = manifest.grids.find(({ id }) => id === 'ground')
  if (!about) return null
  let [sum, count] = [0, 0]
  cellsInPolygon(ground, [ring], (i) => {
    const level = ground.data[i]!
    if (Number.isNaN(level)) return
    sum += level
    count++
  })
  if (count === 0) return null
  return { metres: sum / count, errorMetres: about.standardErrorMetres, provenance: about.provenance }
}
