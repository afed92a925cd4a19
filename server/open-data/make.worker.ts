/** The thread that makes files of open data. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../scenarios/problem.ts'
import type { Told } from '../../workers/node/thread.ts'
import { type FileOrder, makeFiles } from './make.ts'

const tell = (told: Told<null>) => parentPort!.postMessage(told)

try {
  await makeFiles(workerData as FileOrder)
  tell({ kind: 'result', result: null })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  tell({ kind: 'problem', detail: error.detail })
}
