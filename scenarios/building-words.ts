/**
 * “What may be built here?” in plain words: the limits that the permit rules (`rules/`) would hold a building at a lot against, each
 * with its clause and its rank. What an approved plan sets binds before the code, which stands as the floor under it; without a
 * plan on file a person has to look. Never an official planning statement (chứng chỉ, thông tin quy hoạch): that is asked for.
 */
import { zoneColour } from './city/land-uses.ts'
import type { Zoning } from './city/layers.ts'
import type { LineNear, RoadBeside } from './permits/lot-around.ts'
import { isIllustrative, type Provenance, weakest } from './provenance.ts'
import type { WorkKind } from './rules/case.ts'
import { houseDensityLimit, ratios, service, table28, table210, table212, works } from './rules/density.ts'
import { workTitles } from './rules/facts.ts'
import { freeboard, table213 } from './rules/ground.ts'
import { byHeightAndLot } from './rules/interpolate.ts'
import { closedLand, suits } from './rules/land.ts'
import { small } from './rules/permit.ts'
import type { RuleLine } from './rules/report.ts'
import { DECREE, LAW, QCVN_01, said } from './rules/rule.ts'
import { setbackLimit, table27 } from './rules/setback.ts'
import { type Bilingual, both } from './text.ts'

/** A plan that sets figures for the lot. */
export interface PlanAtLot {
  /** Number, issuer, date; or the name of the plan. */
  readonly document: string
  readonly zoning: Zoning
  readonly provenance: Provenance
}

export interface LotFacts {
  readonly squareMetres: number
  /** Land-use code of the parcel, several joined as the papers have them. */
  readonly landUse: string
  /** Of the parcel, its area and its land use. */
  readonly provenance: Provenance
  /** In the order in which they bind; those that are not solid decide nothing and are shown as drawn. */
  readonly plans: readonly PlanAtLot[]
  readonly roads: readonly RoadBeside[]
  readonly lines: readonly LineNear[]
  /** Mean level of the lot, m above datum, and its standard error. */
  readonly ground: { readonly metres: number; readonly errorMetres: number; readonly provenance: Provenance } | null
}

/** What one text says of one matter. `advice`: data without legal force. */
export interface Says {
  readonly rank: RuleLine['basis']
  readonly says: Bilingual
  readonly clause: string
  readonly confidence: RuleLine['confidence']
}

export const topics = [
  'use',
  'density',
  'far',
  'height',
  'setback',
  'ground',
  'corridors',
  'permit',
  'authority',
] as const
export type Topic = (typeof topics)[number]

export interface BuildingLine {
  readonly topic: Topic
  readonly title: Bilingual
  /** The first binds. */
  readonly says: readonly Says[]
  /** Nothing on file settles it: a person has to look. */
  readonly person: boolean
  /** The weakest of what it rests on. */
  readonly provenance: Provenance
}

export const topicTitles: Readonly<Record<Topic, Bilingual>> = {
  use: both('Được xây loại gì', 'What kind of building'),
  density: both('Mật độ xây dựng: phần đất được phủ', 'Density: how much of the lot may be covered'),
  far: both('Hệ số sử dụng đất: tổng sàn so với đất', 'Floor area ratio: floors against the lot'),
  height: both('Chiều cao, số tầng', 'Height and storeys'),
  setback: both('Khoảng lùi khỏi đường', 'Setback from the street'),
  ground: both('Cốt nền', 'Ground level'),
  corridors: both('Hành lang bảo vệ gần đây', 'Protected corridors near by'),
  permit: both('Có phải xin phép không', 'Whether a permit is needed'),
  authority: both('Ai cấp phép', 'Who issues the permit'),
}

/** The one building that a land use is meant for; null: none is known, `closed`: none before the use is changed. */
export function buildingFor(landUse: string): WorkKind | 'closed' | null {
  const codes = codesOf(landUse)
  const kind = (['house', 'commercial', 'education', 'health', 'culture', 'sport', 'market', 'factory'] as const).find(
    (one) => codes.some((code) => suits(one, code) === true),
  )
  if (kind) return kind
  const closed: readonly string[] = closedLand
  return codes.length > 0 && codes.every((code) => closed.includes(code)) ? 'closed' : null
}

const codesOf = (landUse: string): string[] =>
  landUse
    .toUpperCase()
    .split(/[+,;/\s]+/)
    .filter(Boolean)

