/** Tests of belief: what someone who lives there would check first. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
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
import { formerUnits, units } from '../facts/places.ts'
import { type DatasetInput, writeDataset } from '../write.ts'
import { generateCity } from './city.ts'
import { onCarriageway } from './clear.ts'
import { householdTargets } from './homes.ts'
import { meeting, SegmentIndex, toLine, toSegment } from './near.ts'
import { componentsOf, nodeKey, type RoadPiece } from './network.ts'
import { besideXaNo, nangMau, unitPlaces, xaNo } from './place.ts'
import { opened } from './plane.ts'

const SEED = 1999
/** Milliseconds: a city takes ten seconds of a free core, a minute of a busy one. */
const PATIENCE = 300_000
let city: DatasetInput
const of = <L extends LayerId>(id: L): readonly Feature<L>[] => city.layers[id]!.features as readonly Feature<L>[]
const ringOf = (f: Feature): XY[] => opened(polygonsOf(f.geometry)[0]![0]!)
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
    for (const { properties } of of('buildings')) {
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

describe('everything in its place', () => {
  test('no building stands in water or on a carriageway', () => {
    const waters = new SegmentIndex<number>(100)
    for (const f of of('waterways'))
      for (const line of linesOf(f.geometry)) waters.addLine(line, f.properties.widthMetres / 2)
    const roads = new SegmentIndex<RoadPiece>(60)
    for (const f of of('roads'))
      for (const line of linesOf(f.geometry)) roads.addLine(line, { ...f.properties, line } as unknown as RoadPiece)
    const wrong = of('buildings').filter((f) => {
      const ring = ringOf(f)
      const [x0, y0, x1, y1] = boundsOf(ring)
      const near = [...waters.near(x0 - 80, y0 - 80, x1 + 80, y1 + 80)]
      const wet = near.some(({ a, b, value }) => ring.some((p) => toSegment(p, a, b).distance < value - 0.05))
      return wet || onCarriageway(ring, roads)
    })
    expect(wrong.map((f) => f.id)).toEqual([])
  })

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
  test('the roads are one network', () => {
    const pieces = of('roads').flatMap((f) => linesOf(f.geometry).map((line) => ({ line })))
    const find = componentsOf(pieces)
    expect(new Set(pieces.map(({ line }) => find(nodeKey(line[0]!)))).size).toBe(1)
  })

  test('no road runs in water but on a bridge', () => {
    const waters = new SegmentIndex<number>(100)
    for (const f of of('waterways'))
      for (const line of linesOf(f.geometry)) waters.addLine(line, f.properties.widthMetres / 2)
    const wet = of('roads').filter(
      (f) =>
        !f.properties.bridge &&
        linesOf(f.geometry).some((line) =>
          line.some((p, i) => {
            if (i === 0) return false
            const a = line[i - 1]!
            const steps = Math.ceil(Math.hypot(p[0] - a[0], p[1] - a[1]) / 4)
            return Array.from(
              { length: steps + 1 },
              (_, k): XY => [a[0] + ((p[0] - a[0]) * k) / steps, a[1] + ((p[1] - a[1]) * k) / steps],
            ).some((q) =>
              [...waters.near(q[0] - 80, q[1] - 80, q[0] + 80, q[1] + 80)].some(
                (w) => toSegment(q, w.a, w.b).distance < w.value - 0.5,
              ),
            )
          }),
        ),
    )
    expect(wet.map((f) => `${f.id} ${f.properties.class} ${JSON.stringify(f.geometry.coordinates)}`)).toEqual([])
  })

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

  test('beds are carved along every waterway', () => {
    for (const f of of('waterways')) {
      const line = linesOf(f.geometry)[0]!
      for (const p of line) {
        const level = sample(city.ground.grid, p)
        if (!Number.isNaN(level)) expect(level, f.id).toBeLessThan(f.properties.bedMetres! + 0.6)
      }
    }
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
      expect(manifest.layers.map((l) => l.id)).toHaveLength(21)
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
