/** The street lamps nearest to a place, for anyone. Lamps and cabinets are read once for the tiles as they are. */
import { type LampsAnswer, lampsAnswerSchema, lampsQuerySchema } from '../../scenarios/api/lamps.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { projection } from '../../scenarios/frame.ts'
import { contains } from '../../scenarios/geometry.ts'
import { nearestLamps, outageReport } from '../../scenarios/lamp-reports.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import type { House } from '../house.ts'
import { type App, refuse } from '../http.ts'

/** So many poles a person can tell apart from where he stands. */
const NEAR = { count: 5, withinMetres: 100 }

export function lampRoutes(app: App, { tiles }: House): void {
  let known: { readonly hash: string; readonly city: Promise<City> } | null = null

  function cityOf({ hash, city: { bounds } }: TilesManifest): Promise<City> {
    if (known?.hash === hash) return known.city
    const only = { layers: ['lamps', 'cabinets'], ground: false } as const
    const city = openTiles(fileSource(tiles.dir)).then((open) => readCity(open, bounds, undefined, only))
    const own = { hash, city }
    known = own
    city.catch(() => {
      if (known === own) known = null
    })
    return city
  }

  app.get(
    '/api/lamps',
    {
      config: { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: { querystring: lampsQuerySchema, response: { 200: lampsAnswerSchema } },
    },
    async ({ query: { lon, lat } }): Promise<LampsAnswer> => {
      const manifest = await tiles.manifest()
      const { toLocal, toWgs84 } = projection(manifest.city.frame)
      const at = toLocal(lon, lat)
      if (!contains(manifest.city.bounds, at)) {
        const message = both('Nơi này nằm ngoài thành phố', 'The place lies outside the city')
        throw refuse(422, 'lamps/outside', message, 'querystring.lon')
      }
      const near = nearestLamps(await cityOf(manifest), at, NEAR)
      const sources = manifest.city.layers.find(({ id }) => id === 'lamps')?.sources ?? []
      return {
        lamps: near.map(({ at: [x, y], distanceMetres, ...lamp }) => {
          const [lon, lat] = toWgs84(x, y).map((value) => Math.round(value * 1e7) / 1e7) as [number, number]
          const distance = Math.round(distanceMetres * 10) / 10
          return { ...lamp, lon, lat, distanceMetres: distance, report: outageReport(lamp) }
        }),
        illustrative: isIllustrative(near.map(({ provenance }) => provenance)),
        sources: [...sources],
      }
    },
  )
}
