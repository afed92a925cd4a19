/**
 * Kills what runs, again and again, while people save scenarios, ask for runs, file cases, send files and field reports; then looks
 * whether everything that was acknowledged is there: every saved revision, every accepted job done and stored exactly once, every
 * case with its steps and files, every report once however often a phone sent it, a whole ledger.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, SavedScenario, StoredRun } from '../../scenarios/api/api.ts'
import type { Assignment, CodePage } from '../../scenarios/api/codes.ts'
import { type Attachment, FOLLOW_HEADER, type PermitFiled, type PermitFollow } from '../../scenarios/api/permits.ts'
import type { NewReport, ReportFollow, ReportPage, ReportPhoto, ReportSent } from '../../scenarios/api/reports.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import { fork, random } from '../../scenarios/random.ts'
import { followCodeOf } from '../../scenarios/reports/report.ts'
import { runKinds } from '../../scenarios/run.ts'
import type { Scenario, ScenarioBody } from '../../scenarios/scenario.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { fileOf } from '../../server/attachments.ts'
import { openFolder, villageBody } from '../flow/server-harness.ts'
import { newPermit } from '../permit-application.ts'
import { plainJpeg } from '../photos.ts'
import { SOUTH, villageAddressed, WEST, writeVillage } from '../village.ts'

export interface KillReport {
  readonly kills: Record<string, number>
  readonly savesAcknowledged: number
  readonly jobsAccepted: number
  readonly casesAcknowledged: number
  readonly reportsAcknowledged: number
  /** Acknowledged and not there: must be empty. */
  readonly lost: string[]
  readonly ledger: string
  /** Jobs that were interrupted so often that the server gave them up, and says so. */
  readonly jobsGivenUp: number
  /** Longest time from a kill to the next acknowledged write with no kill between, ms. */
  readonly longestAwayMs: number
}

const root = join(import.meta.dirname, '../..')
const WRITERS = 3
/** Fewer than one address may send in an hour. */
const REPORTS = 40
const TRIES = 40
const password = 'một mật khẩu đủ dài'

