import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projection, utmFrame } from '../../../scenarios/frame.ts'
import { pointInGeometry, polygonArea } from '../../../scenarios/geometry.ts'
import { createGrid, sample } from '../../../scenarios/grid.ts'
import { writeGeoTiff } from '../../readers/geotiff/write.ts'
import { elevationOfHgt, readElevation } from '../../readers/grid/elevation.ts'
import { type HgtTile, sampleHgt } from '../../readers/grid/hgt.ts'
import type { OsmData, OsmMember, OsmRelation, OsmWay, Tags } from '../../readers/osm/model.ts'
import { readOsm } from '../../readers/osm/read.ts'
import { writeDataset } from '../write.ts'
import { fillFromAround } from './ground.ts'
import { importCity } from './index.ts'
import { metres } from './tags.ts'

const local = projection(utmFrame(105.5, 9.5, 'EGM96', '2000-02'))
const [x0, y0] = local.toLocal(105.5, 9.5)

/** A map drawn in metres around a point. */
class Sketch {
  private readonly places = new Map<number, [number, number]>()
  private readonly known = new Map<string, number>()
  private readonly ways = new Map<number, OsmWay>()
  private readonly relations: OsmRelation[] = []
  private bounds: OsmData['bounds'] = null

  /** Bounds as the file would state them: a square of so many metres. */
  within(side: number): this {
    this.bounds = [...local.toWgs84(x0, y0), ...local.toWgs84(x0 + side, y0 + side)]
    return this
  }
  way(id: number, tags: Tags, ...points: [number, number][]): this {
    this.ways.set(id, { id, tags, refs: points.map((p) => this.node(p)) })
    return this
  }
  square(id: number, tags: Tags, x: number, y: number, side: number): this {
    return this.way(id, tags, [x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y])
  }
  relation(id: number, tags: Tags, ...members: [role: string, way: number][]): this {
    this.relations.push({ id, tags, members: members.map(([role, ref]): OsmMember => ({ type: 'way', ref, role })) })
    return this
  }
  data(): OsmData {
    const { places, ways, relations, bounds } = this
    return { places, nodes: [], ways, relations, bounds, newest: '2024-05-06T00:00:00Z' }
  }
  private node([x, y]: [number, number]): number {
    const id = this.known.get(`${x},${y}`) ?? this.known.size + 1
    this.known.set(`${x},${y}`, id)
    this.places.set(id, local.toWgs84(x0 + x, y0 + y))
    return id
  }
}
/** Streets around a square of 1 km, so that the bounds are known. */
const sketch = () =>
  new Sketch()
    .way(1, { highway: 'residential' }, [0, 0], [1000, 0], [1000, 1000], [0, 1000], [0, 0])
    .way(2, { highway: 'service' }, [500, 0], [500, 1000])

const tile = (level: (i: number) => number, side = 1201): HgtTile => {
  const data = Float32Array.from({ length: side * side }, (_, i) => level(i))
  return { name: 'N09E105.hgt', lon: 105, lat: 9, side, data, voids: 0 }
}
const flat = tile(() => 3)
const make = async (map: Sketch, tiles = [flat]) => {
  const { dataset, report } = await importCity({
    name: 'phac-thao',
    osm: map.data(),
    osmFile: 'map.osm',
    elevations: tiles.map(elevationOfHgt),
  })
  const of = (layer: keyof typeof dataset.layers) => dataset.layers[layer]!.features
  return { dataset, report, of }
}
const codes = (remarks: readonly { code: string; count: number }[]) =>
  Object.fromEntries(remarks.map((r) => [r.code, r.count]))

