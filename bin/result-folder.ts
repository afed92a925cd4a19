/** A folder of results, written whole or not at all; the summary comes last. */
import { mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../scenarios/problem.ts'
import { projectRoot } from './paths.ts'

/** Before the long work: a file stands where the folder should. */
export async function refuseFile(out: string): Promise<void> {
  const facts = await stat(out).catch(() => null)
  if (facts && !facts.isDirectory()) throw unwritable(out, 'not a directory')
}

/**
 * Writes beside and moves in at the end. A folder that this made is removed again on failure.
 * @param stale what of an older answer may not stay beside the new one
 * @throws Problem `file/unwritable`
 */
export async function writeFolder(
  out: string,
  stale: readonly string[],
  write: (folder: string) => Promise<void>,
): Promise<void> {
  const made = await mkdir(out, { recursive: true }).catch((error: Error) => {
    throw unwritable(out, error.message)
  })
  const beside = join(out, `.writing-${process.pid}`)
  try {
    await mkdir(beside)
    await write(beside)
    for (const name of ['summary.json', ...stale]) await rm(join(out, name), { recursive: true, force: true })
    const names = (await readdir(beside)).sort((a, b) => Number(a === 'summary.json') - Number(b === 'summary.json'))
    for (const name of names) await rename(join(beside, name), join(out, name))
    await rmdir(beside)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    if (made) await rm(made, { recursive: true, force: true })
    throw typeof (error as NodeJS.ErrnoException).code === 'string' ? unwritable(out, (error as Error).message) : error
  }
}

const unwritable = (out: string, said: string) =>
  new Problem({
    code: 'file/unwritable',
    message: {
      vi: `không ghi được vào thư mục kết quả (${said})`,
      en: `the folder of results cannot be written (${said})`,
    },
    file: out,
    expected: 'a folder that can be made or written',
  })

/** Of the package: what summaries say they were written by. */
export async function commandVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  return version
}
