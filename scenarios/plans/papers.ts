/**
 * A plan's papers as data, printed as the desk's are: the decision (or, before there is one, the draft to be put forward), and the
 * sheet that shows what it rests on. A phương án says so across every page; so does what rests on generated data (guard 2).
 */
import type { PlanConflict, PlanView } from '../api/plans.ts'
import { buildStateTitles } from '../city-changes.ts'
import { describeEdit, slotOf } from '../edit.ts'
import {
  type Block,
  dateInWords,
  dots,
  number,
  type Office,
  type Paper,
  shortDate,
  shortTime,
  withUnit,
} from '../permits/papers/paper.ts'
import { localDate } from '../permits/working-days.ts'
import { DEPTH_THRESHOLDS, type RunRecord } from '../run.ts'
import { type Bilingual, both } from '../text.ts'
import { inForceStates, planEventTitles, planStateTitles, standingOf, standingTitles } from './process.ts'

export type PlanPaperKind = 'plan-decision' | 'plan-record'

/** For the screen. */
export const planPaperTitles: Readonly<Record<PlanPaperKind, Bilingual>> = {
  'plan-decision': both('Quyết định phê duyệt', 'Decision of approval'),
  'plan-record': both('Phiếu căn cứ của đồ án', 'Sheet of what the plan rests on'),
}

export const planKindTitles: Readonly<Record<PlanView['kind'], Bilingual>> = {
  general: both('Quy hoạch chung', 'General plan'),
  zone: both('Quy hoạch phân khu', 'Zoning plan'),
  detail: both('Quy hoạch chi tiết', 'Detailed plan'),
}

export interface PlanPaperContext {
  readonly plan: PlanView
  /** As they were settled; empty for those who may not see them. */
  readonly conflicts: readonly PlanConflict[]
  readonly office: Pick<Office, 'name' | 'place' | 'publicUrl' | 'signer'>
  /** When the paper is made: the instant, ISO 8601. */
  readonly at: string
}

const text = (words: string): Block => ({ kind: 'text', text: words })
const heading = (words: string): Block => ({ kind: 'heading', text: words })

/** Across every page; null: a plan in force that rests on surveys. */
export function planWatermark({ state, specimen }: Pick<PlanView, 'state' | 'specimen'>): string | null {
  const standing = standingOf(state)
  const mark =
    standing === 'in-force'
      ? null
      : standing === 'no-longer'
        ? 'HẾT HIỆU LỰC'
        : standing === 'closed'
          ? 'ĐÃ DỪNG'
          : 'PHƯƠNG ÁN'
  return [mark, specimen ? 'MINH HỌA' : null].filter(Boolean).join(' – ') || null
}

const adjusting = ({ adjusts }: PlanView) => (adjusts === null ? '' : 'điều chỉnh ')

