/**
 * The place before anything is generated: units, main waterways and main streets in local metres. Courses of streets are
 * known to ±300 m only; they are laid parallel to the bank they belong to (adjusted: assumed, not fact).
 */
import { projection, vn2000, type XY } from '../../../scenarios/frame.ts'
import { lineLength } from '../../../scenarios/geometry.ts'
import { type UnitFact, units, waterways } from '../facts/places.ts'
import { type OpenRing, offsetLine, opened } from './plane.ts'

const { toLocal } = projection(vn2000)
export const at = (lon: number, lat: number): XY => toLocal(lon, lat)
export const pathOf = (text: string): XY[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => at(Number(pair.split(',')[0]), Number(pair.split(',')[1])))

export interface Unit extends UnitFact {
  readonly ring: OpenRing
}
export const unitPlaces: readonly Unit[] = units.map((unit) => ({ ...unit, ring: opened(pathOf(unit.outline)) }))

export interface Channel {
  readonly name: string | null
  readonly kind: 'river' | 'canal'
  readonly line: XY[]
  readonly widthMetres: number
  readonly bedMetres: number
  /** Where the bed varies: metres along the line, and bed level there, straight between; `bedMetres` is then its middle. */
  readonly beds?: readonly (readonly [along: number, bedMetres: number])[]
  readonly provenance: 'fact' | 'assumed' | 'generated'
}

const factLine = (index: number): XY[] => pathOf(waterways[index]!.line)

/** Kênh xáng Xà No from Vàm Cái Sình to the north-east: the axis of the city. */
export const xaNo: XY[] = [
  ...pathOf('105.41523,9.75477 105.43746,9.7659'),
  ...factLine(0).slice(1),
  ...factLine(5).slice(1, 4),
]
/** The corner of Xà No where the Nàng Mau canal begins: the centre of the city. */
export const CENTRE = 3
export const nangMau: XY[] = factLine(1)

/** Widths and beds are plausible, Xà No's from the fact sheet (60 m; 2.5–9 m deep). */
export const mainChannels: readonly Channel[] = [
  { name: 'Kênh xáng Xà No', kind: 'canal', line: xaNo, widthMetres: 60, bedMetres: -4, provenance: 'fact' },
  {
    name: 'Kênh Vị Thanh – Nàng Mau',
    kind: 'canal',
    line: nangMau,
    widthMetres: 30,
    bedMetres: -2.5,
    provenance: 'fact',
  },
  {
    name: 'Sông Ba Voi',
    kind: 'river',
    line: factLine(2),
    widthMetres: 50,
    bedMetres: -4,
    provenance: 'fact',
  },
  {
    name: 'Sông Cái Tư',
    kind: 'river',
    line: [...factLine(3).slice(0, -1), ...pathOf('105.41523,9.75477')],
    widthMetres: 75,
    bedMetres: -5.5,
    provenance: 'fact',
  },
  {
    name: 'Sông Nước Đục – Cái Lớn',
    kind: 'river',
    line: factLine(4),
    widthMetres: 110,
    bedMetres: -7,
    provenance: 'fact',
  },
  {
    name: 'Sông Cái Lớn',
    kind: 'river',
    line: pathOf('105.32798,9.7006 105.3200,9.7045'),
    widthMetres: 140,
    bedMetres: -8,
    provenance: 'assumed',
  },
  {
    name: 'Sông Nước Đục',
    kind: 'river',
    line: pathOf('105.45193,9.71243 105.4560,9.7100 105.4640,9.7092'),
    widthMetres: 80,
    bedMetres: -5,
    provenance: 'assumed',
  },
]

/** The piece of a line between two distances along it. */
export function part(line: readonly XY[], from: number, to: number): XY[] {
  const out: XY[] = []
  let length = 0
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const step = Math.hypot(b[0] - a[0], b[1] - a[1])
    const point = (s: number): XY => [
      a[0] + ((s - length) / step) * (b[0] - a[0]),
      a[1] + ((s - length) / step) * (b[1] - a[1]),
    ]
    if (length + step > from && length < to) {
      if (out.length === 0) out.push(point(Math.max(from, length)))
      out.push(point(Math.min(to, length + step)))
    }
    length += step
  }
  return out
}

/** Metres along Xà No at a longitude. */
export function xaNoAt(lon: number): number {
  const x = at(lon, 9.78)[0]
  let length = 0
  for (let i = 1; i < xaNo.length; i++) {
    const [a, b] = [xaNo[i - 1]!, xaNo[i]!]
    const step = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (x <= b[0]) return length + (step * (x - a[0])) / (b[0] - a[0])
    length += step
  }
  return lineLength(xaNo)
}

/** A line along Xà No, so many metres to its right (south) bank, between two longitudes. */
export const besideXaNo = (metres: number, fromLon: number, toLon: number): XY[] =>
  offsetLine(part(xaNo, xaNoAt(fromLon), xaNoAt(toLon)), metres)

