/** Ways in: fire access (QCVN 06; QCVN 01, 2.7.6) and the planned width of the alley. */
import { both } from '../text.ts'
import { beyond } from './geometry.ts'
import {
  atLeast,
  leftToPerson,
  missing,
  notApplicable,
  pass,
  personUnlessMet,
  QCVN_01,
  qcvn01,
  type Rule,
  said,
  worstOf,
} from './rule.ts'

export const fireAccess = { metres: 3.5, existingMetres: 4, houseStoreys: 7 } as const

const access: Omit<Rule, 'clause'> = {
  ...qcvn01,
  basis: 'law',
  id: 'fire.access',
  title: both('Đường cho xe chữa cháy', 'Way for fire engines'),
  appliesTo: 'all',
  limits: fireAccess,
  check(facts) {
    const { building, place, work } = facts.of
    const actual = building.fireAccessMetres
    if (actual === null) {
      return missing(
        both(
          'bề rộng thông thủy đường chữa cháy (building.fireAccessMetres)',
          'the clear width of the fire way (building.fireAccessMetres)',
        ),
      )
    }
    const what = both('Bề rộng thông thủy đường chữa cháy', 'The clear width of the fire way')
    const judged = (limit: number) => atLeast({ what, actual, limit, unit: 'm' })
    const finding = judged(place.area === 'new' ? fireAccess.metres : fireAccess.existingMetres)
    if (finding.verdict === 'pass') return finding
    if (work.kind === 'house' && facts.storeys < fireAccess.houseStoreys) {
      return leftToPerson(
        finding,
        both(
          `QCVN 06 chỉ áp dụng cho nhà ở riêng lẻ từ ${fireAccess.houseStoreys} tầng, trên một tầng hầm, hoặc kinh doanh trên 30 % diện tích sàn: cần người xác nhận.`,
          `QCVN 06 holds for individual houses from ${fireAccess.houseStoreys} storeys, with more than one basement, or with business on over 30 % of the floor: a person confirms it.`,
        ),
      )
    }
    return place.area === null && judged(fireAccess.metres).verdict === 'pass'
      ? leftToPerson(
          finding,
          both(
            'Chưa rõ là khu vực mới hay hiện hữu (place.area).',
            'Whether the area is new or existing is not known (place.area).',
          ),
        )
      : finding
  },
}

const alley: Rule = {
  ...qcvn01,
  basis: 'plan',
  id: 'alley.width',
  title: both('Lộ giới hẻm', 'Planned width of the alley'),
  clause: `Quy hoạch chi tiết, quyết định lộ giới hẻm của địa phương (${QCVN_01} không quy định)`,
  appliesTo: 'all',
  check(facts) {
    const alleys = facts.roads.filter(({ of }) => of.class === 'alley')
    const open = facts.roads.filter(({ of }) => of.class === null)
    if (alleys.length === 0) {
      if (facts.roads.length === 0)
        return missing(both('đường tiếp giáp lô đất (roads)', 'the roads beside the lot (roads)'))
      return open.length > 0
        ? missing(
            both(`cấp của “${open[0]!.of.name}” (roads[].class)`, `the class of “${open[0]!.of.name}” (roads[].class)`),
          )
        : notApplicable(both('lô đất không tiếp giáp hẻm', 'the lot is not on an alley'))
    }
    return worstOf(
      alleys.map(({ of, red }) => {
        const called = `“${of.name}”`
        const rests = { rests: [of.provenance] }
        if (of.plannedWidthMetres === null) {
          return missing(
            both(
              `lộ giới quy hoạch của ${called} (roads[].plannedWidthMetres)`,
              `the planned width of ${called} (roads[].plannedWidthMetres)`,
            ),
            {
              actual: of.widthMetres,
              unit: 'm',
              ...rests,
            },
          )
        }
        if (of.widthMetres === null)
          return missing(both(`bề rộng hiện có của ${called}`, `the width of ${called}`), rests)
        const what = both(`Bề rộng ${called}`, `The width of ${called}`)
        const finding = atLeast({ what, actual: of.widthMetres, limit: of.plannedWidthMetres, unit: 'm' }, rests)
        if (finding.verdict === 'pass') return finding
        if (!red)
          return personUnlessMet(
            finding,
            both('Thiếu chỉ giới đường đỏ của hẻm.', 'The red line of the alley is missing.'),
          )
        const over = beyond(facts.footprints, red)
        if (over) return { ...finding, geometry: facts.shape.way(over) }
        const width = (language: 'vi' | 'en') => said(of.plannedWidthMetres!, 'm', language)
        return pass(
          both(
            `Hẻm ${called} sẽ mở đến ${width('vi')}; công trình đã lùi sau chỉ giới đường đỏ.`,
            `${called} is to be widened to ${width('en')}; the building stands behind its red line.`,
          ),
          { limit: finding.limit!, actual: finding.actual!, unit: 'm', ...rests },
        )
      }),
    )
  },
}

const fireClauses = `${QCVN_01}, 2.6.13, 2.7.6`
export const accessRules: readonly Rule[] = [
  { ...access, clause: `QCVN 06:2022/BXD; ${fireClauses}`, validFrom: '2023-01-16' },
  { ...access, clause: `QCVN 06:2021/BXD; ${fireClauses}`, validTo: '2023-01-15' },
  alley,
]