const solid = ({ provenance }: PlanAtLot): boolean => !isIllustrative([provenance])
const found = 'found' as const

/** Every matter, in the order in which a person asks. */
export function buildingWords(lot: LotFacts): BuildingLine[] {
  const kind = buildingFor(lot.landUse)
  const work = kind === 'closed' ? null : kind
  const code: Readonly<Record<Topic, readonly Says[]>> = {
    use: landSays(lot, kind),
    density: densitySays(lot.squareMetres, work),
    far: farSays(lot.squareMetres, work),
    height: heightSays,
    setback: setbackSays(lot),
    ground: groundSays(lot, work),
    corridors: corridorSays(lot),
    permit: permitSays(work),
    authority: authoritySays(work),
  }
  const binding = lot.plans.find(solid) ?? null
  return topics.map((topic) => {
    const planned = lot.plans.flatMap((plan): Says[] => {
      const says = planSays(topic, plan, lot.squareMetres)
      if (!says) return []
      return [{ rank: solid(plan) ? 'plan' : 'advice', says, clause: plan.document, confidence: found }]
    })
    const says = [...planned.filter(({ rank }) => rank === 'plan'), ...code[topic]]
    return {
      topic,
      title: topicTitles[topic],
      says: [...says, ...planned.filter(({ rank }) => rank === 'advice')],
      person: needsPerson(topic, lot, binding, kind),
      provenance: restsOn(topic, lot),
    }
  })
}

/** No plan on file: the code alone settles no figure of a lot (its floor holds all the same). */
function needsPerson(topic: Topic, lot: LotFacts, binding: PlanAtLot | null, kind: ReturnType<typeof buildingFor>) {
  switch (topic) {
    case 'use':
      // That nothing may be built on farm land as it is, is sure.
      return kind !== 'closed' && binding === null
    case 'corridors':
      return lot.lines.length > 0
    case 'authority':
      return kind === null || kind === 'closed'
    case 'permit':
    case 'ground':
      return true
    case 'setback':
      return binding?.zoning.setbackMetres === undefined
    default:
      return binding === null
  }
}

function restsOn(topic: Topic, lot: LotFacts): Provenance {
  const { provenance, roads, lines, ground } = lot
  switch (topic) {
    case 'setback':
      return weakest([provenance, ...roads.map((road) => road.provenance)])
    case 'corridors':
      return weakest([provenance, ...lines.map((line) => line.provenance)])
    case 'ground':
      return weakest([provenance, ...(ground ? [ground.provenance] : [])])
    default:
      return provenance
  }
}

function planSays(topic: Topic, { zoning, provenance }: PlanAtLot, lot: number): Bilingual | null {
  const drawn = isIllustrative([provenance])
    ? both(' (dữ liệu minh họa, không có giá trị pháp lý)', ' (illustrative data, without legal force)')
    : both('', '')
  const mark = (vi: string, en: string) => both(`${vi}${drawn.vi}.`, `${en}${drawn.en}.`)
  const { title } = zoneColour(zoning.code)
  switch (topic) {
    case 'use':
      return mark(`Quy hoạch là ${title.vi} (${zoning.code})`, `The plan has: ${title.en} (${zoning.code})`)
    case 'density': {
      const share = zoning.density * 100
      const [vi, en] = pair(share, '%')
      const [areaVi, areaEn] = pair(Math.floor(zoning.density * lot), 'm²')
      return mark(`Phủ tối đa ${vi} thửa đất, khoảng ${areaVi}`, `Covers ${en} of the lot at the most, about ${areaEn}`)
    }
    case 'far': {
      const [vi, en] = pair(zoning.floorAreaRatio, 'ratio')
      return mark(`Tổng sàn tối đa ${vi} diện tích thửa`, `Floors together ${en} the lot at the most`)
    }
    case 'height': {
      const [vi, en] = pair(zoning.heightMetres, 'm')
      return mark(`Cao tối đa ${vi}`, `${en} high at the most`)
    }
    case 'setback': {
      if (zoning.setbackMetres === undefined) return null
      const [vi, en] = pair(zoning.setbackMetres, 'm')
      return mark(`Lùi ít nhất ${vi} từ chỉ giới đường đỏ`, `At least ${en} back from the red line`)
    }
    default:
      return null
  }
}

