/** How readers say what is wrong with a file: code, both languages, where, and what was expected there. */
import { Problem } from '../../scenarios/problem.ts'
import type { Bilingual } from '../../scenarios/text.ts'

export function fileProblem(
  file: string,
  code: string,
  message: Bilingual,
  where: { place?: string; expected?: string } = {},
): Problem {
  return new Problem({ code: `file/${code}`, message, file, ...where })
}

export const emptyFile = (file: string, expected: string) =>
  fileProblem(file, 'empty', { vi: 'tệp trống', en: 'the file is empty' }, { expected })

/** Degrees are refused, with the way to make metres of them. */
export const degreesRefused = (file: string, place?: string) =>
  fileProblem(
    file,
    'degrees',
    {
      vi:
        'lưới này tính bằng độ (kinh độ, vĩ độ); mô phỏng cần lưới theo mét. Hãy chiếu lại, ví dụ: ' +
        'gdalwarp -t_srs EPSG:32648 -tr 10 10 -r bilinear vào.tif ra.tif (chọn múi UTM hoặc VN-2000 của nơi đó)',
      en:
        'this grid is in degrees; the simulation needs metres. Reproject it, for example: ' +
        'gdalwarp -t_srs EPSG:32648 -tr 10 10 -r bilinear in.tif out.tif (with the UTM or national zone of the place)',
    },
    { ...(place && { place }), expected: 'a metric grid' },
  )

/**
 * Whether a grid without a named reference system can only be in degrees: cells under a centimetre (0.01° is 1.1 km) within
 * the range of longitudes and latitudes.
 */
export const looksLikeDegrees = (cellSize: number, west: number, north: number): boolean =>
  cellSize < 0.01 && Math.abs(west) <= 360 && Math.abs(north) <= 90 && (west !== 0 || north > 1)

export const tooManyCells = (file: string, columns: number, rows: number, most: number) =>
  fileProblem(
    file,
    'too-large',
    {
      vi: `lưới ${columns} × ${rows} ô lớn hơn mức đọc được`,
      en: `the grid of ${columns} × ${rows} cells is larger than can be read`,
    },
    { expected: `at most ${most} cells` },
  )
