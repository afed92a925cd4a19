/** Ways over the streets as they stand, for anyone. The model lives in a thread, which the first question starts. */
import {
  type ReachAnswer,
  type RestsOn,
  type RouteAnswer,
  reachAnswerSchema,
  reachQuerySchema,
  routeAnswerSchema,
  routeQuerySchema,
} from '../../scenarios/api/travel.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { projection } from '../../scenarios/frame.ts'
import { contains } from '../../scenarios/geometry.ts'
import { both } from '../../scenarios/text.ts'
import type { Route, TravelMode } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import type { LonLat, TravelBasis } from '../../workers/node/travel.ts'
import type { House } from '../house.ts'
import { type App, refuse } from '../http.ts'
import { closuresAt } from '../works/closures.ts'

const limits = [
  both(
    'Tránh đường ghi là đóng trong dữ liệu thành phố và đoạn mà công trình được cấp phép đang rào; rào đường khác thì chưa biết.',
    'Streets that the city’s data have as closed and closures of permitted street works are avoided; other barriers are not known.',
  ),
  both(
    'Không xét ngập: hãy xem bản tin trước khi đi.',
    'Water on the streets is not looked at: read the bulletin first.',
  ),
  both(
    'Thời gian là của giờ cao điểm sáng theo mô hình, không phải số đo.',
    'Times are those of the morning peak by the model, not measured.',
  ),
]

export function travelRoutes(app: App, { db, tiles, travel }: House): void {
  app.get(
    '/api/route',
    {
      config: { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: { querystring: routeQuerySchema, response: { 200: routeAnswerSchema } },
    },
    async ({ query: { mode, from, to, at } }): Promise<RouteAnswer> => {
      const manifest = await tiles.manifest()
      expectInside(manifest, 'from', from)
      expectInside(manifest, 'to', to)
      const { bars, closures } = await closuresAt(db, at)
      const { basis, found } = await (await travel.now()).route(mode, from, to, bars)
      if (!found) {
        throw refuse(
          404,
          'travel/no-way',
          both('Không có đường đi giữa hai nơi này', 'There is no way between the two'),
        )
      }
      const { line, metres, seconds } = found
      return {
        type: 'Feature',
        geometry: { type: 'LineString', coordinates: line },
        properties: { ...restsOn(manifest, mode, basis), closures, metres, seconds, steps: stepsTold(found.steps) },
      }
    },
  )

  app.get(
    '/api/reach',
    {
      config: { access: 'anyone', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: { querystring: reachQuerySchema, response: { 200: reachAnswerSchema } },
    },
    async ({ query: { mode, category, at } }): Promise<ReachAnswer> => {
      const manifest = await tiles.manifest()
      const { bars, closures } = await closuresAt(db, at)
      const { basis, found } = await (await travel.now()).reach(mode, category, bars)
      if (found.places === 0) {
        const message = both('Dữ liệu không có nơi nào thuộc nhóm này', 'The data have no place of this category')
        throw refuse(404, 'travel/no-place', message, 'querystring.category')
      }
      const { places, households, cutOff, bands } = found
      return {
        type: 'FeatureCollection',
        features: bands.map(({ lines, ...properties }) => ({
          type: 'Feature',
          geometry: { type: 'MultiLineString', coordinates: lines },
          properties,
        })),
        properties: {
          ...restsOn(manifest, mode, basis),
          closures,
          category,
          places,
          households: [...households],
          householdsCutOff: cutOff,
        },
      }
    },
  )
}

type Step = RouteAnswer['properties']['steps'][number]

/** Where a place lies on the street itself, m. */
const LEAST_STEP_METRES = 1

/** Without steps of no length at either end; nameless pieces that go straight on are one. */
function stepsTold(found: Route['steps']): Step[] {
  const steps: Step[] = []
  for (const { road, name, metres, seconds, turn } of found) {
    const onStreet = road !== null
    const last = steps.at(-1)
    if (metres < LEAST_STEP_METRES && !(onStreet && last)) continue
    if (last?.onStreet && onStreet && last.name === null && name === null && turn === 'straight') {
      steps[steps.length - 1] = { ...last, metres: last.metres + metres, seconds: last.seconds + seconds }
    } else steps.push({ name, onStreet, metres, seconds, turn: last ? turn : null })
  }
  return steps
}

function expectInside({ city }: TilesManifest, name: string, place: LonLat): void {
  if (contains(city.bounds, projection(city.frame).toLocal(...place))) return
  const message = both('Nơi này nằm ngoài thành phố', 'The place lies outside the city')
  throw refuse(422, 'travel/outside', message, `querystring.${name}`)
}

function restsOn(
  { city }: TilesManifest,
  mode: TravelMode,
  { calibrated, illustrative, inputs }: TravelBasis,
): Omit<RestsOn, 'closures'> {
  const sources = city.layers.find(({ id }) => id === 'roads')?.sources ?? []
  return { mode, hour: defaultTraffic.hour, calibrated, illustrative, inputs: [...inputs], sources, limits }
}
