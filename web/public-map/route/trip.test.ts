import { expect, test } from 'vitest'
import { requestOf, searchOf, tripOf } from './trip.ts'

test('the address of the page says the trip and gives it back; what is not understood is left out', () => {
  const search = '?from=105.47%2C9.784&to=105.468%2C9.79&by=foot&at=2026-11-26T17%3A30'
  const trip = tripOf(search)
  expect(trip).toEqual({
    from: { lon: 105.47, lat: 9.784 },
    to: { lon: 105.468, lat: 9.79 },
    by: 'foot',
    at: '2026-11-26T17:30',
  })
  expect(searchOf(trip)).toBe(search)
  expect(tripOf('?from=9.7&to=300,9&by=plane&at=today')).toEqual({ from: null, to: null, by: 'motorbike', at: null })
})

test('the server is asked in its own words, and not before both ends are there', () => {
  const trip = tripOf('?from=105.47,9.784&to=105.468,9.79&by=foot&at=2026-11-26T17:30')
  expect(requestOf(trip)).toBe(
    '/api/route?mode=walk&from=105.47%2C9.784&to=105.468%2C9.79&at=2026-11-26T17%3A30%3A00%2B07%3A00',
  )
  expect(requestOf({ ...trip, to: null })).toBeNull()
})
