/**
 * A plan's whole way in the real browser: the planner opens a task and, once it is accepted, submits a scenario whose runs the
 * server computes again; reviewers comment on it; a citizen on a phone sees it as a phương án and says something without an
 * account; days later it is appraised, decided and announced, and looks like a plan; its change is built and stands.
 */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, picture, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
const PASSWORD = 'mot-mat-khau-that-dai-1'
const TITLE = 'Chỉnh trang lô phố trung tâm'

type Opened = { page: Page; context: BrowserContext; faults: string[] }
const people = [
  ['lan', 'planner', 'Nguyễn Thị Lan'],
  ['hoa', 'reviewer', 'Trần Thị Hòa'],
  ['binh', 'approver', 'Lê Văn Bình'],
] as const

let world: World
let admin: Opened
const opened = {} as Record<(typeof people)[number][1], Opened>
let address = ''
let followCode = ''

beforeAll(async () => {
  world = await openWorld()
  admin = await openPage(world, DESKTOP, '/login')
  await signIn(admin.context, 'admin', world.oneTimePassword!)
  for (const [name, role, displayName] of people) {
    const made = await ask(admin, 'post', '/api/users', { name, displayName, role })
    opened[role] = await openPage(world, DESKTOP, '/plans')
    await signIn(opened[role].context, name, made.oneTimePassword)
  }
  // An office whose consultations may be short.
  const terms = { consultationDays: 1, publishWithinDays: 15, markWithinDays: 30, source: 'QĐ thử nghiệm' }
  await ask(admin, 'put', '/api/plan-terms', terms)
}, 400_000)
afterAll(() => world?.close())

async function csrfOf(context: BrowserContext): Promise<string> {
  return (await (await context.request.get(`${world.url}/api/session`)).json()).csrf
}
async function ask({ context }: Opened, how: 'post' | 'put', path: string, data: unknown) {
  const headers = { 'x-csrf-token': await csrfOf(context) }
  const answer = await context.request[how](`${world.url}${path}`, { data, headers })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.json()
}
/** With a one-time password the account's own is set first. */
async function signIn(context: BrowserContext, name: string, oneTime: string | null): Promise<void> {
  const post = async (path: string, data: unknown, csrf?: string) =>
    context.request.post(`${world.url}${path}`, { data, ...(csrf ? { headers: { 'x-csrf-token': csrf } } : {}) })
  expect((await post('/api/session', { name, password: oneTime ?? PASSWORD })).ok()).toBe(true)
  if (oneTime === null) return
  const changed = await post('/api/session/password', { current: oneTime, next: PASSWORD }, await csrfOf(context))
  expect(changed.ok(), await changed.text()).toBe(true)
}

const tells = (page: Page, what: string | RegExp, seconds = 60) =>
  until(`${what}`, async () => (await page.getByText(what).count()) > 0, seconds)
/** A step of the plan, with what must be written. */
async function take(page: Page, event: string, note?: string): Promise<void> {
  const actions = page.getByRole('region', { name: 'Việc có thể làm' })
  await actions.getByRole('button', { name: event, exact: true }).click()
  const form = page.getByRole('form', { name: event })
  if (note) await form.getByRole('textbox').last().fill(note)
  await form.getByRole('button', { name: event, exact: true }).click()
  await form.waitFor({ state: 'detached' })
}
/** In the list, not in the field where it is being written. */
const said = (within: Locator, words: string) => within.locator('.said', { hasText: words }).waitFor()
const stamp = (page: Page) => page.locator('.plan-head .stamp').textContent()

test('the planner opens a task; it is a proposal, and the approver accepts it', async () => {
  const { page } = opened.planner
  await page.goto(`${world.url}/plans`)
  await page.getByRole('button', { name: 'Lập nhiệm vụ quy hoạch' }).click()
  const form = page.getByRole('form', { name: 'Lập nhiệm vụ quy hoạch' })
  await form.getByLabel('Tên đồ án').fill(TITLE)
  await form.getByLabel('Mục tiêu, phạm vi, yêu cầu').fill('San nền lô đất trống, thêm cây xanh cho khu phố.')
  await form.getByRole('button', { name: 'Mở nhiệm vụ' }).click()
  await page.waitForURL(/\/plans\/[0-9a-f-]{36}$/)
  address = page.url()
  await tells(page, 'Chưa có phương án nào được trình.')
  expect(await stamp(page)).toBe('Phương án (chưa phê duyệt)')

  // Nobody else sees a task.
  const visitor = await openPage(world, DESKTOP, new URL(address).pathname)
  await visitor.page.getByRole('alert').first().waitFor()
  await visitor.context.close()

  const approver = opened.approver.page
  await approver.goto(address)
  await take(approver, 'Phê duyệt nhiệm vụ', 'Đồng ý nhiệm vụ.')
  await tells(approver, 'Đang lập')
})

