/** `vithanh geocode`: a line as people write it → where it is; a place → what is there; an office's list, with a report. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readLayer, readManifest } from '../../data/city/read.ts'
import { CsvFault, type CsvRecord, CsvSplitter, delimiterOf } from '../../data/readers/vector/csv-records.ts'
import { type AddressLayers, addressLayerIds } from '../../scenarios/address/address-file.ts'
import type { Answer } from '../../scenarios/address/candidate.ts'
import { makeGazetteer } from '../../scenarios/address/gazetteer.ts'
import { type AddressSearch, createAddressSearch } from '../../scenarios/address/search.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { cityDir } from '../paths.ts'
import { bytesOf } from '../source-file.ts'
import { writeOut, writeWholeFile } from '../whole-file.ts'

export const usage =
  'geocode "địa chỉ" [--json] [--limit 5] [--city dir] | --at lon,lat | --batch file.csv [--column name] [--out file.csv]' +
  '   tìm địa chỉ / finds an address'

/** From this score on a row of a list counts as found; below, a person looks. */
const SURE = 0.85
const UNSURE = 0.5

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      limit: { type: 'string', default: '5' },
      city: { type: 'string' },
      at: { type: 'string' },
      batch: { type: 'string' },
      column: { type: 'string' },
      out: { type: 'string' },
    },
  })
  const limit = Number(values.limit)
  const asked = [positionals.length > 0, values.at !== undefined, values.batch !== undefined].filter(Boolean).length
  if (asked !== 1 || positionals.length > 1 || !Number.isInteger(limit) || limit < 1 || limit > 50) {
    process.stderr.write(`Cần đúng một địa chỉ / one address is needed\nvithanh ${usage}\n`)
    return 2
  }
  const search = await openSearch(values.city ?? cityDir())
  if (values.batch !== undefined) return batch(search, values.batch, values.column, values.out)
  const answer =
    values.at === undefined ? search.search(positionals[0]!, { limit }) : search.reverse(...placeOf(values.at))
  process.stdout.write(values.json ? `${JSON.stringify(answer, null, 2)}\n` : told(answer))
  return 0
}

async function openSearch(dir: string): Promise<AddressSearch> {
  const manifest = await readManifest(dir)
  const read = async <L extends LayerId>(id: L) =>
    [
      id,
      new Map((await readLayer(dir, manifest, id)).map((feature): [string, Feature<L>] => [feature.id, feature])),
    ] as const
  const found = Object.fromEntries(await Promise.all(addressLayerIds.map(read))) as unknown as AddressLayers
  return createAddressSearch(makeGazetteer({ manifest, layers: found }))
}

function placeOf(text: string): [lon: number, lat: number] {
  const [lon, lat, ...more] = text.split(',').map(Number)
  if (more.length === 0 && Math.abs(lon ?? Number.NaN) <= 180 && Math.abs(lat ?? Number.NaN) <= 90) return [lon!, lat!]
  const message = both('Vị trí không hợp lệ', 'Not a place')
  throw new Problem({ code: 'geocode/place', message, place: `--at ${text}`, expected: '105.47,9.784 (lon,lat)' })
}

function told({ understood, ignored, outside, candidates }: Answer): string {
  const lines = candidates.flatMap(({ score, kind, label, oldLabel, lon, lat, gridCode, note }) => [
    `${score.toFixed(2)}  ${label}  (${kind})`,
    ...(oldLabel ? [`      trước 1/7/2025: ${oldLabel}`] : []),
    `      ${lat}, ${lon}  ${gridCode}${note ? `  ${note.vi} / ${note.en}` : ''}`,
  ])
  return [
    ...(understood.length > 0
      ? [`Hiểu / understood: ${understood.map(({ kind, text }) => `${kind} “${text}”`).join(', ')}`]
      : []),
    ...(ignored.length > 0 ? [`Bỏ qua / ignored: ${ignored.join(', ')}`] : []),
    ...(outside ? [`${outside.vi} / ${outside.en}`] : []),
    ...(lines.length > 0 ? lines : ['Không tìm thấy / nothing found']),
    '',
  ].join('\n')
}

async function batch(
  search: AddressSearch,
  file: string,
  column: string | undefined,
  out: string | undefined,
): Promise<number> {
  const text = new TextDecoder().decode(await bytesOf(file)).replace(/^\ufeff/, '')
  const [header, ...rows] = recordsOf(text, file)
  if (!header) throw columnProblem(file, column, [])
  const at = column === undefined ? likelyColumn(header.cells) : header.cells.indexOf(column)
  if (at < 0) throw columnProblem(file, column, header.cells)
  const count = { sure: 0, unsure: 0, none: 0 }
  const lines = [
    [
      ...header.cells,
      'match',
      'score',
      'label',
      'old_label',
      'kind',
      'lon',
      'lat',
      'unit_code',
      'postcode',
      'grid_code',
      'note',
    ],
  ]
  for (const { cells } of rows) {
    const { candidates, outside } = search.search(cells[at] ?? '', { limit: 2 })
    const [best, next] = candidates
    // Two answers as good as each other: a person must say which.
    const tie = best && next && next.score > best.score - 0.02
    const match = !best || best.score < UNSURE ? 'none' : best.score >= SURE && !tie ? 'sure' : 'unsure'
    count[match]++
    const { score, label, oldLabel, kind, lon, lat, unitCode, postcode, gridCode, note } = best ?? {}
    const said = [outside?.vi, note?.vi, tie ? 'có nơi khác trùng tên' : undefined].filter(Boolean).join('; ')
    lines.push(
      [...cells, match, score, label, oldLabel, kind, lon, lat, unitCode, postcode, gridCode, said].map(
        (value) => `${value ?? ''}`,
      ),
    )
  }
  const pieces = lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`)
  if (out) await writeWholeFile(resolve(out), pieces)
  else await writeOut(pieces)
  process.stderr.write(
    `${rows.length} dòng / rows: ${count.sure} chắc chắn / sure, ${count.unsure} cần xem / to be looked at, ${count.none} không thấy / not found\n`,
  )
  return 0
}

/** Text that a spreadsheet would take for a formula stays text. */
const quoted = (cell: string): string => {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const likelyColumn = (header: readonly string[]): number => {
  const found = header.findIndex((name) => /địa chỉ|dia chi|address/i.test(name))
  return found >= 0 ? found : header.length === 1 ? 0 : -1
}

function recordsOf(text: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = []
  try {
    const splitter = new CsvSplitter(
      delimiterOf(text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))),
      (record) => {
        if (record.cells.some((cell) => cell.trim() !== '')) records.push(record)
      },
    )
    splitter.write(text)
    splitter.finish()
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error
    const message = both('Dấu ngoặc kép không được đóng', 'A quote is not closed')
    throw new Problem({ code: 'geocode/csv', message, file, place: `line ${error.line}`, expected: 'RFC 4180' })
  }
  return records
}

const columnProblem = (file: string, column: string | undefined, header: readonly string[]): Problem =>
  new Problem({
    code: 'geocode/column',
    message: both('Không có cột địa chỉ này', 'There is no such column of addresses'),
    file,
    place: column ?? '--column',
    expected: header.join(', ') || 'a header line',
  })
