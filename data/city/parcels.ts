/**
 * Versions of parcels: a new cadastral file against the parcels that stand. Shapes decide, numbers (tờ, thửa) do not: a parcel
 * is followed by the ground that it shares with the new ones, measured exactly. A parcel that ends goes to `parcelhistory` and
 * names its successors; a new one names its predecessors: splits and merges are followed both ways.
 */
import { BoundsIndex } from '../../scenarios/bounds-index.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { Properties } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Geometry, geometryBounds, grow, pointsOf, polygonArea, polygonsOf } from '../../scenarios/geometry.ts'
import { commonArea } from '../../scenarios/overlay.ts'
import { Problem, type Signal, throwIfAborted } from '../../scenarios/problem.ts'
import { weakest } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import { distanceTo, mayShare } from '../readers/layer/seams.ts'

/** The same shape: every corner within this of the other's outline … */
const SAME_METRES = 0.01
/** … and areas that differ by no more than this share or by what such corners make of it. */
const SAME_SHARE = 0.001
/** Parcels are of one kin where they share this much of the smaller one; less is a boundary measured anew. */
const KIN_SHARE = 0.05
/** A parcel that ends and of which more than this share lies in no new one is told. */
const GAP_SHARE = 0.02

type Parcel = Feature<'parcels'>
type Former = Feature<'parcelhistory'>
export type Change = Properties['parcelhistory']['change']

export interface ParcelOptions {
  readonly file: string
  /** Date on which the new parcels begin. */
  readonly date: string
  /** True: parcels that the file does not touch end too. */
  readonly replace: boolean
  /** By id of an incoming parcel, the attributes that its file did not give. */
  readonly assumed: ReadonlyMap<string, readonly string[]>
  /** Parcels that ended before: their ids are not used again. */
  readonly history: readonly Former[]
  readonly signal?: Signal | undefined
}

export interface ParcelVersions {
  /** The layer as it stands after. */
  readonly parcels: Parcel[]
  /** What ends now. */
  readonly ended: Former[]
  /** Standing parcels by what becomes of them. */
  readonly counts: Readonly<Record<Change | 'unchanged' | 'untouched', number>> & { readonly new: number }
  /** m²: before − dropped + new + resurveyed = after. */
  readonly area: {
    readonly before: number
    readonly after: number
    readonly dropped: number
    readonly new: number
    /** What successors have more than their predecessors. */
    readonly resurveyed: number
  }
  /** Parcels of the file that it gives no use or zoning: from the parcel before them, or common values where there is none. */
  readonly open: { readonly inherited: number; readonly assumed: number }
  /** Ended parcels of which a part lies in no successor, m². */
  readonly gaps: readonly { readonly id: string; readonly squareMetres: number }[]
}

const areaOf = (parcel: { geometry: Geometry }): number => polygonArea(parcel.geometry)
const total = (parcels: readonly { geometry: Geometry }[]): number => parcels.reduce((sum, p) => sum + areaOf(p), 0)

/** @throws Problem `parcels/overlay` where two shapes cannot be compared, `parcels/date` where one would end before it began · Cancelled */
export function versionsOf(
  standing: readonly Parcel[],
  incoming: readonly Parcel[],
  options: ParcelOptions,
): ParcelVersions {
  const same = unchangedOf(standing, incoming, options.signal)
  const stays = new Set(same.values())
  const old = standing.filter((parcel) => !stays.has(parcel))
  const fresh = incoming.filter((parcel) => !same.has(parcel))
  const links = linksOf(old, fresh, options)
  const families = familiesOf(old, fresh, links)

  const parcels = [...same].map(([now, before]) => confirmed(before, now, options))
  const ids = new Set([...standing, ...options.history].map((parcel) => parcel.id))
  const ended: Former[] = []
  const counts = { unchanged: same.size, untouched: 0, redraw: 0, split: 0, merge: 0, reparcel: 0, drop: 0, new: 0 }
  const area = { before: total(standing), after: 0, dropped: 0, new: 0, resurveyed: 0 }
  for (const { before, after } of families) {
    if (before.length === 0) {
      counts.new++
      area.new += total(after)
    } else if (after.length === 0 && !options.replace) {
      counts.untouched++
      parcels.push(...before)
      continue
    } else if (after.length > 0) area.resurveyed += total(after) - total(before)
    else area.dropped += total(before)
    const heirs = new Map<Parcel, Parcel>()
    for (const parcel of after) {
      const from = before.filter((one) => links.get(parcel)?.has(one))
      const made = begun(parcel, byShare(from, links.get(parcel)), ids, options)
      heirs.set(parcel, made)
      parcels.push(made)
    }
    const change = changeOf(before.length, after.length)
    for (const parcel of before) {
      counts[change]++
      const { validFrom } = parcel.properties
      if (validFrom !== undefined && validFrom > options.date) throw tooEarly(options, parcel.id, validFrom)
      const successors = after.filter((one) => links.get(one)?.has(parcel)).map((one) => heirs.get(one)!.id)
      ended.push(endedParcel(parcel, change, successors, options.date))
    }
  }
  area.after = total(parcels)
  const heirless = new Set(fresh.filter((parcel) => links.get(parcel)!.size === 0))
  const without = incoming.filter((parcel) => openOf(parcel, options.assumed).length > 0)
  const assumed = without.filter((parcel) => heirless.has(parcel)).length
  const open = { inherited: without.length - assumed, assumed }
  return { parcels, ended, counts, area, open, gaps: gapsOf(families, links) }
}

