/**
 * OGC API – Features to be read: a page without any script for each document, with all that the document says. Every link of it is one of
 * the page's, and the same in JSON is one away.
 */
import { createHash } from 'node:crypto'
import { titleOfPath } from '../../data/readers/layer/fields.ts'
import { type Geometry, geometryBounds } from '../../scenarios/geometry.ts'
import { isIllustrative, type Provenance, provenanceTitle } from '../../scenarios/provenance.ts'
import { type Bilingual, both, type Language } from '../../scenarios/text.ts'
import { Html, html } from '../text-page/html.ts'
import { STYLE } from '../text-page/style.ts'
import type { Collection } from './collections.ts'
import { HTML_TYPE, type Items, type Link, OGC_ROOT } from './ogc.ts'
import type { GivenFeature } from './store.ts'

const text = {
  service: both('Dữ liệu mở: {city}', 'Open data: {city}'),
  what: both(
    'Dữ liệu mở của thành phố, để đọc ở đây hoặc mở bằng QGIS, GDAL và công cụ khác theo chuẩn OGC API – Features.',
    'The city’s open data, to be read here or opened with QGIS, GDAL and other tools by the standard OGC API – Features.',
  ),
  start: both('Dữ liệu mở', 'Open data'),
  collections: both('Các tập dữ liệu', 'Collections'),
  conformance: both('Lớp tuân thủ', 'Conformance classes'),
  api: both('Mô tả API', 'The API’s description'),
  items: both('Các đối tượng', 'Features'),
  more: both('Liên kết', 'Links'),
  licence: both('Giấy phép', 'Licence'),
  extent: both('Phạm vi (kinh độ, vĩ độ)', 'Extent (longitude, latitude)'),
  crs: both('Hệ tọa độ', 'Reference system'),
  kind: both('Loại phần tử', 'Kind of items'),
  none: both('Không có đối tượng nào.', 'There are no features.'),
  shown: both('{from}–{to} trong {all}', '{from}–{to} of {all}'),
  next: both('Trang sau', 'Next page'),
  prev: both('Trang trước', 'Previous page'),
  id: both('Mã', 'Id'),
  shape: both('Hình học', 'Geometry'),
  bounds: both('Khung bao (kinh độ, vĩ độ)', 'Bounds (longitude, latitude)'),
  coordinates: both('Tọa độ', 'Coordinates'),
  noShape: both('không có', 'none'),
  yes: both('có', 'yes'),
  no: both('không', 'no'),
  parameters: both('Tham số', 'Parameters'),
  other: both('English', 'Tiếng Việt'),
  table: both('Bảng đối tượng, cuộn ngang được', 'Table of features, scrolls sideways'),
  illustrative: both(
    'Dữ liệu dựng lại, minh họa: không dùng để quyết định.',
    'Reconstructed data, illustrative: not for decisions.',
  ),
  error: both('Không có trang này', 'No such page'),
}
const linkTitles: Readonly<Record<string, Bilingual>> = {
  alternate: both('Dạng JSON', 'As JSON'),
  'service-desc': text.api,
  'service-doc': both('Trang dữ liệu mở: tải tệp', 'Open data page: files to take'),
  describedby: both('Danh mục DCAT', 'Catalogue as DCAT'),
  conformance: text.conformance,
  data: text.collections,
  items: text.items,
  collection: both('Tập dữ liệu này', 'This collection'),
  next: text.next,
  prev: text.prev,
}

const SHEET = `${STYLE}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9em}th,td{border:1px solid #d5dcd9;padding:4px 8px;text-align:left;vertical-align:top}
th{background:#f1f5f3}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85em}td:last-child{white-space:nowrap}body{max-width:60rem}`
/** Nothing but its own words and style: whatever stood in the data could do nothing. */
export const PAGE_POLICY = `default-src 'none';style-src 'sha256-${createHash('sha256').update(SHEET).digest('base64')}';img-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'`

export interface Reader {
  readonly language: Language
  /** The server's own address, without a slash behind. */
  readonly at: string
  /** Path and query, as it was asked for. */
  readonly url: string
}

export interface OgcPage {
  readonly title: string
  readonly main: Html
  readonly links: readonly Link[]
  /** Kept out of the indexes of search engines: single things of many. */
  readonly single?: true
}

type Say = (said: Bilingual, values?: Record<string, string | number>) => string
const sayIn =
  (language: Language): Say =>
  (said, values = {}) =>
    said[language].replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole))

