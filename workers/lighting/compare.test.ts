import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPhotometry } from '../../data/readers/photometry/photometry.ts'
import { iesText } from '../../data/readers/photometry/samples.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type Edit, lampOf } from '../../scenarios/edit.ts'
import type { LightingSettings } from '../../scenarios/lighting.ts'
import { whyPerson } from '../../scenarios/lighting-check.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { comparedRTable, fileLuminaire, fileRTable } from '../../scenarios/lighting-files.ts'
import { segmentCells, segmentGeoJson, segmentRows } from '../../scenarios/lighting-tables.ts'
import { editLists } from '../../test/arbitraries/city.ts'
import { litCity, luminaireOf } from '../../test/arbitraries/lighting.ts'
import { type ComparisonOptions, createComparison } from './compare.ts'
import { r3 } from './r3.ts'

const run = (
  city: City,
  edits: readonly Edit[] = [],
  settings: Partial<LightingSettings> = {},
  options: Partial<ComparisonOptions> = {},
) => {
  const comparison = createComparison(city, { ...defaultLighting, ...settings }, edits, { clock: () => 0, ...options })
  const progress: number[] = []
  while (!comparison.done) {
    comparison.step()
    progress.push(comparison.progress)
  }
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  return comparison
}
const outcome = (...asked: Parameters<typeof run>) => run(...asked).result().scenario
const toLed = (target: string): Edit => ({
  kind: 'lamp.luminaire',
  target,
  from: { source: 'LED', powerWatts: 80, fluxLumens: 10_400 },
  to: { source: 'LED', powerWatts: 40, fluxLumens: 5200 },
})

/** Everything surveyed. */
function sureCity(city: City, roadClass: 'local' | 'path' = 'local'): City {
  const imported = <T extends Feature>(map: ReadonlyMap<string, T>) =>
    new Map([...map].map(([id, one]) => [id, { ...one, provenance: 'imported' as const }]))
  const roads = new Map(
    [...imported(city.layers.roads)].map(([id, road]) => [
      id,
      { ...road, properties: { ...road.properties, class: roadClass } },
    ]),
  )
  return { ...city, layers: { ...city.layers, roads, lamps: imported(city.layers.lamps) } }
}

/** A collector street that begins in the middle of the arterial one with the lamps. */
function crossing(): City {
  const city = litCity()
  const roads = new Map(city.layers.roads)
  const own = roads.get('r0')!
  const road = (id: string, roadClass: 'arterial' | 'collector', coordinates: [number, number][]) =>
    roads.set(id, {
      ...own,
      id,
      geometry: { type: 'LineString', coordinates },
      properties: { ...own.properties, class: roadClass, name: roadClass === 'arterial' ? own.properties.name : null },
    })
  road('r0', 'arterial', [
    [0, 10],
    [100, 10],
    [200, 10],
  ])
  road('r2', 'collector', [
    [100, 10],
    [100, -90],
  ])
  return { ...city, layers: { ...city.layers, roads } }
}

