/**
 * The API as a process: told by its supervisor what to serve, says when it listens, and ends when it is told to or when the
 * supervisor is gone.
 */
import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { Problem, type ProblemDetail } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import { build } from './app.ts'
import type { Connection } from './postgres.ts'
import type { PortalSettings, SignInSettings, SigningSettings } from './settings.ts'

export interface ServeOrder {
  readonly connection: Connection
  readonly dataDir: string
  readonly cityDir: string
  readonly tilesDir: string
  readonly host: string
  readonly port: number
  readonly signIn: SignInSettings
  readonly signing: SigningSettings
  readonly portal: PortalSettings | null
  readonly visitorBytesADay: number
  readonly floods: boolean
}
export type ServeAnswer = { readonly port: number } | { readonly problem: ProblemDetail }

/** A port that our own killed predecessor held is free again within moments. */
const PORT_PATIENCE_MS = 3000
const MAX_LOG_BYTES = 50 * 2 ** 20

async function serve({ host, port, ...options }: ServeOrder): Promise<FastifyInstance> {
  const logTo = openLog(`${options.dataDir}/logs`)
  const app = await build({ ...options, logTo })
  const end = Date.now() + PORT_PATIENCE_MS
  for (;;) {
    try {
      await app.listen({ host, port })
      return app
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error
      if (code !== 'EADDRINUSE' || Date.now() > end) throw portProblem(host, port, code)
      await sleep(200)
    }
  }
}

/** One file; at a start that finds it large, it becomes the one before. */
function openLog(folder: string): NodeJS.WritableStream {
  mkdirSync(folder, { recursive: true })
  const file = `${folder}/server.log`
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(file, `${file}.1`)
  return createWriteStream(file, { flags: 'a', mode: 0o640 })
}

const portProblem = (host: string, port: number, code: string): Problem =>
  new Problem({
    code: 'start/port',
    message: both(
      'Không mở được cổng này; hãy đặt PORT hoặc HOST khác',
      'This port cannot be opened; set another PORT or HOST',
    ),
    place: `${host}:${port}`,
    expected: code === 'EADDRINUSE' ? 'cổng chưa ai dùng / a free port' : code,
  })

const tell = (answer: ServeAnswer) => process.send?.(answer)

// The supervisor decides when to stop; the terminal tells all of us at once.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))

process.once('message', (order: ServeOrder) => {
  serve(order).then(
    (app) => {
      const address = app.server.address()
      tell({ port: typeof address === 'object' && address ? address.port : order.port })
      const stop = () => {
        void app.close().finally(() => process.exit(0))
      }
      process.on('SIGTERM', stop)
      process.on('message', stop)
    },
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error
      tell({ problem: error.detail })
      process.disconnect()
    },
  )
})
