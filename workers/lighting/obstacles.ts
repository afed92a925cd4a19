/** Buildings and crowns of trees that stand, as arrays for the kernel; null where neither is asked for. */
import { type City, stands } from '../../scenarios/city/city.ts'
import { pointsOf, polygonsOf } from '../../scenarios/geometry.ts'
import type { LightingObstacles, LightingSettings } from '../../scenarios/lighting.ts'

/** A crown begins at this share of a tree’s height (assumed). */
const CROWN_FROM = 0.35

export function obstaclesOf({ layers }: City, settings: LightingSettings): LightingObstacles | null {
  if (!settings.buildings && !settings.trees) return null
  const [start, points, height]: [number[], number[], number[]] = [[0], [], []]
  for (const building of settings.buildings ? layers.buildings.values() : []) {
    if (!stands(building)) continue
    for (const [outer] of polygonsOf(building.geometry)) {
      for (const [x, y] of outer!) points.push(x, y)
      start.push(points.length)
      height.push(building.properties.heightMetres)
    }
  }
  const trees = settings.trees ? [...layers.trees.values()].filter(stands) : []
  const places = trees.map(({ geometry }) => [...pointsOf(geometry)][0]!)
  const numbers = (value: (i: number) => number) => Float64Array.from(trees, (_, i) => value(i))
  return {
    start: Int32Array.from(start),
    points: Float64Array.from(points),
    height: Float64Array.from(height),
    treeX: numbers((i) => places[i]![0]),
    treeY: numbers((i) => places[i]![1]),
    treeRadius: numbers((i) => trees[i]!.properties.crownMetres / 2),
    treeBase: numbers((i) => trees[i]!.properties.heightMetres * CROWN_FROM),
    treeTop: numbers((i) => trees[i]!.properties.heightMetres),
    transmission: settings.treeTransmission,
  }
}
