/**
 * An edit carries both ends, `from` and `to`, of one slot of the city: undo, difference, review, conflict detection and the
 * audit log come free. A slot is (kind, target); null is "not there".
 */
import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import type { City } from './city/city.ts'
import type { Feature } from './city/dataset.ts'
import { type LayerId, propertySchemas, roadClasses, type Zoning, zoningSchema } from './city/layers.ts'
import type { XY } from './frame.ts'
import { boundsOf, lineLength, linesOf, overlaps, pointsOf, polygonsOf } from './geometry.ts'
import { dimmingSchema } from './lighting.ts'
import { Problem } from './problem.ts'
import { provenanceSchema } from './provenance.ts'
import { type Bilingual, both } from './text.ts'

const ringSchema = z
  .array(z.tuple([z.number(), z.number()]))
  .min(3)
  .max(2000)
export const fillSchema = z.object({ ring: ringSchema, levelMetres: z.number().min(-20).max(50) })
export const pondSchema = z.object({
  ring: ringSchema,
  bedMetres: z.number().min(-20).max(50),
  waterMetres: z.number().min(-20).max(50),
})
/** Local or national metres: no more than there is of the Earth. */
const coordinate = z.number().min(-1e7).max(1e7)
const MAX_ROAD_METRES = 50_000
/** Carriageway (phần xe chạy) and its lanes, both directions together. */
export const roadSectionSchema = z.object({
  widthMetres: z.number().min(1).max(100),
  lanes: z.number().int().min(1).max(16),
})
export const newRoadSchema = roadSectionSchema.extend({
  line: z
    .array(z.tuple([coordinate, coordinate]))
    .min(2)
    .max(2000)
    .refine((line) => lineLength(line) <= MAX_ROAD_METRES, `a line of ${MAX_ROAD_METRES} m at the most`),
  class: z.enum(roadClasses),
  oneWay: z.boolean(),
  bridge: z.boolean(),
  name: z.string().trim().min(1).max(200).nullable(),
})
export type NewRoad = z.infer<typeof newRoadSchema>
const directionSchema = z.enum(['both', 'forward', 'backward'])
export type RoadDirection = z.infer<typeof directionSchema>
const lamp = propertySchemas.lamps.shape
/** What shines: photometry by its id, left out where it goes by source and power. */
export const lampLuminaireSchema = z.object({
  source: lamp.source,
  powerWatts: lamp.powerWatts.max(5000),
  fluxLumens: lamp.fluxLumens.max(1_000_000),
  luminaire: lamp.luminaire,
})
export const lampPoleSchema = z.object({
  heightMetres: lamp.heightMetres.min(1).max(60),
  overhangMetres: lamp.overhangMetres.min(-10).max(10),
  tiltDegrees: lamp.tiltDegrees.min(-45).max(90),
})
/** A lamp as it stands: planned where its provenance is left out. */
export const lampSchema = propertySchemas.lamps.extend({
  at: z.tuple([z.number(), z.number()]),
  ...lampLuminaireSchema.shape,
  ...lampPoleSchema.shape,
  provenance: provenanceSchema.optional(),
})
export type PlannedLamp = z.infer<typeof lampSchema>
const { heightMetres: buildingHeight, storeys, households } = propertySchemas.buildings.shape
/** A building as it stands: planned where its provenance is left out. */
export const buildingSchema = propertySchemas.buildings.extend({
  /** One polygon, its outline first, then its courtyards; rings are not closed by a repeated corner. */
  rings: z.array(ringSchema).min(1).max(50),
  heightMetres: buildingHeight.min(0.1).max(1000),
  storeys: storeys.min(0).max(200),
  households: households.min(0).max(10_000),
  provenance: provenanceSchema.optional(),
})
export type PlannedBuilding = z.infer<typeof buildingSchema>
const target = z.string().min(1).max(200)
/** Of a turn: from one road into another. */
export const turnTarget = (from: string, into: string): string => `${from} > ${into}`

