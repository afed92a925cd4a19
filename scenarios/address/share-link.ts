/**
 * The link that brings everything back: what the map shows, the place that is looked at, the layers, the panel. Versioned: what a link of
 * once says is understood for ever (`link.test.ts` keeps one of each kind); only new names are added.
 *
 *     /report?v=1&c=105.47012,9.78401,15.30&at=105.470123,9.784012&q=657+Trần+Hưng+Đạo&l=units,parcels
 *
 *     v   version          c   middle of the map and zoom     at   the place, degrees
 *     q   words that lead to the place; shown only where our own search finds them there
 *     l   layers that are switched on (an empty list: none)
 *     f   published floods that lie over the map: one, or two that are compared
 */
export interface LinkState {
  /** Of the panel: `/`, `/report`, `/c/AB12`. */
  readonly path: string
  readonly view: { readonly lon: number; readonly lat: number; readonly zoom: number } | null
  readonly place: { readonly lon: number; readonly lat: number; readonly text: string | null } | null
  readonly layers: readonly string[] | null
  /** By their names (`floodName`). */
  readonly floods?: readonly string[]
}

export interface ReadLink extends LinkState {
  readonly floods: readonly string[]
  /** A link of a later version: only what is sure of it is taken. */
  readonly newer: boolean
}

/** As `URLSearchParams` has it. */
export interface Query {
  get(name: string): string | null
}

export const LINK_VERSION = 1
const MOST_LETTERS = 200
const MOST_LAYERS = 40
const MOST_FLOODS = 2

/** Null where it is no link of ours; what is not valid in one is left out. */
export function readLink(path: string, given: Query): ReadLink | null {
  const version = given.get('v')
  const place = placeIn(given)
  if (version === null && !place) return null
  const known = version === null || version === String(LINK_VERSION)
  return {
    path: /^\/[\w/-]{0,100}$/.test(path) && !path.includes('//') ? path : '/',
    view: known ? viewIn(given.get('c')) : null,
    place,
    layers: known ? layersIn(given.get('l')) : null,
    floods: known ? floodsIn(given.get('f')) : [],
    newer: !known,
  }
}

export function linkOf({ path, view, place, layers, floods = [] }: LinkState): string {
  const said = [`v=${LINK_VERSION}`]
  if (view) said.push(`c=${view.lon.toFixed(5)},${view.lat.toFixed(5)},${view.zoom.toFixed(2)}`)
  if (place) {
    said.push(`at=${place.lon.toFixed(6)},${place.lat.toFixed(6)}`)
    if (place.text) said.push(`q=${encodeURIComponent(place.text.slice(0, MOST_LETTERS)).replaceAll('%20', '+')}`)
  }
  if (layers) said.push(`l=${layers.join(',')}`)
  if (floods.length > 0) said.push(`f=${floods.join(',')}`)
  return `${path}?${said.join('&')}`
}

function numbersIn(text: string | null, count: number): number[] | null {
  if (text === null || !/^-?\d{1,3}(\.\d{1,12})?(,-?\d{1,3}(\.\d{1,12})?){1,2}$/.test(text)) return null
  const numbers = text.split(',').map(Number)
  return numbers.length === count ? numbers : null
}

const isPlace = (lon: number, lat: number) => Math.abs(lon) <= 180 && Math.abs(lat) <= 85

function placeIn(given: Query): LinkState['place'] {
  const [lon, lat] = numbersIn(given.get('at'), 2) ?? []
  if (lon === undefined || lat === undefined || !isPlace(lon, lat)) return null
  const text = given.get('q')?.normalize('NFC') ?? ''
  // Control characters and those that turn the direction of writing have no business in an address.
  const plain = text.length <= MOST_LETTERS && !/[\p{Cc}\p{Cf}]/u.test(text)
  return { lon, lat, text: plain && text !== '' ? text : null }
}

function viewIn(text: string | null): LinkState['view'] {
  const [lon, lat, zoom] = numbersIn(text, 3) ?? []
  if (lon === undefined || lat === undefined || zoom === undefined) return null
  return isPlace(lon, lat) && zoom >= 0 && zoom <= 24 ? { lon, lat, zoom } : null
}

function layersIn(text: string | null): LinkState['layers'] {
  if (text === null) return null
  const layers = text.split(',').filter((id) => /^[a-z][a-z0-9-]{0,40}$/.test(id))
  return layers.slice(0, MOST_LAYERS)
}

function floodsIn(text: string | null): string[] {
  const floods = text?.split(',').filter((name) => /^[0-9a-z][0-9a-z-]{0,39}$/.test(name)) ?? []
  return [...new Set(floods)].slice(0, MOST_FLOODS)
}
