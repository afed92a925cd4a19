/** A legend: small pictures drawn from the same table as the map. */
import { useWords } from '../shared/language.tsx'
import type { LegendRow } from '../stage/index.ts'

export function Legend({ rows }: { rows: readonly LegendRow[] }) {
  const { t } = useWords()
  return (
    <ul className="legend small">
      {rows.map((row) => (
        <li key={row.title.en}>
          <Patch row={row} /> {t(row.title)}
        </li>
      ))}
    </ul>
  )
}

/** 24 × 16: a surface, its outline, a line with its casing, or the sign itself. */
export function Patch({ row }: { row: LegendRow }) {
  const { colour, shape, width = 2, dash = [], casing, symbol } = row
  const dashes = dash.length > 0 ? { strokeDasharray: dash.map((d) => d * 0.7).join(' ') } : {}
  return (
    <svg className="swatch" viewBox="0 0 24 16" aria-hidden="true">
      {shape === 'surface' ? (
        <rect x="1" y="1" width="22" height="14" rx="1.5" fill={colour} stroke="#0006" strokeWidth="0.8" />
      ) : null}
      {shape === 'outline' ? (
        <rect
          x="2"
          y="2"
          width="20"
          height="12"
          fill="none"
          stroke={colour}
          strokeWidth={Math.min(2, width)}
          {...dashes}
        />
      ) : null}
      {shape === 'line' && casing ? <path d="M0 8H24" stroke={casing} strokeWidth={width + 2} /> : null}
      {shape === 'line' ? <path d="M0 8H24" stroke={colour} strokeWidth={width} fill="none" {...dashes} /> : null}
      {shape === 'sign' && symbol ? (
        <g transform="translate(4 0)">
          <path d={symbol.body} fill={colour} />
          {symbol.mark ? <path d={symbol.mark} stroke="#fff" strokeWidth="1.5" fill="none" /> : null}
        </g>
      ) : null}
    </svg>
  )
}
