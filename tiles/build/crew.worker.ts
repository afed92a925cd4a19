/** A thread of the build: makes the parts of one task after another, and tells how far it is. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../scenarios/problem.ts'
import type { Told } from './crew.ts'
import { makeParts, type Task, type Workshop } from './parts.ts'

const TELL_EVERY_MS = 50
const port = parentPort!
const tell = (told: Told) => port.postMessage(told)
let last = 0

const pause = async (share: number) => {
  if (performance.now() - last < TELL_EVERY_MS) return
  last = performance.now()
  tell({ kind: 'share', share })
}

port.on('message', async (task: Task) => {
  try {
    tell({ kind: 'made', made: await makeParts(task, workerData as Workshop, pause) })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    tell({ kind: 'problem', detail: error.detail })
  }
})
tell({ kind: 'ready' })
