/** What the edits make of the part of the city that was read. */
import type { City } from '../../scenarios/city/city.ts'
import { applyEditsWithin, type Edit } from '../../scenarios/edit.ts'
import { Problem } from '../../scenarios/problem.ts'

/** Edits one by one; those whose object or ring is not here, or not as it was, are handed back. */
export function plan(base: City, edits: readonly Edit[]): { planned: City; outside: Edit[] } {
  try {
    const { city, outside } = applyEditsWithin(base, edits)
    return { planned: city, outside }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  const outside: Edit[] = []
  let planned = base
  for (const edit of edits) {
    try {
      const within = applyEditsWithin(planned, [edit])
      planned = within.city
      outside.push(...within.outside)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      outside.push(edit)
    }
  }
  return { planned, outside }
}
