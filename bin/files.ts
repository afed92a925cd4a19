/** Files of the disk as readers take them. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { SourceFile } from '../data/readers/vector/contract.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'

/** @throws Problem `file/unreadable` */
export async function diskFile(path: string): Promise<SourceFile> {
  const facts = await stat(path).catch(() => null)
  if (!facts?.isFile()) throw unreadable(path)
  return {
    name: path,
    size: facts.size,
    async *stream() {
      try {
        yield* createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error
        throw unreadable(path)
      }
    },
  }
}

const unreadable = (file: string) =>
  new Problem({
    code: 'file/unreadable',
    message: both('không mở được tệp', 'the file cannot be opened'),
    file,
    expected: 'a file that exists and may be read',
  })
