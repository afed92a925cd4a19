/** The words of the forms for streets, Vietnamese first. */
import { both } from '../../scenarios/text.ts'

export const roadText = {
  drawRoad: both('Vẽ đường mới', 'Draw a new road'),
  lineHint: both(
    'Bấm từng điểm của tim đường; điểm gần đường có sẵn sẽ bắt vào đường đó. Bấm đúp, bấm lại điểm cuối hoặc Enter để kết thúc, Esc để bỏ.',
    'Click along the middle of the road; a point near a street joins it. Double-click, click the last point again or press Enter to end, Esc gives up.',
  ),
  newRoad: both('Đường mới', 'New road'),
  plannedRoad: both('Đường trong phương án', 'Road of the scenario'),
  length: both('Chiều dài', 'Length'),
  name: both('Tên đường (không bắt buộc)', 'Name (optional)'),
  class: both('Cấp đường', 'Class'),
  width: both('Bề rộng mặt đường', 'Width of the carriageway'),
  lanes: both('Số làn (cả hai chiều)', 'Lanes (both directions)'),
  oneWay: both('Một chiều, theo chiều vẽ', 'One-way, as it was drawn'),
  bridge: both('Cầu', 'Bridge'),
  addRoad: both('Thêm đường vào phương án', 'Add the road to the scenario'),
  changeRoad: both('Sửa đường', 'Change the road'),
  removeRoad: both('Bỏ đường này', 'Take this road out'),

  section: both('Mặt cắt đường', 'Cross-section'),
  sectionAction: both('Đổi mặt cắt', 'Change the section'),
  direction: both('Chiều đi', 'Direction'),
  directionHint: both(
    'Mũi tên trên bản đồ chỉ chiều thuận của đường đang chọn.',
    'The arrow on the map points forward along the chosen road.',
  ),
  both: both('Hai chiều', 'Two-way'),
  forward: both('Một chiều theo mũi tên', 'One-way along the arrow'),
  backward: both('Một chiều ngược mũi tên', 'One-way against the arrow'),

  turns: both('Cấm rẽ từ đường này', 'Turns banned from this road'),
  noTurns: both('Không có đường nào nối vào hai đầu.', 'No road meets either end.'),
  loose: both(
    'Đường này không nối với đường nào ở cả hai đầu: không xe nào vào được.',
    'This road joins no other at either end: no vehicle can reach it.',
  ),
  atLast: both('Ở đầu mũi tên', 'At the head of the arrow'),
  atFirst: both('Ở đuôi mũi tên', 'At the tail of the arrow'),
  left: both('Cấm rẽ trái vào {name}', 'No left turn into {name}'),
  right: both('Cấm rẽ phải vào {name}', 'No right turn into {name}'),
  straight: both('Cấm đi thẳng vào {name}', 'No way straight on into {name}'),
  back: both('Cấm quay lại vào {name}', 'No turning back into {name}'),
  join: both('Cấm rẽ vào {name}', 'No turn into {name}'),
  nameless: both('đường không tên ({id})', 'nameless road ({id})'),
} as const
