/**
 * The pen of the painters: surfaces, lines and signs of many features at a time, on one picture tile. What does not stand (proposed,
 * approved, under construction) is dashed and pale, what was removed paler still, whatever the layer.
 */

import type { TileFeature } from '../../../tiles/read/mvt.ts'
import { type SymbolName, symbols } from '../symbols.ts'

export type Brush = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** How the units of a vector tile fall on the picture: pixel = offset + unit × scale. */
export interface TileView {
  readonly offsetX: number
  readonly offsetY: number
  readonly scale: number
  readonly size: number
  readonly metresPerPixel: number
}

export interface Pen {
  readonly brush: Brush
  readonly view: TileView
  fill(features: readonly TileFeature[], colour: string): void
  stroke(features: readonly TileFeature[], colour: string, width: number, dash?: readonly number[]): void
  /** @param size side of the sign's field as it is seen, pixels */
  sign(features: readonly TileFeature[], symbol: SymbolName, colour: string, size: number): void
  /** Discs without an edge, each as wide as its own size. */
  discs(features: readonly TileFeature[], colour: string, radius: (feature: TileFeature) => number): void
}

/** A picture tile is shown at about six tenths of its size: signs, names and lines that must be read are drawn larger by this. */
export const LARGER = 1.4

/** Features traced as one path: fewer calls, but paths that the canvas still fills quickly. */
const AT_ONCE = 8
const UNBUILT_DASH = [7, 5]
const REMOVED_DASH = [2, 6]

type Standing = 'stands' | 'unbuilt' | 'removed'

export function penOf(brush: Brush, view: TileView, isPlan: boolean): Pen {
  const { offsetX, offsetY, scale } = view
  const trace = ({ parts, type }: TileFeature) => {
    for (const part of parts) {
      brush.moveTo(offsetX + part[0]! * scale, offsetY + part[1]! * scale)
      for (let i = 2; i < part.length; i += 2) brush.lineTo(offsetX + part[i]! * scale, offsetY + part[i + 1]! * scale)
      if (type === 3) brush.closePath()
    }
  }
  const traced = (features: readonly TileFeature[], draw: () => void) => {
    for (let i = 0; i < features.length; i += AT_ONCE) {
      brush.beginPath()
      for (let k = i; k < Math.min(features.length, i + AT_ONCE); k++) trace(features[k]!)
      draw()
    }
  }
  const places = (features: readonly TileFeature[], visit: (x: number, y: number, feature: TileFeature) => void) => {
    for (const feature of features) {
      for (const part of feature.parts) {
        for (let i = 0; i < part.length; i += 2)
          visit(offsetX + part[i]! * scale, offsetY + part[i + 1]! * scale, feature)
      }
    }
  }
  /** A drawing for each standing, with the strength that it is drawn in. */
  const each = (features: readonly TileFeature[], draw: (some: readonly TileFeature[], standing: Standing) => void) => {
    for (const [standing, some] of groups(features, (feature) => standingOf(feature, isPlan))) {
      const alpha = brush.globalAlpha
      brush.globalAlpha = alpha * strength[standing]
      draw(some, standing)
      brush.globalAlpha = alpha
    }
  }
  return {
    brush,
    view,
    fill: (features, colour) =>
      each(features, (some) => {
        brush.fillStyle = colour
        // Outer rings and holes turn opposite ways, and neighbours may overlap: not by parity.
        traced(
          some.filter(({ type }) => type === 3),
          () => brush.fill('nonzero'),
        )
      }),
    stroke: (features, colour, width, dash = []) =>
      each(features, (some, standing) => {
        brush.setLineDash(standing === 'stands' ? [...dash] : standing === 'removed' ? REMOVED_DASH : UNBUILT_DASH)
        brush.strokeStyle = colour
        brush.lineWidth = width
        brush.lineCap = standing === 'stands' && dash.length === 0 ? 'round' : 'butt'
        traced(some, () => brush.stroke())
      }),
    sign: (features, name, colour, size) =>
      each(features, (some, standing) => {
        const { body, mark } = pathsOf(name)
        const side = size * LARGER
        const k = side / 16
        brush.setLineDash([])
        places(some, (x, y) => {
          brush.setTransform(k, 0, 0, k, x - side / 2, y - side / 2)
          brush.lineWidth = 2.4
          brush.strokeStyle = standing === 'stands' ? '#ffffff' : colour
          brush.stroke(body)
          brush.fillStyle = standing === 'stands' ? colour : '#ffffff'
          brush.fill(body)
          if (mark && size > 8) {
            brush.lineWidth = 1.5
            brush.strokeStyle = standing === 'stands' ? '#ffffff' : colour
            brush.stroke(mark)
          }
        })
        brush.setTransform(1, 0, 0, 1, 0, 0)
      }),
    discs: (features, colour, radius) =>
      each(features, (some) => {
        brush.fillStyle = colour
        brush.beginPath()
        places(some, (x, y, feature) => {
          const r = radius(feature)
          brush.moveTo(x + r, y)
          brush.arc(x, y, r, 0, 2 * Math.PI)
        })
        brush.fill('nonzero')
      }),
  }
}

const strength: Record<Standing, number> = { stands: 1, unbuilt: 0.7, removed: 0.35 }

/** A plan is not built but approved: it is drawn whole from then on. */
function standingOf({ properties: { buildState } }: TileFeature, isPlan: boolean): Standing {
  if (buildState === undefined || buildState === 'as-built') return 'stands'
  if (buildState === 'removed') return 'removed'
  return isPlan && buildState !== 'proposed' ? 'stands' : 'unbuilt'
}

/** Features by a key, in the order of its first appearance. */
export function groups<K>(features: readonly TileFeature[], keyOf: (feature: TileFeature) => K): Map<K, TileFeature[]> {
  const found = new Map<K, TileFeature[]>()
  for (const feature of features) {
    const key = keyOf(feature)
    const list = found.get(key)
    if (list) list.push(feature)
    else found.set(key, [feature])
  }
  return found
}

const paths = new Map<SymbolName, { body: Path2D; mark: Path2D | null }>()
function pathsOf(name: SymbolName) {
  const known = paths.get(name)
  if (known) return known
  const { body, mark }: { body: string; mark?: string } = symbols[name]
  const made = { body: new Path2D(body), mark: mark ? new Path2D(mark) : null }
  paths.set(name, made)
  return made
}

export const number = (feature: TileFeature, key: string, otherwise: number): number => {
  const value = feature.properties[key]
  return typeof value === 'number' ? value : otherwise
}

export const word = (feature: TileFeature, key: string): string => String(feature.properties[key] ?? '')
