/**
 * OGC API – Features 1.0, part 1: core, GeoJSON, OpenAPI 3.0 (OGC 17-069r4). The documents and the answers; routes stand in
 * `routes/open-data.ts`. Coordinates are WGS 84, longitude first (CRS84). Only what is here is declared.
 */
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { readBbox, readInterval } from '../../scenarios/open-data/query.ts'
import { Problem } from '../../scenarios/problem.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { Refusal, refuse } from '../http.ts'
import { version } from '../settings.ts'
import { type Collection, degreesOf } from './collections.ts'
import { type FieldKind, indexOfId } from './store.ts'

export const OGC_ROOT = '/open/ogc'
const JSON_TYPE = 'application/json'
export const GEOJSON_TYPE = 'application/geo+json'
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.0'
const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'
const CLASSES = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf'
const LIMIT = 100
const LIMIT_MOST = 5000
/** Query parameters that every collection knows; its attributes come on top. */
const OWN = ['f', 'bbox', 'datetime', 'limit', 'offset'] as const

export type OgcQuery = Readonly<Record<string, string | string[] | undefined>>

interface Link {
  readonly href: string
  readonly rel: string
  readonly type: string
  readonly title?: string
}
const text = ({ vi, en }: Bilingual): string => `${vi} / ${en}`

/** @throws Refusal 400 where another form is asked for or a parameter is not known; 406 where none of ours is taken */
export function expectForm(query: OgcQuery, accept: string | undefined, known: readonly string[] = ['f']): void {
  for (const [name, value] of Object.entries(query)) {
    if (known.includes(name) && typeof value === 'string') continue
    const message = both('Tham số không có ở đây', 'The parameter is not known here')
    throw refuse(400, 'open-data/parameter', message, name.slice(0, 80), known.slice(0, 40).join(', '))
  }
  const { f } = query
  if (f !== undefined && f !== 'json') {
    throw refuse(
      400,
      'open-data/form',
      both('Chỉ có dạng JSON', 'There is JSON alone'),
      `f=${String(f).slice(0, 40)}`,
      'f=json',
    )
  }
  if (f === undefined && accept && !/\*\/\*|application\/(\*|([\w.-]+\+)?json)/.test(accept)) {
    throw refuse(406, 'open-data/accept', both('Chỉ có dạng JSON', 'There is JSON alone'), 'accept', GEOJSON_TYPE)
  }
}

/** Errors as the standard words them, in both languages. */
export const exceptionOf = (status: number, code: string, message: Bilingual, place?: string, expected?: string) => ({
  code,
  description: text(message) + (place ? ` (${place})` : '') + (expected ? `: ${expected}` : ''),
  message,
  status,
})

export const landing = (at: string, title: Bilingual) => ({
  title: `${text(title)}: OGC API – Features`,
  description: text(both('Dữ liệu mở, xem bằng QGIS hoặc GDAL', 'Open data, for QGIS or GDAL')),
  links: [
    link(at, '', 'self', JSON_TYPE, both('Trang này', 'This document')),
    link(at, '/api', 'service-desc', OPENAPI_TYPE, both('Mô tả API', 'The API’s description')),
    link(at, '/conformance', 'conformance', JSON_TYPE, both('Lớp tuân thủ', 'Conformance classes')),
    link(at, '/collections', 'data', JSON_TYPE, both('Các tập dữ liệu', 'The collections')),
    { href: `${at}/open/catalogue.jsonld`, rel: 'describedby', type: 'application/ld+json', title: 'DCAT' },
    {
      href: `${at}/data`,
      rel: 'service-doc',
      type: 'text/html',
      title: text(both('Trang dữ liệu mở', 'Open data page')),
    },
  ],
})

const link = (at: string, path: string, rel: string, type: string, title: Bilingual): Link => ({
  href: `${at}${OGC_ROOT}${path}`,
  ...{ rel, type, title: text(title) },
})

export const conformance = { conformsTo: ['core', 'geojson', 'oas30'].map((name) => `${CLASSES}/${name}`) }

export function collectionsOf(at: string, manifest: TilesManifest, collections: readonly Collection[]) {
  return {
    links: [link(at, '/collections', 'self', JSON_TYPE, both('Các tập dữ liệu', 'The collections'))],
    collections: collections.map((one) => collectionOf(at, manifest, one)),
  }
}

export function collectionOf(at: string, manifest: TilesManifest, { id, title, about, licences }: Collection) {
  const path = `/collections/${id}`
  return {
    id,
    title: text(title),
    description: text(about),
    extent: { spatial: { bbox: [degreesOf(manifest)], crs: CRS84 } },
    itemType: 'feature',
    crs: [CRS84],
    links: [
      link(at, path, 'self', JSON_TYPE, title),
      link(at, `${path}/items`, 'items', GEOJSON_TYPE, title),
      ...licences
        .filter(({ url }) => url !== null)
        .map(({ title, url }): Link => ({ href: url!, rel: 'license', type: 'text/html', title })),
    ],
  }
}

