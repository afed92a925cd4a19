import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feature, smallCity, zoning } from '../../test/arbitraries/city.ts'
import { healthPost, SOUTH, WEST, writeVillage } from '../../test/village.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import type { City } from '../city/city.ts'
import type { Feature } from '../city/dataset.ts'
import { applyEdits } from '../edit.ts'
import type { XY } from '../frame.ts'
import type { Geometry } from '../geometry.ts'
import { type IndicatorSettings, indicatorsOf, parkingNorm } from './indicators.ts'
import { ruleLineSchema } from './report.ts'

const settings: IndicatorSettings = {
  outline: null,
  townClass: 'II',
  area: 'new',
  lowDensity: false,
  townPopulation: 120_000,
  population: null,
}

const square = (x: number, y: number, side: number): XY[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
]
const outlineOf = (ring: XY[]): Geometry => ({ type: 'Polygon', coordinates: [ring] })
const house = (id: string, x: number, y: number, households = 1, side = 10): Feature<'buildings'> =>
  feature(
    'buildings',
    id,
    { type: 'Polygon', coordinates: [square(x, y, side)] },
    {
      name: null,
      use: 'house',
      heightMetres: 7,
      storeys: 2,
      heightProvenance: 'generated',
      year: null,
      households,
      parcelId: null,
      addressId: null,
    },
  )
const place = (id: string, name: string, category: string, x: number, y: number): Feature<'landmarks'> =>
  feature('landmarks', id, { type: 'Point', coordinates: [x, y] }, { name, category, note: null })

/** The small city (200 m × 100 m, four lots of 900 m²) with things of its own. */
function cityOf(change: {
  buildings?: Feature<'buildings'>[]
  landmarks?: Feature<'landmarks'>[]
  codes?: string[]
  zones?: Feature<'zones'>[]
  roads?: Feature<'roads'>[]
}): City {
  const city = smallCity()
  const map = <T extends { id: string }>(features: readonly T[] = []) => new Map(features.map((f) => [f.id, f]))
  const parcels = [...city.layers.parcels.values()].map((parcel, i) => ({
    ...parcel,
    properties: { ...parcel.properties, zoning: { ...zoning, code: change.codes?.[i] ?? 'ODT' } },
  }))
  return {
    ...city,
    layers: {
      ...city.layers,
      parcels: map(parcels),
      buildings: map(change.buildings),
      landmarks: map(change.landmarks),
      zones: map(change.zones),
      roads: change.roads ? map(change.roads) : city.layers.roads,
    },
  }
}

const lineOf = (city: City, id: string, change: Partial<IndicatorSettings> = {}) => {
  const line = indicatorsOf(city, { ...settings, ...change }).lines.find((one) => one.id === `indicator.${id}`)
  if (!line) throw new Error(`Expected indicator.${id}`)
  return line
}

// One lot of 900 m² green: people by its norm, and one more.
const green = cityOf({ codes: ['CX'], buildings: [house('b0', 60, 30)] })
test.each([
  ['special', 7 + 1, 'pass'],
  ['II', 6 + 1, 'pass'],
  ['II', 6, 'person'],
  ['II', 5.99, 'person'],
  ['III', 5 + 1, 'pass'],
  ['V', 4 + 1, 'pass'],
  [null, 100, 'person'],
] as const)('green of a class %s town, %d m² a person: %s', (townClass, each, verdict) => {
  expect(lineOf(green, 'green-town', { townClass, population: 900 / each }).verdict).toBe(verdict)
})

test.each([
  [900, 'new', 'pass', 1],
  [901, 'new', 'fail', 1],
  [901, 'existing', 'person', 1],
  [3999, 'new', 'fail', 1],
  [4000, 'new', 'fail', 2],
] as const)('green of a housing unit of %d people in a(n) %s area: %s', (population, area, verdict, limit) => {
  expect(lineOf(green, 'green-unit', { population, area })).toMatchObject({ verdict, limit })
})

