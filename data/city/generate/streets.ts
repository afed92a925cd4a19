/** All roads before they are joined: main streets, banks of rivers and canals, bridges at mid-canal; then names for streets. */
import type { XY } from '../../../scenarios/frame.ts'
import { pointInRing } from '../../../scenarios/geometry.ts'
import { knownNumbers, streetNames } from '../facts/streets.ts'
import type { FormerMap } from './former.ts'
import { SegmentIndex, toLine, toSegment } from './near.ts'
import type { Road } from './network.ts'
import { acrossXaNo, at, besideXaNo, type Channel, type MainStreet, mainStreets, unitPlaces, xaNo } from './place.ts'
import { direction, offsetLine } from './plane.ts'
import { BANK_METRES } from './waters.ts'

/** From the edge of the water to the middle of the path on its bank, m. */
const PATH_METRES = 4.5
const bankRoad = {
  name: null,
  class: 'alley',
  widthMetres: 3,
  redLineWidthMetres: BANK_METRES,
  lanes: 1,
  provenance: 'generated',
  street: null,
} as const

export function baseRoads(channels: readonly Channel[]): Road[] {
  const main = mainStreets.map(({ name, line, ...rest }, i): Road => {
    // Two roads of one name (Quốc lộ 61 east and west of the town) are numbered apart.
    const before = mainStreets.slice(0, i).filter((s) => s.name === name).length
    const street = before > 0 ? `${name} ${before + 1}` : name
    return { ...rest, line, name, provenance: 'assumed', street, reach: 40 }
  })
  const banks = bankLines(channels)
  const paths = channels.flatMap((channel) =>
    banks(channel).map((line): Road => ({ ...bankRoad, line: thinned(line), reach: 40 })),
  )
  return [...main, ...paths, ...channels.flatMap(midBridge)]
}

/** Streets of the plan south of the old town that nobody has built: no part of the network (courses generated). */
export const plannedStreets: readonly (Omit<MainStreet, 'class'> & {
  readonly class: 'collector'
  readonly buildState: 'approved' | 'proposed'
})[] = [
  {
    name: 'Nguyễn Thái Học nối dài (giai đoạn 2, quy hoạch)',
    class: 'collector',
    widthMetres: 10.5,
    redLineWidthMetres: 22.5,
    lanes: 2,
    line: besideXaNo(650, 105.4535, 105.4596),
    buildState: 'approved',
  },
  {
    name: 'Đường khu đô thị mới phía nam (quy hoạch)',
    class: 'collector',
    widthMetres: 10.5,
    redLineWidthMetres: 22.5,
    lanes: 2,
    line: acrossXaNo(105.4596, 650, 1250),
    buildState: 'proposed',
  },
]

/** Where a path runs along each bank, within the limits, broken where a bend leaves no room; a point every 12 m. */
export function bankLines(channels: readonly Channel[]): (channel: Channel) => XY[][] {
  const waters = new SegmentIndex<Channel>(150)
  for (const channel of channels) waters.addLine(channel.line, channel)
  return (channel) => linesAlong(channel, waters)
}

function linesAlong(channel: Channel, waters: SegmentIndex<Channel>): XY[][] {
  const out: XY[][] = []
  const by = channel.widthMetres / 2 + PATH_METRES
  for (const side of [-1, 1]) {
    let line: XY[] = []
    const close = () => {
      if (line.length > 1) out.push(line)
      line = []
    }
    for (const p of densified(offsetLine(channel.line, side * by))) {
      const free = unitPlaces.some((unit) => pointInRing(p, unit.ring)) && !isWet(p, waters, channel, by - 1)
      if (free) line.push(p)
      else close()
    }
    close()
  }
  return out
}

/** Within the banks of any other water, or of a bend of its own. */
function isWet(p: XY, waters: SegmentIndex<Channel>, own: Channel, reach: number): boolean {
  for (const { a, b, value } of waters.near(p[0] - 80, p[1] - 80, p[0] + 80, p[1] + 80)) {
    const limit =
      value === own
        ? reach
        : value.provenance === 'generated' && own.provenance !== 'generated'
          ? 0
          : value.widthMetres / 2 + 1
    if (toSegment(p, a, b).distance < limit) return true
  }
  return false
}

