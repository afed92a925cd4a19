/**
 * What the city has published, on the public map: a proposal with its changes, before and after by keys, a comment at a place without an
 * account and what became of it; permits; a closure in the list and in the way around it; warnings, of which there are none.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlanView } from '../../scenarios/api/plans.ts'
import type { RouteAnswer } from '../../scenarios/api/travel.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { projection, type XY } from '../../scenarios/frame.ts'
import { boundsOf, centroid, lineLength, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import { baselineOf, type Scenario, type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'
import { computeRun } from '../../server/compute.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { newWorks } from '../works-application.ts'
import { openPage, openWorld, picture, send, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 640 }
const PASSWORD = 'mot-mat-khau-that-dai-1'
const TITLE = 'Chỉnh trang khu trung tâm'
const UNIT = '31321'
const CENTRE = [105.468, 9.784] as const

let world: World
const staff = {} as Record<'admin' | 'planner' | 'reviewer' | 'approver', BrowserContext>
let planId = ''
/** The ways before and after the street was closed, as the page is asked for them. */
let trip = ''
let before: RouteAnswer

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())
const inDays = (n: number) => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10)

/** E2E_LOOK names a folder for pictures to be looked at. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env.E2E_LOOK) await page.screenshot({ path: join(process.env.E2E_LOOK, `published-${name}.png`) })
}
const drawn = (page: Page) =>
  until('the map to be drawn', () => page.evaluate(() => performance.getEntriesByName('map/complete').length > 0))
const sheet = (page: Page) => page.getByRole('main')
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function signIn(name: string, oneTime: string): Promise<BrowserContext> {
  const context = await world.browser.newContext()
  await send(world, context, 'POST', '/api/session', { name, password: oneTime })
  await send(world, context, 'POST', '/api/session/password', { current: oneTime, next: PASSWORD })
  return context
}

beforeAll(async () => {
  world = await openWorld()
  staff.admin = await signIn('admin', world.oneTimePassword!)
  for (const role of ['planner', 'reviewer', 'approver'] as const) {
    const user = { name: role, displayName: `Người ${role}`, role }
    staff[role] = await signIn(role, (await send(world, staff.admin, 'POST', '/api/users', user)).oneTimePassword)
  }
  const dir = join(world.dataDir, 'tiles', 'vi-thanh')
  const tiles = await openTiles(fileSource(dir))
  const { toLocal, toWgs84 } = projection(tiles.manifest.city.frame)
  const [cx, cy] = toLocal(...CENTRE)
  const area: ScenarioBody['area'] = [cx - 200, cy - 200, cx + 200, cy + 200]
  const city = await readCity(tiles, [cx - 900, cy - 900, cx + 900, cy + 900], undefined, {
    layers: ['parcels', 'roads'],
    ground: false,
  })

  // A plan that the public is asked about, as its staff would have brought it there.
  const near = [...city.layers.parcels.values()]
    .map((parcel) => ({ parcel, at: centroid(polygonsOf(parcel.geometry)[0]![0]!) }))
    .filter(({ parcel, at: [x, y] }) => parcel.properties.zoning.code !== 'CX' && Math.hypot(x - cx, y - cy) < 150)
  const { parcel, at } = near[0]!
  const ring = [...polygonsOf(parcel.geometry)[0]![0]!.slice(0, -1)] as XY[]
  const { zoning } = parcel.properties
  const edits: Edit[] = [
    { kind: 'parcel.zoning', target: parcel.id, from: zoning, to: { ...zoning, code: 'CX', density: 0.05 } },
    { kind: 'pond', target: 'vt:pond/e2e1', from: null, to: { ring, bedMetres: -1, waterMetres: 0.3 } },
  ]
  const body: ScenarioBody = {
    ...{ city: tiles.manifest.hash, area, cellSizeMetres: 20, edits, forcing: tiles.manifest.city.forcing },
    ...{ start: '2026-11-21T00:00:00Z', horizonSeconds: 1800, outputEverySeconds: 600, seed: 1 },
  }
  const scenario: Scenario = { schema: 'scenario@1', id: randomUUID(), parentId: null, title: 'Công viên', body }
  await send(world, staff.planner, 'POST', '/api/scenarios', scenario)
  const claim = async (of: 'scenario' | 'baseline') => {
    const asked = of === 'baseline' ? baselineOf(body) : body
    const deaf = { signal: { aborted: false }, progress: () => {} }
    const { summary, kernel } = await computeRun(dir, { kind: 'drainage', body: asked }, deaf)
    return { kind: 'drainage', of, digest: summary.digest, kernel, city: asked.city, scenarioHash: scenarioHash(asked) }
  }
  const runs = [await claim('scenario'), await claim('baseline')]
  const terms = { consultationDays: 1, publishWithinDays: 15, markWithinDays: 30, source: 'QĐ thử nghiệm' }
  await send(world, staff.admin, 'PUT', '/api/plan-terms', terms)
  const task = { title: TITLE, kind: 'detail', purpose: 'Thêm công viên và hồ điều hòa cho khu phố.' }
  let plan: PlanView = await send(world, staff.planner, 'POST', '/api/plans', task)
  planId = plan.id
  const step = async (who: BrowserContext, event: string, more: object = {}) => {
    const { revision } = await (await who.request.get(`${world.url}/api/plans/${planId}`)).json()
    return send(world, who, 'POST', `/api/plans/${planId}/events`, { event, revision, note: '', ...more })
  }
  await step(staff.approver, 'accept-task')
  await step(staff.planner, 'submit', { submission: { scenarioId: scenario.id, scenarioRevision: 1, runs } })
  await until('the server to have computed', async () => {
    plan = await (await staff.planner.request.get(`${world.url}/api/plans/${planId}`)).json()
    return plan.state === 'ready'
  })
  await step(staff.reviewer, 'consult', { days: 10 })

  // A street in the middle of a way is closed.
  const roads = [...city.layers.roads.values()].filter(({ properties }) => properties.name)
  const ends = [boundsOf(linesOf(roads[0]!.geometry).flat()), at]
  const [a, b] = [toWgs84(ends[0]![0]!, ends[0]![1]!), toWgs84(at[0] + 500, at[1] + 300)]
  const written = (place: readonly number[]) => place.map((degrees) => degrees.toFixed(6)).join()
  trip = `from=${written(a)}&to=${written(b)}`
  const route = async (): Promise<RouteAnswer> => {
    // The first question builds the model of the streets.
    const answer = await staff.planner.request.get(`${world.url}/api/route?mode=motorbike&${trip}`, {
      timeout: 300_000,
    })
    expect(answer.ok(), await answer.text()).toBe(true)
    return answer.json()
  }
  before = await route()
  const line = before.geometry.coordinates.map(([lon, lat]) => toLocal(lon, lat))
  const middle = line[line.length >> 1]!
  const { road, on } = [...city.layers.roads.values()]
    .map((one) => ({ road: one, on: alongOf(linesOf(one.geometry)[0]!, middle) }))
    .reduce((best, one) => (one.on.away < best.on.away ? one : best))
  const length = lineLength(linesOf(road.geometry)[0]!)
  const works = newWorks({
    ...{ title: 'Thay cống ngang đường', unitCode: UNIT, closure: { kind: 'whole-street', allDay: true } },
    dates: { from: today, to: inDays(9) },
    window: { from: today, to: inDays(60) },
    stretches: [
      {
        ...{ road: road.id, side: 'whole' },
        ...{ fromMetres: Math.max(0, on.metres - 5), toMetres: Math.min(length, on.metres + 5) },
      },
    ],
  })
  const filed = await send(world, staff.reviewer, 'POST', '/api/works', works)
  const did = async (who: BrowserContext, event: string) => {
    const { revision } = await (await who.request.get(`${world.url}/api/works/cases/${filed.id}`)).json()
    await send(world, who, 'POST', `/api/works/cases/${filed.id}/events`, { event, revision, note: 'Đã phối hợp.' })
  }
  await did(staff.reviewer, 'coordinate')
  await did(staff.approver, 'permit')
  await did(staff.reviewer, 'start')
}, 400_000)
afterAll(() => world?.close())

interface Along {
  readonly metres: number
  readonly away: number
}
/** How far along a line a place lies, and how far from it. */
function alongOf(line: readonly XY[], [x, y]: XY): Along {
  let best: Along = { metres: 0, away: Infinity }
  let run = 0
  for (const [i, b] of line.entries()) {
    const a = line[i - 1]
    if (!a) continue
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const dot = ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / (length * length || 1)
    const t = Math.min(1, Math.max(0, dot))
    const away = Math.hypot(a[0] + t * (b[0] - a[0]) - x, a[1] + t * (b[1] - a[1]) - y)
    if (away < best.away) best = { metres: run + t * length, away }
    run += length
  }
  return best
}

