/**
 * What a planner may propose for a lamp or for all lamps of its street: order, luminaire, pole, spacing, none at all; the hours
 * of a cabinet; and a row of new lamps along a street.
 */
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type Edit, lampPoleSchema, reverseEdit } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { lineLength, linesOf } from '../../scenarios/geometry.ts'
import { luminaireEdits, poleEdits, spacingEdits, stateEdits } from '../../scenarios/lamp-edits.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { NumberField, ProblemBanner } from '../shared/ui.tsx'
import { useLoaded } from './city.ts'
import { type Draft, dimmingNow, editsOf, lightingOf } from './draft.ts'
import { DimmingFields } from './LightingSettings.tsx'
import { choicesOf, lampNow, type luminaireChoices, readLamps, removalEdits, rowEdits } from './lamp-plan.ts'
import type { Pole } from './lamp-point.ts'
import { lightingText as text } from './lighting-text.ts'
import { Choice } from './RunPanel.tsx'

type Lamp = Feature<'lamps'>

export function LampEdits(props: {
  tiles: Tiles
  id: string
  at: XY
  draft: Draft
  onEdits(edits: readonly Edit[]): void
}) {
  const { tiles, id, at, draft, onEdits } = props
  const { t } = useWords()
  const loaded = useLoaded((signal) => readLamps(tiles, editsOf(draft), at, signal), [tiles, draft.log])
  // What was set as a single lamp is changed as one.
  const [all, setAll] = useState(!id.startsWith('new:'))
  const [done, setDone] = useState<number | null>(null)
  if (loaded.status === 'failed') return <ProblemBanner problem={loaded.problem} />
  if (loaded.status === 'loading') return <p role="status">{t(text.readingStreet)}</p>
  const now = lampNow(loaded.value, id)
  if (!now) return <GoneLamp id={id} draft={draft} onEdits={onEdits} />
  const { lamp, street } = now
  const lamps = all ? street : [lamp]
  const give = (edits: readonly Edit[]) => {
    setDone(edits.length)
    onEdits(edits)
  }
  const state = lamp.properties.state
  return (
    <section className="stack" aria-label={t(text.lampEdits)}>
      <h3>{t(text.lampEdits)}</h3>
      <Choice
        label={t(text.scope)}
        value={all ? 'street' : 'lamp'}
        options={[
          ['lamp', t(text.thisLamp)],
          ['street', t(text.wholeStreet, { street: lamp.properties.street ?? t(text.unnamed), n: street.length })],
        ]}
        onChange={(scope) => setAll(scope === 'street')}
      />
      <LuminaireForm key={lamp.properties.powerWatts} lamps={lamps} draft={draft} onEdits={give} />
      <PoleForm lamp={lamp} lamps={lamps} onEdits={give} />
      {all && street.length > 1 ? <SpacingForm lamps={street} onEdits={give} /> : null}
      <div className="row">
        <button type="button" onClick={() => give(stateEdits(lamps, state === 'on' ? 'out' : 'on'))}>
          {t(state === 'on' ? text.setOut : text.setOn)}
        </button>
        <button type="button" className="danger" onClick={() => give(removalEdits(lamps))}>
          {t(text.removeLamp)}
        </button>
      </div>
      {done === null ? null : <p role="status">{done > 0 ? t(text.edited, { n: done }) : t(text.unedited)}</p>}
    </section>
  )
}

/** A lamp that the draft has taken away, and the way back. */
function GoneLamp({ id, draft, onEdits }: { id: string; draft: Draft; onEdits(edits: readonly Edit[]): void }) {
  const { t } = useWords()
  const removal = editsOf(draft).find(({ kind, target, to }) => kind === 'lamp.new' && target === id && to === null)
  if (!removal) return null
  return (
    <div className="stack">
      <p>{t(text.goneLamp)}</p>
      <div>
        <button type="button" onClick={() => onEdits([reverseEdit(removal)])}>
          {t(text.keepLamp)}
        </button>
      </div>
    </div>
  )
}

interface Of {
  readonly lamps: readonly Lamp[]
  onEdits(edits: readonly Edit[]): void
}

function Form({ action, onSubmit, children }: { action: string; onSubmit(): void; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="action stack" aria-label={action} onSubmit={submit}>
      {children}
      <div>
        <button type="submit" className="primary">
          {action}
        </button>
      </div>
    </form>
  )
}

export const LED_80 = 3

function LuminaireForm({ lamps, draft, onEdits }: Of & { draft: Draft }) {
  const { t } = useWords()
  const choice = useLuminaire(draft)
  return (
    <Form action={t(text.applyLuminaire)} onSubmit={() => onEdits(luminaireEdits(lamps, choice.luminaire))}>
      <LuminaireChoice {...choice} />
    </Form>
  )
}

