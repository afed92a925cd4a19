/**
 * Traffic in the real browser, in Vietnamese: a planner opens it, the baseline is assigned, a busy street is closed and the
 * flows change, the worst links are listed, vehicles move, a route is found, files are given; on a phone too.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, picture, signInFirst, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const PASSWORD = 'bình minh trên Xà No'
/** The narrowest that is sold. */
const NARROW = { width: 320, height: 640 }

let world: World
let planner: { page: Page; context: BrowserContext; faults: string[] }

beforeAll(async () => {
  world = await openWorld()
}, 400_000)
afterAll(() => world?.close())

const drawn = async (page: Page) => {
  await page.locator('canvas[data-waiting]').waitFor({ timeout: 120_000 })
  await until('the city to be drawn', async () => (await page.locator('canvas[data-waiting="0"]').count()) > 0, 180)
}
const tab = (page: Page, name: string) => page.getByRole('tab', { name })
const panel = (page: Page) => page.getByRole('tabpanel', { name: 'Giao thông' })
const bar = (page: Page) => page.getByRole('region', { name: 'Giao thông trên bản đồ' })
const part = (page: Page, name: string) => panel(page).getByText(name, { exact: true }).first()
const assigned = (page: Page) =>
  until('traffic to be assigned', async () => (await page.getByText('Đã phân bổ xong giao thông.').count()) > 0, 240)

test('traffic is assigned when it is first looked at, and says that it is not calibrated', async () => {
  planner = await openPage(world, DESKTOP, '/planner')
  const { page } = planner
  await drawn(page)
  await tab(page, 'Giao thông').click()
  await assigned(page)
  const text = (await panel(page).textContent()) ?? ''
  for (const words of [
    'Chưa hiệu chỉnh',
    'Quãng đường xe chạy',
    'Cấp cứu tới bệnh viện',
    'Chiều dài đường theo mức phục vụ',
  ]) {
    expect(text).toContain(words)
  }
  await bar(page).getByLabel('Lưu lượng / năng lực thông hành').waitFor()
  await drawn(page)
  await picture(page, 'traffic')
})

test('the worst links are listed, sorted, and lead to their place', async () => {
  const { page } = planner
  const worst = panel(page).getByRole('region', { name: 'Đoạn đường đông nhất' })
  const shares = async () =>
    (await worst.locator('tbody tr td:nth-of-type(2)').allTextContents()).map((one) => Number(one.replace(',', '.')))
  const fullest = await shares()
  expect(fullest.length).toBeGreaterThan(5)
  expect(fullest).toEqual(fullest.toSorted((a, b) => b - a))
  await worst.getByRole('button', { name: 'v/c' }).click()
  expect((await shares())[0]).toBeLessThan(fullest[0]!)
  await worst.getByRole('button', { name: 'v/c' }).click()
  await worst.locator('tbody button').first().click()
  await panel(page).getByRole('region', { name: 'Đường đang chọn' }).waitFor()
})

test('closing that street shows new flows and their difference without being asked', async () => {
  const { page } = planner
  await panel(page).getByRole('button', { name: 'Sửa hoặc đóng đường này' }).click()
  await page.getByRole('button', { name: 'Đóng đường này' }).click()
  await tab(page, 'Giao thông').click()
  await until(
    'the difference to be offered',
    async () => (await bar(page).locator('option[value="difference"]').count()) > 0,
  )
  await bar(page).getByLabel('Màu của đường').selectOption('difference')
  await part(page, 'Đoạn thay đổi nhiều nhất').click()
  const changed = panel(page).getByRole('region', { name: /Đoạn thay đổi nhiều nhất/ })
  await until('changed links', async () => (await changed.locator('tbody tr').count()) > 1)
  await drawn(page)
  await picture(page, 'traffic-difference')
})

test('vehicles move along the time line and stand still when halted', async () => {
  const { page } = planner
  await bar(page).getByLabel('Màu của đường').selectOption('level')
  await bar(page).getByRole('checkbox', { name: 'Xe chạy' }).check()
  const clock = bar(page).getByRole('slider', { name: 'Giờ của xe chạy' })
  await clock.waitFor({ timeout: 60_000 })
  const second = async () => Number(await clock.inputValue())
  await until('the clock to run', async () => (await second()) > 20)
  await picture(page, 'traffic-vehicles')
  await bar(page).getByRole('button', { name: 'Dừng xe' }).click()
  const halted = await second()
  await page.waitForTimeout(1500)
  expect(Math.abs((await second()) - halted)).toBeLessThan(15)
  await bar(page).getByRole('checkbox', { name: 'Xe chạy' }).uncheck()
})

