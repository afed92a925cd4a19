/** Standard terms of the permit desk, Vietnamese first: states, events, kinds, verdicts. */
import type { Bucket } from '../../scenarios/api/permits.ts'

export { procedureTitles } from '../../scenarios/permits/application.ts'
export { workKindTitles } from '../../scenarios/rules/case.ts'

import type { SideRole } from '../../scenarios/permits/lot-sides.ts'
import { eventTitles, type PermitEvent } from '../../scenarios/permits/process.ts'
import type { Authority, bufferKinds, corridorKinds, exemptions, PermitCheck } from '../../scenarios/rules/case.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

export const bucketTitles: Record<Bucket, Bilingual> = {
  ahead: both('Trước hạn', 'In time'),
  soon: both('Sắp đến hạn', 'Due soon'),
  late: both('Quá hạn', 'Late'),
  paused: both('Tạm dừng', 'Paused'),
  closed: both('Đã kết thúc', 'Closed'),
}

export const titleOfEvent = (event: 'file' | PermitEvent): Bilingual =>
  event === 'file' ? both('Nộp hồ sơ', 'Filed') : eventTitles[event]

export const classTitles: Record<PermitCheck['work']['class'], Bilingual> = {
  special: both('Cấp đặc biệt', 'Special class'),
  I: both('Cấp I', 'Class I'),
  II: both('Cấp II', 'Class II'),
  III: both('Cấp III', 'Class III'),
  IV: both('Cấp IV', 'Class IV'),
}

export const exemptionTitles: Record<(typeof exemptions)[number], Bilingual> = {
  'state-secret-or-emergency': both('Bí mật nhà nước, khẩn cấp', 'State secret or emergency'),
  'public-investment': both('Đầu tư công', 'Public investment'),
  'linear-works': both('Công trình theo tuyến đã chấp thuận', 'Linear works with an approved route'),
  'offshore-or-airport': both('Trên biển, cảng hàng không', 'Offshore or airport'),
  'advertisement-or-passive-telecom': both('Quảng cáo, viễn thông thụ động', 'Advertisement or passive telecom'),
  'appraised-by-construction-authority': both(
    'Đã được cơ quan xây dựng thẩm định',
    'Appraised by the construction authority',
  ),
  'interior-repair': both('Sửa chữa bên trong', 'Interior repair'),
}

export const authorityTitles: Record<Authority, Bilingual> = {
  commune: both('UBND phường, xã', 'Ward or commune'),
  department: both('Sở Xây dựng', 'Department of Construction'),
  'zone-board': both('Ban quản lý khu', 'Zone management board'),
}

export const roadClassTitles: Record<NonNullable<PermitCheck['roads'][number]['class']>, Bilingual> = {
  urban: both('Đường cấp đô thị', 'Urban street'),
  area: both('Đường cấp khu vực', 'Area street'),
  internal: both('Đường nội bộ', 'Internal street'),
  alley: both('Hẻm', 'Alley'),
}

export const sideRoleTitles: Record<SideRole, Bilingual> = {
  front: both('Mặt tiền', 'Front'),
  side: both('Bên', 'Side'),
  back: both('Sau', 'Back'),
}

export const corridorTitles: Record<(typeof corridorKinds)[number], Bilingual> = {
  power: both('Đường dây điện', 'Power line'),
  canal: both('Kênh, rạch', 'Canal'),
  dyke: both('Đê, kè', 'Dyke'),
  irrigation: both('Công trình thủy lợi', 'Irrigation works'),
  road: both('Hành lang đường bộ', 'Road corridor'),
  heritage: both('Di tích', 'Heritage'),
  'water-pipe': both('Ống cấp nước', 'Water main'),
  gas: both('Ống dẫn khí', 'Gas pipe'),
}

export const bufferTitles: Record<(typeof bufferKinds)[number], Bilingual> = {
  'wastewater-mechanical': both('Trạm xử lý nước thải cơ học', 'Wastewater plant, mechanical'),
  'wastewater-closed': both('Trạm xử lý nước thải khép kín', 'Wastewater plant, closed'),
  'wastewater-pump': both('Trạm bơm nước thải', 'Wastewater pumping station'),
  'waste-transfer': both('Trạm trung chuyển rác', 'Waste transfer station'),
  'landfill-organic': both('Bãi chôn lấp rác hữu cơ', 'Landfill, organic'),
  'landfill-inorganic': both('Bãi chôn lấp rác vô cơ', 'Landfill, inorganic'),
  incineration: both('Lò đốt rác', 'Incineration'),
  'cemetery-burial': both('Nghĩa trang hung táng', 'Cemetery, first burial'),
  'cemetery-one-time': both('Nghĩa trang chôn một lần', 'Cemetery, one-time burial'),
  'cemetery-reburial': both('Nghĩa trang cát táng', 'Cemetery, reburial'),
  crematorium: both('Cơ sở hỏa táng', 'Crematorium'),
  livestock: both('Trại chăn nuôi', 'Livestock farm'),
  'petrol-station': both('Trạm xăng dầu', 'Petrol station'),
  well: both('Giếng khoan cấp nước', 'Supply well'),
}
