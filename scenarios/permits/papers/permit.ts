/**
 * Giấy phép xây dựng (Mẫu 03, Phụ lục II, NĐ 217/2026/NĐ-CP). Until a signed PDF has come back and verifies it is a draft; one that
 * rests on generated data is a specimen for good (product guard 2); both are said across every page, and in the file itself.
 */
import { z } from 'zod'
import type { PermitCheck } from '../../rules/case.ts'
import { MAX_EXTENSIONS, START_WITHIN_MONTHS, standingStates, startBefore } from '../process.ts'
import { type IsoDate, localDate } from '../working-days.ts'
import { quantity, vietnamese } from './desk.ts'
import { massingPicture } from './massing-picture.ts'
import {
  type Block,
  dateInWords,
  dots,
  type Field,
  isHouse,
  lastOf,
  number,
  type Paper,
  type PaperContext,
  paper,
  paperProblem,
  peopleOf,
  registerUrl,
  reportOf,
  withUnit,
} from './paper.ts'
import { TEXT_WIDTH } from './print.ts'
import { corners, sitePlan } from './site-plan.ts'

/** What the reviewer writes into the permit besides the application. */
export const permitTermsSchema = z.strictObject({
  /** Giấy tờ về đất đai. */
  landPapers: z.string().trim().min(1).max(200),
  /** Mã định danh công trình; null: not given yet. */
  workId: z.string().trim().min(1).max(200).nullable(),
})
export type PermitTerms = z.infer<typeof permitTermsSchema>

/** Number and day of a permit that goes out to be signed: no draft any more. */
export interface Numbered {
  readonly number: string
  readonly date: IsoDate
}

export const drawableStates: ReadonlySet<string> = new Set([
  ...standingStates,
  'to-sign',
  'approved',
  'lapsed',
  'revoked',
])

/**
 * @param numbered what goes out to be signed; null: as the case stands
 * @throws Problem `paper/not-proposed` before the case has been put up for signature, `paper/no-check`
 */
