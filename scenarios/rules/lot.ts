/** The lot: what the land papers say of it, the building inside it, its frontage. */
import { both } from '../text.ts'
import type { Facts } from './facts.ts'
import { type Gap, outside, perimeterOf, setbackFrom, widthAlong } from './geometry.ts'
import {
  atLeast,
  atMost,
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
  underBothLaws,
} from './rule.ts'
import { settledLimit } from './settled.ts'

/** How far a corner may stand from where it was registered before somebody has to look, m. */
const corner = (facts: Facts) => settledLimit(facts.of.settled, 'lot.corner')

const inside = underBothLaws({
  id: 'lot.inside',
  title: both('Công trình nằm trong lô đất', 'The building lies inside the lot'),
  article: 'Điều 44.1',
  basis: 'law',
  appliesTo: 'all',
  check(facts) {
    const out = outside(facts.footprints, facts.lot)
    const squareMetres = Math.round(out.squareMetres * 1000) / 1000
    const more = { limit: 0, actual: squareMetres, unit: 'm²' }
    if (squareMetres === 0)
      return pass(both('Toàn bộ công trình nằm trong lô đất.', 'All of the building lies inside the lot.'), more)
    return fail(
      both(
        `${said(squareMetres, 'm²', 'vi')} của công trình nằm ngoài ranh lô đất.`,
        `${said(squareMetres, 'm²', 'en')} of the building lie outside the lot.`,
      ),
      { ...more, geometry: facts.shape.polygons(out.polygons) },
    )
  },
})

const registered = underBothLaws({
  id: 'lot.registered',
  title: both('Lô đất trong thửa đã đăng ký', 'The lot lies in the registered parcel'),
  article: 'Điều 44.1, 48.3',
  basis: 'law',
  appliesTo: 'all',
  check(facts) {
    if (!facts.registered || !facts.outsideRegistered) {
      return missing(both('ranh thửa đất đăng ký (site.registered)', 'the registered parcel (site.registered)'))
    }
    const limit = Math.round(perimeterOf(facts.registered) * corner(facts).value * 1000) / 1000
    const what = both('Phần lô đất ngoài thửa đăng ký', 'The part of the lot outside the registered parcel')
    const actual = Math.round(facts.outsideRegistered.squareMetres * 1000) / 1000
    const lot = atMost(
      { what, actual, limit, unit: 'm²' },
      { geometry: actual > 0 ? facts.shape.polygons(facts.outsideRegistered.polygons) : facts.shape.ring(facts.lot) },
    )
    const built = outside(facts.footprints, facts.registered)
    if (lot.verdict === 'fail' && built.squareMetres > limit) {
      return { ...lot, geometry: facts.shape.polygons(built.polygons) }
    }
    return personUnlessMet(
      lot,
      both(
        'Công trình không nằm trên phần đó: cần người đối chiếu hồ sơ địa chính.',
        'The building does not stand on it: a person compares the cadastral file.',
      ),
    )
  },
})

const area = underBothLaws({
  id: 'lot.area',
  title: both('Diện tích lô đất so với giấy tờ đất', 'Area of the lot against the land paper'),
  article: 'Điều 44.1',
  basis: 'law',
  appliesTo: 'all',
  check(facts) {
    const paper = facts.of.site.registeredSquareMetres
    const more = {
      unit: 'm²',
      actual: Math.round(facts.lotSquareMetres * 1000) / 1000,
      geometry: facts.shape.ring(facts.lot),
    }
    if (paper === null) {
      return missing(
        both(
          'diện tích trên giấy tờ đất (site.registeredSquareMetres)',
          'the area of the land paper (site.registeredSquareMetres)',
        ),
        more,
      )
    }
    const tolerated = corner(facts)
    const slack = perimeterOf(facts.lot) * tolerated.value
    const difference = Math.abs(facts.lotSquareMetres - paper)
    const why = both(
      `Lô đất ${said(facts.lotSquareMetres, 'm²', 'vi')}, giấy tờ ${said(paper, 'm²', 'vi')}: chênh ${said(difference, 'm²', 'vi')}, sai số đo cho phép ${said(slack, 'm²', 'vi')}${tolerated.said.vi}.`,
      `The lot has ${said(facts.lotSquareMetres, 'm²', 'en')}, the paper ${said(paper, 'm²', 'en')}: ${said(difference, 'm²', 'en')} apart, where surveying explains ${said(slack, 'm²', 'en')}${tolerated.said.en}.`,
    )
    // The measured area differs from the paper’s: the register decides which holds, not we.
    return difference <= slack ? pass(why, { limit: paper, ...more }) : person(why, { limit: paper, ...more })
  },
})

