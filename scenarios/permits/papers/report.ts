/** Báo cáo đối chiếu quy định: every rule with its clause, limit, actual value and why, and what it all rests on. */
import type { CheckReport, Verdict } from '../../rules/report.ts'
import { quantity, vietnamese } from './desk.ts'
import {
  type Block,
  number,
  type Paper,
  type PaperContext,
  paper,
  registerUrl,
  reportOf,
  requestOf,
  shortDate,
  shortTime,
  siteOf,
} from './paper.ts'
import { drawingsOf } from './permit.ts'

/** A run that stands behind the report, e.g. drainage with and without the building. */
export interface PaperRun {
  readonly id: string
  readonly kind: string
  /** Name and version, e.g. `drainage@3`. */
  readonly kernel: string
  readonly digest: string
  readonly title: string
  readonly summary: readonly string[]
}

const verdictNames: Readonly<Record<Verdict, string>> = { pass: 'Đạt', fail: 'Không đạt', person: 'Cần người xem xét' }
const confidenceNames: Readonly<Record<CheckReport['rules'][number]['confidence'], string>> = {
  found: '',
  reconstructed: ' [văn bản dựng lại]',
  memory: ' [theo trí nhớ, cần đối chiếu]',
  assumed: ' [giả định]',
}

/** @throws Problem `paper/no-check` where none ran */
export function checkReportPaper(context: PaperContext, runs: readonly PaperRun[]): Paper {
  const { permit, at } = context
  const report = reportOf(context)
  const count = (verdict: Verdict) => report.rules.filter((line) => line.verdict === verdict).length
  const table = (lines: CheckReport['rules']): Block => ({
    kind: 'table',
    head: ['Nội dung, điều khoản', 'Quy định', 'Hồ sơ', 'Kết quả', 'Giải thích'],
    rows: lines.map(({ id, title, clause, limit, actual, unit, verdict, why, confidence }) => [
      `${title.vi} [${id}]\n${vietnamese(clause)}${confidenceNames[confidence]}`,
      quantity(limit, unit),
      quantity(actual, unit),
      verdictNames[verdict],
      why.vi,
    ]),
    widths: [30, 12, 12, 12, 34],
  })
  const binding = report.rules.filter(({ basis }) => basis !== 'advice')
  const advice = report.rules.filter(({ basis }) => basis === 'advice')
  return paper(context, 'check-report', 'BÁO CÁO ĐỐI CHIẾU QUY ĐỊNH', {
    number: `${permit.code}/ĐCQĐ`,
    subtitle: requestOf(context),
    body: [
      {
        kind: 'fields',
        numbered: false,
        rows: [
          { label: 'Mã hồ sơ', value: permit.code },
          { label: 'Địa điểm', value: siteOf(context) },
          { label: 'Kết quả chung', value: verdictNames[report.verdict] },
          {
            label: 'Số quy định',
            value: `${count('pass')} đạt, ${count('fail')} không đạt, ${count('person')} cần người xem xét`,
          },
          { label: 'Luật áp dụng của ngày', value: shortDate(report.date) },
          { label: 'Bộ quy tắc', value: report.rulesVersion },
          { label: 'Lập lúc', value: shortTime(at) },
        ],
      },
      ...(permit.reportCurrent
        ? []
        : [{ kind: 'text', bold: true, text: 'Hồ sơ đã thay đổi sau lần đối chiếu này.' } as const]),
      ...drawingsOf(permit.application.check),
      { kind: 'heading', text: 'Đối chiếu từng quy định' },
      table(binding),
      ...(advice.length > 0
        ? [{ kind: 'heading', text: 'Tham khảo (không là căn cứ từ chối)' } as const, table(advice)]
        : []),
      { kind: 'heading', text: 'Bằng chứng' },
      {
        kind: 'fields',
        numbered: false,
        rows: [
          { label: 'Dấu hồ sơ (SHA-256)', value: report.caseHash },
          ...(permit.reportHash ? [{ label: 'Dấu báo cáo (SHA-256)', value: permit.reportHash }] : []),
          {
            label: 'Sổ cái, mục số',
            value: permit.history.map(({ ledgerSequence }) => number(ledgerSequence)).join(', '),
          },
        ],
      },
      ...(runs.length > 0 ? [{ kind: 'heading', text: 'Mô phỏng tác động (tham khảo)' } as const] : []),
      ...runs.flatMap(({ id, kind, kernel, digest, title, summary }): Block[] => [
        { kind: 'text', bold: true, text: title },
        ...(summary.length > 0 ? [{ kind: 'list', items: summary } as const] : []),
        {
          kind: 'fields',
          numbered: false,
          rows: [
            { label: 'Lần chạy', value: `${kind}, ${kernel}, ${id}`, part: true },
            { label: 'Dấu kết quả (SHA-256)', value: digest, part: true },
          ],
        },
      ]),
    ],
    signatures: [{ capacity: 'NGƯỜI THẨM ĐỊNH', hint: '(Ký, ghi rõ họ tên)', name: permit.assignee }],
    qr: { text: registerUrl(context), caption: `Mã hồ sơ ${permit.code}` },
    watermark: report.illustrative || permit.specimen ? 'MINH HỌA' : null,
    marks: { Status: 'check-report', Case: permit.code, Report: permit.reportHash ?? '' },
  })
}
