/**
 * The picture of the map: deck.gl draws what the worker made, the names lie over it on a canvas of their own that moves along.
 * North is up, nothing tilts. A chunk of its own: the page stands before this has come.
 */
import { Deck, MapView as DeckView, type Layer, LinearInterpolator, MapController } from '@deck.gl/core'
import type { LonLat, MapView, Overlay } from '../map-control.ts'
import { AHEAD, type Cover, coverKey, coverOf, firstZoom, holds, TILE, toDegrees, toPixels } from './cover.ts'
import type { Draughtsman } from './draughtsman.ts'
import type { Seen } from './in-view.ts'
import type { Look } from './look.ts'
import { VERTEX_BYTES } from './mesh.ts'
import { MeshLayer } from './mesh-layer.ts'
import type { Name } from './names.ts'
import { dark, light } from './palette.ts'
import type { Mesh } from './worker.ts'

export interface StageHooks {
  /** Each time the view has moved. */
  onMove(view: MapView): void
  onTap(place: LonLat, at: { x: number; y: number }): void
  /** Some of what belongs to the view has come. */
  onArrived(): void
  /** A picture that lacks nothing is on the screen. */
  onComplete(): void
  onFailure(error: unknown): void
}

export interface Stage {
  view(): MapView
  /** Where it is on its way to; else the view. */
  goal(): MapView
  size(): readonly [width: number, height: number]
  lookAt(view: MapView, fly: boolean): void
  setLook(look: Look): void
  setOverlays(overlays: ReadonlyMap<string, Overlay>): void
  /** Screen pixels of a place, and back. */
  pixel(place: LonLat): { x: number; y: number }
  place(x: number, y: number): LonLat
  inView(): Promise<Seen[]>
  destroy(): void
}

export const ZOOMS = { least: 9.5, most: 19.5 } as const
const FLIGHT = 350
/** Beyond the view, pixels: names that are written. */
const NAMES_BEYOND = 96
/** Milliseconds until what has come is drawn: over a picture; where there is none; where some has come. */
const FIRST_PATIENCE = 120
const EMPTY_PATIENCE = 900
const PATIENCE = 1500
/** Until what could not be had is asked for again. */
const RETRY = 5000

