/**
 * The names on the picture. What the tiles of a cover say is collected once (`namesOf`); for each view it is set out anew
 * (`writeNames`), the weightiest first, where it hides no other. One picture a little larger than the view, so that it can be moved
 * along with the map until the next is ready.
 */
import type { LayerId } from '../../../scenarios/city/layers.ts'
import type { TileFeature } from '../../../tiles/read/mvt.ts'
import { joined, lengthOf, setOut } from '../../shared/label-line.ts'
import { type Cover, TILE } from './cover.ts'
import { placingOf, type Sheet } from './draw-tile.ts'
import type { Look } from './look.ts'
import { familyOf, type Palette } from './palette.ts'

type Brush = OffscreenCanvasRenderingContext2D

interface Style {
  readonly colour: string
  /** Pixels. */
  readonly size: number
  readonly weight?: 400 | 600
  readonly italic?: boolean
}

/** x, y: pixels of the cover's zoom from its north-west corner. */
export interface Name {
  readonly text: string
  readonly rank: number
  readonly style: Style
  readonly x: number
  readonly y: number
  /** Written along it. */
  readonly path?: Float32Array
  /** A sign of this colour beside which it stands; else it stands on the place. */
  readonly sign?: string
  /** Written from this zoom of the view on, up to that. */
  readonly from: number
  readonly to?: number
  /** Two of the same are this far apart, pixels. */
  readonly apart?: number
  /** Room for it at the cover's zoom, pixels. */
  readonly room?: number
}

export interface NameView {
  /** The middle, pixels of the cover's zoom from its corner. */
  readonly x: number
  readonly y: number
  /** Pixels of the screen to one of the cover. */
  readonly scale: number
  readonly zoom: number
  readonly width: number
  readonly height: number
  /** Of the screen's own pixels to one. */
  readonly ratio: number
}

/** Pixels kept free around a name, and between two of the same. */
const AIR = 4
const APART = 260
const FAMILY = '"Be Vietnam Pro", system-ui, sans-serif'

const roadFrom: Readonly<Record<string, number>> = {
  trunk: 11.5,
  arterial: 12.5,
  collector: 13.5,
  local: 14.6,
  alley: 16,
  path: 16.5,
}
const roadRank: Readonly<Record<string, number>> = {
  trunk: 6,
  arterial: 5.5,
  collector: 5,
  local: 4,
  alley: 2,
  path: 1,
}

