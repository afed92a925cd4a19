/** What `fuzz.ts` and its threads tell each other, and which file is meant by a number. */
import { fork } from '../../scenarios/random.ts'
import { mutate } from './mutate.ts'

export interface FuzzOrder {
  readonly subject: string
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly mostMegabytes: number
  /** By the places of `Standing`; still there when the thread is stopped. */
  readonly standing: Int32Array
}
export const Standing = { file: 0, busy: 1, values: 2, problems: 3, slowestMs: 4, slowestFile: 5, done: 6 } as const
export interface FuzzFailure {
  readonly subject: string
  readonly file: number
  readonly why: string
}

/** File `index` of a reader: the same for ever for the same seed. */
export const fuzzedFile = (samples: readonly Uint8Array[], seed: number, subject: string, index: number): Uint8Array =>
  mutate(samples, fork(seed, `${subject}/${index}`))
