/** Lines of the street: setback (khoảng lùi) by Bảng 2.7, red line (chỉ giới đường đỏ), building line (chỉ giới xây dựng). */
import { type Bilingual, both } from '../text.ts'
import type { Facts, Part, Road } from './facts.ts'
import { beyond, type Gap, gapBetween, setbackFrom } from './geometry.ts'
import {
  atLeast,
  type Finding,
  fail,
  leftToPerson,
  missing,
  notApplicable,
  pass,
  person,
  personUnlessMet,
  QCVN_01,
  qcvn01,
  type Rule,
  said,
  worstOf,
} from './rule.ts'

/**
 * Bảng 2.7, m: rows from a road width on, columns from a height on. The first row is literal; in the copy that we have the
 * other two lost their merged cells, and were rebuilt after QCXDVN 01:2008, Bảng 2.5 (the wider the road, the less).
 */
export const table27 = {
  roadWidthMetres: [0, 19, 22],
  heightMetres: [0, 19, 22, 28],
  setbackMetres: [
    [0, 3, 4, 6],
    [0, 0, 3, 6],
    [0, 0, 0, 6],
  ],
  /** The least width of a road of area class (đường cấp khu vực): narrower ones whose class nobody named are none. */
  fromWidthMetres: 16,
} as const

const lastFrom = (steps: readonly number[], value: number): number => steps.findLastIndex((step) => value >= step)

/** Bảng 2.7. */
export const setbackLimit = (roadWidth: number, height: number): number =>
  table27.setbackMetres[lastFrom(table27.roadWidthMetres, roadWidth)]![lastFrom(table27.heightMetres, height)]!

const partOf = ({ name, kind }: Part): Bilingual =>
  kind === 'podium'
    ? both(`khối đế “${name}”`, `the podium “${name}”`)
    : kind === 'tower'
      ? both(`khối tháp “${name}”`, `the tower “${name}”`)
      : both(`“${name}”`, `“${name}”`)

const setback: Rule = {
  ...qcvn01,
  id: 'setback.street',
  title: both('Khoảng lùi theo bề rộng đường và chiều cao', 'Setback by road width and height'),
  clause: `${QCVN_01}, 2.6.2, Bảng 2.7; 2.7.5`,
  appliesTo: 'all',
  limits: table27,
  check(facts) {
    if (facts.roads.length === 0)
      return missing(both('đường tiếp giáp lô đất (roads)', 'the roads beside the lot (roads)'))
    const gaps: Gap[] = []
    const findings = facts.roads.flatMap((road) => {
      const inner = ofRoad(road)
      if (inner) return [inner]
      return facts.parts.map((part) => {
        const gap = road.red && setbackFrom([part.ring], road.red)
        const finding = ofPart(facts, road, part, gap)
        if (gap && finding.verdict !== 'pass') gaps.push(gap)
        return finding
      })
    })
    const nearest = facts.roads.flatMap(({ red }) => (red ? [setbackFrom(facts.footprints, red)] : []))
    return worstOf(findings, facts.shape.gaps(gaps.length > 0 ? gaps : nearest))
  },
}

/** Roads that the table is not for, or of which too little is known. */
function ofRoad({ of }: Road): Finding | null {
  const called = `“${of.name}”`
  if (of.class === 'internal' || of.class === 'alley') {
    return notApplicable(both(`${called} là đường nội bộ hoặc hẻm, dưới cấp khu vực`, `${called} is below area class`))
  }
  if (of.class === null && of.widthMetres !== null && of.widthMetres < table27.fromWidthMetres) {
    const width = (language: 'vi' | 'en') => said(table27.fromWidthMetres, 'm', language)
    return notApplicable(
      both(
        `${called} hẹp hơn ${width('vi')}, dưới cấp khu vực`,
        `${called} is narrower than ${width('en')}, below area class`,
      ),
    )
  }
  if (of.widthMetres === null) return missing(both(`lộ giới của ${called}`, `the width between red lines of ${called}`))
  return null
}

function ofPart({ of: { place } }: Facts, { of: road }: Road, part: Part, gap: Gap | null): Finding {
  const width = road.widthMetres!
  const limit = setbackLimit(width, part.heightMetres)
  const confidence = width >= table27.roadWidthMetres[1] ? { confidence: 'reconstructed' as const } : {}
  const named = partOf(part)
  const more = { ...confidence, rests: [road.provenance] }
  if (gap === null) {
    if (limit === 0) {
      const why = both(
        `Bảng không đòi khoảng lùi của ${named.vi} (cao ${said(part.heightMetres, 'm', 'vi')}) trên “${road.name}” rộng ${said(width, 'm', 'vi')}.`,
        `The table asks no setback of ${named.en} (${said(part.heightMetres, 'm', 'en')} high) on “${road.name}”, ${said(width, 'm', 'en')} wide.`,
      )
      return pass(why, { limit, unit: 'm', ...more })
    }
    return missing(both(`chỉ giới đường đỏ của “${road.name}”`, `the red line of “${road.name}”`), {
      limit,
      unit: 'm',
      ...more,
    })
  }
  const what = both(
    `Khoảng lùi của ${named.vi} (cao ${said(part.heightMetres, 'm', 'vi')}) so với “${road.name}” rộng ${said(width, 'm', 'vi')} là`,
    `The setback of ${named.en} (${said(part.heightMetres, 'm', 'en')} high) from “${road.name}”, ${said(width, 'm', 'en')} wide,`,
  )
  const finding = atLeast({ what, actual: gap.metres, limit, unit: 'm' }, more)
  if (place.area === 'existing') {
    return personUnlessMet(
      finding,
      both(
        'Khu vực hiện hữu: theo quy hoạch chi tiết hoặc thiết kế đô thị, thống nhất trên đoạn phố (2.7.5).',
        'Existing area: as the detailed plan or urban design sets it, uniform along the street (2.7.5).',
      ),
    )
  }
  if (place.area === null) {
    return personUnlessMet(
      finding,
      both(
        'Chưa rõ là khu vực mới hay hiện hữu (place.area).',
        'Whether the area is new or existing is not known (place.area).',
      ),
    )
  }
  if (road.class === null) {
    return personUnlessMet(
      finding,
      both(
        `Chưa rõ cấp của “${road.name}” (roads[].class).`,
        `The class of “${road.name}” is not known (roads[].class).`,
      ),
    )
  }
  return finding
}

