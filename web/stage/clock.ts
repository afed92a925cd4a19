/** The clock of the moving vehicles, apart from any screen: it runs, is set from outside, and tells its second now and then. */

/** A slower screen does not make the clock leap: at most so much passes from one picture to the next, s. */
const LONGEST_STEP = 0.25
const TELL_EVERY = 0.25
/** What was told lately comes back from the page as if it were set. */
const REMEMBERED = 6

export interface Clock {
  readonly second: number
  /** What the page holds; only what the clock has not just told itself sets it. */
  set(second: number | undefined): void
  /**
   * Time of the screen goes on. @param now s @param speed seconds that pass in one @param end where the clock stops
   * @returns the second if it is to be told, else null
   */
  tick(now: number, speed: number, end: number): number | null
  /** What passes until the next tick does not count. */
  rest(): void
}

export function createClock(): Clock {
  let second = 0
  let held: number | undefined
  let last: number | null = null
  let toldAt = -Infinity
  const told: number[] = []
  return {
    get second() {
      return second
    },
    set: (to) => {
      if (to === undefined || to === held) return
      held = to
      if (!told.includes(to)) second = to
    },
    tick: (now, speed, end) => {
      const step = last === null ? 0 : Math.max(0, Math.min(LONGEST_STEP, now - last))
      last = now
      const before = second
      second = Math.min(end, second + step * speed)
      if (second === before || (second < end && now - toldAt < TELL_EVERY)) return null
      toldAt = now
      told.push(second)
      if (told.length > REMEMBERED) told.shift()
      return second
    },
    rest: () => {
      last = null
    },
  }
}
