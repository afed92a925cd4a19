import { both } from '../../../scenarios/text.ts'

export const text = {
  parcel: both('Thửa {number}, tờ {sheet}', 'Parcel {number}, sheet {sheet}'),
  noParcel: both(
    'Ở đây không có thửa đất (đường, kênh hoặc đất chưa đo vẽ).',
    'No parcel lies here (a street, a canal, or land that was not surveyed).',
  ),
  zone: both('Khu chức năng: {name} – {title} ({code})', 'Zone: {name} – {title} ({code})'),
  generated: both(
    'Dữ liệu thửa đất, quy hoạch ở đây là minh họa, không dùng để quyết định.',
    'Parcels and plans here are illustrative: they decide nothing.',
  ),
  person: both('cần người xem', 'needs a person'),
  settled: both('có căn cứ', 'settled'),
  clauses: both('Căn cứ', 'Clauses'),
  reconstructed: both(
    'hàng bảng phục dựng, cần đối chiếu bản in',
    'row of the table rebuilt, to be compared with print',
  ),
  memory: both('ghi theo trí nhớ', 'from memory'),
  assumed: both('giả định', 'assumed'),
  concerns: both('Quy hoạch, công trình đã duyệt gần đây', 'Plans and approved works near by'),
  noConcerns: both(
    'Không có đồ án công bố hay thay đổi đã duyệt nào trong vòng 30 m.',
    'No published plan and no approved change within 30 m.',
  ),
  here: both('tại thửa này', 'on this parcel'),
  away: both('cách {metres} m', '{metres} m away'),
  decision: both('Quyết định {number}', 'Decision {number}'),
  from: both('hiệu lực từ {date}', 'in force from {date}'),
  permit: both('Công trình được cấp phép', 'A permitted building'),
  works: both('Công trình trên đường', 'Works on the street'),
  request: both('Yêu cầu thông tin quy hoạch chính thức', 'Request official planning information'),
}
