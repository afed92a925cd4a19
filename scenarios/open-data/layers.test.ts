import { expect, test } from 'vitest'
import { layerIds } from '../city/layers.ts'
import { BASE_LAYERS, PACK_LAYERS } from '../offline.ts'
import { isTileForVisitors, layerOpenness, visitorLayers } from './layers.ts'

const staffAlone = ['parcelhistory', 'watermains', 'waternodes', 'powerlines', 'powernodes']

test('what is not for visitors is named once, and holds for every form of a layer', () => {
  expect(layerIds.filter((id) => !visitorLayers.includes(id))).toEqual(staffAlone)
  for (const id of layerIds) {
    const { open } = layerOpenness[id]
    for (const path of [
      `window/${id}-0123456789abcdef.pmtiles`,
      `vector/${id}-0123456789abcdef.pmtiles`,
      `models/${id}-0123456789abcdef/tileset.json`,
      `models/${id}-0123456789abcdef/0/1.glb`,
    ])
      expect([path, isTileForVisitors(path)]).toEqual([path, open])
  }
})

test('what is in no list is not for visitors', () => {
  for (const path of [
    ...['window/ground-0123.pmtiles', 'tiles.json', 'versions/0123.json', 'terrain/0123/0/0/0.terrain'],
    ...['buildings/0123/tileset.json', 'raster/ground-0123.tif', 'address/0123.json'],
  ])
    expect([path, isTileForVisitors(path)]).toEqual([path, true])
  for (const path of [
    ...['window/sewers-0123.pmtiles', 'window/roads.pmtiles', 'vector/roads-x.pmtiles', 'models/roads/0.glb'],
    ...['vector/ground-0123.pmtiles', 'vector/Roads-0123.pmtiles', 'pipes/roads-0123.pmtiles', 'window/', ''],
  ])
    expect([path, isTileForVisitors(path)]).toEqual([path, false])
})

test('what phones keep is for visitors', () => {
  for (const layer of [...BASE_LAYERS, ...PACK_LAYERS]) expect(visitorLayers).toContain(layer)
})
