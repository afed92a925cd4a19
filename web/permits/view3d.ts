/**
 * What the 3D picture of a case is made of: the building's parts, the lot, its surroundings in the city. Local metres about the
 * lot, so that the graphics' single precision keeps its millimetres. Pure but for the reading.
 */
import type { BuildingModel } from '../../data/readers/building/model.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, centroid, grow, linesOf, pointInRing, polygonsOf } from '../../scenarios/geometry.ts'
import type { Placement } from '../../scenarios/permits/model.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'
import type { Prism } from './shades.ts'
import { type Triangles, trianglesAt } from './triangles.ts'

/** Surroundings read around the lot, m. */
export const AROUND_METRES = 110
/** A building lower than this in the city's data has no height at all: drawn as one storey. */
const LEAST_HEIGHT_METRES = 2.5
const UNKNOWN_HEIGHT_METRES = 3.5

export interface Body extends Prism {
  readonly name: string
}

export interface Surrounds {
  readonly buildings: readonly {
    readonly id: string
    readonly name: string
    readonly ring: readonly XY[]
    readonly heightMetres: number
  }[]
  readonly roads: readonly { readonly line: readonly XY[]; readonly widthMetres: number }[]
  readonly water: readonly (readonly XY[])[]
  /** Mean level, m above datum; 0 where it is not known. */
  readonly groundMetres: number
}

/** A building's file where it stands. */
export interface PlacedModel {
  readonly model: BuildingModel
  readonly placement: Placement
  /** Shown instead of the form's massing, not over it. */
  readonly instead: boolean
}

export interface View3d {
  /** Easting and northing that 0, 0 stands for. */
  readonly origin: XY
  readonly groundMetres: number
  readonly lot: readonly XY[]
  readonly parts: readonly Body[]
  /** Of the building's file; in place of the parts, or with them. */
  readonly triangles: Triangles | null
  /** What stands on the lot now and makes room, with its ids in the city. */
  readonly replaced: readonly Body[]
  readonly replacedIds: readonly string[]
  readonly neighbours: readonly Body[]
  readonly roads: Surrounds['roads']
  readonly water: Surrounds['water']
  readonly redLines: readonly (readonly XY[])[]
}

/** @throws Problem where the tiles cannot be read */
export async function readSurrounds(tiles: Tiles, lot: readonly XY[], signal: AbortSignal): Promise<Surrounds> {
  const city = await readCity(tiles, grow(boundsOf(lot), AROUND_METRES), signal, {
    layers: ['buildings', 'roads', 'water'],
  })
  return surroundsOf(city)
}

export function surroundsOf({ layers, ground }: Pick<City, 'layers' | 'ground'>): Surrounds {
  let [sum, count] = [0, 0]
  for (const level of ground.data) {
    if (Number.isNaN(level)) continue
    sum += level
    count++
  }
  return {
    groundMetres: count > 0 ? sum / count : 0,
    buildings: [...layers.buildings.values()]
      .filter(({ buildState }) => buildState === 'as-built' || buildState === 'under-construction')
      .flatMap(({ id, geometry, properties: p }) =>
        polygonsOf(geometry).map(([ring]) => ({
          id,
          name: p.name ?? '',
          ring: ring!,
          heightMetres: p.heightMetres >= LEAST_HEIGHT_METRES ? p.heightMetres : UNKNOWN_HEIGHT_METRES,
        })),
      ),
    roads: [...layers.roads.values()].flatMap(({ geometry, properties: p }) =>
      linesOf(geometry).map((line) => ({ line, widthMetres: p.widthMetres })),
    ),
    water: [...layers.water.values()].flatMap(({ geometry }) => polygonsOf(geometry).map(([ring]) => ring!)),
  }
}

/** What stands on the lot now makes room for the new building. What the case says of neighbours goes first. */
export function viewOf(check: PermitCheck, surrounds: Surrounds | null, file: PlacedModel | null = null): View3d {
  const { site, building, roads, neighbours } = check
  const [ox, oy] = centroid(site.ring).map(Math.round) as XY
  const local = (ring: readonly XY[]) => ring.map(([x, y]): XY => [x - ox, y - oy])
  const ground = surrounds?.groundMetres ?? building.groundLevelMetres ?? 0
  const base = building.groundLevelMetres ?? ground
  const stated = (neighbours ?? []).map((one) => ({ ...one, middle: centroid(one.footprint) }))
  const known = new Set<(typeof stated)[number]>()
  const bodies: Body[] = []
  const stand = (name: string, ring: readonly XY[], heightMetres: number) =>
    bodies.push({ name, ring: local(ring), baseMetres: ground, topMetres: ground + heightMetres })
  const replaced: Body[] = []
  const replacedIds: string[] = []
  for (const { id, name, ring, heightMetres } of surrounds?.buildings ?? []) {
    const middle = centroid(ring)
    if (pointInRing(middle, site.ring)) {
      replaced.push({ name, ring: local(ring), baseMetres: ground, topMetres: ground + heightMetres })
      replacedIds.push(id)
      continue
    }
    const said = stated.find((one) => pointInRing(one.middle, ring) || pointInRing(middle, one.footprint))
    if (said) known.add(said)
    stand(said?.name ?? name, ring, said?.heightMetres ?? heightMetres)
  }
  for (const one of stated)
    if (!known.has(one) && !pointInRing(one.middle, site.ring))
      stand(one.name, one.footprint, one.heightMetres ?? UNKNOWN_HEIGHT_METRES)
  return {
    origin: [ox, oy],
    groundMetres: ground,
    lot: local(site.ring),
    parts:
      file?.instead === true
        ? []
        : building.parts.map(({ name, footprint, heightMetres }) => ({
            name,
            ring: local(footprint),
            baseMetres: base,
            topMetres: base + heightMetres,
          })),
    triangles: file && trianglesAt(file.model, file.placement, [ox, oy]),
    replaced,
    replacedIds,
    neighbours: bodies,
    roads: (surrounds?.roads ?? []).map(({ line, widthMetres }) => ({ line: local(line), widthMetres })),
    water: (surrounds?.water ?? []).map(local),
    redLines: roads.flatMap(({ redLine }) => (redLine ? [local(redLine)] : [])),
  }
}

/** A flat band along a line: triangles, two a segment and a fan at each bend. @returns x, y of each corner */
export function bandAlong(line: readonly XY[], widthMetres: number): number[] {
  const half = widthMetres / 2
  const out: number[] = []
  for (let i = 1; i < line.length; i++) {
    const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!]
    const length = Math.hypot(x1 - x0, y1 - y0)
    if (length === 0) continue
    const [nx, ny] = [(-(y1 - y0) / length) * half, ((x1 - x0) / length) * half]
    out.push(x0 - nx, y0 - ny, x1 - nx, y1 - ny, x1 + nx, y1 + ny)
    out.push(x0 - nx, y0 - ny, x1 + nx, y1 + ny, x0 + nx, y0 + ny)
    if (i + 1 < line.length) {
      for (let k = 0; k < 8; k++) {
        const [a, b] = [(k * Math.PI) / 4, ((k + 1) * Math.PI) / 4]
        out.push(
          x1,
          y1,
          x1 + half * Math.cos(a),
          y1 + half * Math.sin(a),
          x1 + half * Math.cos(b),
          y1 + half * Math.sin(b),
        )
      }
    }
  }
  return out
}
