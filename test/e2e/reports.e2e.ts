/**
 * Field reports in the real browser: on a phone a citizen writes one with a photo while there is no link, and it leaves when there is;
 * the desk receives, passes on, answers, blurs; another publishes; the citizen follows by the code and rates.
 */
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PublicReportPage, ReportPage } from '../../scenarios/api/reports.ts'
import { cameraJpeg } from '../photos.ts'
import { type Opened, openPage, openWorld, send, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 640 }
const PASSWORD = 'mot-mat-khau-that-dai-1'
const WORDS = 'Nắp cống vỡ trước chợ, xe dễ sụp'

let world: World
let operator: Opened
let approver: Opened

/** E2E_LOOK names a folder for pictures to be looked at. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env.E2E_LOOK) await page.screenshot({ path: join(process.env.E2E_LOOK, `reports-${name}.png`) })
}
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

async function signedIn(size: typeof DESKTOP, name: string, oneTime: string): Promise<Opened> {
  const opened = await openPage(world, size, '/login')
  await send(world, opened.context, 'POST', '/api/session', { name, password: oneTime })
  await send(world, opened.context, 'POST', '/api/session/password', { current: oneTime, next: PASSWORD })
  return opened
}

beforeAll(async () => {
  world = await openWorld()
  const admin = await signedIn(DESKTOP, 'admin', world.oneTimePassword!)
  const added = async (size: typeof DESKTOP, name: string, displayName: string, role: string) => {
    const made = await send(world, admin.context, 'POST', '/api/users', { name, displayName, role })
    return signedIn(size, name, made.oneTimePassword)
  }
  operator = await added(DESKTOP, 'van', 'Phạm Thị Vân', 'operator')
  approver = await added(DESKTOP, 'binh', 'Lê Văn Bình', 'approver')
  await admin.context.close()
}, 400_000)
afterAll(async () => {
  await world?.close()
})

/** A photo as a phone writes it, 1200 × 900, its place in EXIF: a board of black and white squares in the middle stands for a plate. */
async function photoOfStreet(page: Page): Promise<Buffer> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    ;[canvas.width, canvas.height] = [1200, 900]
    const context = canvas.getContext('2d')!
    context.fillStyle = '#7aa2b8'
    context.fillRect(0, 0, 1200, 500)
    context.fillStyle = '#6f6a60'
    context.fillRect(0, 500, 1200, 400)
    for (let y = 0; y < 12; y++)
      for (let x = 0; x < 12; x++) {
        context.fillStyle = (x + y) % 2 ? '#000' : '#fff'
        context.fillRect(540 + 10 * x, 390 + 10 * y, 10, 10)
      }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!
  })
  const jpeg = Buffer.from(drawn, 'base64')
  const withPlace = cameraJpeg({ longitude: 105.4703, latitude: 9.784 })
  const exif = withPlace.subarray(2, 4 + withPlace[4]! * 256 + withPlace[5]!)
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)])
}

/** The darkest and the lightest in the middle of a picture, 0 … 255. */
const rangeInMiddle = (page: Page, address: string): Promise<[number, number]> =>
  page.evaluate(async (from) => {
    const picture = await createImageBitmap(await (await fetch(from)).blob())
    const canvas = document.createElement('canvas')
    ;[canvas.width, canvas.height] = [picture.width, picture.height]
    const context = canvas.getContext('2d')!
    context.drawImage(picture, 0, 0)
    const { data } = context.getImageData(picture.width / 2 - 40, picture.height / 2 - 40, 80, 80)
    const reds = data.filter((_, i) => i % 4 === 0)
    return [Math.min(...reds), Math.max(...reds)]
  }, address)

const list = async (context: BrowserContext): Promise<ReportPage> =>
  (await context.request.get(`${world.url}/api/reports/cases?bucket=all`)).json()

let code = ''

test('a citizen on a phone writes a report without a link; it is kept, and leaves when the link is back', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/report', { hasTouch: true })
  await page.getByText('Đường, vỉa hè, nắp cống').click()
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'IMG_2026.jpg', mimeType: 'image/jpeg', buffer: await photoOfStreet(page) })
  await page.getByRole('button', { name: 'Dùng vị trí trong ảnh' }).click()
  await until('the place', async () => page.getByText(/Đã chọn: 9,784/).isVisible())
  await page.getByLabel('3. Mô tả').fill(WORDS)
  await look(page, 'form-390')
  expect(await overflow(page)).toBeLessThanOrEqual(0)

  // What was typed is still there after the page was closed.
  await page.waitForTimeout(600)
  await page.reload()
  await until('the draft', async () => (await page.getByLabel('3. Mô tả').inputValue()) === WORDS)
  await until('the photo of the draft', async () => page.getByAltText('Ảnh 1').isVisible())

  await context.setOffline(true)
  await press(page, 'Gửi phản ánh')
  await until('that it is kept', async () => page.getByText('sẽ tự gửi khi có mạng').isVisible())
  await look(page, 'waiting-390')
  expect((await list(operator.context)).total).toBe(0)
  await context.setOffline(false)
  await until('that it was received', async () =>
    page.getByRole('heading', { name: /Đã nhận phản ánh PA\./ }).isVisible(),
  )
  code = (await page.locator('.report-code').first().textContent())!.trim()
  await look(page, 'sent-390')
  await until('the photo there', async () => {
    const { reports } = await list(operator.context)
    return reports.length === 1 && reports[0]!.photos === 1
  })
  expect(faults.filter((fault) => !/ERR_(INTERNET_DISCONNECTED|FAILED)/.test(fault))).toEqual([])
  await context.close()
})

