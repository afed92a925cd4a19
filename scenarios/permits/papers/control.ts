/**
 * Papers of the works: notice of start, record of a deviation, order, acceptance of completed works. Their forms are not among
 * the texts on file: the papers follow NĐ 30/2020/NĐ-CP and say so.
 */
import type { Control, ControlMatter, Visit } from '../../api/control.ts'
import { deviationOf, type FigureLine, figureKinds } from '../control/figures.ts'
import type { OrderKind } from '../control/matter.ts'
import { startBefore } from '../process.ts'
import { localDate } from '../working-days.ts'
import {
  type Block,
  dateInWords,
  dots,
  happened,
  lastOf,
  number,
  type Paper,
  type PaperContext,
  paper,
  paperProblem,
  peopleOf,
  sealHint,
  signHint,
  siteOf,
  timeInWords,
} from './paper.ts'
import { type SiteInspection, siteRecord } from './site.ts'

const text = (words: string): Block => ({ kind: 'text', text: words })
const notOnFile = text(
  'Mẫu in chưa có trong kho văn bản của hệ thống: trình bày theo NĐ 30/2020/NĐ-CP, đối chiếu mẫu hiện hành trước khi ký.',
)
const units: Readonly<Record<FigureLine['unit'], string>> = { m: 'm', 'm²': 'm²', storeys: 'tầng' }
const value = (of: number | null, unit: FigureLine['unit']): string =>
  of === null ? dots : `${number(of)} ${units[unit]}`

const verdictOf = (line: FigureLine): string => {
  if (line.within === null) return line.measured === null ? 'Chưa đo' : 'Giấy phép không ghi'
  const deviation = deviationOf(line)!
  return line.within ? 'Khớp' : `Lệch ${deviation > 0 ? '+' : '−'}${value(Math.abs(deviation), line.unit)}`
}
const figures = (lines: readonly FigureLine[], withClause: boolean): Block => ({
  kind: 'table',
  head: ['Nội dung', 'Theo giấy phép', 'Đo được', 'Sai số cho phép', withClause ? 'Kết quả, căn cứ' : 'Kết quả'],
  rows: lines.map((line) => [
    figureKinds[line.key].title.vi,
    value(line.permitted, line.unit),
    value(line.measured, line.unit),
    `±${value(line.tolerance, line.unit)}`,
    withClause ? `${verdictOf(line)}. ${line.clause}` : verdictOf(line),
  ]),
  widths: withClause ? [24, 14, 14, 14, 34] : [30, 18, 17, 15, 20],
})

const basis = ({ permit }: PaperContext): string =>
  permit.permitNumber
    ? `Giấy phép xây dựng số ${permit.permitNumber}`
    : `Thông báo khởi công ${permit.code} (công trình miễn giấy phép, Luật 135/2025/QH15, Điều 43.2)`

/** A specimen is said to be one across every page. */
const specimen = ({ permit }: PaperContext) => (permit.specimen ? { watermark: 'MẪU – MINH HỌA' } : {})

/** Biên bản kiểm tra thực địa, of a visit that is kept. */
export function visitPaper(context: PaperContext, visit: Visit, images?: ReadonlyMap<string, string>): Paper {
  const words = visit.words
  if (!words) throw paperProblem('no-people', 'Không có quyền xem biên bản', 'The record may not be seen')
  const inspection: SiteInspection = {
    startedAt: visit.startedAt,
    endedAt: visit.endedAt,
    present: words.present,
    position: visit.position && {
      easting: visit.position.easting,
      northing: visit.position.northing,
      // Tapped on a plan: as near as a finger.
      accuracyMetres: Math.max(visit.position.accuracyMetres ?? 5, 0.1),
    },
    measurements: visit.lines.map(({ key, permitted, measured, unit, tolerance }) => ({
      item: figureKinds[key].title.vi,
      design: permitted,
      measured,
      unit,
      tolerance,
    })),
    remarks: words.remarks,
    conclusion: words.conclusion,
    photos: visit.photos.map(({ hash }) => ({ hash, caption: words.captions[hash] ?? '' })),
  }
  return siteRecord(context, inspection, images)
}

