import { expect, test } from 'vitest'
import { Problem } from '../../scenarios/problem.ts'
import type { MatrixRow } from '../../scenarios/traffic-matrix.ts'
import { matrixDemand } from './matrix.ts'

const zones = [
  { id: 'a', name: 'Khu vực 1' },
  { id: 'b', name: 'Khu vực 2' },
  { id: 'c', name: 'Khu vực 2' },
]
const row = (
  origin: string | number,
  destination: string | number,
  vehiclesPerHour: number,
  of: MatrixRow['class'] = 'car',
): MatrixRow => {
  return { origin, destination, class: of, vehiclesPerHour, file: 'od.csv', place: 'line 7' }
}

test('rows become matrices by class; rows of one pair add up, trips within a zone are set apart', () => {
  const demand = matrixDemand(zones, [
    row('a', 'b', 10),
    row('Khu vực 1', 'b', 5),
    row('b', 'b', 3),
    row(3, 1, 2, 'heavy'),
  ])
  expect([...demand.matrices.car]).toEqual([0, 15, 0, 0, 0, 0, 0, 0, 0])
  expect([...demand.matrices.heavy]).toEqual([0, 0, 0, 0, 0, 0, 2, 0, 0])
  expect([[...demand.produced], [...demand.attracted], [...demand.within]]).toEqual([
    [15, 3, 2],
    [2, 18, 0],
    [0, 3, 0],
  ])
})

test.each([
  ['x', /od\.csv: line 7: there is no zone “x”.*one of the 3 zones, e\.g\. a/],
  [4, /there is no zone “4”/],
  [0, /there is no zone “0”/],
  ['Khu vực 2', /several zones are named “Khu vực 2”/],
])('%s is no zone', (name, said) => {
  const read = () => matrixDemand(zones, [row('a', name, 1)])
  expect(read).toThrow(Problem)
  expect(read).toThrow(said)
})
