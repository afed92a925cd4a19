/**
 * The ledger in the real browser: what was done is found, an entry is checked by whoever has its link, the run of an entry
 * is computed again here with the same digest, an exported ledger is checked without the server, and what was changed shows.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Job, NewRun } from '../../scenarios/api/api.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { openPage, openWorld, picture, signInFirst, until, type World } from './world.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const PASSWORD = 'bình minh trên Xà No'

let world: World
let admin: { page: Page; context: BrowserContext; faults: string[] }
let folder: string
/** Sequences of the runs' entries. */
const entryOf = new Map<string, number>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vithanh-ledger-e2e-'))
  world = await openWorld()
}, 400_000)
afterAll(async () => {
  await world?.close()
  rmSync(folder, { recursive: true, force: true })
})

const vithanh = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../../bin/vithanh.ts'), ...args],
    { env: { ...process.env, DATA_DIR: world.dataDir, DATABASE_URL: '' }, encoding: 'utf8' },
  )
  return { status, out: stdout, error: stderr }
}
const check = (page: Page, name: string, state: string) => page.locator(`[data-check="${name}"].${state}`)
const rerunButton = (page: Page) => page.getByRole('button', { name: 'Chạy lại mô phỏng của quyết định này' })

test('the administrator signs in and has the server compute a small run of each kind', {
  timeout: 400_000,
}, async () => {
  admin = await openPage(world, DESKTOP, '/login')
  const { page, context } = admin
  await signInFirst(page, 'admin', world.oneTimePassword!, PASSWORD)
  await page.goto(`${world.url}/ledger`)

  const json = async <T>(path: string): Promise<T> => (await context.request.get(`${world.url}${path}`)).json()
  const { csrf } = await json<{ csrf: string }>('/api/session')
  const manifest = await json<TilesManifest>('/tiles/tiles.json')
  const [x0, y0, x1, y1] = manifest.city.bounds
  const [x, y] = [Math.round((x0 + x1) / 20) * 10, Math.round((y0 + y1) / 20) * 10]
  const body: ScenarioBody = {
    city: manifest.hash,
    area: [x - 200, y - 200, x + 200, y + 200],
    cellSizeMetres: 10,
    edits: [],
    forcing: manifest.city.forcing,
    start: '2026-11-21T00:00:00Z',
    horizonSeconds: 1800,
    outputEverySeconds: 600,
    seed: 1,
  }
  const runs: NewRun[] = [
    { kind: 'drainage', scenarioId: null, clientDigest: null, body },
    { kind: 'lighting', scenarioId: null, clientDigest: null, body: { ...body, lighting: defaultLighting } },
    { kind: 'traffic', scenarioId: null, clientDigest: null, body: { ...body, traffic: defaultTraffic } },
  ]
  for (const run of runs) {
    const asked = await context.request.post(`${world.url}/api/runs`, { data: run, headers: { 'x-csrf-token': csrf } })
    expect(asked.status(), await asked.text()).toBe(202)
    let job = (await asked.json()) as Job
    await until(
      `the ${run.kind} run to end`,
      async () => {
        job = await json<Job>(`/api/jobs/${job.id}`)
        return job.state !== 'queued' && job.state !== 'running'
      },
      300,
    )
    expect(job).toMatchObject({ state: 'done' })
    const stored = await json<{ ledgerSequence: number }>(`/api/runs/${job.runId}`)
    entryOf.set(run.kind!, stored.ledgerSequence)
  }
})

test('who signs in searches the ledger; the newest stands first', { timeout: 120_000 }, async () => {
  const { page } = admin
  await page.goto(`${world.url}/ledger`)
  const rows = page.getByRole('list', { name: 'Sổ cái' }).getByRole('listitem')
  await until('the entries', async () => (await rows.count()) >= 5)
  expect(await rows.first().textContent()).toContain('Lưu kết quả mô phỏng')
  await page.getByLabel('Việc làm bắt đầu bằng').fill('user.')
  await until('accounts alone', async () => (await page.getByText('2 mục', { exact: true }).count()) === 1)
  await page.getByLabel('Vai trò').selectOption('server')
  await until('the server’s alone', async () => (await page.getByText('1 mục', { exact: true }).count()) === 1)
  expect(await rows.textContent()).toContain('Lập tài khoản')
  await page.getByLabel('Việc làm bắt đầu bằng').fill('')
  await page.getByLabel('Vai trò').selectOption('')
  await until('all of them', async () => (await rows.count()) >= 5)
  await page.screenshot({ path: join(process.env.E2E_LAST ?? folder, 'ledger-list.png'), fullPage: true })
  await picture(page, 'ledger')
})

