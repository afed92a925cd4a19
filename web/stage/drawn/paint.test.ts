import { expect, test } from 'vitest'
import { type LayerId, layerAbout, layerIds, propertySchemas } from '../../../scenarios/city/layers.ts'
import type { TileFeature } from '../../../tiles/read/mvt.ts'
import { joined } from '../../shared/label-line.ts'
import { looks } from '../looks.ts'
import { symbols } from '../symbols.ts'
import { createLabels, type LabelStyle } from './labels.ts'
import { paintOrder, paintTile, type Sheet } from './paint.ts'
import type { Brush, TileView } from './pen.ts'

/** A brush that notes what it is told: `stroke #d50000 2 [7,4]`, `text Hùng Vương 100 50`. */
function noting(): { brush: Brush; notes: string[] } {
  const notes: string[] = []
  const state: Record<string, unknown> = { globalAlpha: 1, dash: [], at: [0, 0] }
  const told: Record<string, (...args: never[]) => unknown> = {
    setLineDash: (dash: number[]) => (state.dash = dash),
    setTransform: (_a: number, _b: number, _c: number, _d: number, x: number, y: number) => (state.at = [x, y]),
    stroke: () => notes.push(`stroke ${state.strokeStyle} ${state.lineWidth} [${state.dash}] ${state.globalAlpha}`),
    fill: () => notes.push(`fill ${state.fillStyle} ${state.globalAlpha}`),
    fillText: (text: string, x: number, y: number) => notes.push(`text ${text} ${x} ${y} ${state.at}`),
    measureText: (text: string) => ({ width: text.length * 8 }),
  }
  const brush = new Proxy(state, {
    get: (_, key: string) => told[key] ?? state[key] ?? (() => {}),
    set: (_, key: string, value) => {
      state[key] = value
      return true
    },
  })
  return { brush: brush as unknown as Brush, notes }
}

const view = (metresPerPixel: number): TileView => ({ offsetX: 0, offsetY: 0, scale: 1, size: 1024, metresPerPixel })
const feature = (type: 1 | 2 | 3, numbers: number[], properties: TileFeature['properties']): TileFeature => ({
  type,
  properties,
  parts: [new Float32Array(numbers)],
  bounds: [0, 0, 1024, 1024],
})
const shapes = { point: [500, 500], line: [100, 500, 900, 500], polygon: [100, 100, 900, 100, 900, 900, 100, 900] }
const types = { point: 1, line: 2, polygon: 3 } as const
const sheet = (id: LayerId, features: TileFeature[], metresPerPixel: number): Sheet => ({
  id,
  layer: { name: id, extent: 4096, features },
  view: view(metresPerPixel),
  opacity: 1,
  filter: undefined,
})
const ofLayer = (id: LayerId, properties: TileFeature['properties']) =>
  feature(types[layerAbout[id].geometry], shapes[layerAbout[id].geometry], properties)

/** Signs need `Path2D`, which Node has not. */
globalThis.Path2D ??= class {} as unknown as typeof Path2D

test('every layer has a painter that draws something near, whatever its objects leave unsaid', () => {
  expect([...paintOrder].sort()).toEqual([...layerIds].sort())
  for (const id of layerIds) {
    const { brush, notes } = noting()
    paintTile(brush, [sheet(id, [ofLayer(id, {})], 0.15)], 1024)
    expect(notes.length, id).toBeGreaterThan(0)
  }
})

test('what is not built is dashed and pale; a plan stands from its approval on', () => {
  const drawn = (id: LayerId, buildState: string) => {
    const { brush, notes } = noting()
    paintTile(brush, [sheet(id, [ofLayer(id, { buildState, kind: 'red' })], 1)], 1024)
    return notes.filter((note) => note.startsWith('stroke'))
  }
  for (const id of ['roads', 'drains', 'watermains', 'powerlines', 'dykes'] as const) {
    expect(
      drawn(id, 'as-built').some((note) => note.includes('[] 1')),
      id,
    ).toBe(true)
    expect(
      drawn(id, 'proposed').some((note) => note.includes('[7,5] 0.7')),
      id,
    ).toBe(true)
    expect(
      drawn(id, 'approved').some((note) => note.includes('[7,5] 0.7')),
      id,
    ).toBe(true)
  }
  expect(drawn('redlines', 'approved').every((note) => note.includes('[] 1'))).toBe(true)
  expect(drawn('redlines', 'proposed').every((note) => note.includes('[7,5] 0.7'))).toBe(true)
})

