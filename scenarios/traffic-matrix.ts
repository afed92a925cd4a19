/** A line of an imported matrix of trips. */
import type { UserClass } from './traffic.ts'

export interface MatrixRow {
  /** Id or name of a zone, or its number: 1 is the first. */
  readonly origin: string | number
  readonly destination: string | number
  readonly class: UserClass
  readonly vehiclesPerHour: number
  /** Where it stands, for a `Problem`. */
  readonly file: string
  readonly place: string
}
