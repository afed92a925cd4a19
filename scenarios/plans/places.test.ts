import { describe, expect, test } from 'vitest'
import { lamp } from '../../test/arbitraries/city.ts'
import type { City } from '../city/city.ts'
import type { Feature } from '../city/dataset.ts'
import { layerIds } from '../city/layers.ts'
import { type Edit, slotOf } from '../edit.ts'
import { projection, vn2000, type XY } from '../frame.ts'
import type { Geometry } from '../geometry.ts'
import { type PlanDrawn, placeOf, planGeoJson, planLines } from './places.ts'
import { planStates, standingOf } from './process.ts'

const at = (x: number, y: number): XY => [551_400 + x, 1_081_900 + y]
const square: XY[] = [at(0, 0), at(10, 0), at(10, 10), at(0, 10)]
const properties = { sheet: '12', number: '7', name: null }
const feature = (id: string, geometry: Geometry) => ({ id, geometry, properties }) as unknown as Feature
const line = (x: number): Geometry => ({ type: 'LineString', coordinates: [at(x, 0), at(x, 50)] })
const things: Partial<Record<(typeof layerIds)[number], Feature[]>> = {
  parcels: [feature('p', { type: 'Polygon', coordinates: [[...square, square[0]!]] })],
  roads: [feature('r', line(20)), feature('s', line(30))],
  lamps: [feature('l', { type: 'Point', coordinates: at(5, 5) })],
  cabinets: [feature('c', { type: 'Point', coordinates: at(6, 5) })],
}
const city = {
  layers: Object.fromEntries(layerIds.map((id) => [id, new Map((things[id] ?? []).map((one) => [one.id, one]))])),
} as unknown as City

const zoning = { code: 'ODT', imperviousShare: 0.7, density: 0.6, floorAreaRatio: 3, heightMetres: 16 }
const section = { widthMetres: 8, lanes: 2 }
const pole = { heightMetres: 8, overhangMetres: 1, tiltDegrees: 5 }
const shine = { source: lamp.source, powerWatts: 70, fluxLumens: 7000 }
const building = {
  name: null,
  use: 'house' as const,
  heightMetres: 7,
  storeys: 2,
  heightProvenance: 'imported' as const,
  year: null,
  households: 1,
  parcelId: null,
  addressId: null,
  rings: [square],
}
const edits: [Edit, Geometry['type']][] = [
  [{ kind: 'parcel.zoning', target: 'p', from: zoning, to: { ...zoning, density: 0.5 } }, 'Polygon'],
  [{ kind: 'ground.level', target: 'f', from: null, to: { ring: square, levelMetres: 2 } }, 'Polygon'],
  [{ kind: 'pond', target: 'w', from: { ring: square, bedMetres: 0, waterMetres: 0 }, to: null }, 'Polygon'],
  [{ kind: 'road.state', target: 'r', from: 'open', to: 'closed' }, 'LineString'],
  [{ kind: 'road.section', target: 'r', from: section, to: { ...section, lanes: 1 } }, 'LineString'],
  [{ kind: 'road.direction', target: 'r', from: 'both', to: 'forward' }, 'LineString'],
  [
    {
      kind: 'road.new',
      target: 'n',
      from: null,
      to: { ...section, line: [at(0, 0), at(50, 0)], class: 'local', oneWay: false, bridge: false, name: null },
    } as Edit,
    'LineString',
  ],
  [{ kind: 'turn.ban', target: 'r > s', from: false, to: true }, 'MultiLineString'],
  [{ kind: 'lamp.luminaire', target: 'l', from: shine, to: { ...shine, powerWatts: 40 } }, 'Point'],
  [{ kind: 'lamp.pole', target: 'l', from: pole, to: { ...pole, heightMetres: 9 } }, 'Point'],
  [{ kind: 'lamp.state', target: 'l', from: 'on', to: 'out' }, 'Point'],
  [{ kind: 'lamp.new', target: 'm', from: null, to: { ...lamp, at: at(7, 7) } } as Edit, 'Point'],
  [{ kind: 'lamp.dimming', target: 'c', from: null, to: [{ fromHour: 22, output: 0.5 }] } as Edit, 'Point'],
  [{ kind: 'building.new', target: 'b', from: null, to: building } as Edit, 'Polygon'],
]
const places = Object.fromEntries(edits.map(([edit]) => [slotOf(edit), placeOf(city, edit)!]))
const drawn = (rest: Partial<PlanDrawn> = {}): PlanDrawn => ({
  id: '01990000-0000-7000-8000-000000000001',
  title: 'a',
  state: 'consulting',
  submission: 1,
  specimen: false,
  decision: null,
  edits: edits.map(([edit]) => edit),
  places,
  buildStates: new Map(),
  provenances: ['imported'],
  licence: 'CC BY 4.0',
  lines: [],
  ...rest,
})
const { toWgs84 } = projection(vn2000)

