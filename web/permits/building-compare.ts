/**
 * The form's figures beside the file's: a difference over tolerance is marked as a note for the reviewer. The rules go by the form
 * alone. Pure.
 */
import type { XY } from '../../scenarios/frame.ts'
import { centroid, ringArea } from '../../scenarios/geometry.ts'
import { levelOf, type Placement } from '../../scenarios/permits/model.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import type { OpenedBuilding } from './building.ts'
import { ringIn } from './building-place.ts'
import { massingOfParts } from './massing.ts'

export interface Compared {
  readonly figure: 'footprint' | 'height' | 'storeys' | 'ground' | 'floors' | 'offset'
  readonly unit: string
  readonly digits: number
  readonly form: number | null
  readonly file: number | null
  readonly difference: number | null
  readonly tolerance: number
  readonly over: boolean
}

/** Of a footprint, share or square metres, whichever is more; of a height, level and position, m. */
const TOLERANCE = {
  footprintShare: 0.01,
  footprint: 0.5,
  height: 0.1,
  ground: 0.05,
  floorShare: 0.02,
  offset: 0.2,
} as const

export function compared(
  check: PermitCheck,
  { figures }: Pick<OpenedBuilding, 'figures'>,
  placement: Placement,
  { levelKnown, placeKnown }: { readonly levelKnown: boolean; readonly placeKnown: boolean },
): Compared[] {
  const { building } = check
  const massing = massingOfParts(building.parts)
  const scale = placement.scale
  const row = (
    figure: Compared['figure'],
    unit: string,
    digits: number,
    form: number | null,
    file: number | null,
    tolerance: number,
  ): Compared => {
    const difference = form === null || file === null ? null : file - form
    const over = difference !== null && Math.abs(difference) > tolerance + 1e-9
    return { figure, unit, digits, form, file, difference, tolerance, over }
  }
  const height = Math.max(...building.parts.map(({ heightMetres }) => heightMetres))
  const storeys = Math.max(...building.parts.map((part) => part.storeys))
  const footprint = figures.footprint.length > 0 ? figures.footprintSquareMetres * scale ** 2 : null
  const stated = figures.storeys.filter(({ above, tum }) => above && !tum).flatMap((one) => one.squareMetres ?? [])
  const floors = stated.length > 0 ? stated.reduce((a, b) => a + b, 0) * scale ** 2 : null
  const [own, file] = [largest(building.parts.map((part) => part.footprint)), largest(figures.footprint)]
  const offset = placeKnown && own && file ? apart(centroid(own), centroid(ringIn(file, placement))) : null
  return [
    row(
      'footprint',
      'm²',
      1,
      massing.footprintSquareMetres,
      footprint,
      Math.max(TOLERANCE.footprint, TOLERANCE.footprintShare * massing.footprintSquareMetres),
    ),
    row('height', 'm', 2, height, figures.heightMetres * scale, TOLERANCE.height),
    row('storeys', '', 0, storeys, figures.storeysAbove, 0),
    row('floors', 'm²', 1, building.floors.above, floors, Math.max(1, TOLERANCE.floorShare * building.floors.above)),
    row(
      'ground',
      'm',
      2,
      building.groundLevelMetres,
      levelKnown ? levelOf(figures.groundMetres, placement) : null,
      TOLERANCE.ground,
    ),
    row('offset', 'm', 2, offset === null ? null : 0, offset, TOLERANCE.offset),
  ]
}

const largest = (rings: readonly (readonly XY[])[]): readonly XY[] | null =>
  [...rings].sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))[0] ?? null
const apart = (a: XY, b: XY) => Math.hypot(a[0] - b[0], a[1] - b[1])
