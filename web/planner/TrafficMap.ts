/**
 * What the map shows of traffic: an outcome as coloured lines, desire lines and vehicles. Pure; links in, colours out. The
 * ramp goes from grey, which steps back, over blue and yellow to dark red, so that it is told apart without red and green. Blank is no street, no measurable difference, or not known.
 */
import type { Bilingual } from '../../scenarios/text.ts'
import { both } from '../../scenarios/text.ts'
import type {
  Reach,
  Route,
  TrafficComparison,
  TrafficModel,
  TrafficMotion,
  TrafficOutcome,
} from '../../scenarios/traffic.ts'
import { userClasses } from '../../scenarios/traffic.ts'
import { desireLines } from '../../scenarios/traffic-desires.ts'
import { NOISE_UNITS, shareOf } from '../../scenarios/traffic-summary.ts'
import type { StageDesires, StageFlows, StageVehicles } from '../stage/index.ts'
import type { LegendRow } from '../stage/plain.ts'
import type { TrafficShow, TrafficView } from './traffic-state.ts'

type Colour = readonly [red: number, green: number, blue: number]
/** From this value on, up to the next class. */
interface ColourClass {
  readonly from: number
  readonly colour: Colour
  readonly title: Bilingual
}

const same = (words: string) => both(words, words)
const blues: readonly Colour[] = [
  [150, 196, 226],
  [106, 166, 214],
  [66, 134, 196],
  [36, 100, 170],
  [20, 66, 132],
  [12, 34, 84],
]
const strain: readonly Colour[] = [
  [128, 144, 154],
  [58, 124, 196],
  [226, 206, 92],
  [240, 156, 40],
  [214, 84, 32],
  [124, 12, 40],
]

const levels: readonly ColourClass[] = [
  { from: 0, colour: strain[0]!, title: both('A · đến 0,35: thông thoáng', 'A · up to 0.35: free') },
  { from: 0.35, colour: strain[1]!, title: both('B · 0,35–0,50: ổn định', 'B · 0.35–0.50: stable') },
  { from: 0.5, colour: strain[2]!, title: both('C · 0,50–0,75: còn tốt', 'C · 0.50–0.75: fair') },
  { from: 0.75, colour: strain[3]!, title: both('D · 0,75–0,90: đông', 'D · 0.75–0.90: dense') },
  { from: 0.9, colour: strain[4]!, title: both('E · 0,90–1,00: sát năng lực', 'E · 0.90–1.00: at capacity') },
  { from: 1, colour: strain[5]!, title: both('F · trên 1,00: quá tải', 'F · over 1.00: overloaded') },
]
const volumes: readonly ColourClass[] = [
  { from: 1, colour: blues[0]!, title: both('dưới 100 xe/h', 'below 100/h') },
  { from: 100, colour: blues[1]!, title: same('100–300') },
  { from: 300, colour: blues[2]!, title: same('300–1 000') },
  { from: 1000, colour: blues[3]!, title: same('1 000–2 000') },
  { from: 2000, colour: blues[4]!, title: same('2 000–4 000') },
  { from: 4000, colour: blues[5]!, title: both('trên 4 000', 'over 4 000') },
]
const speeds: readonly ColourClass[] = [
  { from: 0, colour: strain[5]!, title: both('dưới 10 km/h', 'below 10 km/h') },
  { from: 10, colour: strain[4]!, title: same('10–15') },
  { from: 15, colour: strain[3]!, title: same('15–20') },
  { from: 20, colour: strain[2]!, title: same('20–30') },
  { from: 30, colour: strain[1]!, title: same('30–40') },
  { from: 40, colour: strain[0]!, title: both('trên 40', 'over 40') },
]
const differences: readonly ColourClass[] = [
  { from: -Infinity, colour: [16, 48, 120], title: both('giảm trên 500 xe quy đổi/h', 'more than 500 units/h less') },
  { from: -500, colour: [40, 110, 190], title: both('giảm 100–500', '100–500 less') },
  { from: -100, colour: [130, 180, 224], title: both('giảm 10–100', '10–100 less') },
  { from: NOISE_UNITS, colour: [240, 164, 130], title: both('tăng 10–100', '10–100 more') },
  { from: 100, colour: [206, 72, 50], title: both('tăng 100–500', '100–500 more') },
  { from: 500, colour: [120, 10, 36], title: both('tăng trên 500', 'more than 500 more') },
]
const depths: readonly ColourClass[] = [
  { from: 0.02, colour: blues[0]!, title: both('nước dưới 10 cm', 'water below 10 cm') },
  { from: 0.1, colour: blues[2]!, title: both('10–30 cm', '10–30 cm') },
  { from: 0.3, colour: blues[4]!, title: both('trên 30 cm', 'over 30 cm') },
]
const closedRow = { colour: [190, 20, 110] as Colour, title: both('xe máy không qua được', 'closed to motorbikes') }
const shutRow = { colour: [26, 26, 30] as Colour, title: both('đường đóng', 'closed street') }
const minutes: readonly ColourClass[] = [
  { from: 0, colour: [53, 183, 121], title: both('đến 3 phút', 'up to 3 min') },
  { from: 180, colour: [31, 150, 139], title: both('3–5 phút', '3–5 min') },
  { from: 300, colour: [41, 121, 142], title: both('5–10 phút', '5–10 min') },
  { from: 600, colour: [57, 86, 140], title: both('10–15 phút', '10–15 min') },
  { from: 900, colour: [72, 40, 120], title: both('15–30 phút', '15–30 min') },
  { from: 1800, colour: [40, 6, 60], title: both('trên 30 phút', 'over 30 min') },
]
const cutOffRow = { colour: [230, 0, 126] as Colour, title: both('không tới được', 'cut off') }

