/** The runs behind a case's impact, as the check report prints them: what each found, in words no finer than it knows. */
import { bandWords, depthBand } from '../../flood-words.ts'
import { type CaseImpact, type ImpactPart, partTitles } from '../impact.ts'
import { number } from './paper.ts'
import type { PaperRun } from './report.ts'

export function impactRuns(impact: CaseImpact | null): PaperRun[] {
  if (!impact) return []
  const { record, current } = impact
  return record.runs.map(({ part, id, kind, kernel, digest }) => ({
    id,
    kind,
    kernel,
    digest,
    title: `${partTitles[part].vi}${current ? '' : ' (của hồ sơ trước khi thay đổi)'}`,
    summary: found(part, record),
  }))
}

function found(part: ImpactPart, { water, storage, traffic, illustrative }: CaseImpact['record']): string[] {
  const depth = (metres: number | null) => {
    if (metres === null) return 'không rõ'
    const { low, high } = depthBand(metres, water.errorMetres)
    return bandWords(low, high).vi
  }
  const mark = illustrative ? ['Minh họa: dựa trên dữ liệu sinh tự động hoặc giả định.'] : []
  if (part === 'without') return [`Nước sâu nhất trên lô: ${depth(water.lot.before)}.`, ...mark]
  if (part === 'with')
    return [
      `Nước sâu nhất trên lô: ${depth(water.lot.after)}.`,
      water.measurable
        ? `Nhà lân cận ngập thêm đo được: ${number(water.buildings.deeper)}; mới ngập: ${number(water.buildings.newly)}.`
        : 'Không khác trước ở mức đo được tại các nhà lân cận.',
      `Chỗ chứa nước mất đi: ${number(storage.lostCubicMetres, 0)} m³.`,
      ...mark,
    ]
  return [
    traffic.streets.length > 0
      ? `Đường có lưu lượng thay đổi đo được: ${number(traffic.streets.length)}.`
      : 'Không đường nào thay đổi ở mức đo được.',
    ...mark,
  ]
}
