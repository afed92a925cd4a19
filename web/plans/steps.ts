/** The seven legal steps of a plan as the page shows them: what is done and when, where it stands, what comes by when. Pure. */
import type { PlanView } from '../../scenarios/api/plans.ts'
import { dayOf, isoOf, localDate } from '../../scenarios/permits/working-days.ts'
import {
  decidedStates,
  inForceStates,
  legalSteps,
  type PlanState,
  terminalPlanStates,
} from '../../scenarios/plans/process.ts'
import type { Bilingual } from '../../scenarios/text.ts'

export interface Step {
  readonly title: Bilingual
  readonly phase: 'done' | 'now' | 'stopped' | 'ahead'
  /** The day on which it was come to; null: not yet. */
  readonly since: string | null
  /** The day by which it should be done; null: none is set. */
  readonly due: string | null
}

type Told = Pick<PlanView, 'state' | 'history' | 'decision' | 'terms' | 'consultedUntil'>

export function stepsOf(view: Told): Step[] {
  const stopped = terminalPlanStates.has(view.state) && !decidedStates.has(view.state)
  const stands = lastStanding(view)
  const now = stepOf(stands)
  const finished = inForceStates.has(stands) || decidedStates.has(view.state)
  return legalSteps.map(({ title, states }, i) => {
    const reached = i <= now
    return {
      title,
      phase: i < now || (i === now && finished) ? 'done' : i > now ? 'ahead' : stopped ? 'stopped' : 'now',
      since: reached ? since(view, states) : null,
      due: dueOf(view, i, now),
    }
  })
}

const stepOf = (state: PlanState): number => legalSteps.findIndex(({ states }) => states.includes(state))

/** Where it stands, or stood before it ended. */
function lastStanding({ state, history }: Told): PlanState {
  if (stepOf(state) >= 0) return state
  return history.findLast((entry) => stepOf(entry.state) >= 0)?.state ?? 'task'
}

/** When the step was come to the last time: a plan that is returned goes through it again. */
function since({ history }: Told, states: readonly PlanState[]): string | null {
  let found: string | null = null
  for (const [i, entry] of history.entries()) {
    const before = history[i - 1]?.state
    if (states.includes(entry.state) && (before === undefined || !states.includes(before))) found = entry.at
  }
  return found === null ? null : localDate(found)
}

const ANNOUNCED = 5
function dueOf(view: Told, step: number, now: number): string | null {
  if (step === 2 && view.state === 'consulting') return view.consultedUntil
  if (step <= now || !inForceStates.has(view.state)) return null
  const { terms, decision } = view
  if (step === ANNOUNCED && decision) return after(decision.signedOn, terms.publishWithinDays)
  const published = since(view, ['published'])
  return step === ANNOUNCED + 1 && published ? after(published, terms.markWithinDays) : null
}

const after = (day: string, days: number): string => isoOf(dayOf(day) + days)
