import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { delimiterOf } from './csv-records.ts'
import { writtenNumber } from './numbers.ts'
import { toOld } from './old-vietnamese.ts'
import { readVector, sourceFile } from './read.ts'

const read = (text: string | Uint8Array, name = 'a.csv') =>
  readVector(sourceFile(name, typeof text === 'string' ? new TextEncoder().encode(text) : text))
const rows = async (text: string | Uint8Array) => {
  const { layers, remarks, crs } = await read(text)
  const features = layers[0]!.features.map((f) => [f.geometry.coordinates, f.properties, f.place])
  return { features, remarks: remarks.map((r) => r.code), crs: crs?.name ?? null }
}

describe('readVector on CSV', () => {
  it('finds longitude and latitude under many names', async () => {
    for (const [lon, lat] of [
      ['lon', 'lat'],
      ['Kinh độ', 'Vĩ độ'],
      ['KINH_DO', 'VI_DO'],
      ['Longitude', 'Latitude'],
      ['old_lon', 'old_lat'],
      ['Kinh độ (WGS84)', 'Vĩ độ (WGS84)'],
    ])
      expect((await rows(`name,${lat},${lon}\nA,9.784,105.47\n`)).features).toEqual([
        [[105.47, 9.784], { name: 'A' }, 'line 2'],
      ])
  })

  it('reads semicolons, decimal commas, quotes, line breaks and a byte order mark', async () => {
    const text = '\ufeffTên;E;N;Ghi chú\r\n"Cầu ""Xà No""; mới";551363,741;1.082.003,149;"hai\ndòng"\r\n\r\nB;1;2;\r\n'
    const { features, crs } = await rows(text)
    expect(crs).toBeNull()
    expect(features).toEqual([
      [[551363.741, 1082003.149], { Tên: 'Cầu "Xà No"; mới', 'Ghi chú': 'hai\ndòng' }, 'line 2'],
      [[1, 2], { Tên: 'B', 'Ghi chú': null }, 'line 5'],
    ])
  })

  it('reads X as northing where the numbers say so, and says it', async () => {
    const vietnamese = await read('X,Y\n1082003.1,551363.7\n')
    expect(vietnamese.layers[0]!.features[0]!.geometry.coordinates).toEqual([551363.7, 1082003.1])
    expect(vietnamese.remarks[0]).toMatchObject({
      code: 'axes',
      count: 1,
      message: { en: expect.stringContaining('northing') },
    })
    const usual = await read('x,y\n551363.7,1082003.1\n')
    expect(usual.layers[0]!.features[0]!.geometry.coordinates).toEqual([551363.7, 1082003.1])
    expect(usual.remarks[0]!.message.en).toContain('X was taken as easting')
    expect((await rows('x,y\n105.47,9.78\n')).crs).toContain('4326')
  })

  it('reads WKT with a code', async () => {
    const text =
      'id;geom\n1;SRID=5897;POINT(1 2)\n2;"SRID=5897;POLYGON((0 0, 2 0, 2 2, 0 0))"\n3;MULTIPOINT((1 2))\n4;nothing\n'
    const quoted = text.replace('SRID=5897;POINT(1 2)', '"SRID=5897;POINT Z (1 2 0)"')
    const { features, remarks, crs } = await rows(quoted)
    expect(features.map(([, properties]) => properties)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
    expect([remarks, crs]).toEqual([['no-geometry'], 'VN-2000 / TM-3 105°00′ (EPSG:5897)'])
  })

  it('keeps postcodes as text and numbers as numbers', async () => {
    const { features } = await rows('lon,lat,code,n\n1,2,00115,5\n1,2,95115,6.5\n')
    expect(features.map(([, p]) => p)).toEqual([
      { code: '00115', n: 5 },
      { code: '95115', n: 6.5 },
    ])
  })

  it('does not guess whether a mark parts thousands', async () => {
    const { features, remarks } = await rows('lon;lat;dien_tich;cao\n1;2;1.200;0,567\n1;2;15.000;1,250\n')
    expect(features.map(([, p]) => p)).toEqual([
      { dien_tich: '1.200', cao: 0.567 },
      { dien_tich: '15.000', cao: 1.25 },
    ])
    expect(remarks).toEqual(['number-unclear'])
  })

  it('refuses rows of several systems and unknown ones', async () => {
    await expect(read('geom\nSRID=5897;POINT(1 2)\nSRID=3405;POINT(1 2)\n')).rejects.toThrow(/line 3.*3405.*SRID 5897/)
    await expect(read('geom\nSRID=27700;POINT(1 2)\n')).rejects.toThrow(/geom.*EPSG:27700/)
  })

  it('reads TCVN3 where that makes the better Vietnamese', async () => {
    const text = `Kinh độ,Vĩ độ,tên\n1,2,Phường Vị Thanh\n3,4,đường Ba Mươi Tháng Tư\n`
    const { features, remarks } = await rows(Uint8Array.from(toOld(text, 'tcvn3'), (c) => c.charCodeAt(0)))
    expect(features.map(([, p]) => p)).toEqual([{ tên: 'Phường Vị Thanh' }, { tên: 'đường Ba Mươi Tháng Tư' }])
    expect(remarks).toEqual(['encoding'])
  })

  it('reads the code page of Vietnamese Windows and UTF-16', async () => {
    const head = [...'lon,lat,name\n1,2,'].map((c) => c.charCodeAt(0))
    // ế in windows-1258 is ê (EA) with the acute that follows it (EC).
    const old = await rows(Uint8Array.of(...head, 0xea, 0xec, 0xf0))
    expect(old.features[0]![1]).toEqual({ name: 'ếđ' })
    expect(old.remarks).toEqual(['encoding'])
    const wide = new Uint8Array([
      0xff,
      0xfe,
      ...[...'lon\tlat\tname\n1\t2\tữ'].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
    ])
    expect((await rows(wide)).features).toEqual([[[1, 2], { name: 'ữ' }, 'line 2']])
  })

  it('leaves out rows without a place and says which', async () => {
    const { layers, remarks } = await read('lon,lat,a\n1,2,x\n,,y\nn/a,2,z\n1,2,3,4\n')
    expect(layers[0]!.features).toHaveLength(2)
    expect(remarks.map((r) => [r.code, r.count, r.places[0]])).toEqual([
      ['row-length', 1, 'line 5'],
      ['no-geometry', 1, 'line 3'],
      ['geometry-broken', 1, 'line 4: “n/a, 2”'],
    ])
  })

  it.each([
    ['a,b\n1,2\n', /line 1.*no columns with coordinates among: a, b/],
    ['lon,lat,a\n1,2,"x\n1,2,3\n', /line 2.*not closed/],
  ])('refuses %j', async (text, said) => {
    await expect(read(text)).rejects.toThrow(said)
  })

  it.skipIf(!existsSync('../shared/data/sensors'))(
    'reads the real stations (skipped where there are none)',
    async () => {
      const bytes = readFileSync('../shared/data/sensors/salinity_stations_mekong_delta.csv')
      const { features, crs } = await rows(bytes)
      expect(features).toHaveLength(17)
      expect(features[0]).toEqual([[105.0840604, 10.01215053], { station: 'Rạch Giá' }, 'line 2'])
      expect(crs).toContain('4326')
    },
  )
})

it.each([
  ['1082003.149', 1082003.149],
  ['1 082 003,149', 1082003.149],
  ['1,082,003.149', 1082003.149],
  ['1.082.003,149', 1082003.149],
  ['105,47', 105.47],
  ['-5e-3', -0.005],
  ['105°28′12″', 105.47],
  [`9°47'2.4"N`, 9.784],
  ['9°47’2,4” B', 9.784],
  ['1,082,003', 1082003],
  ['12A', Number.NaN],
  ['', Number.NaN],
  ['1..2', Number.NaN],
])('writtenNumber(%j)', (text, value) => {
  if (Number.isNaN(value)) expect(writtenNumber(text)).toBeNaN()
  else expect(writtenNumber(text)).toBeCloseTo(value, 9)
})

it('sees the delimiter past quotes', () => {
  expect([delimiterOf('"a,b,c";d;e'), delimiterOf('a\tb'), delimiterOf('a')]).toEqual([';', '\t', ','])
})
