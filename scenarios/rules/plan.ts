/**
 * The figures that a plan sets for the lot, which bind before the code: of the approved plan, the urban design, the
 * architecture regulation, the first that is not silent. None on file: a person, never a fail.
 */
import { type Bilingual, both } from '../text.ts'
import type { PlanFigures } from './case.ts'
import { ofWholeLot } from './density.ts'
import type { Facts } from './facts.ts'
import { setbackFrom } from './geometry.ts'
import { suits, workWord } from './land.ts'
import {
  atLeast,
  atMost,
  type Finding,
  fail,
  LAW,
  missing,
  newLaw,
  notApplicable,
  OLD_LAW,
  oldLaw,
  pass,
  person,
  personUnlessMet,
  type Rule,
  worstOf,
} from './rule.ts'

type Figure = Exclude<keyof PlanFigures, 'document'>

const documents: Record<'plan' | 'urban-design' | 'architecture', Bilingual> = {
  plan: both('quy hoạch được duyệt', 'the approved plan'),
  'urban-design': both('thiết kế đô thị', 'the urban design'),
  architecture: both('quy chế quản lý kiến trúc', 'the architecture regulation'),
}

interface PlanRule<F extends Figure> {
  readonly id: string
  readonly title: Bilingual
  readonly figure: F
  readonly check: (facts: Facts, value: NonNullable<PlanFigures[F]>) => Finding
  /** Figures that bind in its place where it is not set: each list is one way. */
  readonly otherwise?: readonly (readonly Figure[])[]
}

/** A rule for one figure of the plan, under both laws: to conform to the plan is a condition of the permit. */
function planRule<F extends Figure>({ id, title, figure, check, otherwise = [] }: PlanRule<F>): Rule[] {
  const about = {
    id,
    title,
    basis: 'plan',
    appliesTo: 'all',
    check(facts: Facts): Finding {
      if (facts.of.procedure === 'temporary') {
        return person(
          both(
            'Giấy phép có thời hạn: quy mô do UBND cấp tỉnh quy định, chưa có trong hồ sơ.',
            'A temporary permit: its size is set by the province, which is not on file.',
          ),
        )
      }
      const found = facts.plans.find(({ figures }) => figures[figure] !== null)
      if (!found) return silence(facts, otherwise)
      const { basis, figures } = found
      const finding = check(facts, figures[figure] as NonNullable<PlanFigures[F]>)
      const source = documents[basis as keyof typeof documents]
      return {
        ...finding,
        basis,
        clause: figures.document,
        why: both(`Theo ${source.vi}: ${finding.why.vi}`, `By ${source.en}: ${finding.why.en}`),
      }
    },
  } as const
  return [
    { ...newLaw, ...about, clause: `${LAW}, Điều 44.2` },
    { ...oldLaw, ...about, clause: `${OLD_LAW}, Điều 91, 93` },
  ].map((rule) => ({ ...rule, confidence: 'found' }) as const)
}

/** Documents that do not set a figure: certain where they bind the same by others, else for a person. */
function silence({ plans }: Facts, otherwise: readonly (readonly Figure[])[]): Finding {
  if (plans.length === 0) {
    return person(
      both(
        'Chưa có quy hoạch được duyệt, thiết kế đô thị hoặc quy chế quản lý kiến trúc trong hồ sơ: cần người quyết định.',
        'No approved plan, urban design or architecture regulation is on file: a person decides.',
      ),
    )
  }
  const named = plans.map(({ figures }) => figures.document).join('; ')
  const set = (figure: Figure) => plans.some(({ figures }) => figures[figure] !== null)
  return otherwise.some((figures) => figures.every(set))
    ? notApplicable(
        both(
          `văn bản trong hồ sơ không nêu chỉ tiêu này mà quản lý bằng chỉ tiêu khác (${named})`,
          `the documents on file set other figures in its place (${named})`,
        ),
      )
    : person(
        both(
          `Văn bản trong hồ sơ không nêu chỉ tiêu này: ${named}. Cần người quyết định.`,
          `The documents on file are silent on it: ${named}. A person decides.`,
        ),
      )
}

const setback = (facts: Facts, limit: number): Finding => {
  if (facts.roads.length === 0)
    return missing(both('đường tiếp giáp lô đất (roads)', 'the roads beside the lot (roads)'))
  const findings = facts.roads.map(({ of, red }) => {
    if (!red)
      return missing(both(`chỉ giới đường đỏ của “${of.name}”`, `the red line of “${of.name}”`), { limit, unit: 'm' })
    const gap = setbackFrom(facts.footprints, red)
    const what = both(`Khoảng lùi so với “${of.name}”`, `The setback from “${of.name}”`)
    return atLeast(
      { what, actual: gap.metres, limit, unit: 'm' },
      { rests: [of.provenance], geometry: facts.shape.way(gap) },
    )
  })
  return worstOf(findings)
}

