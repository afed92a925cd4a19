/** Painters of waters, dykes and works on the water. Names of water are italic and blue, as on any map. */

import type { TileFeature } from '../../../../tiles/read/mvt.ts'
import { looks } from '../../looks.ts'
import { number, type Pen, word } from '../pen.ts'
import { growth, inClasses, type Painter, signs } from './classes.ts'

const blue = { colour: '#1c5d8f', italic: true, halo: 'rgba(225,240,250,.85)' }

export const water: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  for (const [look, some] of inClasses(looks.water!, features)) pen.fill(some, look.colour)
  if (metresPerPixel < 5) pen.stroke(features, '#5f9cc4', 1)
  if (metresPerPixel > 20) return
  const wide = features.filter((f) => f.properties.kind !== 'canal')
  labels.areas(pen.view, wide, (f) => word(f, 'name'), { ...blue, size: 17 }, 5)
}

export const waterways: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  for (const [look, some] of inClasses(looks.waterways!, features)) {
    pen.stroke(some, look.colour, (look.width ?? 2) * (metresPerPixel > 5 ? 0.8 : growth(metresPerPixel)), look.dash)
  }
  if (metresPerPixel > 10) return
  const great = features.filter((f) => number(f, 'widthMetres', 0) >= 15)
  labels.lines(pen.view, great, (f) => word(f, 'name'), { ...blue, size: 17 }, 5.5)
  if (metresPerPixel > 2.6) return
  const small = features.filter((f) => number(f, 'widthMetres', 0) < 15)
  labels.lines(pen.view, small, (f) => word(f, 'name'), { ...blue, size: 14 }, 3)
}

/** A dyke has ticks on both sides, an embankment and a quay on the right of its line. */
export const dykes: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  const k = growth(metresPerPixel)
  for (const [look, some] of inClasses(looks.dykes!, features)) {
    pen.stroke(some, 'rgba(255,255,255,.7)', (look.width ?? 2) * k + 2)
    pen.stroke(some, look.colour, (look.width ?? 2) * k)
    if (metresPerPixel < 5) ticks(pen, some, look.colour)
  }
  if (metresPerPixel > 2.6) return
  labels.lines(pen.view, features, (f) => word(f, 'name'), { colour: '#6a5227', size: 14 }, 3.2)
}

const TICK_EVERY = 12
const TICK = 5

function ticks({ brush, view }: Pen, features: readonly TileFeature[], colour: string): void {
  const { offsetX, offsetY, scale } = view
  brush.setLineDash([])
  brush.strokeStyle = colour
  brush.lineWidth = 1.2
  brush.beginPath()
  for (const { parts, properties } of features) {
    const left = properties.kind === 'dyke' ? TICK : 0
    for (const part of parts) {
      let next = TICK_EVERY / 2
      let gone = 0
      for (let i = 2; i < part.length; i += 2) {
        const [x0, y0] = [offsetX + part[i - 2]! * scale, offsetY + part[i - 1]! * scale]
        const [dx, dy] = [scale * (part[i]! - part[i - 2]!), scale * (part[i + 1]! - part[i - 1]!)]
        const step = Math.hypot(dx, dy)
        for (; next <= gone + step; next += TICK_EVERY) {
          const t = (next - gone) / step
          const [x, y] = [x0 + dx * t, y0 + dy * t]
          brush.moveTo(x + (dy / step) * left, y - (dx / step) * left)
          brush.lineTo(x - (dy / step) * TICK, y + (dx / step) * TICK)
        }
        gone += step
      }
    }
  }
  brush.stroke()
}

export const hydraulics: Painter = (pen, features, labels) => {
  signs(looks.hydraulics!, 24, 12)(pen, features, labels)
  if (pen.view.metresPerPixel > 5) return
  labels.points(pen.view, features, (f) => word(f, 'name'), { colour: '#0d2f6b', size: 14, weight: 600 }, 4.2, 13)
}
