/**
 * Street lighting in the real browser, in Vietnamese: a planner opens it, the baseline is computed, the worst segments lead to
 * their place, a street gets other lamps and the figures change, the night is looked at, files are given; on a phone too.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, picture, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

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
const panel = (page: Page) => page.getByRole('tabpanel', { name: 'Chiếu sáng' })
const bar = (page: Page) => page.getByRole('region', { name: 'Chiếu sáng trên bản đồ' })
const computed = (page: Page) =>
  until('lighting to be computed', async () => (await page.getByText('Đã tính xong chiếu sáng.').count()) > 0, 240)

test('lighting is computed when it is first looked at, and says what a person must decide', async () => {
  planner = await openPage(world, DESKTOP, '/planner')
  const { page } = planner
  await drawn(page)
  await tab(page, 'Chiếu sáng').click()
  await computed(page)
  const text = (await panel(page).textContent()) ?? ''
  for (const words of ['Số đèn', 'Điện năng mỗi năm', 'Đường bị tối', 'Cần người xem', 'Độ chói chỉ để tham khảo']) {
    expect(text).toContain(words)
  }
  await bar(page).getByText('Độ rọi trên mặt đường, vỉa hè (lx)').waitFor()
  await picture(page, 'lighting')
})

test('the worst segments come first, with their clause, and lead to their place', async () => {
  const { page } = planner
  const worst = panel(page).getByRole('region', { name: 'Đoạn kém nhất' })
  const shares = (await worst.locator('tbody tr td:nth-of-type(5)').allTextContents()).map((one) =>
    Number(one.replace(',', '.')),
  )
  expect(shares.length).toBeGreaterThan(5)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(await worst.textContent()).toContain('QCVN 07-7:2023')
  await worst.locator('tbody button').first().click()
})

test('a night view shows the lit ground, with lines of equal illuminance when it is near', async () => {
  const { page } = planner
  await bar(page).getByText('Đêm', { exact: true }).click()
  await bar(page).getByRole('checkbox', { name: 'Đường đồng độ rọi' }).check()
  await drawn(page)
  await page.waitForTimeout(3000)
  await picture(page, 'night')
})

test('assumptions are shown with their sources, and a change is computed', async () => {
  const { page } = planner
  await panel(page).getByText('Giả thiết', { exact: true }).first().click()
  const form = panel(page).getByRole('form', { name: 'Giả thiết' })
  expect(await form.textContent()).toContain('mặc định')
  await form.getByLabel(/Hệ số duy trì/).fill('0.7')
  await until('the run to follow', async () => (await page.getByText('Đang tính chiếu sáng').count()) > 0, 30)
  await computed(page)
  await form.getByRole('button', { name: 'Về mặc định' }).click()
  await computed(page)
  await panel(page).getByText('Kết quả', { exact: true }).first().click()
})

test('a street with other lamps shows new figures without being asked', async () => {
  const { page } = planner
  await panel(page).getByText('Đèn hỏng', { exact: true }).click()
  const outages = panel(page).getByRole('region', { name: 'Đèn hỏng' })
  await outages.locator('tbody button').first().click()
  await tab(page, 'Đối tượng').click()
  const edits = page.getByRole('region', { name: 'Đề xuất cho đèn' })
  await edits.waitFor({ timeout: 60_000 })
  await edits.getByLabel('Bộ đèn', { exact: true }).selectOption({ label: 'LED 30 W' })
  await edits.getByRole('button', { name: 'Thay bộ đèn' }).click()
  await edits.getByText(/Đã ghi \d+ thay đổi/).waitFor()
  await tab(page, 'Chiếu sáng').click()
  const cards = panel(page).getByRole('region', { name: 'Chỉ tiêu chiếu sáng' })
  await until('figures of both sides', async () => /Hiện trạng: /.test((await cards.textContent()) ?? ''))
  expect(await cards.textContent()).toMatch(/−[\d.]+ kWh\/năm/)
  await picture(page, 'lighting-scenario')
})

test('segments and outages are given as files', async () => {
  const { page, faults, context } = planner
  for (const [name, ending] of [
    ['Tải đoạn đường (CSV)', 'csv'],
    ['Tải đoạn đường (GeoJSON)', 'geojson'],
    ['Tải đèn hỏng (CSV)', 'csv'],
  ] as const) {
    const coming = page.waitForEvent('download')
    await panel(page).getByRole('button', { name }).click()
    expect((await coming).suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`))
  }
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone nothing runs out of the screen, and the night is a touch away', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/planner')
  await drawn(page)
  await tab(page, 'Chiếu sáng').click()
  await computed(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide).toBeLessThanOrEqual(0)
  await tab(page, 'Chiếu sáng').click()
  await bar(page).getByText('Đêm', { exact: true }).click()
  await page.waitForTimeout(3000)
  await picture(page, 'night-phone')
  expect(faults).toEqual([])
  await context.close()
})
