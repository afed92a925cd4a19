/**
 * The list of layers in the real browser: groups, search, sets, legend, filter, table, zoom, download, keys; on a desk and on a
 * phone.
 */
import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

let world: World
let desk: { page: Page; context: BrowserContext; faults: string[] }

beforeAll(async () => {
  world = await openWorld()
  desk = await openPage(world, DESKTOP, '/planner')
}, 400_000)
afterAll(async () => {
  await desk?.context.close()
  await world?.close()
})

const drawn = async (page: Page) => {
  await page.locator('canvas[data-waiting]').waitFor({ timeout: 120_000 })
  await until('the city to be drawn', async () => (await page.locator('canvas[data-waiting="0"]').count()) > 0, 180)
}
const list = (page: Page) => page.getByRole('complementary', { name: 'Bản đồ và phương án' })
const table = (page: Page) => page.getByRole('region', { name: 'Bảng: Đường giao thông' })
/** The row of a layer: what holds its own button for the table. */
const row = (page: Page, name: string) =>
  list(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `Bảng: ${name}` }) })
const rowsRead = (page: Page) =>
  until('rows in the table', async () => (await table(page).getByRole('row').count()) > 1)

test('layers stand in groups, are found without diacritics, and switch by group and by set', async () => {
  const { page } = desk
  await drawn(page)
  const panel = list(page)
  const planning = panel.getByRole('button', { name: 'Quy hoạch, đất đai' })
  expect(await planning.getAttribute('aria-expanded')).toBe('true')
  const blocks = panel.getByRole('checkbox', { name: 'Ô phố' })
  await planning.click()
  expect(await blocks.count()).toBe(0)
  await planning.click()
  const whole = panel.getByRole('checkbox', { name: 'Hiện cả nhóm Quy hoạch, đất đai' })
  await whole.check()
  expect(await blocks.isChecked()).toBe(true)
  await whole.uncheck()
  expect(await blocks.isChecked()).toBe(false)

  const search = panel.getByLabel('Tìm lớp bản đồ')
  await search.fill('duong giao thong')
  await until('one layer to be left', async () => (await panel.getByRole('button', { name: /^Bảng: / }).count()) === 1)
  // A visitor's list has no lifelines.
  await search.fill('cap nuoc')
  await until('no layer to be left', async () => (await panel.getByRole('button', { name: /^Bảng: / }).count()) === 0)
  await search.fill('không có lớp này')
  await until('a plain word', async () => (await panel.getByText('Không có lớp nào tên như vậy.').count()) === 1)
  await search.fill('')

  await panel.getByRole('button', { name: 'Địa chỉ', exact: true }).click()
  expect(await panel.getByRole('checkbox', { name: /^Đường giao thông/ }).isChecked()).toBe(true)
  expect(await blocks.isChecked()).toBe(false)
  await drawn(page)
})

test('a layer says what its signs mean and where it comes from', async () => {
  const { page } = desk
  const roads = row(page, 'Đường giao thông')
  await roads.getByRole('button', { name: 'Chú giải' }).click()
  expect(await roads.getByText('Hẻm').count()).toBeGreaterThan(0)
  expect(await roads.locator('.legend svg').count()).toBe(6)
  await roads.getByRole('button', { name: 'Nguồn và giấy phép' }).click()
  for (const words of ['Giấy phép', 'Thời điểm dữ liệu', 'Số đối tượng', 'Mốc và kỳ cao độ']) {
    expect(await roads.getByText(words).count(), words).toBeGreaterThan(0)
  }
})

