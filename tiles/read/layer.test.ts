import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cancelled } from '../../scenarios/problem.ts'
import { SOUTH, WEST, writeVillage } from '../../test/village.ts'
import { buildTiles } from '../build/index.ts'
import { fileSource } from './file.ts'
import { layerBounds, layerParts, openTiles, readCity, type Tiles, withLayerAtHand } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'layer-parts-'))
let tiles: Tiles
beforeAll(async () => {
  await writeVillage(join(dir, 'city'))
  await buildTiles(join(dir, 'city'), join(dir, 'tiles'))
  tiles = await openTiles(fileSource(join(dir, 'tiles')))
})
afterAll(() => rmSync(dir, { recursive: true }))

const ids = async (from: Tiles, ...where: [layer: 'parcels' | 'trees', area: Parameters<typeof layerParts>[2]]) => {
  const found: string[] = []
  let last = 0
  for await (const { features, share } of layerParts(from, ...where)) {
    expect(share).toBeGreaterThanOrEqual(last)
    last = share
    found.push(...features.map(({ id }) => id))
  }
  return found
}

test('a layer comes whole, each feature once, from afar and at hand', async () => {
  const afar = await ids(tiles, 'parcels', null)
  expect(new Set(afar).size).toBe(48)
  expect(afar).toHaveLength(48)
  const shares: number[] = []
  const near = await withLayerAtHand(tiles, 'parcels', undefined, (share) => shares.push(share))
  expect(shares.at(-1)).toBe(1)
  expect(await ids(near, 'parcels', null)).toEqual(afar)
  expect(await ids(tiles, 'trees', null)).toEqual([])
})

test('within an area it is what the window of the city holds', async () => {
  const area = [WEST + 400, SOUTH + 700, WEST + 500, SOUTH + 800] as const
  const window = await readCity(tiles, area)
  expect((await ids(tiles, 'parcels', area)).toSorted()).toEqual([...window.layers.parcels.keys()])
})

test('its bounds are where its features lie, to the millimetres of a header', async () => {
  const [x0, y0, x1, y1] = (await layerBounds(tiles, 'parcels'))!
  for (const [is, was] of [
    [x0, WEST + 320],
    [y0, SOUTH + 680],
    [x1, WEST + 320 + 15 * 40 + 36],
    [y1, SOUTH + 680 + 2 * 80 + 60],
  ] as const) {
    expect(Math.abs(is - was)).toBeLessThan(3)
  }
  expect(await layerBounds(tiles, 'trees')).toBe(null)
})

test('it stops when told', async () => {
  const stop = { aborted: true }
  await expect(async () => {
    for await (const _ of layerParts(tiles, 'parcels', null, stop)) expect.unreachable()
  }).rejects.toThrow(Cancelled)
  await expect(withLayerAtHand(tiles, 'parcels', stop)).rejects.toThrow(Cancelled)
})
