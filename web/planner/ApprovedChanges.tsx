/** Đã duyệt, chưa xây: approved changes of the city that do not stand yet, to be added to the scenario. */
import { useState } from 'react'
import { buildStateTitles, type CityChange, missingIn, notYetStanding } from '../../scenarios/city-changes.ts'
import { describeEdit, type Edit } from '../../scenarios/edit.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { ProblemBanner } from '../shared/ui.tsx'

const text = {
  title: both('Đã duyệt, chưa xây', 'Approved, not built'),
  none: both('Không có thay đổi nào đã duyệt mà chưa hoàn công.', 'No approved change waits to be built.'),
  from: both('từ {day}', 'from {day}'),
  add: both('Thêm vào phương án', 'Add to the scenario'),
  added: both('Đã thêm {n} thay đổi.', '{n} edits were added.'),
  nothing: both('Phương án đã có các đối tượng này.', 'The scenario holds these already.'),
  plan: both('Đồ án', 'Plan'),
  permit: both('Giấy phép', 'Permit'),
  note: both(
    'Hiện trạng và các lần chạy nền không gồm những thay đổi này: đã duyệt chưa phải đã xây.',
    'The baseline does not hold these changes: approved is not built.',
  ),
}

interface Props {
  readonly edits: readonly Edit[]
  onEdits(edits: readonly Edit[]): void
}

export function ApprovedChanges(props: Props) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(text.title)}</summary>
      {open ? <List {...props} /> : null}
    </details>
  )
}

function List({ edits, onEdits }: Props) {
  const words = useWords()
  const { t } = words
  const [said, setSaid] = useState('')
  const loaded = useLoaded(async (signal) => notYetStanding((await api.changes(signal)).changes), [])
  if (loaded.status === 'failed') return <ProblemBanner problem={loaded.problem} />
  if (loaded.status !== 'ready') return null
  if (loaded.value.length === 0) return <p className="soft">{t(text.none)}</p>
  const add = (changes: readonly CityChange[]) => {
    const made = missingIn(edits, changes)
    if (made.length > 0) onEdits(made)
    setSaid(made.length > 0 ? t(text.added, { n: made.length }) : t(text.nothing))
  }
  return (
    <div className="stack">
      <p className="small soft">{t(text.note)}</p>
      {bySource(loaded.value).map(([source, changes]) => (
        <section key={source} className="stack">
          <strong>
            <Source source={source} />{' '}
            <span className="soft">{t(text.from, { day: day(changes[0]!.effectiveFrom, words) })}</span>
          </strong>
          <ul>
            {changes.map(({ id, edit, buildState }) => (
              <li key={id}>
                {t(describeEdit(edit))} <span className="badge planned">{t(buildStateTitles[buildState])}</span>
              </li>
            ))}
          </ul>
          <div>
            <button type="button" onClick={() => add(changes)}>
              {t(text.add)}
            </button>
          </div>
        </section>
      ))}
      <p role="status">{said}</p>
    </div>
  )
}

const bySource = (changes: readonly CityChange[]): [source: string, changes: CityChange[]][] =>
  [...new Set(changes.map(({ source }) => source))].map((source) => [
    source,
    changes.filter((change) => change.source === source),
  ])

function Source({ source }: { source: string }) {
  const { t } = useWords()
  const [kind, id] = source.split('/')
  return kind === 'plan' ? <Link href={`/plans/${id}`}>{t(text.plan)}</Link> : t(text.permit)
}
