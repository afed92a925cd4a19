/** Dimming schedules: what holds at an hour, and how long a year at full power each is worth. */
import type { DimmingSchedule } from '../../scenarios/lighting.ts'

export const NIGHTS_PER_YEAR = 365

/** @param hour 0 … 24 @returns output, 0 … 1 */
export function outputAt(schedule: DimmingSchedule, hour: number): number {
  let output = schedule.at(-1)!.output
  for (const step of schedule) if (step.fromHour <= hour) output = step.output
  return output
}

/** Hours a year at full output that use as much: power is taken to go with output. */
export function fullHours(schedule: DimmingSchedule): number {
  let hours = 0
  for (const [i, { fromHour, output }] of schedule.entries()) {
    const until = schedule[i + 1]?.fromHour ?? schedule[0]!.fromHour + 24
    hours += output * (until - fromHour)
  }
  return hours * NIGHTS_PER_YEAR
}
