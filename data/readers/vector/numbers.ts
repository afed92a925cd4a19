/** Numbers as people write them: decimal point or comma, groups of three, degrees with minutes and seconds. */

/** NaN where the text is no number. */
export function writtenNumber(text: string): number {
  const angle =
    /^\s*(-?)(\d{1,3})\s*[°º:]\s*(\d{1,2})\s*(?:['′’:]\s*(\d{1,2}(?:[.,]\d+)?)?\s*(?:"|″|”|'')?)?\s*([NSEWBĐTbđt]?)\s*$/u.exec(
      text,
    )
  if (angle) {
    const [, minus, degrees, minutes, seconds, side] = angle
    const value = Number(degrees) + Number(minutes) / 60 + Number((seconds ?? '0').replace(',', '.')) / 3600
    return minus || /[SWTt]/.test(side!) ? -value : value
  }
  let plain = text.replaceAll(/[\s\u00a0]/g, '')
  if (plain === '') return Number.NaN
  const [dots, commas] = [plain.split('.').length - 1, plain.split(',').length - 1]
  if (dots && commas) {
    const decimal = plain.lastIndexOf('.') > plain.lastIndexOf(',') ? '.' : ','
    plain = plain.replaceAll(decimal === '.' ? ',' : '.', '').replace(',', '.')
  } else if (commas === 1) plain = plain.replace(',', '.')
  else if (commas > 1 || dots > 1) plain = plain.replaceAll(/[.,](?=\d{3}(?:\D|$))/g, '')
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
}
