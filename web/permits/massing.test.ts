import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { opened, pointInRing, ringArea } from '../../scenarios/geometry.ts'
import { distanceToSegment, rolesOf } from '../../scenarios/permits/lot-sides.ts'
import { inset, massingOf, massingOfParts } from './massing.ts'

/** 5 m wide at the street in the south, 20 m deep. */
const lot: XY[] = [
  [551700, 1082300],
  [551705, 1082300],
  [551705, 1082320],
  [551700, 1082320],
  [551700, 1082300],
]
const street: XY[] = [
  [551600, 1082300],
  [551800, 1082300],
]
const names = { main: 'Khối chính', podium: 'Khối đế', tower: 'Khối tháp' }
const form = {
  setbacks: { front: 3, side: 0, back: 2 },
  storeys: 3,
  groundStoreyMetres: 4,
  storeyMetres: 3.3,
  topMetres: 1.4,
  tower: null,
}

test('the side on the red line is the front, the one across the back; without any red line all are sides', () => {
  expect(rolesOf(lot, [street])).toEqual(['front', 'side', 'back', 'side'])
  expect(rolesOf(lot.toReversed(), [street])).toEqual(['side', 'back', 'side', 'front'])
  expect(rolesOf(lot, [])).toEqual(['side', 'side', 'side', 'side'])
})

test('a house of three storeys: footprint, height, floor area; the same whichever way the lot turns', () => {
  for (const ring of [lot, lot.toReversed()]) {
    const massing = massingOf(ring, rolesOf(ring, [street]), form, names)!
    expect(massing.footprintSquareMetres).toBeCloseTo(75, 6)
    expect(massing.floorSquareMetres).toBeCloseTo(225, 6)
    expect(massing.parts).toEqual([expect.objectContaining({ kind: 'main', heightMetres: 12, storeys: 3 })])
    const ys = massing.parts[0]!.footprint.map(([, y]) => y)
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([1082303, 1082318])
  }
})

test('podium and tower: each with its height from the ground and its storeys', () => {
  const wide = lot.map(([x, y]): XY => [x === 551705 ? 551730 : x, y === 1082320 ? 1082330 : y])
  const massing = massingOf(wide, rolesOf(wide, [street]), { ...form, tower: { storeys: 5, setbackMetres: 4 } }, names)!
  const [podium, tower] = massing.parts
  expect(podium).toMatchObject({ kind: 'podium', storeys: 3, heightMetres: 10.6 })
  expect(tower).toMatchObject({ kind: 'tower', storeys: 8, heightMetres: 28.5 })
  expect(Math.abs(ringArea(tower!.footprint))).toBeCloseTo((30 - 8) * (25 - 8), 6)
  // Parts as they stand say the same.
  expect(massingOfParts(massing.parts)).toEqual(massing)
})

test('setbacks that leave nothing give no massing, nor do figures that are missing', () => {
  expect(massingOf(lot, rolesOf(lot, [street]), { ...form, setbacks: { front: 12, side: 0, back: 9 } }, names)).toBe(
    null,
  )
  expect(massingOf(lot, rolesOf(lot, [street]), { ...form, storeys: null }, names)).toBe(null)
})

test('within any convex lot the footprint keeps its distance from every side, and what is far enough from all stays', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 359 }), { minLength: 3, maxLength: 8 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 8 }),
      fc.boolean(),
      (turns, metres, reversed) => {
        const angles = [...new Set(turns.map((turn) => Math.round(turn / 20) * 20))].sort((a, b) => a - b)
        fc.pre(angles.length >= 3)
        const ring = angles.map(
          (turn): XY => [
            551700 + 20 * Math.cos((turn * Math.PI) / 180),
            1082300 + 20 * Math.sin((turn * Math.PI) / 180),
          ],
        )
        fc.pre(Math.abs(ringArea(ring)) > 150)
        const used = reversed ? ring.toReversed() : ring
        const inner = inset(used, metres)
        if (!inner) return
        const sides = opened(used)
        for (const corner of opened(inner)) {
          for (const [i, from] of sides.entries()) {
            const away = distanceToSegment(corner, from, sides[(i + 1) % sides.length]!)
            expect(away).toBeGreaterThan(metres[i]! - 0.02)
          }
        }
        // What is far enough from every side stays.
        const middle: XY = [551700.5, 1082300.5]
        const far = sides.every((from, i) => {
          const away = distanceToSegment(middle, from, sides[(i + 1) % sides.length]!)
          return away > metres[i]! + 0.1
        })
        if (far && pointInRing(middle, used)) expect(pointInRing(middle, inner)).toBe(true)
      },
    ),
  )
})
