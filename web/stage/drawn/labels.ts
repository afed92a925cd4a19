/**
 * Names on a picture tile. Painters wish for them while they draw; at the end they are placed, the weightiest first, where they hide no
 * other and lie wholly within the tile: a name is never cut at a tile's edge, and each tile decides alone. Names along lines stand
 * upright and follow the bends; names of surfaces stand where the surface is widest.
 */

import type { TileFeature } from '../../../tiles/read/mvt.ts'
import { joined, lengthOf, setOut } from '../../shared/label-line.ts'
import { type Brush, LARGER, type TileView } from './pen.ts'

export interface LabelStyle {
  readonly colour: string
  /** Height of the letters as they are seen, pixels. */
  readonly size: number
  readonly weight?: number
  readonly italic?: boolean
  readonly halo?: string
}

export interface Labels {
  /** Beside a sign `gap` pixels wide from its middle; 0 writes over the place itself. */
  points(
    view: TileView,
    features: readonly TileFeature[],
    text: (f: TileFeature) => string,
    style: LabelStyle,
    rank: number,
    gap: number,
  ): void
  /** Lines of one name are joined first: streets are cut at every crossing. */
  lines(
    view: TileView,
    features: readonly TileFeature[],
    text: (f: TileFeature) => string,
    style: LabelStyle,
    rank: number,
  ): void
  /** `\n` parts lines. */
  areas(
    view: TileView,
    features: readonly TileFeature[],
    text: (f: TileFeature) => string,
    style: LabelStyle,
    rank: number,
  ): void
  draw(brush: Brush): void
}

type Box = readonly [x0: number, y0: number, x1: number, y1: number]
type Place = (brush: Brush, free: (boxes: readonly Box[]) => boolean) => readonly Box[] | null

interface Wish {
  readonly rank: number
  readonly text: string
  readonly style: LabelStyle
  readonly alpha: number
  readonly place: Place
}

/** Pixels kept free around a name. */
const AIR = 3
/** Names said again on one tile only this far away, pixels. */
const APART = 420
/** Wishes looked at on one tile: a tile of thousands of numbers shows what fits. */
const MOST = 4000

