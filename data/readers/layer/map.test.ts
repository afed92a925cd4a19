import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import type { XY } from '../../../scenarios/frame.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import { polygonsOf, ringArea } from '../../../scenarios/geometry.ts'
import { crosses } from '../../../scenarios/overlay.ts'
import type { SourceLayer, SourceValue } from '../vector/contract.ts'
import { fieldsOf } from './fields.ts'
import { box, layerOf } from './fixture.ts'
import { mapFeatures } from './map.ts'
import { type Mapping, parseMapping, spellMapping } from './mapping.ts'
import { suggestLayer, suggestMapping } from './suggest.ts'
import { booleanOf, numberOf } from './words.ts'

const asIs = { toLocal: (x: number, y: number): XY => [x, y] }
const options = { file: 'thua.shp.zip', date: '2026-11-01', title: 'Thử', extent: null }

const cadastre = layerOf([
  [box(0, 0, 20), { SHTO: 12, SHTHUA: 1, DIENTICH: '400,5', LOAIDAT: 'ODT', TANGCAO: 4 }],
  [box(20, 0, 20), { SHTO: 12, SHTHUA: 2, DIENTICH: '400', LOAIDAT: 'CLN', TANGCAO: null }],
])

const map = <L extends LayerId>(source: SourceLayer, layer: L, mapping?: Mapping) =>
  mapFeatures(source, layer, mapping ?? suggestMapping(source, layer).mapping, asIs, options)

describe('suggestions', () => {
  it('know the columns of a cadastral file', () => {
    const { mapping, confidence } = suggestMapping(cadastre, 'parcels')
    expect(spellMapping(mapping).split(',').sort()).toEqual([
      'areaSquareMetres=DIENTICH',
      'landUse=LOAIDAT',
      'number=SHTHUA',
      'sheet=SHTO',
      'zoning.heightMetres=TANGCAO:storeys-m',
    ])
    expect(confidence.sheet).toBeGreaterThan(0.9)
    expect(suggestLayer(cadastre, 'thuadat.zip')[0]).toMatchObject({ layer: 'parcels' })
  })

  it.each<[LayerId, string, Geometry, Record<string, SourceValue>]>([
    ['units', 'wards.geojson', box(0, 0), { ward_code: '31321', name: 'Phường Vị Thanh', official_population: 32766 }],
    [
      'powerlines',
      'osm_power_line.geojson',
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [9, 9],
        ],
      },
      { osm_id: '5', power: 'line', voltage: '110000' },
    ],
    [
      'powernodes',
      'osm_power_substation.geojson',
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 0],
        ],
      },
      { osm_id: '5', power: 'substation', voltage: '110000' },
    ],
    ['buildings', 'nha.dxf', box(0, 0), { TANG: 3, CHIEUCAO: 10.5, TEN: 'Nhà' }],
    [
      'roads',
      'roads.csv',
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [9, 9],
        ],
      },
      { highway: 'residential', name: 'Trần Hưng Đạo' },
    ],
    ['trees', 'cay_xanh.csv', { type: 'Point', coordinates: [0, 0] }, { LOAICAY: 'Sao đen', CHIEUCAO: 7 }],
    ['addresses', 'diachi.csv', { type: 'Point', coordinates: [0, 0] }, { SONHA: '12/3A', DUONG: 'Lê Lợi' }],
    ['lamps', 'chieusang.csv', { type: 'Point', coordinates: [0, 0] }, { SOTRU: 'A1', CONGSUAT: 120 }],
  ])('tell %s from %s', (layer, file, geometry, properties) => {
    expect(suggestLayer(layerOf([[geometry, properties]], ''), file)[0]!.layer).toBe(layer)
  })
})

it.each<[LayerId, string, SourceValue, string]>([
  ['drains', 'DUONGKINH', 60, 'heightMetres=DUONGKINH:cm-m'],
  ['drains', 'DUONGKINH', 600, 'heightMetres=DUONGKINH:mm-m'],
  ['drains', 'DUONGKINH', 0.6, 'heightMetres=DUONGKINH'],
  ['watermains', 'DN', 63, 'diameterMetres=DN:mm-m'],
  ['hydraulics', 'LUULUONG', 2500, 'capacityCubicMetresPerSecond=LUULUONG:m3/h-m3/s'],
  ['hydraulics', 'LUULUONG', 1.5, 'capacityCubicMetresPerSecond=LUULUONG'],
  ['lamps', 'CONGSUAT', 0.12, 'powerWatts=CONGSUAT:kW-W'],
  ['lamps', 'CONGSUAT', 120, 'powerWatts=CONGSUAT'],
])('a unit is guessed by its size: %s %s %s', (layer, column, value, words) => {
  const source = layerOf([[box(0, 0), { [column]: value }]])
  expect(spellMapping(suggestMapping(source, layer).mapping)).toBe(words)
})

