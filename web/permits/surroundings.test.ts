import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { distanceOf, near } from '../../scenarios/permits/lot-around.ts'
import { SOUTH, WEST, writeVillage } from '../../test/village.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, type Tiles } from '../../tiles/read/index.ts'
import { wordsOf } from '../shared/language.tsx'
import { findParcel, parcelsUnder, siteOf } from './surroundings.ts'
import { readSurrounds } from './view3d.ts'

const dir = mkdtempSync(join(tmpdir(), 'permit-site-'))
const words = wordsOf('vi')
const { signal } = new AbortController()
let tiles: Tiles
beforeAll(async () => {
  await writeVillage(join(dir, 'city'))
  await buildTiles(join(dir, 'city'), join(dir, 'tiles'))
  tiles = await openTiles(fileSource(join(dir, 'tiles')))
})
afterAll(() => rmSync(dir, { recursive: true }))

const box = (x: number, y: number, w: number, h: number): XY[] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
  [x, y],
]

test('a parcel is found by sheet and number, with blanks around them, and not where there is none', async () => {
  const found = await findParcel(tiles, ' 12 ', '1', signal, () => {})
  expect(found?.id).toBe('vt:parcel/0')
  expect(await findParcel(tiles, '12', '49', signal, () => {})).toBe(null)
})

test('of its surroundings: the nearest street without a red line, neighbours but not its own house, each with provenance', async () => {
  const parcel = (await findParcel(tiles, '12', '1', signal, () => {}))!
  const site = await siteOf(tiles, parcel, words, signal)
  expect(site.ring).toHaveLength(5)
  expect(site.groundMetres).toBeGreaterThan(0.7)
  expect(site.rural).toBe(false)
  expect(site.roads).toEqual([
    {
      name: 'Đường Số 2',
      class: 'area',
      widthMetres: 16.5,
      plannedWidthMetres: null,
      redLine: null,
      buildingLine: null,
      provenance: 'generated',
    },
  ])
  // Every other parcel has a house: that of parcel 17 stands 30 m to the north; no other is within reach.
  expect(site.neighbours.map(({ name, heightMetres, provenance }) => [name, heightMetres, provenance])).toEqual([
    ['Nhà thửa 17, tờ 12', 7, 'generated'],
  ])
  // Without a layer of power lines nobody can say that none is near.
  expect(site.corridors).toBe(null)
})

test('corners that lie on two parcels name both, the larger share first', async () => {
  const found = await parcelsUnder(tiles, box(WEST + 330, SOUTH + 690, 40, 10), signal)
  expect(found.map(({ parcel, squareMetres }) => [parcel.properties.number, Math.round(squareMetres)])).toEqual([
    ['1', 260],
    ['2', 100],
  ])
})

test('3D has the buildings, streets and water around', async () => {
  const around = await readSurrounds(tiles, box(WEST + 320, SOUTH + 680, 36, 60), signal)
  expect(around.buildings.length).toBeGreaterThan(3)
  expect(around.roads.some(({ widthMetres }) => widthMetres === 8)).toBe(true)
  expect(around.water).toHaveLength(1)
  expect(around.groundMetres).toBeLessThan(1)
})

test('a long line is cut to what passes the bounds, whole segments; a line that enters a ring is at no distance', () => {
  const line: XY[] = [
    [0, 0],
    [100, 0],
    [200, 0],
    [300, 0],
    [400, 0],
  ]
  expect(near(line, [120, -5, 180, 5])).toEqual([
    [100, 0],
    [200, 0],
  ])
  expect(near(line, [0, 10, 400, 20])).toEqual([])
  expect(distanceOf(box(120, 3, 10, 10), line)).toBe(3)
  expect(distanceOf(box(95, -3, 10, 10), line)).toBe(0)
})
