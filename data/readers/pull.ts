/** Takes so many bytes at a time from a stream that comes in pieces of any size. */
import { joined } from './bytes.ts'

export class Pull {
  /** Bytes taken so far. */
  at = 0
  private readonly source: AsyncIterator<Uint8Array>
  private rest: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.source = chunks[Symbol.asyncIterator]()
  }

  /** The next `length` bytes; fewer only at the end. Memory follows what comes, not what is asked for. */
  async take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let missing = length
    while (missing > 0) {
      if (this.rest.length === 0) {
        const next = await this.source.next()
        if (next.done) break
        this.rest = next.value
      }
      const part = this.rest.subarray(0, missing)
      this.rest = this.rest.subarray(part.length)
      missing -= part.length
      parts.push(part)
    }
    this.at += length - missing
    return parts.length === 1 ? parts[0]! : joined(parts)
  }

  /** Passes over `length` bytes; false where the stream ends before. */
  async skip(length: number): Promise<boolean> {
    for (let left = length; left > 0; ) {
      const part = await this.take(Math.min(left, 65_536))
      if (part.length === 0) return false
      left -= part.length
    }
    return true
  }

  /** What has not been taken. */
  async *left(): AsyncGenerator<Uint8Array> {
    try {
      if (this.rest.length > 0) yield this.rest
      for (let next = await this.source.next(); !next.done; next = await this.source.next()) yield next.value
    } finally {
      await this.close()
    }
  }

  /** Lets the stream go before its end. */
  async close(): Promise<void> {
    await this.source.return?.()
  }
}