test('a proposal is on the map and in words, never like a plan; before and after by keys', async () => {
  const { page, context, faults } = await openPage(world, DESKTOP, '/published')
  await page.getByRole('link', { name: TITLE }).click()
  const main = sheet(page)
  await main.getByRole('heading', { name: TITLE }).waitFor()
  await main.getByText('Phương án (chưa phê duyệt)').waitFor()
  await main
    .getByText(/không có giá trị pháp lý/)
    .first()
    .waitFor()
  await main.getByText(/còn 1\d ngày/).waitFor()
  await main.getByRole('button', { name: /^Tờ .* → / }).click()
  await drawn(page)
  await main.getByRole('button', { name: 'So sánh trước – sau trên bản đồ' }).click()
  const bar = page.getByRole('slider', { name: 'Ranh giữa Hôm nay và Theo phương án' })
  await bar.focus()
  expect(await bar.getAttribute('aria-valuenow')).toBe('50')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  expect(await bar.getAttribute('aria-valuenow')).toBe('62')
  // On both sides of the bar something else is drawn.
  const share = () => page.locator('.swipe-picture canvas').evaluate(inked)
  await page.keyboard.press('End')
  const today = await share()
  await look(page, 'before')
  await page.getByRole('button', { name: 'Chỉ xem Theo phương án' }).click()
  await until('the other side', async () => (await share()) !== today)
  await look(page, 'after')
  await page.getByRole('button', { name: 'Chia đôi' }).click()
  await picture(page, 'map-before-after')
  await look(page, 'both')
  await main.getByRole('button', { name: 'Thôi so sánh' }).click()
  await bar.waitFor({ state: 'detached' })
  expect(faults).toEqual([])
  await context.close()
})

