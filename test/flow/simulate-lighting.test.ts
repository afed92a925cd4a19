/** Street lighting from a shell: every run is a process of its own, started from another folder. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { iesText } from '../../data/readers/photometry/samples.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createComparison } from '../../workers/lighting/compare.ts'
import { lightingLayers } from '../../workers/lighting/prepare.ts'
import { villageLamps, writeVillage } from '../village.ts'

const launcher = resolve('bin/vithanh.ts')
const vithanh = (args: string[], cwd: string) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, [launcher, ...args], { cwd }, (error, stdout, stderr) =>
      done({ status: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
    )
  })
const folder = () => mkdtemp(join(tmpdir(), 'vithanh-lighting-'))
const jsonOf = async (...path: string[]) => JSON.parse(await readFile(join(...path), 'utf8'))
const street = {
  section: {
    carriagewayMetres: 7,
    lanes: 2,
    arrangement: 'one-side',
    spacingMetres: 28,
    heightMetres: 8,
    overhangMetres: 1,
  },
  luminaire: { source: 'LED', powerWatts: 80 },
  lightingClass: 'E',
}

describe('vithanh simulate lighting, a section', () => {
  it('writes points and a summary with checks; the same bits every time', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'case.json'), JSON.stringify(street))
    const digests: string[] = []
    for (const out of ['a', 'b']) {
      const ended = await vithanh(['simulate', 'lighting', 'case.json', '--out', out], dir)
      expect([ended.status, ended.stdout]).toEqual([0, expect.stringContaining('cd/m²')])
      const summary = await jsonOf(dir, out, 'summary.json')
      expect(summary).toMatchObject({
        averageIlluminance: expect.any(Number),
        check: expect.arrayContaining([expect.objectContaining({ quantity: 'L', verdict: 'person', met: true })]),
        notice: [expect.stringContaining('made by formula'), expect.stringContaining('indicative')],
      })
      digests.push(summary.digest)
    }
    expect(digests[1]).toBe(digests[0])
    expect((await readdir(join(dir, 'a'))).sort()).toEqual(['points.csv', 'summary.json'])
    const rows = (await readFile(join(dir, 'a', 'points.csv'), 'utf8')).trimEnd().split('\r\n')
    // 5 rows of illuminance, 2 observers × 6 rows of luminance, 10 columns each.
    expect(rows).toHaveLength(1 + 5 * 10 + 2 * 6 * 10)
  })

  it('takes a luminaire from a file; tells what is wrong by file and key, and writes nothing', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'own.ies'), iesText())
    await writeFile(join(dir, 'good.json'), JSON.stringify({ ...street, luminaire: 'own.ies' }))
    await writeFile(join(dir, 'bad.json'), JSON.stringify({ ...street, luminaire: 'none.ies' }))
    expect((await vithanh(['simulate', 'lighting', 'good.json', '--out', 'out', '--quiet'], dir)).status).toBe(0)
    expect((await jsonOf(dir, 'out', 'summary.json')).luminaire.id).toBe('own.ies')
    const ended = await vithanh(['simulate', 'lighting', 'bad.json', '--out', 'none'], dir)
    expect([ended.status, ended.stderr]).toEqual([2, expect.stringMatching(/none\.ies.*\n.*none\.ies/)])
    expect(await readdir(dir)).not.toContain('none')
  })

  it('prints its schema; asks for what is missing', async () => {
    const schema = await vithanh(['simulate', 'lighting', '--schema'], '.')
    expect(JSON.parse(schema.stdout).anyOf).toHaveLength(2)
    expect((await vithanh(['simulate', 'lighting', 'a.json'], '.')).status).toBe(2)
  })
})

describe('vithanh simulate lighting, a city', () => {
  let dir = ''
  const edits = villageLamps(4)
  beforeAll(async () => {
    dir = await folder()
    await writeVillage(join(dir, 'city'))
    await mkdir(join(dir, 'tiles'))
    await buildTiles(join(dir, 'city'), join(dir, 'tiles'))
    await writeFile(join(dir, 'case.json'), JSON.stringify({ tiles: 'tiles', edits, lighting: { hour: 20 } }))
  }, 60_000)

  it('writes segments, points, outages and a summary with the digest of the kernel', async () => {
    const ended = await vithanh(['simulate', 'lighting', 'case.json', '--out', 'out'], dir)
    expect([ended.stderr.includes('rror'), ended.status]).toEqual([false, 0])
    const summary = await jsonOf(dir, 'out', 'summary.json')
    expect(summary.indicators.energy.lamps).toBe(4)
    expect(summary.baseline.energy.lamps).toBe(0)
    expect(summary.notice).toContain('minh họa / illustrative')
    expect((await readdir(join(dir, 'out'))).sort()).toEqual([
      'outages.csv',
      'points.csv',
      'segments.csv',
      'segments.geojson',
      'summary.json',
    ])
    const tiles = await openTiles(fileSource(join(dir, 'tiles')))
    const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, { layers: lightingLayers, ground: false })
    const comparison = createComparison(city, { ...defaultLighting, hour: 20 }, edits, { clock: () => 0 })
    while (!comparison.done) comparison.step()
    expect(summary.digest).toBe(comparison.result().scenario.result.digest)
    const { features } = await jsonOf(dir, 'out', 'segments.geojson')
    expect(features.length).toBeGreaterThan(0)
    expect(features[0].geometry.coordinates[0][0]).toBeCloseTo(105.5, 0)
  })
})

describe('vithanh ies', () => {
  it('tells flux, type, symmetry and beam angles, as text or JSON', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'own.ies'), iesText())
    const { stdout } = await vithanh(['ies', 'own.ies', '--json'], dir)
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'C',
      symmetry: 'quadrant',
      beamAngles: { half: { c0: expect.any(Number) } },
    })
    expect((await vithanh(['ies', 'own.ies'], dir)).stdout).toContain('quang thông / flux')
    expect((await vithanh(['ies', 'none.ies'], dir)).status).toBe(2)
    expect((await vithanh(['ies'], dir)).status).toBe(2)
  })
})
