/** After filing: the codes, and files that go along, the building’s first. */
import { useState } from 'react'
import type { PermitFiled } from '../../scenarios/api/permits.ts'
import type { CaseModel } from '../../scenarios/permits/model.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner } from '../shared/ui.tsx'
import { heldFile } from './building.ts'
import { intakeText as text } from './intake-text.ts'

export function Filed({ filed, model, onAgain }: { filed: PermitFiled; model: CaseModel | null; onAgain(): void }) {
  const { t } = useWords()
  const { user } = useSession()
  const [copied, setCopied] = useState(false)
  const [along] = useState(() => (model ? heldFile(model.hash) : null))
  const [sent, setSent] = useState<Awaited<ReturnType<typeof api.permits.followAttach>>[]>([])
  return (
    <main className="page stack" id="main">
      <h1>{t(text.filedTitle)}</h1>
      <div className="card stack">
        <dl className="facts big">
          <dt>{t(text.caseCode)}</dt>
          <dd>{filed.code}</dd>
          <dt>{t(text.followCode)}</dt>
          <dd>
            <code>{filed.followCode}</code>{' '}
            <button
              type="button"
              onClick={() =>
                navigator.clipboard.writeText(filed.followCode).then(
                  () => setCopied(true),
                  () => {},
                )
              }
            >
              {t(copied ? text.copied : text.copy)}
            </button>
          </dd>
        </dl>
        <Banner kind="warning">{t(text.keepCode)}</Banner>
      </div>
      <section className="card stack" aria-label={t(text.addFiles)}>
        <h2>{t(text.addFiles)}</h2>
        <AttachmentList attachments={sent} />
        {model && !sent.some(({ hash }) => hash === model.hash) ? (
          <Banner kind={along ? 'info' : 'warning'}>{t(along ? text.modelGoes : text.modelMissing)}</Banner>
        ) : null}
        <Uploader
          {...(along ? { first: along } : {})}
          onSend={async (file, options) => {
            const one = await api.permits.followAttach(filed.followCode, file, options)
            setSent((now) => [...now.filter(({ hash }) => hash !== one.hash), one])
          }}
          onDone={() => {}}
        />
      </section>
      <div className="row">
        {user && user.role !== 'planner' && user.role !== 'operator' ? (
          <Link className="button primary" href={`/permits/${filed.id}`}>
            {t(text.openCase)}
          </Link>
        ) : null}
        <button type="button" onClick={onAgain}>
          {t(text.fileAnother)}
        </button>
      </div>
    </main>
  )
}
