/** An import's report as lines for a person. */
import type { ImportReport, Remark } from '../data/readers/report.ts'

/** @param titles of what was read */
export function describeReport(
  report: ImportReport,
  titles: Readonly<Record<string, string>> = {},
  written = 'Đã ghi / written',
): string {
  const remarks = (list: readonly Remark[]) =>
    list.length === 0
      ? '  –\n'
      : list
          .map(
            (r) =>
              `  ${r.count} × ${r.message.vi} / ${r.message.en}${r.examples.length > 0 ? `: ${r.examples.join(', ')}` : ''}${r.count > r.examples.length ? ', …' : ''}\n`,
          )
          .join('')
  return [
    'Đã đọc / read\n',
    ...Object.entries(report.read).map(([key, n]) => `  ${n} ${titles[key] ?? key}\n`),
    `${written}\n`,
    ...Object.entries(report.written).map(([layer, n]) => `  ${n} ${layer}\n`),
    'Bỏ qua / skipped\n',
    remarks(report.skipped),
    'Đã sửa / repaired\n',
    remarks(report.repaired),
    'Ghi chú / notes\n',
    ...report.notes.map((note) => `  ${note.vi}\n  ${note.en}\n`),
  ].join('')
}