const pair = (value: number, unit: string): [vi: string, en: string] => [
  said(value, unit, 'vi'),
  said(value, unit, 'en'),
]

function landSays({ landUse }: LotFacts, kind: ReturnType<typeof buildingFor>): Says[] {
  const clause = `${LAW}, Điều 44.1, 48.3; Luật Đất đai 31/2024/QH15`
  const titles = codesOf(landUse).map((code) => ({ code, ...zoneColour(code).title }))
  const vi = titles.map((one) => `${one.vi} (${one.code})`).join(', ')
  const en = titles.map((one) => `${one.en} (${one.code})`).join(', ')
  const law = (says: Bilingual): Says[] => [{ rank: 'law', says, clause, confidence: found }]
  if (kind === 'closed') {
    return law(
      both(
        `Đất đang là: ${vi}. Không được xây nhà trước khi được chuyển mục đích sử dụng đất.`,
        `The land is: ${en}. Nothing may be built before the use of the land is changed.`,
      ),
    )
  }
  if (kind === null) {
    return law(
      both(
        `Đất đang là: ${vi}. Cần người xem được xây gì.`,
        `The land is: ${en}. A person has to say what may be built.`,
      ),
    )
  }
  const one = workTitles[kind]
  return law(
    both(
      `Đất đang là: ${vi}. Mục đích này dành cho ${one.vi}.`,
      `The land is: ${en}. This use is meant for ${one.en}.`,
    ),
  )
}

const isService = (work: WorkKind | null): boolean =>
  ['education', 'health', 'culture', 'sport', 'market'].includes(work ?? '')

/** What the code says of density. @param lot m² */
function densitySays(lot: number, work: WorkKind | null): Says[] {
  const says = (clause: string, words: Bilingual, rank: Says['rank'] = 'code'): Says => ({
    rank,
    says: words,
    clause: `${QCVN_01}, ${clause}`,
    confidence: found,
  })
  if (work === 'house') {
    const limit = houseDensityLimit(lot)
    const [areaVi, areaEn] = pair(Math.floor((limit * lot) / 100), 'm²')
    const [lotVi, lotEn] = pair(lot, 'm²')
    const [vi, en] = pair(Math.round(limit * 10) / 10, '%')
    const all = says(
      '2.6.3, Bảng 2.8',
      both(
        `Nhà ở trên thửa ${lotVi}: phủ tối đa ${vi}, khoảng ${areaVi}.`,
        `A house on a lot of ${lotEn}: covers ${en} at the most, about ${areaEn}.`,
      ),
    )
    const { existing } = table28
    if (lot > existing.lotSquareMetres || limit >= existing.percent) return [all]
    return [
      all,
      says(
        '2.7.7',
        both(
          `Ở khu hiện hữu, thửa đến ${existing.lotSquareMetres} m² và nhà không cao quá ${existing.heightMetres} m được phủ đến ${existing.percent} %.`,
          `In an existing area a lot up to ${existing.lotSquareMetres} m², with a house no higher than ${existing.heightMetres} m, may be covered to ${existing.percent} %.`,
        ),
      ),
    ]
  }
  if (work === 'commercial') {
    const list = (language: keyof Bilingual) => {
      const steps = [16, 22, 28, 46].map((height) => ({ height, percent: byHeightAndLot(table210, height, lot) }))
      // Heights with the same share are told once, by the highest of them.
      const told = steps.filter(({ percent }, i) => steps[i + 1]?.percent !== percent)
      return told
        .map(({ height, percent }) => {
          const share = said(Math.round(percent * 10) / 10, '%', language)
          return language === 'vi' ? `cao đến ${height} m: ${share}` : `up to ${height} m: ${share}`
        })
        .join('; ')
    }
    return [
      says(
        '2.6.3, Bảng 2.10',
        both(
          `Công trình thương mại, dịch vụ, theo chiều cao: ${list('vi')}.`,
          `A commercial building, by its height: ${list('en')}.`,
        ),
      ),
    ]
  }
  if (isService(work)) {
    return [
      says(
        '2.6.3; 2.7.7',
        both(
          `Công trình công cộng: tối đa ${service.newPercent} %; khu hiện hữu không còn đất: đến ${service.existingPercent} %.`,
          `A public building: ${service.newPercent} % at the most; in an existing area without land left up to ${service.existingPercent} %.`,
        ),
      ),
    ]
  }
  if (work === 'factory' || work === 'warehouse') {
    return [
      says(
        '2.5.3',
        both(
          `Nhà máy, kho: tối đa ${works.percent} %; trên ${works.overStoreys} sàn sản xuất: ${works.overPercent} %.`,
          `Factory or warehouse: ${works.percent} % at the most; above ${works.overStoreys} production floors ${works.overPercent} %.`,
        ),
      ),
    ]
  }
  return [
    says(
      '2.6.3',
      both(
        'Tùy loại công trình: cần người xác định nhóm của quy chuẩn.',
        'By the kind of building: a person says which group of the code it is in.',
      ),
    ),
  ]
}

