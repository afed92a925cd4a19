/**
 * Carries what is to go to the national portal and fetches what it still owes, over HTTP. What is to be done stands in tables, so
 * a kill or days without the bus lose nothing: a row is leased, tried, and marked; of a case the oldest step goes first. The
 * other side may get a step twice (its answer was lost) and knows it by its idempotency key.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { ATTACHMENT_BYTES } from '../scenarios/api/permits.ts'
import { afterAttempt, type Sent } from '../scenarios/permits/portal.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import type { Tables } from './database.ts'
import type { House } from './house.ts'
import { describeError, Refusal } from './http.ts'
import { attachFile } from './permits/attach.ts'
import type { PortalPace, PortalSettings } from './settings.ts'

const usualPace: PortalPace = { lookMs: 5000, answerMs: 10_000, leaseSeconds: 15 }
const AT_A_TIME = 4
const FILE_TIMEOUT_MS = 60_000
/** Longer than fetching takes. */
const FILE_LEASE_SECONDS = 70
const WORDS = 300

export interface Portal {
  readonly url: string
  readonly filesFrom: readonly string[]
  readonly pace: PortalPace
  /** Whether a request's `authorization` is that of the portal. */
  isTheirs(authorization: string | undefined): boolean
  send(step: Step): Promise<Sent>
  /** @throws Error in words, Refusal where it is not what was promised */
  fetchFile(file: File): Promise<Buffer>
}
type Step = Selectable<Tables['portalOutbox']>
type File = Selectable<Tables['portalFiles']>

const credentialSchema = z.strictObject({ send: z.string().min(16), receive: z.string().min(16) })

/** @throws Problem `settings/portal-credential-file` */
export function openPortal({ url, credentialFile, filesFrom, pace = usualPace }: PortalSettings): Portal {
  const secrets = readCredential(credentialFile)
  const authorization = `Bearer ${secrets.send}`
  return {
    url,
    filesFrom,
    pace,
    isTheirs: (given) => given !== undefined && timingSafeEqual(digestOf(given), digestOf(`Bearer ${secrets.receive}`)),
    async send({ id, step }) {
      try {
        const answer = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          headers: { authorization, 'content-type': 'application/json', 'idempotency-key': id },
          body: JSON.stringify(step),
          signal: AbortSignal.timeout(pace.answerMs),
        })
        const words = (await answer.text()).slice(0, WORDS)
        if (answer.ok) return { ok: true }
        return { ok: false, error: `HTTP ${answer.status} ${words}`.trim(), final: isFinal(answer.status) }
      } catch (error) {
        return { ok: false, error: wordsOf(error), final: false }
      }
    },
    async fetchFile({ url: from, hash }) {
      const answer = await fetch(from, {
        redirect: 'error',
        headers: { authorization },
        signal: AbortSignal.timeout(FILE_TIMEOUT_MS),
      })
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
      const bytes = await bodyOf(answer)
      const got = createHash('sha256').update(bytes).digest('hex')
      if (got === hash) return bytes
      throw new Refusal(422, {
        code: 'portal/file-hash',
        message: both('Tệp không đúng mã băm đã báo', 'The file has not the hash that was told'),
        expected: hash,
      })
    },
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** It was read and is not wanted. What a credential, a limit or a lost link is the reason of may go later. */
const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && ![401, 403, 408, 421, 425, 429].includes(status)

function wordsOf(error: unknown): string {
  const { message, cause } = error as Error
  const why = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : ''
  return [message, why].filter(Boolean).join(': ').slice(0, WORDS)
}

