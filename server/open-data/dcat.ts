/** The catalogue as DCAT 3 (DCAT-AP's words) in JSON-LD, and what a table's columns mean as CSV on the Web has it. */
import { csvColumns } from '../../data/readers/layer/export.ts'
import { fieldsOf, titleOfPath } from '../../data/readers/layer/fields.ts'
import { type OpenCatalogue, type OpenDataset, openMediaTypes } from '../../scenarios/api/open.ts'
import type { LayerManifest } from '../../scenarios/city/dataset.ts'
import type { Frame } from '../../scenarios/frame.ts'
import { provenanceTitle } from '../../scenarios/provenance.ts'
import type { Bilingual } from '../../scenarios/text.ts'

const said = ({ vi, en }: Bilingual) => [
  { '@language': 'vi', '@value': vi },
  { '@language': 'en', '@value': en },
]
const IANA = 'https://www.iana.org/assignments/media-types/'

/** @param at the server's own address, without a slash behind */
export function catalogueJsonLd({ city, datasets, ogc }: OpenCatalogue, at: string) {
  const [west, south, east, north] = city.bbox
  const publisher = { '@type': 'foaf:Agent', 'foaf:name': city.title.vi }
  const spatial = {
    '@type': 'dct:Location',
    'dcat:bbox': {
      '@type': 'geo:wktLiteral',
      '@value': `POLYGON((${west} ${south},${east} ${south},${east} ${north},${west} ${north},${west} ${south}))`,
    },
  }
  const service = `${at}${ogc}`
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
      geo: 'http://www.opengis.net/ont/geosparql#',
      prov: 'http://www.w3.org/ns/prov#',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
    '@id': `${at}/open/catalogue.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': said(city.title),
    'dct:description': said({
      vi: `Dữ liệu mở của ${city.title.vi}; phiên bản ${city.version.slice(0, 12)}`,
      en: `Open data of ${city.title.en}; version ${city.version.slice(0, 12)}`,
    }),
    'dct:publisher': publisher,
    'dct:language': ['vi', 'en'],
    'foaf:homepage': { '@id': `${at}/data` },
    'dcat:service': {
      '@id': service,
      '@type': 'dcat:DataService',
      'dct:title': 'OGC API – Features',
      'dcat:endpointURL': { '@id': service },
      'dcat:endpointDescription': { '@id': `${service}/api` },
      'dct:conformsTo': { '@id': 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core' },
      'dcat:servesDataset': datasets.filter(({ collection }) => collection).map(({ id }) => ({ '@id': idOf(at, id) })),
    },
    'dcat:dataset': datasets.map((dataset) =>
      datasetOf(dataset, at, service, { publisher, spatial, version: city.version }),
    ),
  }
}

const idOf = (at: string, id: string): string => `${at}/open/datasets#${id}`

function datasetOf(
  { id, title, about, provenance, licences, sources, note, date, files, collection }: OpenDataset,
  at: string,
  service: string,
  { publisher, spatial, version }: { publisher: object; spatial: object; version: string },
) {
  const licence = licences.map((one) => (one.url ? { '@id': one.url } : one.title))
  return {
    '@id': idOf(at, id),
    '@type': 'dcat:Dataset',
    'dct:identifier': id,
    'dct:title': said(title),
    'dct:description': said(about),
    'dct:publisher': publisher,
    'dct:spatial': spatial,
    ...(/^\d{4}-\d\d-\d\d$/.test(date) ? { 'dct:modified': { '@type': 'xsd:date', '@value': date } } : {}),
    'dcat:version': version,
    'dct:provenance': {
      '@type': 'dct:ProvenanceStatement',
      'dct:description': said(provenanceTitle[provenance]),
      ...(note ? { 'dct:abstract': said(note) } : {}),
    },
    'dct:source': sources.map((source) => source.title),
    'dct:license': licence,
    'dct:accessRights': { '@id': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC' },
    'dcat:distribution': [
      ...files.map(({ format, path, bytes }) => ({
        '@id': `${at}${path}`,
        '@type': 'dcat:Distribution',
        'dct:title': `${id}.${format}`,
        'dcat:accessURL': { '@id': `${at}${path}` },
        'dcat:downloadURL': { '@id': `${at}${path}` },
        'dcat:mediaType': { '@id': `${IANA}${openMediaTypes[format].split(';')[0]}` },
        ...(bytes === null ? {} : { 'dcat:byteSize': bytes }),
        'dct:license': licence,
      })),
      ...(collection
        ? [
            {
              '@type': 'dcat:Distribution',
              'dct:title': 'OGC API – Features',
              'dcat:accessURL': { '@id': `${service}/collections/${collection}` },
              'dcat:accessService': { '@id': service },
              'dct:license': licence,
            },
          ]
        : []),
    ],
  }
}

/** `<layer>.csv-metadata.json`: names, titles in both languages, units and types of the columns of `<layer>.csv`. */
export function csvMetadata(about: LayerManifest & { readonly cityVersion: string }, frame: Frame, at: string) {
  const kinds = new Map(fieldsOf(about.id).map((field) => [field.path, field.kind]))
  const own: Record<string, Bilingual> = {
    id: { vi: 'Mã đối tượng', en: 'Id' },
    lon: { vi: 'Kinh độ, độ (WGS 84)', en: 'Longitude, degrees (WGS 84)' },
    lat: { vi: 'Vĩ độ, độ (WGS 84)', en: 'Latitude, degrees (WGS 84)' },
    vn2000_x: { vi: 'Đông, m (EPSG:5897)', en: 'Easting, m (EPSG:5897)' },
    vn2000_y: { vi: 'Bắc, m (EPSG:5897)', en: 'Northing, m (EPSG:5897)' },
    wkt: { vi: 'Hình học, WKT, độ (WGS 84)', en: 'Geometry, WKT, degrees (WGS 84)' },
    provenance: { vi: 'Nguồn gốc', en: 'Provenance' },
    buildState: { vi: 'Trạng thái xây dựng', en: 'Build state' },
    source: { vi: 'Nguồn', en: 'Source' },
    licence: { vi: 'Giấy phép', en: 'Licence' },
    date: { vi: 'Ngày của dữ liệu', en: 'Date of the data' },
    cityVersion: { vi: 'Phiên bản thành phố', en: 'Version of the city' },
  }
  const numbers = new Set(['lon', 'lat', 'x', 'y', 'vn2000_x', 'vn2000_y'])
  return {
    '@context': 'http://www.w3.org/ns/csvw',
    url: `${at}/open/files/${about.id}.csv`,
    'dc:license': about.sources.map(({ licence }) => licence),
    'dc:source': about.sources.map(({ title }) => title),
    'dc:date': about.date,
    'dct:provenance': about.provenance,
    'dcat:version': about.cityVersion,
    dialect: { encoding: 'utf-8', header: true },
    tableSchema: {
      primaryKey: 'id',
      columns: csvColumns([], about, frame, true).map((name) => {
        const { title, unit } = own[name] ? { title: own[name], unit: undefined } : titleOfPath(name)
        const kind = kinds.get(name)
        const datatype = numbers.has(name) || kind === 'number' ? 'number' : kind === 'boolean' ? 'boolean' : 'string'
        return { name, titles: { vi: [title.vi], en: [title.en] }, datatype, ...(unit ? { 'dct:unit': unit } : {}) }
      }),
    },
  }
}
