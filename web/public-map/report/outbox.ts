/**
 * Sends what waits: a report first, then its photos one by one, each marked on the device when the server has it. Whatever breaks in
 * between is sent again, and is the same to the server: id and code were made here.
 */

import type { ReportPhoto, ReportSent } from '../../../scenarios/api/reports.ts'
import { FOLLOW_HEADER } from '../../../scenarios/follow.ts'
import { followCodeOf } from '../../../scenarios/reports/report.ts'
import { problemOf } from '../../shared/problem.ts'
import { ask } from '../ask.ts'
import { all, DRAFT_KEY, type Draft, get, type Kept, onChange, put, putAll, WAITING_KEY } from './store.ts'

export const followed = (code: string) => ({ [FOLLOW_HEADER]: code })

/** Puts a whole draft among what is to be sent, in place of the draft. Resolves when it is on disk; where that has no room it goes all the same. */
export async function queue(draft: Draft): Promise<Kept> {
  const { category, place, text, danger, notPublic, name, phone, photos } = draft
  if (!category || !place) throw new Error('Expected a draft with a category and a place')
  const id = crypto.randomUUID()
  const now = new Date().toISOString()
  const contact = name.trim() || phone.trim() ? { name: name.trim(), phone: phone.trim() } : null
  const kept: Kept = {
    id,
    body: {
      ...{ id, followCode: followCodeOf(crypto.getRandomValues(new Uint8Array(16))), category, text: text.trim() },
      ...{ lon: place.lon, lat: place.lat, danger, notPublic, contact, photos: photos.length, writtenAt: now },
    },
    ...{ photos, state: 'waiting', code: null, problem: null, addedAt: now },
  }
  await putAll([
    ['draft', DRAFT_KEY, undefined],
    ['kept', id, kept],
  ]).catch(() => {}) // what is on disk of the draft stays until it is sent
  markWaiting(true)
  // Asks that the browser does not clear it away; it may say no.
  void navigator.storage?.persist?.().catch(() => false)
  return kept
}

function markWaiting(waiting: boolean): void {
  try {
    if (waiting) localStorage.setItem(WAITING_KEY, '1')
    else localStorage.removeItem(WAITING_KEY)
  } catch {
    // No place to note it: the panel looks for itself when it is opened.
  }
}

export const isWaiting = ({ state, photos }: Kept): boolean =>
  state === 'waiting' || (state === 'sent' && photos.some((photo) => photo.state === 'waiting'))

/** The server will say the same again: a person must change it. */
const isFinal = (code: string): boolean =>
  !/^(bug$|net\/|server\/|http\/(5|408$|429$)|request\/too-many$|request\/forged$|permit\/uploads-full$)/.test(code)

let sending: Promise<void> | null = null
/** Sends all that waits, one after the other; a second call joins the first. */
export function flush(): Promise<void> {
  sending ??= alone(sendAll).finally(() => {
    sending = null
  })
  return sending
}
export const isSending = (): boolean => sending !== null

/** One page of several sends at a time. */
const alone = (work: () => Promise<void>): Promise<void> =>
  navigator.locks ? navigator.locks.request('vithanh-reports', work) : work()

async function sendAll(): Promise<void> {
  // Looked up anew each time: what is queued while another is sent goes too.
  const tried = new Set<string>()
  const next = async () => (await all('kept')).find((one) => isWaiting(one) && !tried.has(one.id))
  for (let one = await next(); one; one = await next()) {
    tried.add(one.id)
    await sendOne(one)
  }
  markWaiting((await all('kept')).some(isWaiting))
}

async function sendOne(kept: Kept): Promise<void> {
  let now = kept
  const keep = async (more: Partial<Kept>) => {
    now = { ...now, ...more }
    // Taken off the device meanwhile: it stays off.
    if (await get('kept', now.id)) await put('kept', now.id, now).catch(() => {}) // it is in memory then
  }
  if (now.state === 'waiting')
    try {
      const { code } = await ask<ReportSent>('/api/reports', { method: 'POST', body: now.body })
      // The server has name and phone: the device needs them no more.
      await keep({ state: 'sent', code, problem: null, body: { ...now.body, contact: null } })
      const draft = await get('draft', DRAFT_KEY).catch(() => undefined)
      if (draft?.text.trim() === now.body.text) {
        await put('draft', DRAFT_KEY, undefined).catch(() => {})
      }
    } catch (error) {
      const problem = problemOf(error)
      await keep(isFinal(problem.code) ? { state: 'refused', problem } : { problem })
      return
    }
  for (const photo of now.photos) {
    if (photo.state !== 'waiting' || !photo.blob) continue
    const mark = (state: 'sent' | 'refused') =>
      now.photos.map((one) => (one.id === photo.id ? { ...one, state, blob: null } : one))
    try {
      await ask<ReportPhoto>(`/api/reports/follow/photos?name=${encodeURIComponent(photo.name)}`, {
        ...{ method: 'POST', body: photo.blob, headers: followed(now.body.followCode) },
      })
      await keep({ photos: mark('sent'), problem: null })
    } catch (error) {
      const problem = problemOf(error)
      if (!isFinal(problem.code)) return keep({ problem })
      await keep({ photos: mark('refused'), problem })
    }
  }
}

/** What stands on this device, told again at each change. */
export function watchKept(tell: (kept: Kept[]) => void): () => void {
  let stopped = false
  const look = () =>
    void all('kept').then((kept) => {
      if (!stopped) tell(kept.toSorted((a, b) => b.addedAt.localeCompare(a.addedAt)))
    })
  look()
  const forget = onChange(look)
  return () => {
    stopped = true
    forget()
  }
}
