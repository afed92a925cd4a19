/** A town through the whole of traffic: model, equilibrium, what it means, tables; and what closures and water change. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import { applyEdits, type Edit } from '../../scenarios/edit.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { createGrid, type Grid } from '../../scenarios/grid.ts'
import { type TrafficOutcome, type TrafficPaths, userClasses } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { levelOfService, summariseTraffic } from '../../scenarios/traffic-summary.ts'
import {
  linkCells,
  linkGeoJson,
  linkRows,
  tableCity,
  unitChanges,
  worstLinks,
  zoneCells,
} from '../../scenarios/traffic-tables.ts'
import { createAssignment } from '../../workers/traffic/assign.ts'
import { pathsOnto } from '../../workers/traffic/paths-onto.ts'
import { prepareTraffic } from '../../workers/traffic/prepare.ts'
import { travelOver } from '../../workers/traffic/travel.ts'
import { extendedStreets } from '../arbitraries/towns.ts'
import { town, townHouses, townRoads } from '../town.ts'

const settings = { ...defaultTraffic, tripsPerHousehold: 40, throughTraffic: 200, relativeGap: 1e-8 }

function outcomeOf(city: City, flood: Grid | null = null, from?: TrafficOutcome): TrafficOutcome {
  const model = prepareTraffic(city, settings, flood)
  const warm: TrafficPaths | undefined = from && pathsOnto(from.model, from.result.paths, model)
  const { network, classes } = model
  const { objective, relativeGap } = settings
  const assignment = createAssignment({
    network,
    classes,
    objective,
    relativeGap,
    maxIterations: 100,
    warm,
    threads: 1,
  })
  while (!assignment.done) assignment.step()
  const result = assignment.result()
  return { model, result, summary: summariseTraffic(city, model, result) }
}

const closed = (...roads: string[]): Edit[] =>
  roads.map((target) => ({ kind: 'road.state', target, from: 'open', to: 'closed' }))
const city = town()
const baseline = outcomeOf(city)

describe('a town in the morning', () => {
  it('serves every trip, and counts what is driven', () => {
    const { indicators, illustrative, inputs } = baseline.summary
    expect(indicators.unservedTrips).toBe(0)
    expect(indicators.trips.motorbike).toBeGreaterThan(indicators.trips.car)
    for (const id of userClasses) expect(indicators.vehicleHours[id]).toBeGreaterThan(0)
    expect(indicators.meanSpeedMetresPerSecond).toBeGreaterThan(3)
    expect(indicators.meanSpeedMetresPerSecond).toBeLessThan(60 / 3.6)
    expect(indicators.metresByLevel.reduce((sum, metres) => sum + metres, 0)).toBeCloseTo(2 * (1800 + 1600 + 900))
    expect(indicators.fuelLitres).toBeGreaterThan(0)
    expect(indicators.co2Kilograms / indicators.fuelLitres).toBeGreaterThan(2.31)
    expect(indicators.householdsCutOff).toBe(0)
    expect(indicators.hospitalSeconds.median).toBeGreaterThan(0)
    expect(indicators.hospitalSeconds.ninetieth).toBeGreaterThan(indicators.hospitalSeconds.median!)
    expect(illustrative).toBe(true)
    expect(inputs).toContainEqual({ name: 'demand', provenance: 'assumed' })
  })

  it('costs more with a street closed, and cuts off those who live on it', () => {
    const scenario = outcomeOf(applyEdits(city, closed('h1')), null, baseline)
    expect(scenario.summary.indicators.trips).toEqual(baseline.summary.indicators.trips)
    expect(scenario.result.totalCost).toBeGreaterThan(baseline.result.totalCost)
    const changes = unitChanges({ baseline, scenario })
    const rows = linkRows(tableCity(city), scenario)
    for (const { link, road, closed: shut } of rows) {
      expect(shut).toBe(road === 'h1')
      if (shut) expect(changes[link]).toBeLessThanOrEqual(0)
    }
    const homes = scenario.model.links.households.reduce(
      (sum, count, link) => sum + (rows.find((row) => row.link === link)?.closed ? count / 2 : 0),
      0,
    )
    expect(scenario.summary.indicators.householdsCutOff).toBe(homes)
  })

  it('cuts everyone off when the hospital’s corner is closed', () => {
    const scenario = outcomeOf(applyEdits(city, closed('h0', 'v3')))
    expect(scenario.summary.indicators.householdsCutOff).toBe(20 * townHouses.length)
    expect(scenario.summary.indicators.hospitalSeconds).toEqual({ median: null, ninetieth: null })
  })

  it('has people in alleys walk to where a car waits, as reach does', () => {
    const alley = { ...townRoads.h0!, class: 'alley' as const, widthMetres: 2, lanes: 1 }
    const narrow = town({ ...townRoads, h0: alley })
    const before = outcomeOf(narrow)
    const reach = (of: City, outcome: TrafficOutcome) =>
      travelOver(of, outcome.model, outcome.result.time).reach('car', { category: 'health' })
    expect(before.summary.indicators.householdsCutOff).toBe(0)
    expect(reach(narrow, before).cutOff).toBe(0)
    expect(before.summary.indicators.hospitalSeconds.ninetieth).toBeGreaterThan(
      baseline.summary.indicators.hospitalSeconds.ninetieth!,
    )
    const shut = applyEdits(narrow, closed('h0'))
    const after = outcomeOf(shut)
    expect(after.summary.indicators.householdsCutOff).toBeGreaterThan(0)
    expect(reach(shut, after).cutOff).toBe(after.summary.indicators.householdsCutOff)
  })

  it('leaves trips unserved where water closes every street', () => {
    const flood = createGrid({ columns: 16, rows: 6, cellSize: 100, west: -100, north: 500 })
    flood.data.fill(0.6)
    const { indicators } = outcomeOf(city, flood).summary
    const trips = Object.values(indicators.trips).reduce((sum, n) => sum + n, 0)
    expect(indicators.unservedTrips).toBeCloseTo(trips)
    expect(indicators.householdsCutOff).toBe(20 * townHouses.length)
  })

  it('has its trucks come as near as they can to a quarter of alleys', () => {
    const narrow = Object.fromEntries(
      Object.entries(townRoads).map(([id, road]) => [
        id,
        id === 'east' ? road : { ...road, class: 'alley' as const, widthMetres: 3, lanes: 1 },
      ]),
    )
    const { summary, model } = outcomeOf(town(narrow))
    expect(summary.indicators.trips.heavy).toBeGreaterThan(0)
    expect(summary.indicators.unservedTrips).toBe(0)
    const heavy = model.classes.find(({ id }) => id === 'heavy')!
    expect(heavy.fixedCost.some((cost) => cost === Infinity)).toBe(true)
  })
})

describe('tables', () => {
  it('rank the fullest links first', () => {
    const worst = worstLinks(linkRows(tableCity(city), baseline), 5)
    expect(worst).toHaveLength(5)
    for (const [k, row] of worst.entries()) {
      expect(row.level).toBe(levelOfService(row.share))
      if (k > 0) expect(row.share).toBeLessThanOrEqual(worst[k - 1]!.share)
      expect(row.pcu).toBeGreaterThan(0)
      expect(row.pcu).toBeLessThan(row.units)
    }
  })

  it('say in every row where they come from and what they are not', () => {
    const [header, ...rows] = linkCells(tableCity(city), baseline)
    expect(header).toContain('unitsPerHour')
    const cells = Object.fromEntries(header!.map((key, i) => [key, rows[0]![i]]))
    expect(cells).toMatchObject({
      road: 'east',
      direction: 'forward',
      illustrative: 'minh họa / illustrative',
      calibrated: 'chưa hiệu chỉnh / not calibrated',
    })
    expect(rows).toHaveLength(36)
    expect(zoneCells(tableCity(city), baseline)).toHaveLength(baseline.model.zones.length + 1)
  })

  it('go out as GeoJSON in WGS 84', () => {
    const origin = projection(vn2000).toLocal(105.47, 9.78)
    const there = Object.fromEntries(
      Object.entries(townRoads).map(([id, road]) => [
        id,
        { ...road, line: road.line.map(([x, y]): [number, number] => [x + origin[0], y + origin[1]]) },
      ]),
    )
    const far = town(
      there,
      townHouses.map(([x, y]) => [x + origin[0], y + origin[1]]),
    )
    const outcome = outcomeOf(far)
    const json = JSON.parse(linkGeoJson(tableCity(far), outcome, unitChanges({ baseline: outcome, scenario: outcome })))
    expect(json.vithanh).toMatchObject({ provenance: 'computed', digest: outcome.result.digest })
    const [lon, lat] = json.features[0].geometry.coordinates[0]
    expect(lon).toBeCloseTo(105.47, 1)
    expect(lat).toBeCloseTo(9.78, 1)
    expect(json.features[0].properties.changeInUnits).toBe(0)
  })
})

describe('any town, whatever is planned in it', () => {
  it('serves or names every trip, from a cold and from a warm start alike', () => {
    fc.assert(
      fc.property(extendedStreets, ({ city: before, planned }) => {
        const cold = outcomeOf(planned)
        const warm = outcomeOf(planned, null, outcomeOf(before))
        for (const { result, model, summary } of [cold, warm]) {
          const trips = Object.values(summary.indicators.trips).reduce((sum, n) => sum + n, 0)
          const served = result.paths.flow.reduce((sum, flow) => sum + flow, 0)
          expect(served + summary.indicators.unservedTrips).toBeCloseTo(trips, 6)
          for (const figure of [result.volume, result.time, ...result.classVolume]) {
            expect(figure.every((value) => value >= 0 && value < Infinity)).toBe(true)
          }
          for (const [c, { fixedCost }] of model.classes.entries()) {
            for (const [link, vehicles] of result.classVolume[c]!.entries()) {
              if (fixedCost[link] === Infinity) expect(vehicles).toBe(0)
            }
          }
        }
        expect(warm.summary.indicators.unservedTrips).toBeCloseTo(cold.summary.indicators.unservedTrips, 6)
        const [a, b] = [cold.result.totalCost, warm.result.totalCost]
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-5 * a + 1e-6)
      }),
      { numRuns: 40 },
    )
  })
})
