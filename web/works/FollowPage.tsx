/** `/works/follow`: what a utility sees and does by its secret code; on the foreman's phone: start, photo, finish. */
import { type FormEvent, useEffect, useState } from 'react'
import type { WorksFollow } from '../../scenarios/api/works.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { WorksEvent } from '../../scenarios/works/process.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { Around, Facts, JointCard, Title, Way } from './About.tsx'
import { Papers } from './Papers.tsx'
import { text } from './text.ts'
import { WorksForm } from './WorksForm.tsx'

export function FollowPage() {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [found, setFound] = useState<{ code: string; works: WorksFollow } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const attempt = async (work: () => Promise<WorksFollow>, by: string) => {
    try {
      setProblem(null)
      setFound({ code: by, works: await work() })
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    }
  }
  // After #, which no server sees; taken away, so that no history keeps it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    const given = decodeURIComponent(location.hash.slice(1))
    if (!given) return
    history.replaceState(null, '', location.pathname)
    setCode(given)
    void attempt(() => api.works.follow(given), given)
  }, [])
  const look = (event: FormEvent) => {
    event.preventDefault()
    const by = code.trim()
    void attempt(() => api.works.follow(by), by)
  }
  return (
    <main className="works-page stack" id="main">
      {found ? null : (
        <>
          <h1>{t(text.followTitle)}</h1>
          <form className="card stack" onSubmit={look}>
            <Field label={t(text.secret)}>
              {(id) => (
                <input
                  id={id}
                  value={code}
                  required
                  minLength={8}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  onChange={(event) => setCode(event.target.value)}
                />
              )}
            </Field>
            <div>
              <button type="submit" className="primary">
                {t(text.look)}
              </button>
            </div>
          </form>
        </>
      )}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {found ? <Found {...found} attempt={attempt} /> : null}
    </main>
  )
}

function Found(props: {
  code: string
  works: WorksFollow
  attempt(work: () => Promise<WorksFollow>, by: string): Promise<boolean>
}) {
  const { code, works, attempt } = props
  const words = useWords()
  const { t } = words
  const [note, setNote] = useState('')
  const [application, setApplication] = useState(works.application)
  const may = (event: WorksEvent) => works.may.includes(event)
  const step = async (event: WorksEvent, said = note) => {
    if (await attempt(() => api.works.followStep(code, { event, note: said, revision: works.revision }), code))
      setNote('')
  }
  /** The form shows what was refused itself. */
  const send = (event: 'revise' | 'submit') => async () => {
    const made = await api.works.followStep(code, { event, note, revision: works.revision, application })
    await attempt(async () => made, code)
  }
  const onSite = works.state === 'permitted' || works.state === 'open' || works.state === 'restored'
  return (
    <>
      <Title works={works} />
      {onSite ? (
        <section className="card stack works-site" aria-label={t(text.photos)}>
          {works.state === 'permitted' ? (
            <p>
              {t(text.tooEarly, {
                from: day(works.application.dates.from, words),
                to: day(works.application.dates.to, words),
              })}
            </p>
          ) : null}
          {may('start') ? (
            <button type="button" className="primary big" onClick={() => step('start')}>
              {t(text.start)}
            </button>
          ) : null}
          {may('note') ? (
            <>
              <h2>{t(text.photos)}</h2>
              <Uploader
                photos
                onSend={(file, options) => api.works.followPhoto(code, file, options)}
                onDone={() => void attempt(() => api.works.follow(code), code)}
              />
              <AttachmentList attachments={works.photos} />
              <Field label={t(text.note)}>
                {(id) => (
                  <textarea id={id} rows={2} maxLength={4000} value={note} onChange={(e) => setNote(e.target.value)} />
                )}
              </Field>
              <button type="button" disabled={note.trim() === ''} onClick={() => step('note')}>
                {t(text.send)}
              </button>
            </>
          ) : null}
          {may('restore') ? (
            <button type="button" className="primary big" onClick={() => step('restore')}>
              {t(text.finish)}
            </button>
          ) : null}
        </section>
      ) : null}
      <section className="card stack">
        <Facts works={works} />
      </section>
      {works.joints.map((joint) => (
        <JointCard
          key={joint.id}
          joint={joint}
          own={works.id}
          onAnswer={(agree) => void attempt(() => api.works.followJoint(code, joint.id, agree), code)}
        />
      ))}
      <Around works={works} />
      <Papers works={works} people={null} />
      {may('submit') ? (
        <details open={works.state === 'changes-asked'}>
          <summary>{t(text.edit)}</summary>
          <WorksForm
            value={application}
            onChange={setApplication}
            actions={[
              { title: works.state === 'draft' ? text.submit : text.sendChanges, send: send('submit') },
              ...(may('revise') ? [{ title: text.saveDraft, send: send('revise') }] : []),
            ]}
          />
        </details>
      ) : null}
      <Way works={works} ledger={false} />
      {may('withdraw') ? (
        <details>
          <summary>{t(text.withdraw)}</summary>
          <button type="button" className="danger" onClick={() => step('withdraw')}>
            {t(text.withdraw)}
          </button>
        </details>
      ) : null}
    </>
  )
}
