/** Tests of belief: what someone who lives there would check first. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { stands } from '../../../scenarios/city/city.ts'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { projection, vn2000, type XY } from '../../../scenarios/frame.ts'
import {
  boundsOf,
  centroid,
  geometryBounds,
  lineLength,
  linesOf,
  pointInGeometry,
  pointInRing,
  polygonArea,
  polygonsOf,
} from '../../../scenarios/geometry.ts'
import { gridBounds, sample } from '../../../scenarios/grid.ts'
import { random } from '../../../scenarios/random.ts'
import { type CityLayers, checkCity } from '../checks.ts'
import { formerUnits, units } from '../facts/places.ts'
import { knownNumbers, streetNames } from '../facts/streets.ts'
import { type DatasetInput, writeDataset } from '../write.ts'
import { generateCity } from './city.ts'
import { householdTargets } from './homes.ts'
import { zoneAt } from './land.ts'
import { meeting, SegmentIndex, toLine, toSegment } from './near.ts'
import { nodeKey } from './network.ts'
import { at, besideXaNo, nangMau, part, unitPlaces, xaNo } from './place.ts'
import { middleOf, opened } from './plane.ts'

const SEED = 1999
const landLayers: LayerId[] = [
  ...(['units', 'subunits', 'gridcells', 'landcover', 'water', 'waterways', 'dykes', 'zones', 'roads'] as const),
  ...(['redlines', 'blocks', 'parcels', 'parcelhistory', 'buildings', 'addresses', 'landmarks'] as const),
]
/** Milliseconds: a city takes ten seconds of a free core, a minute of a busy one. */
const PATIENCE = 300_000
let city: DatasetInput
const of = <L extends LayerId>(id: L): readonly Feature<L>[] => city.layers[id]!.features as readonly Feature<L>[]
const ringOf = (f: Feature): XY[] => opened(polygonsOf(f.geometry)[0]![0]!)
const between = (a: XY, b: XY, count: number): XY[] =>
  Array.from({ length: count }, (_, k): XY => {
    const t = (k + 1) / count
    return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
  })
const quantile = (values: number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))]!

beforeAll(() => {
  city = generateCity(SEED)
}, PATIENCE)

test('the frame meets its test point', () => {
  const [x, y] = projection(vn2000).toLocal(105.47, 9.784)
  expect(x).toBeCloseTo(551363.741, 2)
  expect(y).toBeCloseTo(1082003.149, 2)
})

describe('units', () => {
  test('the three have their official areas within 1 %, and are facts', () => {
    for (const unit of units) {
      const found = of('units').find((f) => f.properties.code === unit.code && f.properties.validTo === null)!
      expect(found.provenance).toBe('fact')
      expect(polygonArea(found.geometry) / 1e6 / unit.areaSquareKilometres).toBeCloseTo(1, 1.7)
    }
  })

  test('the nine former ones fill the three, each near its official area', () => {
    const former = of('units').filter((f) => f.properties.validTo === '2025-06-30')
    expect(former).toHaveLength(9)
    for (const { geometry, properties, provenance } of former) {
      const fact = formerUnits.find((f) => f.code === properties.code)!
      const ratio = polygonArea(geometry) / 1e6 / fact.areaSquareKilometres
      expect([properties.name, ratio > 0.8 && ratio < 1.25, provenance]).toEqual([fact.name, true, 'generated'])
    }
    const sum = (list: readonly Feature[]) => list.reduce((s, f) => s + polygonArea(f.geometry), 0)
    const now = of('units').filter((f) => f.properties.validTo === null)
    expect(sum(former) / sum(now)).toBeCloseTo(1, 3)
  })
})

