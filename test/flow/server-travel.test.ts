/** Ways over the streets for anyone: routes and reach in WGS 84, what they rest on, what is refused. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ReachAnswer, RouteAnswer } from '../../scenarios/api/travel.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { SOUTH, WEST } from '../village.ts'
import { startServer, type TestServer } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const { toLocal, toWgs84 } = projection(vn2000)
const place = (x: number, y: number) => toWgs84(WEST + x, SOUTH + y).join(',')
const get = (path: string, query: Record<string, string>) =>
  server.inject(null, 'GET', `${path}?${new URLSearchParams(query)}`)

test('anyone gets a route with its steps, and is told what it rests on', async () => {
  const answer = await get('/api/route', { mode: 'motorbike', from: place(700, 755), to: place(500, 655) })
  expect(answer.statusCode).toBe(200)
  const { type, geometry, properties } = answer.json<RouteAnswer>()
  expect([type, geometry.type]).toEqual(['Feature', 'LineString'])
  const corners = geometry.coordinates.map(([lon, lat]) =>
    toLocal(lon, lat).map((v, i) => Math.round(v - [WEST, SOUTH][i]!)),
  )
  expect(corners).toEqual([
    [700, 755],
    [700, 750],
    [300, 750],
    [300, 660],
    [500, 660],
    [500, 655],
  ])
  expect(
    properties.steps.map(({ name, onStreet, metres, turn }) => [name, onStreet, Math.round(metres), turn]),
  ).toEqual([
    [null, false, 5, null],
    ['Đường Số 2', true, 400, 'right'],
    ['Đường Bắc Nam', true, 90, 'left'],
    ['Đường Số 1', true, 200, 'left'],
    [null, false, 5, 'right'],
  ])
  expect(properties.metres).toBeCloseTo(700, 0)
  expect(properties.seconds).toBeGreaterThan(60)
  expect(properties).toMatchObject({ mode: 'motorbike', hour: 'am', calibrated: false, illustrative: true })
  expect(properties.sources.length * properties.limits.length).toBeGreaterThan(0)
})

test('reach of the health post: streets in bands, all households counted', async () => {
  const answer = await get('/api/reach', { mode: 'ambulance', category: 'health' })
  expect(answer.statusCode).toBe(200)
  const { features, properties } = answer.json<ReachAnswer>()
  expect(features.map((band) => [band.properties.withinSeconds, band.properties.cutOff])).toEqual([
    ...[300, 600, 900, 1200, 1800].map((seconds) => [seconds, false]),
    [null, false],
    [null, true],
  ])
  expect(features.flatMap((band) => band.geometry.coordinates).length).toBeGreaterThanOrEqual(4)
  expect(properties).toMatchObject({ category: 'health', places: 1, householdsCutOff: 0, calibrated: false })
  expect(properties.households.at(-1)).toEqual({ withinSeconds: 1800, count: 48 })
})

test('a server that starts again answers the same', async () => {
  const query = { mode: 'walk', from: place(700, 755), to: place(500, 655) }
  const before = await get('/api/route', query)
  await server.restart()
  const after = await get('/api/route', query)
  expect([before.statusCode, after.statusCode, after.json()]).toEqual([200, 200, before.json()])
})

test('what makes no sense is refused', async () => {
  const [a, b] = [place(700, 755), place(500, 655)]
  for (const query of [
    { mode: 'boat', from: a, to: b },
    { mode: 'walk', from: '105.4', to: b },
    { mode: 'walk', from: '1e2,9', to: b },
    { mode: 'walk', from: '105.4,91', to: b },
    { mode: 'walk', from: a },
    { mode: 'walk', from: a, to: b, depth: '1' },
  ]) {
    const answer = await get('/api/route', query as Record<string, string>)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'request/invalid'])
  }
  const outside = await get('/api/route', { mode: 'walk', from: '2.35,48.85', to: b })
  expect([outside.statusCode, outside.json().code, outside.json().place]).toEqual([
    422,
    'travel/outside',
    'querystring.from',
  ])
  const none = await get('/api/reach', { mode: 'walk', category: 'airport' })
  expect([none.statusCode, none.json().code]).toEqual([404, 'travel/no-place'])
  expect((await get('/api/reach', { mode: 'walk', category: "x' or 1" })).statusCode).toBe(400)
})
