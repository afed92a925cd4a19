/** Giving a file to the person at the screen. */
export function giveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken hold of it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Comma-separated values (RFC 4180) with the mark by which spreadsheets know UTF-8. */
export function csv(rows: readonly (readonly unknown[])[]): Blob {
  const cell = (value: unknown): string => {
    const text = value === null || value === undefined ? '' : String(value)
    // A cell that begins like a formula is text, not a program.
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return new Blob([`\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`], { type: 'text/csv' })
}
