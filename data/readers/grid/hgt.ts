/**
 * SRTM tiles (.hgt, .hgt.zip): big-endian int16 points one degree across, 1201 (3″) or 3601 (1″) a side, the first row at the
 * northern edge, neighbours sharing their edge; −32768 is a void. The name gives the south-west corner.
 */
import { isZip, unpacked, zipEntries } from '../bytes.ts'
import { emptyFile, fileProblem } from '../problem.ts'

export interface HgtTile {
  readonly name: string
  /** South-west corner, degrees. */
  readonly lon: number
  readonly lat: number
  /** Points along a side. */
  readonly side: number
  /** Metres above EGM96, row 0 north; NaN in voids. */
  readonly data: Float32Array
  readonly voids: number
}

const SIDES = [1201, 3601]
const VOID = -32768

export const isHgtSize = (bytes: number): boolean => SIDES.some((side) => side * side * 2 === bytes)

export async function readHgt(bytes: Uint8Array, file: string): Promise<HgtTile> {
  if (bytes.length === 0) throw emptyFile(file, 'an SRTM tile (.hgt or .hgt.zip)')
  const { name, body } = isZip(bytes)
    ? await fromZip(bytes, file)
    : { name: file, body: await unpacked(bytes, file, 3601 * 3601 * 2) }
  const side = SIDES.find((s) => s * s * 2 === body.length)
  if (side === undefined) {
    throw fileProblem(
      file,
      'hgt-size',
      {
        vi: `tệp có ${body.length} byte, không phải mảnh SRTM nguyên vẹn`,
        en: `the file has ${body.length} bytes, which is no whole SRTM tile`,
      },
      { place: `byte ${body.length}`, expected: '2 884 802 bytes (1201 × 1201) or 25 934 402 bytes (3601 × 3601)' },
    )
  }
  const corner = /([NS])(\d{2})([EW])(\d{3})[^/\\]*$/i.exec(name)
  if (!corner) {
    throw fileProblem(
      file,
      'hgt-name',
      { vi: 'tên mảnh không cho biết góc tây nam', en: 'the name of the tile does not give its south-west corner' },
      { place: name, expected: 'a name such as N09E105.hgt' },
    )
  }
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const data = new Float32Array(side * side)
  let voids = 0
  for (let i = 0; i < data.length; i++) {
    const value = view.getInt16(i * 2, false)
    if (value !== VOID && (value < -500 || value > 9000)) {
      throw fileProblem(
        file,
        'hgt-level',
        { vi: `cao độ ${value} m không thể có trên mặt đất`, en: `a level of ${value} m is not found on Earth` },
        { place: `byte ${i * 2}`, expected: 'big-endian int16 between −500 and 9000 m, or −32768' },
      )
    }
    if (value === VOID) voids++
    data[i] = value === VOID ? Number.NaN : value
  }
  const lat = Number(corner[2]) * (/s/i.test(corner[1]!) ? -1 : 1)
  const lon = Number(corner[4]) * (/w/i.test(corner[3]!) ? -1 : 1)
  return { name: name.replace(/^.*[/\\]/, ''), lon, lat, side, data, voids }
}

async function fromZip(bytes: Uint8Array, file: string) {
  const entry = zipEntries(bytes, file).find((e) => /\.hgt$/i.test(e.name))
  if (entry) return { name: entry.name, body: await entry.read(3601 * 3601 * 2) }
  throw fileProblem(
    file,
    'hgt-missing',
    { vi: 'trong tệp zip không có mảnh .hgt nào', en: 'there is no .hgt tile in the zip file' },
    { expected: 'one .hgt file inside' },
  )
}

/** Level at a place by bilinear interpolation between points, m; NaN outside the tile or where all four are void. */
export function sampleHgt(tile: HgtTile, lon: number, lat: number): number {
  const { side, data } = tile
  const x = (lon - tile.lon) * (side - 1)
  const y = (tile.lat + 1 - lat) * (side - 1)
  if (!(x >= 0 && y >= 0 && x <= side - 1 && y <= side - 1)) return Number.NaN
  const column = Math.min(side - 2, Math.floor(x))
  const row = Math.min(side - 2, Math.floor(y))
  const [tx, ty] = [x - column, y - row]
  let [sum, weight] = [0, 0]
  for (const [i, w] of [
    [row * side + column, (1 - tx) * (1 - ty)],
    [row * side + column + 1, tx * (1 - ty)],
    [(row + 1) * side + column, (1 - tx) * ty],
    [(row + 1) * side + column + 1, tx * ty],
  ] as const) {
    const value = data[i]!
    if (!Number.isNaN(value) && w > 0) {
      sum += w * value
      weight += w
    }
  }
  return weight > 0 ? sum / weight : Number.NaN
}
