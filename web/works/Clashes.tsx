/** What works clash with: how grave, why, by which clause. */
import { type Clash, clashTitles } from '../../scenarios/works/clashes.ts'
import type { WorksKind } from '../../scenarios/works/works.ts'
import { useWords } from '../shared/language.tsx'
import { text } from './text.ts'

const order = { stop: 0, person: 1, note: 2 } as const

export function Clashes(props: {
  clashes: readonly Clash[]
  kind: WorksKind
  chosen?: number | null
  onChoose?(index: number): void
}) {
  const { clashes, kind, chosen = null, onChoose } = props
  const { t, language } = useWords()
  const sorted = clashes
    .map((clash, index) => ({ clash, index }))
    .sort((a, b) => order[a.clash.severity] - order[b.clash.severity])
  return (
    <section className="stack" aria-label={t(text.clashes)}>
      <h2>
        {t(text.clashes)} <span className="soft">({clashes.length})</span>
      </h2>
      {clashes.length === 0 ? <p>{t(text.noClash)}</p> : null}
      <ul className="works-clashes">
        {sorted.map(({ clash, index }) => {
          const inside = (
            <>
              <span className="row">
                <span className={`badge severity ${clash.severity}`}>{t(text.severity[clash.severity])}</span>
                <strong className="grow">{t(clashTitles[clash.kind])}</strong>
              </span>
              <span>{clash.why[language]}</span>
              {clash.with && (clash.kind === 'same-time' || clash.kind === 'in-sequence') ? (
                <span className="small">{clash.with.title}</span>
              ) : null}
              {clash.clause ? (
                <span className="small soft">
                  {clash.clause}
                  {clash.severity === 'stop' ? '' : ` (${t(text.assumed)})`}
                </span>
              ) : null}
            </>
          )
          return (
            <li key={index}>
              {onChoose ? (
                <button
                  type="button"
                  className="works-card"
                  aria-pressed={chosen === index}
                  onClick={() => onChoose(index)}
                >
                  {inside}
                </button>
              ) : (
                <div className="works-card">{inside}</div>
              )}
            </li>
          )
        })}
      </ul>
      {kind === 'road' || kind === 'lighting' ? null : <p className="hint">{t(text.noTelecom)}</p>}
    </section>
  )
}
