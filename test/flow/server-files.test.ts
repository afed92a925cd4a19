/** Files as they leave the server: ranges, ETags, caching, isolation and policy; the documentation. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import { startServer, type TestServer } from './server-harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  mkdirSync(join(server.dir, 'web/assets'), { recursive: true })
  writeFileSync(join(server.dir, 'web/index.html'), '<!doctype html><title>Vị Thanh Twin</title>')
  writeFileSync(join(server.dir, 'web/map.html'), '<!doctype html><title>Bản đồ Vị Thanh</title>')
  writeFileSync(join(server.dir, 'web/assets/index-abcdefgh.js'), 'export {}')
})
afterAll(() => server.stop())

const codeOf = (answer: { body: string }): string => apiErrorSchema.parse(JSON.parse(answer.body)).code

describe('files', () => {
  const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers })

  test('tiles by range and ETag; hashed names for ever, the manifest asked for again', async () => {
    const manifest = await get('/tiles/tiles.json')
    expect(manifest.json().hash).toBe(server.manifest.hash)
    expect(manifest.headers['cache-control']).toBe('no-cache')
    expect((await get('/tiles/tiles.json', { 'if-none-match': String(manifest.headers.etag) })).statusCode).toBe(304)
    const { file, bytes } = server.manifest.window.ground
    const part = await get(`/tiles/${file}`, { range: 'bytes=0-126' })
    expect(part.statusCode).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes 0-126/${bytes}`)
    expect(part.rawPayload.subarray(0, 7).toString()).toBe('PMTiles')
    expect(part.headers['cache-control']).toContain('immutable')
    expect((await get(`/tiles/${file}`, { range: `bytes=${bytes}-` })).statusCode).toBe(416)
    expect((await get('/tiles/nothing.pmtiles')).statusCode).toBe(404)
    for (const url of [
      '/tiles/../data/secrets/actor-salt',
      '/tiles/%2e%2e/data/secrets/actor-salt',
      '/tiles/..%2fcity/city.json',
    ]) {
      expect((await get(url)).statusCode).toBeOneOf([400, 403, 404])
    }
  })

  test('every kind of tile has its type and its ranges; nothing else in the folder is served', async () => {
    const { terrain, buildings, rasters, vector } = server.manifest
    const folder = (path: string) => path.slice(0, path.lastIndexOf('/'))
    mkdirSync(join(server.dir, 'tiles', 'models/lamps-0123'), { recursive: true })
    writeFileSync(join(server.dir, 'tiles', 'models/lamps-0123/tileset.json'), '{}')
    writeFileSync(join(server.dir, 'tiles', 'models/lamps-0123/00.glb'), 'glTF')
    const types = [
      [rasters[0]!.file, 'image/tiff'],
      [terrain.path, 'application/json'],
      [`${folder(terrain.path)}/0/0/0.terrain`, 'application/octet-stream'],
      [`${folder(buildings!.path)}/0.glb`, 'model/gltf-binary'],
      [vector[0]!.file, 'application/octet-stream'],
      ['models/lamps-0123/tileset.json', 'application/json'],
      ['models/lamps-0123/00.glb', 'model/gltf-binary'],
    ] as const
    for (const [path, type] of types) {
      const part = await get(`/tiles/${path}`, { range: 'bytes=0-1' })
      expect([path, part.statusCode, part.rawPayload.length]).toEqual([path, 206, 2])
      expect(part.headers['content-type']).toContain(type)
    }
    writeFileSync(join(server.dir, 'tiles', 'notes.txt'), 'private')
    writeFileSync(join(server.dir, 'tiles', 'raster/ground-0123.tif.part'), 'half')
    mkdirSync(join(server.dir, 'tiles', 'other'), { recursive: true })
    writeFileSync(join(server.dir, 'tiles', 'other/a.json'), '{}')
    for (const path of ['notes.txt', 'raster/ground-0123.tif.part', 'other/a.json', 'models', 'models/lamps-0123/']) {
      expect((await get(`/tiles/${path}`)).statusCode).toBe(404)
    }
  })

  test('the app: / and the map’s pages are one file, those of the workplaces another, the rest is what was built', async () => {
    for (const page of ['/', '/report', '/report/follow', '/c/AB12', '/published'])
      expect((await get(page)).body).toContain('Bản đồ Vị Thanh')
    for (const page of [
      '/planner',
      '/permits',
      '/permits/new',
      '/plans',
      '/plans/follow',
      '/register',
      '/users',
      '/login',
      '/account',
    ]) {
      expect((await get(page)).body).toContain('Vị Thanh Twin')
      expect((await get(page)).headers['cache-control']).toBe('no-cache')
    }
    expect((await get('/assets/index-abcdefgh.js')).headers['cache-control']).toContain('immutable')
    expect((await get('/assets/none.js')).statusCode).toBe(404)
    expect(codeOf(await get('/api/none'))).toBe('request/not-found')
  })

  test('every answer is isolated and under a strict policy', async () => {
    for (const url of [
      '/planner',
      '/api/health',
      '/tiles/tiles.json',
      '/assets/index-abcdefgh.js',
      '/none',
      '/api/docs/',
    ]) {
      const { headers } = await get(url)
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toBe(
        "default-src 'self';script-src 'self' 'wasm-unsafe-eval';worker-src 'self' blob:;style-src 'self' 'unsafe-inline';" +
          "img-src 'self' data: blob:;connect-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
      )
    }
  })

  test('the documentation needs no inline script and knows every schema', async () => {
    const page = await get('/api/docs/')
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)/)
    const { paths } = (await get('/api/docs/json')).json()
    expect(paths['/api/scenarios'].post.requestBody.content['application/json'].schema.properties.title.maxLength).toBe(
      200,
    )
    expect(paths['/api/runs'].get.responses['200'].content['application/json'].schema.type).toBe('array')
  })
})
