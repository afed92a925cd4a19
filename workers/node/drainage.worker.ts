/** The thread that leads a drainage run: steps the kernel, tells its progress, and starts the helpers where asked for threads. */
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { createDrainage } from '../drainage/kernel.ts'
import { dismiss } from '../drainage/team.ts'
import type { Told } from './thread.ts'

const TELL_EVERY_MS = 50

const tell = (told: Told<DrainageResult>, transfer: ArrayBuffer[] = []) => parentPort!.postMessage(told, transfer)
const cpuSeconds = () => process.threadCpuUsage().user / 1e6 + process.threadCpuUsage().system / 1e6

const start = performance.now()
const simulation = createDrainage(workerData as DrainageInput)
const helpers = await Promise.all(Array.from({ length: simulation.state.helpers }, startHelper))

let told = performance.now()
tell({ kind: 'progress', fraction: 0 })
while (!simulation.done) {
  simulation.step()
  if (performance.now() - told < TELL_EVERY_MS || simulation.done) continue
  told = performance.now()
  tell({ kind: 'progress', fraction: simulation.progress })
}
dismiss(simulation.state)
const helped = await Promise.all(helpers.map((helper) => helper.cpuSeconds))
const result = simulation.result()
const diagnostics = {
  ...result.diagnostics,
  cpuSeconds: helped.reduce((a, b) => a + b, cpuSeconds()),
  wallSeconds: (performance.now() - start) / 1000,
}
tell({ kind: 'progress', fraction: 1 })
const arrays = [
  ...result.depth,
  result.initialDepth,
  result.finalDepth,
  result.maxDepth,
  result.maxSpeed,
  result.arrival,
  result.duration,
]
tell(
  { kind: 'result', result: { ...result, diagnostics } },
  arrays.map((array) => array.buffer as ArrayBuffer),
)

/** Resolves when the helper waits for work; its CPU seconds when it was let go. */
async function startHelper(): Promise<{ cpuSeconds: Promise<number> }> {
  const worker = new Worker(new URL('./drainage.helper.ts', import.meta.url), { workerData: simulation.state })
  const next = () => new Promise<number>((resolve) => worker.once('message', resolve))
  await next()
  return { cpuSeconds: next() }
}
