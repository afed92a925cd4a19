import { expect, test } from 'vitest'
import type { LayerManifest } from '../../../scenarios/city/dataset.ts'
import { GENERATOR, isOutdated } from './version.ts'

const layer = (provenance: LayerManifest['provenance']): LayerManifest => ({
  ...{ id: 'roads', file: 'layers/roads.ndjson', sha256: '', bytes: 0, count: 0, date: '2025-07-01' },
  ...{ provenance, sources: [{ title: 'thử', licence: 'CC0-1.0' }] },
})

test('a built-in city of another version is made anew; an imported one, or one that something was imported onto, never', () => {
  const layers = [layer('generated')]
  expect(isOutdated({ name: 'vi-thanh', generator: GENERATOR, layers })).toBe(false)
  expect(isOutdated({ name: 'vi-thanh', generator: 'vi-thanh@1', layers })).toBe(true)
  expect(isOutdated({ name: 'vi-thanh', layers })).toBe(true)
  expect(isOutdated({ name: 'vi-thanh', layers: [...layers, layer('imported')] })).toBe(false)
  const added = { ...layer('generated'), file: 'layers/roads-0a1b2c3d.ndjson' }
  expect(isOutdated({ name: 'vi-thanh', layers: [added] })).toBe(false)
  expect(isOutdated({ name: 'monaco', layers: [layer('imported')] })).toBe(false)
})
