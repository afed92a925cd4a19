/** What the plan does to lamps, for the map. Pure. */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'

type Lamp = Feature<'lamps'>

export interface LampChanges {
  /** New ones, and those with another pole or luminaire, or elsewhere: as they will stand. */
  readonly planned: readonly Lamp[]
  /** As they stood. */
  readonly removed: readonly Lamp[]
  /** Put out by the plan. */
  readonly out: readonly Lamp[]
  /** Ids of those that no longer stand as they did. */
  readonly replaced: readonly string[]
}

const nothing: LampChanges = { planned: [], removed: [], out: [], replaced: [] }
const known = new WeakMap<object, { base: object; changes: LampChanges }>()

/** The same object as long as neither city has other lamps. */
export function lampChanges(city: City | null, base: City | null): LampChanges {
  const [is, was] = [city?.layers.lamps, base?.layers.lamps]
  if (!is || !was || is === was) return nothing
  const before = known.get(is)
  if (before?.base === was) return before.changes
  const changes = compared(is, was)
  known.set(is, { base: was, changes })
  return changes
}

function compared(is: ReadonlyMap<string, Lamp>, was: ReadonlyMap<string, Lamp>): LampChanges {
  const [planned, out]: [Lamp[], Lamp[]] = [[], []]
  for (const [id, lamp] of is) {
    const before = was.get(id)
    if (lamp === before) continue
    if (!before || !sameBody(lamp, before)) planned.push(lamp)
    if (lamp.properties.state === 'out' && before?.properties.state !== 'out') out.push(lamp)
  }
  const removed = [...was.values()].filter(({ id }) => !is.has(id))
  const replaced = [...removed, ...planned].map(({ id }) => id).filter((id) => was.has(id))
  return { planned, removed, out, replaced }
}

/** What its model shows. */
const bodyOf = ({ geometry, properties }: Lamp) => [
  ...geometry.coordinates,
  properties.headingDegrees,
  properties.heightMetres,
  properties.overhangMetres,
  properties.tiltDegrees,
  properties.source,
  properties.powerWatts,
  properties.fluxLumens,
  properties.luminaire,
]

function sameBody(a: Lamp, b: Lamp): boolean {
  const other = bodyOf(b)
  return bodyOf(a).every((value, i) => value === other[i])
}
