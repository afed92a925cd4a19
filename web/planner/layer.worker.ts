/** The worker behind a download: reads a whole layer block by block and writes it, while the page stays free. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { httpSource, layerParts, openTiles, withLayerAtHand } from '../../tiles/read/index.ts'
import '../shared/jitless.ts'
import { layerGeoJson } from '../../data/readers/layer/export.ts'
import { problemOf } from '../shared/problem.ts'

export interface LayerOrder {
  readonly url: string
  readonly layer: LayerId
}
export type LayerNews =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'file'; readonly blob: Blob; readonly count: number }
  | { readonly kind: 'failed'; readonly problem: ProblemDetail }

const tell = (news: LayerNews) => postMessage(news)

addEventListener('message', async ({ data: { url, layer } }: MessageEvent<LayerOrder>) => {
  try {
    const tiles = await openTiles(httpSource(url))
    const { frame, layers } = tiles.manifest.city
    const about = layers.find(({ id }) => id === layer)
    if (!about) throw new Error(`Expected the layer ${layer} in the city, got ${layers.map(({ id }) => id).join(' ')}`)
    const features: Feature[] = []
    const atHand = await withLayerAtHand(tiles, layer, undefined, (share) =>
      tell({ kind: 'progress', share: share / 2 }),
    )
    for await (const part of layerParts(atHand, layer, null)) {
      for (const feature of part.features) features.push(feature)
      tell({ kind: 'progress', share: 0.5 + part.share * 0.4 })
    }
    // By id, so that the same city gives the same file.
    features.sort((a, b) => (a.id < b.id ? -1 : 1))
    const blob = new Blob([...layerGeoJson(features, about, frame)], { type: 'application/geo+json' })
    tell({ kind: 'file', blob, count: features.length })
  } catch (error) {
    tell({ kind: 'failed', problem: problemOf(error) })
  }
})
