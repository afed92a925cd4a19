/** A line of comma-separated values (RFC 4180), as spreadsheets read it: UTF-8 by the mark before the first line. */
export const CSV_MARK = '\ufeff'

export const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`

/** A text that a spreadsheet would run as a formula is marked as text; a number, written as one or as text, stays. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const isFormula = typeof value === 'string' && /^[=+\-@\t\r\n]/.test(value) && !/^[+-]?\d+([.,]\d+)?$/.test(value)
  const text = isFormula ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
