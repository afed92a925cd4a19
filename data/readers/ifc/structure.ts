/**
 * What an IFC file says besides its shapes: units, storeys with their levels, which element stands in which storey, floor areas,
 * the outline of the site. The attributes read here stand in the same places in IFC2x3, IFC4 and IFC4X3.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import type { ElementKind, Storey } from '../building/model.ts'
import { enumOf, numberOf, numbersOf, refOf, refsOf, type StepEntity, type StepFile, textOf } from './step.ts'

/** Elements whose triangles are read: what a building shows outside, and the walls that its outline follows. */
export const elementTypes: Readonly<Record<string, ElementKind>> = {
  IFCWALL: 'wall',
  IFCWALLSTANDARDCASE: 'wall',
  IFCWALLELEMENTEDCASE: 'wall',
  IFCCURTAINWALL: 'wall',
  IFCCOLUMN: 'wall',
  IFCCOLUMNSTANDARDCASE: 'wall',
  IFCPLATE: 'wall',
  IFCPLATESTANDARDCASE: 'wall',
  IFCDOOR: 'opening',
  IFCDOORSTANDARDCASE: 'opening',
  IFCWINDOW: 'opening',
  IFCWINDOWSTANDARDCASE: 'opening',
  IFCSLAB: 'slab',
  IFCSLABSTANDARDCASE: 'slab',
  IFCSLABELEMENTEDCASE: 'slab',
  IFCROOF: 'roof',
  IFCMEMBER: 'other',
  IFCMEMBERSTANDARDCASE: 'other',
  IFCBEAM: 'other',
  IFCBEAMSTANDARDCASE: 'other',
  IFCSTAIR: 'other',
  IFCSTAIRFLIGHT: 'other',
  IFCRAMP: 'other',
  IFCRAMPFLIGHT: 'other',
  IFCRAILING: 'other',
  IFCCOVERING: 'other',
  IFCCHIMNEY: 'other',
  IFCSHADINGDEVICE: 'other',
  IFCFOOTING: 'other',
  IFCBUILDINGELEMENTPROXY: 'other',
  IFCBUILDINGELEMENTPART: 'other',
  IFCBUILDINGELEMENT: 'other',
  IFCBUILTELEMENT: 'other',
}

/** What placements and shapes are made of: these must be sound before they are followed. */
export const shapeTypes = ['IFCLOCALPLACEMENT', 'IFCGRIDPLACEMENT', 'IFCLINEARPLACEMENT', 'IFCPRODUCTDEFINITIONSHAPE']

export interface IfcUnits {
  /** Metres a unit of length; square metres a unit of area. */
  readonly metres: number
  readonly squareMetres: number
}

const PREFIXES: Readonly<Record<string, number>> = {
  KILO: 1e3,
  HECTO: 1e2,
  DECA: 10,
  DECI: 0.1,
  CENTI: 0.01,
  MILLI: 1e-3,
  MICRO: 1e-6,
}

/** SI units a unit: metres, square metres. Null where it is none of length or area. */
export function unitOf(step: StepFile, id: number | null): number | null {
  const entity = id === null ? null : step.get(id)
  if (entity?.type === 'IFCSIUNIT') {
    const prefix = PREFIXES[enumOf(entity.values[2]) ?? ''] ?? 1
    const name = enumOf(entity.values[3])
    return name === 'METRE' ? prefix : name === 'SQUARE_METRE' ? prefix ** 2 : null
  }
  if (entity?.type.startsWith('IFCCONVERSIONBASEDUNIT')) {
    const factor = step.get(refOf(entity.values[3]) ?? -1)
    const [value, base] = [numberOf(factor?.values[0]), unitOf(step, refOf(factor?.values[1]))]
    return value !== null && base !== null ? value * base : null
  }
  return null
}

/** @throws Problem where the file has no project or states no length */
export function unitsOf(step: StepFile): IfcUnits {
  const [project] = step.ofType('IFCPROJECT')
  if (!project)
    throw step.problem(-1, 'no-project', both('tệp không có dự án IFC', 'the file holds no IFC project'), 'IFCPROJECT')
  const assignment = step.get(refOf(project.values[8]) ?? -1)
  const units = refsOf(assignment?.values[0]).map((id) => step.get(id))
  const named = (type: string) => units.find((unit) => unit && enumOf(unit.values[1]) === type)?.id ?? null
  const metres = unitOf(step, named('LENGTHUNIT'))
  if (metres === null || !(metres > 0))
    throw step.problem(
      assignment?.id ?? project.id,
      'no-unit',
      both('tệp không nói đơn vị độ dài', 'the file states no unit of length'),
      'IFCSIUNIT(*,.LENGTHUNIT.,…)',
    )
  return { metres, squareMetres: unitOf(step, named('AREAUNIT')) ?? 1 }
}

/** A frame in space: origin in metres and the x and z axes. */
interface Frame {
  readonly at: readonly [number, number, number]
  readonly x: readonly [number, number, number]
  readonly y: readonly [number, number, number]
  readonly z: readonly [number, number, number]
}

