/** A file on disk as readers of vector formats take it: read in pieces, as often as asked. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SourceFile } from '../data/readers/vector/contract.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'

/** @throws Problem `file/unreadable` */
export async function fileOnDisk(path: string): Promise<SourceFile> {
  const facts = await stat(path).catch(() => null)
  if (!facts?.isFile()) throw unreadable(path)
  return {
    name: basename(path),
    size: facts.size,
    async *stream() {
      try {
        yield* createReadStream(path) as AsyncIterable<Uint8Array>
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === undefined ? error : unreadable(path)
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
