/** What the runs say: the difference first, honestly; then the indicators, the charts, and how far they can be trusted. */

import { useMemo } from 'react'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { bandWords, depthBand, NOISE_METRES } from '../../scenarios/flood-words.ts'
import type { XY } from '../../scenarios/frame.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import type { DrainageRun, Indicators } from '../../scenarios/run.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { FigureTable } from '../shared/FigureTable.tsx'
import { indicatorGroups } from '../shared/flood-figures.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, IllustrativeBadge } from '../shared/ui.tsx'
import { Chart } from './Chart.tsx'
import { ProofTable } from './ProofTable.tsx'
import {
  COARSE_GROUND_METRES,
  depthAtWalls,
  differenceArea,
  floodedArea,
  hydrograph,
  storageChange,
} from './results.ts'
import type { Comparison } from './run.ts'
import { text } from './text.ts'

export function ResultsPanel(props: {
  comparison: Comparison | null
  stale: boolean
  place: XY | null
  /** Standard error of ground levels, m. */
  error: number
  children?: React.ReactNode
}) {
  const { comparison } = props
  const { t } = useWords()
  if (!comparison) return <p className="soft">{t(text.resultsEmpty)}</p>
  return <Results {...props} comparison={comparison} />
}

function Results(props: Parameters<typeof ResultsPanel>[0] & { comparison: Comparison }) {
  const { comparison, stale, place, error } = props
  const { t, number } = useWords()
  const { baseline, scenario } = comparison
  const found = useMemo(() => differenceArea(comparison), [comparison])
  const householdsKnown = useMemo(
    () => [...baseline.city.layers.buildings.values()].some((building) => building.properties.households > 0),
    [baseline],
  )
  return (
    <div className="stack">
      {stale ? <Banner kind="warning">{t(text.stale)}</Banner> : null}
      <IllustrativeNote inputs={scenario.summary.inputs} />
      {error >= COARSE_GROUND_METRES ? (
        <Banner kind="warning">{t(text.coarseGround, { error: number(error, 1) })}</Banner>
      ) : null}
      <DifferenceNote comparison={comparison} found={found} />
      {place ? <PlaceDepth comparison={comparison} place={place} error={error} /> : null}
      <IndicatorTable
        before={baseline.summary.indicators}
        after={scenario === baseline ? null : scenario.summary.indicators}
        measurable={found.deeper + found.shallower > 0}
        householdsKnown={householdsKnown}
      />
      <AreaChart comparison={comparison} />
      <Balance before={baseline.summary.volumes} after={scenario === baseline ? null : scenario.summary.volumes} />
      <Proof before={baseline.summary} after={scenario === baseline ? null : scenario.summary} />
      {props.children}
    </div>
  )
}

export function IllustrativeNote({
  inputs,
}: {
  inputs: readonly Pick<DrainageRun['inputs'][number], 'name' | 'provenance'>[]
}) {
  const { t } = useWords()
  const weak = inputs.filter((input) => isIllustrative([input.provenance]))
  if (weak.length === 0) return null
  const names = [...new Set(weak.map(({ name }) => t(inputTitle(name)).toLowerCase()))].join(', ')
  return (
    <div className="banner illustrative-note">
      <IllustrativeBadge /> {t(text.illustrativeWhy, { inputs: names })}
    </div>
  )
}

function inputTitle(name: string): Bilingual {
  if (name in layerAbout) return layerAbout[name as LayerId].title
  return otherInputs[name] ?? both(name, name)
}

const otherInputs: Readonly<Record<string, Bilingual>> = {
  ground: text.ground,
  demand: both('Nhu cầu đi lại', 'Travel demand'),
  capacity: both('Năng lực đường', 'Capacity of streets'),
  counts: both('Số đếm xe', 'Counts'),
  flood: both('Ngập', 'Flood'),
  edits: both('Thay đổi của phương án', 'Edits of the scenario'),
}

type FoundDifference = ReturnType<typeof differenceArea>

