/** Every paper of the desk, of one house whose way through the office asks for each. */
import type { Control, ControlMatter, Visit } from '../../scenarios/api/control.ts'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { judge, nothingMeasured } from '../../scenarios/permits/control/figures.ts'
import { completionRecord, controlOrder, startNotice, violationRecord } from '../../scenarios/permits/papers/control.ts'
import {
  apology,
  controlSheet,
  intakeReceipt,
  intakeRefusal,
  refusalNotice,
  supplementRequest,
} from '../../scenarios/permits/papers/desk.ts'
import { assumedFees, feeReceipt } from '../../scenarios/permits/papers/fee.ts'
import type { Office, Paper, PaperContext, PaperKind } from '../../scenarios/permits/papers/paper.ts'
import { permitPaper } from '../../scenarios/permits/papers/permit.ts'
import { checkReportPaper } from '../../scenarios/permits/papers/report.ts'
import { siteRecord } from '../../scenarios/permits/papers/site.ts'
import { checkReport, clockSettings, type Happened, houseApplication, permitCase, ruleLine } from './permit.ts'

export const office: Office = {
  receiver: '',
  accounts: [],
  name: 'Ủy ban nhân dân phường Vị Thanh',
  desk: 'Trung tâm Phục vụ hành chính công phường Vị Thanh',
  place: 'Vị Thanh',
  unitName: 'phường Vị Thanh, thành phố Cần Thơ',
  address: 'số 9, đường Võ Văn Kiệt, phường Vị Thanh',
  phone: '0293 3876 001',
  signer: { capacity: 'CHỦ TỊCH', name: 'Lê Hoàng Phúc' },
  publicUrl: 'https://vithanh.example.vn',
}

export const failed = ruleLine('density.house', {
  verdict: 'fail',
  limit: 90,
  actual: 92.5,
  why: { vi: '92,5 % vượt 90 % của lô 100 m²', en: '92.5 % exceeds 90 % of a lot of 100 m²' },
})
const report = checkReport([
  failed,
  ruleLine('setback', {
    title: { vi: 'Khoảng lùi', en: 'Setback' },
    clause: 'QCVN 01:2021/BXD, 2.6.2, Bảng 2.7',
    limit: 0,
    actual: 2,
    unit: 'm',
    confidence: 'reconstructed',
  }),
  ruleLine('flood.simulated', {
    title: { vi: 'Ngập mô phỏng', en: 'Simulated flood' },
    clause: 'Tham khảo',
    basis: 'advice',
    verdict: 'person',
    limit: null,
    actual: 0.25,
    unit: 'm',
  }),
])
report.figures = {
  lotSquareMetres: 100,
  footprintSquareMetres: 80,
  densityPercent: 80,
  far: 2.525,
  floorSquareMetres: 252.5,
  heightMetres: 11.4,
  storeys: 3,
  setbackMetres: 2,
}

const received: Happened[] = [
  ['file', 'submitted', '2026-11-02T02:30:00Z'],
  ['receive', 'received', '2026-11-02T03:00:00Z'],
  ['assign', 'in-review', '2026-11-02T04:00:00Z', { to: 'Lê Văn Sáu' }],
]
const supplemented: Happened[] = [
  ...received,
  [
    'request-supplement',
    'supplement-requested',
    '2026-11-03T03:00:00Z',
    { note: '1. Giấy tờ hợp pháp về đất đai của thửa 127, tờ bản đồ 34.\n- Bản vẽ mặt bằng móng.' },
  ],
  ['supplement', 'in-review', '2026-11-05T03:00:00Z', { actor: 'applicant' }],
]
const proposed: Happened[] = [...supplemented, ['propose', 'to-sign', '2026-11-09T03:00:00Z']]
const issued: Happened[] = [
  ...proposed,
  ['approve', 'approved', '2026-11-10T03:00:00Z'],
  ['issue', 'issued', '2026-11-10T04:00:00Z'],
]
const refused: Happened[] = [
  ...proposed,
  [
    'refuse',
    'refused',
    '2026-11-10T03:00:00Z',
    { note: 'Mật độ xây dựng vượt quy định.', clauses: [failed.clause, 'NĐ 217/2026/NĐ-CP, Đ.57, 60, 61, 63'] },
  ],
]
const refusedAtIntake: Happened[] = [
  ['file', 'submitted', '2026-11-02T02:30:00Z'],
  [
    'refuse-at-intake',
    'refused-at-intake',
    '2026-11-02T03:00:00Z',
    { note: 'Hồ sơ thuộc thẩm quyền của Sở Xây dựng.' },
  ],
]
const started: Happened[] = [...issued, ['start', 'under-construction', '2026-11-12T02:00:00Z', { actor: 'applicant' }]]
const completed: Happened[] = [
  ...started,
  ['complete', 'completed', '2027-06-01T02:00:00Z', { note: 'Đúng giấy phép.', actor: 'Lê Văn Sáu' }],
]
export const ways = { started, completed, received, supplemented, proposed, issued, refused, refusedAtIntake }