/** @param kills how many @param seed decides what is killed and when */
export async function killUnderLoad(kills: number, seed: number, say: (line: string) => void): Promise<KillReport> {
  const chance = random(fork(seed, 'kills'))
  const { dir, dataDir, base, env } = place()
  await writeVillage(join(dir, 'city'))

  let supervisor = await start(env)
  const client = await signIn(base, supervisor.oneTimePassword!)
  const body = await shortRun(base)

  const saved = new Map<string, { revision: number; titles: Set<string> }>()
  const jobs: string[] = []
  const cases: { followCode: string; withdrawn: boolean; files: string[] }[] = []
  const reports: { body: NewReport; acknowledged: boolean; photo: boolean }[] = []
  let stopping = false
  let awaySince = 0
  let longestAwayMs = 0
  const alive = () => {
    if (awaySince > 0) longestAwayMs = Math.max(longestAwayMs, Date.now() - awaySince)
    awaySince = 0
  }

  async function write(writer: number): Promise<void> {
    const own = random(fork(seed, `writer ${writer}`))
    for (let round = 0; !stopping; round++) {
      const scenario: Scenario = {
        schema: 'scenario@1',
        id: randomUUID(),
        parentId: null,
        title: `Kịch bản ${writer}-${round}`,
        body,
      }
      try {
        await client<SavedScenario>('POST', '/api/scenarios', scenario)
        alive()
        const entry = { revision: 1, titles: new Set([scenario.title]) }
        saved.set(scenario.id, entry)
        for (let i = 0; i < 3 && !stopping; i++) {
          const title = `${scenario.title}, lần ${i}`
          // Told before it is acknowledged: a save whose answer was lost may stand or not.
          entry.titles.add(title)
          const next = { scenario: { ...scenario, title }, revision: entry.revision }
          entry.revision = (await client<SavedScenario>('PUT', `/api/scenarios/${scenario.id}`, next)).revision
          await sleep(40 + 40 * own())
        }
        if (own() < 0.4) {
          const kind = runKinds[round % runKinds.length]
          const run = { kind, scenarioId: scenario.id, body: null, clientDigest: null }
          jobs.push((await client<Job>('POST', '/api/runs', run)).id)
        }
        await fileCase(`${writer}-${round}`)
      } catch {
        await sleep(50)
      }
    }
  }
  async function fileCase(name: string): Promise<void> {
    const { followCode } = await client<PermitFiled>('POST', '/api/permits', newPermit())
    const entry = { followCode, withdrawn: false, files: [] as string[] }
    cases.push(entry)
    const own = { [FOLLOW_HEADER]: followCode }
    const file = Buffer.from(`%PDF-1.7\n${name}\n%%EOF\n`)
    const sent = await client<Attachment>('POST', `/api/permits/follow/attachments?name=${name}`, file, own)
    entry.files.push(sent.hash)
    await client('POST', '/api/permits/follow/events', { event: 'withdraw', revision: 1, note: '' }, own)
    entry.withdrawn = true
  }
  /** As a phone does on a bad line: the same again, until it is acknowledged. */
  async function sendReport(name: string): Promise<void> {
    const [lon, lat] = projection(vn2000).toWgs84(WEST + 500, SOUTH + 500)
    const body: NewReport = {
      ...{
        id: randomUUID(),
        followCode: followCodeOf(randomBytes(16)),
        category: 'waste',
        text: `Rác ${name}`,
        lon,
        lat,
      },
      ...{ danger: false, notPublic: false, contact: null, photos: 1, writtenAt: new Date().toISOString() },
    }
    const entry = { body, acknowledged: false, photo: false }
    reports.push(entry)
    const own = { [FOLLOW_HEADER]: body.followCode }
    for (let tries = 0; tries < TRIES && !entry.photo; tries++)
      try {
        await client<ReportSent>('POST', '/api/reports', body)
        entry.acknowledged = true
        const photo = Buffer.from(plainJpeg)
        await client<ReportPhoto>('POST', '/api/reports/follow/photos?name=a.jpg', photo, own)
        entry.photo = true
      } catch {
        if (stopping) return
        await sleep(100)
      }
  }
  async function phone(): Promise<void> {
    while (!stopping && reports.length < REPORTS) await sendReport(`${reports.length}`)
  }
  const writers = [...Array.from({ length: WRITERS }, (_, i) => write(i)), phone()]

  const counts: Record<string, number> = { supervisor: 0, api: 0, postmaster: 0, backend: 0 }
  for (let i = 0; i < kills; i++) {
    await sleep(300 + 1500 * chance())
    const targets = Object.keys(counts)
    // The first ones take each in turn, then chance decides.
    const target = i < 3 ? targets[i]! : targets[Math.floor(chance() * targets.length)]!
    const pid = pidOf(target, supervisor.child.pid!, `${dataDir}/postgres/data`, chance)
    if (pid === null) {
      i-- // it is not there at this moment: being started again
      continue
    }
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      if (target === 'supervisor') throw new Error(`Expected the supervisor to live, it ended: ${supervisor.errors()}`)
      i-- // it went in this moment
      continue
    }
    say(`kill -9 ${target} (${i + 1}/${kills})`)
    awaySince = Date.now()
    counts[target] = counts[target]! + 1
    if (target === 'supervisor') {
      await supervisor.ended
      supervisor = await start(env)
    }
  }
  await sleep(1500)
  stopping = true
  await Promise.all(writers)

  const lost: string[] = []
  for (const [id, { revision, titles }] of saved) {
    const now = await patiently(() => client<SavedScenario>('GET', `/api/scenarios/${id}`))
    const ahead = now.revision - revision
    if (ahead < 0 || ahead > 1 || !titles.has(now.scenario.title))
      lost.push(`scenario ${id}: ${revision} → ${now.revision}`)
  }
  for (const { followCode, withdrawn, files } of cases) {
    const own = { [FOLLOW_HEADER]: followCode }
    const now = await patiently(() => client<PermitFollow>('GET', '/api/permits/follow', undefined, own))
    if (withdrawn && now.state !== 'withdrawn') lost.push(`case ${now.code}: ${now.state}`)
    const there = now.attachments.map(({ hash }) => hash)
    for (const hash of new Set([...files, ...there])) {
      const path = fileOf(dataDir, hash)
      const whole = existsSync(path) && hashBytes(readFileSync(path)) === hash
      if (!whole || !there.includes(hash)) lost.push(`case ${now.code}: file ${hash}`)
    }
  }
  for (const { body: sent, acknowledged, photo } of reports) {
    if (!acknowledged) continue
    const own = { [FOLLOW_HEADER]: sent.followCode }
    const now = await patiently(() => client<ReportFollow>('GET', '/api/reports/follow', undefined, own))
    if (now.text !== sent.text || now.revision !== 1) lost.push(`report ${now.code}: revision ${now.revision}`)
    if (photo && now.photos !== 1) lost.push(`report ${now.code}: ${now.photos} photos`)
  }
  const { total } = await patiently(() => client<ReportPage>('GET', '/api/reports/cases?bucket=all'))
  if (total > reports.length) lost.push(`reports: ${total} of ${reports.length} sent`)
  let jobsGivenUp = 0
  for (const id of jobs) {
    const job = await patiently(async () => {
      const now = await client<Job>('GET', `/api/jobs/${id}`)
      if (now.state === 'queued' || now.state === 'running')
        throw new Error(`Expected job ${id} to end, it is ${now.state}`)
      return now
    })
    if (job.error?.code === 'run/crashed') jobsGivenUp++
    else if (job.state !== 'done') lost.push(`job ${id}: ${job.state} ${job.error?.code}`)
    else await patiently(() => client<StoredRun>('GET', `/api/runs/${job.runId}`))
  }

  supervisor.child.kill('SIGTERM')
  await supervisor.ended
  const verify = spawnSync(process.execPath, [join(root, 'bin/vithanh.ts'), 'ledger', 'verify'], {
    env,
    encoding: 'utf8',
  })
  if (verify.status !== 0) lost.push(`ledger: ${verify.stdout}${verify.stderr}`)
  rmSync(dir, { recursive: true, force: true })
  return {
    kills: counts,
    savesAcknowledged: [...saved.values()].reduce((sum, { revision }) => sum + revision, 0),
    jobsAccepted: jobs.length,
    casesAcknowledged: cases.length,
    reportsAcknowledged: reports.filter(({ acknowledged }) => acknowledged).length,
    jobsGivenUp,
    lost,
    ledger: verify.stdout.trim(),
    longestAwayMs,
  }
}

