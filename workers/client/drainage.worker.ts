/** The worker that leads a drainage run: steps the kernel, tells its progress, and starts the helpers where asked for threads. */
import type { DrainageInput } from '../../scenarios/drainage.ts'
import { createDrainage, type Drainage } from '../drainage/kernel.ts'
import { dismiss } from '../drainage/team.ts'
import { lookUp } from './look-up.ts'
import { STOP, type Told } from './protocol.ts'

const TELL_EVERY_MS = 50

const scope = globalThis as unknown as {
  postMessage(message: Told, transfer?: ArrayBuffer[]): void
  onmessage: (event: MessageEvent<DrainageInput | typeof STOP>) => void
}
let stopping = false
scope.onmessage = ({ data }) => {
  if (data === STOP) stopping = true
  else lead(data).catch((error: Error) => scope.postMessage({ kind: 'error', message: error.message }))
}

async function lead(input: DrainageInput): Promise<void> {
  const start = performance.now()
  const simulation = createDrainage(input)
  const helpers = await Promise.all(Array.from({ length: simulation.state.helpers }, () => startHelper(simulation)))
  let told = performance.now()
  scope.postMessage({ kind: 'progress', fraction: 0 })
  while (!simulation.done) {
    simulation.step()
    if (performance.now() - told < TELL_EVERY_MS || simulation.done) continue
    scope.postMessage({ kind: 'progress', fraction: simulation.progress })
    await lookUp()
    if (stopping) break
    told = performance.now()
  }
  dismiss(simulation.state)
  // The door ends this worker a moment later: where a leader closes while its helpers end, Chromium may keep it, and the run’s memory, for ever.
  for (const helper of helpers) helper.terminate()
  if (stopping) return
  const result = simulation.result()
  const wallSeconds = (performance.now() - start) / 1000
  // A browser tells no CPU time: every thread is taken as busy all along.
  const diagnostics = { ...result.diagnostics, wallSeconds, cpuSeconds: wallSeconds * input.threads }
  const { depth, initialDepth, finalDepth, maxDepth, maxSpeed, arrival, duration } = result
  const arrays = [...depth, initialDepth, finalDepth, maxDepth, maxSpeed, arrival, duration]
  scope.postMessage({ kind: 'progress', fraction: 1 })
  scope.postMessage(
    { kind: 'result', result: { ...result, diagnostics } },
    arrays.map((array) => array.buffer as ArrayBuffer),
  )
}

/** Resolves when the helper waits for work: a worker that was never started cannot start while this one blocks. */
function startHelper(simulation: Drainage): Promise<Worker> {
  const worker = new Worker(new URL('./drainage.helper.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker)
    worker.onerror = (event) => reject(new Error(event.message || 'Expected a drainage helper to start, got an error'))
    worker.postMessage(simulation.state)
  })
}
