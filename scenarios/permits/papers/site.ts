/** Biên bản kiểm tra thực địa: what stands on the lot, measured against the design or the permit. */
import { z } from 'zod'
import { localDate } from '../working-days.ts'
import {
  type Block,
  dots,
  number,
  type Paper,
  type PaperContext,
  paper,
  requestOf,
  signHint,
  siteOf,
  timeInWords,
} from './paper.ts'

export const siteInspectionSchema = z.strictObject({
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** Those present: of the office, the owner's side, others. */
  present: z
    .array(
      z.strictObject({
        side: z.enum(['office', 'owner', 'other']),
        name: z.string().trim().min(1).max(120),
        title: z.string().trim().max(120),
      }),
    )
    .min(1)
    .max(20),
  /** VN-2000 by the phone, m; null where it had no fix. */
  position: z
    .strictObject({ easting: z.number(), northing: z.number(), accuracyMetres: z.number().positive() })
    .nullable(),
  measurements: z
    .array(
      z.strictObject({
        item: z.string().trim().min(1).max(120),
        /** By the design or the permit; null: it says nothing. */
        design: z.number().nullable(),
        /** Null: could not be measured. */
        measured: z.number().nullable(),
        unit: z.enum(['m', 'm²', 'storeys', '%']),
        /** Within which the two are the same, of the same unit. */
        tolerance: z.number().min(0),
      }),
    )
    .max(60),
  remarks: z.string().trim().max(4000),
  conclusion: z.string().trim().min(1).max(4000),
  photos: z.array(z.strictObject({ hash: z.string().length(64), caption: z.string().trim().max(200) })).max(50),
})
export type SiteInspection = z.infer<typeof siteInspectionSchema>

export type Measurement = SiteInspection['measurements'][number]
const units: Readonly<Record<Measurement['unit'], string>> = { m: 'm', 'm²': 'm²', storeys: 'tầng', '%': '%' }

/** The measured less the design; null where either is not known. */
export const deviationOf = ({ design, measured }: Measurement): number | null =>
  design === null || measured === null ? null : measured - design
export const isWithin = (one: Measurement): boolean | null => {
  const deviation = deviationOf(one)
  // A millimetre is not a deviation: what was typed is decimal.
  return deviation === null ? null : Math.abs(deviation) <= one.tolerance + 1e-6
}

/** @param images `data:` addresses of photos by their hash; one that is not here is named alone */
export function siteRecord(
  context: PaperContext,
  inspection: SiteInspection,
  images: ReadonlyMap<string, string> = new Map(),
): Paper {
  const { startedAt, endedAt, present, position, measurements, remarks, conclusion, photos } = inspection
  const side = (which: SiteInspection['present'][number]['side']): string[] =>
    present.filter((one) => one.side === which).map(({ name, title }) => (title ? `${name}, ${title}` : name))
  const value = (of: number | null, unit: Measurement['unit']) => (of === null ? '' : `${number(of)} ${units[unit]}`)
  const verdict = (one: Measurement): string => {
    const deviation = deviationOf(one)
    if (deviation === null) return one.measured === null ? 'Chưa đo được' : 'Thiết kế không quy định'
    return isWithin(one) ? 'Khớp' : `Lệch ${deviation > 0 ? '+' : '−'}${value(Math.abs(deviation), one.unit)}`
  }
  return paper(context, 'inspection', 'BIÊN BẢN KIỂM TRA THỰC ĐỊA', {
    number: `${context.permit.code}/BB-KTTĐ`,
    date: localDate(startedAt),
    subtitle: requestOf(context),
    body: [
      {
        kind: 'fields',
        numbered: true,
        rows: [
          { label: 'Bắt đầu lúc', value: timeInWords(startedAt) },
          { label: 'Địa điểm', value: siteOf(context) },
          {
            label: 'Vị trí đo (VN-2000, kinh tuyến trục 105°00′)',
            value: position
              ? `X = ${number(position.northing, 1)} m; Y = ${number(position.easting, 1)} m; sai số ±${number(position.accuracyMetres, 0)} m`
              : 'thiết bị không bắt được vị trí',
          },
          { label: 'Đại diện cơ quan cấp phép', value: side('office').join('; ') || dots },
          { label: 'Đại diện chủ đầu tư', value: side('owner').join('; ') || 'vắng mặt' },
          ...(side('other').length > 0 ? [{ label: 'Người chứng kiến', value: side('other').join('; ') }] : []),
        ],
      },
      { kind: 'heading', text: 'Kết quả đo' },
      {
        kind: 'table',
        head: ['Nội dung', 'Theo thiết kế, giấy phép', 'Đo được', 'Sai số cho phép', 'Kết quả'],
        rows: measurements.map((one) => [
          one.item,
          value(one.design, one.unit),
          value(one.measured, one.unit),
          `±${value(one.tolerance, one.unit)}`,
          verdict(one),
        ]),
        widths: [32, 18, 15, 15, 20],
      },
      { kind: 'heading', text: 'Nhận xét' },
      { kind: 'text', text: remarks || 'Không có.' },
      { kind: 'heading', text: 'Kết luận' },
      { kind: 'text', text: conclusion },
      ...(photos.length > 0 ? [{ kind: 'heading', text: 'Ảnh kèm theo (SHA-256)' } as const] : []),
      ...photos.map(({ hash, caption }): Block => {
        const image = images.get(hash)
        const named = `${caption || 'Ảnh'}: ${hash}`
        return image ? { kind: 'picture', image, caption: named } : { kind: 'text', text: named }
      }),
      {
        kind: 'text',
        text: `Biên bản kết thúc lúc ${timeInWords(endedAt)}, đã đọc lại cho mọi người cùng nghe và ký tên.`,
      },
    ],
    signatures: [
      {
        capacity: 'ĐẠI DIỆN CHỦ ĐẦU TƯ',
        hint: signHint,
        name: present.find((one) => one.side === 'owner')?.name ?? null,
      },
      { capacity: 'NGƯỜI KIỂM TRA', hint: signHint, name: present.find((one) => one.side === 'office')?.name ?? null },
    ],
  })
}
