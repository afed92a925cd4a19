/** Which shapes stand where a feature of a layer is: how tall, how wide, looking where. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import type { ShapeId } from './shapes.ts'

/** A shape above a place. */
export interface Piece {
  readonly shape: ShapeId
  /** Level of its foot above the datum, m. */
  readonly foot: number
  /** Degrees from north, clockwise. */
  readonly heading: number
  /** East, north, up before it is turned. */
  readonly scale: readonly [number, number, number]
}

type Properties = Feature['properties']
type Of<L extends Feature extends Feature<infer K> ? K : never> = Feature<L>['properties']

/** @param waterways by id: works on the water stand across them */
export interface Surroundings {
  readonly waterways: ReadonlyMap<string, Feature<'waterways'>>
}

type Stand = (properties: Properties, at: XY, ground: number, around: Surroundings) => Piece[]

const ONE = [1, 1, 1] as const
const palms = /dừa|cau|cọ|thốt nốt|palm|coco/i
/** A manhole's width, and how far a shaft reaches below the lowest pipe, m; assumptions. */
const [SHAFT_METRES, SUMP_METRES] = [1, 0.2]

/** Layers of single things, and how each is made up. */
export const standing = {
  trees: (p, _, foot) => {
    const { species, heightMetres, crownMetres } = p as Of<'trees'>
    const shape = palms.test(species ?? '') ? 'palm' : 'tree'
    return [{ shape, foot, heading: 0, scale: [crownMetres, crownMetres, heightMetres] }]
  },
  lamps: (p, _, foot) => {
    const { heightMetres, overhangMetres, headingDegrees: heading } = p as Of<'lamps'>
    const arm = Math.max(0.4, overhangMetres)
    return [
      { shape: 'lampPost', foot, heading, scale: [1, 1, heightMetres] },
      { shape: 'lampArm', foot: foot + heightMetres, heading, scale: [1, arm, 1] },
    ]
  },
  powernodes: (p, _, foot) => {
    const { kind, heightMetres, voltageVolts } = p as Of<'powernodes'>
    const upright = { foot, heading: 0 }
    if (kind === 'substation') return [{ shape: 'substation', ...upright, scale: ONE }]
    if (kind === 'tower') return [{ shape: 'tower', ...upright, scale: [heightMetres, heightMetres, heightMetres] }]
    const pole: Piece = { shape: 'pole', ...upright, scale: [1, 1, heightMetres] }
    const arm: Piece = { shape: 'crossarm', foot: foot + heightMetres, heading: 0, scale: ONE }
    if (kind === 'transformer') return [pole, arm, { shape: 'transformer', ...upright, scale: ONE }]
    return voltageVolts >= 1000 ? [pole, arm] : [pole]
  },
  cabinets: (_, __, foot) => [{ shape: 'cabinet', foot, heading: 0, scale: ONE }],
  sensors: (_, __, foot) => [{ shape: 'sensor', foot, heading: 0, scale: ONE }],
  hydraulics: (p, at, ground, { waterways }) => {
    const { kind, widthMetres, sillMetres, crestMetres, waterwayId } = p as Of<'hydraulics'>
    const heading = along(waterways.get(waterwayId ?? ''), at)
    if (kind === 'pump') return [{ shape: 'pumpHouse', foot: ground, heading, scale: ONE }]
    const foot = sillMetres ?? ground
    const top = Math.max(foot + 0.5, crestMetres ?? ground + 1)
    return [{ shape: kind, foot, heading, scale: [widthMetres ?? 6, 1, top - foot] }]
  },
  drainnodes: (p, _, __) => {
    const { kind, groundMetres, invertMetres } = p as Of<'drainnodes'>
    const foot = invertMetres - SUMP_METRES
    const depth = Math.max(0.3, groundMetres - foot)
    if (kind === 'outfall') return [{ shape: 'outfall', foot, heading: 0, scale: [1, 1, depth] }]
    const width = kind === 'pump' ? 3 * SHAFT_METRES : kind === 'inlet' ? 0.6 * SHAFT_METRES : SHAFT_METRES
    return [{ shape: 'shaft', foot, heading: 0, scale: [width, width, depth] }]
  },
} as const satisfies Partial<Record<string, Stand>>

export type StandingLayer = keyof typeof standing

export const piecesOf = (
  layer: StandingLayer,
  properties: Properties,
  at: XY,
  ground: number,
  around: Surroundings,
): Piece[] => (standing[layer] as Stand)(properties, at, ground, around)

/** Direction of a waterway where it passes a place, degrees from north. */
function along(waterway: Feature<'waterways'> | undefined, [x, y]: XY): number {
  let [heading, least] = [0, Infinity]
  for (const line of waterway ? linesOf(waterway.geometry) : []) {
    for (let i = 1; i < line.length; i++) {
      const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!]
      const distance = Math.hypot((x0 + x1) / 2 - x, (y0 + y1) / 2 - y)
      if (distance >= least) continue
      least = distance
      heading = (Math.atan2(x1 - x0, y1 - y0) * 180) / Math.PI
    }
  }
  return heading
}
