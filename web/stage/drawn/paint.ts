/**
 * Draws the flat layers of the map into one picture tile, bottom to top in the order of `paintOrder`; a layer's opacity holds for
 * it as a whole. The painters of each group are in `painters/`, the names over everything in `labels.ts`.
 */
import type { LayerId } from '../../../scenarios/city/layers.ts'
import type { TileFeature, TileLayer } from '../../../tiles/read/mvt.ts'
import { type LayerFilter, matches } from '../filter.ts'
import { createLabels, type Labels } from './labels.ts'
import type { Painter } from './painters/classes.ts'
import * as land from './painters/land.ts'
import * as networks from './painters/networks.ts'
import * as places from './painters/places.ts'
import * as streets from './painters/streets.ts'
import * as waters from './painters/waters.ts'
import { type Brush, penOf, type TileView } from './pen.ts'

/** Surfaces, then lines, then signs; within each what is wide under what is narrow. */
const painters: Record<LayerId, Painter> = {
  landcover: land.landcover,
  zones: land.zones,
  parcels: land.parcels,
  parcelhistory: land.parcelhistory,
  blocks: land.blocks,
  water: waters.water,
  waterways: waters.waterways,
  gridcells: places.gridcells,
  roads: streets.roads,
  buildings: streets.buildings,
  dykes: waters.dykes,
  redlines: land.redlines,
  drains: networks.drains,
  watermains: networks.watermains,
  powerlines: networks.powerlines,
  trees: places.trees,
  subunits: places.subunits,
  units: places.units,
  drainnodes: networks.drainnodes,
  waternodes: networks.waternodes,
  powernodes: networks.powernodes,
  lamps: networks.lamps,
  cabinets: networks.cabinets,
  hydraulics: waters.hydraulics,
  sensors: networks.sensors,
  addresses: places.addresses,
  landmarks: places.landmarks,
}

export const paintOrder = Object.keys(painters) as readonly LayerId[]

/** Zoom from which a layer is drawn, where that is later than its tiles begin. */
export const leastZoom: Partial<Record<LayerId, number>> = { addresses: 16 }

/** Objects that say what shall be: they stand once they are approved. */
const plans: ReadonlySet<LayerId> = new Set(['zones', 'redlines'])

/** One layer of one tile, and how it is to be shown. */
export interface Sheet {
  readonly id: LayerId
  readonly layer: TileLayer
  readonly view: TileView
  /** 0 … 1 */
  readonly opacity: number
  readonly filter: LayerFilter | undefined
}

/** Thousands of small paths are drawn faster by the processor than sent to a graphics card, real or imitated. */
export const onProcessor = { willReadFrequently: true }

/** @param sheets bottom to top */
export function paintTile(brush: Brush, sheets: readonly Sheet[], size: number): void {
  let opacity = 1
  const labels = createLabels(size, () => opacity)
  for (const sheet of sheets) {
    opacity = sheet.opacity
    paintWith(brush, opacity, size, (on) => paintSheet(on, sheet, labels))
  }
  labels.draw(brush)
}

function paintSheet(brush: Brush, { id, layer, view, filter }: Sheet, labels: Labels): void {
  const seen = layer.features.filter((f) => inView(f, view) && (!filter || matches(filter, f.properties)))
  if (seen.length === 0) return
  brush.lineJoin = 'round'
  brush.lineCap = 'round'
  painters[id](penOf(brush, view, plans.has(id)), seen, labels)
}

/** A layer that is partly transparent is drawn apart and laid over as a whole. */
function paintWith(brush: Brush, opacity: number, size: number, draw: (brush: Brush) => void): void {
  if (opacity >= 1) {
    draw(brush)
    return
  }
  const apart = new OffscreenCanvas(size, size)
  draw(apart.getContext('2d', onProcessor)!)
  brush.globalAlpha = opacity
  brush.drawImage(apart, 0, 0)
  brush.globalAlpha = 1
}

function inView(feature: TileFeature, view: TileView): boolean {
  const margin = 24
  const [x0, y0, x1, y1] = feature.bounds
  return (
    view.offsetX + x1 * view.scale >= -margin &&
    view.offsetY + y1 * view.scale >= -margin &&
    view.offsetX + x0 * view.scale <= view.size + margin &&
    view.offsetY + y0 * view.scale <= view.size + margin
  )
}
