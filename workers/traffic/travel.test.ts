/** Ways over the models of whole towns: closures, directions and turn bans hold, and reach agrees with the ways. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { turnTarget } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { travelModes } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { isOpen } from '../../scenarios/traffic-passage.ts'
import { extendedStreets } from '../../test/arbitraries/towns.ts'
import { prepareTraffic } from './prepare.ts'
import { travelOver } from './travel.ts'

const place = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }))

it('keeps to open streets in their direction and makes no banned turn, but on foot', () => {
  fc.assert(
    fc.property(extendedStreets, fc.constantFrom(...travelModes), place, place, ({ planned }, mode, from, to) => {
      const route = travelOver(planned, prepareTraffic(planned, defaultTraffic, null), null).route({ mode, from, to })
      const roads = (route?.steps ?? []).flatMap(({ road }) => (road === null ? [] : [road]))
      for (const [i, id] of roads.entries()) {
        const road = planned.layers.roads.get(id)!
        expect(isOpen(road, false) || isOpen(road, true)).toBe(true)
        if (i > 0 && mode !== 'walk') expect(planned.turnBans).not.toContain(turnTarget(roads[i - 1]!, id))
      }
    }),
    { numRuns: 300 },
  )
})

it('reaches no street sooner than there is a way to its middle', () => {
  fc.assert(
    fc.property(
      extendedStreets,
      fc.constantFrom('motorbike' as const, 'bicycle' as const),
      place,
      ({ planned }, mode, at) => {
        const model = prepareTraffic(planned, defaultTraffic, null)
        const travel = travelOver(planned, model, null)
        const { linkSeconds } = travel.reach(mode, { from: at })
        for (const [link, road] of model.links.road.entries()) {
          if (road < 0 || linkSeconds[link] === Infinity) continue
          const points = model.links.points.subarray(model.links.start[link], model.links.start[link + 1])
          // A street that doubles back passes its own middle twice.
          if (points.length > 4) continue
          const middle: XY = [(points[0]! + points[2]!) / 2, (points[1]! + points[3]!) / 2]
          const route = travel.route({ mode, from: [...at], to: middle })
          expect(route!.seconds).toBeLessThanOrEqual(linkSeconds[link]! + 1e-6)
        }
      },
    ),
    { numRuns: 100 },
  )
})
