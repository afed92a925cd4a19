import { describe, expect, it } from 'vitest'
import type { LightingOutcome } from '../../scenarios/lighting.ts'
import { lightingVerdicts } from '../../scenarios/lighting.ts'
import { clockOf } from './lighting-clock.ts'
import { energyRows, meetingRows, outageRows } from './lighting-rows.ts'
import { quantityTitles, lightingText as text } from './lighting-text.ts'
import { stepOf, windowOf } from './useLighting.ts'

const energy = { lamps: 1, lampsOut: 0, powerWatts: 80, kilowattHours: 300, cost: 1, co2Kilograms: 1 }
const outcome = {
  model: {
    lampIds: ['a', 'b'],
    names: new Map([
      ['a', 'TH1-1-04'],
      ['T1', 'TCS 1'],
    ]),
    lampSegment: Int32Array.of(0, -1),
    lampCircuit: [
      { cabinet: 'T1', circuit: 2 },
      { cabinet: 'T1', circuit: 1 },
    ],
    segments: [{ name: 'Đường 1', line: [] }],
    input: { lamps: { x: Float64Array.of(5, 6), y: Float64Array.of(7, 8) } },
  },
  outages: [
    { lamp: 'b', cabinet: 'T1', circuit: 1, segment: -1, darkMetres: 0 },
    { lamp: 'a', cabinet: 'T1', circuit: 2, segment: 0, darkMetres: 12 },
  ],
  energy: { streets: new Map([['Đường 1', energy]]), cabinets: new Map([['T1', energy]]) },
} as unknown as LightingOutcome

describe('rows of the lighting tables', () => {
  it('lead to the lamp that is out, the darkest first', () => {
    expect(outageRows(outcome)).toMatchObject([
      { id: 'a', number: 'TH1-1-04', cabinet: 'TCS 1', street: 'Đường 1', at: [5, 7], darkMetres: 12 },
      { id: 'b', number: 'b', street: null, at: [6, 8] },
    ])
  })

  it('tell of places where streets meet what there is of each quantity', () => {
    const verdicts = [
      { quantity: 'E', actual: 12 },
      { quantity: 'Esc', actual: 0.4 },
    ]
    const check = { of: 'conflict', index: 0, lightingClass: 'B', verdicts, verdict: 'person', met: false, worst: 0.04 }
    const made = {
      model: { ...outcome.model, conflicts: [{ at: [1, 2], segments: [0, 0] }] },
      checks: [{ ...check, of: 'segment' }, check],
    } as unknown as LightingOutcome
    expect(meetingRows(made)).toEqual([
      {
        id: '0',
        names: ['Đường 1'],
        at: [1, 2],
        lightingClass: 'B',
        verdict: 'person',
        met: false,
        actual: { E: 12, Esc: 0.4 },
        share: 0.04,
      },
    ])
  })

  it('lead to the first lamp of a street and of a cabinet', () => {
    expect(energyRows(outcome, 'streets')).toMatchObject([{ id: 'Đường 1', at: [5, 7], kilowattHours: 300 }])
    expect(energyRows(outcome, 'cabinets')).toMatchObject([{ id: 'T1', name: 'TCS 1', at: [5, 7] }])
  })
})

describe('words and windows of lighting', () => {
  it('has a word for each verdict and quantity in both languages, and writes hours as a clock', () => {
    for (const one of lightingVerdicts) expect(text.verdict[one].vi).not.toBe(text.verdict[one].en)
    for (const title of Object.values(quantityTitles)) expect(title.vi && title.en).toBeTruthy()
    expect([0, 5.5, 22.75].map(clockOf)).toEqual(['0:00', '5:30', '22:45'])
  })

  it('draws lines around the middle of a near view, with as many points as it can bear', () => {
    const view = { x: 0, y: 0, height: 300, bounds: [-100, -100, 5000, 5000] as const }
    const window = windowOf({ ...view, bounds: [...view.bounds] })
    expect(window).toEqual([-100, -100, 400, 400])
    expect((500 / stepOf(window!)) ** 2).toBeLessThanOrEqual(40_000)
    expect(windowOf({ ...view, bounds: [...view.bounds], height: 2000 })).toBeNull()
  })
})
