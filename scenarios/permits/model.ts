/**
 * A building's file in a permit case: which file, and where it stands. Its figures decide nothing: the rules go by the form's
 * (product guard 4); the file is what the reviewer looks at beside them.
 */
import { z } from 'zod'
import type { XY } from '../frame.ts'

export const modelKinds = ['ifc', 'glb'] as const

/** From the file's own axes (metres, z up) to the city's frame. */
export const placementSchema = z.strictObject({
  east: z.number().min(-1e7).max(1e7).describe('Of the file’s origin, VN-2000 m'),
  north: z.number().min(-1e7).max(1e7),
  levelMetres: z.number().min(-1e4).max(1e4).describe('Of the file’s zero level, m above datum'),
  turnedDegrees: z.number().min(-360).max(360).describe('Of the file’s x axis, from east, counter-clockwise'),
  scale: z.number().min(1e-4).max(1e4).describe('Metres of the city a metre of the file'),
  from: z
    .enum(['map', 'site', 'hand'])
    .describe('The file’s map conversion, the coarse latitude and longitude of its site, or a person'),
})
export type Placement = z.infer<typeof placementSchema>

export const modelSchema = z.strictObject({
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the file, as of the attachment'),
  kind: z.enum(modelKinds),
  placement: placementSchema,
})
export type CaseModel = z.infer<typeof modelSchema>

/** From the file's axes to the city's. */
export function placed([x, y]: readonly [number, number], p: Placement): XY {
  const [cos, sin] = turnOf(p)
  return [p.east + p.scale * (x * cos - y * sin), p.north + p.scale * (x * sin + y * cos)]
}

/** From the city's axes to the file's. */
export function unplaced([east, north]: readonly [number, number], p: Placement): XY {
  const [cos, sin] = turnOf(p)
  const [dx, dy] = [(east - p.east) / p.scale, (north - p.north) / p.scale]
  return [dx * cos + dy * sin, dy * cos - dx * sin]
}

export const levelOf = (z: number, p: Placement): number => p.levelMetres + p.scale * z

const turnOf = ({ turnedDegrees }: Placement): [cos: number, sin: number] => {
  const turn = (turnedDegrees * Math.PI) / 180
  return [Math.cos(turn), Math.sin(turn)]
}

/** The same building turned about a place of the city that stays where it is. */
export function turnedAbout(p: Placement, centre: XY, turnedDegrees: number): Placement {
  return keeping(
    { ...p, turnedDegrees: (((turnedDegrees % 360) + 540) % 360) - 180, from: 'hand' },
    unplaced(centre, p),
    centre,
  )
}

/** The same building made larger or smaller about a place of the city that stays where it is. */
export function scaledAbout(p: Placement, centre: XY, scale: number): Placement {
  return keeping({ ...p, scale, from: 'hand' }, unplaced(centre, p), centre)
}

export const movedBy = (p: Placement, [dx, dy]: XY): Placement => ({
  ...p,
  east: p.east + dx,
  north: p.north + dy,
  from: 'hand',
})

/** Moved so that a point of the file stands at a place of the city. */
export function keeping(p: Placement, own: XY, at: XY): Placement {
  const [x, y] = placed(own, p)
  return { ...p, east: p.east + at[0] - x, north: p.north + at[1] - y }
}
