/** What stands between the panels and the picture: what they ask for is kept until the picture is there. */
import type { Bilingual } from '../../../scenarios/text.ts'
import type { LonLat, MapControl, MapView, Overlay, Swipe } from '../map-control.ts'
import { toDegrees, toPixels, worldPixels } from './cover.ts'
import { pick } from './pick.ts'
import type { Stage } from './stage.ts'

export interface MapHost extends MapControl {
  attach(stage: Stage | null): void
  stage(): Stage | null
  /** Where the map was asked to look before it was there. */
  asked(): MapView | null
  /** Pixels at the bottom of the map that the sheet lies over. */
  setCovered(pixels: number): void
  /** The middle of what can be seen of the map, pixels. */
  middle(): { x: number; y: number }
  /** What the person is asked to choose a place for. */
  choosing(): Bilingual | null
  /** The place chosen, or null: given up. */
  chosen(place: LonLat | null): void
  /** True where a panel took the tap. */
  tapped(place: LonLat, at: { x: number; y: number }): boolean
  /** Each time the view has moved. */
  moved(): void
  onMove(moves: () => void): () => void
  /** What is compared now. */
  swiped(): Swipe | null
  /** Called when the stage or what is asked of the person changes. */
  subscribe(changed: () => void): () => void
}

/** After the last move, ms. */
const REST = 250
/** The zoom at which houses and their numbers are seen. */
const NEAR = 17

export function createMapHost(): MapHost {
  const overlays = new Map<string, Overlay>()
  const listeners = new Set<() => void>()
  let stage: Stage | null = null
  let asked: MapView | null = null
  let bounds: readonly [number, number, number, number] | null = null
  let covered = 0
  let swipe: Swipe | null = null
  const movers = new Set<() => void>()
  const resters = new Set<() => void>()
  let resting: ReturnType<typeof setTimeout> | undefined
  let choice: { readonly ask: Bilingual; done(place: LonLat | null): void } | null = null
  const changed = () => {
    for (const listener of listeners) listener()
  }
  /** The place stands in the middle of what the sheet leaves free. */
  const shifted = ({ lon, lat, zoom }: MapView): MapView => {
    const [x, y] = toPixels(lon, lat, zoom)
    return { ...toDegrees(x, y + covered / 2, zoom), zoom }
  }
  const look = (view: MapView) => {
    if (stage) stage.lookAt(shifted(view), true)
    else asked = view
  }

  const host: MapHost = {
    attach: (next) => {
      stage = next
      if (stage) {
        stage.setOverlays(new Map(overlays))
        if (bounds) host.lookAtBounds(bounds)
        else if (asked) stage.lookAt(shifted(asked), false)
        asked = bounds = null
      }
      changed()
    },
    stage: () => stage,
    asked: () => asked,
    setCovered: (pixels) => {
      covered = pixels
    },
    middle: () => {
      const [width, height] = stage?.size() ?? [0, 0]
      return { x: width / 2, y: (height - covered) / 2 }
    },
    view: () => {
      if (!stage) return asked ?? { lon: 105.47, lat: 9.784, zoom: 13 }
      const { x, y } = host.middle()
      return { ...stage.place(x, y), zoom: stage.view().zoom }
    },
    lookAt: (place, zoom) => {
      bounds = null
      look({ ...place, zoom: zoom ?? Math.max(NEAR, host.view().zoom) })
    },
    lookAtBounds: (wanted) => {
      if (!stage) {
        bounds = wanted
        return
      }
      const [west, south, east, north] = wanted
      const [width, height] = stage.size()
      const [ax, ay] = toPixels(west, north, 0)
      const [bx, by] = toPixels(east, south, 0)
      const room = [Math.max(80, width - 80), Math.max(80, height - covered - 80)] as const
      const least = 1e-9 * worldPixels(0)
      const zoom = Math.log2(Math.min(room[0] / Math.max(least, bx - ax), room[1] / Math.max(least, by - ay)))
      look({ ...toDegrees((ax + bx) / 2, (ay + by) / 2, 0), zoom: Math.min(18, zoom) })
    },
    overlay: (id, overlay) => {
      if (overlay) overlays.set(id, overlay)
      else if (!overlays.delete(id)) return
      stage?.setOverlays(new Map(overlays))
    },
    bounds: () => {
      if (!stage) return [-180, -90, 180, 90]
      const [width, height] = stage.size()
      const [a, b] = [stage.place(0, 0), stage.place(width, height - covered)]
      return [a.lon, b.lat, b.lon, a.lat]
    },
    onRest: (rests) => {
      resters.add(rests)
      return () => void resters.delete(rests)
    },
    onMove: (moves) => {
      movers.add(moves)
      return () => void movers.delete(moves)
    },
    moved: () => {
      for (const mover of movers) mover()
      clearTimeout(resting)
      resting = setTimeout(() => {
        for (const rests of resters) rests()
      }, REST)
    },
    swipe: (next) => {
      swipe = next
      changed()
    },
    swiped: () => swipe,
    choosePlace: (ask, signal) => {
      choice?.done(null)
      return new Promise((resolve) => {
        const giveUp = () => choice?.done(null)
        choice = {
          ask,
          done: (place) => {
            signal?.removeEventListener('abort', giveUp)
            choice = null
            changed()
            resolve(place)
          },
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        if (signal?.aborted) giveUp()
        changed()
      })
    },
    choosing: () => choice?.ask ?? null,
    chosen: (place) => choice?.done(place),
    tapped: (place, at) => {
      if (choice) {
        choice.done(place)
        return true
      }
      const found = stage && pick(overlays.values(), at, stage.pixel)
      if (!found) return false
      found.overlay.onPick?.(found.feature)
      return true
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return host
}
