import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { feature, smallCity } from '../../test/arbitraries/city.ts'
import { houseApplication, permitCase } from '../../test/arbitraries/permit.ts'
import { changed, tower } from '../../test/permit-cases.ts'
import { drainage, prepareDrainage } from '../../workers/node/drainage.ts'
import type { City } from '../city/city.ts'
import { applyEdits, type Edit } from '../edit.ts'
import { utmFrame, vn2000, type XY } from '../frame.ts'
import { createGrid } from '../grid.ts'
import type { ScenarioBody } from '../scenario.ts'
import { defaultTraffic } from '../traffic-facts.ts'
import { tripsOfBuilding } from '../trip-rates.ts'
import type { Application } from './application.ts'
import {
  buildingEdits,
  type CaseImpact,
  type Impact,
  impactArea,
  impactAskSchema,
  impactEdits,
  impactForcing,
  impactRuns,
  openRing,
  planImpact,
  rainDepth,
  roofOf,
  tripsOfEdits,
  unitsOf,
  usualImpact,
} from './impact.ts'
import { cellsOf, storageOf, waterFound } from './impact-figures.ts'

const [WEST, SOUTH] = [551_000, 1_082_000]
const box = (x: number, y: number, w: number, h: number): XY[] => [
  [WEST + x, SOUTH + y],
  [WEST + x + w, SOUTH + y],
  [WEST + x + w, SOUTH + y + h],
  [WEST + x, SOUTH + y + h],
  [WEST + x, SOUTH + y],
]
const housePart = {
  name: null,
  use: 'residential',
  heightMetres: 7,
  storeys: 2,
  heightProvenance: 'generated' as const,
  year: null,
  households: 3,
  parcelId: null,
  addressId: null,
}
const standing = (id: string, ring: XY[]) =>
  feature('buildings', id, { type: 'Polygon', coordinates: [ring] }, housePart)

/** Flat ground at 1 m, 100 m × 100 m in cells of 5 m: a tub without a way out. */
function tub(buildings: readonly ReturnType<typeof standing>[] = []): City {
  const city = smallCity()
  const spec = { columns: 20, rows: 20, cellSize: 5, west: WEST - 40, north: SOUTH + 60 }
  const empty = Object.fromEntries(Object.keys(city.layers).map((layer) => [layer, new Map()]))
  return {
    ...city,
    manifest: { ...city.manifest, frame: vn2000, bounds: [WEST - 40, SOUTH - 40, WEST + 60, SOUTH + 60] },
    area: [WEST - 40, SOUTH - 40, WEST + 60, SOUTH + 60],
    ground: createGrid(spec, new Float32Array(400).fill(1)),
    layers: {
      ...(empty as unknown as City['layers']),
      buildings: new Map(buildings.map((one) => [one.id, one])),
    },
  }
}
/** A lot of 20 m × 10 m with a house of 10 m × 10 m on it, its ground planned at a level. */
const asked = (
  groundLevelMetres: number | null,
  more: Partial<Application['check']['building']> = {},
): Application => ({
  ...houseApplication,
  check: changed(houseApplication.check, {
    site: { ring: box(0, 0, 20, 10), registered: null },
    building: {
      ...more,
      groundLevelMetres,
      parts: more.parts ?? [{ ...houseApplication.check.building.parts[0]!, footprint: box(0, 0, 10, 10), storeys: 3 }],
    },
  }),
})

