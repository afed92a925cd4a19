/** A road of the plan: fresh from the map, or one that stands in the scenario already. */
import { type FormEvent, useState } from 'react'
import { roadClasses } from '../../scenarios/city/layers.ts'
import { valueTitles } from '../../scenarios/city/values.ts'
import { type Edit, type NewRoad, newRoadSchema } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { lineLength } from '../../scenarios/geometry.ts'
import { recordId, stableId } from '../../scenarios/ids.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Field, Icon, NumberField } from '../shared/ui.tsx'
import { LooseRoad } from './Joins.tsx'
import { roadText } from './road-text.ts'
import { text } from './text.ts'

export function DrawnRoad(props: {
  tiles: Tiles
  edits: readonly Edit[]
  line: readonly XY[]
  onEdit(edit: Edit): void
  onDiscard(): void
}) {
  const { tiles, edits, line, onEdit, onDiscard } = props
  const { t } = useWords()
  const [first] = useState<NewRoad>(() => ({
    line: line.map(([x, y]): XY => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]),
    name: null,
    class: 'local',
    widthMetres: 7,
    lanes: 2,
    oneWay: false,
    bridge: false,
  }))
  return (
    <RoadFields
      title={t(roadText.newRoad)}
      action={t(roadText.addRoad)}
      road={first}
      onRoad={(to) => {
        const id = stableId('road', recordId()).replace('vt:', 'new:')
        onEdit({ kind: 'road.new', target: id, from: null, to })
      }}
      warning={<LooseRoad tiles={tiles} edits={edits} id={null} line={first.line} />}
    >
      <button type="button" onClick={onDiscard}>
        {t(text.discard)}
      </button>
    </RoadFields>
  )
}

export function RoadFields(props: {
  title: string
  action: string
  road: NewRoad
  onRoad(road: NewRoad): void
  /** What is to be known before it is added. */
  warning: React.ReactNode
  children: React.ReactNode
}) {
  const { title, action, onRoad } = props
  const { t, number } = useWords()
  const [road, setRoad] = useState(props.road)
  const set = (part: Partial<NewRoad>) => setRoad({ ...road, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = newRoadSchema.safeParse({ ...road, name: road.name?.trim() || null })
    if (parsed.success) onRoad(parsed.data)
  }
  return (
    <form className="action stack" onSubmit={submit} aria-label={title}>
      <h2>
        <Icon name="road" /> {title}
      </h2>
      <p className="small soft">
        {t(roadText.length)}: {number(lineLength(road.line), 0)} m
      </p>
      <Field label={t(roadText.name)}>
        {(id) => (
          <input
            id={id}
            value={road.name ?? ''}
            maxLength={200}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <div className="fields">
        <Field label={t(roadText.class)}>
          {(id) => (
            <select
              id={id}
              value={road.class}
              onChange={(event) => set({ class: roadClasses.find((one) => one === event.target.value) ?? road.class })}
            >
              {roadClasses.map((one) => (
                <option key={one} value={one}>
                  {t(valueTitles[one]!)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <SectionFields section={road} onSection={set} />
      </div>
      {(['oneWay', 'bridge'] as const).map((key) => (
        <label key={key} className="check">
          <input type="checkbox" checked={road[key]} onChange={(event) => set({ [key]: event.target.checked })} />
          {t(roadText[key])}
        </label>
      ))}
      {props.warning}
      <div className="row">
        <button type="submit" className="primary">
          {action}
        </button>
        {props.children}
      </div>
    </form>
  )
}

/** Width and lanes, of a road that is or will be. */
export function SectionFields(props: {
  section: { readonly widthMetres: number; readonly lanes: number }
  onSection(part: { widthMetres: number } | { lanes: number }): void
}) {
  const { section, onSection } = props
  const { t } = useWords()
  return (
    <>
      <NumberField
        label={t(roadText.width)}
        unit="m"
        value={section.widthMetres}
        min={1}
        max={100}
        step={0.1}
        onChange={(widthMetres) => onSection({ widthMetres })}
      />
      <NumberField
        label={t(roadText.lanes)}
        value={section.lanes}
        min={1}
        max={16}
        step={1}
        onChange={(lanes) => onSection({ lanes })}
      />
    </>
  )
}
