/** The map as text: search and card without a script, what previews of a link show, and what hostile questions get. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { SOUTH, villageAddressed, WEST, writeVillage } from '../village.ts'
import { openFolder, startServer, type TestServer } from './server-harness.ts'

let server: TestServer
const log: string[] = []
beforeAll(async () => {
  const dir = openFolder('addressed')
  await writeVillage(join(dir, 'city'), [], null, 20, villageAddressed)
  await buildTiles(join(dir, 'city'), join(dir, 'tiles'))
  const logTo = { write: (line: string) => log.push(line) } as unknown as NodeJS.WritableStream
  server = await startServer({ cellSize: 20, tilesDir: join(dir, 'tiles'), logTo })
  mkdirSync(join(server.dir, 'web'), { recursive: true })
  const page = '<!doctype html><head><meta name="description" content="a"><title>Bản đồ</title></head>'
  writeFileSync(join(server.dir, 'web/map.html'), page)
}, 180_000)
afterAll(() => server.stop())

const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers })
const [lon, lat] = projection(vn2000).toWgs84(WEST + 310 + 60, SOUTH + 670)
const at = `${lon.toFixed(6)},${lat.toFixed(6)}`

test('the start, a search and a card are pages without any script', async () => {
  for (const url of ['/p', '/p?q=3+tran+hung+dao', `/p?at=${at}`]) {
    const { statusCode, body, headers } = await get(url)
    expect([url, statusCode]).toEqual([url, 200])
    expect(headers['content-type']).toContain('text/html')
    expect(body).not.toMatch(/<script|javascript:|\son\w+=/i)
    expect(body).toContain('tel:112')
    expect(body).toContain('tel:114')
    expect(body.length).toBeLessThan(30_000)
  }
  const found = (await get('/p?q=3+tran+hung+dao')).body
  expect(found).toContain(`/p?at=${at}&#38;q=`)
  expect(found).toContain('3 Trần Hưng Đạo, Khu vực 3, Phường IV, TP Vị Thanh, Hậu Giang')
  const card = (await get(`/p?at=${at}&q=3+tran+hung+dao`)).body
  for (const said of [
    '3 Trần Hưng Đạo, Khu vực 3, Phường Vị Tân',
    '95109',
    '95108',
    'chờ quy tắc',
    'VN-2000',
    'minh họa',
  ])
    expect(card).toContain(said)
  expect(card).toContain('Chưa có số của Phường Vị Tân')
  expect((await get(`/p?at=${at}&lang=en`)).body).toContain('Name before 1 July 2025')
})

test('the line of the ward is the one that its office has written down', async () => {
  const admin = await server.person('admin')
  const { units } = (await server.inject(admin, 'GET', '/api/office')).json()
  const unit = units.find(({ code }: { code: string }) => code === '31333')
  const setting = { ...unit.setting, office: { ...unit.setting.office, phone: '0293 3876 543' } }
  const body = { setting, revision: unit.revision }
  expect((await server.inject(admin, 'PUT', '/api/office/units/31333', body)).statusCode).toBe(200)
  expect((await get(`/p?at=${at}`)).body).toContain('href="tel:02933876543"')
})

test('the picture of a place: a PNG of both widths, small enough, kept, with its ETag', async () => {
  const sizes: number[] = []
  for (const [w, wide] of [
    [600, 600],
    [1200, 1200],
    [333, 600],
  ]) {
    const { statusCode, rawPayload, headers } = await get(`/p/preview.png?at=${at}&q=3+tran+hung+dao&w=${w}`)
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toBe('image/png')
    expect(rawPayload.subarray(1, 4).toString()).toBe('PNG')
    expect(rawPayload.readUInt32BE(16)).toBe(wide)
    sizes.push(rawPayload.length)
    const again = await get(`/p/preview.png?at=${at}&q=3+tran+hung+dao&w=${w}`, { 'if-none-match': `${headers.etag}` })
    expect(again.statusCode).toBe(304)
  }
  expect(sizes[0]! + (await get(`/p?at=${at}`)).rawPayload.length).toBeLessThan(150_000)
  expect(readdirSync(join(server.dataDir, 'previews'))).toHaveLength(2)
  expect((await get('/p/preview.png?at=100,20')).statusCode).toBe(404)
  expect((await get('/p/preview.png?at=x')).statusCode).toBe(404)
  expect((await get('/p/preview.png')).statusCode).toBe(400)
})

test('a link to the map carries what its preview shows; other pages are as they were', async () => {
  const linked = await get(`/?v=1&at=${at}&q=3+tran+hung+dao`)
  expect(linked.body).toContain(
    '<title>3 Trần Hưng Đạo, Khu vực 3, Phường Vị Tân, TP Cần Thơ – Bản đồ Vị Thanh</title>',
  )
  expect(linked.body).toContain('property="og:title" content="3 Trần Hưng Đạo')
  expect(linked.body.match(/name="description"/g)).toHaveLength(1)
  const [, picture = ''] = /property="og:image" content="([^"]+)"/.exec(linked.body)!
  expect((await get(picture.replaceAll('&#38;', '&').replace(/^https?:\/\/[^/]+/, ''))).statusCode).toBe(200)
  const again = await get(`/?v=1&at=${at}&q=3+tran+hung+dao`, { 'if-none-match': `${linked.headers.etag}` })
  expect(again.statusCode).toBe(304)
  for (const url of ['/', '/?v=1', '/?at=1,1', '/?at=x', `/?at=${at}&at=${at}`]) {
    const { statusCode, body } = await get(url)
    expect([url, statusCode, body.includes('og:title')]).toEqual([url, 200, false])
  }
  const strange = await get(`/?at=${at}`, { host: 'evil.example"><script>' })
  expect(strange.body).not.toContain('<script>')
})

test('what is not of the engine’s own words is never shown as if it were, and nothing becomes markup', async () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
  const page = await get(`/p?q=${encodeURIComponent(hostile)}`)
  expect(page.statusCode).toBe(200)
  expect(page.body).not.toMatch(/<script|<img src=x/)
  // The words of a link lead to the place only where our own search finds them there.
  const linked = await get(`/?at=${at}&q=${encodeURIComponent(`Gửi tiền vào đây ${hostile}`)}`)
  expect(linked.body).not.toContain('Gửi tiền')
  expect(linked.body).not.toContain('<script')
  expect((await get(`/p?at=${at}&q=${encodeURIComponent('1 Lê Lợi & Con')}`)).body).not.toContain('1 Lê Lợi')
  const street = await get(`/p?q=${encodeURIComponent('5 Lê Lợi & Con')}`)
  expect(street.body).toContain('5 Lê Lợi &#38; Con')
  expect(street.body).not.toMatch(/Lợi & Con/)
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 200 }), fc.string({ maxLength: 30 }), async (q, where) => {
      const query = `q=${encodeURIComponent(q)}&at=${encodeURIComponent(where)}&lang=${encodeURIComponent(q)}`
      for (const url of [`/p?${query}`, `/?${query}`, `/p?q=${encodeURIComponent(q)}`])
        expect((await get(url)).statusCode).toBeLessThan(500)
    }),
    { numRuns: 30 },
  )
})

test('places outside the city are said to be outside', async () => {
  const { statusCode, body } = await get('/p?at=106.7,10.77')
  expect(statusCode).toBe(404)
  expect(body).toContain('nằm ngoài thành phố')
})

test('questions are not written down, and one address may not draw without end', async () => {
  expect(log.join('')).not.toMatch(/tran|hung|q=|10\d\.\d{3}/i)
  const statuses = new Set<number>()
  for (let i = 0; i < 70; i++) statuses.add((await get(`/p/preview.png?at=${at}&w=600`)).statusCode)
  expect(statuses).toContain(429)
})
