/**
 * What is measured on a site, and what the permit says of it. Whether the two agree is told by tolerances that are data: nobody
 * has published any, so they are assumed (a tape and a levelling staff) and say so.
 */
import { z } from 'zod'
import type { XY } from '../../frame.ts'
import { opened, ringArea } from '../../geometry.ts'
import type { CheckReport } from '../../rules/report.ts'
import { type Bilingual, both } from '../../text.ts'
import type { Application } from '../application.ts'
import { distanceBetween, distanceToSegment, rolesOf, type SideRole } from '../lot-sides.ts'

export const figureKeys = [
  'frontSetback',
  'sideSetback',
  'backSetback',
  'corners',
  'footprint',
  'height',
  'storeys',
  'groundLevel',
] as const
export type FigureKey = (typeof figureKeys)[number]
export type FigureUnit = 'm' | 'm²' | 'storeys'

interface FigureKind {
  readonly title: Bilingual
  readonly unit: FigureUnit
  /** Within which the two are the same, of the same unit. */
  readonly tolerance: number
  /** What a deviation from the permit goes against; the rules below set the limit itself. */
  readonly clause: string
  readonly rules: readonly string[]
}

/** A permit must be adjusted before these change (Đ.63): place, footprint, storeys, structure. */
const ADJUST = 'NĐ 217/2026/NĐ-CP, Đ.63'
const INSPECT = 'NĐ 217/2026/NĐ-CP, Đ.67'

export const figureKinds: Readonly<Record<FigureKey, FigureKind>> = {
  frontSetback: {
    title: both('Khoảng lùi trước', 'Front setback'),
    unit: 'm',
    tolerance: 0.05,
    clause: ADJUST,
    rules: ['plan.setback', 'setback.street', 'line.building'],
  },
  sideSetback: {
    title: both('Khoảng lùi bên (hẹp nhất)', 'Side setback (narrowest)'),
    unit: 'm',
    tolerance: 0.05,
    clause: ADJUST,
    rules: ['spacing.neighbours'],
  },
  backSetback: {
    title: both('Khoảng lùi sau', 'Back setback'),
    unit: 'm',
    tolerance: 0.05,
    clause: ADJUST,
    rules: ['spacing.neighbours'],
  },
  corners: {
    title: both('Góc công trình lệch xa nhất', 'Farthest corner out of place'),
    unit: 'm',
    tolerance: 0.1,
    clause: ADJUST,
    rules: ['lot.inside', 'line.red'],
  },
  footprint: {
    title: both('Diện tích xây dựng tầng 1', 'Footprint'),
    unit: 'm²',
    tolerance: 1,
    clause: ADJUST,
    rules: ['plan.density', 'density.house', 'density.apartment', 'density.commercial', 'density.other'],
  },
  height: {
    title: both('Chiều cao công trình', 'Height'),
    unit: 'm',
    tolerance: 0.1,
    clause: INSPECT,
    rules: ['plan.height'],
  },
  storeys: {
    title: both('Số tầng', 'Storeys'),
    unit: 'storeys',
    tolerance: 0,
    clause: ADJUST,
    rules: ['plan.storeys'],
  },
  groundLevel: {
    title: both('Cốt nền tầng 1', 'Ground floor level'),
    unit: 'm',
    tolerance: 0.05,
    clause: INSPECT,
    rules: ['plan.ground', 'ground.design-flood'],
  },
}

const coordinate = z.number().min(-1e7).max(1e7)
const measure = z.number().min(-100).max(1e6).nullable()
/** Null: not measured. Corners are measured as the outline. */
export const measuredSchema = z.strictObject({
  frontSetback: measure,
  sideSetback: measure,
  backSetback: measure,
  footprint: measure,
  height: measure,
  storeys: measure,
  groundLevel: measure,
  /** Corners of the footprint as surveyed, VN-2000, [easting, northing], in order; not closed. */
  outline: z
    .array(z.tuple([coordinate, coordinate]))
    .min(3)
    .max(60)
    .nullable(),
})
export type Measured = z.infer<typeof measuredSchema>
export const nothingMeasured: Measured = {
  frontSetback: null,
  sideSetback: null,
  backSetback: null,
  footprint: null,
  height: null,
  storeys: null,
  groundLevel: null,
  outline: null,
}

