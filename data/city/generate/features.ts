/** The features of each layer, from what was generated. Keys are places, so that a change far away renames nothing here. */
import polygonClipping from 'polygon-clipping'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { LayerId, Properties } from '../../../scenarios/city/layers.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { centroid, type Geometry, ringArea } from '../../../scenarios/geometry.ts'
import { stableId } from '../../../scenarios/ids.ts'
import type { BuildState, Provenance, Source } from '../../../scenarios/provenance.ts'
import { formerUnits } from '../facts/places.ts'
import type { LayerInput } from '../write.ts'
import { DATE } from './about.ts'
import type { AddressBook } from './addresses.ts'
import type { Lake, NamedPlace } from './facilities.ts'
import type { FormerUnit } from './former.ts'
import { ParcelHistory } from './history.ts'
import type { Place } from './homes.ts'
import { type Block, zoneAt } from './land.ts'
import { pieceKey, type RoadPiece } from './network.ts'
import { type Channel, unitPlaces } from './place.ts'
import { bufferLine, closed, middleOf, type OpenRing } from './plane.ts'
import type { SubUnits } from './quarters.ts'
import { crossSection } from './sections.ts'
import { plannedStreets } from './streets.ts'

export function layer<L extends LayerId>(
  features: Feature<L>[],
  provenance: Provenance,
  sources: Source[],
  more: Pick<LayerInput, 'note' | 'levels'> = {},
): LayerInput<L> {
  return { features, provenance, sources, date: DATE, ...more }
}

export function feature<L extends LayerId>(
  layerId: L,
  key: string,
  geometry: Geometry,
  properties: Properties[L],
  provenance: Provenance = 'generated',
  buildState: BuildState = 'as-built',
): Feature<L> {
  return { type: 'Feature', id: stableId(layerId, key), geometry, provenance, buildState, properties }
}

export const surface = (rings: readonly OpenRing[]): Geometry =>
  rings.length === 1
    ? { type: 'Polygon', coordinates: [closed(rings[0]!)] }
    : { type: 'MultiPolygon', coordinates: rings.map((r) => [closed(r)]) }
export const placeKey = ([x, y]: XY): string => `${x.toFixed(2)},${y.toFixed(2)}`

export function unitFeatures(former: readonly FormerUnit[]): Feature<'units'>[] {
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
export function landcoverFeatures([x0, y0, x1, y1]: readonly [number, number, number, number]): Feature<'landcover'>[] {
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

export function waterFeatures(channels: readonly Channel[], lakes: readonly Lake[]): Feature<'water'>[] {
  const running = channels.flatMap((channel) =>
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
  const standing = lakes.map(({ name, ring, bedMetres }) =>
    feature('water', `lake ${placeKey(centroid(ring))}`, surface([ring]), {
      name,
      kind: 'lake',
      // By culverts to the canal beside it (assumed): the tide stands in it.
      tidal: true,
      bedMetres,
    }),
  )
  return [...running, ...standing]
}

export function waterwayFeatures(channels: readonly Channel[]): Feature<'waterways'>[] {
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

export function roadFeatures(pieces: readonly RoadPiece[]): Feature<'roads'>[] {
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
        ...crossSection(piece, zoneAt(middleOf(piece.line))),
      },
      piece.provenance,
    )
  })
}

/** Sidewalks of a planned street: what its class asks for. */
const PLANNED_SIDEWALK_METRES = 4.5

export const plannedRoadFeatures = (): Feature<'roads'>[] =>
  plannedStreets.map(({ line, buildState, ...about }) =>
    feature(
      'roads',
      pieceKey({ line }),
      { type: 'LineString', coordinates: line },
      {
        ...about,
        oneWay: false,
        bridge: false,
        tunnel: false,
        state: 'closed',
        sidewalkMetres: PLANNED_SIDEWALK_METRES,
        medianMetres: 0,
      },
      'planned',
      buildState,
    ),
  )

const blockId = (block: { path: string }): string => stableId('blocks', block.path)

export function blockFeatures(blocks: readonly Block[]): Feature<'blocks'>[] {
  return blocks.map((block) =>
    feature('blocks', block.path, surface([block.ring]), {
      name: null,
      areaSquareMetres: Math.round(Math.abs(ringArea(block.ring)) * 10) / 10,
    }),
  )
}

export function builtFeatures(places: readonly Place[], blocks: readonly Block[], book: AddressBook, sub: SubUnits) {
  const parcels: Feature<'parcels'>[] = []
  const buildings: Feature<'buildings'>[] = []
  const addresses: Feature<'addresses'>[] = []
  const counts = new Map<string, number>()
  const blockIds = new Map(blocks.map((block) => [block.path, blockId(block)]))
  const nextNumber = (p: XY): { sheet: string; number: string } => {
    const sheet = sheetOf(p)
    const number = (counts.get(sheet) ?? 0) + 1
    counts.set(sheet, number)
    return { sheet, number: String(number) }
  }
  const history = new ParcelHistory((ring) => nextNumber(centroid(ring)))
  for (const place of places) {
    const { lot, centre, building, landUse } = place
    const key = placeKey(centroid(lot.ring))
    const own = blockIds.get(lot.blockPath) ?? null
    const version = history.trace(lot, { id: stableId('parcels', key), landUse, blockId: own })
    const parcel = feature('parcels', key, surface([lot.ring]), {
      ...nextNumber(centre),
      areaSquareMetres: Math.round(Math.abs(ringArea(lot.ring)) * 10) / 10,
      landUse,
      unitCode: lot.unitCode,
      blockId: own,
      zoning: place.zoning,
      ...version,
    })
    parcels.push(parcel)
    if (!building) continue
    const buildState = building.buildState ?? 'as-built'
    const isThere = buildState === 'as-built' || buildState === 'under-construction'
    const { number, street, label, oldLabel, postcode } = book.of(place, sub)
    const address = feature(
      'addresses',
      key,
      { type: 'Point', coordinates: building.door },
      {
        number,
        street,
        label,
        oldLabel,
        unitCode: lot.unitCode,
        oldUnitCode: place.former.code,
        postcode,
        parcelId: parcel.id,
      },
    )
    if (isThere) addresses.push(address)
    buildings.push(
      feature(
        'buildings',
        key,
        surface([building.ring]),
        {
          name: building.name,
          use: building.use,
          heightMetres: building.heightMetres,
          storeys: building.storeys,
          heightProvenance: 'generated',
          year: buildState === 'as-built' ? building.year : null,
          households: building.households,
          parcelId: parcel.id,
          addressId: isThere ? address.id : null,
          ...(building.roof && { roof: building.roof }),
        },
        'generated',
        buildState,
      ),
    )
  }
  return { parcels, buildings, addresses, former: history.features() }
}

/** Cadastral sheets (tờ) of 500 × 500 m, numbered from the south-west. */
const sheetOf = ([x, y]: XY): string =>
  String(1 + Math.floor((y - 1_069_000) / 500) * 50 + Math.floor((x - 535_000) / 500))

export function landmarkFeatures(named: readonly NamedPlace[]): Feature<'landmarks'>[] {
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