const identity: Frame = { at: [0, 0, 0], x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] }

type Vector = readonly [number, number, number]
const add = (a: Vector, b: Vector): [number, number, number] => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
const times = (a: Vector, k: number): [number, number, number] => [a[0] * k, a[1] * k, a[2] * k]
const cross = (a: Vector, b: Vector): [number, number, number] => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const unit = (a: Vector): [number, number, number] => times(a, 1 / (Math.hypot(...a) || 1))
const turn = (frame: Frame, v: Vector): [number, number, number] =>
  add(add(times(frame.x, v[0]), times(frame.y, v[1])), times(frame.z, v[2]))

const vectorOf = (step: StepFile, id: number | null, otherwise: Vector): Vector => {
  const [x = otherwise[0], y = otherwise[1], z = 0] = numbersOf(step.get(id ?? -1)?.values[0])
  return id === null ? otherwise : [x, y, z]
}

/** Where a placement puts its own origin and axes in the file's. The chain is known to be sound. */
export function frameOf(step: StepFile, placement: number | null, metres: number): Frame {
  const entity = step.get(placement ?? -1)
  if (entity?.type !== 'IFCLOCALPLACEMENT') return identity
  const parent = frameOf(step, refOf(entity.values[0]), metres)
  const axes = step.get(refOf(entity.values[1]) ?? -1)
  if (!axes) return parent
  const at = times(vectorOf(step, refOf(axes.values[0]), [0, 0, 0]), metres)
  const flat = axes.type === 'IFCAXIS2PLACEMENT2D'
  const z = unit(flat ? [0, 0, 1] : vectorOf(step, refOf(axes.values[1]), [0, 0, 1]))
  const wanted = vectorOf(step, refOf(axes.values[flat ? 1 : 2]), [1, 0, 0])
  const y = unit(cross(z, wanted))
  const x = cross(y, z)
  return { at: add(parent.at, turn(parent, at)), x: turn(parent, x), y: turn(parent, y), z: turn(parent, z) }
}

export interface IfcStructure {
  readonly units: IfcUnits
  readonly storeys: readonly Storey[]
  /** Index of the storey that an element stands in; null where the file does not say. */
  storeyOf(id: number): number | null
  readonly lot: readonly XY[] | null
  /** Zero level of the building, by its placement. */
  readonly groundMetres: number
  readonly remarks: readonly Bilingual[]
}

/** @throws Problem */
export function structureOf(step: StepFile): IfcStructure {
  const units = unitsOf(step)
  const remarks: Bilingual[] = []
  /** What a thing is a part of, or stands in. */
  const above = new Map<number, number>()
  for (const { values } of step.ofType('IFCRELAGGREGATES', 'IFCRELNESTS'))
    for (const part of refsOf(values[5])) above.set(part, refOf(values[4]) ?? -1)
  for (const { values } of step.ofType('IFCRELCONTAINEDINSPATIALSTRUCTURE'))
    for (const part of refsOf(values[4])) above.set(part, refOf(values[5]) ?? -1)

  const found = step
    .ofType('IFCBUILDINGSTOREY')
    .map((entity) => ({ entity, levelMetres: levelOf(step, entity, units.metres) }))
    .sort((a, b) => a.levelMetres - b.levelMetres)
  const index = new Map(found.map(({ entity }, i) => [entity.id, i]))
  const storeyOf = (id: number): number | null => {
    let at: number | undefined = id
    for (let steps = 0; at !== undefined && steps < 64; steps++) {
      const storey = index.get(at)
      if (storey !== undefined) return storey
      at = above.get(at)
    }
    return null
  }
  const buildings = step.types.get('IFCBUILDING')?.length ?? 0
  if (buildings > 1)
    remarks.push(
      both(
        `Tệp có ${buildings} công trình: đọc chung thành một.`,
        `The file holds ${buildings} buildings: they are read as one.`,
      ),
    )
  const floors = floorsOf(step, units, storeyOf)
  const storeys = found.map(
    ({ entity, levelMetres }, i): Storey => ({
      name: textOf(entity.values[2]) || textOf(entity.values[7]) || `#${entity.id}`,
      levelMetres,
      statedFloor: floors(entity.id, i),
    }),
  )
  const [building] = step.ofType('IFCBUILDING')
  const groundMetres = frameOf(step, refOf(building?.values[5]), units.metres).at[2]
  return { units, storeys, storeyOf, lot: lotOf(step, units.metres), groundMetres, remarks }
}

/** By its placement; where that has none, as stated. */
function levelOf(step: StepFile, { values }: StepEntity, metres: number): number {
  const placement = refOf(values[5])
  const stated = numberOf(values[9])
  if (placement === null || step.typeOf(placement) !== 'IFCLOCALPLACEMENT') return (stated ?? 0) * metres
  return Math.round(frameOf(step, placement, metres).at[2] * 1e6) / 1e6
}