export const frontage = { wideRoadMetres: 19, wideMetres: 5, narrowMetres: 4, rowBlockMetres: 60 } as const

const front: Rule = {
  ...qcvn01,
  id: 'lot.frontage',
  title: both('Bề rộng mặt tiền nhà ở', 'Frontage of the house'),
  clause: `${QCVN_01}, 2.6.6`,
  appliesTo: ['house'],
  limits: frontage,
  check(facts) {
    const { area } = facts.of.place
    if (area === 'existing') return notApplicable(both('lô đất ở khu vực hiện hữu', 'the lot is in an existing area'))
    const streets = facts.roads.filter(({ of }) => of.class !== 'alley')
    if (facts.roads.length > 0 && streets.length === 0) {
      return notApplicable(both('lô đất chỉ tiếp giáp hẻm', 'the lot is on an alley only'))
    }
    const known = streets.filter(({ red }) => red !== null)
    if (known.length === 0)
      return missing(both('chỉ giới đường đỏ của đường tiếp giáp', 'the red line of the road beside the lot'))
    // The street that the house is nearest to is the one that it fronts.
    const gaps = known.map(({ red }) => setbackFrom(facts.footprints, red!))
    const { of: road, red } = known[gaps.indexOf(gaps.reduce((a, b) => (b.metres < a.metres ? b : a)))]!
    const actual = widthAlong(facts.footprints, red!.points)
    const judged = (limit: number) =>
      atLeast(
        { what: both('Bề rộng mặt tiền', 'The frontage'), actual, limit, unit: 'm' },
        { geometry: facts.shape.line(red!.points), rests: [road.provenance] },
      )
    const finding =
      road.widthMetres === null
        ? judged(frontage.wideMetres)
        : judged(road.widthMetres >= frontage.wideRoadMetres ? frontage.wideMetres : frontage.narrowMetres)
    if (finding.verdict === 'pass') return finding
    if (road.widthMetres === null && judged(frontage.narrowMetres).verdict === 'pass') {
      return leftToPerson(finding, both(`Thiếu lộ giới của “${road.name}”.`, `The width of “${road.name}” is missing.`))
    }
    return area === 'new'
      ? finding
      : leftToPerson(
          finding,
          both(
            'Chưa rõ là khu vực mới hay hiện hữu (place.area).',
            'Whether the area is new or existing is not known (place.area).',
          ),
        )
  },
}

const rowBlock: Rule = {
  ...qcvn01,
  id: 'lot.row-block',
  title: both('Chiều dài dãy nhà liên kế có hai mặt đường', 'Length of a row-house block with two street fronts'),
  clause: `${QCVN_01}, 2.6.6`,
  appliesTo: ['house'],
  limits: frontage,
  check({ of: { site } }) {
    if (site.rowBlockMetres === null) {
      return notApplicable(both('hồ sơ không phải một dãy nhà liên kế', 'the case is not a block of row houses'))
    }
    const what = both('Chiều dài dãy nhà', 'The length of the block')
    return atMost({ what, actual: site.rowBlockMetres, limit: frontage.rowBlockMetres, unit: 'm' })
  },
}

const cut: Rule = {
  ...qcvn01,
  basis: 'plan',
  id: 'lot.red-line',
  title: both('Phần lô đất thuộc lộ giới', 'Part of the lot that a road takes'),
  clause: `${QCVN_01}, 1.4.22`,
  appliesTo: 'all',
  check(facts) {
    const known = facts.roads.filter(({ red }) => red)
    if (facts.roads.length === 0 || known.length < facts.roads.length) {
      return missing(both('chỉ giới đường đỏ của đường tiếp giáp', 'the red line of the road beside the lot'))
    }
    const gap: Gap | null = facts.lotBeyondRedLine
    const rests = known.map(({ of }) => of.provenance)
    if (!gap) {
      return pass(both('Lô đất nằm trọn trong chỉ giới đường đỏ.', 'All of the lot lies inside the red line.'), {
        actual: 0,
        limit: 0,
        unit: 'm',
        rests,
      })
    }
    return person(
      both(
        `Lô đất vượt chỉ giới đường đỏ đến ${said(gap.metres, 'm', 'vi')}: phần đó không được tính vào diện tích xây dựng.`,
        `The lot reaches ${said(gap.metres, 'm', 'en')} beyond the red line: that part does not count as land to build on.`,
      ),
      { actual: gap.metres, limit: 0, unit: 'm', rests, geometry: facts.shape.way(gap) },
    )
  },
}

export const lotRules: readonly Rule[] = [...inside, ...registered, ...area, cut, front, rowBlock]
