/** `vithanh city build`: makes the built-in city. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import { MOST_COPIES, writeScaled } from '../../data/city/scale.ts'
import { writeDataset } from '../../data/city/write.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { dataDir } from '../paths.ts'

export const usage =
  'city build [--out dir] [--seed n] [--scale n]   tạo đô thị Vị Thanh tái dựng / makes the built-in Vị Thanh ($DATA_DIR/city)'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string' }, seed: { type: 'string' }, scale: { type: 'string' } },
  })
  const seed = numberOf('seed', values.seed, DEFAULT_SEED, 0, 0xffffffff)
  const scale = numberOf('scale', values.scale, 1, 1, MOST_COPIES)
  const dir = values.out ?? join(dataDir(), 'city')
  const line = (text: string) => process.stderr.write(process.stderr.isTTY ? `\r${text}\u001b[K` : `${text}\n`)
  const make = (copy: number) =>
    generateCity((seed + copy) >>> 0, {
      progress: (done) => line(`Tạo đô thị / making the city: ${Math.round(((copy + done) / scale) * 90)} %`),
    })
  const manifest = scale === 1 ? await writeDataset(dir, make(0)) : await writeScaled(dir, scale, make)
  const counts = manifest.layers.map((layer) => `${layer.id} ${layer.count}`).join(', ')
  line(`100 %\n`)
  process.stdout.write(`${dir}: ${counts}\n`)
  return 0
}

function numberOf(name: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  const value = text === undefined ? otherwise : Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Problem({
    code: `city/${name}`,
    message:
      name === 'seed'
        ? both('hạt giống không hợp lệ', 'the seed is not valid')
        : both('số bản không hợp lệ', 'the number of copies is not valid'),
    place: `--${name} ${text}`,
    expected: `${least} … ${most}`,
  })
}
