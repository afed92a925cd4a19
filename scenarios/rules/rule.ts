/**
 * A rule: its text and validity as data, and a small function that answers with a finding. Words for findings stand here, so
 * that every rule tells its figures alike.
 */
import { isIllustrative, type Provenance } from '../provenance.ts'
import { type Bilingual, both } from '../text.ts'
import type { WorkKind } from './case.ts'
import { type Facts, workTitles } from './facts.ts'
import type { RuleLine, Verdict } from './report.ts'

export interface Finding {
  readonly verdict: Verdict
  readonly why: Bilingual
  readonly limit?: number | string | null
  readonly actual?: number | string | null
  readonly unit?: string
  readonly geometry?: RuleLine['geometry']
  /** Where the finding rests on another text than the rule's own: the plan that sets the figure, a rebuilt row of a table. */
  readonly clause?: string
  readonly basis?: RuleLine['basis']
  readonly confidence?: RuleLine['confidence']
  /** Where the inputs come from that the case does not itself bring. */
  readonly rests?: readonly (Provenance | null)[]
}

/** What a rule says and when, without how it is checked. */
export interface RuleText {
  readonly id: string
  readonly title: Bilingual
  readonly clause: string
  /** Counts the changes of this rule: its text, its limits, and how we read it. */
  readonly version: string
  /** The days on which its law is in force; `validTo` null: still. */
  readonly validFrom: string
  readonly validTo: string | null
  readonly confidence: RuleLine['confidence']
  readonly basis: RuleLine['basis']
}

export interface Rule extends RuleText {
  /** Work that it asks something of; for any other it is certain that it asks nothing. */
  readonly appliesTo: readonly WorkKind[] | 'all'
  /** Figures of the text, as the check uses them. */
  readonly limits?: unknown
  readonly check: (facts: Facts) => Finding
}

/** QCVN 01:2021/BXD (TT 01/2021/TT-BXD). */
export const QCVN_01 = 'QCVN 01:2021/BXD'
export const qcvn01 = {
  version: '1',
  validFrom: '2021-07-05',
  validTo: null,
  confidence: 'found',
  basis: 'code',
} as const
export const LAW = 'Luật Xây dựng 135/2025/QH15'
export const DECREE = 'NĐ 217/2026/NĐ-CP'
export const OLD_LAW = 'Luật Xây dựng 50/2014/QH13 (sửa đổi 62/2020/QH14)'
/** Luật 135/2025/QH15 and NĐ 217/2026/NĐ-CP; and what they replaced. */
export const newLaw = {
  version: '1',
  validFrom: '2026-07-01',
  validTo: null,
  confidence: 'found',
  basis: 'law',
} as const
export const oldLaw = {
  version: '1',
  validFrom: '2015-01-01',
  validTo: '2026-06-30',
  confidence: 'memory',
  basis: 'law',
} as const

/** One rule that both laws have: the old one's text is from memory, and so never fails alone. */
export const underBothLaws = (
  rule: Omit<Rule, 'version' | 'validFrom' | 'validTo' | 'confidence' | 'clause'> & { article: string },
): Rule[] => {
  const { article, ...rest } = rule
  return [
    { ...rest, ...newLaw, basis: rest.basis, clause: `${LAW}, ${article}` },
    { ...rest, ...oldLaw, basis: rest.basis, clause: OLD_LAW },
  ]
}

/** A line of the report: the rule's text, and what was found. */
export const lineFrom = (text: RuleText, finding: Finding): RuleLine => ({
  id: text.id,
  title: text.title,
  clause: finding.clause ?? text.clause,
  verdict: finding.verdict,
  limit: toldFigure(finding.limit),
  actual: toldFigure(finding.actual),
  unit: finding.unit ?? '',
  why: finding.why,
  basis: finding.basis ?? text.basis,
  version: text.version,
  validFrom: text.validFrom,
  validTo: text.validTo,
  confidence: finding.confidence ?? text.confidence,
  geometry: finding.geometry ?? null,
})

const toldFigure = (value: number | string | null | undefined): number | string | null =>
  typeof value === 'number' ? rounded(value) : (value ?? null)

