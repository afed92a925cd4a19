/**
 * DXF drawings (ASCII): each layer with its points, lines, closed polylines and texts; blocks taken apart where they are
 * inserted, and their insertion points kept with the attributes. A drawing states no reference system. Coordinates in
 * millimetres or other units are made metres where the header says so and the numbers do not gainsay it.
 */
import type { XY } from '../../../scenarios/frame.ts'
import type { SourceValue, VectorReader } from './contract.ts'
import { arc, polyline } from './dxf-curves.ts'
import { blockName, DxfBuilder, type DxfDrawing, type DxfEntity, numberOf, tagOf } from './dxf-drawing.ts'
import { DxfFault, DxfTagger } from './dxf-tags.ts'
import { decodeBytes, encodingOfDrawing, saidBy } from './dxf-text.ts'
import { Reading } from './reading.ts'
import { addShape, type RawShape } from './shape.ts'

const EXPECTED = 'an ASCII DXF drawing with a section ENTITIES'
/** Arcs become corners that stay within this of them, m. */
export const ARC_TOLERANCE_METRES = 0.01

/** Metres of $INSUNITS; 0 where the drawing has none. */
const UNITS = new Map<string, number>([
  ['1', 0.0254],
  ['2', 0.3048],
  ['4', 0.001],
  ['5', 0.01],
  ['6', 1],
  ['7', 1000],
  ['14', 0.1],
])

/** a x + c y + e, b x + d y + f */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]
const apply = ([a, b, c, d, e, f]: Affine, [x, y]: XY): XY => [a * x + c * y + e, b * x + d * y + f]
const times = (m: Affine, n: Affine): Affine => {
  const [e, f] = apply(m, [n[4], n[5]])
  return [
    ...([m[0] * n[0] + m[2] * n[1], m[1] * n[0] + m[3] * n[1]] as const),
    ...([m[0] * n[2] + m[2] * n[3], m[1] * n[2] + m[3] * n[3]] as const),
    ...([e, f] as const),
  ]
}
const MIRRORED: Affine = [-1, 0, 0, 1, 0, 0]

export const readDxf: VectorReader = async (file, options) => {
  const reading = new Reading(file, options, EXPECTED)
  const builder = new DxfBuilder(reading)
  const tagger = new DxfTagger((tag) => builder.take(tag))
  try {
    for await (const chunk of reading.chunks()) tagger.write(chunk)
    tagger.finish()
  } catch (error) {
    if (!(error instanceof DxfFault)) throw error
    const message = { vi: 'dòng này phải là mã nhóm', en: 'this line must be a group code' }
    throw reading.wrong('dxf-tag', message, `line ${error.line}`)
  }
  const drawing = builder.finish()
  new Plotter(reading, drawing).plot()
  return reading.finish('dxf', null)
}

/** Where an entity stands: in a block under a layer and a transform, or in the drawing itself. */
interface Setting {
  readonly transform: Affine
  readonly layer: string
  readonly block: string | null
  readonly depth: number
}

class Plotter {
  private readonly reading: Reading
  private readonly drawing: DxfDrawing
  private readonly encoding: string
  private readonly tolerance: number
  private readonly unit: number
  private inserted = 0

  constructor(reading: Reading, drawing: DxfDrawing) {
    this.reading = reading
    this.drawing = drawing
    const { header } = drawing
    this.encoding = encodingOfDrawing(header.get('$ACADVER') ?? '', header.get('$DWGCODEPAGE') ?? '')
    this.unit = this.unitOf(header.get('$INSUNITS') ?? '0')
    this.tolerance = ARC_TOLERANCE_METRES / this.unit
  }

  plot(): void {
    const transform: Affine = [this.unit, 0, 0, this.unit, 0, 0]
    for (const entity of this.drawing.entities) this.entity(entity, { transform, layer: '', block: null, depth: 0 })
  }