describe('people and houses', () => {
  test('27 000 households in 25–30 000 buildings', () => {
    const households = of('buildings').reduce((s, f) => s + f.properties.households, 0)
    expect(households).toBeGreaterThan(26_200)
    expect(households).toBeLessThan(27_800)
    expect(of('buildings').length).toBeGreaterThan(25_000)
    expect(of('buildings').length).toBeLessThan(30_000)
  })

  test('each former unit has the households of its people within 5 %', () => {
    const addresses = new Map(of('addresses').map((f) => [f.id, f]))
    const found = new Map<string, number>()
    for (const { properties } of of('buildings').filter(stands)) {
      const ward = addresses.get(properties.addressId!)!.properties.oldUnitCode!
      found.set(ward, (found.get(ward) ?? 0) + properties.households)
    }
    for (const [code, target] of householdTargets()) expect(Math.abs(found.get(code)! / target - 1)).toBeLessThan(0.05)
  })

  test('town lots are narrow and deep', () => {
    const built = new Set(of('buildings').map((f) => f.properties.parcelId))
    const areas = of('parcels')
      .filter((f) => f.properties.landUse === 'ODT' && built.has(f.id))
      .map((f) => f.properties.areaSquareMetres)
    expect(quantile(areas, 0.05)).toBeGreaterThan(40)
    expect(quantile(areas, 0.5)).toBeGreaterThan(80)
    expect(quantile(areas, 0.5)).toBeLessThan(200)
    expect(quantile(areas, 0.95)).toBeLessThan(400)
  })

  test('storeys fall off upwards, and no house is a tower', () => {
    const count = (n: number) => of('buildings').filter((f) => f.properties.storeys === n).length
    expect(count(1)).toBeGreaterThan(count(2))
    expect(count(2)).toBeGreaterThan(count(3))
    expect(Math.max(...of('buildings').map((f) => f.properties.storeys))).toBeLessThanOrEqual(6)
  })
})

test(
  'it passes every check that a dataset is asked',
  () => {
    const layers = Object.fromEntries(Object.entries(city.layers).map(([id, l]) => [id, l.features])) as CityLayers
    const checks = checkCity(layers, { bounds: gridBounds(city.ground.grid), generated: true })
    expect(checks.filter((check) => check.detail !== '').map(({ id, detail }) => `${id} ${detail}`)).toEqual([])
    expect(checks.length).toBeGreaterThanOrEqual(11)
  },
  PATIENCE,
)

describe('everything in its place', () => {
  test('every building and address lies on its parcel, every parcel in its unit', () => {
    const parcels = new Map(of('parcels').map((f) => [f.id, f]))
    const off = (p: XY, ring: XY[]) =>
      !pointInRing(p, ring) && ring.every((q, i) => toSegment(p, q, ring[(i + 1) % ring.length]!).distance > 0.01)
    const strayBuildings = of('buildings').filter((f) =>
      ringOf(f).some((p) => off(p, ringOf(parcels.get(f.properties.parcelId!)!))),
    )
    expect(strayBuildings.map((f) => f.id)).toEqual([])
    const strayAddresses = of('addresses').filter(
      (f) => !pointInGeometry(f.geometry.coordinates as XY, parcels.get(f.properties.parcelId!)!.geometry),
    )
    expect(strayAddresses.map((f) => f.id)).toEqual([])
    const strayParcels = of('parcels').filter(
      (f) => !pointInRing(centroid(ringOf(f)), unitPlaces.find((u) => u.code === f.properties.unitCode)!.ring),
    )
    expect(strayParcels.filter((f) => f.properties.areaSquareMetres > 500).map((f) => f.id)).toEqual([])
  })

  test('parcels do not overlap, and with water and road reserves they cover the land', () => {
    const chance = random(7)
    const index = new Map<string, Feature<'parcels'>[]>()
    const cells = (b: readonly number[], visit: (key: string) => void) => {
      for (let i = Math.floor(b[0]! / 200); i <= Math.floor(b[2]! / 200); i++)
        for (let j = Math.floor(b[1]! / 200); j <= Math.floor(b[3]! / 200); j++) visit(`${i},${j}`)
    }
    for (const f of of('parcels'))
      cells(geometryBounds(f.geometry), (key) => index.set(key, [...(index.get(key) ?? []), f]))
    let [inside, covered] = [0, 0]
    for (const unit of unitPlaces) {
      const [x0, y0, x1, y1] = boundsOf(unit.ring)
      for (let k = 0; k < 4000; k++) {
        const p: XY = [x0 + (x1 - x0) * chance(), y0 + (y1 - y0) * chance()]
        if (!pointInRing(p, unit.ring)) continue
        inside++
        const found = (index.get(`${Math.floor(p[0] / 200)},${Math.floor(p[1] / 200)}`) ?? []).filter((f) =>
          pointInGeometry(p, f.geometry),
        )
        expect(found.length).toBeLessThanOrEqual(1)
        covered += found.length
      }
    }
    expect(covered / inside).toBeGreaterThan(0.86)
  })
})

