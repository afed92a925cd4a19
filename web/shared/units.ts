/** The administrative units of today, from the city's tiles; read once for the page. */
import { useEffect, useState } from 'react'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { httpSource, layerParts, openTiles } from '../../tiles/read/index.ts'
import { TILES_URL } from './tiles.ts'

export interface Unit {
  readonly code: string
  readonly name: string
}

let reading: Promise<Unit[]> | null = null
let read: Unit[] = []

async function readUnits(): Promise<Unit[]> {
  const tiles = await openTiles(httpSource(new URL(TILES_URL, location.href).href))
  const units: Unit[] = []
  for await (const { features } of layerParts(tiles, 'units', null))
    for (const { properties } of features as Feature<'units'>[])
      if (properties.validTo === null) units.push({ code: properties.code, name: properties.name })
  return units.sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** Empty until they are read, or where the city has none: codes are shown then. */
export function useUnits(): readonly Unit[] {
  const [units, setUnits] = useState(read)
  useEffect(() => {
    reading ??= readUnits().catch(() => {
      reading = null
      return []
    })
    let here = true
    void reading.then((found) => {
      read = found
      if (here) setUnits(found)
    })
    return () => {
      here = false
    }
  }, [])
  return units
}
