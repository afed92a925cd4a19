import fc from 'fast-check'
import { expect, test } from 'vitest'
import { figuresOf } from '../../data/readers/building/figures.ts'
import { readGltf } from '../../data/readers/gltf/read.ts'
import { readIfc } from '../../data/readers/ifc/read.ts'
import type { XY } from '../../scenarios/frame.ts'
import { centroid, ringArea } from '../../scenarios/geometry.ts'
import { applicationSchema } from '../../scenarios/permits/application.ts'
import {
  type Placement,
  placed,
  placementSchema,
  scaledAbout,
  turnedAbout,
  unplaced,
} from '../../scenarios/permits/model.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { glbBox, ifcHouse } from '../../test/buildings.ts'
import { applicationOf as application } from '../../test/permit-application.ts'
import type { OpenedBuilding } from './building.ts'
import { compared } from './building-compare.ts'
import { filled, fillsOf } from './building-fill.ts'
import { onLot, ringIn, snapped } from './building-place.ts'
import { draftOf, emptyDraft, keepDraft, keptDraft } from './draft.ts'
import { massingOfParts } from './massing.ts'
import { prismOf, prismsBlock, shadesOn } from './shades.ts'
import { blockerOf, trianglesAt } from './triangles.ts'

const placements: fc.Arbitrary<Placement> = fc.record({
  east: fc.double({ min: 540_000, max: 560_000, noNaN: true }),
  north: fc.double({ min: 1_070_000, max: 1_090_000, noNaN: true }),
  levelMetres: fc.double({ min: -5, max: 50, noNaN: true }),
  turnedDegrees: fc.double({ min: -180, max: 180, noNaN: true }),
  scale: fc.double({ min: 0.001, max: 100, noNaN: true }),
  from: fc.constantFrom('map' as const, 'site' as const, 'hand' as const),
})
const points = fc.tuple(
  fc.double({ min: -500, max: 500, noNaN: true }),
  fc.double({ min: -500, max: 500, noNaN: true }),
)
const words = {
  t: (text: { vi: string }, values: Record<string, string | number> = {}) =>
    text.vi.replace(/\{(\w+)\}/g, (_, key) => String(values[key])),
  number: (value: number, digits = 0) => value.toFixed(digits),
} as never
const opened = async (bytes: Uint8Array): Promise<OpenedBuilding> => {
  const model = bytes[0] === 0x67 ? readGltf(bytes, 'nha.glb') : await readIfc(bytes, 'nha.ifc')
  return { model, figures: figuresOf(model), hash: 'a'.repeat(64), packed: null }
}
const ifc = (options = {}) => opened(new TextEncoder().encode(ifcHouse(options)))
const box = (x: number, y: number, width: number, depth: number): XY[] => [
  [x, y],
  [x + width, y],
  [x + width, y + depth],
  [x, y + depth],
  [x, y],
]

test('a placement takes points to the city and back; turned and scaled about a place, that place stays', () => {
  fc.assert(
    fc.property(placements, points, points, (placement, own, centre) => {
      expect(placementSchema.parse(placement)).toEqual(placement)
      const back = unplaced(placed(own, placement), placement)
      // In doubles, half a million metres away: a micrometre of the city.
      const slack = 1e-6 / placement.scale + 1e-9
      expect(Math.abs(back[0] - own[0])).toBeLessThan(slack)
      expect(Math.abs(back[1] - own[1])).toBeLessThan(slack)
      const at = placed(centre, placement)
      for (const moved of [turnedAbout(placement, at, 77), scaledAbout(placement, at, placement.scale * 2)]) {
        const [x, y] = placed(centre, moved)
        expect(Math.hypot(x - at[0], y - at[1])).toBeLessThan(1e-5)
      }
    }),
  )
})

test('an application without a model is as it was; with one it keeps it, and the draft gives it back', () => {
  expect('model' in applicationSchema.parse(application())).toBe(false)
  const model = {
    hash: 'b'.repeat(64),
    kind: 'ifc' as const,
    placement: { east: 1, north: 2, levelMetres: 3, turnedDegrees: 4, scale: 1, from: 'map' as const },
  }
  const parsed = applicationSchema.parse({ ...application(), model })
  expect(draftOf(parsed).model).toEqual(model)
  expect(() => applicationSchema.parse({ ...application(), model: { ...model, hash: '../x' } })).toThrow()
  const { model: _, ...before } = emptyDraft
  const store = new Map([['vithanh.permit-draft', JSON.stringify(before)]])
  const kept = keptDraft({ getItem: (key) => store.get(key) ?? null })
  expect(kept?.model).toBeNull()
  keepDraft(null, { setItem: () => {}, removeItem: (key) => store.delete(key) })
  expect(store.size).toBe(0)
})

