/** The run nearest to a place, and how far along it that is. */
import type { XY } from '../../../../scenarios/frame.ts'
import { SegmentIndex, toSegment } from '../near.ts'
import type { Run } from './runs.ts'

/** Tried first: most houses stand within this of their street, m. */
const USUAL_METRES = 60

export class RunIndex {
  readonly #index = new SegmentIndex<{ run: Run; start: number; length: number }>(120)

  constructor(runs: readonly Run[]) {
    for (const run of runs) {
      let start = 0
      for (let i = 1; i < run.course.line.length; i++) {
        const [a, b] = [run.course.line[i - 1]!, run.course.line[i]!]
        const length = Math.hypot(b[0] - a[0], b[1] - a[1])
        this.#index.add(a, b, { run, start, length })
        start += length
      }
    }
  }

  nearest([x, y]: XY, most: number): { run: Run; along: number } | null {
    for (const reach of [Math.min(USUAL_METRES, most), most]) {
      let best: { distance: number; run: Run; along: number } | null = null
      for (const { a, b, value } of this.#index.near(x - reach, y - reach, x + reach, y + reach)) {
        const { distance, t } = toSegment([x, y], a, b)
        if (distance <= reach && (!best || distance < best.distance))
          best = { distance, run: value.run, along: value.start + t * value.length }
      }
      if (best) return best
    }
    return null
  }
}