test('the table holds what is in view, sorted and searched; a row leads to its object; the filter holds in it', async () => {
  const { page } = desk
  const roads = row(page, 'Đường giao thông')
  await roads.getByRole('button', { name: /^Bảng/ }).click()
  await rowsRead(page)
  const status = table(page).getByRole('status')
  const all = await status.textContent()
  const width = table(page).getByRole('columnheader', { name: /^Bề rộng \(m\)/ })
  await width.getByRole('button').click()
  expect(await width.getAttribute('aria-sort')).toBe('ascending')
  await width.getByRole('button').click()
  expect(await width.getAttribute('aria-sort')).toBe('descending')

  await table(page).getByLabel('Tìm trong bảng').fill('khong co dau')
  await until('fewer rows', async () => (await status.textContent()) !== all)
  await table(page).getByLabel('Tìm trong bảng').fill('')

  await roads.getByRole('button', { name: 'Lọc' }).click()
  await roads.getByLabel('Thêm điều kiện…').selectOption('class')
  const alleys = roads.getByRole('checkbox', { name: 'đường phố' })
  expect(await alleys.isChecked()).toBe(true)
  await alleys.uncheck()
  await until('the filter to hold in the table', async () => / \/ /.test((await status.textContent()) ?? ''))
  await until('no such row', async () => (await table(page).getByRole('cell', { name: 'đường phố' }).count()) === 0)
  await roads.getByRole('button', { name: 'Bỏ điều kiện Cấp đường' }).click()
  await until('all rows again', async () => (await status.textContent()) === all)

  const saved = page.waitForEvent('download')
  await table(page).getByRole('button', { name: 'Xuất CSV' }).click()
  const csv = await readFile((await (await saved).path())!, 'utf8')
  expect(csv).toMatch(/^\uFEFFMã đối tượng,/)
  expect(csv).toContain('Bề rộng (m)')

  const first = table(page).getByRole('button', { name: /^Đến / }).first()
  const id = (await first.textContent())!
  await first.click()
  const inspector = page.getByRole('complementary', { name: 'Đối tượng, mô phỏng và kết quả' })
  await until('the object to be chosen', async () => ((await inspector.textContent()) ?? '').includes(id))
  await table(page).getByRole('button', { name: 'Đóng' }).click()
  expect(await table(page).count()).toBe(0)
})

test('a layer is zoomed to and downloaded whole, with its origin in the file', async () => {
  const { page, faults } = desk
  const roads = row(page, 'Đường giao thông')
  await roads.getByRole('button', { name: 'Phóng đến Đường giao thông' }).click()
  await drawn(page)
  const saved = page.waitForEvent('download')
  await roads.getByRole('button', { name: 'Tải Đường giao thông (GeoJSON)' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toMatch(/-roads\.geojson$/)
  const written = JSON.parse(await readFile((await file.path())!, 'utf8'))
  await roads.getByRole('button', { name: 'Nguồn và giấy phép' }).click()
  const said = (await roads.getByText('Số đối tượng').locator('..').locator('dd').textContent())!
  expect(written.features.length).toBe(Number(said.replace(/\D/g, '')))
  expect(written.vithanh.sources[0].licence).toBeTruthy()
  expect(written.features[0].properties.provenance).toBeTruthy()
  expect(faults).toEqual([])
})

test('the list is walked with the keyboard alone', async () => {
  const { page } = desk
  const panel = list(page)
  await panel.getByLabel('Tìm lớp bản đồ').focus()
  const reached: string[] = []
  for (let i = 0; i < 60 && !reached.includes('Hiện cả nhóm Quy hoạch, đất đai'); i++) {
    await page.keyboard.press('Tab')
    reached.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''))
  }
  expect(reached).toContain('Hiện cả nhóm Quy hoạch, đất đai')
  await page.keyboard.press('Space')
  expect(await panel.getByRole('checkbox', { name: 'Ô phố' }).isChecked()).toBe(true)
})

test('a phone of 390 px holds list, table and map without scrolling sideways', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/planner')
  await drawn(page)
  await page.getByRole('tab', { name: 'Lớp bản đồ' }).click()
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
  expect(await wide()).toBeLessThanOrEqual(390)
  await row(page, 'Đường giao thông').getByRole('button', { name: /^Bảng/ }).click()
  await rowsRead(page)
  const box = (await table(page).boundingBox())!
  expect(box.width).toBeLessThanOrEqual(390)
  expect(await wide()).toBeLessThanOrEqual(390)
  const close = (await table(page).getByRole('button', { name: 'Đóng' }).boundingBox())!
  expect(close.x + close.width).toBeLessThanOrEqual(390)
  await table(page).getByRole('button', { name: 'Đóng' }).click()
  expect(faults).toEqual([])
  await context.close()
})
