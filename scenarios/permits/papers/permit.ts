/**
 * Giấy phép xây dựng (Mẫu 03, Phụ lục II, NĐ 217/2026/NĐ-CP). Until a signed PDF has come back and verifies it is a draft; one that
 * rests on generated data is a specimen for good (product guard 2); both are said across every page.
 */
import { MAX_EXTENSIONS, START_WITHIN_MONTHS, standingStates, startBefore } from '../process.ts'
import { localDate } from '../working-days.ts'
import {
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

/** What the reviewer writes into the permit besides the application. */
export interface PermitTerms {
  /** Giấy tờ về đất đai. */
  readonly landPapers: string
  /** Mã định danh công trình; null: not given yet. */
  readonly workId: string | null
}

export const drawableStates: ReadonlySet<string> = new Set([
  ...standingStates,
  'to-sign',
  'approved',
  'lapsed',
  'revoked',
])

/** @throws Problem `paper/not-proposed` before the case has been put up for signature, `paper/no-check` */
export function permitPaper(context: PaperContext, { landPapers, workId }: PermitTerms): Paper {
  const { permit, office } = context
  if (!drawableStates.has(permit.state))
    throw paperProblem('not-proposed', 'Hồ sơ chưa được trình ký', 'The case has not been put up for signature')
  const { application } = permit
  const { check } = application
  const { figures, rulesVersion, caseHash } = reportOf(context)
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
    number: permit.permitNumber ?? '………/GPXD',
    date: issued ? localDate(issued.at) : null,
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
      { kind: 'text', text: `Đối chiếu quy định: bộ quy tắc ${rulesVersion}, dấu hồ sơ ${caseHash}.` },
    ],
    signatures: [{ capacity: office.signer.capacity, hint: '(Ký số, đóng dấu)', name: office.signer.name }],
    recipients: ['Chủ đầu tư', `Lưu: VT, hồ sơ ${permit.code}`],
    qr: { text: registerUrl(context), caption: 'Quét mã để đối chiếu với sổ đăng ký công khai' },
    watermark: watermarkOf(context),
  })
}

export function watermarkOf({ permit }: PaperContext): string | null {
  const marks = [
    ...(permit.state === 'lapsed' ? ['HẾT HIỆU LỰC'] : permit.state === 'revoked' ? ['ĐÃ THU HỒI'] : []),
    ...(permit.state === 'to-sign' || permit.state === 'approved' ? ['DỰ THẢO'] : []),
    ...(permit.specimen || permit.report?.illustrative ? ['MINH HỌA'] : []),
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