const kinds = {
  /** Quy hoạch của lô đất */
  'parcel.zoning': z.object({ kind: z.literal('parcel.zoning'), target, from: zoningSchema, to: zoningSchema }),
  /** San nền: the target is a parcel's id or an id of the polygon's own */
  'ground.level': z.object({
    kind: z.literal('ground.level'),
    target,
    from: fillSchema.nullable(),
    to: fillSchema.nullable(),
  }),
  /** Hồ điều hòa */
  pond: z.object({ kind: z.literal('pond'), target, from: pondSchema.nullable(), to: pondSchema.nullable() }),
  /** Đóng, mở đường */
  'road.state': z.object({
    kind: z.literal('road.state'),
    target,
    from: z.enum(['open', 'closed']),
    to: z.enum(['open', 'closed']),
  }),
  /** Mở rộng, thu hẹp mặt đường */
  'road.section': z.object({ kind: z.literal('road.section'), target, from: roadSectionSchema, to: roadSectionSchema }),
  /** Đường một chiều: with the line, against it, or both */
  'road.direction': z.object({ kind: z.literal('road.direction'), target, from: directionSchema, to: directionSchema }),
  /** Đường mới, cầu mới: the target is an id of its own */
  'road.new': z.object({
    kind: z.literal('road.new'),
    target,
    from: newRoadSchema.nullable(),
    to: newRoadSchema.nullable(),
  }),
  /** Cấm rẽ: the target is `turnTarget(from, into)` */
  'turn.ban': z.object({ kind: z.literal('turn.ban'), target: target.max(420), from: z.boolean(), to: z.boolean() }),
  /** Thay bộ đèn: a street is changed lamp by lamp, so that it can be undone */
  'lamp.luminaire': z.object({
    kind: z.literal('lamp.luminaire'),
    target,
    from: lampLuminaireSchema,
    to: lampLuminaireSchema,
  }),
  /** Đèn hỏng, tắt */
  'lamp.state': z.object({ kind: z.literal('lamp.state'), target, from: lamp.state, to: lamp.state }),
  /** Chiều cao, độ vươn, góc nghiêng */
  'lamp.pole': z.object({ kind: z.literal('lamp.pole'), target, from: lampPoleSchema, to: lampPoleSchema }),
  /** Thêm, bỏ đèn */
  'lamp.new': z.object({
    kind: z.literal('lamp.new'),
    target,
    from: lampSchema.nullable(),
    to: lampSchema.nullable(),
  }),
  /** Xây mới, tháo dỡ công trình */
  'building.new': z.object({
    kind: z.literal('building.new'),
    target,
    from: buildingSchema.nullable(),
    to: buildingSchema.nullable(),
  }),
  /** Lịch tiết giảm của tủ: the target is a cabinet; null is the usual one */
  'lamp.dimming': z.object({
    kind: z.literal('lamp.dimming'),
    target,
    from: dimmingSchema.nullable(),
    to: dimmingSchema.nullable(),
  }),
}
export const editSchema = z.discriminatedUnion('kind', [
  kinds['parcel.zoning'],
  kinds['ground.level'],
  kinds.pond,
  kinds['road.state'],
  kinds['road.section'],
  kinds['road.direction'],
  kinds['road.new'],
  kinds['turn.ban'],
  kinds['lamp.luminaire'],
  kinds['lamp.state'],
  kinds['lamp.pole'],
  kinds['lamp.new'],
  kinds['lamp.dimming'],
  kinds['building.new'],
])
export type Edit = z.infer<typeof editSchema>

export const slotOf = (edit: Edit): string => `${edit.kind} ${edit.target}`
const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)

export const reverseEdit = <E extends Edit>(edit: E): E => ({ ...edit, from: edit.to, to: edit.from })
export const reverseEdits = (edits: readonly Edit[]): Edit[] => edits.toReversed().map(reverseEdit)

/** The layer whose objects an edit changes; null for what is drawn beside the layers. */
export const layerOf = ({ kind }: Edit): LayerId | null =>
  kind === 'parcel.zoning'
    ? 'parcels'
    : kind === 'lamp.dimming'
      ? 'cabinets'
      : kind.startsWith('lamp.')
        ? 'lamps'
        : kind === 'building.new'
          ? 'buildings'
          : kind === 'ground.level' || kind === 'pond'
            ? null
            : 'roads'

/** Those edits that a city read with these layers alone can take. */
export const editsOfLayers = (edits: readonly Edit[], layers: readonly LayerId[]): Edit[] =>
  edits.filter((edit) => {
    const layer = layerOf(edit)
    return layer === null || layers.includes(layer)
  })

