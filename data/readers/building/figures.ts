/**
 * What a building's triangles come to in the words of a permit: footprint, height, storeys, floor areas, parts. In metres of the
 * file's axes. Ground is where the ground storey's floor is: files seldom hold the ground itself.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { ringArea } from '../../../scenarios/geometry.ts'
import type { SquareMetres } from '../../../scenarios/units.ts'
import type { BuildingElement, BuildingModel } from './model.ts'
import { beyond, outlineOf } from './outline.ts'

export type OutlineFrom = 'walls' | 'walls-and-openings' | 'walls-and-slabs' | 'all'

export interface StoreyFigures {
  readonly name: string
  readonly levelMetres: number
  readonly above: boolean
  /** Small, on the roof: not counted as a storey. */
  readonly tum: boolean
  readonly squareMetres: SquareMetres | null
  readonly from: 'storey' | 'spaces' | 'slabs' | 'outline'
}

export interface FilePart {
  readonly kind: 'main' | 'podium' | 'tower'
  readonly footprint: XY[]
  readonly projections: XY[][]
  readonly heightMetres: number
  readonly storeys: number
}

export interface BuildingFigures {
  /** Closed rings, the largest first; empty where the outline could not be made. */
  readonly footprint: readonly XY[][]
  readonly footprintFrom: OutlineFrom
  readonly footprintSquareMetres: SquareMetres
  readonly groundMetres: number
  readonly topMetres: number
  readonly heightMetres: number
  /** Null where the file has no storeys. */
  readonly storeysAbove: number | null
  readonly storeysBelow: number | null
  readonly storeys: readonly StoreyFigures[]
  readonly parts: readonly FilePart[]
  /** Width, depth, height of everything. */
  readonly sizeMetres: readonly [number, number, number]
  readonly triangles: number
  /** False: outlines of upper storeys or of what juts out were left out for time. */
  readonly complete: boolean
}

/** A storey has walls at least this high; lower ones are parapets, m. */
const WALL_METRES = 1.8
/** Floors so little below the building's zero are at its ground, m. */
const GROUND_STEP_METRES = 0.5
/** Of the floor below, at most: a tum (Thông tư 06/2021/TT-BXD counts it out of the storeys at 30 %). */
const TUM_SHARE = 0.3
/** Of its podium, at most; and storeys, at least. */
const TOWER_SHARE = 0.75
const TOWER_STOREYS = 2
/** Outlines of walls alone that come to less than this of everything leave gaps. */
const ENCLOSED_SHARE = 0.8
const LEAST_PROJECTION = 0.1
const MOST_PROJECTIONS = 50

/** Outlines that are not there after this are left out, s. */
const OUTLINE_SECONDS = 40

export function figuresOf(model: BuildingModel): BuildingFigures {
  const until = Date.now() + OUTLINE_SECONDS * 1000
  const { elements, positions, indices } = model
  const spans = elements.map((element) => spanOf(model, element))
  const top = spans.reduce((most, [, high]) => Math.max(most, high), -Infinity)
  const bottom = spans.reduce((least, [low]) => Math.min(least, low), Infinity)
  const storeyOf = elements.map(({ storey }, i) => storey ?? storeyAt(model, spans[i]![0]))
  const inStorey = (storey: number) => elements.filter((_, i) => storeyOf[i] === storey)
  const walled = model.storeys.map((_, storey) =>
    elements.some(
      ({ kind }, i) => storeyOf[i] === storey && kind === 'wall' && spans[i]![1] - spans[i]![0] >= WALL_METRES,
    ),
  )
  const ground = groundOf(model, walled)
  const groundMetres = ground === null ? bottom : model.storeys[ground]!.levelMetres
  const base = ground === null ? elements : inStorey(ground)
  const { rings: footprint, from: footprintFrom } = enclosed(model, base, ground === null, until)
  const footprintSquareMetres = areaOf(footprint)
  const full = model.storeys.flatMap((_, i) => (ground !== null && i >= ground && walled[i] ? [i] : []))
  const outlines = new Map(
    full.map((i) => [i, i === ground ? footprint : enclosed(model, inStorey(i), false, until).rings] as const),
  )
  const last = full.at(-1)
  const below = full.at(-2)
  const hasTum =
    last !== undefined &&
    below !== undefined &&
    areaOf(outlines.get(last)!) > 0 &&
    areaOf(outlines.get(last)!) <= TUM_SHARE * areaOf(outlines.get(below)!)
  const counted = hasTum ? full.slice(0, -1) : full
  const storeys = model.storeys.map(({ name, levelMetres, statedFloor }, i): StoreyFigures => {
    const outline = outlines.get(i) ?? (walled[i] ? enclosed(model, inStorey(i), false, until).rings : [])
    const own = areaOf(outline)
    return {
      name,
      levelMetres,
      above: ground !== null && i >= ground,
      tum: hasTum && i === last,
      squareMetres: walled[i] ? (statedFloor?.squareMetres ?? (own > 0 ? own : null)) : null,
      from: statedFloor?.from ?? 'outline',
    }
  })
  const heightMetres = rounded(top - groundMetres)
  const aboveGround = elements.filter(
    ({ kind }, i) => kind !== 'other' && (ground === null || (storeyOf[i] ?? ground) >= ground),
  )
  const projections = ground === null ? [] : projectionsOf(model, aboveGround, footprint, until)
  const parts = partsOf({
    footprint,
    projections,
    heightMetres,
    storeys: Math.max(1, counted.length),
    levels: counted.map((i) => ({ outline: outlines.get(i)!, levelMetres: model.storeys[i]!.levelMetres })),
    groundMetres,
  })
  const size = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity]
    for (const corner of indices) {
      const v = positions[corner * 3 + axis]!
      low = Math.min(low, v)
      high = Math.max(high, v)
    }
    return rounded(high - low)
  })
  return {
    footprint,
    footprintFrom,
    footprintSquareMetres,
    groundMetres,
    topMetres: top,
    heightMetres,
    storeysAbove: ground === null ? null : counted.length,
    storeysBelow: ground === null ? null : walled.slice(0, ground).filter(Boolean).length,
    storeys,
    parts,
    sizeMetres: [size[0]!, size[1]!, rounded(top - bottom)],
    triangles: indices.length / 3,
    complete: Date.now() <= until,
  }

  function spanOf({ origin: [, , oz] }: BuildingModel, { start, count }: BuildingElement): [number, number] {
    let [low, high] = [Infinity, -Infinity]
    for (let i = start * 3; i < (start + count) * 3; i++) {
      const z = positions[indices[i]! * 3 + 2]! + oz
      low = Math.min(low, z)
      high = Math.max(high, z)
    }
    return [low, high]
  }
}