export function permitPaper(
  context: PaperContext,
  { landPapers, workId }: PermitTerms,
  numbered: Numbered | null = null,
): Paper {
  const { permit, office } = context
  if (!drawableStates.has(permit.state))
    throw paperProblem('not-proposed', 'Hồ sơ chưa được trình ký', 'The case has not been put up for signature')
  const { application } = permit
  const { check } = application
  const { figures, rulesVersion, caseHash, rules } = reportOf(context)
  const issued = lastOf(permit, 'issue')
  const { ownerName, ownerId, representative } = peopleOf(context)
  const { above, basement, mezzanine, tum } = check.building.floors
  const part = (label: string, value: string): Field => ({ label, value, part: true })
  const present = (label: string, squareMetres: number): Field[] =>
    squareMetres > 0 ? [part(label, withUnit(squareMetres, 'm²'))] : []
  const house = isHouse(application)
  const lines = check.roads.map(
    ({ name, widthMetres }) => `${name}${widthMetres === null ? '' : ` (lộ giới ${number(widthMetres)} m)`}`,
  )
  const setback = figures.setbackMetres
  const last = startBefore(permit.history)

  return paper(context, 'permit', 'GIẤY PHÉP XÂY DỰNG', {
    issuer: ['', office.name],
    number: numbered?.number ?? permit.permitNumber ?? '………/GPXD',
    date: numbered?.date ?? (issued ? localDate(issued.at) : null),
    subtitle: house ? '(Sử dụng cho nhà ở riêng lẻ)' : '(Sử dụng cho công trình không theo tuyến)',
    body: [
      {
        kind: 'fields',
        numbered: true,
        rows: [
          { label: 'Cấp cho', value: ownerName },
          part('Số định danh cá nhân/Mã số thuế', ownerId),
          ...(representative ? [part('Người đại diện', `${representative.name}, ${representative.title}`)] : []),
          { label: 'Được phép xây dựng công trình', value: application.workTitle },
          part('Loại, cấp công trình', `${house ? 'nhà ở riêng lẻ' : 'công trình'}, ${classes[check.work.class]}`),
          part('Theo thiết kế do', said(application.designer)),
          part('Đơn vị thẩm tra thiết kế', application.verifier ? said(application.verifier) : 'không'),
          part(
            'Vị trí xây dựng',
            `thửa đất số ${application.site.parcel}, tờ bản đồ số ${application.site.mapSheet}, ${application.site.street}, ${office.unitName}`,
          ),
          part('Diện tích lô đất', withUnit(figures.lotSquareMetres, 'm²')),
          part('Cốt nền xây dựng', withUnit(check.building.groundLevelMetres, 'm (hệ cao độ Hòn Dấu)')),
          part('Mật độ xây dựng', withUnit(figures.densityPercent, '%')),
          part('Hệ số sử dụng đất', withUnit(figures.far, 'lần')),
          part('Chỉ giới đường đỏ', lines.length > 0 ? lines.join('; ') : dots),
          part(
            'Chỉ giới xây dựng',
            setback == null ? 'theo bản vẽ kèm theo' : `lùi ${number(setback)} m so với chỉ giới đường đỏ`,
          ),
          part('Diện tích xây dựng tầng 1', withUnit(figures.footprintSquareMetres, 'm²')),
          part('Tổng diện tích sàn', withUnit(figures.floorSquareMetres, 'm²')),
          ...present('trong đó tầng hầm', basement),
          ...present('trong đó các tầng trên mặt đất', above),
          ...present('trong đó tầng lửng', mezzanine),
          ...present('trong đó tum', tum),
          part('Chiều cao công trình', withUnit(figures.heightMetres, 'm')),
          part('Số tầng trên mặt đất', withUnit(figures.storeys, 'tầng')),
          part('Màu sắc công trình', application.colour || dots),
          { label: 'Giấy tờ về đất đai', value: landPapers },
          { label: 'Mã định danh công trình', value: workId ?? dots },
          {
            label: 'Hiệu lực',
            value:
              `Giấy phép có hiệu lực khởi công xây dựng trong thời hạn ${START_WITHIN_MONTHS} tháng kể từ ngày cấp` +
              `${last ? ` (đến hết ${dateInWords(last)})` : ''}; quá thời hạn trên phải đề nghị gia hạn, tối đa ` +
              `${MAX_EXTENSIONS} lần, mỗi lần ${START_WITHIN_MONTHS} tháng.`,
          },
        ],
      },
      { kind: 'heading', text: 'Chủ đầu tư phải thực hiện các nội dung sau' },
      {
        kind: 'list',
        items: [
          'Hoàn toàn chịu trách nhiệm trước pháp luật nếu xâm phạm quyền hợp pháp của các chủ sở hữu liền kề.',
          'Thực hiện đúng các quy định của pháp luật về đất đai, đầu tư xây dựng và giấy phép xây dựng này.',
          'Thông báo ngày khởi công cho cơ quan cấp phép xây dựng trước khi khởi công.',
          'Niêm yết giấy phép xây dựng tại địa điểm xây dựng, xuất trình cho cơ quan có thẩm quyền khi được yêu cầu.',
          'Khi điều chỉnh thiết kế làm thay đổi nội dung giấy phép thì phải đề nghị điều chỉnh và chờ quyết định của cơ quan cấp giấy phép.',
        ],
      },
      ...(changes(context).length > 0
        ? [
            { kind: 'heading', text: 'Điều chỉnh, gia hạn giấy phép' } as const,
            { kind: 'list', items: changes(context) } as const,
          ]
        : []),
      { kind: 'heading', text: 'Quy định đã đối chiếu' },
      {
        kind: 'table',
        head: ['Nội dung', 'Điều khoản', 'Quy định', 'Thiết kế'],
        rows: rules
          .filter(({ basis, limit, actual }) => basis !== 'advice' && limit !== null && actual !== null)
          .map(({ title, clause, limit, actual, unit }) => [
            title.vi,
            vietnamese(clause),
            quantity(limit, unit),
            quantity(actual, unit),
          ]),
        widths: [30, 36, 17, 17],
      },
      { kind: 'text', text: `Bộ quy tắc ${rulesVersion}, dấu hồ sơ ${caseHash}.` },
      ...drawingsOf(check),
    ],
    signatures: [{ capacity: office.signer.capacity, hint: '(Ký số, đóng dấu)', name: office.signer.name }],
    recipients: ['Chủ đầu tư', `Lưu: VT, hồ sơ ${permit.code}`],
    qr: { text: registerUrl(context), caption: 'Quét mã để đối chiếu với sổ đăng ký công khai' },
    watermark: watermarkOf(context, numbered !== null),
    marks: {
      Status: numbered ? 'to-sign' : isDraft(permit.state) ? 'draft' : permit.state,
      Specimen: String(isSpecimen(context)),
      Case: permit.code,
      PermitNumber: numbered?.number ?? permit.permitNumber ?? '',
      Unit: permit.unitCode,
    },
  })
}

