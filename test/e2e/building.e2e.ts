/**
 * A building from its file in the real browser: read at intake and shown before it fills anything in, sent along, seen in the case
 * in place of the form's massing with what differs, and in the 3D city; a glTF put onto its lot by hand. On a desk and on a phone.
 */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { centroid } from '../../scenarios/geometry.ts'
import { glbBox, house, ifcHouse } from '../buildings.ts'
import { openPage, openWorld, picture, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const PASSWORD = 'mot-mat-khau-that-dai-1'
/** A lot of the built-in city at the corner of a street: sheet and number. */
const LOT = { sheet: '1334', number: '508' }

let world: World
let reviewer: { page: Page; context: BrowserContext; faults: string[] }
let caseId = ''

beforeAll(async () => {
  world = await openWorld()
  const admin = await openPage(world, DESKTOP, '/login')
  await signIn(admin.context, 'admin', world.oneTimePassword!)
  const { csrf } = await (await admin.context.request.get(`${world.url}/api/session`)).json()
  const made = await admin.context.request.post(`${world.url}/api/users`, {
    data: { name: 'hoa', displayName: 'Trần Thị Hòa', role: 'reviewer' },
    headers: { 'x-csrf-token': csrf },
  })
  reviewer = await openPage(world, DESKTOP, '/login')
  await signIn(reviewer.context, 'hoa', (await made.json()).oneTimePassword)
  await admin.context.close()
}, 400_000)
afterAll(async () => {
  await world?.close()
})

async function signIn(context: BrowserContext, name: string, oneTime: string): Promise<void> {
  const session = await (
    await context.request.post(`${world.url}/api/session`, { data: { name, password: oneTime } })
  ).json()
  const changed = await context.request.post(`${world.url}/api/session/password`, {
    data: { current: oneTime, next: PASSWORD },
    headers: { 'x-csrf-token': session.csrf },
  })
  expect(changed.ok()).toBe(true)
}

/** What a person looks at after the run: in the folder that E2E_LAST names. */
const look = async (what: Page | Locator, name: string) => {
  const folder = process.env.E2E_LAST
  if (folder) await what.screenshot({ path: `${folder}/building-${name}.png` })
}

const main = (page: Page) => page.getByRole('main')
const says = (page: Page, words: RegExp) =>
  until(`the page to say ${words}`, async () => words.test((await main(page).textContent()) ?? ''), 60)
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)

async function fillParcel(page: Page): Promise<XY[]> {
  await page.getByLabel('Tên chủ đầu tư (chủ hộ)').fill('Nguyễn Văn An')
  await page.getByLabel('Số định danh cá nhân / mã số thuế').fill('093088001234')
  await page.getByLabel('Số điện thoại').fill('0939123456')
  await page.getByLabel('Tờ bản đồ số').fill(LOT.sheet)
  await page.getByLabel('Thửa đất số').fill(LOT.number)
  // The list of wards comes late, and moves what stands below it.
  await until('the wards', async () => (await page.locator('#field-site-unitCode option').count()) > 1, 60)
  await page.getByRole('button', { name: 'Lấy từ bản đồ địa chính' }).click()
  await says(page, /Đã điền ranh/)
  await page.getByLabel('Loại công trình').fill('Nhà ở gia đình 2 tầng')
  await page.getByLabel('Dự kiến hoàn thành (tháng)').fill('8')
  const ring: XY[] = []
  for (let i = 1; (await page.getByLabel(`X (Bắc) của góc ${i}`).count()) > 0; i++)
    ring.push([
      Number(await page.getByLabel(`Y (Đông) của góc ${i}`).inputValue()),
      Number(await page.getByLabel(`X (Bắc) của góc ${i}`).inputValue()),
    ])
  return ring
}