function DifferenceNote({ comparison, found }: { comparison: Comparison; found: FoundDifference }) {
  const { t, area, volume, number } = useWords()
  const { baseline, scenario } = comparison
  const room = useMemo(() => storageChange(comparison), [comparison])
  if (baseline === scenario) return <Banner kind="info">{t(text.baselineOnly)}</Banner>
  const noise = number(NOISE_METRES * 100)
  const sum = found.deeper + found.shallower
  const net = room.dug - room.filled
  return (
    <section className="banner info" aria-label={t(text.difference)}>
      {sum === 0 ? (
        <p>
          <strong>{t(text.noDifference)}.</strong> {t(text.noDifferenceWhy, { noise })}
        </p>
      ) : (
        <p>
          {t(text.differenceArea, {
            noise,
            area: area(sum),
            deeper: area(found.deeper),
            shallower: area(found.shallower),
          })}
        </p>
      )}
      <p>
        {t(text.storageChange, {
          filled: volume(room.filled),
          displaced: volume(room.displaced),
          dug: volume(room.dug),
          net: net < 0 ? `−${volume(-net)}` : `+${volume(net)}`,
        })}
      </p>
    </section>
  )
}

export function IndicatorTable(props: {
  before: Indicators
  after: Indicators | null
  measurable?: boolean
  householdsKnown?: boolean
  title?: string
}) {
  const { householdsKnown, ...rest } = props
  const words = useWords()
  return <FigureTable caption={words.t(text.indicators)} groups={indicatorGroups(words, householdsKnown)} {...rest} />
}

function AreaChart({ comparison }: { comparison: Comparison }) {
  const { t, area } = useWords()
  const { baseline, scenario, body, times } = comparison
  const [before, after] = useMemo(
    () => [floodedArea(baseline, body.area, 0.1), floodedArea(scenario, body.area, 0.1)],
    [baseline, scenario, body],
  )
  const lines = useMemo(() => {
    const hectares = (values: number[]) => values.map((m2) => m2 / 10_000)
    const one = { label: t(text.baseline), values: hectares(before), colour: '--soft' }
    const two = { label: t(text.scenarioShort), values: hectares(after), colour: '--accent', dash: true }
    return baseline === scenario ? [one] : [one, two]
  }, [before, after, baseline, scenario, t])
  const peak = (values: number[]) => area(Math.max(0, ...values))
  const says = `${t(text.areaOverTime)}: ${t(text.baseline)} ${peak(before)}, ${t(text.scenarioShort)} ${peak(after)}`
  return (
    <section>
      <h3>{t(text.areaOverTime)}</h3>
      <Chart label={says} times={times} lines={lines} unit="ha" digits={2} />
    </section>
  )
}

