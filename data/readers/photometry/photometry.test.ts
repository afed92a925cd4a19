import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zonalFlux } from '../../../scenarios/photometry.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { isThere, sharedFile } from '../../../test/verify/case.ts'
import { describePhotometry, lightSourceIn, readPhotometry } from './photometry.ts'
import { readRTable } from './rtable.ts'
import { eulumdatText, type IesChoice, iesText } from './samples.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const ies = (choice: IesChoice = {}) => readPhotometry(bytes(iesText(choice)), 'a.ies')
const at = ({ luminaire: { planes, gammas, candela } }: ReturnType<typeof ies>, plane: number, gamma: number) =>
  candela[planes.indexOf(plane) * gammas.length + gammas.indexOf(gamma)]

describe('IES', () => {
  it.each([
    ['0°', [0], [0, 360]],
    ['0–90', [0, 30, 90], [0, 30, 90, 150, 180, 210, 270, 330, 360]],
    ['0–180', [0, 60, 180], [0, 60, 180, 300, 360]],
    ['90–270', [90, 120, 180, 270], [0, 60, 90, 120, 180, 270, 360]],
    ['0–360', [0, 100, 200, 360], [0, 100, 200, 360]],
  ])('unfolds symmetry %s', (_, planes, all) => {
    const candela = (plane: number, gamma: number) => (plane === 360 ? 500 : 500 + plane) - gamma
    const read = ies({ planes, candela })
    expect([...read.luminaire.planes]).toEqual(all)
    for (const plane of planes) expect(at(read, plane, 45)).toBe(candela(plane, 45))
    expect(at(read, 360, 0)).toBe(at(read, 0, 0))
  })

  it('mirrors planes the way the symmetry says', () => {
    const candela = (plane: number) => 100 + plane
    expect([150, 210, 330].map((c) => at(ies({ planes: [0, 30, 90], candela }), c, 0))).toEqual([130, 130, 130])
    expect(at(ies({ planes: [0, 60, 180], candela }), 300, 45)).toBe(160)
    const side = ies({ planes: [90, 120, 270], candela })
    expect([ies().luminaire.streetPlane, side.luminaire.streetPlane]).toEqual([0, 90])
    expect([at(side, 60, 0), at(side, 90, 0), at(side, 270, 0)]).toEqual([220, 190, 370])
  })

  it('multiplies by multiplier and ballast factor, by the ballast-lamp factor up to 1995', () => {
    const head = '2 -1 1.5 3 2 1 1 0 0 0'
    const value = (first: string) => at(ies({ first, head, electric: '0.9 0.8 80' }), 0, 0)
    for (const first of ['IES:LM-63-2019', 'IESNA:LM-63-2002']) expect(value(first)).toBeCloseTo(1350, 9)
    for (const first of ['IESNA:LM-63-1995', 'IESNA91', 'Street lamp of 1986'])
      expect(value(first)).toBeCloseTo(1080, 9)
    const { lampLumens, lamps, format } = ies({ head })
    expect([lampLumens, lamps, format]).toEqual([null, 2, 'IES LM-63-2002'])
  })

  it('reads the same wherever lines break', () => {
    const plain = ies()
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.constantFrom('\n', '\r\n', '\r'), (perLine, newline) => {
        expect(ies({ perLine, newline })).toEqual(plain)
      }),
    )
    const broken = iesText().replace('1 1000 1 3 2', '1\n1000 1\n3,2').replace('\n1 1 80', ' 1\n1 80')
    expect(readPhotometry(bytes(broken), 'a.ies')).toEqual(plain)
  })

  it('reads keywords, goes past a TILT table, and keeps light above alone', () => {
    expect(ies().keywords).toMatchObject({ TEST: '12', MANUFAC: 'Vị Thanh Twin' })
    const tilted = ies({ tilt: 'TILT=INCLUDE\n1\n3\n0 45 90\n1 .95 .9' })
    expect([tilted.luminaire, tilted.notes.length]).toEqual([ies().luminaire, 1])
    const up = ies({ gammas: [90, 135, 180], candela: () => 100 })
    expect(up.luminaire.fluxLumens).toBeCloseTo(200 * Math.PI, 3)
  })

  it('a uniform light of I cd has 4π I lm, whatever the symmetry', () => {
    for (const planes of [[0], [0, 90], [0, 180], [90, 270], [0, 100, 360]]) {
      const { luminaire } = ies({ planes, gammas: [0, 20, 90, 180], candela: () => 50 })
      expect(luminaire.fluxLumens).toBeCloseTo(200 * Math.PI, 9)
    }
  })

  it.each([
    ['a tilt file', iesText({ tilt: 'TILT=lamp.tlt' }), /line 5.*lamp\.tlt.*TILT=NONE/],
    ['no TILT', iesText({ tilt: '' }), /TILT=/],
    ['type B', iesText({ head: '1 1000 1 3 2 2 2 0 0 0' }), /line 6.*type B/],
    ['type A', iesText({ head: '1 1000 1 3 2 3 2 0 0 0' }), /line 6.*type A/],
    ['a word', iesText({ electric: '1 many 80' }), /line 7.*“many” is not a number/],
    ['angles that fall', iesText({ gammas: [0, 90, 45] }), /vertical angles.*45.*90/],
    ['another range of planes', iesText({ planes: [0, 270] }), /0 … 270.*0–180/],
    ['another range of γ', iesText({ gammas: [30, 60, 90] }), /30 … 90/],
    ['a cut-off file', iesText().slice(0, -12), /only.*numbers are left/],
    ['a count of half', iesText({ head: '1 1000 1 2.5 2 1 2 0 0 0' }), /line 6.*2.5.*vertical/],
    ['too many values', iesText({ head: '1 1000 1 9999 9999 1 2 0 0 0' }), /too many values/],
    ['negative candela', iesText({ candela: () => -1 }), /line 10.*-1/],
  ])('names file, line and expectation of %s', (_, text, said) => {
    const error = problemOf(() => readPhotometry(bytes(text), 'a.ies'))
    expect(error.message).toMatch(said)
    expect([error.detail.file, Boolean(error.detail.expected)]).toEqual(['a.ies', true])
    expect(error.detail.message.vi).not.toBe(error.detail.message.en)
  })

  it.skipIf(!isThere('data', 'lighting', '1.ies'))('fluxes of measured luminaires to 0.1 %', () => {
    const fluxes = { 1: 9217.18, 2: 5834.2, 3: 13359.57, 5: 753.8, 7: 531.98 }
    for (const [name, flux] of Object.entries(fluxes)) {
      const file = `${name}.ies`
      const { luminaire } = readPhotometry(readFileSync(sharedFile('data', 'lighting', file)), file)
      expect(Math.abs(luminaire.fluxLumens / flux - 1)).toBeLessThan(1e-5)
      expect(zonalFlux(luminaire)).toBe(luminaire.fluxLumens)
    }
  })
})

