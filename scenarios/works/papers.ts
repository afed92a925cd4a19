/**
 * The papers of street works: the dig permit and the notice to those who live in front. To the public and to files, so in Vietnamese.
 * What rests on generated roads is a specimen (product guard 2), said across every page.
 */
import type { WorksFollow } from '../api/works.ts'
import type { XY } from '../frame.ts'
import { type Bounds, boundsOf, contains, grow, overlaps } from '../geometry.ts'
import { type Drawing, drawing, label, type Point, path } from '../pdf/drawing.ts'
import {
  dateInWords,
  dots,
  type Field,
  number,
  type Office,
  type Paper,
  shortDate,
  withUnit,
} from '../permits/papers/paper.ts'
import { localDate } from '../permits/working-days.ts'
import { Problem } from '../problem.ts'
import { both } from '../text.ts'
import { linesOfStretches, metresOf, type RoadLine } from './stretch.ts'
import { closureTitles, kindTitles, materialTitles, methodTitles, sideTitles, type WorksPeople } from './works.ts'

export interface WorksPaperContext {
  readonly works: Omit<WorksFollow, 'may' | 'photos' | 'joints'>
  /** Null where the one who prints may not see them: dots are printed. */
  readonly people: WorksPeople | null
  readonly office: Office
  readonly roads: ReadonlyMap<string, RoadLine>
  /** The instant of printing, ISO 8601. */
  readonly at: string
}

const NAMELESS = 'đường chưa có tên'