/** What came, what went, what is left; bars for the eye, figures for the rest. */
function Balance({ before, after }: { before: DrainageRun['volumes']; after: DrainageRun['volumes'] | null }) {
  const { t, volume } = useWords()
  const rows = [
    [text.initialWater, 'initial'],
    [text.rainWater, 'rain'],
    [text.inflow, 'inflow'],
    [text.tideIn, 'boundaryInflow'],
    [text.tideOut, 'outflow'],
    [text.soaked, 'infiltration'],
    [text.storedWater, 'stored'],
  ] as const
  const most = Math.max(1, ...rows.flatMap(([, key]) => [before[key], after?.[key] ?? 0]))
  return (
    <div className="scroll-x">
      <table className="balance">
        <caption>{t(text.balance)}</caption>
        <thead>
          <tr>
            <th scope="col">{t(text.volume)}</th>
            <td aria-hidden="true" />
            <th scope="col" className="figure">
              {t(text.baseline)}
            </th>
            {after ? (
              <th scope="col" className="figure">
                {t(text.scenarioShort)}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, key]) => (
            <tr key={key}>
              <th scope="row">{t(title)}</th>
              <td className="bars" aria-hidden="true">
                <span className="before" style={{ width: `${(100 * before[key]) / most}%` }} />
                {after ? <span className="after" style={{ width: `${(100 * after[key]) / most}%` }} /> : null}
              </td>
              <td className="figure">{volume(before[key])}</td>
              {after ? <td className="figure">{volume(after[key])}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Checked = Pick<DrainageRun, 'diagnostics' | 'digest'>

export function Proof({ before, after }: { before: Checked; after: Checked | null }) {
  const { t, number } = useWords()
  const rows: [string, (checked: Checked) => React.ReactNode][] = [
    [t(text.ledgerError), (c) => c.diagnostics.ledgerError.toExponential(1)],
    [t(text.massError), (c) => c.diagnostics.massError.toExponential(1)],
    [t(text.steps), (c) => number(c.diagnostics.steps)],
    [t(text.smallestStep), (c) => `${number(c.diagnostics.smallestStepSeconds, 2)} s`],
    [t(text.seconds), (c) => `${number(c.diagnostics.wallSeconds, 1)} s`],
    [t(text.digest), (c) => <Digest value={c.digest} />],
  ]
  return <ProofTable rows={rows} before={before} after={after} />
}

export const Digest = ({ value }: { value: string }) => (
  <code className="digest" title={value}>
    {value.slice(0, 12)}
  </code>
)

/** Depth at one place over time, as the band that the ground's error allows. */
function PlaceDepth({ comparison, place, error }: { comparison: Comparison; place: XY; error: number }) {
  const words = useWords()
  const { t, number } = words
  const { baseline, scenario, body, times } = comparison
  const [before, after] = useMemo(
    () => [hydrograph(baseline.result, body.area, place), hydrograph(scenario.result, body.area, place)],
    [baseline, scenario, body, place],
  )
  const { lines, bands } = useMemo(() => {
    if (!before || !after) return { lines: [], bands: [] }
    const cm = (depth: number[], by: number) => depth.map((d) => Math.max(0, (d + by) * 100))
    const edge = { colour: '--accent', dash: true }
    return {
      lines: [
        { label: `+${number(error * 100)} cm`, values: cm(after.depth, error), ...edge },
        {
          label: t(baseline === scenario ? text.baseline : text.scenarioShort),
          values: cm(after.depth, 0),
          colour: '--accent',
        },
        { label: `−${number(error * 100)} cm`, values: cm(after.depth, -error), ...edge },
        ...(baseline === scenario ? [] : [{ label: t(text.baseline), values: cm(before.depth, 0), colour: '--soft' }]),
      ],
      bands: [[0, 2, '--accent'] as const],
    }
  }, [before, after, baseline, scenario, error, number, t])
  const walls = useMemo(
    () => [depthAtWalls(baseline, body.area, place), depthAtWalls(scenario, body.area, place)] as const,
    [baseline, scenario, body, place],
  )
  if (!before || !after) return <p className="soft">{t(text.outsideResults)}</p>
  const says = (depth: number[], wall: number | null) => {
    const worst = wall ?? Math.max(...depth)
    const { low, high } = depthBand(worst, error)
    return `${t(text.bandHigh, { low, high })} (${t(bandWords(low / 100, high / 100))})`
  }
  return (
    <section aria-label={t(text.here)} className="stack">
      <h3>{t(text.here)}</h3>
      {before.stood ? <p className="small">{t(text.openWater)}</p> : null}
      {walls[0] === null ? null : <p className="small">{t(text.atWalls)}</p>}
      <p>
        {t(text.baseline)}: <strong>{says(before.depth, walls[0])}</strong>
        {baseline === scenario ? null : (
          <>
            {' · '}
            {t(text.scenarioShort)}: <strong>{says(after.depth, walls[1])}</strong>
          </>
        )}
      </p>
      {walls[0] === null ? (
        <Chart
          label={`${t(text.depthOverTime)}: ${says(after.depth, walls[1])}`}
          times={times}
          lines={lines}
          bands={bands}
          unit="cm"
        />
      ) : null}
      <p className="small soft">{t(text.hereSteps, { error: number(error * 100) })}</p>
    </section>
  )
}
