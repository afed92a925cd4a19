/** `/works/new`: a utility registers what it will dig, without an account; the desk does so for it. */
import { useState } from 'react'
import type { WorksFiled } from '../../scenarios/api/works.ts'
import type { WorksPeople } from '../../scenarios/works/works.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field } from '../shared/ui.tsx'
import { text } from './text.ts'
import { emptyApplication, WorksForm } from './WorksForm.tsx'

const nobody: WorksPeople = { contact: '', phone: '', foreman: '', foremanPhone: '' }

export function NewPage() {
  const { t } = useWords()
  const { user } = useSession()
  const [application, setApplication] = useState(() => ({ ...emptyApplication(), unitCode: user?.unitCode ?? '' }))
  const [people, setPeople] = useState(nobody)
  const [filed, setFiled] = useState<WorksFiled | null>(null)
  const send = (submit: boolean) => async () => setFiled(await api.works.file({ people, application, submit }))
  if (filed) return <Filed filed={filed} />
  const field = (key: keyof WorksPeople, type: 'text' | 'tel', required: boolean) => (
    <Field label={t(text[key])}>
      {(id) => (
        <input
          id={id}
          type={type}
          required={required}
          maxLength={120}
          {...(type === 'tel' ? { pattern: '[+0-9 .\\(\\)\\-]{6,30}' } : {})}
          value={people[key]}
          onChange={(event) => setPeople({ ...people, [key]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <main className="works-page stack" id="main">
      <h1>{t(text.formTitle)}</h1>
      <WorksForm
        value={application}
        onChange={setApplication}
        actions={[
          { title: text.submit, send: send(true) },
          { title: text.saveDraft, send: send(false) },
        ]}
      >
        <section className="card stack">
          <h2>{t(text.people)}</h2>
          <div className="fields works-fields">
            {field('contact', 'text', true)}
            {field('phone', 'tel', true)}
            {field('foreman', 'text', false)}
            {field('foremanPhone', 'tel', false)}
          </div>
        </section>
      </WorksForm>
    </main>
  )
}

function Filed({ filed }: { filed: WorksFiled }) {
  const { t } = useWords()
  return (
    <main className="page stack" id="main">
      <h1>{t(text.filed)}</h1>
      <p>
        {t(text.caseCode)}: <strong>{filed.code}</strong>
      </p>
      <Banner kind="warning">{t(text.codeOnce)}</Banner>
      <p>
        {t(text.secret)}: <code className="works-code">{filed.followCode}</code>
      </p>
      <div className="row">
        <Link className="button primary" href={`/works/follow#${encodeURIComponent(filed.followCode)}`}>
          {t(text.openFollow)}
        </Link>
        <Link className="button" href="/works">
          {t(text.title)}
        </Link>
      </div>
    </main>
  )
}
