/** Every word of street lighting in the planner, Vietnamese first, in the terms of QCVN 07-7:2023/BXD. */
import type { LightingVerdict } from '../../scenarios/lighting-check.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { lightingFigureText } from '../shared/lighting-figures.ts'

export const lightingText = {
  ...lightingFigureText,
  lighting: both('Chiếu sáng', 'Lighting'),
  parts: both('Phần chiếu sáng', 'Parts of lighting'),
  results: both('Kết quả', 'Results'),
  settings: both('Giả thiết', 'Assumptions'),

  // the run
  computing: both('Đang tính chiếu sáng', 'Computing lighting'),
  done: both('Đã tính xong chiếu sáng.', 'Lighting is computed.'),
  failed: both('Không tính được chiếu sáng.', 'Lighting could not be computed.'),
  cancelled: both(
    'Đã dừng theo yêu cầu. Kết quả trước (nếu có) vẫn còn.',
    'Stopped on request. Earlier results remain.',
  ),
  cancel: both('Dừng', 'Stop'),
  compute: both('Tính lại chiếu sáng', 'Compute lighting again'),
  auto: both('Tự cập nhật khi phương án đổi', 'Update when the scenario changes'),
  stale: both(
    'Phương án hoặc giả thiết đã đổi: số liệu dưới đây là của lần tính trước.',
    'The scenario or its assumptions have changed: these figures are of the run before.',
  ),
  empty: both(
    'Chưa có kết quả chiếu sáng. Lần mở đầu tiên đọc đèn, đường và tính hiện trạng.',
    'No lighting results yet. The first time, lamps and streets are read and the baseline is computed.',
  ),
  alone: both(
    'Phương án chưa đổi gì về chiếu sáng: chỉ có hiện trạng. Bấm một cây đèn trên bản đồ để thay bộ đèn, báo hỏng, đổi cột.',
    'Nothing is changed yet: there is only the baseline. Click a lamp on the map to change its luminaire, state or pole.',
  ),
  indicative: both(
    'Độ chói chỉ để tham khảo: bảng phản xạ mặt đường (bảng r) chưa được đối chiếu với bảng in. Các đoạn này cần người xem quyết định.',
    'Luminance is indicative: the road reflection table (r-table) has not been compared with a printed one. A person decides.',
  ),

  // cards
  indicators: both('Chỉ tiêu chiếu sáng', 'Lighting indicators'),
  lampsUnit: both('đèn', 'lamps'),
  dongUnit: both('đ', 'VND'),
  yearUnit: both('kWh/năm', 'kWh/year'),
  before: both('Hiện trạng', 'Baseline'),
  after: both('Phương án', 'Scenario'),

  // the check
  metWords: both(
    'Theo con số: {met} km đạt, {unmet} km chưa đạt. Kết luận chỉ ghi đạt hoặc không đạt khi số liệu đầu vào đủ chắc.',
    'By the figures: {met} km meet it, {unmet} km do not. Pass or fail is said only where the inputs are sure enough.',
  ),
  byFigures: both('Theo con số', 'By the figures'),
  asLaidOut: both(
    'Phần xe chạy được đối chiếu theo cách bố trí đèn, như khi mọi đèn đều sáng; đèn hỏng, tắt tính vào chiều dài đường bị tối.',
    'Carriageways are checked as laid out, as if every lamp were in order; what lamps that are out leave dark is counted apart.',
  ),

  // tables
  tables: both('Bảng', 'Tables'),
  worst: both('Đoạn kém nhất', 'Worst segments'),
  outages: both('Đèn hỏng', 'Outages'),
  meetings: both('Nơi giao nhau', 'Where streets meet'),
  meetingsHint: both(
    'Độ chói ở nơi giao nhau là ước tính. Độ rọi bán trụ là giá trị nhỏ nhất trong vùng, cao 1,5 m.',
    'Luminance where streets meet is an estimate. Semi-cylindrical illuminance is the least of the area, 1.5 m high.',
  ),
  streets: both('Theo tuyến', 'By street'),
  cabinets: both('Theo tủ', 'By cabinet'),
  street: both('Đường', 'Street'),
  unnamed: both('Đường chưa có tên', 'Unnamed street'),
  class: both('Cấp', 'Class'),
  requirement: both('Yêu cầu', 'Requirement'),
  limit: both('Giới hạn', 'Limit'),
  actual: both('Thực tế', 'Actual'),
  share: both('Thực tế / giới hạn', 'Actual / limit'),
  says: both('Kết luận', 'Verdict'),
  lamp: both('Số cột', 'Pole number'),
  cabinet: both('Tủ', 'Cabinet'),
  circuit: both('Lộ', 'Circuit'),
  outOf: both('Đèn hỏng / đèn', 'Lamps out / lamps'),
  darkMetres: both('Mét đường bị tối', 'Metres left dark'),
  noOutages: both('Không có đèn nào hỏng, tắt.', 'No lamp is out.'),
  none: both('chưa rõ', 'unknown'),
  segmentsCsv: both('Tải đoạn đường (CSV)', 'Segments (CSV)'),
  segmentsGeoJson: both('Tải đoạn đường (GeoJSON)', 'Segments (GeoJSON)'),
  outagesCsv: both('Tải đèn hỏng (CSV)', 'Outages (CSV)'),

  // one street
  streetCheck: both('Kiểm tra chiếu sáng của đường này', 'Lighting of this street by the standard'),
  streetChecking: both('Đang kiểm tra chiếu sáng của đường…', 'Checking the lighting of the street…'),
  streetNone: both(
    'Đường này không có trong phép tính chiếu sáng (hầm, hoặc chưa có).',
    'This street is not in the computation of lighting (a tunnel, or not there yet).',
  ),
  streetLamps: both(
    'Cấp {class}, dài {metres} m, {lamps} đèn, {out} đèn hỏng hoặc tắt.',
    'Class {class}, {metres} m, {lamps} lamps, {out} of them out.',
  ),
  streetUnlit: both('Không có đèn trên {metres} m.', 'No lamps along {metres} m.'),

  // proof
  points: both('Số điểm tính', 'Points computed'),
  lookups: both('Số lần tra cường độ sáng', 'Intensities looked up'),
  seconds: both('Thời gian tính', 'Time'),
  digest: both('Dấu số liệu', 'Digest'),

  // assumptions
  byDefault: both('mặc định {value}', 'default {value}'),
  source: both('Nguồn', 'Source'),
  confidence: {
    found: both('đã đọc nguồn', 'read in the source'),
    'memory: high': both('theo trí nhớ, khá chắc', 'from memory, fairly sure'),
    'memory: medium': both('theo trí nhớ, chưa chắc', 'from memory, less sure'),
    assumed: both('giả định', 'assumed'),
  },
  hour: both('Giờ tính', 'Hour computed'),
  fullOutput: both('Phát hết công suất (như quy chuẩn yêu cầu)', 'Full output (as the standard asks)'),
  dimming: both('Lịch bật, tiết giảm', 'Switching and dimming'),
  fromHour: both('Từ giờ', 'From hour'),
  output: both('Mức phát (%)', 'Output (%)'),
  addStep: both('Thêm mốc giờ', 'Add an hour'),
  removeStep: both('Bỏ mốc {n}', 'Remove step {n}'),
  usualDimming: both('Theo lịch chung', 'Follow the usual schedule'),
  cabinetDimming: both('Lịch tiết giảm của tủ này', 'Dimming of this cabinet'),
  applyDimming: both('Đặt lịch cho tủ này', 'Set this schedule'),
  collector: both('Đường khu vực coi là cấp', 'Collector streets are of class'),
  surroundings: both('Môi trường quanh đường cấp D', 'Surroundings of class D streets'),
  surrounding: { bright: both('sáng', 'bright'), dark: both('tối', 'dark') },
  buildings: both('Nhà che ánh sáng', 'Buildings block light'),
  trees: both('Cây che ánh sáng', 'Trees block light'),
  blockHint: both('Tính lâu hơn.', 'Takes longer.'),
  reset: both('Về mặc định', 'Back to defaults'),
  facts: both('Số liệu nền và nguồn', 'Figures behind it, with sources'),

  // the map
  mapBar: both('Chiếu sáng trên bản đồ', 'Lighting on the map'),
  shown: both('Bản đồ cho thấy', 'The map shows'),
  side: both('Bên được vẽ', 'Side drawn'),
  show: {
    off: both('Tắt', 'Off'),
    lux: both('Độ rọi', 'Illuminance'),
    night: both('Đêm', 'Night'),
  },
  isolux: both('Đường đồng độ rọi', 'Isolux lines'),
  isoluxComing: both('Đang vẽ đường đồng độ rọi…', 'Drawing isolux lines…'),
  isoluxWide: both('Phóng gần hơn để vẽ đường đồng độ rọi.', 'Zoom in for isolux lines.'),
  legend: both('Độ rọi trên mặt đường, vỉa hè (lx)', 'Illuminance on carriageway and sidewalk (lx)'),
  atFull: both('phát hết công suất', 'at full output'),
  atHour: both('lúc {time}', 'at {time}'),

  burning: both('đèn sáng', 'lamp burning'),
  outMark: both('đèn hỏng, tắt', 'lamp out'),

  // lamps
  lampEdits: both('Đề xuất cho đèn', 'Propose for lamps'),
  scope: both('Áp dụng cho', 'Applies to'),
  thisLamp: both('Chỉ đèn này', 'This lamp alone'),
  wholeStreet: both('Mọi đèn của {street} ({n})', 'All lamps of {street} ({n})'),
  setOut: both('Báo hỏng, tắt', 'Out of order'),
  setOn: both('Sửa, bật lại', 'Back in order'),
  luminaire: both('Bộ đèn', 'Luminaire'),
  applyLuminaire: both('Thay bộ đèn', 'Change luminaire'),
  height: both('Chiều cao treo đèn', 'Mounting height'),
  overhang: both('Độ vươn', 'Overhang'),
  tilt: both('Góc nghiêng', 'Tilt'),
  applyPole: both('Đổi cột, cần đèn', 'Change pole and arm'),
  spacing: both('Khoảng cách đèn', 'Spacing'),
  applySpacing: both('Đặt lại khoảng cách trên tuyến', 'Set spacing along the street'),
  removeLamp: both('Bỏ đèn', 'Remove'),
  thisScenario: both('phương án này', 'this scenario'),
  keepLamp: both('Giữ lại đèn này', 'Keep this lamp'),
  goneLamp: both('Phương án bỏ đèn này.', 'The scenario takes this lamp away.'),
  noLamp: both('Đèn này không còn trong phương án.', 'This lamp is no longer in the scenario.'),
  placeLamp: both('Đặt một cột đèn', 'Place one lamp'),
  placeHint: both(
    'Chạm vào chỗ cần đặt: cột đứng sau bó vỉa của đường gần nhất trong vòng {metres} m, quay ra đường. Chọn cột và bộ đèn ở thẻ Đối tượng; Esc để bỏ.',
    'Click where it should stand: behind the kerb of the nearest street within {metres} m, looking at it. Choose pole and luminaire in the Feature tab; Esc gives up.',
  ),
  noStreet: both(
    'Không có đường nào trong vòng {metres} m. Chạm gần mép đường hơn.',
    'No street within {metres} m. Click nearer to the edge of a street.',
  ),
  placed: both(
    'Đã đặt một cột đèn (màu tím). Chạm vào đèn để sửa; Hoàn tác ở thẻ Phương án.',
    'One lamp is placed (purple). Click it to change it; undo in the Scenario tab.',
  ),
  wrongPole: both(
    'Cột không hợp lệ: xem lại chiều cao, độ vươn, góc nghiêng.',
    'No such pole: check height, overhang and tilt.',
  ),
  newRow: both('Thêm dãy đèn dọc đường này', 'Add a row of lamps along this street'),
  newRowHint: both(
    'Cột đặt sau bó vỉa bên phải chiều đi, đều từ đầu đến cuối đoạn.',
    'Poles behind the kerb on the right of the course, evenly from end to end.',
  ),
  addRow: both('Thêm {n} đèn', 'Add {n} lamps'),
  edited: both('Đã ghi {n} thay đổi vào phương án.', '{n} changes are in the scenario.'),
  unedited: both('Không có gì để đổi.', 'There is nothing to change.'),
  readingStreet: both('Đang đọc đèn của tuyến…', 'Reading the lamps of the street…'),
} as const

export const quantityTitles: Record<LightingVerdict['quantity'], Bilingual> = {
  L: both('Độ chói trung bình', 'Mean luminance'),
  Uo: both('Độ đồng đều chung Uo', 'Overall uniformity Uo'),
  Ud: both('Độ đồng đều dọc Ud', 'Longitudinal uniformity Ud'),
  TI: both('Độ tăng ngưỡng TI', 'Threshold increment TI'),
  SR: both('Tỷ số môi trường SR', 'Surround ratio SR'),
  E: both('Độ rọi trung bình', 'Average illuminance'),
  Emin: both('Độ rọi nhỏ nhất', 'Least illuminance'),
  Esc: both('Độ rọi bán trụ Ebt', 'Semi-cylindrical illuminance Ebt'),
  UoE: both('Độ đồng đều độ rọi Uo(E)', 'Uniformity of illuminance Uo(E)'),
}
