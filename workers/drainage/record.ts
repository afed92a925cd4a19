/** What is kept at output times, and handed over at the end: frames, gauges, extremes. Row 0 north, y north. */
import type { DrainageGauge, DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { SPEED_DEPTH } from './constants.ts'
import { inner, Now, type State, unpadded } from './state.ts'

type Kept = Pick<
  DrainageResult,
  'times' | 'depth' | 'initialDepth' | 'finalDepth' | 'maxDepth' | 'maxSpeed' | 'arrival' | 'duration' | 'gauges'
>

export function createRecord(s: State, input: DrainageInput): { keep(time: number): void; take(): Kept } {
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
    keep(time) {
      times[kept] = time
      if (input.frames) frames.push(unpadded(s, s.depth))
      const [qx, qy] = [s.qx[s.now[Now.old] as 0 | 1], s.qy[s.now[Now.old] as 0 | 1]]
      for (const [k, { cell }] of input.gauges.entries()) {
        const i = inner(s, cell)
        const h = s.depth[i]!
        const gauge = gauges[k]!
        // A gauge in a closed cell shows no water: stage and depth 0.
        gauge.stage[kept] = input.open[cell] ? s.ground[i]! + h : 0
        gauge.depth[kept] = h
        if (h >= SPEED_DEPTH) {
          gauge.speedX[kept] = (qx[i]! + qx[i + 1]!) / (2 * h)
          gauge.speedY[kept] = -(qy[i]! + qy[i + s.stride]!) / (2 * h)
        }
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
