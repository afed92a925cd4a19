/** Works as registered: the facts, the map with its clashes, the way so far. Alike for the desk and for who registered them. */
import { useState } from 'react'
import type { JointAgreement, JointPage, WorksFollow } from '../../scenarios/api/works.ts'
import { takenDates } from '../../scenarios/works/closures.ts'
import { worksEventTitles, worksStateTitles } from '../../scenarios/works/process.ts'
import { linesOfStretches, metresOf } from '../../scenarios/works/stretch.ts'
import { closureTitles, kindTitles, materialTitles, methodTitles } from '../../scenarios/works/works.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { IllustrativeBadge } from '../shared/ui.tsx'
import { Chart } from './Chart.tsx'
import { Clashes } from './Clashes.tsx'
import { When } from './Loading.tsx'
import { namesOf, useStreets } from './roads.ts'
import { boundsAbout, StreetMap } from './StreetMap.tsx'
import { text } from './text.ts'
import { hourOf } from './WorksForm.tsx'

type Told = Omit<WorksFollow, 'joints' | 'photos' | 'may'>

export function Title({ works }: { works: Told }) {
  const words = useWords()
  const { t } = words
  return (
    <div className="stack">
      <div className="row">
        <h1 className="grow">{works.application.title}</h1>
        <span className={`badge state ${works.state}`}>{t(worksStateTitles[works.state])}</span>
        {works.specimen ? <IllustrativeBadge title={t(text.specimenWhy)} /> : null}
      </div>
      <p>
        {works.code}
        {works.permitNumber ? (
          <>
            {' · '}
            {t(text.permitNumber)} <strong>{works.permitNumber}</strong>
          </>
        ) : null}
        {works.clock.due && works.clock.bucket !== 'closed' ? (
          <>
            {' · '}
            <span className={`badge bucket ${works.clock.bucket}`}>
              {t(text.due)} {day(works.clock.due, words)}
            </span>
          </>
        ) : null}
      </p>
    </div>
  )
}