/**
 * The city after the edits, in order.
 * @throws Problem `edit/target` where the target is not in the city, `edit/stale` where the city is not as `from` says
 */
export function applyEdits(city: City, edits: readonly Edit[]): City {
  const own: Own = new Set()
  return edits.reduce((planned, edit) => applyEdit(planned, edit, own), city)
}

/** Layers that were copied for these edits alone, and may be written to. */
type Own = Set<unknown>

/**
 * The same for a city that was read within an area: edits of what lies elsewhere are handed back, not refused.
 * @throws Problem `edit/stale` where what is here is not as `from` says
 */
export function applyEditsWithin(city: City, edits: readonly Edit[]): { city: City; outside: Edit[] } {
  const outside: Edit[] = []
  const own: Own = new Set()
  let planned = city
  for (const edit of edits) {
    if (isHere(planned, edit)) planned = applyEdit(planned, edit, own)
    else outside.push(edit)
  }
  return { city: planned, outside }
}

function isHere({ area, layers }: City, edit: Edit): boolean {
  switch (edit.kind) {
    case 'parcel.zoning':
      return layers.parcels.has(edit.target)
    case 'road.state':
    case 'road.section':
    case 'road.direction':
      return layers.roads.has(edit.target)
    case 'turn.ban':
      return edit.target.split(' > ').every((road) => layers.roads.has(road))
    case 'lamp.luminaire':
    case 'lamp.state':
    case 'lamp.pole':
      return layers.lamps.has(edit.target)
    case 'lamp.dimming':
      return layers.cabinets.has(edit.target)
    default: {
      const shape = shapeOf(edit)
      return shape === null || overlaps(boundsOf(shape), area)
    }
  }
}

/** The ring, line or place that the edit brings along or takes away; null for what changes an object of the city. */
export function shapeOf(edit: Edit): readonly XY[] | null {
  if (edit.kind === 'ground.level' || edit.kind === 'pond') return (edit.to ?? edit.from)?.ring ?? null
  if (edit.kind === 'building.new') return (edit.to ?? edit.from)?.rings[0] ?? null
  if (edit.kind === 'lamp.new') return [(edit.to ?? edit.from)?.at ?? [0, 0]]
  return edit.kind === 'road.new' ? ((edit.to ?? edit.from)?.line ?? null) : null
}

/**
 * What the slot of an edit holds in the city: what its `from` must say.
 * @throws Problem `edit/target`
 */
function slotState(city: City, edit: Edit): unknown {
  const { layers } = city
  switch (edit.kind) {
    case 'parcel.zoning':
      return found(layers.parcels.get(edit.target), edit).properties.zoning
    case 'road.state':
      return found(layers.roads.get(edit.target), edit).properties.state
    case 'road.section': {
      const { widthMetres, lanes } = found(layers.roads.get(edit.target), edit).properties
      return { widthMetres, lanes }
    }
    case 'road.direction':
      return directionOf(found(layers.roads.get(edit.target), edit))
    case 'road.new': {
      const road = layers.roads.get(edit.target)
      return road ? newRoadOf(road) : null
    }
    case 'turn.ban':
      return city.turnBans.has(edit.target)
    case 'lamp.luminaire': {
      const { source, powerWatts, fluxLumens, luminaire } = found(layers.lamps.get(edit.target), edit).properties
      return { source, powerWatts, fluxLumens, ...(luminaire === undefined ? {} : { luminaire }) }
    }
    case 'lamp.pole': {
      const { heightMetres, overhangMetres, tiltDegrees } = found(layers.lamps.get(edit.target), edit).properties
      return { heightMetres, overhangMetres, tiltDegrees }
    }
    case 'lamp.state':
      return found(layers.lamps.get(edit.target), edit).properties.state
    case 'lamp.new': {
      const lamp = layers.lamps.get(edit.target)
      return lamp ? lampOf(lamp) : null
    }
    case 'building.new': {
      const building = layers.buildings.get(edit.target)
      return building ? buildingOf(building) : null
    }
    case 'lamp.dimming':
      found(layers.cabinets.get(edit.target), edit)
      return city.dimming.get(edit.target) ?? null
    case 'ground.level':
      return city.fills.get(edit.target) ?? null
    case 'pond':
      return city.ponds.get(edit.target) ?? null
  }
}

