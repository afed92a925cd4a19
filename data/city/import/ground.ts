/** The ground from elevation files: resampled to the city's cells between the points; voids filled from around; the sea lowered to its bed. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { contains, polygonsOf } from '../../../scenarios/geometry.ts'
import { cellCentre, cellsInPolygon, createGrid, type Grid } from '../../../scenarios/grid.ts'
import { Problem, type Progress, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import type { Elevation } from '../../readers/grid/elevation.ts'
import { GROUND_CELL_METRES, type Place } from './place.ts'

export async function readGroundLevels(
  place: Place,
  elevations: readonly Elevation[],
  listen: { signal?: Signal | undefined; progress?: Progress },
): Promise<Grid> {
  const [west, south, east, north] = place.extent
  const columns = Math.round((east - west) / GROUND_CELL_METRES)
  const rows = Math.round((north - south) / GROUND_CELL_METRES)
  const ground = createGrid({ columns, rows, cellSize: GROUND_CELL_METRES, west, north })
  if (elevations.length === 0) return ground
  let [voids, beyond] = [0, 0]
  for (let row = 0; row < rows; row++) {
    if (row % 64 === 0) {
      await pause(0)
      throwIfAborted(listen.signal)
      listen.progress?.(row / rows)
    }
    for (let column = 0; column < columns; column++) {
      const centre = cellCentre(ground, column, row)
      const level = place.levelAt(centre)
      ground.data[row * columns + column] = level ?? Number.NaN
      if (level === null) {
        if (contains(place.bounds, centre)) throw notCovered(place, centre, elevations)
        beyond++
      } else if (Number.isNaN(level)) voids++
    }
  }
  const filled = voids + beyond
  if (filled === ground.data.length) throw onlyVoids(elevations)
  if (filled > 0) {
    fillFromAround(ground)
    const { reporter } = place
    if (voids > 0) {
      reporter.note(
        `Lấp ${voids} ô trống của DEM theo các ô lân cận.`,
        `${voids} void cells of the DEM were filled from around.`,
      )
    }
    if (beyond > 0) {
      reporter.note(
        `${beyond} ô ở rìa nằm ngoài các tệp DEM: lấy theo ô gần nhất.`,
        `${beyond} cells in the margin lie outside the DEM files: taken from the nearest.`,
      )
    }
  }
  return ground
}

/** Missing cells take the mean of their known neighbours, ring by ring. */
export function fillFromAround({ data, columns, rows }: Grid): void {
  let missing = [...data.keys()].filter((i) => Number.isNaN(data[i]!))
  while (missing.length > 0 && missing.length < data.length) {
    const found = missing.map((i) => {
      const [row, column] = [Math.floor(i / columns), i % columns]
      let [sum, n] = [0, 0]
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const level = data[r * columns + c]!
          if (!Number.isNaN(level)) {
            sum += level
            n++
          }
        }
      }
      return n > 0 ? sum / n : Number.NaN
    })
    missing.forEach((i, k) => {
      data[i] = found[k]!
    })
    missing = missing.filter((i) => Number.isNaN(data[i]!))
  }
}

/** Lowers the ground under water whose bed is known; gives the number of cells. */
export function lowerToBeds(ground: Grid, water: readonly Feature<'water'>[]): number {
  let lowered = 0
  for (const { geometry, properties } of water) {
    const bed = properties.bedMetres
    if (bed === null) continue
    for (const rings of polygonsOf(geometry)) {
      cellsInPolygon(ground, rings, (i) => {
        ground.data[i] = Math.min(ground.data[i]!, bed)
        lowered++
      })
    }
  }
  return lowered
}

const tileName = (lon: number, lat: number) =>
  `${lat < 0 ? 'S' : 'N'}${String(Math.abs(Math.floor(lat))).padStart(2, '0')}${lon < 0 ? 'W' : 'E'}${String(Math.abs(Math.floor(lon))).padStart(3, '0')}.hgt`

function notCovered({ projection }: Place, [x, y]: XY, elevations: readonly Elevation[]): Problem {
  const [lon, lat] = projection.toWgs84(x, y)
  return new Problem({
    code: 'import/dem-elsewhere',
    message: {
      vi: `DEM không phủ đô thị ở ${lat.toFixed(4)}°, ${lon.toFixed(4)}°`,
      en: `the DEM does not cover the city at ${lat.toFixed(4)}°, ${lon.toFixed(4)}°`,
    },
    file: elevations.map(({ name }) => name).join(', '),
    expected: `${tileName(lon, lat)}, or another file that covers it`,
  })
}

const onlyVoids = (elevations: readonly Elevation[]) =>
  new Problem({
    code: 'import/dem-void',
    message: { vi: 'DEM không có cao độ nào ở đô thị này', en: 'the DEM holds no level at all in this city' },
    file: elevations.map(({ name }) => name).join(', '),
    expected: 'levels of the ground, not voids alone',
  })
