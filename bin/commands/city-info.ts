/** `vithanh city info`: what a dataset holds, where it comes from, and whether it holds together. */
import { parseArgs } from 'node:util'
import { type Check, type CityLayers, checkCity } from '../../data/city/checks.ts'
import { readGround, readLayer, readManifest } from '../../data/city/read.ts'
import type { CityManifest, Feature } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { lineLength, linesOf, polygonArea } from '../../scenarios/geometry.ts'
import { type Provenance, provenanceTitle } from '../../scenarios/provenance.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import { both } from '../../scenarios/text.ts'
import { cityDir } from '../paths.ts'

export const usage =
  'city info [dir] [--json]   nói về bộ dữ liệu đô thị / tells what a city dataset holds ($CITY, $DATA_DIR/city)'

interface LayerInfo {
  readonly id: LayerId
  readonly count: number
  readonly lengthMetres: number
  readonly areaSquareMetres: number
  readonly byProvenance: Partial<Record<Provenance, number>>
  readonly date: string
  readonly sources: readonly { title: string; licence: string }[]
  readonly note?: Bilingual | undefined
}
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  if (positionals.length > 1) {
    process.stderr.write(`Thừa tham số / too many arguments\nvithanh ${usage}\n`)
    return 2
  }
  const dir = positionals[0] ?? cityDir()
  const manifest = await readManifest(dir)
  const layers: { info: LayerInfo; features: Feature[] }[] = []
  for (const { id } of manifest.layers) {
    const features = await readLayer(dir, manifest, id)
    layers.push({ info: infoOf(manifest, id, features), features })
  }
  const ground = await groundInfo(dir, manifest)
  const checks = checksOf(manifest, layers)
  const infos = layers.map(({ info }) => info)
  const { name, title, seed, frame, bounds, forcing, notes } = manifest
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ dir, name, title, seed, frame, bounds, ...totals(infos), ground, layers: infos, forcing, notes, checks }, null, 2)}\n`,
    )
  else process.stdout.write(describe(dir, manifest, ground, infos, checks))
  return checks.every((check) => check.passed) ? 0 : 1
}

/** By layer: how many, how long, how large. */
function totals(infos: readonly LayerInfo[]) {
  const by = (value: (info: LayerInfo) => number) =>
    Object.fromEntries(infos.map((info) => [info.id, value(info)] as const).filter(([, n]) => n > 0))
  return {
    counts: Object.fromEntries(infos.map((info) => [info.id, info.count])),
    lengthsMetres: by((info) => info.lengthMetres),
    areasSquareMetres: by((info) => info.areaSquareMetres),
  }
}

function infoOf(manifest: CityManifest, id: LayerId, features: readonly Feature[]): LayerInfo {
  const byProvenance: Partial<Record<Provenance, number>> = {}
  let [lengthMetres, areaSquareMetres] = [0, 0]
  for (const { geometry, provenance } of features) {
    byProvenance[provenance] = (byProvenance[provenance] ?? 0) + 1
    for (const line of linesOf(geometry)) lengthMetres += lineLength(line)
    areaSquareMetres += polygonArea(geometry)
  }
  const { date, sources, note } = manifest.layers.find((layer) => layer.id === id)!
  return {
    id,
    count: features.length,
    lengthMetres: Math.round(lengthMetres),
    areaSquareMetres: Math.round(areaSquareMetres),
    byProvenance,
    date,
    sources: sources.map(({ title, licence }) => ({ title, licence })),
    note,
  }
}

async function groundInfo(dir: string, manifest: CityManifest) {
  const { spec, provenance, sources, sourceResolutionMetres, standardErrorMetres, date, note } = manifest.grids[0]!
  const { data } = await readGround(dir, manifest)
  let [lowest, highest, missing] = [Infinity, -Infinity, 0]
  for (const level of data) {
    if (Number.isNaN(level)) missing++
    else [lowest, highest] = [Math.min(lowest, level), Math.max(highest, level)]
  }
  const facts = { ...spec, lowestMetres: lowest, highestMetres: highest, missingCells: missing }
  return { ...facts, provenance, sources, sourceResolutionMetres, standardErrorMetres, date, note }
}

/** Hashes, schemas and shapes are checked by reading; the others look across. */
function checksOf(
  manifest: CityManifest,
  layers: readonly { info: LayerInfo; features: readonly Feature[] }[],
): Check[] {
  const byLayer = Object.fromEntries(layers.map(({ info, features }) => [info.id, features])) as CityLayers
  const miscounted = layers.filter(({ info }) => info.count !== manifest.layers.find((l) => l.id === info.id)!.count)
  const read = {
    id: 'manifest',
    message: both(
      'băm, lược đồ, kích thước và số đối tượng đúng như bản kê',
      'hashes, schemas, shapes and counts as the manifest says',
    ),
    passed: miscounted.length === 0,
    detail: miscounted.map(({ info }) => info.id).join(', '),
  }
  return [read, ...checkCity(byLayer, { bounds: manifest.bounds, generated: manifest.generator !== undefined })]
}

function describe(
  dir: string,
  m: CityManifest,
  g: Awaited<ReturnType<typeof groundInfo>>,
  layers: readonly LayerInfo[],
  checks: readonly Check[],
): string {
  const km = (metres: number) => (metres > 0 ? `, ${(metres / 1000).toFixed(1)} km` : '')
  const ha = (area: number) => (area > 0 ? `, ${(area / 1e4).toFixed(1)} ha` : '')
  const lines = [
    `${m.title.vi} / ${m.title.en} (${m.name}) – ${dir}`,
    `${m.frame.crs}, ${m.frame.verticalDatum}, ${m.frame.epoch}${m.seed === null ? '' : `, seed ${m.seed}`}`,
    '',
    `Nền đất / ground: ${g.columns} × ${g.rows} × ${g.cellSize} m, ${g.lowestMetres.toFixed(2)} … ${g.highestMetres.toFixed(2)} m, ` +
      `nguồn / source ${g.sourceResolutionMetres} m, ± ${g.standardErrorMetres} m, ${g.date}, ${provenanceTitle[g.provenance].vi} / ${g.provenance}`,
    ...g.sources.map((s) => `  ${s.title} – ${s.licence}`),
    '',
  ]
  for (const layer of layers) {
    const { title } = layerAbout[layer.id]
    const provenance = Object.entries(layer.byProvenance).map(
      ([p, n]) => `${n} ${provenanceTitle[p as Provenance].vi} / ${p}`,
    )
    lines.push(`${title.vi} / ${title.en}: ${layer.count}${km(layer.lengthMetres)}${ha(layer.areaSquareMetres)}`)
    lines.push(`  ${[...provenance, layer.date].join(' · ')}`)
    lines.push(...layer.sources.map((s) => `  ${s.title} – ${s.licence}`))
    if (layer.note) lines.push(`  ${layer.note.vi}`, `  ${layer.note.en}`)
  }
  lines.push('', 'Ghi chú / notes', ...m.notes.flatMap((note) => [`  ${note.vi}`, `  ${note.en}`]))
  lines.push('', 'Kiểm tra / checks')
  for (const { passed, message, detail } of checks)
    lines.push(`  ${!passed ? '✗' : detail ? '!' : '✓'} ${message.vi} / ${message.en}${detail && ` – ${detail}`}`)
  return `${lines.join('\n')}\n`
}
