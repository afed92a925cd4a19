/** `vithanh layer export`: a layer as GeoJSON or CSV, with its provenance, source and licence in the file. */
import { parseArgs } from 'node:util'
import { readLayer, readManifest } from '../../data/city/read.ts'
import { layerCsv, layerGeoJson } from '../../data/readers/layer/export.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { cityDir } from '../paths.ts'
import { writeOut, writeWholeFile } from '../whole-file.ts'

export const usage =
  'layer export layer [--format geojson|csv] [--out file] [--city dir]   xuất một lớp / writes a layer as a file ($CITY, $DATA_DIR/city)'

const writers = new Map([
  ['geojson', layerGeoJson],
  ['csv', layerCsv],
])

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { format: { type: 'string', default: 'geojson' }, out: { type: 'string' }, city: { type: 'string' } },
  })
  const write = writers.get(values.format)
  if (positionals.length !== 1 || !write) {
    process.stderr.write(`Cần một lớp và định dạng geojson hoặc csv / one layer, geojson or csv\nvithanh ${usage}\n`)
    return 2
  }
  const dir = values.city ?? cityDir()
  const manifest = await readManifest(dir)
  const about = manifest.layers.find((layer) => layer.id === positionals[0])
  if (!about)
    throw new Problem({
      code: 'layer/none',
      message: both('thành phố không có lớp này', 'the city has no such layer'),
      file: dir,
      place: positionals[0]!,
      expected: manifest.layers.map((layer) => layer.id).join(', '),
    })
  const pieces = write(await readLayer(dir, manifest, about.id), about, manifest.frame)
  if (values.out === undefined) {
    await writeOut(pieces)
    return 0
  }
  await writeWholeFile(values.out, pieces)
  process.stdout.write(`${values.out}: ${about.count} ${about.id}\n`)
  return 0
}
