/**
 * The built-in Vị Thanh: facts, and everything else generated from a seed. It reads top to bottom: waters cut the land into
 * cells, main streets and blocks into lots, lots become parcels with homes, and the ground is laid under all of it.
 */
import { designStorm, monthlyMeanLevels, tideSeries } from '../../../scenarios/forcing-design.ts'
import { vn2000, type XY } from '../../../scenarios/frame.ts'
import { contains, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import { gridBounds } from '../../../scenarios/grid.ts'
import { type Progress, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import { fork, random } from '../../../scenarios/random.ts'
import { both } from '../../../scenarios/text.ts'
import type { DatasetInput } from '../write.ts'
import {
  DATE,
  dykeNote,
  generatedSource,
  landmarkSource,
  notes,
  planSource,
  roadSource,
  setbackSource,
  unitSource,
  waterNote,
  waterSource,
} from './about.ts'
import { AddressBook } from './addresses.ts'
import { clearOf } from './clear.ts'
import { dykeFeatures, makeDykes } from './dykes.ts'
import {
  type Facility,
  facilityRing,
  industryPlace,
  institutionPlaces,
  lakesOf,
  makeFacilities,
  namedPlaces,
  settle,
} from './facilities.ts'
import {
  blockFeatures,
  builtFeatures,
  landcoverFeatures,
  landmarkFeatures,
  layer,
  plannedRoadFeatures,
  roadFeatures,
  unitFeatures,
  waterFeatures,
  waterwayFeatures,
} from './features.ts'
import { FormerMap, makeFormerUnits } from './former.ts'
import { gridcellFeatures } from './gridcells.ts'
import { makeGround } from './ground.ts'
import { insidePoint, makeHomes, type Place, zoningOf } from './homes.ts'
import { type Block, type Lot, makeBlocks, makePieces, makeRuralLots, makeTownLots } from './land.ts'
import { makeNetwork } from './network.ts'
import { makeNetworks } from './networks/networks.ts'
import { at, unitPlaces } from './place.ts'
import { SubUnits } from './quarters.ts'
import { redlineFeatures } from './redlines.ts'
import { baseRoads, nameStreets } from './streets.ts'
import { GENERATOR } from './version.ts'
import { makeWaters } from './waters.ts'
import { zoneFeatures, zonesNote } from './zones.ts'

export const DEFAULT_SEED = 1999
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
  const book = new AddressBook(pieces, waters.channels, seed)
  step(0.3)
  const known = namedPlaces((street, number) => book.locate(street, number))
  const { facilities, placed } = makeFacilities(blocks, known, formerMap, seed)
  const lakes = lakesOf(blocks, facilities)
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
  const { places, named } = settle(clear, [...known, ...placed, ...institutionPlaces(homes, seed)])
  step(0.55)
  book.keep(places)
  const subUnits = new SubUnits(former, places)
  const built = builtFeatures(places, blocks, book, subUnits)
  step(0.75)
  const dykes = makeDykes(waters.channels)
  const ground = makeGround(seed, places, pieces, { channels: waters.channels, lakes, dykes })
  step(0.85)
  const networks = makeNetworks({
    ...{ seed, places, pieces, ground },
    ...{ channels: waters.channels, lakes: lakes.map((lake) => lake.ring) },
  })
  step(0.95)
  const layers: DatasetInput['layers'] = {
    units: layer(unitFeatures(former), 'generated', [unitSource, generatedSource], {
      note: both(
        'Ba đơn vị từ 1/7/2025: ranh giới là sự kiện. Chín đơn vị cũ: ranh giới sinh tự động, diện tích gần số chính thức.',
        'The three units since 1 July 2025: limits are facts. The nine former ones: limits generated, areas near the official ones.',
      ),
    }),
    subunits: layer(subUnits.features(former), 'generated', [generatedSource], {
      note: both(
        'Số lượng khu vực, ấp theo tư liệu; ranh giới sinh tự động, mỗi nơi gần bằng nhau về số hộ; số mới được suy ra.',
        'How many there were is known; limits are generated, with about as many households each; new numbers are inferred.',
      ),
    }),
    gridcells: layer(
      gridcellFeatures(built.addresses.map(({ geometry }) => geometry.coordinates as XY)),
      'computed',
      [generatedSource, unitSource],
      {
        note: both(
          'Ô 0,0025° (Open Location Code 8 ký tự); mã bưu chính theo đơn vị chiếm phần lớn nhất của ô.',
          'Cells of 0.0025° (Open Location Code, 8 digits); the postcode of the unit that holds most of the cell.',
        ),
      },
    ),
    landcover: layer(landcoverFeatures(gridBounds(ground)), 'generated', [generatedSource]),
    water: layer(waterFeatures(waters.channels, lakes), 'generated', [waterSource, generatedSource], waterNote),
    waterways: layer(waterwayFeatures(waters.channels), 'generated', [waterSource, generatedSource], waterNote),
    dykes: layer(dykeFeatures(dykes), 'assumed', [generatedSource], dykeNote),
    zones: layer(zoneFeatures(), 'generated', [planSource, generatedSource], { note: zonesNote }),
    roads: layer([...roadFeatures(pieces), ...plannedRoadFeatures()], 'generated', [roadSource, generatedSource], {
      note: both(
        'Tên đường chính theo tư liệu; tuyến chỉ biết ±300 m nên được nắn về đúng bờ kênh (giả định). Đường khác sinh tự động.',
        'Names of main streets are known; their courses only to ±300 m, so they are laid along the right bank (assumed). Other roads are generated.',
      ),
    }),
    redlines: layer(redlineFeatures(pieces), 'generated', [setbackSource, generatedSource], {
      note: both(
        'Lộ giới theo cấp đường, giả định; nơi khoảng lùi bằng 0 chỉ giới xây dựng trùng chỉ giới đường đỏ.',
        'Widths between red lines by road class, assumed; where the setback is 0 the building line is the red line.',
      ),
    }),
    blocks: layer(blockFeatures(blocks), 'generated', [generatedSource]),
    parcels: layer(built.parcels, 'generated', [generatedSource]),
    parcelhistory: layer(built.former, 'generated', [generatedSource], {
      note: both(
        'Biến động thửa sinh tự động; ngày đo vẽ đầu tiên giả định.',
        'Changes of parcels are generated; the date of the first survey is assumed.',
      ),
    }),
    buildings: layer(built.buildings, 'generated', [generatedSource]),
    addresses: layer(built.addresses, 'generated', [generatedSource], {
      note: both(
        'Số nhà sinh tự động; khu vực mới được suy ra.',
        'House numbers are generated; new khu vực are inferred.',
      ),
    }),
    landmarks: layer(
      landmarkFeatures([...named, industryPlace()].filter(({ point }) => contains(gridBounds(ground), point))),
      'generated',
      [landmarkSource],
    ),
    ...networks,
  }
  step(1)
  return {
    head: {
      name: 'vi-thanh',
      title: both('Vị Thanh (tái dựng)', 'Vị Thanh (reconstruction)'),
      seed,
      generator: GENERATOR,
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
      ...(facility.buildState && { buildState: facility.buildState }),
    },
  }
}
