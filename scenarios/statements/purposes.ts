/** What planning information is asked for. */
import { type Bilingual, both } from '../text.ts'

export const purposes = ['build', 'buy-sell', 'change-use', 'split-merge', 'invest', 'other'] as const
export type Purpose = (typeof purposes)[number]
export const purposeTitles: Readonly<Record<Purpose, Bilingual>> = {
  build: both('Chuẩn bị xây dựng', 'Before building'),
  'buy-sell': both('Mua bán, chuyển nhượng', 'Sale or transfer'),
  'change-use': both('Chuyển mục đích sử dụng đất', 'Change of land use'),
  'split-merge': both('Tách thửa, hợp thửa', 'Split or merge of parcels'),
  invest: both('Dự án đầu tư', 'An investment project'),
  other: both('Việc khác', 'Something else'),
}
