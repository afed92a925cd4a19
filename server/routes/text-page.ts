/**
 * The map as text, and the pictures and words of a link's preview. Nothing is kept of who asks, or what for.
 *
 *     GET /p              the page: ?q= searches, ?at=lon,lat (&q= its name) is a place's card, ?lang=vi|en
 *     GET /p/preview.png  ?at=lon,lat &q= &lang= &w=   the picture of a place
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readLink } from '../../scenarios/address/share-link.ts'
import type { Language } from '../../scenarios/text.ts'
import { HEIGHT, WIDTH } from '../addresses/preview.ts'
import type { House } from '../house.ts'
import { type App, notFound } from '../http.ts'
import { officeOf } from '../office.ts'
import { floodAt } from '../place/flood.ts'
import { whatMayBeBuilt } from '../place/lot.ts'
import { withMeta } from '../text-page/meta.ts'
import { type CardOf, type Shown, textPage } from '../text-page/page.ts'
import { keptPictures } from '../text-page/pictures.ts'

const lang = z.enum(['vi', 'en']).catch('vi')
const pageQuery = z.object({
  q: z.string().max(300).optional().catch(undefined),
  at: z.string().max(60).optional().catch(undefined),
  lang,
})
const pictureQuery = z.object({
  at: z.string().max(60),
  q: z.string().max(300).optional().catch(undefined),
  lang,
  w: z.coerce.number().int().min(200).max(WIDTH).catch(WIDTH),
})

/** A page of results. */
const RESULTS = 8
/** A picture is drawn in two widths, and in no other. */
const NARROW = 600

type Query = Readonly<Record<string, string | undefined>>
const placeIn = (query: Query) => readLink('/', { get: (name) => query[name] ?? null })?.place ?? null

export function textPageRoutes(app: App, house: House): void {
  const pictures = keptPictures(house.dataDir)
  const page = { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } } as const
  const drawn = { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

  app.get('/p', { config: page, schema: { querystring: pageQuery, hide: true } }, async (request, reply) => {
    const { q, at, lang: language } = request.query
    const line = q?.trim() ?? ''
    const shown = await shownOf(house, at === undefined ? null : placeIn({ at, q }), at !== undefined, line)
    const said = new URLSearchParams({ ...(at === undefined ? {} : { at }), ...(line === '' ? {} : { q: line }) })
    const link = said.size > 0 ? `/p?${said}` : '/p'
    const status = shown.kind === 'outside' ? 404 : 200
    return reply
      .code(status)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(textPage(shown, { language, origin: originOf(house, request), link }))
  })

  app.get(
    '/p/preview.png',
    { config: drawn, schema: { querystring: pictureQuery, hide: true } },
    async (request, reply) => {
      const { at, q, lang: language, w } = request.query
      const wanted = placeIn({ at, q })
      const found = wanted && (await house.addresses.find(wanted.lon, wanted.lat, wanted.text))
      if (!found) throw notFound('/p/preview.png')
      const wide = w <= NARROW ? NARROW : WIDTH
      const { hash } = await house.tiles.manifest()
      const { place } = found
      const { bytes, tag } = await pictures.get([hash, place, language, wide, HEIGHT], () =>
        house.addresses.picture(place, language === 'vi', wide),
      )
      reply.header('etag', `"${tag}"`).header('cache-control', 'public, max-age=86400')
      // Whoever shows a preview of a link may show its picture.
      reply.header('cross-origin-resource-policy', 'cross-origin')
      if (request.headers['if-none-match'] === `"${tag}"`) return reply.code(304).send()
      return reply.type('image/png').send(Buffer.from(bytes))
    },
  )
}

async function shownOf(
  house: House,
  at: { lon: number; lat: number; text: string | null } | null,
  isPlace: boolean,
  line: string,
): Promise<Shown> {
  if (isPlace) {
    const found = at && (await house.addresses.find(at.lon, at.lat, at.text))
    return found ? { kind: 'card', card: await cardOf(house, found) } : { kind: 'outside' }
  }
  if (line === '') return { kind: 'start' }
  return { kind: 'answer', line, answer: await house.addresses.search(line, RESULTS) }
}

async function cardOf(house: House, found: Pick<CardOf, 'place' | 'local'>): Promise<CardOf> {
  const { lon, lat, unitCode } = found.place
  // What cannot be read leaves its part of the page without an answer, and the rest stands.
  const orNull = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null)
  const [about, building, flood, units, office] = await Promise.all([
    house.addresses.about(),
    orNull(whatMayBeBuilt(house, lon, lat)),
    orNull(floodAt(house, lon, lat)),
    house.tiles.units(),
    unitCode === null ? null : orNull(officeOf(house.db, house.tiles, unitCode)),
  ])
  const name = unitCode === null ? undefined : units.get(unitCode)
  const ward = name === undefined ? null : { name, phone: office?.office.phone ?? '' }
  return { ...found, ward, generated: about.provenance === 'generated', building, flood }
}

/** Where people reach the server: as it is set, else as the request says. */
function originOf({ signIn }: House, { protocol, host }: FastifyRequest): string {
  if (signIn.publicUrl) return signIn.publicUrl
  return /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i.test(host) ? `${protocol}://${host}` : ''
}

/** The thread may only just have been started: then the page goes out as it is. */
const PATIENCE_MS = 2500

/** The page of the map for a link to a place, with what previews of it show; null: as any other. */
export async function mapPageFor(house: House, request: FastifyRequest, file: string): Promise<string | null> {
  const query = request.query as Query
  const wanted = typeof query.at === 'string' ? placeIn(textOnly(query)) : null
  if (!wanted) return null
  const language: Language = query.lang === 'en' ? 'en' : 'vi'
  const found = await Promise.race([
    house.addresses.find(wanted.lon, wanted.lat, wanted.text).catch(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref()),
  ])
  if (!found) return null
  return withMeta(await pageOf(file), found.place, request.url, originOf(house, request), language)
}

/** A name that is said twice is a list. */
const textOnly = (query: Readonly<Record<string, unknown>>): Query =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  )

let known: { file: string; at: number; page: string } | null = null
async function pageOf(file: string): Promise<string> {
  const { mtimeMs } = await stat(file)
  if (known?.file !== file || known.at !== mtimeMs) known = { file, at: mtimeMs, page: await readFile(file, 'utf8') }
  return known.page
}

export function sendPage({ headers }: FastifyRequest, reply: FastifyReply, page: string): FastifyReply {
  const tag = `"${createHash('sha256').update(page).digest('base64url').slice(0, 27)}"`
  reply.header('etag', tag).header('vary', 'accept-encoding').type('text/html; charset=utf-8')
  return headers['if-none-match'] === tag ? reply.code(304).send() : reply.send(page)
}
