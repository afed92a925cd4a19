/** DXF (AutoCAD DXF Reference) as a stream of tags: a group code in one line, its value in the next. */

import { binaryText } from './text.ts'

export interface DxfTag {
  readonly code: number
  /** As Latin-1: one letter a byte, to be decoded when its encoding is known. */
  readonly value: string
  /** 1-based line of the code. */
  readonly line: number
}

/** A line that ought to hold a group code and does not. */
export class DxfFault extends Error {
  readonly line: number

  constructor(line: number, got: string) {
    super(`“${got.slice(0, 40)}” is no group code`)
    this.line = line
  }
}

/** Most characters of a line. */
const MAX_LINE = 2 ** 20

export class DxfTagger {
  private readonly take: (tag: DxfTag) => void
  private rest = ''
  private line = 0
  private code: number | null = null

  constructor(take: (tag: DxfTag) => void) {
    this.take = take
  }

  write(bytes: Uint8Array): void {
    const lines = (this.rest + binaryText(bytes)).split('\n')
    this.rest = lines.pop()!
    for (const line of lines) this.takeLine(line)
    if (this.rest.length > MAX_LINE) throw new DxfFault(this.line + 1, this.rest)
  }

  finish(): void {
    if (this.rest !== '') this.takeLine(this.rest)
    this.rest = ''
  }

  private takeLine(raw: string): void {
    this.line++
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (this.code === null) {
      if (!/^\s*-?\d{1,4}\s*$/.test(text)) {
        if (text.trim() === '') return
        throw new DxfFault(this.line, text)
      }
      this.code = Number(text)
    } else {
      this.take({ code: this.code, value: text, line: this.line - 1 })
      this.code = null
    }
  }
}