const GROSS = ['GrossFloorArea', 'GrossPlannedArea', 'GSA BIM Area']

/** Floor areas that the file states: of the storey itself, else of its rooms, else of its slabs. */
function floorsOf(
  step: StepFile,
  units: IfcUnits,
  storeyOf: (id: number) => number | null,
): (storey: number, at: number) => Storey['statedFloor'] {
  /** Areas by the object that they are said of. */
  const areas = new Map<number, Map<string, number>>()
  for (const { values } of step.ofType('IFCRELDEFINESBYPROPERTIES')) {
    const set = step.get(refOf(values[5]) ?? -1)
    if (set?.type !== 'IFCELEMENTQUANTITY') continue
    const read = refsOf(set.values[5]).flatMap((id): [string, number][] => {
      const quantity = step.get(id)
      if (quantity?.type !== 'IFCQUANTITYAREA') return []
      const value = numberOf(quantity.values[3])
      const own = refOf(quantity.values[2])
      const squareMetres = (own === null ? null : unitOf(step, own)) ?? units.squareMetres
      return value === null || value <= 0 ? [] : [[textOf(quantity.values[0]) ?? '', value * squareMetres]]
    })
    if (read.length === 0) continue
    for (const object of refsOf(values[4])) {
      const known = areas.get(object) ?? new Map<string, number>()
      for (const [name, value] of read) known.set(name, value)
      areas.set(object, known)
    }
  }
  const gross = (id: number, names: readonly string[]): number | null =>
    names.map((name) => areas.get(id)?.get(name)).find((value) => value !== undefined) ?? null
  const sums = { spaces: new Map<number, number>(), slabs: new Map<number, number>() }
  const sum = (into: Map<number, number>, ids: readonly number[], names: readonly string[]) => {
    for (const id of ids) {
      const [storey, area] = [storeyOf(id), gross(id, names)]
      if (storey !== null && area !== null) into.set(storey, (into.get(storey) ?? 0) + area)
    }
  }
  sum(sums.spaces, step.types.get('IFCSPACE') ?? [], GROSS)
  const floorSlabs = step.ofType('IFCSLAB', 'IFCSLABSTANDARDCASE').filter(({ values }) => enumOf(values[8]) !== 'ROOF')
  sum(
    sums.slabs,
    floorSlabs.map(({ id }) => id),
    ['GrossArea'],
  )
  return (id, at) => {
    const own = gross(id, GROSS)
    if (own !== null) return { squareMetres: own, from: 'storey' }
    for (const from of ['spaces', 'slabs'] as const) {
      const squareMetres = sums[from].get(at)
      if (squareMetres !== undefined) return { squareMetres, from }
    }
    return null
  }
}

/** A closed line that the site is drawn by; the largest where there are more. */
function lotOf(step: StepFile, metres: number): XY[] | null {
  const rings: XY[][] = []
  for (const site of step.ofType('IFCSITE')) {
    const frame = frameOf(step, refOf(site.values[5]), metres)
    const shape = step.get(refOf(site.values[6]) ?? -1)
    for (const representation of refsOf(shape?.values[2]).map((id) => step.get(id))) {
      for (const item of refsOf(representation?.values[3]).flatMap((id) => curvesIn(step, id))) {
        const points = pointsOf(step, item).map(([x, y, z]): XY => {
          const [east, north] = add(frame.at, turn(frame, [x * metres, y * metres, z * metres]))
          return [east, north]
        })
        const [first, last] = [points[0], points.at(-1)]
        if (points.length < 4 || !first || !last) continue
        if (Math.hypot(first[0] - last[0], first[1] - last[1]) > 0.005) continue
        rings.push([...points.slice(0, -1), [...first]])
      }
    }
  }
  const area = (ring: readonly XY[]) =>
    Math.abs(ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0] * y - x * ring[i]![1], 0) / 2)
  return rings.filter((ring) => ring.length <= 500).sort((a, b) => area(b) - area(a))[0] ?? null
}

function curvesIn(step: StepFile, id: number): StepEntity[] {
  const entity = step.get(id)
  if (!entity) return []
  if (entity.type === 'IFCGEOMETRICCURVESET' || entity.type === 'IFCGEOMETRICSET')
    return refsOf(entity.values[0]).flatMap((one) => step.get(one) ?? [])
  return [entity]
}

function pointsOf(step: StepFile, { type, values }: StepEntity): [number, number, number][] {
  if (type === 'IFCPOLYLINE')
    return refsOf(values[0]).map((id) => {
      const [x = 0, y = 0, z = 0] = numbersOf(step.get(id)?.values[0])
      return [x, y, z]
    })
  if (type === 'IFCINDEXEDPOLYCURVE' && values[1] === null) {
    const list = step.get(refOf(values[0]) ?? -1)?.values[0]
    return Array.isArray(list)
      ? list.map((one) => {
          const [x = 0, y = 0, z = 0] = numbersOf(one)
          return [x, y, z]
        })
      : []
  }
  return []
}
