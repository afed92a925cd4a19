/** Open data over HTTP: what is given out and what not, files in every format, the catalogue, and OGC API – Features as GDAL reads it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLayer, readManifest } from '../../data/city/read.ts'
import { readVector, sourceFile } from '../../data/readers/vector/read.ts'
import { type OpenCatalogue, openCatalogueSchema } from '../../scenarios/api/open.ts'
import { projection } from '../../scenarios/frame.ts'
import { type Geometry, pointsOf } from '../../scenarios/geometry.ts'
import { openArchive } from '../../tiles/read/archive.ts'
import { memorySource } from '../../tiles/read/index.ts'
import { gdal, run } from './gdal.ts'
import { startServer, type TestServer } from './server-harness.ts'

let server: TestServer
let at: string
beforeAll(async () => {
  server = await startServer()
  at = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.stop())

const get = (url: string, headers: Record<string, string> = {}) => server.inject(null, 'GET', url, undefined, headers)
const catalogue = async (): Promise<OpenCatalogue> => openCatalogueSchema.parse((await get('/open/datasets')).json())

interface Features {
  readonly numberMatched: number
  readonly numberReturned: number
  readonly links: { readonly rel: string; readonly href: string }[]
  readonly features: { id: string; geometry: Geometry; properties: Record<string, unknown> }[]
}
const items = async (query: string, collection = 'parcels'): Promise<Features> => {
  const answer = await get(`/open/ogc/collections/${collection}/items${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

describe('files', () => {
  test('the catalogue lists what is open, and says of the rest why it is not', async () => {
    const { datasets, withheld, city } = await catalogue()
    expect(city.version).toBe(server.manifest.hash)
    const ids = datasets.map(({ id }) => id)
    expect(ids).toEqual(
      expect.arrayContaining(['parcels', 'buildings', 'roads', 'ground-grid', 'works', 'plans', 'permits']),
    )
    const layers = server.manifest.city.layers.map(({ id }) => id)
    for (const id of layers) expect(ids.includes(id)).toBe(!withheld.some((one) => one.id === id))
    for (const { licences, files } of datasets) {
      expect(licences.length).toBeGreaterThan(0)
      for (const { path, format } of files) {
        const answer = await get(path)
        expect([path, answer.statusCode]).toEqual([path, 200])
        expect(answer.headers['content-disposition']).toContain(format)
        expect(answer.headers['access-control-allow-origin']).toBe('*')
      }
    }
  })

  test('every format has the same parcels, with licence, source, provenance and the version in it', async () => {
    const geojson = await get('/open/files/parcels.geojson')
    expect(geojson.headers['content-type']).toBe('application/geo+json')
    expect(geojson.json().vithanh).toMatchObject({
      provenance: 'generated',
      sources: [{ licence: 'Apache-2.0' }],
      cityVersion: server.manifest.hash,
    })
    const corners = async (name: string) => {
      const answer = await get(`/open/files/${name}`)
      const { layers, crs } = await readVector(sourceFile(name, answer.rawPayload))
      expect(crs?.name).toMatch(/4326|WGS ?84|CRS84/i)
      return layers[0]!.features
        .map(({ properties, geometry }) => [String(properties.id), [...pointsOf(geometry)].flat()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    }
    const fgb = await corners('parcels.fgb')
    expect(fgb).toHaveLength(48)
    const own = new Map(geojson.json().features.map((one: { id: string }) => [one.id, one]))
    for (const [id, numbers] of fgb)
      expect([...pointsOf((own.get(id) as Features['features'][0]).geometry)].flat()).toEqual(numbers)
    const csv = (await get('/open/files/parcels.csv')).body
    expect(csv.split('\r\n')[0]).toMatch(
      /^\ufeffid,lon,lat,vn2000_x,vn2000_y,.*areaSquareMetres.*,licence,date,cityVersion,wkt$/,
    )
    expect(csv).toContain('"POLYGON ((105.')
    const columns = (await get('/open/files/parcels.csv-metadata.json')).json().tableSchema.columns
    expect(columns.map(({ name }: { name: string }) => name).join()).toBe(csv.split('\r\n')[0]!.slice(1))
  })

  test('tiles and rasters are whole files, by range, and not sent twice', async () => {
    const tiles = await get('/open/files/roads.pmtiles')
    expect(tiles.headers['content-type']).toBe('application/vnd.pmtiles')
    const archive = openArchive(memorySource(new Map([['roads', new Uint8Array(tiles.rawPayload)]])), 'roads')
    expect((await archive.extent())[0]).toBeCloseTo(105.47, 1)
    const part = await get('/open/files/ground-grid.tif', { range: 'bytes=0-3' })
    expect([part.statusCode, part.headers['content-type']]).toEqual([206, expect.stringContaining('image/tiff')])
    expect([...part.rawPayload.subarray(0, 2)]).toEqual([0x49, 0x49])
    const { etag } = tiles.headers
    expect((await get('/open/files/roads.pmtiles', { 'if-none-match': String(etag) })).statusCode).toBe(304)
  })

  test.each([
    'watermains.geojson',
    'parcelhistory.csv',
    'parcels.exe',
    'nothing.fgb',
    '..%2Ftiles.json',
    'ground-grid.fgb',
  ])('%s is not there', async (name) => {
    expect((await get(`/open/files/${name}`)).statusCode).toBe(404)
  })

  test('the catalogue as DCAT names every file with its licence', async () => {
    const answer = await get('/open/catalogue.jsonld')
    expect(answer.headers['content-type']).toContain('application/ld+json')
    const dcat = answer.json()
    expect(dcat['@type']).toBe('dcat:Catalog')
    const { datasets } = await catalogue()
    expect(dcat['dcat:dataset']).toHaveLength(datasets.length)
    for (const dataset of dcat['dcat:dataset']) {
      expect(dataset).toMatchObject({ '@type': 'dcat:Dataset', 'dct:publisher': { '@type': 'foaf:Agent' } })
      for (const file of dataset['dcat:distribution']) expect(file['dct:license'].length).toBeGreaterThan(0)
    }
  })
})

describe('OGC API – Features', () => {
  test('landing page, conformance and collections lead on', async () => {
    const landing = (await get('/open/ogc')).json()
    const rels = landing.links.map(({ rel }: { rel: string }) => rel)
    expect(rels).toEqual(expect.arrayContaining(['self', 'service-desc', 'conformance', 'data']))
    for (const { href, rel } of landing.links)
      if (!['service-doc'].includes(rel))
        expect((await get(href.replace(/^https?:\/\/[^/]+/, ''))).statusCode).toBe(200)
    expect((await get('/open/ogc/conformance')).json().conformsTo).toEqual([
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html',
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
    ])
    const { collections } = (await get('/open/ogc/collections')).json()
    const roads = collections.find(({ id }: { id: string }) => id === 'roads')
    expect((await get('/open/ogc/collections/roads')).json()).toEqual(roads)
    expect(roads.extent.spatial.bbox[0][0]).toBeCloseTo(105.466, 2)
  })

  test('pages cover all, once each, in one order', async () => {
    const seen: string[] = []
    let query: string | undefined = '?limit=7'
    while (query !== undefined) {
      const page: Features = await items(query)
      expect(page.numberMatched).toBe(48)
      expect(page.numberReturned).toBe(page.features.length)
      seen.push(...page.features.map(({ id }) => id))
      query = page.links.find(({ rel }) => rel === 'next')?.href.replace(/^[^?]+/, '')
    }
    expect(seen).toEqual([...new Set(seen)].sort())
    expect(seen).toHaveLength(48)
  })

  test('a window, attributes and days choose', async () => {
    const all = await items('')
    const { geometry } = all.features.find(({ id }) => id === 'vt:parcel/20')!
    const [lon, lat] = [...pointsOf(geometry)].reduce(([x, y], p) => [x + p[0] / 5, y + p[1] / 5], [0, 0])
    const inside = await items(`?bbox=${lon! - 1e-6},${lat! - 1e-6},${lon! + 1e-6},${lat! + 1e-6}`)
    expect(inside.features.map(({ id }) => id)).toEqual(['vt:parcel/20'])
    expect((await items('?bbox=0,0,1,1')).numberMatched).toBe(0)
    expect((await items('?number=21&sheet=12')).features.map(({ id }) => id)).toEqual(['vt:parcel/20'])
    expect((await items('?zoning.density=0.6')).numberMatched).toBe(48)
    expect((await items('?number=21&bbox=0,0,1,1')).numberMatched).toBe(0)
    // Parcels say no days: each holds at any time.
    expect((await items('?datetime=2020-01-01/..')).numberMatched).toBe(48)
    expect(await items('', 'works')).toMatchObject({ numberMatched: 0, features: [] })
  })

  test('one feature by its id, with or without its slash written out', async () => {
    for (const id of ['vt:parcel/3', 'vt%3Aparcel%2F3']) {
      const answer = await get(`/open/ogc/collections/parcels/items/${id}`)
      expect(answer.json()).toMatchObject({ id: 'vt:parcel/3', properties: { number: '4' } })
    }
  })

  test.each([
    ['/collections/parcels/items?bbox=1,2,3', 400, 'open-data/bbox'],
    ['/collections/parcels/items?bbox=1,9,3,4', 400, 'open-data/bbox'],
    ['/collections/parcels/items?datetime=yesterday', 400, 'open-data/datetime'],
    ['/collections/parcels/items?limit=0', 400, 'open-data/number'],
    ['/collections/parcels/items?limit=1&limit=2', 400, 'open-data/parameter'],
    ['/collections/parcels/items?owner=x', 400, 'open-data/parameter'],
    ['/collections/parcels/items?f=gml', 400, 'open-data/form'],
    ['/collections/parcels/items/none', 404, 'open-data/feature'],
    ['/collections/watermains/items', 404, 'open-data/collection'],
    ['/nothing', 404, 'request/not-found'],
  ])('%s is refused in words', async (path, status, code) => {
    const answer = await get(`/open/ogc${path}`)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(answer.json().description).toContain(' / ')
  })

  test('OpenAPI 3.0: every reference leads somewhere, every path answers', async () => {
    const answer = await get('/open/ogc/api')
    expect(answer.headers['content-type']).toContain('application/vnd.oai.openapi+json')
    const api = answer.json()
    expect(api.openapi).toMatch(/^3\.0\./)
    const operations = new Set<string>()
    for (const [path, { get: operation }] of Object.entries<{ get: { operationId: string; responses: object } }>(
      api.paths,
    )) {
      expect(Object.keys(operation.responses)).toContain('200')
      expect(operations.has(operation.operationId)).toBe(false)
      operations.add(operation.operationId)
      if (!path.includes('{')) expect([path, (await get(`/open/ogc${path}`)).statusCode]).toEqual([path, 200])
    }
    const refs = [...answer.body.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, ref]) => ref!)
    expect(refs.length).toBeGreaterThan(10)
    for (const ref of refs) expect(ref.split('/').reduce((node, key) => node?.[key], api)).toBeTruthy()
  })
})

describe('OGC API – Features as pages', () => {
  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'
  const page = async (path: string, accept = BROWSER) => {
    const answer = await get(path, { accept })
    expect([path, answer.headers['content-type']]).toEqual([path, 'text/html; charset=utf-8'])
    return answer
  }
  const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
  const hrefs = (body: string) => [...body.matchAll(/ href="([^"]*)"/g)].map(([, href]) => unescaped(href!))

  test.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/geo+json, application/json', 'json'],
    ['text/html, application/json', 'json'],
    ['application/json;q=0.5, text/*', 'html'],
    ['text/html;q=0, */*', 'json'],
    [BROWSER, 'html'],
  ])('taking %s: %s', async (accept, form) => {
    const answer = await get('/open/ogc/collections', accept === undefined ? {} : { accept })
    expect(answer.headers['content-type']).toContain(form === 'html' ? 'text/html' : 'application/json')
    expect(answer.headers.vary).toContain('accept')
    expect((await get('/open/ogc/collections', { accept: 'image/png' })).statusCode).toBe(406)
    // What is asked for by name counts more than what is taken.
    const json = await get('/open/ogc/collections?f=json', { accept: BROWSER })
    expect(json.headers['content-type']).toContain('application/json')
  })

  test('every page leads on, in its language, and nothing in it runs', async () => {
    const seen = new Set<string>()
    const queue = ['/open/ogc?f=html&lang=en']
    while (queue.length > 0 && seen.size < 60) {
      const url = queue.shift()!
      if (seen.has(url)) continue
      seen.add(url)
      const { body, headers, statusCode } = await page(url, '*/*')
      expect([url, statusCode]).toEqual([url, 200])
      expect(body).toContain('<html lang="en">')
      expect(body).not.toMatch(/<script|javascript:| on\w+=| style=/)
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';style-src 'sha256-[\w+/=]+';/)
      const own = hrefs(body).filter((href) => href.startsWith('/open/ogc'))
      expect(own.length).toBeGreaterThan(2)
      queue.push(...own.filter((href) => /[?&]lang=en/.test(href) && /[?&]f=html/.test(href)))
      const json = await get(own.find((href) => href.includes('f=json'))!, { accept: BROWSER })
      expect([url, json.statusCode, json.headers['content-type']]).toEqual([url, 200, expect.stringContaining('json')])
      const back = json.json().links?.find(({ rel }: { rel: string }) => rel === 'alternate')
      if (!url.startsWith('/open/ogc/api')) expect(back).toMatchObject({ type: 'text/html' })
    }
    expect(seen.size).toBe(60)
  }, 60_000)

  test('a table of features with the titles of their attributes, page by page; one feature whole', async () => {
    const first = (await page('/open/ogc/collections/parcels/items?limit=20')).body
    expect(first).toContain('<p role="status">1–20 trong 48</p>')
    expect(first).toContain('Diện tích (m²) <small><code>areaSquareMetres</code></small>')
    expect(first.match(/<th scope="row">/g)).toHaveLength(20)
    expect(first).not.toContain('Trang trước')
    expect(first).toContain('Dữ liệu dựng lại, minh họa')
    const next = hrefs(first).find((href) => href.includes('offset=20'))!
    const second = (await page(next)).body
    expect(second).toContain('21–40 trong 48')
    expect(second).toContain('Trang trước')
    const one = (await page('/open/ogc/collections/parcels/items/vt%3Aparcel%2F3')).body
    expect(one).toContain('<dt>Hình học</dt><dd>Polygon</dd>')
    expect(one).toContain('[[[105.')
    expect(one).toContain('Dữ liệu dựng lại, minh họa')
    expect(one).toContain('<meta name="robots" content="noindex">')
    expect((await page('/open/ogc/collections/works/items')).body).toContain('Không có đối tượng nào.')
  })

  test('what is asked for wrongly is said in a page, and nothing comes back as markup', async () => {
    for (const [path, status] of [
      ['/collections/%3Cimg%20src=x%3E', 404],
      ['/collections/parcels/items/%3Cimg%20src=x%3E', 404],
      ['/collections/parcels/items?bbox=%3Cimg%20src=x%3E', 400],
      ['/collections/parcels/items?%3Cimg%20src=x%3E=1', 400],
      ['/nothing', 404],
    ] as const) {
      const { statusCode, body, headers } = await page(`/open/ogc${path}`)
      expect([path, statusCode]).toEqual([path, status])
      expect(body).not.toContain('<img')
      expect(headers['content-security-policy']).toContain("default-src 'none'")
    }
  })
})