function farSays(lot: number, work: WorkKind | null): Says[] {
  const clause = `${QCVN_01}, 2.6.3, Bảng 2.8, 2.10, chú thích`
  if (work === 'house') {
    const [vi, en] = pair(ratios.house, 'ratio')
    const [floorVi, floorEn] = pair(Math.floor(ratios.house * lot), 'm²')
    const says = both(
      `Nhà ở riêng lẻ: tổng sàn không quá ${vi} diện tích thửa, tức ${floorVi} sàn.`,
      `An individual house: floors together no more than ${en} the lot, that is ${floorEn}.`,
    )
    return [{ rank: 'code', says, clause, confidence: found }]
  }
  if (work === 'commercial') {
    const [vi, en] = pair(ratios.over, 'ratio')
    const at = Math.round(byHeightAndLot(table212, 16, lot) * 100) / 100
    return [
      {
        rank: 'code',
        says: both(
          `Chỉ khi cao trên ${ratios.overHeightMetres} m: không quá ${vi}.`,
          `Only above ${ratios.overHeightMetres} m: no more than ${en}.`,
        ),
        clause,
        confidence: found,
      },
      {
        rank: 'code',
        says: both(
          `Ở khu hiện hữu, khi quy hoạch dùng hệ số thay cho mật độ, nhà đến 16 m: ${said(at, 'ratio', 'vi')}.`,
          `In an existing area, where the plan sets a ratio in place of density, up to 16 m high: ${said(at, 'ratio', 'en')}.`,
        ),
        clause: `${QCVN_01}, 2.7.7, Bảng 2.12`,
        confidence: found,
      },
    ]
  }
  return []
}

const heightSays: readonly Says[] = [
  {
    rank: 'code',
    says: both(
      'Quy chuẩn không đặt số tầng chung: quy hoạch, thiết kế đô thị hoặc quy chế kiến trúc quyết định. Càng cao thì mật độ và khoảng lùi càng chặt.',
      'The code sets no storeys for all: plan, urban design or architecture regulation decide. The higher, the stricter density and setback are.',
    ),
    clause: `${QCVN_01}, 2.6.3`,
    confidence: found,
  },
]

/** What a road is called; `alley`: one without a name is an alley. */
const roadName = ({ name, roadClass }: RoadBeside): Bilingual =>
  name === null
    ? roadClass === 'alley' || roadClass === 'path'
      ? both('hẻm chưa có tên', 'an unnamed alley')
      : both('đường chưa có tên', 'an unnamed street')
    : both(`“${name}”`, `“${name}”`)

function setbackSays({ roads }: LotFacts): Says[] {
  const red: Says = {
    rank: 'code',
    says: both(
      'Không bộ phận nào của nhà được vượt chỉ giới đường đỏ.',
      'No part of the building may cross the red line (the edge of the street).',
    ),
    clause: `${QCVN_01}, 1.4.22, 2.6.7`,
    confidence: found,
  }
  if (roads.length === 0) {
    const says = both('Không thấy đường nào giáp thửa này.', 'No street is found beside this lot.')
    return [{ rank: 'code', says, clause: `${QCVN_01}, 2.6.2`, confidence: found }, red]
  }
  return [...roads.map(roadSays), red]
}