/** Thông báo khởi công. */
export function startNotice(context: PaperContext): Paper {
  const { permit, office } = context
  const start = lastOf(permit, 'start') ?? lastOf(permit, 'register')
  if (!start) throw paperProblem('not-yet', 'Chưa có thông báo khởi công', 'No start has been notified')
  const { ownerName, phone } = peopleOf(context)
  const { designer, expectedMonths } = permit.application
  const last = permit.permitNumber ? startBefore(permit.history) : null
  return paper(context, 'start-notice', 'THÔNG BÁO KHỞI CÔNG XÂY DỰNG CÔNG TRÌNH', {
    issuer: ['', ownerName],
    number: `${permit.code}/TBKC`,
    date: localDate(start.at),
    addressee: office.name,
    body: [
      {
        kind: 'fields',
        numbered: true,
        rows: [
          { label: 'Chủ đầu tư', value: ownerName },
          { label: 'Số điện thoại', value: phone },
          { label: 'Công trình', value: permit.application.workTitle },
          { label: 'Địa điểm xây dựng', value: siteOf(context) },
          { label: 'Căn cứ', value: basis(context) },
          { label: 'Đơn vị thiết kế', value: designer ? `${designer.name} (${designer.certificate})` : dots },
          { label: 'Ngày khởi công', value: dateInWords(localDate(start.at)) },
          { label: 'Dự kiến thi công trong', value: `${number(expectedMonths)} tháng` },
          ...(last ? [{ label: 'Hạn khởi công theo giấy phép', value: dateInWords(last) }] : []),
        ],
      },
      text('Chủ đầu tư cam kết thi công đúng giấy phép, hồ sơ đã gửi và chịu trách nhiệm trước pháp luật.'),
      notOnFile,
    ],
    signatures: [
      { capacity: 'NGƯỜI GHI NHẬN', hint: signHint, name: null },
      { capacity: 'CHỦ ĐẦU TƯ', hint: signHint, name: ownerName },
    ],
    ...specimen(context),
  })
}

/** Biên bản vi phạm trật tự xây dựng. */
export function violationRecord(context: PaperContext, matter: ControlMatter, visit: Visit): Paper {
  const record = matter.steps[0]!
  const present = visit.words?.present ?? []
  const side = (which: 'office' | 'owner' | 'other'): string =>
    present
      .flatMap(({ side: of, name, title }) => (of === which ? [title ? `${name}, ${title}` : name] : []))
      .join('; ')
  return paper(context, 'violation', 'BIÊN BẢN VI PHẠM TRẬT TỰ XÂY DỰNG', {
    number: matter.number,
    date: localDate(record.at),
    subtitle: basis(context),
    body: [
      {
        kind: 'fields',
        numbered: true,
        rows: [
          { label: 'Lập lúc', value: timeInWords(record.at) },
          { label: 'Địa điểm', value: siteOf(context) },
          { label: 'Chủ đầu tư', value: peopleOf(context).ownerName },
          { label: 'Đại diện cơ quan', value: side('office') || dots },
          { label: 'Đại diện chủ đầu tư', value: side('owner') || 'vắng mặt' },
          ...(side('other') ? [{ label: 'Người chứng kiến', value: side('other') }] : []),
          { label: 'Theo kết quả kiểm tra', value: timeInWords(visit.startedAt) },
        ],
      },
      ...(matter.lines.length > 0 ? [{ kind: 'heading', text: 'Số đo lệch so với giấy phép' } as const] : []),
      ...(matter.lines.length > 0 ? [figures(matter.lines, true)] : []),
      { kind: 'heading', text: 'Hành vi, hiện trạng' },
      text(record.note ?? dots),
      { kind: 'heading', text: 'Ý kiến của chủ đầu tư' },
      text(dots),
      notOnFile,
    ],
    signatures: [
      {
        capacity: 'ĐẠI DIỆN CHỦ ĐẦU TƯ',
        hint: signHint,
        name: present.find((one) => one.side === 'owner')?.name ?? null,
      },
      { capacity: 'NGƯỜI LẬP BIÊN BẢN', hint: signHint, name: record.by },
    ],
    ...specimen(context),
  })
}

const orderNames: Readonly<Record<OrderKind, string>> = {
  stop: 'ĐÌNH CHỈ THI CÔNG',
  remedy: 'BUỘC KHẮC PHỤC',
}
const orderLines: Readonly<Record<OrderKind, string>> = {
  stop: 'Đình chỉ toàn bộ việc thi công công trình cho đến khi vi phạm được khắc phục và cơ quan có thẩm quyền xác nhận.',
  remedy: 'Buộc chủ đầu tư khắc phục vi phạm, đưa công trình về đúng giấy phép đã cấp, hồ sơ đã gửi.',
}

