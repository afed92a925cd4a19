/** What a building's file would fill into the form, field by field, beside what stands there: nothing is overwritten unasked. */
import type { XY } from '../../scenarios/frame.ts'
import { polygonArea, ringArea } from '../../scenarios/geometry.ts'
import { levelOf, type Placement } from '../../scenarios/permits/model.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { Words } from '../shared/language.tsx'
import type { OpenedBuilding } from './building.ts'
import { ringIn } from './building-place.ts'
import { rowsOf } from './corners.ts'
import { type Draft, valueAt, withValue } from './draft.ts'
import type { Massing, Part } from './massing.ts'

export interface Fill {
  readonly key: 'parts' | 'above' | 'basement' | 'tum' | 'ground' | 'corners'
  readonly label: Bilingual
  /** As it stands; null where nothing does. */
  readonly now: string | null
  readonly next: string
  readonly values: { readonly [path: string]: unknown }
}

const text = {
  parts: both('Khối công trình (hình chiếu, tầng, cao)', 'Building parts (footprint, storeys, height)'),
  above: both('Diện tích sàn các tầng nổi', 'Floors above ground'),
  basement: both('Diện tích sàn tầng hầm', 'Basement floors'),
  tum: both('Diện tích tum', 'Tum'),
  ground: both('Cốt nền tầng 1', 'Ground floor level'),
  corners: both('Bảng tọa độ góc ranh', 'Corner table of the lot'),
  partsOf: both(
    '{n} khối; {area} m²; {storeys} tầng; cao {height} m',
    '{n} parts; {area} m²; {storeys} storeys; {height} m high',
  ),
  cornersOf: both('{n} góc; {area} m²', '{n} corners; {area} m²'),
  names: { main: both('Khối chính', 'Main'), podium: both('Khối đế', 'Podium'), tower: both('Khối tháp', 'Tower') },
}

/** @param massing that the form has now  @param storeysByHand of a file without storeys */
export function fillsOf(
  draft: Draft,
  massing: Massing | null,
  { model, figures }: OpenedBuilding,
  { placement, levelKnown, storeysByHand }: { placement: Placement; levelKnown: boolean; storeysByHand: number },
  { t, number }: Words,
): Fill[] {
  const fills: Fill[] = []
  const squareMetres = placement.scale ** 2
  const counts: Record<string, number> = {}
  const parts = figures.parts.map((part): Part => {
    const count = (counts[part.kind] ?? 0) + 1
    counts[part.kind] = count
    return {
      name: `${t(text.names[part.kind])}${count > 1 ? ` ${count}` : ''}`,
      kind: part.kind,
      footprint: ringIn(part.footprint, placement),
      projections: part.projections.map((ring) => ringIn(ring, placement)),
      heightMetres: cents(part.heightMetres * placement.scale),
      storeys: figures.storeysAbove === null ? storeysByHand : part.storeys,
    }
  })
  const partsOf = (some: readonly Part[]) =>
    t(text.partsOf, {
      n: number(some.length),
      area: number(
        sum(some.filter(({ kind }) => kind !== 'tower').map(({ footprint }) => Math.abs(ringArea(footprint)))),
        1,
      ),
      storeys: number(Math.max(...some.map(({ storeys }) => storeys))),
      height: number(Math.max(...some.map(({ heightMetres }) => heightMetres)), 2),
    })
  if (parts.length > 0)
    fills.push({
      key: 'parts',
      label: text.parts,
      now: massing ? partsOf(massing.parts) : null,
      next: partsOf(parts),
      values: { parts },
    })
  const floor = (key: Fill['key'], path: string, value: number) => {
    if (value <= 0) return
    const now = valueAt(draft, path)
    fills.push({
      key,
      label: text[key as 'above'],
      now: typeof now === 'number' && now > 0 ? `${number(now, 1)} m²` : null,
      next: `${number(cents(value), 1)} m²`,
      values: { [path]: cents(value) },
    })
  }
  const areas = (which: (storey: (typeof figures.storeys)[number]) => boolean) =>
    sum(figures.storeys.filter(which).map((storey) => (storey.squareMetres ?? 0) * squareMetres))
  floor(
    'above',
    'check.building.floors.above',
    areas(({ above, tum }) => above && !tum),
  )
  floor(
    'basement',
    'check.building.floors.basement',
    areas(({ above }) => !above),
  )
  floor(
    'tum',
    'check.building.floors.tum',
    areas(({ tum }) => tum),
  )
  if (levelKnown) {
    const level = cents(levelOf(figures.groundMetres, placement))
    const now = draft.check.building.groundLevelMetres
    fills.push({
      key: 'ground',
      label: text.ground,
      now: now === null ? null : `${number(now, 2)} m`,
      next: `${number(level, 2)} m`,
      values: { 'check.building.groundLevelMetres': level },
    })
  }
  if (model.lot && placement.from !== 'hand') {
    const ring = ringIn(model.lot, placement)
    const cornersOf = (ring: readonly XY[]) =>
      t(text.cornersOf, {
        n: number(ring.length - 1),
        area: number(polygonArea({ type: 'Polygon', coordinates: [[...ring]] }), 1),
      })
    const filled = draft.corners.filter(({ x, y }) => x.trim() !== '' && y.trim() !== '')
    fills.push({
      key: 'corners',
      label: text.corners,
      now: filled.length > 0 ? t(both('{n} góc', '{n} corners'), { n: number(filled.length) }) : null,
      next: cornersOf(ring),
      values: { corners: rowsOf(ring), roles: null },
    })
  }
  return fills
}

export function filled(draft: Draft, fills: readonly Fill[]): Draft {
  let next = draft
  for (const { values } of fills)
    for (const [path, value] of Object.entries(values)) next = withValue(next, path, value)
  return next
}

const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0)
const cents = (value: number) => Math.round(value * 100) / 100
