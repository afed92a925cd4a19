/** The moment of the first picture that lacks nothing: what can wait, waits for it; the mark is for whoever measures. */
let tell = () => {}
const told = new Promise<void>((resolve) => {
  tell = resolve
})
let once = false

export function tellDrawn(): void {
  if (once) return
  once = true
  performance.mark('map/complete')
  tell()
}

/** Resolves with the first picture, or after `most` milliseconds where none comes. */
export const firstDrawn = (most: number): Promise<void> =>
  Promise.race([told, new Promise<void>((resolve) => setTimeout(resolve, most))])
