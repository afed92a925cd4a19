/** What a planner may propose for a road: close it, widen it, make it one-way, ban turns out of it; or change one of the plan. */
import { type FormEvent, useState } from 'react'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type Edit, roadSectionSchema, turnTarget } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner } from '../shared/ui.tsx'
import { type Draft, editsOf, roadStateNow } from './draft.ts'
import { LooseRoad, useJunctions } from './Joins.tsx'
import { RoadFields, SectionFields } from './RoadFields.tsx'
import { bannedNow, directionNow, newRoadNow, sectionNow } from './road-plan.ts'
import { roadText } from './road-text.ts'
import { text } from './text.ts'

interface Props {
  readonly tiles: Tiles
  readonly road: Feature<'roads'>
  readonly draft: Draft
  onEdit(edit: Edit): void
}

export function RoadEdits(props: Props) {
  const line = linesOf(props.road.geometry)[0] ?? []
  return (
    <>
      <StateForm {...props} />
      <SectionForm {...props} />
      <DirectionForm {...props} />
      <TurnBans {...props} id={props.road.id} line={line} />
    </>
  )
}

/** A road that the scenario itself has drawn. */
export function PlannedRoad(props: Omit<Props, 'road'> & { id: string }) {
  const { id, draft, onEdit } = props
  const { t } = useWords()
  const road = newRoadNow(draft, id)
  if (!road) return null
  return (
    <>
      <RoadFields
        key={JSON.stringify(road)}
        title={t(roadText.plannedRoad)}
        action={t(roadText.changeRoad)}
        road={road}
        onRoad={(to) => onEdit({ kind: 'road.new', target: id, from: road, to })}
        warning={<LooseRoad tiles={props.tiles} edits={editsOf(draft)} id={id} line={road.line} />}
      >
        <button
          type="button"
          className="danger"
          onClick={() => onEdit({ kind: 'road.new', target: id, from: road, to: null })}
        >
          {t(roadText.removeRoad)}
        </button>
      </RoadFields>
      <TurnBans {...props} line={road.line} />
    </>
  )
}

function StateForm({ road, draft, onEdit }: Props) {
  const { t } = useWords()
  const now = roadStateNow(draft, road.id, road.properties.state)
  const to = now === 'open' ? 'closed' : 'open'
  return (
    <div className="action stack">
      <p>{t(text.roadNow, { state: t(text[now]) })}</p>
      <div>
        <button
          type="button"
          className="primary"
          onClick={() => onEdit({ kind: 'road.state', target: road.id, from: now, to })}
        >
          {t(to === 'closed' ? text.closeRoad : text.openRoad)}
        </button>
      </div>
    </div>
  )
}

function SectionForm({ road, draft, onEdit }: Props) {
  const { t } = useWords()
  const now = sectionNow(draft, road)
  const [section, setSection] = useState(now)
  const propose = (event: FormEvent) => {
    event.preventDefault()
    const to = roadSectionSchema.safeParse(section)
    if (to.success) onEdit({ kind: 'road.section', target: road.id, from: now, to: to.data })
  }
  const unchanged = section.widthMetres === now.widthMetres && section.lanes === now.lanes
  return (
    <form className="action stack" onSubmit={propose} aria-label={t(roadText.section)}>
      <h3>{t(roadText.section)}</h3>
      <div className="fields">
        <SectionFields section={section} onSection={(part) => setSection({ ...section, ...part })} />
      </div>
      <div>
        <button type="submit" className="primary" disabled={unchanged}>
          {t(roadText.sectionAction)}
        </button>
      </div>
    </form>
  )
}

function DirectionForm({ road, draft, onEdit }: Props) {
  const { t } = useWords()
  const now = directionNow(draft, road)
  return (
    <fieldset className="action stack">
      <legend>{t(roadText.direction)}</legend>
      <p className="small soft">{t(roadText.directionHint)}</p>
      {(['both', 'forward', 'backward'] as const).map((to) => (
        <label key={to} className="check">
          <input
            type="radio"
            name={`direction ${road.id}`}
            checked={now === to}
            onChange={() => onEdit({ kind: 'road.direction', target: road.id, from: now, to })}
          />
          {t(roadText[to])}
        </label>
      ))}
    </fieldset>
  )
}

function TurnBans(props: Omit<Props, 'road'> & { id: string; line: readonly XY[] }) {
  const { tiles, id, line, draft, onEdit } = props
  const { t } = useWords()
  const loaded = useJunctions({ tiles, edits: editsOf(draft), id, line })
  if (loaded.status === 'loading') return <p role="status">{t(text.readingFeature)}</p>
  if (loaded.status === 'failed') return <ProblemBanner problem={loaded.problem} />
  const junctions = loaded.value
  return (
    <fieldset className="action stack">
      <legend>{t(roadText.turns)}</legend>
      {junctions.length === 0 ? <p className="small soft">{t(roadText.noTurns)}</p> : null}
      {junctions.map(({ end, turns }) => (
        <div key={end} className="stack">
          <p className="small soft">{t(end === 'last' ? roadText.atLast : roadText.atFirst)}</p>
          {turns.map(({ into, name, turn }) => {
            const banned = bannedNow(draft, id, into)
            return (
              <label key={into} className="check">
                <input
                  type="checkbox"
                  checked={banned}
                  onChange={() => onEdit({ kind: 'turn.ban', target: turnTarget(id, into), from: banned, to: !banned })}
                />
                {t(roadText[turn], { name: name ?? t(roadText.nameless, { id: into }) })}
              </label>
            )
          })}
        </div>
      ))}
    </fieldset>
  )
}
