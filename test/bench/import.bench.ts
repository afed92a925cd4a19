/**
 * Reading the world's files: OpenStreetMap XML against its bare parser, PBF against its unpacking, ASCII grids against split and Number,
 * Monaco and Liechtenstein against limits.
 */
import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { importCity } from '../../data/city/import/index.ts'
import { writeDataset } from '../../data/city/write.ts'
import { once } from '../../data/readers/bytes.ts'
import { readAsciiGrid } from '../../data/readers/grid/ascii.ts'
import { readElevation } from '../../data/readers/grid/elevation.ts'
import { pbfBlocks } from '../../data/readers/osm/pbf.ts'
import { readOsm } from '../../data/readers/osm/read.ts'
import { random } from '../../scenarios/random.ts'
import type { BenchRow } from './run.ts'

const RUNS = 5
const MONACO_LIMIT_SECONDS = 10
const COUNTRY_LIMIT_SECONDS = 20
const COUNTRY_LIMIT_MEGABYTES = 600
const root = join(import.meta.dirname, '..', '..')
const shared = join(root, '..', 'shared', 'data')
const country = join(shared, 'osm', 'liechtenstein.osm.pbf')

export async function bench(): Promise<BenchRow[]> {
  const made = [await osmRow(), await asciiRow()]
  return existsSync(shared) ? [...made, await pbfRow(), await monacoRow(), ...(await countryRows())] : made
}

async function osmRow(): Promise<BenchRow> {
  const xml = new TextEncoder().encode(madeUpMap(100_000))
  const own = await median(async () => void (await readOsm(once(xml), 'map.osm')))
  const bare = await median(async () => {
    const parser = new SaxesParser({ xmlns: false, position: false })
    const decoder = new TextDecoder()
    for await (const chunk of once(xml)) parser.write(decoder.decode(chunk, { stream: true }))
    parser.close()
  })
  return {
    name: 'OpenStreetMap XML',
    value: xml.length / 1e6 / own,
    unit: 'MB/s',
    against: `the XML parser alone, ${(xml.length / 1e6 / bare).toFixed(0)} MB/s`,
    ratio: bare / own,
    note: '100 000 nodes, 20 000 ways, made up',
  }
}

async function asciiRow(): Promise<BenchRow> {
  const side = 1000
  const next = random(1)
  const rows = Array.from({ length: side }, () =>
    Array.from({ length: side }, () => (next() * 100).toFixed(3)).join(' '),
  )
  const head = `ncols ${side}\nnrows ${side}\nxllcorner 0\nyllcorner 0\ncellsize 10\n`
  const bytes = new TextEncoder().encode(`${head}${rows.join('\n')}\n`)
  const own = await median(async () => void readAsciiGrid(bytes, 'ground.asc', side * side))
  const plain = await median(async () => {
    const words = new TextDecoder().decode(bytes).trim().split(/\s+/).slice(10)
    void Float32Array.from(words, Number)
  })
  return {
    name: 'ESRI ASCII grid',
    value: side ** 2 / 1e6 / own,
    unit: 'M values/s',
    against: `split and Number, ${(side ** 2 / 1e6 / plain).toFixed(1)} M values/s`,
    ratio: plain / own,
    note: '1000 × 1000',
  }
}

async function pbfRow(): Promise<BenchRow> {
  const bytes = new Uint8Array(readFileSync(country))
  let nodes = 0
  const own = await median(async () => {
    nodes = (await readOsm(once(bytes), 'country.osm.pbf')).places.size
  })
  const bare = await median(async () => {
    for await (const _ of pbfBlocks(once(bytes), 'country.osm.pbf'));
  })
  return {
    name: 'OpenStreetMap PBF',
    value: nodes / 1e6 / own,
    unit: 'M nodes/s',
    against: `unpacking its blocks alone, ${(nodes / 1e6 / bare).toFixed(1)} M nodes/s`,
    ratio: bare / own,
    note: `Liechtenstein, ${nodes} nodes with their ways and relations`,
  }
}

/** The command line in a process of its own, from its start to its end. */
async function countryRows(): Promise<BenchRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'import-bench-'))
  const told = 'process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + " kB"))'
  const watch = ['--import', `data:text/javascript,${encodeURIComponent(told)}`]
  const what = ['city', 'import', '--osm', country, '--name', 'liechtenstein', '--out', join(dir, 'city'), '--quiet']
  let megabytes = 0
  try {
    const seconds = await median(async () => {
      const { status, stderr } = spawnSync(process.execPath, [...watch, join(root, 'bin', 'vithanh.ts'), ...what])
      if (status !== 0) throw new Error(`Expected the import to end well, got ${status}: ${stderr}`)
      megabytes = Math.max(megabytes, Number(/peak (\d+) kB/.exec(String(stderr))![1]) / 1024)
    })
    const row = (value: number, unit: string, limit: number, note: string): BenchRow => ({
      name: 'city import, Liechtenstein',
      value,
      unit,
      against: `a limit of ${limit} ${unit}`,
      ratio: limit / value,
      note,
    })
    return [
      row(seconds, 's', COUNTRY_LIMIT_SECONDS, 'PBF, no elevation; the command line from start to end'),
      row(megabytes, 'MB', COUNTRY_LIMIT_MEGABYTES, 'the most resident memory of that process'),
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function monacoRow(): Promise<BenchRow> {
  const dir = await mkdtemp(join(tmpdir(), 'import-bench-'))
  let counted = ''
  try {
    const seconds = await median(async () => {
      const osm = await readOsm(createReadStream(join(shared, 'osm', 'monaco.osm.gz')), 'monaco.osm.gz')
      const tile = await readElevation(readFileSync(join(shared, 'dem', 'N43E007.hgt.zip')), 'N43E007.hgt.zip')
      const { dataset, report } = await importCity({
        name: 'monaco',
        osm,
        osmFile: 'monaco.osm.gz',
        elevations: [tile],
      })
      await writeDataset(join(dir, 'city'), dataset)
      counted = `${report.written.roads} roads, ${report.written.buildings} buildings`
    })
    const against = `a limit of ${MONACO_LIMIT_SECONDS} s`
    return {
      name: 'city import, Monaco',
      value: seconds,
      unit: 's',
      against,
      ratio: MONACO_LIMIT_SECONDS / seconds,
      note: counted,
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function madeUpMap(nodes: number): string {
  const next = random(7)
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
  for (let id = 1; id <= nodes; id++) {
    lines.push(
      `  <node id="${id}" lat="${(9.7 + next() / 10).toFixed(7)}" lon="${(105.4 + next() / 10).toFixed(7)}" version="1"/>`,
    )
  }
  for (let id = 1; id <= nodes / 5; id++) {
    const first = Math.floor(next() * (nodes - 5)) + 1
    const refs = Array.from({ length: 5 }, (_, k) => `    <nd ref="${first + k}"/>`)
    lines.push(
      `  <way id="${id}" version="1">`,
      ...refs,
      '    <tag k="highway" v="residential"/>',
      '    <tag k="name" v="Đường số"/>',
      '  </way>',
    )
  }
  return [...lines, '</osm>', ''].join('\n')
}

async function median(work: () => Promise<void>): Promise<number> {
  await work()
  const times: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now()
    await work()
    times.push((performance.now() - start) / 1000)
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!
}
