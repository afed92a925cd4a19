import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { polygonArea } from '../../scenarios/geometry.ts'
import { feature, zoning } from '../../test/arbitraries/city.ts'
import { box } from '../readers/layer/fixture.ts'
import { type ParcelOptions, versionsOf } from './parcels.ts'

type Parcel = Feature<'parcels'>
type Box = readonly [x: number, y: number, w: number, h: number]

const parcel = (id: string, [x, y, w, h]: Box, more: Partial<Parcel['properties']> = {}): Parcel =>
  feature('parcels', id, box(551_000 + x, 1_081_000 + y, w, h), {
    sheet: '1',
    number: id.replace(/\D/g, ''),
    areaSquareMetres: w * h,
    landUse: 'ODT',
    unitCode: '31321',
    blockId: null,
    zoning,
    ...more,
  })
const options: ParcelOptions = { file: 'thua.zip', date: '2026-11-25', replace: true, assumed: new Map(), history: [] }
const area = (parcels: readonly { geometry: Parcel['geometry'] }[]) =>
  parcels.reduce((sum, p) => sum + polygonArea(p.geometry), 0)

describe('versionsOf', () => {
  it('leaves what has the same shape within a centimetre, and takes its attributes', () => {
    const standing = [parcel('p1', [0, 0, 20, 30], { version: 3, validFrom: '2020-01-01', predecessors: ['p0'] })]
    const now = parcel('n1', [0.006, 0, 20, 30.005], { landUse: 'CLN', number: '77' })
    const { parcels, ended, counts } = versionsOf(standing, [now], options)
    expect([parcels.length, ended.length, counts.unchanged]).toEqual([1, 0, 1])
    expect(parcels[0]).toMatchObject({ id: 'p1', geometry: standing[0]!.geometry })
    expect(parcels[0]!.properties).toMatchObject({ landUse: 'CLN', number: '77', version: 3, predecessors: ['p0'] })
  })

  it('ends no parcel before it began', () => {
    const standing = [parcel('p1', [0, 0, 20, 30], { validFrom: '2026-11-25' })]
    const halves = [parcel('n1', [0, 0, 10, 30]), parcel('n2', [10, 0, 10, 30])]
    expect(() => versionsOf(standing, halves, { ...options, date: '2026-11-24' })).toThrow(
      /thua\.zip: .*p1.*2026-11-25/s,
    )
    expect(versionsOf(standing, halves, options).counts).toMatchObject({ split: 1 })
  })

  it.each<[string, Box[], Box[], string, number]>([
    ['redraw', [[0, 0, 20, 30]], [[0, 0, 20.5, 30]], 'redraw', 1],
    [
      'split',
      [[0, 0, 20, 30]],
      [
        [0, 0, 8, 30],
        [8, 0, 12, 30],
      ],
      'split',
      1,
    ],
    [
      'merge',
      [
        [0, 0, 8, 30],
        [8, 0, 12, 30],
      ],
      [[0, 0, 20, 30]],
      'merge',
      2,
    ],
    [
      're-parcelling',
      [
        [0, 0, 10, 30],
        [10, 0, 10, 30],
      ],
      [
        [0, 0, 20, 10],
        [0, 10, 20, 20],
      ],
      'reparcel',
      2,
    ],
    ['drop', [[0, 0, 10, 30]], [], 'drop', 1],
  ])('tells a %s', (_, before, after, change, count) => {
    const standing = before.map((b, i) => parcel(`p${i}`, b))
    const { ended, counts, parcels } = versionsOf(
      standing,
      after.map((b, i) => parcel(`n${i}`, b)),
      options,
    )
    expect(counts).toMatchObject({ [change]: count, unchanged: 0 })
    expect(ended.map((one) => one.properties.change)).toEqual(standing.map(() => change))
    expect(parcels.every((one) => one.properties.version === 2)).toBe(true)
  })

  it('keeps neighbours apart whose common side was measured anew', () => {
    const standing = [parcel('p1', [0, 0, 20, 30]), parcel('p2', [20, 0, 20, 30])]
    const { counts } = versionsOf(
      standing,
      [parcel('n1', [0, 0, 20.4, 30]), parcel('n2', [20.4, 0, 19.6, 30])],
      options,
    )
    expect(counts).toMatchObject({ redraw: 2, reparcel: 0 })
  })

  it('keeps what a partial file does not touch, unless the file replaces all', () => {
    const standing = [parcel('p1', [0, 0, 20, 30]), parcel('p2', [100, 0, 20, 30])]
    const news = [parcel('n1', [0, 0, 10, 30])]
    const { parcels, counts, gaps } = versionsOf(standing, news, { ...options, replace: false })
    expect(counts).toMatchObject({ untouched: 1, redraw: 1, drop: 0 })
    expect(parcels.map((p) => p.id).sort()).toEqual(['n1', 'p2'])
    expect(gaps).toEqual([{ id: 'p1', squareMetres: expect.closeTo(300, 3) }])
    expect(versionsOf(standing, news, options).counts).toMatchObject({ untouched: 0, drop: 1 })
  })

  it('takes zoning and use from the parcel that gave most, where the file has none', () => {
    const standing = [
      parcel('p1', [0, 0, 5, 30], { landUse: 'CLN', zoning: { ...zoning, code: 'CX' } }),
      parcel('p2', [5, 0, 15, 30], { landUse: 'ONT', zoning: { ...zoning, code: 'OM', setbackMetres: 3 } }),
    ]
    const now = {
      ...parcel('n1', [0, 0, 20, 30], { landUse: '?', zoning: { ...zoning, code: '?' } }),
      provenance: 'assumed' as const,
    }
    const paths = [
      'landUse',
      'zoning.code',
      'zoning.imperviousShare',
      'zoning.density',
      'zoning.floorAreaRatio',
      'zoning.heightMetres',
    ]
    const [made] = versionsOf(standing, [now], { ...options, assumed: new Map([['n1', paths]]) }).parcels
    expect(made!.properties).toMatchObject({ landUse: 'ONT', zoning: { code: 'OM', setbackMetres: 3 } })
    expect(made!.provenance).toBe('generated')
    const given = versionsOf(standing, [{ ...now, provenance: 'imported' }], options).parcels[0]!
    expect([given.properties.zoning.code, given.provenance]).toEqual(['?', 'imported'])
  })

  it('never gives an id twice, over all versions', () => {
    const first = [parcel('ext:parcels/1/1', [0, 0, 20, 30])]
    const split = versionsOf(
      first,
      [parcel('ext:parcels/1/1', [0, 0, 8, 30]), parcel('ext:parcels/1/2', [8, 0, 12, 30])],
      options,
    )
    expect(split.parcels.map((p) => p.id).sort()).toEqual(['ext:parcels/1/1@2', 'ext:parcels/1/2'])
    const merged = versionsOf(split.parcels, first, { ...options, history: split.ended })
    expect(merged.parcels.map((p) => p.id)).toEqual(['ext:parcels/1/1@3'])
  })
})

