/** What the card of a place says of its names, codes and coordinates: the same on the map, on the text page and on paper. */
import { type Bilingual, both } from '../text.ts'
import type { Candidate } from './candidate.ts'

/** Since when the units are those of today, and the postcodes. */
export const UNITS_SINCE = '2025-07-01'
export const POSTCODES_SINCE = '2025-08-24'

export interface CardRow {
  readonly id: 'name' | 'oldName' | 'postcode' | 'oldPostcode' | 'gridCode' | 'wgs84' | 'degrees' | 'vn2000'
  readonly title: Bilingual
  readonly value: string
  readonly note?: Bilingual
}

/** Codes that were another area's before (facts §6.2, §6.5). */
const reused: Readonly<Record<string, Bilingual>> = {
  '95109': both(
    'Trước đây là mã của xã Vị Tân (cũ); nay là mã của cả phường Vị Tân',
    'Was the code of the former commune of Vị Tân; now of the whole ward of Vị Tân',
  ),
  '95112': both(
    'Trước đây là mã của xã Hỏa Lựu (cũ); nay là mã của cả xã Hỏa Lựu mới',
    'Was the code of the former commune of Hỏa Lựu; now of the whole new commune of Hỏa Lựu',
  ),
}

export const nothingOnFile = both('chưa có trong dữ liệu', 'not on file')

export function codeRows({ oldLabel, postcode, oldPostcode, gridCode }: Candidate): CardRow[] {
  const rows: CardRow[] = []
  if (oldLabel)
    rows.push({ id: 'oldName', title: both('Tên trước ngày 1/7/2025', 'Name before 1 July 2025'), value: oldLabel })
  if (postcode) {
    const title = both('Mã bưu chính (từ 24/8/2025)', 'Postcode (since 24 August 2025)')
    rows.push({ id: 'postcode', title, value: postcode, ...(reused[postcode] ? { note: reused[postcode] } : {}) })
  }
  if (oldPostcode) {
    const title = both('Mã bưu chính trước đó', 'Postcode before')
    rows.push({ id: 'oldPostcode', title, value: oldPostcode })
  }
  const note = both(
    'Mô phỏng kiểu Vpostcode, chờ quy tắc được công bố',
    'Made after the Vpostcode, until its rule is published',
  )
  rows.push({
    id: 'gridCode',
    title: both('Mã ô lưới (khoảng 3 × 3 m)', 'Grid code (about 3 × 3 m)'),
    value: gridCode,
    note,
  })
  return rows
}

/** @param local metres in the frame of the city; left out where they are not known yet */
export function coordinateRows(
  { lon, lat }: Candidate,
  local: { readonly crs: string; readonly east: number; readonly north: number } | null,
): CardRow[] {
  const rows: CardRow[] = [
    {
      id: 'wgs84',
      title: both('WGS 84 (vĩ độ, kinh độ)', 'WGS 84 (latitude, longitude)'),
      value: `${lat.toFixed(6)}, ${lon.toFixed(6)}`,
    },
    {
      id: 'degrees',
      title: both('WGS 84, độ phút giây', 'WGS 84, degrees, minutes, seconds'),
      value: degreesText(lon, lat),
    },
  ]
  if (local) {
    const vietnamese = local.crs === 'EPSG:5897'
    rows.push({
      id: 'vn2000',
      title: vietnamese
        ? both(
            'VN-2000, kinh tuyến trục 105°00′, múi 3° (X bắc, Y đông)',
            'VN-2000, meridian 105°00′, 3° zone (X north, Y east)',
          )
        : both(`${local.crs} (bắc, đông)`, `${local.crs} (north, east)`),
      value: `X ${local.north.toFixed(2)}; Y ${local.east.toFixed(2)}`,
    })
  }
  return rows
}

/** e.g. `9°47′02,4″B 105°28′12,5″Đ` as `9°47′02.4″N 105°28′12.5″E`: what maps elsewhere take. */
export function degreesText(lon: number, lat: number): string {
  const angle = (value: number, plus: string, minus: string) => {
    const tenths = Math.round(Math.abs(value) * 36_000)
    const [degrees, minutes, seconds] = [
      Math.floor(tenths / 36_000),
      Math.floor(tenths / 600) % 60,
      (tenths % 600) / 10,
    ]
    const two = (text: string, length: number) => text.padStart(length, '0')
    return `${degrees}°${two(String(minutes), 2)}′${two(seconds.toFixed(1), 4)}″${value < 0 ? minus : plus}`
  }
  return `${angle(lat, 'N', 'S')} ${angle(lon, 'E', 'W')}`
}

export const kindTitle: Readonly<Record<Candidate['kind'], Bilingual>> = {
  address: both('Địa chỉ', 'Address'),
  interpolated: both('Địa chỉ nội suy dọc đường', 'Address placed along the street'),
  street: both('Đường', 'Street'),
  place: both('Địa điểm', 'Place'),
  waterway: both('Sông, kênh', 'Waterway'),
  locality: both('Tổ, bờ kênh', 'Group of houses'),
  unit: both('Đơn vị hành chính', 'Administrative unit'),
  postcode: both('Mã bưu chính', 'Postcode'),
  grid: both('Ô lưới', 'Grid cell'),
  coordinates: both('Vị trí', 'Location'),
  parcel: both('Thửa đất', 'Parcel'),
}

/** What is said beside a place that is not quite what was asked; null where it is. */
export function sureness({ kind, score }: Pick<Candidate, 'kind' | 'score'>): Bilingual | null {
  if (kind === 'interpolated') return both('nội suy dọc đường', 'placed along the street')
  return score < NEARLY ? both('gần đúng', 'nearly') : null
}
const NEARLY = 0.75

export const generatedNote = both(
  'Số nhà, đường và thửa của thành phố dựng sẵn là dữ liệu minh họa, không phải địa chỉ thật.',
  'House numbers, streets and parcels of the built-in city are illustrative, not real addresses.',
)
