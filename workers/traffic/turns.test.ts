import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { turnTarget } from '../../scenarios/edit.ts'
import type { TrafficModel } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { leastTimes, linksByNode } from '../../scenarios/traffic-paths.ts'
import { extendedStreets } from '../../test/arbitraries/towns.ts'
import { town } from '../../test/town.ts'
import { prepareTraffic } from './prepare.ts'

const prepare = (city = town()) => prepareTraffic(city, defaultTraffic, null)

/** Turns from street link to street link, through turn links where there are some. */
function turnsIn({ network, links }: TrafficModel): Map<string, [from: number, into: number]> {
  const { from, to, zoneCount } = network
  const leaving = (node: number) => [...from.keys()].filter((link) => from[link] === node)
  const isTurn = (link: number) => links.road[link]! < 0 && from[link]! >= zoneCount && to[link]! >= zoneCount
  const turns = new Map<string, [number, number]>()
  for (const [link, road] of links.road.entries()) {
    if (road < 0) continue
    const next = leaving(to[link]!).flatMap((one) => (isTurn(one) ? leaving(to[one]!) : [one]))
    for (const one of next) if (links.road[one]! >= 0) turns.set(`${link} > ${one}`, [link, one])
  }
  return turns
}

describe('turn bans', () => {
  it('take out the turns that are banned, and no others', () => {
    fc.assert(
      fc.property(extendedStreets, ({ planned }) => {
        const free = prepare({ ...planned, turnBans: new Set() })
        const roadOf = (link: number) => free.links.roads[free.links.road[link]!]!
        // Of a road into itself only the U-turn: street links come in pairs.
        const isBanned = (from: number, into: number) =>
          planned.turnBans.has(turnTarget(roadOf(from), roadOf(into))) &&
          (roadOf(from) !== roadOf(into) || into === (from ^ 1))
        const wanted = [...turnsIn(free)].filter(([, [from, into]]) => !isBanned(from, into))
        expect([...turnsIn(prepare(planned)).keys()].sort()).toEqual(wanted.map(([key]) => key).sort())
      }),
      { numRuns: 40 },
    )
  })

  it('make the way longer', () => {
    const city = town()
    const { network } = prepare(city)
    const model = prepare({ ...city, turnBans: new Set([turnTarget('h0', 'v1')]) })
    expect(model.network.from.length).toBeGreaterThan(network.from.length)
    const total = ({ nodeCount, zoneCount, from, to, freeTime }: typeof network) => {
      let sum = 0
      for (let z = 0; z < zoneCount; z++) {
        const times = leastTimes(linksByNode(nodeCount, from, to), freeTime, [[z, 0]], zoneCount)
        sum += times.subarray(0, zoneCount).reduce((a, b) => a + b, 0)
      }
      return sum
    }
    expect(total(model.network)).toBeGreaterThanOrEqual(total(network))
    expect(model.links.road.subarray(0, network.from.length)).toEqual(prepare(city).links.road)
  })
})
