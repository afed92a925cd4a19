/** `vithanh city import`: OpenStreetMap and elevation files → a dataset, with a report of what was read, skipped and repaired. */
import { createReadStream, type ReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { importCity } from '../../data/city/import/index.ts'
import { writeDataset } from '../../data/city/write.ts'
import { type Elevation, readElevation } from '../../data/readers/grid/elevation.ts'
import { readOsm } from '../../data/readers/osm/read.ts'
import { Problem } from '../../scenarios/problem.ts'
import { stoppable } from '../progress.ts'
import { describeReport } from '../report.ts'

export const usage =
  'city import --osm file.osm|.osm.gz|.osm.bz2|.osm.pbf [--dem file.hgt|.hgt.zip|.tif|.asc …] --name name --out dir' +
  ' [--json] [--quiet]   lập đô thị từ tệp thật; không có --dem thì nền đất là 0 m' +
  ' / makes a city from real files; without --dem the ground is 0 m'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      osm: { type: 'string' },
      dem: { type: 'string', multiple: true },
      name: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
    },
  })
  const { osm, dem = [], name, out } = values
  if (!osm || !name || !out) {
    const missing = (['osm', 'name', 'out'] as const).filter((key) => !values[key]).map((key) => `--${key}`)
    process.stderr.write(`Thiếu / missing: ${missing.join(' ')}\nvithanh ${usage}\n`)
    return 2
  }
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
    throw new Problem({
      code: 'import/name',
      message: { vi: `tên “${name}” không dùng được`, en: `the name “${name}” cannot be used` },
      place: '--name',
      expected: 'a–z, 0–9 and -, at most 63, such as monaco',
    })
  }
  return stoppable('city import', values.quiet, async (signal, line) => {
    const elevations: Elevation[] = []
    for (const file of dem) elevations.push(await readElevation(await bytesOf(file), file))
    const { size } = await statOf(osm)
    const data = await readOsm(streamOf(osm), osm, { bytes: size, signal, progress: (f) => line(f * 0.5) })
    const { dataset, report } = await importCity({
      name,
      osm: data,
      osmFile: basename(osm),
      elevations,
      signal,
      progress: (f) => line(0.5 + f * 0.4),
    })
    await writeDataset(out, dataset)
    return values.json
      ? `${JSON.stringify({ out, ...report }, null, 2)}\n`
      : `${describeReport(report, titles)}${out}\n`
  })
}

const titles: Record<string, string> = {
  nodes: 'nút / nodes',
  ways: 'đường nét / ways',
  relations: 'quan hệ / relations',
  highwayWays: 'đường giao thông / highway ways',
  buildingWays: 'công trình / building ways',
  buildingRelations: 'công trình nhiều phần / building relations',
}

const notReadable = (file: string) =>
  new Problem({
    code: 'file/unreadable',
    message: { vi: 'không mở được tệp', en: 'the file cannot be opened' },
    file,
    expected: 'a file that exists and may be read',
  })

/** Of one elevation file, which is held whole. */
const MAX_DEM_BYTES = 256 * 2 ** 20

async function statOf(file: string) {
  const facts = await stat(file).catch(() => null)
  if (!facts?.isFile()) throw notReadable(file)
  return facts
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const { size } = await statOf(file)
  if (size <= MAX_DEM_BYTES) return readFile(file).catch(() => Promise.reject(notReadable(file)))
  throw new Problem({
    code: 'file/too-large',
    message: { vi: `tệp cao độ có ${size} byte, quá lớn`, en: `the elevation file has ${size} bytes, too many` },
    file,
    expected: `at most ${MAX_DEM_BYTES} bytes`,
  })
}

async function* streamOf(file: string): AsyncGenerator<Uint8Array> {
  const stream: ReadStream = createReadStream(file, { highWaterMark: 256 * 1024 })
  try {
    yield* stream as AsyncIterable<Uint8Array>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw notReadable(file)
  }
}