function changeOf(before: number, after: number): Change {
  if (after === 0) return 'drop'
  if (before === 1) return after === 1 ? 'redraw' : 'split'
  return after === 1 ? 'merge' : 'reparcel'
}

/** Incoming parcels that have the shape of a standing one. */
function unchangedOf(standing: readonly Parcel[], incoming: readonly Parcel[], signal?: Signal): Map<Parcel, Parcel> {
  const index = new BoundsIndex(standing, (parcel) => geometryBounds(parcel.geometry))
  const taken = new Set<Parcel>()
  const same = new Map<Parcel, Parcel>()
  for (const [i, parcel] of incoming.entries()) {
    if (i % 500 === 0) throwIfAborted(signal)
    const twins = index
      .near(grow(geometryBounds(parcel.geometry), SAME_METRES))
      .filter((one) => !taken.has(one) && isSameShape(one.geometry, parcel.geometry))
    const named = twins.find((one) => nameOf(one) === nameOf(parcel))
    const twin = named ?? twins[0]
    if (!twin) continue
    taken.add(twin)
    same.set(parcel, twin)
  }
  return same
}

const nameOf = ({ properties: { sheet, number } }: Parcel): string => `${sheet}/${number}`

export function isSameShape(a: Geometry, b: Geometry): boolean {
  const [boundsA, boundsB] = [geometryBounds(a), geometryBounds(b)]
  if (boundsA.some((value, i) => Math.abs(value - boundsB[i]!) > SAME_METRES)) return false
  const [ringsA, ringsB] = [polygonsOf(a).flat(), polygonsOf(b).flat()]
  const [areaA, areaB] = [polygonArea(a), polygonArea(b)]
  const allowed = Math.max(SAME_SHARE * Math.max(areaA, areaB), SAME_METRES * perimeter(ringsA))
  if (ringsA.length !== ringsB.length || Math.abs(areaA - areaB) > allowed) return false
  const liesOn = (from: Geometry, rings: readonly XY[][]) =>
    [...pointsOf(from)].every((corner) =>
      rings.some((ring) => ring.some((to, i) => i > 0 && distanceTo(corner, ring[i - 1]!, to) <= SAME_METRES)),
    )
  return liesOn(a, ringsB) && liesOn(b, ringsA)
}

const perimeter = (rings: readonly XY[][]): number =>
  rings.reduce(
    (sum, ring) =>
      sum + ring.reduce((s, [x, y], i) => (i > 0 ? s + Math.hypot(x - ring[i - 1]![0], y - ring[i - 1]![1]) : s), 0),
    0,
  )

/** By incoming parcel: the standing ones of its kin, with the ground that they share. */
type Links = ReadonlyMap<Parcel, ReadonlyMap<Parcel, number>>

function linksOf(old: readonly Parcel[], fresh: readonly Parcel[], { file, signal }: ParcelOptions): Links {
  const index = new BoundsIndex(old, (parcel) => geometryBounds(parcel.geometry))
  const links = new Map<Parcel, Map<Parcel, number>>()
  for (const [i, parcel] of fresh.entries()) {
    if (i % 100 === 0) throwIfAborted(signal)
    const kin = new Map<Parcel, number>()
    for (const one of index.near(geometryBounds(parcel.geometry))) {
      if (!mayShare(one, parcel)) continue
      const shared = commonArea(one.geometry, parcel.geometry)
      if (shared === null) throw notComparable(file, one.id, parcel.id)
      if (shared >= KIN_SHARE * Math.min(areaOf(one), areaOf(parcel))) kin.set(one, shared)
    }
    links.set(parcel, kin)
  }
  return links
}

const notComparable = (file: string, standing: string, incoming: string) =>
  new Problem({
    code: 'parcels/overlay',
    message: both(
      `không so được hình thửa mới với thửa ${standing}`,
      `the new parcel cannot be laid over the parcel ${standing}`,
    ),
    file,
    place: incoming,
    expected: 'an outline without sides that almost coincide',
  })

const tooEarly = ({ file, date }: ParcelOptions, id: string, validFrom: string) =>
  new Problem({
    code: 'parcels/date',
    message: both(
      `số liệu ngày ${date} cũ hơn thửa mà nó thay, thửa này có từ ${validFrom}`,
      `the data of ${date} are older than the parcel that they would replace, which began on ${validFrom}`,
    ),
    file,
    place: id,
    expected: `--date ${validFrom} or later`,
  })

interface Family {
  readonly before: Parcel[]
  readonly after: Parcel[]
}

