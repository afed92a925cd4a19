/**
 * The public map in the real browser: opened by a citizen on a desk and on a phone, moved, asked, read as a list, by keys alone; its
 * budget of scripts; no request to anyone else; a browser that cannot draw it.
 */
import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, picture, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SCRIPT_LIMIT_BYTES = 350_000

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 400_000)
afterAll(() => world?.close())

const drawn = (page: Page) =>
  until('the map to be drawn', () => page.evaluate(() => performance.getEntriesByName('map/complete').length > 0))
const map = (page: Page) => page.getByRole('application', { name: 'Bản đồ thành phố' })
const sheet = (page: Page) => page.getByRole('main')
const heading = (page: Page) => sheet(page).getByRole('heading', { level: 1 })

test('the first visit needs at most 350 kB of scripts until the map is drawn, all of them ours', async () => {
  const { page, context, faults } = await openPage(world, DESKTOP, '/p')
  const scripts: Response[] = []
  page.on('response', (response) => {
    if (/\.js(\?|$)/.test(response.url())) scripts.push(response)
  })
  await page.goto(`${world.url}/`)
  await drawn(page)
  const until = [...scripts]
  const sizes = await Promise.all(until.map(async (script) => gzipSync(await script.body()).length))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  expect(until.length, 'scripts that were seen').toBeGreaterThan(3)
  expect(bytes, until.map((script, i) => `${new URL(script.url()).pathname} ${sizes[i]}`).join('\n')).toBeLessThan(
    SCRIPT_LIMIT_BYTES,
  )
  await page.waitForTimeout(1500)
  await picture(page, 'map')
  expect(faults.filter((fault) => fault.startsWith('request'))).toEqual([])
  await context.close()
})

test('by keys alone: the map is moved and asked, layers switched, what is in view read and chosen', async () => {
  const { page, context, faults } = await openPage(world, DESKTOP, '/')
  await drawn(page)
  await map(page).focus()
  for (const key of ['+', '+', 'ArrowRight', 'ArrowUp']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(500)
  }
  await page.getByText(/^Giữa bản đồ: gần .+; mức phóng 16$/).waitFor()
  await page.keyboard.press('Enter')
  await until('the card of the place', async () => (await heading(page).textContent()) !== 'Bản đồ Vị Thanh')

  const before = await map(page).screenshot()
  await page.getByRole('button', { name: 'Lớp bản đồ', exact: true }).press('Enter')
  await until('the focus on the heading', async () => heading(page).evaluate((one) => one === document.activeElement))
  await sheet(page).getByRole('checkbox', { name: 'Quy hoạch phân khu' }).press('Space')
  await sheet(page).getByText('Chú giải').press('Enter')
  await sheet(page).getByText('Chợ', { exact: false }).first().waitFor()
  await until('another picture', async () => !(await map(page).screenshot()).equals(before))
  await sheet(page).getByRole('checkbox', { name: 'Quy hoạch phân khu' }).press('Space')

  await page.getByRole('button', { name: 'Trong khung nhìn', exact: true }).press('Enter')
  const first = sheet(page).getByRole('listitem').getByRole('button').first()
  const name = (await first.locator('strong').textContent())!
  await first.press('Enter')
  await until('the card of what was chosen', async () => ((await sheet(page).textContent()) ?? '').includes(name))
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone: a tap tells the place, the sheet has three heights by its button and by keys, the menu leads on', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/', { hasTouch: true })
  await drawn(page)
  await page.touchscreen.tap(195, 330)
  await until('the card of the place', async () => (await heading(page).textContent()) !== 'Bản đồ Vị Thanh')
  const handle = page.getByRole('button', { name: /^Chiều cao khung thông tin/ })
  expect(await handle.getAttribute('aria-label')).toContain('vừa')
  await handle.click()
  await until('the high sheet', async () => (await sheet(page).boundingBox())!.height > 700)
  await handle.press('ArrowDown')
  await handle.press('ArrowDown')
  await until('the low sheet', async () => (await sheet(page).boundingBox())!.height < 140)
  await picture(page, 'map-phone')

  await page.getByRole('button', { name: 'Trình đơn' }).click()
  expect(await page.getByRole('link', { name: /^114/ }).first().getAttribute('href')).toBe('tel:114')
  expect(await page.getByRole('link', { name: 'Cán bộ đăng nhập' }).getAttribute('href')).toBe('/planner')
  await page.keyboard.press('Escape')
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 640 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide, `at ${width} px`).toBeLessThanOrEqual(width)
  }
  expect(faults).toEqual([])
  await context.close()
})

test('a browser that cannot draw says so and leads to the text page', async () => {
  const { page, context } = await openPage(world, DESKTOP, '/login')
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: never[]) {
      return kind === 'webgl2' ? null : (real as (...all: unknown[]) => unknown).call(this, kind, ...rest)
    } as typeof real
  })
  await page.goto(`${world.url}/`)
  const said = page.getByRole('alert')
  await said.waitFor()
  expect(await said.textContent()).toContain('WebGL 2')
  expect(await said.getByRole('link').getAttribute('href')).toBe('/p')
  await context.close()
})

test('a panel that cannot be loaded says so in its place, and comes when it is asked for again', async () => {
  const { page, context } = await openPage(world, PHONE, '/')
  await page.route(/assets\/ParcelsPanel/, (route) => route.abort())
  await page.goto(`${world.url}/parcels`)
  await page.getByText('Chưa mở được phần này').waitFor()
  expect(await page.getByRole('application').isVisible()).toBe(true)
  await page.unroute(/assets\/ParcelsPanel/)
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await page.getByLabel('Tờ bản đồ').first().waitFor()
  await context.close()
})