  /** A drawing often says millimetres and means metres: numbers of the size of a national grid are believed over it. */
  private unitOf(code: string): number {
    const unit = UNITS.get(code.trim()) ?? 1
    if (unit === 1) return 1
    const { entities, blocks } = this.drawing
    const within = [...blocks.values()].flatMap((block) => block.entities)
    const metric = unit < 1 && [entities, within].some((list) => isNational(sizeOf(list)))
    const message = metric
      ? {
          vi: `đơn vị bản vẽ ghi ${unit} m nhưng tọa độ là mét: giữ nguyên`,
          en: `the drawing says units of ${unit} m, but its coordinates are metres: left as they are`,
        }
      : { vi: `đổi đơn vị bản vẽ (${unit} m) ra mét`, en: `units of the drawing (${unit} m) turned into metres` }
    this.reading.remark('repaired', 'units', message, '$INSUNITS')
    return metric ? 1 : unit
  }

  private entity(entity: DxfEntity, setting: Setting): void {
    const place = this.placeOf(entity)
    const turned = this.facing(entity)
    if (tagOf(entity, 67) === '1' || turned === null) {
      this.leave(turned === null ? 'tilted' : 'paper', place)
      return
    }
    const own = this.text(tagOf(entity, 8) ?? '0')
    const layer = own === '0' && setting.layer !== '' ? setting.layer : own
    const here: Setting = {
      ...setting,
      layer,
      transform: turned ? times(setting.transform, MIRRORED) : setting.transform,
    }
    if (entity.type === 'INSERT') {
      this.insert(entity, here, place)
      return
    }
    const raw = this.shapeOf(entity)
    if (raw === null) this.leave(entity.type, place)
    else addShape(this.reading, layer, moved(raw, here.transform), this.valuesOf(entity, here), place)
  }

  /** Whether an entity is drawn from below (mirrored); null where it lies in a tilted plane. LINE and POINT never are. */
  private facing(entity: DxfEntity): boolean | null {
    const z = numberOf(entity, 230, 1)
    const flat = Math.abs(numberOf(entity, 210, 0)) < 1e-6 && Math.abs(numberOf(entity, 220, 0)) < 1e-6
    return ['LINE', 'POINT', 'MTEXT', 'ELLIPSE', '3DFACE'].includes(entity.type) ? false : flat ? z < 0 : null
  }

  private shapeOf(entity: DxfEntity): RawShape | null {
    const at = (n: number): XY => [numberOf(entity, 10 + n, Number.NaN), numberOf(entity, 20 + n, Number.NaN)]
    switch (entity.type) {
      case 'POINT':
        return { type: 'Point', coordinates: at(0) }
      case 'TEXT':
      case 'MTEXT': {
        const aligned = entity.type === 'TEXT' && (tagOf(entity, 72) ?? '0') + (tagOf(entity, 73) ?? '0') !== '00'
        return { type: 'Point', coordinates: aligned && tagOf(entity, 11) !== undefined ? at(1) : at(0) }
      }
      case 'LINE':
        return { type: 'LineString', coordinates: [at(0), at(1)] }
      case 'LWPOLYLINE':
        return this.path(lightVertices(entity), (numberOf(entity, 70, 0) & 1) === 1)
      case 'POLYLINE': {
        const flags = numberOf(entity, 70, 0)
        if ((flags & (16 | 64)) !== 0) return null
        const real = entity.parts.filter((v) => (numberOf(v, 70, 0) & 16) === 0)
        const vertices = real.map((v) => ({
          at: [numberOf(v, 10, Number.NaN), numberOf(v, 20, Number.NaN)] as XY,
          bulge: numberOf(v, 42, 0),
        }))
        return this.path(vertices, (flags & 1) === 1)
      }
      case 'CIRCLE': {
        const ring = arc(at(0), [numberOf(entity, 40, Number.NaN), 0], 1, 0, 2 * Math.PI, this.tolerance)
        return { type: 'Polygon', coordinates: [closedExactly(ring)] }
      }
      case 'ARC': {
        const [from, to] = [numberOf(entity, 50, 0), numberOf(entity, 51, 360)].map(
          (degrees) => (degrees * Math.PI) / 180,
        )
        const sweep = turn(to! - from!)
        return {
          type: 'LineString',
          coordinates: arc(at(0), [numberOf(entity, 40, Number.NaN), 0], 1, from!, sweep, this.tolerance),
        }
      }
      case 'ELLIPSE': {
        const [from, to] = [numberOf(entity, 41, 0), numberOf(entity, 42, 2 * Math.PI)]
        const sweep = turn(to - from)
        const line = arc(at(0), at(1), numberOf(entity, 40, 1), from, sweep, this.tolerance)
        return sweep > 2 * Math.PI - 1e-6
          ? { type: 'Polygon', coordinates: [closedExactly(line)] }
          : { type: 'LineString', coordinates: line }
      }
      case 'SOLID':
      case 'TRACE':
      case '3DFACE': {
        const order = entity.type === '3DFACE' ? [0, 1, 2, 3] : [0, 1, 3, 2]
        const corners = order.filter((n) => tagOf(entity, 10 + n) !== undefined).map(at)
        return { type: 'Polygon', coordinates: [[...corners, corners[0]]] }
      }
      default:
        return null
    }
  }

