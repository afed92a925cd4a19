/**
 * The supervisor's two children: the database, and the API in a process of its own. One that dies is started again, until
 * the supervisor itself is told to stop.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import type { ServeAnswer, ServeOrder } from './main.ts'
import { type Connection, startPostgres } from './postgres.ts'

/** Held by the one supervisor of a database of ours. */
const SUPERVISOR_LOCK = 7_105_004
/** A killed supervisor's connection takes a moment to be noticed. */
const LOCK_PATIENCE_MS = 5000
const STOP_PATIENCE_MS = 15_000
/** Between attempts to bring the API back, which never end: the database may be away for longer than it. */
const LONGEST_WAIT_MS = 5000

export interface Kept {
  stop(): Promise<void>
}

/**
 * The embedded database of a DATA_DIR, started or adopted, and started again when it dies.
 * @throws Problem `start/running` where another supervisor holds it
 */
export async function keepPostgres(dataDir: string): Promise<Kept & { connection: Connection }> {
  let stopping = false
  let postgres = await startPostgres(dataDir)
  let guard = await watch(postgres.connection)

  async function revive(): Promise<void> {
    while (!stopping) {
      await sleep(200)
      try {
        postgres = await startPostgres(dataDir)
        guard = await watch(postgres.connection)
        return
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
        await sleep(2000)
      }
    }
  }
  /** A connection that holds the lock, and whose end says that the database is gone. */
  async function watch(connection: Connection): Promise<pg.Client> {
    const client = new pg.Client({ ...connection, keepAlive: true })
    let watching = false
    const gone = () => {
      if (watching && !stopping) void revive()
      watching = false
    }
    client.on('error', gone)
    client.on('end', gone)
    await client.connect()
    for (const end = Date.now() + LOCK_PATIENCE_MS; ; await sleep(100)) {
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [SUPERVISOR_LOCK])
      if (rows[0]?.got) break
      if (Date.now() < end) continue
      await client.end()
      throw new Problem({
        code: 'start/running',
        message: both('Máy chủ đã chạy trên thư mục dữ liệu này', 'A server already runs on this data folder'),
        file: dataDir,
      })
    }
    watching = true
    return client
  }

  return {
    connection: postgres.connection,
    async stop() {
      stopping = true
      await guard.end().catch(() => {})
      await postgres.stop()
    },
  }
}

/**
 * The API, listening.
 * @throws Problem what it said when it could not start
 */
export async function keepApi(order: ServeOrder): Promise<Kept & { port: number }> {
  let stopping = false
  let failures = 0
  let { child, port } = await startApi(order)
  const watch = () => child.once('exit', () => void revive())

  async function revive(): Promise<void> {
    while (!stopping) {
      await sleep(Math.min(200 * 2 ** failures, LONGEST_WAIT_MS))
      if (stopping) return
      try {
        ;({ child } = await startApi({ ...order, port }))
        failures = 0
        return void watch()
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
        failures++
      }
    }
  }
  watch()
  return {
    port,
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      if (child.connected) child.send('stop')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
      await gone
      clearTimeout(late)
    },
  }
}

function startApi(order: ServeOrder): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(`${import.meta.dirname}/main.ts`, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return new Promise((resolve, reject) => {
    // Also when it is told something after it was killed: the exit says the rest.
    child.on('error', reject)
    child.once('exit', (status, signal) =>
      reject(new Error(`Expected the API to listen, it ended with ${signal ?? status}`)),
    )
    child.once('message', (answer: ServeAnswer) => {
      if ('port' in answer) {
        child.removeAllListeners('exit')
        resolve({ child, port: answer.port })
      } else reject(new Problem(answer.problem))
    })
    child.send(order)
  })
}
