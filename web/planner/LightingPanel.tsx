/** Street lighting in the planner: how the run stands, then results or assumptions. */
import { type ReactNode, useState } from 'react'
import type { LightingSettings as Settings } from '../../scenarios/lighting.ts'
import { about } from '../../workers/client/lighting.ts'
import { useWords } from '../shared/language.tsx'
import { Banner } from '../shared/ui.tsx'
import { AboutModel } from './AboutModel.tsx'
import { LightingFiles } from './LightingFiles.tsx'
import { LightingProof } from './LightingProof.tsx'
import { LightingCards, VerdictBars } from './LightingResults.tsx'
import { LightingSettings } from './LightingSettings.tsx'
import { type FlyTo, LightingTables } from './LightingTables.tsx'
import { luminairesUsed } from './lamp-plan.ts'
import { lightingText as text } from './lighting-text.ts'
import { ModelRun, Switch } from './ModelRun.tsx'
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
  const [part, setPart] = useState<(typeof parts)[number]>('results')
  return (
    <div className="stack">
      <ModelRun name="lighting" model={lighting} text={text} />
      <Switch name="lighting-part" label={text.parts} options={parts} value={part} titles={text} onChange={setPart} />
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
