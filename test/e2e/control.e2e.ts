/**
 * After the permit, on a phone: a visit with a photo, written without a network and sent when there is one, measured against the
 * permit; the deviation, its order, the follow-up, completion, in the case's own page. The built-in city is generated, so the
 * case is a specimen and changes nothing in it.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { houseApplication, householder } from '../arbitraries/permit.ts'
import { pdfText } from '../pdf-text.ts'
import { cameraJpeg } from '../photos.ts'
import { type Opened, openDesk, openPage, openWorld, picture, send, until, type World } from './world.ts'

const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 640 }
/** The lot of the sample house, in WGS 84. */
const THERE = { longitude: 105.46625, latitude: 9.78335, accuracy: 6 }

let world: World
let reviewer: Opened
let approver: Opened
let id = ''
let followCode = ''

async function step(who: Opened, event: string, more: object = {}) {
  const { revision } = await (await who.context.request.get(`${world.url}/api/permits/${id}`)).json()
  return send(world, who.context, 'POST', `/api/permits/${id}/events`, { event, revision, note: 'đủ', ...more })
}

beforeAll(async () => {
  world = await openWorld()
  ;({ reviewer, approver } = await openDesk(world, PHONE))
  const filed = await send(world, reviewer.context, 'POST', '/api/permits', {
    people: householder,
    application: houseApplication,
  })
  id = filed.id
  followCode = filed.followCode
  await step(reviewer, 'receive')
  const { user } = await (await reviewer.context.request.get(`${world.url}/api/session`)).json()
  await step(reviewer, 'assign', { to: user.id })
  await send(world, reviewer.context, 'POST', `/api/permits/${id}/check`, {})
  await step(reviewer, 'propose')
  await step(approver, 'approve')
  await step(approver, 'issue')
}, 400_000)
afterAll(async () => {
  await world?.close()
})

