/** The forms of one window (TT 03/2025/TT-VPCP, Mẫu 01–05): from the receipt to the answer. Form numbers: memory, medium. */
import { type ClockSettings, clockOf, milestonesOf } from '../clock.ts'
import { eventTitles, stateTitles } from '../process.ts'
import { termsOn } from '../terms.ts'
import { countsFrom, type IsoDate, localDate } from '../working-days.ts'
import {
  accountsOf,
  type Block,
  contactOf,
  dateInWords,
  dots,
  type Field,
  followUrl,
  happened,
  isHouse,
  lastOf,
  number,
  type Paper,
  type PaperContext,
  paper,
  paperProblem,
  peopleOf,
  requestOf,
  shortDate,
  shortTime,
  signHint,
  siteOf,
  timeInWords,
} from './paper.ts'

const applicant = (context: PaperContext): Field[] => {
  const { ownerName, phone } = peopleOf(context)
  return [
    { label: 'Hồ sơ của', value: ownerName },
    { label: 'Nội dung yêu cầu giải quyết', value: requestOf(context) },
    { label: 'Địa điểm xây dựng', value: siteOf(context) },
    { label: 'Số điện thoại', value: phone },
  ]
}
const fields = (rows: Field[], numbered = false): Block => ({ kind: 'fields', rows, numbered })
const text = (words: string): Block => ({ kind: 'text', text: words })

/** Each line of a note is a point of its own. */
const pointsOf = (note: string): string[] =>
  note
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-–•+]|\d+[.)])\s*/, '').trim())
    .filter((line) => line !== '')

const receiver = (context: PaperContext, event: 'receive' | 'refuse-at-intake' | 'request-supplement') => ({
  capacity: 'NGƯỜI TIẾP NHẬN HỒ SƠ',
  hint: signHint,
  name: lastOf(context.permit, event)?.actor ?? null,
})

/** Giấy tiếp nhận hồ sơ và hẹn trả kết quả. @param followCode secret, printed for the applicant alone; null: not told again */
export function intakeReceipt(context: PaperContext, followCode: string | null): Paper {
  const { permit, office } = context
  const received = happened(permit, 'receive', 'Hồ sơ chưa được tiếp nhận', 'The dossier has not been received')
  const { ownerName, phone } = peopleOf(context)
  const { due, termDays } = permit.clock
  return paper(context, 'receipt', 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ', {
    number: `${permit.code}/TNHS`,
    date: localDate(received.at),
    body: [
      fields([
        { label: 'Tiếp nhận hồ sơ của', value: ownerName },
        { label: 'Địa điểm xây dựng', value: siteOf(context) },
        { label: 'Số điện thoại', value: phone },
        { label: 'Nội dung yêu cầu giải quyết', value: requestOf(context) },
      ]),
      { kind: 'text', text: 'Thành phần hồ sơ nộp gồm:' },
      {
        kind: 'list',
        items: ['Đơn đề nghị cấp giấy phép xây dựng (Mẫu 01)', ...permit.attachments.map(({ name }) => name)],
      },
      fields([
        { label: 'Số lượng hồ sơ', value: '01 (bộ)' },
        {
          label: 'Thời gian giải quyết theo quy định',
          value: `${termDays} ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ`,
        },
        { label: 'Thời gian nhận hồ sơ', value: timeInWords(received.at) },
        { label: 'Thời gian trả kết quả', value: due ? `17 giờ 00 phút, ${dateInWords(due)}` : dots },
        { label: 'Nhận kết quả tại', value: `Cổng Dịch vụ công quốc gia; ${office.desk}` },
        ...(accountsOf(context) ? [{ label: 'Tài khoản nộp lệ phí', value: accountsOf(context) }] : []),
        ...(followCode ? [{ label: 'Mã tra cứu (giữ kín)', value: followCode }] : []),
      ]),
      text(contactOf(context)),
    ],
    signatures: [{ capacity: 'NGƯỜI NỘP HỒ SƠ', hint: signHint, name: null }, receiver(context, 'receive')],
    qr: { text: followUrl(context, followCode), caption: `Quét mã để theo dõi hồ sơ ${permit.code}` },
  })
}

/** Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: there is exactly one, of the one request that a case knows. */
export function supplementRequest(context: PaperContext): Paper {
  const { permit } = context
  const asked = happened(permit, 'request-supplement', 'Hồ sơ không có yêu cầu bổ sung', 'No supplement was asked for')
  const { clause } = termsOn(localDate(asked.at), permit.application.procedure, isHouse(permit.application))
  return paper(context, 'supplement', 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ', {
    number: `${permit.code}/BSHS`,
    date: localDate(asked.at),
    addressee: peopleOf(context).ownerName,
    body: [
      fields(applicant(context)),
      text('Để có cơ sở giải quyết, đề nghị bổ sung, hoàn thiện những nội dung sau:'),
      { kind: 'list', items: pointsOf(asked.note) },
      text(
        `Yêu cầu bổ sung chỉ được đưa ra một lần (${clause}). Thời gian chờ bổ sung không tính vào thời hạn giải quyết; ` +
          'hồ sơ bổ sung không đạt yêu cầu thì bị từ chối.',
      ),
      text(contactOf(context)),
    ],
    signatures: [{ ...receiver(context, 'request-supplement'), capacity: 'NGƯỜI THỤ LÝ HỒ SƠ' }],
  })
}

/** Phiếu từ chối tiếp nhận, giải quyết hồ sơ. */
export function intakeRefusal(context: PaperContext): Paper {
  const { permit } = context
  const refused = happened(permit, 'refuse-at-intake', 'Hồ sơ không bị từ chối tiếp nhận', 'Not refused at intake')
  return paper(context, 'intake-refusal', 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ', {
    number: `${permit.code}/TCHS`,
    date: localDate(refused.at),
    addressee: peopleOf(context).ownerName,
    body: [
      fields(applicant(context)),
      text('Hồ sơ không được tiếp nhận với lý do:'),
      { kind: 'list', items: pointsOf(refused.note) },
    ],
    signatures: [receiver(context, 'refuse-at-intake')],
  })
}

/** Thông báo từ chối cấp giấy phép: reasons, and each clause with the limit, what the design has and why. */
export function refusalNotice(context: PaperContext): Paper {
  const { permit, office } = context
  const refused = happened(permit, 'refuse', 'Hồ sơ không bị từ chối', 'The case has not been refused')
  const lines = permit.report?.rules.filter(({ basis }) => basis !== 'advice') ?? []
  const rows = refused.clauses.flatMap((clause) => {
    const cited = lines.filter((line) => line.clause === clause && line.verdict !== 'pass')
    const failed = cited.filter(({ verdict }) => verdict === 'fail')
    // Where none fails, a person judged those that needed one.
    return cited.length > 0
      ? (failed.length > 0 ? failed : cited).map(({ title, limit, actual, unit, why }) => [
          vietnamese(clause),
          title.vi,
          quantity(limit, unit),
          quantity(actual, unit),
          why.vi,
        ])
      : [[clause, 'Thành phần hồ sơ', '', '', 'Hồ sơ bổ sung không đạt yêu cầu']]
  })
  return paper(context, 'refusal', 'THÔNG BÁO', {
    issuer: ['', office.name],
    number: `${permit.code}/TB-GPXD`,
    date: localDate(refused.at),
    subtitle: 'Về việc từ chối cấp giấy phép xây dựng',
    addressee: peopleOf(context).ownerName,
    body: [
      fields(applicant(context)),
      text(`${office.name} không cấp giấy phép xây dựng cho công trình nêu trên với lý do:`),
      { kind: 'list', items: pointsOf(refused.note) },
      text('Căn cứ pháp lý:'),
      {
        kind: 'table',
        head: ['Điều khoản', 'Nội dung', 'Quy định', 'Thiết kế', 'Nhận xét'],
        rows,
        widths: [24, 18, 13, 13, 32],
      },
      text(
        'Chủ đầu tư có quyền khiếu nại, khởi kiện theo quy định của pháp luật nếu không đồng ý với nội dung thông báo này.',
      ),
    ],
    signatures: [{ capacity: office.signer.capacity, hint: sealed, name: office.signer.name }],
    recipients: ['Như trên', `Lưu: VT, hồ sơ ${permit.code}`],
    watermark: permit.specimen ? 'MINH HỌA' : null,
  })
}
const sealed = '(Ký số, đóng dấu)'

const units: Readonly<Record<string, string>> = {
  ratio: 'lần',
  places: 'chỗ',
  storeys: 'tầng',
  'working days': 'ngày làm việc',
}
export const quantity = (value: number | string | null, unit: string): string =>
  value === null ? '' : typeof value === 'string' ? vietnamese(value) : `${number(value)} ${units[unit] ?? unit}`.trim()
/** Words of a rule are written in both languages, “vi / en”. */
export const vietnamese = (words: string): string => words.split(' / ')[0]!

