/** One street of 200 m that falls to a canal, by hand. */
import { expect, test } from 'vitest'
import { idfIntensity } from '../../../../scenarios/forcing-design.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { createGrid } from '../../../../scenarios/grid.ts'
import type { Place } from '../homes.ts'
import type { RoadPiece } from '../network.ts'
import type { Channel } from '../place.ts'
import { xaNo } from '../place.ts'
import { planDrains } from './drainplan.ts'
import { barrels, fullFlow, leastSlope, sizeDrains } from './drainsize.ts'
import { FreeGround } from './free.ts'

/** Just south of Xà No in the old centre, where streets are drained. */
const [ox, oy] = [xaNo[3]![0] - 300, xaNo[3]![1] - 420]
const street: RoadPiece = {
  ...{
    line: [
      [ox, oy],
      [ox, oy - 200],
    ] as XY[],
    name: 'A',
    street: 'A',
    class: 'local',
    bridge: false,
  },
  ...{ widthMetres: 6, redLineWidthMetres: 10, lanes: 2, provenance: 'generated' },
}
const canal: Channel = {
  ...{ name: null, kind: 'canal', widthMetres: 10, bedMetres: -2, provenance: 'generated' },
  line: [
    [ox - 100, oy - 212],
    [ox + 100, oy - 212],
  ],
}
const lot = (y: number, squareMetres: number): Place => {
  const side = Math.sqrt(squareMetres)
  const ring: XY[] = [
    [ox + 20, y],
    [ox + 20 + side, y],
    [ox + 20 + side, y + side],
    [ox + 20, y + side],
  ]
  const zoning = { code: 'ODT', imperviousShare: 1, density: 1, floorAreaRatio: 1, heightMetres: 10 }
  return { lot: { ring, zone: 'core' }, centre: [ox + 20, y], zoning, building: null } as unknown as Place
}
const grid = createGrid({ columns: 100, rows: 100, cellSize: 10, west: ox - 500, north: oy + 500 })
grid.data.fill(1.3)

const sized = (squareMetres: number) => {
  const places = [lot(oy, squareMetres)]
  const plan = planDrains([street], new FreeGround([canal], [street], places, []))
  return { plan, sizes: sizeDrains(plan, places, grid) }
}

test('the outfall is at the bank, the way down is the street, the rain of the lot and the street leaves through it', () => {
  const { plan, sizes } = sized(5000)
  expect(plan.outfalls).toHaveLength(1)
  const last = plan.outfalls[0]!.manhole
  expect(plan.manholes[last]).toEqual([ox, oy - 200])
  expect(plan.order).toHaveLength(7)
  const area = 5000 * 0.75 + 200 * 10 * 0.73
  expect(sizes.area[last]).toBeCloseTo(area, 6)
  // Ten minutes to the first inlet and a few along the street.
  const least = (idfIntensity('can-tho-2022', 2, 16) / 3.6e6) * area
  expect(sizes.flow[last]!).toBeGreaterThan(least)
  expect(sizes.flow[last]!).toBeLessThan((idfIntensity('can-tho-2022', 2, 10) / 3.6e6) * area)
})

test('the least standard barrel carries it, and a larger lot asks for a larger one', () => {
  let before = 0
  for (const squareMetres of [500, 5000, 20_000, 80_000]) {
    const { plan, sizes } = sized(squareMetres)
    const last = plan.outfalls[0]!.manhole
    const i = barrels.indexOf(sizes.barrel[last]!)
    expect(i).toBeGreaterThanOrEqual(before)
    before = i
    expect(fullFlow(barrels[i]!, leastSlope(barrels[i]!.height)).flow).toBeGreaterThanOrEqual(sizes.flow[last]!)
    if (i > 0)
      expect(fullFlow(barrels[i - 1]!, leastSlope(barrels[i - 1]!.height)).flow).toBeLessThan(Math.max(...sizes.flow))
  }
  expect(before).toBeGreaterThan(4)
})

test('a full D400 at 1/400 carries 104 L/s at 0.83 m/s; each standard barrel carries more than the one before', () => {
  const { flow, speed } = fullFlow(barrels[0]!, 1 / 400)
  expect(flow).toBeCloseTo(0.1041, 3)
  expect(speed).toBeCloseTo(0.829, 2)
  const flows = barrels.map((barrel) => fullFlow(barrel, leastSlope(barrel.height)).flow)
  for (let i = 1; i < flows.length; i++) expect(flows[i]!).toBeGreaterThan(flows[i - 1]!)
})