/** Parcels that hang together by shared ground; in the order of the standing ones, then of the new. */
function familiesOf(old: readonly Parcel[], fresh: readonly Parcel[], links: Links): Family[] {
  const head = new Map<Parcel, Parcel>()
  const find = (parcel: Parcel): Parcel => {
    let at = parcel
    for (let up = head.get(at); up; up = head.get(at)) at = up
    if (at !== parcel) head.set(parcel, at)
    return at
  }
  for (const [parcel, kin] of links)
    for (const one of kin.keys()) {
      const [a, b] = [find(one), find(parcel)]
      if (a !== b) head.set(b, a)
    }
  const families = new Map<Parcel, Family>()
  const familyOf = (parcel: Parcel): Family => {
    const known = families.get(find(parcel)) ?? { before: [], after: [] }
    families.set(find(parcel), known)
    return known
  }
  for (const parcel of old) familyOf(parcel).before.push(parcel)
  for (const parcel of fresh) familyOf(parcel).after.push(parcel)
  return [...families.values()]
}

/** The one that gave most first. */
const byShare = (from: readonly Parcel[], shares: ReadonlyMap<Parcel, number> | undefined): Parcel[] =>
  from.toSorted((a, b) => (shares?.get(b) ?? 0) - (shares?.get(a) ?? 0))

/** A standing parcel that the file shows again: its shape, id and version stay, what the file says of it is taken. */
function confirmed(before: Parcel, now: Parcel, options: ParcelOptions): Parcel {
  const { version, validFrom, predecessors } = before.properties
  const { properties, provenance } = inherited(now, before, options)
  const kept = {
    ...(version !== undefined && { version }),
    ...(validFrom !== undefined && { validFrom }),
    ...(predecessors !== undefined && { predecessors }),
  }
  return { ...before, provenance, properties: { ...properties, ...kept } }
}

/** A new parcel, with an id that no parcel before it has had. */
function begun(now: Parcel, from: readonly Parcel[], ids: Set<string>, options: ParcelOptions): Parcel {
  const version = 1 + Math.max(0, ...from.map(({ properties }) => properties.version ?? 1))
  let id = now.id
  for (let n = Math.max(2, version); ids.has(id); n++) id = `${now.id}@${n}`
  ids.add(id)
  const { properties, provenance } = from[0] ? inherited(now, from[0], options) : now
  const lineage = { version, validFrom: options.date, predecessors: from.map((parcel) => parcel.id).sort() }
  return { ...now, id, provenance, properties: { ...properties, ...lineage } }
}

/** Attributes of use and zoning that the file does not give. */
const openOf = (parcel: Parcel, assumed: ParcelOptions['assumed']): string[] =>
  (assumed.get(parcel.id) ?? []).filter((path) => path === 'landUse' || path.startsWith('zoning.'))

/** What the file leaves open is taken from the parcel before: its zoning and use hold on until a plan changes them. */
function inherited(now: Parcel, before: Parcel, { assumed }: ParcelOptions): Pick<Parcel, 'properties' | 'provenance'> {
  const open = openOf(now, assumed)
  const [new_, old] = [now.properties, before.properties]
  const pick = <K extends keyof typeof old.zoning>(key: K) => (open.includes(`zoning.${key}`) ? old : new_).zoning[key]
  const setbackMetres = new_.zoning.setbackMetres ?? old.zoning.setbackMetres
  const properties: Properties['parcels'] = {
    ...new_,
    landUse: open.includes('landUse') ? old.landUse : new_.landUse,
    unitCode: new_.unitCode ?? old.unitCode,
    blockId: new_.blockId ?? old.blockId,
    zoning: {
      code: pick('code'),
      imperviousShare: pick('imperviousShare'),
      density: pick('density'),
      floorAreaRatio: pick('floorAreaRatio'),
      heightMetres: pick('heightMetres'),
      ...(setbackMetres !== undefined && { setbackMetres }),
    },
  }
  return { properties, provenance: open.length > 0 ? weakest(['imported', before.provenance]) : now.provenance }
}

function endedParcel(parcel: Parcel, change: Change, successors: string[], date: string): Former {
  const properties = { ...parcel.properties, validTo: date, change, successors: successors.sort() }
  return { ...parcel, buildState: 'removed', properties }
}

function gapsOf(families: readonly Family[], links: Links): { id: string; squareMetres: number }[] {
  return families
    .filter(({ after }) => after.length > 0)
    .flatMap(({ before, after }) => before.map((parcel) => ({ parcel, after })))
    .map(({ parcel, after }) => {
      const covered = after.reduce((sum, one) => sum + (links.get(one)?.get(parcel) ?? 0), 0)
      return { id: parcel.id, squareMetres: areaOf(parcel) - covered, share: 1 - covered / areaOf(parcel) }
    })
    .filter(({ share, squareMetres }) => share > GAP_SHARE && squareMetres > 1)
    .sort((a, b) => b.squareMetres - a.squareMetres)
    .map(({ id, squareMetres }) => ({ id, squareMetres }))
}
