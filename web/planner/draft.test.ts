import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../scenarios/canonical.ts'
import { applyEdits, type Edit, lampOf, type NewRoad, turnTarget } from '../../scenarios/edit.ts'
import { luminaireEdits } from '../../scenarios/lamp-edits.ts'
import { scenarioHash } from '../../scenarios/scenario.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { litCity } from '../../test/arbitraries/lighting.ts'
import {
  type Draft,
  drainageBodyOf,
  editsOf,
  fillNow,
  keepDraft,
  lastOf,
  redo,
  restoreDraft,
  roadStateNow,
  snapArea,
  stepsOf,
  trafficBodyOf,
  trafficHash,
  trafficOf,
  undo,
  withEdits,
  withoutSlots,
} from './draft.ts'
import { newDraftForTests } from './fixture.ts'
import { removalEdits } from './lamp-plan.ts'
import { bannedNow, newRoadNow } from './road-plan.ts'

const empty = newDraftForTests()

const ring: [number, number][] = [
  [0, 0],
  [10, 0],
  [10, 10],
]

/** One thing that a person does; every lamp of a street at once is one thing too. */
type Act =
  | { do: 'road'; target: string }
  | { do: 'fill'; target: string; level: number }
  | { do: 'undo' | 'redo' }
  | { do: 'remove'; slots: string[] }
  | { do: 'street'; watts: number }
  | { do: 'row'; n: number }
  | { do: 'clear' }
  | { do: 'draw' }
  | { do: 'ban'; into: string }
  | { do: 'erase' }

const slots = ['road.state r1', 'ground.level p1', 'road.new new:road/a', 'lamp.new new:lamp/0', 'lamp.luminaire l1']
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant('road' as const), target: fc.constantFrom('r1', 'r2') }),
  fc.record({
    do: fc.constant('fill' as const),
    target: fc.constantFrom('p1', 'p2'),
    level: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ do: fc.constantFrom<'undo' | 'redo'>('undo', 'redo') }),
  fc.record({ do: fc.constant('remove' as const), slots: fc.subarray(slots, { minLength: 1 }) }),
  fc.record({ do: fc.constant('street' as const), watts: fc.constantFrom(80, 120) }),
  fc.record({ do: fc.constant('row' as const), n: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constantFrom<'clear' | 'draw' | 'erase'>('clear', 'draw', 'erase') }),
  fc.record({ do: fc.constant('ban' as const), into: fc.constantFrom('r1', 'new:road/a') }),
)

/** Eight lamps along one street; roads and parcels by the names that the acts call them. */
const city = litCity()
const renamed = <F extends { id: string }>(features: ReadonlyMap<string, F>, ids: readonly string[]) =>
  new Map([...features.values()].map((feature, k) => [ids[k]!, { ...feature, id: ids[k]! }]))
const cityOfActs = { ...city, layers: { ...city.layers, roads: renamed(city.layers.roads, ['r1', 'r2']) } }
const lampsNow = (draft: Draft) => [...applyEdits(cityOfActs, editsOf(draft)).layers.lamps.values()]
const road: NewRoad = {
  line: [
    [0, 0],
    [50, 0],
  ],
  name: null,
  class: 'local',
  widthMetres: 6,
  lanes: 2,
  oneWay: false,
  bridge: false,
}
const NEW_ROAD = 'new:road/a'

