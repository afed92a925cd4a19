/** Which generator made a city, and whether a newer one may make it again. */
import type { CityManifest } from '../../../scenarios/city/dataset.ts'

/** Raise it with any change of the built-in city's bytes: data folders then make theirs anew. */
export const GENERATOR = 'vi-thanh@3'

/** A built-in city of another version, as it was made: nothing was imported onto it that making it anew would lose. */
export function isOutdated({ name, generator, layers }: Pick<CityManifest, 'name' | 'generator' | 'layers'>): boolean {
  if (generator) return name === 'vi-thanh' && generator !== GENERATOR
  // The first release named no generator; an imported layer's file is named by its hash.
  return (
    name === 'vi-thanh' &&
    layers.every(({ id, file, provenance }) => provenance === 'generated' && file === `layers/${id}.ndjson`)
  )
}
