import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LinkState, linkOf, readLink } from './share-link.ts'

/** Links that have been given out. They are for ever: add to the list, never change what stands in it. */
const golden: [link: string, read: LinkState & { newer: boolean }][] = [
  [
    '/?v=1&c=105.47012,9.78401,15.30&at=105.470123,9.784012&q=657+Tr%E1%BA%A7n+H%C6%B0ng+%C4%90%E1%BA%A1o&l=units,parcels',
    {
      path: '/',
      view: { lon: 105.47012, lat: 9.78401, zoom: 15.3 },
      place: { lon: 105.470123, lat: 9.784012, text: '657 Trần Hưng Đạo' },
      layers: ['units', 'parcels'],
      newer: false,
    },
  ],
  [
    '/report?v=1&c=105.4,9.7,12',
    { path: '/report', view: { lon: 105.4, lat: 9.7, zoom: 12 }, place: null, layers: null, newer: false },
  ],
  ['/c/AB12?v=1&l=', { path: '/c/AB12', view: null, place: null, layers: [], newer: false }],
  // The text page gives a place alone.
  [
    '/?at=105.47,9.784',
    { path: '/', view: null, place: { lon: 105.47, lat: 9.784, text: null }, layers: null, newer: false },
  ],
  // Of a later version the place is sure.
  [
    '/?v=2&at=105.47,9.784&c=somewhere&l=a',
    { path: '/', view: null, place: { lon: 105.47, lat: 9.784, text: null }, layers: null, newer: true },
  ],
  [
    '/?v=1&c=105.47,9.784,14&f=rain-10-years,tide-2022',
    {
      ...{ path: '/', view: { lon: 105.47, lat: 9.784, zoom: 14 }, place: null, layers: null, newer: false },
      floods: ['rain-10-years', 'tide-2022'],
    },
  ],
  [
    '/?v=1&l=&f=019ac0de-0000-7000-8000-0000000000e2',
    {
      ...{ path: '/', view: null, place: null, layers: [], newer: false },
      floods: ['019ac0de-0000-7000-8000-0000000000e2'],
    },
  ],
]

const read = (link: string) => {
  const [path = '', query = ''] = link.split('?')
  return readLink(path, new URLSearchParams(query))
}

describe('links to the map', () => {
  test.each(golden)('%s', (link, state) => {
    expect(read(link)).toEqual({ floods: [], ...state })
  })

  test('what is written is read back', () => {
    const degrees = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 }).map((n) => n / 1e5)
    const state = fc.record({
      path: fc.constantFrom('/', '/report', '/route', '/c/AB12'),
      view: fc.option(
        fc.record({ lon: degrees(180), lat: degrees(85), zoom: fc.integer({ min: 0, max: 2400 }).map((n) => n / 100) }),
      ),
      place: fc.option(
        fc.record({
          lon: degrees(180),
          lat: degrees(85),
          text: fc.option(fc.string({ unit: fc.constantFrom(...'aạĐ 1/,&=+%#<"'), minLength: 1, maxLength: 80 })),
        }),
      ),
      layers: fc.option(fc.array(fc.constantFrom('units', 'parcels', 'flood-10'), { maxLength: 5 })),
      floods: fc.uniqueArray(fc.constantFrom('rain-10-years', 'tide-2022', '019ac0de-0000-7000-8000-0000000000e2'), {
        maxLength: 2,
      }),
    })
    fc.assert(
      fc.property(state, (wanted) => {
        expect(read(linkOf(wanted))).toEqual({ ...wanted, newer: false })
      }),
    )
  })

  test('what is not valid is left out, whatever it is', () => {
    for (const at of ['a,b', '999,9', '105', '105,9,1', '1e3,2', 'NaN,1', '105.4,9.7<script>', '', '105.47,-86']) {
      expect(read(`/?v=1&at=${encodeURIComponent(at)}`)?.place).toBe(null)
    }
    expect(read('/?v=1&c=1,2,99')?.view).toBe(null)
    expect(read(`/?v=1&at=105,9&q=${'a'.repeat(201)}`)?.place?.text).toBe(null)
    expect(read('/?v=1&at=105,9&q=a%E2%80%AEb')?.place?.text).toBe(null)
    expect(read('/?v=1&l=__proto__,UNITS,a"b,ok')?.layers).toEqual(['ok'])
    expect(read('/?v=1&f=a,a,B,b,c')?.floods).toEqual(['a', 'b'])
    expect(read('/?v=2&at=105,9&f=a')?.floods).toEqual([])
    expect(read('//evil.example?v=1')?.path).toBe('/')
    expect(read('/?utm=1')).toBe(null)
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (query) => void read(`/?v=1&${query}`)))
  })
})
