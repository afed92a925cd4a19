/** Curves of drawings as corners: bulges, arcs and ellipses, never farther from the curve than a tolerance. */
import type { XY } from '../../../scenarios/frame.ts'

/** Most corners of a whole turn. */
const MAX_STEPS = 720

/** Steps of an arc whose chords stay within `tolerance` of it. */
function steps(radius: number, sweep: number, tolerance: number): number {
  const one = radius > tolerance ? 2 * Math.acos(1 - tolerance / radius) : Math.PI / 2
  return Math.min(MAX_STEPS, Math.max(1, Math.ceil(Math.abs(sweep) / Math.max(one, 1e-6))))
}

/** Corners of an elliptic arc, ends included; of a circle where both axes are as long. Angles in radians. */
export function arc([cx, cy]: XY, major: XY, ratio: number, from: number, sweep: number, tolerance: number): XY[] {
  const count = steps(Math.hypot(...major), sweep, tolerance)
  return Array.from({ length: count + 1 }, (_, i): XY => {
    const angle = from + (sweep * i) / count
    const [a, b] = [Math.cos(angle), Math.sin(angle) * ratio]
    return [cx + major[0] * a - major[1] * b, cy + major[1] * a + major[0] * b]
  })
}

/** Corners between two vertices with a bulge (tangent of a quarter of the angle, positive to the left), both ends left out. */
function bulged([x0, y0]: XY, [x1, y1]: XY, bulge: number, tolerance: number): XY[] {
  const chord = Math.hypot(x1 - x0, y1 - y0)
  if (bulge === 0 || chord === 0 || !Number.isFinite(bulge)) return []
  const sweep = 4 * Math.atan(bulge)
  const radius = (chord * (1 + bulge * bulge)) / (4 * Math.abs(bulge))
  // The middle lies beside the chord, to the left of it where the arc turns left by less than a half.
  const aside = (1 - bulge * bulge) / (4 * bulge)
  const [cx, cy] = [(x0 + x1) / 2 - (y1 - y0) * aside, (y0 + y1) / 2 + (x1 - x0) * aside]
  const from = Math.atan2(y0 - cy, x0 - cx)
  return arc([cx, cy], [radius, 0], 1, from, sweep, tolerance).slice(1, -1)
}

/** The corners of a polyline: each vertex with the bulge of what follows it. Closed ones end where they began. */
export function polyline(
  vertices: readonly { readonly at: XY; readonly bulge: number }[],
  closed: boolean,
  tolerance: number,
): XY[] {
  const out: XY[] = []
  for (const [i, { at, bulge }] of vertices.entries()) {
    out.push(at)
    const next = vertices[i + 1] ?? (closed ? vertices[0] : undefined)
    if (next) out.push(...bulged(at, next.at, bulge, tolerance))
  }
  if (closed && out.length > 0) out.push([out[0]![0], out[0]![1]])
  return out
}