test('a visitor checks an entry by its link and runs it again, with progress and a stop', {
  timeout: 400_000,
}, async () => {
  // A start publishes the head: the entries are covered then.
  await world.restart()
  const { page, context, faults } = await openPage(world, DESKTOP, `/ledger/${entryOf.get('drainage')}`)
  for (const name of ['hash', 'signature', 'key', 'before', 'after', 'head', 'record'])
    await check(page, name, 'right').waitFor({ timeout: 60_000 })
  await check(page, 'kept', 'open').waitFor()
  await page.reload()
  await check(page, 'kept', 'right').waitFor({ timeout: 60_000 })
  expect(await page.locator('.ledger pre').textContent()).toContain('"action": "run.stored"')
  expect(await page.locator('section.share svg path').getAttribute('d')).toMatch(/^M0 0h1v1/)

  await rerunButton(page).click()
  await page.getByText('Trùng: máy này tính ra đúng kết quả đã lưu.').waitFor({ timeout: 120_000 })
  await page.screenshot({ path: join(process.env.E2E_LAST ?? folder, 'ledger-entry.png'), fullPage: true })
  await picture(page, 'ledger-entry')

  for (const kind of ['lighting', 'traffic']) {
    await page.goto(`${world.url}/ledger/${entryOf.get(kind)}`)
    await rerunButton(page).click()
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('region', { name: 'Chạy lại' }).getByRole('button', { name: 'Dừng' }).click()
    await page.getByText('Đã dừng.').waitFor()
    await rerunButton(page).click()
    await page.getByText('Trùng: máy này tính ra đúng kết quả đã lưu.').waitFor({ timeout: 240_000 })
  }
  // Of an account: its place in the chain alone.
  await page.goto(`${world.url}/ledger/2`)
  await page.getByRole('heading', { name: 'Việc về tài khoản' }).waitFor()
  for (const name of ['signature', 'before', 'after', 'head', 'kept'])
    await check(page, name, 'right').waitFor({ timeout: 60_000 })
  await check(page, 'hash', 'open').waitFor()
  expect(await page.locator('.ledger pre').count()).toBe(0)
  await page.screenshot({ path: join(process.env.E2E_LAST ?? folder, 'ledger-sealed.png') })
  // What only those who sign in may see is not asked for.
  await page.goto(`${world.url}/ledger`)
  await page.getByText('Tìm trong cả sổ dành cho người đã đăng nhập.').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('an answer that was changed on its way, and a browser without Ed25519, are told and met', {
  timeout: 120_000,
}, async () => {
  const { page, context, faults } = await openPage(world, PHONE, '/ledger', { hasTouch: true })
  const sequence = entryOf.get('drainage')!
  await context.addInitScript(() => {
    Object.defineProperty(crypto, 'subtle', { value: undefined })
  })
  await page.goto(`${world.url}/ledger/${sequence}`)
  for (const name of ['hash', 'signature', 'key', 'head']) await check(page, name, 'right').waitFor({ timeout: 60_000 })
  const wide = await page.evaluate('document.documentElement.scrollWidth')
  expect(wide).toBeLessThanOrEqual(PHONE.width)
  await page.screenshot({ path: join(process.env.E2E_LAST ?? folder, 'ledger-phone.png'), fullPage: true })
  await page.locator('section.share svg').scrollIntoViewIfNeeded()
  await page.screenshot({ path: join(process.env.E2E_LAST ?? folder, 'ledger-phone-link.png') })

  await context.route(`**/api/ledger/${sequence}`, async (route) => {
    const answer = await route.fetch()
    const proof = await answer.json()
    await route.fulfill({ response: answer, json: { ...proof, entry: { ...proof.entry, role: 'approver' } } })
  })
  await page.reload()
  await check(page, 'hash', 'wrong').waitFor({ timeout: 60_000 })
  await check(page, 'signature', 'right').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('an exported ledger is checked in the page and by the command, before and after a rotation', {
  timeout: 240_000,
}, async () => {
  const rotated = vithanh('ledger', 'rotate-key')
  expect([rotated.status, rotated.error]).toEqual([0, ''])
  const file = join(folder, 'so-cai.jsonl')
  const exported = vithanh('ledger', 'verify', '--export', file)
  expect([exported.status, exported.error]).toEqual([0, ''])
  expect(vithanh('ledger', 'verify', '--file', file)).toMatchObject({ status: 0 })
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const bent = join(folder, 'sua-len.jsonl')
  writeFileSync(
    bent,
    `${lines.map((line, i) => (i === 2 ? line.replace(/"role":"\w+"/, '"role":"x"') : line)).join('\n')}\n`,
  )

  const { page, context, faults } = await openPage(world, DESKTOP, '/ledger')
  const drop = page.getByRole('region', { name: 'Kiểm tra tệp sổ cái đã xuất' })
  await drop.getByLabel('Chọn tệp').setInputFiles(file)
  await drop.getByText(`Tệp nguyên vẹn: ${lines.length - 1} mục, không có lỗi.`).waitFor()
  await drop.getByText('Khóa của tệp trùng với khóa mà máy chủ này công bố.').waitFor()
  await drop.getByLabel('Chọn tệp').setInputFiles(bent)
  await drop.getByText('Mục 2: nội dung đã bị đổi').waitFor()
  expect(vithanh('ledger', 'verify', '--file', bent)).toMatchObject({ status: 3 })
  await page.screenshot({ path: join(process.env.E2E_LAST ?? folder, 'ledger-file.png'), fullPage: true })

  // Entries of before the rotation still lead to the key of today.
  await page.goto(`${world.url}/ledger/${entryOf.get('drainage')}`)
  for (const name of ['hash', 'signature', 'key', 'head']) await check(page, name, 'right').waitFor({ timeout: 60_000 })
  await page.goto(`${world.url}/ledger/${lines.length - 1}`)
  await page.getByRole('heading', { name: 'Đổi khóa ký sổ cái' }).waitFor()
  await check(page, 'signature', 'right').waitFor()
  expect(faults).toEqual([])
  expect(admin.faults).toEqual([])
  await context.close()
})
