import { describe, expect, it } from 'vitest'
import type { TrafficClass, TrafficOutcome } from '../../scenarios/traffic.ts'
import { NOISE_UNITS } from '../../scenarios/traffic-summary.ts'
import { unitChanges } from '../../scenarios/traffic-tables.ts'
import { desiresOf, flowsOf, trafficLegend } from './TrafficMap.ts'
import { initialTraffic, shows, type TrafficView } from './traffic-state.ts'

/** Two zones and a street of two directions between them, with a connector before it. */
function outcome(volume: readonly number[], length = 100): TrafficOutcome {
  const closed = (at: number) => Float64Array.of(0, at, 0)
  const one = (id: string): TrafficClass => ({
    id,
    equivalent: 1,
    fixedCost: closed(0),
    demand: Float64Array.of(0, 5, 3, 0),
  })
  const zone = (id: string, x: number) => ({
    id,
    name: id,
    kind: 'quarter' as const,
    at: [x, 0] as const,
    produced: 8,
    attracted: 8,
    households: 10,
    inhabitants: 40,
  })
  return {
    model: {
      network: {
        capacity: Float64Array.of(Number.POSITIVE_INFINITY, 1000, 1000),
        length: Float64Array.of(0, length, length),
      },
      classes: [one('motorbike'), one('car'), one('heavy'), one('bicycle')],
      links: {
        roads: ['r1'],
        road: Int32Array.of(-1, 0, 0),
        backward: Uint8Array.of(0, 0, 1),
        start: Int32Array.of(0, 4, 8, 12),
        points: Float64Array.of(0, 0, 1, 1, 0, 0, length, 0, length, 0, 0, 0),
      },
      zones: [zone('a', 0), zone('b', length)],
      depth: Float64Array.of(0, 0.2, Number.NaN),
    },
    result: {
      volume: Float64Array.from(volume),
      classVolume: [0, 1, 2, 3].map((k) => Float64Array.from(volume, (v) => (k === 0 ? v : 0))),
      time: Float64Array.of(1, 10, 20),
    },
    summary: { illustrative: true },
  } as unknown as TrafficOutcome
}

const view = (part: Partial<TrafficView>): TrafficView => ({ ...initialTraffic.view, ...part })
const nothing = { reach: null, change: null, route: null }
const alpha = (colours: Uint8Array) => Array.from({ length: colours.length / 4 }, (_, k) => colours[4 * k + 3])

describe('what the map shows of traffic', () => {
  const baseline = outcome([50, 300, 900])
  const scenario = outcome([50, 304, 1200])
  const comparison = { baseline, scenario }

  it('colours streets by level of service and leaves connectors blank; a click finds the street', () => {
    const flows = flowsOf(comparison, view({ show: 'level' }), nothing)!
    expect(alpha(flows.colours)).toEqual([0, 255, 255])
    expect(flows.ids).toEqual([null, 'r1', 'r1'])
    expect(flows.illustrative).toBe(true)
    // Courses that are the same are not laid anew.
    expect(flows.points).toBe(scenario.model.links.points)
    expect(flows.colours.slice(4, 7)).not.toEqual(flows.colours.slice(8, 11))
    expect(flows.widthPixels[2]).toBeGreaterThan(flows.widthPixels[1]!)
  })

  it('leaves differences below the noise blank, and has more and less in different colours', () => {
    const change = unitChanges(comparison)
    expect([...change]).toEqual([Number.NaN, 304 - 300, 300])
    const flows = flowsOf(comparison, view({ show: 'difference' }), { ...nothing, change })!
    expect(4).toBeLessThan(NOISE_UNITS)
    expect(alpha(flows.colours)).toEqual([0, 0, 255])
    const less = flowsOf({ baseline: scenario, scenario: baseline }, view({ show: 'difference' }), {
      ...nothing,
      change: unitChanges({ baseline: scenario, scenario: baseline }),
    })!
    expect(less.colours[10]).toBeGreaterThan(less.colours[8]!)
    expect(flows.colours[8]).toBeGreaterThan(flows.colours[10]!)
  })

  it('shows depth where it is known, reach with what is cut off, and a route over all', () => {
    expect(alpha(flowsOf(comparison, view({ show: 'depth' }), nothing)!.colours)).toEqual([0, 255, 0])
    const reach = { linkSeconds: Float64Array.of(0, 60, Number.POSITIVE_INFINITY), households: [], cutOff: 3 }
    const flows = flowsOf(comparison, view({ show: 'reach' }), { ...nothing, reach })!
    expect([...flows.colours.slice(8, 11)]).toEqual([230, 0, 126])
    const route = {
      line: [
        [0, 0],
        [50, 0],
      ] as [number, number][],
      metres: 50,
      seconds: 5,
      steps: [],
    }
    const routed = flowsOf(comparison, view({ show: 'none' }), { ...nothing, route })!
    expect(alpha(routed.colours)).toEqual([0, 0, 0, 255])
    expect([...routed.points.slice(routed.start[3], routed.start[4])]).toEqual([0, 0, 50, 0])
    expect(flowsOf(comparison, view({ show: 'none' }), nothing)).toBeNull()
  })

  it('marks a street that is closed both ways, not the forbidden way of a one-way street', () => {
    const shut = outcome([50, 0, 0])
    const shutAt = (...links: number[]) => {
      for (const { fixedCost } of shut.model.classes)
        for (const link of links) fixedCost[link] = Number.POSITIVE_INFINITY
      return flowsOf({ baseline, scenario: shut }, view({ show: 'level' }), nothing)!.colours.slice(8, 11)
    }
    const free = flowsOf({ baseline, scenario: outcome([50, 0, 0]) }, view({ show: 'level' }), nothing)!
    expect(shutAt(2)).toEqual(free.colours.slice(8, 11))
    expect(shutAt(1, 2)).not.toEqual(free.colours.slice(8, 11))
  })

  it('sums desire lines over classes and both ways', () => {
    const { lines, zones } = desiresOf(baseline, String)
    expect(lines).toEqual([{ from: [0, 0], to: [100, 0], widthPixels: 10, label: '32' }])
    expect(zones.map(({ label }) => label)).toEqual(['a', 'b'])
  })

  it('has a legend for all that it colours, in both languages', () => {
    for (const show of shows) {
      for (const { title } of trafficLegend(show)) expect([title.vi, title.en].every(Boolean)).toBe(true)
    }
    expect(trafficLegend('level')).toHaveLength(7)
  })
})
