import { describe, expect, it } from 'vitest'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import { vn2000 } from '../../../scenarios/frame.ts'
import type { Bounds } from '../../../scenarios/geometry.ts'
import { feature, smallCity } from '../../../test/arbitraries/city.ts'
import { placeSource } from '../vector/placement.ts'
import { readVector, sourceFile } from '../vector/read.ts'
import { layerCsv, layerGeoJson } from './export.ts'
import { box } from './fixture.ts'
import { mapFeatures } from './map.ts'
import { suggestLayer, suggestMapping } from './suggest.ts'

const about = {
  id: 'parcels' as const,
  provenance: 'imported' as const,
  date: '2026-11-25',
  sources: [{ title: 'Phòng đăng ký', licence: 'nội bộ' }],
}
const bounds: Bounds = [551_000, 1_081_000, 552_000, 1_082_000]
const [standing] = [...smallCity().layers.parcels.values()]
const parcels: Feature<'parcels'>[] = [0, 1].map((i) => ({
  ...standing!,
  id: `p${i}`,
  provenance: 'imported',
  geometry: box(551_100 + 50 * i, 1_081_100.123, 20.001, 30.5),
  properties: {
    ...standing!.properties,
    number: `${i + 1}`,
    areaSquareMetres: 600,
    zoning: { ...standing!.properties.zoning, setbackMetres: 2.4 },
  },
}))

describe('layerGeoJson', () => {
  it('says where it comes from, and is read back as what it was', async () => {
    const text = [...layerGeoJson(parcels, about, vn2000)].join('')
    const json = JSON.parse(text)
    expect(json.vithanh).toMatchObject({
      layer: 'parcels',
      sources: about.sources,
      levels: { verticalDatum: 'Hòn Dấu 1992' },
    })
    expect(json.bbox.map((v: number) => Math.floor(v))).toEqual([105, 9, 105, 9])
    const source = await readVector(sourceFile('parcels.geojson', new TextEncoder().encode(text)))
    const [layer] = source.layers
    expect(suggestLayer(layer!, source.file)[0]!.layer).toBe('parcels')
    const { mapping } = suggestMapping(layer!, 'parcels')
    const options = { file: source.file, date: '2026-11-25', title: '', extent: bounds }
    const { features } = mapFeatures(
      layer!,
      'parcels',
      mapping,
      placeSource(source, { frame: vn2000, bounds }),
      options,
    )
    expect(features.map((f) => f.properties)).toEqual(parcels.map((f) => f.properties))
    for (const [i, f] of features.entries()) {
      const [a, b] = [f, parcels[i]!].map((one) => (one.geometry.coordinates as number[][][]).flat(2))
      expect(Math.max(...a!.map((v, k) => Math.abs(v - b![k]!)))).toBeLessThan(0.012)
    }
  })
  it('is whole without features', () => {
    expect(JSON.parse([...layerGeoJson([], about, vn2000)].join(''))).toMatchObject({ features: [] })
  })
})

describe('layerCsv', () => {
  it('has places in degrees and metres, quotes, and takes no formula', () => {
    const lamp = feature(
      'landmarks',
      'l1',
      { type: 'Point', coordinates: [551_000, 1_081_000] },
      { name: '=HYPERLINK("x")', category: 'chợ, "lớn"', note: null },
    )
    const [head, line] = [...layerCsv([lamp], { ...about, id: 'landmarks' }, vn2000)].join('').split('\r\n')
    expect(head).toBe('\ufeffid,lon,lat,vn2000_x,vn2000_y,name,category,note,provenance,buildState,source,licence,date')
    expect(line).toMatch(
      /^l1,105\.46\d+,9\.77\d+,551000,1081000,"'=HYPERLINK\(""x""\)","chợ, ""lớn""",,generated,as-built,Phòng đăng ký,nội bộ,2026-11-25$/,
    )
  })
})
