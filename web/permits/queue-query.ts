/** What the queue shows, as it stands in the page's address: a link to “late, mine” is a link. Pure. */
import { type PermitQuery, permitQuerySchema } from '../../scenarios/api/permits.ts'

export type QueueQuery = Omit<PermitQuery, 'page'>

const keys = ['q', 'state', 'bucket', 'kind', 'orders', 'assignee', 'unit', 'sort'] as const

/** What is not understood is left out. */
export function queryOf(search: string): QueueQuery {
  const from = new URLSearchParams(search)
  const query: Record<string, string> = {}
  for (const key of keys) {
    const value = from.get(key)
    if (value && permitQuerySchema.safeParse({ [key]: value }).success) query[key] = value
  }
  return query as QueueQuery
}

export function searchOf(query: QueueQuery): string {
  const set = keys.flatMap((key) => (query[key] ? [[key, query[key]]] : []))
  return set.length > 0 ? `?${new URLSearchParams(set)}` : ''
}

/** Without what is set to nothing. */
export function changed(query: QueueQuery, change: { [K in keyof QueueQuery]?: QueueQuery[K] | '' }): QueueQuery {
  return Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, value]) => value)) as QueueQuery
}
