/** Khối công trình: the building among its neighbours, seen from the street in parallel projection (axonometry); lengths keep. */
import type { XY } from '../../frame.ts'
import { boundsOf, centroid, pointInRing, ringArea } from '../../geometry.ts'
import { type Drawing, dot, drawing, label, type Point, path } from '../../pdf/drawing.ts'
import type { PermitCheck } from '../../rules/case.ts'
import { number } from './paper.ts'
import { colours, corners } from './site-plan.ts'

/** The eye looks down by this, and past the street's direction by that, so that a flank is seen. Radians. */
const DOWN = Math.PI / 6
const ASIDE = Math.PI / 7
/** Where nothing is known of a neighbour's height, m: drawn dashed. */
const UNKNOWN_HEIGHT_METRES = 3.5

interface Prism {
  /** Counter-clockwise, without the corner that closes it. */
  readonly ring: readonly XY[]
  readonly base: number
  readonly top: number
  readonly storeys: number
  readonly own: boolean
  readonly sure: boolean
}

export function massingPicture(check: PermitCheck, width: number, height: number): Drawing {
  const lot = corners(check.site.ring)
  const origin = centroid(lot)
  const turn = ASIDE - Math.PI / 2 - streetSide(check, origin)
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  /** To the right and away from the eye. */
  const turned = ([x, y]: XY): XY => [
    (x - origin[0]) * cos - (y - origin[1]) * sin,
    (x - origin[0]) * sin + (y - origin[1]) * cos,
  ]
  const flat = ([right, away]: XY, up: number): XY => [right, away * Math.sin(DOWN) + up * Math.cos(DOWN)]

  const parts = partsOf(check)
  const around = (check.neighbours ?? [])
    .map(({ footprint, heightMetres }) => ({ ring: corners(footprint), heightMetres }))
    .filter(({ ring }) => ring.length >= 3)
    .map(
      ({ ring, heightMetres }): Prism => ({
        ring: wound(ring),
        base: 0,
        top: heightMetres ?? UNKNOWN_HEIGHT_METRES,
        storeys: 1,
        own: false,
        sure: heightMetres !== null,
      }),
    )
  // The lot and its building fill the picture; neighbours are cut where the frame ends.
  const seen = [
    ...lot.map((corner) => flat(turned(corner), 0)),
    ...parts.flatMap(({ ring, top }) => ring.map((corner) => flat(turned(corner), top))),
  ]
  const [minX, minY, maxX, maxY] = boundsOf(seen)
  const scale = Math.min((width * 0.62) / Math.max(maxX - minX, 1), (height * 0.68) / Math.max(maxY - minY, 1))
  const at = (corner: XY, up: number): Point => {
    const [x, y] = flat(turned(corner), up)
    return [width / 2 + (x - (minX + maxX) / 2) * scale, height / 2 - (y - (minY + maxY) / 2) * scale]
  }
  const away = ({ ring }: Prism) => turned(centroid(ring))[1]
  const fromFar = (a: Prism, b: Prism) => away(b) - away(a)
  const behind = around.filter((one) => away(one) > 0).sort(fromFar)
  // What stands nearer than the lot's middle is seen through.
  const before = around.filter((one) => away(one) <= 0).sort(fromFar)
  const own = parts.toSorted((a, b) => a.base - b.base || fromFar(a, b))
  const tallest = parts.reduce((a, b) => (b.top > a.top ? b : a))
  const crown = tallest.ring.map((corner) => at(corner, tallest.top)).reduce((a, b) => (b[1] < a[1] ? b : a))
  const north: XY = [origin[0], origin[1] + 1]
  const [nx, ny] = flat(turned(north), 0)
  const compass: Point = [width - 30, height - 26]
  const tip: Point = [compass[0] + nx * 20, compass[1] - ny * 20]
  return drawing(
    width,
    height,
    [
      path(
        lot.map((corner) => at(corner, 0)),
        true,
        { fill: colours.lotFill, stroke: colours.lot, 'stroke-width': 1 },
      ),
      ...check.roads.flatMap(({ redLine }) =>
        redLine
          ? [
              path(
                redLine.map((point) => at(point, 0)),
                false,
                { stroke: colours.red, 'stroke-width': 1.2 },
              ),
            ]
          : [],
      ),
      ...[...behind, ...own].flatMap((body) => solid(body, at, turned)),
      ...before.flatMap((body) => ['<g opacity="0.35">', ...solid(body, at, turned), '</g>']),
      label(
        [crown[0], crown[1] - 5],
        `${number(tallest.top)} m, ${number(Math.max(...check.building.parts.map(({ storeys }) => storeys)))} tầng`,
        7.5,
        'middle',
        colours.building,
      ),
    ],
    [
      path([compass, tip], false, { stroke: '#222', 'stroke-width': 1 }),
      dot(compass, 1.5, '#222'),
      label([tip[0] + nx * 7, tip[1] - ny * 7 + 2.4], 'B', 7, 'middle'),
    ],
  )
}