const card = (page: Page) => page.getByRole('region', { name: 'Thi công và nghiệm thu' })
const says = (page: Page, words: RegExp) =>
  until(`the card to say ${words}`, async () => words.test((await card(page).textContent()) ?? ''), 60)
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
/** For whoever looks at the screens: SHOTS=<folder>. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

test('the applicant gives notice of start by their own code', async () => {
  const { page, context, faults } = await openPage(world, PHONE, `/permits/follow#${followCode}`)
  await page.getByRole('button', { name: 'Xem', exact: true }).click()
  const notice = page.getByRole('region', { name: 'Thông báo khởi công' })
  await notice.getByLabel('Ngày khởi công, nhà thầu').fill('Khởi công hôm nay, nhà thầu Xà No')
  await shot(page, 'follow-start-390')
  await notice.getByRole('button', { name: 'Thông báo khởi công' }).click()
  await page.getByText('Đã khởi công').first().waitFor({ timeout: 30_000 })
  expect(faults).toEqual([])
  await context.close()
})

test('a visit is written without a network, stays on the phone, and leaves when there is one', async () => {
  const { page, context, faults } = reviewer
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation(THERE)
  await page.goto(`${world.url}/permits/${id}`)
  await says(page, /Chưa có lần kiểm tra nào từ khi khởi công/)
  await card(page).getByRole('button', { name: 'Kiểm tra hiện trường' }).click()
  const form = card(page).getByRole('form', { name: 'Biên bản kiểm tra' })
  await context.setOffline(true)
  expect(await form.getByLabel('Người kiểm tra').inputValue()).toBe('Trần Thị Hòa')
  await form.getByRole('button', { name: 'Lấy vị trí của máy' }).click()
  await until(
    'a position in VN-2000',
    async () => /X 1\.08\d\.\d{3},\d, Y 55\d\.\d{3},\d/.test((await form.textContent()) ?? ''),
    30,
  )
  await form.getByLabel('Chiều cao công trình').fill('12.6')
  await form.getByLabel('Số tầng').fill('4')
  await until('the deviation', async () => /lệch \+1,20 m/.test((await form.textContent()) ?? ''), 10)
  await form.getByText('Tọa độ góc móng').first().click()
  await form.getByLabel('Tọa độ góc móng').fill('1082002 551000\n1082002 551005\n1082018.3 551005\n1082018.3 551000')
  await until(
    'the corners',
    async () => /Góc công trình lệch xa nhất: 0,30 m/.test((await form.textContent()) ?? ''),
    10,
  )
  await form.getByLabel('Ảnh hiện trường').setInputFiles({
    name: 'mat-dung.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(cameraJpeg(THERE)),
  })
  await form.getByLabel('Chú thích ảnh 1').fill('Mặt đứng, đang xây tầng 4')
  await form.getByLabel('Kết luận').fill('Vượt một tầng so với giấy phép.')
  await form.scrollIntoViewIfNeeded()
  await shot(page, 'visit-form-390')
  await form.getByLabel('Chiều cao công trình').scrollIntoViewIfNeeded()
  await shot(page, 'visit-figures-390')
  await form.getByRole('button', { name: 'Gửi biên bản' }).scrollIntoViewIfNeeded()
  await shot(page, 'visit-end-390')
  expect(await fits(page)).toBe(true)
  await form.getByRole('button', { name: 'Gửi biên bản' }).click()
  await says(page, /Chờ gửi: sẽ gửi khi có mạng/)
  await shot(page, 'visit-waiting-390')
  // The page is gone, the draft is not.
  await context.setOffline(false)
  await page.reload()
  await says(page, /Kiểm tra trong thi công/)
  await until('nothing to wait', async () => !/Chờ gửi/.test((await card(page).textContent()) ?? ''), 60)
  await says(page, /Chưa nghiệm thu được/)
  const found = card(page).getByRole('table', { name: 'Đo được so với giấy phép' }).first()
  await until(
    'the figures',
    async () => /Số tầng.*3 tầng.*4 tầng.*lệch \+1 tầng/s.test((await found.textContent()) ?? ''),
    30,
  )
  await card(page).scrollIntoViewIfNeeded()
  await shot(page, 'control-after-visit-390')
  expect(await fits(page)).toBe(true)
  // A page that was offline says so in its console.
  expect(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|net::|Failed to load/.test(fault))).toEqual([])
  faults.length = 0
})

test('the deviation is recorded, ordered, followed up and closed; then the works are accepted', async () => {
  const { page, faults } = reviewer
  await card(page).getByRole('button', { name: 'Lập biên bản vi phạm' }).click()
  const record = card(page).getByRole('form', { name: 'Lập biên bản vi phạm' })
  await record.getByLabel('Hành vi, hiện trạng').fill('Xây vượt một tầng so với giấy phép.')
  await record.getByRole('button', { name: 'Xác nhận' }).click()
  const matter = (of: Page) => card(of).getByRole('article', { name: /Vụ việc 1\/BB-TTXD/ })
  await matter(page).getByRole('button', { name: 'Trình quyết định' }).click()
  const propose = matter(page).getByRole('form', { name: 'Trình quyết định' })
  await propose.getByLabel('buộc khắc phục').check()
  await propose.getByLabel('Nội dung').fill('Đình chỉ, tháo dỡ tầng 4.')
  await shot(page, 'matter-propose-390')
  await propose.getByRole('button', { name: 'Xác nhận' }).click()
  await says(page, /Trình quyết định/)

  const desk = approver.page
  await desk.goto(`${world.url}/permits/${id}`)
  await matter(desk).getByRole('button', { name: 'Ra quyết định' }).click()
  await matter(desk).getByRole('form').getByRole('button', { name: 'Xác nhận' }).click()
  await says(desk, /hạn thực hiện/)
  await card(desk).scrollIntoViewIfNeeded()
  await shot(desk, 'control-desktop')
  await picture(desk, 'permits-control')
  const [file] = await Promise.all([
    desk.waitForEvent('download', { timeout: 120_000 }),
    matter(desk)
      .getByRole('button', { name: /In: Quyết định/ })
      .click(),
  ])
  const order = pdfText(readFileSync(await file.path())).replace(/\s+/g, '')
  expect(order).toContain('ĐÌNHCHỈTHICÔNG')
  expect(order).toContain('MINHHỌA')
  await desk.goto(`${world.url}/permits?orders=open`)
  await desk
    .getByText(/QĐ xử lý đến/)
    .first()
    .waitFor({ timeout: 30_000 })
  await shot(desk, 'queue-orders-desktop')

  // The follow-up: mended.
  await page.goto(`${world.url}/permits/${id}`)
  await card(page).getByRole('button', { name: 'Kiểm tra hiện trường' }).click()
  const form = card(page).getByRole('form', { name: 'Biên bản kiểm tra' })
  await form.getByLabel('Loại kiểm tra').selectOption('follow-up')
  await form.getByLabel('Chiều cao công trình').fill('11.45')
  await form.getByLabel('Số tầng').fill('3')
  await form.getByText('Tọa độ góc móng').first().click()
  await form.getByLabel('Tọa độ góc móng').fill('1082002 551000\n1082002 551005\n1082018 551005\n1082018 551000')
  await form.getByLabel('Kết luận').fill('Đã tháo dỡ tầng 4.')
  await form.getByRole('button', { name: 'Gửi biên bản' }).click()
  await says(page, /Kiểm tra lại \(sau biên bản\)/)
  await matter(page).getByRole('button', { name: 'Kiểm tra lại: đã khắc phục' }).click()
  await matter(page).getByRole('form').getByRole('button', { name: 'Xác nhận' }).click()
  await says(page, /Đã khắc phục/)
  await desk.goto(`${world.url}/permits/${id}`)
  await matter(desk).getByRole('button', { name: 'Kết thúc vụ việc' }).click()
  await matter(desk).getByRole('form').getByLabel('Nội dung').fill('Đã khắc phục xong.')
  await matter(desk).getByRole('form').getByRole('button', { name: 'Xác nhận' }).click()
  await until(
    'nothing against it',
    async () => !/Chưa nghiệm thu được/.test((await card(desk).textContent()) ?? ''),
    30,
  )

  await page.goto(`${world.url}/permits/${id}`)
  const actions = page.getByRole('region', { name: 'Xử lý' })
  await actions.getByRole('button', { name: 'Nghiệm thu hoàn thành' }).click()
  await actions.getByLabel('Nội dung').fill('Đúng giấy phép.')
  await actions.getByRole('button', { name: 'Xác nhận: Nghiệm thu hoàn thành' }).click()
  await page.getByText('Đã nghiệm thu').first().waitFor({ timeout: 30_000 })
  await says(page, /không đưa vào mô hình thành phố/)
  await card(page).scrollIntoViewIfNeeded()
  await shot(page, 'control-done-390')
  await page.setViewportSize(SMALL)
  await shot(page, 'control-done-320')
  expect(await fits(page)).toBe(true)
  expect(faults).toEqual([])
  expect(approver.faults).toEqual([])
})

test('a notice of works that need no permit, with a neighbour and a source drawn by hand', async () => {
  const { page } = reviewer
  await page.setViewportSize(PHONE)
  await page.goto(`${world.url}/permits/new`)
  await page.getByLabel('Công trình miễn giấy phép').check()
  const corners = ['1082000 551000', '1082000 551005', '1082020 551005', '1082020 551000']
  for (const [i, corner] of corners.entries()) {
    const [x, y] = corner.split(' ') as [string, string]
    await page.getByLabel(`X (Bắc) của góc ${i + 1}`).fill(x)
    await page.getByLabel(`Y (Đông) của góc ${i + 1}`).fill(y)
  }
  await page.getByRole('button', { name: 'Vẽ thêm nhà lân cận' }).click()
  const drawn = page.getByRole('group', { name: 'Vẽ thêm nhà lân cận' })
  const plan = drawn.getByRole('img')
  const box = (await plan.boundingBox())!
  for (const [dx, dy] of [
    [0.7, 0.3],
    [0.9, 0.3],
    [0.9, 0.6],
  ] as const)
    await plan.click({ position: { x: box.width * dx, y: box.height * dy } })
  await drawn.scrollIntoViewIfNeeded()
  await shot(page, 'draw-neighbour-390')
  await drawn.getByRole('button', { name: 'Xong' }).click()
  await page.getByText('giả định').first().waitFor({ timeout: 10_000 })
  await page.getByRole('button', { name: 'Vẽ nguồn ô nhiễm' }).click()
  const source = page.getByRole('group', { name: 'Vẽ nguồn ô nhiễm' })
  await source.getByLabel('Góc (X Y').fill('1082100 551000\n1082100 551020\n1082120 551020')
  await source.getByRole('button', { name: 'Xong' }).click()
  await page.getByLabel('Loại nguồn').waitFor({ timeout: 10_000 })
  expect(await fits(page)).toBe(true)
})
