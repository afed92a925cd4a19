/** The edits of the scenario, a line for what was done alike to many objects; each can be looked at and taken out. */
import { useMemo, useState } from 'react'
import type { City } from '../../scenarios/city/city.ts'
import { type Edit, slotOf } from '../../scenarios/edit.ts'
import { type EditLine, editLines, sayLine } from '../../scenarios/edit-lines.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Icon } from '../shared/ui.tsx'
import { LooseRoad } from './Joins.tsx'
import { text } from './text.ts'

interface Props {
  readonly tiles: Tiles
  readonly edits: readonly Edit[]
  readonly city: City | null
  onRemove(edits: readonly Edit[]): void
  onFlyTo(edits: readonly Edit[]): void
}

export function EditList(props: Props) {
  const { edits, city } = props
  const lines = useMemo(() => editLines(edits, city), [edits, city])
  return <Lines lines={lines} {...props} />
}

function Lines({ lines, ...props }: Props & { lines: readonly EditLine[] }) {
  return (
    <ol className="edits">
      {lines.map((line) => (
        <Line key={slotOf(line[0])} line={line} {...props} />
      ))}
    </ol>
  )
}

function Line({ line, ...props }: Props & { line: EditLine }) {
  const words = useWords()
  const { t, number } = words
  const [edit] = line
  const [open, setOpen] = useState(false)
  const sentence = useMemo(() => sayLine(line, props.city, words), [line, props.city, words])
  return (
    <li>
      <button
        type="button"
        className="link"
        aria-label={t(text.flyTo, { edit: sentence })}
        onClick={() => props.onFlyTo(line)}
      >
        {sentence}
      </button>
      <button
        type="button"
        className="quiet square danger"
        aria-label={t(text.remove, { edit: sentence })}
        onClick={() => props.onRemove(line)}
      >
        <Icon name="remove" />
      </button>
      {edit.kind === 'road.new' && edit.to ? (
        <LooseRoad tiles={props.tiles} edits={props.edits} id={edit.target} line={edit.to.line} />
      ) : null}
      {line.length > 1 ? (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="small soft">{t(text.eachEdit, { n: number(line.length) })}</summary>
          {open ? <Lines lines={line.map((edit): EditLine => [edit])} {...props} /> : null}
        </details>
      ) : null}
    </li>
  )
}
