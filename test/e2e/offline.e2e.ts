/**
 * The public map without its server: what is kept after a first visit, packs of wards, a new version, and that nothing of those
 * who sign in is ever kept. The server is behind a proxy of ours, which can lose it.
 */
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LEAVE } from '../../server/routes/files.ts'
import { openPage, openWorld, send, until, type World } from './world.ts'

let world: World
let proxy: Server
/** The world as people reach it, over the proxy. */
let outside: World
/** The server is lost; what the build after this one would bring; and a build without a service worker. */
let [lost, edition, without] = [false, '', false]

beforeAll(async () => {
  world = await openWorld()
  const { port } = new URL(world.url)
  proxy = createServer((from, to) => {
    if (lost) return void to.destroy()
    const { method, url: path, headers } = from
    if (without && path === '/sw.js') return void to.writeHead(200, { 'content-type': 'text/javascript' }).end(LEAVE)
    // The file itself, not its packed sibling, so that it can be changed on its way.
    const plain = path === '/sw.js' ? { ...headers, 'accept-encoding': 'identity', 'if-none-match': '' } : headers
    const forth = request({ host: '127.0.0.1', port, method, path, headers: plain }, (back) => {
      const { 'content-length': length, ...rest } = back.headers
      const more = path === '/sw.js' ? `\n// ${edition}` : ''
      to.writeHead(back.statusCode!, more || !length ? rest : back.headers)
      back.on('data', (part) => to.write(part))
      back.on('end', () => to.end(more))
    })
    forth.on('error', () => to.destroy())
    from.pipe(forth)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => proxy.once('listening', resolve))
  outside = { ...world, url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
})
afterAll(async () => {
  proxy?.close()
  await world?.close()
})

/** Paths of all that the browser keeps. */
const keptPaths = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return keys.flat().map(({ url }) => new URL(url).pathname)
  })

const shells = (page: Page): Promise<number> =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('vithanh-map-shell-')).length)

test('after the first visit the map stays without its server; a new version waits to be wanted', async () => {
  const { page, context, faults } = await openPage(outside, { width: 390, height: 844 }, '/')
  await until('the map to be kept', async () => (await keptPaths(page)).includes('/tiles/tiles.json'))

  // A member of the staff uses the same browser: nothing of it is kept.
  const oneTime = world.oneTimePassword!
  await send(outside, context, 'POST', '/api/session', { name: 'admin', password: oneTime })
  await send(outside, context, 'POST', '/api/session/password', { current: oneTime, next: 'mot-mat-khau-that-dai-1' })
  const staff = await context.newPage()
  await staff.goto(`${outside.url}/account`)
  await staff.getByRole('heading', { level: 1 }).first().waitFor()
  await staff.close()
  const kept = await keptPaths(page)
  for (const path of kept) {
    expect(path).toMatch(/^\/(map\.html|manifest\.webmanifest|icons\/|assets\/|kept\/|tiles\/(tiles\.json|address\/))/)
  }
  expect(kept.filter((path) => path.startsWith('/kept/base/')).length).toBeGreaterThan(5)

  // A ward’s pack: its size first, then its bytes.
  await page.goto(`${outside.url}/offline`)
  const fetchOne = page.getByRole('button', { name: 'Tải gói Phường Vị Thanh' })
  await fetchOne.click()
  const ward = page.getByRole('listitem').filter({ hasText: 'Phường Vị Thanh' })
  await ward.getByText(/MB, giữ lúc/).waitFor()
  expect((await keptPaths(page)).some((path) => /^\/kept\/31321\/.*buildings/.test(path))).toBe(true)

  lost = true
  await page.goto(`${outside.url}/`)
  await page.getByText('Máy chủ không trả lời – đang xem bản lưu lúc').waitFor()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  // An address is found all the same, and its card opens.
  await page.getByRole('combobox').fill('657 trần hưng đạo')
  await page
    .getByRole('option', { name: /657.*Trần Hưng Đạo/ })
    .first()
    .click()
  await page.getByRole('heading', { name: /657.*Trần Hưng Đạo/ }).waitFor()
  await page
    .locator('.place-rows')
    .getByText(/VN-2000/)
    .waitFor()
  // Bytes of a kept archive, cut as a server would.
  const part = await page.evaluate(async () => {
    const { vector } = await (await fetch('/tiles/tiles.json')).json()
    const { file } = vector.find(({ layer }: { layer: string }) => layer === 'roads')
    const answer = await fetch(`/tiles/${file}`, { headers: { range: 'bytes=0-126' } })
    return [answer.status, (await answer.text()).slice(0, 7), answer.headers.get('content-range')?.slice(0, 12)]
  })
  expect(part).toEqual([206, 'PMTiles', 'bytes 0-126/'])
  // The phone itself has no link: it is told all the same.
  await context.setOffline(true)
  await page.goto(`${outside.url}/`)
  await page.getByText('Máy chủ không trả lời – đang xem bản lưu lúc').waitFor()
  await context.setOffline(false)
  await page.goto(`${outside.url}/offline`)
  await page.getByText('lúc này chưa tải thêm được gói nào').waitFor()
  await ward.getByRole('button', { name: 'Xóa gói' }).click()
  await until(
    'the pack to be gone',
    async () => !(await keptPaths(page)).some((path) => path.startsWith('/kept/31321/')),
  )
  faults.length = 0 // of requests to a server that was not there

  lost = false
  edition = 'the next build'
  await page.goto(`${outside.url}/`)
  await page.getByText('Có bản mới').waitFor()
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Tải lại' }).click()
  await loaded
  await until('one version to be left', async () => (await shells(page)) === 1)
  expect(await page.getByText('Có bản mới').count()).toBe(0)
  expect(faults).toEqual([])

  // Where the server has none any more, the browser’s own one leaves with all that it kept.
  without = true
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
  await until('nothing to be left', async () => {
    const names = await page.evaluate(() => caches.keys())
    return names.length === 0 && (await page.evaluate(() => navigator.serviceWorker.getRegistration())) === undefined
  })
  await context.close()
})