describe('streets', () => {
  test('Trần Hưng Đạo runs along the south bank of Xà No, its numbers rise from north-east to south-west', () => {
    const houses = of('addresses').filter(
      (f) => f.properties.street === 'Trần Hưng Đạo' && /^\d+$/.test(f.properties.number!),
    )
    expect(houses.length).toBeGreaterThan(200)
    const line = besideXaNo(140, 105.4185, 105.466)
    const known = houses
      .map((f) => ({ n: Number(f.properties.number), p: f.geometry.coordinates as XY }))
      .sort((a, b) => a.n - b.n)
    for (const { p } of known) expect(toLine(p, xaNo).side).toBeLessThan(0)
    const along = (k: number) => toLine(known[Math.floor(k * (known.length - 1))]!.p, line).along
    expect(along(0.1)).toBeGreaterThan(along(0.5))
    expect(along(0.5)).toBeGreaterThan(along(0.9))
  })

  test('no street is on the wrong bank', () => {
    const north = new Set([
      'Lý Thường Kiệt',
      'Nam Kỳ Khởi Nghĩa',
      'Trần Quang Diệu',
      'Lê Lai',
      '19/8',
      ...streetNames['31324']!,
    ])
    const south = new Set(
      ['Trần Hưng Đạo', 'Lê Hồng Phong', 'Võ Nguyên Giáp', 'Phạm Hùng', 'Hòa Bình', 'Võ Văn Kiệt', 'Thống Nhất'].concat(
        ...['31318', '31321', '31330'].map((ward) => streetNames[ward]!),
      ),
    )
    // Streets over the bridges have both.
    for (const name of ['30/4', 'Phan Đình Phùng', 'Hùng Vương', 'Nguyễn Huệ']) south.delete(name)
    const wrong = of('roads').filter(({ properties: { name, bridge }, geometry }) => {
      if (!name || bridge || !(north.has(name) || south.has(name))) return false
      return linesOf(geometry)[0]!.some((p) => toLine(p, xaNo).side > 0 !== north.has(name))
    })
    expect(wrong.map((f) => f.properties.name)).toEqual([])
    expect(of('roads').filter((f) => north.has(f.properties.name!)).length).toBeGreaterThan(50)
    expect(of('roads').filter((f) => south.has(f.properties.name!)).length).toBeGreaterThan(200)
  })

  test('houses of the new centre keep the setback that the plan asks for', () => {
    const parcels = new Map(of('parcels').map((f) => [f.id, f]))
    const near = new SegmentIndex<null>(60)
    for (const f of of('redlines').filter((r) => r.properties.kind === 'red'))
      near.addLine(linesOf(f.geometry)[0]!, null)
    const houses = of('buildings').filter(
      (f, i) => i % 10 === 0 && f.properties.use === 'residential' && zoneAt(centroid(ringOf(f))) === 'new',
    )
    const close = houses.filter((f) => {
      const asked = parcels.get(f.properties.parcelId!)!.properties.zoning.setbackMetres!
      expect(asked).toBe(3)
      const isClose = (p: XY) =>
        [...near.near(p[0] - 4, p[1] - 4, p[0] + 4, p[1] + 4)].some(
          ({ a, b }) => toSegment(p, a, b).distance < asked - 0.05,
        )
      // A house at a corner has two corners on the side street; a few lots are askew.
      return ringOf(f).filter(isClose).length > 2
    })
    expect(houses.length).toBeGreaterThan(50)
    expect(close.length / houses.length).toBeLessThan(0.02)
  })

  test('streets named after the new centre lie between Xà No and the Nàng Mau canal', () => {
    for (const f of of('roads').filter(
      (r) => r.properties.name === 'Võ Văn Kiệt' || r.properties.name === 'Thống Nhất',
    )) {
      const p = linesOf(f.geometry)[0]![0]!
      expect(toLine(p, xaNo).side).toBeLessThan(0)
      expect(toLine(p, nangMau).side).toBeGreaterThan(0)
    }
  })
})