/** A house along the lot's longest side, in the middle of it, in a file that says where it lies. */
function houseOn(ring: readonly XY[], schema: 'IFC2X3' | 'IFC4'): Buffer {
  const sides = ring.map(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!
    return { length: Math.hypot(nx - x, ny - y), turn: Math.atan2(ny - y, nx - x) }
  })
  // The house's depth runs along the longest side.
  const turn = sides.sort((a, b) => b.length - a.length)[0]!.turn - Math.PI / 2
  const [cx, cy] = centroid([...ring, ring[0]!])
  const [w, d] = [house.widthMetres / 2, house.depthMetres / 2]
  const map = {
    crs: 'EPSG:5897',
    east: cx - (w * Math.cos(turn) - d * Math.sin(turn)),
    north: cy - (w * Math.sin(turn) + d * Math.cos(turn)),
    height: 2.1,
    turnedDegrees: (turn * 180) / Math.PI,
  }
  return Buffer.from(ifcHouse({ schema, map }))
}

test('an IFC file is read, shown, and fills in only what it is told to; it goes along when the case is filed', async () => {
  const { page, context, faults } = await openPage(world, DESKTOP, '/permits/new')
  const ring = await fillParcel(page)
  // Some figures stand in the form already: they stay unless one says yes.
  await page.getByLabel('Số tầng', { exact: true }).fill('3')
  await page.getByLabel('Đọc từ IFC').setInputFiles({
    name: 'hong.ifc',
    mimeType: 'application/x-step',
    buffer: houseOn(ring, 'IFC4').subarray(0, 6000),
  })
  await says(page, /hong\.ifc: dòng \d+, #\d+ IFC\w+: tệp bị cắt giữa một thực thể/)
  await page.getByLabel('Đọc từ IFC').setInputFiles({
    name: 'nha.ifc',
    mimeType: 'application/x-step',
    buffer: houseOn(ring, 'IFC4'),
  })
  const would = page.getByRole('table', { name: 'Sẽ điền vào đơn' })
  await would.waitFor({ timeout: 60_000 })
  await says(page, /Đặt theo tọa độ bản đồ trong tệp: VN-2000 \/ TM-3 105°00′ \(EPSG:5897\)/)
  const parts = would.getByRole('checkbox', { name: /Khối công trình/ })
  expect(await parts.isChecked()).toBe(false)
  expect(await would.getByRole('checkbox', { name: 'Cốt nền tầng 1' }).isChecked()).toBe(true)
  expect(await would.textContent()).toContain('1 khối; 80,0 m²; 2 tầng; cao 8,10 m')
  await page.locator('.building-file').scrollIntoViewIfNeeded()
  await look(page.locator('.building-file'), 'intake-ifc')
  await parts.check()
  await page.getByRole('button', { name: 'Điền vào đơn' }).click()
  await says(page, /Đã điền \d mục/)
  expect(await page.locator('#field-check-building-groundLevelMetres').inputValue()).toBe('2.1')
  await says(page, /Khối công trình theo bản đã nộp hoặc tệp mô hình \(1 khối\)/)
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await fits(page)).toBe(true)
  await page.setViewportSize(DESKTOP)
  await page.getByRole('button', { name: 'Nộp hồ sơ' }).click()
  await page.getByRole('heading', { name: 'Đã nộp hồ sơ' }).waitFor({ timeout: 60_000 })
  await says(page, /IFCnha\.ifc/)
  expect(faults).toEqual([])
  await context.close()
})

