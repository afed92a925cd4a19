/** Section 1 of the application: what is asked for, and by whom. */
import { memo } from 'react'
import { useWords } from '../shared/language.tsx'
import { CheckAt, ChoiceAt, Section, TextAt, useDraft } from './form.tsx'
import { intakeText as text } from './intake-text.ts'
import { procedureTitles } from './names.ts'

export const Owner = memo(function Owner() {
  const { t } = useWords()
  const procedure = useDraft((draft) => draft.procedure)
  const represented = useDraft((draft) => draft.people.representative.name !== '')
  return (
    <Section title={text.procedureSection}>
      <div className="form-grid">
        <ChoiceAt path="procedure" label={text.procedure} titles={procedureTitles} />
        <CheckAt path="notice" label={text.notice} />
        {['adjust', 'extend', 'reissue'].includes(procedure) ? (
          <TextAt path="formerPermit" label={text.formerPermit} />
        ) : null}
        <TextAt path="people.ownerName" label={text.ownerName} autoComplete="name" />
        <TextAt path="people.ownerId" label={text.ownerId} inputMode="numeric" />
        <TextAt path="people.phone" label={text.phone} inputMode="tel" autoComplete="tel" />
      </div>
      <details open={represented}>
        <summary>{t(text.representative)}</summary>
        <div className="form-grid">
          <TextAt path="people.representative.name" label={text.name} />
          <TextAt path="people.representative.title" label={text.position} />
          <TextAt path="people.representative.id" label={text.idNumber} inputMode="numeric" />
        </div>
      </details>
    </Section>
  )
})
