import { expect, test } from 'vitest'
import { layerIds } from '../../scenarios/city/layers.ts'
import { landUseColours, planningColours, zoneColour } from '../shared/colours.ts'
import { layerLegend } from './legends.ts'

test('codes are unique within each table and every colour can be drawn', () => {
  for (const table of [landUseColours, planningColours]) {
    expect(new Set(table.map(({ code }) => code)).size).toBe(table.length)
    for (const { colour } of table) expect(colour).toMatch(/^#[0-9a-f]{6}$/)
  }
})

test('the national palette stands where both tables know a code; an unknown code names itself', () => {
  expect(zoneColour('ODT').colour).toBe('#ffa0ff')
  expect(zoneColour('CX').title.vi).toBe('Cây xanh công cộng')
  expect(zoneColour('XYZ').title.en).toBe('XYZ')
  expect(zoneColour('ODT+CLN')).toEqual({ ...zoneColour('ODT'), code: 'ODT+CLN' })
})

test('every layer has a legend in both languages', () => {
  for (const id of layerIds) {
    const rows = layerLegend(id)
    expect(rows.length).toBeGreaterThan(0)
    for (const { colour, title } of rows) {
      expect(colour).toMatch(/^#/)
      expect(title.vi && title.en).toBeTruthy()
    }
  }
})