test('put on a lot, it lies in the middle of it; snapped, along its longest side and flush with near sides, whatever its turn', async () => {
  const building = await opened(glbBox({ sizes: [4, 7, 12] }))
  const lot = box(551_700, 1_082_300, 5, 20)
  await fc.assert(
    fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (turn) => {
      const start = turnedAbout(onLot(building, lot, 2), centroid(lot), turn)
      const placement = snapped(start, building, lot)
      const ring = ringIn(building.figures.footprint[0]!, placement)
      expect(Math.abs(ringArea(ring))).toBeCloseTo(48, 1)
      const xs = ring.map(([x]) => x)
      expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(4, 2)
      expect(Math.min(Math.abs(Math.min(...xs) - 551_700), Math.abs(Math.max(...xs) - 551_705))).toBeLessThan(0.002)
      expect(placement.levelMetres).toBeCloseTo(2, 9)
    }),
  )
})

test('what the form has is overwritten only where told; what the file gives is filled in', async () => {
  const building = await ifc({ basement: true })
  const placement = { ...onLot(building, box(551_700, 1_082_300, 8, 20), 2), from: 'map' as const }
  const fills = fillsOf(emptyDraft, null, building, { placement, levelKnown: true, storeysByHand: 1 }, words)
  expect(fills.map(({ key, now }) => [key, now])).toEqual([
    ['parts', null],
    ['above', null],
    ['basement', null],
    ['ground', null],
  ])
  const draft = filled(emptyDraft, fills)
  expect(draft.parts).toMatchObject([{ kind: 'main', storeys: 2, heightMetres: 8.1 }])
  expect(draft.check.building).toMatchObject({ groundLevelMetres: 2, floors: { above: 160, basement: 80 } })
  const again = fillsOf(
    draft,
    massingOfParts(draft.parts!),
    building,
    { placement, levelKnown: false, storeysByHand: 1 },
    words,
  )
  expect(again.every(({ now }) => now !== null)).toBe(true)
  expect(again.some(({ key }) => key === 'ground')).toBe(false)
})

test('form and file: what is within tolerance is not marked, what is beyond is, to both sides of it', async () => {
  const building = await ifc()
  const placement = onLot(building, box(551_700, 1_082_300, 8, 20), 2)
  const check = (change: { shift?: number; height?: number; ground?: number } = {}): PermitCheck => {
    const footprint = ringIn(building.figures.footprint[0]!, {
      ...placement,
      east: placement.east + (change.shift ?? 0),
    })
    return {
      building: {
        parts: [
          { kind: 'main', name: 'x', footprint, projections: [], heightMetres: change.height ?? 8.1, storeys: 2 },
        ],
        floors: { above: 160 },
        groundLevelMetres: change.ground ?? 2,
      },
    } as unknown as PermitCheck
  }
  const marked = (change?: Parameters<typeof check>[0]) =>
    compared(check(change), building, placement, { levelKnown: true, placeKnown: true }).flatMap(({ figure, over }) =>
      over ? [figure] : [],
    )
  expect(marked()).toEqual([])
  expect(marked({ shift: 0.19, height: 8.0, ground: 2.05 })).toEqual([])
  expect(marked({ shift: 0.21 })).toEqual(['offset'])
  expect(marked({ height: 7.99 })).toEqual(['height'])
  expect(marked({ ground: 1.94 })).toEqual(['ground'])
})

test('the triangles of a box shade as the same box does as a prism', async () => {
  const building = await opened(glbBox({ sizes: [10, 20, 10] }))
  const placement: Placement = { east: 0, north: 0, levelMetres: 1, turnedDegrees: 0, scale: 1, from: 'hand' }
  const triangles = trianglesAt(building.model, placement, [0, 0])
  const prism = prismOf(box(0, 0, 10, 10), 1, 20)
  const neighbours = [
    { ...prismOf(box(0, 13, 10, 10), 1, 4), name: 'bắc' },
    { ...prismOf(box(-15, 0, 10, 10), 1, 4), name: 'tây' },
  ]
  const place = { lon: 105.47, lat: 9.78 }
  expect(shadesOn(blockerOf(triangles), neighbours, '2026-12-21', place)).toEqual(
    shadesOn(prismsBlock([prism]), neighbours, '2026-12-21', place),
  )
  const blocks = [blockerOf(triangles), prismsBlock([prism])] as const
  const coordinate = fc.double({ min: -30, max: 30, noNaN: true })
  fc.assert(
    fc.property(
      fc.tuple(coordinate, coordinate),
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      ([x, y], turn) => {
        const clear = x < -0.01 || x > 10.01 || y < -0.01 || y > 10.01
        fc.pre(clear)
        const to = [Math.cos(turn) * 0.8, Math.sin(turn) * 0.8, 0.6] as const
        expect(blocks[0]([x, y, 2.5], to)).toBe(blocks[1]([x, y, 2.5], to))
      },
    ),
  )
})
