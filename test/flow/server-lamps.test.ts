/** Street lamps for anyone: the nearest ones with what is painted on them, of the tiles as they are now; what is refused. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type LampsAnswer, lampsAnswerSchema } from '../../scenarios/api/lamps.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { SOUTH, villageLit, WEST, writeVillage } from '../village.ts'
import { startServer, type TestServer } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const { toWgs84 } = projection(vn2000)
const place = (x: number, y: number) => {
  const [lon, lat] = toWgs84(WEST + x, SOUTH + y)
  return { lon: String(lon), lat: String(lat) }
}
const get = (query: Record<string, string>) => server.inject(null, 'GET', `/api/lamps?${new URLSearchParams(query)}`)

test('a city without lamps has none to report; once it has, its new tiles are read', async () => {
  const before = await get(place(377, 660))
  expect([before.statusCode, before.json().lamps]).toEqual([200, []])
  await writeVillage(join(server.dir, 'lit'), [], villageLit)
  await buildTiles(join(server.dir, 'lit'), join(server.dir, 'tiles'))
  const answer = await get(place(377, 660))
  const { lamps, illustrative, sources } = lampsAnswerSchema.parse(answer.json<LampsAnswer>())
  expect(lamps.map(({ number, distanceMetres }) => [number, distanceMetres])).toEqual([
    ['KT1-3', 4.1],
    ['KT1-4', 27.3],
    ['KT1-2', 29.3],
    ['KT1-5', 55.1],
    ['KT1-1', 57.1],
  ])
  expect(lamps[0]).toMatchObject({
    id: 'vt:lamp/2',
    street: 'Đường Số 1',
    cabinet: 'TCS Kiểm Thử',
    circuit: 2,
    state: 'on',
    report: {
      vi: 'Đèn số KT1-3, Đường Số 1, tủ TCS Kiểm Thử, lộ 2: không sáng.',
      en: 'Lamp KT1-3, Đường Số 1, cabinet TCS Kiểm Thử, circuit 2: dark.',
    },
  })
  const { lon, lat } = place(376, 664)
  expect([lamps[0]!.lon, lamps[0]!.lat]).toEqual([expect.closeTo(Number(lon), 6), expect.closeTo(Number(lat), 6)])
  expect([illustrative, sources.length > 0]).toEqual([true, true])
  expect((await get(place(1200, 1200))).json().lamps).toEqual([])
})

test('what makes no sense is refused', async () => {
  const { lon, lat } = place(377, 660)
  for (const query of [{ lon }, { lon, lat: '91' }, { lon: '1e2', lat }, { lon, lat, count: '9' }, { lon: '', lat }]) {
    const answer = await get(query as Record<string, string>)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'request/invalid'])
  }
  const outside = await get({ lon: '2.35', lat: '48.85' })
  expect([outside.statusCode, outside.json().code]).toEqual([422, 'lamps/outside'])
})

test('questions have a limit', async () => {
  const codes: number[] = []
  for (let k = 0; k < 62; k++) codes.push((await get(place(377, 660))).statusCode)
  expect(codes.at(-1)).toBe(429)
})