/** A part within the outline of a lower one stands on it. Heights count from the ground. */
function partsOf({ building }: PermitCheck): Prism[] {
  return building.parts.map(({ footprint, heightMetres, storeys }): Prism => {
    const ring = wound(corners(footprint))
    const below = building.parts.filter(
      (other) => other.heightMetres < heightMetres && pointInRing(centroid(ring), other.footprint),
    )
    const base = Math.max(0, ...below.map((other) => other.heightMetres))
    const under = Math.max(0, ...below.map((other) => other.storeys))
    return { ring, base, top: heightMetres, storeys: Math.max(1, storeys - under), own: true, sure: true }
  })
}

const wound = (ring: readonly XY[]): readonly XY[] => (ringArea([...ring, ring[0]!]) < 0 ? ring.toReversed() : ring)

/** Walls that face the eye, the far ones first, with a line at each floor; then the roof. */
function solid(
  { ring, base, top, storeys, own, sure }: Prism,
  at: (corner: XY, up: number) => Point,
  turned: (corner: XY) => XY,
): string[] {
  const stroke = own ? colours.building : colours.neighbour
  const edge = {
    stroke,
    'stroke-width': own ? 0.8 : 0.5,
    'stroke-linejoin': 'round',
    ...(sure ? {} : { 'stroke-dasharray': '2 2' }),
  }
  const walls = ring
    .map((from, i) => ({ from, to: ring[(i + 1) % ring.length]! }))
    .map(({ from, to }) => {
      const [a, b] = [turned(from), turned(to)]
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
      // Outward normal of a ring that runs counter-clockwise.
      return { from, to, facing: (b[0] - a[0]) / length, aside: (b[1] - a[1]) / length, away: (a[1] + b[1]) / 2 }
    })
    .filter(({ facing }) => facing > 1e-6)
    .sort((a, b) => b.away - a.away)
  return [
    ...walls.flatMap(({ from, to, facing, aside }) => {
      const light = 0.62 + 0.22 * facing + 0.16 * aside
      return [
        path([at(from, base), at(to, base), at(to, top), at(from, top)], true, { ...edge, fill: shade(own, light) }),
        ...Array.from({ length: storeys - 1 }, (_, i) => {
          const up = base + ((top - base) * (i + 1)) / storeys
          return own ? path([at(from, up), at(to, up)], false, { stroke, 'stroke-width': 0.35 }) : ''
        }),
      ]
    }),
    path(
      ring.map((corner) => at(corner, top)),
      true,
      { ...edge, fill: shade(own, 1) },
    ),
  ]
}

function shade(own: boolean, light: number): string {
  const full = own ? [178, 222, 229] : [240, 237, 230]
  return `#${full
    .map((part) =>
      Math.round(Math.max(0, Math.min(255, part * light)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Direction in which the nearest red line lies, radians from the east; where there is none, the south. */
function streetSide({ roads }: PermitCheck, [x, y]: XY): number {
  let [least, side] = [Infinity, -Math.PI / 2]
  for (const { redLine } of roads) {
    for (let i = 1; i < (redLine?.length ?? 0); i++) {
      const [[ax, ay], [bx, by]] = [redLine![i - 1]!, redLine![i]!]
      const [dx, dy] = [bx - ax, by - ay]
      const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
      const [px, py] = [ax + t * dx - x, ay + t * dy - y]
      if (Math.hypot(px, py) >= least) continue
      least = Math.hypot(px, py)
      side = Math.atan2(py, px)
    }
  }
  return side
}
