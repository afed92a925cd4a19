/** On every page of the map: what waits on this device is sent when the page opens, when the link comes back, and now and then. */

const AGAIN_MS = 60_000

function wake(): void {
  let waiting: string | null = null
  try {
    waiting = localStorage.getItem('vithanh.reports.waiting')
  } catch {
    return // nothing can be kept here
  }
  if (waiting === null || !navigator.onLine) return
  import('./outbox.ts')
    .then(({ flush }) => flush())
    .catch(() => {
      // It waits for the next time.
    })
}

export function wakeOutbox(): void {
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
  setInterval(wake, AGAIN_MS)
  wake()
}
