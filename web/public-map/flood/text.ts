import { both } from '../../../scenarios/text.ts'

export const text = {
  now: both('Lúc này', 'Now'),
  scenarios: both('Kịch bản công bố', 'Published scenarios'),
  none: both('Chưa có kịch bản ngập nào được công bố.', 'No flood scenario is published yet.'),
  notForecast: both(
    'Kịch bản tính trên hiện trạng, không phải dự báo. Chỗ trống trên bản đồ là không rõ, không phải khô.',
    'Scenarios of the city as it stands, no forecasts. Blank on the map is unknown, not dry.',
  ),
  depth: both('Ngập {low}–{high} cm: {words}', 'Under {low}–{high} cm of water: {words}'),
  depthTo: both('Ngập đến {high} cm: {words}', 'Under up to {high} cm of water: {words}'),
  nothing: both(
    'Không tính ra nước tại đây; do sai số mặt đất vẫn có thể ngập đến {high} cm.',
    'No water was computed here; with the error of the ground it may still be up to {high} cm.',
  ),
  water: both('Đây là mặt nước (kênh, ao).', 'This is water (a canal, a pond).'),
  unknown: both('Ngoài khu vực tính: không rõ, không phải khô.', 'Outside what was computed: unknown, not dry.'),
  error: both('sai số mặt đất ± {cm} cm', 'error of the ground ± {cm} cm'),
  old: both('Tính cho một bản dữ liệu thành phố trước đây.', 'Computed of an earlier version of the city.'),
  show: both('Xem trên bản đồ', 'Show on the map'),
  hide: both('Thôi xem', 'Hide'),
  legend: both('Chú giải độ sâu', 'Depths'),
  specimen: both(
    'Mặt đất là dữ liệu sinh: kết quả chỉ minh họa.',
    'The ground is generated: the result is illustrative.',
  ),
  highest: both(
    'Các đỉnh nước cao nhất, đã xảy ra hoặc đã dự báo (kênh Xà No)',
    'Highest peaks that came or were forecast (Xà No canal)',
  ),
  level: both('{level} m, {when}', '{level} m, {when}'),
  kinds: {
    observed: both('đo được', 'observed'),
    derived: both('suy ra', 'derived'),
    forecast: both('dự báo', 'forecast'),
  },
  against: both('so với mặt đất ở đây: {words}', 'against the ground here: {words}'),
  against2: both('so với mặt đất ở đây: {low}–{high} cm, {words}', 'against the ground here: {low}–{high} cm, {words}'),
  ground: both(
    'Mặt đất ở đây khoảng {metres} m ± {error} m (Hòn Dấu).',
    'The ground here is about {metres} m ± {error} m (Hòn Dấu).',
  ),
  more: both('Các đỉnh khác và nguồn', 'Other peaks and sources'),
  gauges: both('Trạm đo gần nhất', 'Nearest gauges'),
  noGauges: both('Không có trạm nào trong vòng 15 km.', 'No gauge within 15 km.'),
  away: both('cách {distance}', '{distance} away'),
  unconnected: both('chưa kết nối', 'not connected yet'),
  measures: {
    level: both('mực nước', 'water level'),
    rain: both('mưa', 'rain'),
    salinity: both('độ mặn', 'salinity'),
  } as Record<string, ReturnType<typeof both>>,
}
