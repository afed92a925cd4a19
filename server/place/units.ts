/** Administrative units by place. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import { projection, type XY } from '../../scenarios/frame.ts'
import { boundsOf, pointInGeometry } from '../../scenarios/geometry.ts'
import { layerParts } from '../../tiles/read/index.ts'
import type { CityTiles } from '../tiles.ts'

let known: { hash: string; units: Promise<readonly Feature<'units'>[]> } | null = null

/** Units of today. */
async function unitsOf(tiles: CityTiles): Promise<readonly Feature<'units'>[]> {
  const { hash } = await tiles.manifest()
  if (known?.hash !== hash) known = { hash, units: readUnits(tiles) }
  const { units } = known
  return units.catch((error) => {
    known = null
    throw error
  })
}

async function readUnits(tiles: CityTiles): Promise<Feature<'units'>[]> {
  const units: Feature<'units'>[] = []
  for await (const { features } of layerParts(await tiles.open(), 'units', null))
    units.push(...(features as Feature<'units'>[]).filter(({ properties }) => properties.validTo === null))
  return units
}

/** In the city's frame. */
export const toLocal = async (tiles: CityTiles, lon: number, lat: number): Promise<XY> =>
  projection((await tiles.manifest()).city.frame).toLocal(lon, lat)

/** The unit that a place lies in, by its parcel where the data have no limits of units; null: outside the city. */
export async function unitAt(
  tiles: CityTiles,
  lon: number,
  lat: number,
): Promise<{ readonly code: string; readonly name: string | null } | null> {
  const at = await toLocal(tiles, lon, lat)
  const units = await unitsOf(tiles)
  if (units.length > 0) {
    const unit = units.find(({ geometry }) => pointInGeometry(at, geometry))
    return unit ? { code: unit.properties.code, name: unit.properties.name } : null
  }
  for await (const { features } of layerParts(await tiles.open(), 'parcels', boundsOf([at]))) {
    for (const { geometry, properties } of features as Feature<'parcels'>[]) {
      if (properties.unitCode !== null && pointInGeometry(at, geometry))
        return { code: properties.unitCode, name: null }
    }
  }
  return null
}
