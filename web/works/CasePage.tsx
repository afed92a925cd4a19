/** `/works/:id`: one registration at the desk, with all that a reviewer and an approver need to move it on. */
import { useEffect, useState } from 'react'
import type { WorksCase, WorksReach } from '../../scenarios/api/works.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { type WorksEvent, worksEventTitles } from '../../scenarios/works/process.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api, listen } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, IllustrativeBadge, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { Around, Facts, JointCard, Title, Way } from './About.tsx'
import { When } from './Loading.tsx'
import { Papers } from './Papers.tsx'
import { text } from './text.ts'

export function CasePage({ id }: { id: string }) {
  const { t } = useWords()
  const { user } = useSession()
  const loaded = useLoaded(() => api.works.get(id), [id, user?.id])
  const [moved, setMoved] = useState<WorksCase | null>(null)
  // Others move it too: the foreman on the street, the other side of a common trench.
  useEffect(
    () =>
      listen((event) => {
        if (event.type === 'works' && event.id === id) api.works.get(id).then(setMoved, () => {})
      }),
    [id],
  )
  return (
    <main className="works-page stack" id="main">
      <div>
        <Link href="/works">← {t(text.back)}</Link>
      </div>
      <When loaded={loaded}>{(value) => <Case works={moved ?? value} onMoved={setMoved} />}</When>
    </main>
  )
}

function Case({ works, onMoved }: { works: WorksCase; onMoved(works: WorksCase): void }) {
  const { t } = useWords()
  const { user } = useSession()
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const mayPhoto = user?.role === 'reviewer' || user?.role === 'approver'
  const attempt = async (work: () => Promise<WorksCase>) => {
    try {
      setProblem(null)
      onMoved(await work())
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    }
  }
  return (
    <>
      <Title works={works} />
      <div className="works-split">
        <section className="card stack">
          <Facts works={works} />
          {works.people ? (
            <p>
              {t(text.contact)}: {works.people.contact}, <a href={`tel:${works.people.phone}`}>{works.people.phone}</a>
              {works.people.foreman ? (
                <>
                  <br />
                  {t(text.foreman)}: {works.people.foreman},{' '}
                  <a href={`tel:${works.people.foremanPhone}`}>{works.people.foremanPhone}</a>
                </>
              ) : null}
            </p>
          ) : null}
        </section>
        <Steps works={works} problem={problem} onStep={attempt} />
      </div>
      <Around works={works} />
      <Reach id={works.id} />
      {works.joints.length > 0 ? (
        <section className="card stack" aria-label={t(text.joints)}>
          <h2>{t(text.joints)}</h2>
          {works.joints.map((joint) => (
            <JointCard
              key={joint.id}
              joint={joint}
              own={works.id}
              {...(user?.role === 'reviewer'
                ? { onAnswer: (agree) => void attempt(() => api.works.answerJoint(works.id, joint.id, agree)) }
                : {})}
            />
          ))}
        </section>
      ) : null}
      <Papers works={works} people={works.people} />
      <section className="card stack" aria-label={t(text.photos)}>
        <h2>{t(text.photos)}</h2>
        <AttachmentList
          attachments={works.photos}
          {...(mayPhoto ? { address: (hash) => `/api/works/cases/${works.id}/photos/${hash}` } : {})}
        />
        {mayPhoto && works.may.includes('note') ? (
          <Uploader
            photos
            onSend={(file, options) => api.works.photo(works.id, file, options)}
            onDone={() => attempt(() => api.works.get(works.id))}
          />
        ) : null}
      </section>
      <Way works={works} ledger />
    </>
  )
}

const dangerous: ReadonlySet<WorksEvent> = new Set(['refuse', 'withdraw', 'reject'])

function Steps(props: {
  works: WorksCase
  problem: ProblemDetail | null
  onStep(work: () => Promise<WorksCase>): Promise<boolean>
}) {
  const { works, problem, onStep } = props
  const { t } = useWords()
  const [note, setNote] = useState('')
  const [until, setUntil] = useState('')
  const step = async (event: WorksEvent) => {
    const more = event === 'extend' && until ? { until } : {}
    if (await onStep(() => api.works.step(works.id, { event, note, revision: works.revision, ...more }))) setNote('')
  }
  return (
    <section className="card stack" aria-label={t(text.steps)}>
      <h2>{t(text.steps)}</h2>
      {works.may.length === 0 ? (
        <p className="soft">{t(text.noSteps)}</p>
      ) : (
        <>
          <Field label={t(text.note)}>
            {(id) => (
              <textarea
                id={id}
                rows={3}
                maxLength={4000}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
          {works.may.includes('extend') ? (
            <Field label={t(text.until)}>
              {(id) => (
                <input
                  id={id}
                  type="date"
                  min={works.application.dates.to}
                  value={until}
                  onChange={(event) => setUntil(event.target.value)}
                />
              )}
            </Field>
          ) : null}
          <div className="row">
            {works.may.map((event) => (
              <button
                key={event}
                type="button"
                className={
                  event === 'coordinate' || event === 'permit' || event === 'accept'
                    ? 'primary'
                    : dangerous.has(event)
                      ? 'danger'
                      : ''
                }
                onClick={() => step(event)}
              >
                {t(worksEventTitles[event])}
              </button>
            ))}
          </div>
        </>
      )}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </section>
  )
}

function Reach({ id }: { id: string }) {
  const { t, language } = useWords()
  const [reach, setReach] = useState<WorksReach | 'asked' | ProblemDetail | null>(null)
  const ask = async () => {
    setReach('asked')
    try {
      setReach(await api.works.reach(id))
    } catch (error) {
      setReach(problemOf(error))
    }
  }
  return (
    <div className="stack">
      <div>
        <button type="button" disabled={reach === 'asked'} onClick={ask}>
          {t(text.reach)}
        </button>
      </div>
      {reach === 'asked' ? <p role="status">{t(text.reaching)}</p> : null}
      {reach && reach !== 'asked' && 'cutOff' in reach ? (
        <Banner kind={reach.clash ? 'warning' : 'info'}>
          {reach.clash ? reach.clash.why[language] : t(text.reachFine)} {t(text.advice)}{' '}
          {reach.illustrative ? <IllustrativeBadge /> : null}
        </Banner>
      ) : null}
      {reach && reach !== 'asked' && 'code' in reach ? <ProblemBanner problem={reach} /> : null}
    </div>
  )
}
