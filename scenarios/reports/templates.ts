/** Answers that a desk writes often, to begin with: a person fills in what is in brackets. */
import { type Bilingual, both } from '../text.ts'

export interface AnswerTemplate {
  readonly title: Bilingual
  /** To the people of the place, so in Vietnamese. */
  readonly text: string
}

export const answerTemplates: readonly AnswerTemplate[] = [
  {
    title: both('Đã khắc phục', 'Put right'),
    text: 'Cảm ơn ông/bà đã phản ánh. Đơn vị đã kiểm tra và khắc phục xong ngày [ngày]. Nếu chưa đạt, ông/bà có thể chọn “Không hài lòng” để mở lại.',
  },
  {
    title: both('Đã lên lịch', 'Planned'),
    text: 'Cảm ơn ông/bà đã phản ánh. Đơn vị đã kiểm tra; việc sửa chữa được thực hiện từ [ngày] đến [ngày]. Trong thời gian chờ, đã [biện pháp tạm thời].',
  },
  {
    title: both('Không thấy tại hiện trường', 'Not found on site'),
    text: 'Cảm ơn ông/bà đã phản ánh. Ngày [ngày] đơn vị đã đến nơi và không thấy sự việc. Nếu còn xảy ra, mong ông/bà bổ sung hình ảnh và thời điểm.',
  },
  {
    title: both('Đã xử lý vi phạm', 'Dealt with'),
    text: 'Cảm ơn ông/bà đã phản ánh. Đơn vị đã kiểm tra, nhắc nhở và xử lý theo quy định; sẽ tiếp tục kiểm tra định kỳ.',
  },
  {
    title: both('Thuộc cơ quan khác', 'For another body'),
    text: 'Cảm ơn ông/bà đã phản ánh. Sự việc thuộc thẩm quyền của [cơ quan]; chúng tôi đã chuyển nội dung ngày [ngày]. Ông/bà có thể liên hệ [số điện thoại].',
  },
]

export const rejectionTemplates: readonly AnswerTemplate[] = [
  {
    title: both('Không đủ thông tin', 'Too little said'),
    text: 'Nội dung chưa đủ để xử lý: [thiếu gì]. Mong ông/bà gửi lại với vị trí và hình ảnh rõ hơn.',
  },
  {
    title: both('Ngoài địa bàn', 'Outside the city'),
    text: 'Nơi phản ánh ngoài địa bàn quản lý; mong ông/bà gửi đến [cơ quan].',
  },
  {
    title: both('Khiếu nại, tố cáo', 'A complaint or denunciation'),
    text: 'Nội dung là khiếu nại, tố cáo; được giải quyết theo luật riêng, không qua kênh phản ánh hiện trường. Mong ông/bà nộp đơn tại [nơi nhận].',
  },
]
