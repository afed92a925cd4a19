/**
 * Floods whose maps are kept: asked for, computed by the runner like any run, published or taken back. What rests on generated ground is
 * a specimen and shows by itself; any other waits for a person (product guards 2 and 8).
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import type { User } from '../../scenarios/api/api.ts'
import type { FloodMap, NewFlood } from '../../scenarios/api/place.ts'
import { standardFloods } from '../../scenarios/flood-standard.ts'
import { recordId } from '../../scenarios/ids.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { readRecord } from '../../scenarios/wire.ts'
import { draftFile, fileOf } from '../attachments.ts'
import type { Computed } from '../compute.ts'
import type { Db, Trx } from '../database.ts'
import type { House } from '../house.ts'
import { notFound, Refusal, refuse } from '../http.ts'
import { type JobRow, jobOf } from '../jobs.ts'
import { keepRecord } from '../records.ts'
import { expectRunnable, queueRun } from '../routes/runs.ts'
import type { Secrets } from '../secrets.ts'
import type { CityTiles } from '../tiles.ts'
import { depthTiff } from './geotiff.ts'
import { type DepthGrid, readGrid, writeGrid } from './grid.ts'
import { boundsOfGrid, drawDepth } from './picture.ts'

type FloodHouse = Pick<House, 'db' | 'secrets' | 'tiles' | 'runner' | 'dataDir'>

/** Held while it is looked whether a flood has been asked for already. */
const FLOODS_LOCK = 7_105_014
export const floodStaff = ['planner', 'approver', 'admin'] as const
const isFloodStaff = (user: User | null): boolean => floodStaff.some((role) => role === user?.role)

interface Asked {
  readonly key: string | null
  readonly title: Bilingual
  readonly says: Bilingual
  readonly body: ScenarioBody
  readonly clientDigest: string | null
}