test('persons in a household decide nothing where they would change the answer', () => {
  const of = (households: number) =>
    lineOf(cityOf({ codes: ['CX'], buildings: [house('b0', 60, 30, households)] }), 'green-unit')
  expect(of(225)).toMatchObject({ verdict: 'pass' })
  expect(of(226).verdict).toBe('person')
  expect(of(300).verdict).toBe('person')
  expect(of(301).verdict).toBe('fail')
  expect(of(225).why.vi).toContain('giả định')
  expect(of(0).verdict).toBe('person')
})

test('households within 300 m of green, measured to its outline', () => {
  expect(lineOf(green, 'green-reach')).toMatchObject({ verdict: 'pass', actual: 100 })
  const far = (x: number) =>
    lineOf(cityOf({ codes: ['CX'], buildings: [house('b0', 60, 30), house('b1', x - 5, 30)] }), 'green-reach', {
      outline: outlineOf(square(-500, -500, 2000)),
    })
  // The lot ends at x = 40.
  expect(far(340)).toMatchObject({ verdict: 'pass', actual: 100 })
  expect(far(340).geometry).toBeNull()
  expect(far(340.1)).toMatchObject({
    verdict: 'fail',
    actual: 50,
    geometry: { type: 'MultiPoint', coordinates: [[340.1, 35]] },
  })
})

const wide = { outline: outlineOf(square(-2000, -2000, 4000)) } as const
const school = (x: number, name = 'Trường tiểu học A') =>
  cityOf({ buildings: [house('b0', -5, -5, 3)], landmarks: [place('s', name, 'education', x, 0)] })
test.each([
  ['500 m', school(500), {}, 'pass', 100],
  ['farther', school(500.1), {}, 'fail', 0],
  ['few people: 1 000 m', school(1000), { lowDensity: true }, 'pass', 100],
  ['few people, farther', school(1000.1), { lowDensity: true }, 'fail', 0],
  ['an existing area may balance', school(1000), { area: 'existing' }, 'person', 0],
  ['a school that does not tell its level', school(100, 'Trường A'), {}, 'person', 0],
  ['a school of another level', school(100, 'Trường THPT A'), {}, 'fail', 0],
  ['a kindergarten is no primary school', school(100, 'Trường mầm non A'), {}, 'fail', 0],
  ['land zoned for a school', cityOf({ buildings: [house('b0', -5, -5)], codes: ['DGD'] }), {}, 'person', 0],
  [
    'nobody lives there',
    cityOf({ landmarks: [place('s', 'Trường tiểu học A', 'education', 0, 0)] }),
    {},
    'person',
    null,
  ],
] as const)('reach of a primary school: %s', (_, city, change, verdict, actual) => {
  expect(lineOf(city, 'reach-primary', { ...wide, ...change })).toMatchObject({ verdict, actual })
})

test.each([
  [49_999, 2.5],
  [50_000, 3.5],
  [150_000, 3.5],
  [150_001, 4],
])('parking land of a town of %d: %d m² a person', (people, squareMetres) => {
  expect(parkingNorm(people)).toBe(squareMetres)
})

test('parking land is met or for a person: the data do not hold all of it', () => {
  const lots = cityOf({ codes: ['P'], buildings: [house('b0', 60, 30)] })
  expect(lineOf(lots, 'parking-land', { population: 257 })).toMatchObject({ verdict: 'pass', limit: 3.5 })
  expect(lineOf(lots, 'parking-land', { population: 258 }).verdict).toBe('person')
  expect(lineOf(lots, 'parking-land', { townPopulation: null }).verdict).toBe('person')
})

test('gross density of the area, or of each zone by its kind', () => {
  // 20 000 m²: 60 % are 12 000.
  const built = (side: number) => cityOf({ buildings: [house('b0', 40, -4, 1, side)] })
  expect(lineOf(built(Math.sqrt(12_000)), 'density')).toMatchObject({ verdict: 'pass', limit: 60 })
  expect(lineOf(built(Math.sqrt(12_001)), 'density').verdict).toBe('fail')
  const zone = (id: string, code: string, x: number) =>
    feature(
      'zones',
      id,
      { type: 'Polygon', coordinates: [square(x, 0, 100)] },
      { name: id, zoning: { ...zoning, code }, plan: '', note: null },
    )
  const zoned = cityOf({
    zones: [zone('z0', 'CX', 0), zone('z1', 'CN', 100)],
    buildings: [house('b0', 10, 10, 1, 23), house('b1', 120, 10, 1, 60)],
  })
  expect(lineOf(zoned, 'density:z0')).toMatchObject({
    verdict: 'fail',
    actual: 5.29,
    limit: 5,
    geometry: zoned.layers.zones.get('z0')!.geometry,
  })
  expect(lineOf(zoned, 'density:z1')).toMatchObject({ verdict: 'pass', actual: 36, limit: null })
})

