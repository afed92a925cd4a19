/** A file on disk as readers of vector formats take it: read in pieces, as often as asked. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SourceFile } from '../data/readers/vector/contract.ts'

export async function fileOnDisk(path: string): Promise<SourceFile> {
  const { size } = await stat(path)
  return { name: basename(path), size, stream: () => createReadStream(path) as AsyncIterable<Uint8Array> }
}
