/**
 * `vithanh layer import`: a vector file onto a named layer of a city. With `--preview` it says what the file holds, what it seems to
 * be and what would come of it, and writes nothing; without, the layer is written as a whole or not at all.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { importLayer } from '../../data/city/import-layer.ts'
import { readManifest } from '../../data/city/read.ts'
import { replaceLayers } from '../../data/city/replace.ts'
import { withLabels } from '../../data/readers/layer/labels.ts'
import { mapFeatures } from '../../data/readers/layer/map.ts'
import { parseMapping } from '../../data/readers/layer/mapping.ts'
import { missingFields, suggestLayer, suggestMapping } from '../../data/readers/layer/suggest.ts'
import type { ImportReport } from '../../data/readers/report.ts'
import { Reporter } from '../../data/readers/report.ts'
import type { SourceLayer, VectorSource } from '../../data/readers/vector/contract.ts'
import { type Placement, placeSource } from '../../data/readers/vector/placement.ts'
import { readVector } from '../../data/readers/vector/read.ts'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerIdSchema, layerIds } from '../../scenarios/city/layers.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { Problem } from '../../scenarios/problem.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { describeLay, layAsJson, type Seen } from '../layer-lay.ts'
import { cityDir } from '../paths.ts'
import { stoppable } from '../progress.ts'
import { fileOnDisk } from '../source-file.ts'

export const usage =
  'layer import file [--layer parcels] [--from source-layer] [--map field=column,…] [--crs EPSG:5897] [--date yyyy-mm-dd] ' +
  '[--add | --replace] [--source title] [--licence text] [--vertical-datum text --epoch yyyy-mm-dd] [--preview] [--city dir] [--json] [--quiet]' +
  '   nhập tệp vào một lớp / puts a file onto a layer ($CITY, $DATA_DIR/city)'

const options = {
  layer: { type: 'string' },
  from: { type: 'string' },
  map: { type: 'string', multiple: true },
  crs: { type: 'string' },
  date: { type: 'string' },
  source: { type: 'string' },
  licence: { type: 'string' },
  'vertical-datum': { type: 'string' },
  epoch: { type: 'string' },
  city: { type: 'string' },
  add: { type: 'boolean', default: false },
  replace: { type: 'boolean', default: false },
  preview: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
} as const
type Asked = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true; args: string[] }>>['values']

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  if (positionals.length !== 1 || (values.add && values.replace)) {
    process.stderr.write(`Cần đúng một tệp / one file is needed\nvithanh ${usage}\n`)
    return 2
  }
  checkOptions(values)
  return stoppable('layer import', values.quiet, async (signal, line) => {
    const dir = values.city ?? cityDir()
    const manifest = await readManifest(dir)
    const file = await fileOnDisk(positionals[0]!)
    const source = withLabels(await readVector(file, { signal, progress: (f) => line(f * 0.6) }))
    const seen = look(source, values, manifest)
    line(0.7)
    const outcome = await lay(dir, manifest, seen, values, signal)
    if (outcome && !values.preview) await replaceLayers(dir, manifest, outcome.layers)
    const report = outcome ? outcome.report : null
    return values.json
      ? `${JSON.stringify(layAsJson(seen, report, values.preview), null, 2)}\n`
      : describeLay(seen, report, values.preview, dir)
  })
}

function checkOptions({ layer, date, epoch, preview, ...rest }: Asked): void {
  if (layer !== undefined && !layerIdSchema.safeParse(layer).success)
    throw option('--layer', both(`không có lớp “${layer}”`, `there is no layer “${layer}”`), layerIds.join(', '))
  for (const [name, value] of [
    ['--date', date],
    ['--epoch', epoch],
  ] as const) {
    if (value !== undefined && !isDate(value))
      throw option(name, both(`không phải ngày: ${value}`, `not a date: ${value}`), 'yyyy-mm-dd')
  }
  if ((epoch === undefined) !== (rest['vertical-datum'] === undefined))
    throw option(
      '--vertical-datum, --epoch',
      both('hai tùy chọn này đi cùng nhau', 'these two go together'),
      'both or none',
    )
  if (preview) return
  if (layer === undefined)
    throw option(
      '--layer',
      both(
        'muốn ghi thì phải nêu lớp; xem thử bằng --preview',
        'to write, the layer must be named; --preview shows the likely one',
      ),
      layerIds.join(', '),
    )
  if (date === undefined)
    throw option(
      '--date',
      both(
        'muốn ghi thì phải nêu ngày mà số liệu có hiệu lực',
        'to write, the date that the data stand for must be given',
      ),
      'yyyy-mm-dd',
    )
}

const isDate = (words: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(words) && new Date(`${words}T00:00:00Z`).toJSON()?.slice(0, 10) === words

const option = (place: string, message: Bilingual, expected: string) =>
  new Problem({ code: 'layer/option', message, place, expected })

function look(source: VectorSource, asked: Asked, { frame, bounds }: CityManifest): Seen {
  const from = layerOf(source, asked.from)
  const placement = placeSource(source, { frame, bounds: bounds as Bounds }, asked.crs)
  const guesses = suggestLayer(from, basename(source.file))
  const layer = (asked.layer as LayerId | undefined) ?? guesses[0]?.layer
  if (layer === undefined)
    throw new Problem({
      code: 'layer/target',
      message: both('không lớp nào hợp với hình trong tệp', 'no layer takes the geometry of this file'),
      file: source.file,
      place: from.name,
      expected: '--layer',
    })
  const guess = suggestMapping(from, layer)
  const given = asked.map ? parseMapping(asked.map.join(','), layer, from) : null
  const mapping = given
    ? { fields: { ...guess.mapping.fields, ...given.fields }, key: given.key ?? guess.mapping.key }
    : guess.mapping
  return { source, from, placement, guesses, layer, guess, mapping, missing: missingFields(layer, mapping) }
}

function layerOf(source: VectorSource, name: string | undefined): SourceLayer {
  const full = source.layers.filter((layer) => layer.features.length > 0)
  const found =
    name === undefined ? (full.length < 2 ? full[0] : undefined) : source.layers.find((l) => l.name === name)
  if (found) return found
  if (full.length === 0)
    throw new Problem({
      code: 'layer/nothing',
      message: both('tệp không có đối tượng nào', 'the file holds no features'),
      file: source.file,
      expected: 'at least one feature',
    })
  throw new Problem({
    code: 'layer/from',
    message:
      name === undefined
        ? both('tệp có nhiều lớp, hãy chọn một', 'the file holds several layers, choose one')
        : both(`tệp không có lớp “${name}”`, `the file has no layer “${name}”`),
    file: source.file,
    place: '--from',
    expected: source.layers.map((layer) => `${layer.name} (${layer.features.length})`).join(', '),
  })
}

/** Null where a preview lacks columns to go on. */
async function lay(dir: string, manifest: CityManifest, seen: Seen, asked: Asked, signal: AbortSignal) {
  const { source, from, placement, layer, mapping, missing } = seen
  if (asked.preview && missing.length > 0) return null
  const date = asked.date ?? manifest.layers.find((entry) => entry.id === layer)?.date ?? manifest.grids[0]!.date
  const title = asked.source ?? basename(source.file)
  const extent = manifest.bounds as Bounds
  const mapped = mapFeatures(from, layer, mapping, placement, { file: source.file, date, title, extent, signal })
  const levels = asked.epoch ? { verticalDatum: asked['vertical-datum']!, epoch: asked.epoch } : undefined
  const licence = asked.licence ?? 'chưa nêu / not stated'
  const outcome = await importLayer(dir, manifest, {
    layer,
    mapped,
    file: source.file,
    replace: asked.replace,
    date,
    source: { title, licence, date },
    levels,
    signal,
  })
  return { layers: outcome.layers, report: withReader(outcome.report, source, placement, asked) }
}

/** What the reader of the file and its placing have to say comes first. */
function withReader(report: ImportReport, source: VectorSource, placement: Placement, asked: Asked): ImportReport {
  const reporter = new Reporter()
  reporter.take(source.remarks)
  const { skipped, repaired } = reporter.report({}, {})
  const notes = [both(`Tọa độ ${placement.how.vi}.`, `Coordinates ${placement.how.en}.`)]
  if (!asked.licence) notes.push(both('Chưa nêu giấy phép (--licence).', 'No licence was given (--licence).'))
  return {
    ...report,
    skipped: [...skipped, ...report.skipped],
    repaired: [...repaired, ...report.repaired],
    notes: [...notes, ...report.notes],
  }
}
