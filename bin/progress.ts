/** Commands that take a while: their line of progress, and a person who stops them. */
import { Cancelled } from '../scenarios/problem.ts'

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

/**
 * Runs what a person may stop, with its line of progress, and prints what it says at the end. A first Ctrl-C asks it to stop, a
 * second ends the process at once.
 */
export async function stoppable(
  title: string,
  quiet: boolean,
  work: (signal: AbortSignal, line: ProgressLine) => Promise<string>,
  stopped = 'Đã dừng, không ghi gì / stopped, nothing written',
): Promise<number> {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const line = progressLine(title, quiet)
  try {
    const said = await work(controller.signal, line)
    line.end()
    process.stdout.write(said)
    return 0
  } catch (error) {
    line.end()
    if (!(error instanceof Cancelled)) throw error
    process.stderr.write(`${stopped}\n`)
    return 130
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