describe.runIf(gdal)('as a GIS reads it', () => {
  const source = () => `OAPIF:${at}/open/ogc`

  test('ogrinfo finds the collections, counts and chooses', async () => {
    const list = await run('ogrinfo', '-ro', source())
    for (const id of ['parcels', 'roads', 'buildings', 'works', 'permits']) expect(list).toContain(id)
    expect(list).not.toContain('watermains')
    const about = await run('ogrinfo', '-ro', '-so', source(), 'parcels')
    expect(about).toMatch(/Feature Count: 48/)
    const { geometry } = (await items('?number=21')).features[0]!
    const [x, y] = [...pointsOf(geometry)][0]!
    const spat = [x, y, x + 1e-6, y + 1e-6].map(String)
    const near = await run('ogrinfo', '-ro', '-al', '-spat', ...spat, source(), 'parcels')
    expect([...near.matchAll(/OGRFeature\(parcels\)/g)]).toHaveLength(1)
  }, 120_000)

  test('ogr2ogr brings every page, and the shapes are those of the dataset', async () => {
    const out = join(server.dir, 'out.geojson')
    const options = ['-oo', 'PAGE_SIZE=10', '-lco', 'COORDINATE_PRECISION=9']
    await run('ogr2ogr', '-f', 'GeoJSON', ...options, out, source(), 'parcels')
    const got: Features = JSON.parse(await run('cat', out))
    const dir = join(server.dir, 'city')
    const manifest = await readManifest(dir)
    const { toWgs84 } = projection(manifest.frame)
    const own = await readLayer(dir, manifest, 'parcels')
    expect(got.features).toHaveLength(own.length)
    for (const { id, geometry, properties } of own) {
      const there = got.features.find((one) => one.properties.id === id || one.id === id)!
      expect(there.properties.number).toBe(properties.number)
      const expected = [...pointsOf(geometry)].map(([x, y]) => toWgs84(x, y))
      // 1e-7° is a centimetre.
      for (const [i, [lon, lat]] of [...pointsOf(there.geometry)].entries()) {
        expect(Math.abs(lon - expected[i]![0])).toBeLessThan(1.1e-7)
        expect(Math.abs(lat - expected[i]![1])).toBeLessThan(1.1e-7)
      }
    }
  }, 120_000)

  test('FlatGeobuf by its index, CSV and GeoTIFF open too', async () => {
    const kept = async (name: string): Promise<string> => {
      const path = join(server.dir, name)
      writeFileSync(path, (await get(`/open/files/${name}`)).rawPayload)
      return path
    }
    const fgb = await kept('parcels.fgb')
    expect(await run('ogrinfo', '-so', '-al', fgb)).toMatch(/Feature Count: 48/)
    const { geometry } = (await items('?number=21')).features[0]!
    const [x, y] = [...pointsOf(geometry)][0]!
    const near = await run('ogrinfo', '-al', '-spat', ...[x, y, x + 1e-6, y + 1e-6].map(String), fgb)
    expect(near).toMatch(/Feature Count: 1/)
    const csv = await kept('parcels.csv')
    expect(await run('ogrinfo', '-so', '-al', '-oo', 'GEOM_POSSIBLE_NAMES=wkt', csv)).toMatch(
      /Geometry: [\s\S]*Feature Count: 48/,
    )
    const tif = JSON.parse(await run('gdalinfo', '-json', await kept('ground-grid.tif')))
    expect(tif.size).toEqual([256, 256])
  }, 120_000)
})
