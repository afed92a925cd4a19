/**
 * OGC API – Features 1.0, part 1: core, GeoJSON, HTML, OpenAPI 3.0 (OGC 17-069r4). The documents and the answers; their pages are made by
 * `ogc-pages.ts`, routes stand in `routes/open-data.ts`. Coordinates are WGS 84, longitude first (CRS84). Only what is here is declared.
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
export const HTML_TYPE = 'text/html'
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.0'
const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'
const CLASSES = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf'
const LIMIT = 100
const LIMIT_MOST = 5000
/** Query parameters that every collection knows; its attributes come on top. */
const OWN = ['f', 'lang', 'bbox', 'datetime', 'limit', 'offset'] as const

export type OgcQuery = Readonly<Record<string, string | string[] | undefined>>

export interface Link {
  readonly href: string
  readonly rel: string
  readonly type: string
  readonly title?: string
}
const text = ({ vi, en }: Bilingual): string => `${vi} / ${en}`

export type Form = 'json' | 'html'

/**
 * The form that is asked for: by `f`, else by what is taken. JSON where both are as welcome.
 * @throws Refusal 400 where another form is asked for or a parameter is not known; 406 where none of ours is taken
 */
export function formOf(query: OgcQuery, accept: string | undefined, known: readonly string[] = ['f', 'lang']): Form {
  for (const [name, value] of Object.entries(query)) {
    if (known.includes(name) && typeof value === 'string') continue
    const message = both('Tham số không có ở đây', 'The parameter is not known here')
    throw refuse(400, 'open-data/parameter', message, name.slice(0, 80), known.slice(0, 40).join(', '))
  }
  const { f } = query
  if (f === 'json' || f === 'html') return f
  const message = both('Chỉ có dạng JSON và HTML', 'There are JSON and HTML alone')
  if (f !== undefined) throw refuse(400, 'open-data/form', message, `f=${String(f).slice(0, 40)}`, 'f=json, f=html')
  const taken = takenBy(accept ?? '*/*')
  const [json, page] = [taken(JSON_FORMS), taken(/^text\/html$/)]
  if (json === 0 && page === 0)
    throw refuse(406, 'open-data/accept', message, 'accept', `${GEOJSON_TYPE}, ${HTML_TYPE}`)
  return page > json ? 'html' : 'json'
}

const JSON_FORMS = /^application\/([\w.-]+\+)?json$/

