import fc from 'fast-check'
import { PMTiles, tileIdToZxy } from 'pmtiles'
import { expect, test } from 'vitest'
import { archiveWriter } from './pmtiles.ts'

const about = {
  tileType: 'unknown',
  minZoom: 0,
  maxZoom: 20,
  bounds: [105, 9, 106, 10],
  metadata: { name: 'thử' },
} as const

function reader(bytes: Uint8Array): PMTiles {
  return new PMTiles({
    getKey: () => 'archive',
    getBytes: async (offset, length) => ({ data: bytes.slice(offset, offset + length).buffer }),
  })
}

function write(tiles: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const archive = archiveWriter()
  for (const [id, bytes] of tiles) archive.add(...tileIdToZxy(id), bytes)
  return archive.finish(about)
}

test('thousands of tiles are read back as they were written, and nothing else is there', async () => {
  const content = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 40 }),
    // equal contents, in runs and apart
    fc.constantFrom(Uint8Array.of(1), Uint8Array.of(2)),
  )
  const ids = fc.oneof(fc.nat(5000), fc.integer({ min: 0, max: 2 ** 38 }))
  const tilesOf = fc.uniqueArray(fc.tuple(ids, content), { selector: ([id]) => id, maxLength: 2500, size: 'max' })
  await fc.assert(
    fc.asyncProperty(tilesOf, fc.array(ids, { maxLength: 20 }), async (list, others) => {
      const tiles = new Map(list)
      const bytes = write(tiles)
      const archive = reader(bytes)
      const header = await archive.getHeader()
      expect(header.numAddressedTiles).toBe(tiles.size)
      expect(header.numTileContents).toBe(new Set(list.map(([, content]) => content.join())).size)
      expect(header.tileDataOffset + header.tileDataLength!).toBe(bytes.length)
      expect(header.clustered).toBe(true)
      for (const id of [...tiles.keys(), ...others]) {
        const answer = tiles.size > 0 ? await archive.getZxy(...tileIdToZxy(id)) : undefined
        expect(answer && new Uint8Array(answer.data)).toEqual(tiles.get(id))
      }
    }),
    { numRuns: 6 },
  )
})

test('directories too long for the first read are split into leaves', async () => {
  const tiles = new Map<number, Uint8Array>()
  let state = 1
  for (let i = 0; i < 30_000; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    tiles.set(i * 50 + (state % 50), Uint8Array.of(state >>> 26))
  }
  const archive = reader(write(tiles))
  const header = await archive.getHeader()
  expect(header.leafDirectoryLength).toBeGreaterThan(0)
  expect(header.rootDirectoryOffset + header.rootDirectoryLength).toBeLessThanOrEqual(16_384)
  let index = 0
  for (const [id, content] of tiles) {
    if (index++ % 97 > 0) continue
    expect(new Uint8Array((await archive.getZxy(...tileIdToZxy(id)))!.data)).toEqual(content)
    const between = tiles.has(id + 1) ? undefined : await archive.getZxy(...tileIdToZxy(id + 1))
    expect(between).toBeUndefined()
  }
})

test('the order of writing does not change the bytes', () => {
  const tiles = new Map([5, 3, 90, 4, 91].map((id) => [id, Uint8Array.of(id & 1)]))
  expect(write(new Map([...tiles].reverse()))).toEqual(write(tiles))
})

test('metadata and bounds are there', async () => {
  const archive = reader(write(new Map([[0, Uint8Array.of(7)]])))
  expect(await archive.getMetadata()).toEqual({ name: 'thử' })
  expect(await archive.getHeader()).toMatchObject({ minLon: 105, maxLat: 10, tileType: 0, tileCompression: 2 })
})

test('a tile written twice is a bug', () => {
  const archive = archiveWriter()
  archive.add(1, 0, 0, Uint8Array.of(1))
  archive.add(1, 0, 0, Uint8Array.of(2))
  expect(() => archive.finish(about)).toThrow('twice')
})
