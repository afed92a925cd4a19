import { expect, test } from 'vitest'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import type { TrafficZone } from '../../scenarios/traffic.ts'
import { wordsOf } from '../shared/language.tsx'
import { withNewRoads } from './roads.ts'
import { type Naming, streetName } from './traffic-rows.ts'

const zone = (name: string, x: number, kind: TrafficZone['kind'] = 'quarter'): TrafficZone => ({
  id: name,
  name,
  kind,
  at: [x, 0],
  produced: 0,
  attracted: 0,
  households: 0,
  inhabitants: 0,
})
const zones = [
  zone('Khu vực 12 (Khu vực 5, Phường V cũ) – 1', 0),
  zone('Ấp 6', 900),
  zone('Quốc lộ 61', 10, 'external'),
]
const naming = (roads: Naming['roads'], language: 'vi' | 'en' = 'vi'): Naming => ({
  city: { manifest: {} as CityManifest, nameOf: () => null },
  roads,
  words: wordsOf(language),
})

test('a street is called by its name, else by its class and the quarter around it, never by a gateway', () => {
  const roads = new Map([
    ['r1', { name: 'Trần Hưng Đạo', class: 'arterial' as const }],
    ['r2', { name: null, class: 'alley' as const }],
  ])
  expect(streetName('r1', [0, 0], zones, naming(roads))).toBe('Trần Hưng Đạo')
  expect(streetName('r2', [10, 0], zones, naming(roads))).toBe('hẻm không tên, Khu vực 12')
  expect(streetName('r2', [800, 0], zones, naming(roads, 'en'))).toBe('unnamed alley, Ấp 6')
  expect(streetName('r3', [0, 0], [], naming(null))).toBe('đường không tên, ngoài các khu vực')
})

test('streets of the scenario are known by the names they were given', () => {
  const road = {
    line: [
      [0, 0],
      [9, 0],
    ] as [number, number][],
    class: 'collector' as const,
    widthMetres: 12,
    lanes: 2,
    oneWay: false,
    bridge: true,
    name: 'Cầu Mới',
  }
  const edits = [{ kind: 'road.new' as const, target: 'vt:roads/new', from: null, to: road }]
  expect(withNewRoads(new Map(), edits)?.get('vt:roads/new')?.name).toBe('Cầu Mới')
  expect(withNewRoads(null, edits)).toBeNull()
})