/** @param user null: the server by itself @returns how many were queued */
export async function askFloods(
  { db, tiles, runner }: FloodHouse,
  user: User | null,
  wanted: NewFlood,
): Promise<number> {
  const { city, hash } = await tiles.manifest()
  const asked: Asked[] =
    'standard' in wanted
      ? standardFloods(city, hash).map((one) => ({ ...one, clientDigest: null }))
      : [await ofRun(db, wanted.runId, wanted.title)]
  for (const { body } of asked) await expectRunnable(tiles, 'drainage', body)
  const errorMetres = city.grids.find(({ id }) => id === 'ground')?.standardErrorMetres ?? 0
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${FLOODS_LOCK})`.execute(trx)
    let queued = 0
    for (const { key, title, says, body, clientDigest } of asked) {
      if (key !== null && (await isAsked(trx, key, hash, user === null))) continue
      const job = await queueRun(trx, runner, {
        ...{ kind: 'drainage', scenarioId: null, title: `${title.vi} / ${title.en}`, body, clientDigest },
        authorId: user?.id ?? null,
      })
      const [west, south, east, north] = body.area
      const spec = { columns: 1, rows: 1, cellSize: Math.max(east - west, north - south), west, north }
      await trx
        .insertInto('floods')
        .values({
          ...{ id: recordId(), key, title: JSON.stringify(title), says: JSON.stringify(says), city: hash },
          ...{ jobId: job.id, state: 'computing', bounds: JSON.stringify(boundsOfGrid(spec, city.frame)), errorMetres },
          ...{ gridHash: null, createdAt: new Date(), publishedAt: null, publishedBy: null },
        })
        .execute()
      queued++
    }
    return queued
  })
}

/** One that failed, or was stopped, may be asked for again: by a person, not by itself. */
async function isAsked(trx: Trx, key: string, city: string, byItself: boolean): Promise<boolean> {
  const rows = await trx
    .selectFrom('floods')
    .innerJoin('jobs', 'jobs.id', 'floods.jobId')
    .select(['floods.id', 'floods.state', 'jobs.state as job'])
    .where('key', '=', key)
    .where('city', '=', city)
    .execute()
  if (byItself) return rows.length > 0
  const lost = rows.filter(({ state, job }) => state === 'computing' && (job === 'failed' || job === 'cancelled'))
  for (const { id } of lost) await trx.deleteFrom('floods').where('id', '=', id).execute()
  return rows.length > lost.length
}

async function ofRun(db: Db, runId: string, title: string): Promise<Asked> {
  const row = await db.selectFrom('runs').select(['record', 'body']).where('id', '=', runId).executeTakeFirst()
  if (!row) throw notFound(`run/${runId}`)
  const { schema, digest } = readRecord('run', row.record)
  if (schema !== 'run@1') {
    throw refuse(422, 'flood/kind', both('Không phải kết quả thoát nước', 'It is no run of drainage'), 'body.runId')
  }
  const says = both(
    `Theo kết quả tính ${runId}${row.body.edits.length > 0 ? ', có các thay đổi của phương án' : ', hiện trạng'}.`,
    `By the run ${runId}${row.body.edits.length > 0 ? ', with the edits of a scenario' : ', the city as it stands'}.`,
  )
  return { key: null, title: both(title, title), says, body: row.body, clientDigest: digest }
}

/** Whether a job's depths are kept. */
export const keepsDepth = async (db: Db, jobId: string): Promise<boolean> =>
  (await db.selectFrom('floods').select('id').where('jobId', '=', jobId).executeTakeFirst()) !== undefined

interface Kept {
  /** In the transaction that stores the run. */
  along(trx: Trx): Promise<void>
  drop(): Promise<void>
}

/** Writes the depths of a run beside the others, to be named with it. */
export async function keepDepth(
  { secrets, tiles, dataDir }: { secrets: Secrets; tiles: CityTiles; dataDir: string },
  job: JobRow,
  { depth, summary }: Computed,
): Promise<Kept> {
  if (!depth) return { along: async () => {}, drop: async () => {} }
  const bytes = await writeGrid(depth)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const draft = await draftFile(dataDir, hash)
  await draft.write(bytes)
  const { frame } = (await tiles.manifest()).city
  let placed = false
  return {
    async along(trx) {
      const flood = await trx
        .selectFrom('floods')
        .selectAll()
        .where('jobId', '=', job.id)
        .forUpdate()
        .executeTakeFirst()
      if (!flood) return
      // The transaction may be tried again.
      if (!placed) await draft.place()
      placed = true
      const specimen = summary.illustrative && flood.key !== null
      const now = new Date()
      await trx
        .updateTable('floods')
        .set({
          gridHash: hash,
          bounds: JSON.stringify(boundsOfGrid(depth.spec, frame)),
          state: specimen ? 'published' : 'computed',
          publishedAt: specimen ? now : null,
        })
        .where('id', '=', flood.id)
        .execute()
      await keepRecord(trx, secrets, {
        ...{ userId: null, role: 'server', subject: `flood/${flood.id}`, action: 'flood.computed' },
        record: { key: flood.key, title: flood.title, city: flood.city, grid: hash, digest: summary.digest, specimen },
        detail: { digest: summary.digest, grid: hash, specimen },
      })
      if (flood.key !== null && specimen) await withdrawOthers(trx, flood.key, flood.id)
    },
    drop: () => draft.drop(),
  }
}

/** The same of an earlier version of the city is no longer what stands (guard 1). */
async function withdrawOthers(trx: Trx, key: string, id: string): Promise<void> {
  await trx
    .updateTable('floods')
    .set({ state: 'withdrawn' })
    .where('key', '=', key)
    .where('state', '=', 'published')
    .where('id', '!=', id)
    .execute()
}

/** Publishes a flood, or takes it back. @throws Refusal 404, 409 `flood/state` */
export async function stepFlood(
  { db, secrets }: FloodHouse,
  user: User,
  id: string,
  event: 'publish' | 'withdraw',
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const flood = await trx.selectFrom('floods').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!flood) throw notFound(`flood/${id}`)
    const from: readonly FloodMap['state'][] = event === 'publish' ? ['computed', 'withdrawn'] : ['published']
    if (!from.includes(flood.state)) {
      const message = both('Không làm được ở trạng thái này', 'It cannot be done as it stands')
      throw refuse(409, 'flood/state', message, flood.state, from.join(' | '))
    }
    const state = event === 'publish' ? 'published' : 'withdrawn'
    await trx
      .updateTable('floods')
      .set(event === 'publish' ? { state, publishedAt: new Date(), publishedBy: user.id } : { state })
      .where('id', '=', id)
      .execute()
    if (event === 'publish' && flood.key !== null) await withdrawOthers(trx, flood.key, id)
    await keepRecord(trx, secrets, {
      ...{ userId: user.id, role: user.role, subject: `flood/${id}`, action: `flood.${event}` },
      record: { key: flood.key, title: flood.title, city: flood.city, grid: flood.gridHash, state },
      detail: { state },
    })
  })
}

export type FloodRow = Awaited<ReturnType<typeof rowsOf>>[number]

const rowsOf = (db: Db, user: User | null) =>
  db
    .selectFrom('floods')
    .innerJoin('jobs', 'jobs.id', 'floods.jobId')
    .leftJoin('runs', 'runs.id', 'jobs.runId')
    .leftJoin('users', 'users.id', 'floods.publishedBy')
    .selectAll('floods')
    .select(['jobs.state as jobState', 'jobs.error', 'jobs.runId', 'jobs.createdAt as queuedAt', 'runs.record'])
    .select('users.displayName as publisher')
    .$if(!isFloodStaff(user), (query) => query.where('floods.state', '=', 'published'))
    .orderBy('floods.createdAt', 'desc')
    .orderBy('floods.id')
    .limit(100)
    .execute()

export async function readFloods(
  { db, tiles, runner }: Pick<House, 'db' | 'tiles' | 'runner'>,
  user: User | null,
): Promise<{ readonly map: FloodMap; readonly row: FloodRow }[]> {
  const { hash } = await tiles.manifest()
  const rows = await rowsOf(db, user)
  return Promise.all(
    rows.map(async (row) => {
      const { id, key, title, says, state, runId, bounds, errorMetres } = row
      const job =
        state === 'computing'
          ? await db.selectFrom('jobs').selectAll().where('id', '=', row.jobId).executeTakeFirst()
          : undefined
      const map: FloodMap = {
        ...{ id, key, title, says, state, runId, bounds, errorMetres },
        job: job ? jobOf(job, runner.progressOf(job.id)) : null,
        digest: row.record?.digest ?? null,
        current: row.city === hash,
        illustrative: row.record?.illustrative ?? true,
        createdAt: row.createdAt.toISOString(),
        publishedAt: row.publishedAt?.toISOString() ?? null,
        publishedBy: row.publisher,
      }
      return { map, row }
    }),
  )
}

/** The last few stay. */
function held<T>(most: number) {
  const known = new Map<string, Promise<T>>()
  return (key: string, make: () => Promise<T>): Promise<T> => {
    const found = known.get(key) ?? make()
    known.delete(key)
    known.set(key, found)
    found.catch(() => known.delete(key))
    if (known.size > most) known.delete(known.keys().next().value!)
    return found
  }
}
const grids = held<DepthGrid>(8)
const pictures = held<Buffer>(8)
const tiffs = held<Buffer>(4)

/** @throws Refusal 404 `flood/lost` where the file is gone */
export const depthsOf = (dataDir: string, hash: string): Promise<DepthGrid> =>
  grids(hash, async () => {
    const file = await readFile(fileOf(dataDir, hash)).catch(() => {
      throw refuse(404, 'flood/lost', both('Tệp không còn trên máy chủ', 'The file is no longer on the server'), hash)
    })
    return readGrid(file)
  })

/** PNG of a flood that the asker may see. @throws Refusal 404 */
export async function pictureOf(
  { db, tiles, dataDir }: FloodHouse,
  user: User | null,
  id: string,
): Promise<{ readonly bytes: Buffer; readonly tag: string }> {
  const row = (await rowsOf(db, user)).find((one) => one.id === id)
  if (!row?.gridHash) throw notFound(`flood/${id}`)
  const hash = row.gridHash
  const illustrative = row.record?.illustrative ?? true
  const key = `${hash}${illustrative ? '-m' : ''}`
  const { frame } = (await tiles.manifest()).city
  const draw = async () => drawDepth(await depthsOf(dataDir, hash), frame, illustrative)
  return { bytes: await pictures(key, draw), tag: `"${key}"` }
}

/** GeoTIFF of a flood that is published; null where there is none. */
export async function tiffOf(
  house: Pick<House, 'db' | 'tiles' | 'runner' | 'dataDir'>,
  id: string,
): Promise<{ readonly bytes: Buffer; readonly tag: string; readonly map: FloodMap } | null> {
  const found = (await readFloods(house, null)).find(({ map }) => map.id === id)
  const hash = found?.row.gridHash
  if (!found || !hash) return null
  const { map, row } = found
  const { frame } = (await house.tiles.manifest()).city
  const make = async () => depthTiff(await depthsOf(house.dataDir, hash), frame, map, row.city)
  return { bytes: await tiffs(`${id} ${hash} ${map.illustrative}`, make), tag: `"${hash}-t"`, map }
}

/** After a start the desks come first. */
const FIRST_MS = 120_000
const EVERY_MS = 10 * 60_000

/** Works out the standard floods of the city as it stands, once nothing else is being computed. */
export function startFloods(house: FloodHouse, log: FastifyBaseLogger): () => void {
  const look = async () => {
    const open = await house.db
      .selectFrom('jobs')
      .select('id')
      .where('state', 'in', ['queued', 'running'])
      .limit(1)
      .execute()
    if (open.length === 0) await askFloods(house, null, { standard: true })
  }
  const tell = (error: unknown) => {
    if (!(error instanceof Refusal)) log.error(error)
  }
  const first = setTimeout(() => look().catch(tell), FIRST_MS)
  const again = setInterval(() => look().catch(tell), EVERY_MS)
  return () => {
    clearTimeout(first)
    clearInterval(again)
  }
}
