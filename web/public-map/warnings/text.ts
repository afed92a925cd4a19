/** Words of warnings, Vietnamese first. */
import { both } from '../../../scenarios/text.ts'

export const text = {
  label: both('Cảnh báo đang hiệu lực', 'Warnings in force'),
  until: both('Đến {time}', 'Until {time}'),
  from: both('Từ {time}', 'From {time}'),
  more: both('Làm gì?', 'What to do?'),
  all: both('Xem tất cả ({n})', 'See all ({n})'),
  notConnected: both('Chưa kết nối nguồn cảnh báo.', 'No source of warnings is connected.'),
  notConnectedWhy: both(
    'Hãy theo dõi đài, báo và thông báo của phường. Khi có nguồn, cảnh báo sẽ hiện ở đây và ở đầu trang.',
    'Follow the radio, the press and your ward’s notices. Once a source is there, warnings appear here and on top of the page.',
  ),
  none: both('Không có cảnh báo nào đang hiệu lực.', 'No warning is in force.'),
  last: both('Tin gần nhất: {time}.', 'The last one came: {time}.'),
  asOf: both('Cập nhật lúc {time}.', 'As of {time}.'),
  notReached: both(
    'Máy chủ không trả lời: đây là những gì đã biết lúc {time}.',
    'The server does not answer: this is what was known at {time}.',
  ),
  never: both('Chưa nhận được gì từ máy chủ.', 'Nothing has come from the server yet.'),
  where: both('Ở đâu', 'Where'),
  toDo: both('Hãy làm', 'What to do'),
  basis: both('Căn cứ', 'By'),
  sent: both('{sender}, lúc {time}', '{sender}, at {time}'),
  showArea: both('Xem vùng trên bản đồ', 'Show the area on the map'),
  generated: both('Dựa trên dữ liệu sinh tự động.', 'Rests on generated data.'),
  overlay: both('Vùng cảnh báo', 'Area of the warning'),
} as const
