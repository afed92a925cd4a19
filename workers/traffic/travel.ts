/** Questions of ways and reach put to one outcome: a router per mode, made when it is first asked for. */
import type { City } from '../../scenarios/city/city.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Reach, Route, RouteRequest, TrafficModel, TravelMode } from '../../scenarios/traffic.ts'
import { reachOf } from './reach.ts'
import { createRouter, type Router } from './routing.ts'

export interface Travel {
  /** Null where there is no way. */
  route(request: RouteRequest): Route | null
  /** Everywhere to the nearest landmark of a category, or from a place to everywhere. */
  reach(mode: TravelMode, to: { readonly category: string } | { readonly from: Readonly<XY> }): Reach
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
  return {
    route: ({ mode, from, to }) => routerOf(mode).route(from, to),
    reach(mode, to) {
      const seconds =
        'category' in to
          ? routerOf(mode).spread(placesOf(city, to.category), 'to')
          : routerOf(mode).spread([[to.from[0], to.from[1]]], 'from')
      return reachOf(model, seconds)
    },
  }
}

/** Where the landmarks of a category are. */
export const placesOf = (city: City, category: string): XY[] =>
  [...city.layers.landmarks.values()].flatMap(({ geometry, properties }) =>
    properties.category === category && geometry.type === 'Point' ? [geometry.coordinates] : [],
  )
