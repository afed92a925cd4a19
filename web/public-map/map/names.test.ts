import { expect, test } from 'vitest'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import type { TileFeature } from '../../../tiles/read/mvt.ts'
import { toDegrees } from './cover.ts'
import { seenIn } from './in-view.ts'
import { type NameView, namesOf, writeNames } from './names.ts'
import { light } from './palette.ts'

const cover = { z: 15, x0: 25980, y0: 15480, x1: 25981, y1: 15481 }
const sheet = (features: TileFeature[]) => ({ layer: { name: 'x', extent: 4096, features }, up: 0 })
const feature = (type: 1 | 2 | 3, name: string, points: number[], more: object = {}): TileFeature => ({
  type,
  properties: { name, ...more },
  parts: [new Float32Array(points)],
  bounds: [0, 0, 4096, 4096],
})
const sheets = new Map<LayerId, ReturnType<typeof sheet>>([
  [
    'roads',
    sheet([
      feature(2, 'Hòa Bình', [0, 2000, 2000, 2000], { class: 'arterial' }),
      feature(2, 'Hòa Bình', [2000, 2000, 4096, 2000], { class: 'arterial' }),
      feature(2, 'Hẻm 12', [0, 2100, 4096, 2100], { class: 'alley' }),
    ]),
  ],
  ['landmarks', sheet([feature(1, 'Chợ Vị Thanh', [1000, 1000], { category: 'market' })])],
  ['units', sheet([feature(3, 'Phường cũ', [0, 0, 4096, 0, 4096, 4096, 0, 4096], { validTo: '2025-06-30' })])],
])

/** A brush that keeps what it wrote; every letter is seven pixels wide. */
function brush() {
  const written: string[] = []
  const target = {
    font: '',
    measureText: (words: string) => ({ width: 7 * [...words].length }),
    fillText: (words: string) => void written.push(words),
  }
  const lenient = new Proxy(target, { get: (own, key) => (key in own ? own[key as keyof typeof own] : () => {}) })
  return { written, brush: lenient as unknown as OffscreenCanvasRenderingContext2D }
}
const view: NameView = { x: 256, y: 256, scale: 1, zoom: 15, width: 700, height: 700, ratio: 1 }
const look = { dark: false, shown: ['units', 'landmarks'] as const }

test('names are collected once: streets joined, units of the past left out, the weightiest first', () => {
  const names = namesOf(cover, () => sheets, look, light)
  expect(names.map(({ text }) => text)).toEqual(['Chợ Vị Thanh', 'Hòa Bình', 'Hẻm 12'])
  expect(names[1]!.path!.length).toBe(6)
})

test('a name is written where it hides no other, not before its zoom, letter by letter along its street', () => {
  const { written, brush: one } = brush()
  writeNames(
    one,
    namesOf(cover, () => sheets, look, light),
    view,
    'white',
  )
  expect(written.join('|')).toBe(['Chợ Vị Thanh', ...'Hòa Bình'].join('|'))
  const near = brush()
  writeNames(
    near.brush,
    namesOf(cover, () => sheets, look, light),
    { ...view, zoom: 17, scale: 4, y: 262 },
    'white',
  )
  expect(near.written.join('')).toContain('Hẻm 12')
})

test('what is in view is told by name, the nearest to the middle first', () => {
  const [a, b] = [toDegrees(25980 * 512, 15481 * 512, 15), toDegrees(25981 * 512, 15480 * 512, 15)]
  const seen = seenIn(cover, [a.lon, a.lat, b.lon, b.lat], () => sheets)
  expect(seen.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'street Hòa Bình',
    'place Chợ Vị Thanh',
    'street Hẻm 12',
  ])
  expect(seen[0]!.metres).toBeLessThan(50)
})