  /** A closed polyline is a polygon; so is one whose last corner is its first. */
  private path(vertices: readonly { at: XY; bulge: number }[], closed: boolean): RawShape {
    const line = polyline(vertices, closed, this.tolerance)
    const [first, last] = [line[0], line.at(-1)]
    const ring = line.length > 3 && first![0] === last![0] && first![1] === last![1]
    return ring ? { type: 'Polygon', coordinates: [line] } : { type: 'LineString', coordinates: line }
  }

  private insert(entity: DxfEntity, setting: Setting, place: string): void {
    const { limits } = this.reading
    const name = this.text(tagOf(entity, 2) ?? '')
    const depth = setting.depth + 1
    if (depth > limits.depth) throw this.reading.tooMany(`${place}, block ${name}`, 'levels', limits.depth)
    const block = this.drawing.blocks.get(blockName(tagOf(entity, 2) ?? ''))
    const spread = (count: number, by: number) =>
      [Math.max(1, Math.round(numberOf(entity, count, 1)) || 1), numberOf(entity, by, 0)] as const
    const [[columns, right], [rows, up]] = [spread(70, 44), spread(71, 45)]
    this.inserted += columns * rows
    if (!(this.inserted <= limits.features)) throw this.reading.tooMany(place, 'features', limits.features)
    const angle = (numberOf(entity, 50, 0) * Math.PI) / 180
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const [sx, sy] = [numberOf(entity, 41, 1), numberOf(entity, 42, 1)]
    const [x, y] = [numberOf(entity, 10, Number.NaN), numberOf(entity, 20, Number.NaN)]
    const values = { ...this.valuesOf(entity, setting), ...this.attributesOf(entity) }
    if (!block) this.leave('missing-block', `${place}: ${name}`)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const [dx, dy] = [column * right, row * up]
        const here: Affine = [cos, sin, -sin, cos, x + cos * dx - sin * dy, y + sin * dx + cos * dy]
        const placed = times(setting.transform, here)
        this.reading.check()
        addShape(this.reading, setting.layer, { type: 'Point', coordinates: [placed[4], placed[5]] }, values, place)
        if (!block) continue
        const [bx, by] = block.base
        const transform = times(placed, [sx, 0, 0, sy, -bx * sx, -by * sy])
        for (const inner of block.entities) {
          if (inner.type === 'ATTDEF') continue
          this.entity(inner, { transform, layer: setting.layer, block: name, depth })
        }
      }
  }

  private attributesOf({ parts }: DxfEntity): Record<string, SourceValue> {
    return Object.fromEntries(parts.map((part) => [this.text(tagOf(part, 2) ?? ''), this.said(part)]))
  }

  private valuesOf(entity: DxfEntity, { block }: Setting): Record<string, SourceValue> {
    const out: [string, SourceValue][] = [['entity', entity.type]]
    const number = (name: string, code: number, by = 1) => {
      const value = numberOf(entity, code, Number.NaN)
      if (Number.isFinite(value)) out.push([name, value * by])
    }
    if (entity.type === 'TEXT' || entity.type === 'MTEXT') {
      out.push(['text', this.said(entity)])
      number('textHeight', 40, this.unit)
      number('rotation', 50)
      if (tagOf(entity, 7)) out.push(['style', this.text(tagOf(entity, 7)!)])
    }
    if (entity.type === 'INSERT') {
      out.push(['block', this.text(tagOf(entity, 2) ?? '')])
      number('rotation', 50)
    } else if (block !== null) out.push(['block', block])
    if (entity.type === 'LWPOLYLINE' && numberOf(entity, 38, 0) !== 0) number('elevation', 38, this.unit)
    if (entity.type === 'CIRCLE') number('radius', 40, this.unit)
    number('colour', 62)
    return Object.fromEntries(out)
  }

  private said(entity: DxfEntity): string {
    const font = this.drawing.fonts.get((tagOf(entity, 7) ?? 'STANDARD').toUpperCase()) ?? ''
    const whole = entity.tags
      .filter(({ code }) => code === 1 || code === 3)
      .map(({ value }) => value)
      .join('')
    return saidBy(decodeBytes(whole, this.encoding), entity.type === 'MTEXT', font)
  }

  /** Names of layers and blocks: no font tells their encoding. */
  private text(name: string): string {
    return saidBy(decodeBytes(name, this.encoding), false, '')
  }

  private placeOf(entity: DxfEntity): string {
    const handle = tagOf(entity, 5)
    return handle ? `handle ${handle}` : `line ${entity.line}`
  }

  private leave(what: string, place: string): void {
    const kind = what in left || /^[A-Z0-9_]{1,32}$/.test(what) ? what : 'OTHER'
    const said = left[kind] ?? {
      vi: `bỏ qua đối tượng ${kind}`,
      en: `entities of the kind ${kind} were left out`,
    }
    this.reading.remark('skipped', `dxf-${kind.toLowerCase()}`, said, place)
  }
}

