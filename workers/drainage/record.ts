/** What is kept at output times, and handed over at the end: frames, gauges, extremes. Row 0 north, y north. */
import type { DrainageGauge, DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { SPEED_DEPTH } from './constants.ts'
import { speedEast, speedSouth } from './extremes.ts'
import { inner, type State, unpadded } from './state.ts'

type Kept = Pick<
  DrainageResult,
  'times' | 'depth' | 'initialDepth' | 'finalDepth' | 'maxDepth' | 'maxSpeed' | 'arrival' | 'duration' | 'gauges'
>

export interface DrainageRecord {
  /** Notes the gauges' speeds of a step that ends at an output time, before its water moves. */
  speeds(): void
  keep(time: number): void
  take(): Kept
}

export function createRecord(s: State, input: DrainageInput): DrainageRecord {
  const count = Math.ceil(input.durationSeconds / input.outputEverySeconds - 1e-9) + 1
  const times = new Float64Array(count)
  const frames: Float32Array[] = []
  const series = () => new Float32Array(count)
  const gauges: DrainageGauge[] = input.gauges.map(({ id, cell }) => {
    if (!(cell >= 0 && cell < input.open.length))
      throw new Error(`Expected gauge ${id} inside the grid, got cell ${cell}`)
    return { id, stage: series(), depth: series(), speedX: series(), speedY: series() }
  })
  const initialDepth = unpadded(s, s.depth)
  let kept = 0
  return {
    speeds() {
      for (const [k, { cell }] of input.gauges.entries()) {
        const i = inner(s, cell)
        if (s.depth[i]! < SPEED_DEPTH) continue
        gauges[k]!.speedX[kept] = speedEast(s, i)
        gauges[k]!.speedY[kept] = 0 - speedSouth(s, i)
      }
    },
    keep(time) {
      times[kept] = time
      if (input.frames) frames.push(unpadded(s, s.depth))
      for (const [k, { cell }] of input.gauges.entries()) {
        const i = inner(s, cell)
        const gauge = gauges[k]!
        // A gauge in a closed cell shows no water: stage and depth 0.
        gauge.stage[kept] = input.open[cell] ? s.ground[i]! + s.depth[i]! : 0
        gauge.depth[kept] = s.depth[i]!
      }
      kept++
    },
    take: () => ({
      times,
      depth: frames,
      initialDepth,
      finalDepth: unpadded(s, s.depth),
      maxDepth: unpadded(s, s.maxDepth),
      maxSpeed: unpadded(s, s.maxSpeed),
      arrival: unpadded(s, s.arrival),
      duration: unpadded(s, s.duration),
      gauges,
    }),
  }
}
