import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import { vn2000 } from '../../../scenarios/frame.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import { feature } from '../../../test/arbitraries/city.ts'
import { readVector, sourceFile } from '../vector/read.ts'
import { layerGeoJson } from './export.ts'
import { layerFlatGeobuf } from './export-flatgeobuf.ts'

const about = {
  id: 'landmarks' as const,
  provenance: 'imported' as const,
  date: '2026-11-25',
  sources: [{ title: 'Sở Xây dựng', licence: 'CC0-1.0' }],
  cityVersion: 'abc',
}
const bytesOf = (features: readonly Feature[]) =>
  new Uint8Array(Buffer.concat([...layerFlatGeobuf(features, about, vn2000)]))

const point = fc
  .tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 9000 }))
  .map(([x, y]): [number, number] => [551_000 + x, 1_081_000 + y])
const ring = point.map(([x, y]): [number, number][] => [
  [x, y],
  [x + 30, y],
  [x + 30, y + 20],
  [x, y],
])
const geometry: fc.Arbitrary<Geometry> = fc.oneof(
  point.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
  fc.array(point, { minLength: 2, maxLength: 5 }).map((coordinates): Geometry => ({ type: 'LineString', coordinates })),
  fc.array(ring, { minLength: 1, maxLength: 1 }).map((coordinates): Geometry => ({ type: 'Polygon', coordinates })),
  fc
    .array(ring, { minLength: 1, maxLength: 3 })
    .map((rings): Geometry => ({ type: 'MultiPolygon', coordinates: rings.map((one) => [one]) })),
)

describe('layerFlatGeobuf', () => {
  it('is read back as the GeoJSON of the same features says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(geometry, fc.string({ unit: fc.constantFrom(...'aếợ, "\u0000') })), { maxLength: 60 }),
        async (some) => {
          const features = some.map(([shape, note], i) =>
            feature('landmarks', `l${i}`, shape, {
              name: `Chợ ${i}`,
              category: 'market',
              note: i % 3 === 0 ? null : note,
            }),
          )
          const { layers, crs } = await readVector(sourceFile('a.fgb', bytesOf(features)))
          expect(crs?.name).toMatch(/4326|WGS/)
          const json = JSON.parse([...layerGeoJson(features, about, vn2000)].join(''))
          const own = new Map<string, { geometry: Geometry; properties: { note: string | null } }>(
            json.features.map((one: { id: string }) => [one.id, one]),
          )
          const got = layers[0]?.features ?? []
          expect(got).toHaveLength(features.length)
          for (const { geometry, properties } of got) {
            const there = own.get(String(properties.id))!
            // The reader opens a surface of one part.
            const parts = there.geometry.type === 'MultiPolygon' && there.geometry.coordinates.length === 1
            expect(parts ? geometry.coordinates.flat(3) : geometry.coordinates).toEqual(
              parts ? there.geometry.coordinates.flat(3) : there.geometry.coordinates,
            )
            expect(properties.note ?? null).toBe(there.properties.note)
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})
