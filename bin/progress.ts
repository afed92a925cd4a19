/** A progress line on standard error: written over on a terminal, every tenth elsewhere; nothing when quiet. */
export interface ProgressLine {
  /** 0 … 1 */
  (fraction: number): void
  /** Ends the line. */
  end(): void
}

export function progressLine(title: string, quiet: boolean): ProgressLine {
  const { stderr } = process
  let shown = -1
  const show = (fraction: number) => {
    const percent = Math.floor(fraction * 100)
    if (quiet || percent <= shown || (!stderr.isTTY && Math.floor(percent / 10) === Math.floor(shown / 10))) return
    shown = percent
    stderr.write(stderr.isTTY ? `\r\x1b[2K${title} ${percent} %` : `${title} ${percent} %\n`)
  }
  return Object.assign(show, {
    end() {
      if (!quiet && stderr.isTTY && shown >= 0) stderr.write('\r\x1b[2K')
    },
  })
}

/** A signal that Ctrl-C sets; a second Ctrl-C ends at once. */
export function stopSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
