/** Protection corridors of lines (hành lang bảo vệ) and environmental safety distances (khoảng cách ATMT). */
import { type Bilingual, both } from '../text.ts'
import type { bufferKinds, corridorKinds } from './case.ts'
import { type Facts, isDwelling, isIndustrial } from './facts.ts'
import { type Gap, gapBetween } from './geometry.ts'
import {
  atLeast,
  type Finding,
  leftToPerson,
  missing,
  notApplicable,
  personUnlessMet,
  QCVN_01,
  qcvn01,
  type Rule,
  underBothLaws,
  worstOf,
} from './rule.ts'

const corridorTitles: Record<(typeof corridorKinds)[number], Bilingual> = {
  power: both('đường dây điện', 'power line'),
  canal: both('kênh, rạch', 'canal'),
  dyke: both('đê', 'dyke'),
  irrigation: both('công trình thủy lợi', 'irrigation work'),
  road: both('đường bộ', 'road'),
  heritage: both('di tích', 'heritage site'),
  'water-pipe': both('ống cấp nước', 'water main'),
  gas: both('ống dẫn khí', 'gas pipe'),
}

/** Both the building and what projects from it keep clear. */
const outlines = (facts: Facts) => facts.parts.flatMap(({ ring, projections }) => [ring, ...projections])
const nearestOf = (facts: Facts, to: readonly (readonly [number, number])[], closed: boolean): Gap =>
  outlines(facts)
    .map((ring) => gapBetween(ring, to, { a: true, b: closed }))
    .reduce((a, b) => (b.metres < a.metres ? b : a))

const corridors = underBothLaws({
  id: 'corridor.clearance',
  title: both('Hành lang bảo vệ công trình hạ tầng', 'Protection corridors of infrastructure'),
  article: 'Điều 44.3',
  basis: 'law',
  appliesTo: 'all',
  check(facts) {
    if (facts.corridors === null)
      return missing(both('hành lang bảo vệ gần lô đất (corridors)', 'the corridors near the lot (corridors)'))
    if (facts.corridors.length === 0) {
      return notApplicable(
        both('hồ sơ khai không có hành lang bảo vệ gần lô đất', 'the case states that no corridor is near'),
      )
    }
    const findings = facts.corridors.map(({ of, line }): Finding => {
      const gap = nearestOf(facts, line, false)
      const title = corridorTitles[of.kind]
      const rests = { rests: [of.provenance], geometry: facts.shape.way(gap) }
      if (of.clearanceMetres === null) {
        return missing(
          both(`khoảng cách an toàn của ${title.vi} “${of.name}”`, `the clearance of the ${title.en} “${of.name}”`),
          { actual: gap.metres, unit: 'm', ...rests },
        )
      }
      const what = both(`Khoảng cách đến ${title.vi} “${of.name}”`, `The distance to the ${title.en} “${of.name}”`)
      const finding = atLeast({ what, actual: gap.metres, limit: of.clearanceMetres, unit: 'm' }, rests)
      return of.source === ''
        ? personUnlessMet(
            finding,
            both(
              'Thiếu văn bản quy định khoảng cách này (corridors[].source).',
              'The text that sets this clearance is missing (corridors[].source).',
            ),
          )
        : { ...finding, why: both(`${finding.why.vi} (${of.source})`, `${finding.why.en} (${of.source})`) }
    })
    return worstOf(findings)
  },
})

type BufferKind = (typeof bufferKinds)[number]
/** Who may not stand in it: dwellings alone, or any civil work (công trình dân dụng). */
interface Buffer {
  readonly title: Bilingual
  readonly clause: string
  readonly keepsOff: 'dwellings' | 'civil' | 'crowds'
  /** m; by capacity (m³/day) where the table has columns: below 200, to 5 000, to 50 000, above. */
  readonly metres: number | readonly [number, number, number, number]
  /** `>` rather than `≥` the distance. */
  readonly beyond?: true
}

