/**
 * Draws the flat layers of the map into one picture tile: land cover, water, parcels by zoning, blocks, roads with casing,
 * boundaries, address points. Bottom to top in the order of `paintOrder`; a layer's opacity holds for it as a whole.
 */
import { type LayerId, layerAbout } from '../../../scenarios/city/layers.ts'
import { landcoverColour, roadColours, waterColour, zoneColour } from '../colours.ts'
import type { TileFeature, TileLayer } from './mvt.ts'

export type Brush = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export const paintOrder = [
  'landcover',
  'parcels',
  'blocks',
  'water',
  'waterways',
  'roads',
  'buildings',
  'units',
  'addresses',
  'landmarks',
] as const satisfies readonly LayerId[]

/** Zoom from which a layer is drawn, where that is later than its tiles begin. */
export const leastZoom: Partial<Record<LayerId, number>> = { addresses: 16 }

/** How the units of a vector tile fall on the picture: pixel = offset + unit × scale. */
export interface TileView {
  readonly offsetX: number
  readonly offsetY: number
  readonly scale: number
  readonly size: number
  readonly metresPerPixel: number
}

export function paintLayer(brush: Brush, id: LayerId, layer: TileLayer, view: TileView): void {
  const pen = penOf(brush, view)
  const seen = layer.features.filter((feature) => inView(feature, view))
  brush.lineJoin = 'round'
  brush.lineCap = 'round'
  ;(painters[id] ?? plain(id))(pen, seen, view)
}

interface Pen {
  readonly brush: Brush
  fill(feature: TileFeature, colour: string): void
  stroke(feature: TileFeature, colour: string, width: number, dash?: number[]): void
  dot(feature: TileFeature, colour: string, radius: number): void
}

type Painter = (pen: Pen, features: readonly TileFeature[], view: TileView) => void

const painters: Partial<Record<LayerId, Painter>> = {
  landcover: (pen, features) => {
    for (const feature of features) pen.fill(feature, landcoverColour(String(feature.properties.cover ?? '')))
  },
  parcels: (pen, features, view) => {
    for (const feature of features) pen.fill(feature, zoneColour(String(feature.properties.zoningCode ?? '')).colour)
    if (view.metresPerPixel < 2.5) for (const feature of features) pen.stroke(feature, '#7a6f7a', 0.8)
  },
  blocks: (pen, features, view) => {
    for (const feature of features) pen.stroke(feature, '#9a9a9a', view.metresPerPixel < 2.5 ? 1.2 : 0.6)
  },
  water: (pen, features, view) => {
    for (const feature of features) pen.fill(feature, waterColour)
    if (view.metresPerPixel < 5) for (const feature of features) pen.stroke(feature, '#5f9cc4', 1)
  },
  waterways: (pen, features, view) => {
    for (const feature of features) {
      const width = number(feature, 'widthMetres', 4) / view.metresPerPixel
      pen.stroke(feature, '#7db4da', Math.max(1, Math.min(width, 12)))
    }
  },
  roads: (pen, features, view) => {
    const byWidth = [...features].sort((a, b) => roadRank(a) - roadRank(b))
    for (const feature of byWidth) pen.stroke(feature, roadColour(feature).casing, roadWidth(feature, view) + 1.8)
    for (const feature of byWidth) pen.stroke(feature, roadColour(feature).fill, roadWidth(feature, view))
    for (const feature of byWidth) {
      if (feature.properties.state === 'closed') pen.stroke(feature, '#c62828', roadWidth(feature, view), [6, 6])
    }
  },
  buildings: (pen, features) => {
    for (const feature of features) pen.fill(feature, '#cbc3b5')
  },
  units: (pen, features, view) => {
    const width = view.metresPerPixel < 10 ? 2.5 : 1.6
    for (const feature of features) pen.stroke(feature, '#ffffff', width + 2)
    for (const feature of features) pen.stroke(feature, '#a03633', width, [width * 5, width * 2, width, width * 2])
  },
  addresses: (pen, features) => {
    for (const feature of features) pen.dot(feature, '#7a4fbf', 2.2)
  },
  landmarks: (pen, features) => {
    for (const feature of features) pen.dot(feature, '#c2185b', 4)
  },
}

/** A layer that needs no drawing of its own: its colour and the kind of its geometry. */
const plain =
  (id: LayerId): Painter =>
  (pen, features) => {
    const { colour, geometry } = layerAbout[id]
    for (const feature of features) {
      if (geometry === 'point') pen.dot(feature, colour, 2.5)
      else pen.stroke(feature, colour, 1.5)
    }
  }

const number = (feature: TileFeature, key: string, otherwise: number): number => {
  const value = feature.properties[key]
  return typeof value === 'number' ? value : otherwise
}

const ranks = ['path', 'alley', 'local', 'collector', 'arterial', 'trunk']
const leastWidths = [0.6, 0.8, 1.2, 1.8, 2.4, 3]
const roadRank = (feature: TileFeature): number => Math.max(0, ranks.indexOf(String(feature.properties.class)))
const roadColour = (feature: TileFeature) => roadColours[String(feature.properties.class)] ?? roadColours.local!
const roadWidth = (feature: TileFeature, view: TileView): number =>
  Math.max(leastWidths[roadRank(feature)]!, number(feature, 'widthMetres', 4) / view.metresPerPixel)

function inView(feature: TileFeature, view: TileView): boolean {
  const margin = 16
  const [x0, y0, x1, y1] = feature.bounds
  return (
    view.offsetX + x1 * view.scale >= -margin &&
    view.offsetY + y1 * view.scale >= -margin &&
    view.offsetX + x0 * view.scale <= view.size + margin &&
    view.offsetY + y0 * view.scale <= view.size + margin
  )
}

function penOf(brush: Brush, { offsetX, offsetY, scale }: TileView): Pen {
  const trace = ({ parts, type }: TileFeature) => {
    brush.beginPath()
    for (const part of parts) {
      brush.moveTo(offsetX + part[0]! * scale, offsetY + part[1]! * scale)
      for (let i = 2; i < part.length; i += 2) brush.lineTo(offsetX + part[i]! * scale, offsetY + part[i + 1]! * scale)
      if (type === 3) brush.closePath()
    }
  }
  return {
    brush,
    fill: (feature, colour) => {
      if (feature.type !== 3) return
      trace(feature)
      brush.fillStyle = colour
      brush.fill('evenodd')
    },
    stroke: (feature, colour, width, dash = []) => {
      trace(feature)
      brush.setLineDash(dash)
      brush.strokeStyle = colour
      brush.lineWidth = width
      brush.stroke()
    },
    dot: (feature, colour, radius) => {
      for (const part of feature.parts) {
        for (let i = 0; i < part.length; i += 2) {
          brush.beginPath()
          brush.arc(offsetX + part[i]! * scale, offsetY + part[i + 1]! * scale, radius, 0, 2 * Math.PI)
          brush.fillStyle = colour
          brush.fill()
          brush.setLineDash([])
          brush.lineWidth = 1
          brush.strokeStyle = '#ffffff'
          brush.stroke()
        }
      }
    },
  }
}