it.each([
  ['[LAMP] TWENTY-FOUR WHITE LIGHT EMITTING DIODES', 'LED'],
  ['[LAMPCAT] NAV-T 150', 'HPS'],
  ['[LUMINAIRE] Đèn đường natri 150 W', 'HPS'],
  ['[LUMINAIRE] CONTROLLED OPTICS, SONIC', null],
])('finds what shines in %s', (keyword, source) => {
  const text = iesText().replace('[MANUFAC]', `${keyword}\n[MANUFAC]`)
  expect(lightSourceIn(readPhotometry(bytes(text), 'a.ies'))).toBe(source)
  expect(lightSourceIn(readPhotometry(bytes(eulumdatText(1, () => 1)), 'a.ldt'))).toBe('LED')
})

describe('EULUMDAT', () => {
  const level = (plane: number, gamma: number) => 300 - gamma + 100 * (1 - Math.cos((plane * Math.PI) / 180))
  it('unfolds symmetries 0 to 4, scaled by the flux', () => {
    const even = (plane: number, gamma: number) => level(plane, gamma)
    const sided = (plane: number, gamma: number) => 300 - gamma + 100 * (1 + Math.sin((plane * Math.PI) / 180))
    const both = (plane: number, gamma: number) => 300 - gamma + 100 * Math.abs(Math.cos((plane * Math.PI) / 180))
    const cases = [sided, (_: number, gamma: number) => 300 - gamma, even, sided, both]
    for (const [isym, candela] of cases.entries()) {
      const { luminaire, symmetry } = readPhotometry(bytes(eulumdatText(isym, candela)), 'a.ldt')
      expect([...luminaire.gammas]).toEqual([0, 30, 60, 90])
      expect(luminaire.streetPlane).toBe(90)
      for (const [p, plane] of luminaire.planes.entries()) {
        for (const [g, gamma] of luminaire.gammas.entries()) {
          expect(luminaire.candela[p * 4 + g], `${symmetry} C${plane}`).toBeCloseTo(2 * candela(plane, gamma), 9)
        }
      }
    }
  })

  it('reads decimal commas, power, names; says what it leaves out', () => {
    const text = eulumdatText(1, () => 318.5)
    const read = readPhotometry(bytes(text.replaceAll('318.5', '318,5').replaceAll('0.5', '0,5')), 'a.ldt')
    expect(read.luminaire.candela[0]).toBe(637)
    expect([read.luminaire.powerWatts, read.luminaire.title, read.lampLumens]).toEqual([16, 'Đèn đường', 2000])
    expect(read.notes[0]!.en).toContain('DR')
  })

  it.each([
    ['another text', 'once upon a time\nthere was\n', /line 2.*“there was”.*IES.*EULUMDAT/],
    ['symmetry 7', eulumdatText(1, () => 1).replace('2\r\n1\r\n8', '2\r\n7\r\n8'), /line 3.*“7”/],
    ['planes that do not fit', eulumdatText(4, () => 1).replace('4\r\n8\r\n', '4\r\n6\r\n'), /line 4.*6 C planes/],
    ['a cut-off file', eulumdatText(0, () => 1).slice(0, -20), /only.*left/],
    ['a short file', eulumdatText(0, () => 1).slice(0, 100), /ends too early/],
  ])('names file, line and expectation of %s', (_, text, said) => {
    const error = problemOf(() => readPhotometry(bytes(text), 'a.ldt'))
    expect(error.message).toMatch(said)
    expect([error.detail.file, Boolean(error.detail.expected)]).toEqual(['a.ldt', true])
  })
})

