/** Traffic in the planner: how the run stands and how far it may be trusted, then results, routes or assumptions. */
import type { ReactNode } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import type { TrafficSettings as Settings } from '../../scenarios/traffic.ts'
import { about } from '../../workers/client/traffic.ts'
import { FigureTable } from '../shared/FigureTable.tsx'
import { useWords } from '../shared/language.tsx'
import { trafficFigureText, trafficGroups } from '../shared/traffic-figures.ts'
import { Banner } from '../shared/ui.tsx'
import { AboutModel } from './AboutModel.tsx'
import type { Chosen } from './Inspector.tsx'
import { ModelRun, Switch } from './ModelRun.tsx'
import { IllustrativeNote } from './ResultsPanel.tsx'
import type { RunState } from './state.ts'
import { TrafficFacts } from './TrafficFacts.tsx'
import { TrafficFiles } from './TrafficFiles.tsx'
import { FloodButton, FloodStory, FloodSwitch } from './TrafficFlood.tsx'
import { TrafficProof } from './TrafficProof.tsx'
import { LevelBars, TrafficCards } from './TrafficResults.tsx'
import { TrafficSettings } from './TrafficSettings.tsx'
import { TrafficStreet } from './TrafficStreet.tsx'
import { TrafficTables } from './TrafficTables.tsx'
import { TrafficWays } from './TrafficWays.tsx'
import { trafficText as text } from './traffic-text.ts'
import type { Traffic } from './useTraffic.ts'

const parts = ['results', 'ways', 'settings'] as const
export type TrafficPart = (typeof parts)[number]

export interface TrafficPanelProps {
  readonly traffic: Traffic
  readonly part: TrafficPart
  readonly settings: Settings
  readonly chosen: Chosen | null
  /** Of the drainage, whose water the streets may be given. */
  readonly floodRun: RunState
  onPart(part: TrafficPart): void
  onSettings(settings: Settings): void
  onFlyTo(at: XY, road: string | null): void
  onEditStreet(): void
  onSimulateFlood(): void
  onPickOnMap(): void
  /** The server's run. */
  readonly children: ReactNode
}

export function TrafficPanel(props: TrafficPanelProps) {
  const { traffic, part, settings, onPart, onSettings } = props
  const { t } = useWords()
  const { comparison } = traffic
  return (
    <div className="stack">
      <ModelRun name="traffic" model={traffic} text={text} waits={traffic.flood === 'missing'} />
      <Trust {...props} />
      <Switch name="traffic-part" label={text.parts} options={parts} value={part} titles={text} onChange={onPart} />
      {part === 'results' && comparison ? <Results {...props} /> : null}
      {part === 'results' && !comparison ? (
        <>
          <p className="soft">{t(text.empty)}</p>
          {settings.flood ? <FloodSwitch {...props} /> : null}
        </>
      ) : null}
      {part === 'ways' ? <TrafficWays traffic={traffic} onPickOnMap={props.onPickOnMap} /> : null}
      {part === 'settings' ? (
        <>
          <TrafficSettings
            settings={settings}
            model={comparison?.scenario.model ?? null}
            roads={traffic.naming.roads}
            onSettings={onSettings}
          >
            <FloodSwitch {...props} />
          </TrafficSettings>
          <TrafficFacts />
        </>
      ) : null}
      <AboutModel about={about} />
    </div>
  )
}

export function UncalibratedBadge() {
  const { t } = useWords()
  return (
    <span className="badge uncalibrated" title={t(text.uncalibratedWhy)}>
      {t(text.uncalibrated)}
    </span>
  )
}

/** What must be said of the figures before they are read. */
function Trust({ traffic: { comparison }, part, onPart }: TrafficPanelProps) {
  const { t, number } = useWords()
  if (!comparison) return null
  const { model, result, summary } = comparison.scenario
  const { unservedTrips } = summary.indicators
  return (
    <>
      {model.calibrated ? (
        <p>
          <span className="badge imported">{t(text.calibrated)}</span>
        </p>
      ) : (
        <details className="banner warning">
          <summary>
            <UncalibratedBadge />
          </summary>
          <p>{t(text.uncalibratedWhy)}</p>
          {part === 'settings' ? null : (
            <button type="button" className="link" onClick={() => onPart('settings')}>
              {t(text.toSettings)}
            </button>
          )}
        </details>
      )}
      {result.diagnostics.converged ? null : <Banner kind="warning">{t(text.notConverged)}</Banner>}
      {unservedTrips >= 1 ? <Banner kind="warning">{t(text.unservedNote, { n: number(unservedTrips) })}</Banner> : null}
    </>
  )
}

function Results(props: TrafficPanelProps) {
  const { traffic, chosen, onFlyTo, onEditStreet } = props
  const words = useWords()
  const { t } = words
  const { comparison, alone, state } = traffic
  if (!comparison) return null
  const { baseline, scenario } = comparison
  const after = alone ? null : scenario
  const [was, is] = [baseline.summary.indicators, after?.summary.indicators ?? null]
  const dry = state.done?.dry
  return (
    <>
      {after ? null : <Banner kind="info">{t(text.alone)}</Banner>}
      {chosen?.layer === 'roads' && chosen.id ? (
        <TrafficStreet traffic={traffic} chosen={chosen} onEdit={onEditStreet} />
      ) : null}
      <FloodButton {...props} />
      {dry && scenario.model.depth ? <FloodStory dry={dry.scenario} wet={scenario} /> : null}
      <TrafficCards before={was} after={is} />
      <LevelBars before={was} after={is} />
      <details>
        <summary>{t(text.allFigures)}</summary>
        <FigureTable caption={t(trafficFigureText.caption)} groups={trafficGroups(words)} before={was} after={is} />
      </details>
      <TrafficTables traffic={traffic} onFlyTo={onFlyTo} />
      <TrafficFiles traffic={traffic} />
      <TrafficProof before={baseline} after={after} />
      <IllustrativeNote inputs={scenario.summary.inputs} />
      {props.children}
    </>
  )
}
