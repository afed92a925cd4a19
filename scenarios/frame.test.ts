import { expect, test } from 'vitest'
import { projection, utmFrame, vn2000 } from './frame.ts'

test('VN-2000 / TM-3 105°00′ meets the published test point, not the wrong-sign one', () => {
  const [east, north] = projection(vn2000).toLocal(105.47, 9.784)
  expect(east).toBeCloseTo(551363.741, 2)
  expect(north).toBeCloseTo(1082003.149, 2)
})

test('there and back again to a millimetre', () => {
  for (const frame of [vn2000, utmFrame(7.42, 43.73, 'EGM96', '2000-02-11')]) {
    const { toLocal, toWgs84 } = projection(frame)
    const [lon, lat] = frame === vn2000 ? [105.41, 9.72] : [7.42, 43.73]
    const [x, y] = toLocal(lon, lat)
    const [lon2, lat2] = toWgs84(x, y)
    expect(Math.abs(lon2 - lon) * 111_000).toBeLessThan(1e-3)
    expect(Math.abs(lat2 - lat) * 111_000).toBeLessThan(1e-3)
  }
})

test('UTM 48N of the sheet', () => {
  const [east, north] = projection(utmFrame(105.47, 9.784, 'x', 'x')).toLocal(105.47, 9.784)
  expect(east).toBeCloseTo(551544.094, 1)
  expect(north).toBeCloseTo(1081566.85, 1)
})