/** The lot from above with its corners in VN-2000, and the building among its neighbours. */
export function drawingsOf(check: PermitCheck): Block[] {
  const plan = sitePlan(check, TEXT_WIDTH, 250)
  const lot = corners(check.site.ring)
  return [
    {
      kind: 'drawing',
      drawing: plan,
      caption: `Sơ đồ vị trí công trình, tỷ lệ 1:${number(plan.scale)} khi in khổ A4.`,
    },
    {
      kind: 'table',
      head: ['Mốc', 'X (m)', 'Y (m)', 'Cạnh đến mốc sau (m)'],
      rows: lot.map(([easting, northing], i) => {
        const next = lot[(i + 1) % lot.length]!
        const side = Math.hypot(next[0] - easting, next[1] - northing)
        return [String(i + 1), northing.toFixed(3), easting.toFixed(3), side.toFixed(2)].map((text) =>
          text.replace('.', ','),
        )
      }),
      widths: [10, 30, 30, 30],
      ...(lot.length <= 30 ? { whole: true } : {}),
    },
    {
      kind: 'drawing',
      drawing: massingPicture(check, TEXT_WIDTH, 240),
      caption: 'Khối công trình nhìn từ phía đường, phép chiếu song song.',
    },
  ]
}

const isDraft = (state: string): boolean => state === 'to-sign' || state === 'approved'
const isSpecimen = ({ permit }: PaperContext): boolean => permit.specimen || Boolean(permit.report?.illustrative)

export function watermarkOf(context: PaperContext, numbered = false): string | null {
  const { state } = context.permit
  const marks = [
    ...(state === 'lapsed' ? ['HẾT HIỆU LỰC'] : state === 'revoked' ? ['ĐÃ THU HỒI'] : []),
    ...(isDraft(state) && !numbered ? ['BẢN NHÁP'] : []),
    ...(isSpecimen(context) ? ['MẪU – MINH HỌA'] : []),
  ]
  return marks.length > 0 ? marks.join(' – ') : null
}

const classes = { special: 'cấp đặc biệt', I: 'cấp I', II: 'cấp II', III: 'cấp III', IV: 'cấp IV' } as const
const said = (one: { name: string; certificate: string } | null): string =>
  one ? `${one.name} (chứng chỉ ${one.certificate})` : 'chủ đầu tư tự tổ chức'

const changes = ({ permit }: PaperContext): string[] =>
  permit.history.flatMap(({ event, at, note }) =>
    event === 'adjust' || event === 'extend'
      ? [`${event === 'adjust' ? 'Điều chỉnh' : 'Gia hạn'} ${dateInWords(localDate(at))}: ${note}`]
      : [],
  )
