/** Traffic counts (số liệu đếm xe) as CSV: road, direction, class, vehicles/h. */
import type { TrafficCount } from '../../../scenarios/traffic.ts'
import { fileProblem } from '../problem.ts'
import { folded } from '../vector/text.ts'
import { classNames, classOf } from './classes.ts'
import { readTable, writtenAmount } from './table.ts'

const MAX_ROWS = 2000
const MOST_VEHICLES = 100_000

const columns = {
  road: ['road', 'road id', 'đường', 'mã đường', 'tuyến đường'],
  direction: ['direction', 'chiều', 'hướng'],
  class: ['class', 'mode', 'loại xe', 'phương tiện'],
  vehicles: ['vehiclesPerHour', 'vehicles per hour', 'vehicles', 'count', 'xe/h', 'xe/giờ', 'số xe', 'lưu lượng'],
} as const

const directions: Record<TrafficCount['direction'], readonly string[]> = {
  forward: ['forward', 'xuôi', 'chiều xuôi', 'thuận', 'đi', 'chiều đi'],
  backward: ['backward', 'ngược', 'chiều ngược', 'về', 'chiều về'],
}

/** @returns one count a road, direction and class @throws Problem naming the line */
export function readCounts(bytes: Uint8Array, file: string): TrafficCount[] {
  const seen = new Map<string, string>()
  return readTable(bytes, file, columns, MAX_ROWS).map(({ cells, place }) => {
    const wrong = (vi: string, en: string, expected: string) =>
      fileProblem(file, 'counts', { vi, en }, { place, expected })
    const quoted = (text: string) => `“${text.slice(0, 60)}”`
    const way = folded(cells.direction)
    const direction = (['forward', 'backward'] as const).find((id) => directions[id].some((own) => folded(own) === way))
    const of = classOf(cells.class)
    const vehiclesPerHour = writtenAmount(cells.vehicles, MOST_VEHICLES)
    if (cells.road === '') throw wrong('dòng thiếu mã đường', 'the road is missing', 'the id of a road')
    if (!direction) {
      const said = quoted(cells.direction)
      throw wrong(`không rõ chiều ${said}`, `unknown direction ${said}`, 'forward (chiều đi), backward (chiều về)')
    }
    if (of === null) {
      const said = quoted(cells.class)
      throw wrong(`không rõ loại xe ${said}`, `unknown class ${said}`, classNames)
    }
    if (vehiclesPerHour === null) {
      const said = quoted(cells.vehicles)
      throw wrong(`${said} không phải số xe`, `${said} is no number of vehicles`, `0 … ${MOST_VEHICLES}`)
    }
    const key = `${cells.road} ${direction} ${of}`
    const before = seen.get(key)
    if (before)
      throw wrong(`đếm trùng với ${before}`, `counted already at ${before}`, 'one count a road, direction and class')
    seen.set(key, place)
    return { road: cells.road, direction, class: of, vehiclesPerHour }
  })
}
