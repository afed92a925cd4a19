/** Plans that the public sees and changes that were approved, by where they lie. */
import type { Concern } from '../../scenarios/api/place.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { CityChange } from '../../scenarios/city-changes.ts'
import { describeEdit, type Edit, slotOf } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Geometry, linesOf, pointInGeometry, pointInRing, polygonsOf } from '../../scenarios/geometry.ts'
import { distanceOf } from '../../scenarios/permits/lot-around.ts'
import { distanceToSegment } from '../../scenarios/permits/lot-sides.ts'
import { placeOf } from '../../scenarios/plans/places.ts'
import { publicStates, standingOf, standingTitles } from '../../scenarios/plans/process.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { Db } from '../database.ts'
import type { House } from '../house.ts'
import { editsOf } from '../plans/submission.ts'

/** What lies so near a lot concerns it, m. */
const NEAR_METRES = 30
const MOST = 20
const MOST_WORDS = 5
/** Of the plans, those that moved last. */
const MOST_PLANS = 200

const source = (change: CityChange): [kind: string, id: string] => {
  const [kind = '', id = ''] = change.source.split('/')
  return [kind, id]
}

/** @param city with the layers of parcels, roads and lamps around the lot */
export async function concernsAt(
  { db }: Pick<House, 'db' | 'tiles'>,
  city: City,
  ring: readonly XY[],
  changes: readonly CityChange[],
): Promise<Concern[]> {
  const concerns: Concern[] = []
  const open = changes.filter(({ buildState }) => buildState === 'approved' || buildState === 'under-construction')
  const decided = new Map<string, { away: number; changes: CityChange[] }>()
  for (const change of open) {
    const place = placeOf(city, change.edit)
    const away = place ? awayFrom(ring, place) : Infinity
    if (away > NEAR_METRES) continue
    const known = decided.get(change.source)
    decided.set(change.source, {
      away: Math.min(away, known?.away ?? Infinity),
      changes: [...(known?.changes ?? []), change],
    })
  }
  for (const plan of await publicPlans(db)) {
    const near = plan.places
      .map(({ slot, place }) => ({ slot, away: awayFrom(ring, place) }))
      .filter(({ away }) => away <= NEAR_METRES)
    const approved = decided.get(`plan/${plan.id}`)
    decided.delete(`plan/${plan.id}`)
    if (near.length === 0 && !approved) continue
    concerns.push({
      ...{ source: 'plan', id: plan.id, title: plan.title, standing: standingTitles[standingOf(plan.state)] },
      what: near.slice(0, MOST_WORDS).flatMap(({ slot }) => {
        const edit = plan.edits.get(slot)
        return edit ? [wordsOf(edit, city)] : []
      }),
      buildState: approved?.changes[0]?.buildState ?? null,
      decisionNumber: plan.decisionNumber,
      effectiveFrom: plan.effectiveFrom,
      awayMetres: whole(Math.min(...near.map(({ away }) => away), approved?.away ?? Infinity)),
    })
  }
  for (const { away, changes: of } of decided.values()) {
    const [first] = of
    if (!first) continue
    const [kind, id] = source(first)
    if (kind !== 'permit' && kind !== 'works') continue
    concerns.push({
      ...{ source: kind, id, title: '', standing: both('đã được phép', 'permitted') },
      what: of.slice(0, MOST_WORDS).map(({ edit }) => wordsOf(edit, city)),
      ...{ buildState: first.buildState, decisionNumber: null, effectiveFrom: first.effectiveFrom },
      awayMetres: whole(away),
    })
  }
  return concerns.sort((a, b) => a.awayMetres - b.awayMetres).slice(0, MOST)
}

/** What an edit does, with the names by which people know a thing. */
function wordsOf(edit: Edit, { layers }: City): Bilingual {
  const { vi, en } = describeEdit(edit)
  const parcel = layers.parcels.get(edit.target)?.properties
  const street = layers.roads.get(edit.target)?.properties.name
  if (parcel) {
    const { number, sheet } = parcel
    return both(vi.replace(edit.target, `${number}, tờ ${sheet}`), en.replace(edit.target, `${number}, sheet ${sheet}`))
  }
  return street ? both(vi.replace(edit.target, `“${street}”`), en.replace(edit.target, `“${street}”`)) : both(vi, en)
}

const whole = (metres: number): number => Math.round(metres)

interface PublicPlan {
  readonly id: string
  readonly title: string
  readonly state: Parameters<typeof standingOf>[0]
  readonly decisionNumber: string | null
  readonly effectiveFrom: string | null
  readonly places: readonly { readonly slot: string; readonly place: Geometry }[]
  /** By slot. */
  readonly edits: ReadonlyMap<string, Edit>
}

/** What a plan's last submission drew does not change. */
const drawn = new Map<string, Pick<PublicPlan, 'places' | 'edits'>>()

async function publicPlans(db: Db): Promise<PublicPlan[]> {
  const rows = await db
    .selectFrom('plans')
    .innerJoin('planSubmissions', (join) =>
      join.onRef('planSubmissions.planId', '=', 'plans.id').onRef('planSubmissions.number', '=', 'plans.submissions'),
    )
    .select(['plans.id', 'title', 'state', 'decisionNumber', 'plans.effectiveFrom', 'number'])
    .where(
      'state',
      'in',
      [...publicStates].filter((state) => state !== 'replaced' && state !== 'expired'),
    )
    .orderBy('changedAt', 'desc')
    .limit(MOST_PLANS)
    .execute()
  const plans: PublicPlan[] = []
  for (const row of rows) {
    const key = `${row.id} ${row.number}`
    const found = drawn.get(key) ?? (await drawnOf(db, row.id, row.number))
    if (drawn.size > 2 * MOST_PLANS) drawn.clear()
    drawn.set(key, found)
    plans.push({ ...row, ...found })
  }
  return plans
}

async function drawnOf(db: Db, planId: string, number: number): Promise<Pick<PublicPlan, 'places' | 'edits'>> {
  const { places } = await db
    .selectFrom('planSubmissions')
    .select('places')
    .where('planId', '=', planId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  const edits = await editsOf(db, { id: planId, submissions: number })
  return {
    places: Object.entries(places).map(([slot, place]) => ({ slot, place })),
    edits: new Map(edits.map((edit) => [slotOf(edit), edit])),
  }
}

/** Of a thing from a lot, m; 0 where it touches or covers it. */
export function awayFrom(ring: readonly XY[], place: Geometry): number {
  if (place.type === 'Point') {
    const at = place.coordinates
    if (pointInRing(at, ring)) return 0
    return ring.slice(1).reduce((least, to, i) => Math.min(least, distanceToSegment(at, ring[i]!, to)), Infinity)
  }
  const rings = polygonsOf(place)
  if (rings.length > 0 && ring.some((corner) => pointInGeometry(corner, place))) return 0
  const lines = rings.length > 0 ? rings.map(([outer]) => outer!) : linesOf(place)
  return Math.min(Infinity, ...lines.map((line) => distanceOf(ring, line)))
}
