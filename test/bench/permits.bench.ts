/** The rule engine: a house, a tower, and 10 000 cases that differ in one process, against the limits that were set for them. */
import { checkPermit } from '../../scenarios/rules/check.ts'
import { changed, factory, house, tower } from '../permit-cases.ts'
import type { BenchRow } from './run.ts'

const HOUSE_LIMIT_MS = 50
const MANY = 10_000
const MANY_LIMIT_SECONDS = 60

export async function bench(): Promise<BenchRow[]> {
  const of = (name: string, c: typeof house): BenchRow => {
    for (let i = 0; i < 200; i++) checkPermit(c)
    const times = Array.from({ length: 101 }, () => milliseconds(() => checkPermit(c))).sort((a, b) => a - b)
    const median = times[50]!
    const lines = checkPermit(c).rules.length
    return {
      name: `check of a ${name}`,
      value: median,
      unit: 'ms',
      against: `${HOUSE_LIMIT_MS} ms`,
      ratio: HOUSE_LIMIT_MS / median,
      note: `${lines} rules, median of 101`,
    }
  }
  const rows = [of('house', house), of('tower on a podium', tower)]
  const bases = [house, tower, factory]
  const cases = Array.from({ length: MANY }, (_, i) => {
    const base = bases[i % bases.length]!
    const parts = base.building.parts.map((part) => ({ ...part, heightMetres: 4 + (i % 60) }))
    return changed(base, { building: { parts }, workingDaysPassed: i % 20 })
  })
  let failed = 0
  const seconds =
    milliseconds(() => {
      for (const c of cases) if (checkPermit(c).verdict === 'fail') failed++
    }) / 1000
  rows.push({
    name: `${MANY} cases in one process`,
    value: seconds,
    unit: 's',
    against: `${MANY_LIMIT_SECONDS} s`,
    ratio: MANY_LIMIT_SECONDS / seconds,
    note: `${failed} fail; houses, towers and factories`,
  })
  return rows
}

function milliseconds(work: () => unknown): number {
  const before = performance.now()
  work()
  return performance.now() - before
}
