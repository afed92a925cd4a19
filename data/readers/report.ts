/** What an import read, wrote, skipped and repaired, and why: shown to the person, never silent. */
import type { LayerId } from '../../scenarios/city/layers.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { Remark as ReaderRemark } from './vector/contract.ts'

export interface Remark {
  readonly code: string
  readonly message: Bilingual
  count: number
  /** The first few ids or places concerned. */
  readonly examples: string[]
}

export interface ImportReport {
  /** What the files hold, before anything is left out. */
  readonly read: Record<string, number>
  readonly written: Partial<Record<LayerId, number>>
  readonly skipped: Remark[]
  readonly repaired: Remark[]
  readonly notes: Bilingual[]
}

const MOST_EXAMPLES = 5

export class Reporter {
  private readonly skips = new Map<string, Remark>()
  private readonly repairs = new Map<string, Remark>()
  readonly notes: Bilingual[] = []

  skip(code: string, vi: string, en: string, id: string): void {
    add(this.skips, code, both(vi, en), 1, [id])
  }

  repair(code: string, vi: string, en: string, id: string): void {
    add(this.repairs, code, both(vi, en), 1, [id])
  }

  note(vi: string, en: string): void {
    this.notes.push(both(vi, en))
  }

  /** What the reader of the file left out or mended. */
  take(remarks: readonly ReaderRemark[]): void {
    for (const { kind, code, message, count, places } of remarks)
      add(kind === 'skipped' ? this.skips : this.repairs, code, message, count, places)
  }

  report(read: ImportReport['read'], written: ImportReport['written']): ImportReport {
    return { read, written, skipped: [...this.skips.values()], repaired: [...this.repairs.values()], notes: this.notes }
  }
}

function add(remarks: Map<string, Remark>, code: string, message: Bilingual, count: number, ids: readonly string[]) {
  const remark = remarks.get(code) ?? { code, message, count: 0, examples: [] }
  remark.count += count
  remark.examples.push(...ids.slice(0, MOST_EXAMPLES - remark.examples.length))
  remarks.set(code, remark)
}
