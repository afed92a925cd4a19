/**
 * Measuring stations: the gauge of Vị Thanh on Xà No (a fact; its place is assumed), and others where operators would want
 * them: rain, levels, salt on the western waters, air, traffic, pumps, gates, lighting cabinets, the substation.
 */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { Properties } from '../../../../scenarios/city/layers.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { stableId } from '../../../../scenarios/ids.ts'
import { toLine } from '../near.ts'
import { pieceKey, type RoadPiece } from '../network.ts'
import { at, besideXaNo, CENTRE, type Channel, xaNo } from '../place.ts'
import { Course, distance } from './course.ts'
import { made, pointAt, waterwayId } from './made.ts'
import { rankOf } from './runs.ts'

type Measures = Properties['sensors']['measures']

export interface Watched {
  readonly channels: readonly Channel[]
  readonly pieces: readonly RoadPiece[]
  readonly drainnodes: readonly Feature<'drainnodes'>[]
  readonly hydraulics: readonly Feature<'hydraulics'>[]
  readonly cabinets: readonly Feature<'cabinets'>[]
  readonly powernodes: readonly Feature<'powernodes'>[]
}

export const units: Record<Measures, string> = {
  rain: 'mm',
  level: 'm',
  salinity: 'g/L',
  air: 'µg/m³',
  traffic: 'xe/h',
  power: 'kW',
  pump: 'm³/s',
  gate: 'm',
  lamp: 'kW',
}
const COUNTS = { gate: 9, lamp: 9, pump: 9 }

const rainAt = [
  { name: 'Trạm mưa Vị Thanh', point: at(105.4672, 9.7795) },
  { name: 'Trạm mưa Vị Tân', point: at(105.442, 9.7985) },
  { name: 'Trạm mưa Hỏa Lựu', point: at(105.4175, 9.744) },
  { name: 'Trạm mưa Hỏa Tiến', point: at(105.372, 9.712) },
]
const airAt = [
  { name: 'Trạm không khí trung tâm', point: at(105.4662, 9.7822) },
  { name: 'Trạm không khí khu hành chính', point: at(105.4815, 9.7885) },
  { name: 'Trạm không khí Vị Tân', point: at(105.4415, 9.7785) },
]
/** Salt comes from the west: Cái Lớn, Cái Tư, Nước Đục, then Xà No (places named in bulletins; positions assumed). */
const saltAt = [
  { name: 'Trạm mặn Cái Lớn – Hỏa Tiến', point: at(105.33, 9.7) },
  { name: 'Trạm mặn Cái Tư', point: at(105.388, 9.735) },
  { name: 'Trạm mặn Nước Đục', point: at(105.402, 9.69) },
  { name: 'Trạm mặn Kênh Lầu', point: at(105.372, 9.717) },
  { name: 'Trạm mặn Vàm Cái Sình', point: at(105.4155, 9.7547) },
  { name: 'Trạm mặn Xà No – trung tâm', point: at(105.4655, 9.783) },
]
const levelAt = [
  { name: 'Mực nước Xà No – Vàm Cái Sình', point: at(105.418, 9.756) },
  { name: 'Mực nước Xà No – Vị Thanh 2', point: besideXaNo(0, 105.49, 105.4905)[0]! },
  { name: 'Mực nước kênh Nàng Mau', point: at(105.489, 9.7775) },
  { name: 'Mực nước Ba Voi', point: at(105.4217, 9.7783) },
  { name: 'Mực nước Cái Tư', point: at(105.4, 9.748) },
  { name: 'Mực nước Cái Lớn', point: at(105.342, 9.68) },
  { name: 'Mực nước Nước Đục', point: at(105.43, 9.6985) },
]
const countedStreets = [
  'Trần Hưng Đạo',
  'Quốc lộ 61',
  'Võ Nguyên Giáp',
  'Hòa Bình',
  'Nguyễn Huệ',
  '30/4',
  'Lê Hồng Phong',
  'Lý Thường Kiệt',
  'Hùng Vương',
  'Võ Văn Kiệt',
  'Đường tỉnh 931B',
]

