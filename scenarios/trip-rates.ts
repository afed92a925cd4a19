/**
 * How many vehicle trips a building makes: one table for the traffic engine, the permits and the person who asks where a
 * figure comes from. None of it was counted in this city: rates are orders of magnitude as in handbooks of trip generation,
 * chosen so that the built-in city draws in the morning about what its households send out. Counts take their place.
 */
import type { Provenance } from './provenance.ts'
import { type Bilingual, both } from './text.ts'
import { type TrafficSettings, type UserClass, userClasses } from './traffic.ts'

export interface TripRate {
  readonly title: Bilingual
  /** Visits by vehicle a day to 100 m² of floor area (diện tích sàn): each is a trip in and a trip out. */
  readonly visits: number
  /** Share of the day’s visits that come, and go, in the morning peak, as multiples of the hour’s share of the day. */
  readonly comeInMorning: number
  readonly goInMorning: number
  /** Trucks and buses, as a multiple of their share in the city. */
  readonly heavy: number
  readonly provenance: Provenance
  readonly confidence: 'low' | 'medium'
}

const assumed = (
  title: Bilingual,
  visits: number,
  comeInMorning: number,
  goInMorning: number,
  heavy: number,
  confidence: TripRate['confidence'] = 'low',
): TripRate => ({ title, visits, comeInMorning, goInMorning, heavy, provenance: 'assumed', confidence })

export const tripRates = {
  residential: assumed(both('Nhà ở (khách đến)', 'Housing (visitors)'), 0.3, 0.5, 0.5, 0.3),
  commercial: assumed(both('Thương mại, dịch vụ', 'Trade and services'), 11, 0.7, 0.25, 1.2),
  market: assumed(both('Chợ', 'Market'), 60, 2, 1.5, 2),
  office: assumed(both('Cơ quan, văn phòng', 'Offices'), 10, 3, 0.3, 0.2, 'medium'),
  education: assumed(both('Trường học', 'Schools'), 13, 3.5, 1, 0.2, 'medium'),
  health: assumed(both('Y tế', 'Health'), 20, 1.5, 0.5, 0.5, 'medium'),
  industrial: assumed(both('Công nghiệp, kho tàng', 'Industry and storage'), 2.5, 3, 0.6, 4),
  transport: assumed(both('Bến xe, bãi xe', 'Stations and parking'), 60, 1.5, 1.2, 5),
  sport: assumed(both('Thể thao, văn hóa', 'Sport and culture'), 6, 0.6, 0.5, 0.2),
  religious: assumed(both('Tôn giáo, di tích', 'Religion and heritage'), 4, 0.3, 0.3, 0.2),
  other: assumed(both('Công trình khác', 'Other buildings'), 2, 1, 0.5, 1),
  none: assumed(both('Không phát sinh chuyến đi', 'No trips'), 0, 0, 0, 0, 'medium'),
} as const satisfies Record<string, TripRate>
export type TripUse = keyof typeof tripRates

/** Gross floor area of a dwelling, m², where households are not known or not built yet; the built-in city has 138. */
export const FLOOR_AREA_OF_A_HOUSEHOLD = 120
/** Where the population of the unit is not known. */
export const PERSONS_IN_A_HOUSEHOLD = 3.5

/** Of the trips of the hour: from home to an activity, and back; the rest lead from one activity to another. */
export const directions = {
  am: { leaving: 0.75, returning: 0.1 },
  pm: { leaving: 0.1, returning: 0.75 },
  off: { leaving: 0.4, returning: 0.4 },
} as const satisfies Record<TrafficSettings['hour'], object>

/** On roads that leave the city: the classes as multiples of their share within it, and the share that passes through. */
export const externalTraffic: { readonly classes: Readonly<Record<UserClass, number>>; readonly throughShare: number } =
  {
    classes: { motorbike: 0.6, car: 3, heavy: 4, bicycle: 0 },
    throughShare: 0.3,
  }

/** Uses as this city and OpenStreetMap call them. What is not listed is `other`; an unnamed building mostly is a house. */
const usesOfBuildings: Record<string, TripUse> = table({
  residential: 'residential house detached semidetached_house terrace apartments dormitory bungalow villa unknown yes',
  commercial: 'commercial retail shop supermarket kiosk hotel restaurant cafe bank fuel tourism mall',
  market: 'market marketplace',
  office: 'office government public civic townhall police fire_station post_office courthouse',
  education: 'education school kindergarten college university library',
  health: 'health hospital clinic doctors pharmacy',
  industrial: 'industrial industry warehouse factory manufacture works storage_tank',
  transport: 'transport train_station bus_station transportation parking ferry_terminal',
  sport: 'sport stadium sports_hall sports_centre park theatre cinema museum culture grandstand',
  religious: 'religious heritage church chapel cathedral temple pagoda mosque synagogue shrine place_of_worship',
  none: 'garage garages shed hut roof carport greenhouse toilets ruins construction bridge',
})