test('road shares by class, of lots and roads', () => {
  const road = (roadClass: 'arterial' | 'collector' | 'local', width: number) =>
    cityOf({
      roads: [
        feature(
          'roads',
          roadClass,
          {
            type: 'LineString',
            coordinates: [
              [-50, 5],
              [250, 5],
            ],
          },
          {
            name: null,
            class: roadClass,
            widthMetres: 1,
            redLineWidthMetres: width,
            lanes: 2,
            oneWay: false,
            bridge: false,
            tunnel: false,
            state: 'open',
          },
        ),
      ],
    })
  // Four lots of 900 m² and 200 m of road within the area: 200 w / (3600 + 200 w).
  const width = (share: number) => (share * 3600) / (1 - share) / 200
  for (const [id, roadClass, share] of [
    ['roads-region', 'arterial', 0.06],
    ['roads-area', 'collector', 0.13],
    ['roads-local', 'local', 0.18],
  ] as const) {
    expect(lineOf(road(roadClass, width(share) + 1e-6), id).verdict).toBe('pass')
    expect(lineOf(road(roadClass, width(share) - 0.01), id).verdict).toBe('person')
  }
  expect(lineOf(road('local', 30), 'roads-region').actual).toBe(0)
})

const dir = mkdtempSync(join(tmpdir(), 'vithanh-indicators-'))
let village: City
beforeAll(async () => {
  await writeVillage(join(dir, 'city'), [healthPost])
  await buildTiles(join(dir, 'city'), join(dir, 'tiles'))
  village = await readCity(await openTiles(fileSource(join(dir, 'tiles'))), [WEST, SOUTH, WEST + 1280, SOUTH + 1280])
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('the village: every line keeps to the schema, its people are estimated, and it is a specimen', () => {
  const found = indicatorsOf(village, settings)
  for (const line of found.lines) expect(ruleLineSchema.parse(line)).toEqual(line)
  expect(new Set(found.lines.map(({ id }) => id)).size).toBe(found.lines.length)
  expect(found).toMatchObject({
    illustrative: true,
    areaSquareMetres: 1280 ** 2,
    population: { households: 48, persons: 168, estimated: true },
  })
  expect(lineOf(village, 'green-unit')).toMatchObject({ verdict: 'fail', actual: 0 })
  expect(lineOf(village, 'density')).toMatchObject({ verdict: 'pass' })
  const clinic = lineOf(village, 'reach-clinic')
  expect(clinic.verdict).toBe('fail')
  expect(clinic.actual).toBeGreaterThan(50)
  // Through the eyes of an existing area the same distance is for a person.
  expect(lineOf(village, 'reach-clinic', { area: 'existing' }).verdict).toBe('person')
})

test('an edit that turns a lot green is felt', () => {
  const target = 'vt:parcel/1'
  const from = village.layers.parcels.get(target)!.properties.zoning
  const planned = applyEdits(village, [
    { kind: 'parcel.zoning', target, from, to: { ...from, code: 'CX', density: 0.05 } },
  ])
  expect(lineOf(planned, 'green-unit')).toMatchObject({ verdict: 'pass', limit: 1 })
  expect(lineOf(planned, 'green-unit').actual).toBeCloseTo((36 * 60) / 168, 3)
  expect(lineOf(planned, 'park').verdict).toBe('fail')
})

test('a smaller area counts its own people, and services around it', () => {
  const outline = outlineOf(square(WEST + 700, SOUTH + 640, 330))
  const found = indicatorsOf(village, { ...settings, outline })
  expect(found.population.households).toBeLessThan(48)
  expect(found.population.households).toBeGreaterThan(0)
  expect(lineOf(village, 'reach-clinic', { outline })).toMatchObject({ verdict: 'pass', actual: 100 })
})
