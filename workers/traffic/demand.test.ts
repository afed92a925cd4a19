import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { type TrafficSettings, userClasses } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import {
  directions,
  externalTraffic,
  mapClasses,
  type TripUse,
  tripRates,
  tripsOfBuilding,
} from '../../scenarios/trip-rates.ts'
import { demandOf } from './demand.ts'
import type { TripPlace } from './places.ts'
import type { Zone } from './zones.ts'

const at: XY = [0, 0]
const place = (use: TripUse, floorArea: number, households = 0, when = 'both'): TripPlace => {
  return { id: use, at, use, floorArea, households, today: when !== 'planned', planned: when !== 'today' }
}
function zone(id: string, places: TripPlace[], kind: Zone['kind'] = 'quarter'): Zone {
  const households = places.reduce((sum, p) => sum + (p.planned ? p.households : 0), 0)
  const points = [{ at, weight: 1 }]
  return { id, name: id, kind, at, households, inhabitants: 3 * households, points, places, road: null }
}
/** Seconds between zones on a line, `apart` from one to the next. */
const skim = (n: number, apart = 300) =>
  Float64Array.from({ length: n * n }, (_, k) => Math.abs(Math.floor(k / n) - (k % n)) * apart)
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0)
const tripsOf = ({ matrices }: ReturnType<typeof demandOf>) => mapClasses((id) => sum(matrices[id]))
const demand = (zones: Zone[], more: Partial<TrafficSettings> = {}, times = skim(zones.length)) =>
  demandOf(zones, { ...defaultTraffic, ...more }, times)
const all = (zones: Zone[], more: Partial<TrafficSettings> = {}) => {
  const { produced, attracted } = demand(zones, more)
  expect(sum(attracted) / sum(produced)).toBeCloseTo(1, 8)
  return sum(produced)
}

const homes = zone('homes', [place('residential', 12_000, 100)])
const work = zone('work', [place('office', 2000), place('industrial', 3000)])
const mixed = zone('mixed', [place('residential', 6000, 50), place('commercial', 800)])
const [east, west] = [zone('east', [], 'external'), zone('west', [], 'external')]

