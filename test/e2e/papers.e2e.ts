/** The papers of a case in the real browser: the receipt and the check report at once, others with a few words more. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { houseApplication, householder } from '../arbitraries/permit.ts'
import { pdfText } from '../pdf-text.ts'
import { type Opened, openDesk, openWorld, send, type World } from './world.ts'

const PHONE = { width: 390, height: 844 }

let world: World
let opened: Opened
let id = ''
let followCode = ''

beforeAll(async () => {
  world = await openWorld()
  opened = (await openDesk(world, PHONE)).reviewer
  const filed = await send(world, opened.context, 'POST', '/api/permits', {
    people: householder,
    application: houseApplication,
  })
  id = filed.id
  followCode = filed.followCode
  await send(world, opened.context, 'POST', `/api/permits/${id}/events`, { event: 'receive', revision: 1, note: '' })
  await send(world, opened.context, 'POST', `/api/permits/${id}/check`, {})
  await opened.page.goto(`${world.url}/permits/${id}`)
}, 400_000)
afterAll(async () => {
  await world?.close()
})

const card = () => opened.page.getByRole('region', { name: 'Giấy tờ (PDF)' })

/** What the paper says, without the spaces between its lines. */
async function download(press: () => Promise<void>): Promise<string> {
  const [file] = await Promise.all([opened.page.waitForEvent('download', { timeout: 120_000 }), press()])
  expect(file.suggestedFilename()).toMatch(/^H13\..*\.pdf$/)
  return pdfText(readFileSync(await file.path())).replace(/\s+/g, '')
}

test('the receipt names the applicant and the day; the check report has every rule', async () => {
  const receipt = await download(() => card().getByRole('button', { name: 'Giấy tiếp nhận' }).click())
  expect(receipt).toContain('GIẤYTIẾPNHẬNHỒSƠVÀHẸNTRẢKẾTQUẢ')
  expect(receipt).toContain('NguyễnThịKiềuOanh')
  const report = await download(() => card().getByRole('button', { name: 'Báo cáo đối chiếu' }).click())
  expect(report).toContain('Mậtđộxâydựngthuần')
  expect(report).toContain('MINHHỌA')
  const control = await download(() => card().getByRole('button', { name: 'Phiếu kiểm soát' }).click())
  expect(control).toContain('TrầnThịHòa')
})

test('the fee receipt asks for its serial', async () => {
  await card().getByRole('button', { name: 'Biên lai lệ phí' }).click()
  await card().getByLabel('Ký hiệu, số biên lai').fill('CT-26E 0000123')
  await card().getByLabel('Người thu').fill('Trần Thị Hòa')
  expect(await download(() => card().getByRole('button', { name: 'Lập PDF' }).click())).toContain('Bảymươilămnghìnđồng')

  expect(opened.faults).toEqual([])
})

test('the code of a receipt’s QR is filled in, and no history of addresses keeps it', async () => {
  await opened.page.goto(`${world.url}/permits/follow#${followCode}`)
  await opened.page.getByRole('button', { name: 'Xem', exact: true }).click()
  await opened.page.getByText('Đã tiếp nhận').first().waitFor({ timeout: 30_000 })
  expect(opened.page.url()).toBe(`${world.url}/permits/follow`)
})
