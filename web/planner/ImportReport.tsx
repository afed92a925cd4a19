/** What came of a file on the map: the report, and its first rows as they stand in it. */
import type { ImportReport, Remark } from '../../data/readers/report.ts'
import { placeIn } from '../../scenarios/problem.ts'
import { useWords } from '../shared/language.tsx'
import type { OpenedLayer } from './import-task.ts'
import { words } from './import-text.ts'

export function Report({ report }: { report: ImportReport }) {
  const { t } = useWords()
  return (
    <details open>
      <summary>{t(words.report)}</summary>
      <Remarks title={t(words.skipped)} remarks={report.skipped} />
      <Remarks title={t(words.repaired)} remarks={report.repaired} />
      {report.notes.length > 0 ? (
        <>
          <h3>{t(words.notes)}</h3>
          <ul className="small">
            {report.notes.map((note) => (
              <li key={note.en}>{t(note)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </details>
  )
}

function Remarks({ title, remarks }: { title: string; remarks: readonly Remark[] }) {
  const { t, number, language } = useWords()
  return (
    <>
      <h3>
        {title}
        {remarks.length === 0 ? `: ${t(words.nothing)}` : ''}
      </h3>
      {remarks.length > 0 ? (
        <ul className="small">
          {remarks.map(({ code, message, count, examples }) => (
            <li key={code}>
              {number(count)} × {t(message)}{' '}
              {examples.length > 0 ? (
                <span className="soft">
                  ({examples.map((place) => placeIn(place, language)).join('; ')}
                  {count > examples.length ? '; …' : ''})
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

export function Rows({ source }: { source: OpenedLayer }) {
  const { t, number, language } = useWords()
  const title = t(words.rows, { n: number(source.rows.length) })
  return (
    <details>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
      <section className="scroll-x import-rows" tabIndex={0} aria-label={title}>
        <table className="small">
          <thead>
            <tr>
              <th scope="col">{t(words.place)}</th>
              {source.fields.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {source.rows.map(({ place, values }) => (
              <tr key={place}>
                <td>{placeIn(place, language)}</td>
                {values.map((value, i) => (
                  <td key={source.fields[i]!.name}>{value === null ? '' : String(value).slice(0, 120)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
