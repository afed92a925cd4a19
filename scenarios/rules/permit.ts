/** Whether a permit is asked for (miễn giấy phép) and who issues it: Luật 135/2025/QH15, Điều 43; NĐ 217/2026/NĐ-CP, Điều 53. */
import { type Bilingual, both } from '../text.ts'
import type { Authority, exemptions, PermitCheck } from './case.ts'
import type { Facts } from './facts.ts'
import type { CheckReport } from './report.ts'
import {
  DECREE,
  type Finding,
  fail,
  LAW,
  leftToPerson,
  missing,
  newLaw,
  OLD_LAW,
  oldLaw,
  pass,
  person,
  type Rule,
  said,
} from './rule.ts'

const exemptionTitles: Record<(typeof exemptions)[number], Bilingual & { readonly point: string }> = {
  'state-secret-or-emergency': {
    point: 'a',
    ...both('bí mật nhà nước, khẩn cấp, cấp bách', 'state secret, emergency, urgent'),
  },
  'public-investment': { point: 'b', ...both('dự án đầu tư công', 'public investment') },
  'linear-works': { point: 'c', ...both('công trình theo tuyến', 'linear works') },
  'offshore-or-airport': { point: 'd', ...both('công trình trên biển, cảng hàng không', 'offshore works, airports') },
  'advertisement-or-passive-telecom': {
    point: 'đ',
    ...both('quảng cáo, viễn thông thụ động', 'advertisements, passive telecom'),
  },
  'appraised-by-construction-authority': {
    point: 'e',
    ...both(
      'báo cáo nghiên cứu khả thi đã được cơ quan xây dựng thẩm định',
      'feasibility study appraised by the construction authority',
    ),
  },
  'interior-repair': { point: 'h', ...both('sửa chữa bên trong', 'interior repair') },
}

/** Đ.43.2.g: class IV works and individual houses, below these, outside the areas named. */
export const small = { storeys: 7, floorSquareMetres: 500 } as const

const areas = {
  functionalArea: both(
    'khu chức năng, khu phát triển đô thị của quy hoạch chung',
    'functional or urban-development area of the general plan',
  ),
  ruralResidential: both('điểm dân cư nông thôn trong quy hoạch đó', 'rural residential area in such a plan'),
  communeConstruction: both('khu vực xây dựng của quy hoạch chung xã', 'construction zone of the commune plan'),
  architectureRegulated: both('khu vực có quy chế quản lý kiến trúc', 'area with an architecture regulation'),
} as const
type Area = keyof typeof areas

const needed = both('cần giấy phép xây dựng', 'a permit is needed')
const exempt = both('miễn giấy phép xây dựng', 'no permit is needed')
const words = ({ vi, en }: Bilingual): string => `${vi} / ${en}`

function required(facts: Facts): Finding {
  const { work, place } = facts.of
  const figures = (actual: Bilingual) => ({ limit: null, actual: words(actual), unit: '' })
  if (work.exemption) {
    const { point, vi, en } = exemptionTitles[work.exemption]
    return person(
      both(
        `Hồ sơ khai miễn theo điểm ${point} (${vi}): cần giấy tờ chứng minh.`,
        `Exempt as claimed under point ${point} (${en}): the paper has to be shown.`,
      ),
      { ...figures(exempt), clause: `${LAW}, Điều 43.2.${point}` },
    )
  }
  const yes = (why: Bilingual) => pass(why, figures(needed))
  const kind = work.kind === 'house' || work.class === 'IV'
  if (!kind)
    return yes(
      both(
        'Không thuộc trường hợp miễn của Điều 43.2: cần giấy phép.',
        'No exemption of Article 43.2 fits: a permit is needed.',
      ),
    )
  const floors = (language: 'vi' | 'en') => said(facts.floorSquareMetres, 'm²', language)
  if (facts.storeys >= small.storeys || facts.floorSquareMetres >= small.floorSquareMetres) {
    return yes(
      both(
        `${facts.storeys} tầng, ${floors('vi')} sàn: từ ${small.storeys} tầng hoặc ${small.floorSquareMetres} m² thì cần giấy phép.`,
        `${facts.storeys} storeys, ${floors('en')} of floor: from ${small.storeys} storeys or ${small.floorSquareMetres} m² a permit is needed.`,
      ),
    )
  }
  const keys = Object.keys(areas) as Area[]
  const inside = keys.filter((key) => place[key] === true)
  if (inside.length > 0) {
    return yes(
      both(
        `Nằm trong ${inside.map((key) => areas[key].vi).join(', ')}: cần giấy phép.`,
        `It lies in: ${inside.map((key) => areas[key].en).join(', ')}. A permit is needed.`,
      ),
    )
  }
  const open = keys.filter((key) => place[key] === null)
  if (open.length > 0) {
    return missing(
      both(
        `thông tin lô đất có thuộc ${open.map((key) => `${areas[key].vi} (place.${key})`).join('; ')}`,
        `whether the lot lies in: ${open.map((key) => `${areas[key].en} (place.${key})`).join('; ')}`,
      ),
    )
  }
  return pass(
    both(
      `Dưới ${small.storeys} tầng, dưới ${small.floorSquareMetres} m² sàn, ngoài các khu vực của điểm g: miễn giấy phép; nhà vẫn được kiểm tra khi xây dựng (Điều 67.2c).`,
      `Below ${small.storeys} storeys and ${small.floorSquareMetres} m² of floor, outside the areas of point g: exempt; it is still inspected (Article 67.2c).`,
    ),
    figures(exempt),
  )
}

