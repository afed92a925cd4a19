/** Lệ phí cấp giấy phép xây dựng: the table, its receipt, and sums in words. */
import { z } from 'zod'
import { procedures } from '../application.ts'
import {
  accountsOf,
  isHouse,
  number,
  type Paper,
  type PaperContext,
  paper,
  paperProblem,
  peopleOf,
  requestOf,
  signHint,
  siteOf,
} from './paper.ts'

const dong = z.number().int().min(0).max(1e9).nullable()

/** An administrator's table, đồng; null: not set. */
export const feeTableSchema = z.strictObject({
  fees: z.record(z.enum(procedures), z.strictObject({ house: dong, other: dong })),
  /** Resolution of the People's Council that sets them; null: figures not confirmed, and the receipt says so. */
  resolution: z.string().trim().min(1).max(200).nullable(),
})
export type FeeTable = z.infer<typeof feeTableSchema>

const building = { house: 75_000, other: 150_000 }
const unknown = { house: null, other: null }
/** Cần Thơ and Hậu Giang, from memory (medium): to be confirmed by the office. */
export const assumedFees: FeeTable = {
  fees: {
    new: building,
    temporary: building,
    relocate: building,
    repair: building,
    adjust: unknown,
    extend: unknown,
    reissue: unknown,
  },
  resolution: null,
}

export interface Payment {
  readonly serial: string
  /** The instant, ISO 8601. */
  readonly at: string
  readonly how: 'cash' | 'transfer' | 'portal'
  readonly collector: string
}
const payments: Readonly<Record<Payment['how'], string>> = {
  cash: 'Tiền mặt',
  transfer: 'Chuyển khoản',
  portal: 'Trực tuyến qua Cổng Dịch vụ công quốc gia',
}

/** Biên lai thu tiền phí, lệ phí. @throws Problem `paper/no-fee` where the table sets none */
export function feeReceipt(context: PaperContext, payment: Payment, { fees, resolution }: FeeTable): Paper {
  const { application, code } = context.permit
  const amount = fees[application.procedure][isHouse(application) ? 'house' : 'other']
  if (amount === null)
    throw paperProblem('no-fee', 'Chưa đặt mức lệ phí của thủ tục này', 'No fee has been set for this procedure')
  return paper({ ...context, at: payment.at }, 'fee', 'BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ', {
    number: payment.serial,
    body: [
      {
        kind: 'fields',
        numbered: false,
        rows: [
          { label: 'Người nộp tiền', value: peopleOf(context).ownerName },
          { label: 'Địa điểm xây dựng', value: siteOf(context) },
          { label: 'Tên loại lệ phí', value: 'Lệ phí cấp giấy phép xây dựng' },
          { label: 'Lý do thu', value: `${requestOf(context)}; mã hồ sơ ${code}` },
          { label: 'Số tiền', value: `${number(amount)} đồng` },
          { label: 'Viết bằng chữ', value: moneyInWords(amount) },
          { label: 'Hình thức thanh toán', value: payments[payment.how] },
          ...(payment.how === 'transfer' && accountsOf(context)
            ? [{ label: 'Tài khoản nhận', value: accountsOf(context) }]
            : []),
          { label: 'Căn cứ mức thu', value: resolution ?? 'chưa xác nhận (mức giả định)' },
        ],
      },
    ],
    signatures: [
      { capacity: 'NGƯỜI NỘP TIỀN', hint: signHint, name: null },
      { capacity: 'NGƯỜI THU TIỀN', hint: signHint, name: payment.collector },
    ],
    watermark: resolution === null || context.permit.specimen ? 'MINH HỌA' : null,
  })
}

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const
const scales = ['', ' nghìn', ' triệu', ' tỷ'] as const

/** A whole number under 10¹² of đồng: 75 000 → “Bảy mươi lăm nghìn đồng”. */
export function moneyInWords(amount: number): string {
  if (!Number.isInteger(amount) || amount < 0 || amount >= 1e12)
    throw new RangeError(`Expected a whole sum of 0 … 10¹² đồng, got ${amount}`)
  const groups: number[] = []
  for (let rest = amount; rest > 0; rest = Math.floor(rest / 1000)) groups.push(rest % 1000)
  const words = groups
    .map((group, scale) => (group === 0 ? '' : threeDigits(group, scale < groups.length - 1) + scales[scale]))
    .filter((part) => part !== '')
    .reverse()
    .join(' ')
  const said = `${words || digits[0]} đồng`
  return said[0]!.toLocaleUpperCase('vi') + said.slice(1)
}

/** @param within after a greater group: a missing hundred is said */
function threeDigits(value: number, within: boolean): string {
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10]
  const parts: string[] = []
  if (hundreds > 0 || within) parts.push(`${digits[hundreds]} trăm`)
  if (tens === 1) parts.push('mười')
  else if (tens > 1) parts.push(`${digits[tens]} mươi`)
  else if (ones > 0 && parts.length > 0) parts.push('linh')
  if (ones === 1 && tens > 1) parts.push('mốt')
  else if (ones === 5 && tens > 0) parts.push('lăm')
  else if (ones > 0) parts.push(digits[ones]!)
  return parts.join(' ')
}
