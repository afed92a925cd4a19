/**
 * Chance is an argument: `fork(seed, id)` gives every object a stream of its own, so that a change far away changes nothing
 * here. FNV-1a mixes the id into the seed; sfc32-like mixing is not needed for city making, mulberry32 is enough.
 */
export type Random = () => number

/** A uint32 from a text (FNV-1a, finalised by murmur3's mixer). */
export function hash32(text: string, seed = 0): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

export const fork = (seed: number, id: string): number => hash32(id, seed)

/** Uniform numbers in [0, 1) from a uint32 (mulberry32, T. Ettinger 2017). */
export function random(seed: number): Random {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
