/**
 * Infiltration: what the soil of a tile takes of the water above it. Green–Ampt by the explicit step of Li, Stevens &
 * Simons (1976), Horton by a factor that decays from the first water on, or a constant rate.
 */
import type { InfiltrationClass } from '../../scenarios/drainage.ts'
import { TILE } from './constants.ts'
import { Now, type State } from './state.ts'

export function infiltrate(s: State, tile: number): void {
  const { stride, soil, soilMemory, soilClasses, depth, lost } = s
  const seconds = s.now[Now.soilSeconds]!
  const decays = soilClasses.map((c) => (c.kind === 'horton' ? decay(c.decay * seconds) : 1))
  const tileRow = Math.floor(tile / s.tileColumns)
  const row1 = Math.min((tileRow + 1) * TILE, s.rows)
  const column0 = (tile - tileRow * s.tileColumns) * TILE
  const width = Math.min(TILE, s.columns - column0)
  let [taken, deepest] = [0, 0]
  for (let row = tileRow * TILE; row < row1; row++) {
    const first = (row + 1) * stride + column0 + 1
    for (let i = first; i < first + width; i++) {
      const held = depth[i]! + lost[i]!
      const kind = soil![i]!
      if (kind === 0 || held <= 0) {
        if (held > deepest) deepest = held
        continue
      }
      const memory = soilMemory[i]!
      const able = capacity(soilClasses[kind - 1]!, memory, seconds)
      const take = Math.min(able, held)
      if (soilClasses[kind - 1]!.kind === 'green-ampt') soilMemory[i] = memory + take
      else soilMemory[i] = memory * decays[kind - 1]!
      const h = Math.fround(held - take)
      depth[i] = h
      lost[i] = held - take - h
      taken += take
      if (h > deepest) deepest = h
    }
  }
  s.tileInfiltrated[tile] = taken
  s.tileDepth[tile] = deepest
}

/** What the soil can take in so many seconds, m. */
export function capacity(soil: InfiltrationClass, memory: number, seconds: number): number {
  switch (soil.kind) {
    case 'constant':
      return soil.rate * seconds
    case 'horton':
      return (soil.finalRate + (soil.initialRate - soil.finalRate) * memory) * seconds
    case 'green-ampt': {
      const step = soil.conductivity * seconds
      const pull = soil.suction * soil.deficit
      return (step + Math.sqrt(step * step + 4 * memory * memory + 4 * step * memory + 8 * step * pull)) / 2 - memory
    }
  }
}

/** exp(−x) for x ≥ 0 by its series on x / 2^k, squared k times: the same bits everywhere. */
export function decay(x: number): number {
  if (x > 700) return 0
  let [halvings, small] = [0, x]
  while (small > 0.1) {
    small /= 2
    halvings++
  }
  let [term, sum] = [1, 1]
  for (let k = 1; k <= 10; k++) {
    term *= -small / k
    sum += term
  }
  for (let k = 0; k < halvings; k++) sum *= sum
  return sum
}
