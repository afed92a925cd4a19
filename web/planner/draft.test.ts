import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../scenarios/canonical.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { scenarioHash } from '../../scenarios/scenario.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import {
  type Draft,
  drainageBodyOf,
  editsOf,
  fillNow,
  keepDraft,
  redo,
  restoreDraft,
  roadStateNow,
  snapArea,
  trafficBodyOf,
  trafficHash,
  trafficOf,
  undo,
  withEdit,
  withoutSlot,
} from './draft.ts'
import { newDraftForTests } from './fixture.ts'

const empty = newDraftForTests()

const ring: [number, number][] = [
  [0, 0],
  [10, 0],
  [10, 10],
]

type Step =
  | { do: 'road'; target: string }
  | { do: 'fill'; target: string; level: number }
  | { do: 'undo' | 'redo' }
  | { do: 'remove'; slot: string }

/** A person's steps: toggle a road, set a ground level, undo, redo, delete a slot. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('road' as const), target: fc.constantFrom('r1', 'r2') }),
  fc.record({
    do: fc.constant('fill' as const),
    target: fc.constantFrom('p1', 'p2'),
    level: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ do: fc.constantFrom<'undo' | 'redo'>('undo', 'redo') }),
  fc.record({ do: fc.constant('remove' as const), slot: fc.constantFrom('road.state r1', 'ground.level p1') }),
)

function take(draft: Draft, s: Step): Draft {
  switch (s.do) {
    case 'undo':
      return undo(draft)
    case 'redo':
      return redo(draft)
    case 'remove':
      return withoutSlot(draft, s.slot)
    case 'road': {
      const from = roadStateNow(draft, s.target, 'open')
      return withEdit(draft, { kind: 'road.state', target: s.target, from, to: from === 'open' ? 'closed' : 'open' })
    }
    case 'fill': {
      const from = fillNow(draft, s.target)
      return withEdit(draft, { kind: 'ground.level', target: s.target, from, to: { ring, levelMetres: s.level } })
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
  it('stays a chain of edits whatever the person does, and undo after redo is nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let draft = empty
        for (const s of steps) {
          draft = take(draft, s)
          expect(isChain(draft.log)).toBe(true)
          if (draft.undone.length > 0) expect(undo(redo(draft))).toEqual(draft)
          if (draft.log.length > 0) expect(redo(undo(draft))).toEqual(draft)
        }
        let back = draft
        while (back.log.length > 0) back = undo(back)
        while (back.undone.length > 0) back = redo(back)
        expect(back.log.slice(0, draft.log.length)).toEqual(draft.log)
      }),
    )
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
    const removed = withoutSlot(draft, 'ground.level p1')
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
