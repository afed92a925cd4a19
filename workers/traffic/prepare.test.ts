import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, type Edit, reverseEdits } from '../../scenarios/edit.ts'
import { lineLength, linesOf } from '../../scenarios/geometry.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { type TrafficModel, userClasses } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { signalDelay } from '../../scenarios/traffic-speed.ts'
import { editedStreets, streetCities } from '../../test/arbitraries/towns.ts'
import { town, townRoads } from '../../test/town.ts'
import { prepareTraffic } from './prepare.ts'

const prepare = (city = town(), flood: Parameters<typeof prepareTraffic>[2] = null) =>
  prepareTraffic(city, defaultTraffic, flood)
const linksOf = (model: TrafficModel, road: string, backward = 0): number[] =>
  [...model.links.road.keys()].filter(
    (link) => model.links.roads[model.links.road[link]!] === road && model.links.backward[link] === backward,
  )
const costOf = (model: TrafficModel, id: string) => model.classes.find((c) => c.id === id)!.fixedCost
const isClosed = (model: TrafficModel, link: number) => model.classes.every((c) => c.fixedCost[link] === Infinity)

describe('the traffic model of a town', () => {
  it('has what it is expected to have', () => {
    const model = prepare()
    const streets = [...model.links.road].filter((road) => road >= 0).length
    expect(streets).toBe(2 * 18)
    expect(model.zones.filter(({ kind }) => kind === 'external')).toHaveLength(1)
    expect(model.network.nodeCount).toBe(model.zones.length + 13)
    const [h0] = linksOf(model, 'h0')
    expect(model.network.freeTime[h0!]).toBeCloseTo(200 / (30 / 3.6))
    expect(model.network.capacity[h0!]).toBeCloseTo(6679 * 0.6)
    expect(model.links.capacityPcu[h0!]).toBeCloseTo(1400 * 0.6)
    const [east] = linksOf(model, 'east')
    expect(model.network.capacity[east!]).toBeCloseTo(13_358 * 0.75)
    expect(model.network.alpha[east!]).toBe(0.48)
    expect(model.calibrated).toBe(false)
    expect(model.inputs.map(({ name }) => name)).toContain('demand')
  })

  it('is made without streets or without houses, and refused without both', () => {
    expect(prepare(town({})).links.road.every((road) => road < 0)).toBe(true)
    expect(prepare(town(townRoads, [])).zones).toHaveLength(1)
    const bare = town({}, [])
    const empty = { ...bare, layers: { ...bare.layers, units: new Map(), subunits: new Map() } }
    expect(() => prepare(empty)).toThrow('The city has neither streets nor houses')
  })

  it('puts every household on a street once', () => {
    const model = prepare()
    expect(model.links.households.reduce((sum, n) => sum + n, 0) / 2).toBe(120)
    for (const [link, n] of model.links.households.entries())
      if (model.links.road[link]! >= 0) expect(model.links.households[link ^ 1]).toBe(n)
  })

  it('closes the other direction of a one-way street and both of a closed one', () => {
    const model = prepare(
      town({
        ...townRoads,
        h0: { ...townRoads.h0!, oneWay: true },
        h1: { ...townRoads.h1!, oneWay: true, against: true },
        h2: { ...townRoads.h2!, state: 'closed' },
      }),
    )
    const closed = (road: string) => [0, 1].map((b) => linksOf(model, road, b).every((link) => isClosed(model, link)))
    expect(closed('h0')).toEqual([false, true])
    expect(closed('h1')).toEqual([true, false])
    expect(closed('h2')).toEqual([true, true])
  })

  it('keeps cars out of what is too narrow, and lets bicycles ride at their own speed', () => {
    const model = prepare(town({ ...townRoads, h0: { ...townRoads.h0!, class: 'alley', widthMetres: 2 } }))
    const [alley] = linksOf(model, 'h0')
    expect(costOf(model, 'car')[alley!]).toBe(Infinity)
    expect(costOf(model, 'motorbike')[alley!]).toBe(0)
    const [street] = linksOf(model, 'v0')
    expect(model.network.freeTime[street!]! + costOf(model, 'bicycle')[street!]!).toBeCloseTo(200 / (13 / 3.6))
  })

  it('waits at signals where three arms are main roads', () => {
    const main = { class: 'arterial' as const, widthMetres: 15, lanes: 4 }
    const model = prepare(town({ ...townRoads, v3: { ...townRoads.v3!, ...main } }))
    const [north] = linksOf(model, 'v3')
    expect(costOf(model, 'motorbike')[north!]).toBeCloseTo(signalDelay())
    expect(costOf(model, 'motorbike')[north! ^ 1]).toBe(0)
  })

  it('slows and closes streets under water by class, and leaves bridges dry', () => {
    const flood = createGrid({ columns: 16, rows: 6, cellSize: 100, west: -100, north: 500 })
    flood.data.fill(0.25)
    flood.data.fill(Number.NaN, 0, 16)
    const city = town({ ...townRoads, h2: { ...townRoads.h2!, bridge: true } })
    const [dry, wet] = [prepare(city), prepare(city, flood)]
    const [h0] = linksOf(wet, 'h0')
    expect(wet.depth![h0!]).toBeCloseTo(0.25)
    expect(costOf(wet, 'motorbike')[h0!]).toBe(Infinity)
    expect(costOf(wet, 'car')[h0!]).toBeGreaterThan(costOf(dry, 'car')[h0!]!)
    expect(costOf(wet, 'car')[h0!]).toBeLessThan(Infinity)
    const [h2] = linksOf(wet, 'h2')
    expect(wet.depth![h2!]).toBe(0)
    expect(wet.network).toEqual(dry.network)
    expect(wet.classes.map((c) => c.demand)).toEqual(dry.classes.map((c) => c.demand))
  })

  it('asks the same trips of every state of the streets', () => {
    const edits: Edit[] = [{ kind: 'road.state', target: 'h1', from: 'open', to: 'closed' }]
    const city = town()
    const planned = prepare(applyEdits(city, edits))
    expect(planned.classes.map((c) => c.demand)).toEqual(prepare(city).classes.map((c) => c.demand))
  })
})

