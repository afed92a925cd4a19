/** The impact of a building on the case's page, in the real browser: asked for, followed, stopped, read, run again here; on a phone too. */
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { boundsOf, polygonsOf } from '../../scenarios/geometry.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { layerParts, openTiles } from '../../tiles/read/index.ts'
import { newPermit } from '../permit-application.ts'
import { changed, house } from '../permit-cases.ts'
import { openPage, openWorld, picture, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 1000 }
const PASSWORD = 'mot-mat-khau-that-dai-1'
const LOT = { sheet: '1334', number: '508' }

let world: World
let desk: { page: Page; context: BrowserContext; faults: string[] }
let caseId = ''

beforeAll(async () => {
  world = await openWorld()
  const admin = await openPage(world, DESKTOP, '/login')
  const headers = { 'x-csrf-token': await signIn(admin.context, 'admin', world.oneTimePassword!) }
  const data = { name: 'hoa', displayName: 'Trần Thị Hòa', role: 'reviewer' }
  const made = await (await admin.context.request.post(`${world.url}/api/users`, { data, headers })).json()
  await admin.context.close()
  desk = await openPage(world, DESKTOP, '/login')
  const csrf = await signIn(desk.context, 'hoa', made.oneTimePassword)

  const ring = await ringOf()
  const [x0, y0, x1, y1] = boundsOf(ring)
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
  const inner = ring.map(([px, py]): [number, number] => [x + (px - x) * 0.7, y + (py - y) * 0.7])
  const check = changed(house, {
    site: { ring, registered: ring, registeredSquareMetres: 220.6 },
    building: { parts: [{ ...house.building.parts[0]!, footprint: inner }], groundLevelMetres: 1.9 },
    roads: [],
    neighbours: [],
    corridors: [],
    buffers: [],
    flood: { designLevelMetres: 1.6 },
  })
  const filed = await desk.context.request.post(`${world.url}/api/permits`, {
    data: newPermit(check, '31333'),
    headers: { 'x-csrf-token': csrf },
  })
  expect(filed.status(), await filed.text()).toBe(201)
  caseId = (await filed.json()).id
}, 400_000)
afterAll(() => world?.close())

/** A one-time password is changed at once. */
async function signIn(context: BrowserContext, name: string, oneTime: string): Promise<string> {
  const entered = await context.request.post(`${world.url}/api/session`, { data: { name, password: oneTime } })
  const changed = await context.request.post(`${world.url}/api/session/password`, {
    data: { current: oneTime, next: PASSWORD },
    headers: { 'x-csrf-token': (await entered.json()).csrf },
  })
  return (await changed.json()).csrf
}

async function ringOf(): Promise<[number, number][]> {
  const tiles = await openTiles(fileSource(join(world.dataDir, 'tiles', 'vi-thanh')))
  for await (const { features } of layerParts(tiles, 'parcels', null)) {
    const found = (features as Feature<'parcels'>[]).find(
      ({ properties }) => properties.sheet === LOT.sheet && properties.number === LOT.number,
    )
    if (found) return polygonsOf(found.geometry)[0]![0]!
  }
  throw new Error('Expected the lot in the city')
}

const card = (page: Page) => page.getByRole('region', { name: 'Tác động', exact: true })
const says = (page: Page, words: RegExp, seconds = 60) =>
  until(`the card to say ${words}`, async () => words.test((await card(page).textContent()) ?? ''), seconds)
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)

/** The card, part by part, where E2E_LAST names a folder for pictures. */
async function lookAt(page: Page, name: string): Promise<void> {
  if (!process.env.E2E_LAST) return
  for (const [i, part] of (await card(page).locator('h3, figure').all()).entries()) {
    await part.evaluate((element) => element.scrollIntoView({ block: 'start' }))
    await page.screenshot({ path: join(process.env.E2E_LAST, `${name}-${i}.png`) })
  }
}

test('a reviewer chooses a storm, stops what is computed, computes it, reads it and runs it again in the browser', async () => {
  const { page, faults } = desk
  await page.goto(`${world.url}/permits/${caseId}`)
  await says(page, /Chưa tính tác động/)
  await card(page).getByLabel('Mưa thiết kế').selectOption('can-tho-2022')
  await card(page).getByLabel('Thời gian mưa').selectOption('60')
  await card(page).getByLabel('Chu kỳ lặp lại').selectOption('100')
  await card(page).getByRole('button', { name: 'Tính tác động' }).click()
  await says(page, /Máy chủ đang tính/)
  await card(page).getByRole('button', { name: 'Dừng' }).click()
  await says(page, /Đã dừng, chưa có kết quả/)
  // What was asked for is still there.
  expect(await card(page).getByLabel('Chu kỳ lặp lại').inputValue()).toBe('100')
  await card(page).getByRole('button', { name: 'Tính tác động' }).click()
  await says(page, /Thể tích trữ nước mất/, 400)
  await says(page, /Minh họa/)
  await says(page, /chưa hiệu chỉnh/i)
  expect(
    await card(page)
      .getByRole('img', { name: /^Bản đồ tác động/ })
      .count(),
  ).toBe(1)
  expect(await card(page).getByRole('row').count()).toBeGreaterThan(10)

  await card(page).getByRole('button', { name: 'Chạy lại trên máy này' }).click()
  await until(
    'both digests to agree',
    async () => (await card(page).getByText('trùng mã với máy chủ').count()) === 2,
    560,
  )
  expect(await card(page).locator('image').count()).toBe(1)
  await card(page)
    .getByRole('img', { name: /^Bản đồ tác động/ })
    .scrollIntoViewIfNeeded()
  await lookAt(page, 'impact')
  await picture(page, 'permit-impact')
  expect(faults).toEqual([])
}, 1_200_000)

test('on a phone it fits', async () => {
  for (const width of [390, 320]) {
    const context = await world.browser.newContext({
      viewport: { width, height: 844 },
      locale: 'vi-VN',
      storageState: await desk.context.storageState(),
    })
    const page = await context.newPage()
    await page.goto(`${world.url}/permits/${caseId}`)
    await says(page, /Thể tích trữ nước mất/)
    expect(await fits(page)).toBe(true)
    await lookAt(page, `impact-${width}`)
    await context.close()
  }
})
