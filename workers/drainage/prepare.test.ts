import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import { applyEdit, applyEdits } from '../../scenarios/edit.ts'
import type { Forcing } from '../../scenarios/forcing.ts'
import type { XY } from '../../scenarios/frame.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { feature, smallCity, zoning } from '../../test/arbitraries/city.ts'
import { createDrainage } from './kernel.ts'
import { prepareDrainage } from './prepare.ts'
import { shedRain } from './roofs.ts'
import { MANNING } from './surface.ts'

const box = (x: number, y: number, w: number, h: number): XY[][] => [
  [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
    [x, y],
  ],
]
const forcing: Forcing = {
  rain: { design: { kind: 'series', title: 'mưa' }, series: [[0, 36]] },
  tide: {
    title: 'triều',
    series: [
      [0, 0.5],
      [3600, 0.8],
    ],
  },
}
const asked = { cellSizeMetres: 5, forcing, horizonSeconds: 3600, outputEverySeconds: 600 }

/** The small city of 200 m × 100 m with a tidal canal of 20 m along its southern edge and a house of 15 m × 10 m. */
function town(): City {
  const city = smallCity()
  const ground = createGrid({ columns: 40, rows: 20, cellSize: 5, west: 0, north: 100 }, new Float32Array(800).fill(1))
  ground.data.fill(-2, 16 * 40)
  const canal = feature(
    'water',
    'w',
    { type: 'Polygon', coordinates: box(0, 0, 200, 20) },
    { name: null, kind: 'canal', tidal: true, bedMetres: -2 },
  )
  const house = feature(
    'buildings',
    'b',
    { type: 'Polygon', coordinates: box(100, 60, 15, 10) },
    {
      name: null,
      use: 'house',
      heightMetres: 7,
      storeys: 2,
      heightProvenance: 'generated',
      year: null,
      households: 1,
      parcelId: null,
      addressId: null,
    },
  )
  const layers = { ...city.layers, water: new Map([['w', canal]]), buildings: new Map([['b', house]]) }
  return { ...city, ground, layers }
}
const cell = (x: number, y: number) => Math.floor((100 - y) / 5) * 40 + Math.floor(x / 5)

