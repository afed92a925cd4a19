import { describe, expect, it } from 'vitest'
import { bunzip } from './bunzip.ts'
import { collect, once } from './bytes.ts'

/** Made by Julian Seward's bzip2 1.0.8. */
const packed = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
const runs = 'QlpoMTFBWSZTWdfMIqkAAMfRAOAABAA+AAAIIABUQZMQFSp6mYnbyzRBLoSEM1k+yXtTZWCCz4u5IpwoSGvmEVSA'
const two =
  'QlpoOTFBWSZTWdmEKGgAAAGRgEAAACEAQCAAIZpoM00yvF3JFOFCQ2YQoaBCWmg5MUFZJlNZCpai9gAAAAEUCEDAAAgAIAAhg0GaCzBxdyRThQkAqWovYA=='
const none = 'QlpoORdyRThQkAAAAAA='
/** 50 000 000 zeros */
const bomb =
  'QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZk8TsPQAfaMEAwAAAEAAIIAAwzAmqaZUiDapSIPF3JFOFCQj9cpgw'

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const text = async (base64: string, size = 1e6) =>
  new TextDecoder().decode(await collect(bunzip(pieces(packed(base64), size), 'f', 1e6)))

describe('bunzip', () => {
  it('unpacks runs, several streams and nothing, in pieces of any size', async () => {
    for (const size of [1, 13, 1e6]) {
      const letters = ['a'.repeat(100_000), 'bbb', 'cccc', 'd'.repeat(259), 'eeeee']
      expect(await text(runs, size)).toBe(letters.join(''))
      expect(await text(two, size)).toBe('xin chào')
      expect(await text(none, size)).toBe('')
    }
  })

  it('stops where more comes out than allowed', async () => {
    expect((await collect(bunzip(once(packed(bomb)), 'f', 50_000_000))).length).toBe(50_000_000)
    await expect(collect(bunzip(once(packed(bomb)), 'f', 49_999_999))).rejects.toThrow(/unpacks to too much/)
  })

  it('finds every changed bit', { timeout: 120_000 }, async () => {
    const bytes = packed(two)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      const out = await collect(bunzip(once(changed), 'f', 1e6)).catch((error: Error) => error)
      // Padding between and after the streams is all that may change unseen, and the size of block that is asked for.
      if (out instanceof Error) expect(out.message).toMatch(/f: byte \d+: the packed file is broken or cut off/)
      else expect(new TextDecoder().decode(out)).toBe('xin chào')
    }
    for (let length = 1; length < bytes.length; length++) {
      if (length === 44) continue // the first stream is whole
      await expect(collect(bunzip(once(bytes.slice(0, length)), 'f', 1e6))).rejects.toThrow(/broken or cut off/)
    }
  })
})