describe('distributions', () => {
  const built = () => new Set(of('buildings').map((f) => f.properties.parcelId))
  const lots = (landUse: string) => {
    const houses = built()
    return of('parcels').filter((f) => f.properties.landUse === landUse && houses.has(f.id))
  }
  /** Area over the mean of the two longest sides. */
  const frontage = (f: Feature<'parcels'>): number => {
    const ring = ringOf(f)
    const sides = ring
      .map((p, i) => Math.hypot(p[0] - ring.at(i - 1)![0], p[1] - ring.at(i - 1)![1]))
      .sort((a, b) => b - a)
    return (2 * f.properties.areaSquareMetres) / (sides[0]! + sides[1]!)
  }

  test('a house in town stands on 4–8 m of street, in the country on 8–26 m', () => {
    const [town, country] = [lots('ODT').map(frontage), lots('ONT').map(frontage)]
    expect(quantile(town, 0.05)).toBeGreaterThan(4)
    expect(quantile(town, 0.5)).toBeGreaterThan(5)
    expect(quantile(town, 0.5)).toBeLessThan(6.5)
    expect(quantile(town, 0.95)).toBeLessThan(8)
    expect(quantile(country, 0.05)).toBeGreaterThan(8)
    expect(quantile(country, 0.95)).toBeLessThan(26)
  })

  test('lots in the country are of 250–1000 m², fields of about 0.7 ha', () => {
    const areas = lots('ONT').map((f) => f.properties.areaSquareMetres)
    expect(quantile(areas, 0.05)).toBeGreaterThan(200)
    expect(quantile(areas, 0.95)).toBeLessThan(1000)
    const fields = of('parcels').filter((f) => f.properties.landUse === 'LUC')
    const median = quantile(
      fields.map((f) => f.properties.areaSquareMetres),
      0.5,
    )
    expect(median).toBeGreaterThan(4000)
    expect(median).toBeLessThan(10_000)
  })

  test('blocks in town are of about half a hectare', () => {
    const areas = of('blocks')
      .filter((f) => zoneAt(centroid(ringOf(f))) !== 'rural')
      .map((f) => f.properties.areaSquareMetres)
    expect(quantile(areas, 0.5)).toBeGreaterThan(3000)
    expect(quantile(areas, 0.5)).toBeLessThan(8000)
    expect(quantile(areas, 0.98)).toBeLessThan(12_000)
  })

  test('neighbours on a side of a street are two numbers and a lot apart', () => {
    const sides = new Map<string, { number: number; p: XY }[]>()
    for (const { geometry, properties } of of('addresses')) {
      const number = /^\d+$/.test(properties.number ?? '') ? Number(properties.number) : Number.NaN
      if (Number.isNaN(number)) continue
      const key = `${properties.street} ${properties.oldUnitCode} ${number % 2}`
      sides.set(key, [...(sides.get(key) ?? []), { number, p: geometry.coordinates as XY }])
    }
    const steps: number[] = []
    for (const houses of sides.values()) {
      houses.sort((a, b) => a.number - b.number)
      for (const [i, { number, p }] of houses.entries()) {
        const before = houses[i - 1]
        if (before?.number === number - 2 && zoneAt(p) !== 'rural')
          steps.push(Math.hypot(p[0] - before.p[0], p[1] - before.p[1]))
      }
    }
    expect(steps.length).toBeGreaterThan(3000)
    expect(quantile(steps, 0.5)).toBeGreaterThan(5)
    expect(quantile(steps, 0.5)).toBeLessThan(7)
    expect(quantile(steps, 0.75)).toBeLessThan(8)
  })

  test('streets end, bend and meet as in a grid with ribbons', () => {
    const degrees = new Map<string, number>()
    for (const f of of('roads').filter(stands)) {
      const line = linesOf(f.geometry)[0]!
      for (const p of [line[0]!, line.at(-1)!]) degrees.set(nodeKey(p), (degrees.get(nodeKey(p)) ?? 0) + 1)
    }
    const share = (n: number) => [...degrees.values()].filter((d) => d === n).length / degrees.size
    expect(share(1)).toBeLessThan(0.15)
    expect(share(3)).toBeGreaterThan(0.25)
    expect(share(3)).toBeLessThan(0.5)
    expect(share(4)).toBeGreaterThan(0.2)
    expect(share(4)).toBeLessThan(0.45)
  })

  test('streets in town have sidewalks, and no cross-section is wider than its red lines', () => {
    for (const { id, properties: p } of of('roads').filter((f) => f.properties.redLineWidthMetres !== null)) {
      const { widthMetres, sidewalkMetres = 0, medianMetres = 0, redLineWidthMetres } = p
      expect(widthMetres + medianMetres + 2 * sidewalkMetres, id).toBeLessThanOrEqual(redLineWidthMetres! + 1e-9)
    }
    const town = of('roads').filter(
      (f) => /arterial|collector|local/.test(f.properties.class) && zoneAt(linesOf(f.geometry)[0]![0]!) !== 'rural',
    )
    const walked = town.filter((f) => f.properties.sidewalkMetres! >= 1)
    expect(walked.length / town.length).toBeGreaterThan(0.9)
  })
})