test('the planner submits a scenario with its runs; the server computes them again, the same', async () => {
  const { page } = opened.planner
  await page.goto(`${world.url}/planner`)
  await page.getByRole('tab', { name: 'Đối tượng' }).click()
  await page.getByLabel('Tìm thửa đất hoặc đường').fill('tờ')
  await page.getByRole('button', { name: /^Tờ / }).first().click()
  const raise = page.getByRole('form', { name: 'San nền thửa đất' })
  await raise.getByRole('spinbutton').first().fill('2.4')
  await raise.getByRole('button', { name: 'San nền' }).click()
  const zoning = page.getByRole('form', { name: 'Đổi quy hoạch thửa đất' })
  await zoning.getByLabel('Mã quy hoạch').fill('CX')
  await zoning.getByRole('button', { name: 'Đổi quy hoạch' }).click()
  await page.getByRole('tab', { name: 'Phương án' }).click()
  await page.getByLabel('Tên phương án').fill('San nền lô trung tâm')
  await tells(page, /Nháp đã giữ trên máy này/)
  // An hour of rain around the lot: enough to be compared, little to wait for.
  await page.getByRole('tab', { name: 'Mô phỏng' }).click()
  await page.getByRole('button', { name: 'Đặt khu vực quanh các thay đổi' }).click()
  await page.getByLabel('Cỡ ô').selectOption({ label: '20 m' })
  await page.getByLabel('Thời gian mô phỏng (giờ)').fill('1')
  await page.getByRole('button', { name: 'Mô phỏng', exact: true }).click()
  await until('the run to end', async () => (await page.getByText('Mô phỏng xong.').count()) > 0, 220)
  await page.getByRole('tab', { name: 'Phương án' }).click()
  const submit = page.getByRole('region', { name: 'Trình thẩm định' })
  await submit.getByRole('button', { name: 'Trình thẩm định' }).click()
  await submit.getByLabel('Đồ án').selectOption({ label: TITLE })
  await submit.getByRole('button', { name: 'Trình thẩm định' }).last().click()
  await until(
    'both runs to be the same',
    async () => (await submit.getByText('Máy chủ tính lại: trùng').count()) === 2,
    220,
  )
  await submit.getByText('Chờ lấy ý kiến').waitFor()
  await submit.getByRole('link', { name: 'Xem đồ án' }).click()
  await page.waitForURL(address)
  await tells(page, /San nền .* đến 2,40 m|2,40 m/)
  await tells(page, 'Trước và sau')
})

test('the reviewer comments on a change and on a place, and opens the consultation', async () => {
  const { page } = opened.reviewer
  await page.goto(address)
  const threads = page.getByRole('region', { name: 'Ý kiến thẩm định' })
  await threads.getByLabel('Nội dung ý kiến').fill('Nêu rõ cao độ theo mốc nào.')
  await threads.getByLabel('Góp ý về').selectOption({ label: 'Thay đổi 1' })
  await threads.getByRole('button', { name: 'Ý kiến mới' }).click()
  await said(threads, 'Nêu rõ cao độ theo mốc nào.')
  await threads.getByLabel('Góp ý về').selectOption({ label: 'Điểm trên bản đồ' })
  const map = page.getByRole('group', { name: /^Bản đồ các thay đổi/ })
  await map.scrollIntoViewIfNeeded()
  const box = (await map.boundingBox())!
  await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.6)
  await threads.getByText(/^Đã đặt điểm/).waitFor()
  await threads.getByLabel('Nội dung ý kiến').fill('Chỗ này có cống cũ.')
  await threads.getByRole('button', { name: 'Ý kiến mới' }).click()
  await said(threads, 'Chỗ này có cống cũ.')
  await map.locator('.mark.comment').waitFor()

  // The map moves by keys.
  const before = await map.locator('svg').getAttribute('viewBox')
  await map.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('+')
  expect(await map.locator('svg').getAttribute('viewBox')).not.toBe(before)
  await page.keyboard.press('0')
  await page.evaluate(() => document.getElementById('main')!.scrollTo(0, 0))
  await picture(page, 'plan-proposal')

  await take(page, 'Mở lấy ý kiến')
  await tells(page, /Nhận ý kiến đến hết ngày/)

  const planner = opened.planner.page
  await planner.goto(address)
  const answer = planner.getByRole('form', { name: 'Trả lời T1' })
  await answer.getByLabel('Trả lời').fill('Theo mốc Hòn Dấu 1992.')
  await answer.getByRole('button', { name: 'Gửi' }).click()
  await said(planner.getByRole('region', { name: 'Ý kiến thẩm định' }), 'Theo mốc Hòn Dấu 1992.')
})

