/** What panels may do to the map: look somewhere, draw over it, ask for a place. The map itself stands in `map/`. */
import type { Feature, Geometry } from 'geojson'
import { createContext, useContext } from 'react'
import type { Bilingual } from '../../scenarios/text.ts'

/** WGS 84, degrees. */
export interface LonLat {
  readonly lon: number
  readonly lat: number
}

export interface MapView extends LonLat {
  /** Web Mercator, tiles of 512 pixels. */
  readonly zoom: number
}

/** [red, green, blue, alpha], 0 … 255 */
export type Colour = readonly [number, number, number, number]

/** Features drawn over the map by a panel; each action on them must also be in the panel as a list. */
export interface Overlay {
  readonly title: Bilingual
  readonly features: readonly Feature[]
  readonly line?: Colour
  readonly fill?: Colour
  /** Pixels. */
  readonly width?: number
  /** Of points, pixels. */
  readonly radius?: number
  /** Beneath the features. */
  readonly picture?: Picture
  /** A line of text beside a point. */
  label?(feature: Feature): string
  onPick?(feature: Feature): void
}

/** What a plan makes of a place, on one side of a comparison. */
export interface SwipeShape {
  readonly geometry: Geometry
  readonly line?: string
  readonly fill?: string
  readonly dashed?: boolean
  /** Of lines, on the ground; else 2 pixels. */
  readonly widthMetres?: number
  /** In its middle. */
  readonly label?: Bilingual
}

/** A picture over [west, south, east, north], even in longitude and latitude. */
export interface Picture {
  readonly url: string
  readonly bounds: DegreeBounds
}

export interface SwipeSide {
  readonly title: Bilingual
  readonly shapes: readonly SwipeShape[]
  /** Beneath the shapes. */
  readonly picture?: Picture
}

/** Two sides, as today's and a plan's, drawn over the map on either side of a bar that can be moved. */
export interface Swipe {
  readonly before: SwipeSide
  readonly after: SwipeSide
}

export type DegreeBounds = readonly [west: number, south: number, east: number, north: number]

export interface MapControl {
  view(): MapView
  /** What is seen; the whole world where there is no picture. */
  bounds(): DegreeBounds
  /** Called each time the map has moved and rests, until the answer is called. */
  onRest(rests: () => void): () => void
  lookAt(place: LonLat, zoom?: number): void
  /** Shows [west, south, east, north] whole. */
  lookAtBounds(bounds: DegreeBounds): void
  /** Drawn until called again with null. */
  overlay(id: string, overlay: Overlay | null): void
  /** Compared until called again with null. */
  swipe(swipe: Swipe | null): void
  /**
   * The next place that the person taps, or chooses with the keyboard (the middle of the map, by its button); null: given up.
   * @param ask what the person is asked to do
   */
  choosePlace(ask: Bilingual, signal?: AbortSignal): Promise<LonLat | null>
}

const Control = createContext<MapControl | null>(null)
export const MapControlProvider = Control.Provider

export function useMap(): MapControl {
  const control = useContext(Control)
  if (!control) throw new Error('Expected the map around this panel')
  return control
}
