/** What panels draw over the map, as layers of deck.gl; loaded with the first of them. */
import type { Layer } from '@deck.gl/core'
import { BitmapLayer, GeoJsonLayer } from '@deck.gl/layers'
import type { Feature } from 'geojson'
import type { Colour, Overlay } from '../map-control.ts'

const LINE: Colour = [11, 101, 118, 255]
const FILL: Colour = [11, 101, 118, 60]

export const layersOfOverlays = (overlays: ReadonlyMap<string, Overlay>): Layer[] =>
  [...overlays].flatMap(([id, { features, picture, line = LINE, fill = FILL, width = 2.5, radius = 7 }]) => [
    ...(picture
      ? [
          new BitmapLayer({
            id: `picture-${id}`,
            image: picture.url,
            bounds: [...picture.bounds],
            textureParameters: { minFilter: 'linear', magFilter: 'nearest' },
            parameters: { depthCompare: 'always', depthWriteEnabled: false },
          }),
        ]
      : []),
    new GeoJsonLayer({
      id: `overlay-${id}`,
      data: features as Feature[],
      stroked: true,
      filled: true,
      getLineColor: [...line],
      getFillColor: [...fill],
      getLineWidth: width,
      lineWidthUnits: 'pixels',
      lineCapRounded: true,
      lineJointRounded: true,
      pointRadiusUnits: 'pixels',
      getPointRadius: radius,
      parameters: { depthCompare: 'always', depthWriteEnabled: false },
    }),
  ])