describe('prepareDrainage', () => {
  const input = prepareDrainage(town(), asked)

  it('starts tidal water at the tide and lets it in where it meets the edge', () => {
    expect(input.initialDepth[cell(50, 10)]).toBe(2.5)
    expect(input.initialDepth[cell(50, 50)]).toBe(0)
    expect(input.boundaries).toHaveLength(1)
    // the southern edge's 40 faces, and 4 on each side
    expect(input.boundaries[0]!.cells).toHaveLength(48)
    expect(input.boundaries[0]).toMatchObject({ kind: 'stage', linear: true, series: forcing.tide.series })
    const noTide = prepareDrainage(town(), { ...asked, forcing: { ...forcing, tide: { title: '', series: [] } } })
    expect([noTide.boundaries.length, noTide.initialDepth[cell(50, 10)]]).toEqual([0, 0])
  })

  it('blocks buildings and sheds their rain onto the ground beside them', () => {
    const closed = [...input.open.keys()].filter((i) => !input.open[i])
    expect(closed).toHaveLength(6)
    expect(closed.every((i) => input.rainFactor![i] === 0)).toBe(true)
    expect(input.rainFactor!.reduce((a, b) => a + b, 0)).toBeCloseTo(800, 4)
    expect(input.rainFactor![cell(102, 72)]).toBeGreaterThan(1)
    expect(input.rain).toEqual([[0, 1e-5]])
  })

  it('meets what stands, not what is only planned', () => {
    const city = town()
    const [house] = city.layers.buildings.values()
    const with_ = (buildState: 'proposed' | 'approved' | 'under-construction' | 'removed') =>
      prepareDrainage(
        { ...city, layers: { ...city.layers, buildings: new Map([['b', { ...house!, buildState }]]) } },
        asked,
      )
    const blocked = (state: Parameters<typeof with_>[0]) => with_(state).open.filter((open) => !open).length
    expect([blocked('proposed'), blocked('approved'), blocked('removed'), blocked('under-construction')]).toEqual([
      0, 0, 0, 6,
    ])
  })

  it('knows streets, yards, water and how much they shed', () => {
    const at = (x: number, y: number) => input.manning[cell(x, y)]
    expect([at(100, 10), at(100, 60), at(12, 42)]).toEqual(
      [MANNING.water, MANNING.road, MANNING.parcel].map(Math.fround),
    )
    expect(input.infiltration.classOf![cell(100, 10)]).toBe(0)
    const paved = applyEdit(town(), {
      kind: 'parcel.zoning',
      target: 'p0',
      from: zoning,
      to: { ...zoning, imperviousShare: 1 },
    })
    const [before, after] = [input, prepareDrainage(paved, asked)].map((i) => i.infiltration.classOf![cell(12, 42)])
    expect([before! > 0, after]).toEqual([true, 0])
  })

  it('carries fills and ponds into the ground, ponds with their water', () => {
    const ring = box(20, 70, 20, 20)[0]!
    const planned = applyEdits(town(), [
      { kind: 'ground.level', target: 'f', from: null, to: { ring: box(60, 70, 20, 20)[0]!, levelMetres: 2 } },
      { kind: 'pond', target: 'p', from: null, to: { ring, bedMetres: -1, waterMetres: 0.25 } },
    ])
    const { ground, initialDepth, manning } = prepareDrainage(planned, asked)
    expect([ground[cell(70, 80)], ground[cell(30, 80)]]).toEqual([2, -1])
    expect([initialDepth[cell(70, 80)], initialDepth[cell(30, 80)]]).toEqual([0, 1.25])
    expect(manning[cell(30, 80)]).toBe(Math.fround(MANNING.pond))
  })

  it('coarsens by whole factors only', () => {
    const coarse = prepareDrainage(town(), { ...asked, cellSizeMetres: 10 })
    expect(coarse.grid).toEqual({ columns: 20, rows: 10, cellSize: 10, west: 0, north: 100 })
    expect(() => prepareDrainage(town(), { ...asked, cellSizeMetres: 7 })).toThrow(
      "Expected a cell size of a whole multiple of 5 m (the ground's), got 7 m",
    )
  })

  it('closes missing ground, and opens tidal water that meets it', () => {
    const city = town()
    city.ground.data[cell(102, 12)] = Number.NaN
    const { open, boundaries } = prepareDrainage(city, asked)
    expect(open[cell(102, 12)]).toBe(0)
    expect(boundaries[0]!.cells).toHaveLength(48 + 4)
  })

  it('gives what the kernel takes', () => {
    const simulation = createDrainage(prepareDrainage(town(), { ...asked, horizonSeconds: 300 }))
    while (!simulation.done) simulation.step()
    const { volumes, diagnostics } = simulation.result()
    expect(volumes.rain).toBeCloseTo(1e-5 * 300 * 20_000, 2)
    expect(diagnostics.ledgerError).toBeLessThanOrEqual(1e-12)
  })
})

it('rain is shed wherever the houses stand, and none of it is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('open', 'house', 'nothing'), { minLength: 30, maxLength: 30 }), (cells) => {
      const grid = { columns: 6, rows: 5, cellSize: 1, west: 0, north: 5 }
      const ground = Float32Array.from(cells, (kind) => (kind === 'nothing' ? Number.NaN : 0))
      const open = Uint8Array.from(cells, (kind) => (kind === 'open' ? 1 : 0))
      const factor = shedRain(grid, ground, open)
      expect(factor.every((value, i) => (open[i] ? value >= 1 : value === 0))).toBe(true)
      const inside = cells.filter((kind) => kind !== 'nothing').length
      const sum = factor.reduce((a, b) => a + b, 0)
      // Houses with no open ground beside them at all keep their rain to themselves.
      expect(sum).toBeLessThanOrEqual(inside + 1e-4)
      if (open[0] && cells.every((kind) => kind !== 'nothing')) expect(sum).toBeCloseTo(inside, 4)
    }),
  )
})
