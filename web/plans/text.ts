/** Words that several parts of the plans' pages say, Vietnamese first. */
import type { PlanAttachment, PlanKind } from '../../scenarios/api/plans.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

export const text = {
  plans: both('Quy hoạch và phương án', 'Plans and proposals'),
  loading: both('Đang tải…', 'Loading…'),
  specimen: both('Bản mẫu', 'Specimen'),
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
