/** `vithanh city build`: makes the built-in city. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import { writeDataset } from '../../data/city/write.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { dataDir } from '../paths.ts'

export const usage =
  'city build [--out dir] [--seed n]   tạo đô thị Vị Thanh tái dựng / makes the built-in Vị Thanh ($DATA_DIR/city)'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { out: { type: 'string' }, seed: { type: 'string' } } })
  const seed = values.seed === undefined ? DEFAULT_SEED : Number(values.seed)
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new Problem({
      code: 'city/seed',
      message: both('hạt giống không hợp lệ', 'the seed is not valid'),
      place: `--seed ${values.seed}`,
      expected: '0 … 4294967295',
    })
  }
  const dir = values.out ?? join(dataDir(), 'city')
  const line = (text: string) => process.stderr.write(process.stderr.isTTY ? `\r${text}\u001b[K` : `${text}\n`)
  const city = generateCity(seed, {
    progress: (done) => line(`Tạo đô thị / making the city: ${Math.round(done * 90)} %`),
  })
  line('Ghi bộ dữ liệu / writing the dataset: 95 %')
  const manifest = await writeDataset(dir, city)
  const counts = manifest.layers.map((layer) => `${layer.id} ${layer.count}`).join(', ')
  line(`100 %\n`)
  process.stdout.write(`${dir}: ${counts}\n`)
  return 0
}
