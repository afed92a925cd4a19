/**
 * The planner on the office laptop: the built-in city in a real browser without a graphics card, the processor slowed twofold. First
 * useful view: the list of layers answers and the middle of the map shows the first painted streets. A toggle: from the press to
 * the moment when both the box shows its new state on the screen and the painting of the visible tiles has begun. Memory: what the
 * page's and the graphics process hold (proportional set size), after the walk over all sets of layers.
 */
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright-core'
import { openPage, openWorld, until, type World } from '../e2e/world.ts'
import type { BenchRow } from './run.ts'

const SLOWED = 2
const VIEW_LIMIT_SECONDS = 6
const TOGGLE_LIMIT_MILLISECONDS = 300
const MEMORY_LIMIT_MEGABYTES = 1024
const TOGGLES = 9
const SIZE = { width: 1366, height: 768 }

export async function bench(): Promise<BenchRow[]> {
  const world = await openWorld()
  try {
    const { page, context } = await openPage(world, SIZE, '/login')
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
    // Once to fill the caches, as on the second day at work; the first visit is a row of its own.
    const cold = await firstView(page, world)
    const warm = await firstView(page, world)
    const whole = await wholeView(page)
    const toggles = await toggleTimes(page)
    for (const name of ['Quy hoạch', 'Hạ tầng', 'Ngập', 'Địa chỉ']) {
      await page.getByRole('button', { name, exact: true }).click()
      await settled(page)
    }
    const memory = await megabytes(world, session)
    const note = `${SIZE.width} × ${SIZE.height}, no graphics card, processor slowed ${SLOWED}×`
    return [
      row('first useful view, first visit', cold, 's', VIEW_LIMIT_SECONDS, note),
      row('first useful view, again', warm, 's', VIEW_LIMIT_SECONDS, note),
      { name: 'every tile of the first view', value: whole, unit: 's', against: '–', ratio: null, note },
      row('a layer switched', median(toggles), 'ms', TOGGLE_LIMIT_MILLISECONDS, `median of ${toggles.length}; ${note}`),
      row('the slowest of them', Math.max(...toggles), 'ms', TOGGLE_LIMIT_MILLISECONDS, note),
      row('memory of page and graphics', memory, 'MB', MEMORY_LIMIT_MEGABYTES, 'after all four sets of layers'),
    ]
  } finally {
    await world.close()
  }
}

async function firstView(page: Page, world: World): Promise<number> {
  await page.goto(`${world.url}/planner`, { waitUntil: 'commit' })
  await until('the first painted tile', async () => (await markOf(page, 'layers/painted')) !== null)
  await page.getByRole('checkbox', { name: /^Đường giao thông/ }).waitFor()
  return (await markOf(page, 'layers/painted'))! / 1000
}

/** Seconds from the start of the page to the moment when no tile is waited for. */
async function wholeView(page: Page): Promise<number> {
  await settled(page)
  return (await page.evaluate(() => performance.now())) / 1000
}

async function toggleTimes(page: Page): Promise<number[]> {
  const times: number[] = []
  const box = page.getByRole('checkbox', { name: /^Đường giao thông/ })
  for (let i = 0; i < TOGGLES; i++) {
    await settled(page)
    const shown = await box.evaluate(
      (input: HTMLInputElement) =>
        new Promise<{ pressed: number; answered: number }>((done) => {
          const pressed = performance.now()
          input.click()
          requestAnimationFrame(() => setTimeout(() => done({ pressed, answered: performance.now() }), 0))
        }),
    )
    await until('the painting to begin', async () => ((await markOf(page, 'layers/painting')) ?? 0) > shown.pressed)
    times.push(Math.max(shown.answered, (await markOf(page, 'layers/painting'))!) - shown.pressed)
  }
  return times
}

const settled = async (page: Page) => {
  await page.waitForTimeout(500)
  await until('the map to rest', async () => (await page.locator('canvas[data-waiting="0"]').count()) > 0)
}

const markOf = (page: Page, name: string): Promise<number | null> =>
  page.evaluate((mark) => performance.getEntriesByName(mark).at(-1)?.startTime ?? null, name)

async function megabytes(world: World, session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const browser = await world.browser.newBrowserCDPSession()
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const held = processInfo
    .filter(({ type }) => type === 'renderer' || type === 'GPU')
    .map(({ id }) => Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0))
  return held.reduce((sum, kilobytes) => sum + kilobytes / 1024, 0)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const row = (name: string, value: number, unit: string, limit: number, note: string): BenchRow => ({
  name,
  value,
  unit,
  against: `${limit} ${unit}`,
  ratio: limit / value,
  note,
})
