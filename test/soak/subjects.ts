/** Every reader that `fuzz.ts` is let loose on: a name, whole small files that it reads, and how it is called. One line each. */
import { gzipSync, zipSync, zlibSync } from 'fflate'
import { importCity } from '../../data/city/import/index.ts'
import { once, zipEntries } from '../../data/readers/bytes.ts'
import { readDrainageCase } from '../../data/readers/case/drainage-case.ts'
import { readLightingCase } from '../../data/readers/case/lighting-case.ts'
import { readTrafficCase } from '../../data/readers/case/traffic-case.ts'
import { writeGeoTiff } from '../../data/readers/geotiff/write.ts'
import { readElevation } from '../../data/readers/grid/elevation.ts'
import { readHgt } from '../../data/readers/grid/hgt.ts'
import { readGrid } from '../../data/readers/grid/read.ts'
import { readCounts } from '../../data/readers/matrix/counts.ts'
import { readMatrix } from '../../data/readers/matrix/matrix.ts'
import { readOsm } from '../../data/readers/osm/read.ts'
import { readPhotometry } from '../../data/readers/photometry/photometry.ts'
import { readRTable } from '../../data/readers/photometry/rtable.ts'
import { eulumdatText, iesText } from '../../data/readers/photometry/samples.ts'
import { readTntpFlow } from '../../data/readers/tntp/flow.ts'
import { readTntpNetwork } from '../../data/readers/tntp/network.ts'
import { readTntpTrips } from '../../data/readers/tntp/trips.ts'
import { vectorFormats } from '../../data/readers/vector/contract.ts'
import { readVector, sourceFile } from '../../data/readers/vector/read.ts'
import { vectorSamples } from '../../data/readers/vector/samples.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { plainChoice, sampleMap, writeOsmPbf, writeOsmXml } from '../arbitraries/osm.ts'

export interface Subject {
  readonly name: string
  readonly samples: () => readonly Uint8Array[]
  /** Must end in a value or a `Problem`, whatever the bytes are. */
  readonly read: (bytes: Uint8Array) => Promise<unknown>
  /** Of its share of the files, 0 … 1, where one takes long; 1 if left out. */
  readonly share?: number
}

/** The name that every reader is told, and that every `Problem` must name. */
export const FILE = 'N43E007.hgt.fuzz'
const MAX_CELLS = 10_000

const text = (s: string) => new TextEncoder().encode(s)
const grid = createGrid(
  { columns: 7, rows: 90, cellSize: 5, west: 10, north: 500 },
  new Float32Array(630).map((_, i) => (i % 11 === 0 ? Number.NaN : i / 8)),
)
const rows = Array.from({ length: 90 }, (_, row) => [...grid.data.subarray(row * 7, row * 7 + 7)])
const ascii = text(
  `ncols 7\nnrows 90\nxllcorner 10\nyllcorner 50\ncellsize 5\nNODATA_value -9999\n` +
    `${rows.map((row) => row.map((v) => (Number.isNaN(v) ? '-9999' : v)).join(' ')).join('\n')}\n`,
)
const shape = { columns: 7, rows: 90, cellSize: 5, xll: 10, yll: 50, nodata: -9999 }
const raw = new Uint8Array(grid.data.map((v) => (Number.isNaN(v) ? -9999 : v)).buffer)
const pbf = (packed: boolean, dense: boolean) =>
  writeOsmPbf(sampleMap, { ...plainChoice, packed, dense, objectsPerBlock: 3 })
/** bzip2 1.0.8 of a small map. */
const osmBz2 =
  'QlpoOTFBWSZTWQxUIqIAAEdbtAAQUIP/F4QQP+/f4CAAEAAMADAA7GsNTUDQABoAAADQaobSNBoAAAAAAlNEjVHqbU8U2p6h+iag9Q09QCIAUjvK0HBtitBG2IaaRyInUQs8oCfnOq5kdmswAbZ1eGahW1ad7mbQKRGvI0JTaplo46YSGmw5TNCEyBCz8OeyHiEc5RKS96bu7yNbfQ25ThpCFhl3dnleyDBHA+QU/a4+A3Z8TfpsjZize3IjFrRJ4t+ANSQFeAqQM7AYdOCIiBICwPGkwO6gAHHS4cpY3GR2giqrHjes1cXNObwZdR1kXBMwvjoQqwgF25XGBYRvSQlKWvxdyRThQkAxUIqI'
