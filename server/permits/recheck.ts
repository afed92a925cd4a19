/** Every stored case against the rules as they are now: what a new version of them would change. Nothing is written. */
import type { Application } from '../../scenarios/permits/application.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import type { Verdict } from '../../scenarios/rules/report.ts'
import type { Db } from '../database.ts'

const AT_A_TIME = 200

export interface Recheck {
  cases: number
  readonly verdicts: Record<Verdict, number>
  /** Cases whose last check found otherwise, with the rules that differ. */
  readonly changed: { code: string; before: Verdict; after: Verdict; rules: string[] }[]
  /** Cases that the rules cannot be asked of. */
  readonly broken: { code: string; problem: ProblemDetail }[]
}

export async function recheckStored(db: Db): Promise<Recheck> {
  const found: Recheck = { cases: 0, verdicts: { pass: 0, fail: 0, person: 0 }, changed: [], broken: [] }
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('permits')
      .leftJoin('permitChecks', 'permitChecks.id', 'permits.checkId')
      .select(['permits.id', 'permits.code', 'permits.application', 'permitChecks.input', 'permitChecks.report'])
      .$if(after !== '', (query) => query.where('permits.id', '>', after))
      .orderBy('permits.id')
      .limit(AT_A_TIME)
      .execute()
    if (rows.length === 0) return found
    after = rows.at(-1)!.id
    for (const { code, application, input, report } of rows) {
      found.cases++
      try {
        // As it was asked the last time; else as it was filed.
        const now = checkPermit(input ?? (application as Application).check)
        found.verdicts[now.verdict]++
        if (!report) continue
        const before = new Map(report.rules.map(({ id, verdict }) => [id, verdict]))
        const rules = now.rules.filter(({ id, verdict }) => before.get(id) !== verdict).map(({ id }) => id)
        if (rules.length > 0) found.changed.push({ code, before: report.verdict, after: now.verdict, rules })
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        found.broken.push({ code, problem: error.detail })
      }
    }
  }
}
