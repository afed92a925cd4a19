/** A thread that helps with the tiles of a drainage run until it is let go. */
import { parentPort, workerData } from 'node:worker_threads'
import type { State } from '../drainage/state.ts'
import { help } from '../drainage/team.ts'

parentPort!.postMessage(0)
help(workerData as State)
const { user, system } = process.threadCpuUsage()
parentPort!.postMessage((user + system) / 1e6)
