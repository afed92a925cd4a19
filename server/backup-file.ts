/**
 * The form of a backup: one gzipped text. The first line names the form; then come parts, each `#name`, its rows (one JSON
 * text a line) and `=` with its sum; the last part, `#manifest`, is the list of all sums. Written and read as a stream.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'

const FORM = 'vithanh-backup@1'

/** What the manifest says of a part; the SHA-256 is over its rows, each with its line feed. */
export interface PartSum {
  readonly name: string
  readonly rows: number
  readonly sha256: string
}
export interface Part {
  readonly name: string
  /** JSON texts without line feeds. */
  readonly rows: Iterable<string> | AsyncIterable<string>
}

/** The text of a backup, piece by piece; `sums` takes what the manifest says. */
export async function* writeParts(parts: AsyncIterable<Part>, sums: PartSum[]): AsyncGenerator<string> {
  yield `${FORM}\n`
  for await (const { name, rows } of parts) {
    const counted = count(name)
    yield `#${name}\n`
    for await (const row of rows) {
      counted.take(row)
      yield `${row}\n`
    }
    sums.push(counted.sum())
    yield `=${JSON.stringify(sums.at(-1))}\n`
  }
  yield `#manifest\n${JSON.stringify(sums)}\n`
}

/**
 * Reads a backup to its end, checking every sum. Rows come before the sum of their part has been checked: who acts on them
 * does so in a transaction.
 * @throws Problem `backup/missing`, `backup/foreign`, `backup/newer`, `backup/damaged`
 */
export async function readParts(
  file: string,
  take: (part: string, row: string) => void | Promise<void>,
): Promise<PartSum[]> {
  const sums: PartSum[] = []
  let first = true
  let whole = false
  /** The last part that began, and its count while it is open. */
  let at = ''
  let open: ReturnType<typeof count> | null = null
  try {
    for await (const line of linesOf(file)) {
      if (first) {
        if (line !== FORM) throw /^vithanh-backup@\d+$/.test(line) ? newer(file, line) : foreign(file)
        first = false
      } else if (open === null && line.startsWith('#')) {
        at = line.slice(1)
        if (at !== 'manifest') open = count(at)
      } else if (open === null) {
        // Only the manifest's one line stands outside of a part.
        if (whole || at !== 'manifest' || line !== JSON.stringify(sums)) throw damaged(file, at, JSON.stringify(sums))
        whole = true
      } else if (line.startsWith('=')) {
        const sum = open.sum()
        if (line !== `=${JSON.stringify(sum)}`) throw damaged(file, at, line.slice(1))
        sums.push(sum)
        open = null
      } else {
        open.take(line)
        await take(at, line)
      }
    }
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException
    if (code.startsWith('Z_')) throw first ? foreign(file) : damaged(file, at, 'gzip')
    if (syscall === 'open' || syscall === 'read') throw missing(file, code)
    throw error
  }
  if (first) throw foreign(file)
  if (!whole) throw damaged(file, at, '#manifest')
  return sums
}

function count(name: string): { take(row: string): void; sum(): PartSum } {
  const hash: Hash = createHash('sha256')
  let rows = 0
  return {
    take(row) {
      hash.update(`${row}\n`)
      rows++
    },
    sum: () => ({ name, rows, sha256: hash.digest('hex') }),
  }
}

/** By line feeds alone: JSON may hold every other character that some call an end of line. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = pipeline(createReadStream(file), createGunzip(), () => {}).setEncoding('utf8')
  let rest = ''
  for await (const chunk of text as AsyncIterable<string>) {
    const lines = chunk.split('\n')
    lines[0] = rest + lines[0]
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
}

const missing = (file: string, code: string): Problem =>
  new Problem({
    code: 'backup/missing',
    message: both(`Không đọc được bản sao lưu (${code})`, `The backup cannot be read (${code})`),
    file,
  })
export const foreign = (file: string, place = ''): Problem =>
  new Problem({
    code: 'backup/foreign',
    message: both('Tệp này không phải bản sao lưu của Vị Thanh Twin', 'This file is no backup of Vị Thanh Twin'),
    file,
    place,
    expected: FORM,
  })
const newer = (file: string, form: string): Problem =>
  new Problem({
    code: 'backup/newer',
    message: both(
      `Bản sao lưu do phiên bản phần mềm mới hơn tạo ra (${form})`,
      `The backup was made by a later version of this software (${form})`,
    ),
    file,
    expected: FORM,
  })
const damaged = (file: string, part: string, expected: string): Problem =>
  new Problem({
    code: 'backup/damaged',
    message: both('Bản sao lưu bị hỏng hoặc thiếu', 'The backup is damaged or cut short'),
    file,
    place: part,
    expected: expected.slice(0, 200),
  })