/** Uses of land-use and planning codes (TT 08/2024/TT-BTNMT, TT 04/2022/TT-BXD): what is built out there. */
const usesOfCodes: Record<string, TripUse> = table({
  residential: 'OCT ODT ONT OHT OM LK BT CC NXH',
  commercial: 'TMD TMDV CSK',
  market: 'DCH',
  office: 'TSC DTS CQ CDG DSN DKH DNG DSK DBV CCC CCDV DXH DCK',
  education: 'DGD TH THCS',
  health: 'DYT YT',
  industrial: 'SKK SKN SKT SKC SKX SCT CN TTCN KT',
  transport: 'DGT GT P',
  sport: 'DTT TDTT DVH DKV DSH',
  religious: 'TON TIN TG DDT DDL DDD',
})

function table(words: Partial<Record<TripUse, string>>): Record<string, TripUse> {
  const entries = Object.entries(words).flatMap(([use, list]) => list.split(' ').map((word) => [word, use]))
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}

export const purposeOfBuilding = (use: string): TripUse => usesOfBuildings[use] ?? 'other'
/** Mixed use (HH) is half housing, half trade; codes of land that is not built on make no trips. */
export const purposesOfCode = (code: string): readonly (readonly [use: TripUse, share: number])[] =>
  code === 'HH'
    ? [
        ['residential', 0.5],
        ['commercial', 0.5],
      ]
    : [[usesOfCodes[code] ?? 'none', 1]]

/** Shares by class that sum to 1; nothing where all are 0. */
export function normalisedShares(shares: TrafficSettings['shares']): Record<UserClass, number> {
  const sum = userClasses.reduce((total, id) => total + shares[id], 0)
  return mapClasses((id) => (sum > 0 ? shares[id] / sum : 0))
}

export const mapClasses = <T>(of: (id: UserClass) => T): Record<UserClass, T> => ({
  motorbike: of('motorbike'),
  car: of('car'),
  heavy: of('heavy'),
  bicycle: of('bicycle'),
})

/** What a quiet hour sees of a day’s visits, as a multiple of the hour’s share. */
const QUIET_HOUR = 0.7

/** Visits of the hour, vehicles/h: those that come and those that go. The evening is the morning turned round. */
export function visitsInHour(
  use: TripUse,
  floorAreaSquareMetres: number,
  settings: TrafficSettings,
): { coming: number; going: number } {
  const rate = tripRates[use]
  const visits = (rate.visits * floorAreaSquareMetres * settings.hourShare * settings.growth) / 100
  const [come, go] =
    settings.hour === 'am'
      ? [rate.comeInMorning, rate.goInMorning]
      : settings.hour === 'pm'
        ? [rate.goInMorning, rate.comeInMorning]
        : [QUIET_HOUR, QUIET_HOUR]
  return { coming: visits * come, going: visits * go }
}

/**
 * Vehicles/h that a building adds in the hour, by class: visits by its use and floor area (diện tích sàn), and the trips of
 * the households that live in it. @param use as the layer of buildings has it
 */
export function tripsOfBuilding(
  use: string,
  floorAreaSquareMetres: number,
  households: number,
  settings: TrafficSettings,
): Record<UserClass, { readonly coming: number; readonly going: number }> {
  const kind = purposeOfBuilding(use)
  const visits = visitsInHour(kind, floorAreaSquareMetres, settings)
  const home = households * settings.tripsPerHousehold * settings.hourShare * settings.growth
  const { leaving, returning } = directions[settings.hour]
  const shares = normalisedShares(settings.shares)
  const light = 1 - shares.heavy
  const heavyOf = (factor: number) => (light > 0 ? Math.min(1, shares.heavy * factor) : 1)
  const [heavyVisits, heavyHome] = [heavyOf(tripRates[kind].heavy), heavyOf(tripRates.residential.heavy)]
  return mapClasses((id) => {
    const of = (heavy: number) => (id === 'heavy' ? heavy : light > 0 ? ((1 - heavy) * shares[id]) / light : 0)
    return {
      coming: visits.coming * of(heavyVisits) + home * returning * of(heavyHome),
      going: visits.going * of(heavyVisits) + home * leaving * of(heavyHome),
    }
  })
}