/** What a thing that names no storey stands on. */
function storeyAt({ storeys }: BuildingModel, low: number): number | null {
  const at = storeys.findLastIndex(({ levelMetres }) => levelMetres <= low + 0.3)
  return storeys.length === 0 ? null : Math.max(0, at)
}

/** The lowest storey with walls that is not below the building's zero; else the lowest with walls. */
function groundOf({ storeys, groundMetres }: BuildingModel, walled: readonly boolean[]): number | null {
  const at = storeys.findIndex(({ levelMetres }, i) => walled[i] && levelMetres >= groundMetres - GROUND_STEP_METRES)
  if (at >= 0) return at
  const any = walled.indexOf(true)
  return any >= 0 ? any : null
}

/** What walls enclose; where they leave gaps, doors and windows close them, then floors. */
function enclosed(
  model: BuildingModel,
  elements: readonly BuildingElement[],
  everything: boolean,
  until: number,
): { rings: XY[][]; from: OutlineFrom } {
  const all = outlineOf(model, elements, until) ?? []
  if (everything) return { rings: all, from: 'all' }
  const tries: [OutlineFrom, readonly string[]][] = [
    ['walls', ['wall']],
    ['walls-and-openings', ['wall', 'opening']],
    ['walls-and-slabs', ['wall', 'opening', 'slab', 'roof']],
  ]
  for (const [from, kinds] of tries) {
    const some = elements.filter(({ kind }) => kinds.includes(kind))
    const rings = some.length > 0 ? outlineOf(model, some, until) : null
    // A court with posts is judged by what is in it: the floor under the walls, not the terrace before them.
    if (rings && areaOf(rings) >= ENCLOSED_SHARE * areaOf(all.slice(0, 1)) * (from === 'walls-and-slabs' ? 0 : 1))
      return { rings, from }
  }
  return { rings: all, from: 'all' }
}

function projectionsOf(
  model: BuildingModel,
  elements: readonly BuildingElement[],
  footprint: readonly XY[][],
  until: number,
): XY[][] {
  const whole = outlineOf(model, elements, until)
  if (!whole || footprint.length === 0) return []
  return beyond(model, whole, footprint)
    .filter((ring) => Math.abs(ringArea(ring)) >= LEAST_PROJECTION)
    .sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))
    .slice(0, MOST_PROJECTIONS)
}

function partsOf(building: {
  footprint: readonly XY[][]
  projections: XY[][]
  heightMetres: number
  storeys: number
  levels: readonly { outline: readonly XY[][]; levelMetres: number }[]
  groundMetres: number
}): FilePart[] {
  const { footprint, projections, heightMetres, storeys, levels, groundMetres } = building
  const [main, ...others] = footprint
  if (!main) return []
  const podium = ringArea(main)
  const first = levels.findIndex(({ outline }, i) => i > 0 && areaOf(outline) <= TOWER_SHARE * podium)
  const tower =
    first > 0 &&
    levels.length - first >= TOWER_STOREYS &&
    levels.slice(first).every(({ outline }) => outline.length > 0 && areaOf(outline) <= TOWER_SHARE * podium)
      ? levels[first]!
      : null
  const rest = others.map(
    (ring): FilePart => ({ kind: 'main', footprint: ring, projections: [], heightMetres, storeys }),
  )
  if (!tower) return [{ kind: 'main', footprint: main, projections, heightMetres, storeys }, ...rest]
  return [
    {
      kind: 'podium',
      footprint: main,
      projections,
      heightMetres: rounded(tower.levelMetres - groundMetres),
      storeys: first,
    },
    { kind: 'tower', footprint: [...tower.outline[0]!], projections: [], heightMetres, storeys },
    ...rest,
  ]
}

const areaOf = (rings: readonly XY[][]): SquareMetres => rings.reduce((sum, ring) => sum + Math.abs(ringArea(ring)), 0)
const rounded = (value: number) => Math.round(value * 1000) / 1000