function roadSays(road: RoadBeside): Says {
  const clause = `${QCVN_01}, 2.6.2, Bảng 2.7; 2.7.5`
  const name = roadName(road)
  const width = road.widthMetres
  const narrow = road.class === null && width !== null && width < table27.fromWidthMetres
  if (road.class === 'internal' || road.class === 'alley' || narrow || width === null) {
    const wide =
      width === null ? both('', '') : both(` rộng ${said(width, 'm', 'vi')}`, `, ${said(width, 'm', 'en')} wide`)
    const says = both(
      `Trên ${name.vi}${wide.vi}: bảng khoảng lùi không áp dụng cho đường nội bộ, hẻm; theo quy hoạch chi tiết, thống nhất cả dãy phố.`,
      `On ${name.en}${wide.en}: the table of setbacks is not for internal streets and alleys; as the detailed plan sets it, the same along the street.`,
    )
    return { rank: 'code', says, clause, confidence: found }
  }
  const steps = setbackSteps(width)
  const list = (language: keyof Bilingual) =>
    steps
      .map(({ from, to, metres }) => {
        const least = said(metres, 'm', language)
        if (language === 'vi') {
          return from === 0
            ? to === null
              ? `mọi chiều cao ${least}`
              : `cao dưới ${to} m: ${least}`
            : `từ ${from} m: ${least}`
        }
        return from === 0
          ? to === null
            ? `any height ${least}`
            : `below ${to} m: ${least}`
          : `from ${from} m: ${least}`
      })
      .join('; ')
  return {
    rank: 'code',
    says: both(
      `Trên ${name.vi} rộng ${said(width, 'm', 'vi')}, nhà ${list('vi')}. Dãy phố hiện hữu: theo quy hoạch chi tiết, thống nhất cả dãy.`,
      `On ${name.en}, ${said(width, 'm', 'en')} wide, a building ${list('en')}. Existing streets: as the detailed plan sets it, the same along the street.`,
    ),
    clause,
    // The wider rows of the table were rebuilt.
    confidence: width >= table27.roadWidthMetres[1] ? 'reconstructed' : found,
  }
}

/** Bảng 2.7 at a road, heights with the same setback together. */
export function setbackSteps(roadWidth: number): { from: number; to: number | null; metres: number }[] {
  const steps: { from: number; to: number | null; metres: number }[] = []
  for (const from of table27.heightMetres) {
    const metres = setbackLimit(roadWidth, from)
    const last = steps.at(-1)
    if (last?.metres === metres) continue
    if (last) last.to = from
    steps.push({ from, to: null, metres })
  }
  return steps
}

function groundSays({ landUse, ground }: LotFacts, work: WorkKind | null): Says[] {
  const rural = codesOf(landUse).includes('ONT')
  const industrial = work === 'factory' || work === 'warehouse'
  const above = industrial ? freeboard.industrialMetres : freeboard.civilMetres
  const here =
    ground === null
      ? both('', '')
      : both(
          ` Nền ở đây khoảng ${said(Math.round(ground.metres * 10) / 10, 'm', 'vi')} ± ${said(ground.errorMetres, 'm', 'vi')} trên mốc cao độ.`,
          ` The ground here is about ${said(Math.round(ground.metres * 10) / 10, 'm', 'en')} ± ${said(ground.errorMetres, 'm', 'en')} above the datum.`,
        )
  const [vi, en] = pair(rural ? freeboard.ruralMetres : above, 'm')
  return [
    rural
      ? {
          rank: 'code',
          says: both(
            `Nông thôn: nền cao hơn lũ lớn nhất hằng năm ít nhất ${vi}, trừ nhà sống chung với lũ. Mực nước đó chưa có nguồn chính thức ở đây.${here.vi}`,
            `Rural: at least ${en} above the annual maximum flood, unless built to live with floods. That level has no official source here.${here.en}`,
          ),
          clause: `${QCVN_01}, 2.16.11.1`,
          confidence: found,
        }
      : {
          rank: 'code',
          says: both(
            `Nền cao hơn mực nước ngập tính toán (chu kỳ ${table213.II} năm, đô thị loại II–IV) ít nhất ${vi}. Mực nước đó chưa có nguồn chính thức ở đây.${here.vi}`,
            `At least ${en} above the design flood (return period ${table213.II} years, towns of class II–IV). That level has no official source here.${here.en}`,
          ),
          clause: `${QCVN_01}, 2.8.1, Bảng 2.13`,
          // The row of parks lost its cells; that of dwellings is whole.
          confidence: found,
        },
  ]
}

const lineTitles: Readonly<Record<LineNear['kind'], Bilingual>> = {
  power: both('đường dây điện', 'power line'),
  canal: both('kênh, rạch', 'canal'),
  dyke: both('đê, kè', 'dyke'),
}
const MOST_TOLD = 4