/** A field of columns and rows cut anew: every cut is in both or in one of the two drawings. */
const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 39 }), { maxLength: 6 })
const grid = (id: string, xs: readonly number[], ys: readonly number[]): Parcel[] => {
  const stops = (at: readonly number[]) => [0, ...at.toSorted((a, b) => a - b), 40]
  return stops(xs).flatMap((x, i, all) =>
    i + 1 === all.length
      ? []
      : stops(ys).flatMap((y, j, rows) =>
          j + 1 === rows.length ? [] : [parcel(`${id}${i * 100 + j}`, [x, y, all[i + 1]! - x, rows[j + 1]! - y])],
        ),
  )
}

describe('always', () => {
  it('no ground is lost, and lineage is followed both ways', () => {
    fc.assert(
      fc.property(cuts, cuts, cuts, cuts, fc.boolean(), (xs, ys, xs2, ys2, replace) => {
        const [standing, incoming] = [grid('p', xs, ys), grid('n', xs2, ys2)]
        const { parcels, ended, area: told } = versionsOf(standing, incoming, { ...options, replace })
        expect(area(parcels)).toBeCloseTo(area(standing), 3)
        expect(told.before - told.dropped + told.new + told.resurveyed).toBeCloseTo(told.after, 3)
        const byId = new Map(parcels.map((p) => [p.id, p]))
        expect(byId.size).toBe(parcels.length)
        const formers = new Map(ended.map((p) => [p.id, p]))
        for (const one of ended)
          for (const id of one.properties.successors) expect(byId.get(id)!.properties.predecessors).toContain(one.id)
        for (const one of parcels)
          for (const id of one.properties.predecessors ?? [])
            expect(formers.get(id)!.properties.successors).toContain(one.id)
        for (const one of standing) expect(byId.has(one.id) !== formers.has(one.id)).toBe(true)
      }),
      { numRuns: 150, seed: 7 },
    )
  })

  it('a split and a merge give back the ground, and the same file again changes nothing', () => {
    fc.assert(
      fc.property(cuts, cuts, (xs, ys) => {
        const whole = grid('p', [], [])
        const split = versionsOf(whole, grid('n', xs, ys), options)
        const back = versionsOf(split.parcels, whole, { ...options, history: split.ended })
        expect(area(back.parcels)).toBeCloseTo(area(whole), 3)
        const again = versionsOf(back.parcels, whole, { ...options, history: [...split.ended, ...back.ended] })
        expect(again.ended).toEqual([])
        expect(again.parcels).toEqual(back.parcels)
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})