/** Quyết định phê duyệt đồ án quy hoạch: dotted where nothing has been decided yet. */
export function planDecision(context: PlanPaperContext): Paper {
  const { plan, office } = context
  const { decision, current } = plan
  const name = `${adjusting(plan)}${planKindTitles[plan.kind].vi.toLocaleLowerCase('vi')} “${plan.title}”`
  const until = current?.consultation?.until
  const replaces = plan.replaces.map(({ title, changeId, reason }) =>
    changeId === null ? `Toàn bộ đồ án ${title}` : `Một phần đồ án ${title}: ${reason}`,
  )
  const articles: Block[] = [
    heading(`Điều 1. Phê duyệt ${name}`),
    text(plan.purpose),
    {
      kind: 'table',
      head: ['STT', 'Nội dung thay đổi', 'Tình trạng'],
      rows: editRows(plan),
      widths: [8, 67, 25],
    },
    heading('Điều 2. Bản vẽ kèm theo'),
    ...(decision
      ? [
          {
            kind: 'table' as const,
            head: ['Bản vẽ', 'Mã tệp (SHA-256)'],
            rows: decision.drawings.map((hash) => [drawingOf(plan, hash), hash]),
            widths: [35, 65],
          },
        ]
      : [text(dots)]),
    ...(replaces.length > 0 ? [heading('Điều 3. Thay thế'), { kind: 'list' as const, items: replaces }] : []),
    heading(`Điều ${replaces.length > 0 ? 4 : 3}. Hiệu lực`),
    text(
      decision
        ? `Quyết định có hiệu lực từ ${dateInWords(decision.effectiveFrom)}${
            decision.expiresOn ? ` đến hết ${dateInWords(decision.expiresOn)}` : ' cho đến khi được thay thế'
          }. Được phê duyệt chưa phải là đã xây dựng: mỗi thay đổi được theo dõi riêng đến khi hoàn công.`
        : `Quyết định có hiệu lực từ ${dots}`,
    ),
  ]
  return paper(context, 'plan-decision', 'QUYẾT ĐỊNH', {
    issuer: ['', decision?.issuer ?? office.name],
    number: decision?.number ?? null,
    date: decision?.signedOn ?? null,
    subtitle: `Về việc phê duyệt ${name}`,
    body: [
      text('Căn cứ Luật Quy hoạch đô thị và nông thôn số 47/2024/QH15;'),
      text(
        until
          ? `Căn cứ kết quả lấy ý kiến cộng đồng đến hết ${dateInWords(until)}: ${commentsSaid(plan)};`
          : `Căn cứ kết quả lấy ý kiến cộng đồng: ${dots};`,
      ),
      text('Căn cứ kết quả thẩm định và các kết quả mô phỏng đã được máy chủ tính lại (phiếu căn cứ kèm theo);'),
      ...articles,
    ],
    signatures: [{ capacity: office.signer.capacity, hint: '(Ký, đóng dấu)', name: null }],
    recipients: ['Như Điều 1', 'Lưu: VT'],
  })
}

const editRows = ({ current, changes }: PlanView): string[][] => {
  const states = new Map(changes.map((change) => [slotOf(change.edit), change.buildState]))
  return (current?.edits ?? []).map((edit, index) => [
    String(index + 1),
    describeEdit(edit).vi,
    buildStateTitles[states.get(slotOf(edit)) ?? 'proposed'].vi,
  ])
}

const drawingOf = ({ attachments }: PlanView, hash: string): string =>
  attachments.find((file) => file.hash === hash)?.name ?? 'Bản vẽ'

function commentsSaid({ comments, summary }: PlanView): string {
  const { total, shown, answered, hidden } = summary?.counts ?? comments
  return `${total} ý kiến, ${shown} công khai, ${answered} đã trả lời, ${hidden} không hiển thị`
}

