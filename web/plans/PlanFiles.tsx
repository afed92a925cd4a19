/** The files of a plan by what they are for; staff add to them. */
import { useState } from 'react'
import { type PlanAttachment, type PlanView, planAttachmentPurposes } from '../../scenarios/api/plans.ts'
import { both } from '../../scenarios/text.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Field } from '../shared/ui.tsx'
import { purposeTitles } from './text.ts'

const text = {
  title: both('Tệp: bản vẽ, thuyết minh, biên bản', 'Files: drawings, explanations, minutes'),
  none: both('Chưa có tệp nào.', 'No files yet.'),
  purpose: both('Loại tệp', 'Kind of file'),
} as const

export function PlanFiles({
  plan,
  writing,
  onChange,
}: {
  plan: PlanView
  writing: boolean
  onChange(): Promise<void>
}) {
  const { t } = useWords()
  const [purpose, setPurpose] = useState<PlanAttachment['purpose']>('drawing')
  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      {plan.attachments.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
      {planAttachmentPurposes.map((one) => {
        const files = plan.attachments.filter(({ purpose }) => purpose === one)
        return files.length === 0 ? null : (
          <div key={one}>
            <h3>{t(purposeTitles[one])}</h3>
            <AttachmentList attachments={files} address={(hash) => `/api/plans/${plan.id}/attachments/${hash}`} />
          </div>
        )
      })}
      {writing ? (
        <>
          <Field label={t(text.purpose)}>
            {(id) => (
              <select
                id={id}
                value={purpose}
                onChange={({ target }) => setPurpose(target.value as PlanAttachment['purpose'])}
              >
                {planAttachmentPurposes.map((one) => (
                  <option key={one} value={one}>
                    {t(purposeTitles[one])}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Uploader
            onSend={(file, options) => api.plans.attach(plan.id, file, purpose, options)}
            onDone={() => void onChange()}
          />
        </>
      ) : null}
    </section>
  )
}
