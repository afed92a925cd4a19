/** The receipt of a field report, for whoever holds its code: what was sent, how it stands, the answer where there is one. */
import type { ReportFollow } from '../api/reports.ts'
import { type Office, type Paper, timeInWords } from '../permits/papers/paper.ts'
import { localDate } from '../permits/working-days.ts'
import { categoryFacts } from './categories.ts'
import { reportStateTitles } from './process.ts'

/** @param followCode secret: printed for the one who gave it */
export function reportReceipt(report: ReportFollow, office: Office, followCode: string): Paper {
  const { code, category, text, lon, lat, sentAt, answerDue, unit, photos, state, history } = report
  const answer = history.findLast(({ event }) => event === 'answer' || event === 'reject')
  return {
    kind: 'report-receipt',
    issuer: ['', office.name],
    number: code,
    place: office.place,
    date: localDate(sentAt),
    title: 'BIÊN NHẬN PHẢN ÁNH HIỆN TRƯỜNG',
    ...{ subtitle: null, addressee: null, signatures: [], recipients: [] },
    body: [
      {
        kind: 'fields',
        numbered: false,
        rows: [
          { label: 'Loại việc', value: categoryFacts[category].title.vi },
          ...(text ? [{ label: 'Nội dung', value: text }] : []),
          { label: 'Vị trí (WGS 84)', value: `${lat.toFixed(6)}, ${lon.toFixed(6)}` },
          { label: 'Số ảnh đã nhận', value: String(photos) },
          { label: 'Thời gian nhận', value: timeInWords(sentAt) },
          ...(answerDue ? [{ label: 'Trả lời trước', value: timeInWords(answerDue) }] : []),
          ...(unit ? [{ label: 'Đơn vị xử lý', value: unit }] : []),
          { label: 'Tình trạng khi in', value: reportStateTitles[state].vi },
          { label: 'Mã theo dõi (giữ kín)', value: followCode },
        ],
      },
      ...(answer?.note
        ? [
            { kind: 'heading', text: `Trả lời, ${timeInWords(answer.at)}` } as const,
            ...answer.note
              .split('\n')
              .filter((line) => line.trim() !== '')
              .map((line) => ({ kind: 'text', text: line }) as const),
          ]
        : []),
    ],
    qr: {
      text: `${office.publicUrl}/report/follow#${encodeURIComponent(followCode)}`,
      caption: `Quét mã để theo dõi phản ánh ${code}. Mã này mở được phản ánh: hãy giữ kín.`,
    },
    watermark: null,
    marks: {},
  }
}
