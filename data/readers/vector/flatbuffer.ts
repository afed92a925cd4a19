/**
 * FlatBuffers tables read field by field (flatbuffers.dev, internals): every offset and length is checked against the bytes
 * that are there before anything is made of it; one that lies throws a RangeError.
 */
const decoder = new TextDecoder()

export class FlatTable {
  private readonly view: DataView
  private readonly at: number
  private readonly fields: number
  private readonly fieldsLength: number

  /** The root table of a buffer without size prefix. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return new FlatTable(view, view.getUint32(0, true))
  }

  private constructor(view: DataView, at: number) {
    this.view = view
    this.at = at
    this.fields = at - view.getInt32(at, true)
    this.fieldsLength = view.getUint16(this.fields, true)
  }

  /** Where a field stands; 0 where the table leaves it out. */
  private field(index: number): number {
    const slot = 4 + index * 2
    const offset = slot + 2 <= this.fieldsLength ? this.view.getUint16(this.fields + slot, true) : 0
    return offset === 0 ? 0 : this.at + offset
  }

  private target(index: number): number {
    const at = this.field(index)
    return at === 0 ? 0 : at + this.view.getUint32(at, true)
  }

  uint8(index: number, otherwise = 0): number {
    const at = this.field(index)
    return at === 0 ? otherwise : this.view.getUint8(at)
  }

  uint16(index: number, otherwise = 0): number {
    const at = this.field(index)
    return at === 0 ? otherwise : this.view.getUint16(at, true)
  }

  int32(index: number): number {
    const at = this.field(index)
    return at === 0 ? 0 : this.view.getInt32(at, true)
  }

  uint64(index: number): number {
    const at = this.field(index)
    return at === 0 ? 0 : Number(this.view.getBigUint64(at, true))
  }

  text(index: number): string {
    return decoder.decode(this.bytes(index))
  }

  bytes(index: number): Uint8Array {
    const [at, length] = this.vector(index, 1)
    return new Uint8Array(this.view.buffer, this.view.byteOffset + at, length)
  }

  uint32s(index: number): number[] {
    const [at, length] = this.vector(index, 4)
    return Array.from({ length }, (_, i) => this.view.getUint32(at + i * 4, true))
  }

  /** How many values a vector of 8-byte floats has. */
  count(index: number): number {
    return this.vector(index, 8)[1]
  }

  float64s(index: number): Float64Array {
    const [at, length] = this.vector(index, 8)
    const out = new Float64Array(length)
    for (let i = 0; i < length; i++) out[i] = this.view.getFloat64(at + i * 8, true)
    return out
  }

  table(index: number): FlatTable | null {
    const at = this.target(index)
    return at === 0 ? null : new FlatTable(this.view, at)
  }

  tables(index: number, most: number): FlatTable[] {
    const [at, length] = this.vector(index, 4)
    if (length > most) throw new RangeError(`a list of ${length}`)
    return Array.from(
      { length },
      (_, i) => new FlatTable(this.view, at + i * 4 + this.view.getUint32(at + i * 4, true)),
    )
  }

  private vector(index: number, size: number): [at: number, length: number] {
    const at = this.target(index)
    if (at === 0) return [0, 0]
    const length = this.view.getUint32(at, true)
    if (at + 4 + length * size > this.view.byteLength) throw new RangeError(`a list of ${length}`)
    return [at + 4, length]
  }
}
