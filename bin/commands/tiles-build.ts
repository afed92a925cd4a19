/** `vithanh tiles build`: a dataset → tiles, with a progress line. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildTiles } from '../../tiles/build/index.ts'

export const usage =
  'tiles build [dataset] [--out dir]   cắt dữ liệu thành ô / cuts a dataset into tiles ($DATA_DIR/city → $DATA_DIR/tiles)'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' } } })
  if (positionals.length > 1) {
    process.stderr.write(`Thừa tham số / too many arguments: ${positionals.slice(1).join(' ')}\nvithanh ${usage}\n`)
    return 2
  }
  const dataDir = process.env.DATA_DIR ?? '.data'
  const out = values.out ?? join(dataDir, 'tiles')
  const started = performance.now()
  const manifest = await buildTiles(positionals[0] ?? join(dataDir, 'city'), out, progressLine())
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`${join(out, 'tiles.json')} ${manifest.hash} (${seconds} s)\n`)
  return 0
}

/** One line on a terminal, written over; elsewhere a line for each file. */
function progressLine() {
  const { stderr } = process
  let last = ''
  return {
    log(line: string) {
      last = line
      if (!stderr.isTTY) stderr.write(`${line}\n`)
    },
    progress(fraction: number) {
      if (!stderr.isTTY) return
      const percent = String(Math.round(fraction * 100)).padStart(3)
      stderr.write(`\r\x1b[2K${percent} %  ${last}${fraction === 1 ? '\n' : ''}`)
    },
  }
}