/** Of one unit, more than are given their codes before the server is killed. */
const ADDRESSES = 4000

/**
 * Kills the server while it gives a whole unit its codes.
 * @returns how many addresses it had seen then, and what stands when nothing more is given
 */
export async function killWhileGivingCodes() {
  const { dir, dataDir, base, env } = place()
  const [first] = villageAddressed.addresses
  const addresses = Array.from({ length: ADDRESSES }, (_, i) => ({ ...first!, id: `vt:address/${i}` }))
  await writeVillage(join(dir, 'city'), [], null, 5, { units: [], addresses })
  const supervisor = await start(env)
  const client = await signIn(base, supervisor.oneTimePassword!)
  const order = { unitCode: first!.properties.unitCode, households: 'one' }
  await client<Assignment>('POST', '/api/codes/assignment', order)
  const read = () => client<Assignment>('GET', '/api/codes/assignment')
  const before = await patiently(async () => {
    const now = await read()
    if (now.seen === 0) throw new Error('Expected some addresses to be seen')
    process.kill(pidOf('api', supervisor.child.pid!, `${dataDir}/postgres/data`, Math.random)!, 'SIGKILL')
    return now
  })
  const after = await patiently(async () => {
    const now = await read()
    if (now.state === 'running') throw new Error(`Expected all codes to be given, ${now.seen} addresses are seen`)
    return now
  })
  const { total } = await patiently(() => client<CodePage>('GET', '/api/codes?state=active'))
  supervisor.child.kill('SIGTERM')
  await supervisor.ended
  rmSync(dir, { recursive: true, force: true })
  return { addresses: ADDRESSES, before, after, codesInUse: total }
}

