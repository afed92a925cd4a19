/** The place under a tap: the nearest address where the search engine knows one, else the bare place. */
import type { Candidate } from '../../../scenarios/address/candidate.ts'
import { gridCode } from '../../../scenarios/address/grid-code.ts'
import type { LonLat } from '../map-control.ts'

/** @param engine not there where the address file could not be read */
export async function placeAt({ lon, lat }: LonLat): Promise<Candidate> {
  const [engine] = Object.values(engines)
  const found = await engine?.()
    .then(({ reverse }) => reverse(lon, lat))
    .catch(() => null)
  return found ?? bare(lon, lat)
}

const engines = import.meta.glob<{ reverse(lon: number, lat: number): Promise<Candidate | null> }>(
  '../search/engine.ts',
)

const bare = (lon: number, lat: number): Candidate => ({
  label: `${lat.toFixed(5)}, ${lon.toFixed(5)}`,
  oldLabel: null,
  kind: 'coordinates',
  lon,
  lat,
  unitCode: null,
  oldUnitCode: null,
  postcode: null,
  oldPostcode: null,
  gridCode: gridCode(lon, lat, null),
  score: 1,
})
