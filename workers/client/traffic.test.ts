/** The traffic door in a real browser, built as it ships: the same bits as in Node, remembered, and nothing left behind. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'
import { expect, test } from 'vitest'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { healthPost, SOUTH, WEST, writeVillage } from '../../test/village.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createComparison } from '../traffic/compare.ts'
import { trafficLayers } from '../traffic/prepare.ts'
import type { Answer, Given } from './traffic-page/page.ts'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Content-Security-Policy': "script-src 'self'; worker-src 'self'",
}

test.skipIf(!existsSync(executablePath))(
  'the traffic door: digests, progress, memory, ways, stop, problems',
  { timeout: 120_000 },
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'vithanh-traffic-'))
    const outDir = join(dir, 'page')
    const common = { root: join(import.meta.dirname, 'traffic-page'), configFile: false, logLevel: 'error' } as const
    await build({ ...common, worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'esnext' } })
    await writeVillage(join(dir, 'city'), [healthPost])
    const manifest = await buildTiles(join(dir, 'city'), join(outDir, 'tiles'))
    const given: Given = {
      body: bodyOf(manifest.hash),
      closed: { kind: 'road.state', target: 'vt:road/1', from: 'open', to: 'closed' },
      from: [WEST + 320, SOUTH + 655],
      to: [WEST + 700, SOUTH + 655],
    }
    writeFileSync(join(outDir, 'given.json'), JSON.stringify(given))
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
      const digests = await digestsHere(join(outDir, 'tiles'), given)
      expect(answer).toMatchObject({ isolated: true, digests: [digests, digests], same: [true, true, true, true] })
      expect(answer.progress).toEqual(answer.progress.toSorted((a, b) => a - b))
      expect([answer.progress[0], answer.progress.at(-1)]).toEqual([0, 1])
      const roads = answer.routes.map((route) => route!.steps.map(({ road }) => road))
      expect(roads[0]).toContain('vt:road/1')
      expect(roads[1]).not.toContain('vt:road/1')
      expect(answer.reach.households.at(-1)!.count + answer.reach.cutOff).toBe(48)
      expect(answer.vehicles).toBeGreaterThan(0)
      const early = 'Expected a comparison before its baseline is asked about'
      expect(answer.stopped).toEqual([early, 'Cancelled', 'Cancelled'])
      expect(answer.problem).toContain('vt:road/none')
      expect(await until(async () => page.workers().length === 0)).toBe(true)
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    }
  },
)

const bodyOf = (city: string): ScenarioBody => ({
  city,
  area: [WEST + 200, SOUTH + 500, WEST + 1100, SOUTH + 1000],
  cellSizeMetres: 10,
  edits: [],
  forcing: { rain: { design: { kind: 'none' }, series: [] }, tide: { title: '', series: [] } },
  start: '2026-11-21T00:00:00Z',
  horizonSeconds: 3600,
  outputEverySeconds: 1800,
  seed: 1,
  traffic: defaultTraffic,
})

async function digestsHere(tilesDir: string, { body, closed }: Given): Promise<string[]> {
  const tiles = await openTiles(fileSource(tilesDir))
  const { bounds } = tiles.manifest.city
  const city = await readCity(tiles, bounds, undefined, { layers: trafficLayers, ground: false })
  const comparison = createComparison(city, { ...body, edits: [closed] }, null, { threads: 1, clock: () => 0 })
  while (!comparison.done) comparison.step()
  const { baseline, scenario } = comparison.result()
  return [baseline.result.digest, scenario.result.digest]
}

/** Asks again until there is an answer. */
async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('Expected an answer of the page within 80 s, got none')
}
