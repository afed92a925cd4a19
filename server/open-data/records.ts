/**
 * Records that are open data: what the offices have published, by its public reading alone. A new kind is one more line of
 * `openRecords`; it must give nothing that its public page does not.
 */
import { inDegrees } from '../../data/readers/layer/export.ts'
import { projection } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { publicStates } from '../../scenarios/plans/process.ts'
import { isIllustrative, type Provenance, weakest } from '../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { linesOfStretches } from '../../scenarios/works/stretch.ts'
import type { House } from '../house.ts'
import { issuedPermits } from '../permits/register-map.ts'
import { readPlanEdits } from '../plans/read.ts'
import { cityRoads, roadsAreIllustrative } from '../works/city.ts'
import { readPublicWorks } from '../works/read.ts'
import type { GivenFeature } from './store.ts'

export interface OpenRecords {
  readonly id: string
  readonly title: Bilingual
  readonly about: Bilingual
  readonly period?: { readonly from: string; readonly to: string }
  read(house: House): Promise<{ features: GivenFeature[]; provenance: Provenance }>
}

export const RECORDS_LICENCE = both('Dữ liệu mở của thành phố, ghi nguồn', 'Open data of the city, with attribution')

export const openRecords: readonly OpenRecords[] = [
  {
    id: 'works',
    title: both('Công trình đào đường, rào chắn', 'Street works and closures'),
    about: both(
      'Công trình đã có giấy phép, đang hoặc sắp chiếm đường trong 90 ngày',
      'Works with a permit that take a street now or within 90 days',
    ),
    period: { from: 'from', to: 'to' },
    read: readWorks,
  },
  {
    id: 'plans',
    title: both('Đồ án quy hoạch đã công khai', 'Published plans'),
    about: both(
      'Từng thay đổi của đồ án đang lấy ý kiến hoặc đã phê duyệt, với số quyết định',
      'Each change of plans that are consulted on or decided, with the decision',
    ),
    read: readPlanChanges,
  },
  {
    id: 'permits',
    title: both('Giấy phép xây dựng đã cấp', 'Construction permits issued'),
    about: both(
      'Số, ngày, tình trạng giấy phép, công trình và tâm lô đất; không có chủ đầu tư',
      'Number, day and state of the permit, the works and the middle of the lot; without owners',
    ),
    period: { from: 'issuedOn', to: 'issuedOn' },
    read: readPermits,
  },
]

async function readWorks(house: House) {
  const [{ works }, roads, { city }] = await Promise.all([
    readPublicWorks(house, {}),
    cityRoads(house.tiles),
    house.tiles.manifest(),
  ])
  const move = inDegrees(projection(city.frame))
  const features = works.map((one): GivenFeature => {
    const { id, code, state, permitNumber, specimen, from, to, title, kind, organisation, closure, streets } = one
    const coordinates = linesOfStretches(one.stretches, roads)
    return {
      ...{ type: 'Feature', id },
      geometry: { type: 'MultiLineString', coordinates: move(coordinates) } as Geometry,
      properties: {
        ...{ code, state, permitNumber, specimen, from, to, title, kind, organisation },
        ...{ closure: JSON.stringify(closure), streets: streets.join('; ') },
      },
    }
  })
  const illustrative = await roadsAreIllustrative(house.tiles)
  return { features, provenance: illustrative ? ('generated' as const) : ('fact' as const) }
}

async function readPlanChanges(house: House) {
  const rows = await house.db
    .selectFrom('plans')
    .select('id')
    .where('state', 'in', [...publicStates])
    .orderBy('id')
    .execute()
  const provenances: Provenance[] = ['planned']
  const features: GivenFeature[] = []
  for (const { id } of rows) {
    const { plan, features: changes } = await readPlanEdits(house, null, id, undefined)
    provenances.push(plan.provenance)
    for (const { id: slot, geometry, properties } of changes)
      features.push({
        ...{ type: 'Feature', id: `${id}/${slot}`, geometry: geometry as Geometry | null },
        properties: {
          ...{ plan: plan.title, state: plan.state, approved: plan.approved, specimen: plan.specimen },
          ...{ decision: plan.decision?.number ?? null, issuer: plan.decision?.issuer ?? null },
          ...{ effectiveFrom: plan.decision?.effectiveFrom ?? null, kind: properties.kind, target: properties.target },
          ...{ change: properties.title.vi, changeEn: properties.title.en, buildState: properties.buildState },
          provenance: properties.provenance,
        },
      })
  }
  return { features, provenance: isIllustrative(provenances) ? weakest(provenances) : ('planned' as const) }
}

async function readPermits({ db }: House) {
  const issued = await issuedPermits(db)
  const features = issued.map(({ properties: { procedure, kind, stateTitle, ...p }, ...rest }): GivenFeature => {
    const titles = { procedure: procedure.vi, procedureEn: procedure.en, kind: kind.vi, kindEn: kind.en }
    return { ...rest, properties: { ...p, ...titles, stateTitle: stateTitle.vi, stateTitleEn: stateTitle.en } }
  })
  const provenances = issued.map(({ properties: p }): Provenance => (p.specimen ? 'generated' : p.provenance))
  return { features, provenance: isIllustrative(provenances) ? weakest(provenances) : ('fact' as const) }
}
