/**
 * A layer as GeoJSON in WGS 84 (RFC 7946) that says in itself where it comes from: layer, provenance, sources, licences, date,
 * datum and epoch of its levels. In pieces, so that no single string holds a whole layer.
 */
import type { Feature, LayerManifest } from '../../scenarios/city/dataset.ts'
import { layerAbout } from '../../scenarios/city/layers.ts'
import { type Frame, projection, type XY } from '../../scenarios/frame.ts'

type About = Pick<LayerManifest, 'id' | 'provenance' | 'sources' | 'date' | 'note' | 'levels'>

/** Features to a piece. */
const PIECE = 500

export function* layerGeoJson(features: readonly Feature[], about: About, frame: Frame): Generator<string> {
  const { toWgs84 } = projection(frame)
  // 1e-7° is a centimetre.
  const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7
  const moved = (value: unknown): unknown =>
    Array.isArray(value) && typeof value[0] === 'number'
      ? toWgs84(...(value as XY)).map(round)
      : (value as unknown[]).map(moved)
  const { id, provenance, sources, date, note, levels } = about
  const { verticalDatum, epoch, crs } = frame
  const head = {
    layer: id,
    title: layerAbout[id].title,
    provenance,
    date,
    sources,
    note,
    levels: levels ?? { verticalDatum, epoch },
    frame: crs,
  }
  yield `{"type":"FeatureCollection","name":${JSON.stringify(id)},"vithanh":${JSON.stringify(head)},"features":[`
  for (let i = 0; i < features.length; i += PIECE) {
    const piece = features.slice(i, i + PIECE).map(({ id, geometry, provenance, buildState, properties }) =>
      JSON.stringify({
        type: 'Feature',
        id,
        geometry: { type: geometry.type, coordinates: moved(geometry.coordinates) },
        properties: { ...properties, provenance, buildState },
      }),
    )
    yield `${i > 0 ? ',' : ''}\n${piece.join(',\n')}`
  }
  yield '\n]}\n'
}
