/**
 * A planner opens files of an office on the map: parcels in WGS 84, a table of lamps in an unsaid system, a picture that is no
 * map. Nothing leaves the machine and nothing is stored. And the view into the ground.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, openWorld, picture, until, type World } from './world.ts'

const files = mkdtempSync(join(tmpdir(), 'vithanh-files-'))
const file = (name: string, content: string) => {
  writeFileSync(join(files, name), content)
  return join(files, name)
}
const square = (lon: number, lat: number) =>
  [
    [0, 0],
    [4e-4, 0],
    [4e-4, 4e-4],
    [0, 4e-4],
    [0, 0],
  ].map(([x, y]) => [lon + x!, lat + y!])
const parcels = {
  type: 'FeatureCollection',
  features: [0, 1, 2].map((i) => ({
    type: 'Feature',
    properties: { SOTO: '7', SOTHUA: `${i + 1}`, LOAIDAT: 'ODT' },
    geometry: { type: 'Polygon', coordinates: [square(105.47 + i * 5e-4, 9.785)] },
  })),
}

let world: World
let desk: { page: Page; context: BrowserContext; faults: string[] }

beforeAll(async () => {
  world = await openWorld()
  desk = await openPage(world, { width: 1440, height: 900 }, '/planner')
  await desk.page.locator('canvas[data-waiting]').waitFor({ timeout: 120_000 })
}, 400_000)
afterAll(async () => {
  await desk?.context.close()
  await world?.close()
  rmSync(files, { recursive: true, force: true })
})

const open = (page: Page, path: string) => page.locator('.import input[type=file]').setInputFiles(path)
const drawn = async (page: Page) => {
  await page.waitForTimeout(1000)
  await until('the city to be drawn', async () => (await page.locator('canvas[data-waiting="0"]').count()) > 0, 180)
}
const panel = (page: Page) => page.getByRole('region', { name: 'Tệp trên bản đồ' })

test('parcels of a GeoJSON are recognised, placed, drawn, reported, given back as a file, and gone again', async () => {
  const { page } = desk
  await open(page, file('thua.geojson', JSON.stringify(parcels)))
  await until('three parcels', async () => /3 đối tượng dùng được/.test((await panel(page).textContent()) ?? ''), 60)
  const said = (await panel(page).textContent())!
  for (const words of ['nhập từ tệp, chưa lưu', 'Báo cáo', 'vithanh layer import']) expect(said).toContain(words)
  expect(await panel(page).getByLabel('Đặt vào lớp').inputValue()).toBe('parcels')
  await panel(page).getByRole('button', { name: 'Phóng tới' }).click()
  expect(await page.evaluate(() => document.scrollingElement!.scrollTop)).toBe(0)
  expect((await page.getByRole('banner').boundingBox())!.y).toBe(0)
  await drawn(page)
  await picture(page, 'import')
  const saved = page.waitForEvent('download')
  await panel(page).getByRole('button', { name: 'Tải về GeoJSON' }).click()
  const written = JSON.parse(await readFile((await (await saved).path())!, 'utf8'))
  expect(written.features.map((f: { properties: { number: string } }) => f.properties.number).sort()).toEqual([
    '1',
    '2',
    '3',
  ])
  await panel(page).getByRole('button', { name: 'Bỏ khỏi bản đồ' }).click()
  expect(await panel(page).getByText('chưa lưu').count()).toBe(0)
})

test('a table in an unsaid system asks for it', async () => {
  const { page } = desk
  await open(page, file('den.csv', 'SOTRU;X;Y;CONGSUAT\nA1;1082100;551400;120\nA2;1082100;551440;90\n'))
  await until('the question', async () => /[Hh]ệ tọa độ/.test((await panel(page).textContent()) ?? ''), 60)
  await until('a system to be named', async () => /TM-3|VN-2000/.test((await panel(page).textContent()) ?? ''), 60)
  await panel(page).getByRole('button', { name: 'Bỏ khỏi bản đồ' }).click()
})

test('what is no map is refused by its name; coordinates of elsewhere say what is wrong', async () => {
  const { page } = desk
  await open(page, file('anh.tif', 'II*\0not a map'))
  await until(
    'the name of the file',
    async () => /anh\.tif/.test((await panel(page).getByRole('alert').textContent()) ?? ''),
    60,
  )
  const swapped = structuredClone(parcels)
  for (const { geometry } of swapped.features)
    geometry.coordinates = geometry.coordinates.map((ring) => ring.map(([lon, lat]) => [lat!, lon!]))
  await open(page, file('nguoc.geojson', JSON.stringify(swapped)))
  await until(
    'the axes',
    async () => /nguoc\.geojson[\s\S]*(đảo|đổi chỗ|ngược)/.test((await panel(page).textContent()) ?? ''),
    60,
  )
})

test('the ground is seen through, and nothing went wrong on the way', async () => {
  const { page, faults } = desk
  await page.getByRole('button', { name: 'Hạ tầng', exact: true }).click()
  await page.getByRole('button', { name: 'Về toàn cảnh' }).click()
  for (let k = 0; k < 3; k++) await page.getByRole('button', { name: 'Phóng to' }).click()
  await page.getByRole('checkbox', { name: /Nhìn xuyên đất/ }).check()
  await drawn(page)
  await page.waitForTimeout(3000)
  await picture(page, 'underground')
  expect(faults).toEqual([])
})
