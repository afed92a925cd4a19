import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPhotometry } from '../data/readers/photometry/photometry.ts'
import { readRTable } from '../data/readers/photometry/rtable.ts'
import { eulumdatText, iesText } from '../data/readers/photometry/samples.ts'
import { createOptics, intensityAt } from '../workers/lighting/photometry.ts'
import { averageCoefficient } from '../workers/lighting/rtable.ts'
import { canonicalJson } from './canonical.ts'
import { lightingSettingsSchema } from './lighting.ts'
import { defaultLighting } from './lighting-facts.ts'
import {
  comparedRTable,
  fileLimits,
  fileLuminaire,
  fileLuminaireSchema,
  fileRTable,
  fileRTableSchema,
  luminaireOf,
  rTableOf,
} from './lighting-files.ts'
import { Problem } from './problem.ts'

const said = { powerWatts: 80, lightSource: 'LED' } as const
const bytesOf = (text: string) => new TextEncoder().encode(text)
const read = (text: string, name: string) => {
  const bytes = bytesOf(text)
  return { luminaire: readPhotometry(bytes, name).luminaire, file: { name, bytes } }
}
const own = (text = iesText(), name = 'street.ies') => {
  const { luminaire, file } = read(text, name)
  return fileLuminaire(luminaire, file, said)
}
/** As the server gets it. */
const sent = <T>(value: T): T => JSON.parse(canonicalJson(value)) as T
const settings = (part: object) => lightingSettingsSchema.safeParse({ ...defaultLighting, ...part })
const wrongs = (part: object) =>
  settings(part).error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? []

const candela = fc.array(fc.double({ min: 0.001, max: 20_000, noNaN: true }), { minLength: 40, maxLength: 40 })
const direction = fc.tuple(fc.double({ min: 0, max: 360, noNaN: true }), fc.double({ min: 0, max: 180, noNaN: true }))

