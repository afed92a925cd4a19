import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CityChange } from '../city-changes.ts'
import { type Edit, slotOf } from '../edit.ts'
import type { XY } from '../frame.ts'
import { Problem } from '../problem.ts'
import type { BuildState } from '../provenance.ts'
import { conflictsOf, expectSettleable, groundOf, settlementsOf } from './conflicts.ts'

const [WEST, SOUTH] = [551_420, 1_081_960]
const box = (x: number, y: number, w: number, h: number): [number, number][] => [
  [WEST + x, SOUTH + y],
  [WEST + x + w, SOUTH + y],
  [WEST + x + w, SOUTH + y + h],
  [WEST + x, SOUTH + y + h],
]
const fill = (target: string, ring: [number, number][]): Edit => ({
  kind: 'ground.level',
  target,
  from: null,
  to: { ring, levelMetres: 2 },
})
const road = (target: string, line: [number, number][], widthMetres = 8): Edit => ({
  kind: 'road.new',
  target,
  from: null,
  to: { line, widthMetres, lanes: 2, class: 'collector', oneWay: false, bridge: false, name: null },
})
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const change = (n: number, edit: Edit, source = 'plan/b', buildState: BuildState = 'approved'): CityChange => ({
  id: uuid(n),
  source,
  position: n,
  edit,
  buildState,
  effectiveFrom: '2026-12-01',
  movedAt: '2026-11-26T00:00:00.000Z',
  modelOrder: null,
})
const found = (edits: Edit[], changes: CityChange[], permits: Parameters<typeof conflictsOf>[3] = []) =>
  conflictsOf('plan/a', edits, changes, permits)

describe('conflicts', () => {
  const ours = fill('a', box(0, 0, 20, 20))

  test('another change of the same slot; not one’s own, and not what stands or is gone', () => {
    expect(found([ours], [change(1, fill('a', box(500, 0, 5, 5)))])).toMatchObject([
      { why: 'same-slot', slot: slotOf(ours), other: slotOf(ours), source: 'plan/b', changeId: uuid(1) },
    ])
    for (const one of [
      change(1, ours, 'plan/a'),
      change(1, ours, 'plan/b', 'as-built'),
      change(1, ours, 'plan/b', 'removed'),
    ])
      expect(found([ours], [one])).toEqual([])
    expect(found([ours], [change(1, ours, 'plan/b', 'under-construction')])).toHaveLength(1)
  })

  test('ground that two take, measured; sides that only touch take none', () => {
    const beside = change(1, fill('b', box(20, 0, 20, 20)))
    expect(found([ours], [beside])).toEqual([])
    const across = change(1, fill('b', box(15, 10, 20, 20)))
    const [one] = found([ours], [across])
    expect(one).toMatchObject({ why: 'overlap', areaSquareMetres: 50, slot: 'ground.level a', other: 'ground.level b' })
    expect(settlementsOf(one!)).toEqual(['replaces', 'both-stand'])
  })

  test('a pond, a building and a road meet a fill; a zoning meets its own parcel alone', () => {
    const pond: Edit = {
      kind: 'pond',
      target: 'p',
      from: null,
      to: { ring: box(5, 5, 5, 5), bedMetres: 0, waterMetres: 0 },
    }
    const through = road('r', [
      [WEST - 10, SOUTH + 10],
      [WEST + 30, SOUTH + 10],
    ])
    expect(found([ours], [change(1, pond)])).toMatchObject([{ areaSquareMetres: 25 }])
    expect(found([ours], [change(1, through)])).toMatchObject([{ areaSquareMetres: 160 }])
    expect(found([through], [change(1, ours)])).toMatchObject([{ areaSquareMetres: 160, slot: 'road.new r' }])
    // What is taken away takes no ground.
    expect(groundOf({ ...pond, from: pond.to, to: null } as Edit)).toBeNull()
    const zoning = { code: 'ODT', imperviousShare: 0.7, density: 0.6, floorAreaRatio: 3, heightMetres: 16 }
    expect(groundOf({ kind: 'parcel.zoning', target: 'x', from: zoning, to: zoning })).toBeNull()
  })

  test('a permit in force, unless its building is a change already; it is not replaced', () => {
    const permit = { id: uuid(7), number: '7/GPXD', rings: [box(10, 10, 20, 20) as XY[]] }
    const [one] = found([ours], [], [permit])
    expect(one).toMatchObject({ source: `permit/${uuid(7)}`, changeId: null, other: '7/GPXD', areaSquareMetres: 100 })
    expect(settlementsOf(one!)).toEqual(['both-stand'])
    expect(() => expectSettleable(one!, 'replaces')).toThrow(Problem)
    const built = change(1, fill('q', box(10, 10, 20, 20)), `permit/${uuid(7)}`)
    const known = found([ours], [built], [permit])
    expect(known).toHaveLength(1)
    expect(known[0]).toMatchObject({ changeId: uuid(1) })
    expect(settlementsOf(known[0]!)).toEqual(['both-stand'])
  })

  test('one slot holds one thing: the other is replaced, or the edit dropped', () => {
    const [one] = found([ours], [change(1, fill('a', box(0, 0, 5, 5)))])
    expect(settlementsOf(one!)).toEqual(['replaces'])
    expect(() => expectSettleable(one!, 'both-stand')).toThrow(/drop the edit/)
    expect(() => expectSettleable(one!, 'replaces')).not.toThrow()
  })

  test('the same in any order, seen from both sides, and asked anew for an edit drawn anew', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))
    fc.assert(
      fc.property(fc.array(place, { maxLength: 6 }), fc.array(place, { maxLength: 6 }), (mine, others) => {
        const edits = mine.map(([x, y], i) => fill(`a${i}`, box(x, y, 12, 12)))
        const changes = others.map(([x, y], i) => change(i, fill(`b${i}`, box(x, y, 12, 12))))
        const forward = found(edits, changes)
        expect(found(edits.toReversed(), changes.toReversed())).toEqual(forward)
        const met = mine.flatMap(([x, y]) => others.filter(([u, v]) => Math.abs(x - u) < 12 && Math.abs(y - v) < 12))
        expect(forward).toHaveLength(met.length)
        const keys = forward.map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        const moved = edits.map((edit) => fill(edit.target, box(1, 1, 12, 12)))
        const same = mine.filter(([x, y]) => x === 1 && y === 1).length
        if (same === 0) expect(found(moved, changes).filter(({ key }) => keys.includes(key))).toEqual([])
      }),
    )
  })
})
