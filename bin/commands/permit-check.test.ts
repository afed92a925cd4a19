import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changed, house, sampleFiles, samplePath } from '../../test/permit-cases.ts'

const vithanh = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, '..', 'vithanh.ts'), 'permit', ...args])

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'permit-check-'))
})
afterAll(() => rm(dir, { recursive: true }))

test('the report as JSON: a line a rule, its reason one sentence in the language asked for', async () => {
  for (const name of sampleFiles) {
    const report = JSON.parse((await vithanh('check', samplePath(name), '--json')).stdout)
    expect(report).toMatchObject({ schema: 'permit-report@1', rulesVersion: expect.any(String) })
    for (const rule of report.rules) {
      expect(rule).toMatchObject({ id: expect.any(String), clause: expect.any(String), unit: expect.any(String) })
      expect(['pass', 'fail', 'person']).toContain(rule.verdict)
      expect(typeof rule.why).toBe('string')
      expect('limit' in rule && 'actual' in rule).toBe(true)
    }
  }
  const english = JSON.parse((await vithanh('check', samplePath('house'), '--json', '--lang', 'en')).stdout)
  expect(english.rules[0].why).toMatch(/permit is needed/)
})

test('the report as lines; a case that fails ends with 0 too', async () => {
  const file = join(dir, 'far.json')
  await writeFile(
    file,
    JSON.stringify(changed(house, { building: { floors: { ...house.building.floors, above: 900 } } })),
  )
  const { stdout } = await vithanh('check', file)
  expect(stdout).toMatch(/^✗ KHÔNG ĐẠT \/ FAIL/)
  expect(stdout).toMatch(/✗ far\.house: .* có 9,18 lần, mức 7 lần\n {4}Hệ số.*\n {4}QCVN 01:2021\/BXD/)
})

test('a bad file names itself, the place, and what was expected', async () => {
  const file = join(dir, 'bad.json')
  const refused = async (value: unknown, pattern: RegExp) => {
    await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value))
    await expect(vithanh('check', file)).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(pattern) })
  }
  await refused('{', /bad\.json: dòng 1: không phải JSON/)
  await refused({ ...house, date: 'yesterday' }, /bad\.json: date: /)
  await refused(
    changed(house, { building: { floors: { ...house.building.floors, excluded: 1e6 } } }),
    /building\.floors\.excluded: không được lớn hơn tổng các sàn/,
  )
  const ring = house.site.ring.map((corner) => [...corner] as [number, number])
  const open = ring.slice(0, -1)
  await refused(
    changed(house, { site: { ring: open } }),
    /bad\.json: site\.ring\[3\]: góc 4 [\s\S]*expected a closed ring/,
  )
  await expect(vithanh('check', join(dir, 'none.json'))).rejects.toMatchObject({ code: 2 })
  await expect(vithanh('check', samplePath('house'), '--lang', 'fr')).rejects.toMatchObject({ code: 2 })
  await expect(vithanh('check')).rejects.toMatchObject({ code: 2 })
})

test('the schema tells a stranger what each field means', async () => {
  const schema = JSON.parse((await vithanh('schema')).stdout)
  expect(schema.properties.site.properties.ring.description).toMatch(/easting, northing/)
  expect(schema.properties.neighbours.description).toMatch(/null: not looked at/)
  const sample = JSON.parse(await readFile(samplePath('house'), 'utf8'))
  for (const key of schema.required) expect(sample).toHaveProperty(key)
})
