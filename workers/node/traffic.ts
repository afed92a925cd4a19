/** The Node door of the traffic simulation. */
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'
import { about } from '../traffic/about.ts'
import { inThread, type RunOptions } from './thread.ts'

export { prepareTraffic, trafficLayers } from '../traffic/prepare.ts'

/** @throws Cancelled when the signal aborts · Error when the input contradicts itself */
const run = (input: TrafficInput, options: RunOptions = {}): Promise<TrafficResult> =>
  inThread(new URL('./traffic.worker.ts', import.meta.url), input, options)

export const traffic = { about, run }