export const figureLineSchema = z.object({
  key: z.enum(figureKeys),
  /** Null: the permit says nothing. */
  permitted: z.number().nullable(),
  measured: z.number().nullable(),
  unit: z.enum(['m', 'm²', 'storeys']),
  tolerance: z.number(),
  /** Null: cannot be told. */
  within: z.boolean().nullable(),
  clause: z.string(),
})
export type FigureLine = z.infer<typeof figureLineSchema>

/** Outlines on the ground; a tower stands on its podium. */
const groundRings = ({ check }: Application): XY[][] =>
  check.building.parts.filter(({ kind }) => kind !== 'tower').map(({ footprint }) => opened(footprint))
const closed = (ring: readonly XY[]): XY[] => [...ring, ring[0]!]

/** What the permit says, with the figures that follow from its drawing. */
export function permittedOf(application: Application): Readonly<Record<FigureKey, number | null>> {
  const { site, roads, building } = application.check
  const rings = groundRings(application)
  const lot = opened(site.ring)
  const redLines = roads.flatMap(({ redLine }) => (redLine ? [redLine] : []))
  const roles = rolesOf(site.ring, redLines)
  const toSides = (role: SideRole): number | null => {
    const sides = lot.map((from, i): XY[] => [from, lot[(i + 1) % lot.length]!]).filter((_, i) => roles[i] === role)
    const gaps = sides.flatMap((side) => rings.map((ring) => distanceBetween(closed(ring), side)))
    return gaps.length > 0 ? rounded(Math.min(...gaps)) : null
  }
  const toRed = redLines.flatMap((line) => rings.map((ring) => distanceBetween(closed(ring), line)))
  return {
    frontSetback: toRed.length > 0 ? rounded(Math.min(...toRed)) : toSides('front'),
    sideSetback: toSides('side'),
    backSetback: toSides('back'),
    corners: 0,
    footprint: rounded(rings.reduce((sum, ring) => sum + Math.abs(ringArea(ring)), 0)),
    height: Math.max(...building.parts.map(({ heightMetres }) => heightMetres)),
    storeys: Math.max(...building.parts.map(({ storeys }) => storeys)),
    groundLevel: building.groundLevelMetres,
  }
}

/** Each figure against the permit, those of neither left out. @param report of the application: its rules name the clauses */
export function judge(application: Application, measured: Measured, report: CheckReport | null): FigureLine[] {
  const permitted = permittedOf(application)
  const { outline, ...figures } = measured
  const found: Record<FigureKey, number | null> = {
    ...figures,
    corners: outline && rounded(farthestCorner(groundRings(application), outline)),
    footprint: figures.footprint ?? (outline && rounded(Math.abs(ringArea(outline)))),
  }
  return figureKeys.flatMap((key): FigureLine[] => {
    const { unit, tolerance, clause, rules } = figureKinds[key]
    const [design, actual] = [permitted[key], found[key]]
    if (actual === null && (design === null || key === 'corners')) return []
    const limits = report?.rules.filter(({ id, limit }) => rules.includes(id) && limit !== null) ?? []
    return [
      {
        key,
        permitted: design,
        measured: actual,
        unit,
        tolerance,
        // What was typed is decimal: a millionth is no deviation.
        within: design === null || actual === null ? null : Math.abs(actual - design) <= tolerance + 1e-6,
        clause: [...new Set([clause, ...limits.map((line) => line.clause)])].join('; '),
      },
    ]
  })
}

/** The corner, of either outline, that lies farthest from the other, m. */
function farthestCorner(rings: readonly (readonly XY[])[], outline: readonly XY[]): number {
  const from = (corner: XY, lines: readonly (readonly XY[])[]): number =>
    Math.min(...lines.flatMap((ring) => ring.map((a, i) => distanceToSegment(corner, a, ring[(i + 1) % ring.length]!))))
  const corners = [...outline.map((corner) => from(corner, rings)), ...rings.flat().map((one) => from(one, [outline]))]
  return Math.max(...corners)
}

/** The measured less the permitted; null where either is not known. */
export const deviationOf = ({ permitted, measured }: Pick<FigureLine, 'permitted' | 'measured'>): number | null =>
  permitted === null || measured === null ? null : measured - permitted

const rounded = (value: number): number => Math.round(value * 1000) / 1000
