/**
 * Where a file's coordinates lie in the city: they are taken only where they land in it. A file that lands elsewhere ends in
 * a `Problem` that says what is wrong — axes swapped, another zone, degrees for metres, millimetres, a missing constant — and
 * names every reading under which it would land. Each such reading is a proj4 string that may be given back as `asked`.
 */
import proj4 from 'proj4'
import type { Frame, XY } from '../../../scenarios/frame.ts'
import type { Bounds } from '../../../scenarios/geometry.ts'
import { boundsOf, contains, geometryBounds, grow, overlaps } from '../../../scenarios/geometry.ts'
import { Problem } from '../../../scenarios/problem.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import { isDegrees, vn2000Zones } from '../epsg.ts'
import type { SourceCrs, VectorSource } from './contract.ts'
import { crsFrom, epsg } from './crs.ts'

export interface PlacementTarget {
  readonly frame: Frame
  /** Of the city, in its frame. */
  readonly bounds: Bounds
}

export interface Placement {
  /** NaN where the projection has no answer. */
  toLocal(x: number, y: number): XY
  readonly crs: SourceCrs
  /** What was done, for the person. */
  readonly how: Bilingual
  /** False where the file states no system and the city's own was taken because it fits. */
  readonly certain: boolean
  /** Other systems under which an unstated file would land in the city as well: they differ by metres to hundreds of them. */
  readonly alternatives: readonly SourceCrs[]
  /** Share of the features, looked at evenly, that lie within the city or 1 km of it; 1 for a file without any. */
  readonly inside: number
}

/** A reading of the coordinates under which they land in the city. */
export interface Fit {
  readonly crs: SourceCrs
  readonly code: Mistake | 'direct'
  readonly what: Bilingual
}

type Mistake = 'swapped' | 'zone' | 'datum' | 'degrees' | 'metres' | 'millimetres' | 'shifted'

/** A file belongs to the city where at least half of its features lie within the limits widened by this much. */
const MARGIN_METRES = 1000
const SAMPLES = 400

/**
 * Says how the coordinates of a file become metres of the city's frame. `asked` is an EPSG code or proj4 that a person gave.
 * What it cannot see: systems that differ by less than the city is wide — UTM 48N lies 0.3 km beside TM-3 105°00′.
 */
export function placeSource(source: VectorSource, target: PlacementTarget, asked?: string): Placement {
  const sample = sampleOf(source)
  const crs = asked === undefined ? source.crs : crsFrom(asked, source.file, 'reference system')
  const named = (name: string) => ({ vi: `theo hệ ${name}`, en: `by ${name}` })
  if (crs) {
    const toLocal = localBy(crs, target.frame)
    if (sample.points.length === 0 || touches(sample, toLocal, target.bounds))
      return {
        toLocal,
        crs,
        how: named(crs.name),
        certain: crs.stated || source.format === 'geojson',
        alternatives: [],
        inside: share(sample.points, toLocal, target.bounds),
      }
    throw misplaced(source, sample, crs, fitsOf(sample, target), toLocal, target)
  }
  const direct = directFits(sample, target)
  const own = direct.find((fit) => fit.crs.proj4 === target.frame.proj4) ?? direct.find((fit) => isDegrees(fit.crs))
  if (!own) throw misplaced(source, sample, null, fitsOf(sample, target), null, target)
  const alternatives = direct.filter((fit) => fit !== own).map((fit) => fit.crs)
  const { name } = own.crs
  const how = {
    vi: `tệp không nêu hệ tọa độ; tọa độ khớp với thành phố theo ${name}${others(alternatives, 'cũng khớp')}`,
    en: `the file states no reference system; its coordinates fit the city by ${name}${others(alternatives, 'fits too')}`,
  }
  const toLocal = localBy(own.crs, target.frame)
  const inside = share(sample.points, toLocal, target.bounds)
  return { toLocal, crs: own.crs, how, certain: false, alternatives, inside }
}

const others = (list: readonly SourceCrs[], said: string) =>
  list.length === 0 ? '' : ` (${said}: ${list.map((crs) => crs.name).join('; ')})`

/** Every reading of the coordinates under which the file lands in the city, the simplest first. */
export const fittingSystems = (source: VectorSource, target: PlacementTarget): Fit[] => fitsOf(sampleOf(source), target)

interface Sample {
  readonly points: readonly XY[]
  readonly bounds: Bounds
}

/** Middles of features spread evenly over the file, and its bounds. */
function sampleOf(source: VectorSource): Sample {
  const features = source.layers.flatMap((layer) => layer.features)
  const step = Math.max(1, Math.ceil(features.length / SAMPLES))
  const points: XY[] = []
  const corners: XY[] = []
  for (const [i, { geometry }] of features.entries()) {
    const [minX, minY, maxX, maxY] = geometryBounds(geometry)
    corners.push([minX, minY], [maxX, maxY])
    if (i % step === 0) points.push([(minX + maxX) / 2, (minY + maxY) / 2])
  }
  return { points, bounds: boundsOf(corners) }
}

