/** Working-day terms of the answer: NĐ 217/2026/NĐ-CP, Điều 54, and what it replaced. */
import { both } from '../text.ts'
import type { PermitCheck } from './case.ts'
import { DECREE, type Finding, leftToPerson, newLaw, oldLaw, pass, type Rule, rounded, said } from './rule.ts'

type Procedure = PermitCheck['procedure']
interface Terms {
  readonly house: number
  readonly other: number
}

/** Working days from the complete dossier. */
export const terms: Record<Procedure, Terms> = {
  new: { house: 7, other: 10 },
  temporary: { house: 7, other: 10 },
  relocate: { house: 7, other: 10 },
  adjust: { house: 7, other: 9 },
  repair: { house: 7, other: 9 },
  extend: { house: 5, other: 5 },
  reissue: { house: 5, other: 5 },
}
/** Before 1 July 2026; what extension and re-issue had is not on file. */
export const oldTerms: Partial<Record<Procedure, Terms>> = {
  new: { house: 15, other: 20 },
  temporary: { house: 15, other: 20 },
  relocate: { house: 15, other: 20 },
  adjust: { house: 15, other: 20 },
  repair: { house: 15, other: 20 },
}

function term(
  table: Partial<Record<Procedure, Terms>>,
  { procedure, work, workingDaysPassed: passed }: PermitCheck,
): Finding {
  const row = table[procedure]
  if (!row) {
    return {
      verdict: 'person',
      why: both(
        'Thiếu thời hạn của thủ tục này theo luật cũ.',
        'Missing: the term of this procedure under the former law.',
      ),
    }
  }
  const limit = work.kind === 'house' ? row.house : row.other
  const unit = 'working days'
  const [vi, en] = [said(limit, unit, 'vi'), said(limit, unit, 'en')]
  if (passed === null) {
    return pass(
      both(
        `Thời hạn ${vi}, chưa bắt đầu tính: hồ sơ chưa hợp lệ.`,
        `The term is ${en} and has not begun: the dossier is not complete.`,
      ),
      { limit, unit },
    )
  }
  const figures = { limit, actual: rounded(passed), unit }
  if (passed <= limit) {
    return pass(
      both(
        `Đã ${said(passed, unit, 'vi')}, trong thời hạn ${vi}.`,
        `${said(passed, unit, 'en')} have passed of ${en}.`,
      ),
      figures,
    )
  }
  // The office is late, not the applicant: no ground for refusal.
  return leftToPerson(
    pass(
      both(
        `Quá hạn: đã ${said(passed, unit, 'vi')}, thời hạn ${vi}.`,
        `Late: ${said(passed, unit, 'en')} have passed of ${en}.`,
      ),
      figures,
    ),
    both('Lỗi của cơ quan giải quyết, không phải căn cứ từ chối.', 'The office is late: no ground for refusal.'),
  )
}

const about = {
  id: 'deadline.decision',
  title: both('Thời hạn giải quyết', 'Term of the decision'),
  appliesTo: 'all',
} as const

export const deadlineRules: readonly Rule[] = [
  { ...newLaw, ...about, clause: `${DECREE}, Điều 54`, limits: terms, check: ({ of }) => term(terms, of) },
  {
    ...oldLaw,
    ...about,
    clause: 'Luật Xây dựng 50/2014/QH13 (sửa đổi 62/2020/QH14), Điều 102; NĐ 15/2021/NĐ-CP, NĐ 175/2024/NĐ-CP',
    limits: oldTerms,
    check: ({ of }) => term(oldTerms, of),
  },
]
