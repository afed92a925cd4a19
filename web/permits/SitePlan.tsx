/** The lot seen from above, true to scale: lot, registered parcel, footprints, red and building lines, neighbours, a rule's geometry. */
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, centroid, grow, opened } from '../../scenarios/geometry.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'

export interface PlanShapes {
  readonly lot: readonly XY[] | null
  readonly registered?: readonly XY[] | null
  readonly footprints?: readonly (readonly XY[])[]
  readonly projections?: readonly (readonly XY[])[]
  /** Outlines of the building's file. */
  readonly file?: readonly (readonly XY[])[]
  readonly redLines?: readonly (readonly XY[])[]
  readonly buildingLines?: readonly (readonly XY[])[]
  readonly neighbours?: readonly { readonly name: string; readonly footprint: readonly XY[] }[]
  /** Corners that are wrong, counted from 0. */
  readonly marked?: readonly number[]
  readonly highlight?: RuleLine['geometry']
  /** As surveyed on the site, over what the permit says. */
  readonly measured?: readonly (readonly XY[])[]
  /** Corners that are being drawn, in order. */
  readonly drawn?: readonly XY[]
  /** As it was before it was changed. */
  readonly former?: readonly (readonly XY[])[]
  /** Where someone stood, or a photo was taken. */
  readonly points?: readonly { readonly at: XY; readonly title: string }[]
}

/** A case on the plan, with the geometry of a rule. */
export const shapesOf = (check: PermitCheck, rule: RuleLine | null): PlanShapes => ({
  lot: check.site.ring,
  registered: check.site.registered,
  footprints: check.building.parts.map(({ footprint }) => footprint),
  projections: check.building.parts.flatMap(({ projections }) => projections),
  redLines: check.roads.flatMap(({ redLine }) => (redLine ? [redLine] : [])),
  buildingLines: check.roads.flatMap(({ buildingLine }) => (buildingLine ? [buildingLine] : [])),
  neighbours: check.neighbours ?? [],
  highlight: rule?.geometry ?? null,
})

const text = {
  legend: {
    lot: both('ranh lô', 'lot'),
    registered: both('thửa đăng ký', 'registered parcel'),
    building: both('công trình', 'building'),
    red: both('chỉ giới đường đỏ', 'red line'),
    line: both('chỉ giới xây dựng', 'building line'),
    file: both('theo tệp mô hình', 'by the model’s file'),
    neighbour: both('nhà lân cận', 'neighbours'),
    highlight: both('nơi quy tắc nói đến', 'where the rule applies'),
    measured: both('đo được', 'measured'),
    former: both('trước khi sửa', 'before the change'),
    points: both('vị trí kiểm tra', 'where it was looked at'),
    drawn: both('đang vẽ', 'being drawn'),
  },
  empty: both('Chưa có ranh để vẽ.', 'There is no outline to draw yet.'),
  north: both('B', 'N'),
}

/** Round lengths that a scale bar may have, m. */
const BARS = [1, 2, 5, 10, 20, 50, 100, 200, 500]

