/** Words of the papers' card; the papers themselves are in Vietnamese alone. */
import { both } from '../../scenarios/text.ts'

export const paperText = {
  title: both('Giấy tờ (PDF)', 'Papers (PDF)'),
  making: both('Đang lập…', 'Making…'),
  make: both('Lập PDF', 'Make the PDF'),
  again: both('Hẹn lại ngày', 'The new day'),
  reason: both('Lý do chậm', 'Why it is late'),
  serial: both('Ký hiệu, số biên lai', 'Serial of the receipt'),
  how: both('Hình thức thanh toán', 'Paid by'),
  hows: {
    portal: both('Cổng Dịch vụ công', 'National portal'),
    transfer: both('Chuyển khoản', 'Bank transfer'),
    cash: both('Tiền mặt', 'Cash'),
  },
  collector: both('Người thu', 'Collected by'),
  feeAssumed: both(
    'Mức lệ phí là giả định: biên lai in dấu MINH HỌA đến khi có nghị quyết.',
    'The fee is assumed: the receipt is marked MINH HỌA until a resolution sets it.',
  ),
  landPapers: both('Giấy tờ về đất đai', 'Land papers'),
  workId: both('Mã định danh công trình (nếu có)', 'Id of the works (if any)'),
} as const