function take(draft: Draft, one: Act): Draft {
  switch (one.do) {
    case 'undo':
      return undo(draft)
    case 'redo':
      return redo(draft)
    case 'remove':
      return withoutSlots(draft, one.slots)
    case 'road': {
      const from = roadStateNow(draft, one.target, 'open')
      const to = from === 'open' ? 'closed' : 'open'
      return withEdits(draft, [{ kind: 'road.state', target: one.target, from, to }])
    }
    case 'fill': {
      const from = fillNow(draft, one.target)
      const to = { ring, levelMetres: one.level }
      return withEdits(draft, [{ kind: 'ground.level', target: one.target, from, to }])
    }
    case 'street':
      return withEdits(
        draft,
        luminaireEdits(lampsNow(draft), { source: 'LED', powerWatts: one.watts, fluxLumens: 130 * one.watts }),
      )
    case 'row': {
      const [like] = city.layers.lamps.values()
      const edits = Array.from({ length: one.n }, (_, k): Edit => {
        const from = lastOf(draft, 'lamp.new', `new:lamp/${k}`)?.to ?? null
        return { kind: 'lamp.new', target: `new:lamp/${k}`, from, to: from ?? { ...lampOf(like!), at: [k, 50] } }
      })
      return withEdits(draft, edits)
    }
    case 'clear':
      return withEdits(draft, removalEdits(lampsNow(draft)))
    case 'draw': {
      const from = newRoadNow(draft, NEW_ROAD)
      const to = { ...road, lanes: from?.lanes === 2 ? 3 : 2 }
      return withEdits(draft, [{ kind: 'road.new', target: NEW_ROAD, from, to }])
    }
    case 'ban': {
      const [from, into] = one.into === NEW_ROAD ? ['r1', NEW_ROAD] : [NEW_ROAD, 'r1']
      if (!newRoadNow(draft, NEW_ROAD)) return draft
      const banned = bannedNow(draft, from, into)
      return withEdits(draft, [{ kind: 'turn.ban', target: turnTarget(from, into), from: banned, to: !banned }])
    }
    case 'erase': {
      const from = newRoadNow(draft, NEW_ROAD)
      return from ? withEdits(draft, [{ kind: 'road.new', target: NEW_ROAD, from, to: null }]) : draft
    }
  }
}

/** Every edit must find its slot as the one before left it. */
function isChain(log: readonly Edit[]): boolean {
  const slots = new Map<string, string>()
  return log.every((edit) => {
    const slot = `${edit.kind} ${edit.target}`
    const before = slots.get(slot)
    slots.set(slot, canonicalJson(edit.to))
    return before === undefined || before === canonicalJson(edit.from)
  })
}

