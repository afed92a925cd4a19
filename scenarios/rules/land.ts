/** Land use of the paper and zone of the plan in force against the work: Luật Xây dựng Điều 44, Luật Đất đai 31/2024/QH15. */
import { both } from '../text.ts'
import type { WorkKind } from './case.ts'
import { type Facts, workTitles } from './facts.ts'
import { type Finding, fail, LAW, missing, newLaw, OLD_LAW, oldLaw, pass, person, type Rule } from './rule.ts'

/**
 * Codes of land use (TT 08/2024/TT-BTNMT) and words of zones by the work that they are for. Data, not law: an office changes it
 * with the codes of its day.
 */
export const landUseTable: Record<Exclude<WorkKind, 'other'>, readonly string[]> = {
  house: ['ODT', 'ONT', 'OCT', 'OHT', 'OM', 'LK', 'BT', 'RESIDENTIAL', 'HOUSE'],
  apartment: ['ODT', 'ONT', 'OCT', 'CHC', 'NXH', 'RESIDENTIAL', 'APARTMENT'],
  commercial: ['TMD', 'TMDV', 'HH', 'COMMERCIAL', 'MIXED'],
  mixed: ['HH', 'MIXED'],
  education: ['DGD', 'TH', 'THCS', 'THPT', 'EDUCATION', 'SCHOOL'],
  health: ['DYT', 'YT', 'HEALTH'],
  culture: ['DVH', 'DSH', 'VH', 'CULTURE'],
  sport: ['DTT', 'TDTT', 'SPORT'],
  market: ['DCH', 'CH', 'MARKET'],
  factory: ['SKK', 'SKN', 'SKC', 'SKT', 'SCT', 'CN', 'TTCN', 'INDUSTRIAL', 'FACTORY'],
  warehouse: ['SKK', 'SKN', 'SKC', 'KT', 'INDUSTRIAL', 'WAREHOUSE'],
}
/** Land that nothing may be built on before its use is changed: farm, forest, water, roads, cemeteries, green. */
export const closedLand = [
  ...[
    'NNP',
    'SXN',
    'CHN',
    'LUA',
    'LUC',
    'LUK',
    'LUN',
    'HNK',
    'BHK',
    'NHK',
    'CLN',
    'LNP',
    'RSX',
    'RPH',
    'RDD',
    'NTS',
    'NKH',
  ],
  ...[
    'CNT',
    'DGT',
    'DTL',
    'NTD',
    'SON',
    'MNC',
    'CX',
    'CXCL',
    'MN',
    'GT',
    'AGRICULTURAL',
    'GREEN',
    'WATER',
    'ROAD',
    'PADDY',
    'ORCHARD',
  ],
] as const

const open = new Set(Object.values(landUseTable).flat())
const closed = new Set<string>(closedLand)

/** Whether a code or zone is for this work; null where it is not known to say. */
export function suits(kind: WorkKind, use: string): boolean | null {
  const code = use.trim().toUpperCase()
  if (closed.has(code)) return false
  if (kind === 'other') return null
  if (landUseTable[kind].includes(code)) return true
  return open.has(code) ? false : null
}

/** As a figure of a line, in both languages. */
export const workWord = (kind: WorkKind): string => `${workTitles[kind].vi} / ${workTitles[kind].en}`

function paper({ of: { site, work } }: Facts): Finding {
  if (site.landUse === null)
    return missing(both('mục đích sử dụng đất trên giấy tờ (site.landUse)', 'the land use of the paper (site.landUse)'))
  const codes = site.landUse.split(/[+,;/\s]+/).filter(Boolean)
  const limit = work.kind === 'other' ? null : landUseTable[work.kind].filter((code) => code.length <= 4).join(', ')
  const more = { limit, actual: site.landUse }
  const fit = codes.map((code) => suits(work.kind, code))
  if (fit.length > 0 && fit.every((ok) => ok === true)) {
    return pass(both(`Mục đích sử dụng đất ${site.landUse} phù hợp.`, `The land use ${site.landUse} conforms.`), more)
  }
  if (fit.includes(true)) {
    return person(
      both(
        'Thửa đất có nhiều mục đích: cần người xem phần được xây dựng.',
        'The parcel has several uses: a person looks at the part that may be built on.',
      ),
      more,
    )
  }
  // A house stands on residential land (Đ.48.3); other works may share a code, which a person judges.
  const wrong = fit.length > 0 && fit.every((ok) => ok === false)
  if (wrong && (work.kind === 'house' || codes.every((code) => closed.has(code.toUpperCase())))) {
    return fail(
      both(
        `Mục đích sử dụng đất ${site.landUse} không cho loại công trình này.`,
        `The land use ${site.landUse} is not for this work.`,
      ),
      more,
    )
  }
  return person(
    both(
      `Cần người xem mục đích ${site.landUse} có phù hợp không.`,
      `A person judges whether the land use ${site.landUse} conforms.`,
    ),
    more,
  )
}

function zone({ of: { site, work }, plans }: Facts): Finding {
  if (site.zoning === null)
    return missing(both('khu chức năng theo quy hoạch (site.zoning)', 'the zone of the plan (site.zoning)'))
  const more = { actual: site.zoning, limit: workWord(work.kind) }
  const fits = suits(work.kind, site.zoning)
  if (plans.length === 0) {
    return person(
      both(
        `Khu “${site.zoning}” nhưng chưa có quy hoạch được duyệt trong hồ sơ: cần người quyết định.`,
        `The zone is “${site.zoning}”, but no approved plan is on file: a person decides.`,
      ),
      more,
    )
  }
  if (fits === null)
    return person(
      both(
        `Không nhận ra khu “${site.zoning}”: cần người đối chiếu.`,
        `The zone “${site.zoning}” is not known here: a person compares it.`,
      ),
      more,
    )
  return fits
    ? pass(both(`Khu “${site.zoning}” phù hợp với công trình.`, `The zone “${site.zoning}” is for this work.`), more)
    : fail(
        both(`Khu “${site.zoning}” không dành cho công trình này.`, `The zone “${site.zoning}” is not for this work.`),
        more,
      )
}

const useAbout = {
  id: 'land.use',
  title: both('Mục đích sử dụng đất', 'Land use'),
  appliesTo: 'all',
  limits: { landUseTable, closedLand },
  check: paper,
} as const
const zoneAbout = {
  id: 'land.zoning',
  title: both('Phù hợp khu chức năng quy hoạch', 'Zoning conformity'),
  appliesTo: 'all',
  basis: 'plan',
  limits: landUseTable,
  check: zone,
} as const

export const landRules: readonly Rule[] = [
  { ...newLaw, ...useAbout, clause: `${LAW}, Điều 44.1, 48.3; Luật Đất đai 31/2024/QH15` },
  { ...oldLaw, ...useAbout, clause: `${OLD_LAW}, Điều 91, 93` },
  { ...newLaw, ...zoneAbout, clause: `${LAW}, Điều 44.2` },
  { ...oldLaw, ...zoneAbout, clause: `${OLD_LAW}, Điều 91, 93` },
]
