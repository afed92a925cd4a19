/** Words that several lists of what is published say. */
import { both } from '../../../scenarios/text.ts'

export const text = {
  plans: both('Quy hoạch', 'Plans'),
  permits: both('Giấy phép', 'Permits'),
  works: both('Đào đường', 'Street works'),
  lists: both('Danh sách', 'Lists'),
  loading: both('Đang tải…', 'Loading…'),
  inView: both('Chỉ những gì đang thấy trên bản đồ', 'Only what is in view'),
  search: both('Tìm', 'Find'),
  found: both('Tìm thấy: {n}', 'Found: {n}'),
  none: both('Không có gì ở đây.', 'There is nothing here.'),
  more: both('Còn nữa: hãy phóng to bản đồ.', 'There are more: look closer.'),
  showMore: both('Xem thêm', 'Show more'),
  specimen: both('Bản mẫu', 'Specimen'),
  generated: both(
    'Dữ liệu nền được sinh tự động: đây là bản mẫu để minh họa, không có giá trị pháp lý.',
    'The data below are generated: a specimen for illustration, without legal force.',
  ),
  back: both('Danh sách quy hoạch', 'All plans'),
} as const