async function bodyOf(answer: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of answer.body ?? []) {
    bytes += piece.length
    if (bytes > ATTACHMENT_BYTES) {
      throw new Refusal(413, {
        code: 'request/too-large',
        message: both('Tệp quá lớn', 'The file is too large'),
        expected: `≤ ${ATTACHMENT_BYTES / 2 ** 20} MiB`,
      })
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function readCredential(file: string): z.output<typeof credentialSchema> {
  let read: unknown = null
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // said below
  }
  const parsed = credentialSchema.safeParse(read)
  if (parsed.success) return parsed.data
  throw new Problem({
    code: 'settings/portal-credential-file',
    message: both('Tệp khóa của Cổng dịch vụ công không đúng mẫu', 'The portal’s credential file is not of its form'),
    file,
    place: 'PORTAL_CREDENTIAL_FILE',
    expected: '{ "send": "≥ 16", "receive": "≥ 16" }',
  })
}

type Carrier = Pick<House, 'db' | 'secrets' | 'dataDir' | 'tiles' | 'events' | 'portal'>

/** Looks every few seconds and after each step of a case; does nothing where there is no portal. */
export function startPortal(house: Carrier, log: FastifyBaseLogger): () => Promise<void> {
  const { portal, events } = house
  if (!portal) return async () => {}
  const stop = new AbortController()
  let wake = () => {}
  const forget = events.listen(({ event }) => {
    if (event.type === 'permit') wake()
  })
  const run = async () => {
    while (!stop.signal.aborted) {
      const waking = new Promise<void>((resolve) => {
        wake = resolve
      })
      try {
        if ((await carrySteps(house, portal)) + (await carryFiles(house, portal)) > 0) continue
      } catch (error) {
        log.error(error)
      }
      await Promise.race([waking, sleep(portal.pace.lookMs, undefined, { signal: stop.signal }).catch(() => {})])
    }
  }
  const running = run()
  return async () => {
    stop.abort()
    forget()
    wake()
    await running
  }
}

/** @returns how many were tried */
async function carrySteps({ db }: Carrier, portal: Portal): Promise<number> {
  const { rows } =
    await sql<Step>`update portal_outbox set leased_until = now() + ${portal.pace.leaseSeconds} * interval '1 second'
    where id in (
      select id from portal_outbox o
      where state = 'pending' and next_at <= now() and (leased_until is null or leased_until < now())
        and not exists (select from portal_outbox e where e.code = o.code and e.sequence < o.sequence and e.state <> 'sent')
      order by next_at limit ${AT_A_TIME} for update skip locked
    ) returning *`.execute(db)
  await Promise.all(
    rows.map(async (row) => {
      const outcome = await portal.send(row)
      const now = new Date().toISOString()
      const before = {
        ...{ step: row.step, state: row.state, attempts: row.attempts, nextAt: row.nextAt.toISOString() },
        ...{ lastError: row.lastError, sentAt: null },
      }
      const { state, attempts, nextAt, lastError, sentAt } = afterAttempt(before, outcome, now)
      await db
        .updateTable('portalOutbox')
        .set({
          state,
          attempts,
          nextAt: new Date(nextAt),
          lastError,
          sentAt: sentAt === null ? null : new Date(sentAt),
          leasedUntil: null,
        })
        .where('id', '=', row.id)
        .execute()
    }),
  )
  return rows.length
}

async function carryFiles(house: Carrier, portal: Portal): Promise<number> {
  const { db } = house
  const { rows } =
    await sql<File>`update portal_files set leased_until = now() + ${FILE_LEASE_SECONDS} * interval '1 second'
    where (permit_id, hash) in (
      select permit_id, hash from portal_files
      where state = 'pending' and next_at <= now() and (leased_until is null or leased_until < now())
      order by next_at limit 1 for update skip locked
    ) returning *`.execute(db)
  for (const file of rows) {
    const { permitId, hash } = file
    try {
      const bytes = await portal.fetchFile(file)
      // Gone meanwhile: its people were erased.
      const still = async (trx: Parameters<NonNullable<Parameters<typeof attachFile>[3]['still']>>[0]) =>
        (await trx
          .deleteFrom('portalFiles')
          .where('permitId', '=', permitId)
          .where('hash', '=', hash)
          .returning('hash')
          .executeTakeFirst()) !== undefined
      await attachFile(house, 'applicant', permitId, { name: file.name, bytes, still })
    } catch (error) {
      await waitWith(house, file, error)
    }
  }
  return rows.length
}

async function waitWith({ db }: Carrier, file: File, error: unknown): Promise<void> {
  const refused = error instanceof Refusal
  if (!refused && describeError(error).status === 503) throw error
  const { message, expected } = refused ? error.detail : { message: null, expected: undefined }
  const words = message ? [message.vi, message.en, expected].filter(Boolean).join(' / ') : wordsOf(error)
  const attempts = file.attempts + 1
  const waitSeconds = Math.min(3600, 30 * 2 ** (attempts - 1))
  await db
    .updateTable('portalFiles')
    .set({
      ...{ state: refused ? 'refused' : 'pending', attempts, lastError: words, leasedUntil: null },
      nextAt: new Date(Date.now() + waitSeconds * 1000),
    })
    .where('permitId', '=', file.permitId)
    .where('hash', '=', file.hash)
    .execute()
}
