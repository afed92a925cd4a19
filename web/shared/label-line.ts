/** Words along a line of a map: letter by letter, upright, following the bends; lines that are one joined first. */

/** Sharpest turn from letter to letter, radians. */
const SHARPEST = 0.45

export interface Letter {
  readonly letter: string
  readonly x: number
  readonly y: number
  readonly half: number
  readonly angle: number
}

/** Letters on a line from a distance on, turned so that they read from left to right; null where it bends too sharply. */
export function setOut(
  wideOf: (letter: string) => number,
  text: string,
  path: Float32Array,
  from: number,
  wide: number,
): Letter[] | null {
  const [start, end] = [pointAt(path, from), pointAt(path, from + wide)]
  const forward = end.x >= start.x
  const letters: Letter[] = []
  let before: number | null = null
  let at = 0
  for (const letter of text) {
    const half = wideOf(letter) / 2
    const { x, y, angle: way } = pointAt(path, forward ? from + at + half : from + wide - at - half)
    const angle = forward ? way : way + Math.PI
    if (before !== null && Math.abs(Math.atan2(Math.sin(angle - before), Math.cos(angle - before))) > SHARPEST)
      return null
    before = angle
    letters.push({ letter, x, y, half, angle })
    at += 2 * half
  }
  return letters
}

function pointAt(path: Float32Array, distance: number): { x: number; y: number; angle: number } {
  let left = distance
  for (let i = 2; i < path.length; i += 2) {
    const [x0, y0, x1, y1] = [path[i - 2]!, path[i - 1]!, path[i]!, path[i + 1]!]
    const step = Math.hypot(x1 - x0, y1 - y0)
    if (left <= step || i + 2 >= path.length) {
      const t = step === 0 ? 0 : left / step
      return { x: x0 + (x1 - x0) * t, y: y0 + (y1 - y0) * t, angle: Math.atan2(y1 - y0, x1 - x0) }
    }
    left -= step
  }
  return { x: path[0]!, y: path[1]!, angle: 0 }
}

export function lengthOf(path: Float32Array): number {
  let length = 0
  for (let i = 2; i < path.length; i += 2) length += Math.hypot(path[i]! - path[i - 2]!, path[i + 1]! - path[i - 1]!)
  return length
}

/** Lines that meet end to end made one; at a fork the first comes on. */
export function joined(parts: readonly Float32Array[]): Float32Array[] {
  const left = new Set(parts.filter((part) => part.length >= 4))
  const ends = new Map<string, Float32Array[]>()
  const key = (x: number, y: number) => `${x} ${y}`
  for (const part of left) {
    for (const k of [key(part[0]!, part[1]!), key(part.at(-2)!, part.at(-1)!)])
      ends.set(k, [...(ends.get(k) ?? []), part])
  }
  const lines: Float32Array[] = []
  for (const first of left) {
    left.delete(first)
    let line = [...first]
    for (const turn of [0, 1]) {
      for (;;) {
        const [x, y] = [line.at(-2)!, line.at(-1)!]
        const next = ends.get(key(x, y))?.find((part) => left.has(part))
        if (!next) break
        left.delete(next)
        line.push(...(next[0] === x && next[1] === y ? next : backwards(next)).slice(2))
      }
      if (turn === 0) line = [...backwards(line)]
    }
    lines.push(new Float32Array(line))
  }
  return lines
}

function backwards(line: ArrayLike<number>): number[] {
  const out: number[] = []
  for (let i = line.length - 2; i >= 0; i -= 2) out.push(line[i]!, line[i + 1]!)
  return out
}
