import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { streetCities } from '../../test/arbitraries/towns.ts'
import { town, townRoads } from '../../test/town.ts'
import { connect, drivenPieces, mainNodes, settledPieces } from './connect.ts'
import { nearestPiece } from './nearest.ts'
import { streetsOf } from './streets.ts'
import { zonesOf } from './zones.ts'

function connected(city: City) {
  const streets = streetsOf(city)
  const zones = zonesOf(city, defaultTraffic)
  return { streets, zones, connectors: connect(streets, zones, nearestPiece(streets.pieces)) }
}

describe('connectors', () => {
  it('tie every zone of a town to junctions near its houses', () => {
    const { zones, connectors } = connected(town())
    for (const [z] of zones.entries()) {
      const own = connectors.filter(({ zone }) => zone === z)
      expect(own.length).toBeGreaterThan(0)
      expect(own.length).toBeLessThanOrEqual(6)
      expect(new Set(own.map(({ node }) => node)).size).toBe(own.length)
    }
  })

  it('meet the end of a road that leaves the city', () => {
    const { streets, zones, connectors } = connected(town())
    const gate = zones.findIndex(({ kind }) => kind === 'external')
    expect(connectors.filter(({ zone }) => zone === gate).map(({ node }) => streets.nodes[node])).toEqual([[1500, 200]])
  })

  it('use the other carriageway where a road that leaves the city is one-way', () => {
    const { line, ...trunk } = townRoads.east!
    const beside = {
      ...trunk,
      line: [
        [600, 200],
        [1500, 230],
      ] as [number, number][],
      oneWay: true,
      against: true,
    }
    const { zones, connectors } = connected(town({ ...townRoads, east: { ...trunk, line, oneWay: true }, beside }))
    for (const [z, { kind }] of zones.entries()) {
      if (kind === 'external') expect(connectors.filter(({ zone }) => zone === z)).toHaveLength(2)
    }
  })

  it('leave bridges, and streets that meet no other, without doors', () => {
    const apart = {
      line: [
        [95, 45],
        [105, 60],
      ] as [number, number][],
    }
    const { streets } = connected(town({ ...townRoads, apart: { ...townRoads.east!, ...apart } }))
    const settled = settledPieces(streets)
    for (const [k, { road }] of streets.pieces.entries()) {
      const { id, properties } = streets.roads[road]!
      expect([id, settled[k]]).toEqual([id, id === 'apart' || properties.bridge ? 0 : 1])
    }
  })

  it('pass over footpaths where there are streets, and what hangs apart', () => {
    const steps = {
      line: [
        [90, 20],
        [100, 30],
      ] as [number, number][],
      class: 'path' as const,
      widthMetres: 2,
    }
    const { streets, connectors } = connected(town({ ...townRoads, steps }))
    const main = mainNodes(streets, drivenPieces(streets))
    for (const { node } of connectors) expect(main[node]).toBe(1)
  })

  it('lead to nodes that are there, for any town', () => {
    fc.assert(
      fc.property(streetCities, (city) => {
        const { streets, zones, connectors } = connected(city)
        for (const { zone, node, length } of connectors) {
          expect(zone).toBeLessThan(zones.length)
          expect(streets.nodes[node]).toBeDefined()
          expect(length).toBeGreaterThanOrEqual(10)
        }
        if (streets.nodes.length > 0) expect(new Set(connectors.map(({ zone }) => zone)).size).toBe(zones.length)
      }),
      { numRuns: 60 },
    )
  })
})