export const pass = (why: Bilingual, more: Partial<Finding> = {}): Finding => ({ verdict: 'pass', why, ...more })
export const fail = (why: Bilingual, more: Partial<Finding> = {}): Finding => ({ verdict: 'fail', why, ...more })
export const person = (why: Bilingual, more: Partial<Finding> = {}): Finding => ({ verdict: 'person', why, ...more })
export const notApplicable = (because: Bilingual): Finding =>
  pass(both(`Không áp dụng vì ${because.vi}.`, `Does not apply: ${because.en}.`))
export const missing = (what: Bilingual, more: Partial<Finding> = {}): Finding =>
  person(both(`Thiếu ${what.vi}.`, `Missing: ${what.en}.`), more)
export const otherWork = ({ of }: Facts): Finding =>
  notApplicable(both(`công trình là ${workTitles[of.work.kind].vi}`, `the work is ${workTitles[of.work.kind].en}`))

/** Sums and quotients of doubles differ in their last digits: no figure of the law does. */
const EPSILON = 1e-9
const within = (value: number, limit: number): boolean => value <= limit + EPSILON * Math.max(1, Math.abs(limit))

interface Measure {
  /** What is measured, as a subject: `Mật độ xây dựng`. */
  readonly what: Bilingual
  readonly actual: number
  readonly limit: number
  readonly unit: string
}

export function atMost({ what, actual, limit, unit }: Measure, more: Partial<Finding> = {}): Finding {
  const met = within(actual, limit)
  const why = both(
    `${what.vi} ${said(actual, unit, 'vi')}, ${met ? 'không vượt' : 'vượt'} tối đa ${said(limit, unit, 'vi')}.`,
    `${what.en} is ${said(actual, unit, 'en')}, ${met ? 'within' : 'above'} the most of ${said(limit, unit, 'en')}.`,
  )
  return { verdict: met ? 'pass' : 'fail', why, limit: rounded(limit), actual: rounded(actual), unit, ...more }
}

export function atLeast({ what, actual, limit, unit }: Measure, more: Partial<Finding> = {}): Finding {
  const met = within(limit, actual)
  const why = both(
    `${what.vi} ${said(actual, unit, 'vi')}, ${met ? 'đạt' : 'nhỏ hơn'} tối thiểu ${said(limit, unit, 'vi')}.`,
    `${what.en} is ${said(actual, unit, 'en')}, ${met ? 'no less than' : 'less than'} the least of ${said(limit, unit, 'en')}.`,
  )
  return { verdict: met ? 'pass' : 'fail', why, limit: rounded(limit), actual: rounded(actual), unit, ...more }
}

/** To six decimals; never −0, which JSON does not keep. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6 + 0

const units: Record<string, Bilingual> = {
  storeys: both('tầng', 'storeys'),
  'working days': both('ngày làm việc', 'working days'),
  places: both('chỗ', 'places'),
  ratio: both('lần', 'times'),
  'm²/person': both('m²/người', 'm²/person'),
}

/** A figure as people read it: three decimals at most, a comma in Vietnamese. */
export function said(value: number, unit: string, language: keyof Bilingual): string {
  const text = String(Math.round(value * 1000) / 1000)
  return `${language === 'vi' ? text.replace('.', ',') : text} ${units[unit]?.[language] ?? unit}`.trim()
}

/** The same finding, left to a person, and why. */
export const leftToPerson = (finding: Finding, because: Bilingual): Finding => ({
  ...finding,
  verdict: 'person',
  why: both(`${finding.why.vi} ${because.vi}`, `${finding.why.en} ${because.en}`),
})

/** Where a finding is not met, a person judges, and why; a finding that is met stays. */
export const personUnlessMet = (finding: Finding, because: Bilingual): Finding =>
  finding.verdict === 'fail' ? leftToPerson(finding, because) : finding

/**
 * One finding of several that a rule made, one for each road, part or neighbour: the worst governs (fail, then person, then
 * the least margin); the others that are not met are named and drawn too.
 */
