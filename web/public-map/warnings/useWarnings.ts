/**
 * Warnings as the page knows them: asked for at the start, when the event stream tells of one, and each minute where there is no
 * stream; the last answer stays on the device, with its age. One that is over vanishes here by itself. One for the whole page.
 */
import { useEffect, useSyncExternalStore } from 'react'
import type { Event } from '../../../scenarios/api/api.ts'
import type { WarningsAnswer } from '../../../scenarios/api/warnings.ts'
import { inForce } from '../../../scenarios/warning-words.ts'
import type { Warning } from '../../../scenarios/warnings.ts'
import { ask } from '../ask.ts'

export interface Warnings {
  readonly warnings: readonly Warning[]
  /** When the server last said so; null: it never did. */
  readonly at: string | null
  /** False: what is shown is what it said last. */
  readonly reached: boolean
  /** Null: no warning ever came, no source is connected. */
  readonly lastPublishedAt: string | null
  /** Their own page tells them now. */
  readonly toldInFull: boolean
}

const KEY = 'vithanh.warnings'
const ASK_EVERY_MS = 60_000
const LOOK_EVERY_MS = 15_000

let answer: WarningsAnswer | null = kept()
let reached = true
let toldInFull = false
let known: Warnings = tell()
const listeners = new Set<() => void>()

function kept(): WarningsAnswer | null {
  try {
    const last = JSON.parse(localStorage.getItem(KEY) ?? 'null') as WarningsAnswer | null
    return last && Array.isArray(last.warnings) && typeof last.at === 'string' ? last : null
  } catch {
    return null
  }
}

function tell(): Warnings {
  const warnings = inForce(answer?.warnings ?? [], new Date().toISOString())
  return { warnings, at: answer?.at ?? null, reached, lastPublishedAt: answer?.lastPublishedAt ?? null, toldInFull }
}

function changed(): void {
  known = tell()
  for (const listener of listeners) listener()
}

async function read(): Promise<void> {
  try {
    answer = await ask<WarningsAnswer>('/api/warnings')
    reached = true
    try {
      localStorage.setItem(KEY, JSON.stringify(answer))
    } catch {
      // No room or not allowed: nothing is kept.
    }
  } catch {
    reached = false
  }
  changed()
}

let stream: EventSource | null = null
let asking: ReturnType<typeof setInterval> | undefined
let looking: ReturnType<typeof setInterval> | undefined

/** The stream is held while the page is seen; many phones in many pockets would fill it. */
function follow(): void {
  stop()
  if (document.visibilityState === 'hidden') return
  void read()
  stream = new EventSource('/api/events')
  stream.onmessage = ({ data }: MessageEvent<string>) => {
    if ((JSON.parse(data) as Event).type === 'warning') void read()
  }
  asking = setInterval(() => {
    if (stream?.readyState !== EventSource.OPEN) void read()
  }, ASK_EVERY_MS)
  looking = setInterval(() => {
    if (tell().warnings.length !== known.warnings.length) changed()
  }, LOOK_EVERY_MS)
}

function stop(): void {
  stream?.close()
  stream = null
  clearInterval(asking)
  clearInterval(looking)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', follow)
    addEventListener('online', follow)
    follow()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', follow)
    removeEventListener('online', follow)
    stop()
  }
}

/** Of the page that tells them in full, while it is there. */
export function useTellsInFull(): void {
  useEffect(() => {
    const say = (now: boolean) => {
      toldInFull = now
      changed()
    }
    say(true)
    return () => say(false)
  }, [])
}

export const useWarnings = (): Warnings => useSyncExternalStore(subscribe, () => known)