test('a citizen on a phone sees a proposal, never a plan, and says something without an account', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/plans', { hasTouch: true })
  await page.getByRole('link', { name: TITLE }).click()
  await page.getByRole('heading', { name: TITLE }).waitFor()
  expect(await stamp(page)).toBe('Phương án (chưa phê duyệt)')
  await tells(page, /không có giá trị pháp lý/)
  expect(await page.getByText('Ý kiến thẩm định').count()).toBe(0)
  await page.getByRole('link', { name: 'Góp ý', exact: true }).click()
  const form = page.getByRole('form', { name: 'Góp ý cho phương án' })
  await form.getByLabel('Ý kiến của bạn').fill('Xin giữ lại hàng cây đầu hẻm.')
  await form.getByLabel('Góp ý về').selectOption({ label: 'Điểm trên bản đồ' })
  const map = page.getByRole('group', { name: /^Bản đồ các thay đổi/ })
  await map.scrollIntoViewIfNeeded()
  const box = (await map.boundingBox())!
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
  await form.getByText(/^Đã đặt điểm/).waitFor()
  await form.getByLabel(/^Tên/).fill('Bà Sáu')
  await form.getByRole('button', { name: 'Gửi góp ý' }).click()
  const code = page.locator('.follow-code')
  await code.waitFor()
  followCode = (await code.textContent())!
  await picture(page, 'plan-phone')
  // Before a reviewer has looked at it, nobody sees it.
  expect(await page.getByText('Xin giữ lại hàng cây đầu hẻm.').count()).toBe(0)
  await page.setViewportSize(NARROW)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  expect(await page.locator('#main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0)

  await page.goto(`${world.url}/plans/follow`)
  await page.getByLabel('Mã tra cứu').fill(followCode)
  await page.getByRole('button', { name: 'Xem' }).click()
  await tells(page, 'Đang chờ người thẩm định xem.')
  expect(faults).toEqual([])
  await context.close()
})

test('the reviewer shows and answers it; after the term the plan is appraised and put forward', async () => {
  const { page } = opened.reviewer
  await page.goto(address)
  const consultation = page.getByRole('region', { name: 'Lấy ý kiến cộng đồng' })
  await consultation.getByText('Bà Sáu').waitFor()
  await consultation.getByRole('button', { name: 'Cho hiển thị' }).click()
  const answer = consultation.getByRole('form', { name: 'Trả lời D1' })
  await answer.getByLabel('Trả lời').fill('Hàng cây được giữ.')
  await answer.getByRole('button', { name: 'Gửi trả lời' }).click()
  await said(consultation, 'Hàng cây được giữ.')

  await daysOn(3)
  await page.goto(address)
  await until('the consultation to be concluded', async () => {
    await page.reload()
    return (await page.getByText('Tiếp thu, giải trình ý kiến').count()) > 0
  })
  await take(page, 'Tổng hợp ý kiến', 'Một ý kiến, đã tiếp thu.')
  await take(page, 'Đưa vào thẩm định')
  await tells(page, /ý kiến thẩm định chưa được giải quyết/)
  const threads = page.getByRole('region', { name: 'Ý kiến thẩm định' })
  for (const left of [1, 0]) {
    await threads.getByRole('button', { name: 'Đánh dấu đã giải quyết' }).first().click()
    await until('the thread to be closed', async () => (await threads.getByText('Chưa giải quyết').count()) === left)
  }
  await page.reload()
  await take(page, 'Trình phê duyệt', 'Đủ điều kiện phê duyệt.')
  await tells(page, 'Trình phê duyệt')
})

test('the approver decides; what is approved looks like a plan and carries its decision', async () => {
  const { page, faults } = opened.approver
  await page.goto(address)
  const files = page.getByRole('region', { name: /^Tệp/ })
  const pdf = { name: 'ban-ve-su-dung-dat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }
  await files.locator('input[type=file]').setInputFiles(pdf)
  await files.getByRole('link', { name: /ban-ve-su-dung-dat/ }).waitFor()
  await page
    .getByRole('region', { name: 'Việc có thể làm' })
    .getByRole('button', { name: 'Phê duyệt', exact: true })
    .click()
  const form = page.getByRole('form', { name: 'Phê duyệt' })
  await form.getByLabel('Số quyết định').fill('12/QĐ-UBND')
  await form.getByLabel('Cơ quan ban hành').fill('UBND phường Vị Thanh')
  await form.getByRole('button', { name: 'Phê duyệt', exact: true }).click()
  await until('the stamp of a plan', async () =>
    /^Bản mẫu: Quy hoạch đã phê duyệt · 12\/QĐ-UBND$/.test((await stamp(page))!),
  )
  await page.getByRole('region', { name: 'Quyết định phê duyệt' }).getByText('UBND phường Vị Thanh').waitFor()
  await picture(page, 'plan-approved')

  const reviewer = opened.reviewer.page
  await reviewer.goto(address)
  await take(reviewer, 'Công bố', 'Niêm yết tại trụ sở.')
  await tells(reviewer, 'Đã công bố')
  // While the server was started anew nobody answered.
  expect(faults.filter((fault) => !fault.startsWith('console: Failed to load resource'))).toEqual([])
})

test('approved is not built: each change is begun and accepted by a document', async () => {
  const { page } = opened.reviewer
  await page.reload()
  const changes = page.getByRole('region', { name: 'Tình trạng xây dựng của từng thay đổi' })
  const fill = changes.getByRole('listitem').filter({ hasText: '2,40 m' })
  await fill.getByText('đã duyệt, chưa xây').waitFor()
  await fill.getByRole('button', { name: 'khởi công' }).click()
  await fill.getByRole('form', { name: 'khởi công' }).getByRole('button', { name: 'Gửi' }).click()
  await fill.getByText('đang xây dựng').waitFor()
  const files = page.getByRole('region', { name: /^Tệp/ })
  await files.getByLabel('Loại tệp').selectOption({ label: 'Nghiệm thu' })
  const pdf = { name: 'nghiem-thu.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n% 2\n%%EOF\n') }
  await files.locator('input[type=file]').setInputFiles(pdf)
  await files.getByRole('link', { name: /nghiem-thu/ }).waitFor()
  await fill.getByRole('button', { name: 'nghiệm thu, hoàn công' }).click()
  await fill.getByRole('form').getByRole('button', { name: 'Gửi' }).click()
  await fill.getByText('đã hoàn công').waitFor()
})

test('everyone reads the plan, its history and the answer; it opens in 3D as a branch', async () => {
  const { page, context, faults } = await openPage(world, PHONE, new URL(address).pathname, { hasTouch: true })
  await page.getByRole('region', { name: 'Quyết định phê duyệt' }).waitFor()
  await tells(page, 'Xin giữ lại hàng cây đầu hẻm.')
  await tells(page, 'Hàng cây được giữ.')
  expect(await page.getByText('Bà Sáu').count()).toBe(0)
  expect(await page.getByText('Mở nhiệm vụ').count()).toBeGreaterThan(0)
  await page.goto(`${world.url}/plans/follow#${followCode}`)
  await page.getByRole('button', { name: 'Xem' }).click()
  await tells(page, 'Hàng cây được giữ.')

  await page.goto(address)
  await page.getByRole('link', { name: 'Mở trong mô hình 3D' }).click()
  await page.waitForURL(/\/planner/)
  await until('the scenario of the plan', async () =>
    /San nền lô trung tâm/.test(await page.getByLabel('Tên phương án').inputValue()),
  )
  expect(faults).toEqual([])
  await context.close()
})

/** The server's clock stands some days on; those who worked sign in anew. */
async function daysOn(days: number): Promise<void> {
  process.env.DAYS_ON = `${days}`
  process.env.NODE_OPTIONS = `--import=${new URL('./shifted-clock.mjs', import.meta.url).href}`
  await world.restart()
  delete process.env.NODE_OPTIONS
  for (const [name, role] of people) {
    // Sessions have been idle too long by then.
    await opened[role].context.clearCookies()
    await signIn(opened[role].context, name, null)
  }
}
