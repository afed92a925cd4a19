/** Streets paved of late: the register that the no-dig term is counted from. */
import { type FormEvent, useState } from 'react'
import type { PavingEntry } from '../../scenarios/api/works.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { linesOfStretches } from '../../scenarios/works/stretch.ts'
import { materials, materialTitles, type Stretch } from '../../scenarios/works/works.ts'
import { api } from '../shared/api.ts'
import { day, today } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { When } from './Loading.tsx'
import { useStreets } from './roads.ts'
import { boundsAbout, StreetMap } from './StreetMap.tsx'
import { StretchPicker } from './StretchPicker.tsx'
import { text } from './text.ts'

export function Pavings({ mayAdd }: { mayAdd: boolean }) {
  const { t } = useWords()
  const loaded = useLoaded(() => api.works.pavings(), [])
  const [changed, setChanged] = useState<PavingEntry[] | null>(null)
  return (
    <div className="stack">
      <p>{t(text.pavingsIntro)}</p>
      {mayAdd ? (
        <details>
          <summary>{t(text.addPaving)}</summary>
          <Add onAdded={setChanged} />
        </details>
      ) : null}
      <When loaded={loaded}>{(value) => <List pavings={changed ?? value} />}</When>
    </div>
  )
}

function List({ pavings }: { pavings: readonly PavingEntry[] }) {
  const words = useWords()
  const { t, number } = words
  const streets = useStreets()
  if (pavings.length === 0) return <p className="soft">{t(text.none)}</p>
  return (
    <div className="works-split">
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">{t(text.streets)}</th>
              <th scope="col">m</th>
              <th scope="col">{t(text.pavedOn)}</th>
              <th scope="col">{t(text.material)}</th>
              <th scope="col">{t(text.source)}</th>
            </tr>
          </thead>
          <tbody>
            {pavings.map((one) => (
              <tr key={one.id}>
                <td>{one.street ?? t(text.nameless)}</td>
                <td className="figure">{number(one.toMetres - one.fromMetres)}</td>
                <td>{day(one.pavedOn, words)}</td>
                <td>{t(materialTitles[one.material])}</td>
                <td>{one.source.startsWith('works/') ? t(text.fromRestoration) : one.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <When loaded={streets}>
        {(value) => {
          const lines = linesOfStretches(pavings, value.roads)
          return (
            <StreetMap
              streets={value}
              marks={[{ id: 'paved', lines, className: 'paved', title: t(text.pavings) }]}
              label={t(text.map)}
              fit={boundsAbout(lines)}
            />
          )
        }}
      </When>
    </div>
  )
}

function Add({ onAdded }: { onAdded(pavings: PavingEntry[]): void }) {
  const { t } = useWords()
  const [stretches, setStretches] = useState<Stretch[]>([])
  const [pavedOn, setPavedOn] = useState(today())
  const [material, setMaterial] = useState<(typeof materials)[number]>('asphalt')
  const [source, setSource] = useState('')
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    try {
      setProblem(null)
      onAdded(await api.works.pave({ stretches, pavedOn, material, source }))
      setStretches([])
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <form className="card stack" onSubmit={send}>
      <StretchPicker stretches={stretches} onChange={setStretches} />
      <div className="fields works-fields">
        <Field label={t(text.pavedOn)}>
          {(id) => (
            <input
              id={id}
              type="date"
              required
              max={today()}
              value={pavedOn}
              onChange={(e) => setPavedOn(e.target.value)}
            />
          )}
        </Field>
        <Field label={t(text.material)}>
          {(id) => (
            <select id={id} value={material} onChange={(e) => setMaterial(e.target.value as typeof material)}>
              {materials.map((one) => (
                <option key={one} value={one}>
                  {t(materialTitles[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t(text.source)}>
          {(id) => (
            <input id={id} required maxLength={300} value={source} onChange={(e) => setSource(e.target.value)} />
          )}
        </Field>
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div>
        <button type="submit" className="primary" disabled={stretches.length === 0}>
          {t(text.save)}
        </button>
      </div>
    </form>
  )
}
