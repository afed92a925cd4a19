/** Seeded makers of small cities, edits and scenarios for property tests. */
import fc from 'fast-check'
import type { City } from '../../scenarios/city/city.ts'
import type { CityManifest, Feature } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerIds, type Zoning } from '../../scenarios/city/layers.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { vn2000, type XY } from '../../scenarios/frame.ts'
import { createGrid } from '../../scenarios/grid.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'

export const zoning: Zoning = { code: 'ODT', imperviousShare: 0.8, density: 0.7, floorAreaRatio: 3, heightMetres: 15 }

const square = (x: number, y: number, side: number): XY[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
]

export const manifest = {
  format: 'vithanh-city',
  version: 1,
  name: 'small',
  title: { vi: 'Nhỏ', en: 'Small' },
  seed: 1,
  frame: vn2000,
  bounds: [0, 0, 200, 100],
  home: { x: 100, y: 50 },
  grids: [],
  layers: [],
  forcing: { rain: { design: { kind: 'none' }, series: [] }, tide: { title: '', series: [] } },
  notes: [],
} satisfies CityManifest

export const feature = <L extends LayerId>(
  _layer: L,
  id: string,
  geometry: Feature['geometry'],
  properties: Feature<L>['properties'],
): Feature<L> => ({ type: 'Feature', id, geometry, provenance: 'generated', buildState: 'as-built', properties })

const luminaire = { source: 'HPS', powerWatts: 150, fluxLumens: 15_000 } as const
const pole = { heightMetres: 8, overhangMetres: 1.5, tiltDegrees: 5 }
export const lamp: Feature<'lamps'>['properties'] = {
  ...luminaire,
  ...pole,
  number: '1',
  cabinetId: 'c0',
  circuit: 1,
  street: null,
  roadClass: 'local',
  headingDegrees: 180,
  arrangement: 'one-side',
  state: 'on',
}

/** 200 m × 100 m of flat ground at 1 m with parcels p0 … p3, roads r0, r1, lamps l0, l1 of cabinet c0. */
export function smallCity(): City {
  const layers = Object.fromEntries(layerIds.map((id) => [id, new Map()])) as unknown as {
    [L in LayerId]: Map<string, Feature<L>>
  }
  for (let i = 0; i < 4; i++) {
    const ring = square(10 + 40 * i, 20, 30)
    layers.parcels.set(
      `p${i}`,
      feature(
        'parcels',
        `p${i}`,
        { type: 'Polygon', coordinates: [ring] },
        {
          sheet: '1',
          number: `${i}`,
          areaSquareMetres: 900,
          landUse: 'ODT',
          unitCode: null,
          blockId: null,
          zoning,
        },
      ),
    )
  }
  for (let i = 0; i < 2; i++) {
    layers.roads.set(
      `r${i}`,
      feature(
        'roads',
        `r${i}`,
        {
          type: 'LineString',
          coordinates: [
            [0, 10 + 50 * i],
            [200, 10 + 50 * i],
          ],
        },
        {
          name: null,
          class: 'local',
          widthMetres: 6,
          redLineWidthMetres: null,
          lanes: 2,
          oneWay: false,
          bridge: false,
          tunnel: false,
          state: 'open',
        },
      ),
    )
  }
  for (const id of ['l0', 'l1'])
    layers.lamps.set(id, feature('lamps', id, { type: 'Point', coordinates: [50, 14] }, lamp))
  layers.cabinets.set(
    'c0',
    feature('cabinets', 'c0', { type: 'Point', coordinates: [10, 15] }, { name: 'TCS 1', circuits: 1, lamps: 2 }),
  )
  const ground = createGrid({ columns: 40, rows: 20, cellSize: 5, west: 0, north: 100 })
  ground.data.fill(1)
  return {
    manifest,
    tilesHash: 'small',
    area: [0, 0, 200, 100],
    ground,
    layers,
    fills: new Map(),
    ponds: new Map(),
    turnBans: new Set(),
    dimming: new Map(),
    rezoned: new Map(),
    rebuilt: new Map(),
  }
}

export const body = (edits: Edit[] = []): ScenarioBody => ({
  city: 'small',
  area: [0, 0, 200, 100],
  cellSizeMetres: 5,
  edits,
  forcing: manifest.forcing,
  start: '2026-11-21T00:00:00Z',
  horizonSeconds: 3600,
  outputEverySeconds: 600,
  seed: 1,
})

const level = fc.integer({ min: -300, max: 400 }).map((centimetres) => centimetres / 100)
const anyZoning = fc.record({
  code: fc.constantFrom('ODT', 'CX', 'TMD'),
  imperviousShare: fc.integer({ min: 0, max: 10 }).map((n) => n / 10),
  density: fc.integer({ min: 0, max: 10 }).map((n) => n / 10),
  floorAreaRatio: fc.integer({ min: 0, max: 20 }),
  heightMetres: fc.integer({ min: 0, max: 100 }),
})
const ring = fc
  .tuple(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 5, max: 40 }))
  .map(([x, y, side]) => square(x, y, side))