export function namesOf(
  cover: Cover,
  sheetsOf: (x: number, y: number) => ReadonlyMap<LayerId, Sheet>,
  { shown }: Look,
  palette: Palette,
): Name[] {
  const names: Name[] = []
  const { label } = palette
  for (let y = cover.y0; y < cover.y1; y++) {
    for (let x = cover.x0; x < cover.x1; x++) {
      const sheets = sheetsOf(x, y)
      const left = (x - cover.x0) * TILE
      const top = (y - cover.y0) * TILE
      const moved = (sheet: Sheet) => {
        const { dx, dy, scale } = placingOf(sheet, x, y)
        return (part: Float32Array) => part.map((v, i) => (i % 2 ? top + dy : left + dx) + v * scale)
      }
      const here = (px: number, py: number) => px >= left && py >= top && px < left + TILE && py < top + TILE
      const points = (id: LayerId, name: (f: TileFeature) => Omit<Name, 'x' | 'y'> | null) => {
        const sheet = sheets.get(id)
        if (!sheet) return
        const move = moved(sheet)
        for (const feature of sheet.layer.features) {
          const [px, py] = move(feature.parts[0] ?? new Float32Array([-1, -1]))
          // The tile that a point lies in names it, not its neighbour.
          if (px === undefined || py === undefined || !here(px, py)) continue
          const one = name(feature)
          if (one?.text) names.push({ ...one, x: px, y: py })
        }
      }
      const areas = (id: LayerId, name: (f: TileFeature) => Omit<Name, 'x' | 'y' | 'room'> | null) => {
        const sheet = sheets.get(id)
        if (!sheet) return
        const move = moved(sheet)
        for (const feature of sheet.layer.features) {
          const one = name(feature)
          if (!one?.text) continue
          const middle = middleOf(feature.parts.map(move), left, top)
          if (middle) names.push({ ...one, ...middle })
        }
      }
      const lines = (id: LayerId, name: (f: TileFeature) => Omit<Name, 'x' | 'y' | 'path'> | null) => {
        const sheet = sheets.get(id)
        if (!sheet) return
        const byText = new Map<string, { one: Omit<Name, 'x' | 'y' | 'path'>; parts: Float32Array[] }>()
        for (const feature of sheet.layer.features) {
          const one = name(feature)
          if (!one?.text) continue
          const known = byText.get(one.text) ?? { one, parts: [] }
          byText.set(one.text, known)
          known.parts.push(...feature.parts)
        }
        const move = moved(sheet)
        for (const { one, parts } of byText.values()) {
          for (const path of joined(parts).map(move)) names.push({ ...one, x: path[0]!, y: path[1]!, path })
        }
      }

      areas('units', ({ properties: p }) =>
        p.validTo
          ? null
          : {
              text: text(p.name),
              rank: 9,
              style: { colour: label.unit, size: 15, weight: 600 },
              from: 9,
              to: 15.6,
              apart: 700,
            },
      )
      lines('waterways', ({ properties: p }) => ({
        text: text(p.name),
        rank: 7,
        style: { colour: label.water, size: 12.5, italic: true },
        from: 11,
      }))
      lines('roads', ({ properties: p }) => {
        const kind = String(p.class)
        return {
          text: text(p.name),
          rank: roadRank[kind] ?? 1,
          style: { colour: label.street, size: kind === 'alley' || kind === 'path' ? 11.5 : 12.5 },
          from: roadFrom[kind] ?? 15,
        }
      })
      points('landmarks', ({ properties: p }) => {
        const category = String(p.category ?? '')
        const colour = palette.places[familyOf(category)]!
        const great = ['government', 'health', 'market', 'park', 'lake', 'place'].includes(category)
        return {
          text: text(p.name),
          rank: great ? 6.5 : 4.5,
          style: { colour, size: 12, weight: 600 },
          sign: colour,
          from: great ? 13.4 : 14.4,
        }
      })
      areas('subunits', ({ properties: p }) => ({
        text: text(p.name).replace(/ \(.*/, ''),
        rank: 3,
        style: { colour: label.subunit, size: 12, italic: true },
        from: 12.6,
      }))
      if (shown.includes('zones')) {
        areas('zones', ({ properties: p }) => ({
          text: text(p.zoningCode),
          rank: 3.5,
          style: { colour: label.plan, size: 12, weight: 600 },
          from: 13,
        }))
      }
      areas('gridcells', ({ properties: p }) => ({
        text: text(p.code),
        rank: 2.5,
        style: { colour: palette.grid, size: 11.5, weight: 600 },
        from: 14.5,
      }))
      areas('parcels', ({ properties: p }) => ({
        text: `${p.sheet}/${p.number}`,
        rank: 0.5,
        style: { colour: label.house, size: 10.5 },
        from: 17.6,
      }))
      points('addresses', ({ properties: p }) => ({
        text: text(p.number),
        rank: 1,
        style: { colour: label.house, size: 11 },
        from: 17,
      }))
    }
  }
  return names.sort((a, b) => b.rank - a.rank || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
}

const text = (value: unknown): string => (typeof value === 'string' ? value.normalize('NFC') : '')

type Box = readonly [x0: number, y0: number, x1: number, y1: number]
const touch = (a: Box, b: Box, air: number) =>
  a[0] - air < b[2] && a[2] + air > b[0] && a[1] - air < b[3] && a[3] + air > b[1]

const widths = new Map<string, number>()
function wide(brush: Brush, words: string): number {
  const key = `${brush.font} ${words}`
  let width = widths.get(key)
  if (width === undefined) {
    width = brush.measureText(words).width
    if (widths.size > 20_000) widths.clear()
    widths.set(key, width)
  }
  return width
}
/** Widths were measured in another type. */
export const forgetWidths = (): void => widths.clear()

/** @param names in the order of their weight */
export function writeNames(brush: Brush, names: readonly Name[], view: NameView, halo: string): void {
  const { width, height, scale, ratio, zoom } = view
  const taken: Box[] = []
  const said = new Map<string, Box[]>()
  const plain = () => brush.setTransform(ratio, 0, 0, ratio, 0, 0)
  plain()
  brush.clearRect(0, 0, width, height)
  brush.textBaseline = 'middle'
  brush.textAlign = 'center'
  brush.lineJoin = 'round'
  brush.strokeStyle = halo
  const free = (boxes: readonly Box[], before: readonly Box[], apart: number) =>
    boxes.every((box) => box[0] > 0 && box[1] > 0 && box[2] < width && box[3] < height) &&
    !boxes.some((box) => taken.some((other) => touch(box, other, AIR))) &&
    !boxes.some((box) => before.some((other) => touch(box, other, apart)))
  const write = (words: string, x: number, y: number) => {
    brush.strokeText(words, x, y)
    brush.fillText(words, x, y)
  }
  let font = ''
  for (const { text: words, rank, style, x, y, path, sign, from, to = 99, apart = APART, room } of names) {
    if (zoom < from || zoom > to) continue
    const [sx, sy] = [(x - view.x) * scale + width / 2, (y - view.y) * scale + height / 2]
    if (!path && (sx < 0 || sy < 0 || sx > width || sy > height)) continue
    const next = `${style.italic ? 'italic ' : ''}${style.weight ?? 400} ${style.size}px ${FAMILY}`
    if (next !== font) brush.font = next
    font = next
    brush.fillStyle = style.colour
    brush.lineWidth = style.size > 13 ? 4 : 3
    const before = said.get(words) ?? []
    const length = wide(brush, words)
    const tall = style.size * 1.25
    let boxes: Box[] | null = null
    if (path) {
      boxes = along(words, path, length, tall, before)
    } else if (sign) {
      const dot: Box = [sx - 6, sy - 6, sx + 6, sy + 6]
      if (taken.some((other) => touch(dot, other, 0))) continue
      brush.beginPath()
      brush.arc(sx, sy, 4.5, 0, 2 * Math.PI)
      brush.stroke()
      brush.fill()
      taken.push(dot)
      const far = 9 + length / 2
      for (const [dx, dy] of [
        [far, 0],
        [-far, 0],
        [0, tall],
        [0, -tall],
      ] as const) {
        const box: Box = [sx + dx - length / 2, sy + dy - tall / 2, sx + dx + length / 2, sy + dy + tall / 2]
        if (!free([[box[0] + 3, box[1] + 3, box[2] - 3, box[3] - 3]], before, apart)) continue
        write(words, sx + dx, sy + dy)
        boxes = [box]
        break
      }
    } else {
      // A great name may reach over its borders.
      if (room !== undefined && room * scale < (rank >= 9 ? length / 4 : length + 8)) continue
      const box: Box = [sx - length / 2, sy - tall / 2, sx + length / 2, sy + tall / 2]
      if (free([box], before, apart)) {
        write(words, sx, sy)
        boxes = [box]
      }
    }
    if (!boxes) continue
    taken.push(...boxes)
    said.set(words, [...before, ...boxes])
  }

  function along(
    words: string,
    whole: Float32Array,
    length: number,
    tall: number,
    before: readonly Box[],
  ): Box[] | null {
    const path = whole.map((v, i) => (v - (i % 2 ? view.y : view.x)) * scale + (i % 2 ? height : width) / 2)
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = 0; i < path.length; i += 2) {
      x0 = Math.min(x0, path[i]!)
      x1 = Math.max(x1, path[i]!)
      y0 = Math.min(y0, path[i + 1]!)
      y1 = Math.max(y1, path[i + 1]!)
    }
    if (x1 < 0 || y1 < 0 || x0 > width || y0 > height) return null
    const all = lengthOf(path)
    if (all < length + 4) return null
    for (const share of all > 3 * length ? [0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6] : [0.5, 0.35, 0.65]) {
      const from = Math.min(all - length, Math.max(0, all * share - length / 2))
      const letters = setOut((letter) => wide(brush, letter), words, path, from, length)
      if (!letters) continue
      const boxes = letters.map(({ x, y, half }): Box => {
        const reach = Math.max(half, tall * 0.45)
        return [x - reach, y - reach, x + reach, y + reach]
      })
      if (!free(boxes, before, APART)) continue
      for (const how of ['strokeText', 'fillText'] as const) {
        for (const { letter, x, y, angle } of letters) {
          const [cos, sin] = [Math.cos(angle) * ratio, Math.sin(angle) * ratio]
          brush.setTransform(cos, sin, -sin, cos, x * ratio, y * ratio)
          brush[how](letter, 0, 0)
        }
      }
      plain()
      return boxes
    }
    return null
  }
}

/** Where a surface is widest within the tile, among five lines across it. */
function middleOf(
  rings: readonly Float32Array[],
  left: number,
  top: number,
): { x: number; y: number; room: number } | null {
  let [low, high] = [Infinity, -Infinity]
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      low = Math.min(low, ring[i]!)
      high = Math.max(high, ring[i]!)
    }
  }
  ;[low, high] = [Math.max(low, top), Math.min(high, top + TILE)]
  let best: { x: number; y: number; room: number } | null = null
  for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
    const y = low + (high - low) * share
    const crossings = crossingsAt(rings, y)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [a, b] = [Math.max(crossings[i]!, left), Math.min(crossings[i + 1]!, left + TILE)]
      const room = b - a
      if (room > (best?.room ?? 0) * 1.15) best = { x: (a + b) / 2, y, room }
    }
  }
  return best
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