describe('quarters and addresses', () => {
  test('as many as each former unit had, of 250–800 households, and they part it', () => {
    for (const former of formerUnits) {
      const own = of('subunits').filter((f) => f.properties.oldUnitCode === former.code)
      expect(own.length, former.name).toBe(former.subunits)
      const unit = of('units').find((f) => f.properties.code === former.code && f.properties.validTo !== null)!
      const area = own.reduce((s, f) => s + polygonArea(f.geometry), 0)
      expect(area / polygonArea(unit.geometry)).toBeCloseTo(1, 4)
    }
    const households = of('subunits').map((f) => f.properties.households!)
    expect(Math.min(...households)).toBeGreaterThan(250)
    expect(Math.max(...households)).toBeLessThan(800)
    const all = of('buildings').reduce((s, f) => s + f.properties.households, 0)
    expect(households.reduce((s, n) => s + n, 0)).toBe(all)
  })

  test('an address names the quarter that it lies in', () => {
    const quarters = of('subunits')
    const wrong = of('addresses').filter(({ geometry, properties }, i) => {
      if (i % 40 > 0) return false
      const own = quarters.filter((q) => q.properties.oldUnitCode === properties.oldUnitCode)
      const [, number] = /(?:Khu vực|Ấp) (\d+), (?:Phường|Xã)/.exec(properties.label)!
      const named = own.find((q) => q.properties.number === Number(number))!
      const p = geometry.coordinates as XY
      const ring = polygonsOf(named.geometry).map(([outer]) => outer!)
      const off = Math.min(...ring.flatMap((r) => r.slice(1).map((q, k) => toSegment(p, r[k]!, q).distance)))
      // The middle of the parcel decides, and former limits are mapped to 10 m.
      return !pointInGeometry(p, named.geometry) && off > 60
    })
    expect(wrong.map((f) => f.properties.label)).toEqual([])
  })

  test('numbers are written as they are there, none twice', () => {
    const labels = of('addresses')
      .filter((f) => f.properties.number)
      .map((f) => f.properties.label)
    expect(new Set(labels).size).toBe(labels.length)
    const numbers = of('addresses').flatMap((f) => f.properties.number ?? [])
    const like = (form: RegExp) => numbers.filter((n) => form.test(n)).length
    const unit = '\\d+(?: bis|[A-Z])?'
    const form = new RegExp(`^${unit}(?:/${unit})*(?:-${unit})?$`)
    expect(numbers.filter((n) => !form.test(n))).toEqual([])
    expect(like(/^\d+$/)).toBeGreaterThan(6000)
    expect(like(/^\d+[A-Z]$/)).toBeGreaterThan(300)
    expect(like(/^\d+[A-Z]?\/\d+[A-Z]?$/)).toBeGreaterThan(2000)
    expect(like(/^\d+-\d+$/)).toBeGreaterThan(100)
    expect(like(/ bis/)).toBeGreaterThan(20)
    expect(like(/^\d+A\/\d+[A-Z]?-\d+/)).toBeGreaterThan(3)
  })

  test('in the country most have no number but a group and a bank', () => {
    const rural = of('addresses').filter((f) => zoneAt(f.geometry.coordinates as XY) === 'rural')
    expect(rural.filter((f) => f.properties.number === null).length / rural.length).toBeGreaterThan(0.75)
    expect(rural.some((f) => /^Tổ \d+, bờ (bắc|nam) kênh xáng Xà No, /.test(f.properties.label))).toBe(true)
    expect(of('addresses').some((f) => /^\d+ đường 19\/8, /.test(f.properties.label))).toBe(true)
  })

  test('numbers that are known exist, in their former unit, near their place where that is known', () => {
    for (const { street, number, ward, lon, lat } of knownNumbers) {
      const found = of('addresses').filter((f) => f.properties.street === street && f.properties.number === number)
      expect([street, number, found.map((f) => f.properties.oldUnitCode)]).toEqual([street, number, [ward]])
      if (lon === undefined || lat === undefined) continue
      const [x, y] = at(lon, lat)
      const [a, b] = found[0]!.geometry.coordinates as XY
      expect(Math.hypot(a - x, b - y), `${number} ${street}`).toBeLessThan(120)
    }
  })
})

