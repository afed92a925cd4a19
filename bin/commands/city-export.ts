/** `vithanh city export`: networks of a dataset as files of the programs that compute them. */
import { parseArgs } from 'node:util'
import { readLayer, readManifest } from '../../data/city/read.ts'
import { epanetText } from '../../data/readers/inp/epanet.ts'
import { swmmText } from '../../data/readers/inp/swmm.ts'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { cityDir } from '../paths.ts'
import { writeOut, writeWholeFile } from '../whole-file.ts'

export const usage =
  'city export --format epanet|swmm [--out file] [--city dir]   xuất mạng cấp nước, thoát nước / exports water mains or drains'

type Writer = (dir: string, manifest: CityManifest) => Promise<string>

const writers = new Map<string, Writer>([
  [
    'epanet',
    async (dir, manifest) => {
      const [mains, nodes] = [await layerOf(dir, manifest, 'watermains'), await layerOf(dir, manifest, 'waternodes')]
      return epanetText(titleOf(manifest), mains, nodes)
    },
  ],
  [
    'swmm',
    async (dir, manifest) => {
      const [drains, nodes] = [await layerOf(dir, manifest, 'drains'), await layerOf(dir, manifest, 'drainnodes')]
      return swmmText(titleOf(manifest), drains, nodes, manifest.forcing.tide.series)
    },
  ],
])

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { format: { type: 'string' }, out: { type: 'string' }, city: { type: 'string' } },
  })
  const writer = writers.get(values.format ?? '')
  if (!writer) {
    throw new Problem({
      code: 'city/export-format',
      message: both('chưa nêu định dạng xuất nào có ở đây', 'no format that is known here was named'),
      place: `--format ${values.format ?? ''}`,
      expected: [...writers.keys()].join(', '),
    })
  }
  const dir = values.city ?? cityDir()
  const text = await writer(dir, await readManifest(dir))
  if (values.out === undefined) {
    await writeOut([text])
    return 0
  }
  await writeWholeFile(values.out, [text])
  process.stdout.write(`${values.out}: ${Buffer.byteLength(text)} B\n`)
  return 0
}

const titleOf = ({ title, name, seed, frame }: CityManifest): string =>
  `${title.vi} / ${title.en} (${name}${seed === null ? '' : `, seed ${seed}`}; ${frame.crs}, ${frame.verticalDatum})`

async function layerOf<L extends LayerId>(dir: string, manifest: CityManifest, id: L) {
  const features = await readLayer(dir, manifest, id)
  if (features.length > 0) return features
  const { title } = layerAbout[id]
  throw new Problem({
    code: 'city/layer-empty',
    message: both(`đô thị không có lớp “${title.vi}”`, `the city has no layer “${title.en}”`),
    file: dir,
    place: id,
    expected: 'a city with this layer, e.g. of `vithanh city build`',
  })
}