describe('the work as edits', () => {
  test('the lot is raised, what stands where a part stands is taken down, neighbours stay', () => {
    const city = tub([
      standing('old', box(2, 2, 6, 6)),
      standing('shed', box(14, 2, 4, 4)),
      standing('next', box(-8, 0, 8.2, 8)),
    ])
    const edits = impactEdits(city, asked(1.4), 'permit/x')
    expect(edits.map(({ kind, target }) => [kind, target])).toEqual([
      ['building.new', 'old'],
      ['ground.level', 'permit/x/ground'],
      ['building.new', 'permit/x/1'],
    ])
    const planned = applyEdits(city, edits)
    expect([...planned.layers.buildings.keys()]).toEqual(['next', 'permit/x/1', 'shed'])
    expect(planned.layers.buildings.get('permit/x/1')!.properties).toMatchObject({
      households: 1,
      storeys: 3,
      name: null,
    })
    expect(planned.fills.get('permit/x/ground')).toEqual({ ring: openRing(box(0, 0, 20, 10)), levelMetres: 1.4 })
  })

  test('no level planned, or stilts: the ground stays', () => {
    expect(impactEdits(tub(), asked(null), 'p').map(({ kind }) => kind)).toEqual(['building.new'])
    expect(impactEdits(tub(), asked(1.4, { livesWithFloods: true }), 'p').map(({ kind }) => kind)).toEqual([
      'building.new',
    ])
  })

  test('a podium is open where its towers stand: every floor counts once, and people live in the largest tower', () => {
    const city = tub()
    const parts = tower.building.parts
    const away = { ...tower, site: { ...tower.site }, building: tower.building }
    const [x, y] = parts[0]!.footprint[0]!
    const bounds = [x - 500, y - 500, x + 500, y + 500] as const
    const here: City = { ...city, manifest: { ...city.manifest, bounds: [...bounds] } }
    const ends = buildingEdits(impactEdits(here, { ...houseApplication, check: away }, 'p'))
    const floors = ends.reduce((sum, { building }) => sum + roofOf(building) * building.storeys, 0)
    const area = (ring: readonly (readonly [number, number])[]) => roofOf({ rings: [ring] } as never)
    const towers = parts.filter(({ kind }) => kind === 'tower')
    const podium = parts.find(({ kind }) => kind === 'podium')!
    const covered = towers.reduce((sum, { footprint }) => sum + area(footprint), 0)
    const expected =
      (area(podium.footprint) - covered) * podium.storeys +
      towers.reduce((sum, { footprint, storeys }) => sum + area(footprint) * storeys, 0)
    expect(floors).toBeCloseTo(expected, 3)
    const lived = ends.filter(({ building }) => building.households > 0)
    expect(lived.map(({ building }) => building.households)).toEqual([tower.building.dwellings])
  })

  test('another frame, and a lot beyond the data, are refused by name', () => {
    const city = tub()
    const other = { ...city, manifest: { ...city.manifest, frame: utmFrame(105, 9.8, 'x', '2025') } }
    expect(() => impactEdits(other, asked(1.4), 'p')).toThrow(/EPSG:32648/)
    const far = { ...city, manifest: { ...city.manifest, bounds: [0, 0, 10, 10] as [number, number, number, number] } }
    expect(() => impactEdits(far, asked(1.4), 'p')).toThrow(/outside the data/)
  })
})

