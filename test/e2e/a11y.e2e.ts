/**
 * For everyone: every page of the public map and the staff's pages for what citizens send, under axe (WCAG 2.2 A and AA), light and
 * dark, in both languages, on a narrow phone, at double size, in high contrast and without motion; and what a person does with the
 * keyboard alone. What is found is told with its page and its element.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAP_PAGES } from '../../server/routes/files.ts'
import { openWorld, send, until, type World } from './world.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const PAGES = [...MAP_PAGES.map((page) => page.replace('/*', '/follow').replace(':code', 'ABCDEFG')), '/p']
const STAFF = ['/reports', '/statements', '/codes']

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

const settings: readonly (BrowserContextOptions & { name: string; language: 'vi' | 'en'; theme: 'light' | 'dark' })[] =
  [
    { name: 'a phone, light, Vietnamese', viewport: { width: 390, height: 844 }, language: 'vi', theme: 'light' },
    { name: 'a narrow phone, dark, English', viewport: { width: 320, height: 640 }, language: 'en', theme: 'dark' },
    {
      name: 'a desk at double size, high contrast, without motion',
      viewport: { width: 720, height: 450 },
      deviceScaleFactor: 2,
      forcedColors: 'active',
      reducedMotion: 'reduce',
      language: 'vi',
      theme: 'light',
    },
  ]

/** What axe finds wrong, one line for each element. */
async function wrongIn(page: Page): Promise<string[]> {
  const results = await page.evaluate(
    (tags) =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
      }),
    TAGS,
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary?.split('\n')[1]?.trim()}`),
  )
}

/** A panel is there when what stands for it while it loads is gone. */
async function opened(page: Page, path: string): Promise<void> {
  await page.goto(`${world.url}${path}`)
  await page.locator('h1, h2').first().waitFor()
  await settled(page)
}

async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(300)
  await until('the panel', async () => (await page.getByText(/^(Đang mở…|Opening…)$/).count()) === 0, 60)
}

async function look(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    try {
      await opened(page, path)
    } catch (error) {
      found.push(`${path} does not open: ${(error as Error).message.split('\n')[0]}`)
      continue
    }
    found.push(...(await wrongIn(page)).map((wrong) => `${path} ${wrong}`))
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (wider > 0) found.push(`${path} scrolls sideways by ${wider} px`)
  }
  return found
}

async function contextOf({ name: _, language, theme, ...options }: (typeof settings)[number]) {
  // A service worker would keep the page from ever being idle while it fills.
  const context = await world.browser.newContext({ ...options, locale: 'vi-VN', serviceWorkers: 'block' })
  await context.addInitScript(
    ([lang, colours]) => {
      localStorage.setItem('vithanh.language', lang)
      localStorage.setItem('vithanh.theme', colours)
    },
    [language, theme] as const,
  )
  await context.addInitScript(source)
  return context
}

describe.each(settings)('$name', (setting) => {
  test('every page of the public map', async () => {
    const context = await contextOf(setting)
    expect(await look(await context.newPage(), PAGES)).toEqual([])
    await context.close()
  })

  test('the menu, the layers and what is in view', async () => {
    const context = await contextOf(setting)
    const page = await context.newPage()
    await opened(page, '/')
    const found: string[] = []
    const names =
      setting.language === 'vi' ? ['Trình đơn', 'Lớp bản đồ', 'Trong khung nhìn'] : ['Menu', 'Map layers', 'In view']
    for (const name of names) {
      await page
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .first()
        .click()
      await settled(page)
      found.push(...(await wrongIn(page)).map((wrong) => `${name}: ${wrong}`))
      await page.keyboard.press('Escape')
    }
    expect(found).toEqual([])
    await context.close()
  })
})

test('the staff’s pages for what citizens send', async () => {
  const context = await contextOf(settings[0]!)
  await send(world, context, 'POST', '/api/session', { name: 'admin', password: world.oneTimePassword! })
  const next = 'mot-mat-khau-that-dai-1'
  await send(world, context, 'POST', '/api/session/password', { current: world.oneTimePassword!, next })
  expect(await look(await context.newPage(), STAFF)).toEqual([])
  await context.close()
})

test('with the keyboard alone: a place is found, its card read and shared', async () => {
  const context = await contextOf({ ...settings[0]!, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await opened(page, '/')
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${element.ariaLabel ?? element.textContent}`
    })
  /** Tab until it is reached; everything between must be reachable too. */
  const reach = async (what: RegExp, most = 60) => {
    for (let i = 0; i < most; i++) {
      if (what.test(await focused())) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Expected ${what} within ${most} presses of Tab, last ${await focused()}`)
  }
  await reach(/^combobox/)
  await page.keyboard.type('Trần Hưng Đạo', { delay: 20 })
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await until('the card', async () => (await page.getByRole('heading', { name: /Trần Hưng Đạo/ }).count()) > 0)
  expect(await wrongIn(page)).toEqual([])
  await reach(/Mã QR/)
  await page.keyboard.press('Enter')
  await settled(page)
  expect(await wrongIn(page)).toEqual([])
  await context.close()
})
