/** What is assumed of lighting: each figure with its unit, its default, where it comes from and how sure it is. */
import { useState } from 'react'
import { canonicalJson } from '../../scenarios/canonical.ts'
import {
  type DimmingSchedule,
  dimmingSchema,
  type LightingFigure,
  lightingSettingsSchema,
  type LightingSettings as Settings,
} from '../../scenarios/lighting.ts'
import { defaultLighting, lightingFacts } from '../../scenarios/lighting-facts.ts'
import { locales, useWords } from '../shared/language.tsx'
import { Icon, NumberField } from '../shared/ui.tsx'
import { side } from './fact-words.ts'
import { LuminaireFiles } from './LuminaireFiles.tsx'
import { clockOf } from './lighting-clock.ts'
import { lightingText as text } from './lighting-text.ts'
import { RTableFile } from './RTableFile.tsx'
import { Choice } from './RunPanel.tsx'

const ranges = {
  maintenanceFactor: { min: 0.3, max: 1, step: 0.01 },
  tariff: { min: 0, max: 100_000, step: 1 },
  co2Factor: { min: 0, max: 3, step: 0.0001 },
  darkLux: { min: 0, max: 50, step: 0.1 },
  treeTransmission: { min: 0, max: 1, step: 0.05 },
} as const
type FigureKey = keyof typeof ranges

