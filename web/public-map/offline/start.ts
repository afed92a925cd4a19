/**
 * After the map can be used: the service worker, what is kept of the city, and whether the server answers. Where the browser
 * has no service worker (in Zalo), the map works as it is and says nothing.
 */
import { canKeep, keepBase, keptAt, tellWorker } from './kept.ts'
import { change } from './state.ts'

const ASK_MS = 60_000
/** While it does not answer. */
const ASK_AGAIN_MS = 15_000
const PATIENCE_MS = 8000
const UPDATE_MS = 3_600_000

let started = false
export function startOffline(): void {
  if (started) return
  started = true
  watchServer()
  if (canKeep() && import.meta.env.PROD) void startWorker().catch(() => {})
}

async function startWorker(): Promise<void> {
  const workers = navigator.serviceWorker
  const hadOne = workers.controller !== null
  const registration = await workers.register('/sw.js', { updateViaCache: 'none' })
  const offer = () => {
    if (registration.waiting && registration.active) change({ waiting: registration.waiting })
  }
  offer()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer)
  })
  let reloads = false
  workers.addEventListener('controllerchange', () => {
    // The first one takes over without a word; a new one was wanted, here or in another window.
    if (hadOne && asked && !reloads) {
      reloads = true
      location.reload()
    }
  })
  setInterval(() => void registration.update().catch(() => {}), UPDATE_MS)

  await workers.ready
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src
  if (script) tellWorker({ say: 'started', script: new URL(script).pathname })
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  if (!connection?.saveData) await keepBase(new AbortController().signal).catch(() => {})
}

let asked = false
/** The person wants the new version: it takes over, and the page is loaded again. */
export function takeNewVersion(waiting: ServiceWorker): void {
  asked = true
  waiting.postMessage({ say: 'take-over' })
}

/** Asks now and then, and when the network or the person comes back. */
function watchServer(): void {
  let timer = 0
  const ask = async () => {
    clearTimeout(timer)
    if (document.visibilityState !== 'visible') return
    const answers = await serverAnswers()
    change(answers ? { serverAnswers: true } : { serverAnswers: false, keptAt: await keptAt().catch(() => null) })
    clearTimeout(timer)
    timer = window.setTimeout(ask, answers ? ASK_MS : ASK_AGAIN_MS)
  }
  for (const name of ['online', 'offline'] as const) addEventListener(name, () => void ask())
  document.addEventListener('visibilitychange', () => void ask())
  void ask()
}

async function serverAnswers(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const { status } = await fetch('/api/health', { cache: 'no-store', credentials: 'omit', signal })
    // A proxy that has lost its server answers 502–504 in words of its own.
    return status < 502 || status > 504
  } catch {
    return false
  }
}
