import { expect, test } from 'vitest'
import { changed, house, lineOf, plain, tower } from '../../test/permit-cases.ts'
import type { PermitCheck, WorkKind } from './case.ts'
import { parkingPlaces } from './green-parking.ts'

/** 1 000 m², 40 % built. */
const green = (kind: WorkKind, squareMetres: number | null, place: Partial<PermitCheck['place']> = {}) =>
  changed(plain(tower, { lot: [20, 50], part: [20, 20] }), {
    work: { kind },
    place,
    building: { greenSquareMetres: squareMetres },
  })

test.each([
  ['apartment', 200, 'pass', 20],
  ['apartment', 199.9, 'fail', 20],
  ['education', 300, 'pass', 30],
  ['education', 299.9, 'fail', 30],
  ['health', 299.9, 'fail', 30],
  ['culture', 300, 'pass', 30],
  ['factory', 200, 'pass', 20],
  ['factory', 199.9, 'fail', 20],
  ['house', 0, 'pass', null],
  ['commercial', 0, 'pass', null],
  ['apartment', null, 'person', 20],
  ['apartment', 600, 'pass', 20],
  ['apartment', 601, 'person', 20],
] as const)('green share of %s, %d m² of 1 000: %s', (kind, squareMetres, verdict, limit) => {
  expect(lineOf(green(kind, squareMetres), 'green.share')).toMatchObject({ verdict, limit })
})

test('a green share that is not met is for a person in existing areas and without a plan', () => {
  expect(lineOf(green('apartment', 199, { area: 'existing' }), 'green.share').verdict).toBe('person')
  expect(lineOf(green('apartment', 199, { area: null }), 'green.share').verdict).toBe('person')
  expect(lineOf(green('apartment', 200, { area: 'existing' }), 'green.share').verdict).toBe('pass')
  expect(lineOf(changed(green('apartment', 199), { plans: { approved: null } }), 'green.share').verdict).toBe('person')
})

const none = { hotelRooms: null, hotelStars: null, premiumSquareMetres: null, serviceSquareMetres: null }
test.each([
  [{ hotelRooms: 40, hotelStars: 3 }, 10],
  [{ hotelRooms: 41, hotelStars: 3 }, 11],
  [{ hotelRooms: 40, hotelStars: 2 }, 5],
  [{ premiumSquareMetres: 1000 }, 10],
  [{ premiumSquareMetres: 1000.1 }, 11],
  [{ serviceSquareMetres: 1000 }, 5],
  [{ hotelRooms: 2, hotelStars: 5, premiumSquareMetres: 50 }, 1],
])('Bảng 2.19: %o asks for %d places', (asked, places) => {
  expect(parkingPlaces({ ...none, ...asked })).toBe(places)
})

const parked = (kind: WorkKind, cars: number | null, building: Partial<PermitCheck['building']> = {}) =>
  changed(tower, {
    work: { kind },
    building: {
      ...none,
      ...building,
      parking: cars === null ? null : { cars, motorcycles: 0, squareMetres: cars * 25 },
    },
  })
test.each([
  ['as many as asked', parked('commercial', 10, { premiumSquareMetres: 1000 }), 'pass', 10],
  ['one fewer', parked('commercial', 9, { premiumSquareMetres: 1000 }), 'fail', 10],
  ['a hotel without its stars, enough for any', parked('commercial', 10, { hotelRooms: 40 }), 'pass', 10],
  ['a hotel without its stars, between', parked('commercial', 5, { hotelRooms: 40 }), 'person', 10],
  ['a hotel without its stars, too few for any', parked('commercial', 4, { hotelRooms: 40 }), 'fail', 10],
  ['no parking told', parked('commercial', null, { premiumSquareMetres: 1000 }), 'person', null],
  ['no floor told', parked('commercial', 10), 'person', null],
  ['apartments have a code of their own', parked('apartment', 0), 'pass', null],
  ['mixed use', parked('mixed', 9, { premiumSquareMetres: 1000 }), 'fail', 10],
  ['a house', house, 'pass', null],
] as const)('parking: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'parking.places')).toMatchObject({ verdict, limit })
})

const garage = (
  squareMetres: number,
  motorcycles: number,
  building: Partial<PermitCheck['building']> = {},
  kind: WorkKind = 'apartment',
) =>
  changed(tower, {
    work: { kind },
    building: {
      dwellings: 100,
      dwellingSquareMetres: 5000,
      ...building,
      parking: { cars: 0, motorcycles, squareMetres },
    },
  })
test.each([
  ['20 m² for 100 m² of apartments', garage(1000, 200), 'pass', 1000],
  ['less: social housing might', garage(999.9, 200), 'person', 1000],
  ['less than social housing and mechanical garages', garage(599.9, 200), 'fail', 1000],
  ['at 60 %', garage(600, 200), 'person', 1000],
  ['25 m² for four small apartments', garage(625, 200, { dwellingSquareMetres: 3000 }), 'pass', 625],
  ['25 m² for four, less', garage(624.9, 200, { dwellingSquareMetres: 3000 }), 'person', 625],
  ['6 m² of motorcycles each, less: bicycles might', garage(1000, 199), 'person', 600],
  ['apartments not counted', garage(1000, 200, { dwellings: null }), 'person', null],
  ['their floor not known', garage(1000, 200, { dwellingSquareMetres: null }), 'person', null],
  ['mixed use', garage(599.9, 200, {}, 'mixed'), 'fail', 1000],
  ['mixed use without apartments', garage(0, 0, { dwellings: 0 }, 'mixed'), 'pass', null],
  ['no parking told', changed(garage(0, 0), { building: { parking: null } }), 'person', null],
  ['a house', house, 'pass', null],
] as const)('parking of apartments: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'parking.apartments')).toMatchObject({ verdict, limit })
})