/** @param own of a list of edits that are applied together */
export function applyEdit(city: City, edit: Edit, own: Own = new Set()): City {
  expectFrom(edit, slotState(city, edit))
  return withEdit(city, edit, own)
}

/**
 * The city after what was built, whatever the edits found when they were drawn: of two that touch a slot, the later stands.
 * @throws Problem `edit/target`
 */
export function imposeEdits(city: City, edits: readonly Edit[]): City {
  const own: Own = new Set()
  return edits.reduce((standing, edit) => {
    slotState(standing, edit)
    return withEdit(standing, edit, own)
  }, city)
}

function withEdit(city: City, edit: Edit, own: Own): City {
  switch (edit.kind) {
    case 'parcel.zoning': {
      const parcel = city.layers.parcels.get(edit.target)!
      const before = city.rezoned.get(edit.target) ?? parcel.properties.zoning
      const planned = { ...parcel, properties: { ...parcel.properties, zoning: edit.to } }
      return {
        ...withFeature(city, own, 'parcels', planned),
        rezoned: withEntry(city.rezoned, edit.target, same(before, edit.to) ? null : before),
      }
    }
    case 'road.state': {
      const road = city.layers.roads.get(edit.target)!
      return withFeature(city, own, 'roads', { ...road, properties: { ...road.properties, state: edit.to } })
    }
    case 'road.section': {
      const road = city.layers.roads.get(edit.target)!
      return withFeature(city, own, 'roads', { ...road, properties: { ...road.properties, ...edit.to } })
    }
    case 'road.direction': {
      const road = city.layers.roads.get(edit.target)!
      const { against: _, ...rest } = road.properties
      const oneWay = edit.to !== 'both'
      const properties = { ...rest, oneWay, ...(edit.to === 'backward' ? { against: true } : {}) }
      return withFeature(city, own, 'roads', { ...road, properties })
    }
    case 'road.new':
      return edit.to
        ? withFeature(city, own, 'roads', plannedRoad(edit.target, edit.to))
        : without(city, 'roads', edit.target)
    case 'turn.ban': {
      const turnBans = new Set(city.turnBans)
      if (edit.to) turnBans.add(edit.target)
      else turnBans.delete(edit.target)
      return { ...city, turnBans }
    }
    case 'lamp.luminaire':
    case 'lamp.pole':
    case 'lamp.state': {
      const lamp = city.layers.lamps.get(edit.target)!
      const { luminaire: _, ...kept } = lamp.properties
      const properties =
        edit.kind === 'lamp.luminaire'
          ? { ...kept, ...edit.to }
          : edit.kind === 'lamp.pole'
            ? { ...lamp.properties, ...edit.to }
            : { ...lamp.properties, state: edit.to }
      return withFeature(city, own, 'lamps', { ...lamp, properties })
    }
    case 'lamp.new':
      return edit.to
        ? withFeature(city, own, 'lamps', plannedLamp(edit.target, edit.to))
        : without(city, 'lamps', edit.target)
    case 'building.new': {
      const now = city.layers.buildings.get(edit.target) ?? null
      const before = city.rebuilt.has(edit.target) ? city.rebuilt.get(edit.target)! : now
      const planned = edit.to && plannedBuilding(edit.target, edit.to)
      const changed = planned ? withFeature(city, own, 'buildings', planned) : without(city, 'buildings', edit.target)
      const rebuilt = new Map(city.rebuilt).set(edit.target, before)
      if (same(before && buildingOf(before), edit.to)) rebuilt.delete(edit.target)
      return { ...changed, rebuilt }
    }
    case 'lamp.dimming':
      return { ...city, dimming: withEntry(city.dimming, edit.target, edit.to) }
    case 'ground.level':
      return { ...city, fills: withEntry(city.fills, edit.target, edit.to) }
    case 'pond':
      return { ...city, ponds: withEntry(city.ponds, edit.target, edit.to) }
  }
}

/** Which way a road may be driven. */
export const directionOf = ({ properties }: Feature<'roads'>): RoadDirection =>
  !properties.oneWay ? 'both' : properties.against ? 'backward' : 'forward'

