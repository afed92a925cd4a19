/**
 * The world's errors: bad files, refused input, lost links. They are values, not bugs: each has a code for us, a sentence
 * for the person in both languages, and names the file, the place in it and what was expected there.
 * Our own errors (bugs) are plain `Error`s that say what was expected and what came.
 */
import type { Bilingual, Language } from './text.ts'

export interface ProblemDetail {
  /** Stable machine-readable code, e.g. `osm/truncated`. */
  readonly code: string
  readonly message: Bilingual
  /** Name of the file or request that is wrong. */
  readonly file?: string
  /** Where in it: a line, a byte, a key such as `boundaries[2].series`. */
  readonly place?: string
  readonly expected?: string
}

export class Problem extends Error {
  readonly detail: ProblemDetail

  constructor(detail: ProblemDetail) {
    super(describeProblem(detail, 'en'))
    this.name = 'Problem'
    this.detail = detail
  }
}

/** One line for the person: `file: place: sentence (expected …)`. */
export function describeProblem(detail: ProblemDetail, language: Language): string {
  const where = [detail.file, detail.place && placeIn(detail.place, language)].filter(Boolean).join(': ')
  const expected = detail.expected
    ? language === 'vi'
      ? ` (cần: ${detail.expected})`
      : ` (expected ${detail.expected})`
    : ''
  return `${where ? `${where}: ` : ''}${detail.message[language]}${expected}`
}

const placeWords: Record<string, string> = { line: 'dòng', row: 'hàng', column: 'cột', record: 'bản ghi' }

/** A place in a file for the person: "line 3, column 2" is "dòng 3, cột 2". */
export const placeIn = (place: string, language: Language): string =>
  language === 'vi' ? place.replace(/\b(line|row|column|record)(?= \d)/g, (word) => placeWords[word]!) : place

/** Long work listens to this; an `AbortSignal` satisfies it, and so does a flag in shared memory. */
export interface Signal {
  readonly aborted: boolean
}

/** Thrown by long work that was asked to stop. */
export class Cancelled extends Error {
  constructor() {
    super('Cancelled')
    this.name = 'Cancelled'
  }
}

export function throwIfAborted(signal?: Signal): void {
  if (signal?.aborted) throw new Cancelled()
}

/** 0 … 1 */
export type Progress = (fraction: number) => void