const tables: Record<TrafficShow, readonly ColourClass[]> = {
  level: levels,
  volume: volumes,
  speed: speeds,
  difference: differences,
  depth: depths,
  reach: minutes,
  none: [],
}
/** Beside the classes of figures. */
const extras: Partial<Record<TrafficShow, readonly Pick<ColourClass, 'colour' | 'title'>[]>> = {
  level: [shutRow],
  speed: [shutRow],
  depth: [closedRow],
  reach: [cutOffRow],
}

export const css = ([r, g, b]: Colour): string => `rgb(${r} ${g} ${b})`
export const levelColours = levels.map(({ colour }) => css(colour))

export function trafficLegend(show: TrafficShow): readonly LegendRow[] {
  const extra = extras[show] ?? []
  return [...tables[show], ...extra].map(({ colour, title }) => ({
    colour: css(colour),
    title,
    shape: 'line',
    width: 4,
  }))
}

function colourOf(classes: readonly ColourClass[], value: number): Colour | null {
  let found: Colour | null = null
  for (const { from, colour } of classes) if (value >= from) found = colour
  return found
}

const motorbike = userClasses.indexOf('motorbike')
export const isClosed = ({ classes }: TrafficModel, link: number): boolean =>
  classes[motorbike]!.fixedCost[link] === Number.POSITIVE_INFINITY

/** 1 for each road that no vehicle may use, either way; a one-way street is none of them. */
function shutRoads({ links, classes }: TrafficModel): Uint8Array {
  const shut = new Uint8Array(links.roads.length).fill(1)
  for (const [link, road] of links.road.entries()) {
    if (road >= 0 && classes.some(({ fixedCost }) => fixedCost[link] !== Number.POSITIVE_INFINITY)) shut[road] = 0
  }
  return shut
}

/** Wide enough to be seen, and never so wide that it covers the street beside. */
const widthOf = (units: number): number => Math.min(9, 1 + Math.sqrt(Math.max(0, units)) / 9)

/**
 * @param reach of the side shown, for `reach` @param change of `unitChanges`, for `difference`
 * @returns null where nothing is to be drawn
 */