/** A road of the plan, as it will stand. */
function plannedRoad(id: string, road: NewRoad): Feature<'roads'> {
  const { line, name, class: roadClass, widthMetres, lanes, oneWay, bridge } = road
  return {
    type: 'Feature',
    id,
    provenance: 'planned',
    // In the world of the plan it stands: the plan is computed as asked (product guard 1).
    buildState: 'as-built',
    geometry: { type: 'LineString', coordinates: line },
    properties: {
      name,
      class: roadClass,
      widthMetres,
      redLineWidthMetres: null,
      lanes,
      oneWay,
      bridge,
      tunnel: false,
      state: 'open',
    },
  }
}

function newRoadOf({ geometry, properties }: Feature<'roads'>): NewRoad {
  const { name, class: roadClass, widthMetres, lanes, oneWay, bridge } = properties
  return { line: linesOf(geometry)[0] as NewRoad['line'], name, class: roadClass, widthMetres, lanes, oneWay, bridge }
}

function plannedLamp(id: string, { at, provenance = 'planned', ...properties }: PlannedLamp): Feature<'lamps'> {
  return {
    type: 'Feature',
    id,
    provenance,
    buildState: 'as-built',
    geometry: { type: 'Point', coordinates: at },
    properties,
  }
}

/** A lamp of the city as a `lamp.new` edit holds it: what it takes to take it away, and to put it back. */
export function lampOf({ geometry, provenance, properties }: Feature<'lamps'>): PlannedLamp {
  const [at] = pointsOf(geometry)
  return { ...properties, at: at!, ...(provenance === 'planned' ? {} : { provenance }) }
}

function plannedBuilding(
  id: string,
  { rings, provenance = 'planned', ...properties }: PlannedBuilding,
): Feature<'buildings'> {
  return {
    type: 'Feature',
    id,
    provenance,
    buildState: 'as-built',
    geometry: { type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]!]) },
    properties,
  }
}

/** A building of the city as a `building.new` edit holds it; of several polygons, the first. */
export function buildingOf({ geometry, provenance, properties }: Feature<'buildings'>): PlannedBuilding {
  const rings = polygonsOf(geometry)[0] ?? []
  return {
    ...properties,
    rings: rings.map((ring) => ring.slice(0, -1) as PlannedBuilding['rings'][number]),
    ...(provenance === 'planned' ? {} : { provenance }),
  }
}

/**
 * One edit a slot, from its first `from` to its last `to`; slots that end where they began vanish. Order of first touch. What is
 * done to a lamp that the edits themselves have brought is part of bringing it: taken away again, it leaves nothing behind.
 */
export function squash(edits: readonly Edit[]): Edit[] {
  const slots = new Map<string, Edit>()
  for (const edit of edits) {
    const brought = slots.get(`lamp.new ${edit.target}`)
    if (brought?.kind === 'lamp.new' && brought.from === null && brought.to) {
      const to = withLampEdit(brought.to, edit)
      if (to) {
        slots.set(slotOf(brought), { ...brought, to })
        continue
      }
    }
    const first = slots.get(slotOf(edit))
    slots.set(slotOf(edit), first ? ({ ...edit, from: first.from } as Edit) : edit)
  }
  return [...slots.values()].filter((edit) => !same(edit.from, edit.to))
}

/** The lamp after an edit of its luminaire, pole or state; null where it is another kind of edit. */
function withLampEdit(lamp: PlannedLamp, edit: Edit): PlannedLamp | null {
  if (edit.kind === 'lamp.pole') return { ...lamp, ...edit.to }
  if (edit.kind === 'lamp.state') return { ...lamp, state: edit.to }
  if (edit.kind !== 'lamp.luminaire') return null
  const { luminaire: _, ...kept } = lamp
  return { ...kept, ...edit.to }
}

/** Slots that two lists of edits, branched from the same city, leave in different states. */
export function conflicts(ours: readonly Edit[], theirs: readonly Edit[]): { ours: Edit; theirs: Edit }[] {
  const other = new Map(squash(theirs).map((edit) => [slotOf(edit), edit]))
  return squash(ours).flatMap((edit) => {
    const rival = other.get(slotOf(edit))
    return rival && !same(rival.to, edit.to) ? [{ ours: edit, theirs: rival }] : []
  })
}