/** Whether the two lines of a road are one; null where one of them is not known. */
function linesCoincide({ red, building }: Road): boolean | null {
  if (!red || !building) return null
  return building.points.every((point) => gapBetween([point, point], red.points, { a: false, b: false }).metres <= 0.01)
}

const redLine: Rule = {
  ...qcvn01,
  basis: 'plan',
  id: 'line.red',
  title: both('Chỉ giới đường đỏ: không bộ phận nào vượt qua', 'Red line: no part crosses it'),
  clause: `${QCVN_01}, 1.4.22, 2.6.7`,
  appliesTo: 'all',
  check(facts) {
    if (facts.roads.length === 0)
      return missing(both('đường tiếp giáp lô đất (roads)', 'the roads beside the lot (roads)'))
    const gaps: Gap[] = []
    const findings = facts.roads.flatMap((road) => {
      const { red, of } = road
      const rests = { limit: 0, unit: 'm', rests: [of.provenance] }
      if (!red)
        return [
          missing(both(`chỉ giới đường đỏ của “${of.name}”`, `the red line of “${of.name}”`), { limit: 0, unit: 'm' }),
        ]
      const body = beyond(facts.footprints, red)
      if (body) {
        gaps.push(body)
        return [
          crossed(both('Công trình', 'The building'), both('chỉ giới đường đỏ', 'red line'), of.name, body, rests),
        ]
      }
      const detail = beyond(
        facts.parts.flatMap(({ projections }) => projections),
        red,
      )
      if (!detail) {
        const why = both(
          `Không bộ phận nào vượt chỉ giới đường đỏ của “${of.name}”.`,
          `No part crosses the red line of “${of.name}”.`,
        )
        return [pass(why, { ...rests, actual: 0 })]
      }
      gaps.push(detail)
      const finding = crossed(
        both('Chi tiết kiến trúc', 'An architectural detail'),
        both('chỉ giới đường đỏ', 'red line'),
        of.name,
        detail,
        rests,
      )
      if (linesCoincide(road) === false) return [finding]
      return [
        leftToPerson(
          finding,
          both(
            'Khi chỉ giới xây dựng trùng chỉ giới đường đỏ, chi tiết nhô ra do quy hoạch chi tiết, thiết kế đô thị hoặc quy chế quy định.',
            'Where the building line is on the red line, what may project is set by the detailed plan, urban design or regulation.',
          ),
        ),
      ]
    })
    return worstOf(findings, facts.shape.gaps(gaps))
  },
}

function crossed(what: Bilingual, line: Bilingual, road: string, gap: Gap, more: Partial<Finding>): Finding {
  const why = both(
    `${what.vi} vượt ${line.vi} của “${road}” ${said(gap.metres, 'm', 'vi')}.`,
    `${what.en} crosses the ${line.en} of “${road}” by ${said(gap.metres, 'm', 'en')}.`,
  )
  return fail(why, { ...more, actual: gap.metres })
}

const buildingLine: Rule = {
  ...qcvn01,
  basis: 'plan',
  id: 'line.building',
  title: both('Chỉ giới xây dựng: công trình chính không vượt qua', 'Building line: the building does not cross it'),
  clause: `${QCVN_01}, 1.4.23, 1.4.24`,
  appliesTo: 'all',
  check(facts) {
    if (facts.roads.length === 0)
      return missing(both('đường tiếp giáp lô đất (roads)', 'the roads beside the lot (roads)'))
    const gaps: Gap[] = []
    const findings = facts.roads.map(({ building, of }) => {
      const rests = { limit: 0, unit: 'm', rests: [of.provenance] }
      if (!building) {
        return person(
          both(
            `Thiếu chỉ giới xây dựng của “${of.name}”: theo quy hoạch chi tiết hoặc thiết kế đô thị.`,
            `Missing: the building line of “${of.name}”, as the detailed plan or urban design sets it.`,
          ),
          { limit: 0, unit: 'm' },
        )
      }
      const body = beyond(facts.footprints, building)
      if (!body) {
        const why = both(
          `Công trình không vượt chỉ giới xây dựng của “${of.name}”.`,
          `The building does not cross the building line of “${of.name}”.`,
        )
        return pass(why, { ...rests, actual: 0 })
      }
      gaps.push(body)
      return crossed(
        both('Công trình', 'The building'),
        both('chỉ giới xây dựng', 'building line'),
        of.name,
        body,
        rests,
      )
    })
    return worstOf(findings, facts.shape.gaps(gaps))
  },
}

export const setbackRules: readonly Rule[] = [setback, redLine, buildingLine]
