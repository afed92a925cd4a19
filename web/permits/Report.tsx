/** The check report, line by line: a line chosen shows its geometry on the plan and in 3D. */
import { useState } from 'react'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import type { CheckReport, RuleLine, Verdict } from '../../scenarios/rules/report.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { basisTitles, confidenceTitles, sideOf, valueInWords, verdictTitles } from '../shared/rule-words.ts'
import { IllustrativeBadge } from '../shared/ui.tsx'
import { day } from './days.ts'
import { comparesNothing, countsOf, sortedLines, withoutFields } from './report-lines.ts'
import { SitePlan, shapesOf } from './SitePlan.tsx'

const text = {
  title: both('Kết quả kiểm tra quy tắc', 'Check against the rules'),
  rule: both('Quy tắc', 'Rule'),
  limit: both('Giới hạn', 'Limit'),
  actual: both('Thực tế', 'Actual'),
  verdict: both('Kết luận', 'Verdict'),
  show: both('Hiện', 'Show'),
  idle: both('Không áp dụng', 'Not concerned'),
  all: both('Tất cả', 'All'),
  figures: both('Số liệu tính được', 'Figures worked out'),
  rules: both('Bộ quy tắc {version}, áp dụng ngày {date}', 'Rules {version}, as of {date}'),
  hash: both('Dấu vân tay của hồ sơ', 'Hash of the case'),
  confidence: both('Nguồn quy tắc: {how}', 'Source of the rule: {how}'),
}

/** Figures of a report by their keys; one without a title is shown by its key. */
const figureTitles: Record<string, { title: Bilingual; unit: string; digits: number }> = {
  lotSquareMetres: { title: both('Diện tích lô', 'Lot area'), unit: 'm²', digits: 1 },
  footprintSquareMetres: { title: both('Diện tích xây dựng', 'Footprint'), unit: 'm²', digits: 1 },
  densityPercent: { title: both('Mật độ xây dựng', 'Density'), unit: '%', digits: 1 },
  floorSquareMetres: { title: both('Diện tích sàn tính hệ số', 'Floor area in FAR'), unit: 'm²', digits: 1 },
  far: { title: both('Hệ số sử dụng đất', 'FAR'), unit: '', digits: 2 },
  heightMetres: { title: both('Chiều cao', 'Height'), unit: 'm', digits: 2 },
  storeys: { title: both('Số tầng', 'Storeys'), unit: '', digits: 0 },
  setbackMetres: { title: both('Khoảng lùi nhỏ nhất', 'Least setback'), unit: 'm', digits: 2 },
  frontageMetres: { title: both('Bề rộng mặt tiền', 'Frontage'), unit: 'm', digits: 2 },
  greenPercent: { title: both('Tỷ lệ cây xanh', 'Green share'), unit: '%', digits: 1 },
  groundLevelMetres: { title: both('Cốt nền tầng 1', 'Ground-floor level'), unit: 'm', digits: 2 },
  registeredSquareMetres: { title: both('Diện tích theo giấy tờ', 'Area by the paper'), unit: 'm²', digits: 1 },
  outsideRegisteredSquareMetres: {
    title: both('Phần lô ngoài thửa đăng ký', 'Lot beyond the registered parcel'),
    unit: 'm²',
    digits: 1,
  },
}

export function Report(props: {
  report: CheckReport
  check: PermitCheck
  chosen: string | null
  onChoose(id: string | null): void
}) {
  const { report, check, chosen, onChoose } = props
  const words = useWords()
  const { t, number } = words
  const [only, setOnly] = useState<Verdict | null>(null)
  const counts = countsOf(report)
  const lines = sortedLines(report.rules).filter(({ verdict }) => only === null || verdict === only)
  return (
    <section className="report stack" aria-label={t(text.title)}>
      <div className="row">
        <h2>{t(text.title)}</h2>
        <span className={`badge verdict ${report.verdict}`}>{t(verdictTitles[report.verdict])}</span>
        {report.illustrative ? <IllustrativeBadge /> : null}
      </div>
      <fieldset className="row plain" aria-label={t(text.show)}>
        <button type="button" aria-pressed={only === null} onClick={() => setOnly(null)}>
          {t(text.all)} {report.rules.length}
        </button>
        {(['fail', 'person', 'pass'] as const).map((verdict) => (
          <button
            key={verdict}
            type="button"
            aria-pressed={only === verdict}
            disabled={counts[verdict] === 0}
            onClick={() => setOnly(verdict)}
          >
            {t(verdictTitles[verdict])} {counts[verdict]}
          </button>
        ))}
      </fieldset>
      <ul className="rule-lines">
        {lines.map((line) => (
          <Line key={line.id} line={line} check={check} chosen={line.id === chosen} onChoose={onChoose} />
        ))}
      </ul>
      <details>
        <summary>{t(text.figures)}</summary>
        <dl className="facts">
          {Object.entries(report.figures).map(([key, value]) => {
            const { title, unit, digits } = figureTitles[key] ?? { title: both(key, key), unit: '', digits: 2 }
            return (
              <div key={key}>
                <dt>{t(title)}</dt>
                <dd>{value === null ? '–' : `${number(value, digits)} ${unit}`}</dd>
              </div>
            )
          })}
        </dl>
        <p className="small soft">
          {t(text.rules, { version: report.rulesVersion, date: day(report.date, words) })} · {t(text.hash)}:{' '}
          <code>{report.caseHash.slice(0, 16)}…</code>
        </p>
      </details>
    </section>
  )
}

function Line(props: { line: RuleLine; check: PermitCheck; chosen: boolean; onChoose(id: string | null): void }) {
  const { line, check, chosen, onChoose } = props
  const words = useWords()
  const { t, language } = words
  const { id, title, clause, verdict, limit, actual, unit, why, basis, confidence, geometry } = line
  return (
    <li className={comparesNothing(line) ? 'rule-line idle' : `rule-line ${verdict}`}>
      <button type="button" aria-expanded={chosen} onClick={() => onChoose(chosen ? null : id)}>
        {comparesNothing(line) ? (
          <span className="badge">{t(text.idle)}</span>
        ) : (
          <span className={`badge verdict ${verdict}`}>{t(verdictTitles[verdict])}</span>
        )}
        <span className="grow">
          <strong>{t(title)}</strong>
          <span className="small soft"> {sideOf(clause, language)}</span>
        </span>
        {comparesNothing(line) ? null : (
          <span className="values">
            <span>
              <span className="soft small">{t(text.actual)}</span> {valueInWords(actual, unit, words)}
            </span>
            <span>
              <span className="soft small">{t(text.limit)}</span> {valueInWords(limit, unit, words)}
            </span>
          </span>
        )}
      </button>
      {chosen || verdict === 'fail' ? <p className="why">{withoutFields(t(why))}</p> : null}
      {chosen && geometry ? <SitePlan label={t(title)} shapes={shapesOf(check, line)} /> : null}
      {chosen ? (
        <p className="small soft">
          <code>{id}</code> · {t(basisTitles[basis])} · {t(text.confidence, { how: t(confidenceTitles[confidence]) })}
        </p>
      ) : null}
    </li>
  )
}
