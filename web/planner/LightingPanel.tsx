/** Street lighting in the planner: how the run stands, then results or assumptions. */
import { type ReactNode, useState } from 'react'
import type { LightingSettings as Settings } from '../../scenarios/lighting.ts'
import { about } from '../../workers/client/lighting.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, ProblemBanner, ProgressBar } from '../shared/ui.tsx'
import { AboutModel } from './AboutModel.tsx'
import { LightingFiles } from './LightingFiles.tsx'
import { LightingProof } from './LightingProof.tsx'
import { LightingCards, VerdictBars } from './LightingResults.tsx'
import { LightingSettings } from './LightingSettings.tsx'
import { type FlyTo, LightingTables } from './LightingTables.tsx'
import { luminairesUsed } from './lamp-plan.ts'
import { lightingText as text } from './lighting-text.ts'
import { IllustrativeNote } from './ResultsPanel.tsx'
import type { Lighting } from './useLighting.ts'

const parts = ['results', 'settings'] as const

export interface LightingPanelProps {
  readonly lighting: Lighting
  readonly settings: Settings
  onSettings(settings: Settings): void
  readonly onFlyTo: FlyTo
  /** Report and the server's run. */
  readonly children: ReactNode
}

export function LightingPanel(props: LightingPanelProps) {
  const { lighting, settings, onSettings } = props
  const { t } = useWords()
  const [part, setPart] = useState<(typeof parts)[number]>('results')
  return (
    <div className="stack">
      <RunNews lighting={lighting} />
      <fieldset className="switch wrap">
        <legend className="visually-hidden">{t(text.parts)}</legend>
        {parts.map((one) => (
          <label key={one}>
            <input type="radio" name="lighting-part" checked={part === one} onChange={() => setPart(one)} />
            <span>{t(text[one])}</span>
          </label>
        ))}
      </fieldset>
      {part === 'settings' ? (
        <LightingSettings settings={settings} used={luminairesUsed(lighting.edits)} onSettings={onSettings} />
      ) : (
        <Results {...props} />
      )}
      <AboutModel about={about} />
    </div>
  )
}

function Results({ lighting, onFlyTo, children }: LightingPanelProps) {
  const { t } = useWords()
  const { comparison, alone } = lighting
  if (!comparison) return <p className="soft">{t(text.empty)}</p>
  const { baseline, scenario } = comparison
  const after = alone ? null : scenario
  const [was, is] = [baseline.summary.indicators, after?.summary.indicators ?? null]
  const indicative = scenario.model.sections.some(({ section }) => !section.rTable.certified)
  return (
    <>
      {after ? null : <Banner kind="info">{t(text.alone)}</Banner>}
      {indicative ? <Banner kind="warning">{t(text.indicative)}</Banner> : null}
      <LightingCards before={was} after={is} />
      <VerdictBars before={was} after={is} />
      <LightingTables lighting={lighting} onFlyTo={onFlyTo} />
      <LightingFiles lighting={lighting} />
      <LightingProof before={baseline} after={after} />
      <IllustrativeNote inputs={[...scenario.summary.inputs]} />
      {children}
    </>
  )
}

/** The one live region of the lighting run, on whatever panel one is. */
export function LightingAnnouncement({ lighting: { state } }: { lighting: Lighting }) {
  const { t } = useWords()
  const words = {
    idle: null,
    running: text.computing,
    done: text.done,
    cancelled: text.cancelled,
    failed: text.failed,
  }[state.run.status]
  return (
    <p role="status" className="visually-hidden">
      {words ? t(words) : ''}
    </p>
  )
}

function RunNews({ lighting: { state, dispatch, stale, start, cancel } }: { lighting: Lighting }) {
  const { t } = useWords()
  const { run } = state
  return (
    <div className="stack">
      <div className="row">
        <label className="check grow">
          <input
            type="checkbox"
            checked={state.auto}
            onChange={(event) => dispatch({ type: 'lighting/auto', auto: event.target.checked })}
          />
          {t(text.auto)}
        </label>
        {run.status === 'running' ? (
          <button type="button" className="danger" onClick={cancel}>
            {t(text.cancel)}
          </button>
        ) : (
          <button type="button" className={stale || !state.done ? 'primary' : ''} onClick={() => void start()}>
            {t(text.compute)}
          </button>
        )}
      </div>
      {run.status === 'running' ? <ProgressBar label={t(text.computing)} fraction={run.fraction} /> : null}
      {run.status === 'cancelled' ? <p>{t(text.cancelled)}</p> : null}
      {run.status === 'failed' ? <ProblemBanner problem={run.problem} /> : null}
      {stale && run.status !== 'running' ? <Banner kind="warning">{t(text.stale)}</Banner> : null}
    </div>
  )
}
