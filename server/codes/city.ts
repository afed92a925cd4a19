/** The addresses of the city as it is served now, as codes are given to them. */
import { gridCode } from '../../scenarios/address/grid-code.ts'
import type { CodePlace } from '../../scenarios/api/codes.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { projection } from '../../scenarios/frame.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import { fold } from '../../scenarios/text.ts'
import { layerParts } from '../../tiles/read/index.ts'
import type { CityTiles } from '../tiles.ts'

export interface CityAddress {
  readonly id: string
  readonly label: string
  readonly oldLabel: string | null
  readonly street: string | null
  readonly unitCode: string | null
  /** Folded, to be looked in. */
  readonly words: string
  place(): CodePlace
}

export interface CityAddresses {
  /** By id, in the order of streets and house numbers. */
  readonly all: ReadonlyMap<string, CityAddress>
  readonly illustrative: boolean
}

let known: { hash: string; addresses: Promise<CityAddresses> } | null = null

export async function cityAddresses(tiles: CityTiles): Promise<CityAddresses> {
  const { hash } = await tiles.manifest()
  if (known?.hash !== hash) known = { hash, addresses: readAddresses(tiles) }
  return known.addresses.catch((error) => {
    known = null
    throw error
  })
}

const degrees = (value: number): number => Math.round(value * 1e6) / 1e6

async function readAddresses(tiles: CityTiles): Promise<CityAddresses> {
  const open = await tiles.open()
  const { city } = open.manifest
  const { toWgs84 } = projection(city.frame)
  const oldPostcodes = new Map<string, string | null>()
  for await (const { features } of layerParts(open, 'units', null))
    for (const { properties } of features as Feature<'units'>[])
      if (properties.validTo !== null) oldPostcodes.set(properties.code, properties.postcode)
  const all: CityAddress[] = []
  for await (const { features } of layerParts(open, 'addresses', null))
    for (const { id, geometry, properties } of features as Feature<'addresses'>[]) {
      if (geometry.type !== 'Point') continue
      const [x, y] = geometry.coordinates
      const { label, oldLabel, street, unitCode, oldUnitCode, postcode } = properties
      all.push({
        ...{ id, label, oldLabel, street, unitCode, words: fold(`${label} ${oldLabel ?? ''}`) },
        place() {
          const [lon, lat] = toWgs84(x, y)
          return {
            ...{
              label,
              oldLabel,
              kind: 'address',
              lon: degrees(lon),
              lat: degrees(lat),
              unitCode,
              oldUnitCode,
              postcode,
            },
            oldPostcode: oldUnitCode === null ? null : (oldPostcodes.get(oldUnitCode) ?? null),
            gridCode: gridCode(lon, lat, postcode),
            score: 1,
          }
        },
      })
    }
  const order = new Intl.Collator('vi', { numeric: true })
  all.sort((a, b) => order.compare(a.street ?? '', b.street ?? '') || order.compare(a.label, b.label))
  const illustrative = isIllustrative(
    city.layers.filter(({ id }) => id === 'addresses').map(({ provenance }) => provenance),
  )
  return { all: new Map(all.map((one) => [one.id, one])), illustrative }
}

/** Households by address, as the buildings that name it say. */
export async function householdsByAddress(tiles: CityTiles): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for await (const { features } of layerParts(await tiles.open(), 'buildings', null))
    for (const { properties } of features as Feature<'buildings'>[]) {
      const { addressId, households } = properties
      if (addressId !== null) counts.set(addressId, (counts.get(addressId) ?? 0) + households)
    }
  return counts
}
