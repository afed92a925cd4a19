/**
 * What a citizen learns about a place in the real browser: what may be built, flood, a parcel by its number; a request for official planning
 * information from the card to the answer, which the office gives with a file. The built-in city is generated, and says so.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FloodMap, ParcelsAnswer } from '../../scenarios/api/place.ts'
import { recordId } from '../../scenarios/ids.ts'
import { both } from '../../scenarios/text.ts'
import { type Opened, openDesk, openPage, openWorld, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 640 }

let world: World
let reviewer: Opened
beforeAll(async () => {
  world = await openWorld()
  ;({ reviewer } = await openDesk(world))
}, 400_000)
afterAll(async () => {
  await world?.close()
})

/** E2E_LOOK names a folder for pictures to be looked at. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env.E2E_LOOK) await page.screenshot({ path: `${process.env.E2E_LOOK}/place-${name}.png` })
}
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
const section = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

let followCode = ''

/** A picture of one blue pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNgaPj/HwAEAQJ/4nN0hgAAAABJRU5ErkJggg==',
  'base64',
)
const floodMap = (key: string, title: string): FloodMap => ({
  ...{ id: recordId(), key, title: both(title, title), says: both('Kịch bản thử', 'A trial'), state: 'published' },
  ...{ job: null, runId: null, digest: 'd', current: true, illustrative: true, errorMetres: 0.3, publishedBy: null },
  ...{ bounds: [105.46, 9.775, 105.48, 9.795], createdAt: '2026-11-25T00:00:00Z', publishedAt: '2026-11-25T00:00:00Z' },
})

test('a published flood is chosen in the layers, compared with another, and carried by the link', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/')
  // Their computing takes minutes: the floods are ours, the page is not.
  const floods = [
    floodMap('rain-10-years', 'Mưa lớn 3 giờ, chu kỳ 10 năm'),
    floodMap('tide-2022', 'Triều cường 0,88 m'),
  ]
  await page.route('**/api/floods', (route) => route.fulfill({ json: floods }))
  await page.route('**/depth.png', (route) => route.fulfill({ contentType: 'image/png', body: PIXEL }))
  await page.goto(`${world.url}/?v=1&c=105.47000,9.78500,14.00&f=rain-10-years`)
  const onMap = page.getByRole('region', { name: 'Bản đồ ngập đang xem' })
  await onMap.getByText('Mưa lớn 3 giờ').waitFor()
  await page.getByRole('button', { name: 'Lớp bản đồ' }).first().click()
  expect(await page.getByRole('radio', { name: /Mưa lớn 3 giờ/ }).isChecked()).toBe(true)
  expect(await page.getByText('Công bố 25/11/2026').count()).toBe(2)
  await page.getByRole('radio', { name: /Triều cường/ }).check()
  await until('the link to say so', async () => page.url().includes('f=tide-2022'))
  await page.getByLabel('So sánh với').selectOption({ label: 'Mưa lớn 3 giờ, chu kỳ 10 năm' })
  await page.getByRole('slider', { name: /Ranh giữa Triều cường 0,88 m và Mưa lớn/ }).waitFor()
  await until('the link to name both', async () => page.url().includes('f=tide-2022,rain-10-years'))
  await look(page, 'floods-phone')
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBe(0)
  await onMap.getByRole('button', { name: 'Tắt bản đồ ngập' }).click()
  expect(await page.getByRole('slider').count()).toBe(0)
  await until('the link to name none', async () => !page.url().includes('f='))
  await page.goto(`${world.url}/?v=1&f=tide-1999`)
  await onMap.getByText('không còn được công bố').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a parcel by its number opens a card that tells what may be built and what water is known', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/parcels')
  await page.getByLabel('Tờ bản đồ số').fill('1232')
  await page.getByLabel('Thửa đất số').fill('5')
  await page.getByRole('button', { name: 'Tìm thửa' }).click()
  const answer: ParcelsAnswer = await (await context.request.get(`${world.url}/api/parcels?sheet=1232&number=5`)).json()
  expect(answer.parcels.length).toBeGreaterThan(0)
  await until('the parcels', async () => page.getByText('dữ liệu sinh, không phải bản đồ địa chính').isVisible())
  await look(page, 'parcels-phone')
  await page.getByRole('button', { name: 'Mở thẻ của thửa' }).first().click()

  const build = section(page, 'Được xây gì ở đây?')
  await until('what may be built', async () => build.getByText('Mật độ xây dựng').isVisible())
  expect(await build.getByText('cần người xem').count()).toBeGreaterThan(3)
  expect(await build.getByText('không phải chứng chỉ quy hoạch').isVisible()).toBe(true)
  const flood = section(page, 'Ngập ở đây')
  await until('the flood', async () => flood.getByText('Chưa kết nối trạm đo nào').isVisible())
  expect(await flood.getByText('chưa kết nối', { exact: true }).count()).toBeGreaterThan(0)
  await build.scrollIntoViewIfNeeded()
  await look(page, 'card-phone')
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBe(0)
  await look(page, 'card-small')
  await page.setViewportSize(DESKTOP)
  await look(page, 'card-desktop')
  await page.setViewportSize(PHONE)

  await build.getByRole('link', { name: 'Yêu cầu thông tin quy hoạch chính thức' }).click()
  await until('the form', async () => page.getByLabel('Họ và tên').isVisible())
  expect(await page.getByLabel('Tờ bản đồ').inputValue()).toBe('1232')
  expect(await page.getByLabel('Thửa số').inputValue()).toBe('5')
  await page.getByLabel('Bạn cần biết điều gì').fill('Thửa này được xây mấy tầng?')
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Hỏi')
  await page.getByLabel('Số điện thoại').fill('0909 123 456')
  await look(page, 'form-phone')
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBe(0)
  await page.setViewportSize(PHONE)
  await page.getByRole('button', { name: 'Gửi yêu cầu' }).click()
  await until('the receipt', async () => page.locator('.receipt-code').isVisible())
  followCode = (await page.locator('.receipt-code').textContent())!.trim()
  expect(await page.getByRole('img', { name: 'Mã QR để theo dõi yêu cầu' }).isVisible()).toBe(true)
  await look(page, 'receipt-phone')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tải biên nhận PDF' }).click()
  expect((await saved).suggestedFilename()).toMatch(/^QH\..*\.pdf$/)
  expect(faults).toEqual([])
  await context.close()
})