/** Phiếu căn cứ: runs with their digests, comments, conflicts, steps with their places in the ledger, and what became of each edit. */
export function planBasis(context: PlanPaperContext): Paper {
  const { plan, conflicts, at } = context
  const runs = plan.current?.runs ?? []
  const body: Block[] = [
    {
      kind: 'fields',
      numbered: false,
      rows: [
        { label: 'Đồ án', value: plan.title },
        { label: 'Loại', value: `${adjusting(plan)}${planKindTitles[plan.kind].vi.toLocaleLowerCase('vi')}` },
        { label: 'Giá trị', value: standingTitles[standingOf(plan.state)].vi },
        { label: 'Bước', value: planStateTitles[plan.state].vi },
        ...(plan.decision
          ? [
              { label: 'Quyết định', value: `${plan.decision.number}, ${plan.decision.issuer}` },
              { label: 'Ngày ký', value: shortDate(plan.decision.signedOn) },
              { label: 'Hiệu lực từ', value: shortDate(plan.decision.effectiveFrom) },
            ]
          : []),
        {
          label: 'Kịch bản',
          value: plan.current
            ? `${plan.current.scenario.scenario.id}, bản lưu ${plan.current.scenario.revision}, lần trình ${plan.current.number}`
            : dots,
        },
        { label: 'Bản dữ liệu thành phố', value: plan.current?.scenario.scenario.body.city ?? dots },
      ],
    },
    ...(plan.specimen
      ? [text('Đồ án dựa trên dữ liệu dựng lại hoặc giả định: chỉ có giá trị minh họa, không phải căn cứ pháp lý.')]
      : []),
    heading('1. Kết quả mô phỏng, máy chủ tính lại'),
    {
      kind: 'table',
      head: ['Mô phỏng', 'Nhân tính toán', 'Mã kết quả (SHA-256)', 'So với bản trình'],
      rows: runs.map(({ claimed, run, state }) => [
        `${runTitles[claimed.kind]}${claimed.of === 'baseline' ? ' (hiện trạng)' : ''}`,
        run?.record.kernel ?? claimed.kernel,
        run?.record.digest ?? dots,
        state === 'same' ? 'khớp' : state === 'waiting' ? 'đang tính' : 'không khớp',
      ]),
      widths: [20, 20, 45, 15],
    },
    ...runs.flatMap(({ run, claimed }) => (run ? figuresOf(run.record, claimed.of === 'baseline') : [])),
    heading('2. Lấy ý kiến cộng đồng'),
    text(
      plan.current?.consultation
        ? `Từ ${shortDate(localDate(plan.current.consultation.openedAt))} đến hết ${shortDate(plan.current.consultation.until)} (${plan.current.consultation.days} ngày): ${commentsSaid(plan)}.`
        : 'Bản này chưa được lấy ý kiến.',
    ),
    ...(plan.summary ? [text(plan.summary.text), text(`Mã tổng hợp (SHA-256): ${plan.summary.hash}`)] : []),
    ...(conflicts.length > 0
      ? [
          heading('3. Mâu thuẫn với quy hoạch, giấy phép khác'),
          {
            kind: 'table' as const,
            head: ['Thay đổi', 'Gặp', 'Phần chung', 'Xử lý'],
            rows: conflicts.map(({ ours, theirs, theirTitle, areaSquareMetres, settled }) => [
              ours.vi,
              `${theirTitle}: ${theirs.vi}`,
              areaSquareMetres === null ? '' : withUnit(areaSquareMetres, 'm²', 1),
              settled ? `${settled.how === 'replaces' ? 'thay thế' : 'cùng tồn tại'}: ${settled.reason}` : 'chưa xử lý',
            ]),
            widths: [26, 32, 14, 28],
          },
        ]
      : []),
    heading(`${conflicts.length > 0 ? 4 : 3}. Quá trình`),
    {
      kind: 'table',
      head: ['Thời điểm', 'Việc', 'Người thực hiện', 'Nội dung', 'Sổ cái'],
      rows: plan.history.map(({ event, at: when, actor, note, ledgerSequence }) => [
        shortTime(when),
        event === 'open' ? 'Lập nhiệm vụ' : event === 'settle' ? 'Xử lý mâu thuẫn' : planEventTitles[event].vi,
        actor === 'clock' ? 'Hệ thống' : actor,
        note,
        `#${ledgerSequence}`,
      ]),
      widths: [17, 20, 16, 35, 12],
    },
    ...(plan.changes.some(({ buildState }) => buildState !== 'approved')
      ? [
          heading(`${conflicts.length > 0 ? 5 : 4}. Thực hiện`),
          {
            kind: 'table' as const,
            head: ['Thay đổi', 'Tình trạng', 'Từ', 'Văn bản nghiệm thu'],
            rows: plan.changes.map(({ edit, buildState, movedAt, document }) => [
              describeEdit(edit).vi,
              buildStateTitles[buildState].vi,
              shortTime(movedAt),
              document ?? (edit.kind === 'parcel.zoning' && buildState === 'as-built' ? 'theo ngày hiệu lực' : ''),
            ]),
            widths: [40, 20, 16, 24],
          },
        ]
      : []),
  ]
  return paper(context, 'plan-record', 'PHIẾU CĂN CỨ CỦA ĐỒ ÁN QUY HOẠCH', {
    number: plan.decision?.number ?? null,
    date: localDate(at),
    subtitle: plan.title,
    body,
    signatures: [{ capacity: 'NGƯỜI LẬP PHIẾU', hint: '(Ký, ghi rõ họ tên)', name: null }],
  })
}