function corridorSays({ lines }: LotFacts): Says[] {
  const clause = `${LAW}, Điều 44.3`
  if (lines.length === 0) {
    const says = both(
      'Trong dữ liệu không có đường điện, kênh hay đê nào trong vòng 60 m.',
      'The data have no power line, canal or dyke within 60 m.',
    )
    return [{ rank: 'law', says, clause, confidence: found }]
  }
  const name = ({ kind, name: own, voltageVolts: volts }: LineNear, language: keyof Bilingual) => {
    const title = lineTitles[kind][language]
    const kv = volts === null ? '' : ` ${said(volts / 1000, 'kV', language)}`
    return `${title}${kv}${own === null ? '' : ` “${own}”`}`
  }
  const list = (language: keyof Bilingual) =>
    lines
      .slice(0, MOST_TOLD)
      .map((line) => {
        const away = said(Math.round(line.away), 'm', language)
        return language === 'vi' ? `${name(line, 'vi')} cách ${away}` : `${name(line, 'en')} ${away} away`
      })
      .join('; ')
  const says = both(
    `Gần đây có: ${list('vi')}. Bề rộng hành lang do cơ quan quản lý quy định: cần người xem.`,
    `Near by: ${list('en')}. How wide the corridor is, its authority says: a person has to look.`,
  )
  return [{ rank: 'law', says, clause, confidence: found }]
}

function permitSays(work: WorkKind | null): Says[] {
  const { storeys, floorSquareMetres } = small
  const house = both(
    `Nhà từ ${storeys} tầng hoặc từ ${floorSquareMetres} m² sàn: phải xin phép. Nhỏ hơn: chỉ được miễn khi nằm ngoài khu phát triển đô thị, khu chức năng, khu dân cư nông thôn của quy hoạch, khu xây dựng của quy hoạch xã và khu có quy chế kiến trúc; dữ liệu ở đây chưa đủ để biết.`,
    `A house of ${storeys} storeys or ${floorSquareMetres} m² of floor needs a permit. A smaller one is exempt only outside urban-development, functional and rural residential areas of the plan, construction zones of the commune plan and areas with an architecture regulation; the data here do not tell.`,
  )
  const others = both(
    'Công trình ngoài các trường hợp miễn của Điều 43.2 đều phải xin phép.',
    'Works outside the exemptions of Article 43.2 need a permit.',
  )
  const says = work === 'house' ? house : others
  return [{ rank: 'law', says, clause: `${LAW}, Điều 43.2`, confidence: found }]
}

function authoritySays(work: WorkKind | null): Says[] {
  const clause = `${DECREE}, Điều 53`
  const house = both(
    'Nhà ở riêng lẻ: Ủy ban nhân dân phường, xã nơi có đất; trong khu công nghiệp, khu kinh tế: ban quản lý khu.',
    'An individual house: the People’s Committee of the ward or commune; in an industrial or economic zone its management board.',
  )
  const others = both(
    'Công trình cấp III, IV: Ủy ban nhân dân phường, xã; lớn hơn: Sở Xây dựng; trong khu công nghiệp, khu kinh tế: ban quản lý khu.',
    'Works of class III and IV: the People’s Committee of the ward or commune; larger ones: the Department of Construction; in an industrial or economic zone its management board.',
  )
  const says = work === 'house' ? house : others
  return [{ rank: 'law', says, clause, confidence: found }]
}

/** Said with every answer. */
export const notOfficial = both(
  'Đây không phải chứng chỉ quy hoạch hay văn bản cung cấp thông tin quy hoạch chính thức. Cần văn bản chính thức thì gửi yêu cầu đến cơ quan.',
  'This is neither a planning certificate nor official planning information. For an official statement, send a request to the office.',
)

export const rankTitles: Readonly<Record<RuleLine['basis'], Bilingual>> = {
  plan: both('Quy hoạch đã duyệt', 'Approved plan'),
  'urban-design': both('Thiết kế đô thị', 'Urban design'),
  architecture: both('Quy chế kiến trúc', 'Architecture regulation'),
  code: both('Quy chuẩn: mức sàn', 'Code: the floor'),
  law: both('Luật', 'Law'),
  advice: both('Chỉ tham khảo', 'For information only'),
}