/** A wish for a slot; `editsFrom` gives it the `from` that the city has at that moment. */
const wish = fc.oneof(
  fc.record({
    kind: fc.constant('parcel.zoning' as const),
    target: fc.constantFrom('p0', 'p1', 'p2', 'p3'),
    to: anyZoning,
  }),
  fc.record({
    kind: fc.constant('road.state' as const),
    target: fc.constantFrom('r0', 'r1'),
    to: fc.constantFrom('open' as const, 'closed' as const),
  }),
  fc.record({
    kind: fc.constant('ground.level' as const),
    target: fc.constantFrom('p0', 'p1', 'f0'),
    to: fc.option(fc.record({ ring, levelMetres: level })),
  }),
  fc.record({
    kind: fc.constant('pond' as const),
    target: fc.constantFrom('w0', 'w1'),
    to: fc.option(fc.record({ ring, bedMetres: level, waterMetres: level })),
  }),
  fc.record({
    kind: fc.constant('road.section' as const),
    target: fc.constantFrom('r0', 'r1'),
    to: fc.record({ widthMetres: fc.integer({ min: 3, max: 40 }), lanes: fc.integer({ min: 1, max: 8 }) }),
  }),
  fc.record({
    kind: fc.constant('road.direction' as const),
    target: fc.constantFrom('r0', 'r1'),
    to: fc.constantFrom('both' as const, 'forward' as const, 'backward' as const),
  }),
  fc.record({
    kind: fc.constant('road.new' as const),
    target: fc.constantFrom('n0', 'n1'),
    to: fc.option(
      fc.record({
        line: fc.constantFrom<XY[]>(square(0, 0, 50).slice(0, 2), square(20, 20, 30).slice(0, 4)),
        class: fc.constantFrom('local' as const, 'arterial' as const),
        widthMetres: fc.integer({ min: 3, max: 40 }),
        lanes: fc.integer({ min: 1, max: 8 }),
        oneWay: fc.boolean(),
        bridge: fc.boolean(),
        name: fc.constantFrom(null, 'Nguyễn Huệ'),
      }),
    ),
  }),
  fc.record({
    kind: fc.constant('turn.ban' as const),
    target: fc.constantFrom('r0 > r1', 'r1 > r0'),
    to: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('lamp.luminaire' as const),
    target: fc.constantFrom('l0', 'l1'),
    to: fc.record(
      {
        source: fc.constantFrom('LED' as const, 'HPS' as const),
        powerWatts: fc.integer({ min: 30, max: 250 }),
        fluxLumens: fc.integer({ min: 3000, max: 30_000 }),
        luminaire: fc.constantFrom('led-80', 'own.ies'),
      },
      { requiredKeys: ['source', 'powerWatts', 'fluxLumens'] },
    ),
  }),
  fc.record({
    kind: fc.constant('lamp.state' as const),
    target: fc.constantFrom('l0', 'l1'),
    to: fc.constantFrom('on' as const, 'out' as const),
  }),
  fc.record({
    kind: fc.constant('lamp.pole' as const),
    target: fc.constantFrom('l0', 'l1'),
    to: fc.record({
      heightMetres: fc.integer({ min: 4, max: 14 }),
      overhangMetres: fc.integer({ min: -1, max: 3 }),
      tiltDegrees: fc.integer({ min: 0, max: 20 }),
    }),
  }),
  fc.record({
    kind: fc.constant('lamp.new' as const),
    target: fc.constantFrom('l8', 'l9'),
    to: fc.option(fc.constant({ ...lamp, at: [80, 14] as XY })),
  }),
  fc.record({
    kind: fc.constant('building.new' as const),
    target: fc.constantFrom('b8', 'b9'),
    to: fc.option(
      ring.map((corners) => ({
        rings: [corners.slice(0, -1)],
        name: null,
        use: 'residential',
        heightMetres: 9,
        storeys: 2,
        heightProvenance: 'imported' as const,
        year: null,
        households: 1,
        parcelId: null,
        addressId: null,
      })),
    ),
  }),
  fc.record({
    kind: fc.constant('lamp.dimming' as const),
    target: fc.constant('c0'),
    to: fc.option(
      fc.constantFrom(
        [{ fromHour: 0, output: 1 }],
        [
          { fromHour: 5, output: 0 },
          { fromHour: 18.5, output: 0.7 },
        ],
      ),
    ),
  }),
)

/** Lists of edits that follow one another on the small city. */
export const editLists = fc.array(wish, { maxLength: 12 }).map((wishes) => {
  const now = new Map<string, unknown>()
  const start: Record<Edit['kind'], unknown> = {
    'parcel.zoning': zoning,
    'road.state': 'open',
    'ground.level': null,
    pond: null,
    'road.section': { widthMetres: 6, lanes: 2 },
    'road.direction': 'both',
    'road.new': null,
    'turn.ban': false,
    'lamp.luminaire': luminaire,
    'lamp.state': 'on',
    'lamp.pole': pole,
    'lamp.new': null,
    'lamp.dimming': null,
    'building.new': null,
  }
  return wishes.map((edit) => {
    const slot = `${edit.kind} ${edit.target}`
    const from = now.has(slot) ? now.get(slot) : start[edit.kind]
    now.set(slot, edit.to)
    return { ...edit, from } as Edit
  })
})