/** Nine of ten coordinates are no larger than this. */
function sizeOf(entities: readonly DxfEntity[]): number {
  const sizes = entities.flatMap((e) => [numberOf(e, 10, 0), numberOf(e, 20, 0)]).filter(Number.isFinite)
  return sizes.map(Math.abs).toSorted((a, b) => a - b)[Math.floor(sizes.length * 0.9)] ?? 0
}
/** Metres of a national grid: eastings from 100 km, northings of Vietnam up to 2600 km. */
const isNational = (size: number) => size > 100_000 && size < 3_000_000

const left: Record<string, { vi: string; en: string }> = {
  paper: { vi: 'bỏ qua đối tượng trong không gian giấy', en: 'entities of the paper space were left out' },
  tilted: { vi: 'bỏ qua đối tượng trong mặt phẳng nghiêng', en: 'entities in tilted planes were left out' },
  'missing-block': {
    vi: 'khối được chèn không có trong tệp (tham chiếu ngoài): chỉ giữ điểm chèn',
    en: 'inserted blocks are not in the file (external references): only their points were kept',
  },
}

const turn = (sweep: number) =>
  sweep > 0 && sweep <= 2 * Math.PI ? sweep : sweep - 2 * Math.PI * Math.floor(sweep / (2 * Math.PI)) || 2 * Math.PI
const closedExactly = (ring: XY[]): XY[] => [...ring.slice(0, -1), [ring[0]![0], ring[0]![1]]]

function lightVertices(entity: DxfEntity): { at: XY; bulge: number }[] {
  const vertices: { at: XY; bulge: number }[] = []
  for (const { code, value } of entity.tags) {
    if (code === 10) vertices.push({ at: [Number(value), Number.NaN], bulge: 0 })
    const last = vertices.at(-1)
    if (last && code === 20) last.at[1] = Number(value)
    if (last && code === 42) last.bulge = Number(value)
  }
  return vertices
}

/** A shape of flat lists of corners under a transform. */
function moved(raw: RawShape, transform: Affine): RawShape {
  const point = (p: XY) => apply(transform, p)
  const { type } = raw
  if (type === 'Point') return { type, coordinates: point(raw.coordinates as XY) }
  if (type === 'LineString') return { type, coordinates: (raw.coordinates as XY[]).map(point) }
  return { type, coordinates: (raw.coordinates as XY[][]).map((ring) => ring.map(point)) }
}
