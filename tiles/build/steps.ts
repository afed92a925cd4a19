/** Long work in steps: between its pieces others get their turn, the stop is heard and progress is told. */
import { type Progress, type Signal, throwIfAborted } from '../../scenarios/problem.ts'

/** Called now and then by long work with the share of it that is done, 0 … 1. @throws Cancelled */
export type Pause = (share: number) => Promise<void>

/** Runs a step that is `work` of all the work. */
export type Step = <T>(work: number, run: (pause: Pause) => Promise<T>) => Promise<T>

/** @param all the work of all steps, in any unit */
export function stepper(all: number, progress?: Progress, signal?: Signal): Step {
  let done = 0
  return async (work, run) => {
    const pause: Pause = async (share) => {
      await new Promise((resolve) => setImmediate(resolve))
      throwIfAborted(signal)
      progress?.((done + work * share) / all)
    }
    const result = await run(pause)
    await pause(1)
    done += work
    return result
  }
}