/** Quyết định đình chỉ thi công, buộc khắc phục. @throws Problem `paper/not-ordered` while it is only proposed */
export function controlOrder(context: PaperContext, matter: ControlMatter): Paper {
  const { office, permit } = context
  const ordered = matter.steps.find(({ event }) => event === 'order')
  const { order, orderNumber, due } = matter
  if (!ordered || !order || !orderNumber)
    throw paperProblem('not-ordered', 'Quyết định chưa được ban hành', 'The order has not been issued')
  const proposal = matter.steps.findLast(({ event, at }) => event === 'propose' && at <= ordered.at)
  return paper(context, 'order', `QUYẾT ĐỊNH ${order.kinds.map((kind) => orderNames[kind]).join(', ')}`, {
    number: orderNumber,
    date: localDate(ordered.at),
    subtitle: `Công trình: ${permit.application.workTitle}`,
    body: [
      {
        kind: 'list',
        items: [
          ...order.clauses.map((clause) => `Căn cứ ${clause};`),
          `Căn cứ ${basis(context)};`,
          `Căn cứ biên bản số ${matter.number} ${dateInWords(localDate(matter.steps[0]!.at))}.`,
        ],
      },
      { kind: 'heading', text: 'QUYẾT ĐỊNH' },
      text(`Điều 1. Áp dụng đối với ${peopleOf(context).ownerName}, công trình tại ${siteOf(context)}:`),
      { kind: 'list', items: order.kinds.map((kind) => orderLines[kind]) },
      ...(proposal?.note ? [text(`Nội dung: ${proposal.note}`)] : []),
      ...(ordered.note ? [text(ordered.note)] : []),
      ...(matter.lines.length > 0 ? [figures(matter.lines, true)] : []),
      text(
        `Điều 2. Thời hạn thực hiện: ${number(order.days)} ngày kể từ ngày ký${due ? `, đến hết ${dateInWords(due)}` : ''}. Quá thời hạn mà ` +
          'không thực hiện thì bị xử lý theo quy định của pháp luật.',
      ),
      text(
        'Điều 3. Quyết định có hiệu lực từ ngày ký. Chủ đầu tư có quyền khiếu nại, khởi kiện theo quy định của pháp luật.',
      ),
      notOnFile,
    ],
    signatures: [{ capacity: office.signer.capacity, hint: sealHint, name: office.signer.name }],
    recipients: ['Như Điều 1', `Lưu: ${office.desk}`],
    ...specimen(context),
  })
}

/** Biên bản nghiệm thu hoàn thành, xác nhận hoàn công. */
export function completionRecord(context: PaperContext, { visits, matters }: Control): Paper {
  const { permit } = context
  const completed = happened(permit, 'complete', 'Công trình chưa nghiệm thu', 'The works are not completed')
  const latest = new Map<string, FigureLine>()
  for (const { lines } of visits) for (const line of lines) if (line.measured !== null) latest.set(line.key, line)
  return paper(context, 'completion', 'BIÊN BẢN NGHIỆM THU, XÁC NHẬN HOÀN CÔNG', {
    number: `${permit.code}/NTHC`,
    date: localDate(completed.at),
    subtitle: basis(context),
    body: [
      {
        kind: 'fields',
        numbered: true,
        rows: [
          { label: 'Công trình', value: permit.application.workTitle },
          { label: 'Địa điểm', value: siteOf(context) },
          { label: 'Chủ đầu tư', value: peopleOf(context).ownerName },
          { label: 'Số lần kiểm tra', value: number(visits.length) },
          {
            label: 'Vụ việc đã xử lý',
            value: matters.length === 0 ? 'không có' : matters.map((one) => one.number).join('; '),
          },
          { label: 'Nghiệm thu lúc', value: timeInWords(completed.at) },
        ],
      },
      { kind: 'heading', text: 'Số đo hoàn công (lần đo gần nhất) so với giấy phép' },
      figures([...latest.values()], false),
      { kind: 'heading', text: 'Kết luận' },
      text(completed.note || dots),
      notOnFile,
    ],
    signatures: [
      { capacity: 'CHỦ ĐẦU TƯ', hint: signHint, name: null },
      { capacity: 'NGƯỜI XÁC NHẬN', hint: signHint, name: completed.actor },
    ],
    ...specimen(context),
  })
}
