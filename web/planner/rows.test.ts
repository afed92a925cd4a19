import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layerGeoJson } from '../../data/readers/layer/export.ts'
import { fieldTitles, layerIds } from '../../scenarios/city/layers.ts'
import { vn2000 } from '../../scenarios/frame.ts'
import { smallCity } from '../../test/arbitraries/city.ts'
import { fieldsOf } from './fields.ts'
import { csv } from './files.ts'
import { arranged, provenanceCounts, rowOf } from './rows.ts'

const city = smallCity()
const parcels = [...city.layers.parcels.values()]
const fields = fieldsOf('parcels')
const rows = parcels.map((parcel) => rowOf(parcel, fields))

test('every attribute of every layer has a column with a title in both languages', () => {
  for (const layer of layerIds) {
    const all = fieldsOf(layer)
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
    for (const { key, title } of all) expect(title.vi && title.en, `${layer}.${key}`).toBeTruthy()
  }
  const kinds = Object.fromEntries(fields.map(({ key, kind }) => [key, kind]))
  expect(kinds).toMatchObject({ zoningCode: 'choice', zoningDensity: 'number', sheet: 'text', predecessors: 'list' })
  expect(fieldsOf('roads').find(({ key }) => key === 'class')?.options).toContain('alley')
  expect(fields.find(({ key }) => key === 'areaSquareMetres')?.unit).toBe(fieldTitles.areaSquareMetres!.unit)
})

test('rows are searched without diacritics, filtered and sorted both ways; blanks stay last', () => {
  const order = { key: 'number', rising: true }
  expect(arranged(rows, undefined, '', order).map(({ values }) => values.number)).toEqual(['0', '1', '2', '3'])
  expect(arranged(rows, undefined, '', { ...order, rising: false })[0]!.values.number).toBe('3')
  expect(arranged(rows, undefined, 'odt P2', order).map(({ id }) => id)).toEqual(['p2'])
  expect(arranged(rows, { number: { kind: 'any', values: ['1'] } }, '', order)).toHaveLength(1)
  const withBlank = [{ ...rows[0]!, values: { number: null } }, ...rows.slice(1)]
  for (const rising of [true, false]) {
    expect(arranged(withBlank, undefined, '', { key: 'number', rising }).at(-1)!.values.number).toBe(null)
  }
  expect(provenanceCounts(rows)).toEqual([['generated', 4]])
})

test('numbers sort as numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), (numbers) => {
      const some = numbers.map((n, i) => ({ ...rows[0]!, id: String(i), values: { n } }))
      const sorted = arranged(some, undefined, '', { key: 'n', rising: true }).map(({ values }) => values.n)
      expect(sorted).toEqual(numbers.toSorted((a, b) => a - b))
    }),
  )
})

test('a layer as GeoJSON lies in WGS 84 and says where it comes from', () => {
  const about = {
    id: 'parcels',
    provenance: 'generated',
    sources: [{ title: 'Thử', licence: 'CC0-1.0' }],
    date: '2026-01-01',
  } as const
  const written = JSON.parse([...layerGeoJson(parcels, { ...about, sources: [...about.sources] }, vn2000)].join(''))
  expect(written.features).toHaveLength(4)
  expect(written.vithanh).toMatchObject({ layer: 'parcels', provenance: 'generated', frame: 'EPSG:5897' })
  expect(written.vithanh.sources[0].licence).toBe('CC0-1.0')
  const [lon, lat] = written.features[0].geometry.coordinates[0][0]
  expect(lon).toBeGreaterThan(90)
  expect(Math.abs(lat)).toBeLessThan(10)
  expect(written.features[0].properties).toMatchObject({ provenance: 'generated', buildState: 'as-built', sheet: '1' })
})

test('a table as CSV keeps quotes and lines, and gives a spreadsheet no formula to run', async () => {
  const text = await csv([
    ['Tên', 'Số'],
    ['a "b", c\nd', 1.5],
    ['=1+1', null],
    ['-3', -3],
    ['-3+A1', null],
  ]).text()
  expect(text.replace('\uFEFF', '').split('\r\n')).toEqual([
    'Tên,Số',
    '"a ""b"", c\nd",1.5',
    "'=1+1,",
    '-3,-3',
    "'-3+A1,",
    '',
  ])
})