test('a filter leaves out what does not match', () => {
  const lamps = [ofLayer('lamps', { state: 'out' }), ofLayer('lamps', { state: 'on' })]
  const strokes = (filter: Sheet['filter']) => {
    const { brush, notes } = noting()
    paintTile(brush, [{ ...sheet('lamps', lamps, 1), filter }], 1024)
    return notes.length
  }
  expect(strokes({ state: { kind: 'any', values: ['out'] } })).toBe(strokes(undefined) / 2)
  expect(strokes({ state: { kind: 'any', values: [] } })).toBe(0)
})

const style: LabelStyle = { colour: '#000', size: 14 }
const textOf = (notes: string[]) => notes.filter((note) => note.startsWith('text')).map((note) => note.split(' ')[1])

test('names lie within the tile, hide no other, and the weightier stays', () => {
  const { brush, notes } = noting()
  const labels = createLabels(1024, () => 1)
  const at = (x: number, y: number) => feature(1, [x, y], {})
  labels.points(view(1), [at(500, 500)], () => 'nhẹ', style, 1, 0)
  labels.points(view(1), [at(500, 503)], () => 'Chợ-Vị-Thanh', style, 2, 0)
  labels.points(view(1), [at(1020, 20)], () => 'bên-trái', style, 1, 8)
  labels.points(view(1), [at(1030, 500)], () => 'ngoài', style, 1, 8)
  labels.draw(brush)
  expect(textOf(notes)).toEqual(['Chợ-Vị-Thanh', 'bên-trái'])
  expect(Number(notes.at(-1)!.split(' ')[2])).toBeLessThan(1020)
})

test('a street in pieces has one name, upright also where it is drawn from right to left', () => {
  const pieces = [
    feature(2, [900, 500, 500, 500], {}),
    feature(2, [100, 500, 300, 500], {}),
    feature(2, [300, 500, 500, 500], {}),
  ]
  expect(joined(pieces.flatMap((f) => f.parts)).map((line) => line.length)).toEqual([8])
  const { brush, notes } = noting()
  const labels = createLabels(1024, () => 1)
  labels.lines(view(1), pieces, () => 'Lê Lợi', style, 1)
  labels.draw(brush)
  const letters = notes.filter((note) => note.startsWith('text'))
  expect(letters.map((note) => note[5])).toEqual([...'Lê Lợi'])
  const across = letters.map((note) => Number(note.split(' ').at(-1)!.split(',')[0]))
  expect(across).toEqual(across.toSorted((a, b) => a - b))
})

test('classes of the tables are values that the layers can have', () => {
  for (const [id, key] of [
    ['dykes', 'kind'],
    ['drains', 'kind'],
    ['hydraulics', 'kind'],
    ['waternodes', 'kind'],
    ['powernodes', 'kind'],
    ['sensors', 'measures'],
    ['roads', 'class'],
    ['redlines', 'kind'],
    ['trees', 'place'],
    ['water', 'kind'],
    ['waterways', 'kind'],
    ['parcelhistory', 'change'],
    ['subunits', 'kind'],
  ] as const) {
    const shape = propertySchemas[id].shape as unknown as Record<string, { options: string[] }>
    expect(Object.keys(looks[id]!.classes).sort(), id).toEqual([...shape[key]!.options].sort())
  }
  for (const { classes } of Object.values(looks)) {
    for (const { symbol } of Object.values(classes)) if (symbol) expect(symbols[symbol].body).toMatch(/^M/)
  }
})
