/**
 * Where a building's file stands in the city: by its map conversion where that lands there, by the latitude and longitude of its
 * site (coarse, and said so), or by coordinates that are the city's own already. What lands elsewhere is told, never moved.
 */
import { type Frame, projection, projectionBetween, type XY } from '../../../scenarios/frame.ts'
import { type Bounds, centroid, contains, grow } from '../../../scenarios/geometry.ts'
import { keeping, type Placement, placed } from '../../../scenarios/permits/model.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { crsFrom } from '../vector/crs.ts'
import type { BuildingFigures } from './figures.ts'
import type { BuildingModel, Georeference } from './model.ts'

export interface BuildingPlace {
  /** Null: a person puts it into its place. */
  readonly placement: Placement | null
  /** What was done, or why nothing was. */
  readonly how: Bilingual
  /** Whether its height above the datum is the file's word. */
  readonly levelKnown: boolean
  readonly coarse: boolean
}

/** Farther from the city than this is elsewhere. */
const MARGIN_METRES = 1000
const IDENTITY: Placement = { east: 0, north: 0, levelMetres: 0, turnedDegrees: 0, scale: 1, from: 'map' }

export function placeBuilding(
  model: BuildingModel,
  figures: Pick<BuildingFigures, 'footprint'>,
  target: { readonly frame: Frame; readonly bounds: Bounds },
): BuildingPlace {
  const anchor = anchorOf(model, figures)
  const lands = (placement: Placement) => contains(grow(target.bounds, MARGIN_METRES), placed(anchor, placement))
  const { georeference } = model
  const elsewhere = (why: Bilingual): BuildingPlace => ({ placement: null, how: why, levelKnown: false, coarse: false })
  if (georeference?.kind === 'map') {
    const found = byMap(georeference, anchor, target.frame, lands)
    if (found) return { ...found, levelKnown: true, coarse: false }
  }
  if (model.kind === 'ifc' && lands(IDENTITY))
    return {
      placement: IDENTITY,
      how: both(
        'Tọa độ trong tệp nằm trong thành phố: đọc thẳng là VN-2000 của thành phố.',
        'The file’s own coordinates lie in the city: taken as its VN-2000.',
      ),
      levelKnown: Math.abs(model.groundMetres) > 0.01,
      coarse: false,
    }
  if (georeference?.kind === 'map')
    return elsewhere(
      both(
        `Tệp ghi tọa độ ${georeference.crs || '?'} (${georeference.place}) nhưng rơi ra ngoài thành phố: hãy đặt bằng tay.`,
        `The file states ${georeference.crs || '?'} (${georeference.place}), which lands outside the city: place it by hand.`,
      ),
    )
  if (georeference?.kind === 'site') {
    const placement = bySite(georeference, target.frame)
    if (lands(placement))
      return {
        placement,
        how: both(
          `Đặt theo kinh độ, vĩ độ của IfcSite (${georeference.place}): chỉ gần đúng, có thể lệch hàng chục mét. Hãy chỉnh lại.`,
          `Placed by the latitude and longitude of IfcSite (${georeference.place}): coarse, it may be off by tens of metres. Adjust it.`,
        ),
        levelKnown: georeference.heightMetres !== null,
        coarse: true,
      }
    return elsewhere(
      both(
        'Kinh độ, vĩ độ trong tệp nằm ngoài thành phố: hãy đặt bằng tay.',
        'The file’s latitude and longitude lie outside the city: place it by hand.',
      ),
    )
  }
  return elsewhere(both('Tệp không có tọa độ: hãy đặt bằng tay.', 'The file has no georeference: place it by hand.'))
}

/** The middle of the footprint, else of everything, in the file's axes. */
export function anchorOf({ origin, positions }: BuildingModel, { footprint }: Pick<BuildingFigures, 'footprint'>): XY {
  if (footprint[0]) return centroid(footprint[0])
  const at = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity]
    for (let i = axis; i < positions.length; i += 3) {
      low = Math.min(low, positions[i]!)
      high = Math.max(high, positions[i]!)
    }
    return origin[axis]! + (low + high) / 2
  })
  return [at[0]!, at[1]!]
}