describe('room for water', () => {
  const lost = (application: Application, level: number, buildings: ReturnType<typeof standing>[] = []) => {
    const city = tub(buildings)
    return storageOf(city, impactEdits(city, application, 'p'), box(0, 0, 20, 10), level)
  }
  test('A square metres raised by h take A · h, up to the water level', () => {
    expect(lost(asked(1.4), 1.4).lost).toBeCloseTo(200 * 0.4, 3)
    expect(lost(asked(2), 1.4).lost).toBeCloseTo(200 * 0.4, 3)
    expect(lost(asked(1.4), 0.9)).toEqual({ fill: 0, body: 0, lost: 0 })
  })
  test('where the water stands higher than the lot, the building takes what is left above its ground', () => {
    const found = lost(asked(1.4), 1.6)
    expect(found.fill).toBeCloseTo(200 * 0.4, 3)
    expect(found.body).toBeCloseTo(100 * 0.2, 3)
    expect(lost(asked(null), 1.6).lost).toBeCloseTo(100 * 0.6, 3)
  })
  test('a house that is rebuilt on its ground takes nothing more', () => {
    expect(lost(asked(null), 1.6, [standing('old', box(0, 0, 10, 10))]).lost).toBeCloseTo(0, 6)
  })
  test('the mirror image loses the same', () => {
    const mirrored = (ring: readonly (readonly [number, number])[]) => ring.map(([x, y]): XY => [2 * WEST + 20 - x, y])
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 3, noNaN: true }),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        (plan, level) => {
          const application = asked(plan)
          const { building, site } = application.check
          const turned: Application = {
            ...application,
            check: {
              ...application.check,
              site: { ...site, ring: mirrored(site.ring) },
              building: {
                ...building,
                parts: building.parts.map((one) => ({ ...one, footprint: mirrored(one.footprint) })),
              },
            },
          }
          const of = (one: Application) =>
            storageOf(tub(), impactEdits(tub(), one, 'p'), one.check.site.ring, level).lost
          expect(of(turned)).toBeCloseTo(of(application), 6)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('what is computed', () => {
  test('the area reaches as far as the water would lie thicker than the noise, on the cells of the ground', () => {
    const ground = { columns: 4000, rows: 4000, cellSize: 5, west: WEST - 10_000, north: SOUTH + 10_000 }
    const lot = box(1, 2, 20, 10)
    expect(impactArea(lot, 10, ground)).toMatchObject({ reachMetres: 60, cellSizeMetres: 5 })
    // 1 000 m³ at 2 cm are 50 000 m²: a circle of 126 m.
    const { area, reachMetres } = impactArea(lot, 1000, ground)
    expect(reachMetres).toBe(130)
    expect(area).toEqual([WEST - 130, SOUTH - 130, WEST + 155, SOUTH + 145])
    const most = impactArea(lot, 1e7, ground)
    expect(most.area[2] - most.area[0]).toBeLessThanOrEqual(2000)
    expect(most.cellSizeMetres).toBe(10)
  })

  test('the storm and the tide are the city’s, or those that were chosen', () => {
    const own = tub().manifest.forcing
    expect(impactForcing(own, usualImpact).forcing).toEqual(own)
    const chosen = impactAskSchema.parse({
      rain: { station: 'ca-mau', returnPeriodYears: 10, durationMinutes: 60 },
      tide: { peakMetres: 0.9 },
      hour: 'pm',
    })
    const { forcing, horizonSeconds } = impactForcing(own, chosen)
    expect(horizonSeconds).toBe(1800 + 3600 + 1800)
    expect(Math.max(...forcing.tide.series.map(([, level]) => level))).toBeCloseTo(0.9, 2)
    expect(rainDepth(forcing.rain, horizonSeconds)).toBeGreaterThan(50)
    expect(
      rainDepth(
        {
          design: { kind: 'none' },
          series: [
            [0, 30],
            [1800, 0],
          ],
        },
        3600,
      ),
    ).toBe(15)
    expect(
      impactAskSchema.safeParse({ ...chosen, rain: { ...(chosen.rain as object), returnPeriodYears: 7 } }).success,
    ).toBe(false)
  })

  test('trips are those of the engine’s table, less those of what is replaced', () => {
    const put = impactEdits(tub(), asked(1.4), 'p')
    const { home, visits } = tripsOfEdits(put, 'am')
    const all = tripsOfBuilding('residential', 300, 1, { ...defaultTraffic, hour: 'am' })
    expect(home.motorbike.going + visits.motorbike.going).toBeCloseTo(all.motorbike.going, 12)
    expect(unitsOf({ home, visits })).toBeLessThan(10)
    const again: Edit[] = [...put, ...put.map((edit) => ({ ...edit, from: edit.to, to: edit.from }) as Edit)]
    expect(unitsOf(tripsOfEdits(again, 'am'))).toBeCloseTo(0, 12)
    const spec = { columns: 20, rows: 20, cellSize: 5, west: WEST - 40, north: SOUTH + 60 }
    const plan = planImpact(tub(), spec, asked(1.4), { key: 'p', asked: usualImpact, seed: 7 })
    expect(plan.bodies.traffic).toBe(null)
    expect([plan.bodies.without.edits, plan.bodies.without.seed]).toEqual([[], 7])
    expect(plan.bodies.with.edits).toEqual(plan.edits)
  })

  test('no work, no difference: the digest and all that is found are the baseline’s', async () => {
    const city = tub([standing('next', box(-8, 0, 8, 8))])
    const body: Pick<ScenarioBody, 'cellSizeMetres' | 'forcing' | 'horizonSeconds' | 'outputEverySeconds' | 'area'> = {
      area: [WEST - 40, SOUTH - 40, WEST + 60, SOUTH + 60],
      cellSizeMetres: 5,
      forcing: {
        rain: {
          design: { kind: 'none' },
          series: [
            [0, 1200],
            [600, 0],
          ],
        },
        tide: { title: '', series: [] },
      },
      horizonSeconds: 900,
      outputEverySeconds: 300,
    }
    const run = async (edits: Edit[]) => {
      const planned = applyEdits(city, edits)
      const result = await drainage.run(prepareDrainage(planned, body))
      return { digest: result.digest, found: waterFound(planned, body, result, box(0, 0, 20, 10)), result }
    }
    const [before, nothing, raised] = [await run([]), await run([]), await run(impactEdits(city, asked(1.5), 'p'))]
    expect(nothing.digest).toBe(before.digest)
    expect(nothing.found).toEqual(before.found)
    expect(raised.digest).not.toBe(before.digest)
    // The rain that the lot held stands on what is left of the tub: all of it is deeper by as much as was displaced.
    const level = ({ result }: typeof before) => result.finalDepth[0]!
    expect(level(raised) - level(before)).toBeCloseTo((level(before) * 200) / 10_000, 2)
    expect(level(raised)).toBeGreaterThan(level(before))
    expect(before.found.lot.depth).toBeGreaterThan(0)
  })
})

test('a lot lies in its block and its quarter, else in a square', () => {
  const city = tub()
  expect(cellsOf(city, box(0, 0, 20, 10))).toMatchObject([{ kind: 'square', squareMetres: 250_000 }])
  const block = feature(
    'blocks',
    'b',
    { type: 'Polygon', coordinates: [box(-20, -20, 60, 50)] },
    { name: null, areaSquareMetres: 3000 },
  )
  const quarter = feature(
    'subunits',
    'q',
    { type: 'Polygon', coordinates: [box(-30, -30, 80, 80)] },
    { name: 'Khu vực 1', kind: 'khu vực', number: 1, unitCode: '31318', oldUnitCode: null, households: null },
  )
  const layers = { ...city.layers, blocks: new Map([['b', block]]), subunits: new Map([['q', quarter]]) }
  expect(cellsOf({ ...city, layers }, box(0, 0, 20, 10))).toEqual([
    { kind: 'block', id: 'b', name: null, squareMetres: 3000 },
    { kind: 'quarter', id: 'q', name: 'Khu vực 1', squareMetres: 6400 },
  ])
})

test('papers name the runs, tell no count under five, and say where they are out of date', () => {
  const counts = { flooded: { before: 0, after: 3 }, newly: 3, deeper: 12, shallower: 0 }
  const none = { coming: 0, going: 0 }
  const trips = { motorbike: { coming: 10, going: 20 }, car: none, heavy: none, bicycle: none }
  const record = {
    runs: [{ part: 'with', id: 'r', kind: 'drainage', kernel: 'k@1', digest: 'd', ledgerSequence: 1 }],
    water: { measurable: true, buildings: counts },
    storage: { lostCubicMetres: 80, cells: [{ kind: 'block', others: { cases: 4, lostCubicMetres: 20.5 } }] },
    traffic: { home: trips, visits: trips, streets: [] },
  } as unknown as Impact
  const [run] = impactRuns({ record, current: false } as CaseImpact)
  expect(run).toMatchObject({ id: 'r', kernel: 'k@1', digest: 'd' })
  expect(run!.lines.map(({ vi }) => vi)).toEqual([
    'Nhà lân cận ngập mới: ít hơn 5; ngập sâu hơn: 12.',
    'Thể tích trữ nước mất: 80 m³.',
    'Cộng dồn các hồ sơ đã duyệt trong ô phố: 100,5 m³.',
    'Tính cho đơn trước khi sửa: đã cũ.',
  ])
  expect(
    impactRuns(permitCase([['file', 'submitted', '2026-11-02T02:00:00.000Z']], '2026-11-02T03:00:00.000Z').impact),
  ).toEqual([])
})
