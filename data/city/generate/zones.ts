/**
 * Functional areas of the general plan: the names of the areas are remembered (medium to low), their limits are not known and
 * are drawn here along the waters, the main streets and the parts of the generated city. Together they cover the three units.
 */
import polygonClipping from 'polygon-clipping'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { Zoning } from '../../../scenarios/city/layers.ts'
import type { XY } from '../../../scenarios/frame.ts'
import type { BuildState } from '../../../scenarios/provenance.ts'
import { both } from '../../../scenarios/text.ts'
import { setbackFor } from '../facts/setbacks.ts'
import { feature } from './features.ts'
import { industryRing } from './land.ts'
import { at, besideXaNo, CENTRE, nangMau, unitPlaces, xaNo } from './place.ts'
import { closed, type OpenRing } from './plane.ts'

const PLAN =
  'Theo tinh thần QĐ 908/QĐ-UBND 12/6/2019 (quy hoạch chung đến 2040); ranh sinh tự động, không có giá trị pháp lý'
export const zonesNote = both(
  'Tên khu theo trí nhớ (tin cậy trung bình–thấp), lấy ý từ QĐ 908/QĐ-UBND 2019; ranh giới và chỉ tiêu sinh tự động, không dùng để cấp phép.',
  'Names from memory (medium to low confidence), inspired by decision 908/QĐ-UBND of 2019; limits and figures are generated and permit nothing.',
)

type Polygons = XY[][][]
interface Area {
  readonly name: string
  readonly surface: Polygons
  readonly zoning: Zoning
  readonly note?: string
  readonly buildState?: BuildState
}

const zoning = (
  code: string,
  imperviousShare: number,
  density: number,
  floorAreaRatio: number,
  heightMetres: number,
  setbackMetres?: number,
): Zoning => ({
  code,
  imperviousShare,
  density,
  floorAreaRatio,
  heightMetres,
  ...(setbackMetres !== undefined && { setbackMetres }),
})

/** A band along Xà No between two distances from its right bank. */
const band = (from: number, to: number, west: number, east: number): Polygons => [
  [closed([...besideXaNo(from, west, east), ...besideXaNo(to, west, east).reverse()])],
]
/** Land south of Xà No and north of the Nàng Mau canal. */
const wedge: Polygons = [[closed([...xaNo.slice(CENTRE), at(105.56, 9.8), ...nangMau.slice(1).reverse()])]]
const disc = (lon: number, lat: number, radius: number): Polygons => {
  const [x, y] = at(lon, lat)
  const ring = Array.from(
    { length: 32 },
    (_, i): XY => [x + radius * Math.cos((i * Math.PI) / 16), y + radius * Math.sin((i * Math.PI) / 16)],
  )
  return [[closed(ring)]]
}
const polygon = (...points: readonly [number, number][]): Polygons => [
  [closed(points.map(([lon, lat]) => at(lon, lat)) as OpenRing)],
]

/** Whoever comes first keeps what two areas claim. */
function areas(): Area[] {
  return [
    {
      name: 'Cụm công nghiệp – TTCN Vị Thanh',
      surface: [[closed(industryRing())]],
      zoning: zoning('CN', 0.8, 0.6, 1.8, 18, 6),
      note: 'Khoảng 88 ha theo tư liệu; vị trí giả định bên Võ Nguyên Giáp (QL61C)',
      buildState: 'under-construction',
    },
    {
      name: 'Khu hành chính – thương mại mới',
      surface: polygonClipping.intersection(wedge, band(-5, 715, 105.466, 105.4985)),
      zoning: zoning('HH', 0.75, 0.6, 4.5, 36, setbackFor('new', 36)),
    },
    {
      name: 'Trung tâm hiện hữu (P. I, III, VII cũ)',
      surface: polygonClipping.difference(
        polygonClipping.union(band(-5, 445, 105.4225, 105.471), band(400, 680, 105.458, 105.471)),
        wedge,
      ),
      zoning: zoning('OHT', 0.85, 0.8, 4, 25, 0),
    },
    {
      name: 'Khu dân cư bờ bắc Xà No (P. IV, V cũ)',
      surface: band(5, -400, 105.4515, 105.497),
      zoning: zoning('OHT', 0.8, 0.75, 3.5, 22, 0),
    },
    {
      name: 'Khu đô thị mới phía nam (P. III cũ)',
      surface: polygonClipping.difference(band(680, 1250, 105.4535, 105.471), wedge),
      zoning: zoning('OM', 0.6, 0.6, 3, 22, 3),
      note: 'Dự trữ phát triển; nay phần lớn là vườn, ruộng',
      buildState: 'approved',
    },
    {
      name: 'Hồ nước ngọt Vị Thanh',
      surface: disc(105.4415, 9.8045, 480),
      zoning: zoning('MN', 0, 0.05, 0.05, 6),
      note: 'Vị trí, quy mô chưa rõ: giả định; chưa xây dựng',
      buildState: 'proposed',
    },
    {
      name: 'Du lịch sinh thái khóm Cầu Đúc – Hỏa Tiến',
      surface: disc(105.35103, 9.70912, 1700),
      zoning: zoning('DL', 0.1, 0.1, 0.2, 9, 6),
      buildState: 'approved',
    },
    {
      name: 'Nông nghiệp công nghệ cao',
      surface: polygon([105.382, 9.694], [105.408, 9.706], [105.405, 9.724], [105.386, 9.716]),
      zoning: zoning('NNCNC', 0.1, 0.1, 0.15, 12, 6),
      buildState: 'approved',
    },
  ]
}

export function zoneFeatures(): Feature<'zones'>[] {
  const out: Feature<'zones'>[] = []
  const units = unitPlaces.map((unit): XY[][] => [closed(unit.ring)])
  let rest: Polygons = polygonClipping.union(units[0]!, ...units.slice(1))
  const add = (area: Area, surface: Polygons) => {
    if (surface.length === 0) return
    out.push(
      feature(
        'zones',
        area.name,
        { type: 'MultiPolygon', coordinates: surface },
        { name: area.name, zoning: area.zoning, plan: PLAN, note: area.note ?? null },
        'generated',
        area.buildState ?? 'as-built',
      ),
    )
  }
  for (const area of areas()) {
    add(area, polygonClipping.intersection(rest, area.surface))
    rest = polygonClipping.difference(rest, area.surface)
  }
  for (const [i, unit] of unitPlaces.entries()) {
    const rural = { name: `Nông nghiệp và dân cư nông thôn ${unit.name}`, zoning: zoning('NN', 0.1, 0.4, 1.2, 12, 2) }
    add({ ...rural, surface: [] }, polygonClipping.intersection(rest, units[i]!))
  }
  return out
}
