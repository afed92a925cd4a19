/**
 * Open data and address codes in the real browser: a visitor looks through the catalogue and takes a file, a reviewer gives a code and
 * prints its plate, and on a phone the link of the plate opens the place; of an old code what it has become.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AddressPage, CodeRow } from '../../scenarios/api/codes.ts'
import { pdfText } from '../pdf-text.ts'
import { type Opened, openDesk, openPage, openWorld, picture, send, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 640 }

let world: World
let reviewer: Opened

/** E2E_LOOK names a folder for pictures to be looked at. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env.E2E_LOOK) await page.screenshot({ path: join(process.env.E2E_LOOK, `data-${name}.png`) })
}
/** Nothing is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

beforeAll(async () => {
  world = await openWorld()
  ;({ reviewer } = await openDesk(world))
}, 400_000)
afterAll(async () => {
  await world?.close()
})

let code = ''

test('a reviewer finds an address, gives it a code, and prints its plate', async () => {
  const { page, faults } = reviewer
  await page.goto(`${world.url}/codes`)
  await page.getByRole('button', { name: 'Địa chỉ', exact: true }).click()
  await page.getByLabel('Tìm theo địa chỉ hoặc mã').fill('tran hung dao')
  const first = page.locator('.codes-list > li').first()
  await until('the street to be found', async () => (await first.textContent())?.includes('Trần Hưng Đạo') ?? false)
  await first.getByRole('button', { name: /Cấp mã/ }).click()
  await first.locator('.printed-code').waitFor()
  const printed = (await first.locator('.printed-code').textContent())!.trim()
  expect(printed).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{4}$/)
  code = printed.replace('-', '')
  await look(page, 'addresses')
  await picture(page, 'codes')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    first
      .getByRole('link', { name: /In biển/ })
      .first()
      .click(),
  ])
  const words = pdfText(readFileSync(await download.path()))
  expect(words).toContain(printed)
  expect(words).toContain(`/c/${code}`)
  await page.getByRole('button', { name: 'Theo đơn vị', exact: true }).click()
  await page.getByRole('table').waitFor()
  await look(page, 'units')
  expect(faults).toEqual([])
}, 120_000)

test('a code that is split leads to its new ones, by the form of the register', async () => {
  const { page, context, faults } = reviewer
  const { addresses }: AddressPage = await (
    await context.request.get(`${world.url}/api/codes/addresses?q=tran%20hung%20dao&without=true`)
  ).json()
  const [one, other] = addresses as [AddressPage['addresses'][number], AddressPage['addresses'][number]]
  const [given] = (await send(world, context, 'POST', '/api/codes', { addressId: one.addressId })) as CodeRow[]
  await page.getByRole('button', { name: 'Sổ mã', exact: true }).click()
  await page.getByLabel('Tìm theo địa chỉ hoặc mã').fill(given!.printed)
  const row = page.locator('.codes-list > li').first()
  await until('the code to be found', async () => (await page.locator('.codes-page .codes-list > li').count()) === 1)
  await row.getByRole('button', { name: 'Thay đổi' }).click()
  for (const { label } of [one, other]) {
    await row.getByLabel('Tìm địa chỉ').fill(label.split(',')[0]!)
    await row.locator('li', { hasText: label }).getByRole('button', { name: /^Thêm/ }).click()
  }
  await row.getByLabel('Lý do').fill('Tách hộ theo biên bản')
  await look(page, 'split')
  await row.getByRole('button', { name: 'Ghi vào sổ' }).click()
  await row.getByText('đã tách thành mã mới').waitFor()
  expect(faults).toEqual([])
  const old = await openPage(world, PHONE, `/c/${given!.code}`)
  await old.page.getByText(/nay là các mã dưới đây/).waitFor()
  expect(await old.page.locator('.address-code .printed').count()).toBe(2)
  expect(old.faults).toEqual([])
  await old.context.close()
}, 120_000)

test('the link of a plate opens the card of the place on a phone', async () => {
  const { page, context, faults } = await openPage(world, PHONE, `/c/${code}`, { hasTouch: true })
  await page.locator('.address-code .printed').waitFor()
  await page.getByRole('heading', { name: /Trần Hưng Đạo/ }).waitFor()
  await page.getByText('Chưa kết nối trạm đo nào').waitFor()
  await look(page, 'code-phone')
  await picture(page, 'code-phone')
  // Typed into the search of the map, it is known for a code.
  await page.getByRole('combobox').fill(code.toLowerCase())
  await page.getByRole('combobox').press('Enter')
  await page.locator('.address-code .printed').waitFor()
  await page.getByLabel('Tìm mã khác').fill(code.slice(0, 6))
  await page.getByRole('button', { name: 'Tìm mã', exact: true }).click()
  await page.getByText(/Mã địa chỉ có 7 ký tự/).waitFor()
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBe(0)
  await look(page, 'code-small')
  // The refusal itself is told by the browser.
  expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
  await context.close()
}, 60_000)

test('a visitor looks through the open data and takes a file', async () => {
  const { page, context, faults } = await openPage(world, DESKTOP, '/data')
  await page.getByRole('heading', { name: 'Dữ liệu mở' }).waitFor()
  await page.getByLabel('Tìm trong danh mục').fill('don vi hanh chinh')
  const units = page.locator('.open-data details', { hasText: 'Đơn vị hành chính' }).first()
  await units.locator('summary').click()
  await look(page, 'catalogue')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    units.getByRole('link', { name: 'GeoJSON' }).click(),
  ])
  const { features, vithanh } = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(features.length).toBe(12)
  expect(vithanh.sources.length).toBeGreaterThan(0)
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBe(0)
  await look(page, 'catalogue-small')
  expect(faults).toEqual([])
  await context.close()
}, 120_000)
