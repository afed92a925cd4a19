/** The norms of the village as the panel asks for them: by area and by unit, before and after an edit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rectangle } from '../../scenarios/rules/indicators.ts'
import { healthPost, SOUTH, WEST, writeVillage } from '../../test/village.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity, type Tiles } from '../../tiles/read/index.ts'
import { wordsOf } from '../shared/language.tsx'
import { type IndicatorChoice, keepChoice, restoreChoice, settingsFor } from './indicator-choice.ts'
import { barOf, changeOf, placesOf, rowsOf } from './indicator-rows.ts'
import { IndicatorTask } from './indicators-task.ts'
import { changeInWords, normInWords } from './norm-words.ts'

const dir = mkdtempSync(join(tmpdir(), 'vithanh-norms-'))
const area = [WEST + 100, SOUTH + 100, WEST + 1180, SOUTH + 1180] as const
const choice: IndicatorChoice = {
  unit: null,
  townClass: 'II',
  area: 'new',
  lowDensity: false,
  townPopulation: 120_000,
  population: null,
}
let tiles: Tiles
let task: IndicatorTask
beforeAll(async () => {
  await writeVillage(join(dir, 'city'), [healthPost])
  await buildTiles(join(dir, 'city'), join(dir, 'tiles'))
  tiles = await openTiles(fileSource(join(dir, 'tiles')))
  task = new IndicatorTask(tiles)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const ask = async (edits: Parameters<IndicatorTask['answer']>[0]['edits'] = [], of: typeof choice = choice) =>
  task.answer({ of: of.unit?.outline ?? [...area], edits, settings: settingsFor(of) })

test('without edits there is today alone; a lot that turns green shows as a difference', async () => {
  const before = await ask()
  expect(before).toMatchObject({ scenario: null, outside: 0, today: { illustrative: true } })
  expect(before.today.inputs).toContainEqual({ name: 'parcels', provenance: 'generated' })

  const { layers } = await readCity(tiles, [...area], undefined, { layers: ['parcels'], ground: false })
  const { id: target, properties } = layers.parcels.get('vt:parcel/1')!
  const from = properties.zoning
  const after = await ask([
    { kind: 'parcel.zoning', target, from, to: { ...from, code: 'CX', density: 0.05 } },
    { kind: 'parcel.zoning', target: 'vt:parcel/elsewhere', from, to: { ...from, code: 'CX' } },
    // Levels are felt by no norm: neither here nor elsewhere.
    { kind: 'ground.level', target: 'new:1', from: null, to: { ring: [], levelMetres: 2 } },
  ])
  expect(after.outside).toBe(1)
  const rows = rowsOf(after)
  expect(rows.map(({ subject }) => subject)).toEqual(['green', 'reach', 'parking', 'density', 'roads'])
  expect(rows.flatMap(({ rows }) => rows)).toHaveLength(after.today.lines.length)
  const unit = rows[0]!.rows.find(({ today }) => today.id === 'indicator.green-unit')!
  expect(unit.today.verdict).toBe('fail')
  expect(unit.scenario!.verdict).toBe('pass')
  expect(changeOf(unit)).toBeCloseTo(unit.scenario!.actual as number)
  const bar = barOf(unit)!
  expect(bar.today).toBe(0)
  expect(bar.scenario).toBeGreaterThan(bar.norm!)
  const words = wordsOf('vi')
  expect(normInWords(unit.today, words)).toBe('≥ 1 m²/người')
  expect(changeInWords(changeOf(unit)!, unit.today.unit, words)).toMatch(/^\+[\d,]+ m²\/người$/)
})

test('a unit counts its own; its statistics stand before households', async () => {
  const outline = rectangle([WEST + 700, SOUTH + 640, WEST + 1030, SOUTH + 970])
  const unit = { id: 'u', name: 'Ấp', population: 77, outline }
  const found = await ask([], { ...choice, unit })
  expect(found.today.population).toMatchObject({ persons: 77, estimated: false })
  expect((await ask([], { ...choice, unit, population: 80 })).today.population.persons).toBe(80)
})

test('houses out of reach are places on the map', async () => {
  const { today } = await ask()
  const reach = today.lines.find(({ id }) => id === 'indicator.reach-primary')!
  expect(placesOf(reach).length).toBeGreaterThan(0)
  expect(placesOf(reach)[0]).toMatchObject({ type: 'Point' })
  expect(placesOf({ ...reach, geometry: null })).toEqual([])
})

test('the choice is kept without the unit, and a broken one is the first', () => {
  const kept = new Map<string, string>()
  const store = {
    setItem: (key: string, value: string) => void kept.set(key, value),
    getItem: (key: string) => kept.get(key) ?? null,
  }
  expect(restoreChoice(store, 'x')).toMatchObject({ unit: null, townClass: null, area: 'existing' })
  keepChoice(store, 'x', { ...choice, unit: { id: 'u', name: '', population: 1, outline: rectangle([...area]) } })
  expect(restoreChoice(store, 'x')).toEqual(choice)
  store.setItem('vithanh.indicators.x', '{')
  expect(restoreChoice(store, 'x').townClass).toBeNull()
})
