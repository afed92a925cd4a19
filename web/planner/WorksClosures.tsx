/** Công trình đang đào: closures of street works on a day, added to the scenario as edits of their roads. */
import { useState } from 'react'
import type { PublicWorks } from '../../scenarios/api/works.ts'
import type { Edit } from '../../scenarios/edit.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { barsOf, closureEdits } from '../../scenarios/works/closures.ts'
import { closureTitles } from '../../scenarios/works/works.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'
import { api } from '../shared/api.ts'
import { day, today } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { plan } from './plan.ts'

const text = {
  title: both('Công trình đang đào', 'Street works'),
  date: both('Ngày', 'Day'),
  none: both('Ngày này không có đoạn nào cấm xe.', 'No street is closed to vehicles on this day.'),
  add: both('Thêm việc rào đường vào phương án', 'Add the closures to the scenario'),
  added: both('Đã thêm {n} thay đổi.', '{n} edits were added.'),
  nothing: both('Các đường này trong phương án đã đóng sẵn.', 'These roads are closed in the scenario already.'),
  whole: both(
    'Phương án đóng cả đường mang mã ấy, không chỉ đoạn được rào.',
    'The scenario closes the whole road of that id, not the stretch alone.',
  ),
}

interface Props {
  readonly tiles: Tiles
  readonly edits: readonly Edit[]
  onEdits(edits: readonly Edit[]): void
}

export function WorksClosures(props: Props) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(text.title)}</summary>
      {open ? <List {...props} /> : null}
    </details>
  )
}

function List({ tiles, edits, onEdits }: Props) {
  const words = useWords()
  const { t } = words
  const [date, setDate] = useState(today())
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const loaded = useLoaded(
    async (signal) => {
      const { works } = await api.works.open({ from: date, to: date }, signal)
      return works.filter((one) => barsOf(one).length > 0)
    },
    [date],
  )
  const add = async (works: readonly PublicWorks[]) => {
    try {
      setProblem(null)
      const { bounds } = tiles.manifest.city
      const city = await readCity(tiles, bounds, undefined, { layers: ['roads'], ground: false })
      const roadEdits = edits.filter(({ kind }) => kind.startsWith('road.'))
      const made = closureEdits(works.flatMap(barsOf), plan(city, roadEdits).planned.layers.roads)
      if (made.length > 0) onEdits(made)
      setSaid(made.length > 0 ? t(text.added, { n: made.length }) : t(text.nothing))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <div className="stack">
      <Field label={t(text.date)}>
        {(id) => (
          <input
            id={id}
            type="date"
            required
            value={date}
            onChange={(event) => {
              setDate(event.target.value || today())
              setSaid('')
            }}
          />
        )}
      </Field>
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      {loaded.status === 'ready' ? (
        loaded.value.length === 0 ? (
          <p className="soft">{t(text.none)}</p>
        ) : (
          <>
            <ul>
              {loaded.value.map((one) => (
                <li key={one.id}>
                  <strong>{one.streets.join(', ') || one.title}</strong>: {t(closureTitles[one.closure.kind])},{' '}
                  {day(one.from, words)} – {day(one.to, words)}
                </li>
              ))}
            </ul>
            <p className="small soft">{t(text.whole)}</p>
            <div>
              <button type="button" onClick={() => void add(loaded.value)}>
                {t(text.add)}
              </button>
            </div>
          </>
        )
      ) : null}
      <p role="status">{said}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
    </div>
  )
}