export function worstOf(findings: readonly Finding[]): Finding {
  const rank = { fail: 0, person: 1, pass: 2 } as const
  const margin = ({ limit, actual }: Finding) =>
    typeof limit === 'number' && typeof actual === 'number' ? Math.abs(actual - limit) : Infinity
  const [first, ...others] = findings.toSorted(
    (a, b) =>
      rank[a.verdict] - rank[b.verdict] || (a.verdict === 'pass' ? margin(a) - margin(b) : margin(b) - margin(a) || 0),
  )
  const told = [first!, ...others.filter(({ verdict }) => verdict !== 'pass')]
  return {
    ...first!,
    why: both(told.map(({ why }) => why.vi).join(' '), told.map(({ why }) => why.en).join(' ')),
    rests: findings.flatMap(({ rests }) => rests ?? []),
    geometry: drawnTogether(told.flatMap(({ geometry }) => geometry ?? [])),
  }
}

/** Shortest ways are drawn together; of other shapes the governing one. */
function drawnTogether(shapes: readonly NonNullable<RuleLine['geometry']>[]): RuleLine['geometry'] {
  const ways = shapes.filter(({ type }) => type === 'MultiLineString')
  if (ways.length < 2) return shapes[0] ?? null
  return { type: 'MultiLineString', coordinates: ways.flatMap(({ coordinates }) => coordinates as unknown[]) }
}

/** Rules whose figure is measured on the lot. */
const MEASURED_ON_SITE =
  /^(lot|density|far|line|setback|spacing|green|corridor|buffer|plan\.(density|far|setback|green))\b/

/**
 * What holds over every rule: nothing that rests on assumed inputs is decided; a text that was not found in print, or a code
 * without a plan on file (facts, caution 1), never fails alone; what rests on generated inputs says so (product guard 2).
 */
export function guarded(rule: Rule, finding: Finding, facts: Facts): Finding {
  const { provenance } = facts.of.site
  const onSite = MEASURED_ON_SITE.test(rule.id) && finding.actual !== undefined && finding.actual !== null
  const rests = [...(finding.rests ?? []), ...(onSite ? [provenance] : [])]
  if (rests.includes('assumed') && finding.verdict !== 'person') {
    return leftToPerson(
      finding,
      both('Số liệu đầu vào là giả định: cần người quyết định.', 'It rests on assumed inputs: a person decides.'),
    )
  }
  let out = finding
  const confidence = finding.confidence ?? rule.confidence
  if (out.verdict === 'fail' && (finding.basis ?? rule.basis) === 'code' && facts.plans.length === 0) {
    out = leftToPerson(
      out,
      both(
        'Chưa có quy hoạch được duyệt, thiết kế đô thị hoặc quy chế quản lý kiến trúc trong hồ sơ: cần người quyết định.',
        'No approved plan, urban design or architecture regulation is on file: a person decides.',
      ),
    )
  }
  if (confidence !== 'found' && out.verdict === 'fail') out = leftToPerson(out, confidences[confidence])
  else if (confidence !== 'found' && finding.confidence) {
    out = {
      ...out,
      why: both(`${out.why.vi} ${confidences[confidence].vi}`, `${out.why.en} ${confidences[confidence].en}`),
    }
  }
  if (isIllustrative(rests.filter((p) => p !== null))) {
    out = {
      ...out,
      why: both(
        `${out.why.vi} (minh họa: dựa trên dữ liệu sinh)`,
        `${out.why.en} (illustrative: rests on generated data)`,
      ),
    }
  }
  return out
}

const confidences = {
  reconstructed: both(
    'Hàng này của bảng được phục dựng (bản chép mất ô gộp): phải đối chiếu bản in trước khi từ chối.',
    'This row of the table was rebuilt (its merged cells were lost): compare it with print before refusing.',
  ),
  memory: both(
    'Văn bản ghi theo trí nhớ, chưa đối chiếu bản in: cần người quyết định.',
    'The text is from memory and was not compared with print: a person decides.',
  ),
  assumed: both('Mức này là giả định: cần người quyết định.', 'The limit is assumed: a person decides.'),
} as const
