/**
 * The built-in Vị Thanh: facts, and everything else generated from a seed. It reads top to bottom: waters cut the land into
 * cells, main streets and blocks into lots, lots become parcels with homes, and the ground is laid under all of it.
 */
import polygonClipping from 'polygon-clipping'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { LayerId, Properties } from '../../../scenarios/city/layers.ts'
import { designStorm, monthlyMeanLevels, tideSeries } from '../../../scenarios/forcing-design.ts'
import { vn2000, type XY } from '../../../scenarios/frame.ts'
import { boundsOf, centroid, type Geometry, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import { gridBounds } from '../../../scenarios/grid.ts'
import { stableId } from '../../../scenarios/ids.ts'
import { type Progress, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import type { BuildState, Provenance, Source } from '../../../scenarios/provenance.ts'
import { fork, random } from '../../../scenarios/random.ts'
import { both } from '../../../scenarios/text.ts'
import { formerUnits, unitsSource } from '../facts/places.ts'
import type { DatasetInput, LayerInput } from '../write.ts'
import { AddressBook, SubUnits } from './addresses.ts'
import {
  type Facility,
  facilityRing,
  institutionPlaces,
  makeFacilities,
  type NamedPlace,
  namedPlaces,
  settle,
} from './facilities.ts'
import { FormerMap, type FormerUnit, makeFormerUnits } from './former.ts'
import { makeGround } from './ground.ts'
import { insidePoint, makeHomes, type Place, zoningOf } from './homes.ts'
import { type Block, type Lot, makeBlocks, makePieces, makeRuralLots, makeTownLots } from './land.ts'
import { makeNetwork, pieceKey, type RoadPiece } from './network.ts'
import { at, type Channel, unitPlaces } from './place.ts'
import { bufferLine, closed, meeting, type OpenRing, SegmentIndex, toSegment } from './plane.ts'
import { baseRoads, nameStreets } from './streets.ts'
import { makeWaters } from './waters.ts'

export const DEFAULT_SEED = 1999
/** Date that the data stand for. */
const DATE = '2025-07-01'

export interface GenerateOptions {
  readonly signal?: Signal
  readonly progress?: Progress
}

/** A city of about 93 000 people, 27 000 households, in EPSG:5897; the same bytes for the same seed. */
export function generateCity(seed: number, { signal, progress }: GenerateOptions = {}): DatasetInput {
  const step = (done: number) => {
    throwIfAborted(signal)
    progress?.(done)
  }
  const former = makeFormerUnits()
  const formerMap = new FormerMap(former)
  const waters = makeWaters(seed)
  step(0.05)
  const roads = baseRoads(waters.channels)
  const blocks = makePieces(waters).flatMap((piece) => makeBlocks(piece, roads))
  nameStreets(roads, formerMap, unitAt)
  step(0.12)
  const pieces = makeNetwork(roads, waters.channels)
  const book = new AddressBook(pieces)
  step(0.3)
  const known = namedPlaces((street, number) => book.locate(street, number))
  const facilities = makeFacilities(blocks, known, seed)
  const ordinary = blocks.filter((block) => !facilities.has(block.path))
  const lots = ordinary.flatMap((block): Lot[] =>
    block.zone === 'rural' ? makeRuralLots(block, seed) : makeTownLots(block, seed),
  )
  step(0.4)
  const homes = makeHomes(lots, formerMap, seed)
  const publicPlaces = blocks.flatMap((block) => {
    const facility = facilities.get(block.path)
    return facility ? [makePublicPlace(block, facility, formerMap, seed)] : []
  })
  const clear = clearOf(pieces, waters.channels, [...homes, ...publicPlaces])
  const { places, named } = settle(clear, [...known, ...institutionPlaces(homes, seed)])
  step(0.55)
  const built = builtFeatures(places, blocks, book, new SubUnits(former))
  step(0.75)
  const ground = makeGround(seed, places, pieces, waters.channels)
  step(0.95)
  const layers: DatasetInput['layers'] = {
    units: layer(unitFeatures(former), 'generated', [unitSource, generatedSource], {
      note: both(
        'Ba đơn vị từ 1/7/2025: ranh giới là sự kiện. Chín đơn vị cũ: ranh giới sinh tự động, diện tích gần số chính thức.',
        'The three units since 1 July 2025: limits are facts. The nine former ones: limits generated, areas near the official ones.',
      ),
    }),
    landcover: layer(landcoverFeatures(gridBounds(ground)), 'generated', [generatedSource]),
    water: layer(waterFeatures(waters.channels), 'generated', [waterSource, generatedSource], waterNote),
    waterways: layer(waterwayFeatures(waters.channels), 'generated', [waterSource, generatedSource], waterNote),
    roads: layer(roadFeatures(pieces), 'generated', [roadSource, generatedSource], {
      note: both(
        'Tên đường chính theo tư liệu; tuyến chỉ biết ±300 m nên được nắn về đúng bờ kênh (giả định). Đường khác sinh tự động.',
        'Names of main streets are known; their courses only to ±300 m, so they are laid along the right bank (assumed). Other roads are generated.',
      ),
    }),
    blocks: layer(blockFeatures(blocks), 'generated', [generatedSource]),
    parcels: layer(built.parcels, 'generated', [generatedSource]),
    buildings: layer(built.buildings, 'generated', [generatedSource]),
    addresses: layer(built.addresses, 'generated', [generatedSource], {
      note: both(
        'Số nhà sinh tự động; khu vực mới được suy ra.',
        'House numbers are generated; new khu vực are inferred.',
      ),
    }),
    landmarks: layer(landmarkFeatures(named), 'assumed', [landmarkSource]),
  }
  step(1)
  return {
    head: {
      name: 'vi-thanh',
      title: both('Vị Thanh (tái dựng)', 'Vị Thanh (reconstruction)'),
      seed,
      frame: vn2000,
      home: homeView(),
      forcing: {
        rain: designStorm({
          station: 'can-tho-2022',
          returnPeriodYears: 2,
          durationMinutes: 180,
          pattern: 'chicago',
          startSeconds: 3600,
        }),
        tide: tideSeries({ meanMetres: monthlyMeanLevels[7]!, durationSeconds: 48 * 3600, peakSeconds: 3 * 3600 }),
      },
      notes,
    },
    layers,
    ground: {
      grid: ground,
      provenance: 'generated',
      sources: [generatedSource],
      sourceResolutionMetres: 5,
      standardErrorMetres: 0.3,
      date: DATE,
      note: both(
        'Cao độ sinh tự động: đồng ruộng khoảng 0,4–1,0 m, đô thị khoảng 0,7–1,6 m (Hòn Dấu). Không dùng để quyết định.',
        'Generated levels: fields about 0.4–1.0 m, town about 0.7–1.6 m (Hòn Dấu). Decides nothing.',
      ),
    },
  }
}

const generatedSource: Source = {
  title: 'Vị Thanh Twin, sinh tự động từ hạt giống / generated from a seed',
  licence: 'Apache-2.0',
  date: DATE,
}
const unitSource: Source = { title: unitsSource, licence: 'facts', date: DATE }
const waterSource: Source = {
  title: 'Tuyến theo ranh giới hành chính / courses along the official limits',
  licence: 'facts',
  date: DATE,
}
const roadSource: Source = {
  title: 'Tuyến gần đúng và từ vựng tên đường / approximate courses and street names',
  licence: 'facts',
  date: DATE,
}
const landmarkSource: Source = {
  title:
    'Địa danh từ nguồn công khai, nêu ở từng điểm / public sources named at each place (GeoNames CC BY 4.0, vietnamadminunits MIT)',
  licence: 'CC BY 4.0; MIT; facts',
  date: DATE,
}
const waterNote = {
  note: both(
    'Sông, kênh chính: tuyến là sự kiện, bề rộng và đáy giả định (Xà No 60 m). Kênh cấp hai sinh tự động.',
    'Main waters: courses are facts, widths and beds assumed (Xà No 60 m). Secondary canals are generated.',
  ),
}

const notes = [
  both(
    'Đây là đô thị tái dựng để minh họa: ranh giới ba đơn vị, tên, mã, mã bưu chính, tuyến kênh chính là sự kiện có nguồn; thửa đất, nhà, đường nhỏ, kênh cấp hai, cao độ và địa chỉ được sinh tự động.',
    'This is an illustrative reconstruction: the limits of the three units, names, codes, postcodes and main waterways are facts with sources; parcels, buildings, minor streets, secondary canals, ground levels and addresses are generated.',
  ),
  both(
    'Kết quả trên dữ liệu này là minh họa, không dùng để cấp phép hay cảnh báo thật.',
    'Results on it are illustrative: no real permit and no real warning rests on them.',
  ),
]

const homeView = () => {
  const [x, y] = at(105.4735, 9.7855)
  return { x: Math.round(x), y: Math.round(y) }
}

function unitAt(p: XY): string | null {
  return unitPlaces.find((unit) => pointInRing(p, unit.ring))?.code ?? null
}

function makePublicPlace(block: Block, facility: Facility, former: FormerMap, seed: number): Place {
  const centre = insidePoint(block.ring)
  const chance = random(fork(seed, `public/${block.path}`))
  const ring = facility.built > 0 ? facilityRing(block, facility.built) : null
  const lot: Lot = {
    ring: block.ring,
    zone: block.zone,
    unitCode: block.unitCode,
    frame: block.frame,
    kind: 'scrap',
    blockPath: block.path,
    path: `${block.path}/public`,
  }
  return {
    lot,
    centre,
    former: former.at(block.unitCode, centre),
    landUse: facility.landUse,
    zoning: zoningOf(facility.landUse, block.zone, Math.abs(ringArea(block.ring))),
    building: ring && {
      name: facility.name,
      ring,
      door: insidePoint(ring),
      use: facility.use,
      storeys: facility.storeys,
      heightMetres: Math.round(facility.storeys * 3.9 + 1.5),
      year: 1990 + Math.floor(34 * chance()),
      households: 0,
    },
  }
}

/** Without the houses that a carried street, a link or a bend of a river runs into. */
function clearOf(roads: readonly RoadPiece[], channels: readonly Channel[], places: readonly Place[]): Place[] {
  const roadIndex = new SegmentIndex<RoadPiece>(60)
  for (const road of roads) roadIndex.addLine(road.line, road)
  const waterIndex = new SegmentIndex<Channel>(200)
  for (const channel of channels) waterIndex.addLine(channel.line, channel)
  return places.map((place) =>
    place.building && (onCarriageway(place.building.ring, roadIndex) || inWater(place.building.ring, waterIndex))
      ? { ...place, building: null }
      : place,
  )
}

function inWater(ring: OpenRing, index: SegmentIndex<Channel>): boolean {
  const [x0, y0, x1, y1] = boundsOf(ring)
  return [...index.near(x0 - 80, y0 - 80, x1 + 80, y1 + 80)].some(({ a, b, value }) =>
    ring.some((p) => toSegment(p, a, b).distance < value.widthMetres / 2),
  )
}

export function onCarriageway(ring: OpenRing, index: SegmentIndex<RoadPiece>): boolean {
  const [x0, y0, x1, y1] = boundsOf(ring)
  for (const { a, b, value } of index.near(x0 - 10, y0 - 10, x1 + 10, y1 + 10)) {
    const half = value.widthMetres / 2
    if (Math.max(a[0], b[0]) < x0 - half || Math.min(a[0], b[0]) > x1 + half) continue
    if (Math.max(a[1], b[1]) < y0 - half || Math.min(a[1], b[1]) > y1 + half) continue
    if (pointInRing(a, ring) || pointInRing(b, ring)) return true
    for (let i = 0; i < ring.length; i++) {
      const [p, q] = [ring[i]!, ring[(i + 1) % ring.length]!]
      if (meeting(p, q, a, b) || toSegment(p, a, b).distance < half || toSegment(a, p, q).distance < half) return true
    }
  }
  return false
}

function layer<L extends LayerId>(
  features: Feature<L>[],
  provenance: Provenance,
  sources: Source[],
  more: { note?: { vi: string; en: string } } = {},
): LayerInput<L> {
  return { features, provenance, sources, date: DATE, ...more }
}

function feature<L extends LayerId>(
  layerId: L,
  key: string,
  geometry: Geometry,
  properties: Properties[L],
  provenance: Provenance = 'generated',
  buildState: BuildState = 'as-built',
): Feature<L> {
  return { type: 'Feature', id: stableId(layerId, key), geometry, provenance, buildState, properties }
}

const surface = (rings: readonly OpenRing[]): Geometry =>
  rings.length === 1
    ? { type: 'Polygon', coordinates: [closed(rings[0]!)] }
    : { type: 'MultiPolygon', coordinates: rings.map((r) => [closed(r)]) }
const placeKey = ([x, y]: XY): string => `${x.toFixed(2)},${y.toFixed(2)}`

function unitFeatures(former: readonly FormerUnit[]): Feature<'units'>[] {
  return [
    ...unitPlaces.map((u) =>
      feature(
        'units',
        `${u.code} ${DATE}`,
        surface([u.ring]),
        {
          code: u.code,
          validFrom: DATE,
          validTo: null,
          name: u.name,
          postcode: u.postcode,
          population: u.population,
          areaSquareKilometres: u.areaSquareKilometres,
        },
        'fact',
      ),
    ),
    ...former.map(({ code, rings }) => {
      const fact = formerUnits.find((f) => f.code === code)!
      return feature('units', `${code} 1999-07-01`, surface(rings), {
        code,
        validFrom: '1999-07-01',
        validTo: '2025-06-30',
        name: fact.name,
        postcode: fact.postcode,
        population: fact.population2019,
        areaSquareKilometres: fact.areaSquareKilometres,
      })
    }),
  ]
}

/** Open country beyond the limits. */
function landcoverFeatures([x0, y0, x1, y1]: readonly [number, number, number, number]): Feature<'landcover'>[] {
  const frame: XY[][] = [
    closed([
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ]),
  ]
  return polygonClipping
    .difference(frame, ...unitPlaces.map((u) => [closed(u.ring)]))
    .map((rings, i) =>
      feature(
        'landcover',
        `beyond/${i}`,
        { type: 'Polygon', coordinates: rings },
        { cover: 'paddy', name: null, imperviousShare: 0.02 },
      ),
    )
}

function waterFeatures(channels: readonly Channel[]): Feature<'water'>[] {
  return channels.flatMap((channel) =>
    bufferLine(channel.line, channel.widthMetres / 2).map((rings, i) =>
      feature(
        'water',
        `${placeKey(channel.line[0]!)} ${placeKey(channel.line.at(-1)!)} ${i}`,
        { type: 'Polygon', coordinates: rings },
        {
          name: channel.name,
          kind: channel.kind,
          tidal: true,
          bedMetres: channel.bedMetres,
        },
        channel.provenance,
      ),
    ),
  )
}

function waterwayFeatures(channels: readonly Channel[]): Feature<'waterways'>[] {
  return channels.map((channel) =>
    feature(
      'waterways',
      `${placeKey(channel.line[0]!)} ${placeKey(channel.line.at(-1)!)}`,
      { type: 'LineString', coordinates: channel.line },
      {
        name: channel.name,
        kind: channel.kind,
        widthMetres: channel.widthMetres,
        bedMetres: channel.bedMetres,
      },
      channel.provenance,
    ),
  )
}

function roadFeatures(pieces: readonly RoadPiece[]): Feature<'roads'>[] {
  return pieces.map((piece) => {
    return feature(
      'roads',
      pieceKey(piece),
      { type: 'LineString', coordinates: piece.line },
      {
        name: piece.name,
        class: piece.class,
        widthMetres: piece.widthMetres,
        redLineWidthMetres: piece.redLineWidthMetres,
        lanes: piece.lanes,
        oneWay: false,
        bridge: piece.bridge,
        tunnel: false,
        state: 'open',
      },
      piece.provenance,
    )
  })
}

const blockId = (block: { path: string }): string => stableId('blocks', block.path)

function blockFeatures(blocks: readonly Block[]): Feature<'blocks'>[] {
  return blocks.map((block) =>
    feature('blocks', block.path, surface([block.ring]), {
      name: null,
      areaSquareMetres: Math.round(Math.abs(ringArea(block.ring)) * 10) / 10,
    }),
  )
}

function builtFeatures(places: readonly Place[], blocks: readonly Block[], book: AddressBook, sub: SubUnits) {
  const parcels: Feature<'parcels'>[] = []
  const buildings: Feature<'buildings'>[] = []
  const addresses: Feature<'addresses'>[] = []
  const counts = new Map<string, number>()
  const blockIds = new Map(blocks.map((block) => [block.path, blockId(block)]))
  for (const place of places) {
    const { lot, centre, building } = place
    const sheet = sheetOf(centre)
    const number = (counts.get(sheet) ?? 0) + 1
    counts.set(sheet, number)
    const key = placeKey(centroid(lot.ring))
    const parcel = feature('parcels', key, surface([lot.ring]), {
      sheet,
      number: String(number),
      areaSquareMetres: Math.round(Math.abs(ringArea(lot.ring)) * 10) / 10,
      landUse: place.landUse,
      unitCode: lot.unitCode,
      blockId: blockIds.get(lot.blockPath) ?? null,
      zoning: place.zoning,
    })
    parcels.push(parcel)
    if (!building) continue
    const { number: house, street, label, oldLabel, postcode } = book.of(place, sub)
    const address = feature(
      'addresses',
      key,
      { type: 'Point', coordinates: building.door },
      {
        number: house,
        street,
        label,
        oldLabel,
        unitCode: lot.unitCode,
        oldUnitCode: place.former.code,
        postcode,
        parcelId: parcel.id,
      },
    )
    addresses.push(address)
    buildings.push(
      feature('buildings', key, surface([building.ring]), {
        name: building.name,
        use: building.use,
        heightMetres: building.heightMetres,
        storeys: building.storeys,
        heightProvenance: 'generated',
        year: building.year,
        households: building.households,
        parcelId: parcel.id,
        addressId: address.id,
      }),
    )
  }
  return { parcels, buildings, addresses }
}

/** Cadastral sheets (tờ) of 500 × 500 m, numbered from the south-west. */
const sheetOf = ([x, y]: XY): string =>
  String(1 + Math.floor((y - 1_069_000) / 500) * 50 + Math.floor((x - 535_000) / 500))

function landmarkFeatures(named: readonly NamedPlace[]): Feature<'landmarks'>[] {
  return named.map(({ name, category, point, note, provenance }) =>
    feature(
      'landmarks',
      name,
      { type: 'Point', coordinates: point },
      { name, category, note: note || null },
      provenance,
    ),
  )
}
