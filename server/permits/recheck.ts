/** Every stored case against the rules as they are now: what a new version of them would change. Nothing is written. */
import { sql } from 'kysely'
import type { RecheckState } from '../../scenarios/api/office.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import type { Verdict } from '../../scenarios/rules/report.ts'
import type { Db } from '../database.ts'
import { readRuleSettings } from '../office.ts'

const AT_A_TIME = 200

export interface Recheck {
  cases: number
  readonly verdicts: Record<Verdict, number>
  /** Cases whose last check found otherwise, with the rules that differ. */
  readonly changed: { code: string; before: Verdict; after: Verdict; rules: string[] }[]
  /** Cases that the rules cannot be asked of. */
  readonly broken: { code: string; problem: ProblemDetail }[]
}

/**
 * @param unitCode null: cases of every unit
 * @param progress is told how much is done, 0 … 1
 */
export async function recheckStored(
  db: Db,
  unitCode: string | null = null,
  progress: (share: number) => void = () => {},
): Promise<Recheck> {
  const found: Recheck = { cases: 0, verdicts: { pass: 0, fail: 0, person: 0 }, changed: [], broken: [] }
  const settled = (await readRuleSettings(db)).limits
  const { total } = await db
    .selectFrom('permits')
    .$if(unitCode !== null, (query) => query.where('unitCode', '=', unitCode!))
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow()
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('permits')
      .leftJoin('permitChecks', 'permitChecks.id', 'permits.checkId')
      .select(['permits.id', 'permits.code', 'permits.application', 'permitChecks.input', 'permitChecks.report'])
      .$if(unitCode !== null, (query) => query.where('permits.unitCode', '=', unitCode!))
      .$if(after !== '', (query) => query.where('permits.id', '>', after))
      .orderBy('permits.id')
      .limit(AT_A_TIME)
      .execute()
    if (rows.length === 0) return found
    after = rows.at(-1)!.id
    for (const { code, application, input, report } of rows) {
      found.cases++
      try {
        // As it was asked the last time, else as it was filed; by the limits that are set now.
        const now = checkPermit({ ...(input ?? (application as Application).check), settled })
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
    progress(total > 0 ? Math.min(1, found.cases / total) : 1)
  }
}

/** One at a time for each unit, in this process; what the last one found is kept until the server stops. */
export function openRecheck(db: Db, later: (work: () => Promise<void>) => void) {
  const states = new Map<string | null, RecheckState>()
  const state = (unitCode: string | null): RecheckState => states.get(unitCode) ?? { progress: null, found: null }
  return {
    state,
    start(unitCode: string | null): RecheckState {
      const before = state(unitCode)
      if (before.progress !== null) return before
      const set = (now: RecheckState) => states.set(unitCode, now)
      set({ ...before, progress: 0 })
      later(async () => {
        const started = performance.now()
        try {
          const found = await recheckStored(db, unitCode, (progress) => set({ ...before, progress }))
          const seconds = Math.round(performance.now() - started) / 1000
          set({ progress: null, found: { ...found, at: new Date().toISOString(), seconds } })
        } finally {
          if (state(unitCode).progress !== null) set({ ...before, progress: null })
        }
      })
      return state(unitCode)
    },
  }
}
