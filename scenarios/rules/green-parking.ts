/** Green share of the lot (Bảng 2.11) and parking places (Bảng 2.19): QCVN 01:2021/BXD, 2.6.5, 2.9.4. */
import { both } from '../text.ts'
import type { WorkKind } from './case.ts'
import { ofWholeLot } from './density.ts'
import { atLeast, missing, person, personUnlessMet, QCVN_01, qcvn01, type Rule } from './rule.ts'

export const table211: Partial<Record<WorkKind, number>> = {
  apartment: 20,
  education: 30,
  health: 30,
  culture: 30,
  factory: 20,
}

const green: Rule = {
  ...qcvn01,
  id: 'green.share',
  title: both('Tỷ lệ đất trồng cây xanh trong lô', 'Share of the lot that is green'),
  clause: `${QCVN_01}, 2.6.5, Bảng 2.11`,
  appliesTo: Object.keys(table211) as WorkKind[],
  limits: table211,
  check(facts) {
    const { building, place, work } = facts.of
    const limit = table211[work.kind]!
    if (building.greenSquareMetres === null) {
      return missing(
        both('diện tích cây xanh (building.greenSquareMetres)', 'the green area (building.greenSquareMetres)'),
        { limit, unit: '%' },
      )
    }
    const actual = (building.greenSquareMetres / facts.lotSquareMetres) * 100
    const free = 100 - facts.densityPercent
    const finding = atLeast(
      { what: both('Tỷ lệ cây xanh', 'The green share'), actual, limit, unit: '%' },
      { geometry: facts.shape.ring(facts.lot) },
    )
    if (actual > free + 1e-9) {
      return person(
        both(
          'Diện tích cây xanh lớn hơn phần đất không xây dựng: cần người kiểm tra.',
          'The green area is larger than the ground that is not built on: a person looks at it.',
        ),
        { limit, actual: finding.actual!, unit: '%' },
      )
    }
    if (place.area === 'new') return ofWholeLot(facts, finding)
    return ofWholeLot(
      facts,
      personUnlessMet(
        finding,
        place.area === null
          ? both(
              'Chưa rõ là khu vực mới hay hiện hữu (place.area).',
              'Whether the area is new or existing is not known (place.area).',
            )
          : both(
              'Khu vực hiện hữu: theo quy hoạch chi tiết, thiết kế đô thị (2.7).',
              'Existing area: as the detailed plan or urban design sets it (2.7).',
            ),
      ),
    )
  },
}

/** Bảng 2.19 and its note: places for cars; the others at least half of it. */
export const table219 = { roomsAPlace: 4, fromStars: 3, squareMetresAPlace: 100, othersShare: 0.5 } as const

export function parkingPlaces(building: {
  hotelRooms: number | null
  hotelStars: number | null
  premiumSquareMetres: number | null
  serviceSquareMetres: number | null
}): number {
  const rooms = (building.hotelRooms ?? 0) / table219.roomsAPlace
  const hotel = (building.hotelStars ?? table219.fromStars) >= table219.fromStars ? rooms : rooms * table219.othersShare
  const premium = (building.premiumSquareMetres ?? 0) / table219.squareMetresAPlace
  const service = ((building.serviceSquareMetres ?? 0) / table219.squareMetresAPlace) * table219.othersShare
  return Math.ceil(hotel + premium + service - 1e-9)
}

const parking: Rule = {
  ...qcvn01,
  id: 'parking.places',
  title: both('Số chỗ đỗ ô tô con', 'Parking places for cars'),
  clause: `${QCVN_01}, 2.9.4, Bảng 2.19`,
  appliesTo: [
    'apartment',
    'commercial',
    'mixed',
    'education',
    'health',
    'culture',
    'sport',
    'market',
    'factory',
    'warehouse',
    'other',
  ],
  limits: table219,
  check({ of: { work, building } }) {
    const { parking, hotelRooms, premiumSquareMetres, serviceSquareMetres } = building
    if (work.kind === 'apartment') {
      return person(
        both(
          'Chung cư theo QCVN 04:2021/BXD, chưa có trong bộ quy tắc: cần người kiểm tra.',
          'Apartments follow QCVN 04:2021/BXD, which these rules do not hold: a person checks it.',
        ),
        { actual: parking?.cars ?? null, unit: 'places' },
      )
    }
    if (parking === null)
      return missing(both('chỗ đỗ xe (building.parking)', 'the parking places (building.parking)'), { unit: 'places' })
    const counted = hotelRooms !== null || premiumSquareMetres !== null || serviceSquareMetres !== null
    if (!counted) {
      return person(
        both(
          'Bảng 2.19 cần số phòng khách sạn hoặc diện tích sàn sử dụng (building.hotelRooms, premiumSquareMetres, serviceSquareMetres); công trình khác theo nhu cầu sử dụng.',
          'Bảng 2.19 asks for hotel rooms or usable floor (building.hotelRooms, premiumSquareMetres, serviceSquareMetres); other works by what they need.',
        ),
        { actual: parking.cars, unit: 'places' },
      )
    }
    const what = both('Chỗ đỗ ô tô con', 'Parking for cars')
    const finding = atLeast({ what, actual: parking.cars, limit: parkingPlaces(building), unit: 'places' })
    // Without its stars a hotel is taken at the stricter rate: only what is not met depends on them.
    const loosest = parkingPlaces({ ...building, hotelStars: building.hotelStars ?? 0 })
    if (finding.verdict === 'fail' && hotelRooms !== null && building.hotelStars === null && parking.cars >= loosest) {
      return personUnlessMet(
        finding,
        both(
          'Thiếu hạng sao của khách sạn (building.hotelStars).',
          'The stars of the hotel are missing (building.hotelStars).',
        ),
      )
    }
    // A dwelling part of mixed use has a table of its own.
    return work.kind === 'mixed' && (building.dwellings ?? 1) > 0 && finding.verdict === 'pass'
      ? person(
          both(
            `${finding.why.vi} Phần căn hộ theo QCVN 04:2021/BXD: cần người kiểm tra.`,
            `${finding.why.en} Its dwellings follow QCVN 04:2021/BXD: a person checks it.`,
          ),
          { limit: finding.limit!, actual: finding.actual!, unit: 'places' },
        )
      : finding
  },
}

export const greenParkingRules: readonly Rule[] = [green, parking]