describe('demandOf', () => {
  test('households make the trips of the hour, the roads that leave carry what they are said to', () => {
    expect(all([homes, work, mixed])).toBeCloseTo(150 * 8 * 0.1, 6)
    expect(all([homes, work, mixed], { growth: 1.5 })).toBeCloseTo(180, 6)
    const { produced, attracted } = demand([homes, work, mixed, east, west])
    for (const road of [3, 4])
      expect([produced[road], attracted[road]].map((t) => t!.toFixed(6))).toEqual(['400.000000', '400.000000'])
  })

  test('in the morning homes send and work receives; the evening is the morning turned round', () => {
    const zones = [homes, work, mixed]
    const [am, pm] = [demand(zones), demand(zones, { hour: 'pm' })]
    expect(am.produced[0]! / am.attracted[0]!).toBeGreaterThan(3)
    expect(am.attracted[1]! / am.produced[1]!).toBeGreaterThan(3)
    for (const id of userClasses)
      for (let k = 0; k < 9; k++)
        expect(pm.matrices[id][(k % 3) * 3 + Math.floor(k / 3)]).toBeCloseTo(am.matrices[id][k]!, 4)
  })

  test('classes have their shares, trucks go where goods do', () => {
    const zones = [homes, work, mixed]
    const d = demand(zones, { shares: { motorbike: 80, car: 10, heavy: 6, bicycle: 4 }, meanTripSeconds: 300 })
    expect(sum(d.within) + userClasses.reduce((total, id) => total + tripsOf(d)[id], 0)).toBeCloseTo(120, 6)
    expect(d.matrices.motorbike[1]! / d.matrices.car[1]!).toBeCloseTo(8, 9)
    const fromWork = (id: 'heavy' | 'car') => sum(d.matrices[id].subarray(3, 6)) / sum(d.matrices[id])
    expect(fromWork('heavy')).toBeGreaterThan(fromWork('car'))
    expect(tripsOf(demand(zones, { shares: { motorbike: 0, car: 0, heavy: 0, bicycle: 0 } }))).toEqual({
      motorbike: 0,
      car: 0,
      heavy: 0,
      bicycle: 0,
    })
  })

  test('a plan that builds adds trips in proportion, one that clears takes them', () => {
    const twice = zone('work', [...work.places, ...work.places.map((p) => ({ ...p, today: false }))])
    const office = all([homes, zone('work', [place('office', 2000)])])
    const two = all([homes, zone('work', [place('office', 2000), place('office', 2000, 0, 'planned')])])
    // The visits of 12 000 m² of housing are few beside those of the offices.
    expect(two - office).toBeGreaterThan(70)
    expect(all([homes, twice])).toBeGreaterThan(all([homes, work]))
    expect(
      all([
        homes,
        zone(
          'work',
          work.places.map((p) => ({ ...p, planned: false })),
        ),
      ]),
    ).toBeLessThan(20)
    const cleared = zone(
      'homes',
      homes.places.map((p) => ({ ...p, planned: false })),
    )
    expect(all([cleared, work, mixed])).toBeLessThan(all([homes, work, mixed]))
    const moreHomes = zone('homes', [...homes.places, place('residential', 12_000, 100, 'planned')])
    expect(all([moreHomes, work, mixed]) - all([homes, work, mixed])).toBeGreaterThan(80)
  })

  test('no way, no trips: a road that nothing reaches stays empty, the others keep their count', () => {
    const times = skim(4)
    for (let k = 0; k < 4; k++) times[4 * 3 + k] = times[4 * k + 3] = k === 3 ? 0 : Infinity
    const { produced, attracted } = demandOf([homes, work, east, west], defaultTraffic, times)
    expect([produced[3], attracted[3]]).toEqual([0, 0])
    expect([produced[2], attracted[2]].map((t) => t!.toFixed(6))).toEqual(['400.000000', '400.000000'])
  })

  test('never negative, never without a number', () => {
    const uses = Object.keys(tripRates) as TripUse[]
    const anyPlace = fc
      .record({
        use: fc.constantFrom(...uses),
        floorArea: fc.integer({ min: 0, max: 5000 }),
        households: fc.integer({ min: 0, max: 40 }),
        when: fc.constantFrom('both', 'today', 'planned'),
      })
      .map((p) => place(p.use, p.floorArea, p.households, p.when))
    const anyZone = fc
      .record({ places: fc.array(anyPlace, { maxLength: 4 }), external: fc.boolean() })
      .map(({ places, external }) => (external ? zone('e', [], 'external') : zone('z', places)))
    fc.assert(
      fc.property(
        fc.array(anyZone, { maxLength: 6 }),
        fc.constantFrom('am', 'pm', 'off'),
        fc.infiniteStream(fc.nat(3)),
        (zones, hour, ways) => {
          const times = skim(zones.length).map((seconds) => (ways.next().value === 0 ? Infinity : seconds))
          const d = demand(zones, { hour }, times)
          for (const id of userClasses) {
            expect(d.matrices[id].every((t) => t >= 0 && t < Infinity)).toBe(true)
            expect(d.matrices[id].every((t, k) => Math.floor(k / zones.length) !== k % zones.length || t === 0)).toBe(
              true,
            )
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('tripsOfBuilding', () => {
  test('a house sends its trips in the morning, an office receives them; classes add up', () => {
    const house = tripsOfBuilding('residential', 0, 10, defaultTraffic)
    expect(house.motorbike.going / house.motorbike.coming).toBeCloseTo(7.5, 9)
    const total = userClasses.reduce((trips, id) => trips + house[id].coming + house[id].going, 0)
    expect(total).toBeCloseTo(10 * 8 * 0.1 * 0.85, 9)
    const office = tripsOfBuilding('government', 1000, 0, defaultTraffic)
    // 10 visits a day to 100 m², a tenth of the day times 3
    expect(userClasses.reduce((trips, id) => trips + office[id].coming, 0)).toBeCloseTo(30, 9)
    expect(tripsOfBuilding('garage', 1000, 0, defaultTraffic).car).toEqual({ coming: 0, going: 0 })
  })

  test('shares stay shares, whatever is asked', () => {
    for (const { leaving, returning } of Object.values(directions)) expect(leaving + returning).toBeLessThanOrEqual(1)
    expect(externalTraffic.throughShare).toBeLessThan(1)
    const trucks = { ...defaultTraffic, shares: { motorbike: 0, car: 0, heavy: 1, bicycle: 0 } }
    const { heavy, car } = tripsOfBuilding('office', 1000, 0, trucks)
    expect([heavy.coming, car.coming].map((t) => t.toFixed(6))).toEqual(['30.000000', '0.000000'])
  })
})
