/** The written-out queries of `test/address/queries.tsv` on the built-in city, and what must hold of any line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import {
  type AddressFile,
  type AddressLayers,
  addressFileOf,
  addressLayerIds,
} from '../../scenarios/address/address-file.ts'
import type { Candidate } from '../../scenarios/address/candidate.ts'
import { gazetteerOf } from '../../scenarios/address/gazetteer.ts'
import { type AddressSearch, createAddressSearch } from '../../scenarios/address/search.ts'
import type { CityManifest, Feature } from '../../scenarios/city/dataset.ts'
import { boundsOf } from '../../scenarios/geometry.ts'
import { fold } from '../../scenarios/text.ts'

let search: AddressSearch
let labels: string[]
let transferred = 0
beforeAll(() => {
  const { head, layers, ground } = generateCity(DEFAULT_SEED)
  const of = (id: keyof AddressLayers) =>
    new Map((layers[id]?.features ?? []).map((feature): [string, Feature] => [feature.id, feature as Feature]))
  const found = Object.fromEntries(addressLayerIds.map((id) => [id, of(id)])) as unknown as AddressLayers
  const { west, north, columns, rows, cellSize } = ground.grid
  const bounds = boundsOf([
    [west, north],
    [west + columns * cellSize, north - rows * cellSize],
  ])
  const manifest = { ...head, bounds: [...bounds], layers: [], grids: [] } as unknown as CityManifest
  // As it goes over the line.
  const text = JSON.stringify(addressFileOf({ manifest, layers: found }))
  transferred = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length
  search = createAddressSearch(gazetteerOf(JSON.parse(text) as AddressFile))
  labels = [...found.addresses.values()].flatMap(({ properties }) => (properties.number ? [properties.label] : []))
}, 180_000)

const lines = readFileSync(join(import.meta.dirname, '../address/queries.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [query: string, kind: string, label: string])

test('at least 400 queries: 97 in 100 right at once, 99 among the first three, none wrong and sure of it', () => {
  expect(lines.length).toBeGreaterThanOrEqual(400)
  let [first, three] = [0, 0]
  const bold: string[] = []
  for (const [query, kind, label] of lines) {
    const { candidates, outside } = search.search(query)
    const [top] = candidates
    const right = (one: Candidate | undefined) => one?.kind === kind && one.label.startsWith(label)
    const silent = kind === 'outside' || kind === 'none'
    const isFirst = silent ? (top?.score ?? 0) < 0.5 && (kind === 'none' || outside !== null) : right(top)
    if (isFirst) first++
    if (silent ? isFirst : candidates.slice(0, 3).some(right)) three++
    if (!isFirst && top && top.score >= 0.9) bold.push(`${query} → ${top.label}`)
  }
  expect(bold).toEqual([])
  expect(first / lines.length).toBeGreaterThanOrEqual(0.97)
  expect(three / lines.length).toBeGreaterThanOrEqual(0.99)
})

test('an address on file is found by its own label, and what is nearest to it is itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (n) => {
      const label = labels[n % labels.length]!
      const [top] = search.search(label).candidates
      expect(top?.label.toLowerCase()).toBe(label.toLowerCase())
      expect(top!.score).toBe(1)
      const near = search.reverse(top!.lon, top!.lat).candidates.slice(1)
      expect(near[0]?.note?.en).toMatch(/^[0-2] m/)
    }),
    { numRuns: 200 },
  )
})

test('the address file of the built-in city is at most a megabyte over the line', () => {
  expect(transferred).toBeLessThan(1e6)
})

test('any line is answered: scores within 0 and 1, the best first, nothing made up of nothing', () => {
  const words = fc.constantFrom(
    'Trần',
    'hung',
    'P.1',
    '12/3A',
    'KV',
    '30/4',
    ',',
    'hẻm',
    'Phường',
    'vi',
    '999999',
    'ấp',
    '+',
    'x',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 400 }),
        fc.array(words, { maxLength: 30 }).map((all) => all.join(' ')),
      ),
      (line) => {
        const { candidates } = search.search(line, { complete: true })
        const scores = candidates.map(({ score }) => score)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
        for (const score of scores) expect(score >= 0 && score <= 1).toBe(true)
        expect(candidates.length).toBeLessThanOrEqual(5)
      },
    ),
    { numRuns: 300 },
  )
  expect(search.search('').candidates).toEqual([])
})

test('it completes as one types', () => {
  for (const [line, label] of [
    ['tran hung d', 'Trần Hưng Đạo'],
    ['657 trần hưn', '657 Trần Hưng Đạo'],
    ['chợ vị th', 'Chợ Vị Thanh'],
    ['nguyen thi minh kh', 'Nguyễn Thị Minh Khai'],
    ['657 tran hung dao, phuong vi th', '657 Trần Hưng Đạo'],
    ['657 trần hưng đạo, khu vực ', '657 Trần Hưng Đạo'],
    ['657 trần hưng đạo, p', '657 Trần Hưng Đạo'],
    ['phuong vi', 'Phường Vị Thanh'],
  ] as const) {
    expect(search.search(line, { complete: true }).candidates[0]?.label).toMatch(new RegExp(`^${label}`))
  }
})

test('an address on file is among the answers from the second word of its street on, and first as its unit is typed', () => {
  const number = /^\S+( bis)? /
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (n, share, plain) => {
        const label = labels[n % labels.length]!
        const street = label.slice(0, label.indexOf(', '))
        const name = street.replace(number, '')
        const least = street.length - name.length + Math.min(name.length, name.indexOf(' ') + 3)
        const length = least + Math.floor(share * (label.length - least))
        const line = plain ? fold(label.slice(0, length)) : label.slice(0, length)
        const { candidates } = search.search(line, { complete: true })
        const right = (one: Candidate | undefined) => one?.label.toLowerCase().startsWith(street.toLowerCase())
        // Of sixty numbered streets five are shown.
        if (length > street.length + 2) expect([line, right(candidates[0])]).toEqual([line, true])
        else if (!/đường số/i.test(street)) expect([line, candidates.some(right)]).toEqual([line, true])
      },
    ),
    { numRuns: 300, seed: 7 },
  )
})