const hgt = () => {
  const bytes = new Uint8Array(1201 * 1201 * 2)
  for (let i = 1; i < 4000; i += 2) bytes[i] = i
  return bytes
}
const drainageCase = text(
  JSON.stringify({
    terrain: 'ground.asc',
    rain: [
      [0, 5],
      [600, 0],
    ],
    manning: 0.03,
    inflows: [{ point: [12, 120], series: [[0, 1]] }],
    boundaries: [{ edge: 'N', kind: 'stage', series: [[0, 1]] }],
    gauges: [{ id: 'a', x: 12, y: 120 }],
    durationSeconds: 60,
  }),
)
const trafficCase = text(
  JSON.stringify({
    traffic: { hour: 'pm', shares: { motorbike: 0.8, car: 0.2, heavy: 0, bicycle: 0 }, growth: 1.2 },
    edits: [{ kind: 'turn.ban', target: 'vt:road/1 > vt:road/2', from: false, to: true }],
    flood: { scenario: 'depth.asc' },
    threads: 2,
  }),
)

const lightingCase = text(
  JSON.stringify({
    lighting: { hour: 21.5, dimming: [{ fromHour: 18, output: 1 }], buildings: true },
    edits: [{ kind: 'lamp.state', target: 'vt:lamps/1', from: 'on', to: 'out' }],
    luminaires: ['a.ies'],
  }),
)
const streetCase = text(
  JSON.stringify({
    section: { carriagewayMetres: 7, lanes: 2, arrangement: 'staggered', spacingMetres: 28, heightMetres: 8 },
    luminaire: { source: 'LED', powerWatts: 80 },
    lightingClass: 'D',
  }),
)

const tntpNet = text(
  `<NUMBER OF ZONES> 3\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 4\n<NUMBER OF LINKS> 6\n<TOLL FACTOR> 2\n<END OF METADATA>\n\n` +
    `~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;\n` +
    [1, 2, 3].map((z) => `\t${z}\t4\t900.5\t1\t6\t0.15\t4\t0\t0\t1\t;\n\t4\t${z}\t1e3\t1\t2\t.15\t4;\n`).join(''),
)
const tntpTrips = text(
  `<NUMBER OF ZONES> 3\n<TOTAL OD FLOW> 66.0\n<END OF METADATA>\n\n` +
    [1, 2, 3].map((o) => `Origin \t${o}\n  1 :    5.0;  2 :  7.5;\n  3 :  9.5;\n`).join('\n'),
)
const tntpFlow = text(
  `From \tTo \tVolume \tCost \n${[1, 2, 3].map((z) => `${z} \t4 \t22 \t6.1 \n4 \t${z} \t22 \t2 \n`).join('')}`,
)
const tntpRead = readTntpNetwork(tntpNet, FILE).network

const vectors = await vectorSamples()