it.each([
  ['ODT+CLN', 0.7],
  ['CCDV', 0.4],
  ['CCC', 0.4],
  ['CC', 0.45],
  ['CCN', 0.6],
  ['TMDV', 0.6],
  ['GT', 0],
])('zoning assumed for %s is that of its own class', (code, density) => {
  const source = layerOf([[box(0, 0, 20), { SHTO: 1, SHTHUA: 2, KHQH: code, LOAIDAT: 'ODT' }]])
  expect(map(source, 'parcels').features[0]!.properties.zoning).toMatchObject({ code, density })
})

describe('a mapping', () => {
  it('is spelled and read back, with constants that hold commas', () => {
    const words = "sheet=SHTO,number=SHTHUA,areaSquareMetres=DIENTICH:ha-m2,landUse='ODT, CLN',key=SHTHUA"
    const mapping = parseMapping(words, 'parcels', cadastre)
    expect(mapping.fields.landUse).toEqual({ constant: 'ODT, CLN' })
    expect(spellMapping(mapping)).toBe(words)
  })
  it('names columns that hold commas, as it spells them', () => {
    const source = layerOf([[box(0, 0, 20), { 'Số tờ, cũ': 12, 'Diện tích, ha': 0.04, 'mã, 1': 'a' }]])
    const words = 'sheet="Số tờ, cũ",areaSquareMetres="Diện tích, ha":ha-m2,key="mã, 1"'
    const mapping = parseMapping(words, 'parcels', source)
    expect(mapping).toEqual({
      fields: { sheet: { column: 'Số tờ, cũ' }, areaSquareMetres: { column: 'Diện tích, ha', convert: 'ha-m2' } },
      key: 'mã, 1',
    })
    expect(spellMapping(mapping)).toBe(words)
  })
  it.each([
    ['toan=SHTO', /toan.*sheet, number/],
    ['sheet=TO_X', /TO_X.*SHTO, SHTHUA/],
    ['sheet=SHTO:dm-m', /SHTO:dm-m.*mm-m/],
    ['sheet=SHTO:constructor', /SHTO:constructor.*mm-m/],
    ['sheet', /field=column/],
  ])('tells what is wrong with %s', (words, said) => {
    expect(() => parseMapping(words, 'parcels', cadastre)).toThrow(said)
  })
})

describe('values', () => {
  it('are numbers as people write them, or not understood', () => {
    const words = [
      '12.5',
      '12,5',
      '1.234.567,8',
      '1,234.5',
      '1 234',
      '-0,05',
      '1e3',
      '1,234',
      '1.234',
      '0.250',
      '12m',
      '',
      'abc',
      '1.234.567',
    ]
    expect(words.map(numberOf)).toEqual([
      12.5,
      12.5,
      1234567.8,
      1234.5,
      1234,
      -0.05,
      1000,
      undefined,
      undefined,
      0.25,
      undefined,
      undefined,
      undefined,
      1234567,
    ])
    expect(['Có', 'không', 'yes', '0', '?'].map(booleanOf)).toEqual([true, false, true, false, undefined])
  })
})