/** One of the library or of the draft’s files; the one from a file that is no longer there gives way. */
function useLuminaire(draft: Draft) {
  const [chosen, onChoose] = useState(LED_80)
  const choices = choicesOf(lightingOf(draft))
  const index = chosen < choices.length ? chosen : LED_80
  return { choices, chosen: index, onChoose, luminaire: choices[index]!.to }
}

export function LuminaireChoice(props: {
  choices: typeof luminaireChoices
  chosen: number
  onChoose(chosen: number): void
}) {
  const { t } = useWords()
  const options = props.choices.map(({ title }, k) => [k, title] as const)
  return <Choice label={t(text.luminaire)} value={props.chosen} options={options} onChange={props.onChoose} />
}

function PoleForm({ lamp, lamps, onEdits }: Of & { lamp: Lamp }) {
  const { t } = useWords()
  const { heightMetres, overhangMetres, tiltDegrees } = lamp.properties
  const [pole, setPole] = useState({ heightMetres, overhangMetres, tiltDegrees })
  const propose = () => {
    const right = lampPoleSchema.safeParse(pole)
    if (right.success) onEdits(poleEdits(lamps, right.data))
  }
  return (
    <Form action={t(text.applyPole)} onSubmit={propose}>
      <PoleFields pole={pole} onPole={setPole} />
    </Form>
  )
}

export function PoleFields({ pole, onPole }: { pole: Pole; onPole(pole: Pole): void }) {
  const { t } = useWords()
  const field = (key: keyof Pole, label: string, unit: string, min: number, max: number) => (
    <NumberField
      label={label}
      unit={unit}
      value={pole[key]}
      min={min}
      max={max}
      step={0.1}
      onChange={(value) => onPole({ ...pole, [key]: value })}
    />
  )
  return (
    <div className="fields">
      {field('heightMetres', t(text.height), 'm', 1, 60)}
      {field('overhangMetres', t(text.overhang), 'm', -10, 10)}
      {field('tiltDegrees', t(text.tilt), '°', -45, 90)}
    </div>
  )
}

const SPACING = { min: 10, max: 90, step: 1 }

function SpacingForm({ lamps, onEdits }: Of) {
  const { t } = useWords()
  const [spacing, setSpacing] = useState(30)
  return (
    <Form
      action={t(text.applySpacing)}
      onSubmit={() => (spacing >= SPACING.min ? onEdits(spacingEdits(lamps, spacing)) : undefined)}
    >
      <NumberField label={t(text.spacing)} unit="m" value={spacing} {...SPACING} onChange={setSpacing} />
    </Form>
  )
}

export function NewRow(props: { road: Feature<'roads'>; draft: Draft; onEdits(edits: readonly Edit[]): void }) {
  const { road, draft, onEdits } = props
  const { t } = useWords()
  const choice = useLuminaire(draft)
  const [spacing, setSpacing] = useState(30)
  const [height, setHeight] = useState(8)
  const line = linesOf(road.geometry)[0] as readonly XY[] | undefined
  if (!line) return null
  const right = spacing >= SPACING.min && spacing <= SPACING.max && height >= 3 && height <= 20
  const n = right ? Math.max(1, Math.round(lineLength(line) / spacing)) + 1 : 0
  const row = { spacingMetres: spacing, heightMetres: height, luminaire: choice.luminaire }
  return (
    <details>
      <summary>{t(text.newRow)}</summary>
      <Form action={t(text.addRow, { n })} onSubmit={() => (right ? onEdits(rowEdits(road, line, row)) : undefined)}>
        <p className="small soft">{t(text.newRowHint)}</p>
        <LuminaireChoice {...choice} />
        <div className="fields">
          <NumberField label={t(text.spacing)} unit="m" value={spacing} {...SPACING} onChange={setSpacing} />
          <NumberField
            label={t(text.height)}
            unit="m"
            value={height}
            min={3}
            max={20}
            step={0.5}
            onChange={setHeight}
          />
        </div>
      </Form>
    </details>
  )
}

export function CabinetDimming(props: { cabinet: string; draft: Draft; onEdit(edit: Edit): void }) {
  const { cabinet, draft, onEdit } = props
  const { t } = useWords()
  const now = dimmingNow(draft, cabinet)
  const [steps, setSteps] = useState(now ?? lightingOf(draft).dimming)
  return (
    <section className="stack" aria-label={t(text.cabinetDimming)}>
      <h3>{t(text.cabinetDimming)}</h3>
      <Form
        action={t(text.applyDimming)}
        onSubmit={() => onEdit({ kind: 'lamp.dimming', target: cabinet, from: now, to: steps })}
      >
        <DimmingFields steps={steps} onSteps={setSteps} />
      </Form>
      {now ? (
        <div>
          <button type="button" onClick={() => onEdit({ kind: 'lamp.dimming', target: cabinet, from: now, to: null })}>
            {t(text.usualDimming)}
          </button>
        </div>
      ) : null}
    </section>
  )
}
