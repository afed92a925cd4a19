/** Ground level against the design flood (QCVN 01:2021/BXD, 2.8.1; rural 2.16.11.1), and the simulated flood as advice. */
import { both } from '../text.ts'
import { type Facts, isIndustrial } from './facts.ts'
import {
  atLeast,
  type Finding,
  leftToPerson,
  missing,
  notApplicable,
  pass,
  QCVN_01,
  qcvn01,
  type Rule,
  said,
} from './rule.ts'

export const freeboard = { civilMetres: 0.3, industrialMetres: 0.5, ruralMetres: 0.3 } as const
/** Bảng 2.13, years: centres, dwellings, industry; by class of the town. */
export const table213 = { special: 100, I: 100, II: 50, III: 50, IV: 50, V: 10 } as const

function urban(facts: Facts): Finding {
  const { flood, building, place } = facts.of
  if (flood.designLevelMetres === null) {
    return missing(
      both(
        'mực nước ngập tính toán (flood.designLevelMetres)',
        'the level of the design flood (flood.designLevelMetres)',
      ),
    )
  }
  const above = isIndustrial(facts.of) ? freeboard.industrialMetres : freeboard.civilMetres
  const limit = flood.designLevelMetres + above
  if (building.groundLevelMetres === null) {
    return missing(
      both('cốt nền tầng 1 (building.groundLevelMetres)', 'the ground level (building.groundLevelMetres)'),
      { limit, unit: 'm' },
    )
  }
  const years = place.townClass ? table213[place.townClass] : null
  const period = years === null ? both('', '') : both(` (chu kỳ ${years} năm)`, ` (return period ${years} years)`)
  const what = both(
    `Cốt nền, so với mực nước ngập tính toán${period.vi} cộng ${said(above, 'm', 'vi')}, là`,
    `The ground level, against the design flood${period.en} plus ${said(above, 'm', 'en')},`,
  )
  const finding = atLeast(
    { what, actual: building.groundLevelMetres, limit, unit: 'm' },
    { geometry: facts.shape.footprints() },
  )
  const from = flood.designLevelProvenance
  // Caution 4: the control level of the city plan is not known here; a level that nobody published decides nothing.
  if (from === null || from === 'generated' || from === 'assumed' || from === 'computed') {
    return leftToPerson(
      finding,
      both(
        'Mực nước ngập tính toán chưa có nguồn chính thức: cần người quyết định.',
        'The level of the design flood has no official source: a person decides.',
      ),
    )
  }
  return finding
}

function rural(facts: Facts): Finding {
  const { flood, building } = facts.of
  if (flood.annualMaximumMetres === null) {
    return missing(
      both(
        'mực nước lũ lớn nhất hằng năm (flood.annualMaximumMetres)',
        'the annual maximum flood (flood.annualMaximumMetres)',
      ),
    )
  }
  const limit = flood.annualMaximumMetres + freeboard.ruralMetres
  if (building.groundLevelMetres === null) {
    return missing(
      both('cốt nền tầng 1 (building.groundLevelMetres)', 'the ground level (building.groundLevelMetres)'),
      { limit, unit: 'm' },
    )
  }
  const what = both(
    `Cốt nền, so với lũ lớn nhất hằng năm cộng ${said(freeboard.ruralMetres, 'm', 'vi')}, là`,
    `The ground level, against the annual maximum flood plus ${said(freeboard.ruralMetres, 'm', 'en')},`,
  )
  return atLeast(
    { what, actual: building.groundLevelMetres, limit, unit: 'm' },
    { clause: `${QCVN_01}, 2.16.11.1`, geometry: facts.shape.footprints() },
  )
}

const design: Rule = {
  ...qcvn01,
  id: 'ground.design-flood',
  title: both('Cốt nền so với mực nước ngập tính toán', 'Ground level against the design flood'),
  clause: `${QCVN_01}, 2.8.1, Bảng 2.13`,
  appliesTo: 'all',
  limits: { freeboard, table213 },
  check(facts) {
    const { building, place } = facts.of
    if (building.livesWithFloods) {
      return notApplicable(
        both(
          'công trình sống chung với lũ hoặc trữ nước (Bảng 2.13, chú thích 1; 2.16.11.1)',
          'the work lives with floods or stores water (Bảng 2.13, note 1; 2.16.11.1)',
        ),
      )
    }
    if (place.rural === false) return urban(facts)
    if (place.rural === true) return rural(facts)
    const [town, country] = [urban(facts), rural(facts)]
    if (town.verdict === 'pass' && country.verdict === 'pass') return town
    return leftToPerson(
      town.verdict === 'pass' ? country : town,
      both(
        'Chưa rõ là đô thị hay nông thôn (place.rural).',
        'Whether the place is urban or rural is not known (place.rural).',
      ),
    )
  },
}

const simulated: Rule = {
  ...qcvn01,
  basis: 'advice',
  confidence: 'assumed',
  id: 'ground.simulated-flood',
  title: both('Ngập mô phỏng tại lô đất (tham khảo)', 'Simulated flood at the lot (advice)'),
  clause: 'Tham khảo, không phải căn cứ pháp lý / advice, not a legal ground',
  appliesTo: 'all',
  check({ of: { flood } }) {
    if (flood.simulated === null) {
      return pass(
        both(
          'Chưa có mô phỏng ngập; chỉ để tham khảo, không quyết định gì.',
          'No flood was simulated; it is advice and decides nothing.',
        ),
      )
    }
    const { maxDepthMetres, runId } = flood.simulated
    // A simulated depth is no surer than a decimetre (product guard 3).
    const depth = Math.round(maxDepthMetres * 10) / 10
    return pass(
      both(
        `Tham khảo: ngập mô phỏng sâu nhất khoảng ${said(depth, 'm', 'vi')} (lần chạy ${runId}). Không phải căn cứ từ chối.`,
        `Advice: the deepest simulated flood is about ${said(depth, 'm', 'en')} (run ${runId}). It is no ground for refusal.`,
      ),
      { actual: depth, unit: 'm' },
    )
  },
}

export const groundRules: readonly Rule[] = [design, simulated]
