/**
 * F3: the non-breaking wave of Hunter et al. (2005) that Bates et al. (2010) proved their scheme with: water of constant
 * speed u over a flat plain, h(x, t) = (7/3 n² u² (u t − x))^(3/7).
 */
import { type Case, edgeFaces, inMillimetres, plainInput, type Row, runHere } from '../case.ts'

const [N, SPEED, SECONDS] = [0.03, 1, 3600]

export const waveDepth = (x: number, t: number): number =>
  x < SPEED * t ? ((7 / 3) * N * N * SPEED * SPEED * (SPEED * t - x)) ** (3 / 7) : 0

/** RMSE over the plain after an hour, m; the level is given half a cell before the first centre. */
export function waveError(dx: number): { rmse: number; massError: number } {
  const columns = Math.round(5000 / dx)
  const series = Array.from({ length: 721 }, (_, k): [number, number] => [k * 5, waveDepth(-dx / 2, k * 5)])
  const result = runHere(
    plainInput(columns, 1, dx, {
      manning: new Float32Array(columns).fill(N),
      boundaries: [{ kind: 'stage', ...edgeFaces(columns, 1, 'W'), series, linear: true }],
      durationSeconds: SECONDS,
    }),
  )
  let sum = 0
  for (let i = 0; i < columns; i++) sum += (result.finalDepth[i]! - waveDepth((i + 0.5) * dx, SECONDS)) ** 2
  return { rmse: Math.sqrt(sum / columns), massError: result.diagnostics.massError }
}

export const wave: Case = {
  title: 'non-breaking wave',
  run: (): Row[] =>
    [100, 50, 25].map((dx) => {
      const error = waveError(dx).rmse
      const top = waveDepth(0, SECONDS)
      return {
        id: 'F3',
        check: `non-breaking wave over a plain, n 0.03, 1 m/s, 1 h, cells of ${dx} m: RMSE of depth`,
        expected: `h(0) = ${top.toFixed(4)} m`,
        got: `${inMillimetres(error)} = ${((100 * error) / top).toFixed(2)} %`,
        tolerance: dx === 50 ? '2 % of h(0)' : 'reported',
        pass: dx === 50 ? error <= 0.02 * top : null,
      }
    }),
}
