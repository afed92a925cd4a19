/** The thread that makes a version of the city. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../scenarios/problem.ts'
import type { Told } from '../workers/node/thread.ts'
import { makeVersion, type VersionMade, type VersionOrder } from './city-version.ts'

const tell = (told: Told<VersionMade>) => parentPort!.postMessage(told)

try {
  const { manifest, missing } = await makeVersion(workerData as VersionOrder)
  tell({ kind: 'result', result: { hash: manifest.hash, missing } })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  tell({ kind: 'problem', detail: error.detail })
}