const landUse = (facts: Facts, uses: readonly string[]): Finding => {
  const { kind } = facts.of.work
  const more = { limit: uses.join(', '), actual: workWord(kind) }
  if (uses.some((use) => suits(kind, use) === true)) {
    return pass(both('Chức năng công trình phù hợp.', 'The use of the work conforms.'), more)
  }
  if (uses.length > 0 && uses.every((use) => suits(kind, use) === false)) {
    return fail(
      both(
        'Chức năng công trình không có trong quy hoạch của lô đất.',
        'The use of the work is not among those that the plan gives the lot.',
      ),
      more,
    )
  }
  return person(
    both(
      'Không nhận ra mã chức năng của quy hoạch: cần người đối chiếu.',
      'The plan’s use codes are not all known here: a person compares them.',
    ),
    more,
  )
}

const density = both('Mật độ xây dựng thuần', 'Net density')

export const planRules: readonly Rule[] = [
  ...planRule({
    id: 'plan.land-use',
    title: both('Chức năng sử dụng đất theo quy hoạch', 'Land use of the plan'),
    figure: 'landUses',
    check: landUse,
  }),
  ...planRule({
    id: 'plan.density',
    title: both('Mật độ xây dựng theo quy hoạch', 'Density of the plan'),
    figure: 'densityPercent',
    check(facts, limit) {
      const geometry = facts.shape.ring(facts.lot)
      return ofWholeLot(facts, atMost({ what: density, actual: facts.densityPercent, limit, unit: '%' }, { geometry }))
    },
  }),
  ...planRule({
    id: 'plan.far',
    title: both('Hệ số sử dụng đất theo quy hoạch', 'Floor area ratio of the plan'),
    figure: 'far',
    otherwise: [
      ['densityPercent', 'storeys'],
      ['densityPercent', 'heightMetres'],
    ],
    check(facts, limit) {
      const what = both('Hệ số sử dụng đất', 'The floor area ratio')
      return ofWholeLot(
        facts,
        atMost({ what, actual: facts.far, limit, unit: 'ratio' }, { geometry: facts.shape.ring(facts.lot) }),
      )
    },
  }),
  ...planRule({
    id: 'plan.storeys',
    title: both('Tầng cao theo quy hoạch', 'Storeys of the plan'),
    figure: 'storeys',
    otherwise: [['heightMetres']],
    check: (facts, limit) =>
      atMost(
        { what: both('Tầng cao', 'The building'), actual: facts.storeys, limit, unit: 'storeys' },
        { geometry: facts.shape.footprints() },
      ),
  }),
  ...planRule({
    id: 'plan.height',
    title: both('Chiều cao theo quy hoạch', 'Height of the plan'),
    figure: 'heightMetres',
    otherwise: [['storeys']],
    check: (facts, limit) =>
      atMost(
        { what: both('Chiều cao công trình', 'The height'), actual: facts.heightMetres, limit, unit: 'm' },
        { geometry: facts.shape.footprints() },
      ),
  }),
  ...planRule({
    id: 'plan.setback',
    title: both('Khoảng lùi theo quy hoạch', 'Setback of the plan'),
    figure: 'setbackMetres',
    check: setback,
  }),
  ...planRule({
    id: 'plan.green',
    title: both('Tỷ lệ cây xanh theo quy hoạch', 'Green share of the plan'),
    figure: 'greenPercent',
    // Where the plan asks for none, the share of the code does.
    otherwise: [[]],
    check(facts, limit) {
      const green = facts.of.building.greenSquareMetres
      if (green === null) {
        const what = both(
          'diện tích cây xanh (building.greenSquareMetres)',
          'the green area (building.greenSquareMetres)',
        )
        return missing(what, { limit, unit: '%' })
      }
      const actual = (green / facts.lotSquareMetres) * 100
      return ofWholeLot(
        facts,
        atLeast(
          { what: both('Tỷ lệ cây xanh', 'The green share'), actual, limit, unit: '%' },
          { geometry: facts.shape.ring(facts.lot) },
        ),
      )
    },
  }),
  ...planRule({
    id: 'plan.ground',
    title: both('Cốt khống chế theo quy hoạch', 'Control level of the plan'),
    figure: 'groundLevelMetres',
    check(facts, limit) {
      const level = facts.of.building.groundLevelMetres
      if (level === null) {
        const what = both(
          'cốt nền tầng 1 (building.groundLevelMetres)',
          'the ground level (building.groundLevelMetres)',
        )
        return missing(what, { limit, unit: 'm' })
      }
      const finding = atLeast(
        { what: both('Cốt nền', 'The ground level'), actual: level, limit, unit: 'm' },
        { geometry: facts.shape.footprints() },
      )
      return facts.of.building.livesWithFloods
        ? personUnlessMet(
            finding,
            both('Công trình sống chung với lũ hoặc trữ nước.', 'The work lives with floods or stores water.'),
          )
        : finding
    },
  }),
]
