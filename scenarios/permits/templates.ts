/**
 * Texts for the notes of the desk, with `{places}` to fill: what is asked of the applicant, why a dossier is refused, what a body
 * is consulted about. Written to applicants and bodies, so in Vietnamese; titles are for the screen. A reviewer takes one, fills
 * it and goes on writing.
 */
import { Problem } from '../problem.ts'
import { type Bilingual, both } from '../text.ts'
import type { PermitEvent } from './process.ts'

export interface NoteTemplate {
  readonly id: string
  readonly event: PermitEvent
  readonly title: Bilingual
  /** Official Vietnamese. */
  readonly text: string
}

const template = (id: string, event: PermitEvent, title: Bilingual, text: string): NoteTemplate => ({
  id,
  event,
  title,
  text,
})

export const noteTemplates: readonly NoteTemplate[] = [
  template(
    'intake.place',
    'refuse-at-intake',
    both('Nộp sai nơi', 'Filed at the wrong office'),
    'Hồ sơ không thuộc thẩm quyền giải quyết của {coQuan}. Đề nghị nộp tại {noiNop}.',
  ),
  template(
    'intake.exempt',
    'refuse-at-intake',
    both('Công trình được miễn giấy phép', 'Works exempt from a permit'),
    'Công trình thuộc trường hợp miễn giấy phép xây dựng theo điểm {diem} khoản 2 Điều 43 Luật Xây dựng 135/2025/QH15. ' +
      'Đề nghị gửi thông báo khởi công theo quy định.',
  ),
  template(
    'supplement.land',
    'request-supplement',
    both('Giấy tờ đất', 'Land papers'),
    'Giấy tờ hợp pháp về đất đai của thửa {thua}, tờ bản đồ {to} (Điều 55 NĐ 217/2026/NĐ-CP).',
  ),
  template(
    'supplement.drawings',
    'request-supplement',
    both('Bản vẽ nhà ở', 'Drawings of a house'),
    'Bản vẽ {banVe} (Điều 60 NĐ 217/2026/NĐ-CP): mặt bằng công trình trên lô đất kèm sơ đồ vị trí; mặt bằng các tầng, các mặt ' +
      'đứng và mặt cắt chính; mặt bằng và mặt cắt móng kèm sơ đồ đấu nối cấp nước, thoát nước, cấp điện.',
  ),
  template(
    'supplement.neighbour',
    'request-supplement',
    both('Cam kết công trình liền kề', 'Commitment on adjoining works'),
    'Bản cam kết bảo đảm an toàn đối với công trình liền kề tại {viTri}.',
  ),
  template(
    'supplement.fire',
    'request-supplement',
    both('Phòng cháy, chữa cháy', 'Fire safety'),
    'Kết quả thẩm duyệt thiết kế về phòng cháy, chữa cháy đối với {hangMuc}.',
  ),
  template(
    'supplement.corners',
    'request-supplement',
    both('Tọa độ ranh đất', 'Corners of the lot'),
    'Bảng tọa độ VN-2000 của các góc ranh thửa {thua}: ranh khai báo lệch {lech} m so với hồ sơ địa chính.',
  ),
  template(
    'supplement.verification',
    'request-supplement',
    both('Thẩm tra thiết kế', 'Verification of the design'),
    'Báo cáo kết quả thẩm tra thiết kế xây dựng của {hangMuc} kèm chứng chỉ năng lực của tổ chức thẩm tra.',
  ),
  template(
    'consult.fire',
    'consult',
    both('Phòng cháy, chữa cháy', 'Fire police'),
    'Đề nghị cho ý kiến về giao thông phục vụ chữa cháy, khoảng cách an toàn phòng cháy của công trình {congTrinh}. ' +
      'Quá {soNgay} ngày làm việc không trả lời thì coi là đồng ý và chịu trách nhiệm theo quy định.',
  ),
  template(
    'consult.power',
    'consult',
    both('Hành lang lưới điện', 'Power line corridor'),
    'Đề nghị cho ý kiến về hành lang bảo vệ an toàn lưới điện {duongDay} tại công trình {congTrinh}. ' +
      'Quá {soNgay} ngày làm việc không trả lời thì coi là đồng ý và chịu trách nhiệm theo quy định.',
  ),
  template(
    'consult.canal',
    'consult',
    both('Hành lang kênh, thủy lợi', 'Canal corridor'),
    'Đề nghị cho ý kiến về hành lang bảo vệ {kenh} tại công trình {congTrinh}. ' +
      'Quá {soNgay} ngày làm việc không trả lời thì coi là đồng ý và chịu trách nhiệm theo quy định.',
  ),
  template(
    'consult.heritage',
    'consult',
    both('Di tích', 'Heritage'),
    'Đề nghị cho ý kiến về ảnh hưởng của công trình {congTrinh} đến {diTich}. ' +
      'Quá {soNgay} ngày làm việc không trả lời thì coi là đồng ý và chịu trách nhiệm theo quy định.',
  ),
  template(
    'propose.grant',
    'propose',
    both('Đề nghị cấp phép', 'Proposal to grant'),
    'Hồ sơ đủ điều kiện cấp giấy phép xây dựng theo Điều 44 Luật Xây dựng 135/2025/QH15. Kính trình {nguoiKy} xem xét, ký.',
  ),
  template(
    'propose.refuse',
    'propose',
    both('Đề nghị từ chối', 'Proposal to refuse'),
    'Hồ sơ không đủ điều kiện cấp giấy phép xây dựng: {lyDo}. Kính trình {nguoiKy} xem xét, ký văn bản từ chối.',
  ),
  template(
    'refuse.rules',
    'refuse',
    both('Không đạt quy định', 'Rules not met'),
    'Thiết kế không đáp ứng: {quyDinh}. Chủ đầu tư có thể nộp hồ sơ mới sau khi điều chỉnh thiết kế.',
  ),
  template(
    'refuse.supplement',
    'refuse',
    both('Bổ sung không đạt', 'Supplement fails'),
    'Hồ sơ bổ sung ngày {ngay} chưa đáp ứng thông báo ngày {ngayThongBao}: {conThieu}.',
  ),
  template(
    'revoke.wrong',
    'revoke',
    both('Cấp không đúng quy định', 'Wrongly issued'),
    'Giấy phép được cấp không đúng quy định của pháp luật: {lyDo}.',
  ),
  template(
    'revoke.deviation',
    'revoke',
    both('Không khắc phục sai phép', 'Deviation not put right'),
    'Chủ đầu tư không khắc phục việc xây dựng sai giấy phép trong thời hạn ghi tại {vanBan}.',
  ),
]

const places = /\{(\w+)\}/g
export const placesOf = (text: string): string[] => [...new Set([...text.matchAll(places)].map(([, name]) => name!))]

/** @throws Problem `permit/blank` where a place is left empty: nothing goes out with braces in it */
export function fillNote(text: string, values: Readonly<Record<string, string>>): string {
  const blank = placesOf(text).filter((name) => !values[name]?.trim())
  if (blank.length > 0)
    throw new Problem({
      code: 'permit/blank',
      message: both('Mẫu câu còn chỗ chưa điền', 'The template has places that are not filled'),
      place: blank.join(', '),
    })
  return text.replace(places, (_, name: string) => values[name]!.trim())
}
