import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { writeFixture } from '../../tiles/build/fixture.ts'

const vithanh = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, '..', 'vithanh.ts'), 'city', 'export', ...args])

test('an unknown format and mains without a source are told in both languages', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'export-command-'))
  try {
    const city = join(dir, 'city')
    await writeFixture(city, { columns: 60, rows: 50, cellSize: 5, houses: 12, seed: 1 })
    await expect(vithanh('--format', 'dwg', '--city', city)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/epanet, swmm[\s\S]*epanet, swmm/),
    })
    await expect(vithanh('--format', 'epanet', '--city', city, '--out', join(dir, 'a.inp'))).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/không có nguồn[\s\S]*neither a source nor a tank/),
    })
    await expect(readFile(join(dir, 'a.inp'))).rejects.toMatchObject({ code: 'ENOENT' })
  } finally {
    await rm(dir, { recursive: true })
  }
})
