import fc from 'fast-check'
import proj4 from 'proj4'
import { describe, expect, it } from 'vitest'
import { type Frame, projection, vn2000, type XY } from '../../../scenarios/frame.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { vn2000Zones } from '../epsg.ts'
import type { SourceCrs, VectorSource } from './contract.ts'
import { epsg, impliedWgs84 } from './crs.ts'
import { fittingSystems, placeSource } from './placement.ts'

const wgs84 = '+proj=longlat +datum=WGS84 +no_defs'
/** The test point of the national system: 105.47° 9.784° is 551 363.741, 1 082 003.149 (facts of the city). */
const centre: XY = [551_363.741, 1_082_003.149]
const target = { frame: vn2000, bounds: [543_000, 1_075_000, 559_000, 1_091_000] as const }
/** Places in the city, in its frame: what every wrong file is made of. */
const places: XY[] = [centre, [550_000, 1_081_000], [552_500, 1_083_250], [548_000, 1_079_990], [556_000, 1_088_000]]

const inSystem = (proj: string): XY[] => places.map((p) => proj4(vn2000.proj4, proj).forward([...p]) as XY)
const source = (points: XY[], crs: SourceCrs | null): VectorSource => ({
  format: 'dxf',
  file: 'the.file',
  crs,
  layers: [
    {
      name: 'a',
      fields: [],
      features: points.map((coordinates, i) => ({
        geometry: { type: 'Point', coordinates },
        properties: {},
        place: `record ${i + 1}`,
      })),
    },
  ],
  remarks: [],
})
const code = (number: number): SourceCrs => epsg(number)!
const refused = (points: XY[], crs: SourceCrs | null, to = target): Problem => {
  try {
    placeSource(source(points, crs), to)
  } catch (error) {
    expect(error).toBeInstanceOf(Problem)
    return error as Problem
  }
  throw new Error('Expected a Problem, got a placement')
}
const near = (placed: ReturnType<typeof placeSource>, points: XY[], tolerance = 0.002) => {
  for (const [i, [x, y]] of points.entries()) {
    const [east, north] = placed.toLocal(x, y)
    expect(Math.hypot(east - places[i]![0], north - places[i]![1])).toBeLessThan(tolerance)
  }
}

