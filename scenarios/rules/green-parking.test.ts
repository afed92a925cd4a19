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
  ['apartments', parked('apartment', 500), 'person', null],
  ['mixed use with dwellings', parked('mixed', 10, { premiumSquareMetres: 1000, dwellings: 20 }), 'person', 10],
  ['mixed use without', parked('mixed', 10, { premiumSquareMetres: 1000, dwellings: 0 }), 'pass', 10],
  ['a house', house, 'pass', null],
] as const)('parking: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'parking.places')).toMatchObject({ verdict, limit })
})
