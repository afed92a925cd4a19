/** The lot and its neighbours from above, coloured by how much deeper or shallower the water stands; numbers lead to the table. */
import { useMemo } from 'react'
import { classOf, rampClasses } from '../../scenarios/depth-ramp.ts'
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, centroid, grow } from '../../scenarios/geometry.ts'
import { gridBounds } from '../../scenarios/grid.ts'
import type { Impact } from '../../scenarios/permits/impact.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { useWords } from '../shared/language.tsx'
import type { ComputedHere } from './impact-here.ts'
import { impactText as text } from './impact-text.ts'

const classes = rampClasses('difference')
const colourOf = (change: number): string => {
  const [red, green, blue, alpha] = classes[Math.max(0, classOf(classes, change))]!.colour
  return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`
}
/** Round lengths that a scale bar may have, m. */
const BARS = [5, 10, 20, 50, 100, 200, 500]

export function ImpactMap(props: { record: Impact; check: PermitCheck; here: ComputedHere | null }) {
  const { record, check, here } = props
  const { t, number } = useWords()
  const picture = useMemo(() => here && pictureOf(here), [here])
  const { neighbours } = record.water
  const { ring } = check.site
  const tight = boundsOf([...ring, ...neighbours.flatMap((one) => one.ring as XY[])])
  const [minX, minY, maxX, maxY] = grow(tight, Math.max(tight[2] - tight[0], tight[3] - tight[1]) * 0.06)
  const [width, height] = [maxX - minX, maxY - minY]
  const unit = Math.max(width, height) / 100
  const at = ([x, y]: readonly [number, number]) => `${(x - minX).toFixed(2)},${(maxY - y).toFixed(2)}`
  const path = (line: readonly (readonly [number, number])[]) => `M${line.map(at).join('L')}Z`
  const bar = BARS.findLast((metres) => metres <= width / 4) ?? 5
  const marks = record.illustrative ? watermarks(width, height) : []
  const shown = classes.filter(({ from }) => {
    const changes = here ? [...here.change] : neighbours.map(({ change }) => change ?? Number.NaN)
    return changes.some((change) => !Number.isNaN(change) && classes[classOf(classes, change)]!.from === from)
  })
  return (
    <figure className="site-plan impact-map">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t(text.map)} style={{ fontSize: unit * 2.4 }}>
        {picture && here ? <Raster picture={picture} here={here} origin={[minX, maxY]} /> : null}
        <g strokeWidth={unit * 0.25}>
          {neighbours.map(({ id, ring: outline, change, name }, i) => (
            <g key={id}>
              <path
                className={`around ${neighbours[i]!.kind}`}
                d={path(outline)}
                {...(change === null ? {} : { style: { fill: colourOf(change) } })}
              >
                <title>{t(name)}</title>
              </path>
              <Label at={centroid(outline as XY[])} origin={[minX, maxY]} text={number(i + 1)} />
            </g>
          ))}
          <path className="lot" d={path(ring)} strokeWidth={unit * 0.5} />
          {check.building.parts.map(({ footprint }) => (
            <path key={at(footprint[0]!)} className="footprint" d={path(footprint)} />
          ))}
        </g>
        {marks.map(({ x, y }) => (
          <text
            key={`${x} ${y}`}
            className="watermark"
            transform={`translate(${x} ${y}) rotate(-24)`}
            textAnchor="middle"
            fontSize={unit * 5}
          >
            {t(text.watermark)}
          </text>
        ))}
        <g className="scale" strokeWidth={unit * 0.4}>
          <path d={`M${unit * 3},${height - unit * 3}h${bar}`} />
          <text x={unit * 3 + bar + unit} y={height - unit * 3} dominantBaseline="central">
            {number(bar)} m
          </text>
        </g>
      </svg>
      <figcaption className="legend small">
        <span>
          <i className="swatch lot" aria-hidden="true" /> {t(text.legendLot)}
        </span>
        <span>
          <i className="swatch building" aria-hidden="true" /> {t(text.legendBuilding)}
        </span>
        {shown.map(({ from, title }) => (
          <span key={from}>
            <i className="swatch" aria-hidden="true" style={{ background: colourOf(from) }} /> {t(title)}
          </span>
        ))}
        <span>
          <i className="swatch neighbour" aria-hidden="true" /> {t(text.legendNone)}
        </span>
      </figcaption>
    </figure>
  )
}

function Label({ at: [x, y], origin: [left, top], text }: { at: XY; origin: XY; text: string }) {
  return (
    <text x={x - left} y={top - y} textAnchor="middle" dominantBaseline="central">
      {text}
    </text>
  )
}

function Raster({ picture, here, origin: [left, top] }: { picture: string; here: ComputedHere; origin: XY }) {
  const [west, south, east, north] = gridBounds(here.grid)
  return (
    <image
      href={picture}
      x={west - left}
      y={top - north}
      width={east - west}
      height={north - south}
      preserveAspectRatio="none"
      style={{ imageRendering: 'pixelated' }}
    />
  )
}

/** A pixel a cell. */
function pictureOf({ grid, change }: ComputedHere): string {
  const canvas = document.createElement('canvas')
  canvas.width = grid.columns
  canvas.height = grid.rows
  const context = canvas.getContext('2d')!
  const image = context.createImageData(grid.columns, grid.rows)
  for (const [cell, by] of change.entries()) {
    if (!Number.isNaN(by)) image.data.set(classes[Math.max(0, classOf(classes, by))]!.colour, 4 * cell)
  }
  context.putImageData(image, 0, 0)
  return canvas.toDataURL()
}

const watermarks = (width: number, height: number): { x: number; y: number }[] =>
  [0.25, 0.75].flatMap((right) => [0.2, 0.5, 0.8].map((down) => ({ x: width * right, y: height * down })))
