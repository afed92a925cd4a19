import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, type Edit, squash } from '../../scenarios/edit.ts'
import { editLines, sayLine } from '../../scenarios/edit-lines.ts'
import type { XY } from '../../scenarios/frame.ts'
import { lampsOfStreet, luminaireEdits, poleEdits, spacingEdits, stateEdits } from '../../scenarios/lamp-edits.ts'
import { litCity } from '../../test/arbitraries/lighting.ts'
import { wordsOf } from '../shared/language.tsx'
import { removalEdits, rowEdits } from './lamp-plan.ts'

const city = litCity({ source: 'HPS', powerWatts: 250, fluxLumens: 28_000 })
const lamps = lampsOfStreet(city, 'Trần Hưng Đạo')
const led = { source: 'LED', powerWatts: 120, fluxLumens: 15_600 } as const
const [r0] = city.layers.roads.values()

const said = (edits: readonly Edit[], language: 'vi' | 'en' = 'vi', base: typeof city | null = city) =>
  editLines(edits, base).map((line) => sayLine(line, base, wordsOf(language)))

describe('the list of edits', () => {
  it('says what was done alike to the lamps of a street in one line', () => {
    expect(said(luminaireEdits(lamps, led))).toEqual(['8 đèn, đường Trần Hưng Đạo: HPS 250 W → LED 120 W'])
    expect(said(luminaireEdits(lamps, led), 'en')).toEqual(['8 lamps, Trần Hưng Đạo: HPS 250 W → LED 120 W'])
    expect(said(stateEdits(lamps, 'out'))).toEqual(['8 đèn, đường Trần Hưng Đạo: tắt'])
    expect(said(removalEdits(lamps))).toEqual(['Bỏ 8 đèn, đường Trần Hưng Đạo'])
    const { heightMetres, overhangMetres, tiltDegrees } = lamps[0]!.properties
    expect([heightMetres, overhangMetres, tiltDegrees]).toEqual([8, 1.5, 5])
    expect(said(poleEdits(lamps, { heightMetres: 9.5 }))).toEqual([
      '8 cột đèn, đường Trần Hưng Đạo (cao, vươn, nghiêng): 8 m, 1,5 m, 5° → 9,5 m, 1,5 m, 5°',
    ])
    const row = { spacingMetres: 50, heightMetres: 8, luminaire: led }
    const line: XY[] = [
      [0, 10],
      [200, 10],
    ]
    expect(said(rowEdits(r0!, line, row))).toEqual(['Thêm 5 đèn, đường Trần Hưng Đạo: LED 120 W, cao 8 m'])
  })

  it('says another spacing as one line, whether it came at once or after other changes', () => {
    const edits = spacingEdits(lamps, 35)
    expect(said(edits)).toEqual(['Trần Hưng Đạo: 8 đèn → 6 đèn, bước 25 m → 35 m'])
    const planned = applyEdits(city, edits)
    const again = squash([...edits, ...spacingEdits(lampsOfStreet(planned, 'Trần Hưng Đạo'), 60)])
    expect(said(again, 'en')).toEqual(['Trần Hưng Đạo: 8 lamps → 4 lamps, spacing 25 m → 58 m'])
  })

  it('keeps apart what differs: the change, the street, and what no street or cabinet holds together', () => {
    const [first, second, third, ...rest] = lamps
    const mixed = [
      first!,
      { ...second!, properties: { ...second!.properties, powerWatts: 150 } },
      { ...third!, properties: { ...third!.properties, powerWatts: 150 } },
      ...rest,
    ]
    expect(said(luminaireEdits(mixed, led))).toEqual([
      '6 đèn, đường Trần Hưng Đạo: HPS 250 W → LED 120 W',
      '2 đèn, đường Trần Hưng Đạo: HPS 150 W → LED 120 W',
    ])
    const strange = luminaireEdits(lamps, led).map((edit) => ({ ...edit, target: `elsewhere ${edit.target}` }))
    expect(said(strange)).toEqual(['8 đèn, chưa rõ đường: HPS 250 W → LED 120 W'])
    expect(said(luminaireEdits(lamps, led), 'vi', null)).toEqual(['8 đèn, chưa rõ đường: HPS 250 W → LED 120 W'])
    const alone = litCity({ street: null, cabinetId: null })
    expect(editLines(luminaireEdits([...alone.layers.lamps.values()], led), alone)).toHaveLength(8)
  })

  it('names the flux where nothing else tells two luminaires apart, and the cabinet where there is no street', () => {
    const dim = litCity({ street: null })
    const own = [...dim.layers.lamps.values()]
    const edits = luminaireEdits(own, { source: 'LED', powerWatts: 80, fluxLumens: 12_000 })
    expect(said(edits, 'vi', dim)).toEqual(['8 đèn, tủ TCS 1: LED 80 W, 10400 lm → LED 80 W, 12000 lm'])
    expect(said(edits, 'en', dim)).toEqual(['8 lamps, cabinet TCS 1: LED 80 W, 10400 lm → LED 80 W, 12000 lm'])
  })

  it('does not say “đường” twice', () => {
    const highway = litCity({ street: 'Quốc lộ 61' })
    expect(said(stateEdits([...highway.layers.lamps.values()], 'out'), 'vi', highway)).toEqual([
      '8 đèn, Quốc lộ 61: tắt',
    ])
  })

  it('says one line for segments of one street that are closed alike', () => {
    const closed = ['r0', 'r1'].map((target): Edit => ({ kind: 'road.state', target, from: 'open', to: 'closed' }))
    expect(said(closed)).toEqual(['Đóng đường Trần Hưng Đạo (2 đoạn)'])
  })

  it('holds every edit in one line and no other, in the order of first edits', () => {
    const lists = [
      luminaireEdits(lamps, led),
      stateEdits(lamps, 'out'),
      poleEdits(lamps, { tiltDegrees: 0 }),
      spacingEdits(lamps, 40),
      ['r0', 'r1'].map((target): Edit => ({ kind: 'road.direction', target, from: 'both', to: 'forward' })),
      [{ kind: 'ground.level', target: 'p1', from: null, to: null } as Edit],
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(lists.flat()), (edits) => {
        const lines = editLines(edits, city)
        expect(new Set(lines.flat())).toEqual(new Set(edits))
        expect(lines.flat()).toHaveLength(edits.length)
        const firsts = lines.map(([edit]) => edits.indexOf(edit))
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
        for (const line of lines) expect(sayLine(line, city, wordsOf('vi'))).not.toContain('{')
      }),
    )
  })
})