test('where the browser keeps nothing, the person is told, what was written stays in the form, and the report goes all the same', async () => {
  const { page, context } = await openPage(world, PHONE, '/')
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await page.goto(`${world.url}/report`)
  await page.getByLabel('3. Mô tả').fill('Cành cây gãy')
  await page.getByText('Trình duyệt không lưu được bản nháp').waitFor()
  expect(await page.getByText('Bản nháp được giữ trên máy này.').count()).toBe(0)
  await page.getByText('Cây xanh').click()
  await page.waitForTimeout(500)
  expect(await page.getByLabel('3. Mô tả').inputValue()).toBe('Cành cây gãy')
  await look(page, 'not-kept-390')
  await press(page, 'Chọn trên bản đồ')
  await press(page, 'Chọn chỗ này')
  await context.setOffline(true)
  await press(page, 'Gửi phản ánh')
  await page.getByText('hãy mở trang đến khi gửi xong').waitFor()
  await context.setOffline(false)
  await page.getByRole('heading', { name: /Đã nhận phản ánh PA\./ }).waitFor()
  await context.close()
})

test('the desk receives, passes on, answers, blurs and proposes; another publishes', async () => {
  const { page, faults } = operator
  await page.goto(`${world.url}/reports`)
  await press(page, /^Mới/)
  await until('the report', async () => page.getByText(WORDS).isVisible())
  await look(page, 'list')
  await page.getByRole('link', { name: /Đường, vỉa hè, nắp cống/ }).click()
  const actions = page.getByRole('region', { name: 'Việc làm được' })
  const act = async (name: string, fill: () => Promise<void> = async () => {}) => {
    await actions.locator('.reports-actions').getByRole('button', { name, exact: true }).click()
    await fill()
    await actions.locator('form button[type="submit"]').click()
  }
  const state = (name: string) =>
    until(name, async () => page.locator('.badge.state').getByText(name, { exact: true }).first().isVisible())
  await act('Tiếp nhận')
  await state('Đã tiếp nhận')
  await act('Chuyển đơn vị')
  await state('Đã chuyển đơn vị')
  await act('Trả lời kết quả', async () => {
    await actions.getByLabel('Mẫu câu').selectOption({ label: 'Đã khắc phục' })
    const words = actions.getByLabel('Nội dung')
    await until('the template', async () => (await words.inputValue()).includes('[ngày]'))
    await words.fill((await words.inputValue()).replace('[ngày]', '27/11'))
  })
  await state('Đã có kết quả')
  await look(page, 'case')
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await look(page, 'case-320')
  await page.setViewportSize(DESKTOP)

  await press(page, 'Che mặt, biển số')
  const canvas = page.locator('.reports-canvas canvas')
  await until('the photo in the tool', async () => canvas.isVisible())
  await press(page, 'Thêm ô')
  const box = page.getByRole('button', { name: 'Ô che 1' })
  await box.focus()
  await box.press('ArrowLeft')
  await box.press('Shift+ArrowRight')
  await look(page, 'blur')
  await press(page, 'Lưu bản đã che')
  await until('the copy', async () => page.getByText('Đã có bản che (1 chỗ)').isVisible())
  await act('Trình công khai', async () => {
    await actions.getByLabel('Cho công khai ảnh 1').check()
    await look(page, 'propose')
  })
  await state('Chờ duyệt công khai')
  expect(faults).toEqual([])

  await approver.page.goto(page.url())
  await approver.page.getByRole('button', { name: 'Duyệt công khai' }).click()
  await approver.page.getByLabel('Cho công khai ảnh 1').check()
  await look(approver.page, 'publish')
  await approver.page.locator('form button[type="submit"]').click()
  await until('it to be public', async () => approver.page.getByText('Đang công khai').isVisible())
  expect(approver.faults).toEqual([])
  const open: PublicReportPage = await (await approver.context.request.get(`${world.url}/api/reports`)).json()
  expect(open.reports.map(({ text, photos }) => [text, photos.length])).toEqual([[WORDS, 1]])
  // What was black and white is one grey: nobody reads that plate again.
  const [report] = open.reports
  const copy = `/api/reports/${report!.id}/photos/${report!.photos[0]}`
  const [dark, light] = await rangeInMiddle(approver.page, copy)
  expect(light - dark).toBeLessThan(40)
})

test('the citizen follows by the code and rates; everyone sees what was published, on any screen', async () => {
  const phone = await openPage(world, SMALL, '/report/follow', { hasTouch: true })
  const { page } = phone
  await page.getByLabel('Mã theo dõi').fill(code.toLowerCase().replaceAll('-', ' '))
  await page.getByRole('button', { name: 'Xem', exact: true }).first().click()
  await until('the answer', async () =>
    page
      .getByText(/Đơn vị đã kiểm tra và khắc phục xong/)
      .first()
      .isVisible(),
  )
  await look(page, 'follow-320')
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Hài lòng', exact: true }).click()
  await until('the thanks', async () => page.getByText('Cảm ơn bạn đã đánh giá.').isVisible())
  const rated = (await list(operator.context)).reports.find(({ category }) => category === 'streets')
  expect(rated?.state).toBe('rated')
  expect(phone.faults).toEqual([])
  await phone.context.close()

  for (const [name, size] of [
    ['near-1440', DESKTOP],
    ['near-390', PHONE],
    ['near-320', SMALL],
  ] as const) {
    const anyone = await openPage(world, size, '/report/near')
    await until('the report', async () => anyone.page.getByText(WORDS).isVisible())
    const photo = anyone.page.getByAltText(/đã che mặt người/)
    await photo.scrollIntoViewIfNeeded()
    await until('the photo', async () => photo.evaluate((one: HTMLImageElement) => one.naturalWidth > 0))
    expect([name, await overflow(anyone.page)]).toEqual([name, 0])
    await look(anyone.page, name)
    expect(anyone.faults).toEqual([])
    await anyone.context.close()
  }
})
