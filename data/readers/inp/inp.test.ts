import { describe, expect, test } from 'vitest'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { Properties } from '../../../scenarios/city/layers.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { readInp, solveHeads } from '../../../test/oracles/pipe-network.ts'
import { dailyPattern, epanetText } from './epanet.ts'
import { namesOf } from './sections.ts'
import { swmmText } from './swmm.ts'

const head = { type: 'Feature', provenance: 'generated', buildState: 'as-built' } as const

const waterNode = (
  id: string,
  kind: Properties['waternodes']['kind'],
  more: Partial<Properties['waternodes']> = {},
): Feature<'waternodes'> => ({
  ...head,
  id,
  geometry: { type: 'Point', coordinates: [1, 2] },
  properties: {
    ...{ name: null, kind, elevationMetres: 1, demandCubicMetresPerSecond: 0 },
    ...{ headMetres: null, capacityCubicMetresPerSecond: null, ...more },
  },
})
const main = (fromNode: string, toNode: string, lengthMetres = 100): Feature<'watermains'> => ({
  ...head,
  id: `vt:watermains/${fromNode}-${toNode}`,
  geometry: {
    type: 'LineString',
    coordinates: [
      [0, 0],
      [5, 5],
      [9, 9],
    ],
  },
  properties: { fromNode, toNode, lengthMetres, diameterMetres: 0.1, material: null, roughness: 130, year: null },
})
const nodes = [
  waterNode('r', 'reservoir', { headMetres: 2 }),
  waterNode('p', 'pump', { headMetres: 30, capacityCubicMetresPerSecond: 0.004 }),
  waterNode('a', 'junction', { demandCubicMetresPerSecond: 0.002 }),
  waterNode('b', 'hydrant', { demandCubicMetresPerSecond: 0.002 }),
]
const mains = [main('r', 'p', 1), main('p', 'a', 1), main('a', 'b', 1000)]

describe('EPANET', () => {
  test('a pump becomes two junctions with a pump between; losses are as by hand', () => {
    const inp = readInp(epanetText('một thử', mains, nodes))
    expect(inp.get('PIPES')!.map((row) => row.slice(1, 5))).toEqual([
      ['Nr', 'Np.in', '1', '100'],
      ['Np', 'Na', '1', '100'],
      ['Na', 'Nb', '1000', '100'],
    ])
    expect(inp.get('PUMPS')).toEqual([['Np.pump', 'Np.in', 'Np', 'HEAD', 'Np.curve']])
    expect(inp.get('CURVES')).toEqual([['Np.curve', '4', '30']])
    expect(inp.get('OPTIONS')).toContainEqual(['Units', 'LPS'])
    // At its rated flow the pump lifts its rated head; 1 km of DN100 at 2 L/s and C = 130 loses 0.96 m.
    const { pressure } = solveHeads(inp)
    expect(pressure.get('Na')).toBeCloseTo(2 + 30 - 1, 1)
    expect(pressure.get('Na')! - pressure.get('Nb')!).toBeCloseTo(
      (10.667 * 1000 * (0.002 / 130) ** 1.852) / 0.1 ** 4.871,
      3,
    )
  })

  test('the day has a mean of one', () => {
    expect(dailyPattern).toHaveLength(24)
    expect(dailyPattern.reduce((a, b) => a + b, 0) / 24).toBeCloseTo(1, 2)
  })

  test('a title cannot open a section', () => {
    expect(epanetText('a\n[PIPES]', mains, nodes).startsWith('[TITLE]\na PIPES \n')).toBe(true)
  })

  const refused = (make: () => string, code: string) => {
    expect(make).toThrow(Problem)
    try {
      make()
    } catch (error) {
      expect((error as Problem).detail.code).toBe(code)
    }
  }
  test('a lost node, a network without a source and a pump without its lines are named', () => {
    refused(() => epanetText('', [...mains, main('b', 'nowhere')], nodes), 'inp/node-missing')
    refused(() => epanetText('', [mains[2]!], nodes.slice(2)), 'inp/no-source')
    refused(() => epanetText('', mains.slice(1), nodes), 'inp/pump')
  })
})

test('names are short, without blanks, and each once', () => {
  const ids = ['vt:a/x1', 'vt:b/x1', 'osm:way/có dấu', `x/${'long'.repeat(20)}`]
  const names = [...namesOf(ids, 'N').values()]
  expect(new Set(names).size).toBe(4)
  for (const name of names) expect(name).toMatch(/^[\w.-]{1,31}$/)
})

test('SWMM: levels are elevations, flap gates and the tide are kept, a pumped line is a pump', () => {
  const node = (
    id: string,
    kind: Properties['drainnodes']['kind'],
    invertMetres: number,
    flapGate = false,
  ): Feature<'drainnodes'> => ({
    ...head,
    id,
    geometry: { type: 'Point', coordinates: [0, 0] },
    properties: {
      ...{ kind, groundMetres: 1, invertMetres, flapGate, waterwayId: null },
      capacityCubicMetresPerSecond: kind === 'pump' ? 0.5 : null,
    },
  })
  const drain = (fromNode: string, toNode: string, kind: 'pipe' | 'box' = 'pipe'): Feature<'drains'> => ({
    ...head,
    id: `${fromNode}-${toNode}`,
    geometry: {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [30, 0],
      ],
    },
    properties: {
      ...{
        kind,
        fromNode,
        toNode,
        lengthMetres: 30,
        heightMetres: 0.6,
        widthMetres: 0.8,
        material: null,
        roughness: 0.013,
      },
      ...{ fromInvertMetres: 0.2, toInvertMetres: 0.1, year: null },
    },
  })
  const inp = readInp(
    swmmText(
      'x',
      [drain('m', 'o', 'box'), drain('m', 'w'), drain('w', 'q')],
      [node('m', 'manhole', 0.2), node('o', 'outfall', 0.1, true), node('w', 'pump', 0), node('q', 'outfall', 1)],
      [
        [0, 0.5],
        [3600, 0.6],
      ],
    ),
  )
  expect(inp.get('OUTFALLS')).toEqual([
    ['No', '0.1', 'TIMESERIES', 'TIDE', 'YES'],
    ['Nq', '1', 'TIMESERIES', 'TIDE', 'NO'],
  ])
  expect(inp.get('CONDUITS')!.map((row) => row.slice(1, 7))).toEqual([
    ['Nm', 'No', '30', '0.013', '0.2', '0.1'],
    ['Nm', 'Nw', '30', '0.013', '0.2', '0.1'],
  ])
  expect(inp.get('XSECTIONS')!.map((row) => row.slice(1, 4))).toEqual([
    ['RECT_CLOSED', '0.6', '0.8'],
    ['CIRCULAR', '0.6', '0'],
  ])
  expect(inp.get('PUMPS')!.map((row) => row.slice(1, 4))).toEqual([['Nw', 'Nq', 'Nw.c']])
  expect(inp.get('TIMESERIES')).toEqual([
    ['TIDE', '0', '0.5'],
    ['TIDE', '1', '0.6'],
  ])
})
