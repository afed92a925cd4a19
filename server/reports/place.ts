/** Where something is reported: in a ward of the city, near it, or too far away. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type Projection, projection } from '../../scenarios/frame.ts'
import { contains, type Geometry, grow, pointInGeometry } from '../../scenarios/geometry.ts'
import { BEYOND_METRES } from '../../scenarios/reports/report.ts'
import { both } from '../../scenarios/text.ts'
import { layerParts } from '../../tiles/read/index.ts'
import { refuse } from '../http.ts'
import type { CityTiles } from '../tiles.ts'

interface Unit {
  readonly code: string
  readonly geometry: Geometry
}
let known: { hash: string; frame: Projection; units: Promise<Unit[]> } | null = null

async function readUnits(tiles: CityTiles): Promise<Unit[]> {
  const found: Unit[] = []
  for await (const { features } of layerParts(await tiles.open(), 'units', null))
    for (const { properties, geometry } of features as Feature<'units'>[])
      if (properties.validTo === null) found.push({ code: properties.code, geometry })
  return found
}

/**
 * @returns the code of today's ward; null where it lies beyond them, near the city
 * @throws Refusal 422 `report/outside`
 */
export async function unitOfPlace(tiles: CityTiles, lon: number, lat: number): Promise<string | null> {
  const { city, hash } = await tiles.manifest()
  if (known?.hash !== hash) {
    known = { hash, frame: projection(city.frame), units: readUnits(tiles) }
    // It is told where it is awaited; a place that is refused before that must not end the process.
    known.units.catch(() => {})
  }
  const at = known.frame.toLocal(lon, lat)
  if (!contains(grow(city.bounds, BEYOND_METRES), at)) {
    const message = both(
      'Nơi này ở ngoài thành phố; hãy chọn lại vị trí trên bản đồ',
      'This place is outside the city; choose it on the map again',
    )
    throw refuse(422, 'report/outside', message, 'body.lon', `≤ ${BEYOND_METRES / 1000} km`)
  }
  const units = await known.units.catch((error) => {
    known = null
    throw error
  })
  return units.find(({ geometry }) => pointInGeometry(at, geometry))?.code ?? null
}
