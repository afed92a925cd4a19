/**
 * A village of 1.28 km × 1.28 km near Vị Thanh for tests that need a whole city in a second: flat ground with a tidal canal,
 * four streets, 48 parcels with a house on every other one. Generated, and says so.
 */
import { writeDataset } from '../data/city/write.ts'
import { readPhotometry } from '../data/readers/photometry/photometry.ts'
import { readRTable } from '../data/readers/photometry/rtable.ts'
import { iesText } from '../data/readers/photometry/samples.ts'
import type { CityManifest, Feature } from '../scenarios/city/dataset.ts'
import type { Edit } from '../scenarios/edit.ts'
import { vn2000, type XY } from '../scenarios/frame.ts'
import { cellCentre, createGrid } from '../scenarios/grid.ts'
import { fileLuminaire, fileRTable } from '../scenarios/lighting-files.ts'
import { fork, random } from '../scenarios/random.ts'
import { feature, lamp } from './arbitraries/city.ts'

/** South-west corner in VN-2000, m. */
export const WEST = 551_000
export const SOUTH = 1_081_400
export const SIDE = 1280

const sources = [{ title: 'Làng kiểm thử / test village', licence: 'Apache-2.0' }]
const about = { provenance: 'generated' as const, sources, date: '2026-11-21' }
const at = (x: number, y: number): XY => [WEST + x, SOUTH + y]
const box = (x: number, y: number, w: number, h: number): XY[][] => [
  [at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)],
]

export const healthPost = feature(
  'landmarks',
  'vt:landmark/1',
  { type: 'Point', coordinates: at(960, 670) },
  { name: 'Trạm y tế Kiểm Thử', category: 'health', note: null },
)

/** Lamps along the village’s first street, of one cabinet. */
export const villageLit = {
  lamps: Array.from({ length: 8 }, (_, k) =>
    feature(
      'lamps',
      `vt:lamp/${k}`,
      { type: 'Point', coordinates: at(320 + 28 * k, 664) },
      { ...lamp, number: `KT1-${k + 1}`, cabinetId: 'vt:cabinet/1', circuit: 2, street: 'Đường Số 1' },
    ),
  ),
  cabinets: [
    feature(
      'cabinets',
      'vt:cabinet/1',
      { type: 'Point', coordinates: at(310, 668) },
      { name: 'TCS Kiểm Thử', circuits: 2, lamps: 8 },
    ),
  ],
}

/** Units of today and before over the whole village, and houses with numbers along its first two streets. */
export const villageAddressed = {
  units: [
    feature(
      'units',
      'vt:unit/now',
      { type: 'Polygon', coordinates: box(0, 0, SIDE, SIDE) },
      {
        ...{ code: '31333', name: 'Phường Vị Tân', validFrom: '2025-07-01', validTo: null, postcode: '95109' },
        ...{ population: null, areaSquareKilometres: null },
      },
    ),
    feature(
      'units',
      'vt:unit/before',
      { type: 'Polygon', coordinates: box(0, 0, SIDE, SIDE) },
      {
        ...{ code: '31324', name: 'Phường IV', validFrom: '1999-07-01', validTo: '2025-06-30', postcode: '95108' },
        ...{ population: null, areaSquareKilometres: null },
      },
    ),
  ],
  addresses: ['Trần Hưng Đạo', 'Lê Lợi & Con'].flatMap((street, row) =>
    Array.from({ length: 20 }, (_, k) => {
      const head = `${k + 1} ${street}, Khu vực 3`
      return feature(
        'addresses',
        `vt:address/${row}-${k}`,
        { type: 'Point', coordinates: at(310 + 30 * k, 670 + 90 * row) },
        {
          ...{ number: `${k + 1}`, street, parcelId: null, postcode: '95109', unitCode: '31333', oldUnitCode: '31324' },
          label: `${head}, Phường Vị Tân, TP Cần Thơ`,
          oldLabel: `${head}, Phường IV, TP Vị Thanh, Hậu Giang`,
        },
      )
    }),
  ),
}

