/**
 * What field reports are about (fact sheet §7.3): who usually sees to it, what cannot wait for working days, and what points at a
 * person, so that nobody but the staff is told that it was reported.
 */
import { type Bilingual, both } from '../text.ts'

export const reportCategories = [
  'streets',
  'drainage',
  'lighting',
  'waste',
  'trees',
  'traffic-safety',
  'power',
  'water',
  'telecom',
  'sidewalk',
  'construction',
  'public-order',
  'noise',
  'fire',
  'food-health',
  'advertising',
  'education',
  'culture',
  'public-service',
  'other',
] as const
export type ReportCategory = (typeof reportCategories)[number]

export interface CategoryFacts {
  readonly title: Bilingual
  /** What a person would see on the street. */
  readonly examples: Bilingual
  /** Who usually sees to it; an office names its own units when it assigns. */
  readonly unit: Bilingual
  readonly urgent: boolean
  /** It points at a person or an office: never published, nor shown to those who report near by. */
  readonly sensitive: boolean
  /** A path on a 24 × 24 field, drawn by lines. */
  readonly icon: string
}

const ward = both('UBND phường, xã', 'The ward’s committee')
const urban = both('Đơn vị quản lý hạ tầng đô thị', 'Urban infrastructure unit')
const plain = { urgent: false, sensitive: false } as const
const urgent = { urgent: true, sensitive: false } as const
const sensitive = { urgent: false, sensitive: true } as const

