/** The lighting door in a real browser, built as it ships: the same bits as in Node, remembered, and nothing left behind. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'
import { expect, test } from 'vitest'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { SOUTH, villageFiles, villageLamps, WEST, writeVillage } from '../../test/village.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createComparison } from '../lighting/compare.ts'
import { lightingLayers } from '../lighting/prepare.ts'
import type { Answer, Given } from './lighting-page/page.ts'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const headers = { 'Content-Security-Policy': "script-src 'self'; worker-src 'self'" }

test.skipIf(!existsSync(executablePath))(
  'the lighting door: digests, progress, memory, isolux lines, stop, problems',
  { timeout: 120_000 },
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'vithanh-lighting-'))
    const outDir = join(dir, 'page')
    const common = { root: join(import.meta.dirname, 'lighting-page'), configFile: false, logLevel: 'error' } as const
    await build({ ...common, worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'esnext' } })
    await writeVillage(join(dir, 'city'))
    await buildTiles(join(dir, 'city'), join(outDir, 'tiles'))
    const files = villageFiles()
    const given: Given = {
      edits: [...villageLamps(2), ...villageLamps(8, files.luminaires[0]!.id).slice(2)],
      settings: { ...defaultLighting, ...files },
      area: [WEST + 300, SOUTH + 600, WEST + 600, SOUTH + 720],
    }
    writeFileSync(join(outDir, 'given.json'), JSON.stringify(given))
    const server = await preview({ ...common, preview: { port: 0, headers }, build: { outDir } })
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] })
    try {
      const page = await browser.newPage()
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      await page.goto(server.resolvedUrls!.local[0]!)
      const answer = await until(() => page.evaluate(() => (globalThis as { answer?: Answer }).answer))
      const here = await digestsHere(join(outDir, 'tiles'), given)
      const fewer = await digestsHere(join(outDir, 'tiles'), { ...given, edits: given.edits.slice(0, 2) })
      expect(answer).toMatchObject({ digests: [here, fewer, here], same: [true, true, true] })
      expect(answer.progress).toEqual(answer.progress.toSorted((a, b) => a - b))
      expect([answer.progress[0], answer.progress.at(-1)]).toEqual([0, 1])
      expect(answer.points).toBeGreaterThan(1000)
      expect([answer.isolux[0]! > 0, answer.isolux[2]]).toEqual([true, 0])
      expect(answer.stopped).toEqual([
        'Expected a comparison before its light is asked about',
        'Cancelled',
        'Cancelled',
      ])
      expect(answer.problem).toContain('vt:lamps/none')
      expect(await until(async () => page.workers().length === 0)).toBe(true)
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    }
  },
)

async function digestsHere(tilesDir: string, { edits, settings }: Given): Promise<string[]> {
  const tiles = await openTiles(fileSource(tilesDir))
  const { bounds } = tiles.manifest.city
  const city = await readCity(tiles, bounds, undefined, { layers: lightingLayers, ground: false })
  const comparison = createComparison(city, settings, edits, { clock: () => 0 })
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
