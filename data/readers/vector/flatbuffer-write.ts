/**
 * FlatBuffers tables written forwards (flatbuffers.dev, internals): a table with room for its references, then what they point to,
 * each on the boundary that a verifying reader asks for. The counterpart of `flatbuffer.ts`.
 */
export type FlatValue =
  | { readonly uint8: number }
  | { readonly uint16: number }
  | { readonly int32: number }
  | { readonly uint64: number }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly uint32s: readonly number[] }
  | { readonly float64s: readonly number[] }
  | { readonly table: FlatFields }
  | { readonly tables: readonly FlatFields[] }
/** By the field's number in the schema; fields that keep their default are left out. */
export type FlatFields = Readonly<Record<number, FlatValue>>

const encoder = new TextEncoder()

/** A buffer with this root table, its length before it (as FlatGeobuf has it) where asked for. */
export function flatBuffer(root: FlatFields, sized = false): Uint8Array {
  const writer = new Writer()
  writer.root(root)
  const bytes = writer.bytes()
  if (!sized) return bytes
  const out = new Uint8Array(bytes.length + 4)
  new DataView(out.buffer).setUint32(0, bytes.length, true)
  out.set(bytes, 4)
  return out
}

class Writer {
  #view = new DataView(new ArrayBuffer(1024))
  #end = 0

  root(fields: FlatFields): void {
    this.#take(4)
    this.#refer(0, this.#table(fields))
    // A buffer's own length keeps what stands behind it on its boundary.
    this.#align(8)
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.#end).slice()
  }

  #table(fields: FlatFields): number {
    const entries = Object.entries(fields).map(([field, value]) => [Number(field), value] as const)
    const slots = Math.max(-1, ...entries.map(([field]) => field)) + 1
    const head = 4 + slots * 2
    // The table begins on 8 behind its list of fields.
    this.#align(8, head)
    const list = this.#take(head)
    const table = this.#take(4)
    this.#view.setInt32(table, table - list, true)
    const places = entries.map(([field, value]) => {
      const width = widthOf(value)
      this.#align(width)
      const place = this.#take(width)
      this.#view.setUint16(list + 4 + field * 2, place - table, true)
      return [place, value] as const
    })
    this.#view.setUint16(list, head, true)
    this.#view.setUint16(list + 2, this.#end - table, true)
    for (const [place, value] of places) this.#put(place, value)
    return table
  }

  #put(place: number, value: FlatValue): void {
    if ('uint8' in value) this.#view.setUint8(place, value.uint8)
    else if ('uint16' in value) this.#view.setUint16(place, value.uint16, true)
    else if ('int32' in value) this.#view.setInt32(place, value.int32, true)
    else if ('uint64' in value) this.#view.setBigUint64(place, BigInt(value.uint64), true)
    else if ('table' in value) this.#refer(place, this.#table(value.table))
    else if ('tables' in value) this.#tables(place, value.tables)
    else if ('float64s' in value) {
      const start = this.#vector(place, value.float64s.length, 8)
      for (const [i, number] of value.float64s.entries()) this.#view.setFloat64(start + i * 8, number, true)
    } else if ('uint32s' in value) {
      const start = this.#vector(place, value.uint32s.length, 4)
      for (const [i, number] of value.uint32s.entries()) this.#view.setUint32(start + i * 4, number, true)
    } else {
      const bytes = 'text' in value ? encoder.encode(value.text) : value.bytes
      const start = this.#vector(place, bytes.length, 1)
      new Uint8Array(this.#view.buffer).set(bytes, start)
      // A text ends in a zero that its length does not count.
      if ('text' in value) this.#take(1)
    }
  }

  #tables(place: number, tables: readonly FlatFields[]): void {
    const start = this.#vector(place, tables.length, 4)
    for (const [i, fields] of tables.entries()) this.#refer(start + i * 4, this.#table(fields))
  }

  /** @returns where its first value stands */
  #vector(place: number, length: number, width: number): number {
    this.#align(Math.max(4, width), 4)
    const at = this.#take(4)
    this.#refer(place, at)
    this.#view.setUint32(at, length, true)
    return this.#take(length * width)
  }

  #refer(place: number, target: number): void {
    this.#view.setUint32(place, target - place, true)
  }

  /** What follows these bytes begins on the boundary. */
  #align(boundary: number, after = 0): void {
    this.#take((boundary - ((this.#end + after) % boundary)) % boundary)
  }

  #take(length: number): number {
    const at = this.#end
    this.#end += length
    if (this.#end > this.#view.byteLength) {
      const larger = new Uint8Array(Math.max(this.#end, this.#view.byteLength * 2))
      larger.set(new Uint8Array(this.#view.buffer, 0, at))
      this.#view = new DataView(larger.buffer)
    }
    return at
  }
}

const widthOf = (value: FlatValue): number => ('uint8' in value ? 1 : 'uint16' in value ? 2 : 'uint64' in value ? 8 : 4)
