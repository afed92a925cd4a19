/** House numbers (số nhà): `12`, `12A`, `12/3A` (alley 12), `61-63` (both), `5 bis`; with what lies between two of them. */

export interface HousePart {
  readonly number: number
  /** `A`, `bis`; empty where there is none. */
  readonly suffix: string
  /** Of a house that has several numbers, the last; else the number itself. */
  readonly last: number
}

/** From the street inwards: alley (hẻm), branch (nhánh) …, house. Null where it is no house number. */
export function parseHouseNumber(text: string): HousePart[] | null {
  const parts: HousePart[] = []
  for (const part of text.toLowerCase().replaceAll(' ', '').split('/')) {
    const found = /^(\d{1,5})(bis|ter|[a-z]{0,2})(?:-(\d{1,5})(bis|[a-z]?))?$/.exec(part)
    if (!found) return null
    const number = Number(found[1])
    const last = found[3] === undefined ? number : Number(found[3])
    parts.push({ number, suffix: found[2]!, last: last >= number ? last : number })
  }
  return parts
}

/** The same house whatever the case and the spaces. */
export const houseKey = (text: string): string => text.toLowerCase().replaceAll(' ', '')

const within = (part: HousePart, number: number): boolean =>
  part.number <= number && number <= part.last && (number - part.number) % 2 === 0

/** How well a house on file answers the number asked for, 0 … 1; 0: it is another house. */
export function sameHouse(asked: readonly HousePart[], onFile: readonly HousePart[]): number {
  if (asked.length !== onFile.length) return 0
  let worth = 1
  for (const [i, part] of asked.entries()) {
    const other = onFile[i]!
    if (part.number === other.number && part.last === other.last) {
      if (part.suffix !== other.suffix) worth *= part.suffix === '' || other.suffix === '' ? 0.8 : 0
    } else if (within(other, part.number) || (part.last !== part.number && other.number === part.number)) worth *= 0.92
    else return 0
  }
  return worth
}