const runTitles: Readonly<Record<PlanRunKind, string>> = {
  drainage: 'Thoát nước',
  traffic: 'Giao thông',
  lighting: 'Chiếu sáng',
}
type PlanRunKind = NonNullable<PlanView['current']>['runs'][number]['claimed']['kind']

/** The figures that a decision looks at first; the rest stands in the run. */
function figuresOf(record: RunRecord, baseline: boolean): Block[] {
  const of = baseline ? ' (hiện trạng)' : ''
  if (record.schema === 'run@1') {
    const { areaSquareMetres, buildings, households, streetMetres } = record.indicators
    return [
      text(`Ngập${of}, theo độ sâu từ ${DEPTH_THRESHOLDS.map((depth) => `${number(depth * 100, 0)} cm`).join(', ')}:`),
      {
        kind: 'table',
        head: ['Chỉ tiêu', ...DEPTH_THRESHOLDS.map((depth) => `≥ ${number(depth * 100, 0)} cm`)],
        rows: [
          ['Diện tích ngập, m²', ...areaSquareMetres.map((value) => number(value, 0))],
          ['Công trình bị ngập', ...buildings.map((value) => number(value, 0))],
          ['Số hộ bị ngập', ...households.map((value) => number(value, 0))],
          ['Chiều dài đường bị ngập, m', ...streetMetres.map((value) => number(value, 0))],
        ],
        widths: [40, 20, 20, 20],
      },
    ]
  }
  if (record.schema === 'lighting-run@1') {
    const { indicators: is, baseline: was } = record
    return [
      {
        kind: 'table',
        head: ['Chiếu sáng', 'Hiện trạng', 'Phương án'],
        rows: [
          ['Điện năng, kWh/năm', number(was.energy.kilowattHours, 0), number(is.energy.kilowattHours, 0)],
          ['Độ rọi trung bình, lx', number(was.averageIlluminance, 1), number(is.averageIlluminance, 1)],
          ['Chiều dài đường tối, m', number(was.darkMetres, 0), number(is.darkMetres, 0)],
        ],
        widths: [50, 25, 25],
      },
    ]
  }
  const { indicators: is, baseline: was } = record
  const kilometresAnHour = (metresASecond: number) => number(metresASecond * 3.6, 1)
  return [
    {
      kind: 'table',
      head: ['Giao thông giờ cao điểm', 'Hiện trạng', 'Phương án'],
      rows: [
        ['Thời gian chậm trễ, giờ xe', number(was.delayHours, 1), number(is.delayHours, 1)],
        [
          'Tốc độ trung bình, km/h',
          kilometresAnHour(was.meanSpeedMetresPerSecond),
          kilometresAnHour(is.meanSpeedMetresPerSecond),
        ],
        ['Số hộ không đến được bệnh viện', number(was.householdsCutOff, 0), number(is.householdsCutOff, 0)],
      ],
      widths: [50, 25, 25],
    },
    ...(is.calibrated ? [] : [text('Mô hình giao thông chưa hiệu chỉnh theo số đếm thực tế.')]),
  ]
}

function paper(
  { plan, office, at }: PlanPaperContext,
  kind: PlanPaperKind,
  title: string,
  rest: Pick<Paper, 'body' | 'signatures'> & Partial<Paper>,
): Paper {
  const url = `${office.publicUrl}/plans/${plan.id}`
  return {
    kind,
    issuer: ['', office.name],
    number: null,
    place: office.place,
    date: localDate(at),
    title,
    subtitle: null,
    addressee: null,
    recipients: [],
    qr: { text: url, caption: 'Quét mã để xem đồ án và kiểm tra căn cứ' },
    watermark: planWatermark(plan),
    marks: {
      Plan: plan.id,
      PlanState: plan.state,
      Approved: String(inForceStates.has(plan.state)),
      ...(plan.decision ? { Decision: plan.decision.number } : {}),
    },
    ...rest,
  }
}
