/** Desire lines (đường nguyện vọng đi lại): who wants to go where, whatever the streets are like. */
import type { TrafficModel } from './traffic.ts'

export interface DesireLine {
  /** Indices of zones, the lower first. */
  readonly from: number
  readonly to: number
  /** Vehicles/h of all classes, both directions together. */
  readonly trips: number
}

/** @param least vehicles/h @returns the strongest first */
export function desireLines({ zones, classes }: Pick<TrafficModel, 'zones' | 'classes'>, least: number): DesireLine[] {
  const n = zones.length
  const lines: DesireLine[] = []
  for (let from = 0; from < n; from++) {
    for (let to = from + 1; to < n; to++) {
      let trips = 0
      for (const { demand } of classes) trips += demand[from * n + to]! + demand[to * n + from]!
      if (trips > 0 && trips >= least) lines.push({ from, to, trips })
    }
  }
  return lines.sort((a, b) => b.trips - a.trips || a.from - b.from || a.to - b.to)
}