export function contextOf(happened: readonly Happened[], at: string, rest: Partial<PermitCase> = {}): PaperContext {
  const pdf = {
    hash: 'a'.repeat(64),
    name: 'Bản vẽ thiết kế.pdf',
    kind: 'pdf' as const,
    bytes: 9,
    addedAt: at,
  }
  return {
    permit: permitCase(happened, at, {
      report,
      reportHash: 'd'.repeat(64),
      reportCurrent: true,
      attachments: [pdf],
      ...rest,
    }),
    office,
    at,
  }
}

const landPapers = 'Giấy chứng nhận quyền sử dụng đất số CT 012345, vào sổ ngày 12/3/2021'
const lines = judge(houseApplication, { ...nothingMeasured, height: 12.6, storeys: 4 }, null)
const visit: Visit = {
  id: '0190f3a0-0000-7000-8000-00000000000a',
  purpose: 'progress',
  startedAt: '2026-12-01T02:00:00.000Z',
  endedAt: '2026-12-01T02:30:00.000Z',
  receivedAt: '2026-12-01T03:00:00.000Z',
  inspector: 'Lê Văn Sáu',
  position: { easting: 551_002.4, northing: 1_082_010.2, accuracyMetres: null },
  measured: { ...nothingMeasured, height: 12.6, storeys: 4 },
  lines,
  photos: [{ hash: 'b'.repeat(64), place: null, takenAt: null }],
  words: {
    present: [
      { side: 'office', name: 'Lê Văn Sáu', title: 'công chức' },
      { side: 'owner', name: 'Nguyễn Thị Kiều Oanh', title: '' },
    ],
    remarks: 'Đang xây tầng 4.',
    conclusion: 'Vượt một tầng.',
    captions: { ['b'.repeat(64)]: 'Mặt đứng' },
  },
  ledgerSequence: 12,
}
const step = (
  event: ControlMatter['steps'][number]['event'],
  at: string,
  note: string,
): ControlMatter['steps'][number] => ({
  event,
  at,
  by: 'Lê Văn Sáu',
  note,
  due: null,
  followUpId: null,
  ledgerSequence: 13,
})
const matter: ControlMatter = {
  id: '0190f3a0-0000-7000-8000-00000000000b',
  number: '3/BB-TTXD',
  state: 'ordered',
  event: 'order',
  at: '2026-12-03T02:00:00.000Z',
  visitId: visit.id,
  foundAt: visit.startedAt,
  lines: lines.filter(({ within }) => within === false),
  order: { kinds: ['stop', 'remedy'], days: 15, clauses: ['NĐ 217/2026/NĐ-CP, Đ.67'] },
  orderNumber: '2/QĐ-TTXD',
  due: '2026-12-18',
  followUpId: null,
  revision: 3,
  overdue: false,
  may: [],
  steps: [
    step('record', '2026-12-01T03:00:00.000Z', 'Xây vượt một tầng so với giấy phép.'),
    step('propose', '2026-12-02T03:00:00.000Z', 'Tháo dỡ phần xây vượt.'),
    step('order', '2026-12-03T02:00:00.000Z', ''),
  ],
}
const control: Control = {
  visits: [visit],
  matters: [matter],
  changes: [],
  noChanges: null,
  unfinished: null,
  mayVisit: false,
}

