/** The thread that knows the addresses of the city as it is served, and draws the picture of a place. */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type AddressFile, addressFileOf, addressLayerIds } from '../../scenarios/address/address-file.ts'
import type { Candidate } from '../../scenarios/address/candidate.ts'
import { gazetteerOf } from '../../scenarios/address/gazetteer.ts'
import { createAddressSearch } from '../../scenarios/address/search.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { projectDir } from '../settings.ts'
import type { AddressQuestion, Told } from './addresses.ts'
import { openFonts } from './fonts.ts'
import { captionOfPlace, previewArea, previewLayers, previewSvg, WIDTH } from './preview.ts'

const dir = workerData as string
const tell = (told: Told) => parentPort!.postMessage(told)

async function open() {
  const tiles = await openTiles(fileSource(dir))
  const { address, city } = tiles.manifest
  const file = address
    ? (JSON.parse(readFileSync(`${dir}/${address.file}`, 'utf8')) as AddressFile)
    : addressFileOf(await readCity(tiles, city.bounds, undefined, { layers: addressLayerIds, ground: false }))
  const gazetteer = gazetteerOf(file)
  return { tiles, gazetteer, search: createAddressSearch(gazetteer) }
}
let world: ReturnType<typeof open> | null = null

async function openDrawer() {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm')
  await initWasm(readFileSync(`${projectDir}/node_modules/@resvg/resvg-wasm/index_bg.wasm`))
  return { Resvg, fonts: openFonts() }
}
let drawer: ReturnType<typeof openDrawer> | null = null

async function answer(question: AddressQuestion): Promise<unknown> {
  world ??= open().catch((error: unknown) => {
    world = null
    throw error
  })
  const { search, gazetteer } = await world
  if (question.kind === 'about') return { provenance: gazetteer.provenance, addresses: gazetteer.addresses }
  if (question.kind === 'search') return search.search(question.text, { limit: question.limit })
  if (question.kind === 'picture') return picture(question.place, question.vi, question.wide)
  const place = search.find(question.lon, question.lat, question.text)
  if (!place) return null
  const [east, north] = gazetteer.projection.toLocal(place.lon, place.lat)
  return { place, local: { crs: gazetteer.crs, east, north } }
}

async function picture(place: Candidate, vi: boolean, wide: number): Promise<Uint8Array> {
  const { tiles, gazetteer } = await world!
  drawer ??= openDrawer()
  const { Resvg, fonts } = await drawer
  const at = gazetteer.projection.toLocal(place.lon, place.lat)
  const city = await readCity(tiles, previewArea(at), undefined, { layers: previewLayers, ground: false })
  const svg = previewSvg(city, at, captionOfPlace(place, vi, gazetteer.provenance === 'generated'), fonts)
  const drawing = new Resvg(svg, {
    font: { fontBuffers: fonts.buffers },
    ...(wide < WIDTH ? { fitTo: { mode: 'width', value: wide } as const } : {}),
  })
  const image = drawing.render()
  const png = image.asPng()
  image.free()
  drawing.free()
  return png
}

parentPort!.on('message', async ({ id, question }: { id: number; question: AddressQuestion }) => {
  try {
    tell({ id, found: await answer(question) })
  } catch (error) {
    tell({ id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
