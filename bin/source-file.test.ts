import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readVector } from '../data/readers/vector/read.ts'
import { vectorSamples } from '../data/readers/vector/samples.ts'
import { fileOnDisk } from './source-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'vithanh-source-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('gives files on disk to the readers', async () => {
  for (const { name, format, bytes } of await vectorSamples()) {
    writeFileSync(join(folder, name), bytes)
    const file = await fileOnDisk(join(folder, name))
    expect([file.name, file.size]).toEqual([name, bytes.length])
    expect((await readVector(file)).format).toBe(format)
  }
})
