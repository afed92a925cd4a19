/** Finding and showing a place: typed without diacritics and completed, tapped, handed on by its link, read without a script. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, picture, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const PHONE = { width: 390, height: 844 }
const label = '657 Trần Hưng Đạo, Khu vực 9, Phường Vị Thanh, TP Cần Thơ'

test('on a phone: typed, completed, chosen; the card has both names and both codes; its link brings it back', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/', { hasTouch: true })
  const field = page.getByRole('combobox')
  await field.click()
  await field.pressSequentially('657 tran hung d')
  const option = page.getByRole('option').first()
  await until('the address', async () => (await option.innerText()).startsWith(label), 60)
  await picture(page, 'map-search')
  await field.press('ArrowDown')
  expect(await field.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'))
  await field.press('Enter')
  const card = page.getByRole('article', { name: label })
  await card.getByText('657 Trần Hưng Đạo, Khu vực 5, Phường III, TP Vị Thanh, Hậu Giang').waitFor()
  for (const said of [
    '95115',
    '95111',
    /^95115-\w{7}$/,
    '9.772978, 105.455192',
    /^X 10807\d\d\.\d\d; Y 5497\d\d\.\d\d$/,
  ])
    await card.getByText(said, { exact: true }).first().waitFor()
  await card.getByRole('button', { name: /^Mã QR$/ }).click()
  await card.getByRole('img', { name: /Mã QR mở/ }).waitFor()
  await picture(page, 'map-card')

  await until('the link', async () => new URL(page.url()).searchParams.get('q') === label, 30)
  const link = page.url()
  expect(await page.evaluate(() => history.length)).toBeLessThan(4)
  const other = await context.newPage()
  await other.goto(link)
  await other.getByRole('article', { name: label }).waitFor()
  await until('the same view', async () => new URL(other.url()).searchParams.get('at') === '105.455192,9.772978', 30)
  await until('its title', async () => (await other.title()).startsWith(label), 30)

  // What was looked for stays on this device until it is cleared.
  await field.fill('')
  await page.getByRole('option', { name: /657 Trần Hưng Đạo/ }).waitFor()
  await page.getByRole('button', { name: 'Xóa các lần tìm gần đây' }).click()
  await until(
    'nothing kept',
    async () => (await page.evaluate(() => localStorage.getItem('vithanh.map.recent'))) === null,
  )
  await field.fill('quận 1 sài gòn')
  await page
    .getByText(/không thuộc thành phố này/)
    .first()
    .waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a tap on the map asks what is there', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/?v=1&c=105.455192,9.772978,18', { hasTouch: true })
  const map = page.locator('canvas').first()
  await map.waitFor()
  const tapped = async () => {
    await page.touchscreen.tap(195, 330)
    return page.getByRole('article').isVisible()
  }
  await until('the card of what was tapped', tapped, 60)
  await page
    .getByRole('article')
    .getByText(/^95115-\w{7}$/)
    .waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('without any script: found, shown, printed from the page of text', async () => {
  const context = await world.browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
  const page = await context.newPage()
  let bytes = 0
  page.on('response', async (response) => {
    bytes += (await response.body().catch(() => Buffer.alloc(0))).length
  })
  await page.goto(`${world.url}/p`)
  await page.getByRole('searchbox').fill('657 tran hung dao')
  await page.getByRole('button', { name: 'Tìm' }).click()
  bytes = 0
  await page.getByRole('link', { name: label }).click()
  await page.getByText('657 Trần Hưng Đạo, Khu vực 5, Phường III, TP Vị Thanh, Hậu Giang').first().waitFor()
  await until('the picture', () =>
    page.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth === 600),
  )
  expect(bytes).toBeLessThan(150_000)
  await picture(page, 'map-text')
  await page.getByRole('link', { name: '112: tìm kiếm, cứu nạn' }).waitFor()
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByText('Name before 1 July 2025').waitFor()
  await context.close()
})
