/**
 * Accounts in the real browser: the one-time password, a weak password refused, a second step set up and asked for, an
 * administrator who ends a wait, and the province's sign-in that does not answer; on a desk and on a phone.
 */
import { TOTP } from 'otpauth'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, picture, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const PASSWORD = 'con cò bay lả bay la'

let world: World
let desk: { page: Page; context: BrowserContext; faults: string[] }

beforeAll(async () => {
  // A provider that nobody listens for: the button is there, and says that it is away.
  Object.assign(process.env, { OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_CLIENT_ID: 'vithanh' })
  world = await openWorld()
  desk = await openPage(world, DESKTOP, '/login?next=/account')
}, 400_000)
afterAll(async () => {
  await desk?.context.close()
  await world?.close()
})

const signIn = async (page: Page, name: string, password: string) => {
  await page.getByLabel('Tên đăng nhập').fill(name)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).last().click()
}
const signOut = (page: Page) => page.getByRole('button', { name: 'Đăng xuất' }).click()

test('the province’s sign-in is offered where it is set, and says when it is away', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Đăng nhập bằng tài khoản tỉnh' }).click()
  await page.getByText('Hệ thống đăng nhập của tỉnh không trả lời.').waitFor()
  await picture(page, 'sign-in')
  const phone = await openPage(world, PHONE, '/login?sso=waiting')
  await phone.page.getByText('chưa có vai trò ở đây').waitFor()
  expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  await picture(phone.page, 'sign-in-phone')
  expect(phone.faults).toEqual([])
  await phone.context.close()
  await page.goto(`${world.url}/login?next=/account`)
})

test('a one-time password leads to a new one; a common one is refused in words', async () => {
  const { page } = desk
  await signIn(page, 'admin', world.oneTimePassword!)
  await page.getByText('Mật khẩu dùng một lần phải được đổi').waitFor()
  const fill = async (next: string) => {
    await page.getByLabel('Mật khẩu hiện tại').fill(world.oneTimePassword!)
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(next)
    await page.getByLabel('Nhập lại mật khẩu mới').fill(next)
    await page.getByRole('button', { name: 'Lưu mật khẩu mới' }).click()
  }
  await fill('vithanh-123456')
  await page.getByRole('alert').getByText('tên thành phố').waitFor()
  await fill(PASSWORD)
  await page.getByRole('heading', { name: 'Tài khoản của tôi' }).waitFor()
})

test('a second step is set up with a code, asked for at the next sign-in, and a recovery code stands in for it', async () => {
  const { page } = desk
  await page.getByLabel('Mật khẩu hiện tại').first().fill(PASSWORD)
  await page.getByRole('button', { name: 'Bật bước thứ hai' }).click()
  await page.getByRole('img', { name: 'Mã QR cho ứng dụng xác thực' }).waitFor()
  await picture(page, 'second-step')
  const secret = (await page.locator('code.secret').textContent())!.replaceAll(' ', '')
  const totp = new TOTP({ secret })
  await page.getByLabel('Mã xác thực').fill('000000')
  await page.getByRole('button', { name: 'Xác nhận' }).click()
  await page.getByRole('alert').getByText('Mã không đúng').waitFor()
  await page.getByLabel('Mã xác thực').fill(totp.generate({ timestamp: Date.now() - 30_000 }))
  await page.getByRole('button', { name: 'Xác nhận' }).click()
  const codes = page.getByRole('list', { name: 'Mã khôi phục' })
  await until('ten recovery codes', async () => (await codes.getByRole('listitem').count()) === 10)
  const recovery = (await codes.getByRole('listitem').first().textContent())!
  await picture(page, 'recovery-codes')
  await page.getByRole('button', { name: 'Đã cất giữ' }).click()

  await signOut(page)
  await page.goto(`${world.url}/login?next=/users`)
  await signIn(page, 'admin', PASSWORD)
  await page.getByRole('heading', { name: 'Bước thứ hai' }).waitFor()
  await page.getByLabel('Mã xác thực').fill(totp.generate())
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).last().click()
  await page.getByRole('table', { name: 'Tài khoản' }).getByText('có bước thứ hai').waitFor()

  const phone = await openPage(world, PHONE, '/login?next=/account')
  await signIn(phone.page, 'admin', PASSWORD)
  await phone.page.getByLabel('Mã xác thực').waitFor()
  await picture(phone.page, 'code-phone')
  await phone.page.getByLabel('Mã xác thực').fill(recovery.toUpperCase())
  await phone.page.getByRole('button', { name: 'Đăng nhập', exact: true }).last().click()
  await phone.page.getByText('Đang bật. Còn 9 mã khôi phục.').waitFor()
  await phone.page.getByText('Tắt bước thứ hai').first().click()
  await picture(phone.page, 'account-phone')
  expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  expect(phone.faults).toEqual([])
  await phone.context.close()
})

test('an administrator adds an account, sees it wait after wrong passwords, and ends the wait', async () => {
  const { page } = desk
  const form = page.getByRole('form', { name: 'Thêm tài khoản' })
  await form.getByLabel('Tên đăng nhập').fill('lan')
  await form.getByLabel('Tên hiển thị').fill('Nguyễn Thị Lan')
  await form.getByRole('button', { name: 'Thêm tài khoản' }).click()
  const oneTime = (await page.locator('code.secret').textContent())!

  const other = await openPage(world, DESKTOP, '/login')
  for (let i = 0; i < 6; i++) {
    await signIn(other.page, 'lan', `sai ${i}`)
    await other.page.getByRole('alert').getByText('Tên hoặc mật khẩu không đúng').waitFor()
    await other.page.getByRole('button', { name: 'Đăng nhập', exact: true }).last().isEnabled()
  }
  await signIn(other.page, 'lan', oneTime)
  await other.page.getByRole('alert').getByText('Đã thử sai nhiều lần; hãy chờ').waitFor()
  await page.reload()
  await page.getByText('vì nhập sai nhiều lần').waitFor()
  await picture(page, 'users')
  await page.getByRole('button', { name: 'Cho thử lại ngay lan' }).click()
  await until('the wait to end', async () => (await page.getByText('vì nhập sai nhiều lần').count()) === 0)
  await signIn(other.page, 'lan', oneTime)
  await other.page.getByText('Mật khẩu dùng một lần phải được đổi').waitFor()
  await other.context.close()
})