test('two clicks give a route with its streets; a category gives its reach', async () => {
  const { page } = planner
  await part(page, 'Lộ trình').click()
  await panel(page).getByRole('button', { name: 'Chọn điểm đi, điểm đến' }).click()
  const box = (await page.getByLabel('Bản đồ 3D').boundingBox())!
  await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.4)
  await bar(page)
    .getByText(/Bấm điểm đến/)
    .waitFor()
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.5)
  await until('the streets on the way', async () => (await panel(page).locator('ol.steps li').count()) > 0)
  await panel(page).getByRole('button', { name: 'Cơ sở y tế' }).click()
  await until('households by minutes', async () => /Trong \d+ phút/.test((await panel(page).textContent()) ?? ''))
  await bar(page).getByLabel('Thời gian đi', { exact: true }).waitFor()
})

test('assumptions are shown with their sources, and a change is computed', async () => {
  const { page } = planner
  await part(page, 'Giả thiết').click()
  const form = panel(page).getByRole('form', { name: 'Giả thiết' })
  expect(await form.textContent()).toContain('mặc định')
  await form.getByLabel(/Hệ số tăng trưởng/).fill('1.2')
  await until('the run to follow', async () => (await page.getByText('Đang phân bổ giao thông').count()) > 0, 30)
  await assigned(page)
  await form.getByRole('button', { name: 'Về mặc định' }).click()
  await assigned(page)
})

test('counts from a file calibrate the demand, a wrong line is named, and the fit is shown', async () => {
  const { page } = planner
  const form = panel(page).getByRole('form', { name: 'Giả thiết' })
  await tab(page, 'Đối tượng').click()
  // Far from the area that is simulated for water.
  await page.getByLabel('Tìm thửa đất hoặc đường').fill('cầu Trần Hưng Đạo')
  const road = await page.locator('ul.hits code').first().textContent({ timeout: 60_000 })
  await tab(page, 'Giao thông').click()
  const give = (name: string, rows: string) =>
    form
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`mã đường,chiều,loại xe,xe/h\n${rows}\n`) })
  await give('sai.csv', `${road},lên,xe máy,900`)
  await form.getByText(/sai\.csv/).waitFor()
  await give('dem.csv', `${road},chiều đi,xe máy,900`)
  await form.getByText('Đang dùng 1 số đếm.').waitFor()
  await until('the run to follow', async () => (await page.getByText('Đang phân bổ giao thông').count()) > 0, 30)
  await assigned(page)
  await form.getByRole('region', { name: 'Độ khớp với số đếm' }).waitFor()
  expect(await panel(page).textContent()).toContain('Đã hiệu chỉnh theo số đếm')
  await form.getByRole('button', { name: 'Bỏ số đếm' }).click()
  await assigned(page)
})

test('links and zones are given as files that say what they rest on', async () => {
  const { page, faults, context } = planner
  await part(page, 'Kết quả').click()
  for (const [name, ending] of [
    ['Tải đoạn đường (CSV)', 'csv'],
    ['Tải đoạn đường (GeoJSON)', 'geojson'],
  ] as const) {
    const coming = page.waitForEvent('download')
    await panel(page).getByRole('button', { name }).first().click()
    expect((await coming).suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`))
  }
  expect(faults).toEqual([])
  await context.close()
})

test('the server computes the same: digests agree', async () => {
  const { page, context, faults } = await openPage(world, DESKTOP, '/login')
  await signInFirst(page, 'admin', world.oneTimePassword!, PASSWORD)
  await drawn(page)
  await tab(page, 'Giao thông').click()
  await assigned(page)
  await panel(page).getByRole('button', { name: 'Lưu và tính lại trên máy chủ' }).click()
  await until('the digests to agree', async () => (await page.getByText('Dấu số liệu trùng nhau').count()) > 0, 200)
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone the sheet opens, closes for a click on the map, and nothing runs out of the screen', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/planner')
  await drawn(page)
  await tab(page, 'Giao thông').click()
  await assigned(page)
  await picture(page, 'traffic-phone')
  for (const size of [PHONE, NARROW]) {
    await page.setViewportSize(size)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await tab(page, 'Giao thông').click()
    await bar(page).waitFor()
    await tab(page, 'Giao thông').click()
  }
  expect(faults).toEqual([])
  await context.close()
})
