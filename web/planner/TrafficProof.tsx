/** How far an assignment can be trusted: its gap by iteration, whether it got there, its digest. */
import type { ReactNode } from 'react'
import type { TrafficOutcome } from '../../scenarios/traffic.ts'
import { useWords } from '../shared/language.tsx'
import { ProofTable } from './ProofTable.tsx'
import { Digest } from './ResultsPanel.tsx'
import { trafficText as text } from './traffic-text.ts'

export function TrafficProof({ before, after }: { before: TrafficOutcome; after: TrafficOutcome | null }) {
  const { t, number } = useWords()
  const rows: [string, (outcome: TrafficOutcome) => ReactNode][] = [
    [t(text.gap), ({ result }) => result.relativeGap.toExponential(1)],
    [t(text.iterations), ({ result }) => number(result.diagnostics.iterations)],
    [t(text.converged), ({ result }) => (result.diagnostics.converged ? '✓' : '✗')],
    [t(text.paths), ({ result }) => number(result.diagnostics.paths)],
    [t(text.seconds), ({ result }) => `${number(result.diagnostics.wallSeconds, 2)} s`],
    [t(text.digest), ({ result }) => <Digest value={result.digest} />],
  ]
  return (
    <ProofTable rows={rows} before={before} after={after}>
      <GapChart gaps={before.result.gaps} also={after?.result.gaps ?? null} />
    </ProofTable>
  )
}

const [WIDTH, HEIGHT, EDGE] = [320, 110, 14]

/** The gap on a log scale by iteration. */
function GapChart({ gaps, also }: { gaps: Float64Array; also: Float64Array | null }) {
  const { t, number } = useWords()
  const all = [...gaps, ...(also ?? [])].filter((gap) => gap > 0).map(Math.log10)
  if (all.length === 0) return null
  const [low, high] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))]
  const most = Math.max(gaps.length, also?.length ?? 0, 2)
  const y = (power: number) => EDGE + ((high - power) / Math.max(1, high - low)) * (HEIGHT - 2 * EDGE)
  const line = (values: Float64Array) =>
    [...values]
      .map((gap, k) => `${30 + (k / (most - 1)) * (WIDTH - 40)},${y(gap > 0 ? Math.log10(gap) : low)}`)
      .join(' ')
  const says = t(text.gapChart, {
    first: gaps[0]?.toExponential(1) ?? '',
    last: gaps.at(-1)?.toExponential(1) ?? '',
    n: number(gaps.length),
  })
  const ticks = Array.from({ length: high - low + 1 }, (_, k) => low + k).filter((p) => (high - p) % 2 === 0)
  return (
    <svg className="gap-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={says}>
      {ticks.map((power) => (
        <g key={power}>
          <path d={`M30 ${y(power)}H${WIDTH - 10}`} className="grid" />
          <text x="26" y={y(power) + 3} textAnchor="end">
            {`1e${power}`}
          </text>
        </g>
      ))}
      <polyline points={line(gaps)} className="before" />
      {also ? <polyline points={line(also)} className="after" /> : null}
    </svg>
  )
}
