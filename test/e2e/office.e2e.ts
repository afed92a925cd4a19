/** The administrator's pages in the real browser: a desk saved, holidays seen before they are saved, rules, sources, the portal; on a phone too. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agencyOf, caseCode } from '../../scenarios/permits/portal.ts'
import { SEND, startBus } from '../flow/portal-bus.ts'
import { applicationOf, owner } from '../permit-application.ts'
import { house } from '../permit-cases.ts'
import { openPage, openWorld, picture, signInFirst, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PASSWORD = 'con cò bay lả bay la'

let world: World
let desk: { page: Page; context: BrowserContext; faults: string[] }

beforeAll(async () => {
  world = await openWorld()
  desk = await openPage(world, DESKTOP, '/login')
  await signInFirst(desk.page, 'admin', world.oneTimePassword!, PASSWORD)
}, 400_000)
afterAll(async () => {
  await desk?.context.close()
  await world?.close()
})

const shot = async (page: Page, name: string) => {
  const folder = process.env.E2E_SHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('a unit’s desk is set, and the next visit shows it', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Quản trị', exact: true }).click()
  await page
    .getByLabel('Đơn vị', { exact: true })
    .selectOption({ label: 'Phường Vị Thanh (31333)' })
    .catch(() => {})
  await page.getByText('Chưa lưu: đang dùng mặc định.').waitFor()
  await page.getByLabel('Địa chỉ', { exact: true }).fill('01 Trần Hưng Đạo')
  await page.getByLabel('Nơi hoặc chức danh tiếp nhận').fill('Quầy số 3')
  await page.getByRole('button', { name: 'Thêm' }).click()
  await page.getByLabel('Số tài khoản').fill('3713.0.1234567')
  await page.getByLabel('Ngân hàng, kho bạc').fill('KBNN Khu vực XIX')
  await page.getByLabel('Chủ tài khoản').fill('UBND phường Vị Thanh')
  await page.getByLabel('Điều chỉnh giấy phép, Nhà ở riêng lẻ').fill('15000')
  await page.getByLabel('Nghị quyết quy định mức thu').fill('NQ 01/2026/NQ-HĐND')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu bản 1').waitFor()
  await shot(page, 'units')
  await page.reload()
  await page.getByText('Đã lưu bản 1').waitFor()
  expect(await page.getByLabel('Địa chỉ', { exact: true }).inputValue()).toBe('01 Trần Hưng Đạo')
  await picture(page, 'admin-units')
})

test('holidays: a day is added, its effect is seen, then it is saved', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Ngày nghỉ' }).click()
  const year = await page.getByLabel('Năm', { exact: true }).inputValue()
  await page.getByRole('cell', { name: 'Quốc khánh', exact: false }).first().waitFor()
  const save = page.getByRole('button', { name: 'Lưu', exact: true })
  expect(await save.isDisabled()).toBe(true)
  await page.getByLabel('Ngày', { exact: true }).fill(`${year}-12-24`)
  await page.getByLabel('Nội dung', { exact: true }).fill('Nghỉ bão')
  await page.getByLabel('Căn cứ', { exact: true }).fill('Công điện 12')
  await page.getByRole('button', { name: 'Thêm ngày' }).click()
  await page.getByRole('cell', { name: 'Nghỉ bão' }).waitFor()
  await page.getByText('Hãy xem trước rồi mới lưu.').waitFor()
  await page.getByRole('button', { name: 'Xem trước' }).click()
  await page.getByText('hồ sơ đang giải quyết đổi hạn').waitFor()
  await shot(page, 'holidays')
  await save.click()
  await page.getByText('hồ sơ đang giải quyết đổi hạn').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: `Bỏ 24/12/${year}` }).waitFor()
})

test('rules are found and told apart, stored cases checked again, a limit set with its source', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Quy tắc' }).click()
  await page.getByLabel('Tìm quy tắc').fill('mat do')
  await page.getByRole('rowheader', { name: 'density.house' }).first().waitFor()
  await page.getByLabel('Độ tin cậy').selectOption('memory')
  await page.getByLabel('Tìm quy tắc').fill('')
  await page.getByText('Luật Xây dựng 50/2014/QH13').first().waitFor()
  await page.getByRole('button', { name: 'Kiểm tra lại mọi hồ sơ' }).click()
  await page.getByText('0 hồ sơ khác lần kiểm tra cuối').waitFor()
  await page.getByLabel('Đặt mức riêng').check()
  await page.getByLabel('Giá trị (m)').fill('0.07')
  await page.getByLabel('Văn bản quyết định').fill('QĐ 12/2026/QĐ-UBND')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu bản 1').waitFor()
  await shot(page, 'rules')
})

test('sources are named with their licence; a portal that is not joined says so; codes of procedures are kept', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Nguồn dữ liệu' }).click()
  await page.getByRole('rowheader', { name: 'Thửa đất và quy hoạch' }).waitFor()
  await page.getByText('không có PostGIS').waitFor()
  await shot(page, 'sources')
  await page.getByRole('link', { name: 'Cổng DVC' }).click()
  await page.getByText('Chưa nối Cổng Dịch vụ công quốc gia').waitFor()
  await page.getByRole('button', { name: 'Thêm', exact: true }).click()
  await page.getByLabel('Mã TTHC').fill('1.013225')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu bản 1').waitFor()
  await shot(page, 'portal')
})

test('joined to the portal, what it refuses is shown with its reason, and goes when it is sent again', async () => {
  const { page } = desk
  const bus = await startBus()
  const folder = mkdtempSync(join(tmpdir(), 'vithanh-portal-'))
  const receive = 'nhan-ve-nhan-ve-nhan-ve'
  writeFileSync(join(folder, 'portal.json'), JSON.stringify({ send: SEND, receive }))
  Object.assign(process.env, { PORTAL_URL: bus.url, PORTAL_CREDENTIAL_FILE: join(folder, 'portal.json') })
  try {
    await world.restart()
    bus.mood = 'refuses'
    const unit = '31321'
    const filed = await fetch(`${world.url}/api/portal/cases`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${receive}` },
      body: JSON.stringify({
        ...{ MaHoSo: caseCode(agencyOf(unit), '2026-11-20', 7), MaTTHC: '1.013225', DonViXuLy: agencyOf(unit) },
        ...{ NgayNopHoSo: '20261120093000', ChuHoSo: owner.ownerName, MaDoiTuong: owner.ownerId },
        ...{ SoDienThoaiChuHoSo: owner.phone, ToKhai: applicationOf(house, unit), TaiLieuNop: [] },
      }),
    })
    expect(filed.status, await filed.text()).toBe(201)
    const refused = page.getByText('HTTP 422')
    await until('the refusal to be shown', async () => {
      await page.goto(`${world.url}/admin/portal`)
      await page.getByText('Đang nối với').waitFor()
      return refused.isVisible()
    })
    await shot(page, 'portal-refused')
    bus.mood = 'up'
    await page.getByRole('button', { name: /^Gửi lại H13/ }).click()
    await until('it to be sent', async () => {
      await page.getByRole('button', { name: /^Đã gửi/ }).click()
      return page.getByRole('cell', { name: 'gửi xong' }).isVisible()
    })
    expect(bus.applied.map(({ TrangThai }) => TrangThai)).toEqual([1])
  } finally {
    await bus.stop()
  }
})

test('on a phone every section keeps its width; a visitor is led to the sign-in', async () => {
  const { page } = desk
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 })
    for (const section of ['', '/holidays', '/rules', '/sources', '/portal']) {
      await page.goto(`${world.url}/admin${section}`)
      await page.locator('main table, main form').first().waitFor()
      expect([section, width, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([
        section,
        width,
        width,
      ])
      await shot(page, `phone-${width}${section.replace('/', '-')}`)
    }
  }
  const menu = page.getByRole('button', { name: 'Trình đơn' })
  const pages = page.getByRole('navigation', { name: 'Các trang' })
  const names = ['Bản đồ', 'Quy hoạch', 'Đồ án', 'Cấp phép', 'Đào đường', 'Sổ cái', 'Người dân', 'Quản trị']
  for (const [width, height] of [
    [390, 844],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height })
    await menu.press('Enter')
    expect(await menu.getAttribute('aria-expanded')).toBe('true')
    expect(await pages.locator('.bar-pages a').allTextContents()).toEqual(names)
    for (const name of [...names, 'Đăng xuất']) {
      await page.keyboard.press('Tab')
      const focused = pages.locator(':focus')
      const box = (await focused.boundingBox())!
      expect(await focused.textContent()).toBe(name)
      expect([box.x >= 0, box.x + box.width <= width, box.y + box.height <= height]).toEqual([true, true, true])
    }
    await shot(page, `phone-${width}-menu`)
    await page.keyboard.press('Escape')
    expect(await pages.locator('.bar-pages').isVisible()).toBe(false)
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true)
  }
  await menu.click()
  await pages.getByRole('link', { name: 'Người dân' }).click()
  await page.waitForURL('**/reports')
  expect(await menu.getAttribute('aria-expanded')).toBe('false')
  // While the server was started again, nobody answered.
  expect(desk.faults.filter((fault) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY/.test(fault))).toEqual([])
  const visitor = await openPage(world, DESKTOP, '/admin/rules')
  await visitor.page.getByText('Chỉ quản trị viên xem được trang này.').waitFor()
  await visitor.context.close()
})
