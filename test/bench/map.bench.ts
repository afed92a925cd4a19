/**
 * The public map in a real browser without a graphics card. On a cheap phone, emulated (processor slowed 4×, 400 kB/s, 150 ms): from the
 * start of the page until the first whole picture of the city is drawn, with the search and the buttons answering; the first time, the
 * second with what the browser has kept, and the third, for which it has kept the scripts translated too. While panning, on this
 * machine as it is: what the page's main thread works from one animation frame to the next (processor time of all its tasks by the
 * browser's own trace), the median.
 */
import type { Browser, CDPSession, Page } from 'playwright-core'
import { openWorld, until } from '../e2e/world.ts'
import type { BenchRow } from './run.ts'

const FIRST_LIMIT_SECONDS = 4
const AGAIN_LIMIT_SECONDS = 1.5
const FRAME_LIMIT_MILLISECONDS = 8
const SCRIPT_LIMIT_KILOBYTES = 350
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }
const VISITS = 3

export async function bench(): Promise<BenchRow[]> {
  const world = await openWorld()
  try {
    return await measure(world.browser, world.url)
  } finally {
    await world.close()
  }
}

export async function measure(browser: Browser, url: string): Promise<BenchRow[]> {
  const visits = []
  for (let i = 0; i < VISITS; i++) visits.push(await visit(browser, url))
  const frames = await panning(browser, url)
  const note = `${PHONE.width} × ${PHONE.height}, processor slowed 4×, 400 kB/s, 150 ms, no graphics card; median of ${VISITS}`
  return [
    row('usable, first visit', median(visits.map(({ first }) => first)), 's', FIRST_LIMIT_SECONDS, note),
    row('usable, second visit', median(visits.map(({ second }) => second)), 's', AGAIN_LIMIT_SECONDS, note),
    row('usable, third visit', median(visits.map(({ later }) => later)), 's', AGAIN_LIMIT_SECONDS, note),
    row('scripts until then', visits[0]!.kilobytes, 'kB', SCRIPT_LIMIT_KILOBYTES, 'as transferred'),
    row(
      'main thread while panning',
      median(frames),
      'ms a frame',
      FRAME_LIMIT_MILLISECONDS,
      `median of ${frames.length} frames, ${DESK.width} × ${DESK.height}, no graphics card`,
    ),
  ]
}

async function visit(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await slowed(session)
  let bytes = 0
  const scripts = new Set<string>()
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  const first = await usable(page, url)
  const kilobytes = bytes / 1000
  const again: number[] = []
  for (let last = page; again.length < 2; ) {
    // What comes after the first picture, and a service worker, which keeps the page for the next visit.
    await last.waitForTimeout(8000)
    const next = await context.newPage()
    await last.close()
    await slowed(await context.newCDPSession(next))
    again.push(await usable(next, url))
    last = next
  }
  await context.close()
  return { first, second: again[0]!, later: again[1]!, kilobytes }
}

async function slowed(session: CDPSession): Promise<void> {
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 400_000,
    uploadThroughput: 400_000,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}

async function usable(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' })
  await until('the map to be usable', async () => (await markOf(page, 'map/complete')) !== null)
  return (await markOf(page, 'map/complete'))! / 1000
}

const markOf = (page: Page, name: string): Promise<number | null> =>
  page.evaluate((mark) => performance.getEntriesByName(mark)[0]?.startTime ?? null, name)

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  /** Of the processor's own time. */
  readonly tdur?: number
}

/** Milliseconds of the main thread in each frame of a drag across the town. */
async function panning(browser: Browser, url: string): Promise<number[]> {
  const context = await browser.newContext({ viewport: DESK })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await page.goto(url)
  await until('the map to be drawn', async () => (await markOf(page, 'map/complete')) !== null)
  await page.waitForTimeout(3000)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'] },
  } as never)
  await page.mouse.move(1200, 700)
  await page.mouse.down()
  for (let i = 1; i <= 150; i++) {
    await page.mouse.move(1200 - 4 * i, 700 - 2 * i)
    await page.waitForTimeout(12)
  }
  await page.mouse.up()
  const ended = new Promise((done) => session.once('Tracing.tracingComplete', done))
  await session.send('Tracing.end')
  await ended
  await context.close()
  const frames = events.filter(({ name }) => name === 'FireAnimationFrame')
  const main = frames[0]
  if (!main) throw new Error('Expected animation frames in the trace, got none')
  const own = ({ pid, tid }: TraceEvent) => pid === main.pid && tid === main.tid
  const starts = frames
    .filter(own)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
    .filter((ts, i, all) => i === 0 || ts - all[i - 1]! > 4000)
  const tasks = events.filter((event) => own(event) && event.name === 'RunTask' && event.dur !== undefined)
  return starts.slice(0, -1).map((start, i) => {
    const end = starts[i + 1]!
    // A frame's own task began before its animation callback: it is told by where most of it lies.
    const within = tasks.filter(({ ts, dur }) => ts + dur! > start && ts + dur! <= end)
    return within.reduce((sum, { dur, tdur }) => sum + (tdur ?? dur!), 0) / 1000
  })
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
