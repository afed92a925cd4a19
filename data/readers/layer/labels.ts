/**
 * Drawings keep what is said of an outline as texts lying in it, on a layer of their own: parcel numbers, areas, land-use codes. Each
 * outline gets them as columns named `@layer`, so that a mapping can take them like any other.
 */
import { BoundsIndex } from '../../../scenarios/bounds-index.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { geometryBounds, pointInGeometry } from '../../../scenarios/geometry.ts'
import type { SourceFeature, SourceField, SourceLayer, VectorSource } from '../vector/contract.ts'
import { isClosed } from './suggest.ts'

const MOST_EXAMPLES = 5

interface Label {
  readonly at: XY
  readonly text: string
}

export function withLabels(source: VectorSource): VectorSource {
  if (source.format !== 'dxf') return source
  const labels = new Map(source.layers.map((layer) => [`@${layer.name}`, indexOf(layer)]))
  const layers = source.layers.map((layer) => labelled(layer, labels))
  return { ...source, layers }
}

function indexOf({ features }: SourceLayer): BoundsIndex<Label> {
  const labels = features.flatMap(({ geometry, properties: { text } }): Label[] =>
    geometry.type === 'Point' && typeof text === 'string' && text.trim() !== ''
      ? [{ at: geometry.coordinates, text: text.trim() }]
      : [],
  )
  return new BoundsIndex(labels, ({ at: [x, y] }) => [x, y, x, y])
}

function labelled(layer: SourceLayer, labels: ReadonlyMap<string, BoundsIndex<Label>>): SourceLayer {
  const found = new Map<string, { filled: number; examples: Set<string> }>()
  const features = layer.features.map((feature): SourceFeature => {
    const outline = outlineOf(feature)
    if (!outline) return feature
    const own: Record<string, string> = {}
    for (const [name, index] of labels) {
      const inside = index.near(geometryBounds(outline)).filter(({ at }) => pointInGeometry(at, outline))
      if (inside.length === 0) continue
      own[name] = inside.map(({ text }) => text).join('; ')
      const told = found.get(name) ?? { filled: 0, examples: new Set() }
      told.filled++
      if (told.examples.size < MOST_EXAMPLES) told.examples.add(own[name])
      found.set(name, told)
    }
    return { ...feature, properties: { ...feature.properties, ...own } }
  })
  const fields = [...found].map(
    ([name, { filled, examples }]): SourceField => ({ name, kind: 'text', filled, examples: [...examples] }),
  )
  return fields.length === 0 ? layer : { ...layer, features, fields: [...layer.fields, ...fields] }
}

function outlineOf({ geometry }: SourceFeature) {
  if (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') return geometry
  return geometry.type === 'LineString' && isClosed(geometry)
    ? { type: 'Polygon' as const, coordinates: [geometry.coordinates] }
    : null
}
