/**
 * The elevation files of a city as one surface: asked in local metres, answered by the first file, in the order given, that knows a
 * level there; and what is to be told of them. Without any file the ground is 0 m, which is said wherever it is shown.
 */
import { type Frame, projectionBetween, type XY } from '../../../scenarios/frame.ts'
import type { Provenance, Source } from '../../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import type { Elevation } from '../../readers/grid/elevation.ts'

/** Of SRTM, and assumed of files that do not state theirs, m. */
const GROUND_ERROR_METRES = 6
/** Without any file the level of the ground is not known: a figure that no depth can hide behind, m. */
const UNKNOWN_GROUND_ERROR_METRES = 1000
const CELL_METRES = 10

/** Level at a place in local metres, m: NaN in a void, null where no file reaches. */
export type LevelAt = (point: XY) => number | null

export function surfaceOf(elevations: readonly Elevation[], frame: Frame): LevelAt {
  if (elevations.length === 0) return () => 0
  const files = elevations.map((file) => ({
    file,
    project: file.crs ? projectionBetween(frame.proj4, file.crs.proj4) : (point: XY) => point,
  }))
  return (point) => {
    let level: number | null = null
    for (const { file, project } of files) {
      const [x, y] = project(point)
      const found = file.at(x, y)
      if (found === null) continue
      level = found
      if (!Number.isNaN(found)) break
    }
    return level
  }
}

export interface GroundFacts {
  readonly verticalDatum: string
  readonly epoch: string
  readonly provenance: Provenance
  readonly sources: Source[]
  readonly sourceResolutionMetres: number
  readonly standardErrorMetres: number
  readonly date: string
  readonly note: Bilingual
}

/** @param date of the map, for what no elevation file dates */
export function groundFacts(elevations: readonly Elevation[], date: string): GroundFacts {
  if (elevations.length === 0) return noGround(date)
  const srtm = elevations.filter(({ kind }) => kind === 'srtm')
  const others = elevations.filter(({ kind }) => kind !== 'srtm')
  const sourceResolutionMetres = Math.max(...elevations.map(({ resolutionMetres }) => resolutionMetres))
  const sources: Source[] = others.map((file) => ({
    title: `${file.name} (${file.crs?.name ?? 'reference system of the city'}, ${file.resolutionMetres} m)`,
    licence: 'not stated in the file',
  }))
  if (srtm.length > 0) {
    const coarse = srtm.some(({ resolutionMetres }) => resolutionMetres === 90)
    sources.unshift({
      title: `NASA SRTM ${coarse ? '3″' : '1″'} (${srtm.map(({ name }) => name).join(', ')})`,
      licence: 'public domain',
      url: 'https://www.earthdata.nasa.gov/data/instruments/srtm',
      date: '2000-02',
    })
  }
  const known = others.length === 0
  return {
    verticalDatum: known ? 'EGM96' : 'not stated in the elevation files',
    epoch: known ? '2000-02' : 'not stated in the elevation files',
    provenance: 'imported',
    sources,
    sourceResolutionMetres,
    standardErrorMetres: GROUND_ERROR_METRES,
    date: known ? '2000-02' : date,
    note: known ? srtmNote(sourceResolutionMetres) : fileNote(elevations, sourceResolutionMetres),
  }
}

const srtmNote = (resolution: number): Bilingual =>
  both(
    `Nền đất lấy từ SRTM độ phân giải khoảng ${resolution} m, nội suy về ô ${CELL_METRES} m: thô, gồm cả mái nhà và tán cây, sai số chuẩn khoảng ${GROUND_ERROR_METRES} m. Độ sâu ngập chỉ để minh họa.`,
    `The ground is SRTM of about ${resolution} m, interpolated to ${CELL_METRES} m cells: coarse, with roofs and trees in it, standard error about ${GROUND_ERROR_METRES} m. Flood depths on it are illustrative.`,
  )

function fileNote(files: readonly Elevation[], resolution: number): Bilingual {
  const names = files.map(({ name }) => name).join(', ')
  const untold = files.filter(({ crs }) => crs === null).map(({ name }) => name)
  const [vi, en] =
    untold.length === 0
      ? ['', '']
      : [
          ` ${untold.join(', ')} không ghi hệ tọa độ: coi như hệ của đô thị.`,
          ` ${untold.join(', ')} states no reference system: taken for that of the city.`,
        ]
  return both(
    `Nền đất lấy từ ${names}, độ phân giải thô nhất ${resolution} m, nội suy về ô ${CELL_METRES} m. Tệp không ghi hệ cao độ, niên đại và sai số: sai số chuẩn ${GROUND_ERROR_METRES} m là giả định.${vi}`,
    `The ground is that of ${names}, ${resolution} m at the coarsest, interpolated to ${CELL_METRES} m cells. Datum of levels, epoch and error are not stated in the files: the standard error of ${GROUND_ERROR_METRES} m is an assumption.${en}`,
  )
}

function noGround(date: string): GroundFacts {
  return {
    verticalDatum: 'none: ground 0 m assumed',
    epoch: date,
    provenance: 'assumed',
    sources: [{ title: 'No elevation file: ground 0 m assumed', licence: 'none' }],
    sourceResolutionMetres: CELL_METRES,
    standardErrorMetres: UNKNOWN_GROUND_ERROR_METRES,
    date,
    note: both(
      `Không có tệp cao độ: nền đất lấy bằng 0 m ở mọi nơi, là giả định; sai số chuẩn ghi ${UNKNOWN_GROUND_ERROR_METRES} m vì không biết. Không dùng để tính ngập.`,
      `There is no elevation file: the ground is taken as 0 m everywhere, an assumption; its standard error is given as ${UNKNOWN_GROUND_ERROR_METRES} m for want of knowledge. Not fit for flood runs.`,
    ),
  }
}
