/**
 * A paper of the desk as data: what it says, in its official order, for whoever prints it (`web/permits/papers-pdf.ts` makes a
 * PDF). Papers go to applicants and files, so they are in Vietnamese. Layout: NĐ 30/2020/NĐ-CP (quốc hiệu, tiêu ngữ, issuer,
 * number, place and date, signature); forms: TT 03/2025/TT-VPCP and Phụ lục II of NĐ 217/2026/NĐ-CP.
 */
import { z } from 'zod'
import type { PermitCase } from '../../api/permits.ts'
import type { Drawing } from '../../pdf/drawing.ts'
import { Problem } from '../../problem.ts'
import type { CheckReport } from '../../rules/report.ts'
import { type Bilingual, both } from '../../text.ts'
import type { Application, People, Procedure } from '../application.ts'
import type { PermitEvent } from '../process.ts'
import { type IsoDate, localDate } from '../working-days.ts'

export const paperKinds = [
  'receipt',
  'supplement',
  'intake-refusal',
  'refusal',
  'apology',
  'control',
  'inspection',
  'fee',
  'permit',
  'check-report',
  'start-notice',
  'violation',
  'order',
  'completion',
] as const
export type PaperKind = (typeof paperKinds)[number]

/** For the screen. */
export const paperTitles: Readonly<Record<PaperKind, Bilingual>> = {
  receipt: both('Giấy tiếp nhận và hẹn trả kết quả', 'Receipt with the day of the answer'),
  supplement: both('Phiếu yêu cầu bổ sung', 'Request for a supplement'),
  'intake-refusal': both('Phiếu từ chối tiếp nhận', 'Refusal at intake'),
  refusal: both('Thông báo từ chối cấp phép', 'Notice of refusal'),
  apology: both('Phiếu xin lỗi, hẹn lại ngày trả', 'Apology with a new day'),
  control: both('Phiếu kiểm soát quá trình', 'Control sheet'),
  inspection: both('Biên bản kiểm tra thực địa', 'Record of the site check'),
  fee: both('Biên lai lệ phí', 'Fee receipt'),
  permit: both('Giấy phép xây dựng', 'Construction permit'),
  'check-report': both('Báo cáo đối chiếu quy định', 'Check report'),
  'start-notice': both('Thông báo khởi công', 'Notice of start'),
  violation: both('Biên bản vi phạm', 'Record of the deviation'),
  order: both('Quyết định đình chỉ, khắc phục', 'Order to stop or remedy'),
  completion: both('Biên bản nghiệm thu, hoàn công', 'Record of completion'),
}

/** A numbered line of a form; what belongs to it follows with `part`, without a number. */
export interface Field {
  readonly label: string
  readonly value: string
  readonly part?: true
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly bold?: true }
  | { readonly kind: 'fields'; readonly rows: readonly Field[]; readonly numbered: boolean }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** Shares of the width. */
      readonly widths: readonly number[]
      /** On one page. */
      readonly whole?: true
    }
  /** @see image a `data:` address of a PNG or JPEG */
  | { readonly kind: 'picture'; readonly image: string; readonly caption: string }
  | { readonly kind: 'drawing'; readonly drawing: Drawing; readonly caption: string }

export interface Signature {
  /** e.g. CHỦ TỊCH */
  readonly capacity: string
  /** e.g. (Ký, ghi rõ họ tên) */
  readonly hint: string
  readonly name: string | null
}

export interface Paper {
  readonly kind: string
  /** The one above, and the one that issues; the first may be empty. */
  readonly issuer: readonly [above: string, own: string]
  readonly number: string | null
  readonly place: string
  /** Null: not dated yet, dots are printed. */
  readonly date: IsoDate | null
  readonly title: string
  readonly subtitle: string | null
  readonly addressee: string | null
  readonly body: readonly Block[]
  /** From left to right. */
  readonly signatures: readonly Signature[]
  /** Nơi nhận */
  readonly recipients: readonly string[]
  readonly qr: { readonly text: string; readonly caption: string } | null
  /** Across every page: a draft, a specimen, a permit that no longer stands. */
  readonly watermark: string | null
  /** What the file itself says of the paper, for programs: its state, its case, its number. */
  readonly marks: Readonly<Record<string, string>>
}

