/**
 * The world of the browser tests: the real server on the built-in city, started as `npm start` starts it, and a real
 * Chromium. The city is made once for all files of tests (city.setup.ts) and copied into each data folder.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { freePort, makeDataDir, startServer, stopServer, until } from '../started-server.ts'

export { until }

const root = join(import.meta.dirname, '..', '..')
export const pictures = process.env.PICTURES === '1'

export interface World {
  readonly url: string
  readonly dataDir: string
  readonly oneTimePassword: string | null
  readonly browser: Browser
  /** Stops the server as a person would, and starts it again on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openWorld(): Promise<World> {
  const dataDir = makeDataDir('e2e')
  const port = await freePort()
  let server = await startServer(dataDir, port)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-gl=angle',
      '--use-angle=gl-egl',
      '--ignore-gpu-blocklist',
      '--enable-gpu',
    ],
  })
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    oneTimePassword: server.oneTimePassword,
    browser,
    async restart() {
      await stopServer(server.process)
      server = await startServer(dataDir, port)
    },
    async close() {
      // What the person would have seen where a test gave up: E2E_LAST names a folder for it.
      const last = process.env.E2E_LAST
      const pages = last ? browser.contexts().flatMap((context) => context.pages()) : []
      for (const [i, page] of pages.entries()) await page.screenshot({ path: join(last!, `last-${i}.png`) })
      await browser.close()
      await stopServer(server.process)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A page that keeps what went wrong in it: errors, and requests to anyone but the server. */
export async function openPage(
  world: World,
  size: { width: number; height: number },
  path: string,
  { hasTouch = false } = {},
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const context = await world.browser.newContext({
    viewport: size,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    hasTouch,
  })
  // Without a graphics card the 3D map costs by the pixel: where no picture is kept, it is drawn at half its size.
  if (!pictures && /^\/(login|planner)/.test(path)) {
    await context.addInitScript(() => Object.defineProperty(globalThis, 'devicePixelRatio', { get: () => 0.5 }))
  }
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(world.url) && !/^(data|blob):/.test(request.url())) {
      faults.push(`request to ${request.url()}`)
    }
  })
  await page.goto(`${world.url}${path}`)
  return { page, context, faults }
}

export type Opened = Awaited<ReturnType<typeof openPage>>

/** A request of the page's own session, which must be answered well. */
export async function send({ url }: World, context: BrowserContext, method: string, path: string, data: unknown) {
  const { csrf } = await (await context.request.get(`${url}/api/session`)).json()
  const answer = await context.request.fetch(`${url}${path}`, {
    method,
    data,
    headers: csrf ? { 'x-csrf-token': csrf } : {},
  })
  if (!answer.ok()) throw new Error(`Expected ${method} ${path} to be done, got ${await answer.text()}`)
  return answer.json()
}

const DESK_PASSWORD = 'mot-mat-khau-that-dai-1'
const DESK = { width: 1440, height: 900 }

/** A reviewer and an approver, signed in, each with a page of their own. */
export async function openDesk(world: World, reviewerSize = DESK): Promise<{ reviewer: Opened; approver: Opened }> {
  const signedIn = async (size: typeof DESK, name: string, oneTime: string) => {
    const opened = await openPage(world, size, '/login')
    await send(world, opened.context, 'POST', '/api/session', { name, password: oneTime })
    await send(world, opened.context, 'POST', '/api/session/password', { current: oneTime, next: DESK_PASSWORD })
    return opened
  }
  const admin = await signedIn(DESK, 'admin', world.oneTimePassword!)
  const added = async (size: typeof DESK, name: string, displayName: string, role: string) => {
    const { oneTimePassword } = await send(world, admin.context, 'POST', '/api/users', { name, displayName, role })
    return signedIn(size, name, oneTimePassword)
  }
  const reviewer = await added(reviewerSize, 'hoa', 'Trần Thị Hòa', 'reviewer')
  const approver = await added(DESK, 'binh', 'Lê Văn Bình', 'approver')
  await admin.context.close()
  return { reviewer, approver }
}

/** Signs in with the one-time password, and sets the account's own. From `/login` to the planner. */
export async function signInFirst(page: Page, name: string, oneTime: string, password: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(name)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(oneTime)
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByLabel('Mật khẩu hiện tại').fill(oneTime)
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
  await page.getByLabel('Nhập lại mật khẩu mới').fill(password)
  await page.getByRole('button', { name: 'Lưu mật khẩu mới' }).click()
  await page.waitForURL('**/planner')
}

/** A picture for the documents, when they are being made. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  const folder = join(root, 'docs', 'img')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
