/** The vehicles' clock as the map tells it: read by the time line alone, so that nothing else is drawn again. */
export interface Clock {
  get(): number
  set(second: number): void
  listen(told: () => void): () => void
}
export function createClock(): Clock {
  let now = 0
  const ears = new Set<() => void>()
  return {
    get: () => now,
    set: (second) => {
      now = second
      for (const ear of ears) ear()
    },
    listen: (told) => {
      ears.add(told)
      return () => ears.delete(told)
    },
  }
}
