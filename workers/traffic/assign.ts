/** Deterministic user equilibrium. (signatures first) */
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'

/** An assignment under way: `step` is one iteration (shortest paths from every origin, then flows shifted). */
export interface Assignment {
  step(): void
  readonly done: boolean
  /** 0 … 1, from the gap on a log scale. */
  readonly progress: number
  result(): TrafficResult
}

export function createAssignment(_input: TrafficInput): Assignment {
  throw new Error('Expected the assignment kernel')
}
