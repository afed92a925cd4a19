import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, type NewRoad } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { lineLength, linesOf } from '../../scenarios/geometry.ts'
import { editedStreets, extendedStreets, streetCities } from '../../test/arbitraries/towns.ts'
import { town, townRoads } from '../../test/town.ts'
import { streetsOf } from './streets.ts'

const withRoad = (line: XY[], bridge = false, city = town()) => {
  const to: NewRoad = { line, class: 'local', widthMetres: 7, lanes: 2, oneWay: false, bridge, name: null }
  return streetsOf(applyEdit(city, { kind: 'road.new', target: 'n', from: null, to }))
}
const piecesOf = ({ roads, pieces }: ReturnType<typeof streetsOf>, id: string) =>
  pieces.filter(({ road }) => roads[road]!.id === id)

describe('streets', () => {
  it('cut ways where they share a vertex', () => {
    const streets = streetsOf(town())
    expect(streets.nodes).toHaveLength(13)
    expect(streets.pieces).toHaveLength(3 * 3 + 4 * 2 + 1)
  })

  it('refuse a plan with more corners and junctions than a run can bear', () => {
    let city = town()
    for (let road = 0; road < 11; road++) {
      const line = Array.from({ length: 2000 }, (_, k): XY => [50 * road - 1000 + (k % 2), k / 10])
      const to: NewRoad = { line, class: 'local', widthMetres: 7, lanes: 2, oneWay: false, bridge: true, name: null }
      city = applyEdit(city, { kind: 'road.new', target: `n${road + 10}`, from: null, to })
      if (road === 9) expect(streetsOf(city).roads).toHaveLength(Object.keys(townRoads).length + 10)
    }
    expect(() => streetsOf(city)).toThrow('n20: The new roads of the plan')
  })

  it('leave a crossing without a shared vertex alone', () => {
    const flyover = {
      line: [
        [100, -50],
        [100, 450],
      ] as XY[],
      bridge: true,
    }
    expect(piecesOf(streetsOf(town({ ...townRoads, flyover })), 'flyover')).toHaveLength(1)
  })

  it('join a vertex that is a few millimetres off', () => {
    const near = {
      line: [
        [200.003, 199.998],
        [250, 250],
      ] as XY[],
    }
    expect(streetsOf(town({ ...townRoads, near })).nodes).toHaveLength(14)
  })

  it('halve a loop and keep both halves', () => {
    const loop = {
      line: [
        [0, 0],
        [-50, 0],
        [-50, -50],
        [0, 0],
      ] as XY[],
    }
    const streets = streetsOf(town({ ...townRoads, loop }))
    expect(piecesOf(streets, 'loop').map(({ from, to }) => from === to)).toEqual([false, false])
  })

  it('leave out what has no length and what is only asked for', () => {
    const point = {
      line: [
        [5, 5],
        [5, 5],
      ] as XY[],
    }
    const city = town({ ...townRoads, point })
    const wish = { ...city.layers.roads.get('h0')!, buildState: 'proposed' as const }
    const streets = streetsOf({
      ...city,
      layers: { ...city.layers, roads: new Map(city.layers.roads).set('h0', wish) },
    })
    expect(piecesOf(streets, 'point')).toHaveLength(0)
    expect(piecesOf(streets, 'h0')).toHaveLength(0)
  })

  it('join a new road to what its ends nearly meet, and cut that', () => {
    const streets = withRoad([
      [100.4, 0.3],
      [100.2, 199.6],
    ])
    expect(piecesOf(streets, 'n')).toHaveLength(1)
    expect(piecesOf(streets, 'h0')).toHaveLength(4)
    expect(piecesOf(streets, 'h1')).toHaveLength(4)
  })

  it('join a new road to what it crosses at grade, a new bridge only at its ends', () => {
    expect(
      piecesOf(
        withRoad([
          [100, 0],
          [100, 400],
        ]),
        'n',
      ),
    ).toHaveLength(2)
    expect(
      piecesOf(
        withRoad([
          [100, 0],
          [100, 400],
        ]),
        'h1',
      ),
    ).toHaveLength(4)
    expect(
      piecesOf(
        withRoad(
          [
            [100, 0],
            [100, 400],
          ],
          true,
        ),
        'n',
      ),
    ).toHaveLength(1)
    expect(
      piecesOf(
        withRoad(
          [
            [100, 0],
            [100, 400],
          ],
          true,
        ),
        'h1',
      ),
    ).toHaveLength(3)
  })

  it('lead a new road through a junction that it crosses', () => {
    const streets = withRoad([
      [100, 100],
      [300, 300],
    ])
    expect(piecesOf(streets, 'n')).toHaveLength(2)
    expect(piecesOf(streets, 'h1')).toHaveLength(3)
  })

  it('keep the length of every road', () => {
    fc.assert(
      fc.property(streetCities, (city) => {
        const streets = streetsOf(city)
        for (const road of city.layers.roads.values()) {
          const length = piecesOf(streets, road.id).reduce((sum, { line }) => sum + lineLength(line), 0)
          expect(length).toBeCloseTo(
            linesOf(road.geometry).reduce((sum, line) => sum + lineLength(line), 0),
            6,
          )
        }
      }),
    )
  })

  it('have pieces between two nodes, whatever is drawn over them', () => {
    fc.assert(
      fc.property(extendedStreets, ({ city, planned }) => {
        const [before, after] = [streetsOf(city), streetsOf(planned)]
        for (const { from, to, line } of after.pieces) {
          expect(from).not.toBe(to)
          expect(line[0]).toEqual(after.nodes[from])
          expect(line.at(-1)).toEqual(after.nodes[to])
          expect(lineLength(line)).toBeGreaterThan(0)
        }
        expect(after.nodesBeforePlan).toBe(before.nodesBeforePlan)
        expect(after.nodes.slice(0, after.nodesBeforePlan)).toEqual(before.nodes.slice(0, before.nodesBeforePlan))
      }),
    )
  })

  it('are numbered alike for every state, section and direction', () => {
    fc.assert(
      fc.property(editedStreets, ({ city, planned }) => {
        const [before, after] = [streetsOf(city), streetsOf(planned)]
        expect(after.pieces).toEqual(before.pieces)
        expect(after.nodes).toEqual(before.nodes)
      }),
    )
  })
})
