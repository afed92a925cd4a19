/** Small source layers for tests. */
import type { Geometry } from '../../../scenarios/geometry.ts'
import type { SourceFeature, SourceField, SourceLayer, SourceValue } from '../vector/contract.ts'

export const box = (x: number, y: number, w = 10, h = w): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
      [x, y],
    ],
  ],
})

export function layerOf(rows: readonly [Geometry, Record<string, SourceValue>][], name = 'thua'): SourceLayer {
  const features: SourceFeature[] = rows.map(([geometry, properties], i) => ({
    geometry,
    properties,
    place: `record ${i + 1}`,
  }))
  const names = [...new Set(rows.flatMap(([, properties]) => Object.keys(properties)))]
  const fields = names.map((field): SourceField => {
    const values = rows.map(([, p]) => p[field] ?? null).filter((v) => v !== null)
    const kind = values.every((v) => typeof v === 'number') ? 'number' : 'text'
    return { name: field, kind, filled: values.length, examples: [...new Set(values)].slice(0, 5) }
  })
  return { name, features, fields }
}