export const categoryFacts: Readonly<Record<ReportCategory, CategoryFacts>> = {
  streets: {
    title: both('Đường, vỉa hè, nắp cống', 'Streets, pavements, covers'),
    examples: both('ổ gà, sụt lún, mất nắp cống', 'potholes, subsidence, a missing cover'),
    ...{ unit: urban, ...plain },
    icon: 'M8 21 10 3M16 21 14 3M12 5v3M12 11v3M12 17v3',
  },
  drainage: {
    title: both('Ngập, thoát nước', 'Flooding, drains'),
    examples: both('ngập đường, cống nghẹt', 'a flooded street, a blocked drain'),
    ...{ unit: both('Đơn vị thoát nước đô thị', 'Urban drainage unit'), ...urgent },
    icon: 'M3 13c3-3 6 3 9 0s6 3 9 0M3 18c3-3 6 3 9 0s6 3 9 0M12 3c2 2.5 3 4 3 5.2a3 3 0 0 1-6 0c0-1.2 1-2.7 3-5.2',
  },
  lighting: {
    title: both('Đèn đường', 'Street lights'),
    examples: both('đèn tắt, cột nghiêng', 'a dark lamp, a leaning pole'),
    ...{ unit: both('Đơn vị chiếu sáng công cộng', 'Public lighting unit'), ...plain },
    icon: 'M6 21V7a4 4 0 0 1 4-4h5M13 3h6v4h-6zM14 10l-2 5M18 10l2 5M16 10v5',
  },
  waste: {
    title: both('Rác, vệ sinh môi trường', 'Rubbish, cleanliness'),
    examples: both('rác chưa gom, đổ trộm, mùi hôi', 'rubbish not collected, tipped; a stench'),
    ...{ unit: both('Đơn vị thu gom, vệ sinh môi trường', 'Waste collection unit'), ...plain },
    icon: 'M6 7h12l-1 13H7L6 7ZM4 7h16M9 7V4h6v3M10 11v5M14 11v5',
  },
  trees: {
    title: both('Cây xanh', 'Trees'),
    examples: both('cây ngã, cành sắp gãy', 'a fallen tree, a branch about to break'),
    ...{ unit: both('Đơn vị công viên, cây xanh', 'Parks and trees unit'), ...plain },
    icon: 'M12 21v-7M12 3a5 5 0 0 0-4.5 7A4 4 0 0 0 9 17h6a4 4 0 0 0 1.5-7A5 5 0 0 0 12 3Z',
  },
  'traffic-safety': {
    title: both('An toàn giao thông', 'Road safety'),
    examples: both('đèn tín hiệu hỏng, biển báo gãy', 'a broken signal, a broken sign'),
    ...{ unit: both('Công an, đơn vị quản lý giao thông', 'Police, traffic unit'), ...urgent },
    icon: 'M12 3 2 20h20L12 3ZM12 10v4M12 17v.5',
  },
  power: {
    title: both('Điện lực', 'Electricity'),
    examples: both('dây điện đứt, trụ điện hư', 'a broken wire, a damaged pole'),
    ...{ unit: both('Điện lực Vị Thanh', 'The power company'), ...urgent },
    icon: 'M13 2 5 14h6l-1 8 8-12h-6l1-8Z',
  },
  water: {
    title: both('Nước sạch', 'Water supply'),
    examples: both('bể ống, mất nước, nước đục', 'a burst pipe, no water, cloudy water'),
    ...{ unit: both('Công ty Cấp nước', 'The water company'), ...plain },
    icon: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11Z',
  },
  telecom: {
    title: both('Viễn thông, cáp', 'Telecoms, cables'),
    examples: both('cáp võng, tủ cáp hở', 'a sagging cable, an open cabinet'),
    ...{ unit: both('Doanh nghiệp viễn thông', 'Telecom companies'), ...plain },
    icon: 'M5 4v16M19 4v16M5 7c5 6 9 6 14 0M5 12c5 6 9 6 14 0',
  },
  sidewalk: {
    title: both('Lấn chiếm lòng đường, vỉa hè', 'Blocked pavements'),
    examples: both('buôn bán, để xe chắn lối đi', 'stalls or vehicles in the way'),
    ...{ unit: ward, ...plain },
    icon: 'M4 20h16M6 20v-8h12v8M4 12l2-6h12l2 6M9 16h6',
  },
  construction: {
    title: both('Trật tự xây dựng', 'Building order'),
    examples: both('xây không phép, che chắn kém', 'building without a permit, poor screening'),
    ...{ unit: ward, ...sensitive },
    icon: 'M4 21h16M6 21V9h8v12M14 13h4v8M8 5h4v4M9 13h2M9 17h2',
  },
  'public-order': {
    title: both('An ninh trật tự', 'Public order'),
    examples: both('gây rối, tụ tập; việc khẩn gọi 113', 'a disturbance; call 113 in an emergency'),
    ...{ unit: both('Công an phường, xã', 'The ward’s police'), urgent: true, sensitive: true },
    icon: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6l8-3Z',
  },
  noise: {
    title: both('Tiếng ồn', 'Noise'),
    examples: both('karaoke, xây dựng ban đêm', 'karaoke, building at night'),
    ...{ unit: ward, ...sensitive },
    icon: 'M4 10v4h4l5 4V6L8 10H4ZM16 9c1.5 2 1.5 4 0 6M19 6c3 4 3 8 0 12',
  },
  fire: {
    title: both('Phòng cháy, chữa cháy', 'Fire safety'),
    examples: both(
      'trụ nước hư, lối thoát bị chặn; cháy gọi 114',
      'a broken hydrant, a blocked exit; call 114 for a fire',
    ),
    ...{ unit: both('Cảnh sát PCCC và CNCH', 'Fire and rescue police'), ...urgent },
    icon: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11ZM12 20c2 0 3-1.5 3-3s-1.5-2.5-3-4c-1.5 1.5-3 2.5-3 4s1 3 3 3Z',
  },
  'food-health': {
    title: both('Y tế, an toàn thực phẩm', 'Health, food safety'),
    examples: both('ổ dịch, thực phẩm bẩn', 'an outbreak, unsafe food'),
    ...{ unit: both('Trạm Y tế, Phòng Văn hóa – Xã hội', 'Health station, social affairs'), ...plain },
    icon: 'M9 4h6v5h5v6h-5v5H9v-5H4V9h5V4Z',
  },
  advertising: {
    title: both('Quảng cáo, rao vặt', 'Advertising, bills'),
    examples: both('dán tờ rơi, bảng hiệu sai phép', 'bill posting, a sign without a permit'),
    ...{ unit: ward, ...plain },
    icon: 'M4 5h16v10H4zM8 15v6M16 15v6M8 9h8',
  },
  education: {
    title: both('Giáo dục', 'Education'),
    examples: both('cơ sở vật chất trường học', 'school buildings'),
    ...{ unit: both('Phòng Văn hóa – Xã hội', 'Social affairs'), ...plain },
    icon: 'M2 9l10-5 10 5-10 5L2 9ZM6 11v5c3 3 9 3 12 0v-5M22 9v6',
  },
  culture: {
    title: both('Văn hóa, du lịch', 'Culture, tourism'),
    examples: both('di tích xuống cấp, điểm du lịch', 'a monument in decay, a place of interest'),
    ...{ unit: both('Phòng Văn hóa – Xã hội', 'Social affairs'), ...plain },
    icon: 'M3 10l9-6 9 6M5 10v8M10 10v8M14 10v8M19 10v8M3 20h18',
  },
  'public-service': {
    title: both('Dịch vụ công, thái độ cán bộ', 'Public services, staff conduct'),
    examples: both('chậm hồ sơ, thái độ phục vụ', 'a late dossier, how one was served'),
    ...{ unit: both('Văn phòng HĐND và UBND', 'Office of the council and committee'), ...sensitive },
    icon: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4 3.5-6 8-6s8 2 8 6',
  },
  other: {
    title: both('Việc khác', 'Something else'),
    examples: both('chưa biết xếp vào loại nào', 'not sure where it belongs'),
    ...{ unit: ward, ...plain },
    icon: 'M6 12h.5M12 12h.5M18 12h.5M3 5h18v14H3z',
  },
}
