/** The norms of QCVN 01 in the planner: of the simulated area and of a ward, with an edit, on the map, in the report; on a phone. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pdfText } from '../pdf-text.ts'
import { openPage, openWorld, picture, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 400_000)
afterAll(() => world?.close())

test('norms with clause, verdict and why; an edit shows as a difference; houses out of reach on the map', async () => {
  const { page, context, faults } = await openPage(world, { width: 1440, height: 900 }, '/planner')
  await page.locator('canvas[data-waiting]').waitFor({ timeout: 120_000 })
  const tab = (name: string) => page.getByRole('tab', { name })
  await tab('Chỉ tiêu').click()
  const panel = page.getByRole('tabpanel', { name: 'Chỉ tiêu' })
  const told = async (what: string | RegExp) =>
    until(`${what}`, async () => (await panel.getByText(what).count()) > 0, 90)
  await told('Đã tính xong chỉ tiêu.')
  await told('Minh họa')
  await told(/Phương án không đổi chỉ tiêu nào/)
  const green = panel.getByRole('listitem').filter({ hasText: 'Cây xanh công cộng đơn vị ở' })
  await told(/Khu vực hiện hữu được tiệm cận dần/)
  expect(await green.textContent()).toContain('QCVN 01:2021/BXD, 2.2')

  await tab('Đối tượng').click()
  await page.getByLabel('Tìm thửa đất hoặc đường').fill('tờ')
  await page.getByRole('button', { name: /^Tờ / }).first().click()
  const zoning = page.getByRole('form', { name: 'Đổi quy hoạch thửa đất' })
  await zoning.getByLabel('Mã quy hoạch').fill('CX')
  await zoning.getByRole('button', { name: 'Đổi quy hoạch' }).click()
  await tab('Chỉ tiêu').click()
  await until('the difference', async () => /\(\+[\d,.]+ m²\/người\)/.test((await green.textContent()) ?? ''))

  await panel
    .getByRole('button', { name: /nhà ngoài bán kính/ })
    .first()
    .click()
  await panel.getByRole('button', { name: 'Thôi hiện trên bản đồ' }).waitFor()
  await page.locator('canvas[data-waiting="0"]').waitFor({ timeout: 120_000 })
  await picture(page, 'norms')

  await panel.getByLabel('Phạm vi', { exact: true }).selectOption({ label: 'Phường Vị Thanh' })
  await told(/32\.766 người/)
  const coming = page.waitForEvent('download', { timeout: 120_000 })
  await panel.getByRole('button', { name: 'Xuất báo cáo PDF' }).click()
  const said = pdfText(readFileSync(await (await coming).path()))
  for (const words of ['Chỉ tiêu quy hoạch theo QCVN 01:2021/BXD', 'Phường Vị Thanh', 'MINH HỌA', 'Bảng 2.18'])
    expect(said).toContain(words)
  expect(faults).toEqual([])
  await context.close()
})

test('on a narrow phone nothing is wider than the screen', async () => {
  const { page, context, faults } = await openPage(world, { width: 320, height: 640 }, '/planner')
  await page.getByRole('tab', { name: 'Chỉ tiêu' }).click()
  const panel = page.getByRole('tabpanel', { name: 'Chỉ tiêu' })
  await until('the norms', async () => (await panel.getByText('Đã tính xong chỉ tiêu.').count()) > 0, 90)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  expect(await panel.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})
