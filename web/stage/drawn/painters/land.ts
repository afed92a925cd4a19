/** Painters of the plan: land cover, functional areas, blocks, parcels and what they once were, red lines. */

import type { TileFeature } from '../../../../tiles/read/mvt.ts'
import { zoneColour } from '../../../shared/colours.ts'
import { looks } from '../../looks.ts'
import { groups, number, type Pen, word } from '../pen.ts'
import { inClasses, outlines, type Painter } from './classes.ts'

/** A planning sheet writes the code, then what the plan allows: density, floor area ratio. */
const ruling = (properties: Readonly<Record<string, unknown>>): string => {
  const { zoningDensity: density, zoningFloorAreaRatio: ratio } = properties
  if (typeof density !== 'number' || typeof ratio !== 'number') return ''
  return `\n${Math.round(density * 100)}% · ${ratio.toLocaleString('vi-VN', { maximumFractionDigits: 1 })}`
}

export const landcover: Painter = (pen, features) => {
  for (const [look, some] of inClasses(looks.landcover!, features)) pen.fill(some, look.colour)
}

export const zones: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  for (const [code, some] of groups(features, (f) => word(f, 'zoningCode'))) pen.fill(some, zoneColour(code).colour)
  if (metresPerPixel < 10) pen.stroke(features, '#6b5f4f', metresPerPixel < 2.5 ? 1.6 : 0.9)
  if (metresPerPixel > 5) return
  const near = metresPerPixel < 1.3
  labels.areas(
    pen.view,
    features,
    (f) => word(f, 'zoningCode') + (near ? ruling(f.properties) : ''),
    { colour: '#3a2f1c', size: near ? 17 : 15, weight: 700 },
    4,
  )
}

export const parcels: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  for (const [code, some] of groups(features, (f) => word(f, 'zoningCode'))) pen.fill(some, zoneColour(code).colour)
  if (metresPerPixel < 2.5) pen.stroke(features, '#7a6f7a', metresPerPixel < 0.7 ? 1.2 : 0.7)
  if (metresPerPixel > 0.32) return
  labels.areas(
    pen.view,
    features,
    (f) => `${word(f, 'sheet')}/${word(f, 'number')}`,
    { colour: '#5a3d5a', size: 13 },
    1,
  )
}

export const parcelhistory: Painter = (pen, features, labels) => {
  outlines(looks.parcelhistory!, 0.8)(pen, features, labels)
  if (pen.view.metresPerPixel > 2.5) return
  hatch(pen, features)
  if (pen.view.metresPerPixel > 0.32) return
  const label = (f: (typeof features)[number]) => `(${word(f, 'sheet')}/${word(f, 'number')})`
  labels.areas(pen.view, features, label, { colour: '#7c5f86', size: 12, italic: true }, 0.9)
}

/** Slanting lines through the surfaces, in the grain of the whole picture so that neighbours and tiles agree. */
function hatch({ brush, view }: Pen, features: readonly TileFeature[]): void {
  const { size, offsetX, offsetY, scale } = view
  brush.save()
  brush.beginPath()
  for (const { parts } of features) {
    for (const part of parts) {
      brush.moveTo(offsetX + part[0]! * scale, offsetY + part[1]! * scale)
      for (let i = 2; i < part.length; i += 2) brush.lineTo(offsetX + part[i]! * scale, offsetY + part[i + 1]! * scale)
      brush.closePath()
    }
  }
  brush.clip()
  brush.setLineDash([])
  brush.strokeStyle = 'rgba(126,95,134,.55)'
  brush.lineWidth = 1
  brush.beginPath()
  // 16 divides the side of the picture: the lines go on in the next tile.
  for (let x = -size; x < size; x += 16) {
    brush.moveTo(x, size)
    brush.lineTo(x + size, 0)
  }
  brush.stroke()
  brush.restore()
}

export const blocks: Painter = (pen, features, labels) => {
  outlines(looks.blocks!, pen.view.metresPerPixel < 2.5 ? 1 : 0.5)(pen, features, labels)
  if (pen.view.metresPerPixel > 1.3) return
  labels.areas(pen.view, features, (f) => word(f, 'name'), { colour: '#6a6a6a', size: 14, italic: true }, 1.5)
}

/** Red lines are one line of law: solid and red; the building line behind them is dashed. */
export const redlines: Painter = (pen, features, labels) => {
  const thick = pen.view.metresPerPixel < 0.7 ? 1.5 : 0.9
  for (const [look, some] of inClasses(looks.redlines!, features)) {
    pen.stroke(some, look.colour, (look.width ?? 1.5) * thick, look.dash)
  }
  if (pen.view.metresPerPixel > 0.32) return
  const red = features.filter((f) => f.properties.kind === 'red' && number(f, 'widthMetres', 0) > 0)
  const says = (f: (typeof red)[number]) => `Lộ giới ${number(f, 'widthMetres', 0).toLocaleString('vi-VN')} m`
  labels.lines(pen.view, red, says, { colour: '#b00020', size: 12 }, 0.8)
}
