/**
 * The yardstick: the plainest local-inertial kernel on typed arrays, two passes over a flat grid, no limiter, no books,
 * no tiles, friction by the bit-trick cube root. It measures the machine, so that figures of different machines can be compared.
 */
const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

export interface Yardstick {
  readonly columns: number
  readonly rows: number
  readonly ground: Float32Array
  readonly depth: Float32Array
  readonly qx: Float32Array
  readonly qy: Float32Array
}

export function createYardstick(columns: number, rows: number, ground: Float32Array, depth: Float32Array): Yardstick {
  return { columns, rows, ground, depth, qx: new Float32Array(columns * rows), qy: new Float32Array(columns * rows) }
}

function face(flow: number, rise: number, q: number, slope: number, friction: number): number {
  float[0] = flow
  bits[0] = ((bits[0]! / 3) | 0) + 709958130
  let root = float[0]!
  root = (2 * root + flow / (root * root)) / 3
  const rub = friction * (q < 0 ? -q : q)
  return (q - slope * flow * rise) / (1 + rub / (flow * flow * root))
}

/** One step of `dt` seconds on cells of `dx` metres with Manning's n. */
export function stepYardstick(y: Yardstick, dt: number, dx: number, n: number): void {
  const { columns, rows, ground, depth, qx, qy } = y
  const slope = (9.81 * dt) / dx
  const friction = 9.81 * dt * n * n
  for (let row = 1; row < rows; row++) {
    for (let i = row * columns + 1; i < (row + 1) * columns; i++) {
      const z = ground[i]!
      const level = z + depth[i]!
      const zWest = ground[i - 1]!
      const west = zWest + depth[i - 1]!
      const flowX = Math.max(level, west) - Math.max(z, zWest)
      qx[i] = flowX > 1e-3 ? face(flowX, level - west, qx[i]!, slope, friction) : 0
      const zNorth = ground[i - columns]!
      const north = zNorth + depth[i - columns]!
      const flowY = Math.max(level, north) - Math.max(z, zNorth)
      qy[i] = flowY > 1e-3 ? face(flowY, level - north, qy[i]!, slope, friction) : 0
    }
  }
  const perDepth = dt / dx
  for (let row = 1; row < rows - 1; row++) {
    for (let i = row * columns + 1; i < (row + 1) * columns - 1; i++) {
      const h = depth[i]! + perDepth * (qx[i]! - qx[i + 1]! + qy[i]! - qy[i + columns]!)
      depth[i] = Math.max(h, 0)
    }
  }
}
