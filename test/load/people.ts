/**
 * What people ask of the public map, in a mix: each person is one connection and one address, asks several things in a row
 * once a second as a browser does, and is held to the limits that the server sets for an address.
 */
import autocannon from 'autocannon'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { isTileForVisitors } from '../../scenarios/open-data/layers.ts'

/** Requests a second of one person. */
export const PACE = 5
/** Answers awaited longer than this are errors, s. */
const PATIENCE_SECONDS = 10
/** Places whose preview is asked for. */
const PICTURES = 20
/** Requests in one person's round; then the round begins anew. */
const ROUND = 200

export interface Asked {
  readonly kind: string
  readonly path: string
  readonly range?: string
}

export interface Outcome {
  /** By kind, ms. */
  readonly times: ReadonlyMap<string, number[]>
  /** What was wrong, and how often. */
  readonly errors: ReadonlyMap<string, number>
  readonly bytes: number
}

/** @param random 0 … 1 @returns one thing that a person asks for */
export type Mix = (random: () => number) => Asked

/** Kinds with their weights, of the server as it stands. */
export async function readMix(url: string): Promise<Mix> {
  const manifest = (await (await fetch(`${url}/tiles/tiles.json`)).json()) as TilesManifest
  const page = await (await fetch(`${url}/`)).text()
  const scripts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|png|svg|webmanifest))"/g)].map(
    ([, path]) => path!,
  )
  const seen = manifest.vector.filter(({ file }) => isTileForVisitors(file))
  const some = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  const places = Array.from({ length: PICTURES }, (_, i) => `${(105.46 + 0.001 * i).toFixed(6)},9.785000`)
  const textPage = (random: () => number) =>
    random() < 0.5
      ? `/p?${new URLSearchParams({ q: some(random, ['tran hung dao', 'chợ vị thanh', '30/4', 'benh vien']) })}`
      : `/p?at=${near(random)}`
  // Within the city: a place beyond it is rightly not found.
  const near = (random: () => number) =>
    `${(105.45 + random() * 0.035).toFixed(6)},${(9.778 + random() * 0.02).toFixed(6)}`
  const kinds: readonly (readonly [
    weight: number,
    kind: string,
    ask: (random: () => number) => Omit<Asked, 'kind'>,
  ])[] = [
    [6, 'page', (random) => ({ path: some(random, ['/', '/published', '/route', '/report', '/offline']) })],
    [16, 'asset', (random) => ({ path: some(random, scripts) })],
    [4, 'tiles.json', () => ({ path: '/tiles/tiles.json' })],
    [
      48,
      'tile',
      (random) => {
        const { file, bytes } = some(random, seen)
        const length = Math.min(bytes, 2000 + Math.floor(random() ** 3 * 60_000))
        const from = random() < 0.2 ? 0 : Math.floor(random() * (bytes - length))
        return { path: `/tiles/${file}`, range: `bytes=${from}-${from + length - 1}` }
      },
    ],
    [4, 'route', (random) => ({ path: `/api/route?mode=motorbike&from=${near(random)}&to=${near(random)}` })],
    [4, 'lamps', (random) => ({ path: `/api/lamps?${new URLSearchParams(lonLat(near(random)))}` })],
    [5, 'works', () => ({ path: '/api/works' })],
    [5, 'plans', () => ({ path: '/api/plans' })],
    [4, 'changes', () => ({ path: '/api/changes' })],
    [4, 'health', () => ({ path: '/api/health' })],
    [3, 'text page', (random) => ({ path: textPage(random) })],
    [
      4,
      'place',
      (random) => ({
        path: `/api/place/${some(random, ['building', 'flood'])}?${new URLSearchParams(lonLat(near(random)))}`,
      }),
    ],
    [
      2,
      'items',
      (random) => {
        const collection = some(random, ['parcels', 'buildings', 'roads', 'landmarks'])
        const [lon, lat] = near(random).split(',').map(Number) as [number, number]
        const bbox = [lon, lat, lon + 0.004, lat + 0.004].map((degrees) => degrees.toFixed(6))
        return { path: `/open/ogc/collections/${collection}/items?limit=50&bbox=${bbox}` }
      },
    ],
    // Drawn once for a place and kept: few people ask for one that nobody has asked for.
    [1, 'picture', (random) => ({ path: `/p/preview.png?at=${some(random, places)}` })],
  ]
  // What is read once, at the first question, is read now; and a kind that is not there would measure nothing.
  for (const [, kind, ask] of kinds)
    for (const chance of [0.1, 0.4, 0.6, 0.9]) {
      const { path, range } = ask(() => chance)
      const { ok, status } = await fetch(`${url}${path}`, range ? { headers: { range } } : {})
      if (!ok) throw new Error(`Expected ${kind} ${path} to be answered, got ${status}`)
    }
  const deck = kinds.flatMap(([weight, kind, ask]) => Array.from({ length: weight }, () => ({ kind, ask })))
  return (random) => {
    const { kind, ask } = some(random, deck)
    return { kind, ...ask(random) }
  }
}

const lonLat = (place: string): Record<string, string> => {
  const [lon = '', lat = ''] = place.split(',')
  return { lon, lat }
}

/** So many requests a second, for so long. */
export async function load(url: string, mix: Mix, aSecond: number, seconds: number, seed: number): Promise<Outcome> {
  const times = new Map<string, number[]>()
  const errors = new Map<string, number>()
  const wrong = (what: string) => errors.set(what, (errors.get(what) ?? 0) + 1)
  let bytes = 0

  const person = async (index: number): Promise<void> => {
    const random = mulberry32(seed + index)
    // Each begins somewhere within the second.
    await new Promise((resolve) => setTimeout(resolve, random() * 1000))
    let answered: Asked | null = null
    const requests = Array.from({ length: ROUND }, () => {
      const asked = mix(random)
      return {
        path: asked.path,
        headers: {
          'accept-encoding': 'gzip, deflate, br',
          // As a proxy says it: one address for each person, of those set aside for such tests (RFC 2544).
          'x-forwarded-for': `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
          ...(asked.range && { range: asked.range }),
        },
        onResponse: () => {
          answered = asked
        },
      }
    })
    await new Promise<void>((resolve, reject) => {
      const options = { url, connections: 1, overallRate: PACE, duration: seconds, timeout: PATIENCE_SECONDS, requests }
      const running = autocannon(options, (error) => (error ? reject(error) : resolve()))
      running.on('response', (_client, status, length, ms) => {
        const { kind, path } = answered!
        bytes += length
        if (status !== 200 && status !== 206) wrong(`${status} ${kind} ${path}`)
        times.set(kind, times.get(kind) ?? [])
        times.get(kind)!.push(ms)
      })
      running.on('reqError', (error) => wrong(`${(error as NodeJS.ErrnoException).code ?? error.message}`))
    })
  }
  await Promise.all(Array.from({ length: Math.ceil(aSecond / PACE) }, (_, index) => person(index)))
  return { times, errors, bytes }
}

/** 0 … 1, the same row for the same seed. */
function mulberry32(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
