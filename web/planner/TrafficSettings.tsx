/** What is assumed of travel: each figure with its unit, its default, where it comes from and how sure it is. */
import { type ReactNode, useState } from 'react'
import { type Bilingual, both } from '../../scenarios/text.ts'
import {
  type TrafficSettings as Settings,
  type TrafficModel,
  trafficSettingsSchema,
  userClasses,
} from '../../scenarios/traffic.ts'
import { defaultTraffic, modeTitles, type TrafficFact } from '../../scenarios/traffic-facts.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { NumberField } from '../shared/ui.tsx'
import { Choice } from './RunPanel.tsx'
import type { Roads } from './roads.ts'
import { TrafficCounts } from './TrafficCounts.tsx'
import { confidenceTitles, trafficText as text } from './traffic-text.ts'

type FigureKey =
  | 'growth'
  | 'tripsPerHousehold'
  | 'hourShare'
  | 'meanTripSeconds'
  | 'throughTraffic'
  | 'secondsPerKilometre'

interface Figure {
  readonly unit: Bilingual
  /** How many of the engine's unit one of the screen's is. */
  readonly of: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly source: Bilingual
  readonly confidence: TrafficFact['confidence']
}

const own = both('giả định của Vị Thanh Twin', 'assumption of Vị Thanh Twin')
const figures: Record<FigureKey, Figure> = {
  growth: {
    unit: both('lần hôm nay', 'times today'),
    of: 1,
    min: 0,
    max: 10,
    step: 0.05,
    source: own,
    confidence: 'assumed',
  },
  tripsPerHousehold: {
    unit: both('chuyến', 'trips'),
    of: 1,
    min: 0,
    max: 50,
    step: 0.5,
    source: own,
    confidence: 'assumed',
  },
  hourShare: {
    unit: both('% của ngày', '% of the day'),
    of: 0.01,
    min: 0,
    max: 100,
    step: 0.5,
    source: both('giờ cao điểm đô thị đồng bằng: 9–11 %', 'peak hour of delta towns: 9–11 %'),
    confidence: 'memory: medium',
  },
  meanTripSeconds: {
    unit: text.minutesUnit,
    of: 60,
    min: 1,
    max: 120,
    step: 0.5,
    source: own,
    confidence: 'assumed',
  },
  throughTraffic: {
    unit: both('xe/h, hai chiều', 'veh/h, both ways'),
    of: 1,
    min: 0,
    max: 50_000,
    step: 50,
    source: own,
    confidence: 'assumed',
  },
  secondsPerKilometre: {
    unit: text.secondsPerKilometreUnit,
    of: 1,
    min: 0,
    max: 3600,
    step: 1,
    source: own,
    confidence: 'assumed',
  },
}
const demandKeys = ['growth', 'tripsPerHousehold', 'hourShare', 'meanTripSeconds', 'throughTraffic'] as const
const gaps = [1e-3, 1e-4, 1e-5, 1e-6, 1e-8]

export function TrafficSettings(props: {
  settings: Settings
  model: TrafficModel | null
  roads: Roads | null
  onSettings(settings: Settings): void
  /** The switch of the flood and what it needs. */
  children: ReactNode
}) {
  const { settings, model, roads, onSettings, children } = props
  const words = useWords()
  const { t } = words
  /** Half-typed figures are no settings: those before stay. */
  const set = (part: Partial<Settings>) => {
    const parsed = trafficSettingsSchema.safeParse({ ...settings, ...part })
    if (parsed.success) onSettings(parsed.data)
  }
  const field = (key: FigureKey) => (
    <FigureField
      key={key}
      label={t(text[key])}
      figure={figures[key]}
      value={settings[key]}
      standard={defaultTraffic[key]}
      onChange={(value) => set({ [key]: value })}
    />
  )
  const unchanged = JSON.stringify(settings) === JSON.stringify(defaultTraffic)
  return (
    <form className="stack" aria-label={t(text.settings)} onSubmit={(event) => event.preventDefault()}>
      <fieldset className="stack">
        <legend>{t(text.demand)}</legend>
        <Choice
          label={t(text.hour)}
          value={settings.hour}
          options={(['am', 'pm', 'off'] as const).map((hour) => [hour, t(text.hours[hour])])}
          onChange={(hour) => set({ hour })}
        />
        <div className="fields">{demandKeys.map(field)}</div>
        <fieldset className="stack">
          <legend>{t(text.shares)}</legend>
          <div className="fields">
            {userClasses.map((one) => (
              <FigureField
                key={one}
                label={t(modeTitles[one])}
                figure={shareFigure}
                value={settings.shares[one]}
                standard={defaultTraffic.shares[one]}
                onChange={(share) => set({ shares: { ...settings.shares, [one]: share } })}
              />
            ))}
          </div>
          <p className="hint">{sourceWords(shareFigure, words)}</p>
        </fieldset>
      </fieldset>
      <fieldset className="stack">
        <legend>{t(text.assignment)}</legend>
        <Choice
          label={t(text.objective)}
          value={settings.objective}
          options={(['user', 'system'] as const).map((one) => [one, t(text.objectives[one])])}
          onChange={(objective) => set({ objective })}
        />
        <p className="hint">{t(text.objectiveHint[settings.objective])}</p>
        <div className="fields">
          <Choice
            label={t(text.relativeGap)}
            value={settings.relativeGap}
            options={[...new Set([...gaps, settings.relativeGap])].map((gap) => [gap, gap.toExponential(0)])}
            onChange={(relativeGap) => set({ relativeGap })}
          />
          {field('secondsPerKilometre')}
        </div>
      </fieldset>
      {children}
      <TrafficCounts
        counts={settings.counts}
        fit={model?.fit ?? null}
        roads={roads}
        onCounts={(counts) => set({ counts })}
      />
      <div>
        <button
          type="button"
          disabled={unchanged}
          onClick={() => onSettings({ ...defaultTraffic, flood: settings.flood, counts: settings.counts })}
        >
          {t(text.reset)}
        </button>
      </div>
    </form>
  )
}

const shareFigure: Figure = {
  unit: both('%', '%'),
  of: 0.01,
  min: 0,
  max: 100,
  step: 1,
  source: both(
    'đô thị đồng bằng: xe máy 80–88 %, ô tô 5–10 %, xe đạp 3–6 %',
    'delta towns: motorbike 80–88 %, car 5–10 %, bicycle 3–6 %',
  ),
  confidence: 'memory: medium',
}

const sourceWords = ({ source, confidence }: Figure, { t }: Words): string =>
  `${t(source)}${confidence === 'assumed' ? '' : ` (${t(confidenceTitles[confidence])})`}`

function FigureField(props: {
  label: string
  figure: Figure
  value: number
  standard: number
  onChange(value: number): void
}) {
  const { label, figure, value, standard, onChange } = props
  const words = useWords()
  const { t, language } = words
  const shown = (v: number) => Math.round((v / figure.of) * 1e6) / 1e6
  // What is being typed, as long as it is no figure yet.
  const [typed, setTyped] = useState<number | null>(null)
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  const byDefault = t(text.defaultOf, { value: shown(standard).toLocaleString(locale) })
  return (
    <NumberField
      label={label}
      unit={t(figure.unit)}
      value={typed ?? shown(value)}
      min={figure.min}
      max={figure.max}
      step={figure.step}
      hint={figure === shareFigure ? byDefault : `${byDefault}; ${sourceWords(figure, words)}`}
      onChange={(next) => {
        const right = next >= figure.min && next <= figure.max
        setTyped(right ? null : next)
        if (right) onChange(next * figure.of)
      }}
    />
  )
}
