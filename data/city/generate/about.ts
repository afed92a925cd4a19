/** What is told about the built-in city: sources, date, and what is fact and what is generated. */
import { vn2000 } from '../../../scenarios/frame.ts'
import type { Source } from '../../../scenarios/provenance.ts'
import { both } from '../../../scenarios/text.ts'
import { unitsSource } from '../facts/places.ts'
import { setbackTable } from '../facts/setbacks.ts'

/** Date that the data stand for. */
export const DATE = '2025-07-01'

export const generatedSource: Source = {
  title: 'Vị Thanh Twin, sinh tự động từ hạt giống / generated from a seed',
  licence: 'Apache-2.0',
  date: DATE,
}
export const unitSource: Source = { title: unitsSource, licence: 'facts', date: DATE }
export const waterSource: Source = {
  title: 'Tuyến theo ranh giới hành chính / courses along the official limits',
  licence: 'facts',
  date: DATE,
}
export const roadSource: Source = {
  title: 'Tuyến gần đúng và từ vựng tên đường / approximate courses and street names',
  licence: 'facts',
  date: DATE,
}
export const landmarkSource: Source = {
  title:
    'Địa danh từ nguồn công khai, nêu ở từng điểm / public sources named at each place (GeoNames CC BY 4.0, vietnamadminunits MIT)',
  licence: 'CC BY 4.0; MIT; facts',
  date: DATE,
}
export const planSource: Source = {
  title: 'QĐ 908/QĐ-UBND 12/6/2019 (tên khu chức năng, theo trí nhớ / names of areas, from memory)',
  licence: 'facts',
  date: '2019-06-12',
}
export const setbackSource: Source = { title: setbackTable, licence: 'facts', date: '2021-07-05' }

/** Levels in a layer stand above the city's datum, at its epoch. */
export const levels = { verticalDatum: vn2000.verticalDatum, epoch: vn2000.epoch }
export const waterNote = {
  levels,
  note: both(
    'Sông, kênh chính: tuyến là sự kiện, bề rộng và đáy giả định (Xà No 60 m). Kênh cấp hai sinh tự động.',
    'Main waters: courses are facts, widths and beds assumed (Xà No 60 m). Secondary canals are generated.',
  ),
}
export const dykeNote = {
  levels,
  note: both(
    'Vùng đê bao Ô Môn – Xà No và Nam Xà No có thật; tuyến, cao trình đỉnh và tình trạng là giả định.',
    'The belts Ô Môn – Xà No and Nam Xà No exist; their courses, crest levels and state are assumed.',
  ),
}

export const notes = [
  both(
    'Đây là đô thị tái dựng để minh họa: ranh giới ba đơn vị, tên, mã, mã bưu chính, tuyến kênh chính là sự kiện có nguồn; thửa đất, nhà, đường nhỏ, kênh cấp hai, cao độ và địa chỉ được sinh tự động.',
    'This is an illustrative reconstruction: the limits of the three units, names, codes, postcodes and main waterways are facts with sources; parcels, buildings, minor streets, secondary canals, ground levels and addresses are generated.',
  ),
  both(
    'Kết quả trên dữ liệu này là minh họa, không dùng để cấp phép hay cảnh báo thật.',
    'Results on it are illustrative: no real permit and no real warning rests on them.',
  ),
]
