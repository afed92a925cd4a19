/** The event stream as server-sent events: what a browser missed first (Last-Event-ID), then what happens. */
import { PassThrough } from 'node:stream'
import type { Event } from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { eventsAfter, lastEventId, type Sent } from '../events.ts'
import type { House } from '../house.ts'
import { type App, refuse } from '../http.ts'

const KEEP_ALIVE_MS = 15_000
const MAX_STREAMS = 500
/** Of these, for people with an account: visitors' phones ask again instead. */
const KEPT_FOR_STAFF = 100
/** A browser that reads this slowly is let go; it comes back and asks for what it missed. */
const MAX_BUFFERED_BYTES = 2 ** 20

export function eventRoutes(app: App, { db, events }: House): void {
  const open = new Set<PassThrough>()
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })

  app.get('/api/events', { config: { access: 'anyone' }, schema: { hide: true } }, async (request, reply) => {
    if (open.size >= (request.user ? MAX_STREAMS : MAX_STREAMS - KEPT_FOR_STAFF)) {
      throw refuse(503, 'events/full', both('Quá nhiều người theo dõi', 'Too many listeners'))
    }
    const stream = new PassThrough()
    open.add(stream)
    const write = (text: string) => {
      if (stream.writableLength > MAX_BUFFERED_BYTES) stream.destroy()
      else if (!stream.writableEnded && !stream.destroyed) stream.write(text)
    }
    // Listen first, hold back what comes, then send what was missed: nothing is lost and nothing comes twice.
    let held: Sent[] | null = []
    let last = 0
    const staff = request.user !== null
    const send = ({ id, event }: Sent) => {
      if (id !== null && id <= last) return
      if (id !== null) last = id
      if (event.type === 'report' && !staff) return
      write(frame(id, event))
    }
    const forget = events.listen((sent) => (held ? held.push(sent) : send(sent)))
    const alive = setInterval(() => write(': \n\n'), KEEP_ALIVE_MS)
    stream.on('close', () => {
      clearInterval(alive)
      forget()
      open.delete(stream)
    })
    request.raw.on('close', () => stream.destroy())

    const newest = await lastEventId(db)
    const asked = Number(request.headers['last-event-id'])
    // A number that never was comes from another database: such a browser begins with what happens now.
    last = Number.isSafeInteger(asked) && asked > 0 ? Math.min(asked, newest) : newest
    // The head tells the number to start from, so that a link lost before the first event loses nothing.
    write(`retry: 1000\nid: ${last}\n\n`)
    for (const sent of await eventsAfter(db, last)) send(sent)
    for (const sent of held) send(sent)
    held = null
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(stream)
  })
}

const frame = (id: number | null, event: Event): string =>
  `${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(event)}\n\n`
