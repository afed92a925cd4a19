/** Open data: the catalogue, files, OGC API – Features. For anyone, from any page, and never with an account. */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type OpenFormat, openCatalogueSchema, openMediaTypes } from '../../scenarios/api/open.ts'
import { both } from '../../scenarios/text.ts'
import { disposition } from '../attachments.ts'
import type { House } from '../house.ts'
import { type App, describeError, notFound, refuse } from '../http.ts'
import { type Collection, isOpenFormat, openData } from '../open-data/collections.ts'
import { catalogueJsonLd, csvMetadata } from '../open-data/dcat.ts'
import {
  askItems,
  collectionOf,
  collectionsOf,
  conformance,
  exceptionOf,
  formOf,
  GEOJSON_TYPE,
  HTML_TYPE,
  itemOf,
  itemsText,
  landing,
  OGC_ROOT,
  type OgcQuery,
  OPENAPI_TYPE,
  openApi,
} from '../open-data/ogc.ts'
import {
  apiPage,
  collectionPage,
  collectionsPage,
  conformancePage,
  errorPage,
  itemPage,
  itemsPage,
  landingPage,
  type OgcPage,
  PAGE_POLICY,
  pageText,
  type Reader,
} from '../open-data/ogc-pages.ts'
import { RECORDS_LICENCE } from '../open-data/records.ts'
import { publicUrl } from './sign-on.ts'

/** Of one address in a minute: QGIS asks for a window in pages. */
const openly = { access: 'anyone', rateLimit: { max: 900, timeWindow: '1 minute' } } as const
const hide = { hide: true } as const
const ASK_AGAIN = 'no-cache'

export async function openDataRoutes(app: App, house: House): Promise<void> {
  const { tiles } = house
  const data = openData(house)
  app.addHook('onClose', () => data.close())
  const at = (request: FastifyRequest) => publicUrl(house, request)

  await app.register(async (scope: App) => {
    // Pages of others may read it too.
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
      reply.header('access-control-expose-headers', 'content-disposition, etag, link, accept-ranges, content-range')
    })

    scope.get(
      '/open/datasets',
      { config: openly, schema: { response: { 200: openCatalogueSchema } } },
      async (_request, reply) => {
        reply.header('cache-control', ASK_AGAIN)
        return data.catalogue()
      },
    )

    scope.get('/open/catalogue.jsonld', { config: openly, schema: hide }, async (request, reply) =>
      reply
        .type('application/ld+json')
        .header('cache-control', ASK_AGAIN)
        .send(JSON.stringify(catalogueJsonLd(await data.catalogue(), at(request)))),
    )

    scope.get<{ Params: { name: string } }>(
      '/open/files/:name',
      { config: openly, schema: hide },
      async (request, reply) => {
        const { name } = request.params
        const [, id, format] = /^([a-z\d-]+)\.([a-z.-]+)$/.exec(name) ?? []
        if (!id || !format || !isOpenFormat(format)) throw notFound(`/open/files/${name}`)
        const send = (text: string) => named(reply, name, format).send(text)
        const { city, hash } = await tiles.manifest()
        if (format === 'csv-metadata.json') {
          const layer = city.layers.find((one) => one.id === id)
          if (!layer || !(await data.collections()).some((one) => one.id === id)) throw notFound(`/open/files/${name}`)
          return send(JSON.stringify(csvMetadata({ ...layer, cityVersion: hash }, city.frame, at(request)), null, 1))
        }
        const records = format === 'geojson' ? await data.records(id) : null
        if (records) {
          const { features, provenance } = records
          const vithanh = { provenance, licence: RECORDS_LICENCE, date: new Date().toISOString(), cityVersion: hash }
          return send(JSON.stringify({ type: 'FeatureCollection', name: id, vithanh, features }))
        }
        const flood = format === 'tif' ? await data.flood(id) : null
        if (flood) {
          named(reply, `${city.name}-${id}${flood.map.illustrative ? '-minh-hoa' : ''}.tif`, format)
          reply.header('etag', flood.tag)
          if (request.headers['if-none-match'] === flood.tag) return reply.code(304).send()
          return reply.send(flood.bytes)
        }
        const file = await data.file(id, format)
        if (!file) throw notFound(`/open/files/${name}`)
        // Found by what it asks for; the file itself says which version of the city it is of.
        return named(reply, `${city.name}-${name}`, format)
          .header('link', `<${at(request)}/open/catalogue.jsonld>; rel="describedby"`)
          .sendFile(file.path, file.root, { contentType: false })
      },
    )

    await scope.register(async (ogc: App) => ogcRoutes(ogc, house, data, at))
  })
}

const named = (reply: FastifyReply, name: string, format: OpenFormat): FastifyReply =>
  reply.type(openMediaTypes[format]).header('content-disposition', disposition(name)).header('cache-control', ASK_AGAIN)

