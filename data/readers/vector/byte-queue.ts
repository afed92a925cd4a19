/** Bytes of a stream taken in pieces of a wished size: nothing is set aside for more than has really come. */
export class ByteQueue {
  private readonly chunks: AsyncIterator<Uint8Array>
  private rest = new Uint8Array()
  /** Bytes taken so far. */
  at = 0

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]()
  }

  /** `count` bytes, or fewer where the stream ends. */
  async take(count: number): Promise<Uint8Array> {
    if (this.rest.length >= count) return this.cut(count)
    const parts = [this.rest]
    let length = this.rest.length
    while (length < count) {
      const { done, value } = await this.chunks.next()
      if (done) break
      parts.push(value as Uint8Array<ArrayBuffer>)
      length += value.length
    }
    const whole = new Uint8Array(length)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    this.rest = whole
    return this.cut(Math.min(count, length))
  }

  /** Passes over `count` bytes; false where the stream ends before. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; left > 0; ) {
      const part = await this.take(Math.min(left, 65_536))
      if (part.length === 0) return false
      left -= part.length
    }
    return true
  }

  private cut(count: number): Uint8Array {
    const out = this.rest.subarray(0, count)
    this.rest = this.rest.subarray(count)
    this.at += count
    return out
  }
}