/** Phiếu xin lỗi và hẹn lại ngày trả kết quả. @param again the new day @throws Problem `paper/not-late`, `paper/past` */
export function apology(context: PaperContext, again: IsoDate, reason: string): Paper {
  const { permit, office, at } = context
  const { bucket, due, leftDays } = permit.clock
  if (bucket !== 'late' || !due || leftDays === null)
    throw paperProblem('not-late', 'Hồ sơ không quá hạn', 'The case is not late')
  if (again < localDate(at)) throw paperProblem('past', 'Ngày hẹn lại đã qua', 'The new day lies in the past')
  const received = happened(permit, 'receive', 'Hồ sơ chưa được tiếp nhận', 'The dossier has not been received')
  const { ownerName } = peopleOf(context)
  return paper(context, 'apology', 'PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ', {
    number: `${permit.code}/PXL`,
    addressee: ownerName,
    body: [
      text(
        `${dateInWords(localDate(received.at)).replace(/^n/, 'N')}, ${office.desk} tiếp nhận hồ sơ của ông/bà ${ownerName} ` +
          `về việc: ${requestOf(context)}; mã hồ sơ ${permit.code}. Thời gian hẹn trả kết quả: ${dateInWords(due)}.`,
      ),
      text(`Đến nay hồ sơ đã quá hạn ${-leftDays} ngày làm việc và chưa có kết quả. Lý do: ${reason.trim()}`),
      text(
        'Sự chậm trễ này đã gây phiền hà, tốn kém thời gian, công sức của ông/bà. Chúng tôi xin lỗi và sẽ trả kết quả ' +
          `trước 17 giờ 00 phút, ${dateInWords(again)}.`,
      ),
      text('Mong ông/bà thông cảm vì sự chậm trễ này.'),
    ],
    signatures: [{ capacity: 'THỦ TRƯỞNG CƠ QUAN', hint: sealed, name: office.signer.name }],
  })
}

/** Phiếu kiểm soát quá trình giải quyết hồ sơ: every step with who, when and how many working days it took. */
export function controlSheet(context: PaperContext, settings: ClockSettings): Paper {
  const { permit, at } = context
  const { calendar } = settings
  const subject = { procedure: permit.application.procedure, house: isHouse(permit.application) }
  const actors: Readonly<Record<string, string>> = { applicant: 'Người nộp hồ sơ', clock: 'Hệ thống' }
  const rows = permit.history.map(({ event, state, at: when, actor, to }, index) => {
    const before = permit.history[index - 1]
    const days = before ? calendar.between(localDate(before.at), localDate(when)) : 0
    const did = event === 'file' ? 'Nộp hồ sơ' : eventTitles[event].vi
    return [
      String(index + 1),
      to ? `${did}: ${to}` : did,
      actors[actor] ?? actor,
      shortTime(when),
      String(days),
      stateTitles[state].vi,
    ]
  })
  const clock = clockOf(permit.history, at, subject, settings)
  const received = lastOf(permit, 'receive')
  return paper(context, 'control', 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ', {
    number: `${permit.code}/KSHS`,
    body: [
      fields([
        { label: 'Mã hồ sơ', value: permit.code },
        { label: 'Nội dung yêu cầu giải quyết', value: requestOf(context) },
        {
          label: 'Tính thời hạn từ',
          value: received ? dateInWords(countsFrom(received.at, settings.desk, calendar)) : dots,
        },
        { label: 'Thời hạn', value: `${clock.termDays} ngày làm việc` },
        { label: 'Hạn trả kết quả', value: clock.due ? dateInWords(clock.due) : dots },
        { label: 'Tình trạng', value: standing(clock.leftDays, clock.bucket) },
      ]),
      {
        kind: 'table',
        head: ['STT', 'Công việc', 'Người thực hiện', 'Thời gian', 'Ngày làm việc', 'Trạng thái sau đó'],
        rows,
        widths: [6, 26, 18, 21, 10, 19],
      },
      {
        kind: 'table',
        head: ['Mốc thời hạn', 'Hạn', 'Thực hiện', 'Kết quả'],
        rows: milestonesOf(permit.history, at, subject, settings).map(({ title, due, done, late }) => [
          title.vi,
          shortDate(due),
          done ? shortDate(done) : '',
          late ? 'Quá hạn' : done ? 'Đúng hạn' : '',
        ]),
        widths: [46, 18, 18, 18],
      },
      ...(clock.due && !calendar.isConfirmed(Number(clock.due.slice(0, 4)))
        ? [text(`Lịch nghỉ năm ${clock.due.slice(0, 4)} chưa được xác nhận: hạn tính theo lệ các năm trước.`)]
        : []),
    ],
    signatures: [{ capacity: 'NGƯỜI LẬP PHIẾU', hint: signHint, name: null }],
  })
}

function standing(leftDays: number | null, bucket: string): string {
  if (leftDays === null) return 'chưa tính thời hạn'
  if (leftDays < 0) return `quá hạn ${-leftDays} ngày làm việc`
  return bucket === 'closed' ? `trả trước hạn ${leftDays} ngày làm việc` : `còn ${leftDays} ngày làm việc`
}
