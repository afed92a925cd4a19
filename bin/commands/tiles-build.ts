/** `vithanh tiles build`: a dataset → tiles, with a progress line. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readManifest } from '../../data/city/read.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { cityDir, dataDir } from '../paths.ts'
import { stoppable } from '../progress.ts'

export const usage =
  'tiles build [dataset] [--out dir] [--quiet]   cắt dữ liệu thành ô / cuts a dataset into tiles (mặc định / by default: $CITY → $DATA_DIR/tiles/<name>)'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: 'string' }, quiet: { type: 'boolean', default: false } },
  })
  if (positionals.length > 1) {
    process.stderr.write(`Thừa tham số / too many arguments: ${positionals.slice(1).join(' ')}\nvithanh ${usage}\n`)
    return 2
  }
  const dataset = positionals[0] ?? cityDir()
  const out = values.out ?? join(dataDir(), 'tiles', (await readManifest(dataset)).name)
  let [made, kept] = [0, 0]
  const log = (text: string) => {
    if (text.startsWith('made ')) made++
    else kept++
  }
  return stoppable(
    'tiles build',
    values.quiet,
    async (signal, line) => {
      const started = performance.now()
      const { hash } = await buildTiles(dataset, out, { signal, progress: line, log })
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      return (
        `${join(out, 'tiles.json')}\n  ${hash}\n` +
        `  ${made} phần làm mới, ${kept} giữ lại / ${made} parts made, ${kept} kept; ${seconds} s\n`
      )
    },
    'Đã dừng, ô cũ còn nguyên / stopped, the tiles before it stand',
  )
}