describe('plan and land register', () => {
  test('the zoning plan covers the units without overlap', () => {
    const area = (list: readonly Feature[]) => list.reduce((s, f) => s + polygonArea(f.geometry), 0)
    expect(area(of('zones')) / area(of('units').filter((f) => f.properties.validTo === null))).toBeCloseTo(1, 4)
  })

  test('red lines keep their distance from the street, and none runs through another one', () => {
    const streets = new Map<string, XY[][]>()
    for (const f of of('roads').filter(stands))
      streets.set(f.properties.name ?? '', [...(streets.get(f.properties.name ?? '') ?? []), ...linesOf(f.geometry)])
    const lines = of('redlines').filter((_, i) => i % 25 === 0)
    for (const { id, geometry, properties: p } of lines) {
      const q = middleOf(linesOf(geometry)[0]!)
      const distance = Math.min(...streets.get(p.street ?? '')!.map((line) => toLine(q, line).distance))
      expect(Math.abs(distance - p.widthMetres / 2 - p.setbackMetres), id).toBeLessThan(1)
    }
    const both = (kind: string) =>
      of('redlines')
        .filter((f) => f.properties.kind === kind)
        .reduce((s, f) => s + lineLength(linesOf(f.geometry)[0]!), 0)
    expect(both('building') / both('red')).toBeGreaterThan(0.9)
  })

  test('split and merged lots are followed both ways', () => {
    const history = new Map(of('parcelhistory').map((f) => [f.id, f]))
    const changed = of('parcels').filter((f) => f.properties.predecessors)
    expect(changed.length).toBeGreaterThan(2000)
    for (const { id, properties: p } of changed) {
      expect(p.version).toBe(2)
      for (const before of p.predecessors!) {
        expect(history.get(before)!.properties.successors).toContain(id)
        expect(history.get(before)!.properties.validTo).toBe(p.validFrom)
      }
    }
    const merges = of('parcelhistory').filter((f) => f.properties.change === 'merge')
    expect(merges.length).toBeGreaterThan(500)
  })

  test('what is only planned has no address and no household, and there is some of each state', () => {
    const planned = of('buildings').filter((f) => !stands(f))
    expect(planned.every((f) => f.properties.households === 0 && f.properties.addressId === null)).toBe(true)
    const states = new Set([...of('buildings'), ...of('roads'), ...of('dykes')].map((f) => f.buildState))
    expect([...states].sort()).toEqual(['approved', 'as-built', 'proposed', 'under-construction'])
  })
})