/** Writes the village's dataset into `dir` and returns its manifest. */
export function writeVillage(
  dir: string,
  landmarks: readonly Feature<'landmarks'>[] = [],
  lit: typeof villageLit | null = null,
  /** Of the ground, m. */
  cellSize = 5,
  addressed: typeof villageAddressed | null = null,
): Promise<CityManifest> {
  const across = SIDE / cellSize
  const grid = createGrid({ columns: across, rows: across, cellSize, west: WEST, north: SOUTH + SIDE })
  const chance = random(fork(1, 'ground'))
  for (let i = 0; i < grid.data.length; i++) {
    const [x, y] = cellCentre(grid, i % across, Math.floor(i / across))
    const inCanal = Math.abs(y - (SOUTH + 600)) < 20
    grid.data[i] = inCanal ? -2 : 0.8 + (x - WEST) * 1e-4 + 0.1 * chance()
  }

  const parcels: Feature<'parcels'>[] = []
  const buildings: Feature<'buildings'>[] = []
  for (let i = 0; i < 48; i++) {
    const [x, y] = [320 + (i % 16) * 40, 680 + Math.floor(i / 16) * 80]
    const id = `vt:parcel/${i}`
    parcels.push(
      feature(
        'parcels',
        id,
        { type: 'Polygon', coordinates: box(x, y, 36, 60) },
        {
          sheet: '12',
          number: String(i + 1),
          areaSquareMetres: 36 * 60,
          landUse: 'ODT',
          unitCode: '31333',
          blockId: null,
          zoning: { code: 'ODT', imperviousShare: 0.7, density: 0.6, floorAreaRatio: 3, heightMetres: 16 },
        },
      ),
    )
    if (i % 2 === 0) {
      buildings.push(
        feature(
          'buildings',
          `vt:building/${i}`,
          { type: 'Polygon', coordinates: box(x + 8, y + 10, 20, 30) },
          {
            name: null,
            use: 'house',
            heightMetres: 7,
            storeys: 2,
            heightProvenance: 'generated',
            year: 2010,
            households: 2,
            parcelId: id,
            addressId: null,
          },
        ),
      )
    }
  }
  const road = (id: string, name: string, line: XY[], bridge = false): Feature<'roads'> =>
    feature(
      'roads',
      id,
      { type: 'LineString', coordinates: line },
      {
        name,
        class: 'collector',
        widthMetres: 8,
        redLineWidthMetres: 16.5,
        lanes: 2,
        oneWay: false,
        bridge,
        tunnel: false,
        state: 'open',
      },
    )

  return writeDataset(dir, {
    head: {
      name: 'lang-kiem-thu',
      title: { vi: 'Làng kiểm thử', en: 'Test village' },
      seed: 1,
      frame: vn2000,
      home: { x: WEST + SIDE / 2, y: SOUTH + SIDE / 2 },
      forcing: {
        rain: {
          design: { kind: 'series', title: 'Mưa kiểm thử / test rain' },
          series: [
            [0, 150],
            [3600, 0],
          ],
        },
        tide: {
          title: 'Triều kiểm thử / test tide',
          series: [
            [0, 0.3],
            [7200, 0.75],
            [21_600, 0.3],
          ],
        },
      },
      notes: [{ vi: 'Dữ liệu sinh để kiểm thử.', en: 'Generated for tests.' }],
    },
    layers: {
      water: {
        ...about,
        features: [
          feature(
            'water',
            'vt:water/1',
            { type: 'Polygon', coordinates: box(0, 580, SIDE, 40) },
            {
              name: 'Kênh Kiểm Thử',
              kind: 'canal',
              tidal: true,
              bedMetres: -2,
            },
          ),
        ],
      },
      roads: {
        ...about,
        features: [
          road('vt:road/1', 'Đường Số 1', [at(300, 660), at(1000, 660)]),
          road('vt:road/2', 'Đường Số 2', [at(300, 750), at(1000, 750)]),
          road('vt:road/3', 'Đường Bắc Nam', [at(300, 640), at(300, 660), at(300, 750), at(300, 1000)]),
          road('vt:road/4', 'Cầu Kiểm Thử', [at(300, 640), at(300, 560)], true),
        ],
      },
      ...(landmarks.length > 0 ? { landmarks: { ...about, features: [...landmarks] } } : {}),
      ...(lit && {
        lamps: { ...about, features: lit.lamps },
        cabinets: { ...about, features: lit.cabinets },
      }),
      ...(addressed && {
        units: { ...about, features: addressed.units },
        addresses: { ...about, features: addressed.addresses },
      }),
      parcels: { ...about, features: parcels },
      buildings: { ...about, features: buildings },
    },
    ground: { grid, ...about, sourceResolutionMetres: cellSize, standardErrorMetres: 0.3 },
  })
}

/** A luminaire and a road surface of the user’s own files, as the settings of a scenario bring them along. */
export function villageFiles() {
  const ies = new TextEncoder().encode(iesText())
  const csv = new TextEncoder().encode('tan,0,60,180\n0,320,320,320\n2,300,60,40\n8,80,0,0\n')
  const { luminaire } = readPhotometry(ies, 'làng.ies')
  const own = fileLuminaire(luminaire, { name: 'làng.ies', bytes: ies }, { powerWatts: 42, lightSource: 'LED' })
  return { luminaires: [own], rTable: fileRTable(readRTable(csv, 'đường.csv'), { name: 'đường.csv', bytes: csv }) }
}

/**
 * Edits that put lamps along the village’s first street, 28 m apart.
 * @param luminaire of a file, left out: by source and power
 */
export const villageLamps = (count: number, luminaire?: string): Edit[] =>
  Array.from({ length: count }, (_, k) => ({
    kind: 'lamp.new',
    target: `new:lamp/${String(k).padStart(2, '0')}`,
    from: null,
    to: { ...lamp, at: at(320 + 28 * k, 664), number: `${k}`, ...(luminaire ? { luminaire } : {}) },
  }))
