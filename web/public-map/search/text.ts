import type { Understood } from '../../../scenarios/address/candidate.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'

export const text = {
  label: both('Tìm địa chỉ, địa điểm, mã, tọa độ', 'Find an address, a place, a code, coordinates'),
  hint: both('Tìm địa chỉ, mã, tọa độ…', 'Find an address, a code…'),
  results: both('Kết quả tìm', 'Results'),
  count: both('{n} kết quả', '{n} results'),
  none: both('Không tìm thấy. Hãy thử thêm tên đường hoặc tên phường.', 'Nothing found. Try the street or the ward.'),
  understood: both('Hiểu: {what}', 'Understood: {what}'),
  ignored: both('Bỏ qua: {words}', 'Ignored: {words}'),
  before: both('Trước 1/7/2025: {label}', 'Before 1 July 2025: {label}'),
  clear: both('Xóa ô tìm', 'Clear the search'),
  recent: both('Tìm gần đây (chỉ trên máy này)', 'Recent (on this device only)'),
  forget: both('Xóa các lần tìm gần đây', 'Clear recent searches'),
  loading: both('Đang tải danh mục địa chỉ…', 'Loading the list of addresses…'),
  again: both('Thử lại', 'Try again'),
  code: both('Mở mã địa chỉ {code}', 'Open address code {code}'),
}

export const understoodTitle: Readonly<Record<Understood['kind'], Bilingual>> = {
  house: both('số nhà', 'house'),
  street: both('đường', 'street'),
  place: both('nơi', 'place'),
  unit: both('đơn vị', 'unit'),
  subunit: both('khu', 'quarter'),
  group: both('tổ', 'group'),
  city: both('thành phố', 'city'),
  postcode: both('mã bưu chính', 'postcode'),
  grid: both('mã ô lưới', 'grid code'),
  coordinates: both('tọa độ', 'coordinates'),
  parcel: both('thửa', 'parcel'),
}
