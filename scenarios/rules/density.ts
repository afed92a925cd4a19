/** Net density (mật độ xây dựng thuần) and floor area ratio (hệ số sử dụng đất): QCVN 01:2021/BXD, 2.6.3, 2.5.3, 2.7.7. */
import { both } from '../text.ts'
import { type Facts, meanHeights, type Part } from './facts.ts'
import { coveredBy } from './geometry.ts'
import { between, byHeightAndLot, type HeightTable } from './interpolate.ts'
import {
  atMost,
  type Finding,
  leftToPerson,
  notApplicable,
  person,
  personUnlessMet,
  QCVN_01,
  qcvn01,
  type Rule,
  said,
  worstOf,
} from './rule.ts'

/** Bảng 2.8; and what 2.7.7 lets small lots of existing areas do. */
export const table28 = {
  lotSquareMetres: [90, 100, 200, 300, 500, 1000],
  percent: [100, 90, 70, 60, 50, 40],
  existing: { heightMetres: 25, lotSquareMetres: 100, percent: 100 },
} as const

const heightMetres = [16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46] as const
const lotSquareMetres = [3000, 10_000, 18_000, 35_000] as const

export const table29: HeightTable = {
  heightMetres,
  lotSquareMetres,
  rows: [
    [75, 65, 63, 60],
    [75, 60, 58, 55],
    [75, 57, 55, 52],
    [75, 53, 51, 48],
    [75, 50, 48, 45],
    [75, 48, 46, 43],
    [75, 46, 44, 41],
    [75, 44, 42, 39],
    [75, 43, 41, 38],
    [75, 42, 40, 37],
    [75, 41, 39, 36],
    [75, 40, 38, 35],
  ],
}

export const table210: HeightTable = {
  heightMetres,
  lotSquareMetres,
  rows: [
    [80, 70, 68, 65],
    [80, 65, 63, 60],
    [80, 62, 60, 57],
    [80, 58, 56, 53],
    [80, 55, 53, 50],
    [80, 53, 51, 48],
    [80, 51, 49, 46],
    [80, 49, 47, 44],
    [80, 48, 46, 43],
    [80, 47, 45, 42],
    [80, 46, 44, 41],
    [80, 45, 43, 40],
  ],
}

export const table212: HeightTable = {
  heightMetres,
  lotSquareMetres,
  rows: [
    [4, 3.5, 3.4, 3.25],
    [4.8, 3.9, 3.78, 3.6],
    [5.6, 4.34, 4.2, 3.99],
    [6.4, 4.64, 4.48, 4.24],
    [7.2, 4.95, 4.77, 4.5],
    [8, 5.3, 5.1, 4.8],
    [8.8, 5.61, 5.39, 5.06],
    [9.6, 5.88, 5.64, 5.28],
    [10.4, 6.24, 5.98, 5.59],
    [11.2, 6.58, 6.3, 5.88],
    [12, 6.9, 6.6, 6.15],
    [12.8, 7.2, 6.88, 6.4],
  ],
}

const density = both('Mật độ xây dựng thuần', 'Net density')
const ratio = both('Hệ số sử dụng đất', 'Floor area ratio')
const areaNotKnown = both(
  'Chưa rõ là khu vực mới hay hiện hữu (place.area).',
  'Whether the area is new or existing is not known (place.area).',
)

/** Shares of a lot that a road will cut are not sure either way. */
export function ofWholeLot(facts: Facts, finding: Finding): Finding {
  return facts.lotBeyondRedLine === null || finding.verdict === 'person'
    ? finding
    : leftToPerson(
        finding,
        both(
          'Một phần lô đất nằm ngoài chỉ giới đường đỏ: phải trừ phần đó rồi tính lại.',
          'A part of the lot lies beyond the red line: it has to be taken off and the share worked out again.',
        ),
      )
}

export const houseDensityLimit = (lot: number): number => between(table28.lotSquareMetres, table28.percent, lot)

const house: Rule = {
  ...qcvn01,
  id: 'density.house',
  title: both('Mật độ xây dựng thuần của nhà ở riêng lẻ', 'Net density of an individual house'),
  clause: `${QCVN_01}, 2.6.3, Bảng 2.8; 2.7.7`,
  appliesTo: ['house'],
  limits: table28,
  check(facts) {
    const { lotSquareMetres: lot, densityPercent: actual, heightMetres: height, of } = facts
    const { existing } = table28
    const small = lot <= existing.lotSquareMetres && height <= existing.heightMetres
    const limit = of.place.area === 'existing' && small ? existing.percent : houseDensityLimit(lot)
    const finding = atMost({ what: density, actual, limit, unit: '%' }, { geometry: facts.shape.ring(facts.lot) })
    return ofWholeLot(facts, of.place.area === null && small ? personUnlessMet(finding, areaNotKnown) : finding)
  },
}

