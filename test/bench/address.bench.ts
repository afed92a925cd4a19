/**
 * Address search on 300 000 addresses: the built-in city's, and ten times as many on streets of other names. Beside `@leeoniya/ufuzzy`
 * and `flexsearch` on the same labels, folded, with the same written-out queries for addresses: for speed, and for right answers.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import UFuzzy from '@leeoniya/ufuzzy'
import FlexSearch from 'flexsearch'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import { type AddressLayers, addressFileOf } from '../../scenarios/address/address-file.ts'
import { makeGazetteer } from '../../scenarios/address/gazetteer.ts'
import { createAddressSearch } from '../../scenarios/address/search.ts'
import type { CityManifest, Feature } from '../../scenarios/city/dataset.ts'
import { random } from '../../scenarios/random.ts'
import { fold } from '../../scenarios/text.ts'
import type { BenchRow } from './run.ts'

const ADDRESSES = 300_000
const BUILD_LIMIT_S = 3
const SEARCH_LIMIT_MS = 5
const TRANSFER_LIMIT_MB = 1

export async function bench(): Promise<BenchRow[]> {
  const { head, layers } = generateCity(DEFAULT_SEED)
  const own = layers.addresses!.features as readonly Feature<'addresses'>[]
  const addresses = new Map(own.map((feature) => [feature.id, feature]))
  const draw = random(7)
  const words = [...new Set(own.flatMap(({ properties }) => properties.street?.split(' ') ?? []))].filter((word) =>
    /^\p{L}+$/u.test(word),
  )
  const renamed = new Map<string, string>()
  for (let copy = 1; addresses.size < ADDRESSES; copy++) {
    for (const { id, properties, geometry, ...rest } of own) {
      if (addresses.size === ADDRESSES) break
      const { street } = properties
      if (street === null || properties.number === null) {
        addresses.set(`${id}/${copy}`, { ...rest, id: `${id}/${copy}`, geometry, properties })
        continue
      }
      const key = `${copy} ${street}`
      const name =
        renamed.get(key) ?? Array.from({ length: 3 }, () => words[Math.floor(draw() * words.length)]!).join(' ')
      renamed.set(key, name)
      const label = properties.label.replace(street, name)
      const oldLabel = properties.oldLabel?.replace(street, name) ?? null
      addresses.set(`${id}/${copy}`, {
        ...rest,
        id: `${id}/${copy}`,
        geometry,
        properties: { ...properties, street: name, label, oldLabel },
      })
    }
  }
  const of = (id: keyof AddressLayers) =>
    new Map((layers[id]?.features ?? []).map((feature): [string, Feature] => [feature.id, feature as Feature]))
  const ids = ['units', 'landmarks', 'roads', 'waterways', 'parcels'] as const
  const found = { ...Object.fromEntries(ids.map((id) => [id, of(id)])), addresses } as unknown as AddressLayers
  const manifest = { ...head, bounds: [0, 0, 1, 1], layers: [], grids: [] } as unknown as CityManifest

  const begin = performance.now()
  const search = createAddressSearch(makeGazetteer({ manifest, layers: found }))
  const built = (performance.now() - begin) / 1000

  const queries = readFileSync(join(import.meta.dirname, '../address/queries.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [query: string, kind: string, label: string])
  const asked = queries.filter(([, kind]) => kind === 'address')
  const labels = [...addresses.values()].map(({ properties }) => properties.label)
  const folded = labels.map(fold)

  const ours = measured(asked, (query) => search.search(query).candidates[0]?.label)
  const fuzzy = new UFuzzy({ intraMode: 1 })
  const peer = measured(asked, (query) => {
    const [hits, info, order] = fuzzy.search(folded, fold(query), 1, 1000)
    const first = order && info ? info.idx[order[0]!] : hits?.[0]
    return first === undefined ? undefined : labels[first]
  })
  const index = new FlexSearch.Index({ tokenize: 'forward' })
  const flexBegin = performance.now()
  for (const [i, label] of folded.entries()) index.add(i, label)
  const flexBuilt = (performance.now() - flexBegin) / 1000
  const flex = measured(asked, (query) => {
    const [first] = index.search(fold(query), { limit: 1, suggest: true })
    return first === undefined ? undefined : labels[Number(first)]
  })
  const all = measured(queries, (query) => search.search(query).candidates[0]?.label)
  const transfer =
    brotliCompressSync(
      JSON.stringify(
        addressFileOf({ manifest, layers: { ...found, addresses: of('addresses') as AddressLayers['addresses'] } }),
      ),
    ).length / 1e6

  const limit = (name: string, value: number, unit: string, most: number, note: string): BenchRow => ({
    name,
    value,
    unit,
    against: `limit ${most} ${unit}`,
    ratio: most / value,
    note,
  })
  return [
    limit(
      'index of 300 000 addresses',
      built,
      's',
      BUILD_LIMIT_S,
      `${labels.length} addresses, ${renamed.size} more streets`,
    ),
    limit(
      'a search, p99',
      all.p99,
      'ms',
      SEARCH_LIMIT_MS,
      `${queries.length} queries of every kind, median ${all.median.toFixed(2)} ms, on this thread`,
    ),
    {
      name: 'addresses, p99',
      value: ours.p99,
      unit: 'ms',
      against: `ufuzzy ${peer.p99.toFixed(1)} ms`,
      ratio: peer.p99 / ours.p99,
      note: `right at once: ours ${share(ours)}, ufuzzy ${share(peer)} of ${asked.length}`,
    },
    {
      name: 'addresses, p99',
      value: ours.p99,
      unit: 'ms',
      against: `flexsearch ${flex.p99.toFixed(1)} ms`,
      ratio: flex.p99 / ours.p99,
      note: `right at once: ours ${share(ours)}, flexsearch ${share(flex)}; its index ${flexBuilt.toFixed(1)} s`,
    },
    limit(
      'what a browser loads of 27 000 addresses',
      transfer,
      'MB',
      TRANSFER_LIMIT_MB,
      'the address file with its parcels, brotli',
    ),
  ]
}

interface Measured {
  readonly median: number
  readonly p99: number
  readonly right: number
  readonly of: number
}

const share = ({ right, of }: Measured): string => `${((100 * right) / of).toFixed(0)} %`

/** Each query once before, so that nothing is timed while it is compiled. */
function measured(
  queries: readonly (readonly [query: string, kind: string, label: string])[],
  ask: (query: string) => string | undefined,
): Measured {
  for (const [query] of queries.slice(0, 50)) ask(query)
  let right = 0
  const times = queries.map(([query, , label]) => {
    const begin = performance.now()
    const answer = ask(query)
    const time = performance.now() - begin
    if (answer?.startsWith(label)) right++
    return time
  })
  times.sort((a, b) => a - b)
  return { median: times[times.length >> 1]!, p99: times[Math.floor(times.length * 0.99)]!, right, of: queries.length }
}
