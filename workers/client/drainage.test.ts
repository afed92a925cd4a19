/** The browser door in a real browser, built as it ships: the same bits as in Node, and nothing left behind. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'
import { expect, test } from 'vitest'
import { drainage } from '../node/drainage.ts'
import { town } from './page/input.ts'
import type { Answer } from './page/page.ts'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Content-Security-Policy': "script-src 'self'; worker-src 'self'",
}

test.skipIf(!existsSync(executablePath))(
  'the browser door: digest, progress, stop, refusal',
  { timeout: 120_000 },
  async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'vithanh-door-'))
    const common = { root: join(import.meta.dirname, 'page'), configFile: false, logLevel: 'error' } as const
    await build({ ...common, worker: { format: 'es' }, build: { outDir, emptyOutDir: true } })
    const server = await preview({ ...common, preview: { port: 0, headers }, build: { outDir } })
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] })
    try {
      const page = await browser.newPage()
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      await page.goto(server.resolvedUrls!.local[0]!)
      const told = <T>(name: string) => page.evaluate((key) => (globalThis as never as Record<string, T>)[key], name)
      const answer = await until(() => told<Answer>('answer')).catch(async (error: Error) => {
        throw new Error(`${error.message}: ${await told<string>('doing')}; ${faults.join(', ')}`)
      })
      const { digest } = await drainage.run(town(1, 120))
      expect(answer).toMatchObject({ isolated: true, digests: [digest, digest], stopped: 'Cancelled' })
      expect(answer.progress).toEqual(answer.progress.toSorted((a, b) => a - b))
      expect([answer.progress[0], answer.progress.at(-1)]).toEqual([0, 1])
      expect(answer.refused).toBe('Expected ground of length 10000 (100 × 100), got 1')
      expect(await until(async () => page.workers().length === 0)).toBe(true)
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      await server.close()
      rmSync(outDir, { recursive: true, force: true })
    }
  },
)

/** Asks again until there is an answer. */
async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('Expected an answer of the page within 80 s, got none')
}