/** @param opacity of the layer that is being drawn, as it stands at the time of a wish */
export function createLabels(size: number, opacity: () => number): Labels {
  const wishes: Wish[] = []
  const wish = (text: string, rank: number, style: LabelStyle, place: Place) => {
    if (text && wishes.length < MOST) {
      wishes.push({ rank, text: text.normalize('NFC'), style, alpha: Math.max(0.85, opacity()), place })
    }
  }
  return {
    points: ({ offsetX, offsetY, scale }, features, text, style, rank, gap) => {
      for (const feature of features) {
        for (const part of feature.parts) {
          for (let i = 0; i < part.length; i += 2) {
            const [x, y] = [offsetX + part[i]! * scale, offsetY + part[i + 1]! * scale]
            // The tile that a point lies in names it, not its neighbour.
            if (x < 0 || y < 0 || x >= size || y >= size) continue
            const words = text(feature)
            wish(words, rank, style, beside(words, x, y, gap * LARGER, style, size))
          }
        }
      }
    },
    lines: (view, features, text, style, rank) => {
      const byName = new Map<string, Float32Array[]>()
      for (const feature of features) {
        const name = text(feature)
        if (!name) continue
        const parts = byName.get(name) ?? []
        parts.push(...feature.parts)
        byName.set(name, parts)
      }
      for (const [name, parts] of byName) {
        for (const line of joined(parts)) {
          const path = pixels(view, line)
          const length = lengthOf(path)
          wish(
            name,
            rank + Math.min(0.9, length / 5000),
            style,
            along(name.normalize('NFC'), path, length, style, size),
          )
        }
      }
    },
    areas: (view, features, text, style, rank) => {
      for (const feature of features) {
        const words = text(feature)
        if (words)
          wish(
            words,
            rank,
            style,
            within(
              words,
              feature.parts.map((part) => pixels(view, part)),
              style,
              size,
            ),
          )
      }
    },
    draw: (brush) => {
      wishes.sort((a, b) => b.rank - a.rank || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      const taken: Box[] = []
      const said = new Map<string, Box[]>()
      brush.textBaseline = 'middle'
      brush.textAlign = 'center'
      brush.lineJoin = 'round'
      brush.setLineDash([])
      let font = ''
      for (const { text, style, place, alpha } of wishes) {
        const next = `${style.italic ? 'italic ' : ''}${style.weight ?? 500} ${style.size * LARGER}px "Be Vietnam Pro", system-ui, "Segoe UI", Arial, sans-serif`
        if (next !== font) brush.font = next
        font = next
        brush.globalAlpha = alpha
        brush.fillStyle = style.colour
        brush.strokeStyle = style.halo ?? 'rgba(255,255,255,.9)'
        brush.lineWidth = Math.max(3, style.size / 3.5)
        const before = said.get(text) ?? []
        const free = (boxes: readonly Box[]) =>
          boxes.every((box) => inside(box, size)) &&
          !boxes.some((box) => taken.some((other) => touch(box, other, AIR))) &&
          !boxes.some((box) => before.some((other) => touch(box, other, APART)))
        const boxes = place(brush, free)
        if (!boxes) continue
        taken.push(...boxes)
        said.set(text, [...before, ...boxes])
      }
      brush.globalAlpha = 1
      brush.setTransform(1, 0, 0, 1, 0, 0)
    },
  }
}

const pixels = ({ offsetX, offsetY, scale }: TileView, part: Float32Array): Float32Array =>
  part.map((v, i) => (i % 2 ? offsetY : offsetX) + v * scale)

const inside = ([x0, y0, x1, y1]: Box, size: number) => x0 >= 1 && y0 >= 1 && x1 <= size - 1 && y1 <= size - 1
const touch = (a: Box, b: Box, air: number) =>
  a[0] - air < b[2] && a[2] + air > b[0] && a[1] - air < b[3] && a[3] + air > b[1]

function write(brush: Brush, text: string, x: number, y: number): void {
  brush.strokeText(text, x, y)
  brush.fillText(text, x, y)
}

/** Right of the sign, left, above, below: the first that is free. */
const beside =
  (text: string, x: number, y: number, gap: number, { size: seen }: LabelStyle, size: number): Place =>
  (brush, free) => {
    const height = seen * LARGER
    const half = brush.measureText(text).width / 2
    const far = gap + half + 2
    const offers: readonly (readonly [number, number])[] =
      gap === 0
        ? [[0, 0]]
        : [
            [far, 0],
            [-far, 0],
            [0, -gap - height * 0.7],
            [0, gap + height * 0.7],
          ]
    for (const [dx, dy] of offers) {
      const [cx, cy] = [x + dx, y + dy]
      if (cx < 0 || cy < 0 || cx > size || cy > size) continue
      const box: Box = [cx - half, cy - height * 0.6, cx + half, cy + height * 0.6]
      if (!free([box])) continue
      write(brush, text, cx, cy)
      return [box]
    }
    return null
  }

/** Where a line across the surface is longest, among five. */
const within =
  (text: string, rings: readonly Float32Array[], { size: seen }: LabelStyle, size: number): Place =>
  (brush, free) => {
    const height = seen * LARGER
    const rows = text.split('\n')
    const wide = Math.max(...rows.map((row) => brush.measureText(row).width))
    const tall = rows.length * height * 1.2
    let [top, bottom] = [Infinity, -Infinity]
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i += 2) {
        top = Math.min(top, ring[i]!)
        bottom = Math.max(bottom, ring[i]!)
      }
    }
    ;[top, bottom] = [Math.max(0, top), Math.min(size, bottom)]
    if (bottom - top < tall + 2) return null
    const offers: { x: number; y: number; room: number }[] = []
    for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const y = top + (bottom - top) * share
      if (y - tall / 2 < top || y + tall / 2 > bottom) continue
      const crossings = crossingsAt(rings, y)
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const [left, right] = [Math.max(0, crossings[i]!), Math.min(size, crossings[i + 1]!)]
        // The middle counts: a name at the edge of a field reads as its neighbour's.
        offers.push({ x: (left + right) / 2, y, room: (right - left) * (1 - Math.abs(share - 0.5) / 2) })
      }
    }
    offers.sort((a, b) => b.room - a.room)
    for (const { x, y, room } of offers) {
      if (room < wide + 6) break
      const box: Box = [x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2]
      if (!free([box])) continue
      for (const [i, row] of rows.entries()) write(brush, row, x, y + (i - (rows.length - 1) / 2) * height * 1.2)
      return [box]
    }
    return null
  }

function crossingsAt(rings: readonly Float32Array[], y: number): number[] {
  const found: number[] = []
  for (const ring of rings) {
    let [px, py] = [ring[ring.length - 2]!, ring[ring.length - 1]!]
    for (let i = 0; i < ring.length; i += 2) {
      const [x, ry] = [ring[i]!, ring[i + 1]!]
      if (ry > y !== py > y) found.push(x + ((y - ry) / (py - ry)) * (px - x))
      ;[px, py] = [x, ry]
    }
  }
  return found.sort((a, b) => a - b)
}

/** Letter by letter along the line, at the first of five places where it is straight enough and free. */
const along =
  (text: string, path: Float32Array, length: number, { size: seen }: LabelStyle, size: number): Place =>
  (brush, free) => {
    const height = seen * LARGER
    const wide = brush.measureText(text).width
    if (length < wide + height) return null
    const shares = length > 3 * wide ? [0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6] : [0.5, 0.4, 0.6]
    for (const share of shares) {
      const from = Math.min(length - wide, Math.max(0, length * share - wide / 2))
      const letters = setOut((letter) => brush.measureText(letter).width, text, path, from, wide)
      if (!letters) continue
      const boxes = letters.map(({ x, y, half }): Box => {
        const reach = Math.max(half, height * 0.55)
        return [x - reach, y - reach, x + reach, y + reach]
      })
      if (boxes.some((box) => !inside(box, size)) || !free(boxes)) continue
      const draw = (how: (letter: string) => void) => {
        for (const { letter, x, y, angle } of letters) {
          brush.setTransform(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), x, y)
          how(letter)
        }
      }
      draw((letter) => brush.strokeText(letter, 0, 0))
      draw((letter) => brush.fillText(letter, 0, 0))
      brush.setTransform(1, 0, 0, 1, 0, 0)
      return boxes
    }
    return null
  }