/** A line across Xà No at a longitude, from one distance of its right bank to another. */
export function acrossXaNo(lon: number, from: number, to: number): XY[] {
  const near = part(xaNo, xaNoAt(lon) - 1, xaNoAt(lon) + 1)
  const [a, b] = [near[0]!, near.at(-1)!]
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  const [nx, ny] = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length]
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  return [from, to].map((d): XY => [x + nx * d, y + ny * d])
}

export interface MainStreet {
  readonly name: string
  readonly class: 'trunk' | 'arterial' | 'collector'
  readonly line: XY[]
  readonly widthMetres: number
  readonly redLineWidthMetres: number
  readonly lanes: number
}

const trunk = { class: 'trunk', widthMetres: 14, redLineWidthMetres: 26, lanes: 4 } as const
const national = { class: 'trunk', widthMetres: 12, redLineWidthMetres: 24, lanes: 2 } as const
const arterial = { class: 'arterial', widthMetres: 15, redLineWidthMetres: 26, lanes: 4 } as const
const collector = { class: 'collector', widthMetres: 9, redLineWidthMetres: 16.5, lanes: 2 } as const
const county = { class: 'collector', widthMetres: 6.5, redLineWidthMetres: 13, lanes: 2 } as const

/** Main streets on their right bank; all end on another one, or beyond the limits. */
export const mainStreets: readonly MainStreet[] = [
  { name: 'Trần Hưng Đạo', ...trunk, line: [...besideXaNo(140, 105.4185, 105.466), at(105.469, 9.78267)].reverse() },
  { name: 'Quốc lộ 61', ...national, line: offsetLine(part(nangMau, 60, 7000), 70) },
  {
    name: 'Quốc lộ 61',
    ...national,
    line: [
      besideXaNo(140, 105.4185, 105.42)[0]!,
      ...pathOf(
        '105.4170,9.7515 105.4168,9.7492 105.4150,9.7480 105.4085,9.7460 105.4045,9.7483 105.4005,9.7468 105.3978,9.7443 105.3945,9.7464 105.3900,9.7490',
      ),
    ],
  },
  {
    name: 'Võ Nguyên Giáp',
    ...arterial,
    line: [...pathOf('105.4738,9.78122 105.4800,9.7840'), ...besideXaNo(700, 105.482, 105.535)],
  },
  { name: 'Hòa Bình', ...arterial, line: besideXaNo(150, 105.4705, 105.4965) },
  { name: 'Võ Văn Kiệt', ...collector, line: besideXaNo(425, 105.4735, 105.4985) },
  { name: 'Nguyễn Huệ', ...arterial, line: acrossXaNo(105.4764, -380, 700) },
  { name: 'Thống Nhất', ...collector, line: acrossXaNo(105.4835, 150, 700) },
  { name: 'Hùng Vương', ...collector, line: acrossXaNo(105.4895, -380, 700) },
  { name: 'Lê Hồng Phong', ...collector, line: [...besideXaNo(430, 105.424, 105.4666), at(105.4708, 9.78208)] },
  {
    name: 'Nguyễn Thái Học nối dài',
    ...collector,
    line: [...besideXaNo(650, 105.4596, 105.4666), at(105.4735, 9.7813)],
  },
  { name: 'Ngô Quốc Trị', ...collector, line: acrossXaNo(105.4596, 140, 650) },
  { name: '30/4', ...collector, line: acrossXaNo(105.4632, -380, 650) },
  { name: 'Phan Văn Trị', ...county, line: acrossXaNo(105.4242, 140, 430) },
  { name: 'Phan Đình Phùng', ...collector, line: acrossXaNo(105.4385, -95, 430) },
  // Number 2 Lý Thường Kiệt is in Phường IV: its numbers begin where Phường V ends.
  { name: 'Lý Thường Kiệt', ...collector, line: besideXaNo(-95, 105.4305, 105.483) },
  { name: 'Nam Kỳ Khởi Nghĩa', ...collector, line: besideXaNo(-95, 105.483, 105.4965) },
  { name: 'Trần Quang Diệu', ...collector, line: besideXaNo(-380, 105.452, 105.4965) },
  { name: 'Lê Lai', ...collector, line: acrossXaNo(105.452, -95, -380) },
  {
    name: '19/8',
    ...county,
    line: [acrossXaNo(105.4632, -380, -380)[0]!, ...pathOf('105.4545,9.7912 105.4470,9.7950 105.4380,9.8000')],
  },
  {
    name: 'Phạm Hùng',
    ...county,
    line: [besideXaNo(650, 105.4625, 105.464)[0]!, ...pathOf('105.4700,9.7655 105.4715,9.7560 105.4735,9.7455')],
  },
  {
    name: 'Đường tỉnh 931B',
    ...county,
    line: pathOf(
      '105.4085,9.7460 105.4060,9.7340 105.4018,9.7178 105.3880,9.7120 105.3700,9.7130 105.3600,9.7080 105.3510,9.7020 105.3430,9.6985',
    ),
  },
  {
    name: 'Đường Hỏa Lựu – Tân Tiến',
    ...county,
    line: pathOf('105.4150,9.7480 105.4230,9.7350 105.4330,9.7250 105.4440,9.7180'),
  },
]
