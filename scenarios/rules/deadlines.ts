/** Working-day terms of the answer (NĐ 217/2026/NĐ-CP, Điều 54, and what it replaced): the desk’s own table, as a line. */
import { procedures } from '../permits/application.ts'
import { termsOn } from '../permits/terms.ts'
import { both } from '../text.ts'
import type { PermitCheck } from './case.ts'
import { type Finding, leftToPerson, newLaw, oldLaw, pass, type Rule, said } from './rule.ts'

function term({ date, procedure, work, workingDaysPassed: passed }: PermitCheck): Finding {
  const { answerDays: limit, clause } = termsOn(date, procedure, work.kind === 'house')
  const unit = 'working days'
  const [vi, en] = [said(limit, unit, 'vi'), said(limit, unit, 'en')]
  const figures = { limit, actual: passed, unit, clause }
  if (passed === null) {
    return pass(
      both(
        `Thời hạn ${vi}, chưa bắt đầu tính: hồ sơ chưa hợp lệ.`,
        `The term is ${en} and has not begun: the dossier is not complete.`,
      ),
      figures,
    )
  }
  const [soFarVi, soFarEn] = [said(passed, unit, 'vi'), said(passed, unit, 'en')]
  if (passed <= limit) {
    return pass(both(`Đã ${soFarVi}, trong thời hạn ${vi}.`, `${soFarEn} have passed of ${en}.`), figures)
  }
  // The office is late, not the applicant: no ground for refusal.
  return leftToPerson(
    pass(both(`Quá hạn: đã ${soFarVi}, thời hạn ${vi}.`, `Late: ${soFarEn} have passed of ${en}.`), figures),
    both('Lỗi của cơ quan giải quyết, không phải căn cứ từ chối.', 'The office is late: no ground for refusal.'),
  )
}

/** House and other works, by procedure. */
const limitsOn = (date: string) =>
  Object.fromEntries(procedures.map((p) => [p, [true, false].map((house) => termsOn(date, p, house).answerDays)]))

const ofLaw = (law: typeof newLaw | typeof oldLaw): Rule => ({
  ...law,
  id: 'deadline.decision',
  title: both('Thời hạn giải quyết', 'Term of the decision'),
  clause: termsOn(law.validFrom, 'new', true).clause,
  appliesTo: 'all',
  limits: limitsOn(law.validFrom),
  check: ({ of }) => term(of),
})

export const deadlineRules: readonly Rule[] = [ofLaw(newLaw), ofLaw(oldLaw)]
