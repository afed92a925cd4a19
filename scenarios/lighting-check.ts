/** What a check of street lighting says: rule, limit, actual value, and who may decide (product guards 3 and 4). */
import type { LightingClass } from './lighting.ts'
import { type Bilingual, both } from './text.ts'

/** `L`: mean luminance, `Uo`, `Ud`, `TI`, `SR`; `E`, `Emin`, `Esc` (Ebt, bán trụ): illuminance; `UoE`: its uniformity. */
export type LightingQuantity = 'L' | 'Uo' | 'Ud' | 'TI' | 'SR' | 'E' | 'Emin' | 'Esc' | 'UoE'

export interface LightingVerdict {
  readonly quantity: LightingQuantity
  /** e.g. `QCVN 07-7:2023/BXD, Bảng 1, cấp B`. */
  readonly clause: string
  readonly unit: string
  readonly limit: number
  readonly atMost: boolean
  readonly actual: number
  /** What the figures say. */
  readonly met: boolean
  /** What may be said: `person` where the inputs are not sure enough for the figures to decide. */
  readonly verdict: 'pass' | 'fail' | 'person'
  /** Why a person decides; null where the figures do. */
  readonly why: Bilingual | null
}

/** Why the figures alone do not decide. */
export const whyPerson = {
  inputs: both(
    'Đèn, đường hoặc bộ đèn là dữ liệu sinh tự động hay giả định.',
    'Lamps, streets or luminaires are generated or assumed.',
  ),
  formula: both(
    'Bộ đèn dựng theo công thức, chưa có tệp đo IES hoặc EULUMDAT.',
    'The luminaire is made by formula: there is no measured IES or EULUMDAT file.',
  ),
  rTable: both(
    'Bảng phản xạ mặt đường (bảng r) chưa được đối chiếu với bảng in.',
    'The r-table of the road surface has not been compared with a printed one.',
  ),
  estimated: both(
    'Nơi giao nhau không có phép tính độ chói chuẩn: ước từ độ rọi, theo tỷ số độ chói trên độ rọi của đường vào sáng nhất.',
    'There is no standard computation of luminance where streets meet: taken from illuminance by the ratio on the brightest approach.',
  ),
  faces: both(
    'Tính là nhỏ nhất trong vùng, mặt nhìn dọc các đường vào; hướng người đi bộ thực tế chưa rõ.',
    'Taken as the least of the area on faces along the approaches; where pedestrians really walk is not known.',
  ),
  path: both(
    'Mức người đi bộ của lối đi chưa rõ: đối chiếu với mức thấp nhất của lối đi công viên.',
    'How much the path is used is not known: checked against the lowest row for paths in parks.',
  ),
} as const

export interface LightingCheck {
  /** A street segment, a place where streets meet, or a sidewalk of a path. */
  readonly of: 'segment' | 'conflict'
  /** Index into the model’s segments or conflicts. */
  readonly index: number
  readonly lightingClass: LightingClass
  readonly verdicts: readonly LightingVerdict[]
  readonly verdict: 'pass' | 'fail' | 'person'
  readonly met: boolean
  /** The least of actual / limit (limit / actual where it is a most), 0 …: how far the worst quantity is from its limit. */
  readonly worst: number
  /** What was taken for granted. */
  readonly assumptions: readonly Bilingual[]
}
