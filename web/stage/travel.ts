/** Where vehicles are at a second: along the course of the link that each is on, to the right of its middle. Pure. */
import type { StageVehicles } from './types.ts'

/** Right of the street's middle: three files, so that those behind each other are told apart, m. */
const RIGHT_METRES = [1.6, 2.4, 3.2] as const

export interface Travel {
  /**
   * Writes x, y of everyone on the way at a second, and which vehicle it is; both hold all vehicles. @returns how many
   * Quick while the second only grows.
   */
  at(second: number, xy: Float64Array, who: Int32Array): number
}

export function createTravel(vehicles: StageVehicles): Travel {
  const { start, links, enter, end, linkStart, linkPoints } = vehicles
  const count = end.length
  const cursor = start.slice(0, count)
  const along = distancesAlong(vehicles)
  let last = -Infinity

  return {
    at: (second, xy, who) => {
      if (second < last) cursor.set(start.subarray(0, count))
      last = second
      let found = 0
      for (let k = 0; k < count; k++) {
        const first = start[k]!
        const beyond = start[k + 1]!
        if (first === beyond || second < enter[first]! || second >= end[k]!) continue
        let i = cursor[k]!
        while (i + 1 < beyond && enter[i + 1]! <= second) i++
        cursor[k] = i
        const left = i + 1 < beyond ? enter[i + 1]! : end[k]!
        const share = left > enter[i]! ? (second - enter[i]!) / (left - enter[i]!) : 0
        const from = linkStart[links[i]!]!
        const to = linkStart[links[i]! + 1]!
        if (to - from < 4) continue
        const way = share * along[to / 2 - 1]!
        let p = from
        while (p + 4 < to && along[p / 2 + 1]! < way) p += 2
        const x0 = linkPoints[p]!
        const y0 = linkPoints[p + 1]!
        const dx = linkPoints[p + 2]! - x0
        const dy = linkPoints[p + 3]! - y0
        const length = along[p / 2 + 1]! - along[p / 2]!
        const t = length > 0 ? (way - along[p / 2]!) / length : 0
        const right = length > 0 ? RIGHT_METRES[k % RIGHT_METRES.length]! / length : 0
        xy[2 * found] = x0 + t * dx + right * dy
        xy[2 * found + 1] = y0 + t * dy - right * dx
        who[found++] = k
      }
      return found
    },
  }
}

/** Metres from the start of its link to every point. */
function distancesAlong({ linkStart, linkPoints }: StageVehicles): Float64Array {
  const along = new Float64Array(linkPoints.length / 2)
  for (let link = 0; link + 1 < linkStart.length; link++) {
    for (let p = linkStart[link]! + 2; p < linkStart[link + 1]!; p += 2) {
      const step = Math.hypot(linkPoints[p]! - linkPoints[p - 2]!, linkPoints[p + 1]! - linkPoints[p - 1]!)
      along[p / 2] = along[p / 2 - 1]! + step
    }
  }
  return along
}