describe('a luminaire from a file', () => {
  it('shines the same in the engine as in its file, whatever its format and symmetry', () => {
    fc.assert(
      fc.property(candela, fc.integer({ min: 0, max: 8 }), fc.array(direction), (values, which, directions) => {
        const at = (plane: number, gamma: number) => values[((plane / 45 + 7 * gamma) % values.length) | 0]!
        const planes = [[0], [0, 45, 90], [0, 90, 180], [90, 180, 270], [0, 90, 360]][which]
        const text = planes
          ? iesText({ planes, candela: (plane, gamma) => at(plane % 360, gamma), perLine: 3 })
          : eulumdatText(which - 4, (plane, gamma) => at(plane, gamma))
        const { luminaire, file } = read(text, planes ? 'a.ies' : 'a.ldt')
        const parsed = settings({ luminaires: [sent(fileLuminaire(luminaire, file, said))] })
        const back = luminaireOf(parsed.data!.luminaires![0]!)
        const { id: _, powerWatts: __, ...photometry } = luminaire
        expect(back).toMatchObject({ ...photometry, powerWatts: 80 })
        const [there, here] = [createOptics(luminaire), createOptics(back)]
        for (const [c, gamma] of directions) expect(intensityAt(here, c, gamma)).toBe(intensityAt(there, c, gamma))
      }),
      { numRuns: 50 },
    )
  })

  it('goes by the name of its file and a hash of all that is said of it', () => {
    const first = own()
    expect(first.id).toMatch(/^street\.ies#[0-9a-f]{12}$/)
    expect(own().id).toBe(first.id)
    const others = [
      own(iesText({ candela: () => 500 })),
      own(iesText().replace('[TEST] 12', '[TEST] 13')),
      own(iesText(), 'b.ies'),
      fileLuminaire(read(iesText(), 'street.ies').luminaire, read(iesText(), 'street.ies').file, {
        ...said,
        powerWatts: 81,
      }),
    ]
    expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(5)
    expect(own(iesText(), `${'x'.repeat(300)}.ies`).id).toHaveLength(150 + 1 + 12)
  })

  it.each([
    ['another intensity', { candela: own().candela.with(0, 1) }, 'candela'],
    ['one intensity too few', { candela: own().candela.slice(1) }, 'candela'],
    ['planes that end early', { planes: [0, 90, 180, 270] }, 'planes'],
    ['γ that fall', { gammas: [0, 90, 45] }, 'gammas'],
    ['another flux', { fluxLumens: own().fluxLumens * 1.001 }, 'fluxLumens'],
    ['another power', { powerWatts: 79 }, 'id'],
    ['the id of another', { id: own(iesText({ candela: () => 500 })).id }, 'id'],
    ['another provenance', { provenance: 'fact' }, 'provenance'],
    ['a hash that is none', { file: { name: 'a.ies', sha256: '12' } }, 'file.sha256'],
  ])('is refused with %s', (_, part, key) => {
    const [wrong] = wrongs({ luminaires: [{ ...own(), ...part }] })
    expect(wrong?.[0]).toBe(`luminaires.0.${key}`)
  })

  it('is one of few, and not too large', () => {
    expect(wrongs({ luminaires: [own(), own()] })).toEqual([['luminaires', 'luminaires that differ']])
    const many = Array.from({ length: fileLimits.luminaires + 1 }, (_, k) => own(iesText(), `${k}.ies`))
    expect(settings({ luminaires: many.slice(1) }).success).toBe(true)
    expect(wrongs({ luminaires: many })[0]![0]).toBe('luminaires')
    const gammas = Array.from({ length: 901 }, (_, k) => k / 10)
    const planes = (count: number) => Array.from({ length: count }, (_, k) => (k * 90) / (count - 1))
    const large = (k: number) => own(iesText({ planes: planes(11), gammas }), `${k}.ies`)
    expect(wrongs({ luminaires: [large(0), large(1)] })).toEqual([])
    expect(wrongs({ luminaires: [large(0), large(1), large(2)] })[0]![1]).toContain('100000 intensities')
    const refused = (text: string, told: object = {}) => {
      const { luminaire, file } = read(text, 'a.ies')
      try {
        return fileLuminaire(luminaire, file, { ...said, ...told })
      } catch (error) {
        return (error as Problem).detail
      }
    }
    for (const [text, told] of [
      [iesText({ planes: planes(12), gammas }), {}],
      [iesText({ candela: () => 0 }), {}],
      [iesText(), { powerWatts: 0 }],
      [iesText(), { powerWatts: Number.NaN }],
    ] as const) {
      expect(refused(text, told)).toMatchObject({ code: 'file/luminaire', file: 'a.ies', expected: expect.any(String) })
    }
  })

  it('is checked as itself', () => expect(fileLuminaireSchema.parse(sent(own()))).toEqual(own()))
})

describe('an r-table from a file', () => {
  const text = 'tan,0,90,180\n0,300,300,300\n1,350,100,90\n'
  const file = { name: 'road.csv', bytes: bytesOf(text) }
  const table = readRTable(file.bytes, file.name)

  it('is the table of the file, and indicative until a person says what it was compared with', () => {
    const given = fileRTable(table, file)
    const back = rTableOf(fileRTableSchema.parse(sent(given)))
    expect(back).toEqual({ ...table, name: given.id, source: 'road.csv', certified: false })
    expect(averageCoefficient(back, 4)).toBe(averageCoefficient(table, 4))
    const compared = comparedRTable(given, ' CIE 144:2001 ')
    for (const none of ['', '  ', 'x']) expect(comparedRTable(compared, none)).toEqual(given)
    expect(wrongs({ rTable: sent(compared) })).toEqual([])
    expect(rTableOf(compared)).toMatchObject({ certified: true, source: 'road.csv; CIE 144:2001' })
    expect(compared.id).not.toBe(given.id)
  })

  it('is refused where it does not fit', () => {
    const given = fileRTable(table, file)
    expect(wrongs({ rTable: given })).toEqual([])
    for (const [part, key] of [
      [{ comparedWith: 'CIE 144' }, 'id'],
      [{ r: given.r.slice(1) }, 'r'],
      [{ beta: [0, 90, 170] }, 'beta'],
      [{ tanGamma: [1, 2] }, 'tanGamma'],
    ] as const) {
      expect(wrongs({ rTable: { ...given, ...part } })[0]![0]).toBe(`rTable.${key}`)
    }
    const dark = { ...table, r: table.r.with(0, 0) }
    expect(() => fileRTable(dark, file)).toThrow(Problem)
  })
})
