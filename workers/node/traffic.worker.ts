/** The thread that leads a traffic run: steps the assignment and tells its progress. */
import { parentPort, workerData } from 'node:worker_threads'
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'
import { createAssignment } from '../traffic/assign.ts'
import type { Told } from './thread.ts'

const TELL_EVERY_MS = 50

const tell = (told: Told<TrafficResult>, transfer: ArrayBuffer[] = []) => parentPort!.postMessage(told, transfer)
const cpuSeconds = () => process.threadCpuUsage().user / 1e6 + process.threadCpuUsage().system / 1e6

const start = performance.now()
const assignment = createAssignment(workerData as TrafficInput)
let told = performance.now()
tell({ kind: 'progress', fraction: 0 })
while (!assignment.done) {
  assignment.step()
  if (performance.now() - told < TELL_EVERY_MS || assignment.done) continue
  told = performance.now()
  tell({ kind: 'progress', fraction: assignment.progress })
}
const result = assignment.result()
const diagnostics = { ...result.diagnostics, cpuSeconds: cpuSeconds(), wallSeconds: (performance.now() - start) / 1000 }
tell({ kind: 'progress', fraction: 1 })
tell({ kind: 'result', result: { ...result, diagnostics } })
