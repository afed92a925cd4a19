/** Intensities as users of lighting read them: C0–C180 in full, C90–C270 dashed, over rings of cd/klm. */
import type { Luminaire } from '../../scenarios/lighting.ts'
import { useWords } from '../shared/language.tsx'
import { luminaireText as text } from './luminaire-text.ts'
import { polarOf, RADIUS } from './polar.ts'

const MARGIN = 16
const SPOKES = [0, 30, 60, 90, 120, 150, 180]
const cuts = ['C0–C180', 'C90–C270'] as const

export function PolarDiagram({ luminaire }: { luminaire: Parameters<typeof polarOf>[0] & Pick<Luminaire, 'title'> }) {
  const { t, number } = useWords()
  const { rings, cuts: lines, upward } = polarOf(luminaire)
  const [top, margin] = upward ? [RADIUS, MARGIN] : [0, MARGIN / 2]
  const ring = (radius: number) =>
    upward
      ? `M ${-radius} 0 A ${radius} ${radius} 0 1 0 ${radius} 0 A ${radius} ${radius} 0 1 0 ${-radius} 0`
      : `M ${-radius} 0 A ${radius} ${radius} 0 0 0 ${radius} 0`
  const width = 2 * (RADIUS + MARGIN)
  return (
    <figure className="polar">
      <svg
        role="img"
        aria-label={`${t(text.polar)}: ${luminaire.title}`}
        viewBox={`${-width / 2} ${-top - margin} ${width} ${RADIUS + top + margin + MARGIN}`}
      >
        <g className="grid">
          {rings.map((value, k) => (
            <path key={value} d={ring(((k + 1) * RADIUS) / rings.length)} />
          ))}
          {SPOKES.filter((angle) => upward || angle <= 90).flatMap((angle) =>
            (angle === 0 || angle === 180 ? [1] : [1, -1]).map((way) => {
              const [x, y] = onCircle(way * angle, RADIUS)
              return <line key={way * angle} x1={0} y1={0} x2={x} y2={y} />
            }),
          )}
        </g>
        <g className="words">
          {SPOKES.filter((angle) => upward || angle <= 90).flatMap((angle) =>
            (angle === 0 || angle === 180 ? [1] : [1, -1]).map((way) => {
              const [x, y] = onCircle(way * angle, RADIUS + 8)
              return (
                <text key={way * angle} x={x} y={y + 2.5} textAnchor="middle">
                  {angle}°
                </text>
              )
            }),
          )}
          {rings.map((value, k) => (
            <text key={value} x={2} y={((k + 1) * RADIUS) / rings.length - 2}>
              {number(value, value < 1 ? 2 : 0)}
            </text>
          ))}
        </g>
        {lines.map((points, k) => (
          <path
            key={cuts[k]}
            className={`cut cut-${k}`}
            d={`M ${points.map((at) => at.map(short).join(' ')).join(' L ')}`}
          />
        ))}
      </svg>
      <figcaption className="small">
        {cuts.map((title, k) => (
          <span key={title} className="polar-key">
            <svg viewBox="0 0 24 8" width={24} height={8} aria-hidden="true">
              <path className={`cut cut-${k}`} d="M 1 4 L 23 4" />
            </svg>
            {title}
          </span>
        ))}
        <span className="soft">cd/klm</span>
      </figcaption>
    </figure>
  )
}

/** γ from straight down; y grows downward. */
const onCircle = (gamma: number, radius: number): [number, number] => {
  const angle = (gamma * Math.PI) / 180
  return [radius * Math.sin(angle), radius * Math.cos(angle)]
}
const short = (value: number): string => value.toFixed(2)
