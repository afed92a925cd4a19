/** Painters of what runs in and over the ground: storm drains, water mains, power, lighting, sensors. */

import type { TileFeature } from '../../../../tiles/read/mvt.ts'
import { looks } from '../../looks.ts'
import { groups, number, word } from '../pen.ts'
import { growth, inClasses, lines, type Painter, signs } from './classes.ts'
import { arrows } from './streets.ts'

/** Sizes as they are written on drawings: D600, B800×H1000, in millimetres. */
const millimetres = (metres: number) => String(Math.round(metres * 1000))

export const drains: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  for (const [look, some] of inClasses(looks.drains!, features)) {
    // Wider pipes are wider lines: a pipe of 0.6 m as its class says, one of 2 m twice that.
    for (const [size, same] of groups(some, (f) => Math.round(number(f, 'widthMetres', 0.6) * 2) / 2)) {
      const width = (look.width ?? 2) * growth(metresPerPixel) * Math.min(2, 0.7 + size / 2)
      pen.stroke(same, 'rgba(255,255,255,.75)', width + 2)
      pen.stroke(same, look.colour, width, look.dash)
    }
  }
  if (metresPerPixel > 1.3) return
  const mains = features.filter((f) => f.properties.kind !== 'connector')
  arrows(pen, mains, '#04403d', 150)
  if (metresPerPixel > 0.65) return
  const size = (f: (typeof mains)[number]) =>
    f.properties.kind === 'pipe'
      ? `D${millimetres(number(f, 'widthMetres', 0))}`
      : `B${millimetres(number(f, 'widthMetres', 0))}×H${millimetres(number(f, 'heightMetres', 0))}`
  labels.lines(pen.view, mains, size, { colour: '#075e5a', size: 13 }, 2)
}

export const drainnodes: Painter = (pen, features, labels) => {
  signs(looks.drainnodes!, 15, 0.7)(pen, features, labels)
  if (pen.view.metresPerPixel > 0.32) return
  const level = (f: (typeof features)[number]) =>
    typeof f.properties.invertMetres === 'number'
      ? f.properties.invertMetres.toLocaleString('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
      : ''
  const deep = features.filter((f) => f.properties.kind !== 'inlet')
  labels.points(pen.view, deep, level, { colour: '#075e5a', size: 11 }, 0.6, 9)
}

export const watermains: Painter = (pen, features, labels) => {
  lines(looks.watermains!)(pen, features, labels)
  if (pen.view.metresPerPixel > 0.65) return
  const size = (f: (typeof features)[number]) => `D${millimetres(number(f, 'diameterMetres', 0))}`
  labels.lines(pen.view, features, size, { colour: '#0d47a1', size: 13 }, 1.8)
}

export const waternodes: Painter = (pen, features, labels) => {
  const junctions = features.filter((f) => f.properties.kind === 'junction')
  if (pen.view.metresPerPixel < 1.3) signs(looks.waternodes!, 7)(pen, junctions, labels)
  const others = features.filter((f) => f.properties.kind !== 'junction')
  signs(looks.waternodes!, 19, 0.7)(pen, others, labels)
  if (pen.view.metresPerPixel < 2.6) {
    labels.points(pen.view, others, (f) => word(f, 'name'), { colour: '#0d47a1', size: 13 }, 2.2, 11)
  }
}

/** Cables in the ground are dashed, lines on poles whole. */
export const powerlines: Painter = (pen, features, labels) => {
  const k = growth(pen.view.metresPerPixel)
  for (const [look, some] of inClasses(looks.powerlines!, features)) {
    const width = (look.width ?? 1.5) * k
    pen.stroke(some, 'rgba(255,255,255,.7)', width + 2)
    for (const [cable, same] of groups(some, (f) => f.properties.kind === 'cable')) {
      pen.stroke(same, look.colour, width, cable ? [8, 4] : [])
    }
  }
  if (pen.view.metresPerPixel > 5) return
  const voltage = (f: (typeof features)[number]) => {
    const kilovolts = number(f, 'voltageVolts', 0) / 1000
    return word(f, 'name') || (kilovolts >= 1 ? `${kilovolts} kV` : '')
  }
  labels.lines(pen.view, features, voltage, { colour: '#7a1030', size: 13, weight: 600 }, 2.5)
}

export const powernodes: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  const poles = features.filter((f) => f.properties.kind === 'pole')
  if (metresPerPixel < 1.3) signs(looks.powernodes!, 8)(pen, poles, labels)
  const greater = features.filter(isGreat)
  const lesser = features.filter((f) => !isGreat(f) && f.properties.kind !== 'pole')
  signs(looks.powernodes!, 17, 0.8)(pen, lesser, labels)
  signs(looks.powernodes!, 21, 5)(pen, greater, labels)
  const style = { colour: '#6b1020', size: 13, weight: 600 }
  if (metresPerPixel < 2.6) labels.points(pen.view, greater, (f) => word(f, 'name'), style, 2.6, 12)
  if (metresPerPixel < 0.4) labels.points(pen.view, lesser, (f) => word(f, 'name'), { ...style, size: 12 }, 1.4, 10)
}

/** Substations and towers, of which there are few. */
const isGreat = ({ properties: { kind } }: TileFeature): boolean => kind === 'substation' || kind === 'tower'

/** From near each lamp has its light on the ground; one that is out has none. */
export const lamps: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  if (metresPerPixel < 0.65) {
    const lit = features.filter((f) => f.properties.state !== 'out')
    pen.discs(lit, 'rgba(255,214,80,.22)', (f) => number(f, 'heightMetres', 8) / metresPerPixel)
  }
  signs(looks.lamps!, 16, 0.8)(pen, features, labels)
  if (metresPerPixel > 0.16) return
  labels.points(pen.view, features, (f) => word(f, 'number'), { colour: '#8a5a00', size: 11 }, 0.5, 9)
}

export const cabinets: Painter = (pen, features, labels) => {
  signs(looks.cabinets!, 18, 3)(pen, features, labels)
  if (pen.view.metresPerPixel > 0.65) return
  labels.points(pen.view, features, (f) => word(f, 'name'), { colour: '#8a3c00', size: 12 }, 2.1, 11)
}

export const sensors: Painter = (pen, features, labels) => {
  signs(looks.sensors!, 22, 20)(pen, features, labels)
  if (pen.view.metresPerPixel > 2.6) return
  labels.points(pen.view, features, (f) => word(f, 'name'), { colour: '#0b4d45', size: 14, weight: 600 }, 4.5, 13)
}
