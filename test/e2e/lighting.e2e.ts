/**
 * Street lighting in the real browser, in Vietnamese: a planner opens it, the baseline is computed, the worst segments lead to
 * their place, a street gets other lamps and the figures change, one lamp is placed by a click, the night is looked at, files are
 * given; on a phone too.
 */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { iesText } from '../../data/readers/photometry/samples.ts'
import { pdfText } from '../pdf-text.ts'
import { type Opened, openPage, openWorld, picture, signInFirst, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const PASSWORD = 'bình minh trên Xà No'

let world: World
let planner: Opened
let admin: Opened
let phone: Opened

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

/** Street optics, symmetric about the street’s axis, of a maker that left the power out. */
const streetIes = iesText({
  planes: [0, 45, 90, 135, 180],
  gammas: [0, 15, 30, 45, 60, 75, 90],
  candela: (plane, gamma) =>
    gamma > 80 ? 0 : Math.round((2000 + 30 * gamma) * (plane > 100 ? 0.4 : 1) * (gamma > 70 ? 0.3 : 1)),
  electric: '1 1 0',
}).replace('[MANUFAC]', '[LUMINAIRE] Đèn đường Hậu Giang\n[MANUFAC]')
const rTableCsv = 'tan,0,30,90,180\n0,300,300,300,300\n2,320,60,35,40\n6,110,8,3,7\n12,50,0,0,0\n'

test('a luminaire from a file is read, shown, chosen for a street, and changes its figures', async () => {
  const { page } = planner
  const part = (name: string) => panel(page).getByText(name, { exact: true }).first().click()
  await part('Giả thiết')
  const files = panel(page).getByRole('region', { name: 'Bộ đèn từ tệp' })
  const give = (name: string, content: string) =>
    files
      .getByLabel('Thêm bộ đèn từ tệp (IES, LDT)')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
  await give('hỏng.ies', streetIes.replace('TILT=NONE', 'TILT=a.tlt'))
  await files.getByText(/hỏng\.ies: dòng 6: .*a\.tlt/).waitFor()
  await give('đường.ies', streetIes)
  const preview = files.getByRole('form', { name: 'Bộ đèn trong tệp' })
  const said = (await preview.textContent()) ?? ''
  for (const words of ['Đèn đường Hậu Giang', 'qua mặt phẳng C0–C180', 'IES LM-63-2002', 'C90–C270', 'cd/klm']) {
    expect(said).toContain(words)
  }
  await preview.getByRole('img', { name: /Biểu đồ cực/ }).waitFor()
  await preview.getByLabel(/Công suất/).fill('95')
  await preview.getByRole('button', { name: 'Thêm vào phương án' }).click()
  await preview.getByText(/đường\.ies: tệp không nói rõ loại nguồn sáng/).waitFor()
  await preview.getByLabel('Loại nguồn sáng').selectOption('LED')
  await preview.getByRole('button', { name: 'Thêm vào phương án' }).click()
  await files.getByText(/Đã thêm “Đèn đường Hậu Giang”/).waitFor()
  const remove = files.getByRole('button', { name: 'Bỏ Đèn đường Hậu Giang' })
  expect(await remove.isEnabled()).toBe(true)
  await computed(page)

  await part('Kết quả')
  const cards = panel(page).getByRole('region', { name: 'Chỉ tiêu chiếu sáng' })
  const before = await cards.textContent()
  await tab(page, 'Đối tượng').click()
  const edits = page.getByRole('region', { name: 'Đề xuất cho đèn' })
  const choice = edits.getByLabel('Bộ đèn', { exact: true })
  await choice.selectOption({ label: 'Đèn đường Hậu Giang 95 W (đường.ies)' })
  await edits.getByRole('button', { name: 'Thay bộ đèn' }).click()
  await edits.getByText(/Đã ghi \d+ thay đổi/).waitFor()
  await tab(page, 'Chiếu sáng').click()
  await until('figures of the file’s luminaire', async () => (await cards.textContent()) !== before)
  await computed(page)

  await part('Giả thiết')
  await files.getByText('Đang dùng trong phương án nên chưa bỏ được.').waitFor()
  expect(await remove.isEnabled()).toBe(false)
  await part('Kết quả')
})

test('an r-table from a file is indicative until it is said what it was compared with', async () => {
  const { page } = planner
  const part = (name: string) => panel(page).getByText(name, { exact: true }).first().click()
  const indicative = panel(page).getByText(/Độ chói chỉ để tham khảo: bảng phản xạ/)
  await indicative.waitFor()
  await part('Giả thiết')
  const road = panel(page).getByRole('region', { name: 'Mặt đường (bảng r)' })
  await road
    .getByLabel('Chọn bảng r từ tệp (CSV)')
    .setInputFiles({ name: 'đường.csv', mimeType: 'text/csv', buffer: Buffer.from(rTableCsv) })
  await road.getByText(/Đang dùng đường\.csv: Q0 = /).waitFor()
  await part('Kết quả')
  await indicative.waitFor()
  await part('Giả thiết')
  await road.getByRole('textbox', { name: 'Đã đối chiếu với bảng in' }).fill('CIE 144:2001, bảng 3')
  await road.getByRole('button', { name: 'Xác nhận đã đối chiếu' }).click()
  await road.getByText('Đã đối chiếu: CIE 144:2001, bảng 3.').waitFor()
  await part('Kết quả')
  await until('luminance to count', async () => (await indicative.count()) === 0)
  await part('Giả thiết')
  await road.getByRole('button', { name: 'Về R3' }).click()
  await road.getByText(/Đang dùng R3/).waitFor()
  await part('Kết quả')
  await indicative.waitFor()
})

test('places where streets meet are listed with what rule there is for them', async () => {
  const { page } = planner
  await panel(page).getByText('Kết quả', { exact: true }).first().click()
  await panel(page).getByText('Nơi giao nhau', { exact: true }).click()
  const meetings = panel(page).getByRole('region', { name: 'Nơi giao nhau' })
  const head = (await meetings.locator('thead').textContent()) ?? ''
  for (const words of ['E (lx)', 'Uo(E)', 'Ebt (lx)', 'L (cd/m²)']) expect(head).toContain(words)
  expect(await meetings.locator('tbody tr').count()).toBeGreaterThan(5)
  await panel(page).getByText('Đoạn kém nhất', { exact: true }).click()
  const worst = panel(page).getByRole('region', { name: 'Đoạn kém nhất' })
  expect(await worst.locator('tbody tr td:last-child').first().textContent()).toMatch(/^\d+ \/ \d+$/)
})

test('a street that is chosen is checked by the standard, with clause and reason', async () => {
  const { page } = planner
  await panel(page).getByRole('region', { name: 'Đoạn kém nhất' }).locator('tbody button').first().click()
  await tab(page, 'Đối tượng').click()
  const check = page.getByRole('region', { name: 'Kiểm tra chiếu sáng của đường này' })
  await check.locator('tbody tr').first().waitFor({ timeout: 60_000 })
  const said = (await check.textContent()) ?? ''
  for (const words of ['Độ chói trung bình', 'QCVN 07-7:2023/BXD, Bảng 1', 'Cần người xem', 'theo cách bố trí đèn']) {
    expect(said).toContain(words)
  }
  await picture(page, 'lighting-street')
  await tab(page, 'Chiếu sáng').click()
})

test('the report comes as a PDF with what was found in it', async () => {
  const { page } = planner
  const coming = page.waitForEvent('download', { timeout: 120_000 })
  await panel(page).getByRole('button', { name: 'Xuất báo cáo PDF' }).click()
  const pdf = readFileSync(await (await coming).path())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const said = pdfText(pdf)
  for (const words of [
    'Chỉ tiêu chiếu sáng',
    'mW/(lx·m²)',
    'CHƯA KẾT LUẬN',
    'QCVN 07-7:2023/BXD, Bảng 1',
    'Nơi các đường giao nhau',
    'theo cách bố trí đèn',
    'Đèn hỏng, tắt',
    'MINH HỌA',
  ]) {
    expect(said).toContain(words)
  }
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

test('the server computes the same: digests agree', async () => {
  admin = await openPage(world, DESKTOP, '/login')
  const { page, faults } = admin
  page.setDefaultTimeout(120_000)
  await signInFirst(page, 'admin', world.oneTimePassword!, PASSWORD)
  await drawn(page)
  await tab(page, 'Chiếu sáng').click()
  await computed(page)
  await panel(page).getByRole('button', { name: 'Lưu và tính lại trên máy chủ' }).click()
  await until('the digests to agree', async () => (await page.getByText('Dấu số liệu trùng nhau').count()) > 0, 200)
  expect(faults).toEqual([])
})

/** Looks straight down on a street, its middle in the middle of the map. */
const lookAtStreet = async (page: Page) => {
  await tab(page, 'Đối tượng').click()
  await page.getByLabel('Tìm thửa đất hoặc đường').fill('Hòa Bình')
  await page
    .getByRole('button', { name: /^Hòa Bình/ })
    .first()
    .click()
  // Pressed once more, the tab gives the map free on a phone; on a desk nothing closes.
  await tab(page, 'Đối tượng').click()
  await page.getByRole('button', { name: 'Nhìn từ trên xuống' }).click()
  await drawn(page)
}
/** So many pixels right of and below the middle of the map. */
const spot = async (page: Page, right: number, down: number) => {
  const { x, y, width, height } = (await page.locator('canvas[data-waiting]').boundingBox())!
  return [x + width / 2 + right, y + height / 2 + down] as const
}
const lampForms = (page: Page) => page.getByRole('region', { name: 'Đề xuất cho đèn' })

test('one lamp is placed by one click: on the map, in the list, under a click, in the results; undo takes it away', {
  timeout: 480_000,
}, async () => {
  const { page, context, faults } = admin
  const cards = panel(page).getByRole('region', { name: 'Chỉ tiêu chiếu sáng' })
  const lamps = async () => Number(/Số đèn([\d.]+)/.exec((await cards.textContent()) ?? '')?.[1]?.replaceAll('.', ''))
  const before = await lamps()
  await lookAtStreet(page)

  await page.getByRole('button', { name: 'Đặt một cột đèn' }).click()
  const form = page.getByRole('region', { name: 'Đặt một cột đèn' })
  await form.getByLabel('Bộ đèn').selectOption({ label: 'LED 120 W' })
  await form.getByLabel(/Chiều cao treo đèn/).fill('10')
  await page.mouse.move(...(await spot(page, 3, 10)))
  await page.mouse.click(...(await spot(page, 4, 10)))
  await lampForms(page).waitFor({ timeout: 60_000 })
  const facts = page.getByRole('region', { name: 'Đèn chiếu sáng', exact: true })
  expect(await facts.textContent()).toMatch(/120 W.*10 m.*phương án này/)

  await tab(page, 'Phương án').click()
  const edits = page.getByRole('region', { name: 'Các thay đổi' })
  const line = edits.getByRole('button', { name: /Thêm đèn .*LED 120 W, cao 10 m/ }).first()
  await line.waitFor()
  await tab(page, 'Chiếu sáng').click()
  await until('one lamp more in the results', async () => (await lamps()) === before + 1)
  await bar(page).getByText('Đêm', { exact: true }).click()
  await page.waitForTimeout(3000)
  await picture(page, 'night-lamp')
  await bar(page).getByText('Tắt', { exact: true }).click()

  // The line of the list leads to it, into the middle of the map; there it answers a click, as it is now.
  await page.mouse.click(...(await spot(page, 150, 120)))
  await until('something else to be chosen', async () => (await facts.count()) === 0)
  await line.click()
  await page.getByRole('button', { name: 'Nhìn từ trên xuống' }).click()
  await drawn(page)
  await until('the lamp under a click', async () => {
    await page.mouse.click(...(await spot(page, 0, 0)))
    await page.waitForTimeout(1500)
    return (await facts.count()) > 0
  })
  await lampForms(page).waitFor({ timeout: 60_000 })
  await lampForms(page).getByLabel('Độ vươn (m)').fill('2')
  await lampForms(page).getByRole('button', { name: 'Đổi cột, cần đèn' }).click()
  await until('its new arm', async () => /Độ vươn2 m/.test((await facts.textContent()) ?? ''))
  expect(await edits.getByRole('listitem').count()).toBe(1)
  await page.getByRole('button', { name: 'Phóng to' }).click()
  await drawn(page)
  await picture(page, 'lighting-lamp')

  await edits.getByRole('button', { name: 'Hoàn tác' }).click()
  await edits.getByRole('button', { name: 'Hoàn tác' }).click()
  await page.getByText('Đèn này không còn trong phương án.').waitFor()
  await tab(page, 'Chiếu sáng').click()
  await until('the results without it', async () => (await lamps()) === before)
  await page.mouse.click(...(await spot(page, 0, 0)))
  await until('something else under the click', async () => (await page.getByText('new:lamp').count()) === 0)
  expect(await facts.count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone a lamp is placed by a touch', async () => {
  phone = await openPage(world, PHONE, '/planner', { hasTouch: true })
  const { page, faults } = phone
  await drawn(page)
  await lookAtStreet(page)
  await page.getByRole('button', { name: 'Đặt một cột đèn' }).click()
  const hint = page.locator('.tool-hint')
  expect(await hint.textContent()).toContain('trong vòng 15 m')
  await page.touchscreen.tap(...(await spot(page, 4, 8)))
  await until('the lamp to be placed', async () => /Đã đặt một cột đèn/.test((await hint.textContent()) ?? ''), 60)
  await picture(page, 'lighting-lamp-phone')
  await tab(page, 'Đối tượng').click()
  await lampForms(page).waitFor({ timeout: 60_000 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide).toBeLessThanOrEqual(0)
  expect(faults).toEqual([])
})

test('on a phone nothing runs out of the screen, and the night is a touch away', async () => {
  const { page, context, faults } = phone
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
