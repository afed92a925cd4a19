/** Counts to calibrate demand with, from a file, and how well the volumes meet them. */
import { useRef, useState } from 'react'
import { readCounts } from '../../data/readers/matrix/counts.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { CountFit, TrafficCount } from '../../scenarios/traffic.ts'
import { modeTitles } from '../../scenarios/traffic-facts.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner, problemOf } from '../shared/ui.tsx'
import type { Roads } from './roads.ts'
import { trafficText as text } from './traffic-text.ts'

export function TrafficCounts(props: {
  counts: readonly TrafficCount[]
  fit: CountFit | null
  roads: Roads | null
  onCounts(counts: TrafficCount[]): void
}) {
  const { counts, fit, roads, onCounts } = props
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  async function open(file: File | undefined) {
    if (!file) return
    try {
      onCounts(readCounts(new Uint8Array(await file.arrayBuffer()), file.name))
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <fieldset className="stack">
      <legend>{t(text.counts)}</legend>
      <p className="hint">{t(text.countsWhy)}</p>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        aria-label={t(text.countsFile)}
        onChange={(event) => {
          void open(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <div>
        <button type="button" onClick={() => input.current?.click()}>
          {t(text.countsFile)}
        </button>
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <p className="grow" role="status">
          {counts.length > 0 ? t(text.countsHave, { n: counts.length }) : t(text.countsNone)}
        </p>
        {counts.length > 0 ? (
          <button type="button" onClick={() => onCounts([])}>
            {t(text.countsDrop)}
          </button>
        ) : null}
      </div>
      {fit ? <Fit fit={fit} roads={roads} /> : null}
    </fieldset>
  )
}

function Fit({ fit, roads }: { fit: CountFit; roads: Roads | null }) {
  const { t, number, percent } = useWords()
  return (
    <section className="stack" aria-label={t(text.fit)}>
      <p>{t(text.fitWords, { share: percent(fit.shareUnderGeh5), r2: number(fit.rSquared, 3) })}</p>
      <div className="scroll-x">
        <table className="small">
          <caption>{t(text.fit)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(text.road)}</th>
              <th scope="col">{t(text.vehicle)}</th>
              {[t(text.counted), t(text.fitBefore), t(text.fitAfter), 'GEH'].map((title) => (
                <th key={title} scope="col" className="figure">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fit.counts.map((count) => (
              <tr key={`${count.road} ${count.direction} ${count.class}`}>
                <th scope="row">
                  {roads?.get(count.road)?.name ?? <code>{count.road}</code>}, {t(text[count.direction])}
                </th>
                <td>{t(modeTitles[count.class])}</td>
                {[count.vehiclesPerHour, count.before, count.after].map((value, k) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three columns, always the same
                  <td key={k} className="figure">
                    {number(value)}
                  </td>
                ))}
                <td className="figure">{number(count.geh, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
