/**
 * The things that stand about a town as a few triangles each, made by code: trees, lamps, poles, cabinets, gates. Metres east,
 * north (where they look) and up of their foot; what is 1 m long is scaled to its length. Light from the north-west is painted
 * in, so that they cost nothing to shade.
 */
import { type MeshData, type MeshWriter, meshWriter } from './mesh.ts'

type Point = readonly [east: number, north: number, up: number]

/** From the north-west and above. */
const LIGHT: Point = [-0.46, 0.55, 0.69]

/** The colour of a face under that light, as linear bytes. @param normal of any length */
export function lit(hex: string, normal: Point): number {
  const length = Math.hypot(...normal) || 1
  const share = 0.74 + 0.26 * (normal.reduce((sum, value, k) => sum + value * LIGHT[k]!, 0) / length)
  const channel = (at: number) => {
    const value = (Number.parseInt(hex.slice(at, at + 2), 16) / 255) * share
    const linear = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    return Math.round(Math.min(1, linear) * 255)
  }
  return (channel(1) << 16) | (channel(3) << 8) | channel(5)
}

/** A face with all its corners in its own colour, counter-clockwise from outside. */
function face(out: MeshWriter, hex: string, corners: readonly Point[]): void {
  const [a, b, c] = corners as [Point, Point, Point]
  const [u, v] = [b.map((value, k) => value - a[k]!), c.map((value, k) => value - a[k]!)] as unknown as [Point, Point]
  out.colour(lit(hex, [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]))
  const first = out.vertices
  for (const corner of corners) out.vertex(...corner)
  for (let i = 2; i < corners.length; i++) out.triangle(first, first + i - 1, first + i)
}

/** Rings of `sides` corners one above the other; where a radius is 0 they meet in a point. */
function turned(
  out: MeshWriter,
  hex: string,
  sides: number,
  rings: readonly (readonly [radius: number, up: number])[],
) {
  const corner = (k: number, i: number): Point => {
    const [radius, up] = rings[k]!
    const angle = ((i % sides) * 2 * Math.PI) / sides + Math.PI / 4
    return [radius * Math.cos(angle), radius * Math.sin(angle), up]
  }
  for (let k = 0; k + 1 < rings.length; k++) {
    for (let i = 0; i < sides; i++) {
      const [a, b, c, d] = [corner(k, i), corner(k, i + 1), corner(k + 1, i + 1), corner(k + 1, i)]
      if (rings[k]![0] === 0) face(out, hex, [a, c, d])
      else if (rings[k + 1]![0] === 0) face(out, hex, [a, b, c])
      else face(out, hex, [a, b, c, d])
    }
  }
}

/** A box between two corners. */
function box(out: MeshWriter, hex: string, [x0, y0, z0]: Point, [x1, y1, z1]: Point): void {
  face(out, hex, [
    [x0, y0, z0],
    [x1, y0, z0],
    [x1, y0, z1],
    [x0, y0, z1],
  ])
  face(out, hex, [
    [x1, y0, z0],
    [x1, y1, z0],
    [x1, y1, z1],
    [x1, y0, z1],
  ])
  face(out, hex, [
    [x1, y1, z0],
    [x0, y1, z0],
    [x0, y1, z1],
    [x1, y1, z1],
  ])
  face(out, hex, [
    [x0, y1, z0],
    [x0, y0, z0],
    [x0, y0, z1],
    [x0, y1, z1],
  ])
  face(out, hex, [
    [x0, y0, z1],
    [x1, y0, z1],
    [x1, y1, z1],
    [x0, y1, z1],
  ])
}

const [BARK, LEAF, FROND, STEEL, CONCRETE, GLASS] = ['#7a5c3e', '#5f9148', '#6fa04a', '#8d949b', '#b9b6ae', '#f6e7a8']
const [GREEN, BLUE, DARK, TILE] = ['#5b8a72', '#3f7fb5', '#4b5158', '#a8604a']

