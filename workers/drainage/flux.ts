/**
 * Discharge over the faces of a tile by the local inertial equations (Bates, Horritt & Fewtrell 2010, J. Hydrol. 387),
 * with the neighbours' discharge weighed in for stability at low friction (de Almeida, Bates, Freer & Souvignet 2012,
 * Water Resour. Res. 48, W05528). With h the depth of flow over the face and η the level:
 *
 *     q ← (θ q + ½(1 − θ)(q₋ + q₊) − g h Δt Δη/Δx) / (1 + g Δt n² |q| / h^(7/3))
 *
 * Everything is symmetric in the two cells of a face, so a mirrored or turned city gives the same bits.
 */
import { FASTEST_FROUDE, GRAVITY, LEVEL_NOISE, STILL_DEPTH, STILL_DISCHARGE, THETA, TILE } from './constants.ts'
import { Now, type State } from './state.ts'

const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

/** Cube root, relative error ≤ 3e-5: a third of the exponent's bits as first guess, one step of Halley's. */
export function cubeRoot(a: number): number {
  float[0] = a
  bits[0] = ((bits[0]! / 3) | 0) + 709958130
  const x = float[0]!
  const cube = x * x * x
  return (x * (cube + a + a)) / (cube + cube + a)
}

/**
 * Discharge after a step, with the cube root's division folded into friction's own: friction by the old discharge, as
 * published, where it does not rule; where it does, thin and steep flow would swing about its uniform depth, and friction is
 * taken at the end of the step, as the root of q + drag |q| q / h^(7/3) = pushed.
 * @param h depth of flow, m · @param pushed discharge after inertia and slope · @param drag g Δt n² · @param q before, m²/s
 */
export function rubbed(h: number, pushed: number, drag: number, q: number): number {
  float[0] = h
  bits[0] = ((bits[0]! / 3) | 0) + 709958130
  const x = float[0]!
  const cube = x * x * x
  const weight = h * h * x * (cube + h + h)
  const rub = drag * (cube + cube + h)
  const old = rub * Math.abs(q)
  if (old < weight + weight) return (pushed * weight) / (weight + old)
  return (pushed + pushed) / (1 + Math.sqrt(1 + (4 * rub * Math.abs(pushed)) / weight))
}

/** Water fast enough to cross a quarter of a cell in a step is held to a Froude number that still makes sense here. */
function tamed(q: number, h: number): number {
  const most = FASTEST_FROUDE * h * Math.sqrt(GRAVITY * h)
  return Math.max(-most, Math.min(most, q))
}

export function flux(s: State, tile: number): void {
  const { stride, ground, depth, manning } = s
  const old = s.now[Now.old]!
  const qx = s.qx[old as 0 | 1]
  const qy = s.qy[old as 0 | 1]
  const qxNew = s.qx[(1 - old) as 0 | 1]
  const qyNew = s.qy[(1 - old) as 0 | 1]
  const dt = s.now[Now.dt]!
  const slope = (GRAVITY * dt) / s.cellSize
  const friction = (GRAVITY * dt) / 4
  const quarter = s.cellSize / dt / 4

  const tileRow = Math.floor(tile / s.tileColumns)
  const row0 = tileRow * TILE
  const column0 = (tile - tileRow * s.tileColumns) * TILE
  const row1 = Math.min(row0 + TILE, s.rows)
  const width = Math.min(TILE, s.columns - column0)
  // Module constants as locals: some loaders turn imported names into look-ups, and these are read for every face.
  const [still, noise, least] = [STILL_DEPTH, LEVEL_NOISE, STILL_DISCHARGE]
  const [own, side] = [THETA, (1 - THETA) / 2]
  let crowded = 0

  for (let row = row0; row < row1; row++) {
    const first = (row + 1) * stride + column0 + 1
    let hWest = depth[first - 1]!
    let zWest = ground[first - 1]!
    let nWest = manning[first - 1]!
    for (let i = first; i < first + width; i++) {
      const h = depth[i]!
      const z = ground[i]!
      const n = manning[i]!
      const level = z + h

      let east = 0
      const levelWest = zWest + hWest
      const flowX = Math.max(level, levelWest) - Math.max(z, zWest)
      if (flowX > still) {
        let rise = level - levelWest
        if (Math.abs(rise) < noise) rise = 0
        const q = qx[i]!
        const rough = n + nWest
        const pushed = own * q + side * (qx[i - 1]! + qx[i + 1]!) - slope * flowX * rise
        east = rubbed(flowX, pushed, friction * rough * rough, q)
        const size = Math.abs(east)
        if (size < least) east = 0
        else if (size > quarter * Math.min(flowX, east > 0 ? hWest : h)) {
          crowded = 1
          east = tamed(east, flowX)
        }
      }
      qxNew[i] = east

      let south = 0
      const hNorth = depth[i - stride]!
      const zNorth = ground[i - stride]!
      const levelNorth = zNorth + hNorth
      const flowY = Math.max(level, levelNorth) - Math.max(z, zNorth)
      if (flowY > still) {
        let rise = level - levelNorth
        if (Math.abs(rise) < noise) rise = 0
        const q = qy[i]!
        const rough = n + manning[i - stride]!
        const pushed = own * q + side * (qy[i - stride]! + qy[i + stride]!) - slope * flowY * rise
        south = rubbed(flowY, pushed, friction * rough * rough, q)
        const size = Math.abs(south)
        if (size < least) south = 0
        else if (size > quarter * Math.min(flowY, south > 0 ? hNorth : h)) {
          crowded = 1
          south = tamed(south, flowY)
        }
      }
      qyNew[i] = south

      hWest = h
      zWest = z
      nWest = n
    }
  }
  s.tileCrowded[tile] = crowded
}
