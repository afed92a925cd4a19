/** Spacing between buildings (khoảng cách giữa các công trình): QCVN 01:2021/BXD, 2.6.1, 2.7.6. */
import { both } from '../text.ts'
import type { Facts } from './facts.ts'
import { type Gap, gapBetween } from './geometry.ts'
import {
  atLeast,
  type Finding,
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

export const spacing = {
  tallMetres: 46,
  longLong: { share: 1 / 2, leastMetres: 7, tallMetres: 25 },
  gable: { share: 1 / 3, leastMetres: 4, tallMetres: 15 },
  backToBackMetres: 4,
} as const

/** The taller of the two buildings governs (2.6.1.3). */
export function spacingLimit(facing: 'long-long' | 'gable', height: number): number {
  const { share, leastMetres, tallMetres } = facing === 'gable' ? spacing.gable : spacing.longLong
  return height >= spacing.tallMetres ? tallMetres : Math.max(height * share, leastMetres)
}

/** Walls of a row that surveys leave apart by no more than this stand against each other, m. */
const ATTACHED_METRES = 0.05

type Neighbour = NonNullable<Facts['neighbours']>[number]

const neighbours: Rule = {
  ...qcvn01,
  id: 'spacing.neighbours',
  title: both('Khoảng cách giữa các công trình', 'Spacing between buildings'),
  clause: `${QCVN_01}, 2.6.1; 2.7.6`,
  appliesTo: 'all',
  limits: spacing,
  check(facts) {
    if (facts.neighbours === null)
      return missing(both('công trình lân cận (neighbours)', 'the buildings around (neighbours)'))
    if (facts.neighbours.length === 0) {
      return notApplicable(both('hồ sơ khai không có công trình lân cận', 'the case states that no building is around'))
    }
    const findings = facts.neighbours.map((neighbour) => {
      // Each part by its own height: a low podium may stand nearer than the tower on it.
      const each = facts.parts.map((part) =>
        ofPart(facts, neighbour, part.heightMetres, gapBetween(part.ring, neighbour.ring, { a: true, b: true })),
      )
      return worstOf(each)
    })
    return worstOf(findings)
  },
}

function ofPart(facts: Facts, { of }: Neighbour, height: number, gap: Gap): Finding {
  const rests = { rests: [of.provenance], geometry: facts.shape.way(gap) }
  const called = `“${of.name}”`
  const what = both(`Khoảng cách đến ${called}`, `The distance to ${called}`)
  const judged = (limit: number) => atLeast({ what, actual: gap.metres, limit, unit: 'm' }, rests)
  if (of.attached) {
    if (gap.metres <= ATTACHED_METRES) {
      return pass(
        both(
          `${called} liền kề cùng dãy: không đòi khoảng cách.`,
          `${called} is attached in the row: no distance is asked.`,
        ),
        {
          actual: gap.metres,
          unit: 'm',
          ...rests,
        },
      )
    }
    return leftToPerson(
      { ...judged(0), limit: null },
      both(`${called} khai là liền kề nhưng không sát nhau.`, `${called} is said to be attached, but there is a gap.`),
    )
  }
  if (of.backToBack) return existing(facts, judged(spacing.backToBackMetres))
  // The taller of the two governs; a height or a facing that is not known is taken at its strictest first.
  const strictest = [
    of.heightMetres === null ? Math.max(height, spacing.tallMetres) : Math.max(height, of.heightMetres),
  ]
    .flatMap((h) =>
      (of.facing ? [of.facing] : (['long-long', 'gable'] as const)).map((facing) => spacingLimit(facing, h)),
    )
    .reduce((a, b) => Math.max(a, b))
  if (judged(strictest).verdict === 'pass') return judged(strictest)
  const loosest = (of.facing ? [of.facing] : (['long-long', 'gable'] as const))
    .map((facing) => spacingLimit(facing, Math.max(height, of.heightMetres ?? 0)))
    .reduce((a, b) => Math.min(a, b))
  const finding = judged(loosest)
  if (finding.verdict === 'fail') return existing(facts, finding)
  const lacks = [
    ...(of.heightMetres === null ? [both('chiều cao', 'height')] : []),
    ...(of.facing === null ? [both('cạnh đối diện (dài hay đầu hồi)', 'facing sides (long or gable)')] : []),
  ]
  return leftToPerson(
    judged(strictest),
    both(
      `Mức này cho trường hợp chặt nhất; thiếu ${lacks.map(({ vi }) => vi).join(', ')} của ${called}.`,
      `This is the strictest case; missing of ${called}: ${lacks.map(({ en }) => en).join(', ')}.`,
    ),
  )
}

function existing({ of: { place } }: Facts, finding: Finding): Finding {
  if (place.area === 'new') return finding
  return personUnlessMet(
    finding,
    place.area === null
      ? both(
          'Chưa rõ là khu vực mới hay hiện hữu (place.area).',
          'Whether the area is new or existing is not known (place.area).',
        )
      : both(
          'Khu vực hiện hữu: theo quy hoạch chi tiết hoặc thiết kế đô thị (2.7.6).',
          'Existing area: as the detailed plan or urban design sets it (2.7.6).',
        ),
  )
}

const ownBlocks: Rule = {
  ...qcvn01,
  id: 'spacing.own',
  title: both('Khoảng cách giữa các khối trong lô', 'Spacing between the blocks of the lot'),
  clause: `${QCVN_01}, 2.6.1`,
  appliesTo: 'all',
  limits: spacing,
  check(facts) {
    const blocks = facts.parts
    const findings: Finding[] = []
    for (const [i, a] of blocks.entries()) {
      for (const b of blocks.slice(i + 1)) {
        const gap = gapBetween(a.ring, b.ring, { a: true, b: true })
        if (gap.metres === 0) continue
        const height = Math.max(a.heightMetres, b.heightMetres)
        const what = both(`Khoảng cách “${a.name}” – “${b.name}”`, `The distance “${a.name}” – “${b.name}”`)
        const judged = (facing: 'long-long' | 'gable') =>
          atLeast(
            { what, actual: gap.metres, limit: spacingLimit(facing, height), unit: 'm' },
            { geometry: facts.shape.way(gap) },
          )
        const [long, gable] = [judged('long-long'), judged('gable')]
        const finding =
          long.verdict === gable.verdict
            ? existing(facts, gable.verdict === 'fail' ? gable : long)
            : leftToPerson(
                long,
                both(
                  `Nếu là đầu hồi thì tối thiểu ${said(gable.limit as number, 'm', 'vi')}: cần người xem cạnh đối diện.`,
                  `If a gable faces it, the least is ${said(gable.limit as number, 'm', 'en')}: a person looks at the facing sides.`,
                ),
              )
        findings.push(finding)
      }
    }
    if (findings.length === 0) {
      return notApplicable(both('trong lô không có hai khối rời nhau', 'no two blocks of the lot stand apart'))
    }
    return worstOf(findings)
  },
}

export const spacingRules: readonly Rule[] = [neighbours, ownBlocks]
