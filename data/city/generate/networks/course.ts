/** A line walked by metres: where one stands after so many, and which way one looks. */
import type { XY } from '../../../../scenarios/frame.ts'

export interface Stand {
  readonly point: XY
  /** Unit vector along the line. */
  readonly heading: XY
}

export class Course {
  readonly line: readonly XY[]
  readonly length: number
  readonly #along: Float64Array

  constructor(line: readonly XY[]) {
    this.line = line
    this.#along = new Float64Array(line.length)
    for (let i = 1; i < line.length; i++)
      this.#along[i] = this.#along[i - 1]! + Math.hypot(line[i]![0] - line[i - 1]![0], line[i]![1] - line[i - 1]![1])
    this.length = this.#along.at(-1)!
  }

  at(metres: number): Stand {
    let [low, high] = [0, this.line.length - 1]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#along[middle]! <= metres) low = middle
      else high = middle
    }
    const [a, b] = [this.line[low]!, this.line[high]!]
    const step = this.#along[high]! - this.#along[low]!
    const t = step > 0 ? (metres - this.#along[low]!) / step : 0
    const [dx, dy]: XY = step > 0 ? [(b[0] - a[0]) / step, (b[1] - a[1]) / step] : [1, 0]
    return { point: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])], heading: [dx, dy] }
  }

  /** The stretch between two distances. */
  between(from: number, to: number): XY[] {
    const out: XY[] = [this.at(from).point]
    for (let i = 1; i + 1 < this.line.length; i++)
      if (this.#along[i]! > from + 1e-6 && this.#along[i]! < to - 1e-6) out.push(this.line[i]!)
    out.push(this.at(to).point)
    return out
  }

  /** Its corners between two distances, as places to stand at. */
  corners(from: number, to: number): Stand[] {
    const inner = this.#along.filter(
      (along, i) => i > 0 && i + 1 < this.line.length && along > from + 0.5 && along < to - 0.5,
    )
    return [...inner].map((along) => this.at(along))
  }
}

/** A point beside where one stands: metres to the left (right where negative). */
export const beside = ({ point, heading }: Stand, left: number): XY => [
  point[0] - heading[1] * left,
  point[1] + heading[0] * left,
]

/** Places at equal distances of about a spacing, half a distance from both ends. */
export function evenly(length: number, spacing: number): number[] {
  const n = Math.max(1, Math.round(length / spacing))
  return Array.from({ length: n }, (_, k) => ((k + 0.5) * length) / n)
}

export const distance = (a: XY, b: XY): number => Math.hypot(b[0] - a[0], b[1] - a[1])

/** Degrees from north, clockwise, of a direction. */
export const bearing = ([dx, dy]: XY): number => Math.round(((Math.atan2(dx, dy) * 180) / Math.PI + 360) % 360) % 360