export function flowsOf(
  comparison: TrafficComparison,
  view: TrafficView,
  { reach, change, route }: { reach: Reach | null; change: Float64Array | null; route: Route | null },
): StageFlows | null {
  const side = view.show === 'difference' ? 'scenario' : view.side
  const outcome = comparison[side]
  const { model, result } = outcome
  const { links } = model
  const volume = view.class === null ? result.volume : result.classVolume[userClasses.indexOf(view.class)]!
  const figureOf: Record<TrafficShow, (link: number) => number> = {
    level: (link) => shareOf(model, result, link),
    volume: (link) => volume[link]!,
    speed: (link) => (model.network.length[link]! / result.time[link]!) * 3.6,
    difference: (link) => significant(change?.[link] ?? Number.NaN),
    depth: (link) => model.depth?.[link] ?? Number.NaN,
    reach: (link) => reach?.linkSeconds[link] ?? Number.NaN,
    none: () => Number.NaN,
  }
  const value = figureOf[view.show]
  const classes = tables[view.show]
  const shut = view.show === 'level' || view.show === 'speed' ? shutRoads(model) : null
  const colour = (link: number): Colour | null => {
    if (shut?.[links.road[link]!]) return shutRow.colour
    if (view.show === 'depth' && isClosed(model, link) && (model.depth?.[link] ?? 0) > 0) return closedRow.colour
    const v = value(link)
    return view.show === 'reach' && v === Number.POSITIVE_INFINITY ? cutOffRow.colour : colourOf(classes, v)
  }
  const count = links.road.length
  const lines = route ? count + 1 : count
  const colours = new Uint8Array(4 * lines)
  const widthPixels = new Float32Array(lines)
  const ids: (string | null)[] = []
  for (let link = 0; link < count; link++) {
    const road = links.road[link]!
    const painted = road < 0 ? null : colour(link)
    if (painted) colours.set([...painted, 255], 4 * link)
    const units = view.show === 'difference' ? Math.abs(change?.[link] ?? 0) : result.volume[link]!
    const even = view.show === 'reach' || view.show === 'depth' || shut?.[road]
    widthPixels[link] = even ? 3 : widthOf(units)
    ids.push(road < 0 ? null : links.roads[road]!)
  }
  const { illustrative } = outcome.summary
  if (!route) {
    // The same courses as before: the map only paints them anew.
    const { start, points } = links
    return view.show === 'none' ? null : { start, points, colours, widthPixels, ids, beside: true, illustrative }
  }
  // The route lies over them, as one more line.
  colours.set([...routeColour, 255], 4 * count)
  widthPixels[count] = 6
  ids.push(null)
  const line = route.line.flat()
  const points = new Float64Array(links.points.length + line.length)
  points.set(links.points)
  points.set(line, links.points.length)
  const start = new Int32Array(count + 2)
  start.set(links.start)
  start[count + 1] = points.length
  return { start, points, colours, widthPixels, ids, beside: true, illustrative }
}

const routeColour: Colour = [190, 20, 150]

const significant = (change: number): number => (Math.abs(change) < NOISE_UNITS ? Number.NaN : change)

/** Relations drawn at most: more are a web that says nothing. */
export const DESIRE_LINES = 60

/** The strongest relations between zones, both ways together, and the trips that start and end in each zone. */
export function desiresOf({ model, summary }: TrafficOutcome, number: (value: number) => string): StageDesires {
  const { zones } = model
  const strongest = desireLines(model, 1).slice(0, DESIRE_LINES)
  const most = strongest[0]?.trips ?? 1
  const busiest = Math.max(1, ...zones.map((zone) => zone.produced + zone.attracted))
  return {
    lines: strongest.map(({ from, to, trips }) => ({
      from: zones[from]!.at,
      to: zones[to]!.at,
      widthPixels: 1 + (9 * trips) / most,
      label: number(trips),
    })),
    zones: zones.map(({ at, name, produced, attracted }) => ({
      at,
      label: name,
      radiusPixels: 3 + 11 * Math.sqrt((produced + attracted) / busiest),
    })),
    illustrative: summary.illustrative,
  }
}

/** Xe máy, ô tô, xe tải và buýt, xe đạp. */
export const vehicleColours = ['#2f9e6e', '#2b6cb0', '#d6541f', '#8c5fbf'] as const

export const vehiclesOf = ({ model: { links }, summary }: TrafficOutcome, motion: TrafficMotion): StageVehicles => ({
  ...motion,
  illustrative: summary.illustrative,
  colours: vehicleColours,
  linkStart: links.start,
  linkPoints: links.points,
})