describe('dykes', () => {
  test('a built dyke stands above the fields, carved at its crest, open only where a canal comes in', () => {
    for (const { id, buildState, geometry, properties } of of('dykes')) {
      const line = linesOf(geometry)[0]!
      const points = line.slice(1).flatMap((p, i) => between(line[i]!, p, 40))
      const levels = points.map((p) => sample(city.ground.grid, p))
      const high = levels.filter((v) => v > properties.crestMetres - 0.1).length / levels.length
      if (buildState === 'as-built') expect(high, id).toBeGreaterThan(0.85)
      else expect(high, id).toBeLessThan(0.2)
    }
  })

  test('the belts lie on their sides of Xà No, the embankments along it', () => {
    for (const { properties, geometry } of of('dykes')) {
      const { side, distance } = toLine(middleOf(linesOf(geometry)[0]!), xaNo)
      if (properties.name === 'Đê bao Ô Môn – Xà No') expect(side).toBeGreaterThan(0)
      if (properties.name === 'Đê bao Nam Xà No') expect(side).toBeLessThan(0)
      if (properties.name === 'Kè Xà No') expect(distance).toBeLessThan(40)
    }
  })
})

describe('water', () => {
  test('secondary canals are as dense as in the delta, and every waterway meets another', () => {
    const lines = of('waterways').map((f) => ({ line: linesOf(f.geometry)[0]!, provenance: f.provenance }))
    const metres = lines.filter((l) => l.provenance !== 'fact').reduce((s, l) => s + lineLength(l.line), 0)
    const area = units.reduce((s, u) => s + u.areaSquareKilometres, 0)
    expect(metres / 1000 / area).toBeGreaterThan(1.3)
    expect(metres / 1000 / area).toBeLessThan(1.9)
    const group = lines.map((_, i) => i)
    const find = (i: number): number => (group[i] === i ? i : find(group[i]!))
    const touches = (a: XY[], b: XY[]) => [a[0]!, a.at(-1)!].some((p) => toLine(p, b).distance < 25)
    const crosses = (a: XY[], b: XY[]) =>
      a.some((p, i) => i > 0 && b.some((q, j) => j > 0 && meeting(a[i - 1]!, p, b[j - 1]!, q)))
    for (let i = 0; i < lines.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [lines[i]!.line, lines[j]!.line]
        if (find(i) !== find(j) && (touches(a, b) || touches(b, a) || crosses(a, b))) group[find(i)] = find(j)
      }
    }
    expect(new Set(lines.map((_, i) => find(i))).size).toBe(1)
    expect(of('water').every((f) => f.properties.tidal)).toBe(true)
  })

  test('beds are carved along every waterway, and Xà No is 2.5–9 m deep', () => {
    const xaNoBeds: number[] = []
    for (const f of of('waterways')) {
      const line = linesOf(f.geometry)[0]!
      const isXaNo = f.properties.name === 'Kênh xáng Xà No'
      for (const p of isXaNo
        ? part(line, 30, 7500).flatMap((q, i, all) => (i === 0 ? [q] : between(all[i - 1]!, q, 20)))
        : line) {
        const level = sample(city.ground.grid, p)
        if (Number.isNaN(level)) continue
        if (isXaNo) xaNoBeds.push(level)
        else expect(level, f.id).toBeLessThan(f.properties.bedMetres! + 0.6)
      }
    }
    expect(Math.max(...xaNoBeds)).toBeLessThan(-1.9)
    expect(Math.min(...xaNoBeds)).toBeGreaterThan(-8.6)
    expect(Math.min(...xaNoBeds)).toBeLessThan(-5)
  })

  test('lakes are carved', () => {
    const lakes = of('water').filter((f) => f.properties.kind === 'lake')
    expect(lakes.map((f) => f.properties.name).sort()).toEqual(['Hồ Sen', 'Hồ Tam Giác', 'Hồ Đại Hàn'])
    for (const lake of lakes)
      expect(sample(city.ground.grid, centroid(ringOf(lake)))).toBeCloseTo(lake.properties.bedMetres!, 1)
  })
})

