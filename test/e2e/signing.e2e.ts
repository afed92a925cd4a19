/**
 * A permit is signed, in the real browser: the administrator names the signer, the reviewer gets the file, hands in what is wrong and
 * then what is right; anyone checks the file at the register, where its QR leads. The city is generated: it is a rehearsal.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newPermit } from '../permit-application.ts'
import { house } from '../permit-cases.ts'
import { type Authority, authority, pemOf, signPdf } from '../signing.ts'
import { openPage, openWorld, picture, signInFirst, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PASSWORD = 'mot-mat-khau-that-dai-1'
const UNIT = '31321'

interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  readonly faults: string[]
}
let dir: string
let world: World
let office: Authority
let admin: Opened
let reviewer: Opened
let id = ''
let code = ''

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'vithanh-signing-e2e-'))
  office = await authority()
  writeFileSync(join(dir, 'roots.pem'), pemOf(office.root))
  writeFileSync(join(dir, 'signer.cer'), Buffer.from(office.signer.certificate.rawData))
  process.env.SIGNING_TRUST = join(dir, 'roots.pem')
  world = await openWorld()
  admin = await openPage(world, DESKTOP, '/login')
  await signInFirst(admin.page, 'admin', world.oneTimePassword!, PASSWORD)
  const people: Opened[] = []
  for (const [name, displayName, role] of [
    ['hoa', 'Trần Thị Hòa', 'reviewer'],
    ['phuc', 'Lê Hoàng Phúc', 'approver'],
  ] as const) {
    const made = await post(admin, '/api/users', { name, displayName, role, unitCode: UNIT })
    const opened = await openPage(world, DESKTOP, '/login')
    await signInFirst(opened.page, name, made.oneTimePassword, PASSWORD)
    people.push(opened)
  }
  const [desk, approver] = people as [Opened, Opened]
  reviewer = desk
  const filed = await post(reviewer, '/api/permits', newPermit(house, UNIT))
  ;({ id, code } = filed)
  const { user } = await (await reviewer.context.request.get(`${world.url}/api/session`)).json()
  const steps: [Opened, string, object?][] = [
    [reviewer, 'receive'],
    [reviewer, 'assign', { to: user.id }],
    [reviewer, 'check'],
    [reviewer, 'propose'],
    [approver, 'approve', { note: 'Đồng ý' }],
  ]
  for (const [who, event, more] of steps) {
    const { revision } = await (await who.context.request.get(`${world.url}/api/permits/${id}`)).json()
    if (event === 'check') await post(who, `/api/permits/${id}/check`)
    else await post(who, `/api/permits/${id}/events`, { event, revision, note: '', ...more })
  }
}, 400_000)
afterAll(async () => {
  delete process.env.SIGNING_TRUST
  await world?.close()
  rmSync(dir, { recursive: true, force: true })
})

async function post({ context }: Opened, path: string, data?: object) {
  const { csrf } = await (await context.request.get(`${world.url}/api/session`)).json()
  const answer = await context.request.post(`${world.url}${path}`, {
    headers: { 'x-csrf-token': csrf },
    ...(data ? { data } : {}),
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.json()
}
const says = (page: Page, words: RegExp) =>
  until(`the page to say ${words}`, async () => words.test((await page.getByRole('main').textContent()) ?? ''), 60)
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
async function onPhones(page: Page): Promise<void> {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 })
    await until(`nothing to stick out at ${width} px`, () => fits(page), 20)
  }
  await page.setViewportSize(DESKTOP)
}
test('the administrator names who may sign, by the certificate’s file', async () => {
  const { page, faults } = admin
  await page.goto(`${world.url}/users`)
  const panel = page.getByRole('region', { name: 'Người ký giấy phép' })
  await panel.getByLabel('Tài khoản phê duyệt').selectOption({ label: 'phuc · Lê Hoàng Phúc' })
  await panel.getByLabel('Đơn vị').fill(UNIT)
  await panel.getByLabel('Tệp chứng thư').setInputFiles(join(dir, 'signer.cer'))
  await panel.getByRole('button', { name: 'Thêm người ký' }).click()
  await says(page, /CN=Lê Hoàng Phúc, O=UBND phường Vị Thanh/)
  await onPhones(page)
  expect(faults).toEqual([])
})

test('the file goes out, a wrong one is refused by name, the signed one issues the permit', async () => {
  const { page, faults } = reviewer
  await page.goto(`${world.url}/permits/${id}`)
  const card = page.getByRole('region', { name: 'Ký số giấy phép' })
  await card.getByLabel('Giấy tờ về đất đai').fill('GCN số CT 012345')
  const coming = page.waitForEvent('download')
  await card.getByRole('button', { name: 'Tải bản để ký' }).click()
  const pdf = readFileSync(await (await coming).path())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  await says(page, /Số \d+\/GPXD-MẪU, lập/)
  await picture(page, 'permit-signing')
  await onPhones(page)

  const handIn = card.getByLabel('Chọn tệp PDF đã ký')
  await handIn.setInputFiles({ name: 'chua-ky.pdf', mimeType: 'application/pdf', buffer: pdf })
  await says(page, /chưa có chữ ký số/)
  const stranger = await authority('Lạ')
  const strange = await signPdf(pdf, { by: stranger.signer, chain: [stranger.intermediate] })
  await handIn.setInputFiles({ name: 'la.pdf', mimeType: 'application/pdf', buffer: strange })
  await says(page, /không dẫn tới tổ chức chứng thực được tin cậy/)
  const signed = await signPdf(pdf, { by: office.signer, chain: [office.intermediate] })
  writeFileSync(join(dir, 'signed.pdf'), signed)
  await handIn.setInputFiles(join(dir, 'signed.pdf'))
  await says(page, /Đã ký số.*Lê Hoàng Phúc/)
  await says(page, /Đã cấp phép/)
  await onPhones(page)
  // A refusal is an answer of its own to the browser.
  expect(faults.filter((fault) => !/422/.test(fault))).toEqual([])
})

test('anyone checks the file where its QR leads; a changed one is told', async () => {
  const { page, faults, context } = await openPage(world, DESKTOP, `/register?q=${encodeURIComponent(code)}`)
  await says(page, /1 kết quả|1 giấy phép|1 hồ sơ/)
  const card = page.getByRole('region', { name: 'Kiểm tra tệp giấy phép' })
  const choose = card.getByLabel('Chọn tệp PDF')
  await choose.setInputFiles(join(dir, 'signed.pdf'))
  await says(page, /không bị sửa; nhưng là bản mẫu.*GPXD-MẪU.*Lê Hoàng Phúc/)
  await picture(page, 'register-file')
  await onPhones(page)
  const changed = readFileSync(join(dir, 'signed.pdf'))
  changed[2000]! ^= 1
  await choose.setInputFiles({ name: 'sua.pdf', mimeType: 'application/pdf', buffer: changed })
  await says(page, /hoặc tệp đã bị sửa/)
  expect(faults.filter((fault) => !/404/.test(fault))).toEqual([])
  await context.close()
})
