/** Files as they leave the server: ranges, ETags, caching, isolation and policy; the documentation. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import { FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import { MAP_PAGE } from '../../scenarios/offline.ts'
import { MAP_PAGES, PAGES } from '../../server/routes/files.ts'
import { packFolder } from '../../vite/packed-files.ts'
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

  test('layers that are not for visitors: for accounts alone, and kept by nobody between', async () => {
    const planner = await server.person('planner')
    for (const path of [
      ...['window/watermains-0123.pmtiles', 'vector/powerlines-0123.pmtiles', 'window/parcelhistory-0123.pmtiles'],
      ...['models/powernodes-0123/tileset.json', 'models/powernodes-0123/00.glb', 'vector/sewers-0123.pmtiles'],
    ]) {
      const file = join(server.dir, 'tiles', path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, 'secret of the lifelines')
      const url = `/tiles/${path}`
      for (const headers of [
        {},
        { range: 'bytes=0-5' },
        { cookie: 'vithanh_session=forged' },
        { cookie: `vithanh_session=${'a'.repeat(43)}` },
      ]) {
        const refused = await get(url, headers)
        expect([url, refused.statusCode, codeOf(refused)]).toEqual([url, 401, 'session/none'])
        expect(refused.headers).toMatchObject({ 'cache-control': 'private, no-store' })
      }
      expect((await server.app.inject({ method: 'HEAD', url })).statusCode).toBe(401)
      const own = { cookie: planner.cookie }
      const whole = await get(url, own)
      expect([url, whole.statusCode, whole.body]).toEqual([url, 200, 'secret of the lifelines'])
      expect(whole.headers['cache-control']).toBe('private, no-cache')
      expect((await get(url, { ...own, range: 'bytes=0-5' })).statusCode).toBe(206)
      const again = { 'if-none-match': String(whole.headers.etag) }
      expect((await get(url, { ...own, ...again })).statusCode).toBe(304)
      // Whoever knows the tag, once signed out, learns nothing by it.
      expect((await get(url, again)).statusCode).toBe(401)
    }
    // An account that has yet to change its password sees what a visitor sees.
    await server.db.updateTable('users').set({ mustChangePassword: true }).where('id', '=', planner.id).execute()
    const url = '/tiles/window/watermains-0123.pmtiles'
    expect(codeOf(await get(url, { cookie: planner.cookie }))).toBe('session/change-password')
    expect((await get(`/tiles/${server.manifest.window.ground.file}`, { cookie: planner.cookie })).statusCode).toBe(200)
    await server.db.updateTable('users').set({ mustChangePassword: false }).where('id', '=', planner.id).execute()
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

  test('what the build packed is sent packed to whoever takes it, and is another answer', async () => {
    const script = `export const words = '${'chợ Vị Thanh '.repeat(200)}'`
    writeFileSync(join(server.dir, 'web/assets/words-01234567.js'), script)
    await packFolder(join(server.dir, 'web'), join(server.dir, 'kept'))
    const url = '/assets/words-01234567.js'
    const packed = await get(url, { 'accept-encoding': 'gzip, deflate, br, zstd' })
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(script)
    const plain = await get(url, { 'accept-encoding': 'gzip;q=0.5, br;q=0' })
    expect([plain.headers['content-encoding'] === 'br', plain.headers.vary]).toEqual([false, 'accept-encoding'])
    expect((await get(url)).body).toBe(script)
    expect(packed.headers.etag).not.toBe((await get(url)).headers.etag)
    const again = { 'accept-encoding': 'br', 'if-none-match': String(packed.headers.etag) }
    expect((await get(url, again)).statusCode).toBe(304)
    const part = await get(url, { 'accept-encoding': 'br', range: 'bytes=0-5' })
    expect([part.statusCode, part.body, part.headers['content-encoding']]).toEqual([206, 'export', undefined])
    expect((await get(`${url}.br`)).statusCode).toBe(404)
    // What changes too often to be packed beforehand is packed on its way, ranges and archives never.
    const manifest = await get('/tiles/tiles.json', { 'accept-encoding': 'br' })
    expect(JSON.parse(brotliDecompressSync(manifest.rawPayload).toString()).hash).toBe(server.manifest.hash)
    const archive = await get(`/tiles/${server.manifest.window.ground.file}`, {
      'accept-encoding': 'br',
      range: 'bytes=0-126',
    })
    expect([archive.statusCode, archive.headers['content-encoding']]).toEqual([206, undefined])
  })

  test('what anyone may read is asked for again by its ETag; what depends on who asks is kept by nobody', async () => {
    const first = await get('/api/ledger/head')
    const url = '/api/changes'
    const open = await get(url, { 'accept-encoding': 'br' })
    expect(open.headers['cache-control']).toBe('no-cache')
    expect(String(open.headers.vary).split(/, */)).toEqual(expect.arrayContaining(['accept-encoding', 'cookie']))
    const etag = String(open.headers.etag)
    const again = await get(url, { 'if-none-match': `"x", ${etag}` })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
    expect((await get(url, { 'if-none-match': '"x"' })).statusCode).toBe(200)
    expect(first.headers['cache-control']).toBe('no-cache')

    const staff = await server.person('admin')
    const secret = [
      await server.inject(staff, 'GET', url, undefined, { 'if-none-match': etag }),
      await server.inject(staff, 'GET', '/api/users'),
      await server.inject(staff, 'GET', '/api/session', undefined, { 'accept-encoding': 'br' }),
      await get('/api/session'),
      await get('/api/users'),
      await get('/api/none'),
      await get('/api/plans/comments/follow', { [FOLLOW_HEADER]: 'AAAA-BBBB-CCCC' }),
      await server.inject(null, 'POST', '/api/session', { name: 'none', password: 'a-long-password' }),
    ]
    for (const { headers, statusCode } of secret) {
      expect(headers['cache-control']).toBe('private, no-store')
      expect(headers.etag).toBeUndefined()
      expect(statusCode).not.toBe(304)
    }
  })

  test('the service worker is asked for again; where a build has none, the one that a browser has takes itself away', async () => {
    const none = await get('/sw.js')
    expect([none.statusCode, none.headers['cache-control']]).toEqual([200, 'no-cache'])
    expect(none.headers['content-type']).toContain('text/javascript')
    expect(none.body).toContain('registration.unregister')
    writeFileSync(join(server.dir, 'web/sw.js'), '// the map')
    const there = await get('/sw.js')
    expect([there.body, there.headers['cache-control']]).toEqual(['// the map', 'no-cache'])
  })

  test('every page of the map is one that is kept, and no workplace is', () => {
    const paths = (pages: readonly string[]) => pages.map((page) => page.replace('*', 'a/b').replace(/:\w+/, 'AB12'))
    for (const page of paths(MAP_PAGES)) expect([page, MAP_PAGE.test(page)]).toEqual([page, true])
    for (const page of [...paths(PAGES), '/p', '/api/session', '/map.html']) {
      expect([page, MAP_PAGE.test(page)]).toEqual([page, false])
    }
  })

  test('long answers leave packed, but never beside the token of a session', async () => {
    const answer = await get('/api/docs/json', { 'accept-encoding': 'gzip, br' })
    expect(answer.headers['content-encoding']).toBe('br')
    expect(JSON.parse(brotliDecompressSync(answer.rawPayload).toString()).openapi).toBe('3.1.0')
    const staff = await server.person('admin')
    const session = await server.inject(staff, 'GET', '/api/session', undefined, { 'accept-encoding': 'br' })
    expect(session.headers['content-encoding']).toBeUndefined()
  })
})