describe('the draft', () => {
  it('stays a chain of edits that the city can take whatever the person does, and undo after redo is nothing', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let draft = empty
        for (const one of acts) {
          const before = draft
          draft = take(draft, one)
          expect(isChain(draft.log.flat())).toBe(true)
          expect(Math.abs(draft.log.length - before.log.length)).toBeLessThanOrEqual(1)
          if (draft.undone.length > 0) expect(undo(redo(draft))).toEqual(draft)
          if (draft.log.length > 0) expect(redo(undo(draft))).toEqual(draft)
          // Nothing rests on what is no longer there.
          expect(() => applyEdits(cityOfActs, editsOf(draft))).not.toThrow()
        }
      }),
    )
  })

  it('is what it was after as many undos as there were steps, and what it became after as many redos', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 15 }), fc.array(act, { maxLength: 15 }), (first, then) => {
        const before = first.reduce(take, empty)
        const deeds = then.filter((one) => one.do !== 'undo' && one.do !== 'redo')
        const after = deeds.reduce(take, before)
        const n = after.log.length - before.log.length
        const undone = Array.from({ length: n }).reduce<Draft>(undo, after)
        expect({ ...undone, undone: [] }).toEqual({ ...before, undone: [] })
        expect(Array.from({ length: n }).reduce<Draft>(redo, undone)).toEqual(after)
      }),
    )
  })

  it('keeps a street-wide change as one step through a reload; drafts from before there were steps have a step an edit', () => {
    const store = new Map<string, string>()
    const storage = {
      getItem: (k: string) => store.get(k) ?? null,
      setItem: (k: string, v: string) => void store.set(k, v),
    }
    const draft = take(empty, { do: 'street', watts: 120 })
    expect(draft.log.map((step) => step.length)).toEqual([8])
    keepDraft(storage, 'x', undo(take(draft, { do: 'clear' })))
    const again = restoreDraft(storage, 'x')!
    expect(undo(again).log).toEqual([])
    // What cannot be without its lamp goes with it, in the same step.
    expect(redo(again).log.map((step) => step.length)).toEqual([8, 16])
    expect(editsOf(redo(again)).map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'lamp.new'))
    const old = { ...draft, log: draft.log.flat(), undone: [] }
    store.set('vithanh.draft.x', JSON.stringify(old))
    expect(restoreDraft(storage, 'x')!.log).toEqual(old.log.map((edit) => [edit]))
    expect(stepsOf(old.log)).toEqual(draft.log)
  })

  it('takes the turn bans of a new road out with it', () => {
    const acts: Act[] = [{ do: 'draw' }, { do: 'ban', into: 'r1' }, { do: 'ban', into: NEW_ROAD }]
    const draft = acts.reduce(take, empty)
    expect(editsOf(draft)).toHaveLength(3)
    for (const gone of [take(draft, { do: 'erase' }), withoutSlots(draft, [`road.new ${NEW_ROAD}`])]) {
      expect(editsOf(gone)).toEqual([])
      expect(editsOf(undo(gone))).toEqual(editsOf(draft))
    }
  })

  it('is restored as it was kept, and is nothing where the storage holds nonsense', () => {
    const store = new Map<string, string>()
    const storage = {
      getItem: (k: string) => store.get(k) ?? null,
      setItem: (k: string, v: string) => void store.set(k, v),
    }
    const draft = take(take(empty, { do: 'road', target: 'r1' }), { do: 'fill', target: 'p1', level: 2 })
    expect(keepDraft(storage, 'vi-thanh', draft)).toBe(true)
    expect(restoreDraft(storage, 'vi-thanh')).toEqual(draft)
    expect(restoreDraft(storage, 'monaco')).toBeNull()
    store.set('vithanh.draft.vi-thanh', '{"id": 3}')
    expect(restoreDraft(storage, 'vi-thanh')).toBeNull()
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota')
      },
    }
    expect(keepDraft(full, 'vi-thanh', draft)).toBe(false)
  })

  it('drainage does not ask how people travel, nor traffic where it rains unless streets flood', () => {
    const set = (part: Partial<Draft['settings']>): Draft => ({ ...empty, settings: { ...empty.settings, ...part } })
    const drainage = (draft: Draft) => scenarioHash(drainageBodyOf(draft, 'c'))
    const traffic = (draft: Draft, flood: string | null = null) => trafficHash(trafficBodyOf(draft, 'c'), flood)
    const busier = set({ traffic: { ...defaultTraffic, growth: 1.2 } })
    const elsewhere = set({ area: [0, 0, 500, 500] })
    const flooded = set({ traffic: { ...defaultTraffic, flood: true } })
    const closed = take(empty, { do: 'road', target: 'r1' })
    expect(trafficOf(empty)).toEqual(defaultTraffic)
    expect(drainage(busier)).toBe(drainage(empty))
    expect(traffic(busier)).not.toBe(traffic(empty))
    expect(traffic(elsewhere, 'a')).toBe(traffic(empty, 'b'))
    expect(drainage(elsewhere)).not.toBe(drainage(empty))
    expect(traffic(flooded, 'a')).not.toBe(traffic(flooded, 'b'))
    expect(traffic(closed)).not.toBe(traffic(empty))
  })

  it('takes a slot back as one edit that can be undone', () => {
    const draft = take(take(empty, { do: 'fill', target: 'p1', level: 2 }), { do: 'fill', target: 'p1', level: 3 })
    const removed = withoutSlots(draft, ['ground.level p1'])
    expect(editsOf(removed)).toEqual([])
    expect(editsOf(undo(removed))).toEqual(editsOf(draft))
  })

  it('cuts an area to the limit and keeps it inside the ground', () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.double({ min: -9e3, max: 9e3, noNaN: true }),
          fc.double({ min: -9e3, max: 9e3, noNaN: true }),
          fc.double({ min: 1, max: 9e3, noNaN: true }),
        ),
        ([x, y, side]) => {
          const [x0, y0, x1, y1] = snapArea([x, y, x + side, y + side], [-5000, -5000, 5000, 5000])
          expect(x1 - x0).toBeGreaterThanOrEqual(100)
          expect(x1 - x0).toBeLessThanOrEqual(2000)
          expect(y1 - y0).toBeLessThanOrEqual(2000)
          expect(Math.min(x0, y0)).toBeGreaterThanOrEqual(-5000)
          expect(Math.max(x1, y1)).toBeLessThanOrEqual(5000)
        },
      ),
    )
  })
})