it('tells flux, beam angles and the greatest intensity', () => {
  const cosine = (_: number, gamma: number) => 1000 * Math.cos((gamma * Math.PI) / 180)
  const gammas = Array.from({ length: 181 }, (_, k) => k / 2)
  const said = describePhotometry(ies({ planes: [0], gammas, candela: (c, g) => Math.max(0, cosine(c, g)) }))
  expect(said.fluxLumens).toBeCloseTo(1000 * Math.PI, -1)
  expect(said.beamAngles.half.c0).toBeCloseTo(120, 6)
  expect(said.beamAngles.tenth.c90).toBeCloseTo((2 * Math.acos(0.1) * 180) / Math.PI, 2)
  expect(said.maxCandela).toEqual({ candela: 1000, plane: 0, gamma: 0 })
  expect(said.lumensPerWatt).toBeCloseTo(said.fluxLumens / 80, 9)
})

it('reads an r-table and names what is wrong in one', () => {
  const table = 'tan γ / β,0,90,180\n0,300,300,300\n1,350,100,"90"\n2,320,50,\n'
  const { beta, tanGamma, r } = readRTable(bytes(table), 'r.csv')
  expect([[...beta], [...tanGamma], [...r]]).toEqual([
    [0, 90, 180],
    [0, 1, 2],
    [300, 300, 300, 350, 100, 90, 320, 50, 0],
  ])
  const wrong = (text: string) => problemOf(() => readRTable(bytes(text), 'r.csv')).message
  expect(wrong('a,b\n1,2\n')).toMatch(/no r-table/)
  expect(wrong(table.replace('180', '170'))).toMatch(/line 1.*β/)
  expect(wrong(table.replace('100', 'x'))).toMatch(/line 3.*“x”/)
})

function problemOf(read: () => unknown): Problem {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(Problem)
    return error as Problem
  }
  throw new Error('Expected a problem, got a value')
}
