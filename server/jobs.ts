/** Jobs and runs as they are stored, and what is told of them. */

import type { Selectable } from 'kysely'
import type { ApiError, Job, StoredRun } from '../scenarios/api/api.ts'
import { hashRecord } from '../scenarios/canonical.ts'
import { recordId } from '../scenarios/ids.ts'
import type { RunRecord } from '../scenarios/run.ts'
import { scenarioHash } from '../scenarios/scenario.ts'
import { readRecord } from '../scenarios/wire.ts'
import type { Computed } from './compute.ts'
import type { Db, Tables, Trx } from './database.ts'
import { appendEvent } from './events.ts'
import { appendLedger } from './ledger.ts'
import type { Secrets } from './secrets.ts'

export type JobRow = Selectable<Tables['jobs']>

export const jobOf = (row: JobRow, progress = 0): Job => ({
  id: row.id,
  kind: row.kind,
  scenarioId: row.scenarioId,
  state: row.state,
  progress: row.state === 'done' ? 1 : progress,
  runId: row.runId,
  error: row.error,
  createdAt: row.createdAt.toISOString(),
})

export const storedRunOf = (
  row: Pick<Selectable<Tables['runs']>, 'record' | 'title' | 'clientDigest' | 'ledgerSequence'>,
): StoredRun => ({
  record: readRecord('run', row.record),
  title: row.title,
  clientDigest: row.clientDigest,
  digestsAgree: row.clientDigest === null ? null : row.clientDigest === row.record.digest,
  ledgerSequence: row.ledgerSequence,
})

/** Moves a job on and tells of it; null where it is not in one of the states named. */
export async function moveJob(
  trx: Trx,
  id: string,
  from: readonly Job['state'][],
  to: { state: Job['state']; error?: ApiError },
): Promise<JobRow | null> {
  const row = await trx
    .updateTable('jobs')
    .set((eb) => ({
      state: to.state,
      error: to.error ? JSON.stringify(to.error) : null,
      attempts: eb('attempts', '+', to.state === 'running' ? 1 : 0),
    }))
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returningAll()
    .executeTakeFirst()
  if (!row) return null
  await appendEvent(trx, { type: 'job', job: jobOf(row) })
  return row
}

/**
 * Stores the run of a job with its ledger entry, or nothing: a job that is no longer running has no run to store.
 * @param along what is stored with it
 */
export async function storeRun(
  db: Db,
  secrets: Secrets,
  jobId: string,
  computed: Computed,
  along: (trx: Trx) => Promise<void> = async () => {},
): Promise<StoredRun | null> {
  return db.transaction().execute(async (trx) => {
    const job = await trx
      .selectFrom('jobs')
      .leftJoin('users', 'users.id', 'jobs.authorId')
      .selectAll('jobs')
      .select('users.role')
      .where('jobs.id', '=', jobId)
      .where('jobs.state', '=', 'running')
      .forUpdate('jobs')
      .executeTakeFirst()
    if (!job) return null
    const createdAt = new Date()
    const record: RunRecord = {
      id: recordId(),
      scenarioId: job.scenarioId,
      scenarioHash: scenarioHash(job.body),
      city: job.body.city,
      kernel: computed.kernel,
      computedBy: 'server',
      ...computed.summary,
      createdAt: createdAt.toISOString(),
    }
    const ledgerSequence = await appendLedger(trx, secrets, {
      userId: job.authorId,
      role: job.role ?? 'server',
      subject: `run/${record.id}`,
      action: 'run.stored',
      detail: { record: hashRecord(record), digest: record.digest, scenario: record.scenarioHash },
    })
    const row = await trx
      .insertInto('runs')
      .values({
        id: record.id,
        jobId,
        scenarioId: job.scenarioId,
        title: job.title,
        body: JSON.stringify(job.body),
        record: JSON.stringify(record),
        clientDigest: job.clientDigest,
        ledgerSequence,
        createdAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await trx.updateTable('jobs').set({ runId: record.id }).where('id', '=', jobId).execute()
    await along(trx)
    await moveJob(trx, jobId, ['running'], { state: 'done' })
    await appendEvent(trx, { type: 'run', id: record.id })
    return storedRunOf(row)
  })
}
