/** What is in view: boxes of features against the box of the map. */
import type { Geometry, Position } from 'geojson'
import { useEffect, useState } from 'react'
import { type DegreeBounds, useMap } from '../map-control.ts'

/** What the map shows, told anew each time it rests. */
export function useView(): DegreeBounds {
  const map = useMap()
  const [bounds, setBounds] = useState<DegreeBounds>(() => map.bounds())
  useEffect(() => {
    setBounds(map.bounds())
    return map.onRest(() => setBounds(map.bounds()))
  }, [map])
  return bounds
}

export const overlap = (a: DegreeBounds, b: DegreeBounds): boolean =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]

/** Null where there are none. */
export function boundsOf(geometries: Iterable<Geometry | null>): DegreeBounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  const add = (part: Position | readonly unknown[]): void => {
    if (typeof part[0] !== 'number') {
      for (const inner of part) add(inner as readonly unknown[])
      return
    }
    const [lon, lat] = part as [number, number]
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  for (const geometry of geometries) if (geometry && geometry.type !== 'GeometryCollection') add(geometry.coordinates)
  return west <= east ? [west, south, east, north] : null
}