/** What the edit does, in a sentence for both languages. */
export function describeEdit(edit: Edit): Bilingual {
  switch (edit.kind) {
    case 'parcel.zoning': {
      const changes = (Object.keys(zoningTitles) as (keyof Zoning)[]).filter((key) => edit.from[key] !== edit.to[key])
      const list = (language: 'vi' | 'en') =>
        changes
          .map((key) => `${zoningTitles[key][language]} ${show(key, edit.from)} → ${show(key, edit.to)}`)
          .join(', ')
      return both(`Thửa ${edit.target}: ${list('vi')}`, `Parcel ${edit.target}: ${list('en')}`)
    }
    case 'ground.level':
      return edit.to
        ? both(
            `San nền ${edit.target} đến cao độ ${edit.to.levelMetres.toFixed(2)} m`,
            `Ground at ${edit.target} to ${edit.to.levelMetres.toFixed(2)} m`,
          )
        : both(`Bỏ san nền ${edit.target}`, `Ground at ${edit.target} as before`)
    case 'pond':
      return edit.to
        ? both(
            `Hồ điều hòa ${edit.target}, đáy ${edit.to.bedMetres.toFixed(2)} m`,
            `Retention pond ${edit.target}, bed ${edit.to.bedMetres.toFixed(2)} m`,
          )
        : both(`Lấp hồ điều hòa ${edit.target}`, `Retention pond ${edit.target} removed`)
    case 'road.state':
      return edit.to === 'closed'
        ? both(`Đóng đường ${edit.target}`, `Road ${edit.target} closed`)
        : both(`Mở lại đường ${edit.target}`, `Road ${edit.target} opened`)
    case 'road.section': {
      const was = `${edit.from.widthMetres} m, ${edit.from.lanes}`
      const is = `${edit.to.widthMetres} m, ${edit.to.lanes}`
      return both(`Mặt đường ${edit.target}: ${was} làn → ${is} làn`, `Road ${edit.target}: ${was} lanes → ${is} lanes`)
    }
    case 'road.direction': {
      const words = directionWords[edit.to]
      return both(`Đường ${edit.target}: ${words.vi}`, `Road ${edit.target}: ${words.en}`)
    }
    case 'road.new': {
      const road = edit.to ?? edit.from
      const [thing, name] = [
        road?.bridge ? both('cầu', 'bridge') : both('đường', 'road'),
        road?.name ? `${road.name} (${edit.target})` : edit.target,
      ]
      return edit.to
        ? both(`Thêm ${thing.vi} ${name}`, `New ${thing.en} ${name}`)
        : both(`Bỏ ${thing.vi} ${name}`, `${thing.en} ${name} taken out`)
    }
    case 'turn.ban':
      return edit.to
        ? both(`Cấm rẽ ${edit.target}`, `No turn ${edit.target}`)
        : both(`Cho rẽ ${edit.target}`, `Turn ${edit.target} allowed`)
    case 'lamp.luminaire': {
      const said = ({ source, powerWatts, fluxLumens, luminaire }: typeof edit.to) =>
        `${source} ${powerWatts} W, ${fluxLumens} lm${luminaire === undefined ? '' : ` (${luminaire})`}`
      const change = `${said(edit.from)} → ${said(edit.to)}`
      return both(`Đèn ${edit.target}: ${change}`, `Lamp ${edit.target}: ${change}`)
    }
    case 'lamp.pole': {
      const said = ({ heightMetres, overhangMetres, tiltDegrees }: typeof edit.to) =>
        `${heightMetres} m, ${overhangMetres} m, ${tiltDegrees}°`
      const change = `${said(edit.from)} → ${said(edit.to)}`
      return both(
        `Cột đèn ${edit.target} (cao, vươn, nghiêng): ${change}`,
        `Pole of lamp ${edit.target} (height, overhang, tilt): ${change}`,
      )
    }
    case 'lamp.state':
      return edit.to === 'out'
        ? both(`Đèn ${edit.target} tắt`, `Lamp ${edit.target} out`)
        : both(`Đèn ${edit.target} sáng lại`, `Lamp ${edit.target} in order`)
    case 'lamp.new':
      return edit.to
        ? both(
            `Thêm đèn ${edit.target}: ${edit.to.source} ${edit.to.powerWatts} W, cao ${edit.to.heightMetres} m`,
            `New lamp ${edit.target}: ${edit.to.source} ${edit.to.powerWatts} W, ${edit.to.heightMetres} m high`,
          )
        : both(`Bỏ đèn ${edit.target}`, `Lamp ${edit.target} taken out`)
    case 'building.new': {
      const name = (edit.to ?? edit.from)?.name
      const title = name ? `${name} (${edit.target})` : edit.target
      return edit.to
        ? both(
            `Xây ${title}: ${edit.to.storeys} tầng, cao ${edit.to.heightMetres} m`,
            `New building ${title}: ${edit.to.storeys} storeys, ${edit.to.heightMetres} m`,
          )
        : both(`Tháo dỡ ${title}`, `${title} taken down`)
    }
    case 'lamp.dimming': {
      const steps = edit.to?.map(({ fromHour, output }) => `${hourOf(fromHour)} ${Math.round(output * 100)} %`)
      return steps
        ? both(`Tủ ${edit.target}: ${steps.join(', ')}`, `Cabinet ${edit.target}: ${steps.join(', ')}`)
        : both(`Tủ ${edit.target} theo lịch chung`, `Cabinet ${edit.target} by the common hours`)
    }
  }
}

