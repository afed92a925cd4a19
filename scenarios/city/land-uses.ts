/**
 * Codes of land use and of planning drawings: what each is called, and its colour, as data. Land-use codes: the national palette of
 * land-use status maps (Thông tư 27/2018/TT-BTNMT, 08/2024/TT-BTNMT); planning classes: the families of Thông tư
 * 04/2022/TT-BXD drawings, screen approximations. Where a code is in both, the national palette stands.
 */
import type { Bilingual } from '../text.ts'

export interface CodeColour {
  readonly code: string
  /** `#rrggbb` */
  readonly colour: string
  readonly title: Bilingual
}

/** One row: codes that share a colour and a title, the colour, Vietnamese, English. */
type Row = readonly [codes: string, colour: string, vi: string, en: string]

const landUseRows: readonly Row[] = [
  ['NNP', 'ffff64', 'Đất nông nghiệp', 'Agricultural land'],
  ['SXN', 'fffc6e', 'Đất sản xuất nông nghiệp', 'Farm land'],
  ['CHN', 'fffc78', 'Đất trồng cây hàng năm', 'Annual crops'],
  ['LUA', 'fffc82', 'Đất trồng lúa', 'Rice'],
  ['LUC', 'fffc8c', 'Đất chuyên trồng lúa nước', 'Wet rice'],
  ['LUK', 'fffc96', 'Đất trồng lúa nước còn lại', 'Other wet rice'],
  ['LUN', 'fffcb4', 'Đất trồng lúa nương', 'Upland rice'],
  ['HNK BHK NHK', 'fff0b4', 'Đất trồng cây hàng năm khác', 'Other annual crops'],
  ['CLN', 'ffd2a0', 'Đất trồng cây lâu năm', 'Perennial crops'],
  ['LNP', 'aaff32', 'Đất lâm nghiệp', 'Forestry'],
  ['RSX', 'b4ffb4', 'Đất rừng sản xuất', 'Production forest'],
  ['RPH', 'beff1e', 'Đất rừng phòng hộ', 'Protection forest'],
  ['RDD', '6eff64', 'Đất rừng đặc dụng', 'Special-use forest'],
  ['NTS', 'aaffff', 'Đất nuôi trồng thủy sản', 'Aquaculture'],
  ['NKH', 'f5ffb4', 'Đất nông nghiệp khác', 'Other farm land'],
  ['PNN', 'ffff64', 'Đất phi nông nghiệp', 'Non-agricultural land'],
  ['OCT', 'ffb4ff', 'Đất ở', 'Residential'],
  ['ONT', 'ffd0ff', 'Đất ở nông thôn', 'Rural residential'],
  ['ODT', 'ffa0ff', 'Đất ở đô thị', 'Urban residential'],
  ['CDG', 'ffa0aa', 'Đất chuyên dùng', 'Special-purpose land'],
  ['TSC', 'ffaaa0', 'Trụ sở cơ quan', 'Government offices'],
  ['CQP', 'ff6450', 'Quốc phòng', 'Defence'],
  ['CAN', 'ff5046', 'An ninh', 'Security'],
  ['DSN', 'ffa0aa', 'Công trình sự nghiệp', 'Public institutions'],
  ['DTS', 'faaaa0', 'Trụ sở tổ chức sự nghiệp', 'Offices of institutions'],
  ['DVH', 'ffaaa0', 'Văn hóa', 'Culture'],
  ['DXH', 'ffaaa0', 'Dịch vụ xã hội', 'Social services'],
  ['DYT', 'ffaaa0', 'Y tế', 'Health'],
  ['DGD', 'ffaaa0', 'Giáo dục', 'Education'],
  ['DTT', 'ffaaa0', 'Thể thao', 'Sport'],
  ['DKH', 'ffaaa0', 'Khoa học và công nghệ', 'Science'],
  ['CSK', 'ffa0aa', 'Sản xuất, kinh doanh phi nông nghiệp', 'Business'],
  ['SKK', 'faaaa0', 'Khu công nghiệp', 'Industrial park'],
  ['SKN', 'faaaa0', 'Cụm công nghiệp', 'Industrial cluster'],
  ['TMD', 'faaaa0', 'Thương mại, dịch vụ', 'Trade and services'],
  ['SKC', 'faaaa0', 'Cơ sở sản xuất phi nông nghiệp', 'Workshops'],
  ['SKS SKX', 'cdaacd', 'Khoáng sản, vật liệu xây dựng', 'Minerals, building materials'],
  ['CCC', 'ffaaa0', 'Công cộng', 'Public use'],
  ['DGT', 'ffaa32', 'Giao thông', 'Transport'],
  ['DTL', 'aaffff', 'Thủy lợi', 'Irrigation and drainage works'],
  ['DCT', 'aaffff', 'Công trình cấp nước, thoát nước', 'Water supply and drainage works'],
  ['DDT DDL DDD', 'ffaaa0', 'Di tích, danh thắng', 'Heritage'],
  ['DSH', 'ffaaa0', 'Sinh hoạt cộng đồng', 'Community use'],
  ['DKV', 'ffaaa0', 'Khu vui chơi, giải trí công cộng', 'Public recreation'],
  ['DNL', 'ffaaa0', 'Năng lượng', 'Energy'],
  ['DBV', 'ffaaa0', 'Bưu chính, viễn thông', 'Post and telecommunications'],
  ['DCH', 'ffaaa0', 'Chợ', 'Market'],
  ['DRA', 'cdaacd', 'Xử lý chất thải', 'Waste'],
  ['DCK', 'ffaaa0', 'Công cộng khác', 'Other public use'],
  ['TON', 'faaaa0', 'Tôn giáo', 'Religion'],
  ['TIN', 'ffaaa0', 'Tín ngưỡng', 'Belief'],
  ['NTD', 'd2d2d2', 'Nghĩa trang', 'Cemetery'],
  ['SON MNC', 'a0ffff', 'Sông, kênh, mặt nước', 'Rivers, canals, water'],
  ['PNK', 'ffaaa0', 'Phi nông nghiệp khác', 'Other non-agricultural'],
  ['CSD BCS DCS', 'fffffe', 'Chưa sử dụng', 'Unused'],
  ['NCS', 'e6e6c8', 'Núi đá', 'Bare rock'],
  ['MVB', 'b4ffff', 'Mặt nước ven biển', 'Coastal water'],
]