describe('a city prepared', () => {
  it('has segments of at most 100 m, points 2 m apart or less on carriageway and sidewalks, the lamps of its street', () => {
    const { model } = outcome(litCity())
    const { points, lamps } = model.input
    expect(model.segments.map(({ road, lengthMetres }) => [road, lengthMetres])).toEqual([
      ['r0', 100],
      ['r0', 100],
      ['r1', 100],
      ['r1', 100],
    ])
    expect([points.start[1], points.rowMetres[0]]).toEqual([50 * (3 + 1 + 1), 2])
    expect([...points.kind.subarray(0, 5)]).toEqual([1, 0, 0, 0, 2])
    expect([...points.y.subarray(0, 5)]).toEqual([14, 12, 10, 8, 6])
    expect([...model.lampSegment]).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
    // Pole at 13.5 m, arm of 1.5 m to the south: over the street.
    expect([...lamps.y]).toEqual(Array(8).fill(12))
  })

  it('makes of a street the section that its lamps stand for', () => {
    const { sections, segments } = outcome(litCity()).model
    expect(sections).toHaveLength(1)
    expect(sections[0]!.section).toMatchObject({
      carriagewayMetres: 6,
      lanes: 2,
      sidewalkMetres: 2,
      arrangement: 'one-side',
      spacingMetres: 25,
      heightMetres: 8,
      overhangMetres: 1,
      fluxLumens: 10_400,
    })
    expect(segments.map(({ section }) => section)).toEqual([0, 0, -1, -1])
  })

  it('takes three quarters of the flux of sodium lamps, and their gear', () => {
    const { input } = outcome(litCity({ source: 'HPS', powerWatts: 150, fluxLumens: 15_000 })).model
    expect(input.lamps.flux[0]).toBe(11_250)
    expect(input.lamps.power[0]).toBeCloseTo(169.5, 9)
  })

  it('takes a luminaire from a file where a lamp names it', () => {
    const own = luminaireOf(() => 500, { id: 'own.ies' })
    const files = { luminaires: [own] }
    const { model } = outcome(litCity({ luminaire: 'own.ies', provenance: 'imported' } as never), [], {}, { files })
    expect(model.input.luminaires).toEqual([own])
    expect(outcome(litCity({ luminaire: 'missing.ies' })).model.input.luminaires[0]!.provenance).toBe('generated')
  })

  it('takes luminaires and the r-table that the settings bring along; the digest knows them', () => {
    const ies = new TextEncoder().encode(iesText())
    const { luminaire } = readPhotometry(ies, 'a.ies')
    const own = fileLuminaire(luminaire, { name: 'a.ies', bytes: ies }, { powerWatts: 75, lightSource: 'LED' })
    const table = fileRTable(r3, { name: 'r3.csv', bytes: ies })
    const city = litCity()
    const { source, powerWatts, fluxLumens } = city.layers.lamps.get('l0')!.properties
    const edits = [...city.layers.lamps.keys()].map((target): Edit => {
      const to = { source: 'LED' as const, powerWatts: 75, fluxLumens: own.fluxLumens, luminaire: own.id }
      return { kind: 'lamp.luminaire', target, from: { source, powerWatts, fluxLumens }, to }
    })
    const given = { luminaires: [own] }
    const lit = outcome(city, edits, given)
    expect(lit.model.input.luminaires).toEqual([{ ...luminaire, id: own.id, powerWatts: 75 }])
    expect(lit.model.sections[0]!.section).toMatchObject({ luminaire: { id: own.id }, rTable: { name: 'R3' } })
    const rough = outcome(city, edits, { ...given, rTable: table })
    const compared = outcome(city, edits, { ...given, rTable: comparedRTable(table, 'CIE 144:2001') })
    expect([lit, rough, compared].map(({ model }) => model.sections[0]!.section.rTable.certified)).toEqual([
      false,
      false,
      true,
    ])
    expect(new Set([lit, rough, compared].map(({ result }) => result.digest)).size).toBe(3)
    expect(rough.sections[0]!.averageLuminance).toBe(lit.sections[0]!.averageLuminance)
  })

  it('refuses a luminaire that an edit names and nobody knows; one that the city names stays by source and power', () => {
    const city = litCity({ luminaire: 'missing.ies' })
    const { source, powerWatts, fluxLumens, luminaire } = city.layers.lamps.get('l0')!.properties
    const from = { source, powerWatts, fluxLumens, luminaire }
    const edit: Edit = { kind: 'lamp.luminaire', target: 'l0', from, to: { ...from, luminaire: 'gone.ies#1' } }
    const refused = () => run(city, [edit])
    expect(refused).toThrow(/l0: .*“gone\.ies#1”/)
    const weaker: Edit = { ...edit, to: { ...from, powerWatts: 30 } }
    expect(outcome(city, [weaker]).model.input.luminaires[0]!.provenance).toBe('generated')
  })
})

describe('comparison', () => {
  it('is the same from a known baseline and from nothing', () => {
    const city = litCity()
    const first = run(city)
    fc.assert(
      fc.property(editLists, (lists) => {
        const edits = lists.filter(
          ({ kind }) => kind.startsWith('road.') || kind === 'lamp.new' || kind === 'lamp.dimming',
        )
        const again = run(city, edits, {}, { baseline: first.baseline() }).result()
        expect(again.baseline).toBe(first.result().baseline)
        const fresh = outcome(city, edits)
        expect(again.scenario.result.digest).toBe(fresh.result.digest)
        expect(again.scenario.summary.indicators).toEqual(fresh.summary.indicators)
      }),
      { numRuns: 25 },
    )
  })

  it('energy adds up, by street, cabinet and circuit; half the watts are half of all', () => {
    const city = litCity()
    const edits = [...city.layers.lamps.keys()].map(toLed)
    const { baseline, scenario } = run(city, edits).result()
    const { energy } = baseline
    // 8 · 80 W; 18:00–22:30 full, to 5:30 half: 8 h a night.
    const kilowattHours = 0.64 * 8 * 365
    expect(energy.total).toEqual({
      lamps: 8,
      lampsOut: 0,
      powerWatts: 640,
      kilowattHours: expect.closeTo(kilowattHours, 9),
      cost: expect.closeTo(kilowattHours * 2226, 6),
      co2Kilograms: expect.closeTo(kilowattHours * 0.6592, 9),
    })
    expect([...energy.streets.values(), ...energy.cabinets.values(), ...energy.circuits.values()]).toEqual(
      Array(3).fill(energy.total),
    )
    expect(scenario.energy.total.kilowattHours).toBeCloseTo(energy.total.kilowattHours / 2, 9)
    const { powerDensity, annualEnergyPerSquareMetre } = baseline.summary.indicators
    expect(scenario.summary.indicators.powerDensity).toBeCloseTo(powerDensity, 6)
    expect(annualEnergyPerSquareMetre).toBeCloseTo((0.64 * 8 * 365) / (200 * 10), 9)
  })

  it('a cabinet’s own hours count for its lamps', () => {
    const to = [{ fromHour: 0, output: 0.25 }]
    const edit: Edit = { kind: 'lamp.dimming', target: 'c0', from: null, to }
    const { baseline, scenario } = run(litCity(), [edit], { hour: 20 }).result()
    expect(scenario.energy.total.kilowattHours).toBeCloseTo(0.64 * 0.25 * 8760, 9)
    const [before, after] = [baseline, scenario].map(({ summary }) => summary.indicators)
    expect(after!.averageIlluminance / before!.averageIlluminance).toBeCloseTo(0.25, 5)
    expect(after!.powerDensity / before!.powerDensity).toBeCloseTo(1, 5)
  })

  it('an outage is listed with its circuit and the metres that it leaves dark', () => {
    const out = (target: string): Edit => ({ kind: 'lamp.state', target, from: 'on', to: 'out' })
    const { outages, summary, energy } = outcome(litCity(), ['l3', 'l4', 'l5'].map(out))
    expect(outages.map(({ lamp, cabinet, circuit, segment }) => [lamp, cabinet, circuit, segment])).toEqual([
      ['l3', 'c0', 1, 0],
      ['l4', 'c0', 1, 1],
      ['l5', 'c0', 1, 1],
    ])
    expect(outages[1]!.darkMetres).toBeGreaterThan(5)
    expect(summary.indicators.darkMetres).toBeGreaterThan(outages[1]!.darkMetres - 1e-9)
    expect([energy.total.lampsOut, energy.total.powerWatts]).toEqual([3, 400])
  })

  it('lamps taken away leave their street without a section', () => {
    const city = litCity()
    const edits = [...city.layers.lamps].map(
      ([target, own]): Edit => ({ kind: 'lamp.new', target, from: lampOf(own), to: null }),
    )
    const { model, checks, summary } = outcome(city, edits)
    expect([model.sections.length, checks.length, summary.indicators.streetMetres]).toEqual([0, 0, 0])
  })
})

describe('checks', () => {
  it('a person decides where lamps are generated; the figures are told beside', () => {
    const { checks, summary } = outcome(litCity())
    expect(checks.map(({ index }) => index).sort()).toEqual([0, 1])
    expect(checks[0]!.verdicts.map(({ quantity, limit }) => [quantity, limit])).toEqual([
      ['L', 0.3],
      ['Uo', 0.3],
      ['Ud', 0.4],
      ['TI', 20],
      ['SR', 0.5],
    ])
    expect(new Set(checks.flatMap(({ verdicts }) => verdicts.map((v) => v.verdict)))).toEqual(new Set(['person']))
    expect([summary.illustrative, summary.indicators.metresByVerdict]).toEqual([
      true,
      { pass: 0, fail: 0, person: 200 },
    ])
    expect(checks[0]!.verdicts.map(({ met }) => met).slice(0, 2)).toEqual([true, true])
  })

  it('pass and fail where everything is imported and the r-table certified; luminance stays with a person where it is not', () => {
    const city = sureCity(litCity({ luminaire: 'own.ies' }))
    const luminaires = [luminaireOf((_, gamma) => (gamma < 70 ? 900 : 0), { id: 'own.ies' })]
    const verdicts = (certified: boolean) => {
      const files = { luminaires, rTable: { ...r3, certified } }
      const { checks } = outcome(city, [], {}, { files })
      return Object.fromEntries(checks[0]!.verdicts.map(({ quantity, verdict, met }) => [quantity, [verdict, met]]))
    }
    for (const [quantity, [verdict, met]] of Object.entries(verdicts(true))) {
      expect(verdict, quantity).toBe(met ? 'pass' : 'fail')
    }
    expect(outcome(city, [], {}, { files: { luminaires } }).checks[0]!.verdicts.map(({ why }) => why)).toEqual([
      ...Array(4).fill(whyPerson.rTable),
      null,
    ])
    expect(verdicts(false)).toMatchObject({ L: ['person', expect.anything()], SR: ['pass', true] })
  })

  it('where streets meet: illuminance, its uniformity, faces, and a step above the brightest approach', () => {
    const city = crossing()
    const made = outcome(city)
    const [meeting] = made.model.conflicts
    expect(made.model.conflicts).toHaveLength(1)
    expect(meeting!.ways.map((way) => way.map(Math.round))).toEqual(
      expect.arrayContaining([
        [-1, 0],
        [1, 0],
        [0, -1],
      ]),
    )
    const check = made.checks.find(({ of }) => of === 'conflict')!
    expect(
      check.verdicts.map(({ quantity, limit, clause, verdict, why }) => [quantity, limit, clause, verdict, why]),
    ).toEqual(
      [
        ['E', 30],
        ['UoE', 0.4],
        ['Esc', 10],
        ['L', made.sections[0]!.averageLuminance + 0.5],
      ].map((own) => [...own, 'QCVN 07-7:2023/BXD, Bảng 10, cấp B', 'person', whyPerson.inputs]),
    )
    const [e, , esc, l] = check.verdicts
    const { averageLuminance, averageIlluminance } = made.sections[0]!
    expect(l!.actual / e!.actual).toBeCloseTo(averageLuminance / averageIlluminance, 9)
    expect(esc!.actual).toBeGreaterThan(0)
  })

  it('faces are the same from a known baseline and from nothing', () => {
    const city = crossing()
    const out: Edit = { kind: 'lamp.state', target: 'l4', from: 'on', to: 'out' }
    const { baseline } = run(city)
    const known = outcome(city, [out], {}, { baseline: run(city).baseline() })
    expect(known.checks).toEqual(outcome(city, [out]).checks)
    expect(known.checks).not.toEqual(baseline().outcome.checks)
  })

  it('a path is held to the lowest row of table 8: what falls short fails, the rest a person decides', () => {
    const luminaires = [luminaireOf((_, gamma) => (gamma < 88 ? 1000 : 0), { id: 'own.ies' })]
    const of = (fluxLumens: number) => {
      const city = sureCity(litCity({ luminaire: 'own.ies', fluxLumens }), 'path')
      const { checks } = outcome(city, [], {}, { files: { luminaires } })
      return checks[0]!.verdicts.map(({ quantity, verdict, why }) => [quantity, verdict, why])
    }
    expect(of(10_000)).toEqual([
      ['E', 'person', whyPerson.path],
      ['Emin', 'person', whyPerson.path],
      ['Esc', 'person', whyPerson.path],
    ])
    expect(of(100)).toEqual([
      ['E', 'fail', null],
      ['Emin', 'fail', null],
      ['Esc', 'fail', null],
    ])
  })

  it('worst first; tables carry the clause, provenance and digest', () => {
    const city = litCity()
    const made = outcome(city)
    const worst = made.checks.map((check) => check.worst)
    expect(worst).toEqual(worst.toSorted((a, b) => a - b))
    expect(segmentRows(made)[0]!.clause).toBe('QCVN 07-7:2023/BXD, Bảng 1, cấp E')
    const [header, first] = segmentCells(city.manifest, made)
    expect(header).toContain('digest')
    expect(first).toContain('minh họa / illustrative')
    expect(JSON.parse(segmentGeoJson(city.manifest, made)).features).toHaveLength(2)
  })
})