export function LightingSettings(props: {
  settings: Settings
  /** Ids of luminaires from files that edits name. */
  used: ReadonlySet<string>
  onSettings(settings: Settings): void
}) {
  const { settings, used, onSettings } = props
  const { t } = useWords()
  /** Half-typed figures are no settings: those before stay. */
  const set = (part: Partial<Settings>) => {
    const parsed = lightingSettingsSchema.safeParse({ ...settings, ...part })
    if (parsed.success) onSettings(parsed.data)
  }
  const { luminaires = [], rTable, ...figures } = settings
  const withFiles = (of: Settings, files: Pick<Settings, 'luminaires' | 'rTable'>) => {
    const { luminaires: _, rTable: __, ...rest } = of
    const all = files.luminaires ?? []
    onSettings({ ...rest, ...(all.length > 0 && { luminaires: all }), ...(files.rTable && { rTable: files.rTable }) })
  }
  const figure = (key: FigureKey) => (
    <FigureField key={key} of={key} value={settings[key]} onChange={(value) => set({ [key]: value })} />
  )
  const check = (key: 'buildings' | 'trees') => (
    <label className="check">
      <input type="checkbox" checked={settings[key]} onChange={(event) => set({ [key]: event.target.checked })} />
      {t(text[key])}. {t(text.blockHint)}
    </label>
  )
  return (
    <>
      <form className="stack" aria-label={t(text.settings)} onSubmit={(event) => event.preventDefault()}>
        <HourField hour={settings.hour} onHour={(hour) => set({ hour })} />
        <fieldset className="stack">
          <legend>{t(text.dimming)}</legend>
          <DimmingFields steps={settings.dimming} onSteps={(dimming) => set({ dimming })} />
          <FigureNote figure={lightingFacts.dimming} />
        </fieldset>
        <div className="fields">{(['maintenanceFactor', 'tariff', 'co2Factor', 'darkLux'] as const).map(figure)}</div>
        <div className="fields">
          <Choice
            label={t(text.collector)}
            value={settings.collectorClass}
            options={(['C', 'D'] as const).map((one) => [one, one])}
            onChange={(collectorClass) => set({ collectorClass })}
          />
          <Choice
            label={t(text.surroundings)}
            value={settings.surroundings}
            options={(['bright', 'dark'] as const).map((one) => [one, t(text.surrounding[one])])}
            onChange={(surroundings) => set({ surroundings })}
          />
        </div>
        {check('buildings')}
        {check('trees')}
        {settings.trees ? figure('treeTransmission') : null}
        <div>
          <button
            type="button"
            disabled={canonicalJson(figures) === canonicalJson(defaultLighting)}
            onClick={() => withFiles(defaultLighting, { luminaires, rTable })}
          >
            {t(text.reset)}
          </button>
        </div>
      </form>
      <LuminaireFiles
        luminaires={luminaires}
        used={used}
        onLuminaires={(all) => withFiles(settings, { luminaires: all, rTable })}
      />
      <RTableFile rTable={rTable} onRTable={(table) => withFiles(settings, { luminaires, rTable: table })} />
      <details>
        <summary>{t(text.facts)}</summary>
        <ul className="facts-list small">
          {Object.entries(lightingFacts).map(([key, fact]) => (
            <li key={key}>
              <strong>{t(fact.title)}</strong>
              <FigureNote figure={fact} />
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

/** Source, confidence and note of a figure. */
function FigureNote({ figure }: { figure: LightingFigure<unknown> }) {
  const { t, language } = useWords()
  const value = typeof figure.value === 'number' ? figure.value.toLocaleString(locales[language]) : null
  return (
    <p className="hint">
      {value === null ? '' : `${value} ${figure.unit === '1' ? '' : side(figure.unit, language)} · `}
      {t(text.source)}: {side(figure.source, language)} · {t(text.confidence[figure.confidence])}
      {figure.note ? ` · ${t(figure.note)}` : ''}
    </p>
  )
}

function FigureField({ of, value, onChange }: { of: FigureKey; value: number; onChange(value: number): void }) {
  const { t, language } = useWords()
  // What is being typed, as long as it is no figure yet.
  const [typed, setTyped] = useState<number | null>(null)
  const fact: LightingFigure<number> = lightingFacts[of]
  const { min, max, step } = ranges[of]
  const standard = fact.value.toLocaleString(locales[language], { maximumFractionDigits: 4 })
  return (
    <NumberField
      label={t(fact.title)}
      {...(fact.unit === '1' ? {} : { unit: side(fact.unit, language) })}
      value={typed ?? value}
      min={min}
      max={max}
      step={step}
      hint={`${t(text.byDefault, { value: standard })}; ${side(fact.source, language)} (${t(text.confidence[fact.confidence])})`}
      onChange={(next) => {
        const right = next >= min && next <= max
        setTyped(right ? null : next)
        if (right) onChange(next)
      }}
    />
  )
}

/** The hour that is computed: full output, or a time of the night. */
export function HourField({ hour, onHour }: { hour: number | null; onHour(hour: number | null): void }) {
  const { t } = useWords()
  return (
    <fieldset className="stack">
      <legend>{t(text.hour)}</legend>
      <label className="check">
        <input type="checkbox" checked={hour === null} onChange={(event) => onHour(event.target.checked ? null : 20)} />
        {t(text.fullOutput)}
      </label>
      {hour === null ? null : (
        <div className="row nowrap">
          <input
            type="range"
            className="grow"
            min={0}
            max={24}
            step={0.25}
            value={hour}
            aria-label={t(text.hour)}
            aria-valuetext={clockOf(hour)}
            onChange={(event) => onHour(Number(event.target.value))}
          />
          <output className="figure">{clockOf(hour)}</output>
        </div>
      )}
    </fieldset>
  )
}

/** Outputs from an hour on. Only what is a schedule is told. */
export function DimmingFields(props: { steps: DimmingSchedule; onSteps(steps: DimmingSchedule): void }) {
  const { steps, onSteps } = props
  const { t } = useWords()
  const change = (next: DimmingSchedule) => {
    const parsed = dimmingSchema.safeParse(next)
    if (parsed.success) onSteps(parsed.data)
  }
  const latest = steps.at(-1)?.fromHour ?? 0
  return (
    <>
      {steps.map((step, k) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no names and are in order
        <div className="row" key={k}>
          <NumberField
            label={t(text.fromHour)}
            value={step.fromHour}
            min={0}
            max={23.75}
            step={0.25}
            onChange={(fromHour) => change(steps.with(k, { ...step, fromHour }))}
          />
          <NumberField
            label={t(text.output)}
            value={Math.round(100 * step.output)}
            min={0}
            max={100}
            step={5}
            onChange={(percent) => change(steps.with(k, { ...step, output: percent / 100 }))}
          />
          {steps.length > 1 ? (
            <button
              type="button"
              className="square"
              aria-label={t(text.removeStep, { n: k + 1 })}
              onClick={() => change(steps.toSpliced(k, 1))}
            >
              <Icon name="remove" />
            </button>
          ) : null}
        </div>
      ))}
      {latest < 23.5 ? (
        <div>
          <button type="button" onClick={() => change([...steps, { fromHour: latest + 0.5, output: 0.3 }])}>
            {t(text.addStep)}
          </button>
        </div>
      ) : null}
    </>
  )
}
