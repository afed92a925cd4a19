import { expect, test } from 'vitest'
import { projection, vn2000, type XY } from '../../scenarios/frame.ts'
import { outlinesOf } from './outline-file.ts'

const target = { frame: vn2000, bounds: [535100, 1069800, 555600, 1087300] as const }
const ring: XY[] = [
  [551700, 1082300],
  [551720, 1082300],
  [551720, 1082305],
  [551700, 1082305],
]

test('a drawing in metres: closed polylines are outlines, the largest first; open lines are none', async () => {
  const polyline = (points: readonly XY[], closed: 0 | 1) =>
    ['0', 'LWPOLYLINE', '8', 'RANH', '90', String(points.length), '70', String(closed)]
      .concat(points.flatMap(([x, y]) => ['10', String(x), '20', String(y)]))
      .join('\n')
  const small = ring.map(([x, y]): XY => [x + 50, 1082300 + (y - 1082300) / 5])
  const dxf = [
    '0',
    'SECTION',
    '2',
    'ENTITIES',
    polyline(small, 1),
    polyline(ring, 1),
    polyline(ring, 0),
    '0',
    'ENDSEC',
    '0',
    'EOF',
  ]
  const { outlines, how } = await outlinesOf(new File([dxf.join('\n')], 'ranh.dxf'), target)
  expect(outlines.map(({ squareMetres }) => Math.round(squareMetres))).toEqual([100, 20])
  expect(outlines[0]!.ring).toEqual([...ring, ring[0]])
  expect(how.vi).toContain('không nêu hệ tọa độ')
})

test('a GeoJSON is WGS 84, and comes to metres within a millimetre', async () => {
  const { toWgs84 } = projection(vn2000)
  const coordinates = [[...ring, ring[0]!].map(([x, y]) => toWgs84(x, y))]
  const json = { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates } }
  const { outlines } = await outlinesOf(new File([JSON.stringify(json)], 'lo.geojson'), target)
  for (const [i, [x, y]] of outlines[0]!.ring.slice(0, 4).entries())
    expect(Math.hypot(x - ring[i]![0], y - ring[i]![1])).toBeLessThan(0.002)
})

test('a file without an outline says so', async () => {
  const json = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [105.47, 9.785] } }
  await expect(outlinesOf(new File([JSON.stringify(json)], 'diem.geojson'), target)).rejects.toThrow('diem.geojson')
})
