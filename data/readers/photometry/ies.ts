/**
 * IES files (ANSI/IES LM-63 of 1986, 1991, 1995, 2002 and 2019), type C: intensities × multiplier × ballast factor, and up to
 * 1995 × ballast-lamp factor (the later editions use that place for other things). Flux −1: absolute photometry.
 */
import { zonalFlux } from '../../../scenarios/photometry.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { fileProblem } from '../problem.ts'
import type { PhotometryFile } from './photometry.ts'
import { linesOf, MAX_INTENSITIES, Numbers } from './text.ts'
import { type Symmetry, unfold } from './unfold.ts'

const EXPECTED = 'an IES file (LM-63) or a EULUMDAT file'
const editions: readonly [pattern: RegExp, edition: string][] = [
  [/^IES:LM-63-(\d{4})/i, ''],
  [/^IESNA:LM-63-(\d{4})/i, ''],
  [/^IESNA91/i, '1991'],
]
/** Where the first γ is 90, nothing shines below: so near to it there is none. */
const JUST_BELOW = 1e-6

const head = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(0, 65_536))
/** Whether a file says that it is one. */
export const isIes = (bytes: Uint8Array): boolean => /^(\s|ï»¿)*IES(NA)?[:\d]|(^|[\r\n])\s*TILT\s*=/i.test(head(bytes))

/** @throws Problem with line and expectation; types A and B and a tilt file are refused by name */
export function readIes(bytes: Uint8Array, file: string): PhotometryFile {
  const lines = linesOf(bytes, file, EXPECTED)
  const edition = editionOf(lines[0]!.trim())
  const tiltLine = lines.findIndex((line) => /^\s*TILT\s*=/i.test(line))
  if (tiltLine < 0) {
    const message = both('tệp thiếu dòng TILT=', 'the file has no line TILT=')
    throw fileProblem(file, 'ies', message, { place: `line ${lines.length}`, expected: 'TILT=NONE or TILT=INCLUDE' })
  }
  const keywords = keywordsOf(lines.slice(0, tiltLine))
  const numbers = new Numbers(lines, tiltLine + 1, file, 'ies')
  const notes: Bilingual[] = []
  const tilt = lines[tiltLine]!.split('=')[1]!.trim()
  if (/^INCLUDE$/i.test(tilt)) {
    skipTilt(numbers)
    notes.push(both('Bảng TILT được đọc nhưng không dùng', 'The TILT table is read and not used'))
  } else if (!/^NONE$/i.test(tilt)) {
    const message = both(
      `bảng TILT ở tệp khác (“${tilt.slice(0, 40)}”)`,
      `its TILT table is another file (“${tilt.slice(0, 40)}”)`,
    )
    throw fileProblem(file, 'ies', message, { place: `line ${tiltLine + 1}`, expected: 'TILT=NONE or TILT=INCLUDE' })
  }

  const lamps = numbers.next('number of lamps', { least: 0, most: 1e5 })
  const lumens = numbers.next('lumens per lamp', { least: -1, most: 1e8 })
  const multiplier = numbers.next('candela multiplier', { least: 0, most: 1e9 })
  const gammaCount = numbers.next('number of vertical angles', { least: 1, most: 10_000, whole: true })
  const planeCount = numbers.next('number of horizontal angles', { least: 1, most: 10_000, whole: true })
  if (gammaCount * planeCount > MAX_INTENSITIES) {
    const message = both('tệp có quá nhiều giá trị', 'the file has too many values')
    throw numbers.wrong(message, `at most ${MAX_INTENSITIES} intensities`)
  }
  const type = numbers.next('photometric type', { least: 1, most: 3, whole: true })
  if (type !== 1) {
    const name = type === 2 ? 'B' : 'A'
    const message = both(`trắc quang loại ${name} không đọc được`, `photometry of type ${name} is not read`)
    throw numbers.wrong(message, 'type C (1)')
  }
  numbers.next('units', { least: 1, most: 2, whole: true })
  numbers.list(3, 'width, length, height')
  const ballast = numbers.next('ballast factor', { least: 0, most: 100 })
  const ballastLamp = numbers.next('ballast-lamp factor, file generation type')
  const powerWatts = numbers.next('input watts', { least: 0, most: 1e6 })
  const factor = multiplier * ballast * (Number(edition) <= 1995 ? ballastLamp : 1)

  const gammas = gammasOf(numbers, gammaCount)
  const planes = numbers.angles(planeCount, 'horizontal angles', 360)
  const symmetry = symmetryOf(numbers, planes)
  const rows = Array.from(planes, () => {
    const row = numbers.list(gammaCount, 'candela', { least: 0 }).map((value) => value * factor)
    return gammas.length === gammaCount ? row : Float64Array.of(0, 0, ...row)
  })
  if (numbers.left > 0)
    notes.push(both(`${numbers.left} số thừa ở cuối tệp`, `${numbers.left} numbers too many at the end`))

  const intensities = { gammas, ...unfold(symmetry, [...planes], rows) }
  return {
    luminaire: {
      id: file,
      title: keywords.LUMINAIRE ?? keywords.LUMCAT ?? file,
      provenance: 'imported',
      source: [keywords.MANUFAC, keywords.LUMCAT, keywords.TEST].filter(Boolean).join(', ') || file,
      // The street lies in the plane of symmetry.
      streetPlane: symmetry === 'bilateral 90–270' ? 90 : 0,
      ...intensities,
      fluxLumens: zonalFlux(intensities),
      powerWatts,
    },
    format: `IES LM-63-${edition}`,
    symmetry,
    planesInFile: planeCount,
    gammasInFile: gammaCount,
    lamps,
    lampLumens: lumens < 0 ? null : lumens,
    keywords,
    notes,
  }
}