/** A number that hangs on every pixel. */
function inked(canvas: HTMLCanvasElement | SVGElement): number {
  const { width, height } = canvas as HTMLCanvasElement
  const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
  let sum = 0
  for (let i = 0; i < data.length; i++) sum = (sum * 31 + data[i]!) >>> 0
  return sum
}

test('a comment at a place from a phone, without an account; its code tells what became of it', async () => {
  const { page, context, faults } = await openPage(world, PHONE, `/published/plans/${planId}`, { hasTouch: true })
  await drawn(page)
  const main = sheet(page)
  const form = main.getByRole('form', { name: 'Góp ý cho phương án' })
  await form.getByLabel('Ý kiến của bạn').fill('Xin giữ hàng cây đầu hẻm.')
  await form.getByLabel('Góp ý về').selectOption({ label: 'Một chỗ trên bản đồ' })
  await page.getByRole('button', { name: 'Chọn chỗ này' }).click()
  await form.getByText(/^Đã chọn:/).waitFor()
  await look(page, 'comment')
  await form.getByRole('button', { name: 'Gửi góp ý' }).click()
  const code = (await form.locator('.published-code').textContent())!
  await form.getByRole('button', { name: 'Chép mã' }).waitFor()

  const comments = await (await staff.reviewer.request.get(`${world.url}/api/plans/${planId}/comments`)).json()
  const [{ id, place }] = comments
  expect(place[0]).toBeCloseTo(CENTRE[0], 2)
  const on = `/api/plans/${planId}/comments/${id}`
  await send(world, staff.reviewer, 'POST', `${on}/moderate`, { show: true })
  await send(world, staff.reviewer, 'POST', `${on}/answer`, { text: 'Hàng cây được giữ.' })

  await page.goto(`${world.url}/published/follow#${encodeURIComponent(code)}`)
  await page.getByRole('button', { name: 'Xem', exact: true }).click()
  await page.getByText('Hàng cây được giữ.').waitFor()
  expect(page.url()).not.toContain(code)
  await page.getByRole('link', { name: TITLE }).click()
  await main.getByText('Xin giữ hàng cây đầu hẻm.').waitFor()
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBe(0)
  await look(page, 'plan-320')
  expect(faults).toEqual([])
  await context.close()
})

