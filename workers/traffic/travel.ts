/** Questions of ways and reach put to one outcome: a router per mode, made when it is first asked for. */
import type { City } from '../../scenarios/city/city.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Reach, Route, RouteRequest, TrafficModel, TravelMode } from '../../scenarios/traffic.ts'
import { spansOf } from '../../scenarios/traffic-links.ts'
import type { Bar } from '../../scenarios/works/closures.ts'
import { reachOf } from './reach.ts'
import { createRouter, type Router } from './routing.ts'

export interface Travel {
  /** Null where there is no way. @param bars streets that vehicles may not pass; who walks does */
  route(request: RouteRequest, bars?: readonly Bar[]): Route | null
  /** Everywhere to the nearest landmark of a category, or from a place to everywhere. */
  reach(
    mode: TravelMode,
    to: { readonly category: string } | { readonly from: Readonly<XY> },
    bars?: readonly Bar[],
  ): Reach
}

/**
 * @param city that the model was made from, with its edits
 * @param time loaded, s per link; null: the empty streets
 */
export function travelOver(city: City, model: TrafficModel, time: Float64Array | null): Travel {
  const ground = city.manifest.grids.find(({ id }) => id === 'ground')
  const world = { time, groundErrorMetres: ground?.standardErrorMetres ?? Infinity, roads: city.layers.roads }
  const routers = new Map<TravelMode, Router>()
  const routerOf = (mode: TravelMode): Router => {
    const router = routers.get(mode) ?? createRouter(model, mode, world)
    routers.set(mode, router)
    return router
  }
  const spans = spansOf(model)
  function barred<T>(mode: TravelMode, bars: readonly Bar[], ask: (router: Router) => T): T {
    const router = routerOf(mode)
    const links = mode === 'walk' ? [] : linksUnder(bars, spans)
    router.close(links)
    try {
      return ask(router)
    } finally {
      router.open(links)
    }
  }
  return {
    route: ({ mode, from, to }, bars = []) => barred(mode, bars, (router) => router.route(from, to)),
    reach: (mode, to, bars = []) =>
      barred(mode, bars, (router) =>
        reachOf(
          model,
          'category' in to
            ? router.spread(placesOf(city, to.category), 'to')
            : router.spread([[to.from[0], to.from[1]]], 'from'),
        ),
      ),
  }
}

/** Who bars less of a piece of street than this leaves it passable, m: an end set at a junction bars nothing beyond. */
const LEAST_BAR_METRES = 1

/** Pieces of street that the bars lie on: a piece is barred from junction to junction. */
function linksUnder(bars: readonly Bar[], spans: ReturnType<typeof spansOf>): number[] {
  const links = new Set<number>()
  for (const { road, direction, fromMetres, toMetres } of bars) {
    for (const backward of [0, 1]) {
      if (direction === (backward ? 'forward' : 'backward')) continue
      const own = spans.get(`${backward} ${road}`) ?? []
      const total = own.at(-1)?.last ?? 0
      const [from, to] = backward ? [total - toMetres, total - fromMetres] : [fromMetres, toMetres]
      for (const { link, first, last } of own) {
        const least = Math.min(LEAST_BAR_METRES, (last - first) / 2)
        if (Math.min(to, last) - Math.max(from, first) >= least) links.add(link)
      }
    }
  }
  return [...links]
}

/** Where the landmarks of a category are. */
export const placesOf = (city: City, category: string): XY[] =>
  [...city.layers.landmarks.values()].flatMap(({ geometry, properties }) =>
    properties.category === category && geometry.type === 'Point' ? [geometry.coordinates] : [],
  )