export async function createStage(
  host: HTMLElement,
  { worker: draughtsman, opened, end }: Draughtsman,
  first: { look: Look; view: MapView | null },
  hooks: StageHooks,
): Promise<Stage> {
  // Until the ground is known, the card is made ready for it.
  let [west, south, east, north]: readonly [number, number, number, number] = [-180, -85, 180, 85]
  let known = false
  let view: MapView = first.view ?? { lon: 0, lat: 0, zoom: firstZoom(innerWidth) }
  let goal = view
  let { look } = first
  let meshes: readonly Mesh[] = []
  let overlays: ReadonlyMap<string, Overlay> = new Map()
  let overlayLayers: Layer[] = []
  let gone = false
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const size = (): [number, number] => [host.clientWidth, host.clientHeight]

  const letters = document.createElement('canvas')
  letters.className = 'map-names'
  letters.setAttribute('aria-hidden', 'true')

  const inside = (next: MapView): MapView => ({
    lon: Math.min(east, Math.max(west, next.lon)),
    lat: Math.min(north, Math.max(south, next.lat)),
    zoom: Math.min(ZOOMS.most, Math.max(ZOOMS.least, next.zoom)),
  })
  const stateOf = ({ lon, lat, zoom }: MapView) => ({
    longitude: lon,
    latitude: lat,
    zoom,
    pitch: 0,
    bearing: 0,
    minZoom: ZOOMS.least,
    maxZoom: ZOOMS.most,
  })
  const control = {
    type: MapController,
    dragRotate: false,
    touchRotate: false,
    keyboard: false,
    scrollZoom: { speed: 0.01, smooth: !still.matches },
    inertia: still.matches ? 0 : 250,
  }

  const deck = new Deck({
    parent: host as HTMLDivElement,
    views: new DeckView({ id: 'map', repeat: false, controller: control }),
    viewState: stateOf(view),
    useDevicePixels: Math.min(2, devicePixelRatio),
    deviceProps: {
      type: 'webgl',
      webgl: { antialias: devicePixelRatio < 2, alpha: true, powerPreference: 'low-power' },
    },
    getCursor: ({ isDragging }: { isDragging: boolean }) => (isDragging ? 'grabbing' : ''),
    // The card makes its programs ready while the tiles are on their way.
    layers: [new MeshLayer({ id: 'tiles-0', mesh: nothing, pickable: false })],
    onViewStateChange: ({ viewState, interactionState }) => {
      const { longitude, latitude, zoom } = viewState as { longitude: number; latitude: number; zoom: number }
      const next = inside({ lon: longitude, lat: latitude, zoom })
      if (!interactionState.inTransition) goal = next
      moved(next, viewState)
    },
    onClick: ({ coordinate, x, y }: { coordinate?: number[]; x: number; y: number }) => {
      if (coordinate) hooks.onTap({ lon: coordinate[0]!, lat: coordinate[1]! }, { x, y })
    },
    onResize: () => moved(view),
    onBeforeRender: () => placeNames(),
    onAfterRender: () => {
      if (meshes.at(-1)?.complete) hooks.onComplete()
    },
    onError: (error: Error) => hooks.onFailure(error),
  })
  host.append(letters)

  function moved(next: MapView, state?: Record<string, unknown>): void {
    view = next
    deck.setProps({ viewState: { ...state, ...stateOf(next) } })
    hooks.onMove(next)
    follow()
  }

  // The tiles: one request at a time, for the newest view.
  let drawing = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let wantedKey = ''
  let shownKey = ''
  const keyOf = (cover: Cover) => `${coverKey(cover)} ${look.dark} ${look.shown}`
  function follow(): void {
    if (gone || !known) return
    const needed = coverOf(view, size())
    const [newest] = meshes.slice(-1)
    const enough = newest && shownKey === keyOf(newest.cover) && newest.complete && holds(newest.cover, needed)
    if (!enough) {
      const cover = coverOf(view, size(), AHEAD)
      if (keyOf(cover) !== wantedKey) {
        wantedKey = keyOf(cover)
        if (!drawing) void draw(newest ? FIRST_PATIENCE : EMPTY_PATIENCE)
      }
    }
    askNames()
  }

  async function draw(patience: number): Promise<void> {
    drawing = true
    const key = wantedKey
    const cover = coverOf(view, size(), AHEAD)
    wantedKey = keyOf(cover)
    try {
      const mesh = await draughtsman.draw(cover, look, patience)
      if (gone) return
      // What came before stays beneath until all has come.
      const before = meshes.findLast(({ complete }) => complete)
      meshes = mesh.complete || !before ? [mesh] : [before, mesh]
      slots.set(mesh, before && slotOf(before) === 0 ? 1 : 0)
      shownKey = wantedKey
      layers()
      namesStale = true
      askNames()
      hooks.onArrived()
      drawing = false
      if (!mesh.complete || wantedKey !== key) {
        const now = coverOf(view, size(), AHEAD)
        const next = () => void draw(mesh.complete ? FIRST_PATIENCE : PATIENCE)
        clearTimeout(retry)
        if (mesh.failed && keyOf(now) === shownKey) retry = setTimeout(() => gone || drawing || next(), RETRY)
        else if (!mesh.complete || keyOf(now) !== shownKey) next()
      } else follow()
    } catch (error) {
      drawing = false
      wantedKey = ''
      if (!gone) hooks.onFailure(error)
    }
  }

  function layers(): void {
    const all: Layer[] = meshes.map((mesh) => new MeshLayer({ id: `tiles-${slotOf(mesh)}`, mesh, pickable: false }))
    deck.setProps({ layers: [...all, ...overlayLayers] })
  }

  // The names: written for a view, moved along until the next are there.
  let written: { view: MapView; width: number; height: number } | null = null
  let writing = false
  let namesStale = false
  let namesTimer: ReturnType<typeof setTimeout> | undefined
  function askNames(): void {
    const [mesh] = meshes.slice(-1)
    if (writing || !mesh || gone) return
    const [width, height] = size()
    if (written && !namesStale) {
      const { zoom } = written.view
      const [ax, ay] = toPixels(written.view.lon, written.view.lat, view.zoom)
      const [bx, by] = toPixels(view.lon, view.lat, view.zoom)
      const near = Math.abs(ax - bx) < NAMES_BEYOND * 0.7 && Math.abs(ay - by) < NAMES_BEYOND * 0.7
      const same = written.width === width + 2 * NAMES_BEYOND && written.height === height + 2 * NAMES_BEYOND
      if (near && same && Math.abs(zoom - view.zoom) < 0.02) return
    }
    writing = true
    namesStale = false
    const at = view
    const { cover } = mesh
    const [x, y] = toPixels(at.lon, at.lat, cover.z)
    const request = {
      x: x - cover.x0 * TILE,
      y: y - cover.y0 * TILE,
      scale: 2 ** (at.zoom - cover.z),
      zoom: at.zoom,
      width: width + 2 * NAMES_BEYOND,
      height: height + 2 * NAMES_BEYOND,
      ratio: Math.min(2, devicePixelRatio),
    }
    draughtsman
      .write(cover, request, overlayNames(cover))
      .then((bitmap) => {
        if (gone || !bitmap) return
        letters.width = bitmap.width
        letters.height = bitmap.height
        letters.style.width = `${bitmap.width / request.ratio}px`
        letters.style.height = `${bitmap.height / request.ratio}px`
        letters.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap)
        written = { view: at, width: request.width, height: request.height }
        placeNames()
      })
      .catch(hooks.onFailure)
      .finally(() => {
        writing = false
        // At rest between two, so that panning does not wait for them.
        clearTimeout(namesTimer)
        namesTimer = setTimeout(askNames, 60)
      })
  }

  function placeNames(): void {
    if (!written) return
    const [width, height] = size()
    const k = 2 ** (view.zoom - written.view.zoom)
    const [ax, ay] = toPixels(written.view.lon, written.view.lat, view.zoom)
    const [bx, by] = toPixels(view.lon, view.lat, view.zoom)
    const left = width / 2 + (ax - bx) - (written.width / 2) * k
    const top = height / 2 + (ay - by) - (written.height / 2) * k
    letters.style.transform = `translate(${left}px, ${top}px) scale(${k})`
  }

  function overlayNames(cover: Cover): Name[] {
    const { label } = look.dark ? dark : light
    const names: Name[] = []
    for (const { features, label: say } of overlays.values()) {
      if (!say) continue
      for (const feature of features) {
        if (feature.geometry.type !== 'Point') continue
        const [lon, lat] = feature.geometry.coordinates as [number, number]
        const [x, y] = toPixels(lon, lat, cover.z)
        const style = { colour: label.street, size: 12.5, weight: 600 as const }
        names.push({ text: say(feature), rank: 20, style, x: x - cover.x0 * TILE, y: y - cover.y0 * TILE - 0, from: 0 })
      }
    }
    return names
  }

  const { ground, home } = await opened.catch((error: unknown) => {
    deck.finalize()
    letters.remove()
    throw error
  })
  ;[west, south, east, north] = ground
  known = true
  moved(inside(first.view ?? { ...home, zoom: view.zoom }))
  goal = view
  void draughtsman.typeReady().then(() => {
    // Nothing is written yet where the type came in time.
    if (!written) return
    namesStale = true
    askNames()
  })

  const stage: Stage = {
    view: () => view,
    goal: () => goal,
    size,
    lookAt: (next, fly) => {
      const target = inside(next)
      goal = target
      const [ax, ay] = toPixels(view.lon, view.lat, view.zoom)
      const [bx, by] = toPixels(target.lon, target.lat, view.zoom)
      const far = Math.hypot(ax - bx, ay - by) > 1.5 * Math.max(...size()) || Math.abs(view.zoom - target.zoom) > 3
      if (!fly || far || still.matches) return moved(target)
      deck.setProps({
        viewState: {
          ...stateOf(target),
          transitionDuration: FLIGHT,
          transitionInterpolator: new LinearInterpolator(['longitude', 'latitude', 'zoom']),
        },
      })
    },
    setLook: (next) => {
      look = next
      wantedKey = ''
      follow()
    },
    setOverlays: (next) => {
      overlays = next
      namesStale = true
      askNames()
      if (next.size === 0 && overlayLayers.length === 0) return
      void import('./overlay-layers.ts').then(({ layersOfOverlays }) => {
        if (gone || overlays !== next) return
        overlayLayers = layersOfOverlays(next)
        layers()
      })
    },
    pixel: ({ lon, lat }) => {
      const [width, height] = size()
      const [ax, ay] = toPixels(lon, lat, view.zoom)
      const [bx, by] = toPixels(view.lon, view.lat, view.zoom)
      return { x: ax - bx + width / 2, y: ay - by + height / 2 }
    },
    place: (x, y) => {
      const [width, height] = size()
      const [bx, by] = toPixels(view.lon, view.lat, view.zoom)
      return toDegrees(bx + x - width / 2, by + y - height / 2, view.zoom)
    },
    inView: () => {
      const [width, height] = size()
      const [a, b] = [stage.place(0, height), stage.place(width, 0)]
      return draughtsman.inView([a.lon, a.lat, b.lon, b.lat])
    },
    destroy: () => {
      gone = true
      clearTimeout(namesTimer)
      deck.finalize()
      letters.remove()
      end()
    },
  }
  return stage
}

/** Of two layers the one that is free: what a layer has of the card's is made once. */
const slots = new WeakMap<Mesh, number>()
const slotOf = (mesh: Mesh): number => slots.get(mesh) ?? 0

const nothing: Mesh = {
  vertices: new Uint8Array(VERTEX_BYTES),
  indices: new Uint32Array(3),
  cover: { z: 0, x0: 0, y0: 0, x1: 1, y1: 1 },
  complete: false,
  failed: false,
}