export const capacityColumns = [200, 5000, 50_000] as const
export const bufferTable: Record<BufferKind, Buffer> = {
  'wastewater-mechanical': {
    title: both('trạm xử lý nước thải cơ học, sinh học', 'wastewater works, mechanical and biological'),
    clause: '2.11.4, Bảng 2.22',
    keepsOff: 'civil',
    metres: [80, 100, 250, 350],
  },
  'wastewater-closed': {
    title: both('trạm xử lý nước thải khép kín, có xử lý mùi', 'closed wastewater works with odour control'),
    clause: '2.11.4, Bảng 2.22',
    keepsOff: 'civil',
    metres: [10, 15, 30, 40],
  },
  'wastewater-pump': {
    title: both('trạm bơm nước thải', 'wastewater pumping station'),
    clause: '2.11.4, Bảng 2.22',
    keepsOff: 'civil',
    metres: [15, 20, 25, 30],
  },
  'waste-transfer': {
    title: both('trạm trung chuyển rác', 'waste transfer station'),
    clause: '2.12.4',
    keepsOff: 'civil',
    metres: 20,
  },
  'landfill-organic': {
    title: both('bãi chôn lấp rác hữu cơ', 'organic landfill'),
    clause: '2.12.4',
    keepsOff: 'civil',
    metres: 1000,
  },
  'landfill-inorganic': {
    title: both('bãi chôn lấp rác vô cơ', 'inorganic landfill'),
    clause: '2.12.4',
    keepsOff: 'civil',
    metres: 100,
  },
  incineration: {
    title: both('lò đốt, xử lý sinh học rác', 'waste incineration or biological treatment'),
    clause: '2.12.4',
    keepsOff: 'civil',
    metres: 500,
  },
  'cemetery-burial': {
    title: both('nghĩa trang hung táng', 'burial cemetery'),
    clause: '2.13.2, Bảng 2.25',
    keepsOff: 'dwellings',
    metres: 1000,
  },
  'cemetery-one-time': {
    title: both('nghĩa trang chôn một lần', 'one-time burial cemetery'),
    clause: '2.13.2, Bảng 2.25',
    keepsOff: 'dwellings',
    metres: 500,
  },
  'cemetery-reburial': {
    title: both('nghĩa trang cát táng', 'reburial cemetery'),
    clause: '2.13.2, Bảng 2.25',
    keepsOff: 'dwellings',
    metres: 100,
  },
  crematorium: {
    title: both('cơ sở hỏa táng', 'crematorium'),
    clause: '2.13.2, Bảng 2.25',
    keepsOff: 'dwellings',
    metres: 500,
  },
  livestock: {
    title: both('khu chăn nuôi tập trung', 'concentrated livestock'),
    clause: '2.16.7',
    keepsOff: 'dwellings',
    metres: 200,
    beyond: true,
  },
  'petrol-station': {
    title: both('cửa hàng xăng dầu', 'petrol station'),
    clause: '2.6.11',
    keepsOff: 'crowds',
    metres: 50,
  },
  well: {
    title: both('giếng khoan cấp nước', 'public water well'),
    clause: '2.10.1, Bảng 2.20',
    keepsOff: 'dwellings',
    metres: 25,
  },
}

const crowds = ['commercial', 'mixed', 'education', 'health', 'culture', 'sport', 'market']

const buffers: Rule = {
  ...qcvn01,
  id: 'buffer.distance',
  title: both('Khoảng cách an toàn về môi trường', 'Environmental safety distances'),
  clause: `${QCVN_01}, 2.11.4, 2.12.4, 2.13.2, 2.16.7, 2.10.1, 2.6.11`,
  appliesTo: 'all',
  limits: { bufferTable, capacityColumns },
  check(facts) {
    if (facts.buffers === null)
      return missing(both('nguồn ô nhiễm gần lô đất (buffers)', 'the sources of pollution near the lot (buffers)'))
    if (facts.buffers.length === 0) {
      return notApplicable(
        both('hồ sơ khai không có nguồn ô nhiễm gần lô đất', 'the case states that no source of pollution is near'),
      )
    }
    return worstOf(facts.buffers.map((buffer) => ofBuffer(facts, buffer, nearestOf(facts, buffer.ring, true))))
  },
}

function ofBuffer(facts: Facts, { of }: NonNullable<Facts['buffers']>[number], gap: Gap): Finding {
  const { title, clause, keepsOff, metres, beyond } = bufferTable[of.kind]
  const more = { rests: [of.provenance], clause: `${QCVN_01}, ${clause}`, geometry: facts.shape.way(gap) }
  const what = both(`Khoảng cách đến ${title.vi} “${of.name}”`, `The distance to the ${title.en} “${of.name}”`)
  const judged = (limit: number): Finding => {
    const finding = atLeast({ what, actual: gap.metres, limit, unit: 'm' }, more)
    return beyond && gap.metres === limit
      ? {
          ...finding,
          verdict: 'fail',
          why: both(
            `${finding.why.vi} Quy chuẩn đòi lớn hơn mức này.`,
            `${finding.why.en} The code asks for more than this.`,
          ),
        }
      : finding
  }
  const columns = typeof metres === 'number' ? [metres] : metres
  const flow = of.cubicMetresPerDay
  const strictest = judged(columns.at(-1)!)
  const finding =
    columns.length === 1
      ? strictest
      : flow === null
        ? strictest.verdict === 'pass' || judged(columns[0]!).verdict === 'pass'
          ? personUnlessMet(
              strictest,
              both(
                `Thiếu công suất của “${of.name}” (buffers[].cubicMetresPerDay).`,
                `The capacity of “${of.name}” is missing (buffers[].cubicMetresPerDay).`,
              ),
            )
          : judged(columns[0]!)
        : judged(
            columns[
              flow < capacityColumns[0] ? 0 : flow <= capacityColumns[1] ? 1 : flow <= capacityColumns[2] ? 2 : 3
            ]!,
          )
  if (finding.verdict !== 'fail') return finding
  const named =
    keepsOff === 'civil'
      ? !isIndustrial(facts.of) && facts.of.work.kind !== 'other'
      : keepsOff === 'crowds'
        ? false
        : isDwelling(facts.of)
  if (named) return finding
  if (keepsOff === 'crowds' && !crowds.includes(facts.of.work.kind) && facts.of.work.kind !== 'other') {
    return notApplicable(
      both(
        `khoảng cách đến cửa hàng xăng dầu “${of.name}” chỉ đặt ra cho nơi tụ họp đông người`,
        `the distance to the petrol station “${of.name}” is for crowded places alone`,
      ),
    )
  }
  return leftToPerson(
    finding,
    both(
      'Điều này không nêu rõ loại công trình đang xét: cần người quyết định.',
      'The text does not name this kind of work: a person decides.',
    ),
  )
}

export const corridorRules: readonly Rule[] = [...corridors, buffers]
