import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { writeFixture } from '../../tiles/build/fixture.ts'

const vithanh = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, '..', 'vithanh.ts'), 'tiles', 'build', ...args])

test('tiles are built, kept, and a missing dataset is told in both languages', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tiles-command-'))
  try {
    const [city, tiles] = [join(dir, 'city'), join(dir, 'tiles')]
    await writeFixture(city, { columns: 60, rows: 50, cellSize: 5, houses: 12, seed: 1 })
    expect((await vithanh(city, '--out', tiles, '--quiet')).stdout).toMatch(/tiles\.json\n {2}[0-9a-f]{64}\n.* 0 kept/)
    expect((await vithanh(city, '--out', tiles)).stdout).toContain('0 parts made')
    const missing = vithanh(join(dir, 'nowhere'), '--out', tiles)
    await expect(missing).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Không có tệp[\s\S]*no such file/),
    })
    await expect(vithanh('a', 'b')).rejects.toMatchObject({ code: 2 })
  } finally {
    await rm(dir, { recursive: true })
  }
})
