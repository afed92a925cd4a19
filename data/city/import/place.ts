/** Where the city is: its frame, its bounds, and every node of the map in local metres. */
import { type Frame, type Projection, projection, utmFrame, type XY } from '../../../scenarios/frame.ts'
import { type Bounds, boundsOf } from '../../../scenarios/geometry.ts'
import { Problem } from '../../../scenarios/problem.ts'
import type { Elevation } from '../../readers/grid/elevation.ts'
import type { OsmData } from '../../readers/osm/model.ts'
import { type GroundFacts, type LevelAt, surfaceOf } from './dem.ts'
import type { Reporter } from './report.ts'

/** Ground beyond the city's bounds, m. */
export const GROUND_MARGIN_METRES = 500
export const GROUND_CELL_METRES = 10
const MAX_GROUND_CELLS = 16_000_000

export interface Place {
  readonly osm: OsmData
  readonly frame: Frame
  readonly projection: Projection
  /** The city, local metres. */
  readonly bounds: Bounds
  /** The ground: the bounds and their margin, on whole cells. Everything is cut to it. */
  readonly extent: Bounds
  /** Local metres of a node; undefined where the file does not hold it. */
  at(ref: number): XY | undefined
  /** Level of the elevation files at a place, m; NaN in voids, null where they do not reach. */
  readonly levelAt: LevelAt
  readonly reporter: Reporter
}

export function findPlace(
  osm: OsmData,
  file: string,
  elevations: readonly Elevation[],
  ground: Pick<GroundFacts, 'verticalDatum' | 'epoch'>,
  reporter: Reporter,
): Place {
  const built = builtNodes(osm)
  if (built.length === 0) {
    throw new Problem({
      code: 'import/nothing-built',
      message: { vi: 'không có đường hay công trình nào trong tệp', en: 'there is no road or building in the file' },
      file,
      expected: 'ways tagged highway or building, with their nodes',
    })
  }
  const [west, south, east, north] = osm.bounds ?? robustBounds(built)
  if (!osm.bounds) {
    reporter.note(
      'Tệp OSM không ghi phạm vi: phạm vi đô thị lấy theo đường và công trình, bỏ các điểm xa lẻ loi.',
      'The OSM file states no bounds: those of the city are taken from its roads and buildings, without stray far points.',
    )
  }
  const frame = utmFrame((west + east) / 2, (south + north) / 2, ground.verticalDatum, ground.epoch)
  const local = projection(frame)
  const corners = [
    local.toLocal(west, south),
    local.toLocal(west, north),
    local.toLocal(east, south),
    local.toLocal(east, north),
  ]
  const bounds = boundsOf(corners)
  const extent = wholeCells(bounds)
  const cells = ((extent[2] - extent[0]) * (extent[3] - extent[1])) / GROUND_CELL_METRES ** 2
  if (!(cells <= MAX_GROUND_CELLS)) {
    const [wide, high] = [(bounds[2] - bounds[0]) / 1000, (bounds[3] - bounds[1]) / 1000]
    throw new Problem({
      code: 'import/too-large',
      message: {
        vi: `vùng ${wide.toFixed(0)} × ${high.toFixed(0)} km quá lớn; hãy cắt vùng cần dùng, ví dụ: osmium extract -b tây,nam,đông,bắc`,
        en: `the area of ${wide.toFixed(0)} × ${high.toFixed(0)} km is too large; cut out what you need, for example: osmium extract -b west,south,east,north`,
      },
      file,
      expected: `at most ${MAX_GROUND_CELLS} ground cells of ${GROUND_CELL_METRES} m`,
    })
  }
  const known = new Map<number, XY>()
  const at = (ref: number) => {
    const there = known.get(ref)
    const place = there ? undefined : osm.places.get(ref)
    if (!place) return there
    const point = local.toLocal(place[0], place[1])
    known.set(ref, point)
    return point
  }
  const levelAt = surfaceOf(elevations, frame)
  return { osm, frame, projection: local, bounds, extent, at, levelAt, reporter }
}

/** [lon, lat] of the nodes of roads and buildings. */
function builtNodes(osm: OsmData): (readonly [number, number])[] {
  const refs = new Set<number>()
  for (const way of osm.ways.values()) {
    if (way.tags.highway || way.tags.building) for (const ref of way.refs) refs.add(ref)
  }
  return [...refs].map((ref) => osm.places.get(ref)).filter((place) => place !== undefined)
}

/** The box of all points that lie within the middle 90 % widened by as much again on each side. */
function robustBounds(points: readonly (readonly [number, number])[]): Bounds {
  const range = (axis: 0 | 1) => {
    const sorted = points.map((p) => p[axis]).sort((a, b) => a - b)
    const low = sorted[Math.ceil(0.05 * (sorted.length - 1))]!
    const high = sorted[Math.floor(0.95 * (sorted.length - 1))]!
    const slack = high - low
    return sorted.filter((v) => v >= low - slack && v <= high + slack)
  }
  const [lons, lats] = [range(0), range(1)]
  return [lons[0]!, lats[0]!, lons.at(-1)!, lats.at(-1)!]
}

function wholeCells([minX, minY, maxX, maxY]: Bounds): Bounds {
  const down = (v: number) => Math.floor((v - GROUND_MARGIN_METRES) / GROUND_CELL_METRES) * GROUND_CELL_METRES
  const up = (v: number) => Math.ceil((v + GROUND_MARGIN_METRES) / GROUND_CELL_METRES) * GROUND_CELL_METRES
  return [down(minX), down(minY), up(maxX), up(maxY)]
}