/** How welcome a form is, 0 … 1: what names it counts before what names its family, and that before anything. */
function takenBy(accept: string): (form: RegExp) => number {
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...rest] = range.split(';').map((part) => part.trim().toLowerCase())
    const weight = Number(rest.find((part) => part.startsWith('q='))?.slice(2) ?? 1)
    return { type, weight: Number.isFinite(weight) ? weight : 1 }
  })
  return (form) => {
    const family = form === JSON_FORMS ? 'application/*' : 'text/*'
    for (const names of [
      (type: string) => form.test(type),
      (type: string) => type === family,
      (type: string) => type === '*/*',
    ]) {
      const weights = ranges.filter(({ type }) => names(type)).map(({ weight }) => weight)
      if (weights.length > 0) return Math.max(...weights)
    }
    return 0
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
    ...selfLinks(at, '', both('Trang này', 'This document')),
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

/** Of a document: itself, and as a page. */
const selfLinks = (at: string, path: string, title: Bilingual, type = JSON_TYPE): Link[] => [
  link(at, path, 'self', type, title),
  link(at, `${path}?f=html`, 'alternate', HTML_TYPE, both('Trang để đọc', 'As a page')),
]

export const conformance = (at: string) => ({
  links: selfLinks(at, '/conformance', both('Lớp tuân thủ', 'Conformance classes')),
  conformsTo: ['core', 'geojson', 'html', 'oas30'].map((name) => `${CLASSES}/${name}`),
})

export function collectionsOf(at: string, manifest: TilesManifest, collections: readonly Collection[]) {
  return {
    links: selfLinks(at, '/collections', both('Các tập dữ liệu', 'The collections')),
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
      ...selfLinks(at, path, title),
      link(at, `${path}/items`, 'items', GEOJSON_TYPE, title),
      link(at, `${path}/items?f=html`, 'items', HTML_TYPE, title),
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

export interface Items {
  readonly form: Form
  readonly offset: number
  /** What comes before the features. */
  readonly head: { readonly numberMatched: number; readonly numberReturned: number; readonly links: readonly Link[] }
  /** GeoJSON of each feature as it is kept, some at a time. */
  texts(): AsyncGenerator<string[]>
}

/** A page of features. */
export async function askItems(
  at: string,
  collection: Collection,
  query: OgcQuery,
  accept: string | undefined,
): Promise<Items> {
  const fields = await collection.fields()
  const form = formOf(query, accept, namesOf(fields))
  const asked = asRefusal(() => pageOf(query, fields))
  const { offset, boxes, interval, equal } = asked
  const limit = form === 'html' ? Math.min(asked.limit, ROWS_MOST) : asked.limit
  const store = await collection.store()
  const found = await collection.select({ boxes, interval, equal })
  const indexes = [...found.subarray(offset, offset + limit)]
  const path = `${at}${OGC_ROOT}/collections/${collection.id}`
  const linkOf = (rel: string, from: number, as = form): Link => {
    const same = Object.entries(query).filter(([name]) => !['offset', 'f', 'lang'].includes(name))
    const said = new URLSearchParams(same as [string, string][])
    said.set('limit', String(limit))
    if (from > 0) said.set('offset', String(from))
    if (as === 'html' || as !== form || query.f !== undefined) said.set('f', as)
    return { href: `${path}/items?${said}`, rel, type: as === 'html' ? HTML_TYPE : GEOJSON_TYPE }
  }
  const links: Link[] = [
    linkOf('self', offset),
    linkOf('alternate', offset, form === 'html' ? 'json' : 'html'),
    ...(offset + limit < found.length ? [linkOf('next', offset + limit)] : []),
    ...(offset > 0 ? [linkOf('prev', Math.max(0, offset - limit))] : []),
    { href: path, rel: 'collection', type: JSON_TYPE },
  ]
  return {
    ...{ form, offset },
    head: { numberMatched: found.length, numberReturned: indexes.length, links },
    async *texts() {
      for (let i = 0; i < indexes.length; i += AT_ONCE) yield store.texts(indexes.slice(i, i + AT_ONCE))
    },
  }
}
const AT_ONCE = 500
/** Of a page that is read; a table of more is scrolled, not read. */
const ROWS_MOST = 500

/** As one collection of GeoJSON, in pieces. */
export async function* itemsText({ head, texts }: Items) {
  const all = { type: 'FeatureCollection', timeStamp: new Date().toISOString(), ...head }
  yield `${JSON.stringify(all).slice(0, -1)},"features":[`
  let first = true
  for await (const some of texts()) {
    yield (first ? '' : ',\n') + some.join(',\n')
    first = false
  }
  yield ']}\n'
}

/** @throws Refusal 404 */
export async function itemOf(at: string, collection: Collection, id: string): Promise<string> {
  const store = await collection.store()
  const index = indexOfId(store, id)
  if (index < 0)
    throw refuse(404, 'open-data/feature', both('Không có đối tượng này', 'There is no such feature'), id.slice(0, 120))
  const [feature] = await store.texts([index])
  const path = `/collections/${collection.id}`
  const links: Link[] = [
    ...selfLinks(at, `${path}/items/${encodeURIComponent(id)}`, collection.title, GEOJSON_TYPE),
    link(at, path, 'collection', JSON_TYPE, collection.title),
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
    content: { [type]: { schema }, [HTML_TYPE]: { schema: { type: 'string' } } },
  })
  const errors = {
    400: { $ref: '#/components/responses/Invalid' },
    404: { $ref: '#/components/responses/NotFound' },
    500: { $ref: '#/components/responses/ServerError' },
  }
  const get = (operationId: string, summary: string, ok: object, parameters: object[] = []) => ({
    get: {
      ...{ operationId, summary, tags: ['Features'] },
      parameters: [...parameters, { $ref: '#/components/parameters/f' }, { $ref: '#/components/parameters/lang' }],
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
        f: { name: 'f', in: 'query', required: false, schema: { type: 'string', enum: ['json', 'html'] } },
        lang: {
          ...{ name: 'lang', in: 'query', required: false, description: 'Ngôn ngữ của trang / language of a page' },
          schema: { type: 'string', enum: ['vi', 'en'], default: 'vi' },
        },
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