const planningRows: readonly Row[] = [
  ['OHT', 'ffff7f', 'Đất ở hiện trạng cải tạo', 'Existing housing'],
  ['OM LK', 'ffff00', 'Đất ở mới', 'New housing'],
  ['BT', 'ffe5a0', 'Biệt thự', 'Villas'],
  ['CC', 'ffbf00', 'Chung cư', 'Apartments'],
  ['NXH', 'ff9f3f', 'Nhà ở xã hội', 'Social housing'],
  ['HH', 'ff7f00', 'Hỗn hợp', 'Mixed use'],
  ['CCDV', 'ff7f7f', 'Công cộng đơn vị ở', 'Neighbourhood services'],
  ['CQ', 'cc66ff', 'Cơ quan', 'Offices'],
  ['TH THCS', 'ff7fbf', 'Trường học', 'Schools'],
  ['YT', 'ff7fff', 'Y tế', 'Health'],
  ['TMDV', 'ff4dd2', 'Thương mại dịch vụ', 'Trade and services'],
  ['CX', '00bf00', 'Cây xanh công cộng', 'Public green'],
  ['TDTT', '7fff00', 'Thể dục thể thao', 'Sport'],
  ['CXCL', '4c9900', 'Cây xanh cách ly', 'Buffer green'],
  ['MN', '7fdfff', 'Mặt nước', 'Water'],
  ['CN', '9966cc', 'Công nghiệp', 'Industry'],
  ['TTCN', 'a67c52', 'Tiểu thủ công nghiệp', 'Crafts'],
  ['KT', 'b38b6d', 'Kho tàng', 'Storage'],
  ['HTKT', '808080', 'Hạ tầng kỹ thuật đầu mối', 'Utilities'],
  ['GT', 'f2f2f2', 'Giao thông', 'Transport'],
  ['P', 'bfbfbf', 'Bãi đỗ xe', 'Parking'],
  ['TG', 'ffcc66', 'Tôn giáo', 'Religion'],
  ['DT', 'e6e6cc', 'Dự trữ phát triển', 'Development reserve'],
  ['QP AN', '66754c', 'Quốc phòng, an ninh', 'Defence, security'],
  ['NT', 'a0a0a0', 'Nghĩa trang', 'Cemetery'],
  ['NN', 'd9f2a6', 'Nông nghiệp', 'Agriculture'],
]

const table = (rows: readonly Row[]): CodeColour[] =>
  rows.flatMap(([codes, colour, vi, en]) =>
    codes.split(' ').map((code) => ({ code, colour: `#${colour}`, title: { vi, en } })),
  )

export const landUseColours: readonly CodeColour[] = table(landUseRows)
export const planningColours: readonly CodeColour[] = table(planningRows)

const byCode = new Map([...planningColours, ...landUseColours].map((row) => [row.code, row]))
const unknown = '#c8c8c8'

/**
 * Colour and title of a zoning or land-use code, of several (`ODT+CLN`: a house with its garden) those of the first; grey and the
 * code itself where the tables do not know it.
 */
export function zoneColour(code: string): CodeColour {
  const known = byCode.get(code) ?? byCode.get(code.split(/[^A-Z]/i, 1)[0]!)
  return known ? { ...known, code } : { code, colour: unknown, title: { vi: code, en: code } }
}
