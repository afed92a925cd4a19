/**
 * Street works in the real browser: a utility registers on the light map by keyboard and metres, the desk sees the clash and puts a common
 * trench to both, the permit is signed and printed, the foreman starts and finishes on a phone, everyone sees the closure, the
 * planner takes it into a scenario. The built-in city is generated, so the permit is a specimen.
 */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PublicWorksAnswer } from '../../scenarios/api/works.ts'
import { newWorks } from '../works-application.ts'
import { type Opened, openDesk, openPage, openWorld, picture, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 640 }
const UNIT = '31321'

let world: World
let reviewer: Opened
let approver: Opened
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())
const inDays = (n: number) => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10)

/** E2E_LOOK names a folder for pictures to be looked at. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env.E2E_LOOK) await page.screenshot({ path: join(process.env.E2E_LOOK, `works-${name}.png`) })
}

beforeAll(async () => {
  world = await openWorld()
  ;({ reviewer, approver } = await openDesk(world))
}, 400_000)
afterAll(async () => {
  await world?.close()
})

const main = (page: Page) => page.getByRole('main')
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click()
/** Nothing is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

let code = ''

test('a utility registers: a street by name, its ends by keys and metres, clashes before sending', async () => {
  const { page, context, faults } = await openPage(world, DESKTOP, '/works/new')
  await page.getByLabel('Tên công trình').fill('Thay ống cấp nước D300')
  await page.getByLabel('Đơn vị', { exact: true }).fill('Công ty Cấp nước Vị Thanh')
  await page.getByRole('combobox', { name: 'Phường, xã' }).selectOption(UNIT)
  await page.getByLabel('Tìm đường theo tên').fill('Trần Hưng Đạo')
  await page.getByLabel('Từ mét').fill('20')
  await page.getByLabel('Đến mét').fill('140')
  const end = page.getByRole('slider', { name: 'Cuối đoạn' })
  await end.focus()
  await end.press('Shift+ArrowRight')
  await until('the end to move by 10 m', async () => (await page.getByLabel('Đến mét').inputValue()) === '150')
  await end.press('ArrowLeft')
  await page.getByLabel('Phía đào').selectOption('whole')
  await look(page, 'form')
  await page.getByRole('button', { name: /Thêm đoạn này \(129 m\)/ }).click()
  // Another by a tap: the street under the finger is taken.
  const map = page.getByRole('group', { name: 'Bản đồ đường' })
  await map.scrollIntoViewIfNeeded()
  const box = (await map.boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await until('a street under the tap', async () => page.getByRole('slider', { name: 'Đầu đoạn' }).isVisible())

  await page.getByLabel('Từ ngày').fill(today)
  await page.getByLabel('Đến ngày').fill(inDays(9))
  await page.getByLabel('Giao thông').selectOption('whole-street')
  await page.getByRole('button', { name: 'Xem trùng lấn' }).click()
  await until('clashes', async () => page.getByRole('heading', { name: /Trùng lấn và lưu ý/ }).isVisible())
  await page.getByLabel('Người liên hệ').fill('Nguyễn Văn An')
  await page.getByLabel('Điện thoại', { exact: true }).fill('0912 345 678')
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click()
  await until('the secret code', async () => page.locator('.works-code').isVisible())
  code = (await page.locator('.works-code').textContent())!.trim()
  expect(faults).toEqual([])
  await context.close()
})

test('the desk sees the clash on list, map and chart, and puts a common trench to both', async () => {
  const list = await (await reviewer.context.request.get(`${world.url}/api/works/cases`)).json()
  const { stretches } = list.works[0].application
  const power = newWorks({
    ...{ title: 'Hạ ngầm cáp 22 kV', kind: 'power', organisation: 'Điện lực Vị Thanh', unitCode: UNIT, stretches },
    ...{ dates: { from: inDays(5), to: inDays(12) }, window: { from: today, to: inDays(80) } },
  })
  const filed = await (
    await reviewer.context.request.post(`${world.url}/api/works`, { data: power, headers: await csrf() })
  ).json()
  const { page, faults } = reviewer
  await page.goto(`${world.url}/works`)
  await until(
    'both cases',
    async () =>
      (await main(page)
        .getByRole('link', { name: /Thay ống|Hạ ngầm/ })
        .count()) === 2,
  )
  await until('the map', async () => page.locator('.mark').first().isVisible())
  await look(page, 'cases')
  await picture(page, 'works')

  await press(page, 'Đào chung')
  await press(page, 'Đề nghị các bên')
  await until('the question', async () => main(page).getByText('chờ trả lời').isVisible())
  await look(page, 'joint')
  await page.goto(`${world.url}/works/${filed.id}`)
  await press(page, 'Đồng ý đào chung')
  await until('one yes', async () => main(page).getByText(/✓/).isVisible())
  const phone = await openPage(world, PHONE, `/works/follow#${encodeURIComponent(code)}`, { hasTouch: true })
  await phone.page.getByRole('button', { name: 'Đồng ý đào chung' }).click()
  await until('both agreed', async () => phone.page.getByText('đã thống nhất').isVisible())
  await phone.context.close()

  await page.goto(`${world.url}/works`)
  await main(page).getByRole('link', { name: 'Thay ống cấp nước D300' }).click()
  await main(page)
    .getByRole('button', { name: /Cùng đoạn, cùng lúc/ })
    .click()
  await until('the clash on the map', async () => page.locator('.mark.hit').first().isVisible())
  await look(page, 'case')
  await press(page, 'Chốt phối hợp, trình ký')
  await until('it to be coordinated', async () => main(page).locator('.badge.state.coordinated').isVisible())
  expect(faults).toEqual([])
})

const csrf = async () => ({
  'x-csrf-token': (await (await reviewer.context.request.get(`${world.url}/api/session`)).json()).csrf,
})

test('the approver signs, and the permit and the notice print', async () => {
  const { page, faults } = approver
  await page.goto(`${world.url}/works`)
  await main(page).getByRole('link', { name: 'Thay ống cấp nước D300' }).click()
  await press(page, 'Cấp phép đào đường')
  await until('that a word is asked for', async () => main(page).getByText('hãy ghi nhận định').isVisible())
  await page.getByLabel('Ghi chú, lý do').fill('Đã thống nhất đào chung, phân luồng theo phương án.')
  await press(page, 'Cấp phép đào đường')
  await until('the number', async () =>
    main(page)
      .getByText(/1\/GPĐĐ-\d{4}-MẪU/)
      .first()
      .isVisible(),
  )
  for (const [name, file] of [
    ['In giấy phép đào', /-giay-phep\.pdf$/],
    ['In thông báo cho hộ dân', /-thong-bao\.pdf$/],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)])
    expect(download.suggestedFilename()).toMatch(file)
    if (process.env.E2E_LOOK) await download.saveAs(join(process.env.E2E_LOOK, download.suggestedFilename()))
  }
  // The refusal that asked for a word is the browser's own note.
  expect(faults.filter((fault) => !/422/.test(fault))).toEqual([])
})

test('the foreman starts, sends a photo and finishes on a phone; everyone sees the closure meanwhile', async () => {
  const phone = await openPage(world, SMALL, `/works/follow#${encodeURIComponent(code)}`, { hasTouch: true })
  const { page } = phone
  await page.getByRole('button', { name: 'Bắt đầu đào' }).click()
  await until('digging', async () => page.locator('.badge.state.open').isVisible())
  await page.locator('input[type="file"]').setInputFiles({
    ...{ name: 'hien-truong.png', mimeType: 'image/png' },
    buffer: Buffer.from('\x89PNG\r\n\x1a\n....IEND\xae\x42\x60\x82', 'latin1'),
  })
  await until('the photo', async () => page.getByText('hien-truong.png').isVisible())
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await look(page, 'foreman')

  for (const [name, size] of [
    ['public-desk', DESKTOP],
    ['public-390', PHONE],
    ['public-320', SMALL],
  ] as const) {
    const anyone = await openPage(world, size, '/works')
    await until('the closure', async () => anyone.page.getByText('Đang cấm xe').isVisible())
    await until('the mark on the map', async () => (await anyone.page.locator('.mark.whole-street').count()) > 0)
    expect([name, await overflow(anyone.page)]).toEqual([name, 0])
    expect(await anyone.page.content()).not.toMatch(/Nguyễn Văn An|0912 345/)
    await look(anyone.page, name)
    expect(anyone.faults).toEqual([])
    await anyone.context.close()
  }

  const planner = await openPage(world, DESKTOP, '/planner')
  await planner.page.getByRole('tab', { name: /Phương án|Kịch bản/ }).click()
  await planner.page.getByText('Công trình đang đào', { exact: true }).click()
  await planner.page.getByRole('button', { name: 'Thêm việc rào đường vào phương án' }).click()
  await until('the edits', async () => planner.page.getByText(/Đã thêm \d+ thay đổi/).isVisible())
  await look(planner.page, 'planner')
  await planner.context.close()

  await page.getByRole('button', { name: 'Đã hoàn trả xong' }).click()
  await until('it to be restored', async () => page.locator('.badge.state.restored').isVisible())
  const { works }: PublicWorksAnswer = await (await phone.context.request.get(`${world.url}/api/works`)).json()
  expect(works.map(({ state, to }) => [state, to])).toEqual([['restored', today]])
  expect(phone.faults).toEqual([])
  await phone.context.close()
})
