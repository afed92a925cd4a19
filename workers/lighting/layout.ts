/** The lamps of a straight street and the points between them, as the standard lays them out (EN 13201-3:2015). */
import type { StreetSection } from '../../scenarios/lighting.ts'
import { type Aim, aimAt, createOptics, type Optics } from './photometry.ts'

/** Height of the eye, and of the middle of a face, m. */
export const EYE_METRES = 1.5
/** One row of lamps: at x = offset + k · step for all k. */
export interface LampRow {
  readonly y: number
  readonly offset: number
  readonly aim: Aim
}

export interface Layout {
  readonly section: StreetSection
  readonly optics: Optics
  /** What intensities are multiplied by for the flux of a new lamp, and of one in use. */
  readonly initial: number
  readonly maintained: number
  readonly rows: readonly LampRow[]
  /** Of every row, and of the field, m. */
  readonly step: number
  /** Points along the field, m. */
  readonly x: Float64Array
  /** [from, to] across. */
  readonly carriageways: readonly (readonly [number, number])[]
  readonly widthMetres: number
  readonly laneMetres: number
}

export function layoutOf(section: StreetSection): Layout {
  const { carriagewayMetres, medianMetres, lanes, spacingMetres, heightMetres, luminaire, maintenanceFactor } = section
  for (const [name, value] of Object.entries({ carriagewayMetres, lanes, spacingMetres })) {
    if (!(value > 0)) throw new Error(`Expected ${name} above 0, got ${value}`)
  }
  if (!(heightMetres > EYE_METRES)) throw new Error(`Expected heightMetres above ${EYE_METRES}, got ${heightMetres}`)
  const width = carriagewayMetres + medianMetres
  const half = carriagewayMetres / 2
  const step = section.arrangement === 'staggered' ? 2 * spacingMetres : spacingMetres
  const columns = step <= 30 ? 10 : Math.ceil(step / 3)
  const initial = (section.fluxLumens ?? luminaire.fluxLumens) / luminaire.fluxLumens
  return {
    section,
    optics: createOptics(luminaire),
    initial,
    maintained: initial * maintenanceFactor,
    rows: rowsOf(section, width),
    step,
    x: Float64Array.from({ length: columns }, (_, i) => ((i + 0.5) * step) / columns),
    carriageways:
      medianMetres > 0
        ? [
            [0, half],
            [half + medianMetres, width],
          ]
        : [[0, width]],
    widthMetres: width,
    laneMetres: carriagewayMetres / lanes,
  }
}

function rowsOf(
  { arrangement, overhangMetres, spacingMetres, tiltDegrees, ...s }: StreetSection,
  width: number,
): LampRow[] {
  const row = (y: number, toward: 1 | -1, offset = 0): LampRow => ({
    y,
    offset,
    aim: aimAt(toward > 0 ? 0 : 180, tiltDegrees),
  })
  const half = s.carriagewayMetres / 2
  switch (arrangement) {
    case 'one-side':
      return [row(overhangMetres, 1)]
    case 'opposite':
      return [row(overhangMetres, 1), row(width - overhangMetres, -1)]
    case 'staggered':
      return [row(overhangMetres, 1), row(width - overhangMetres, -1, spacingMetres)]
    case 'median':
      return [row(half - overhangMetres, -1), row(half + s.medianMetres + overhangMetres, 1)]
  }
}

/** [from, to] across of both sidewalks; none where they have no width. */
export const sidewalksOf = ({ section: { sidewalkMetres: w }, widthMetres }: Layout): (readonly [number, number])[] =>
  w > 0
    ? [
        [-w, 0],
        [widthMetres, widthMetres + w],
      ]
    : []

/** Calls `each` for the lamps of a row with x from `from` to `to`. */
export function eachLamp(row: LampRow, step: number, from: number, to: number, each: (x: number) => void): void {
  for (let k = Math.ceil((from - row.offset) / step); k <= Math.floor((to - row.offset) / step); k++) {
    each(row.offset + k * step)
  }
}
