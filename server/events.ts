/**
 * The one event stream. An event is stored in the transaction of the change that it tells of and gets its number there, so
 * that a browser that lost its link asks for what came after its last one; progress is passed on and never stored.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import type { Event } from '../scenarios/api/api.ts'
import type { Db, Trx } from './database.ts'
import type { Connection } from './postgres.ts'

/** Held while an event is stored: numbers become visible in their order. */
const EVENTS_LOCK = 7_105_002
const STORED = 'vithanh_event'
const PASSING = 'vithanh_passing'
/** How many events a browser may have missed and still get one by one. */
export const KEPT_EVENTS = 5000

/** `id` is null for what passes by and is not stored. */
export interface Sent {
  readonly id: number | null
  readonly event: Event
}
export type Listener = (sent: Sent) => void

export async function appendEvent(trx: Trx, event: Event): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EVENTS_LOCK})`.execute(trx)
  const row = await trx
    .insertInto('events')
    .values({ payload: JSON.stringify(event) })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`select pg_notify(${STORED}, ${row.id})`.execute(trx)
}

/** Tells everyone who listens now. */
export async function passEvent(db: Db, event: Event): Promise<void> {
  await sql`select pg_notify(${PASSING}, ${JSON.stringify(event)})`.execute(db)
}

export async function eventsAfter(db: Db, id: number): Promise<Sent[]> {
  const rows = await db.selectFrom('events').select(['id', 'payload']).where('id', '>', `${id}`).orderBy('id').execute()
  return rows.map((row) => ({ id: Number(row.id), event: row.payload }))
}

export async function lastEventId(db: Db): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst()
  return Number(row?.id ?? 0)
}

export async function pruneEvents(db: Db): Promise<void> {
  const last = await lastEventId(db)
  await db
    .deleteFrom('events')
    .where('id', '<=', `${last - KEPT_EVENTS}`)
    .execute()
}

export interface EventStream {
  /** Until the answer is called. */
  listen(listener: Listener): () => void
  close(): Promise<void>
}

/** Listens to the database on a connection of its own, and finds it again when it was lost. */
export async function openEventStream(db: Db, connection: Connection): Promise<EventStream> {
  const listeners = new Set<Listener>()
  let last = await lastEventId(db)
  let closed = false
  let client: pg.Client | null = null

  const tell = (sent: Sent) => {
    for (const listener of listeners) listener(sent)
  }
  // One catching-up at a time, each after the one before: events go out in order and once.
  let catching: Promise<void> = Promise.resolve()
  const catchUp = (): Promise<void> => {
    catching = catching.then(async () => {
      for (const sent of await eventsAfter(db, last)) {
        last = sent.id ?? last
        tell(sent)
      }
    })
    catching = catching.catch(() => {}) // the database is away; the next connection catches up
    return catching
  }
  const connect = async () => {
    const next = new pg.Client({ ...connection, keepAlive: true, connectionTimeoutMillis: 5000 })
    let lost = false
    const again = () => {
      if (lost) return
      lost = true
      next.end().catch(() => {})
      if (!closed) void reconnect()
    }
    next.on('error', again)
    next.on('end', again)
    next.on('notification', ({ channel, payload }) => {
      if (channel === STORED) void catchUp()
      else tell({ id: null, event: JSON.parse(payload ?? '') as Event })
    })
    try {
      await next.connect()
      await next.query(`listen ${STORED}`)
      await next.query(`listen ${PASSING}`)
    } catch (error) {
      lost = true
      await next.end().catch(() => {})
      throw error
    }
    client = next
    await catchUp()
  }
  const reconnect = async () => {
    while (!closed) {
      await sleep(300)
      try {
        return await connect()
      } catch {
        // still away
      }
    }
  }
  await connect()
  return {
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      listeners.clear()
      await client?.end().catch(() => {})
      await catching
    },
  }
}