interface Page {
  readonly limit: number
  readonly offset: number
  readonly boxes: readonly Bounds[] | null
  readonly interval: ReturnType<typeof readInterval> | null
  readonly equal: readonly (readonly [string, string])[]
}

function pageOf(query: OgcQuery, fields: ReadonlyMap<string, FieldKind>): Page {
  const whole = (name: 'limit' | 'offset', otherwise: number, least: number): number => {
    const value = query[name]
    if (value === undefined) return otherwise
    const number = /^\d{1,9}$/.test(String(value)) ? Number(value) : -1
    if (number >= least) return number
    throw refuse(400, 'open-data/number', both('Cần số nguyên', 'A whole number is wanted'), name, `≥ ${least}`)
  }
  const { bbox, datetime } = query as Record<string, string | undefined>
  return {
    // More than may be is as much as may be.
    limit: Math.min(LIMIT_MOST, whole('limit', LIMIT, 1)),
    offset: whole('offset', 0, 0),
    boxes: bbox === undefined ? null : readBbox(bbox),
    interval: datetime === undefined ? null : readInterval(datetime),
    equal: Object.entries(query)
      .filter(([name]) => fields.has(name) && !(OWN as readonly string[]).includes(name))
      .map(([name, value]) => [name, String(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}

const namesOf = (fields: ReadonlyMap<string, FieldKind>): string[] => [...new Set([...OWN, ...fields.keys()])]

/** A page of features, in pieces: the text of each as it is kept. */
export async function* itemsOf(at: string, collection: Collection, query: OgcQuery, accept: string | undefined) {
  const fields = await collection.fields()
  expectForm(query, accept, namesOf(fields))
  const { limit, offset, boxes, interval, equal } = asRefusal(() => pageOf(query, fields))
  const store = await collection.store()
  const found = await collection.select({ boxes, interval, equal })
  const indexes = [...found.subarray(offset, offset + limit)]
  const path = `${at}${OGC_ROOT}/collections/${collection.id}`
  const hrefOf = (from: number) => {
    const asked = new URLSearchParams(Object.entries(query).filter(([name]) => name !== 'offset') as [string, string][])
    asked.set('limit', String(limit))
    if (from > 0) asked.set('offset', String(from))
    return `${path}/items?${asked}`
  }
  const links: Link[] = [
    { href: hrefOf(offset), rel: 'self', type: GEOJSON_TYPE },
    ...(offset + limit < found.length ? [{ href: hrefOf(offset + limit), rel: 'next', type: GEOJSON_TYPE }] : []),
    ...(offset > 0 ? [{ href: hrefOf(Math.max(0, offset - limit)), rel: 'prev', type: GEOJSON_TYPE }] : []),
    { href: path, rel: 'collection', type: JSON_TYPE },
  ]
  const head = {
    type: 'FeatureCollection',
    timeStamp: new Date().toISOString(),
    numberMatched: found.length,
    numberReturned: indexes.length,
    links,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"features":[`
  for (let i = 0; i < indexes.length; i += AT_ONCE) {
    yield (i > 0 ? ',\n' : '') + (await store.texts(indexes.slice(i, i + AT_ONCE))).join(',\n')
  }
  yield ']}\n'
}
const AT_ONCE = 500

/** @throws Refusal 404 */
export async function itemOf(at: string, collection: Collection, id: string): Promise<string> {
  const store = await collection.store()
  const index = indexOfId(store, id)
  if (index < 0)
    throw refuse(404, 'open-data/feature', both('Không có đối tượng này', 'There is no such feature'), id.slice(0, 120))
  const [feature] = await store.texts([index])
  const path = `${at}${OGC_ROOT}/collections/${collection.id}`
  const links: Link[] = [
    { href: `${path}/items/${encodeURIComponent(id)}`, rel: 'self', type: GEOJSON_TYPE },
    { href: path, rel: 'collection', type: JSON_TYPE },
  ]
  return `${feature!.slice(0, -1)},"links":${JSON.stringify(links)}}`
}

/** What a query says wrongly is the asker's to mend. */
function asRefusal<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, message, place, expected } = error.detail
    throw new Refusal(400, {
      code,
      message: { ...message },
      ...(place ? { place } : {}),
      ...(expected ? { expected } : {}),
    })
  }
}

/** OpenAPI 3.0 of all this. */
export async function openApi(at: string, collections: readonly Collection[], title: Bilingual) {
  const answer = (description: string, type = JSON_TYPE, schema: object = { type: 'object' }) => ({
    description,
    content: { [type]: { schema } },
  })
  const errors = {
    400: { $ref: '#/components/responses/Invalid' },
    404: { $ref: '#/components/responses/NotFound' },
    500: { $ref: '#/components/responses/ServerError' },
  }
  const get = (operationId: string, summary: string, ok: object, parameters: object[] = []) => ({
    get: {
      ...{ operationId, summary, tags: ['Features'] },
      parameters: [...parameters, { $ref: '#/components/parameters/f' }],
      responses: { 200: ok, ...errors },
    },
  })
  const shared = ['bbox', 'datetime', 'limit', 'offset'].map((name) => ({ $ref: `#/components/parameters/${name}` }))
  const paths: Record<string, object> = {
    '/': get('getLandingPage', 'Landing page', answer('Links')),
    '/conformance': get(
      'getConformance',
      'Conformance classes',
      answer('Classes', JSON_TYPE, stringList('conformsTo')),
    ),
    '/api': get('getApi', 'This document', answer('OpenAPI 3.0', OPENAPI_TYPE)),
    '/collections': get('getCollections', 'Collections', answer('Collections')),
  }
  for (const { id, title, fields } of collections) {
    const attributes = [...(await fields())]
      .filter(([name]) => !(OWN as readonly string[]).includes(name))
      .map(([name, type]) => ({ name, in: 'query', required: false, schema: { type }, style: 'form', explode: false }))
    const path = `/collections/${id}`
    paths[path] = get(`describe.${id}`, text(title), answer('Collection'))
    paths[`${path}/items`] = get(`items.${id}`, text(title), answer('Features', GEOJSON_TYPE, featureCollection), [
      ...shared,
      ...attributes,
    ])
    paths[`${path}/items/{featureId}`] = get(
      `item.${id}`,
      text(title),
      answer('Feature', GEOJSON_TYPE, { $ref: '#/components/schemas/feature' }),
      [{ name: 'featureId', in: 'path', required: true, schema: { type: 'string' } }],
    )
  }
  const exception = (description: string) => answer(description, JSON_TYPE, { $ref: '#/components/schemas/exception' })
  return {
    openapi: '3.0.3',
    info: {
      title: `${text(title)}: OGC API – Features`,
      version,
      description: 'Thuộc tính đơn giản có thể dùng làm bộ lọc / simple attributes may be used as filters.',
      license: { name: 'Theo từng tập dữ liệu / by collection', url: `${at}/open/catalogue.jsonld` },
    },
    servers: [{ url: `${at}${OGC_ROOT}` }],
    paths,
    components: {
      parameters: {
        f: { name: 'f', in: 'query', required: false, schema: { type: 'string', enum: ['json'] } },
        bbox: {
          ...{ name: 'bbox', in: 'query', required: false, style: 'form', explode: false },
          schema: { type: 'array', oneOf: [listOf(4), listOf(6)], items: { type: 'number' } },
        },
        datetime: { name: 'datetime', in: 'query', required: false, schema: { type: 'string' } },
        limit: {
          ...{ name: 'limit', in: 'query', required: false, style: 'form', explode: false },
          schema: { type: 'integer', minimum: 1, maximum: LIMIT_MOST, default: LIMIT },
        },
        offset: {
          ...{ name: 'offset', in: 'query', required: false },
          schema: { type: 'integer', minimum: 0, default: 0 },
        },
      },
      responses: {
        Invalid: exception('Tham số không hợp lệ / a parameter is not valid'),
        NotFound: exception('Không tìm thấy / not found'),
        ServerError: exception('Lỗi máy chủ / server error'),
      },
      schemas: {
        exception: {
          type: 'object',
          required: ['code'],
          properties: { code: { type: 'string' }, description: { type: 'string' } },
        },
        feature: {
          type: 'object',
          required: ['type', 'geometry', 'properties'],
          properties: {
            type: { type: 'string', enum: ['Feature'] },
            id: { type: 'string' },
            geometry: { type: 'object', nullable: true },
            properties: { type: 'object' },
          },
        },
      },
    },
  }
}
const listOf = (items: number) => ({ minItems: items, maxItems: items })
const stringList = (name: string) => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'array', items: { type: 'string' } } },
})
const featureCollection = {
  type: 'object',
  required: ['type', 'features'],
  properties: {
    type: { type: 'string', enum: ['FeatureCollection'] },
    features: { type: 'array', items: { $ref: '#/components/schemas/feature' } },
    numberMatched: { type: 'integer', minimum: 0 },
    numberReturned: { type: 'integer', minimum: 0 },
    timeStamp: { type: 'string', format: 'date-time' },
    links: { type: 'array', items: { type: 'object' } },
  },
}