/** Streets with their stretches: “Trần Hưng Đạo, 120 m”. */
export function streetsInWords({ works, roads }: Pick<WorksPaperContext, 'works' | 'roads'>): string {
  const byStreet = new Map<string, typeof works.application.stretches>()
  for (const stretch of works.application.stretches) {
    const name = roads.get(stretch.road)?.name ?? NAMELESS
    byStreet.set(name, [...(byStreet.get(name) ?? []), stretch])
  }
  return [...byStreet].map(([name, spans]) => `${name}, ${number(metresOf(spans), 0)} m`).join('; ')
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const period = ({ from, to }: { from: string; to: string }): string => `từ ${shortDate(from)} đến hết ${shortDate(to)}`

/** @throws Problem `paper/no-permit` before the permit was signed */
export function digPermit(context: WorksPaperContext): Paper {
  const { works, people, roads } = context
  const { application, permitNumber, specimen, state } = works
  const permitted = works.history.find(({ event }) => event === 'permit')
  if (!permitted || permitNumber === null) throw notYet()
  const { dates, hours, trench, restoration, closure } = application
  const part = (text: string, value: string): Field => ({ label: text, value, part: true })
  const rows: Field[] = [
    { label: 'Cấp cho', value: application.organisation },
    part('Người liên hệ', people ? `${people.contact}, ${people.phone}` : dots),
    part('Chỉ huy tại hiện trường', people?.foreman ? `${people.foreman}, ${people.foremanPhone}` : dots),
    { label: 'Được đào đường để thi công', value: application.title },
    part('Loại công trình', kindTitles[application.kind].vi.toLocaleLowerCase('vi')),
    part('Vị trí', streetsInWords(context)),
    part('Biện pháp', methodTitles[trench.method].vi),
    part('Kích thước rãnh', `sâu ${withUnit(trench.depthMetres, 'm')}, rộng ${withUnit(trench.widthMetres, 'm')}`),
    { label: 'Thời gian', value: period(dates) },
    part('Giờ thi công', `${clock(hours.fromMinutes)} – ${clock(hours.toMinutes)}`),
    part('Giao thông', `${closureTitles[closure.kind].vi}${closure.allDay ? ', cả ngày' : ', trong giờ thi công'}`),
    { label: 'Hoàn trả mặt đường', value: `${materialTitles[restoration.material].vi}, ${restoration.days} ngày cuối` },
    part('Bảo hành', `${restoration.warrantyMonths} tháng kể từ ngày nghiệm thu hoàn trả`),
  ]
  const extended = works.history.filter(({ event }) => event === 'extend')
  return base(context, 'dig-permit', 'GIẤY PHÉP ĐÀO ĐƯỜNG', {
    issuer: ['', context.office.name],
    number: permitNumber,
    date: localDate(permitted.at),
    body: [
      { kind: 'fields', numbered: true, rows },
      { kind: 'heading', text: 'Các đoạn được đào' },
      {
        kind: 'table',
        head: ['Đường', 'Mã đoạn', 'Từ mét', 'Đến mét', 'Phía'],
        rows: application.stretches.map(({ road, fromMetres, toMetres, side }) => [
          roads.get(road)?.name ?? NAMELESS,
          road,
          number(fromMetres, 1),
          number(toMetres, 1),
          sideTitles[side].vi,
        ]),
        widths: [30, 30, 12, 12, 16],
      },
      { kind: 'drawing', drawing: placeDrawing(context, 467, 170), caption: 'Sơ đồ vị trí (hướng Bắc ở trên)' },
      { kind: 'heading', text: 'Đơn vị thi công phải' },
      {
        kind: 'list',
        items: [
          'Báo cơ quan cấp phép trước khi đào; đặt rào chắn, biển báo, đèn ban đêm và giữ lối vào nhà dân, trường, chợ, cơ sở y tế.',
          'Dò tìm công trình ngầm trước khi đào và báo cho đơn vị quản lý công trình đó.',
          'Hoàn trả mặt đường đúng vật liệu, đúng hạn và sửa chữa hư hỏng trong thời gian bảo hành.',
          'Mang giấy phép tại hiện trường và xuất trình khi được yêu cầu.',
        ],
      },
      ...(works.clashes.length > 0
        ? [
            { kind: 'heading', text: 'Lưu ý khi thi công' } as const,
            { kind: 'list', items: works.clashes.slice(0, 12).map(({ why }) => why.vi) } as const,
          ]
        : []),
      ...(extended.length > 0
        ? [
            { kind: 'heading', text: 'Gia hạn' } as const,
            {
              kind: 'list',
              items: extended.map(
                ({ at, until }) => `${dateInWords(localDate(at))}: đến hết ${until ? shortDate(until) : dots}`,
              ),
            } as const,
          ]
        : []),
    ],
    signatures: [
      { capacity: context.office.signer.capacity, hint: '(Ký, đóng dấu)', name: context.office.signer.name },
    ],
    recipients: [application.organisation, `Lưu: VT, hồ sơ ${works.code}`],
    watermark:
      [state === 'expired' ? 'HẾT HẠN' : state === 'withdrawn' ? 'ĐÃ RÚT' : null, specimen ? 'MINH HỌA' : null]
        .filter(Boolean)
        .join(' – ') || null,
  })
}

/** Báo cho người ở trước đoạn đào. @param houses numbers or names of what lies in front; empty: to whom it may concern */
export function streetNotice(context: WorksPaperContext, houses: readonly string[]): Paper {
  const { works, people, office } = context
  if (works.permitNumber === null) throw notYet()
  const { title, organisation, dates, hours, closure } = works.application
  return base(context, 'street-notice', 'THÔNG BÁO THI CÔNG', {
    number: null,
    date: localDate(context.at),
    addressee: 'các hộ dân, cơ quan ở hai bên đoạn đường thi công',
    body: [
      {
        kind: 'fields',
        numbered: false,
        rows: [
          { label: 'Công trình', value: title },
          { label: 'Đơn vị', value: organisation },
          { label: 'Ở đâu', value: streetsInWords(context) },
          { label: 'Khi nào', value: `${period(dates)}, ${clock(hours.fromMinutes)} – ${clock(hours.toMinutes)}` },
          { label: 'Đi lại', value: `${closureTitles[closure.kind].vi}; lối vào nhà được giữ hoặc lát tạm` },
          { label: 'Giấy phép', value: works.permitNumber },
          { label: 'Gọi khi cần', value: people?.foremanPhone || people?.phone || office.phone || dots },
        ],
      },
      { kind: 'drawing', drawing: placeDrawing(context, 467, 220), caption: 'Đoạn thi công (hướng Bắc ở trên)' },
      ...(houses.length > 0
        ? [
            { kind: 'heading', text: `Gửi tới (${houses.length} địa chỉ)` } as const,
            { kind: 'text', text: houses.join(' · ') } as const,
          ]
        : []),
    ],
    signatures: [{ capacity: 'ĐƠN VỊ THI CÔNG', hint: '(Ký, ghi rõ họ tên)', name: null }],
    watermark: works.specimen ? 'MINH HỌA' : null,
  })
}

const notYet = (): Problem =>
  new Problem({ code: 'paper/no-permit', message: both('Chưa có giấy phép đào', 'There is no dig permit yet') })

function base(
  { office, works }: WorksPaperContext,
  kind: 'dig-permit' | 'street-notice',
  title: string,
  rest: Pick<Paper, 'body' | 'signatures' | 'number' | 'date' | 'watermark'> & Partial<Paper>,
): Paper {
  return {
    kind,
    issuer: [office.name, office.desk],
    place: office.place,
    title,
    subtitle: null,
    addressee: null,
    recipients: [],
    qr: { text: `${office.publicUrl}/works`, caption: 'Quét mã để xem bản đồ công trình đang đào' },
    marks: { Case: works.code, State: works.state },
    ...rest,
  }
}

/** Streets about the stretches, and the stretches. */
export function placeDrawing(
  { works, roads }: Pick<WorksPaperContext, 'works' | 'roads'>,
  width: number,
  height: number,
): Drawing {
  const dug = linesOfStretches(works.application.stretches, roads)
  if (dug.length === 0) return drawing(width, height, [], [label([width / 2, height / 2], NAMELESS, 9, 'middle')])
  const tight = boundsOf(dug.flat())
  const [minX, minY, maxX, maxY] = grow(tight, Math.max(40, 0.2 * Math.max(tight[2] - tight[0], tight[3] - tight[1])))
  const scale = Math.min(width / (maxX - minX), height / (maxY - minY))
  const at = ([x, y]: XY): Point => [
    width / 2 + (x - (minX + maxX) / 2) * scale,
    height / 2 - (y - (minY + maxY) / 2) * scale,
  ]
  const seen: Bounds = [
    (minX + maxX - width / scale) / 2,
    (minY + maxY - height / scale) / 2,
    (minX + maxX + width / scale) / 2,
    (minY + maxY + height / scale) / 2,
  ]
  const around = [...roads.values()].filter(({ line }) => overlaps(boundsOf(line), seen))
  // A name where it stands free of the others.
  const names = new Map<string, Point>()
  for (const { name, line } of around) {
    if (!name || names.has(name)) continue
    const free = line
      .filter((point) => contains(grow(seen, -12 / scale), point))
      .map((point): Point => [Math.min(width - 50, Math.max(50, at(point)[0])), Math.max(10, at(point)[1] - 3)])
      .find(([x, y]) => [...names.values()].every(([a, b]) => Math.abs(a - x) > 70 || Math.abs(b - y) > 9))
    if (free) names.set(name, free)
  }
  return drawing(
    width,
    height,
    [
      ...around.map(({ line }) => path(line.map(at), false, { stroke: '#b9b4aa', 'stroke-width': 2.2 })),
      ...dug.map((line) => path(line.map(at), false, { stroke: '#c62828', 'stroke-width': 3.4 })),
    ],
    [...names].map(([name, place]) => label(place, name, 7, 'middle', '#444')),
  )
}
