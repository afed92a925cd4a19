/** The thread that leads a traffic run: steps the assignment, tells its progress, and starts the helpers where asked for threads. */
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'
import { createAssignment } from '../traffic/assign.ts'
import { dismiss } from '../traffic/team.ts'
import type { Told } from './thread.ts'

const TELL_EVERY_MS = 50

const tell = (told: Told<TrafficResult>) => parentPort!.postMessage(told)
const cpuSeconds = () => process.threadCpuUsage().user / 1e6 + process.threadCpuUsage().system / 1e6

const start = performance.now()
const assignment = createAssignment(workerData as TrafficInput)
const helpers = await Promise.all(Array.from({ length: assignment.state.helpers }, startHelper))

let told = performance.now()
tell({ kind: 'progress', fraction: 0 })
while (!assignment.done) {
  assignment.step()
  if (performance.now() - told < TELL_EVERY_MS || assignment.done) continue
  told = performance.now()
  tell({ kind: 'progress', fraction: assignment.progress })
}
dismiss(assignment.state)
const helped = await Promise.all(helpers.map((helper) => helper.cpuSeconds))
const result = assignment.result()
const diagnostics = {
  ...result.diagnostics,
  cpuSeconds: helped.reduce((a, b) => a + b, cpuSeconds()),
  wallSeconds: (performance.now() - start) / 1000,
}
tell({ kind: 'progress', fraction: 1 })
tell({ kind: 'result', result: { ...result, diagnostics } })

/** Resolves when the helper waits for work; its CPU seconds when it was let go. */
async function startHelper(): Promise<{ cpuSeconds: Promise<number> }> {
  const worker = new Worker(new URL('./traffic.helper.ts', import.meta.url), { workerData: assignment.state })
  const next = () => new Promise<number>((resolve) => worker.once('message', resolve))
  await next()
  return { cpuSeconds: next() }
}