/** What a report says of the permit itself; `person`: it could not tell. */
export function exemptionOf({ rules }: CheckReport): 'needed' | 'exempt' | 'person' {
  const line = rules.find(({ id }) => id === requiredAbout.id)
  if (line?.verdict !== 'pass') return 'person'
  return line.actual === words(exempt) ? 'exempt' : 'needed'
}

const authorityTitles: Record<Authority, Bilingual> = {
  commune: both('UBND cấp xã', 'commune People’s Committee'),
  department: both('Sở Xây dựng', 'Department of Construction'),
  'zone-board': both('Ban quản lý khu', 'management board of the zone'),
}

/**
 * Who issues, the first row that fits; a provincial decision that delegates is a row of its own, with its dates, above them.
 */
export const authorityRows: readonly {
  readonly by: Authority
  readonly zone: boolean
  readonly fits: 'any' | 'house-or-small'
  readonly clause: string
  readonly validFrom: string
  readonly validTo: string | null
}[] = [
  { by: 'zone-board', zone: true, fits: 'any', clause: `${DECREE}, Điều 53`, validFrom: '2026-07-01', validTo: null },
  {
    by: 'commune',
    zone: false,
    fits: 'house-or-small',
    clause: `${DECREE}, Điều 53`,
    validFrom: '2026-07-01',
    validTo: null,
  },
  { by: 'department', zone: false, fits: 'any', clause: `${DECREE}, Điều 53`, validFrom: '2026-07-01', validTo: null },
]

const issuer = ({ work, date }: PermitCheck, zone: boolean) =>
  authorityRows.find(
    (row) =>
      row.zone === zone &&
      row.validFrom <= date &&
      (row.validTo === null || date <= row.validTo) &&
      (row.fits === 'any' || work.kind === 'house' || work.class === 'III' || work.class === 'IV'),
  )!

function authority({ of }: Facts): Finding {
  const { industrialZone } = of.place
  if (industrialZone === null) {
    return missing(
      both(
        'thông tin lô đất có trong khu công nghiệp, khu kinh tế (place.industrialZone)',
        'whether the lot lies in an industrial zone (place.industrialZone)',
      ),
    )
  }
  const row = issuer(of, industrialZone)
  const title = authorityTitles[row.by]
  const limit = `${title.vi} / ${title.en}`
  if (of.filedWith === null) {
    return pass(both(`Thẩm quyền: ${title.vi}.`, `It is issued by the ${title.en}.`), { limit, clause: row.clause })
  }
  const filed = authorityTitles[of.filedWith]
  const more = { limit, actual: `${filed.vi} / ${filed.en}`, clause: row.clause }
  return of.filedWith === row.by
    ? pass(both(`Nộp đúng nơi: ${title.vi}.`, `It was filed where it is issued: the ${title.en}.`), more)
    : fail(
        both(
          `Nộp tại ${filed.vi}, thẩm quyền là ${title.vi}.`,
          `It was filed with the ${filed.en}; the ${title.en} issues it.`,
        ),
        more,
      )
}

const formerLaw = (): Finding =>
  leftToPerson(
    person(both('Ngày hồ sơ trước 01/07/2026.', 'The dossier is older than 1 July 2026.')),
    both(
      'Quy định cũ chưa có trong bộ quy tắc: cần người quyết định.',
      'These rules do not hold the former provisions: a person decides.',
    ),
  )

const requiredAbout = {
  id: 'permit.required',
  title: both('Cần hay miễn giấy phép', 'Permit needed or not'),
  appliesTo: 'all',
} as const
const authorityAbout = {
  id: 'permit.authority',
  title: both('Thẩm quyền cấp phép', 'Issuing authority'),
  appliesTo: 'all',
} as const

export const permitRules: readonly Rule[] = [
  { ...newLaw, ...requiredAbout, clause: `${LAW}, Điều 43.2`, limits: small, check: required },
  { ...oldLaw, ...requiredAbout, clause: `${OLD_LAW}, Điều 89`, check: formerLaw },
  { ...newLaw, ...authorityAbout, clause: `${DECREE}, Điều 53`, limits: authorityRows, check: authority },
  { ...oldLaw, ...authorityAbout, clause: `${OLD_LAW}, Điều 103; NĐ 140/2025/NĐ-CP`, check: formerLaw },
]