/** The way into the frame; NaN where the projection has no answer. */
function localBy(crs: SourceCrs, frame: Frame): (x: number, y: number) => XY {
  if (crs.proj4 === frame.proj4) return (x, y) => [x, y]
  const converter = proj4(crs.proj4, frame.proj4)
  const degrees = isDegrees(crs)
  const northFirst = crs.proj4.includes('+axis=neu')
  return (x, y) => {
    const [lon, lat] = northFirst ? [y, x] : [x, y]
    if (!Number.isFinite(x + y) || (degrees && (Math.abs(lon) > 360 || Math.abs(lat) > 90)))
      return [Number.NaN, Number.NaN]
    try {
      return converter.forward([x, y], true) as XY
    } catch {
      return [Number.NaN, Number.NaN]
    }
  }
}

const share = (points: readonly XY[], toLocal: (x: number, y: number) => XY, bounds: Bounds) => {
  if (points.length === 0) return 1
  const within = grow(bounds, MARGIN_METRES)
  return points.filter(([x, y]) => contains(within, toLocal(x, y))).length / points.length
}

/** A stated system is believed where anything of the file reaches the city: files of a whole province are welcome. */
function touches({ points, bounds: [x0, y0, x1, y1] }: Sample, toLocal: (x: number, y: number) => XY, bounds: Bounds) {
  if (share(points, toLocal, bounds) > 0) return true
  const around: XY[] = []
  for (let i = 0; i <= 8; i++)
    for (let j = 0; j <= 8; j++) {
      const at = toLocal(x0 + ((x1 - x0) * i) / 8, y0 + ((y1 - y0) * j) / 8)
      if (Number.isFinite(at[0] + at[1])) around.push(at)
    }
  return around.length > 0 && overlaps(boundsOf(around), bounds) && points.length > 1
}

/** What may have happened to coordinates, as a change of the proj4 string that undoes it. */
const mishaps: readonly { code: Mistake; vi: string; en: string; undo: (proj4: string) => string | null }[] = [
  { code: 'swapped', vi: 'hai trục bị đổi chỗ', en: 'the axes are swapped', undo: (p) => `${p} +axis=neu` },
  metric('millimetres', 'tính bằng milimét', 'in millimetres', (p) => p.replace('+units=m', '+to_meter=0.001')),
  metric('shifted', 'thiếu 500 000 m hướng Đông', 'the false easting of 500 000 m is missing', east(-500_000)),
  metric('shifted', 'thiếu 1 000 000 m hướng Bắc', '1 000 000 m of the northing are missing', north(-1_000_000)),
  metric(
    'shifted',
    'thiếu 500 000 m hướng Đông và 1 000 000 m hướng Bắc',
    '500 000 m of the easting and 1 000 000 m of the northing are missing',
    (p) => north(-1_000_000)(east(-500_000)(p) ?? ''),
  ),
  ...[18, 48].map((zone) =>
    metric(
      'shifted',
      `số múi ${zone} đứng trước tọa độ Đông`,
      `the zone number ${zone} stands before the easting`,
      east(zone * 1_000_000),
    ),
  ),
]

function metric(code: Mistake, vi: string, en: string, undo: (proj4: string) => string | null) {
  return { code, vi, en, undo: (proj4: string) => (proj4.includes('+units=m') ? undo(proj4) : null) }
}

function east(by: number) {
  return (proj4: string) => moved(proj4, 'x_0', by)
}
function north(by: number) {
  return (proj4: string) => moved(proj4, 'y_0', by)
}
/** The false origin of a proj4 string moved; null where it has none (UTM by zone). */
function moved(proj4: string, key: string, by: number): string | null {
  const found = new RegExp(`\\+${key}=(-?[\\d.]+)`).exec(proj4)
  return found && proj4.replace(found[0], `+${key}=${Number(found[1]) + by}`)
}

/** Systems that files of a Vietnamese city come in, the city's own first; and the UTM zones around it elsewhere. */
function systems({ frame, bounds }: PlacementTarget): SourceCrs[] {
  const [lon] = proj4(frame.proj4, WGS84).forward([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2])
  const zone = Math.floor((lon! + 180) / 6) + 1
  const own: SourceCrs = {
    name: `${epsg(Number(frame.crs.replace('EPSG:', '')))?.name ?? frame.crs}`,
    proj4: frame.proj4,
    stated: false,
  }
  const codes = [
    4326,
    ...Object.keys(vn2000Zones)
      .map(Number)
      .filter((c) => c < 6000 || c > 7000),
    3405,
    3406,
    3857,
  ]
  const utm = [zone - 1, zone, zone + 1].filter((z) => z >= 1 && z <= 60).map((z) => 32600 + z)
  const rest = [...codes, ...utm].map((code) => epsg(code)!).filter((crs) => crs.proj4 !== frame.proj4)
  return [own, ...rest].map((crs) => ({ ...crs, stated: false }))
}
const WGS84 = '+proj=longlat +datum=WGS84 +no_defs'

