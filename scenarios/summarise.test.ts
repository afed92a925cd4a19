import { expect, test } from 'vitest'
import { body, feature, smallCity } from '../test/arbitraries/city.ts'
import type { City } from './city/city.ts'
import type { DrainageResult } from './drainage.ts'
import type { XY } from './frame.ts'
import { cellAt, cellsInPolygon } from './grid.ts'
import { depthAtBuildings, summariseDrainage } from './summarise.ts'

const house: XY[] = [
  [50, 40],
  [60, 40],
  [60, 50],
  [50, 50],
  [50, 40],
]

function cityWithHouse(): City {
  const city = smallCity()
  const building = feature(
    'buildings',
    'b0',
    { type: 'Polygon', coordinates: [house] },
    {
      name: null,
      use: 'house',
      heightMetres: 7,
      storeys: 2,
      heightProvenance: 'generated',
      year: null,
      households: 3,
      parcelId: null,
      addressId: null,
    },
  )
  return { ...city, layers: { ...city.layers, buildings: new Map([['b0', building]]) } }
}

/** Everything under `depth` but the house's own cells. */
function resultOf(city: City, depth: number, initial = 0): DrainageResult {
  const cells = city.ground.data.length
  const maxDepth = new Float32Array(cells).fill(depth)
  cellsInPolygon(city.ground, [house], (i) => {
    maxDepth[i] = 0
  })
  const zeros = new Float32Array(cells)
  return {
    grid: city.ground,
    times: Float64Array.of(0, 3600),
    depth: [],
    initialDepth: new Float32Array(cells).fill(initial),
    finalDepth: maxDepth,
    maxDepth,
    maxSpeed: zeros,
    arrival: zeros,
    duration: zeros,
    gauges: [],
    volumes: { initial: 0, rain: 0, inflow: 0, outflow: 0, boundaryInflow: 0, infiltration: 0, stored: 0, flooding: 0 },
    diagnostics: {
      steps: 1,
      smallestStepSeconds: 1,
      cellUpdates: 1,
      ledgerError: 0,
      massError: 0,
      cpuSeconds: 0,
      wallSeconds: 0,
    },
    digest: 'd'.repeat(64),
  }
}

test('a building is as wet as the water at its walls', () => {
  const city = cityWithHouse()
  expect(depthAtBuildings(city, [0, 0, 200, 100], resultOf(city, 0.35)).get('b0')).toBeCloseTo(0.35)
  const { indicators } = summariseDrainage(city, body(), resultOf(city, 0.35))
  expect(indicators.buildings).toEqual([1, 1, 0])
  expect(indicators.households).toEqual([3, 3, 0])
})

test('a house that is only planned is not flooded', () => {
  const city = cityWithHouse()
  const house = { ...city.layers.buildings.get('b0')!, buildState: 'approved' as const }
  const planned = { ...city, layers: { ...city.layers, buildings: new Map([['b0', house]]) } }
  expect(depthAtBuildings(planned, [0, 0, 200, 100], resultOf(city, 0.35)).size).toBe(0)
})

test('areas, streets and volumes count what was dry, inside the area only', () => {
  const city = cityWithHouse()
  const whole = summariseDrainage(city, body(), resultOf(city, 0.12)).indicators
  expect(whole.areaSquareMetres).toEqual([200 * 100 - 100, 0, 0])
  expect(whole.streetMetres[0]).toBeCloseTo(400, 0)
  expect(whole.floodVolumeCubicMetres).toBeCloseTo((200 * 100 - 100) * 0.12, 0)
  const half = summariseDrainage(city, { ...body(), area: [0, 0, 100, 100] }, resultOf(city, 0.12)).indicators
  expect(half.countedSquareMetres).toBe(100 * 100)
  expect(half.streetMetres[0]).toBeCloseTo(200, 0)
})

test('water that was there before is no flood', () => {
  const city = cityWithHouse()
  expect(summariseDrainage(city, body(), resultOf(city, 0.6, 0.5)).indicators.areaSquareMetres).toEqual([0, 0, 0])
  const pond = {
    ...city,
    ponds: new Map([
      [
        'w',
        {
          ring: [
            [0, 0],
            [100, 0],
            [100, 100],
            [0, 100],
          ] as XY[],
          bedMetres: 0,
          waterMetres: 0,
        },
      ],
    ]),
  }
  expect(summariseDrainage(pond, body(), resultOf(city, 0.6)).indicators.countedSquareMetres).toBe(100 * 100)
  expect(cellAt(city.ground, [50, 50])).toBeGreaterThan(0)
})

test('a result that rests on generated ground is illustrative', () => {
  const city = cityWithHouse()
  const grid = {
    id: 'ground' as const,
    file: 'grids/ground.f32',
    sha256: '',
    bytes: 0,
    spec: { columns: 40, rows: 20, cellSize: 5, west: 0, north: 100 },
    unit: 'm' as const,
    nodata: -9999 as const,
    sources: [{ title: 'x', licence: 'x' }],
    sourceResolutionMetres: 5,
    standardErrorMetres: 0.3,
    date: '2026',
  }
  const with_ = (provenance: 'generated' | 'imported'): City => ({
    ...city,
    manifest: { ...city.manifest, grids: [{ ...grid, provenance }] },
  })
  expect(summariseDrainage(with_('generated'), body(), resultOf(city, 0)).illustrative).toBe(true)
  expect(summariseDrainage(with_('imported'), body(), resultOf(city, 0)).illustrative).toBe(false)
})
