/** The same surface out of every format lands on the same layer: the same ground, the same attributes. */
import { describe, expect, it } from 'vitest'
import { vn2000 } from '../../../scenarios/frame.ts'
import { type Bounds, polygonArea } from '../../../scenarios/geometry.ts'
import { placeSource } from '../vector/placement.ts'
import { readVector, sourceFile } from '../vector/read.ts'
import { vectorSamples } from '../vector/samples.ts'
import { mapFeatures } from './map.ts'
import { parseMapping } from './mapping.ts'

const bounds: Bounds = [551_000, 1_081_000, 553_000, 1_083_000]
// A drawing has no columns: its texts and layers are tried in labels.test.ts.
const samples = (await vectorSamples()).filter(({ format }) => format !== 'dxf')

describe.each(samples)('$name', ({ name, bytes }) => {
  it('gives the parcel with its hole, and leaves out what is no surface', async () => {
    const source = await readVector(sourceFile(name, bytes))
    const place = placeSource(source, { frame: vn2000, bounds }, source.crs === null ? 'EPSG:5897' : undefined)
    const parcels = source.layers.flatMap((layer) => {
      if (!layer.fields.some((field) => field.name.toLowerCase() === 'ten')) return []
      const mapping = parseMapping("sheet='3',number=ten", 'parcels', layer)
      return mapFeatures(layer, 'parcels', mapping, place, {
        file: name,
        date: '2026-11-25',
        title: '',
        extent: bounds,
      }).features
    })
    expect(parcels.map((one) => one.properties.number)).toEqual(['Thửa 12, tờ 3'])
    expect(Math.abs(polygonArea(parcels[0]!.geometry) - 1100)).toBeLessThan(1)
  })
})
