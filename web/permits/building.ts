/** A building's file opened in a worker of its own: with news of how far it is, a limit of time, and a stop that works. */
import { buildingLimits } from '../../data/readers/building/model.ts'
import { Cancelled, Problem, type Progress } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { BuildingAnswer, BuildingOrder, OpenedBuilding } from './building.worker.ts'

export type { OpenedBuilding } from './building.worker.ts'

/** Beyond the reader's own limit: for what it cannot break off itself. */
const GRACE_SECONDS = 15

/** @throws Problem naming the file and the place in it; Cancelled */
export function openBuilding(
  file: Blob,
  name: string,
  signal: AbortSignal,
  progress: Progress,
): Promise<OpenedBuilding> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Cancelled())
    const worker = new Worker(new URL('./building.worker.ts', import.meta.url), { type: 'module' })
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      worker.terminate()
    }
    const fail = (error: Error) => {
      end()
      reject(error)
    }
    const stop = () => fail(new Cancelled())
    const timer = setTimeout(
      () =>
        fail(
          new Problem({
            code: 'file/too-slow',
            message: both('đọc mô hình lâu hơn mức cho phép', 'reading the model takes longer than is allowed'),
            file: name,
            expected: `≤ ${buildingLimits.seconds} s`,
          }),
        ),
      (buildingLimits.seconds + GRACE_SECONDS) * 1000,
    )
    signal.addEventListener('abort', stop)
    // Out of memory, or not to be had: no answer comes any more.
    worker.onerror = (event) => {
      event.preventDefault()
      fail(
        new Problem({
          code: 'file/memory',
          message: both(
            'trình đọc mô hình dừng giữa chừng (tệp quá phức tạp hoặc hết bộ nhớ)',
            'the reader stopped midway (the file is too complex, or memory ran out)',
          ),
          file: name,
        }),
      )
    }
    worker.onmessage = ({ data }: MessageEvent<BuildingAnswer>) => {
      if ('progress' in data) return progress(data.progress)
      if ('problem' in data) return fail(new Problem(data.problem))
      end()
      resolve(data.opened)
    }
    worker.postMessage({ file, name, limits: buildingLimits } satisfies BuildingOrder)
  })
}

/** The file that a draft goes by, to be sent along once it is filed; on this page alone. */
let held: { readonly hash: string; readonly file: File } | null = null
export const holdFile = (hash: string, file: File): void => {
  held = { hash, file }
}
export const heldFile = (hash: string): File | null => (held?.hash === hash ? held.file : null)
