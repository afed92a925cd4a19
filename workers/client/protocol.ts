/** What the drainage door and its worker say to each other, after the input. */
import type { DrainageResult } from '../../scenarios/drainage.ts'

/** What the worker tells its door. */
export type Told =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'result'; readonly result: DrainageResult }
  | { readonly kind: 'error'; readonly message: string }

/** What the door tells its worker when it needs it no more: let the helpers go. */
export const STOP = 'stop'
