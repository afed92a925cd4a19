import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { numberIn, parseTable, rowsOf, surveyOf } from './corners.ts'

const CITY: Bounds = [535100, 1069800, 555600, 1087300]
const rows = (...corners: [x: string, y: string, side?: string][]) =>
  corners.map(([x, y, side = '']) => ({ x, y, side }))
const lot = rows(['1082300', '551700', '20'], ['1082300', '551720'], ['1082305', '551720'], ['1082305', '551700'])

test.each([
  ['1082339.145', 1082339.145],
  ['1082339,145', 1082339.145],
  ['1.082.339,145', 1082339.145],
  ['1,082,339.145', 1082339.145],
  ['1 082 339,145', 1082339.145],
  ['1.082.339', 1082339],
  ['-3,5', -3.5],
  ['12', 12],
  ['', null],
  ['X (m)', null],
  ['1,2,3.4.5', null],
])('%s is read as %s', (text, value) => {
  expect(numberIn(text)).toBe(value)
})

test('a table is read from a spreadsheet, with its heading, numbers and sides; from a PDF, by spaces; with commas and points', () => {
  const sheet =
    'STT\tX (m)\tY (m)\tCạnh (m)\r\n1\t1082300,000\t551700,000\t20,00\r\n2\t1082300,000\t551720,000\t5,00\r\n'
  expect(parseTable(sheet)).toEqual({
    rows: rows(['1082300', '551700', '20'], ['1082300', '551720', '5']),
    remarks: [expect.objectContaining({ vi: 'Bỏ qua 1 dòng không có tọa độ.' })],
  })
  for (const text of ['1 1082300.5 551700.25', '1082300.5,551700.25', '1; 1082300,5; 551700,25'])
    expect(parseTable(text).rows).toEqual(rows(['1082300.5', '551700.25']))
})

test('easting before northing is told by the figures, and said', () => {
  const { rows: read, remarks } = parseTable('551700,5\t1082300,5')
  expect(read).toEqual(rows(['1082300.5', '551700.5']))
  expect(remarks[0]!.vi).toContain('đổi chỗ')
})

test('closing error, area, perimeter and stated sides', () => {
  const closed = surveyOf([...lot, { x: '1082300.03', y: '551700.04', side: '' }], CITY)
  expect(closed.closingErrorMetres).toBeCloseTo(0.05)
  expect(closed).toMatchObject({ areaSquareMetres: 100, perimeterMetres: 50, sideErrorMetres: 0, faults: [] })
  expect(closed.ring).toHaveLength(5)
  const open = surveyOf(lot, CITY)
  expect(open.closingErrorMetres).toBe(null)
  expect(open.ring).toEqual(closed.ring)
  const wrong = surveyOf([{ ...lot[0]!, side: '21' }, ...lot.slice(1)], CITY)
  expect(wrong.faults).toEqual([
    { row: 0, message: expect.objectContaining({ vi: expect.stringContaining('21.00 m ≠ 20.00 m') }) },
  ])
})

test('the wrong corner is marked: outside, exchanged, no number, twice, crossing', () => {
  const instead = (at: number, x: string, y: string) => surveyOf(lot.with(at, { x, y, side: '' }), CITY)
  expect(instead(2, '1082305', '551720 m').marked).toEqual([2])
  expect(instead(1, '551720', '1082300').faults[0]).toMatchObject({
    row: 1,
    message: { vi: expect.stringContaining('đổi chỗ') },
  })
  expect(instead(3, '2082305', '551700').faults[0]).toMatchObject({
    row: 3,
    message: { vi: 'Góc nằm ngoài thành phố.' },
  })
  expect(instead(1, '1082300', '551700').marked).toEqual([1])
  // A pentagon with one figure mistyped: that corner alone makes it sound again.
  const pentagon = rows(
    ['1082300', '551700'],
    ['1082300', '551720'],
    ['1082310', '551720'],
    ['1082315', '551710'],
    ['1082310', '551700'],
  )
  const crossed = surveyOf(pentagon.with(3, { x: '1082285', y: '551710', side: '' }), CITY)
  expect(crossed.ring).toBe(null)
  expect(crossed.marked).toContain(3)
  // Two corners in the wrong order.
  expect(surveyOf([lot[0]!, lot[2]!, lot[1]!, lot[3]!], CITY).marked.length).toBeGreaterThan(1)
})

test('a ring goes into the table and comes back, to the millimetre', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 536000000, max: 555000000 }),
      fc.integer({ min: 1070000000, max: 1087000000 }),
      fc.array(fc.integer({ min: 5000, max: 50000 }), { minLength: 3, maxLength: 12 }),
      (x, y, radii) => {
        const ring = radii.map((radius, i): XY => {
          const turn = (2 * Math.PI * i) / radii.length
          return [Math.round(x + radius * Math.cos(turn)) / 1000, Math.round(y + radius * Math.sin(turn)) / 1000]
        })
        const survey = surveyOf(rowsOf(ring), CITY)
        expect(survey.ring).toEqual([...ring, ring[0]])
        expect(
          surveyOf(
            parseTable(
              rowsOf(ring)
                .map((row) => `${row.x}\t${row.y}`)
                .join('\n'),
            ).rows,
            CITY,
          ).ring,
        ).toEqual(survey.ring)
      },
    ),
  )
})
