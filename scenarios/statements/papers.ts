/** The papers of a request for planning information, for whoever holds its code: the receipt, and the answer as the page tells it. */
import type { StatementFollow } from '../api/statements.ts'
import { type Field, type Office, type Paper, shortDate, timeInWords } from '../permits/papers/paper.ts'
import { localDate } from '../permits/working-days.ts'
import { Problem } from '../problem.ts'
import { both } from '../text.ts'
import { purposeTitles } from './purposes.ts'

export interface StatementPaperContext {
  readonly statement: StatementFollow
  readonly office: Office
  /** Secret: printed for the one who gave it. */
  readonly followCode: string
  /** Rests on generated ground or parcels (product guard 2). */
  readonly specimen: boolean
}

export function statementReceipt(context: StatementPaperContext): Paper {
  const { statement, followCode } = context
  const { code, filedAt, clock, terms, files } = statement
  const own = files.filter(({ ofOffice }) => !ofOffice)
  return base(context, {
    kind: 'statement-receipt',
    number: code,
    date: localDate(filedAt),
    title: 'BIÊN NHẬN YÊU CẦU THÔNG TIN QUY HOẠCH',
    body: [
      {
        kind: 'fields',
        numbered: false,
        rows: [
          ...asked(statement),
          { label: 'Thời gian nhận', value: timeInWords(filedAt) },
          ...(clock.due
            ? [{ label: 'Hẹn trả lời', value: `${shortDate(clock.due)} (${clock.termDays} ngày làm việc)` }]
            : []),
          ...(own.length > 0 ? [{ label: 'Tệp đã gửi', value: own.map(({ name }) => name).join('; ') }] : []),
          { label: 'Mã theo dõi (giữ kín)', value: followCode },
        ],
      },
      {
        kind: 'text',
        text: `Thời hạn theo: ${terms.clause}.${terms.confidence === 'assumed' ? ' Thời hạn này là giả định, cơ quan chưa xác nhận.' : ''}`,
      },
    ],
  })
}

/** @throws Problem `paper/not-yet` before the office answered */
export function statementAnswer(context: StatementPaperContext): Paper {
  const { statement } = context
  const { code, files } = statement
  const answer = statement.history.findLast(({ event }) => event === 'answer' || event === 'refuse')
  if (!answer) {
    const message = both('Cơ quan chưa trả lời yêu cầu này', 'The office has not answered this request yet')
    throw new Problem({ code: 'paper/not-yet', message, place: code })
  }
  const ofOffice = files.filter((file) => file.ofOffice)
  return base(context, {
    kind: 'statement-answer',
    number: code,
    date: localDate(answer.at),
    title: answer.event === 'answer' ? 'TRẢ LỜI YÊU CẦU THÔNG TIN QUY HOẠCH' : 'TỪ CHỐI YÊU CẦU THÔNG TIN QUY HOẠCH',
    body: [
      {
        kind: 'fields',
        numbered: false,
        rows: [...asked(statement), { label: 'Thời gian trả lời', value: timeInWords(answer.at) }],
      },
      { kind: 'heading', text: answer.event === 'answer' ? 'Nội dung trả lời' : 'Lý do' },
      ...linesOf(answer.note),
      ...(ofOffice.length > 0
        ? [
            { kind: 'heading', text: 'Tệp kèm theo' } as const,
            { kind: 'list', items: ofOffice.map(({ name }) => name) } as const,
          ]
        : []),
      {
        kind: 'text',
        text: 'Bản in nội dung trên hệ thống, không phải chứng chỉ quy hoạch. Văn bản có giá trị là bản cơ quan ký, đóng dấu kèm theo.',
      },
    ],
  })
}

const linesOf = (words: string) =>
  words
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((text) => ({ kind: 'text', text }) as const)

function asked({ ask: { place, lon, lat, parcel, purpose, question } }: StatementFollow): Field[] {
  return [
    { label: 'Vị trí', value: place },
    { label: 'Tọa độ (WGS 84)', value: `${lat.toFixed(6)}, ${lon.toFixed(6)}` },
    ...(parcel ? [{ label: 'Thửa đất', value: `số ${parcel.number}, tờ bản đồ số ${parcel.sheet}` }] : []),
    { label: 'Mục đích', value: purposeTitles[purpose].vi },
    ...(question ? [{ label: 'Nội dung cần biết', value: question }] : []),
  ]
}

const base = (
  { statement: { code }, office, followCode, specimen }: StatementPaperContext,
  rest: Pick<Paper, 'kind' | 'number' | 'date' | 'title' | 'body'>,
): Paper => ({
  issuer: ['', office.name],
  place: office.place,
  ...{ subtitle: null, addressee: null, signatures: [], recipients: [] },
  qr: {
    text: `${office.publicUrl}/statement/follow#${encodeURIComponent(followCode)}`,
    caption: `Quét mã để theo dõi yêu cầu ${code}. Mã này mở được yêu cầu: hãy giữ kín.`,
  },
  watermark: specimen ? 'MINH HỌA' : null,
  marks: {},
  ...rest,
})