function densified(line: readonly XY[]): XY[] {
  const out: XY[] = [line[0]!]
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const n = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 12))
    for (let k = 1; k <= n; k++) out.push([a[0] + ((b[0] - a[0]) * k) / n, a[1] + ((b[1] - a[1]) * k) / n])
  }
  return out
}

/** Without the points that lie on the straight between their neighbours. */
export function thinned(line: XY[]): XY[] {
  return line.filter((p, i) => {
    if (i === 0 || i === line.length - 1) return true
    const [a, b] = [direction(line[i - 1]!, p), direction(p, line[i + 1]!)]
    return Math.abs(a[0] * b[1] - a[1] * b[0]) > 1e-6
  })
}

/** Each generated canal has a footbridge at its middle, from path to path. */
function midBridge(channel: Channel): Road[] {
  if (channel.provenance !== 'generated') return []
  const [a, b] = [channel.line[0]!, channel.line.at(-1)!]
  const [dx, dy] = direction(a, b)
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  const by = channel.widthMetres / 2 + PATH_METRES
  return [
    {
      ...bankRoad,
      line: [
        [x - dy * by, y + dx * by],
        [x + dy * by, y - dx * by],
      ],
      reach: 2,
    },
  ]
}

/** Names for generated streets, by the former ward that they lie in; when the names are used up, numbers. */
export function nameStreets(roads: Road[], former: FormerMap, unitOf: (p: XY) => string | null): void {
  const places = new Map<string, { length: number; ward: string }>()
  for (const { street, name, line } of roads) {
    if (!street || name || street.startsWith('industry/')) continue
    const [a, b] = [line[0]!, line.at(-1)!]
    const mid: XY = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const unit = unitOf(mid)
    if (!unit) continue
    const known = places.get(street)
    const ward = former.at(unit, mid).code
    places.set(street, {
      length: (known?.length ?? 0) + length,
      ward: known && known.length > length ? known.ward : ward,
    })
  }
  const names = streetsOfKnownNumbers(roads, places)
  for (const ward of Object.keys(streetNames)) {
    const own = [...places]
      .filter(([street, p]) => p.ward === ward && !names.has(street))
      .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    const taken = new Set([...names.values(), ...mainStreets.map((s) => s.name)])
    const known = streetNames[ward]!.filter((name) => !taken.has(name))
    for (const [i, [street]] of own.entries()) {
      names.set(street, known[i] ?? `Đường số ${i - known.length + 1}`)
    }
  }
  for (const [i, street] of industryStreets(roads).entries()) names.set(street, `Đường số ${i + 1} (CCN Vị Thanh)`)
  for (const road of roads) if (road.street && !road.name) road.name = names.get(road.street) ?? null
}

/** A house number whose place is known names the street that passes it. */
function streetsOfKnownNumbers(
  roads: readonly Road[],
  places: ReadonlyMap<string, { ward: string }>,
): Map<string, string> {
  const names = new Map<string, string>()
  for (const { street: name, ward, lon, lat } of knownNumbers) {
    if (lon === undefined || lat === undefined || mainStreets.some((s) => s.name === name)) continue
    const p = at(lon, lat)
    const near = roads
      .filter(({ street, line }) => street && places.get(street)?.ward === ward && alongXaNo(line))
      .map(({ street, line }) => ({ street: street!, distance: toLine(p, line).distance }))
      .sort((a, b) => a.distance - b.distance)[0]
    if (near) names.set(near.street, name)
  }
  return names
}

/** Houses front on the streets that run with the canal. */
function alongXaNo(line: readonly XY[]): boolean {
  const [a, b] = [line[0]!, line.at(-1)!]
  return Math.abs(toLine(a, xaNo).along - toLine(b, xaNo).along) > 0.7 * Math.hypot(b[0] - a[0], b[1] - a[1])
}

const industryStreets = (roads: readonly Road[]): string[] =>
  [...new Set(roads.flatMap(({ street }) => (street?.startsWith('industry/') ? street : [])))].sort()