export function makeSensors(w: Watched): Feature<'sensors'>[] {
  const gauge = xaNo[CENTRE]!
  return [
    ...rainAt.map(({ name, point }) => sensor(name, 'rain', point, null)),
    ...airAt.map(({ name, point }) => sensor(`${name} (PM2.5)`, 'air', point, null)),
    inWater('Trạm thủy văn Vị Thanh (kênh xáng Xà No)', 'level', gauge, w.channels),
    ...levelAt.map(({ name, point }) => inWater(name, 'level', point, w.channels)),
    ...saltAt.map(({ name, point }) => inWater(name, 'salinity', point, w.channels)),
    ...countedStreets.flatMap((street) => counterOn(street, w.pieces)),
    ...w.drainnodes
      .filter((f) => f.properties.kind === 'pump')
      .slice(0, COUNTS.pump)
      .map((f) => on(f, `Trạm bơm thoát nước ${f.id.slice(-4)}`, 'pump')),
    ...widest(w.hydraulics).map((f) => on(f, `Độ mở ${f.properties.name}`, 'gate')),
    ...largest(w.cabinets).map((f) => on(f, f.properties.name, 'lamp')),
    ...w.powernodes.filter((f) => f.properties.kind === 'substation').map((f) => on(f, f.properties.name!, 'power')),
  ]
}

function sensor(name: string, measures: Measures, point: XY, watches: string | null): Feature<'sensors'> {
  const isKnown = name.startsWith('Trạm thủy văn')
  return made<'sensors'>(
    stableId('sensors', `${measures} ${name} ${watches ?? ''}`),
    pointAt(point),
    { name, measures, unit: units[measures], zeroMetres: measures === 'level' ? 0 : null, watches },
    isKnown ? 'assumed' : 'generated',
  )
}

const on = (f: Feature, name: string, measures: Measures) => sensor(name, measures, f.geometry.coordinates as XY, f.id)

/** By the bank of the nearest waterway: two metres within its edge. */
function inWater(name: string, measures: Measures, near: XY, channels: readonly Channel[]): Feature<'sensors'> {
  const channel = channels.reduce((a, b) => (toLine(near, b.line).distance < toLine(near, a.line).distance ? b : a))
  const course = new Course(channel.line)
  const { point, heading } = course.at(toLine(near, channel.line).along)
  const out = Math.max(0, channel.widthMetres / 2 - 2)
  return sensor(name, measures, [point[0] + heading[1] * out, point[1] - heading[0] * out], waterwayId(channel))
}

/** On the longest piece of a street. */
function counterOn(street: string, pieces: readonly RoadPiece[]): Feature<'sensors'>[] {
  const own = pieces.filter(
    (piece) => piece.name === street && !piece.bridge && rankOf[piece.class] >= rankOf.collector,
  )
  if (own.length === 0) return []
  const length = (piece: RoadPiece) => distance(piece.line[0]!, piece.line.at(-1)!)
  const piece = own.reduce((a, b) => (length(b) > length(a) ? b : a))
  const course = new Course(piece.line)
  const { point, heading } = course.at(course.length / 2)
  const out = piece.widthMetres / 2 + 0.8
  const place: XY = [point[0] - heading[1] * out, point[1] + heading[0] * out]
  return [sensor(`Đếm xe ${street}`, 'traffic', place, stableId('roads', pieceKey(piece)))]
}

/** The named gates, then the widest. */
const widest = (all: readonly Feature<'hydraulics'>[]) =>
  all
    .filter((f) => f.properties.kind === 'sluice')
    .toSorted(
      (a, b) =>
        Number(b.provenance === 'assumed') - Number(a.provenance === 'assumed') ||
        b.properties.widthMetres! - a.properties.widthMetres! ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, COUNTS.gate)

const largest = (all: readonly Feature<'cabinets'>[]) =>
  all.toSorted((a, b) => b.properties.lamps - a.properties.lamps || (a.id < b.id ? -1 : 1)).slice(0, COUNTS.lamp)