const hourOf = (hour: number): string => {
  const minutes = Math.round(hour * 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

const directionWords: Record<RoadDirection, Bilingual> = {
  both: both('hai chiều', 'two-way'),
  forward: both('một chiều', 'one-way'),
  backward: both('một chiều (ngược chiều vẽ)', 'one-way (against its line)'),
}

const zoningTitles: Record<keyof Zoning, Bilingual> = {
  code: both('mã quy hoạch', 'zoning code'),
  imperviousShare: both('tỷ lệ không thấm', 'impervious share'),
  density: both('mật độ xây dựng', 'building density'),
  floorAreaRatio: both('hệ số sử dụng đất', 'floor area ratio'),
  heightMetres: both('chiều cao', 'height'),
  setbackMetres: both('khoảng lùi', 'setback'),
}

function show(key: keyof Zoning, zoning: Zoning): string {
  const value = zoning[key]
  if (value === undefined) return '–'
  if (typeof value === 'string') return value
  if (key === 'imperviousShare' || key === 'density') return `${Math.round(value * 100)} %`
  return key === 'heightMetres' || key === 'setbackMetres' ? `${value} m` : `${value}`
}

function found<T>(feature: T | undefined, edit: Edit): T {
  if (feature) return feature
  throw new Problem({
    code: 'edit/target',
    message: both('Đối tượng cần sửa không có trong khu vực này', 'The object to edit is not in this area'),
    place: edit.target,
  })
}

function expectFrom(edit: Edit, now: unknown): void {
  if (same(edit.from, now)) return
  throw new Problem({
    code: 'edit/stale',
    message: both('Đối tượng đã thay đổi từ khi sửa', 'The object has changed since it was edited'),
    place: edit.target,
    expected: canonicalJson(edit.from),
  })
}

function withFeature<L extends 'parcels' | 'roads' | 'lamps' | 'buildings'>(
  city: City,
  own: Own,
  layer: L,
  feature: Feature<L>,
): City {
  const before: ReadonlyMap<string, Feature> = city.layers[layer]
  if (own.has(before) && before.has(feature.id)) {
    ;(before as Map<string, Feature>).set(feature.id, feature)
    return city
  }
  // A city's features stand in the order of their ids, whichever came first.
  const isNew = !before.has(feature.id)
  const features = new Map(before).set(feature.id, feature)
  const ordered = isNew ? new Map([...features].sort(([a], [b]) => (a < b ? -1 : 1))) : features
  own.add(ordered)
  return { ...city, layers: { ...city.layers, [layer]: ordered } }
}

function without(city: City, layer: 'roads' | 'lamps' | 'buildings', id: string): City {
  const features = new Map<string, Feature>(city.layers[layer])
  features.delete(id)
  return { ...city, layers: { ...city.layers, [layer]: features } }
}

function withEntry<T>(map: ReadonlyMap<string, T>, key: string, value: T | null): Map<string, T> {
  const next = new Map(map)
  if (value === null) next.delete(key)
  else next.set(key, value)
  return next
}