export const subjects: readonly Subject[] = [
  { name: 'osm-xml', samples: () => [writeOsmXml(sampleMap)], read: (b) => readOsm(once(b), FILE) },
  {
    name: 'osm-gz',
    samples: () => [gzipSync(writeOsmXml(sampleMap), { mtime: 0 })],
    read: (b) => readOsm(once(b), FILE),
  },
  { name: 'osm-bz2', samples: () => [bytesOf(osmBz2)], read: (b) => readOsm(once(b), FILE) },
  { name: 'osm-pbf', samples: () => [pbf(true, true), pbf(true, false)], read: (b) => readOsm(once(b), FILE) },
  { name: 'osm-city', samples: () => [writeOsmXml(sampleMap), pbf(false, true)], read: importMap, share: 0.5 },
  // Without packing no checksum stands before what the blocks say.
  { name: 'osm-pbf-raw', samples: () => [pbf(false, true), pbf(false, false)], read: (b) => readOsm(once(b), FILE) },
  { name: 'ascii', samples: () => [ascii], read: (b) => readGrid(b, FILE, MAX_CELLS) },
  {
    name: 'grid-gz',
    samples: () => [gzipSync(ascii, { mtime: 0 }), gzipSync(raw, { mtime: 0 })],
    read: (b) => readGrid(b, FILE, MAX_CELLS, shape),
  },
  { name: 'raw', samples: () => [raw], read: (b) => readGrid(b, FILE, MAX_CELLS, shape) },
  {
    name: 'geotiff',
    samples: () => [writeGeoTiff(grid, 32648), packedTiff()],
    read: (b) => readGrid(b, FILE, MAX_CELLS),
  },
  {
    name: 'elevation',
    samples: () => [writeGeoTiff(grid, 5897), packedTiff(), ascii],
    read: (b) => readElevation(b, FILE, MAX_CELLS),
  },
  {
    name: 'zip',
    samples: () => [zipSync({ 'a.txt': ascii, 'b.txt': [raw, { level: 0 }] }, { mtime: '2000-01-01' })],
    read: readZip,
  },
  { name: 'hgt', samples: () => [hgt()], read: (b) => readHgt(b, FILE), share: 0.1 },
  {
    name: 'hgt-zip',
    samples: () => [zipSync({ 'N43E007.hgt': hgt() }, { mtime: '2000-01-01' })],
    read: (b) => readElevation(b, FILE),
    share: 0.3,
  },
  {
    name: 'case',
    samples: () => [drainageCase],
    read: (b) => readDrainageCase(new TextDecoder().decode(b), () => Promise.resolve(ascii), FILE),
  },
  {
    name: 'traffic-case',
    samples: () => [trafficCase],
    read: (b) => readTrafficCase(new TextDecoder().decode(b), () => Promise.resolve(ascii), FILE),
  },
  { name: 'tntp-net', samples: () => [tntpNet], read: async (b) => readTntpNetwork(b, FILE) },
  { name: 'tntp-trips', samples: () => [tntpTrips], read: async (b) => readTntpTrips(b, FILE, 3) },
  { name: 'tntp-flow', samples: () => [tntpFlow], read: async (b) => readTntpFlow(b, FILE, tntpRead) },
  {
    name: 'matrix',
    samples: () => [text('origin,destination,class,vehicles\na,b,car,12.5\n"b, c",a,xe máy,3\n')],
    read: async (b) => readMatrix(b, FILE),
  },
  {
    name: 'counts',
    samples: () => [text('road;direction;class;vehicles\nr1;forward;car;12\nr1;ngược;xe máy;3,5\n')],
    read: async (b) => readCounts(b, FILE),
  },
  {
    name: 'lighting-case',
    samples: () => [lightingCase, streetCase],
    read: (b) => readLightingCase(new TextDecoder().decode(b), () => Promise.resolve(text(iesText())), FILE),
  },
  {
    name: 'ies',
    samples: () => [
      text(iesText({ planes: [0, 30, 60, 90] })),
      text(iesText({ tilt: 'TILT=INCLUDE\n1\n2\n0 90\n1 0.9', perLine: 2 })),
    ],
    read: async (b) => readPhotometry(b, FILE),
  },
  {
    name: 'eulumdat',
    samples: () => [0, 3, 4].map((isym) => text(eulumdatText(isym, (plane, gamma) => 400 - gamma - plane / 4))),
    read: async (b) => readPhotometry(b, FILE),
  },
  {
    name: 'r-table',
    samples: () => [text('tan;0;90;180\n0;300;300;300\n1;350,5;100;90\n')],
    read: async (b) => readRTable(b, FILE),
  },
  ...vectorFormats.map((format) => ({
    name: format,
    samples: () => vectors.filter((sample) => sample.format === format).map(({ bytes }) => bytes),
    read: (b: Uint8Array) => readVector(sourceFile(FILE, b), {}),
    share: format === 'geopackage' ? 0.2 : 1,
  })),
]

/** Not the reader alone: what it gave is made a city, as far as it goes. */
async function importMap(bytes: Uint8Array): Promise<unknown> {
  const osm = await readOsm(once(bytes), FILE)
  return importCity({ name: 'fuzz', osm, osmFile: FILE, elevations: [] })
}

async function readZip(bytes: Uint8Array): Promise<void> {
  for (const entry of zipEntries(bytes, FILE).slice(0, 20)) await entry.read(1_000_000)
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))

/** A GeoTIFF of one strip packed with deflate, made from a plain one. */
function packedTiff(): Uint8Array {
  const small = createGrid({ ...grid, rows: 64 }, grid.data.slice(0, 7 * 64))
  const plain = writeGeoTiff(small, 32648)
  const view = new DataView(plain.buffer)
  const entryOf = (tag: number) => {
    const entries = Array.from({ length: view.getUint16(8, true) }, (_, i) => 10 + i * 12)
    return entries.find((at) => view.getUint16(at, true) === tag)!
  }
  const from = view.getUint32(entryOf(273) + 8, true)
  const packed = zlibSync(plain.slice(from))
  view.setUint16(entryOf(259) + 8, 8, true)
  view.setUint32(entryOf(279) + 8, packed.length, true)
  const out = new Uint8Array(from + packed.length)
  out.set(plain.subarray(0, from))
  out.set(packed, from)
  return out
}
