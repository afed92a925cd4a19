/** What an applicant changed: field by field, by the path of the form; outlines are told as such, for a plan to show. */
import { canonicalJson } from '../canonical.ts'
import type { Application } from './application.ts'

export type Told = string | number | boolean | null

export interface Difference {
  /** e.g. `check.building.groundLevelMetres` */
  readonly path: string
  /** Undefined: it was not there, or is not any more. */
  readonly before: Told | undefined
  readonly after: Told | undefined
  /** Coordinates: seen on the plan, not read. */
  readonly drawn: boolean
}

/** Differences in the order of the form. */
export function differences(before: Application, after: Application): Difference[] {
  const found: Difference[] = []
  walk(before, after, '', found)
  return found
}

function walk(before: unknown, after: unknown, path: string, found: Difference[]): void {
  if (before === after || canonicalJson(before ?? null) === canonicalJson(after ?? null)) return
  if (isDrawn(before) || isDrawn(after)) {
    found.push({ path, before: cornersOf(before), after: cornersOf(after), drawn: true })
    return
  }
  if (isTold(before) && isTold(after)) {
    found.push({ path, before: before as Told | undefined, after: after as Told | undefined, drawn: false })
    return
  }
  const [a, b] = [entriesOf(before), entriesOf(after)]
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
    walk(a[key], b[key], path === '' ? key : `${path}.${key}`, found)
}

const isTold = (value: unknown): boolean => value === null || typeof value !== 'object'
const entriesOf = (value: unknown): Record<string, unknown> =>
  isTold(value) ? {} : { ...(value as Record<string, unknown>) }
/** Lists of points. */
const isDrawn = (value: unknown): boolean =>
  Array.isArray(value) && Array.isArray(value[0]) && typeof value[0][0] === 'number'
/** As many as there are, without the first again. */
const cornersOf = (value: unknown): number | undefined => {
  if (!Array.isArray(value)) return undefined
  return canonicalJson(value[0]) === canonicalJson(value.at(-1)) && value.length > 1 ? value.length - 1 : value.length
}