function editionOf(first: string): string {
  for (const [pattern, edition] of editions) {
    const found = pattern.exec(first)
    if (found) return edition || found[1]!
  }
  return '1986'
}

/** `[KEY] value`; `[MORE]` goes on with the one before; a key twice is read as one text. */
function keywordsOf(lines: readonly string[]): Record<string, string> {
  const keywords = new Map<string, string>()
  let last = ''
  for (const line of lines) {
    const [, key, value] = /^\s*\[([^\]]{1,80})\](.*)$/.exec(line) ?? []
    if (key === undefined) continue
    if (key.toUpperCase() !== 'MORE') last = key.toUpperCase()
    if (last) keywords.set(last, [keywords.get(last), value!.trim()].filter(Boolean).join(' '))
  }
  return Object.fromEntries(keywords)
}

/** Lamp-to-luminaire geometry, count, angles, factors. */
function skipTilt(numbers: Numbers): void {
  numbers.next('lamp-to-luminaire geometry', { least: 1, most: 3, whole: true })
  const count = numbers.next('number of TILT angles', { least: 0, most: 1000, whole: true })
  numbers.list(count, 'TILT angles', { least: 0, most: 180 })
  numbers.list(count, 'TILT factors', { least: 0 })
}

function gammasOf(numbers: Numbers, count: number): Float64Array {
  const gammas = numbers.angles(count, 'vertical angles', 180)
  const [first, last] = [gammas[0]!, gammas.at(-1)!]
  if (first === 0 && count > 1) return gammas
  if (first === 90 && count > 1) return Float64Array.of(0, 90 - JUST_BELOW, ...gammas)
  const message = both(`góc đứng ${first} … ${last}`, `vertical angles ${first} … ${last}`)
  throw numbers.wrong(message, 'vertical angles from 0 to 90 or 180, or from 90 to 180')
}

function symmetryOf(numbers: Numbers, planes: Float64Array): Symmetry {
  const [first, last] = [planes[0]!, planes.at(-1)!]
  if (first === 0 && last === 0) return 'rotational'
  if (first === 0 && last === 90) return 'quadrant'
  if (first === 0 && last === 180) return 'bilateral 0–180'
  if (first === 90 && last === 270) return 'bilateral 90–270'
  if (first === 0 && last === 360) return 'none'
  const message = both(`góc ngang ${first} … ${last}`, `horizontal angles ${first} … ${last}`)
  throw numbers.wrong(message, 'horizontal angles 0, 0–90, 0–180, 90–270 or 0–360')
}