/** The office that issues: an administrator's settings. */
export const officeSchema = z.strictObject({
  /** Ủy ban nhân dân phường Vị Thanh */
  name: z.string().trim().min(1).max(120),
  /** Trung tâm Phục vụ hành chính công phường Vị Thanh */
  desk: z.string().trim().min(1).max(120),
  place: z.string().trim().min(1).max(60),
  /** phường Vị Thanh, thành phố Cần Thơ */
  unitName: z.string().trim().min(1).max(120),
  address: z.string().trim().max(200),
  phone: z.string().trim().max(30),
  /** Who takes dossiers in: a position or a counter, not a name. */
  receiver: z.string().trim().max(120),
  /** Where fees are paid to. */
  accounts: z
    .array(
      z.strictObject({
        holder: z.string().trim().min(1).max(120),
        number: z
          .string()
          .trim()
          .regex(/^[0-9A-Za-z .-]{4,40}$/),
        bank: z.string().trim().min(1).max(120),
      }),
    )
    .max(5),
  /** CHỦ TỊCH, or KT. CHỦ TỊCH PHÓ CHỦ TỊCH; null names are left to be written. */
  signer: z.strictObject({ capacity: z.string().trim().min(1).max(120), name: z.string().trim().max(120).nullable() }),
  /** Where the public finds the register, without a slash at its end. */
  publicUrl: z.url().regex(/[^/]$/),
})
export type Office = z.infer<typeof officeSchema>

/** What an office is called where its administrator has set nothing. @param unit e.g. `Phường Vị Thanh` */
export function usualOffice(unit: string, publicUrl: string): Office {
  const name = unit.charAt(0).toLocaleLowerCase('vi') + unit.slice(1)
  return {
    name: `Ủy ban nhân dân ${name}`,
    desk: `Trung tâm Phục vụ hành chính công ${name}`,
    place: unit.replace(/^(?:Phường|Xã)\s+/, ''),
    unitName: `${name}, thành phố Cần Thơ`,
    address: '',
    phone: '',
    receiver: '',
    accounts: [],
    signer: { capacity: 'CHỦ TỊCH', name: null },
    publicUrl,
  }
}

export interface PaperContext {
  readonly permit: PermitCase
  readonly office: Office
  /** When the paper is made: the instant, ISO 8601. */
  readonly at: string
}

export const paperProblem = (code: string, vi: string, en: string): Problem =>
  new Problem({ code: `paper/${code}`, message: both(vi, en) })

/** @throws Problem `paper/no-people` for those without the right to see them */
export function peopleOf({ permit }: PaperContext): People {
  if (permit.people) return permit.people
  throw paperProblem(
    'no-people',
    'Không có quyền xem thông tin chủ đầu tư, hoặc thông tin đã được xóa',
    'The applicant’s data may not be seen, or has been erased',
  )
}

/** @throws Problem `paper/no-check` where the case has not been checked against the rules */
export function reportOf({ permit }: PaperContext): CheckReport {
  if (permit.report) return permit.report
  throw paperProblem('no-check', 'Hồ sơ chưa được đối chiếu quy định', 'The case has not been checked')
}

type Past = PermitCase['history'][number]
export const lastOf = (permit: PermitCase, event: PermitEvent): Past | null =>
  permit.history.findLast((past) => past.event === event) ?? null

/** @throws Problem `paper/not-yet` where it has not happened */
export function happened(permit: PermitCase, event: PermitEvent, vi: string, en: string): Past {
  const past = lastOf(permit, event)
  if (past) return past
  throw paperProblem('not-yet', vi, en)
}

/** Vietnamese official writing: 1.234,5 */
export const number = (value: number, digits = 2): string =>
  new Intl.NumberFormat('vi-VN', { maximumFractionDigits: digits }).format(value)
export const withUnit = (value: number | null | undefined, unit: string, digits = 2): string =>
  value == null ? dots : `${number(value, digits)} ${unit}`

