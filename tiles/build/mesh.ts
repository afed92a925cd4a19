/**
 * Triangles or lines in growing typed arrays, as glTF wants them: x east, y up, z south of an origin. Without normals: who
 * draws takes them from the triangles, so that the faces of a solid share their corners.
 */

export interface MeshData {
  readonly mode: 'triangles' | 'lines'
  /** Three a vertex, m. */
  readonly positions: Float32Array
  /** Red, green, blue, alpha a vertex; null where the material has one colour. */
  readonly colours: Uint8Array | null
  /** Row of the property table, one a vertex; null where instances carry it. */
  readonly featureIds: Uint16Array | null
  readonly indices: Uint32Array
}

export interface MeshWriter {
  readonly vertices: number
  /** East, north, up. @returns the vertex's number */
  vertex(east: number, north: number, up: number): number
  /** Of all vertices to come, 0xrrggbb. */
  colour(rgb: number): void
  /** Of all vertices to come. */
  feature(row: number): void
  triangle(a: number, b: number, c: number): void
  line(a: number, b: number): void
  /** What was written, with positions from an origin, the middle of its box where none is given; the writer is empty after. */
  take(
    mode?: MeshData['mode'],
    origin?: readonly [number, number, number],
  ): { mesh: MeshData; origin: readonly [number, number, number]; box: Box }
}

/** Along the axes of east, north, up, m. */
export interface Box {
  readonly min: [number, number, number]
  readonly max: [number, number, number]
}

/** @param has what the vertices carry beside their places */
export function meshWriter(has: { readonly colours?: boolean; readonly features?: boolean }): MeshWriter {
  let positions = new Float64Array(3 * 4096)
  let colours = new Uint8Array(4 * 4096)
  let features = new Uint16Array(4096)
  let indices = new Uint32Array(4096)
  let [vertices, count, row] = [0, 0, 0]
  let [red, green, blue] = [255, 255, 255]
  const point = (index: number) => {
    if (count === indices.length) indices = grown(indices, new Uint32Array(count * 2))
    indices[count++] = index
  }
  return {
    get vertices() {
      return vertices
    },
    vertex(east, north, up) {
      if (vertices === features.length) {
        positions = grown(positions, new Float64Array(vertices * 6))
        colours = grown(colours, new Uint8Array(vertices * 8))
        features = grown(features, new Uint16Array(vertices * 2))
      }
      const at = vertices * 3
      positions[at] = east
      positions[at + 1] = north
      positions[at + 2] = up
      if (has.colours) {
        const four = vertices * 4
        colours[four] = red
        colours[four + 1] = green
        colours[four + 2] = blue
        colours[four + 3] = 255
      }
      features[vertices] = row
      return vertices++
    },
    colour(rgb) {
      red = rgb >> 16
      green = (rgb >> 8) & 255
      blue = rgb & 255
    },
    feature(next) {
      row = next
    },
    triangle(a, b, c) {
      point(a)
      point(b)
      point(c)
    },
    line(a, b) {
      point(a)
      point(b)
    },
    take(mode = 'triangles', given) {
      const box = boxOf(positions, vertices)
      const origin = given ?? middleOf(box)
      const out = new Float32Array(vertices * 3)
      for (let i = 0; i < out.length; i += 3) {
        out[i] = positions[i]! - origin[0]
        out[i + 1] = positions[i + 2]! - origin[2]
        out[i + 2] = origin[1] - positions[i + 1]!
      }
      const mesh: MeshData = {
        mode,
        positions: out,
        colours: has.colours ? colours.slice(0, vertices * 4) : null,
        featureIds: has.features ? features.slice(0, vertices) : null,
        indices: indices.slice(0, count),
      }
      vertices = 0
      count = 0
      return { mesh, origin, box }
    },
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}

/** To the metre. */
export const middleOf = ({ min, max }: Box) =>
  [0, 1, 2].map((k) => Math.round((min[k]! + max[k]!) / 2)) as [number, number, number]

function boxOf(positions: Float64Array, vertices: number): Box {
  const min: Box['min'] = [Infinity, Infinity, Infinity]
  const max: Box['max'] = [-Infinity, -Infinity, -Infinity]
  for (let k = 0; k < 3; k++) {
    let [low, high] = [Infinity, -Infinity]
    for (let i = k; i < vertices * 3; i += 3) {
      const value = positions[i]!
      if (value < low) low = value
      if (value > high) high = value
    }
    min[k] = low
    max[k] = high
  }
  return { min, max }
}