describe('placeSource', () => {
  it.each([4326, 4756, 3857, 3405, 3406, 5897, 9209, 9213, 32648, 32649])(
    'places a right file in EPSG:%i',
    (number) => {
      const points = inSystem(code(number).proj4)
      const placed = placeSource(source(points, code(number)), target)
      near(placed, points)
      expect(placed.certain).toBe(true)
    },
  )

  it('meets the published test point', () => {
    const [east, north] = placeSource(source([[105.47, 9.784]], impliedWgs84), target).toLocal(105.47, 9.784)
    expect(Math.hypot(east - centre[0], north - centre[1])).toBeLessThan(0.001)
  })

  it('takes an unstated file as the city’s own where it fits, and says what else would', () => {
    const placed = placeSource(source(places, null), target)
    near(placed, places)
    expect(placed.certain).toBe(false)
    expect(placed.crs.name).toContain('EPSG:5897')
    expect(placed.alternatives.map((crs) => crs.name).join()).toContain('EPSG:3405')
    expect(placed.how.en).toContain('EPSG:3405')
  })

  it('takes a file of a whole region that reaches the city', () => {
    const far: XY[] = Array.from({ length: 300 }, (_, i) => [106 + i / 100, 12 + i / 60])
    const placed = placeSource(source([...far, [105.47, 9.784]], code(4326)), target)
    expect([placed.crs, placed.inside]).toEqual([code(4326), 1 / 301])
  })

  it.each<[string, XY[], SourceCrs | null, string, RegExp]>([
    ['longitude and latitude swapped', inSystem(wgs84).map(([x, y]) => [y, x]), code(4326), 'swapped', /axis=neu/],
    ['X north, Y east, stated', places.map(([x, y]) => [y, x]), code(5897), 'swapped', /105°00′.*axis=neu/],
    ['X north, Y east, unstated', places.map(([x, y]) => [y, x]), null, 'swapped', /105°00′.*axis=neu/],
    ['the zone of 105°30′ for 105°00′', inSystem(code(9209).proj4), code(5897), 'zone', /EPSG:9209/],
    ['the zone of 104°30′, unstated', inSystem(code(9207).proj4), null, 'zone', /EPSG:9207/],
    ['degrees in a metric system', inSystem(wgs84), code(5897), 'degrees', /EPSG:4326/],
    ['metres in a system of degrees', places, impliedWgs84, 'metres', /EPSG:5897/],
    ['millimetres', places.map(([x, y]) => [x * 1000, y * 1000]), null, 'millimetres', /to_meter=0.001/],
    ['a missing false easting', places.map(([x, y]) => [x - 500_000, y]), null, 'shifted', /x_0=0 /],
    ['a missing million', places.map(([x, y]) => [x, y - 1_000_000]), code(5897), 'shifted', /y_0=-1000000/],
    ['both missing', places.map(([x, y]) => [x - 500_000, y - 1e6]), null, 'shifted', /x_0=0 \+y_0=-1000000/],
    ['the zone before the easting', places.map(([x, y]) => [x + 48e6, y]), null, 'shifted', /x_0=48500000/],
    ['another city', places.map(([x, y]) => [x + 40_000, y + 1_250_000]), code(5897), 'far', /EPSG:5897/],
    ['a drawing about its own origin', places.map(([x, y]) => [x - 551_000, y - 1_082_000]), null, 'unknown', /5897/],
  ])('refuses %s', (_, points, crs, kind, expected) => {
    const { detail } = refused(points, crs)
    expect(detail.code).toBe(`file/place-${kind}`)
    expect(detail.expected).toMatch(expected)
    expect([detail.file, detail.message.vi === detail.message.en]).toEqual(['the.file', false])
    expect(detail.place).toMatch(/^x, y -?\d/)
  })

  it('knows UTM for a 3° zone where they differ by more than the city', () => {
    const frame: Frame = { ...vn2000, crs: 'EPSG:9209', proj4: code(9209).proj4 }
    const [x, y] = proj4(vn2000.proj4, frame.proj4).forward([...centre]) as XY
    const to = { frame, bounds: [x - 8000, y - 8000, x + 8000, y + 8000] as never }
    const both = refused(inSystem(code(3405).proj4), code(9209), to)
    expect(both.detail.code).toBe('file/place-zone')
    expect(both.detail.expected).toMatch(/EPSG:5897.*EPSG:3405/)
    const only = refused(inSystem(code(3406).proj4), code(9209), to)
    expect(only.detail.code).toBe('file/place-datum')
    expect(only.detail.expected).toContain('EPSG:3406')
  })

  it('is mended by any reading that it proposes, given back as it is', () => {
    const wrong: XY[][] = [
      places.map(([x, y]) => [y, x]),
      inSystem(code(9209).proj4),
      places.map(([x, y]) => [x * 1000, y * 1000]),
      places.map(([x, y]) => [x - 500_000, y]),
      inSystem(wgs84).map(([x, y]) => [y, x]),
    ]
    for (const points of wrong) {
      const fits = fittingSystems(source(points, null), target)
      expect(fits.length).toBeGreaterThan(0)
      near(placeSource(source(points, null), target, fits[0]!.crs.proj4), points)
    }
  })

  it('ends in a placement or a Problem whatever the numbers', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -4e6, max: 4e6, noNaN: true }),
    )
    const system = fc.constantFrom(null, ...[4326, 4756, 5897, 3857, 3405, 32648].map(code))
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 5 }), system, (points, crs) => {
        try {
          placeSource(source(points as XY[], crs), target)
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
        }
      }),
    )
  })

  it('refuses an asked system that is none', () => {
    for (const asked of ['EPSG:1', '+proj=utm', '+proj=tmerc +axis=xyz', 'nonsense'])
      expect(() => placeSource(source(places, null), target, asked)).toThrow(Problem)
  })

  it('places an empty file anywhere', () => {
    expect(placeSource(source([], impliedWgs84), target).crs).toBe(impliedWgs84)
  })

  it('says how far off a file is', () => {
    const hanoi: XY = [105.85, 21.03]
    expect(refused([hanoi], code(4326)).detail.message.en).toMatch(/12[34]\d km from the city/)
  })

  it('serves a city elsewhere', () => {
    const monaco = { ...vn2000, crs: 'EPSG:32632', proj4: code(32632).proj4 }
    const [x, y] = projection(monaco).toLocal(7.42, 43.73)
    const to = { frame: monaco, bounds: [x - 2000, y - 2000, x + 2000, y + 2000] as never }
    expect(placeSource(source([[7.42, 43.73]], code(4326)), to).crs.name).toContain('4326')
    const { detail } = refused([[43.73, 7.42]], code(4326), to)
    expect(detail.code).toBe('file/place-swapped')
  })
})

it('knows all zones of the 3° system by their meridians', () => {
  expect(Object.keys(vn2000Zones)).toHaveLength(22)
  expect(epsg(5897)!.proj4).toBe(vn2000.proj4)
})
