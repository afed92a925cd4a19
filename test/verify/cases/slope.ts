/**
 * R1: steady rain on a plane that drains at its foot. In the end the discharge at a place is what rains above it, and the
 * depth there is Manning's, h = (n q / √S)^(3/5) (the kinematic wave's steady state).
 */
import { type Case, edgeFaces, plainInput, type Row, runHere } from '../case.ts'

const [N, RAIN, COLUMNS, MIDDLE] = [0.03, 100 / 3.6e6, 100, 50]

/** Depth in the middle after four hours over Manning's. */
export function slopeDepth(dx: number, slope: number): number {
  const result = runHere(
    plainInput(COLUMNS, 1, dx, {
      ground: Float32Array.from({ length: COLUMNS }, (_, i) => 50 - slope * dx * (i + 0.5)),
      manning: new Float32Array(COLUMNS).fill(N),
      rain: [[0, RAIN]],
      boundaries: [{ kind: 'free', ...edgeFaces(COLUMNS, 1, 'E'), series: [], linear: false }],
      durationSeconds: 14_400,
    }),
  )
  const discharge = RAIN * dx * (MIDDLE + 0.5)
  return result.finalDepth[MIDDLE]! / ((N * discharge) / Math.sqrt(slope)) ** 0.6
}

export const slope: Case = {
  title: 'rain on a slope',
  run: (): Row[] =>
    [
      [10, 0.01],
      [50, 0.01],
      [10, 0.001],
    ].map(([dx, fall]) => {
      const ratio = slopeDepth(dx!, fall!)
      return {
        id: 'R1',
        check: `100 mm/h on a plane of ${fall! * 100} %, n 0.03, cells of ${dx} m: steady depth over Manning’s`,
        expected: '1',
        got: ratio.toFixed(4),
        tolerance: '5 %',
        pass: Math.abs(ratio - 1) <= 0.05,
      }
    }),
}