/** A group of parts against a table by their mean height: a person where the two ways to take a mean differ. */
function groupDensity(
  facts: Facts,
  table: HeightTable,
  parts: readonly Part[],
  covers: readonly Part[],
  what: typeof density,
): Finding {
  const percent = (coveredBy(covers.map(({ ring }) => ring)) / facts.lotSquareMetres) * 100
  const mean = meanHeights(parts)
  const limitAt = (height: number) => byHeightAndLot(table, height, facts.lotSquareMetres)
  const finding = atMost(
    { what, actual: percent, limit: limitAt(mean.byArea), unit: '%' },
    { geometry: facts.shape.ring(facts.lot) },
  )
  const plain = atMost({ what, actual: percent, limit: limitAt(mean.plain), unit: '%' })
  return plain.verdict === finding.verdict
    ? finding
    : leftToPerson(
        finding,
        both(
          `Với chiều cao trung bình không theo diện tích, mức tối đa là ${said(plain.limit as number, '%', 'vi')}: kết luận khác nhau.`,
          `With the mean height not weighted by area the most is ${said(plain.limit as number, '%', 'en')}: the two differ.`,
        ),
      )
}

function highRiseDensity(facts: Facts, table: HeightTable): Finding {
  const { parts } = facts
  const towers = parts.filter(({ kind }) => kind === 'tower')
  const below = parts.filter(({ kind }) => kind !== 'tower')
  if (towers.length === 0 || below.length === 0) {
    return ofWholeLot(facts, groupDensity(facts, table, parts, parts, density))
  }
  const podium = both('Mật độ xây dựng thuần của khối đế', 'Net density of the podium')
  const tower = both('Mật độ xây dựng thuần của khối tháp', 'Net density of the towers')
  return ofWholeLot(
    facts,
    worstOf([groupDensity(facts, table, below, parts, podium), groupDensity(facts, table, towers, towers, tower)]),
  )
}

const apartment: Rule = {
  ...qcvn01,
  id: 'density.apartment',
  title: both('Mật độ xây dựng thuần của nhà chung cư', 'Net density of apartment buildings'),
  clause: `${QCVN_01}, 2.6.3, Bảng 2.9`,
  appliesTo: ['apartment'],
  limits: table29,
  check: (facts) => highRiseDensity(facts, table29),
}

const commercial: Rule = {
  ...qcvn01,
  id: 'density.commercial',
  title: both(
    'Mật độ xây dựng thuần của công trình thương mại dịch vụ, hỗn hợp',
    'Net density of commercial and mixed-use buildings',
  ),
  clause: `${QCVN_01}, 2.6.3, Bảng 2.10`,
  appliesTo: ['commercial', 'mixed'],
  limits: table210,
  check: (facts) => highRiseDensity(facts, table210),
}

export const service = { newPercent: 40, existingPercent: 60 } as const

const publicService: Rule = {
  ...qcvn01,
  id: 'density.public-service',
  title: both('Mật độ xây dựng thuần của công trình dịch vụ - công cộng', 'Net density of public-service buildings'),
  clause: `${QCVN_01}, 2.6.3; 2.7.7`,
  appliesTo: ['education', 'health', 'culture', 'sport', 'market'],
  limits: service,
  check(facts) {
    const { area } = facts.of.place
    const geometry = facts.shape.ring(facts.lot)
    const judged = (limit: number) =>
      atMost({ what: density, actual: facts.densityPercent, limit, unit: '%' }, { geometry })
    const strict = judged(service.newPercent)
    if (strict.verdict === 'pass' || area === 'new') return ofWholeLot(facts, strict)
    const loose = judged(service.existingPercent)
    if (loose.verdict === 'fail') return ofWholeLot(facts, loose)
    return leftToPerson(
      strict,
      area === null
        ? areaNotKnown
        : both(
            'Khu vực hiện hữu cho phép đến 60 % khi không còn quỹ đất: cần người xác nhận.',
            'An existing area allows up to 60 % where no land is left: a person confirms it.',
          ),
    )
  },
}

export const works = { percent: 70, overStoreys: 5, overPercent: 60 } as const

const industry: Rule = {
  ...qcvn01,
  id: 'density.industry',
  title: both('Mật độ xây dựng thuần của lô đất nhà máy, kho tàng', 'Net density of factory and warehouse lots'),
  clause: `${QCVN_01}, 2.5.3`,
  appliesTo: ['factory', 'warehouse'],
  limits: works,
  check(facts) {
    const { work, building } = facts.of
    const geometry = facts.shape.ring(facts.lot)
    const judged = (limit: number) =>
      atMost({ what: density, actual: facts.densityPercent, limit, unit: '%' }, { geometry })
    const many = work.kind === 'factory' && (building.productionFloors ?? 0) > works.overStoreys
    const finding = judged(many ? works.overPercent : works.percent)
    // As many floors as the building has may be used for production where nobody said how many are.
    const open = work.kind === 'factory' && building.productionFloors === null && facts.storeys > works.overStoreys
    const sure = !open || finding.verdict === 'fail' || judged(works.overPercent).verdict === 'pass'
    return ofWholeLot(
      facts,
      sure
        ? finding
        : leftToPerson(
            finding,
            both(
              `Thiếu số sàn dùng để sản xuất (building.productionFloors); trên ${works.overStoreys} sàn thì tối đa ${works.overPercent} %.`,
              `The number of production floors is missing (building.productionFloors); above ${works.overStoreys} the most is ${works.overPercent} %.`,
            ),
          ),
    )
  },
}

