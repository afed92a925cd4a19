/** A matrix of trips as CSV: origin, destination, class, vehicles/h, one pair a line; zones by their id or name. */
import type { MatrixRow } from '../../../scenarios/traffic-matrix.ts'
import { fileProblem } from '../problem.ts'
import { classNames, classOf } from './classes.ts'
import { readTable, writtenAmount } from './table.ts'

const MAX_ROWS = 2_000_000
const MOST_VEHICLES = 1e6

const columns = {
  origin: ['origin', 'from', 'điểm đi', 'nơi đi', 'từ', 'vùng đi'],
  destination: ['destination', 'to', 'điểm đến', 'nơi đến', 'đến', 'vùng đến'],
  class: ['class', 'mode', 'loại xe', 'phương tiện'],
  vehicles: ['vehiclesPerHour', 'vehicles per hour', 'vehicles', 'trips', 'xe/h', 'xe/giờ', 'số xe', 'số chuyến'],
} as const

/** @throws Problem naming the line */
export function readMatrix(bytes: Uint8Array, file: string): MatrixRow[] {
  return readTable(bytes, file, columns, MAX_ROWS).map(({ cells, place }) => {
    const vehiclesPerHour = writtenAmount(cells.vehicles, MOST_VEHICLES)
    const of = classOf(cells.class)
    const wrong = (vi: string, en: string, expected: string) =>
      fileProblem(file, 'matrix', { vi, en }, { place, expected })
    if (cells.origin === '' || cells.destination === '')
      throw wrong('dòng thiếu vùng đi hoặc vùng đến', 'a zone is missing', 'an id or name of a zone in both columns')
    if (of === null)
      throw wrong(
        `không rõ loại xe “${cells.class.slice(0, 60)}”`,
        `unknown class “${cells.class.slice(0, 60)}”`,
        classNames,
      )
    if (vehiclesPerHour === null) {
      const said = cells.vehicles.slice(0, 60)
      throw wrong(`“${said}” không phải số xe`, `“${said}” is no number of vehicles`, `0 … ${MOST_VEHICLES}`)
    }
    return { origin: cells.origin, destination: cells.destination, class: of, vehiclesPerHour, file, place }
  })
}
