/**
 * The address of the page is the link to what it shows: read once when the page opens, written over while the person moves about (never
 * added to the history). Paths that carry questions of their own (`/route?to=…`) are left as they are.
 */
import { useEffect, useRef, useState } from 'react'
import type { Candidate } from '../../../scenarios/address/candidate.ts'
import { linkOf, readLink } from '../../../scenarios/address/share-link.ts'
import { showFloods, shownFloods } from '../flood/shown.ts'
import { showLayers, shownLayers } from '../layers/shown.ts'
import { placeAt } from '../map/reach.ts'
import type { MapControl } from '../map-control.ts'
import { selectedPlace } from '../selected.ts'

/** Browsers refuse to be told more than about three times a second. */
const WRITE_MS = 1000
const NEAR = 17
/** A sheet that rises with a place covers a part of the map by then. */
export const SHEET_MS = 400

/**
 * @param onPlace called once, where the link names a place
 * @returns whether the link was of a later version of the map, of which only the place could be read
 */
export function useLink(map: MapControl, onPlace: (place: Candidate) => void): boolean {
  const [newer, setNewer] = useState(false)
  const begun = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is read when the page opens
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const link = readLink(location.pathname, new URLSearchParams(location.search))
    if (!link || (link.path !== '/' && !isOurs())) return
    if (link.layers) showLayers(link.layers)
    showFloods(link.floods)
    if (link.view) map.lookAt(link.view, link.view.zoom)
    else if (link.place) map.lookAt(link.place, NEAR)
    setNewer(link.newer)
    const { place } = link
    if (!place) return
    void found(place).then((at) => {
      onPlace(at)
      setTimeout(() => map.lookAt(link.view ?? at, link.view?.zoom ?? NEAR), SHEET_MS)
    })
  }, [])
  useEffect(() => {
    let last = stateNow(map)
    const write = () => {
      const now = stateNow(map)
      if (now === last || document.hidden || !(location.search === '' || isOurs())) return
      last = now
      history.replaceState(history.state, '', now)
    }
    const timer = setInterval(write, WRITE_MS)
    addEventListener('pagehide', write)
    return () => {
      clearInterval(timer)
      removeEventListener('pagehide', write)
    }
  }, [map])
  return newer
}

const isOurs = (): boolean => {
  const given = new URLSearchParams(location.search)
  return given.has('v') || (location.pathname === '/' && given.has('at'))
}

async function found({ lon, lat, text }: { lon: number; lat: number; text: string | null }): Promise<Candidate> {
  const place = await import('../search/engine.ts').then(({ find }) => find(lon, lat, text)).catch(() => null)
  return place ?? placeAt({ lon, lat })
}

function stateNow(map: MapControl): string {
  const place = selectedPlace()
  return linkOf({
    path: location.pathname,
    view: map.view(),
    place: place && { lon: place.lon, lat: place.lat, text: place.label },
    layers: shownLayers(),
    floods: shownFloods(),
  })
}
