import { expect, test } from 'vitest'
import { at, box, changed, factory, house, lineOf, plain, tower } from '../../test/permit-cases.ts'
import type { bufferKinds, PermitCheck, WorkKind } from './case.ts'

type Corridor = NonNullable<PermitCheck['corridors']>[number]
const lot = plain(house, { lot: [10, 20], part: [10, 20] })
const line = (metres: number, change: Partial<Corridor> = {}) =>
  changed(lot, {
    corridors: [
      {
        kind: 'power',
        name: '22 kV',
        line: [at(10 + metres, -50), at(10 + metres, 80)],
        clearanceMetres: 3,
        source: 'NĐ',
        provenance: 'imported',
        ...change,
      },
    ],
  })

test.each([
  ['clear', line(3), 'pass', 3],
  ['too near', line(2.99), 'fail', 2.99],
  ['under it', line(-4), 'fail', 0],
  ['clearance not set', line(3, { clearanceMetres: null }), 'person', 3],
  ['too near by a text that is not named', line(2.99, { source: '' }), 'person', 2.99],
  ['an assumed line', line(3, { provenance: 'assumed' }), 'person', 3],
  ['no plan on file: another law', changed(line(2.99), { plans: { approved: null } }), 'fail', 2.99],
  ['none near', changed(lot, { corridors: [] }), 'pass', null],
  ['not looked at', changed(lot, { corridors: null }), 'person', null],
] as const)('corridor: %s', (_, c, verdict, actual) => {
  expect(lineOf(c, 'corridor.clearance')).toMatchObject({ verdict, actual })
})

test('a balcony counts', () => {
  const part = { ...lot.building.parts[0]!, projections: [box(10, 5, 1.2, 3)] }
  expect(lineOf(changed(line(4), { building: { parts: [part] } }), 'corridor.clearance')).toMatchObject({
    verdict: 'fail',
    actual: 2.8,
  })
})

const source = (
  kind: (typeof bufferKinds)[number],
  metres: number,
  flow: number | null = null,
  work: WorkKind = 'house',
  base = lot,
) =>
  changed(base, {
    work: { kind: work },
    buffers: [{ kind, name: 'X', ring: box(10 + metres, 0, 20, 20), cubicMetresPerDay: flow, provenance: 'imported' }],
  })

test.each([
  ['wastewater-mechanical', 199, 80],
  ['wastewater-mechanical', 200, 100],
  ['wastewater-mechanical', 5000, 100],
  ['wastewater-mechanical', 5001, 250],
  ['wastewater-mechanical', 50_000, 250],
  ['wastewater-mechanical', 50_001, 350],
  ['wastewater-closed', 199, 10],
  ['wastewater-closed', 200, 15],
  ['wastewater-closed', 5001, 30],
  ['wastewater-closed', 50_001, 40],
  ['wastewater-pump', 199, 15],
  ['wastewater-pump', 200, 20],
  ['wastewater-pump', 5001, 25],
  ['wastewater-pump', 50_001, 30],
  ['waste-transfer', null, 20],
  ['landfill-organic', null, 1000],
  ['landfill-inorganic', null, 100],
  ['incineration', null, 500],
  ['cemetery-burial', null, 1000],
  ['cemetery-one-time', null, 500],
  ['cemetery-reburial', null, 100],
  ['crematorium', null, 500],
  ['well', null, 25],
] as const)('a house keeps off %s of %d m³/day by %d m', (kind, flow, metres) => {
  expect(lineOf(source(kind, metres, flow), 'buffer.distance')).toMatchObject({ verdict: 'pass', limit: metres })
  expect(lineOf(source(kind, metres - 0.01, flow), 'buffer.distance')).toMatchObject({ verdict: 'fail', limit: metres })
})

test.each([
  ['livestock asks for more than 200 m', source('livestock', 200), 'fail', 200],
  ['livestock, more', source('livestock', 200.01), 'pass', 200],
  ['capacity not known, far enough for any', source('wastewater-pump', 30), 'pass', 30],
  ['capacity not known, between', source('wastewater-pump', 15), 'person', 30],
  ['capacity not known, too near for any', source('wastewater-pump', 14.99), 'fail', 15],
  ['a factory beside wastewater', source('wastewater-pump', 10, 100, 'factory'), 'person', 15],
  ['a factory beside a cemetery', source('cemetery-burial', 900, null, 'factory', factory), 'person', 1000],
  ['apartments beside a cemetery', source('cemetery-burial', 900, null, 'apartment', tower), 'fail', 1000],
  ['a school beside a petrol station', source('petrol-station', 49.99, null, 'education'), 'person', 50],
  ['a school farther off', source('petrol-station', 50, null, 'education'), 'pass', 50],
  ['a house beside a petrol station', source('petrol-station', 10), 'pass', null],
  ['no plan on file', changed(source('well', 10), { plans: { approved: null } }), 'person', 25],
  ['none near', changed(lot, { buffers: [] }), 'pass', null],
  ['not looked at', changed(lot, { buffers: null }), 'person', null],
] as const)('buffer: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'buffer.distance')).toMatchObject({ verdict, limit })
})

test('the clause is that of the source which is nearest to its limit', () => {
  expect(lineOf(source('livestock', 100), 'buffer.distance').clause).toContain('2.16.7')
  expect(lineOf(source('wastewater-pump', 1, 100), 'buffer.distance').clause).toContain('Bảng 2.22')
})
