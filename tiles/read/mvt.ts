/**
 * Reads Mapbox vector tiles (specification 2.1): the layers of one tile with coordinates in tile units, x east, y south.
 * Geometry stays flat: for each part its numbers x, y, x, y, …
 */

export interface TileFeature {
  /** 1 point, 2 line, 3 polygon */
  readonly type: 1 | 2 | 3
  readonly properties: Record<string, string | number | boolean>
  readonly parts: readonly Float32Array[]
  /** minX, minY, maxX, maxY in tile units */
  readonly bounds: readonly [number, number, number, number]
}

export interface TileLayer {
  readonly name: string
  readonly extent: number
  readonly features: readonly TileFeature[]
}

export function readTile(bytes: Uint8Array): TileLayer[] {
  const layers: TileLayer[] = []
  const reader = new Reader(bytes)
  while (reader.more()) {
    const { field, wire } = reader.key()
    if (field === 3) layers.push(readLayer(reader.bytes()))
    else reader.skip(wire)
  }
  return layers
}

function readLayer(bytes: Uint8Array): TileLayer {
  const reader = new Reader(bytes)
  let name = ''
  let extent = 4096
  const keys: string[] = []
  const values: (string | number | boolean)[] = []
  const raw: Uint8Array[] = []
  while (reader.more()) {
    const { field, wire } = reader.key()
    if (field === 1) name = text(reader.bytes())
    else if (field === 2) raw.push(reader.bytes())
    else if (field === 3) keys.push(text(reader.bytes()))
    else if (field === 4) values.push(readValue(reader.bytes()))
    else if (field === 5) extent = reader.varint()
    else reader.skip(wire)
  }
  return { name, extent, features: raw.map((feature) => readFeature(feature, keys, values)) }
}

function readFeature(bytes: Uint8Array, keys: string[], values: (string | number | boolean)[]): TileFeature {
  const reader = new Reader(bytes)
  const properties: Record<string, string | number | boolean> = {}
  let type: 1 | 2 | 3 = 1
  let parts: Float32Array[] = []
  let geometry: Uint8Array | null = null
  while (reader.more()) {
    const { field, wire } = reader.key()
    if (field === 2) {
      const tags = new Reader(reader.bytes())
      while (tags.more()) {
        const key = keys[tags.varint()]
        const value = values[tags.varint()]
        if (key !== undefined && value !== undefined) properties[key] = value
      }
    } else if (field === 3) type = reader.varint() as 1 | 2 | 3
    else if (field === 4) geometry = reader.bytes()
    else reader.skip(wire)
  }
  if (geometry) parts = readGeometry(geometry, type)
  return { type, properties, parts, bounds: boundsOf(parts) }
}

const MOVE = 1
const CLOSE = 7

function readGeometry(bytes: Uint8Array, type: 1 | 2 | 3): Float32Array[] {
  const reader = new Reader(bytes)
  const parts: number[][] = []
  let part: number[] = []
  let [x, y] = [0, 0]
  while (reader.more()) {
    const command = reader.varint()
    if ((command & 7) === CLOSE) continue
    for (let left = command >> 3; left > 0; left--) {
      if ((command & 7) === MOVE && (type !== 1 || part.length === 0)) {
        part = []
        parts.push(part)
      }
      x += reader.zigzag()
      y += reader.zigzag()
      part.push(x, y)
    }
  }
  return parts.map((numbers) => new Float32Array(numbers))
}

function boundsOf(parts: readonly Float32Array[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      bounds[0] = Math.min(bounds[0], part[i]!)
      bounds[1] = Math.min(bounds[1], part[i + 1]!)
      bounds[2] = Math.max(bounds[2], part[i]!)
      bounds[3] = Math.max(bounds[3], part[i + 1]!)
    }
  }
  return bounds
}

function readValue(bytes: Uint8Array): string | number | boolean {
  const reader = new Reader(bytes)
  const { field, wire } = reader.key()
  const view = new DataView(bytes.buffer, bytes.byteOffset + reader.at)
  if (field === 1) return text(reader.bytes())
  if (field === 2) return view.getFloat32(0, true)
  if (field === 3) return view.getFloat64(0, true)
  if (field === 4 || field === 5) return reader.varint()
  if (field === 6) return reader.zigzag()
  if (field === 7) return reader.varint() !== 0
  throw new Error(`Expected a vector tile value of field 1 … 7, got field ${field} (wire type ${wire})`)
}

const decoder = new TextDecoder()
const text = (bytes: Uint8Array): string => decoder.decode(bytes)

/** Protocol buffers, the part that vector tiles use. */
class Reader {
  at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  more(): boolean {
    return this.at < this.#bytes.length
  }

  key(): { field: number; wire: number } {
    const key = this.varint()
    return { field: key >>> 3, wire: key & 7 }
  }

  /** Up to 2^53. */
  varint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined)
        throw new Error(`Expected a vector tile of more than ${this.#bytes.length} bytes: it is cut off`)
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }

  zigzag(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  bytes(): Uint8Array {
    const length = this.varint()
    const from = this.at
    this.at += length
    return this.#bytes.subarray(from, this.at)
  }

  skip(wire: number): void {
    if (wire === 0) this.varint()
    else if (wire === 1) this.at += 8
    else if (wire === 2) this.bytes()
    else if (wire === 5) this.at += 4
    else throw new Error(`Expected a protocol buffer wire type 0, 1, 2 or 5, got ${wire}`)
  }
}