test('a closure is in the list and on the map; the way by motorbike goes around it, and says so', async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/published/works', { hasTouch: true })
  const main = sheet(page)
  await main.getByText('Đang cấm xe', { exact: true }).waitFor()
  await main.getByText(/Thay cống ngang đường/).waitFor()
  await look(page, 'works')
  await main.getByRole('link', { name: 'Giấy phép' }).click()
  await main.getByText('Tìm thấy: 0').waitFor()

  await page.goto(`${world.url}/route?${trip}&by=motorbike`)
  await main.getByText(/Thay cống ngang đường/).waitFor()
  await main
    .getByText(/Chưa hiệu chỉnh/)
    .first()
    .waitFor()
  const answer = await (await context.request.get(`${world.url}/api/route?mode=motorbike&${trip}`)).json()
  expect(answer.geometry).not.toEqual(before.geometry)
  const steps = await main.getByRole('listitem').count()
  expect(steps).toBeGreaterThan(answer.properties.steps.length)
  await main
    .getByText(/(Rẽ (trái|phải)|Chếch (trái|phải)|Đi thẳng|Quay đầu)/)
    .first()
    .waitFor()
  await drawn(page)
  await look(page, 'route')
  // A place is asked for until the panel is closed.
  await main.getByRole('button', { name: 'Chọn trên bản đồ' }).first().click()
  await page.getByText('Chọn nơi đi.').waitFor()
  await main.getByRole('button', { name: 'Đóng', exact: true }).click()
  await until('nothing to be asked', async () => (await page.getByText('Chọn nơi đi.').count()) === 0)
  await page.goto(`${world.url}/route?${trip}&by=motorbike`)
  await main.getByRole('button', { name: 'Đi bộ' }).click()
  await until('the address to say so', async () => page.url().includes('by=foot'))
  await main.getByText(/^Đi bộ: /).waitFor()
  await page.setViewportSize(SMALL)
  expect(await overflow(page)).toBe(0)
  await look(page, 'route-320')

  // The server is away: the last one stays, with its age.
  await page.route('**/api/route?*', (route) => route.abort())
  await main.getByRole('button', { name: 'Đổi chiều' }).click()
  await main.getByText(/Máy chủ không trả lời\. Đây là đường đã tìm lúc/).waitFor()
  await page.goto(`${world.url}/warnings`)
  await main.getByText('Chưa kết nối nguồn cảnh báo.').waitFor()
  expect(await page.locator('.warning-strip').count()).toBe(0)
  await look(page, 'warnings')
  expect(faults.filter((fault) => !/ERR_FAILED/.test(fault))).toEqual([])
  await context.close()
})
