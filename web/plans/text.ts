/** Words that several parts of the plans' pages say, Vietnamese first. */
import type { PlanAttachment, PlanKind, RunDifference } from '../../scenarios/api/plans.ts'
import type { RunKind } from '../../scenarios/run.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

export const text = {
  plans: both('Quy hoạch và phương án', 'Plans and proposals'),
  loading: both('Đang tải…', 'Loading…'),
  specimenWhy: both(
    'Dữ liệu nền do chương trình sinh ra: đây là bản mẫu, không phải quy hoạch có hiệu lực.',
    'The data below it are generated: this is a specimen, never a plan in force.',
  ),
  reload: both('Xem bản mới', 'Show the new one'),
  changed: both('Đồ án vừa thay đổi.', 'The plan has just changed.'),
  send: both('Gửi', 'Send'),
  cancel: both('Thôi', 'Cancel'),
  cityWide: both('Toàn thành phố', 'The whole city'),
  follow: both('Tra cứu ý kiến đã gửi', 'Follow a comment'),
  back: both('Danh sách quy hoạch', 'All plans'),
  edit: both('Thay đổi {n}', 'Change {n}'),
  onMap: both('Điểm trên bản đồ', 'A place on the map'),
  whole: both('Cả đồ án', 'The plan as a whole'),
  hide: both('Ẩn', 'Hide'),
} as const

export const planKindTitles: Record<PlanKind, Bilingual> = {
  general: both('Quy hoạch chung', 'General plan'),
  zone: both('Quy hoạch phân khu', 'Zone plan'),
  detail: both('Quy hoạch chi tiết', 'Detailed plan'),
}

export const purposeTitles: Record<PlanAttachment['purpose'], Bilingual> = {
  task: both('Nhiệm vụ', 'Task'),
  drawing: both('Bản vẽ', 'Drawing'),
  explanation: both('Thuyết minh', 'Explanation'),
  appraisal: both('Thẩm định', 'Appraisal'),
  acceptance: both('Nghiệm thu', 'Acceptance'),
  other: both('Khác', 'Other'),
}

export const runKindTitles: Record<RunKind, Bilingual> = {
  drainage: both('Thoát nước và ngập', 'Drainage and flooding'),
  traffic: both('Giao thông', 'Traffic'),
  lighting: both('Chiếu sáng', 'Lighting'),
}

export const differenceTitles: Record<RunDifference['what'], Bilingual> = {
  digest: both('dấu số liệu', 'digest'),
  kernel: both('phiên bản mô hình', 'version of the model'),
  city: both('dữ liệu thành phố', 'data of the city'),
  scenario: both('phương án', 'scenario'),
  failed: both('lần tính', 'computation'),
}