/** To be written by hand. */
export const dots = '……………'

/** ngày 25 tháng 11 năm 2026 */
export function dateInWords(date: IsoDate | null): string {
  if (!date) return 'ngày …… tháng …… năm ………'
  const [year, month, day] = date.split('-') as [string, string, string]
  // Days under 10 and the first two months carry a zero, so that nothing can be put before them (NĐ 30/2020, Phụ lục I).
  return `ngày ${day} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`
}
/** 25/11/2026 */
export const shortDate = (date: IsoDate): string => date.split('-').reverse().join('/')
const clockTime = (instant: string): readonly [hours: string, minutes: string] => {
  const local = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString()
  return [local.slice(11, 13), local.slice(14, 16)]
}
/** 10 giờ 05 phút, ngày 25 tháng 11 năm 2026 */
export const timeInWords = (instant: string): string => {
  const [hours, minutes] = clockTime(instant)
  return `${hours} giờ ${minutes} phút, ${dateInWords(localDate(instant))}`
}
/** 10:05 25/11/2026 */
export const shortTime = (instant: string): string => `${clockTime(instant).join(':')} ${shortDate(localDate(instant))}`

const procedureNames: Readonly<Record<Procedure, string>> = {
  new: 'Cấp giấy phép xây dựng mới',
  temporary: 'Cấp giấy phép xây dựng có thời hạn',
  relocate: 'Cấp giấy phép di dời công trình',
  repair: 'Cấp giấy phép sửa chữa, cải tạo',
  adjust: 'Điều chỉnh giấy phép xây dựng',
  extend: 'Gia hạn giấy phép xây dựng',
  reissue: 'Cấp lại giấy phép xây dựng',
}
export const isHouse = (application: Application): boolean => application.check.work.kind === 'house'
export const requestOf = ({ permit }: PaperContext): string =>
  `${procedureNames[permit.application.procedure]} đối với ${isHouse(permit.application) ? 'nhà ở riêng lẻ' : 'công trình'}: ${permit.application.workTitle}`

export function siteOf({ permit, office }: PaperContext): string {
  const { parcel, mapSheet, street } = permit.application.site
  return `thửa đất số ${parcel}, tờ bản đồ số ${mapSheet}, ${street}, ${office.unitName}`
}

/** Where to ask. */
export const contactOf = ({ office: { receiver, desk, address, phone } }: PaperContext): string =>
  `Mọi vướng mắc xin liên hệ ${[receiver, desk, address, phone && `số điện thoại ${phone}`].filter(Boolean).join(', ')}.`

/** Each account on a line, as a transfer needs it. */
export const accountsOf = ({ office }: PaperContext): string =>
  office.accounts.map(({ holder, number: account, bank }) => `${account}, ${bank}, chủ tài khoản ${holder}`).join('; ')

export const signHint = '(Ký, ghi rõ họ tên)'
export const sealHint = '(Ký số)'

/** Where the applicant follows the case; with the secret code after #, which no server and no log sees. */
export const followUrl = ({ office }: PaperContext, followCode: string | null = null): string =>
  `${office.publicUrl}/permits/follow${followCode ? `#${encodeURIComponent(followCode)}` : ''}`
/** Where anyone compares the paper with the public register: by the case's code, which no other unit has. */
export const registerUrl = ({ office, permit }: PaperContext): string =>
  `${office.publicUrl}/register?q=${encodeURIComponent(permit.code)}`

/** What every paper of the desk has alike; dated on the day that it is made. */
export function paper(
  context: PaperContext,
  kind: PaperKind,
  title: string,
  rest: Pick<Paper, 'body' | 'signatures'> & Partial<Paper>,
): Paper {
  const { office, permit, at } = context
  return {
    kind,
    issuer: [office.name, office.desk],
    number: null,
    place: office.place,
    date: localDate(at),
    title,
    subtitle: null,
    addressee: null,
    recipients: [],
    qr: { text: followUrl(context), caption: `Mã hồ sơ ${permit.code}` },
    watermark: null,
    marks: {},
    ...rest,
  }
}