describe('importCity', () => {
  it('reads roads with their class, width, direction and state', async () => {
    const { dataset } = await make(
      sketch()
        .way(10, { highway: 'primary', oneway: '-1', lanes: '3', name: 'Trần Hưng Đạo' }, [0, 0], [100, 0])
        .way(11, { highway: 'footway', width: "6'", bridge: 'yes' }, [0, 0], [0, 100])
        .way(12, { highway: 'construction', construction: 'trunk' }, [0, 0], [50, 50])
        .way(13, { highway: 'service', width: 'wide' }, [0, 0], [50, 60]),
    )
    const roads = new Map(dataset.layers.roads!.features.map((f) => [f.id, f]))
    const backwards = roads.get('osm:way/10')!
    expect(backwards.properties).toMatchObject({
      class: 'arterial',
      lanes: 3,
      widthMetres: 9.75,
      oneWay: true,
      name: 'Trần Hưng Đạo',
    })
    expect((backwards.geometry.coordinates as [number, number][])[0]![0]).toBeCloseTo(x0 + 100, 3)
    expect(roads.get('osm:way/11')!.properties).toMatchObject({
      class: 'path',
      bridge: true,
      widthMetres: 1.8288000000000002,
    })
    expect(roads.get('osm:way/12')).toMatchObject({ buildState: 'under-construction', properties: { class: 'trunk' } })
    expect(roads.get('osm:way/13')!.properties.widthMetres).toBe(3.5)
  })

  it('takes words that every object knows for words', async () => {
    const { of } = await make(
      sketch()
        .way(10, { highway: 'constructor' }, [0, 0], [100, 0])
        .square(20, { building: 'toString', landuse: 'valueOf' }, 10, 10, 20),
    )
    expect(of('roads').find(({ id }) => id === 'osm:way/10')).toMatchObject({ properties: { class: 'path' } })
    expect(of('buildings')).toMatchObject([{ buildState: 'as-built', properties: { use: 'toString' } }])
  })

  it('gives every numbered building its address, of whatever parts it is', async () => {
    const { of } = await make(
      sketch()
        .within(1000)
        .square(20, { building: 'yes', 'addr:housenumber': '12/3A' }, 10, 10, 20)
        .square(21, {}, 60, 10, 20)
        .relation(22, { type: 'multipolygon', building: 'yes', 'addr:housenumber': '61-63A' }, ['outer', 21])
        .square(23, { building: 'yes', 'addr:housenumber': '9' }, -5000, 10, 20)
        .way(24, { building: 'yes', 'addr:housenumber': '9' }, [-4000, 10], [500, 10], [500, 20], [-4000, 10]),
    )
    const addresses = of('addresses').map(({ id }) => id)
    expect(addresses).toEqual(['osm:way/20', 'osm:relation/22'])
    expect(of('buildings').map(({ id, properties }) => [id, (properties as { addressId: string }).addressId])).toEqual([
      ['osm:way/20', 'osm:way/20'],
      ['osm:way/24', null],
      ['osm:relation/22', 'osm:relation/22'],
    ])
  })

  it('takes the ground as 0 m where no elevation file is given, and says so', async () => {
    const { dataset, report } = await make(sketch(), [])
    const { grid, provenance, standardErrorMetres, sources, note } = dataset.ground
    expect([provenance, standardErrorMetres, new Set(grid.data)]).toEqual(['assumed', 1000, new Set([0])])
    expect([sources[0]!.title, note!.en, dataset.head.frame.verticalDatum].every((s) => /0 m/.test(s))).toBe(true)
    expect([report.notes, dataset.head.notes]).toEqual([expect.arrayContaining([note]), expect.arrayContaining([note])])
  })

  it('puts files of several kinds and systems together, the first that knows a place before the others', async () => {
    const [columns, rows, cellSize] = [300, 400, 10]
    const spec = { columns, rows, cellSize, west: x0 - 1000, north: y0 + 2500 }
    const half = createGrid(spec, new Float32Array(columns * rows).fill(8))
    for (let i = 0; i < half.data.length; i++) if (i % columns >= 150) half.data[i] = Number.NaN
    const fine = await readElevation(writeGeoTiff(half, 32648), 'dem/fine.tif')
    const { dataset } = await importCity({
      name: 'phac-thao',
      osm: sketch().data(),
      osmFile: 'map.osm',
      elevations: [fine, elevationOfHgt(flat)],
    })
    const { grid, sources, sourceResolutionMetres, note } = dataset.ground
    expect([sample(grid, [x0 + 200, y0 + 500]), sample(grid, [x0 + 800, y0 + 500])]).toEqual([8, 3])
    expect(sources.map(({ title }) => title)).toEqual([
      'NASA SRTM 3″ (N09E105.hgt)',
      'fine.tif (WGS 84 / UTM 48N (EPSG:32648), 10 m)',
    ])
    expect([sourceResolutionMetres, note!.en]).toEqual([90, expect.stringMatching(/fine\.tif.*not stated/)])
  })

  it('takes heights from tags, then storeys, then guesses that are marked', async () => {
    const { dataset, report } = await make(
      sketch()
        .square(20, { building: 'yes', height: '12.5 m' }, 10, 10, 20)
        .square(21, { building: 'apartments', 'building:levels': '7' }, 40, 10, 20)
        .square(22, { building: 'yes' }, 70, 10, 15)
        .square(23, { building: 'house', height: '-3' }, 100, 10, 12)
        .square(24, { building: 'no' }, 130, 10, 10),
    )
    const buildings = dataset.layers.buildings!.features
    expect(buildings.map(({ properties: p }) => [p.heightMetres, p.storeys, p.heightProvenance])).toEqual([
      [12.5, 4, 'imported'],
      [21, 7, 'imported'],
      [9, 3, 'generated'],
      [6, 2, 'generated'],
    ])
    expect(buildings.every((b) => b.provenance === 'imported' && b.properties.households === 0)).toBe(true)
    expect(codes(report.repaired)).toMatchObject({ height: 1 })
  })

  it('assembles multipolygons of both styles, and says which are not whole', async () => {
    const { of, report } = await make(
      sketch()
        .way(30, {}, [10, 10], [50, 10], [50, 50])
        .way(31, {}, [50, 50], [10, 50], [10, 10])
        .square(32, {}, 20, 20, 10)
        .relation(33, { type: 'multipolygon', building: 'school' }, ['outer', 30], ['outer', 31], ['inner', 32])
        .square(34, { building: 'yes' }, 100, 10, 40)
        .square(35, {}, 110, 20, 10)
        .relation(36, { type: 'multipolygon' }, ['outer', 34], ['inner', 35])
        .relation(37, { type: 'multipolygon', building: 'yes' }, ['outer', 30], ['outer', 999]),
    )
    expect(of('buildings').map((b) => [b.id, Math.round(polygonArea(b.geometry))])).toEqual([
      ['osm:way/34', 1500],
      ['osm:relation/33', 1500],
    ])
    expect(codes(report.skipped)).toEqual({ 'relation-incomplete': 1 })
  })

  it('keeps of a multipolygon that the file cuts the rings that close, and says so', async () => {
    const boundary = { type: 'boundary', boundary: 'administrative', admin_level: '8' }
    const { of, report } = await make(
      sketch()
        .square(30, {}, 10, 10, 40)
        .relation(31, { type: 'multipolygon', landuse: 'forest' }, ['outer', 30], ['outer', 999])
        .relation(32, { type: 'multipolygon', landuse: 'meadow' }, ['outer', 30], ['inner', 998])
        .relation(33, boundary, ['outer', 30], ['outer', 999]),
    )
    expect([of('landcover').map(({ id }) => id), of('units')]).toEqual([['osm:relation/31'], []])
    expect([codes(report.repaired), codes(report.skipped)]).toEqual([
      { 'relation-part': 1 },
      { 'relation-incomplete': 2 },
    ])
  })

  it('mends outlines that cross themselves, skips those that do not close', async () => {
    const { of, report } = await make(
      sketch()
        .way(40, { building: 'yes' }, [0, 0], [20, 20], [20, 0], [0, 20], [0, 0])
        .way(41, { building: 'yes' }, [100, 0], [120, 0], [120, 20]),
    )
    expect(of('buildings').map((b) => [b.geometry.type, Math.round(polygonArea(b.geometry))])).toEqual([
      ['MultiPolygon', 200],
    ])
    expect([codes(report.repaired), codes(report.skipped)]).toEqual([{ 'ring-crossed': 1 }, { 'ring-open': 1 }])
  })

  it('puts the sea to the right of the coastline, with islands out of it', async () => {
    const map = sketch()
      .way(50, { natural: 'coastline' }, [-3000, 300], [500, 300], [900, 200])
      .way(51, { natural: 'coastline' }, [900, 200], [4000, 200])
      .way(52, { natural: 'coastline' }, [100, -100], [200, -100], [200, 0], [100, 0], [100, -100])
    const { dataset, report } = await make(map)
    const sea = dataset.layers.water!.features.find((f) => f.properties.kind === 'sea')!
    const inSea = (x: number, y: number) => pointInGeometry([x0 + x, y0 + y], sea.geometry)
    expect([inSea(500, 0), inSea(500, 400), inSea(150, -50), inSea(-400, -400), inSea(1400, -400)]).toEqual([
      true,
      false,
      false,
      true,
      true,
    ])
    const { grid } = dataset.ground
    expect([
      sample(grid, [x0 + 600, y0 + 0]),
      sample(grid, [x0 + 600, y0 + 800]),
      sample(grid, [x0 + 150, y0 - 50]),
    ]).toEqual([-2, 3, 3])
    expect(dataset.head.forcing.tide.series.length).toBe(2)
    expect(codes(report.repaired)).toEqual({})
  })

  it('carries a coastline that ends in the map on: straight where the DEM shows no shore, else along it', async () => {
    const { dataset, report } = await make(sketch().way(50, { natural: 'coastline' }, [200, 500], [800, 500]))
    const sea = dataset.layers.water!.features[0]!
    expect(polygonArea(sea.geometry)).toBeCloseTo(2000 * 1000, -5)
    expect(codes(report.repaired)).toEqual({ 'coast-end': 2 })
    // A shore that bends south-east 60 m east of the end.
    const [column, row] = [(local.toWgs84(x0 + 860, y0)[0] - 105) * 1200, (10 - local.toWgs84(x0, y0 + 500)[1]) * 1200]
    const bent = tile((i) => (Math.floor(i / 1201) - row > Math.max(0, (i % 1201) - column) ? 0 : 5))
    const { dataset: other } = await make(sketch().way(50, { natural: 'coastline' }, [200, 500], [800, 500]), [bent])
    const inSea = (x: number, y: number) => pointInGeometry([x0 + x, y0 + y], other.layers.water!.features[0]!.geometry)
    expect([inSea(1300, 250), inSea(1100, -200), inSea(-400, 300), inSea(-400, 700)]).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('takes units of the finest whole level, land cover and water', async () => {
    const { of } = await make(
      sketch()
        .square(60, {}, 0, 0, 900)
        .relation(61, { type: 'boundary', boundary: 'administrative', admin_level: '8', name: 'Phường', ref: '31' }, [
          'outer',
          60,
        ])
        .relation(62, { type: 'boundary', boundary: 'administrative', admin_level: '4', name: 'Tỉnh' }, ['outer', 60])
        .square(63, { landuse: 'paddy' }, 100, 100, 50)
        .square(64, { natural: 'water', water: 'pond' }, 200, 200, 50)
        .way(65, { waterway: 'canal', width: '15' }, [0, 600], [900, 600]),
    )
    expect(of('units').map((f) => f.properties)).toMatchObject([
      { code: '31', name: 'Phường', validFrom: '2024-05-06', areaSquareKilometres: expect.closeTo(0.81, 3) },
    ])
    expect(of('landcover').map((f) => f.properties)).toMatchObject([{ cover: 'paddy', imperviousShare: 0 }])
    expect(of('water').map((f) => f.properties)).toMatchObject([{ kind: 'pond', tidal: false }])
    expect(of('waterways').map((f) => f.properties)).toMatchObject([{ kind: 'canal', widthMetres: 15 }])
  })

  it('keeps its bounds where one road runs far away, and cuts that road', async () => {
    const { dataset, report } = await make(sketch().way(70, { highway: 'trunk' }, [500, 500], [90_000, 500]))
    const { grid } = dataset.ground
    expect([grid.columns, grid.rows].every((n) => n >= 200 && n <= 204)).toBe(true)
    expect(codes(report.repaired)).toEqual({ cut: 1 })
  })

  it('refuses a map without anything built, and a DEM of another place', async () => {
    await expect(make(new Sketch())).rejects.toThrow(/map\.osm.*no road or building/)
    await expect(make(sketch(), [{ ...flat, lon: 7, lat: 43, name: 'N43E007.hgt' }])).rejects.toThrow(
      /N43E007\.hgt.*N09E105\.hgt/,
    )
    await expect(make(sketch(), [tile(() => Number.NaN)])).rejects.toThrow(/N09E105\.hgt.*no level at all/)
  })
})

describe('ground', () => {
  it('lies between the points of the tile', () => {
    const slope = tile((i) => (i % 1201) + Math.floor(i / 1201))
    expect(sampleHgt(slope, 105, 10)).toBe(0)
    expect(sampleHgt(slope, 106, 9)).toBe(2400)
    expect(sampleHgt(slope, 105 + 0.25 / 1200, 10 - 0.5 / 1200)).toBeCloseTo(0.75, 6)
  })

  it('fills voids from around', () => {
    const grid = createGrid(
      { columns: 3, rows: 1, cellSize: 1, west: 0, north: 1 },
      new Float32Array([2, Number.NaN, 4]),
    )
    fillFromAround(grid)
    expect([...grid.data]).toEqual([2, 3, 4])
  })
})

it('reads lengths in metres and feet', () => {
  expect(['12', '12.5 m', '12,5', '40 ft', `6'7"`, 'tall', '', undefined].map(metres)).toEqual([
    12,
    12.5,
    12.5,
    12.192,
    2.0066,
    null,
    null,
    null,
  ])
})

const shared = '../shared/data'
describe.skipIf(!existsSync(shared))('Monaco from two real files', () => {
  it('becomes a city, the same bytes each time', async () => {
    const once = async () => {
      const osm = await readOsm(createReadStream(`${shared}/osm/monaco.osm.gz`), 'monaco.osm.gz')
      const dem = await readElevation(new Uint8Array(readFileSync(`${shared}/dem/N43E007.hgt.zip`)), 'N43E007.hgt.zip')
      const { dataset, report } = await importCity({ name: 'monaco', osm, osmFile: 'monaco.osm.gz', elevations: [dem] })
      return {
        report,
        manifest: await writeDataset(join(await mkdtemp(join(tmpdir(), 'vithanh-monaco-')), 'city'), dataset),
      }
    }
    const { report, manifest } = await once()
    expect(report.read).toMatchObject({ nodes: 13_739, ways: 1944, relations: 77, highwayWays: 866, buildingWays: 962 })
    expect(report.written).toMatchObject({ roads: 866, buildings: 965 })
    expect(manifest.frame.crs).toBe('EPSG:32632')
    expect([manifest.grids[0]!.sourceResolutionMetres, manifest.grids[0]!.standardErrorMetres]).toEqual([90, 6])
    expect((await once()).manifest).toEqual(manifest)
  })
})