const other: Rule = {
  ...qcvn01,
  id: 'density.other',
  title: both('Mật độ xây dựng thuần của công trình khác', 'Net density of other works'),
  clause: `${QCVN_01}, 2.6.3`,
  appliesTo: ['other'],
  check: (facts) =>
    person(
      both(
        'Cần người xác định công trình thuộc nhóm nào của quy chuẩn (dịch vụ - công cộng, thương mại dịch vụ, …).',
        'A person says which group of the code the work belongs to (public service, commercial, …).',
      ),
      { actual: facts.densityPercent, unit: '%', geometry: facts.shape.ring(facts.lot) },
    ),
}

export const ratios = { house: 7, overHeightMetres: 46, over: 13 } as const

const farAtMost = (facts: Facts, limit: number): Finding =>
  atMost({ what: ratio, actual: facts.far, limit, unit: 'ratio' }, { geometry: facts.shape.ring(facts.lot) })

const farHouse: Rule = {
  ...qcvn01,
  id: 'far.house',
  title: both('Hệ số sử dụng đất của nhà ở riêng lẻ', 'Floor area ratio of an individual house'),
  clause: `${QCVN_01}, 2.6.3, Bảng 2.8, chú thích; 1.4.21`,
  appliesTo: ['house'],
  limits: ratios,
  check: (facts) => ofWholeLot(facts, farAtMost(facts, ratios.house)),
}

const farTall: Rule = {
  ...qcvn01,
  id: 'far.tall',
  title: both(
    'Hệ số sử dụng đất của lô đất có công trình cao trên 46 m',
    'Floor area ratio of lots with buildings above 46 m',
  ),
  clause: `${QCVN_01}, 2.6.3, Bảng 2.9, 2.10, chú thích`,
  appliesTo: ['apartment', 'commercial', 'mixed'],
  limits: ratios,
  check(facts) {
    const combined =
      facts.parts.some(({ kind }) => kind === 'tower') && facts.parts.some(({ kind }) => kind === 'podium')
    if (facts.heightMetres <= ratios.overHeightMetres && !combined) {
      return notApplicable(
        both(
          'không có công trình cao trên 46 m và không phải tổ hợp đế – tháp',
          'no building is above 46 m, nor a podium with a tower',
        ),
      )
    }
    const finding = farAtMost(facts, ratios.over)
    const landmark =
      facts.of.work.kind !== 'apartment' && facts.plans.some(({ figures }) => (figures.far ?? 0) > ratios.over)
    return ofWholeLot(
      facts,
      landmark
        ? personUnlessMet(
            finding,
            both(
              'Quy hoạch cho hệ số cao hơn: chỉ được nếu là điểm nhấn đã xác định trong quy hoạch cao hơn.',
              'The plan allows more: only for a landmark that a higher plan has named.',
            ),
          )
        : finding,
    )
  },
}

const farExisting: Rule = {
  ...qcvn01,
  id: 'far.existing',
  title: both(
    'Hệ số sử dụng đất thay cho mật độ, tầng cao ở khu vực hiện hữu',
    'Floor area ratio in place of density and storeys in existing areas',
  ),
  clause: `${QCVN_01}, 2.7.7, Bảng 2.12`,
  appliesTo: ['apartment', 'commercial', 'mixed'],
  limits: table212,
  check(facts) {
    const { area } = facts.of.place
    if (area === 'new') return notApplicable(both('lô đất ở khu vực mới', 'the lot is in a new area'))
    const limitAt = (height: number) => byHeightAndLot(table212, height, facts.lotSquareMetres)
    const mean = meanHeights(facts.parts)
    const judged = (height: number) => farAtMost(facts, limitAt(height))
    const finding = judged(mean.byArea)
    if (finding.verdict === 'pass' && judged(mean.plain).verdict === 'pass') return ofWholeLot(facts, finding)
    if (area === null) return leftToPerson(finding, areaNotKnown)
    const figures = facts.plans[0]?.figures
    const instead = figures && figures.far !== null && figures.densityPercent === null && figures.storeys === null
    if (instead && judged(mean.plain).verdict === 'fail' && finding.verdict === 'fail')
      return ofWholeLot(facts, finding)
    return leftToPerson(
      finding,
      both(
        'Bảng này chỉ áp dụng khi quy hoạch dùng hệ số sử dụng đất thay cho mật độ và tầng cao: cần người xác nhận.',
        'This table holds where the plan sets a ratio in place of density and storeys: a person confirms it.',
      ),
    )
  },
}

export const densityRules: readonly Rule[] = [
  house,
  apartment,
  commercial,
  publicService,
  industry,
  other,
  farHouse,
  farTall,
  farExisting,
]
