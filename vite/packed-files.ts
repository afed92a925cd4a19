/**
 * Beside every text file of a build its packed sibling, `X.br`: packed once and hard here, so that the server only sends it.
 * That takes longer than the rest of the build, so what was packed before is kept by its content.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

/** Smaller files fill one packet either way. */
const WORTH_BYTES = 1024
/** As many as the thread pool has threads. */
const AT_ONCE = 4

const pack = promisify(brotliCompress)

export function packedFiles(): Plugin {
  let [out, kept] = ['', '']
  return {
    name: 'packed-files',
    apply: 'build',
    enforce: 'post',
    configResolved: ({ root, build }) => {
      out = join(root, build.outDir)
      kept = join(root, '.cache', 'packed')
    },
    closeBundle: { order: 'post', sequential: true, handler: () => packFolder(out, kept) },
  }
}

/** @param kept the folder of what was packed before; holds what this folder needs afterwards, and nothing else */
export async function packFolder(folder: string, kept: string): Promise<void> {
  mkdirSync(kept, { recursive: true })
  const files = globSync('**/*.{html,js,mjs,css,json,webmanifest,svg,wasm}', { cwd: folder })
    .map((path) => {
      const file = join(folder, path)
      const bytes = readFileSync(file)
      return { file, bytes, key: `${createHash('sha256').update(bytes).digest('hex')}.br` }
    })
    .filter(({ bytes }) => bytes.length >= WORTH_BYTES)
    // The longest first, or the last one keeps everyone waiting.
    .sort((a, b) => a.bytes.length - b.bytes.length)
  const wanted = new Set(files.map(({ key }) => key))
  const next = async (): Promise<void> => {
    for (let one = files.pop(); one; one = files.pop()) {
      const { file, bytes, key } = one
      if (!existsSync(join(kept, key))) {
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
        await writeFile(join(kept, key), await pack(bytes, { params }))
      }
      await copyFile(join(kept, key), `${file}.br`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  for (const key of readdirSync(kept)) if (!wanted.has(key)) rmSync(join(kept, key))
}