const lands = ({ points }: Sample, crs: SourceCrs, { frame, bounds }: PlacementTarget) =>
  points.length > 0 && share(points, localBy(crs, frame), bounds) >= 0.5

const directFits = (sample: Sample, target: PlacementTarget): Fit[] =>
  systems(target)
    .filter((crs) => lands(sample, crs, target))
    .map((crs) => ({ crs, code: 'direct', what: { vi: crs.name, en: crs.name } }))

function fitsOf(sample: Sample, target: PlacementTarget): Fit[] {
  const fits = directFits(sample, target)
  for (const { code, vi, en, undo } of mishaps)
    for (const { name, proj4: whole } of systems(target)) {
      const undone = undo(whole)
      const crs = undone !== null && { name: `${name}: ${en}`, proj4: undone, stated: false }
      if (crs && lands(sample, crs, target))
        fits.push({ crs, code, what: { vi: `${name}, ${vi}`, en: `${name}, ${en}` } })
    }
  return fits
}

function misplaced(
  source: VectorSource,
  sample: Sample,
  crs: SourceCrs | null,
  fits: readonly Fit[],
  toLocal: ((x: number, y: number) => XY) | null,
  { frame, bounds }: PlacementTarget,
): Problem {
  const best = fits[0]
  const said = best ? mistakeOf(best, crs, frame) : null
  const away = toLocal && distanceOf(sample, toLocal, bounds)
  const shown = sample.bounds.map((v) => Number(v.toPrecision(9))).join(', ')
  const stated = crs
    ? { vi: `nêu hệ ${crs.name}`, en: `states ${crs.name}` }
    : { vi: 'không nêu hệ tọa độ', en: 'states no reference system' }
  const far = away
    ? { vi: `và nằm cách thành phố ${away} km`, en: `and lies ${away} km from the city` }
    : { vi: 'và không rơi vào thành phố', en: 'and does not land in the city' }
  const cause = said ? { vi: `: ${said.vi}`, en: `: ${said.en}` } : { vi: '', en: '' }
  const choices = [
    ...new Set(
      fits.slice(0, 6).map((fit) => (fit.code === 'direct' ? fit.crs.name : `${fit.what.en}: ${fit.crs.proj4}`)),
    ),
  ].join(' | ')
  return new Problem({
    code: `file/place-${said?.code ?? (crs ? 'far' : 'unknown')}`,
    message: { vi: `tệp ${stated.vi} ${far.vi}${cause.vi}`, en: `the file ${stated.en} ${far.en}${cause.en}` },
    file: source.file,
    place: `x, y ${shown}`,
    expected: choices || `coordinates in the city: ${frame.crs} ${bounds.map(Math.round).join(', ')}`,
  })
}

const vietnam = /191\.90441429/
/** What is wrong with a file, given the simplest reading under which it fits. */
function mistakeOf(fit: Fit, crs: SourceCrs | null, frame: Frame): { code: Mistake; vi: string; en: string } {
  const { name } = fit.crs
  if (fit.code !== 'direct') return { code: fit.code, ...fit.what }
  const expected = crs ?? { name: frame.crs, proj4: frame.proj4, stated: false }
  if (isDegrees(fit.crs) && !isDegrees(expected))
    return { code: 'degrees', vi: 'tọa độ là độ, không phải mét', en: 'the coordinates are degrees, not metres' }
  if (isDegrees(expected) && !isDegrees(fit.crs))
    return {
      code: 'metres',
      vi: `tọa độ là mét của ${name}, không phải độ`,
      en: `the coordinates are metres of ${name}, not degrees`,
    }
  const datum =
    vietnam.test(expected.proj4) !== vietnam.test(fit.crs.proj4) ||
    expected.proj4.includes('+k=0.9996') !== fit.crs.proj4.includes('+k=0.9996')
  return datum
    ? { code: 'datum', vi: `tọa độ thuộc ${name}`, en: `the coordinates are of ${name}` }
    : { code: 'zone', vi: `tọa độ thuộc múi khác: ${name}`, en: `the coordinates are of another zone: ${name}` }
}

/** Kilometres from the middle of the file to the city's limits; null where that has no answer. */
function distanceOf(
  { points }: Sample,
  toLocal: (x: number, y: number) => XY,
  [minX, minY, maxX, maxY]: Bounds,
): number | null {
  const places = points.map(([x, y]) => toLocal(x, y)).filter(([x, y]) => Number.isFinite(x + y))
  if (places.length === 0) return null
  const away = places.map(([x, y]) => Math.hypot(Math.max(minX - x, 0, x - maxX), Math.max(minY - y, 0, y - maxY)))
  return Math.round(away.toSorted((a, b) => a - b)[away.length >> 1]! / 1000)
}
