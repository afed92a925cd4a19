import { createReadStream, existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Cancelled } from '../../../scenarios/problem.ts'
import { madeUpMaps, pbfChoices, sampleMap, writeOsmPbf, writeOsmXml } from '../../../test/arbitraries/osm.ts'
import { once } from '../bytes.ts'
import type { OsmData } from './model.ts'
import { PlaceList } from './places.ts'
import { readOsm } from './read.ts'

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const told = ({ places, nodes, ways, relations, bounds, newest }: OsmData) => ({
  places: [...places],
  nodes: [...nodes],
  ways: [...ways.values()],
  relations,
  bounds,
  newest,
})

afterEach(() => vi.unstubAllGlobals())

describe('readOsm', () => {
  it('needs no Buffer, as in a browser', async () => {
    const bytes = writeOsmPbf(sampleMap)
    vi.stubGlobal('Buffer', undefined)
    expect((await readOsm(once(bytes), 'map.osm.pbf')).places.size).toBe(10)
  })

  it('says the same of a map in XML and in PBF of any making, in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(madeUpMaps, pbfChoices, fc.integer({ min: 1, max: 400 }), async (map, choice, size) => {
        const xml = told(await readOsm(pieces(writeOsmXml(map), size), 'map.osm'))
        const pbf = told(await readOsm(pieces(writeOsmPbf(map, choice), size), 'map.osm.pbf'))
        const empty = map.nodes.length + map.ways.length + map.relations.length === 0
        expect(pbf).toEqual(empty ? { ...xml, newest: null } : xml)
        expect(xml.places.map(([id]) => id)).toEqual(map.nodes.map(({ id }) => id).sort((a, b) => a - b))
        for (const n of map.nodes) expect(xml.places).toContainEqual([n.id, [n.lon / 1e7, n.lat / 1e7]])
      }),
      { numRuns: 200 },
    )
  })

  it('tells its progress and stops when asked, whatever the kind', async () => {
    const [map] = fc.sample(madeUpMaps, { numRuns: 1, seed: 1 })
    const xml = writeOsmXml(map!)
    for (const bytes of [xml, new Uint8Array(gzipSync(xml)), writeOsmPbf(map!)]) {
      const seen: number[] = []
      await readOsm(once(bytes), 'f', { bytes: bytes.length, progress: (f) => seen.push(f) })
      expect(seen.at(-1)).toBe(1)
      await expect(readOsm(once(bytes), 'f', { signal: { aborted: true } })).rejects.toBeInstanceOf(Cancelled)
    }
  })

  const liechtenstein = '../shared/data/osm/liechtenstein.osm.pbf'
  it.skipIf(!existsSync(liechtenstein))('reads a country as osmium counts it', async () => {
    const { places, ways, relations, bounds } = await readOsm(createReadStream(liechtenstein), liechtenstein)
    const having = (key: string) => [...ways.values()].filter((way) => way.tags[key] !== undefined).length
    expect([places.size, ways.size, relations.length]).toEqual([142_832, 15_247, 358])
    expect([having('highway'), having('building'), bounds?.length]).toEqual([4660, 8992, 4])
  })
})

it('finds every node, the last of those that came twice', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -180, max: 180 }))), (list) => {
      const places = new PlaceList()
      for (const [id, lon] of list) places.add(id, lon, -lon / 2)
      const known = new Map(list.map(([id, lon]) => [id, [lon, -lon / 2 + 0]]))
      expect(places.size).toBe(known.size)
      for (let id = -10; id <= 10; id++) expect(places.get(id)).toEqual(known.get(id))
    }),
  )
})
