/**
 * The city's next version: its dataset with what stands in it, cut into tiles. Made before the server starts, and again, in a
 * thread, whenever what stands has changed; the windows of the versions before stay, so that their runs can be run again.
 */
import { statSync } from 'node:fs'
import type { FastifyBaseLogger } from 'fastify'
import { writeAsBuilt } from '../data/city/as-built.ts'
import { readManifest } from '../data/city/read.ts'
import type { TilesManifest } from '../scenarios/city/tiles.ts'
import { describeEdit, type Edit } from '../scenarios/edit.ts'
import { Cancelled } from '../scenarios/problem.ts'
import { buildTiles } from '../tiles/build/index.ts'
import { inThread, type RunOptions } from '../workers/node/thread.ts'
import { type Db, openStore } from './database.ts'
import type { EventStream } from './events.ts'
import type { Connection } from './postgres.ts'

/** What stands of the approved edits, in the order in which it came to. */
export interface Standing {
  readonly edits: readonly Edit[]
  /** Of the last of them; empty where there is none. */
  readonly date: string
}

export async function readStanding(db: Db): Promise<Standing> {
  const rows = await db
    .selectFrom('cityChanges')
    .select(['edit', 'movedAt'])
    .where('modelOrder', 'is not', null)
    .orderBy('modelOrder')
    .execute()
  const dates = rows.map(({ movedAt }) => movedAt.toISOString().slice(0, 10)).sort()
  return { edits: rows.map(({ edit }) => edit), date: dates.at(-1) ?? '' }
}

/** The same, of a database that nobody has opened yet. */
export async function standingIn(connection: Connection): Promise<Standing> {
  const store = openStore(connection)
  try {
    return await readStanding(store.db)
  } finally {
    await store.close()
  }
}

export interface VersionOrder {
  /** The dataset that the office keeps; it is only read. */
  readonly cityDir: string
  readonly dataDir: string
  readonly tilesDir: string
  readonly standing: Standing
}

/** @throws Cancelled when the signal aborts · Problem of the dataset; the version that stood there is left as it was */
export async function makeVersion(
  { cityDir, dataDir, tilesDir, standing: { edits, date } }: VersionOrder,
  options: RunOptions = {},
): Promise<{ manifest: TilesManifest; missing: readonly Edit[] }> {
  const cut = (dir: string) =>
    buildTiles(dir, tilesDir, {
      ...(options.signal && { signal: options.signal }),
      ...(options.progress && { progress: options.progress }),
    })
  if (edits.length === 0) return { manifest: await cut(cityDir), missing: [] }
  const { name } = await readManifest(cityDir)
  const dir = `${dataDir}/as-built/${name}`
  const { missing } = await writeAsBuilt(cityDir, dir, edits, date)
  return { manifest: await cut(dir), missing }
}

export interface Renewal {
  /** A version is being made. */
  readonly busy: boolean
  close(): Promise<void>
}

export interface RenewalParts extends Omit<VersionOrder, 'standing'> {
  readonly db: Db
  readonly events: EventStream
  readonly log: FastifyBaseLogger
}

/** How often the tiles are looked at that another command may have built. */
const LOOK_MS = 60_000

/** Makes a version whenever what stands has changed: one at a time, the last word in the end. */
export function startRenewal({ db, events, log, ...dirs }: RenewalParts): Renewal {
  const stop = new AbortController()
  let made = ''
  const file = `${dirs.tilesDir}/tiles.json`
  let wanted = true
  let working: Promise<void> | null = null

  async function work(): Promise<void> {
    while (wanted && !stop.signal.aborted) {
      wanted = false
      const standing = await readStanding(db)
      if (keyOf(standing) === made) continue
      const { hash, missing } = await inThread<VersionOrder, VersionMade>(
        new URL('./city-version.worker.ts', import.meta.url),
        { ...dirs, standing },
        { signal: stop.signal },
      )
      made = keyOf(standing)
      log.info({ hash, edits: standing.edits.length }, 'city')
      for (const edit of missing) log.warn({ edit: describeEdit(edit).en }, 'not in the city any more')
    }
  }
  /** With the manifest that stands: `tiles build` may have put another one there. */
  const keyOf = (standing: Standing) => JSON.stringify([standing, statSync(file, { throwIfNoEntry: false })?.mtimeMs])
  const look = () => {
    wanted = true
    working ??= work()
      .catch((error: unknown) => {
        if (!(error instanceof Cancelled)) log.error(error)
      })
      .finally(() => {
        working = null
      })
  }
  const forget = events.listen(({ event }) => event.type === 'changes' && look())
  const looking = setInterval(look, LOOK_MS)
  look()
  return {
    get busy() {
      return working !== null
    },
    async close() {
      clearInterval(looking)
      forget()
      stop.abort()
      await working
    },
  }
}

/** What the thread answers. */
export interface VersionMade {
  readonly hash: string
  readonly missing: readonly Edit[]
}
