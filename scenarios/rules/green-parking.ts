/** Green share of the lot and parking: QCVN 01:2021/BXD, Bảng 2.11 and 2.19; of apartments QCVN 04:2021/BXD, 2.2.17. */
import { both } from '../text.ts'
import type { WorkKind } from './case.ts'
import { ofWholeLot } from './density.ts'
import {
  atLeast,
  missing,
  notApplicable,
  person,
  personUnlessMet,
  QCVN_01,
  qcvn01,
  type Rule,
  worstOf,
} from './rule.ts'

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

const notCounted = both(
  'Bảng 2.19 cần số phòng khách sạn hoặc diện tích sàn sử dụng (building.hotelRooms, premiumSquareMetres, serviceSquareMetres); công trình khác theo nhu cầu sử dụng: cần người kiểm tra.',
  'Bảng 2.19 asks for hotel rooms or usable floor (building.hotelRooms, premiumSquareMetres, serviceSquareMetres); other works by what they need: a person checks it.',
)
const noParking = both('chỗ đỗ xe (building.parking)', 'the parking places (building.parking)')

const parking: Rule = {
  ...qcvn01,
  id: 'parking.places',
  title: both('Số chỗ đỗ ô tô con', 'Parking places for cars'),
  clause: `${QCVN_01}, 2.9.4, Bảng 2.19`,
  appliesTo: [
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
  check({ of: { building } }) {
    const { parking, hotelRooms, hotelStars, premiumSquareMetres, serviceSquareMetres } = building
    if (parking === null) return missing(noParking, { unit: 'places' })
    if (hotelRooms === null && premiumSquareMetres === null && serviceSquareMetres === null) {
      return person(notCounted, { actual: parking.cars, unit: 'places' })
    }
    const what = both('Chỗ đỗ ô tô con', 'Parking for cars')
    const finding = atLeast({ what, actual: parking.cars, limit: parkingPlaces(building), unit: 'places' })
    // Without its stars a hotel is taken at the stricter rate: only what is not met depends on them.
    const loosest = parkingPlaces({ ...building, hotelStars: hotelStars ?? 0 })
    return hotelRooms !== null && hotelStars === null && parking.cars >= loosest
      ? personUnlessMet(
          finding,
          both(
            'Thiếu hạng sao của khách sạn (building.hotelStars).',
            'The stars of the hotel are missing (building.hotelStars).',
          ),
        )
      : finding
  },
}

/** QCVN 04:2021/BXD, 2.2.17.1, with the ways of the garage in it. */
export const apartmentParking = {
  squareMetresADwelling: 25 / 4,
  shareOfFloor: 20 / 100,
  /** Social housing, resettlement; and mechanical garages. */
  socialShare: 0.6,
  mechanicalShareOfFloor: 12 / 100,
  /** For motorcycles and bicycles, of it; a motorcycle takes 3 m² (QCVN 01:2021/BXD, 2.9.4). */
  motorcycleSquareMetresADwelling: 6,
  squareMetresAMotorcycle: 3,
} as const

const apartments: Rule = {
  ...qcvn01,
  basis: 'law',
  id: 'parking.apartments',
  title: both('Diện tích chỗ để xe của căn hộ', 'Parking area of apartments'),
  clause: 'QCVN 04:2021/BXD, 2.2.17.1',
  appliesTo: ['apartment', 'mixed'],
  limits: apartmentParking,
  check({ of: { work, building } }) {
    const { parking, dwellings, dwellingSquareMetres: floor } = building
    if (work.kind === 'mixed' && dwellings === 0)
      return notApplicable(both('công trình không có căn hộ', 'it has no apartments'))
    if (parking === null) return missing(noParking, { unit: 'm²' })
    if (dwellings === null)
      return missing(both('số căn hộ (building.dwellings)', 'the apartments (building.dwellings)'), {
        actual: parking.squareMetres,
        unit: 'm²',
      })
    if (floor === null) {
      return missing(
        both(
          'diện tích sử dụng căn hộ (building.dwellingSquareMetres)',
          'the usable floor of apartments (building.dwellingSquareMetres)',
        ),
        { actual: parking.squareMetres, unit: 'm²' },
      )
    }
    const p = apartmentParking
    const limit = Math.max(p.squareMetresADwelling * dwellings, p.shareOfFloor * floor)
    const what = both('Diện tích chỗ để xe', 'The parking area')
    const area = atLeast({ what, actual: parking.squareMetres, limit, unit: 'm²' })
    const loosest = Math.min(p.socialShare * limit, p.mechanicalShareOfFloor * floor)
    const motorcycles = atLeast({
      what: both('Chỗ để xe máy, xe đạp', 'Parking for motorcycles and bicycles'),
      actual: parking.motorcycles * p.squareMetresAMotorcycle,
      limit: p.motorcycleSquareMetresADwelling * dwellings,
      unit: 'm²',
    })
    return worstOf([
      parking.squareMetres >= loosest
        ? personUnlessMet(
            area,
            both(
              'Nhà ở xã hội, tái định cư và gara cơ khí được mức thấp hơn: cần người xác nhận.',
              'Social housing, resettlement and mechanical garages may have less: a person confirms it.',
            ),
          )
        : area,
      // Bicycles take less than motorcycles and are not counted here.
      personUnlessMet(
        motorcycles,
        both(
          'Chưa kể chỗ để xe đạp: cần người xác nhận.',
          'Places for bicycles are not counted: a person confirms it.',
        ),
      ),
    ])
  },
}

export const greenParkingRules: readonly Rule[] = [green, parking, apartments]