describe('mapFeatures', () => {
  it('gives valid features, with defaults that are named and marked', () => {
    const { features, assumed, report } = map(cadastre, 'parcels')
    expect(features.map((f) => f.id)).toEqual(['ext:parcels/12/1', 'ext:parcels/12/2'])
    expect(features[0]!.properties).toMatchObject({
      sheet: '12',
      areaSquareMetres: 400.5,
      landUse: 'ODT',
      zoning: { code: 'ODT', heightMetres: 12, imperviousShare: 0.8 },
    })
    expect(features[1]!.properties.zoning).toMatchObject({ code: 'CLN', heightMetres: 0, density: 0 })
    expect(features.map((f) => f.provenance)).toEqual(['assumed', 'assumed'])
    expect(assumed.get('ext:parcels/12/1')).toContain('zoning.density')
    expect(report.notes.map((note) => note.en).join(' ')).toMatch(
      /assumed: .*Net building density zoning\.density \(2\)/,
    )
    expect(report).toMatchObject({ read: { thua: 2 }, written: { parcels: 2 }, skipped: [], repaired: [] })
  })

  it('gives the height of a building its own mark', () => {
    const source = layerOf([
      [box(0, 0), { TANG: 3, CAO: 900 }],
      [box(20, 0), { TANG: 2, CAO: null }],
    ])
    const { features } = map(
      source,
      'buildings',
      parseMapping('storeys=TANG,heightMetres=CAO:cm-m', 'buildings', source),
    )
    expect(features.map((f) => [f.properties.heightMetres, f.properties.heightProvenance, f.provenance])).toEqual([
      [9, 'imported', 'imported'],
      [6, 'generated', 'imported'],
    ])
  })

  it('skips what has no value for what must be there, by name and place', () => {
    const source = layerOf([
      [box(0, 0), { SHTO: 1, SHTHUA: null }],
      [box(20, 0), { SHTO: 1, SHTHUA: 7 }],
    ])
    const { features, report } = map(source, 'parcels')
    expect(features).toHaveLength(1)
    expect(report.skipped).toMatchObject([{ code: 'empty-number', count: 1, examples: ['record 1'] }])
  })

  it('refuses a mapping that leaves out what has no default, and layers that are not for files', () => {
    const none: Mapping = { fields: {}, key: null }
    expect(() => map(cadastre, 'parcels', none)).toThrow(/sheet \(Map sheet\), number.*--map sheet=….*SHTO/)
    expect(() => map(cadastre, 'parcelhistory')).toThrow(/written when parcels change/)
  })

  it('numbers a key that stands twice, leaves out what is there already, takes what is unreadable as empty', () => {
    const source = layerOf([
      [box(0, 0), { SHTO: 1, SHTHUA: 7, DIENTICH: '1,234' }],
      [box(20, 0), { SHTO: 1, SHTHUA: 7, DIENTICH: '100' }],
      [box(20, 0), { SHTO: 1, SHTHUA: 7, DIENTICH: '100' }],
    ])
    const { features, report } = map(source, 'parcels')
    expect(features.map((f) => [f.id, f.properties.areaSquareMetres])).toEqual([
      ['ext:parcels/1/7', 100],
      ['ext:parcels/1/7~2', 100],
    ])
    expect(report.skipped.map((r) => r.code)).toEqual(['duplicate'])
    expect(report.repaired.map((r) => r.code)).toEqual(['unread-areaSquareMetres', 'key-twice'])
    const hectares = layerOf([[box(0, 0), { SHTO: 1, SHTHUA: 7, DIENTICH: 0.01 }]])
    expect(map(hectares, 'parcels').report.notes.some((note) => /1 features whose area .*5 %/.test(note.en))).toBe(true)
  })

  const line = (...coordinates: XY[]): Geometry => ({ type: 'LineString', coordinates })
  it.each<[string, Geometry, string, number | null]>([
    [
      'a bow tie',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [10, 10],
            [10, 0],
            [0, 10],
            [0, 0],
          ],
        ],
      },
      'ring-crossed',
      50,
    ],
    [
      'a clockwise ring',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [0, 10],
            [10, 10],
            [10, 0],
            [0, 0],
          ],
        ],
      },
      'turned',
      100,
    ],
    ['a closed line', line([0, 0], [10, 0], [10, 10], [0, 10], [0, 0]), 'outline', 100],
    [
      'a repeated corner',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [10, 0],
            [10, 0],
            [10, 10],
            [0, 10],
            [0, 0],
          ],
        ],
      },
      'repeated',
      100,
    ],
    [
      'a spike',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [10, 0],
            [15, 0],
            [10, 0],
            [10, 10],
            [0, 10],
            [0, 0],
          ],
        ],
      },
      'spike',
      100,
    ],
    [
      'an open ring',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [0, 10],
          ],
        ],
      },
      'unclosed',
      100,
    ],
    [
      'a line of no area',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [10, 0],
            [20, 0],
            [0, 0],
          ],
        ],
      },
      'sliver',
      null,
    ],
    ['a sliver', box(0, 0, 100, 0.005), 'sliver', null],
    ['an open line', line([0, 0], [10, 0], [10, 10]), 'geometry-kind', null],
    ['a point', { type: 'Point', coordinates: [0, 0] }, 'geometry-kind', null],
    [
      'a coordinate that is none',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [Number.NaN, 0],
            [10, 10],
            [0, 0],
          ],
        ],
      },
      'not-finite',
      null,
    ],
  ])('mends or leaves out %s', (_, geometry, code, area) => {
    const { features, report } = map(layerOf([[geometry, { SHTO: 1, SHTHUA: 7 }]]), 'parcels')
    expect([...report.skipped, ...report.repaired].map((r) => r.code)).toContain(code)
    if (area === null) expect(features).toEqual([])
    else {
      const { coordinates, type } = features[0]!.geometry as Extract<Geometry, { type: 'Polygon' | 'MultiPolygon' }>
      const rings = (type === 'Polygon' ? coordinates : coordinates.flat()) as XY[][]
      expect(rings.reduce((sum, ring) => sum + ringArea(ring), 0)).toBeCloseTo(area, 6)
    }
  })

  it('leaves out what lies elsewhere, and says what reaches beyond', () => {
    const source = layerOf([
      [line([0, 0], [500, 0]), { voltage: '110' }],
      [line([9000, 0], [9500, 0]), { voltage: '22' }],
    ])
    const { mapping } = suggestMapping(source, 'powerlines')
    const { features, report } = mapFeatures(source, 'powerlines', mapping, asIs, {
      ...options,
      extent: [0, -10, 100, 10],
    })
    expect(features.map((f) => f.properties.voltageVolts)).toEqual([110_000])
    expect(report.skipped.map((r) => r.code)).toEqual(['outside'])
    expect(report.notes.some((note) => note.en.startsWith('1 features reach beyond'))).toBe(true)
  })

  it('measures surfaces that overlap', () => {
    const source = layerOf([
      [box(0, 0, 10), { code: '1', name: 'A' }],
      [box(9.5, 0, 10), { code: '2', name: 'B' }],
      [box(0, 10, 10), { code: '3', name: 'C' }],
    ])
    const { report } = map(source, 'units')
    expect(report.notes.map((note) => note.en).join(' ')).toMatch(/1 pairs of surfaces overlap, 5\.0 m² in all/)
  })
})