/** @param onTap a place on the plan was pointed at  @param reachMetres shown around the lot; null: as its size asks */
export function SitePlan(props: {
  shapes: PlanShapes
  label: string
  onTap?(at: XY): void
  reachMetres?: number | null
}) {
  const { shapes, label, onTap, reachMetres = null } = props
  const { t, number } = useWords()
  const { lot, registered, marked = [], highlight } = shapes
  const corners = lot ? opened(lot) : []
  const about = [...corners, ...(registered ?? [])]
  if (about.length < 2) return <p className="site-plan empty soft">{t(text.empty)}</p>
  const tight = boundsOf(about)
  const span = Math.max(tight[2] - tight[0], tight[3] - tight[1], 4)
  const [minX, minY, maxX, maxY] = grow(tight, reachMetres ?? span * 0.35)
  const [width, height] = [maxX - minX, maxY - minY]
  // One unit is a metre, y downwards; lines and letters are measured in a hundredth of the picture.
  const unit = Math.max(width, height) / 100
  const at = ([x, y]: readonly [number, number]) => `${(x - minX).toFixed(3)},${(maxY - y).toFixed(3)}`
  const path = (line: readonly XY[], close: boolean) =>
    line.length === 0 ? '' : `M${line.map(at).join('L')}${close ? 'Z' : ''}`
  const bar = BARS.findLast((metres) => metres <= width / 4) ?? 1
  const { legend } = text
  const has = (list: readonly unknown[] | undefined) => (list?.length ?? 0) > 0
  return (
    <figure className="site-plan">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: whoever cannot point types the coordinates beside it */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        className={onTap ? 'tappable' : undefined}
        style={{ fontSize: unit * 3.4 }}
        onClick={
          onTap
            ? ({ currentTarget, clientX, clientY }) => {
                const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(currentTarget.getScreenCTM()!.inverse())
                onTap([millimetres(minX + x), millimetres(maxY - y)])
              }
            : undefined
        }
      >
        <g strokeWidth={unit * 0.4}>
          {shapes.neighbours?.map(({ name, footprint }) => (
            <path key={path(footprint, true)} className="neighbour" d={path(footprint, true)}>
              <title>{name}</title>
            </path>
          ))}
          {registered ? <path className="registered" d={path(registered, true)} strokeDasharray={unit * 1.5} /> : null}
          {lot ? <path className="lot" d={path(corners, true)} strokeWidth={unit * 0.7} /> : null}
          {shapes.projections?.map((ring) => (
            <path key={at(ring[0]!)} className="projection" d={path(ring, true)} strokeDasharray={unit} />
          ))}
          {shapes.footprints?.map((ring) => (
            <path key={path(ring, true)} className="footprint" d={path(ring, true)} />
          ))}
          {shapes.former?.map((ring) => (
            <path key={`former ${path(ring, true)}`} className="former" d={path(ring, true)} strokeDasharray={unit} />
          ))}
          {shapes.measured?.map((ring) => (
            <path
              key={`measured ${path(ring, true)}`}
              className="measured"
              d={path(ring, true)}
              strokeWidth={unit * 0.8}
            />
          ))}
          {shapes.file?.map((ring) => (
            <path key={`file ${at(ring[0]!)}`} className="from-file" d={path(ring, true)} strokeWidth={unit * 0.6} />
          ))}
          {shapes.buildingLines?.map((line) => (
            <path key={path(line, false)} className="building-line" d={path(line, false)} strokeDasharray={unit * 2} />
          ))}
          {shapes.redLines?.map((line) => (
            <path key={path(line, false)} className="red-line" d={path(line, false)} strokeWidth={unit * 0.8} />
          ))}
          {highlight
            ? pathsOf(highlight).map(({ line, close, point }) =>
                point ? (
                  <circle
                    key={at(line[0]!)}
                    className="highlight"
                    cx={line[0]![0] - minX}
                    cy={maxY - line[0]![1]}
                    r={unit * 2}
                  />
                ) : (
                  <path
                    key={path(line, close)}
                    className={close ? 'highlight area' : 'highlight'}
                    d={path(line, close)}
                    strokeWidth={unit * 1.3}
                  />
                ),
              )
            : null}
          {corners.map((corner, i) => {
            const wrong = marked.includes(i)
            const [cx, cy] = centroid(corners)
            const away = Math.hypot(corner[0] - cx, corner[1] - cy) || 1
            const [dx, dy] = [((corner[0] - cx) / away) * unit * 4, ((corner[1] - cy) / away) * unit * 4]
            return (
              <g key={at(corner)} className={wrong ? 'corner wrong' : 'corner'}>
                <circle cx={corner[0] - minX} cy={maxY - corner[1]} r={unit * (wrong ? 1.8 : 0.9)} />
                <text
                  x={corner[0] - minX + dx}
                  y={maxY - corner[1] - dy}
                  textAnchor="middle"
                  dominantBaseline="central"
                >
                  {i + 1}
                </text>
              </g>
            )
          })}
        </g>
        {shapes.drawn?.length ? (
          <g className="drawn" strokeWidth={unit * 0.8}>
            <path d={path(shapes.drawn, shapes.drawn.length > 2)} />
            {shapes.drawn.map(([x, y], i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: its place in the outline
              <circle key={i} cx={x - minX} cy={maxY - y} r={unit * 1.4} />
            ))}
          </g>
        ) : null}
        <g className="points" strokeWidth={unit * 0.5}>
          {shapes.points?.map(({ at: [x, y], title }) => (
            <circle key={`${x} ${y} ${title}`} cx={x - minX} cy={maxY - y} r={unit * 1.6}>
              <title>{title}</title>
            </circle>
          ))}
        </g>
        <g className="scale" strokeWidth={unit * 0.5}>
          <path d={`M${unit * 3},${height - unit * 3}h${bar}`} />
          <text x={unit * 3 + bar + unit} y={height - unit * 3} dominantBaseline="central">
            {number(bar)} m
          </text>
          <path
            d={`M${width - unit * 4},${unit * 9}v${-unit * 6}m${-unit * 1.5},${unit * 2}l${unit * 1.5},${-unit * 2}l${unit * 1.5},${unit * 2}`}
          />
          <text x={width - unit * 4} y={unit * 11} textAnchor="middle" dominantBaseline="central">
            {t(text.north)}
          </text>
        </g>
      </svg>
      <figcaption className="legend small">
        {(
          [
            ['lot', lot !== null],
            ['registered', Boolean(registered)],
            ['building', has(shapes.footprints)],
            ['file', has(shapes.file)],
            ['red', has(shapes.redLines)],
            ['line', has(shapes.buildingLines)],
            ['neighbour', has(shapes.neighbours)],
            ['highlight', Boolean(highlight)],
            ['measured', has(shapes.measured)],
            ['former', has(shapes.former)],
            ['points', has(shapes.points)],
            ['drawn', has(shapes.drawn)],
          ] as const
        )
          .filter(([, shown]) => shown)
          .map(([key]) => (
            <span key={key}>
              <i className={`swatch ${key}`} aria-hidden="true" /> {t(legend[key])}
            </span>
          ))}
      </figcaption>
    </figure>
  )
}

const millimetres = (value: number): number => Math.round(value * 1000) / 1000

interface Drawn {
  readonly line: readonly XY[]
  readonly close: boolean
  readonly point: boolean
}

/** The lines of a GeoJSON geometry of any type; what is not one draws nothing. */
export function pathsOf(geometry: NonNullable<RuleLine['geometry']>): Drawn[] {
  const { type, coordinates } = geometry
  const one = (line: unknown, close = false): Drawn => ({ line: line as XY[], close, point: false })
  const dot = (point: unknown): Drawn => ({ line: [point as XY], close: false, point: true })
  const list = coordinates as unknown[]
  switch (type) {
    case 'Point':
      return [dot(coordinates)]
    case 'MultiPoint':
      return list.map(dot)
    case 'LineString':
      return [one(coordinates)]
    case 'MultiLineString':
      return list.map((line) => one(line))
    case 'Polygon':
      return list.map((ring) => one(ring, true))
    case 'MultiPolygon':
      return (list as unknown[][]).flat().map((ring) => one(ring, true))
    case 'GeometryCollection':
      return []
    default:
      return []
  }
}