test('the office answers with words and a paper', async () => {
  const { page, faults } = reviewer
  await page.goto(`${world.url}/statements`)
  await page.getByRole('link', { name: /^QH\./ }).click()
  await until('the request', async () => page.getByText('Thửa này được xây mấy tầng?').isVisible())
  expect(await page.getByText('Nguyễn Thị Hỏi').isVisible()).toBe(true)
  await page.getByLabel('Người xử lý').selectOption({ label: 'Trần Thị Hòa' })
  await page.getByRole('button', { name: 'Giao', exact: true }).click()
  await until('it to be given', async () => page.getByText('Giao người xử lý').isVisible())
  await page.setInputFiles('input[type=file]', {
    ...{ name: 'tra-loi.pdf', mimeType: 'application/pdf' },
    buffer: Buffer.from('%PDF-1.4\ntra loi\n%%EOF\n'),
  })
  await until('the paper', async () => page.getByRole('link', { name: /tra-loi\.pdf/ }).isVisible())
  await page.getByLabel(/^Nội dung/).fill('Theo quy hoạch, thửa đất thuộc khu ở hiện trạng.')
  await look(page, 'desk')
  await page.getByRole('button', { name: 'Trả lời', exact: true }).click()
  await until('the end', async () => (await page.getByRole('button', { name: 'Trả lời', exact: true }).count()) === 0)
  expect(await page.getByText('Đã trả lời').first().isVisible()).toBe(true)
  expect(faults).toEqual([])
})

test('who asked reads the answer by the code, and saves the paper', async () => {
  const { page, context, faults } = await openPage(world, PHONE, `/statement/follow#${encodeURIComponent(followCode)}`)
  await until('the answer', async () => page.getByText('thửa đất thuộc khu ở hiện trạng').first().isVisible())
  expect(page.url()).not.toContain(followCode)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'tra-loi.pdf' }).click()
  expect((await saved).suggestedFilename()).toBe('tra-loi.pdf')
  await look(page, 'follow-phone')
  expect(faults).toEqual([])
  await context.close()
})