export const papers: Readonly<Record<PaperKind, Paper>> = {
  receipt: intakeReceipt(contextOf(received, '2026-11-02T04:00:00Z'), 'K7QX-2M9P'),
  supplement: supplementRequest(contextOf(supplemented, '2026-11-05T04:00:00Z')),
  'intake-refusal': intakeRefusal(contextOf(refusedAtIntake, '2026-11-02T04:00:00Z')),
  refusal: refusalNotice(contextOf(refused, '2026-11-10T04:00:00Z')),
  apology: apology(
    contextOf(received, '2026-11-16T02:00:00Z'),
    '2026-11-18',
    'chờ ý kiến của cơ quan quản lý lưới điện.',
  ),
  control: controlSheet(contextOf(issued, '2026-11-10T05:00:00Z'), clockSettings),
  inspection: siteRecord(contextOf(received, '2026-11-04T04:00:00Z'), {
    startedAt: '2026-11-04T01:30:00Z',
    endedAt: '2026-11-04T02:10:00Z',
    present: [
      { side: 'office', name: 'Lê Văn Sáu', title: 'công chức địa chính – xây dựng' },
      { side: 'owner', name: 'Nguyễn Thị Kiều Oanh', title: '' },
    ],
    position: { easting: 551_002.4, northing: 1_082_010.2, accuracyMetres: 4 },
    measurements: [
      { item: 'Mặt tiền', design: 5, measured: 5.02, unit: 'm', tolerance: 0.05 },
      { item: 'Khoảng lùi', design: 2, measured: 1.7, unit: 'm', tolerance: 0.05 },
      { item: 'Số tầng', design: 3, measured: null, unit: 'storeys', tolerance: 0 },
    ],
    remarks: 'Lô đất trống, có lối vào từ đường Trần Hưng Đạo.',
    conclusion: 'Đủ điều kiện thẩm định; đề nghị chủ đầu tư định vị lại khoảng lùi.',
    photos: [{ hash: 'b'.repeat(64), caption: 'Mặt tiền lô đất' }],
  }),
  fee: feeReceipt(
    contextOf(received, '2026-11-02T04:00:00Z'),
    { serial: 'CT-26E 0000123', at: '2026-11-02T03:20:00Z', how: 'portal', collector: 'Trần Văn Bảy' },
    { ...assumedFees, resolution: 'NQ 99/2026/NQ-HĐND' },
  ),
  permit: permitPaper(contextOf(issued, '2026-11-10T05:00:00Z', { permitNumber: '31/GPXD' }), {
    landPapers,
    workId: null,
  }),
  'check-report': checkReportPaper(contextOf(proposed, '2026-11-09T05:00:00Z'), [
    {
      id: '0190f3a0-0000-7000-8000-000000000009',
      kind: 'drainage',
      kernel: 'drainage@3',
      digest: 'e'.repeat(64),
      title: 'Thoát nước khi có công trình',
      summary: ['Ngập sâu nhất tại hẻm 12: 10–30 cm, không khác trước.'],
    },
  ]),
  'start-notice': startNotice(contextOf(started, '2026-11-12T04:00:00Z', { permitNumber: '31/GPXD' })),
  violation: violationRecord(contextOf(started, '2026-12-01T04:00:00Z', { permitNumber: '31/GPXD' }), matter, visit),
  order: controlOrder(contextOf(started, '2026-12-03T04:00:00Z', { permitNumber: '31/GPXD' }), matter),
  completion: completionRecord(contextOf(completed, '2027-06-01T04:00:00Z', { permitNumber: '31/GPXD' }), control),
}
