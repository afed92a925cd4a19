import { both } from '../../../scenarios/text.ts'

export const text = {
  close: both('Đóng', 'Close'),
  details: both('Tên, mã và tọa độ', 'Names, codes and coordinates'),
  copy: both('Chép', 'Copy'),
  copied: both('Đã chép: {value}', 'Copied: {value}'),
  copyFailed: both('Không chép được: {value}', 'Could not be copied: {value}'),
  actions: both('Việc làm với nơi này', 'What to do with this place'),
  share: both('Chia sẻ', 'Share'),
  copyLink: both('Chép liên kết', 'Copy the link'),
  link: both('Liên kết đến nơi này', 'Link to this place'),
  qr: both('Mã QR', 'QR code'),
  qrOf: both('Mã QR mở {place}', 'QR code that opens {place}'),
  print: both('In', 'Print'),
  messenger: both(
    'Đang mở trong ứng dụng nhắn tin; nếu có phần không chạy, hãy mở bằng trình duyệt.',
    'Opened within a messenger; if a part does not work, open it in a browser.',
  ),
  directions: both('Chỉ đường', 'Directions'),
  report: both('Phản ánh tại đây', 'Report a problem here'),
  plain: both('Trang chữ, nhẹ', 'Plain page, light'),
  map: both('Bản đồ quanh {place}', 'Map around {place}'),
  printed: both('In từ bản đồ Vị Thanh ngày {date}', 'Printed from the map of Vị Thanh on {date}'),
}
