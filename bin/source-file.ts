/** Files on disk as readers take them: whole, or in pieces as often as asked. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SourceFile } from '../data/readers/vector/contract.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'

/** Most bytes of a file that is read whole. */
const MAX_FILE_BYTES = 2 ** 30

/** @param name what a `Problem` calls it @throws Problem `file/unreadable` or `file/too-large` */
export async function bytesOf(file: string, name = basename(file)): Promise<Uint8Array> {
  const facts = await stat(file).catch(() => null)
  if (!facts?.isFile()) throw unreadable(name)
  if (facts.size <= MAX_FILE_BYTES) return readFile(file)
  throw new Problem({
    code: 'file/too-large',
    message: both(`tệp có ${facts.size} byte`, `the file has ${facts.size} bytes`),
    file: name,
    expected: `at most ${MAX_FILE_BYTES} bytes`,
  })
}

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
