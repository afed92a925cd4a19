import { describe, expect, it } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import { applyEdits, type Edit } from '../../scenarios/edit.ts'
import { whyPerson } from '../../scenarios/lighting-check.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { lamp } from '../../test/arbitraries/city.ts'
import { litCity, luminaireOf } from '../../test/arbitraries/lighting.ts'
import { r3 } from './r3.ts'
import { lightingOfStreet } from './street.ts'

const check = (city: City, road: string, files: Parameters<typeof lightingOfStreet>[3] = {}) =>
  lightingOfStreet(city, road, defaultLighting, files)!
const own = luminaireOf((_, gamma) => (gamma < 75 ? 1000 : 0), { id: 'own.ies' })
const files = { luminaires: [own], rTable: { ...r3, certified: true } }

/** A street of 100 m that the plan draws, with lamps every so many metres along its right kerb. */
function newStreet(spacing: number | null): Edit[] {
  const road: Edit = {
    kind: 'road.new',
    target: 'new:road/1',
    from: null,
    to: {
      line: [
        [300, 10],
        [300, 110],
      ],
      name: 'Đường mới',
      class: 'local',
      widthMetres: 6,
      lanes: 2,
      oneWay: false,
      bridge: false,
    },
  }
  const count = spacing === null ? 0 : 100 / spacing + 1
  const lamps = Array.from(
    { length: count },
    (_, k): Edit => ({
      kind: 'lamp.new',
      target: `new:lamp/${k}`,
      from: null,
      to: {
        ...lamp,
        at: [303.5, 10 + k * spacing!],
        number: `+${k}`,
        street: 'Đường mới',
        source: 'LED',
        luminaire: 'own.ies',
        headingDegrees: 270,
        heightMetres: 8,
        overhangMetres: 1,
        state: 'on',
      },
    }),
  )
  return [road, ...lamps]
}

describe('lighting of one street by rule', () => {
  it('an existing street: every quantity with its clause, and why a person decides', () => {
    const street = check(litCity(), 'r0')
    expect(street).toMatchObject({
      name: 'Trần Hưng Đạo',
      lightingClass: 'E',
      lengthMetres: 200,
      unlitMetres: 0,
      lamps: 8,
      lampsOut: 0,
      verdict: 'person',
    })
    expect(street.lines.map(({ id, clause, count, why }) => [id, clause, count, why])).toEqual(
      ['L', 'Uo', 'Ud', 'TI', 'SR'].map((quantity) => [
        `segment ${quantity}`,
        'QCVN 07-7:2023/BXD, Bảng 1, cấp E',
        200,
        whyPerson.inputs,
      ]),
    )
  })

  it('a planned street with planned lamps is passed or failed by the figures, whatever was generated around it', () => {
    const good = check(applyEdits(litCity(), newStreet(25)), 'new:road/1', files)
    expect(good).toMatchObject({ name: 'Đường mới', lamps: 5, unlitMetres: 0 })
    for (const { verdict, met, why } of good.lines) expect([verdict, why]).toEqual([met ? 'pass' : 'fail', null])
    const sparse = check(applyEdits(litCity(), newStreet(50)), 'new:road/1', files)
    const uniformity = [good, sparse].map(({ lines }) => lines.find(({ id }) => id === 'segment Uo')!.actual)
    expect(uniformity[1]!).toBeLessThan(uniformity[0]!)
    // The library's luminaire is made by formula: nothing is decided.
    expect(check(applyEdits(litCity(), newStreet(25)), 'new:road/1').verdict).toBe('person')
  })

  it('a planned street without lamps has no light: it fails', () => {
    const { lines, unlitMetres, verdict } = check(applyEdits(litCity(), newStreet(null)), 'new:road/1', files)
    expect(lines).toMatchObject([{ id: 'unlit L', limit: 0.3, actual: 0, verdict: 'fail', unmet: 100 }])
    expect([unlitMetres, verdict]).toEqual([100, 'fail'])
  })

  it('lamps that are out are counted, and the carriageway is checked as laid out', () => {
    const out = (target: string): Edit => ({ kind: 'lamp.state', target, from: 'on', to: 'out' })
    const before = check(litCity(), 'r0')
    const after = check(applyEdits(litCity(), ['l1', 'l2'].map(out)), 'r0')
    expect(after).toEqual({ ...before, lampsOut: 2 })
  })

  it('a street that is not there has no lighting', () => {
    expect(lightingOfStreet(litCity(), 'none', defaultLighting)).toBe(null)
  })
})
