/** Lines of the street: setback (khoảng lùi) by Bảng 2.7, red line (chỉ giới đường đỏ), building line (chỉ giới xây dựng). */
import { type Bilingual, both } from '../text.ts'
import type { Facts, Part, Road } from './facts.ts'
import { beyond, type Gap, gapBetween, type Line, type Ring, setbackFrom } from './geometry.ts'
import {
  atLeast,
  type Finding,
  fail,
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
  check: (facts) =>
    onEachRoad(facts, (road) => {
      const sure = ofRoad(road)
      if (sure) return sure
      return facts.parts.map((part) => ofPart(facts, road, part, road.red && setbackFrom([part.ring], road.red)))
    }),
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

function ofPart({ of: { place }, shape }: Facts, { of: road }: Road, part: Part, gap: Gap | null): Finding {
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
  const finding = atLeast({ what, actual: gap.metres, limit, unit: 'm' }, { ...more, geometry: shape.way(gap) })
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

/** The worst of what a check finds on each road of the case. */
function onEachRoad(facts: Facts, check: (road: Road) => Finding | readonly Finding[]): Finding {
  return facts.roads.length === 0
    ? missing(both('đường tiếp giáp lô đất (roads)', 'the roads beside the lot (roads)'))
    : worstOf(facts.roads.flatMap(check))
}

const red = both('chỉ giới đường đỏ', 'red line')
const building = both('chỉ giới xây dựng', 'building line')
const work = both('Công trình', 'The building')

/** Whether rings reach over a line of a road. */
function against(
  facts: Facts,
  what: Bilingual,
  rings: readonly Ring[],
  name: Bilingual,
  line: Line,
  { of }: Road,
): Finding {
  const gap = beyond(rings, line)
  const more = { limit: 0, actual: gap?.metres ?? 0, unit: 'm', rests: [of.provenance] }
  if (!gap) {
    const why = both(
      `${what.vi} không vượt ${name.vi} của “${of.name}”.`,
      `${what.en} does not cross the ${name.en} of “${of.name}”.`,
    )
    return pass(why, { ...more, geometry: facts.shape.line(line.points) })
  }
  const why = both(
    `${what.vi} vượt ${name.vi} của “${of.name}” ${said(gap.metres, 'm', 'vi')}.`,
    `${what.en} crosses the ${name.en} of “${of.name}” by ${said(gap.metres, 'm', 'en')}.`,
  )
  return fail(why, { ...more, geometry: facts.shape.way(gap) })
}

const redLine: Rule = {
  ...qcvn01,
  basis: 'plan',
  id: 'line.red',
  title: both('Chỉ giới đường đỏ: không bộ phận nào vượt qua', 'Red line: no part crosses it'),
  clause: `${QCVN_01}, 1.4.22, 2.6.7`,
  appliesTo: 'all',
  check: (facts) =>
    onEachRoad(facts, (road) => {
      if (!road.red) {
        return missing(both(`${red.vi} của “${road.of.name}”`, `the ${red.en} of “${road.of.name}”`), {
          limit: 0,
          unit: 'm',
        })
      }
      const body = against(facts, work, facts.footprints, red, road.red, road)
      const projections = facts.parts.flatMap((part) => part.projections)
      if (body.verdict === 'fail' || projections.length === 0) return body
      const what = both('Chi tiết kiến trúc', 'An architectural detail')
      const detail = against(facts, what, projections, red, road.red, road)
      if (linesCoincide(road) === false) return worstOf([body, detail])
      return personUnlessMet(
        worstOf([body, detail]),
        both(
          'Khi chỉ giới xây dựng trùng chỉ giới đường đỏ, chi tiết nhô ra do quy hoạch chi tiết, thiết kế đô thị hoặc quy chế quy định.',
          'Where the building line is on the red line, what may project is set by the detailed plan, urban design or regulation.',
        ),
      )
    }),
}

const buildingLine: Rule = {
  ...qcvn01,
  basis: 'plan',
  id: 'line.building',
  title: both('Chỉ giới xây dựng: công trình chính không vượt qua', 'Building line: the building does not cross it'),
  clause: `${QCVN_01}, 1.4.23, 1.4.24`,
  appliesTo: 'all',
  check: (facts) =>
    onEachRoad(facts, (road) =>
      road.building
        ? against(facts, work, facts.footprints, building, road.building, road)
        : missing(
            both(
              `${building.vi} của “${road.of.name}”, theo quy hoạch chi tiết hoặc thiết kế đô thị`,
              `the ${building.en} of “${road.of.name}”, as the detailed plan or urban design sets it`,
            ),
            { limit: 0, unit: 'm' },
          ),
    ),
}

export const setbackRules: readonly Rule[] = [setback, redLine, buildingLine]
