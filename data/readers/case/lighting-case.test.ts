import { expect, it } from 'vitest'
import { defaultLighting } from '../../../scenarios/lighting-facts.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { iesText } from '../photometry/samples.ts'
import { readLightingCase } from './lighting-case.ts'

const files: Record<string, string> = {
  'own.ies': iesText(),
  'r.csv': 'tan,0,90,180\n0,300,300,300\n1,350,100,90\n',
}
const open = async (path: string) => {
  if (files[path] === undefined) throw new Error('ENOENT')
  return new TextEncoder().encode(files[path])
}
const read = (given: object) => readLightingCase(JSON.stringify(given), open, 'case.json')
const section = { carriagewayMetres: 7, lanes: 2, arrangement: 'one-side', spacingMetres: 28, heightMetres: 8 }

it('has a default for everything in a city', async () => {
  expect(await read({})).toEqual({
    kind: 'city',
    tiles: null,
    settings: defaultLighting,
    edits: [],
    luminaires: [],
    rTable: null,
  })
})

it('takes settings one by one, and reads the luminaires and the r-table that it names', async () => {
  const edit = { kind: 'lamp.state', target: 'vt:lamps/1', from: 'on', to: 'out' }
  const given = {
    tiles: 'tiles',
    lighting: { hour: 21, trees: true },
    edits: [edit],
    luminaires: ['own.ies'],
    rTable: 'r.csv',
  }
  expect(await read(given)).toMatchObject({
    tiles: 'tiles',
    settings: { ...defaultLighting, hour: 21, trees: true },
    edits: [edit],
    luminaires: [{ id: 'own.ies', provenance: 'imported' }],
    rTable: { certified: false },
  })
})

it('takes an r-table as certified only where it is said what it was compared with', async () => {
  const compared = { rTable: { file: 'r.csv', comparedWith: 'CIE 144:2001, bảng 3' } }
  for (const given of [compared, { ...compared, section, luminaire: 'own.ies' }]) {
    const { rTable } = await read(given)
    expect(rTable).toMatchObject({ certified: true, source: 'r.csv; CIE 144:2001, bảng 3' })
  }
  const silent = await read({ rTable: { file: 'r.csv', comparedWith: ' ' } }).catch((e: unknown) => e)
  expect((silent as Problem).detail.place).toBe('rTable.comparedWith')
})

it('reads a street section with a luminaire from a file or made by formula', async () => {
  const plain = { medianMetres: 0, sidewalkMetres: 0, overhangMetres: 0, tiltDegrees: 0, maintenanceFactor: 0.8 }
  expect(await read({ section, luminaire: 'own.ies', lightingClass: 'C' })).toMatchObject({
    kind: 'section',
    section: { ...section, ...plain },
    luminaire: { id: 'own.ies' },
    rTable: null,
    lightingClass: 'C',
    surroundings: 'bright',
  })
  const made = { source: 'LED', powerWatts: 80 }
  expect(await read({ section, luminaire: made })).toMatchObject({ luminaire: made, lightingClass: null })
})

it.each([
  ['an unknown key', { colour: 'red' }, 'colour'],
  ['an unknown setting', { lighting: { speed: 3 } }, 'lighting.speed'],
  [
    'hours that fall',
    {
      lighting: {
        dimming: [
          { fromHour: 6, output: 0 },
          { fromHour: 5, output: 1 },
        ],
      },
    },
    'lighting.dimming',
  ],
  [
    'a section without spacing',
    { section: { ...section, spacingMetres: 0 }, luminaire: 'own.ies' },
    'section.spacingMetres',
  ],
  ['a section without luminaire', { section }, 'luminaire'],
  ['a missing file', { luminaires: ['own.ies', 'none.ies'] }, 'luminaires[1]'],
])('names the key of %s', async (_, given, key) => {
  const error = await read(given).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(Problem)
  const { file, place, message } = (error as Problem).detail
  expect([file, place]).toEqual(['case.json', key])
  expect(message.vi).not.toBe(message.en)
})

it('names file and key where a file is wrong', async () => {
  await expect(read({ luminaires: ['r.csv'] })).rejects.toThrow(/r\.csv \(luminaires\[0\]\)/)
})
