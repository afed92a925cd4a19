/** The Node door of the drainage simulation. */
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { about } from '../drainage/about.ts'
import { inThread, type RunOptions } from './thread.ts'

export { prepareDrainage } from '../drainage/prepare.ts'

/** @throws Cancelled when the signal aborts · Error when the input contradicts itself */
const run = (input: DrainageInput, options: RunOptions = {}): Promise<DrainageResult> =>
  inThread(new URL('./drainage.worker.ts', import.meta.url), input, options)

export const drainage = { about, run }