test('the reviewer sees the file in place of the massing, what differs, its shade, and it in the 3D city that loads with its tab', async () => {
  const { page, faults } = reviewer
  const engine: string[] = []
  page.on('request', (request) => {
    if (/cesium/.test(request.url())) engine.push(request.url())
  })
  const listed = await (await reviewer.context.request.get(`${world.url}/api/permits`)).json()
  caseId = listed.cases[0].id
  await page.goto(`${world.url}/permits/${caseId}`)
  await page.getByRole('button', { name: 'Tệp mô hình' }).click()
  const differs = page.getByRole('table', { name: 'Đơn và tệp mô hình' })
  await differs.waitFor({ timeout: 60_000 })
  await says(page, /Vị trí theo đơn/)
  for (const row of ['Diện tích xây dựng', 'Chiều cao', 'Số tầng nổi', 'Cốt nền tầng 1', /Lệch vị trí/])
    expect(await differs.getByRole('row', { name: row }).textContent()).toContain('trong sai số')
  await differs.scrollIntoViewIfNeeded()
  await look(page, 'differs')
  await page.getByRole('button', { name: 'Cả hai' }).click()
  await page.getByRole('button', { name: 'Tính giờ che nắng' }).click()
  await until('the hours of shade', async () => (await page.getByRole('row', { name: /giờ/ }).count()) > 0, 60)
  await look(page, 'case')
  expect(engine).toEqual([])
  await page.getByRole('tab', { name: 'Trên lô đất' }).focus()
  await page.keyboard.press('ArrowRight')
  await until(
    'the ground of the city',
    async () => (await page.locator('.city-view[data-ready="true"]').count()) > 0,
    180,
  )
  expect(engine.length).toBeGreaterThan(0)
  await until(
    'the tiles',
    async () => (await page.locator('.city-view canvas').first().getAttribute('data-waiting')) === '0',
    180,
  )
  await page.waitForTimeout(6000)
  await picture(page, 'permit-city')
  await look(page, 'city')
  await page.setViewportSize(PHONE)
  expect(await fits(page)).toBe(true)
  await page.locator('.city-view').scrollIntoViewIfNeeded()
  await page.waitForTimeout(3000)
  await look(page, 'city-phone')
  await page.setViewportSize(DESKTOP)
  expect(faults).toEqual([])
}, 400_000)

test('without WebGL 2 the 3D city is said to be missing, and the plan is there', async () => {
  const { page } = reviewer
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: never[]) {
      return kind === 'webgl2' ? null : (real as (...all: unknown[]) => never).call(this, kind, ...rest)
    } as typeof real
  })
  await page.goto(`${world.url}/permits/${caseId}`)
  await page.getByRole('tab', { name: 'Trong thành phố 3D' }).click()
  await says(page, /không vẽ được thành phố 3D \(thiếu WebGL 2\)/)
  await page.getByRole('img', { name: 'Mặt bằng vị trí' }).waitFor()
})

test('a glTF says not where it lies: it is put on the lot by hand, snapped to it, and kept with the case', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/permits/new')
  await fillParcel(page)
  await page.getByLabel('Đọc từ IFC').setInputFiles({
    name: 'nha.glb',
    mimeType: 'model/gltf-binary',
    buffer: Buffer.from(glbBox({ sizes: [5000, 7200, 12000] })),
  })
  await says(page, /Tệp không có tọa độ: hãy đặt bằng tay/)
  await page.getByRole('button', { name: 'Đặt công trình lên lô' }).click()
  await page.getByLabel('Mét mỗi đơn vị (m)').fill('0.001')
  await page.getByRole('button', { name: 'Áp vào lô' }).click()
  await page.getByLabel('Số tầng (tệp không ghi)').fill('2')
  const would = page.getByRole('table', { name: 'Sẽ điền vào đơn' })
  expect(await would.textContent()).toContain('1 khối; 60,0 m²; 2 tầng; cao 7,20 m')
  expect(await fits(page)).toBe(true)
  await look(page.locator('.building-file'), 'intake-glb')
  await page.getByRole('button', { name: 'Điền vào đơn' }).click()
  await says(page, /Đã điền/)
  await page.getByRole('button', { name: 'Nộp hồ sơ' }).click()
  await page.getByRole('heading', { name: 'Đã nộp hồ sơ' }).waitFor({ timeout: 60_000 })
  await says(page, /GLBnha\.glb|glTF/)
  expect(faults).toEqual([])
  await context.close()
})
