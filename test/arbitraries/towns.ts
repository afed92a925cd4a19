/** Seeded makers of streets and edits of them: ways on a coarse lattice, so that they meet, repeat, cross, loop and vanish. */
import fc from 'fast-check'
import type { City } from '../../scenarios/city/city.ts'
import { applyEdit, directionOf, type Edit, turnTarget } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type TownRoad, town } from '../town.ts'

const corner = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })).map(([x, y]): XY => {
  return [100 * x, 100 * y]
})
const anyRoad: fc.Arbitrary<TownRoad> = fc.record({
  line: fc.array(corner, { minLength: 2, maxLength: 5 }),
  class: fc.constantFrom('trunk', 'arterial', 'collector', 'local', 'alley', 'path'),
  widthMetres: fc.constantFrom(2, 3, 6, 7, 14),
  lanes: fc.integer({ min: 1, max: 4 }),
  oneWay: fc.boolean(),
  bridge: fc.boolean(),
  state: fc.constantFrom('open', 'open', 'open', 'closed'),
})

/** Towns of up to a dozen ways with houses; some have no street at all. */
export const streetCities: fc.Arbitrary<City> = fc
  .tuple(fc.array(anyRoad, { maxLength: 12 }), fc.array(corner, { minLength: 1, maxLength: 6 }))
  .map(([roads, houses]) => town(Object.fromEntries(roads.map((road, i) => [`r${i}`, road])), houses))

const wishes = fc.array(
  fc.record({
    kind: fc.constantFrom('road.state' as const, 'road.section' as const, 'road.direction' as const),
    road: fc.nat(),
    state: fc.constantFrom('open' as const, 'closed' as const),
    section: fc.record({ widthMetres: fc.constantFrom(2, 5, 14), lanes: fc.integer({ min: 1, max: 6 }) }),
    direction: fc.constantFrom('both' as const, 'forward' as const, 'backward' as const),
  }),
  { maxLength: 6 },
)

interface Edited {
  readonly city: City
  readonly planned: City
  readonly edits: Edit[]
}

/** Every class fits through such a street, m. */
const ALL_FIT = 5

const edited = (mayNarrow: boolean): fc.Arbitrary<Edited> =>
  fc.tuple(streetCities, wishes).map(([city, list]) => {
    const ids = [...city.layers.roads.keys()]
    let planned = city
    const edits: Edit[] = []
    for (const wish of list) {
      const road = planned.layers.roads.get(ids[wish.road % ids.length] ?? '')
      if (!road) continue
      const { state, widthMetres, lanes } = road.properties
      const sameFit = widthMetres >= ALL_FIT && wish.section.widthMetres >= ALL_FIT
      if (wish.kind === 'road.section' && !mayNarrow && !sameFit) continue
      const target = road.id
      const edit: Edit =
        wish.kind === 'road.state'
          ? { kind: wish.kind, target, from: state, to: wish.state }
          : wish.kind === 'road.section'
            ? { kind: wish.kind, target, from: { widthMetres, lanes }, to: wish.section }
            : { kind: wish.kind, target, from: directionOf(road), to: wish.direction }
      planned = applyEdit(planned, edit)
      edits.push(edit)
    }
    return { city, planned, edits }
  })

/** A town and the same with streets closed, widened, made one-way; as many fit through each as before: no connector moves. */
export const editedStreets = edited(false)
/** The same with streets narrowed and widened to any width. */
export const narrowedStreets = edited(true)

const anywhere = fc
  .tuple(fc.integer({ min: -20, max: 420 }), fc.integer({ min: -20, max: 420 }))
  .map(([x, y]): XY => [x, y])

/** A town and the same with new roads and turn bans as well. */
export const extendedStreets = fc
  .tuple(
    editedStreets,
    fc.array(
      fc.record({
        line: fc.array(anywhere, { minLength: 2, maxLength: 4 }),
        bridge: fc.boolean(),
        oneWay: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
  )
  .map(([{ city, planned: edited }, roads, turns]) => {
    let planned = edited
    for (const [i, road] of roads.entries()) {
      const to = { ...road, class: 'local' as const, widthMetres: 7, lanes: 2, name: null }
      planned = applyEdit(planned, { kind: 'road.new', target: `n${i}`, from: null, to })
    }
    const ids = [...planned.layers.roads.keys()]
    const bans = new Set(
      ids.length > 0 ? turns.map(([a, b]) => turnTarget(ids[a % ids.length]!, ids[b % ids.length]!)) : [],
    )
    return { city, planned: { ...planned, turnBans: bans } }
  })
