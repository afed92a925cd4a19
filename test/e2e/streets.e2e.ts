/** Streets under a planner's hand in the real browser: widened, made one-way, a turn banned, a new one drawn; on a desk and on a phone. */
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
const feature = (page: Page) => page.getByRole('complementary', { name: 'Đối tượng, mô phỏng và kết quả' })
const scenario = async (page: Page) => {
  await page.getByRole('tab', { name: 'Phương án' }).click()
  return page.getByRole('region', { name: 'Các thay đổi' })
}
const chooseStreet = async (page: Page) => {
  await page.getByLabel('Tìm thửa đất hoặc đường').fill('Hòa Bình')
  await feature(page)
    .getByRole('button', { name: /^Hòa Bình/ })
    .first()
    .click()
  await feature(page).getByRole('form', { name: 'Mặt cắt đường' }).waitFor({ timeout: 60_000 })
}

test('a street is widened, made one-way and a turn out of it banned; each is an edit that can be taken back', async () => {
  const { page } = desk
  await drawn(page)
  await chooseStreet(page)
  const panel = feature(page)
  const width = panel.getByLabel('Bề rộng mặt đường (m)')
  await width.fill(String(Number(await width.inputValue()) + 3))
  await panel.getByRole('button', { name: 'Đổi mặt cắt' }).click()
  expect(await panel.getByRole('button', { name: 'Đổi mặt cắt' }).isDisabled()).toBe(true)
  await panel.getByRole('radio', { name: 'Một chiều theo mũi tên' }).check()
  const turn = panel.getByRole('checkbox', { name: /^Cấm / }).first()
  await turn.check()

  const edits = await scenario(page)
  await until('three edits', async () => (await edits.getByRole('listitem').count()) === 3)
  expect(await edits.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^Mặt đường Hòa Bình/),
    'Đường Hòa Bình: một chiều',
    expect.stringMatching(/^Cấm rẽ Hòa Bình → /),
  ])

  await turn.uncheck()
  await until('the ban to be gone', async () => (await edits.getByRole('listitem').count()) === 2)
  await edits.getByRole('button', { name: 'Hoàn tác' }).click()
  await until('the ban to be back', async () => (await edits.getByRole('listitem').count()) === 3)
  expect(await turn.isChecked()).toBe(true)
})

test('lamps along a whole street are one line of the list and one undo; one of them can be left out', async () => {
  const { page } = desk
  const panel = feature(page)
  await panel.getByText('Thêm dãy đèn dọc đường này').click()
  const add = panel.getByRole('button', { name: /^Thêm \d+ đèn$/ })
  const n = Number(/\d+/.exec((await add.textContent()) ?? '')?.[0])
  expect(n).toBeGreaterThan(2)
  await add.click()
  const edits = await scenario(page)
  const row = (lamps: number) =>
    edits.getByRole('button', { name: `Đến nơi thay đổi: Thêm ${lamps} đèn, đường Hòa Bình: LED 80 W, cao 8 m` })
  await row(n).waitFor({ timeout: 30_000 })
  expect(await edits.getByRole('listitem').count()).toBe(4)

  await edits.getByText(`Từng thay đổi (${n})`).click()
  await until('each lamp', async () => (await edits.getByRole('listitem').count()) === 4 + n)
  await edits
    .getByRole('button', { name: /^Bỏ thay đổi: Thêm đèn/ })
    .first()
    .click()
  await row(n - 1).waitFor({ timeout: 30_000 })
  const undo = edits.getByRole('button', { name: 'Hoàn tác' })
  await undo.click()
  await row(n).waitFor({ timeout: 30_000 })
  await undo.click()
  await until('the row to be gone', async () => (await edits.getByRole('listitem').count()) === 3)
})

test('a new street is drawn as a line, named, and stands in the scenario and under a click', async () => {
  const { page, faults } = desk
  await page.getByRole('button', { name: 'Nhìn từ trên xuống' }).click()
  await drawn(page)
  await page.getByRole('button', { name: 'Vẽ đường mới' }).click()
  const canvas = page.locator('canvas[data-waiting]')
  const { x, y, width, height } = (await canvas.boundingBox())!
  const at = (right: number, down: number): [number, number] => [x + right * width, y + down * height]
  await page.mouse.click(...at(0.4, 0.35))
  await page.mouse.click(...at(0.55, 0.45))
  await page.mouse.dblclick(...at(0.6, 0.6))
  const form = feature(page).getByRole('form', { name: 'Đường mới' })
  await form.waitFor({ timeout: 60_000 })
  await form.getByLabel('Tên đường (không bắt buộc)').fill('Đường Ven Kênh')
  await form.getByLabel('Cấp đường').selectOption('collector')
  await form.getByLabel('Cầu').check()
  await form.getByRole('button', { name: 'Thêm đường vào phương án' }).click()
  const edits = await scenario(page)
  await until('the road among the edits', async () => /Thêm cầu Đường Ven Kênh/.test((await edits.textContent()) ?? ''))

  await until('the road under a click', async () => {
    await page.mouse.click(...at(0.475, 0.4))
    await page.waitForTimeout(1500)
    return (await feature(page).getByRole('form', { name: 'Đường trong phương án' }).count()) > 0
  })
  await feature(page).getByRole('button', { name: 'Bỏ đường này' }).click()
  await until('the road to be gone', async () => !/Đường Ven Kênh/.test((await edits.textContent()) ?? ''))
  expect(faults).toEqual([])
})

test('on a phone the forms of a street fit', async () => {
  const { page, context } = await openPage(world, PHONE, '/planner')
  try {
    await drawn(page)
    await page.getByRole('tab', { name: 'Đối tượng' }).click()
    await chooseStreet(page)
    const wide = await feature(page).evaluate((side) => side.scrollWidth > side.clientWidth)
    expect(wide).toBe(false)
    await feature(page).getByRole('radio', { name: 'Một chiều ngược mũi tên' }).check()
    await until('the edit to be said', async () => /ngược chiều vẽ/.test((await feature(page).textContent()) ?? ''))
  } finally {
    await context.close()
  }
})
