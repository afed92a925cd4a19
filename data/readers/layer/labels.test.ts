import { expect, it } from 'vitest'
import { readVector, sourceFile } from '../vector/read.ts'
import { withLabels } from './labels.ts'
import { mapFeatures } from './map.ts'
import { suggestMapping } from './suggest.ts'

const outline = (x: number) =>
  `0\nLWPOLYLINE\n8\nTHUA\n90\n4\n70\n1\n${[
    [x, 0],
    [x + 20, 0],
    [x + 20, 30],
    [x, 30],
  ]
    .map(([a, b]) => `10\n${551_400 + a!}\n20\n${1_082_100 + b!}\n`)
    .join('')}`
const text = (layer: string, x: number, said: string) =>
  `0\nTEXT\n8\n${layer}\n10\n${551_400 + x}\n20\n1082110\n40\n2\n1\n${said}\n`
const drawing = `0\nSECTION\n2\nENTITIES\n${outline(0)}${outline(20)}${text('SOTHUA', 10, '12')}${text('SOTHUA', 30, '13')}${text('SOTO', 12, '7')}${text('LOAIDAT', 8, 'ODT')}${text('SOTO', 900, '8')}0\nENDSEC\n0\nEOF\n`

it('texts of a drawing become columns of the outlines that they lie in', async () => {
  const source = withLabels(await readVector(sourceFile('thua.dxf', new TextEncoder().encode(drawing))))
  const layer = source.layers.find((one) => one.name === 'THUA')!
  expect(layer.features.map((one) => one.properties)).toMatchObject([
    { '@SOTHUA': '12', '@SOTO': '7', '@LOAIDAT': 'ODT' },
    { '@SOTHUA': '13' },
  ])
  const { mapping } = suggestMapping(layer, 'parcels')
  expect(mapping.fields).toMatchObject({
    number: { column: '@SOTHUA' },
    sheet: { column: '@SOTO' },
    landUse: { column: '@LOAIDAT' },
  })
  const place = { toLocal: (x: number, y: number): [number, number] => [x, y] }
  const options = { file: 'thua.dxf', date: '2026-11-25', title: '', extent: null }
  const { features, report } = mapFeatures(layer, 'parcels', mapping, place, options)
  expect(features.map((one) => one.id)).toEqual(['ext:parcels/7/12'])
  expect(report.skipped.map((one) => one.code)).toEqual(['empty-sheet'])
})
