/** On every page of the map: what waits on this device is sent when the page opens and when the link comes back. */

function wake(): void {
  let waiting: string | null = null
  try {
    waiting = localStorage.getItem('vithanh.reports.waiting')
  } catch {
    return // nothing can be kept here
  }
  if (waiting !== null && navigator.onLine) void import('./outbox.ts').then(({ flush }) => flush())
}

export function wakeOutbox(): void {
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
  wake()
}
