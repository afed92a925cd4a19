/** A file written beside its place first: nobody finds half of it under its name. */
import { open, rename, rm } from 'node:fs/promises'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'

/** @throws Problem `file/unwritable` */
export async function writeWholeFile(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.writing-${process.pid}`
  try {
    const handle = await open(unfinished, 'w')
    try {
      for await (const piece of pieces) await handle.writeFile(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    const { code, message } = error as NodeJS.ErrnoException
    if (typeof code !== 'string') throw error
    throw new Problem({
      code: 'file/unwritable',
      message: both(`không ghi được tệp (${message})`, `the file cannot be written (${message})`),
      file: path,
      expected: 'a folder that exists and may be written',
    })
  }
}

/** Standard output in pieces, no faster than it is taken; a reader that goes away (`| head`) ends it. */
export async function writeOut(pieces: Iterable<string>): Promise<void> {
  const { stdout } = process
  // Each write tells of its own; what the stream says besides would end the process.
  stdout.on('error', () => {})
  for (const piece of pieces) {
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>((done) => stdout.write(piece, done))
    if (error?.code === 'EPIPE') return
    if (error) throw error
  }
}
