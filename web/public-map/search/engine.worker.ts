/** The thread that knows the addresses: it loads their file once, and answers as the server and the command line do. */
import { expose } from 'comlink'
import type { AddressFile } from '../../../scenarios/address/address-file.ts'
import type { Answer, Candidate } from '../../../scenarios/address/candidate.ts'
import { gazetteerOf } from '../../../scenarios/address/gazetteer.ts'
import { createAddressSearch } from '../../../scenarios/address/search.ts'
import type { TilesManifest } from '../../../scenarios/city/tiles.ts'
import type { Provenance } from '../../../scenarios/provenance.ts'

const TILES = '/tiles/'

async function load() {
  const read = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${TILES}${path}`)
    if (!response.ok) throw new Error(`Expected ${path}, got HTTP ${response.status}`)
    return (await response.json()) as T
  }
  const { address } = await read<TilesManifest>('tiles.json')
  if (!address) throw new Error('Expected tiles with an address file, got none')
  const gazetteer = gazetteerOf(await read<AddressFile>(address.file))
  return { gazetteer, search: createAddressSearch(gazetteer) }
}
const loaded = load()
// Whoever asks hears of it.
loaded.catch(() => {})

const engine = {
  /** @throws where the file cannot be read */
  async open(): Promise<{ addresses: number; provenance: Provenance | null }> {
    const { gazetteer } = await loaded
    return { addresses: gazetteer.addresses, provenance: gazetteer.provenance }
  },
  async search(text: string, limit: number): Promise<Answer> {
    return (await loaded).search.search(text, { limit, complete: true })
  },
  async reverse(lon: number, lat: number): Promise<Candidate | null> {
    return (await loaded).search.at(lon, lat)
  },
  async find(lon: number, lat: number, text: string | null): Promise<Candidate | null> {
    return (await loaded).search.find(lon, lat, text)
  },
  /** In the frame of the city, metres: x east, y north. */
  async local(lon: number, lat: number): Promise<{ crs: string; east: number; north: number }> {
    const { gazetteer } = await loaded
    const [east, north] = gazetteer.projection.toLocal(lon, lat)
    return { crs: gazetteer.crs, east, north }
  },
}
export type EngineThread = typeof engine
expose(engine)