function ogcRoutes(
  app: App,
  { tiles }: House,
  data: ReturnType<typeof openData>,
  at: (request: FastifyRequest) => string,
): void {
  const readerOf = (request: FastifyRequest): Reader => ({
    language: queryOf(request).lang === 'en' ? 'en' : 'vi',
    ...{ at: at(request), url: request.url },
  })
  const sendPage = (request: FastifyRequest, reply: FastifyReply, page: OgcPage): FastifyReply =>
    reply
      .type(`${HTML_TYPE}; charset=utf-8`)
      .header('content-security-policy', PAGE_POLICY)
      .send(pageText(page, readerOf(request)))
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('vary', 'accept')
  })
  app.setErrorHandler((error, request, reply) => {
    const { status, detail } = describeError(error)
    if (status >= 500) request.log.error(error)
    const { code, message, place, expected } = detail
    reply.code(status)
    if (wantsPage(request)) return sendPage(request, reply, errorPage(status, message, place ?? '', readerOf(request)))
    return reply.type('application/json').send(JSON.stringify(exceptionOf(status, code, message, place, expected)))
  })
  const config = { config: openly, schema: hide }
  /** A document without parameters of its own. */
  function document<T extends object>(
    path: string,
    type: string,
    make: (request: FastifyRequest) => Promise<T>,
    page: (doc: T, reader: Reader, request: FastifyRequest) => OgcPage | Promise<OgcPage>,
  ) {
    app.get(`${OGC_ROOT}${path}`, config, async (request, reply) => {
      const form = formOf(queryOf(request), request.headers.accept)
      const doc = await make(request)
      reply.header('cache-control', ASK_AGAIN)
      if (form === 'html') return sendPage(request, reply, await page(doc, readerOf(request), request))
      return reply.type(type).send(JSON.stringify(doc))
    })
  }
  const titleNow = async () => (await tiles.manifest()).city.title
  const named = async (id: string): Promise<Collection> => {
    const found = (await data.collections()).find((one) => one.id === id)
    if (found) return found
    throw refuse(
      404,
      'open-data/collection',
      both('Không có tập dữ liệu này', 'There is no such collection'),
      id.slice(0, 80),
    )
  }
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id
  const json = 'application/json'

  for (const path of ['', '/'])
    document(
      path,
      json,
      async (request) => landing(at(request), await titleNow()),
      async (doc, reader) => landingPage(doc, await titleNow(), reader),
    )
  document('/conformance', json, async (request) => conformance(at(request)), conformancePage)
  document(
    '/api',
    OPENAPI_TYPE,
    async (request) => openApi(at(request), await data.collections(), await titleNow()),
    (doc, reader) => apiPage(doc, reader),
  )
  document(
    '/collections',
    json,
    async (request) => collectionsOf(at(request), await tiles.manifest(), await data.collections()),
    async (doc, reader) => collectionsPage(doc, await data.collections(), reader),
  )
  document(
    '/collections/:id',
    json,
    async (request) => collectionOf(at(request), await tiles.manifest(), await named(idOf(request))),
    async (doc, reader, request) => collectionPage(doc, await named(idOf(request)), reader),
  )
  app.get(`${OGC_ROOT}/collections/:id/items`, config, async (request, reply) => {
    const collection = await named(idOf(request))
    const items = await askItems(at(request), collection, queryOf(request), request.headers.accept)
    reply.header('cache-control', ASK_AGAIN)
    if (items.form === 'html') return sendPage(request, reply, await itemsPage(items, collection, readerOf(request)))
    return reply.type(GEOJSON_TYPE).send(Readable.from(itemsText(items)))
  })
  app.get<{ Params: { id: string; '*': string } }>(
    `${OGC_ROOT}/collections/:id/items/*`,
    config,
    async (request, reply) => {
      const form = formOf(queryOf(request), request.headers.accept)
      const collection = await named(request.params.id)
      const item = await itemOf(at(request), collection, request.params['*'])
      reply.header('cache-control', ASK_AGAIN)
      if (form === 'html') return sendPage(request, reply, itemPage(JSON.parse(item), collection, readerOf(request)))
      return reply.type(GEOJSON_TYPE).send(item)
    },
  )
  app.get(`${OGC_ROOT}/*`, config, async (request) => {
    throw notFound(request.url.split('?')[0]!)
  })
}

const queryOf = (request: FastifyRequest) => request.query as OgcQuery

/** Whoever asked for a page is told in a page what was wrong, even where the question itself was. */
function wantsPage(request: FastifyRequest): boolean {
  const { f } = queryOf(request)
  try {
    return formOf(f === undefined ? {} : { f }, request.headers.accept) === 'html'
  } catch {
    return false
  }
}
