/**
 * The runner: takes jobs from the queue (pg-boss) one at a time and computes them. A job is queued in the transaction that
 * accepts it; a server that dies in the middle finds it again at its next start, and a run is stored once or not at all.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { fromKysely, PgBoss } from 'pg-boss'
import { Cancelled } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import type { Compute } from './compute.ts'
import type { Db, Trx } from './database.ts'
import { type EventStream, passEvent } from './events.ts'
import { keepDepth, keepsDepth } from './floods/desk.ts'
import { describeError } from './http.ts'
import { jobOf, moveJob, storeRun } from './jobs.ts'
import { finishImpacts, keepFound, lotOf } from './permits/impact.ts'
import type { Connection } from './postgres.ts'
import type { Secrets } from './secrets.ts'
import type { CityTiles } from './tiles.ts'

const QUEUE = 'runs'
/** A job in the middle of which the server died this often is given up: it may be what the server dies of. */
const MAX_ATTEMPTS = 20
/** A job whose server has been silent for this long is taken up by another. */
const HEARTBEAT_SECONDS = 30
const PROGRESS_EVERY_MS = 250
const STORE_PATIENCE_MS = 60_000

export interface Runner {
  /** Queues a stored job, in the transaction that stores it. */
  enqueue(trx: Trx, jobId: string): Promise<void>
  /** 0 … 1 of a job that runs here; 0 of any other. */
  progressOf(jobId: string): number
  close(): Promise<void>
}

export interface RunnerParts {
  readonly db: Db
  readonly connection: Connection
  readonly secrets: Secrets
  readonly tiles: CityTiles
  readonly dataDir: string
  readonly events: EventStream
  readonly compute: Compute
  readonly log: FastifyBaseLogger
}

export async function startRunner(parts: RunnerParts): Promise<Runner> {
  const { db, secrets, tiles, events, compute, log } = parts
  const boss = new PgBoss({ ...parts.connection, max: 4, schema: 'pgboss', schedule: false, useListenNotify: true })
  boss.on('error', (error) => log.error(error))
  await boss.start()
  await boss.createQueue(QUEUE, {
    notify: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: 12 * 3600,
    retryLimit: 1000,
    retryDelay: 1,
  })

  const running = new Map<string, { stop: AbortController; progress: number }>()
  const forget = events.listen(({ event }) => {
    if (event.type === 'job' && event.job.state === 'cancelled') running.get(event.job.id)?.stop.abort()
  })

  async function work(id: string): Promise<void> {
    const job = await db.transaction().execute((trx) => moveJob(trx, id, ['queued', 'running'], { state: 'running' }))
    if (!job) return
    const started = Date.now()
    const own = { stop: new AbortController(), progress: 0 }
    running.set(id, own)
    let told = 0
    const progress = (fraction: number) => {
      own.progress = fraction
      if (Date.now() - told < PROGRESS_EVERY_MS) return
      told = Date.now()
      passEvent(db, { type: 'job', job: jobOf(job, fraction) }).catch(() => {})
    }
    try {
      if (job.attempts > MAX_ATTEMPTS) {
        return await fail(id, {
          code: 'run/crashed',
          message: both('Máy chủ dừng giữa chừng nhiều lần', 'The server died of it'),
        })
      }
      const lot = await lotOf(db, job)
      const wanted = { ...job, lot, keepsDepth: await keepsDepth(db, id) }
      const computed = await compute(tiles.dir, wanted, { signal: own.stop.signal, progress })
      const depth = await keepDepth(parts, job, computed)
      const along = async (trx: Trx) => {
        await keepFound(trx, job, computed)
        await depth.along(trx)
      }
      const stored = await patiently(() => storeRun(db, secrets, id, computed, along)).finally(depth.drop)
      if (stored && job.impactId) await patiently(() => finishImpacts(parts, job.impactId))
      log.info(
        { job: id, kind: job.kind, run: stored?.record.id, digest: computed.summary.digest, ms: Date.now() - started },
        'run',
      )
    } catch (error) {
      if (error instanceof Cancelled || own.stop.signal.aborted) return
      const { status, detail } = describeError(error)
      if (status === 503) throw error // the queue tries again
      if (status >= 500) log.error(error)
      await fail(id, detail)
    } finally {
      running.delete(id)
    }
  }

  const fail = async (id: string, error: Parameters<typeof moveJob>[3]['error']): Promise<void> => {
    await db
      .transaction()
      .execute((trx) => moveJob(trx, id, ['queued', 'running'], { state: 'failed', ...(error && { error }) }))
  }

  await takeUpAgain(db, boss)
  await finishImpacts(parts)
  await boss.work<{ jobId: string }>(
    QUEUE,
    { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 5 },
    async ([job]) => {
      if (job) await work(job.data.jobId)
    },
  )

  return {
    async enqueue(trx, jobId) {
      await boss.send(QUEUE, { jobId }, { id: jobId, db: fromKysely(trx.withoutPlugins()) })
    },
    progressOf: (jobId) => running.get(jobId)?.progress ?? 0,
    async close() {
      forget()
      // What runs now stays `running` and is taken up at the next start.
      for (const { stop } of running.values()) stop.abort()
      await boss.stop({ graceful: true, timeout: 5000, close: true })
    },
  }
}

/** Minutes of computing are not thrown away because the database is being started again. */
async function patiently<T>(store: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + STORE_PATIENCE_MS; ; await sleep(500)) {
    try {
      return await store()
    } catch (error) {
      if (describeError(error).status !== 503 || Date.now() > end) throw error
    }
  }
}

/** Jobs that were running when the only server stopped go back into the queue; those not queued at all are queued. */
async function takeUpAgain(db: Db, boss: PgBoss): Promise<void> {
  const open = await db.selectFrom('jobs').select('id').where('state', 'in', ['queued', 'running']).execute()
  for (const { id } of open) {
    const [known] = await boss.findJobs(QUEUE, { id })
    if (!known) await boss.send(QUEUE, { jobId: id }, { id })
    else if (known.state === 'active') await boss.fail(QUEUE, id, { message: 'the server stopped' })
    else if (known.state === 'completed' || known.state === 'failed' || known.state === 'cancelled') {
      await boss.deleteJob(QUEUE, id)
      await boss.send(QUEUE, { jobId: id }, { id })
    }
  }
}
