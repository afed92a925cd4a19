/** Section 4: the work, its class, its designers. */
import { memo } from 'react'
import { useWords } from '../shared/language.tsx'
import { ChoiceAt, NumberAt, Section, TextAt } from './form.tsx'
import { intakeText as text } from './intake-text.ts'
import { authorityTitles, classTitles, exemptionTitles, workKindTitles } from './names.ts'

export const Work = memo(function Work() {
  const { t } = useWords()
  return (
    <Section title={text.workSection}>
      <div className="form-grid">
        <TextAt path="workTitle" label={text.workTitle} hint={text.workTitleHint} />
        <ChoiceAt path="check.work.kind" label={text.kind} titles={workKindTitles} />
        <ChoiceAt path="check.work.class" label={text.class} titles={classTitles} />
        <ChoiceAt path="check.filedWith" label={text.filedWith} titles={authorityTitles} nullable={text.filedNot} />
        <ChoiceAt
          path="check.work.exemption"
          label={text.exemption}
          titles={exemptionTitles}
          nullable={text.notExempt}
        />
        <TextAt path="colour" label={text.colour} optional />
        <NumberAt path="expectedMonths" label={text.months} unit={t(text.monthsUnit)} whole />
        <TextAt path="designer.name" label={text.designer} optional />
        <TextAt path="designer.certificate" label={text.certificate} optional />
        <TextAt path="verifier.name" label={text.verifier} optional />
        <TextAt path="verifier.certificate" label={text.certificate} optional />
      </div>
    </Section>
  )
})