describe('where edits lie', () => {
  test.each(edits)('%o', (edit, type) => {
    const place = placeOf(city, edit)
    expect(place?.type).toBe(type)
    // Rings close, as RFC 7946 has it.
    if (place?.type === 'Polygon') for (const ring of place.coordinates) expect(ring.at(-1)).toEqual(ring[0])
  })

  test('what is not in the city lies nowhere, and stays in the list', () => {
    const gone: Edit = { kind: 'road.state', target: 'x', from: 'open', to: 'closed' }
    expect(placeOf(city, gone)).toBeNull()
    const { features } = planGeoJson(drawn({ edits: [gone], places: {} }), projection(vn2000))
    expect(features).toMatchObject([{ id: slotOf(gone), geometry: null, properties: { buildState: 'proposed' } }])
  })
})

describe('in sentences', () => {
  test('each slot is in one line, by the names of the city in both languages', () => {
    const all = edits.map(([edit]) => edit)
    const lines = planLines(all, city)
    expect(lines.flatMap(({ slots }) => slots).toSorted()).toEqual(all.map(slotOf).toSorted())
    const density = lines.find(({ slots }) => slots.includes('parcel.zoning p'))!.words
    expect(density.vi).toMatch(/^Tờ .*, thửa .*: mật độ xây dựng .* → 50 %$/)
    expect(density.en).toMatch(/^Sheet .*, parcel .*: building density .* → 50 %$/)
    expect(planLines(all.slice(0, 1), null)[0]!.words.vi).toMatch(/^Thửa p: /)
  })
})

describe('as GeoJSON', () => {
  test('in degrees, each with what it is, whose, and under which licence', () => {
    const { features, plan } = planGeoJson(drawn(), projection(vn2000))
    expect(features).toHaveLength(edits.length)
    const fill = features.find(({ properties }) => properties.kind === 'ground.level')!
    const [lon, lat] = toWgs84(...at(0, 0))
    const corner = (fill.geometry as { coordinates: number[][][] }).coordinates[0]![0]!
    expect(corner[0]).toBeCloseTo(lon, 6)
    expect(corner[1]).toBeCloseTo(lat, 6)
    for (const { properties } of features)
      expect(properties).toMatchObject({ licence: 'CC BY 4.0', provenance: 'planned', buildState: 'proposed' })
    expect(plan).toMatchObject({ approved: false, provenance: 'planned' })
  })

  test('only a plan in force says that it is approved; generated data stay generated', () => {
    for (const state of planStates) {
      const { plan, features } = planGeoJson(drawn({ state }), projection(vn2000))
      expect([state, plan.approved]).toEqual([state, standingOf(state) === 'in-force'])
      expect(features.every(({ properties }) => properties.standing.vi === plan.standing.vi)).toBe(true)
    }
    const { plan } = planGeoJson(drawn({ provenances: ['imported', 'generated'] }), projection(vn2000))
    expect(plan.provenance).toBe('generated')
    const built = planGeoJson(
      drawn({ state: 'published', buildStates: new Map([[slotOf(edits[1]![0]), 'as-built']]) }),
      projection(vn2000),
    )
    expect(built.features[1]!.properties.buildState).toBe('as-built')
  })
})
