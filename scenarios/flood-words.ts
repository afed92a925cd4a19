/** How a depth of water is said to people: as a band, in a word of the body, never finer than it is known (product guard 3). */
import { type Bilingual, both } from './text.ts'

/**
 * The least difference of depth that two runs can tell apart, m. They share the ground and its errors; what is left is where
 * a thin film of water decides to flow, which rain in batches and float32 depths move by about a centimetre.
 */
export const NOISE_METRES = 0.02

/** A depth that is known to ± `error` m, as a band in centimetres, in steps of 5. */
export function depthBand(depth: number, error: number): { low: number; high: number } {
  return {
    low: Math.max(0, Math.floor(((depth - error) * 100) / 5 + 1e-6) * 5),
    high: Math.ceil(((depth + error) * 100) / 5 - 1e-6) * 5,
  }
}

/** What a depth means to someone who stands in it. */
export function depthWord(depth: number): Bilingual {
  if (depth < 0.05) return both('gần như khô', 'hardly wet')
  if (depth < 0.1) return both('ướt mặt đường', 'wet road')
  if (depth < 0.3) return both('mắt cá', 'ankle-deep')
  if (depth < 0.5) return both('đầu gối', 'knee-deep')
  if (depth < 1) return both('yên xe', 'motorbike seat')
  return both('sâu hơn 1 m', 'deeper than 1 m')
}

/** The words for the two ends of a band, once where they are the same. */
export function bandWords(low: number, high: number): Bilingual {
  const [from, to] = [depthWord(low), depthWord(high)]
  return from.vi === to.vi ? from : both(`${from.vi} đến ${to.vi}`, `${from.en} to ${to.en}`)
}