describe('whatever the ring', () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })).map(([x, y]): XY => [x, y])
  const rings = fc.array(fc.array(corner, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 })
  it('comes out sound, or is left out by name', () => {
    fc.assert(
      fc.property(rings, fc.boolean(), (coordinates, asLines) => {
        const geometry: Geometry = { type: asLines ? 'MultiLineString' : 'Polygon', coordinates }
        const { features, report } = map(layerOf([[geometry, { SHTO: 1, SHTHUA: 7 }]]), 'parcels')
        expect(features.length + report.skipped.reduce((sum, remark) => sum + remark.count, 0)).toBe(1)
        for (const { geometry: made } of features) {
          const polygons = polygonsOf(made)
          expect(polygons.length).toBeGreaterThan(0)
          expect(crosses(polygons.flat())).toBe(false)
          for (const [outer, ...holes] of polygons) {
            expect(ringArea(outer!)).toBeGreaterThan(0)
            expect(outer![0]).toEqual(outer!.at(-1))
            for (const hole of holes) expect(ringArea(hole)).toBeLessThan(0)
          }
          // Sound once, sound for ever: nothing is mended twice.
          const again = map(layerOf([[made, { SHTO: 1, SHTHUA: 7 }]]), 'parcels')
          expect(again.report.repaired).toEqual([])
          expect(again.features[0]!.geometry).toEqual(made)
        }
      }),
      { numRuns: 400, seed: 11 },
    )
  })
})

it('every layer that files may give has attributes to give', () => {
  const { kind, values } = fieldsOf('roads').find((field) => field.path === 'class')!
  expect([kind, values.length]).toEqual(['choice', 6])
  expect(fieldsOf('parcels').map((field) => field.path)).toContain('zoning.setbackMetres')
})