/** The whole page. */
export function pageText({ title, main, links, single }: OgcPage, reader: Reader): string {
  const { language } = reader
  const t = sayIn(language)
  const other = language === 'vi' ? 'en' : 'vi'
  const [path, query] = reader.url.split('?') as [string, string?]
  const same = (form: string, lang: string | null) => {
    const said = new URLSearchParams(query)
    said.set('f', form)
    if (lang === null) said.delete('lang')
    else said.set('lang', lang)
    return `${path}?${said}`
  }
  const told = links.filter(({ rel }) => rel !== 'self' && rel !== 'alternate')
  const json = links.find(({ rel }) => rel === 'self')
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${single === true && html`<meta name="robots" content="noindex">\n`}<link rel="icon" href="/icons/icon.svg" type="image/svg+xml">
<link rel="alternate" type="${json && json.type !== HTML_TYPE ? json.type : 'application/json'}" href="${same('json', null)}">
<title>${title}</title>
<style>${new Html(SHEET)}</style>
</head>
<body>
<header><nav><ul><li><a href="${hrefOf({ href: reader.at + OGC_ROOT }, reader)}">${t(text.start)}</a></li><li><a href="${hrefOf({ href: `${reader.at}${OGC_ROOT}/collections` }, reader)}">${t(text.collections)}</a></li></ul></nav>
<span><a href="${same('json', null)}" rel="alternate">JSON</a> · <a href="${same('html', other)}" hreflang="${other}" lang="${other}">${t(text.other)}</a></span></header>
<main>
<h1>${title}</h1>
${main}
</main>
${
  told.length > 0 &&
  html`<footer><h2>${t(text.more)}</h2><ul>
${told.map((link) => html`<li><a href="${hrefOf(link, reader)}" rel="${link.rel}">${titleOf(link, t)}</a></li>\n`)}</ul></footer>`
}
</body>
</html>
`.text
}

const titleOf = ({ rel, title, href }: Link, t: Say): string =>
  rel === 'license' ? `${t(text.licence)}: ${title ?? href}` : t(linkTitles[rel] ?? both(title ?? rel, title ?? rel))

/** A page leads to pages, in its own language; what is elsewhere, or no page, is left as it is. */
function hrefOf({ href }: Pick<Link, 'href'>, { at, language }: Reader): string {
  if (href !== at + OGC_ROOT && !href.startsWith(`${at}${OGC_ROOT}/`)) return href
  const url = new URL(href)
  url.searchParams.set('f', 'html')
  if (language === 'en') url.searchParams.set('lang', 'en')
  return url.pathname + url.search
}

interface Linked {
  readonly links: readonly Link[]
}

export const landingPage = (doc: Linked, city: Bilingual, { language }: Reader): OgcPage => ({
  title: sayIn(language)(text.service, { city: city[language] }),
  main: html`<p>${sayIn(language)(text.what)}</p>`,
  links: doc.links,
})

export const conformancePage = (
  { links, conformsTo }: Linked & { readonly conformsTo: readonly string[] },
  { language }: Reader,
): OgcPage => ({
  title: sayIn(language)(text.conformance),
  main: html`<ul>${conformsTo.map((one) => html`<li><a href="${one}">${one}</a></li>\n`)}</ul>`,
  links,
})

export interface CollectionDoc extends Linked {
  readonly id: string
  readonly extent: { readonly spatial: { readonly bbox: readonly (readonly number[])[]; readonly crs: string } }
  readonly itemType: string
}

export function collectionsPage(
  { links, collections: docs }: Linked & { readonly collections: readonly CollectionDoc[] },
  collections: readonly Collection[],
  reader: Reader,
): OgcPage {
  const { language } = reader
  return {
    title: sayIn(language)(text.collections),
    main: html`<ul>${docs.map(({ id, links: own }) => {
      const one = collections.find((collection) => collection.id === id)!
      return html`<li><a href="${hrefOf(own[0]!, reader)}">${one.title[language]}</a> <small><code>${id}</code></small><br>${one.about[language]}</li>\n`
    })}</ul>`,
    links,
  }
}

export function collectionPage(doc: CollectionDoc, { title, about, licences }: Collection, reader: Reader): OgcPage {
  const { language } = reader
  const t = sayIn(language)
  const { bbox, crs } = doc.extent.spatial
  return {
    title: title[language],
    main: html`<p>${about[language]}</p>
<p><a href="${hrefOf(doc.links.find(({ rel }) => rel === 'items')!, reader)}"><strong>${t(text.items)}</strong></a></p>
<dl>
<dt>${t(text.id)}</dt><dd><code>${doc.id}</code></dd>
<dt>${t(text.kind)}</dt><dd>${doc.itemType}</dd>
<dt>${t(text.licence)}</dt><dd>${licences.map(({ title }) => title).join('; ')}</dd>
<dt>${t(text.extent)}</dt><dd>${bbox.map((box) => box.join(', ')).join('; ')}</dd>
<dt>${t(text.crs)}</dt><dd>${crs}</dd>
</dl>`,
    links: doc.links.filter(({ rel, type }) => rel !== 'items' || type === HTML_TYPE),
  }
}

export async function itemsPage(
  { head, offset, texts }: Items,
  collection: Collection,
  reader: Reader,
): Promise<OgcPage> {
  const { language } = reader
  const t = sayIn(language)
  const fields = [...(await collection.fields()).keys()]
  const features: GivenFeature[] = []
  for await (const some of texts()) features.push(...some.map((one) => JSON.parse(one) as GivenFeature))
  const turn = (rel: 'prev' | 'next') => {
    const link = head.links.find((one) => one.rel === rel)
    return link && html`<li><a href="${hrefOf(link, reader)}" rel="${rel}">${t(text[rel])}</a></li>`
  }
  const range = { from: offset + 1, to: offset + features.length, all: head.numberMatched }
  const own = `${reader.at}${OGC_ROOT}/collections/${collection.id}/items/`
  return {
    title: `${collection.title[language]}: ${t(text.items)}`,
    single: true,
    main: html`${illustrativeNote(features, t)}${features.length === 0 ? html`<p role="status">${t(text.none)}</p>` : html`<p role="status">${t(text.shown, range)}</p>`}
<nav><ul>${turn('prev') ?? null}${turn('next') ?? null}</ul></nav>
${
  features.length > 0 &&
  html`<section class="wide" tabindex="0" aria-label="${t(text.table)}"><table>
<thead><tr><th scope="col">${t(text.id)}</th>${fields.map((name) => html`<th scope="col">${named(name, language)}</th>`)}<th scope="col">${t(text.shape)}</th></tr></thead>
<tbody>
${features.map(({ id, properties, geometry }) => html`<tr><th scope="row"><a href="${hrefOf({ href: own + encodeURIComponent(id) }, reader)}">${id}</a></th>${fields.map((name) => html`<td>${valueText(name, properties[name], t)}</td>`)}<td>${shapeText(geometry, t)}</td></tr>\n`)}</tbody></table></section>`
}`,
    links: head.links.filter(({ rel }) => rel === 'collection'),
  }
}

export function itemPage(feature: GivenFeature & Linked, collection: Collection, { language }: Reader): OgcPage {
  const { id, geometry, properties, links } = feature
  const t = sayIn(language)
  return {
    title: `${collection.title[language]}: ${id}`,
    single: true,
    main: html`${illustrativeNote([feature], t)}<dl>
${Object.entries(properties).map(([name, value]) => html`<dt>${named(name, language)}</dt><dd>${valueText(name, value, t)}</dd>\n`)}
<dt>${t(text.shape)}</dt><dd>${geometry ? geometry.type : t(text.noShape)}</dd>
${geometry && html`<dt>${t(text.bounds)}</dt><dd>${geometryBounds(geometry).join(', ')}</dd>`}
</dl>
${geometry && html`<details><summary>${t(text.coordinates)}</summary><pre>${JSON.stringify(geometry.coordinates)}</pre></details>`}`,
    links,
  }
}

interface Operation {
  readonly summary: string
  readonly parameters: readonly ({ readonly name: string } | { readonly $ref: string })[]
}

export function apiPage(
  doc: { readonly info: { readonly title: string; readonly description: string }; readonly paths: object },
  { language }: Reader,
): OgcPage {
  const t = sayIn(language)
  const nameOf = (one: Operation['parameters'][number]) => ('name' in one ? one.name : one.$ref.split('/').at(-1)!)
  return {
    title: t(text.api),
    main: html`<p>${doc.info.description}</p>
<dl>${Object.entries(doc.paths as Record<string, { get: Operation }>).map(
      ([path, { get }]) => html`<dt><code>GET ${OGC_ROOT}${path}</code></dt>
<dd>${get.summary}<br><small>${t(text.parameters)}: ${get.parameters.map(nameOf).join(', ')}</small></dd>\n`,
    )}</dl>`,
    links: [],
  }
}

export const errorPage = (status: number, message: Bilingual, place: string, { language }: Reader): OgcPage => ({
  title: status === 404 ? sayIn(language)(text.error) : message[language],
  single: true,
  main: html`<p role="status">${message[language]}</p><p><code>${place}</code></p>`,
  links: [],
})

/** An attribute by its title, its unit and the name that it is asked for by. */
function named(name: string, language: Language): Html {
  const { title, unit } = titleOfPath(name)
  const said = title[language]
  return html`${said}${unit ? ` (${unit})` : null}${said !== name && html` <small><code>${name}</code></small>`}`
}

/** Nothing generated is shown as if it had been surveyed (product guard 2). */
const illustrativeNote = (features: readonly GivenFeature[], t: Say): Html | null =>
  isIllustrative(
    features.flatMap(({ properties: { provenance, specimen } }) =>
      specimen === true ? 'generated' : isProvenance(provenance) ? provenance : [],
    ),
  )
    ? html`<p class="note">${t(text.illustrative)}</p>`
    : null
const isProvenance = (value: unknown): value is Provenance => typeof value === 'string' && value in provenanceTitle

function valueText(name: string, value: unknown, t: Say): string {
  if (value === null || value === undefined) return ''
  if (name === 'provenance' && isProvenance(value)) return t(provenanceTitle[value])
  if (typeof value === 'boolean') return t(value ? text.yes : text.no)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const shapeText = (geometry: Geometry | null, t: Say): string =>
  geometry
    ? geometry.type === 'Point'
      ? `Point ${geometry.coordinates.join(', ')}`
      : `${geometry.type} ${geometryBounds(geometry).join(', ')}`
    : t(text.noShape)