function place() {
  const dir = openFolder('kill')
  const dataDir = join(dir, 'data')
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const env = {
    ...process.env,
    PORT: `${port}`,
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    CITY: join(dir, 'city'),
    DATABASE_URL: '',
  }
  return { dir, dataDir, base: `http://127.0.0.1:${port}`, env }
}

interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
  readonly oneTimePassword: string | null
  /** What it said on standard error. */
  errors(): string
}

function start(env: NodeJS.ProcessEnv): Promise<Started> {
  const child = spawn(process.execPath, [join(root, 'bin/start.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let [out, err] = ['', '']
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      out += chunk
      if (!out.includes('Vị Thanh Twin: ')) return
      resolve({ child, ended, errors: () => err, oneTimePassword: /one-time password: (\S+)/.exec(out)?.[1] ?? null })
    })
    child.once('exit', (status) => reject(new Error(`Expected a server, it ended with ${status}: ${err}`)))
  })
}

type Client = <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<T>

/** Signs the first administrator in, with the password changed as asked. */
async function signIn(base: string, oneTimePassword: string): Promise<Client> {
  let [cookie, csrf] = ['', '']
  const client: Client = async (method, path, body, headers) => {
    const file = Buffer.isBuffer(body)
    const type = file ? 'application/octet-stream' : 'application/json'
    const response = await fetch(base + path, {
      method,
      headers: { cookie, 'x-csrf-token': csrf, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
      ...(body === undefined ? {} : { body: file ? new Uint8Array(body) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    const [set] = response.headers.getSetCookie()
    if (set) cookie = set.split(';')[0]!
    const answer = JSON.parse(text)
    if (typeof answer.csrf === 'string') csrf = answer.csrf
    return answer
  }
  await client('POST', '/api/session', { name: 'admin', password: oneTimePassword })
  await client('POST', '/api/session/password', { current: oneTimePassword, next: password })
  return client
}

async function shortRun(base: string): Promise<ScenarioBody> {
  const manifest = (await (await fetch(`${base}/tiles/tiles.json`)).json()) as TilesManifest
  const body = villageBody(manifest)
  const [x, y] = body.area
  const area: ScenarioBody['area'] = [x, y, x + 300, y + 300]
  return { ...body, area, horizonSeconds: 600, outputEverySeconds: 300, traffic: defaultTraffic }
}

function pidOf(target: string, supervisor: number, data: string, chance: () => number): number | null {
  try {
    if (target === 'supervisor') return supervisor
    if (target === 'api')
      return Number(readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8').split(' ')[0]) || null
    const postmaster = Number(readFileSync(`${data}/postmaster.pid`, 'utf8').split('\n')[0])
    const folder = realpathSync(data)
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => worksIn(pid, folder))
    if (target === 'postmaster') return pids.includes(postmaster) ? postmaster : null
    const backends = pids.filter((pid) => pid !== postmaster)
    return backends[Math.floor(chance() * backends.length)] ?? null
  } catch {
    return null
  }
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder
  } catch {
    return false
  }
}

async function patiently<T>(look: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 120_000; ; await sleep(100)) {
    try {
      return await look()
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}