export function Facts({ works }: { works: Told }) {
  const words = useWords()
  const { t, number } = words
  const streets = useStreets()
  const { application: a } = works
  const names = streets.status === 'ready' ? namesOf(a.stretches, streets.value.roads) : []
  const rows: [string, string][] = [
    [t(text.organisation), `${a.organisation} · ${t(kindTitles[a.kind])}`],
    [t(text.streets), `${names.join(', ') || t(text.nameless)} · ${number(metresOf(a.stretches))} m`],
    [
      t(text.dates),
      `${day(a.dates.from, words)} – ${day(a.dates.to, words)} · ${hourOf(a.hours.fromMinutes)}–${hourOf(a.hours.toMinutes)}`,
    ],
    [
      t(text.method),
      `${t(methodTitles[a.trench.method])} · ${number(a.trench.depthMetres, 2)} × ${number(a.trench.widthMetres, 2)} m`,
    ],
    [
      t(text.material),
      `${t(materialTitles[a.restoration.material])} · ${t(text.warranty)} ${a.restoration.warrantyMonths} ${t(text.months)}`,
    ],
    [t(text.closure), t(closureTitles[a.closure.kind])],
  ]
  return (
    <dl className="works-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Around({ works }: { works: Told }) {
  const { t } = useWords()
  const streets = useStreets()
  const [chosen, setChosen] = useState<number | null>(null)
  const clash = chosen === null ? null : works.clashes[chosen]
  const bars = [
    {
      ...{ id: works.id, title: works.application.title, state: works.state, ...takenDates(works) },
      streets: streets.status === 'ready' ? namesOf(works.application.stretches, streets.value.roads).slice(0, 1) : [],
    },
    ...works.clashes.flatMap((one, i) =>
      one.dates && one.with && (one.kind === 'same-time' || one.kind === 'in-sequence')
        ? [
            {
              ...{ id: String(i), title: one.with.title, ...one.dates, state: 'submitted' as const, clashes: true },
              streets: streets.status === 'ready' ? namesOf(one.where, streets.value.roads).slice(0, 1) : [],
            },
          ]
        : [],
    ),
  ]
  return (
    <div className="works-split">
      <Clashes
        clashes={works.clashes}
        kind={works.application.kind}
        chosen={chosen}
        onChoose={(index) => setChosen(chosen === index ? null : index)}
      />
      <div className="stack">
        <When loaded={streets}>
          {(value) => {
            const own = linesOfStretches(works.application.stretches, value.roads)
            const hit = clash ? linesOfStretches(clash.where, value.roads) : []
            const all = works.clashes.map((one, i) => ({
              id: `clash ${i}`,
              lines: linesOfStretches(one.where, value.roads),
              className: `clash ${one.severity}`,
              title: one.why.vi,
            }))
            return (
              <StreetMap
                streets={value}
                label={t(text.map)}
                marks={[
                  { id: 'own', lines: own, className: 'own', title: works.application.title },
                  ...all.filter(({ className }) => !className.endsWith('note')),
                  { id: 'hit', lines: hit, className: 'hit', title: clash?.why.vi ?? '' },
                ]}
                fit={boundsAbout(hit.length > 0 ? hit : own)}
              />
            )
          }}
        </When>
        <Chart
          bars={bars}
          chosen={chosen === null ? works.id : String(chosen)}
          onChoose={(id) => setChosen(id === works.id ? null : Number(id))}
        />
      </div>
    </div>
  )
}

export function Way({ works, ledger }: { works: Told; ledger: boolean }) {
  const { t, dateTime } = useWords()
  const actorOf = (actor: string) => (actor === 'utility' || actor === 'clock' ? t(text.actor[actor]) : actor)
  return (
    <section className="card stack" aria-label={t(text.history)}>
      <h2>{t(text.history)}</h2>
      <ol className="works-way">
        {works.history.toReversed().map((one) => (
          <li key={one.ledgerSequence}>
            <div className="row">
              <strong className="grow">
                {t(one.event === 'file' ? text.filedEvent : worksEventTitles[one.event])}
              </strong>
              <time className="small soft" dateTime={one.at}>
                {dateTime(one.at)}
              </time>
            </div>
            <span className="small soft">
              {actorOf(one.actor)} → {t(worksStateTitles[one.state])}
              {ledger ? (
                <>
                  {' · '}
                  <Link href={`/ledger/${one.ledgerSequence}`}>№ {one.ledgerSequence}</Link>
                </>
              ) : null}
            </span>
            {one.note ? <p>{one.note}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

export function JointCard(props: {
  joint: JointAgreement | JointPage['proposals'][number]
  /** Of those that look at it; null: someone who only reads. */
  own: string | null
  onAnswer?(agree: boolean): void
}) {
  const { joint, own, onAnswer } = props
  const agreed = 'agreed' in joint ? joint.agreed : []
  const words = useWords()
  const { t, number } = words
  return (
    <div className="works-card">
      <span className="row">
        <strong className="grow">{t(text.saved, { metres: number(joint.savedMetres) })}</strong>
        {'state' in joint ? <span className="badge">{t(text.jointStates[joint.state])}</span> : null}
      </span>
      <span>
        {t(text.commonDays)}: {day(joint.dates.from, words)} – {day(joint.dates.to, words)}
      </span>
      <ul>
        {joint.titles.map(({ id, title, organisation }) => (
          <li key={id}>
            {title} · {organisation} {agreed.includes(id) ? '✓' : ''}
          </li>
        ))}
      </ul>
      {onAnswer && own && 'state' in joint && joint.state === 'proposed' && !agreed.includes(own) ? (
        <div className="row">
          <button type="button" className="primary" onClick={() => onAnswer(true)}>
            {t(text.agree)}
          </button>
          <button type="button" onClick={() => onAnswer(false)}>
            {t(text.decline)}
          </button>
        </div>
      ) : null}
    </div>
  )
}