type MapGeoreference = Extract<Georeference, { kind: 'map' }>

function byMap(
  { crs, east, north, bareEast, bareNorth, heightMetres, turnedDegrees, scale }: MapGeoreference,
  anchor: XY,
  frame: Frame,
  lands: (placement: Placement) => boolean,
): Pick<BuildingPlace, 'placement' | 'how'> | null {
  const known = systemOf(crs)
  const proj4 = known?.proj4 ?? frame.proj4
  const toLocal = projectionBetween(proj4, frame.proj4)
  const tries: [east: number, north: number, what: Bilingual | null][] = [
    [east, north, null],
    [bareEast, bareNorth, both('đọc theo mét', 'read as metres')],
    [north, east, both('đổi chỗ X và Y', 'X and Y exchanged')],
    [bareNorth, bareEast, both('theo mét, đổi chỗ X và Y', 'as metres, X and Y exchanged')],
  ]
  for (const [x, y, what] of tries) {
    const own: Placement = { east: x, north: y, levelMetres: heightMetres, turnedDegrees, scale, from: 'map' }
    const placement = proj4 === frame.proj4 ? own : through(own, anchor, toLocal)
    if (!Number.isFinite(placement.east) || !lands(placement)) continue
    const name = known?.name ?? both(`“${crs}” không rõ, lấy hệ của thành phố`, `“${crs}” not known, the city’s taken`)
    const said = (language: 'vi' | 'en') => (typeof name === 'string' ? name : name[language])
    return {
      placement,
      how: both(
        `Đặt theo tọa độ bản đồ trong tệp: ${said('vi')}${what ? `, ${what.vi}` : ''}.`,
        `Placed by the file’s map conversion: ${said('en')}${what ? `, ${what.en}` : ''}.`,
      ),
    }
  }
  return null
}

function systemOf(name: string): { name: string; proj4: string } | null {
  try {
    return crsFrom(name, '')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  // `VN-2000 / TM-3 105-30`, `VN2000_KTT_105_30_Mui3`: the zone by its meridian.
  const meridian = /VN.?2000.*?\b(10[2-9])[^0-9]{0,3}(00|15|30|45)?/i.exec(name.replaceAll('_', ' '))
  if (!meridian) return null
  const wanted = `${meridian[1]}°${meridian[2] ?? '00'}′`
  const codes = [
    5896, 5897, 5898, 5899, 9205, 9206, 9207, 9208, 9209, 9210, 9211, 9212, 9213, 9214, 9215, 9216, 9217, 9218,
  ]
  return codes.map((code) => crsFrom(`EPSG:${code}`, '')).find(({ name }) => name.includes(wanted)) ?? null
}

/** In the city's frame what another system has: exact at the building, turned and scaled as the two differ there. */
function through(own: Placement, anchor: XY, toLocal: (point: XY) => XY): Placement {
  const REACH = 50
  const at = toLocal(placed(anchor, own))
  const beside = toLocal(placed([anchor[0] + REACH, anchor[1]], own))
  const [dx, dy] = [beside[0] - at[0], beside[1] - at[1]]
  const turnedDegrees = (Math.atan2(dy, dx) * 180) / Math.PI
  return keeping({ ...own, turnedDegrees, scale: Math.hypot(dx, dy) / REACH }, anchor, at)
}

function bySite({ lon, lat, at, northDegrees, heightMetres }: Extract<Georeference, { kind: 'site' }>, frame: Frame) {
  const { toLocal } = projection(frame)
  const here = toLocal(lon, lat)
  const north = toLocal(lon, lat + 1e-3)
  const gridNorth = (Math.atan2(north[1] - here[1], north[0] - here[0]) * 180) / Math.PI - 90
  const placement: Placement = {
    east: 0,
    north: 0,
    levelMetres: (heightMetres ?? 0) - (heightMetres === null ? 0 : at[2]),
    turnedDegrees: gridNorth - northDegrees,
    scale: 1,
    from: 'site',
  }
  return keeping(placement, [at[0], at[1]], here)
}