const draw = {
  /** Height 1, crown 1 m across. */
  tree: (out: MeshWriter) => {
    turned(out, BARK, 4, [
      [0.05, 0],
      [0.035, 0.4],
    ])
    turned(out, LEAF, 6, [
      [0, 0.3],
      [0.42, 0.45],
      [0.5, 0.7],
      [0.28, 0.93],
      [0, 1],
    ])
  },
  /** Height 1, fronds 1 m across. */
  palm: (out: MeshWriter) => {
    turned(out, BARK, 4, [
      [0.04, 0],
      [0.03, 0.88],
    ])
    for (let i = 0; i < 7; i++) {
      const at = (angle: number, radius: number, up: number): Point => [
        radius * Math.cos(angle),
        radius * Math.sin(angle),
        up,
      ]
      const angle = (i * 2 * Math.PI) / 7
      face(out, FROND, [[0, 0, 0.88], at(angle - 0.25, 0.3, 0.97), at(angle, 0.5, 0.82), at(angle + 0.25, 0.3, 0.97)])
    }
  },
  /** Height 1, true thickness. */
  lampPost: (out: MeshWriter) =>
    turned(out, STEEL, 4, [
      [0.1, 0],
      [0.06, 1],
    ]),
  /** From the post's top, 1 m long, looking north, with the luminaire at its end. */
  lampArm: (out: MeshWriter) => {
    box(out, STEEL, [-0.04, 0, -0.08], [0.04, 1, 0])
    box(out, GLASS, [-0.16, 0.72, -0.16], [0.16, 1.15, -0.04])
  },
  /** Height 1, true thickness. */
  pole: (out: MeshWriter) =>
    turned(out, CONCRETE, 4, [
      [0.19, 0],
      [0.12, 1],
    ]),
  /** At the top of a pole. */
  crossarm: (out: MeshWriter) => {
    box(out, DARK, [-1, -0.06, -0.5], [1, 0.06, -0.38])
    for (const east of [-0.9, 0, 0.9]) box(out, TILE, [east - 0.06, -0.06, -0.38], [east + 0.06, 0.06, -0.1])
  },
  /** A lattice tower of height 1. */
  tower: (out: MeshWriter) => {
    for (const [east, north] of [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const) {
      const at = (spread: number, side: number, up: number): Point => [east * spread + side, north * spread, up]
      face(out, STEEL, [at(0.09, -0.006, 0), at(0.09, 0.006, 0), at(0.012, 0.004, 1), at(0.012, -0.004, 1)])
    }
    for (const up of [0.22, 0.45, 0.66]) {
      const half = 0.09 - 0.078 * up
      turned(out, STEEL, 4, [
        [half * Math.SQRT2, up],
        [half * Math.SQRT2, up + 0.008],
      ])
    }
    for (const up of [0.7, 0.82, 0.94]) box(out, STEEL, [-0.13, -0.012, up - 0.012], [0.13, 0.012, up])
  },
  transformer: (out: MeshWriter) => {
    box(out, DARK, [-0.9, -0.3, 3], [0.9, 0.3, 3.15])
    box(out, STEEL, [-0.6, -0.45, 3.15], [0.6, 0.45, 4.5])
  },
  substation: (out: MeshWriter) => {
    box(out, CONCRETE, [-14, -9, 0], [14, 9, 0.3])
    box(out, TILE, [-12, 2, 0.3], [-4, 7, 4])
    for (const east of [0, 6]) box(out, STEEL, [east, -4, 0.3], [east + 4, 0, 4.2])
    for (const east of [-3, 3, 9]) box(out, DARK, [east, 5, 0.3], [east + 0.4, 5.4, 9])
  },
  cabinet: (out: MeshWriter) => {
    box(out, CONCRETE, [-0.45, -0.27, 0], [0.45, 0.27, 0.25])
    box(out, GREEN, [-0.4, -0.22, 0.25], [0.4, 0.22, 1.5])
  },
  /** Across the water along east, 1 m wide and 1 m high. */
  sluice: (out: MeshWriter) => {
    for (const east of [-0.5, 0.42]) box(out, CONCRETE, [east, -2, 0], [east + 0.08, 2, 1])
    box(out, BLUE, [-0.42, -0.15, 0], [0.42, 0.15, 0.7])
    box(out, CONCRETE, [-0.5, -1.2, 0.93], [0.5, 1.2, 1])
  },
  pumpHouse: (out: MeshWriter) => {
    box(out, '#d9d2c5', [-3, -2, 0], [3, 2, 3.2])
    box(out, TILE, [-3.3, -2.3, 3.2], [3.3, 2.3, 3.5])
    box(out, BLUE, [-2, -6, 0.4], [-1.2, -2, 1.2])
    box(out, BLUE, [1.2, -6, 0.4], [2, -2, 1.2])
  },
  /** Across the water along east, 1 m wide and 1 m high. */
  weir: (out: MeshWriter) => box(out, CONCRETE, [-0.5, -0.6, 0], [0.5, 0.6, 1]),
  sensor: (out: MeshWriter) => {
    turned(out, STEEL, 4, [
      [0.07, 0],
      [0.05, 3],
    ])
    box(out, '#eef0ea', [-0.2, 0.05, 2], [0.2, 0.3, 2.6])
    box(out, BLUE, [-0.35, -0.3, 2.9], [0.35, 0.2, 3])
  },
  /** 1 m deep, 1 m across, closed by its cover. */
  shaft: (out: MeshWriter) => {
    turned(out, '#8f9aa3', 6, [
      [0.5, 0],
      [0.5, 1],
    ])
    turned(out, DARK, 6, [
      [0.36, 1],
      [0.36, 1.02],
      [0, 1.03],
    ])
  },
  /** A headwall 1 m high, looking north. */
  outfall: (out: MeshWriter) => {
    box(out, CONCRETE, [-1, -0.2, 0], [1, 0.2, 1])
    box(out, DARK, [-0.4, 0.2, 0], [0.4, 0.24, 0.7])
  },
} as const satisfies Record<string, (out: MeshWriter) => void>

export type ShapeId = keyof typeof draw

const known = new Map<ShapeId, MeshData>()

/** The mesh of a shape, from its foot. */
export function shapeOf(id: ShapeId): MeshData {
  const made = known.get(id)
  if (made) return made
  const out = meshWriter({ colours: true })
  draw[id](out)
  const { mesh } = out.take('triangles', [0, 0, 0])
  known.set(id, mesh)
  return mesh
}