describe('any town', () => {
  it('has every metre of street twice and every array as long', () => {
    fc.assert(
      fc.property(streetCities, (city) => {
        const { network, links, classes } = prepare(city)
        let metres = 0
        for (const [link, road] of links.road.entries()) if (road >= 0) metres += network.length[link]!
        const drawn = [...city.layers.roads.values()].flatMap(({ geometry }) => linesOf(geometry).map(lineLength))
        expect(metres).toBeCloseTo(2 * drawn.reduce((sum, length) => sum + length, 0), 5)
        const count = network.from.length
        for (const array of [network.to, network.capacity, network.freeTime, links.road, links.lanes]) {
          expect(array).toHaveLength(count)
        }
        expect(links.start).toHaveLength(count + 1)
        for (const { fixedCost, demand } of classes) {
          expect(fixedCost).toHaveLength(count)
          expect(demand).toHaveLength(network.zoneCount ** 2)
          expect(fixedCost.every((cost) => cost >= 0)).toBe(true)
        }
        expect(network.capacity.every((units) => units > 0)).toBe(true)
        expect(network.freeTime.every((seconds) => seconds > 0)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('is the same again once its edits are taken back, and numbered alike meanwhile', () => {
    fc.assert(
      fc.property(editedStreets, ({ city, planned, edits }) => {
        const before = prepare(city)
        const meanwhile = prepare(planned)
        expect(meanwhile.network.from).toEqual(before.network.from)
        expect(meanwhile.network.to).toEqual(before.network.to)
        expect(meanwhile.links.road).toEqual(before.links.road)
        const back = prepare(applyEdits(planned, reverseEdits(edits)))
        expect(back).toEqual(before)
      }),
      { numRuns: 40 },
    )
  })

  it('has its classes in one order', () => {
    expect(prepare().classes.map(({ id }) => id)).toEqual([...userClasses])
  })
})
