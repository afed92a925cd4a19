/**
 * An application for a construction permit (đơn đề nghị cấp giấy phép xây dựng): the fields of form Mẫu 01, Phụ lục II,
 * NĐ 217/2026/NĐ-CP. People (owner, representative, phone) are a part of their own, so that everything else can be shown and
 * kept without them (product guard 7).
 */
import { z } from 'zod'
import { permitCheckSchema } from '../rules/case.ts'
import { type Bilingual, both } from '../text.ts'
import { modelSchema } from './model.ts'

const line = (max = 200) => z.string().trim().min(1).max(max)

export const procedures = ['new', 'temporary', 'relocate', 'repair', 'adjust', 'extend', 'reissue'] as const
export type Procedure = (typeof procedures)[number]

/** As screens call them. */
export const procedureTitles: Readonly<Record<Procedure, Bilingual>> = {
  new: both('Cấp phép xây dựng mới', 'New construction'),
  temporary: both('Công trình có thời hạn', 'Temporary works'),
  relocate: both('Di dời công trình', 'Relocation'),
  repair: both('Sửa chữa, cải tạo', 'Repair or alteration'),
  adjust: both('Điều chỉnh giấy phép', 'Adjustment of a permit'),
  extend: both('Gia hạn giấy phép', 'Extension of a permit'),
  reissue: both('Cấp lại giấy phép', 'Re-issue of a permit'),
}

export const peopleSchema = z.strictObject({
  ownerName: line(120),
  /** Số định danh cá nhân (12 digits) or mã số thuế (10 or 13). */
  ownerId: z.string().regex(/^(\d{12}|\d{10}|\d{10}-?\d{3})$/),
  representative: z.strictObject({ name: line(120), title: line(120), id: line(20) }).nullable(),
  /** A Vietnamese number, digits only, 0 first. */
  phone: z.string().regex(/^0\d{9,10}$/),
})
export type People = z.infer<typeof peopleSchema>

const licensed = z.strictObject({ name: line(120), certificate: line(60) }).nullable()

export const applicationSchema = z.strictObject({
  procedure: z.enum(procedures),
  /** Thông báo khởi công: the works need no permit (Luật 135/2025/QH15, Đ.43.2), and are inspected all the same (Đ.67.2c). */
  notice: z.literal(true).optional(),
  /** Số thửa, tờ bản đồ. */
  site: z.strictObject({ parcel: line(20), mapSheet: line(20), street: line(120), unitCode: line(10) }),
  designer: licensed,
  verifier: licensed,
  /** Loại công trình, as its owner calls it. */
  workTitle: line(200),
  colour: z.string().trim().max(60),
  /** Dự kiến thời gian hoàn thành. */
  expectedMonths: z.number().int().min(1).max(120),
  /** Number of the permit that is adjusted, extended or issued again. */
  formerPermit: line(60).nullable(),
  /** Site, building, roads and plan figures: what the rules check. */
  check: permitCheckSchema,
  /** The building's file among the attachments, and where it stands; left out where there is none. */
  model: modelSchema.optional(),
})
export type Application = z.infer<typeof applicationSchema>