describe('ground', () => {
  test('it reaches 500 m beyond the limits and misses nothing', () => {
    const [x0, y0, x1, y1] = boundsOf(unitPlaces.flatMap((u) => u.ring))
    const [w, s, e, n] = gridBounds(city.ground.grid)
    expect(Math.min(x0 - w, y0 - s, e - x1, n - y1)).toBeGreaterThanOrEqual(500)
    expect(city.ground.grid.data.every((v) => Number.isFinite(v))).toBe(true)
    const off = of('landmarks').filter((f) => Number.isNaN(sample(city.ground.grid, f.geometry.coordinates as XY)))
    expect(off.map((f) => f.properties.name)).toEqual([])
  })

  test('fields lie at 0.4–1.0 m, houses in town at 0.7–1.6 m', () => {
    const level = (f: Feature) => sample(city.ground.grid, centroid(ringOf(f)))
    const fields = of('parcels')
      .filter((f) => f.properties.landUse === 'LUC')
      .map(level)
    expect(quantile(fields, 0.02)).toBeGreaterThan(0.38)
    expect(quantile(fields, 0.98)).toBeLessThan(1)
    const town = of('buildings')
      .filter((f) => f.properties.storeys > 1)
      .map(level)
    expect(quantile(town, 0.02)).toBeGreaterThan(0.7)
    expect(quantile(town, 0.98)).toBeLessThan(1.65)
  })
})

test(
  'it can be written: every feature and the manifest meet the dataset schema',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vithanh-city-'))
    try {
      const manifest = await writeDataset(join(dir, 'city'), city)
      expect(manifest.layers.map((l) => l.id)).toEqual(expect.arrayContaining(landLayers))
      for (const { id, levels } of manifest.layers)
        if (['water', 'waterways', 'dykes'].includes(id)) expect(levels?.verticalDatum).toBe('Hòn Dấu 1992')
      expect(manifest.frame.crs).toBe('EPSG:5897')
      expect(manifest.grids[0]!.standardErrorMetres).toBe(0.3)
      const depth = manifest.forcing.rain.series.reduce(
        (sum, [t, v], i, all) => sum + (v * ((all[i + 1]?.[0] ?? t) - t)) / 3600,
        0,
      )
      expect(depth).toBeGreaterThan(60)
      expect(depth).toBeLessThan(90)
      expect(manifest.notes.some((note) => note.vi.includes('minh họa'))).toBe(true)
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
  PATIENCE,
)

test(
  'the same seed makes the same city',
  () => {
    const digest = (c: DatasetInput) => {
      const hash = createHash('sha256')
      for (const id of Object.keys(c.layers).sort()) hash.update(JSON.stringify(c.layers[id as LayerId]!.features))
      return hash.update(new Uint8Array(c.ground.grid.data.buffer)).digest('hex')
    }
    expect(digest(generateCity(SEED))).toBe(digest(city))
  },
  PATIENCE,
)
