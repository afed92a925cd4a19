/** What an import read, wrote, skipped and repaired, and why: shown to the person, never silent. */
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'

export interface Remark {
  readonly code: string
  readonly message: Bilingual
  count: number
  /** The first few ids concerned. */
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
    add(this.skips, code, both(vi, en), id)
  }

  repair(code: string, vi: string, en: string, id: string): void {
    add(this.repairs, code, both(vi, en), id)
  }

  note(vi: string, en: string): void {
    this.notes.push(both(vi, en))
  }

  report(read: ImportReport['read'], written: ImportReport['written']): ImportReport {
    return { read, written, skipped: [...this.skips.values()], repaired: [...this.repairs.values()], notes: this.notes }
  }
}

function add(remarks: Map<string, Remark>, code: string, message: Bilingual, id: string): void {
  const remark = remarks.get(code) ?? { code, message, count: 0, examples: [] }
  remark.count++
  if (remark.examples.length < MOST_EXAMPLES) remark.examples.push(id)
  remarks.set(code, remark)
}
