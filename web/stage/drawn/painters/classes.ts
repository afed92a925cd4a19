/** What painters share: features by the classes of `looks.ts`, drawn as lines, outlines or signs. */

import type { TileFeature } from '../../../../tiles/read/mvt.ts'
import { type ClassLook, type LayerLook, lookOf } from '../../looks.ts'
import type { Labels } from '../labels.ts'
import { groups, type Pen } from '../pen.ts'

export type Painter = (pen: Pen, features: readonly TileFeature[], labels: Labels) => void

/** In the order of the table's classes from the last to the first: the weightiest class is drawn on top. */
export function inClasses(layer: LayerLook, features: readonly TileFeature[]): [ClassLook, TileFeature[]][] {
  const order = Object.values(layer.classes)
  return [...groups(features, ({ properties }) => lookOf(layer, properties))].sort(
    ([a], [b]) => order.indexOf(b) - order.indexOf(a),
  )
}

/** Dashed or plain outlines over a pale line, so that they show on any ground. */
export const outlines =
  (layer: LayerLook, thickness: number, pale = false): Painter =>
  (pen, features) => {
    for (const [look, some] of inClasses(layer, features)) {
      const width = (look.width ?? 1.5) * thickness
      if (pale) pen.stroke(some, 'rgba(255,255,255,.8)', width + 2)
      pen.stroke(
        some,
        look.colour,
        width,
        look.dash?.map((d) => d * Math.max(0.8, thickness)),
      )
    }
  }

/** Lines by class; a pale edge parts them from roads of their colour. */
export const lines =
  (layer: LayerLook): Painter =>
  (pen, features) => {
    const k = growth(pen.view.metresPerPixel)
    for (const [look, some] of inClasses(layer, features)) {
      const width = (look.width ?? 1.5) * k
      pen.stroke(some, 'rgba(255,255,255,.75)', width + 2)
      pen.stroke(some, look.colour, width, look.dash)
    }
  }

/** Signs by class: dots from afar, whole signs near. @param size of a sign from near, pixels */
export const signs =
  (layer: LayerLook, size: number, dotsBeyond = 3): Painter =>
  (pen, features) => {
    const { metresPerPixel } = pen.view
    const far = metresPerPixel > dotsBeyond
    const side = far ? Math.max(5, size * 0.4) : size * (metresPerPixel < 0.7 ? 1 : 0.75)
    for (const [look, some] of inClasses(layer, features)) {
      pen.sign(some, far ? 'dot' : (look.symbol ?? 'dot'), look.colour, side)
    }
  }

/** How much thicker lines are from near. */
export const growth = (metresPerPixel: number): number => (metresPerPixel < 0.35 ? 2 : metresPerPixel < 1.3 ? 1.6 : 1.1)
