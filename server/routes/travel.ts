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
import type { TravelMode } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { type LonLat, openTravel, type TravelBasis, type Travelling } from '../../workers/node/travel.ts'
import type { House } from '../house.ts'
import { type App, refuse } from '../http.ts'

const limits = [
  both(
    'Chưa có thông tin rào đường trực tiếp: chỉ tránh đường ghi là đóng trong dữ liệu thành phố.',
    'No live closures yet: only streets that the city’s data have as closed are avoided.',
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

export function travelRoutes(app: App, { tiles }: House): void {
  let known: { hash: string; travelling: Travelling } | null = null
  app.addHook('onClose', async () => {
    await known?.travelling.close()
  })

  /** Of the tiles as they are now. */
  async function travellingOver({ hash }: TilesManifest): Promise<Travelling> {
    if (known?.hash === hash) return known.travelling
    const old = known
    known = { hash, travelling: openTravel(tiles.dir) }
    await old?.travelling.close()
    return known.travelling
  }

  app.get(
    '/api/route',
    {
      config: { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: { querystring: routeQuerySchema, response: { 200: routeAnswerSchema } },
    },
    async ({ query: { mode, from, to } }): Promise<RouteAnswer> => {
      const manifest = await tiles.manifest()
      expectInside(manifest, 'from', from)
      expectInside(manifest, 'to', to)
      const { basis, found } = await (await travellingOver(manifest)).route(mode, from, to)
      if (!found) {
        throw refuse(
          404,
          'travel/no-way',
          both('Không có đường đi giữa hai nơi này', 'There is no way between the two'),
        )
      }
      const { line, metres, seconds } = found
      const steps = found.steps.map(({ road, name, ...rest }) => ({ name, onStreet: road !== null, ...rest }))
      return {
        type: 'Feature',
        geometry: { type: 'LineString', coordinates: line },
        properties: { ...restsOn(manifest, mode, basis), metres, seconds, steps },
      }
    },
  )

  app.get(
    '/api/reach',
    {
      config: { access: 'anyone', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: { querystring: reachQuerySchema, response: { 200: reachAnswerSchema } },
    },
    async ({ query: { mode, category } }): Promise<ReachAnswer> => {
      const manifest = await tiles.manifest()
      const { basis, found } = await (await travellingOver(manifest)).reach(mode, category)
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
          category,
          places,
          households: [...households],
          householdsCutOff: cutOff,
        },
      }
    },
  )
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
): RestsOn {
  const sources = city.layers.find(({ id }) => id === 'roads')?.sources ?? []
  return { mode, hour: defaultTraffic.hour, calibrated, illustrative, inputs: [...inputs], sources, limits }
}
