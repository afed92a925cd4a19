import { type Cesium3DTileFeature, Expression } from 'cesium'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attribute, isOneOf, type LayerFilter, matches, showExpression } from './filter.ts'

const parcel = {
  sheet: '12',
  year: 2010,
  name: 'Chợ Vị Thanh',
  flap: true,
  none: null,
  zoning: { code: 'ODT', density: 0.6 },
}

test('all conditions must hold; nested attributes answer to their flat names', () => {
  expect(attribute(parcel, 'zoningCode')).toBe('ODT')
  const filter: LayerFilter = {
    zoningCode: { kind: 'any', values: ['ODT', 'CX'] },
    zoningDensity: { kind: 'range', least: 0.5, most: null },
    name: { kind: 'text', words: ' vi thanh ' },
  }
  expect(matches(filter, parcel)).toBe(true)
  expect(matches({ ...filter, year: { kind: 'range', least: 2011, most: null } }, parcel)).toBe(false)
  expect(matches(filter, { ...parcel, zoningCode: 'CX', zoningDensity: 0.5 })).toBe(true)
  expect(matches({}, {})).toBe(true)
})

test('what is not stated matches only where that is asked for', () => {
  for (const properties of [{ none: null }, {}]) {
    expect(matches({ none: { kind: 'any', values: [null] } }, properties)).toBe(true)
    expect(matches({ none: { kind: 'any', values: ['x'] } }, properties)).toBe(false)
    expect(matches({ none: { kind: 'range', least: null, most: null } }, properties)).toBe(false)
    expect(matches({ none: { kind: 'text', words: '' } }, properties)).toBe(false)
  }
})

test('a range holds exactly the numbers between its ends', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true }),
      fc.double({ noNaN: true }),
      fc.double({ noNaN: true }),
      (v, least, most) => {
        expect(matches({ v: { kind: 'range', least, most } }, { v })).toBe(v >= least && v <= most)
      },
    ),
  )
})

/** The styling language is close enough to JavaScript to be run as it, with its own few functions. */
function runs(filter: LayerFilter, feature: Record<string, unknown>): boolean {
  const code = showExpression(filter).replaceAll('${', '(').replaceAll('}', ')')
  const regExp = (pattern: string, flags: string) => new RegExp(pattern, flags)
  return Boolean(new Function('feature', 'regExp', `return ${code}`)(feature, regExp))
}

test('the 3D style shows what the map shows', () => {
  const value = fc.oneof(
    fc.constantFrom('house', 'nhà', "it's", 'a\\b', 'Đường'),
    fc.integer({ min: 0, max: 9 }),
    fc.constant(null),
  )
  const filter = fc.oneof(
    fc.record({ kind: fc.constant('any' as const), values: fc.array(value, { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('range' as const),
      least: fc.option(fc.integer({ min: 0, max: 9 })),
      most: fc.option(fc.integer({ min: 0, max: 9 })),
    }),
    fc.record({
      kind: fc.constant('text' as const),
      words: fc.constantFrom('nha', 'duong', "t's", 'a\\', 'H', '5', '('),
    }),
  )
  fc.assert(
    fc.property(filter, fc.oneof(value, fc.constant(undefined)), (a, it) => {
      // A range asks for a number: the style cannot tell '5' from 5, and tiles hold no numbers as text.
      if (a.kind === 'range' && typeof it === 'string') return
      expect(runs({ a }, { a: it })).toBe(matches({ a }, { a: it }))
    }),
  )
  expect(showExpression(undefined)).toBe('true')
  expect(showExpression({ kind: { kind: 'any', values: ['pole', null] } }, ['id', 'provenance'])).toBe('false')
  expect(showExpression({}, ['id'])).toBe('true')
})

test('objects are told by their ids in the styling language, whatever signs the ids hold', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[\w:/.()+'\\-]{1,12}$/), { minLength: 2, maxLength: 8 }), (ids) => {
      const [other, ...those] = ids
      const holds = (id: string) => {
        const object = { getPropertyInherited: () => id } as unknown as Cesium3DTileFeature
        return new Expression(isOneOf(those)).evaluate(object)
      }
      for (const id of those) expect(holds(id)).toBe(true)
      // Signs that the language cannot hold stand for any: of ids without them it takes none for another.
      const plain = (id: string) => !/['\\]/.test(id)
      if (those.every(plain)) expect(holds(other!)).toBe(false)
    }),
    { numRuns: 50 },
  )
})
