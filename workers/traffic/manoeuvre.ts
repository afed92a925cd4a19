/** What is done where one street of a way follows another: from the bearings of the way just before and just after. Pure. */
import type { XY } from '../../scenarios/frame.ts'
import type { Manoeuvre } from '../../scenarios/traffic.ts'

/** The bearing is that of the place so far along, m: a corner cut by a few metres is the corner still. */
const LOOK_METRES = 15
/** Degrees between the two bearings, up to each. */
const STRAIGHT = 20
const SLIGHT = 50
const TURN = 150

/**
 * At `line[at]`, between the street that began at `line[before]` and the one that ends at `line[after]`; local metres. Null where
 * one of the two has no length.
 */
export function manoeuvreAt(line: readonly XY[], before: number, at: number, after: number): Manoeuvre | null {
  const here = line[at]!
  const from = placeAlong(line, at, before)
  const to = placeAlong(line, at, after)
  const [ax, ay] = [here[0] - from[0], here[1] - from[1]]
  const [bx, by] = [to[0] - here[0], to[1] - here[1]]
  if (Math.hypot(ax, ay) === 0 || Math.hypot(bx, by) === 0) return null
  // Positive to the left.
  const degrees = (Math.atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / Math.PI
  const turned = Math.abs(degrees)
  if (turned <= STRAIGHT) return 'straight'
  if (turned > TURN) return 'u-turn'
  const side = degrees > 0 ? 'left' : 'right'
  return turned <= SLIGHT ? `slight-${side}` : side
}

/** `LOOK_METRES` along the line from one corner towards another, or that other. */
function placeAlong(line: readonly XY[], from: number, towards: number): XY {
  const step = Math.sign(towards - from)
  let left = LOOK_METRES
  for (let i = from; i !== towards; i += step) {
    const [a, b] = [line[i]!, line[i + step]!]
    const metres = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (metres >= left) return [a[0] + ((b[0] - a[0]) * left) / metres, a[1] + ((b[1] - a[1]) * left) / metres]
    left -= metres
  }
  return line[towards]!
}
