/**
 * Disability glare as threshold increment fTI (EN 13201-3:2015, CIE 140): new lamps, an observer who moves through the field
 * and looks 1° down along his lane; veiling luminance Lv = 10 Σ E/θ², 1.5° < θ < 60°, lamps above the 20° roof of the car left
 * out, up to 500 m. fTI = 65 Lv/L^0.8 up to 5 cd/m², 95 Lv/L^1.05 beyond.
 */
import { atan2, cos, degrees, pow, radians, sin } from '../../scenarios/elementary.ts'
import { EYE_METRES, eachLamp, type Layout } from './layout.ts'
import { intensityToward } from './photometry.ts'

const REACH_METRES = 500
/** tan 20°: from where the first lamp stands just at the roof. */
const ROOF = 1 / 2.75
const [LEAST, MOST] = [1.5, 60]
const SIGHT = { forward: cos(radians(1)), down: sin(radians(1)) }

/** % @param way 1: drives with x, −1 against it @param luminance of the road with new lamps, cd/m² */
export function thresholdIncrement(layout: Layout, observerY: number, way: 1 | -1, luminance: number): number {
  if (!(luminance > 0)) return 0
  const start = -(layout.section.heightMetres - EYE_METRES) / ROOF
  let most = 0
  for (let k = 0; k < layout.x.length; k++) {
    const travelled = start + (k * layout.step) / layout.x.length
    most = Math.max(most, veilingLuminance(layout, way * travelled, observerY, way))
  }
  return luminance <= 5 ? (65 * most) / pow(luminance, 0.8) : (95 * most) / pow(luminance, 1.05)
}

function veilingLuminance({ section, optics, rows, step, initial }: Layout, x: number, y: number, way: 1 | -1): number {
  const up = section.heightMetres - EYE_METRES
  const nearest = up / ROOF
  const [from, to] = way > 0 ? [x + nearest, x + REACH_METRES] : [x - REACH_METRES, x - nearest]
  let veil = 0
  for (const row of rows) {
    const dy = row.y - y
    // The first lamp stands just at the roof when the observer starts: rounding must not drop it.
    eachLamp(row, step, from - 1e-9, to + 1e-9, (lampX) => {
      const dx = (lampX - x) * way
      const d2 = dx * dx + dy * dy + up * up
      const along = dx * SIGHT.forward - up * SIGHT.down
      const theta = degrees(atan2(Math.sqrt(Math.max(0, d2 - along * along)), along))
      if (theta <= LEAST || theta >= MOST) return
      const candela = intensityToward(optics, row.aim, x - lampX, y - row.y, -up)
      veil += (10 * candela * along) / (d2 * Math.sqrt(d2) * theta * theta)
    })
  }
  return veil * initial
}
