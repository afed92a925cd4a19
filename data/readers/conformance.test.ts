/**
 * What every reader owes: a bad file ends in a `Problem` that names the file and the place and speaks both languages; a file
 * changed at random ends in a value or a `Problem`, never in anything else.
 */
import { deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrid } from '../../scenarios/grid.ts'
import { Cancelled, Problem } from '../../scenarios/problem.ts'
import {
  bigEndian,
  message,
  pbfBlob,
  plainChoice,
  sampleMap,
  utf8,
  varint,
  writeOsmPbf,
} from '../../test/arbitraries/osm.ts'
import { once } from './bytes.ts'
import { readDrainageCase } from './case/drainage-case.ts'
import { readLightingCase } from './case/lighting-case.ts'
import { readTrafficCase } from './case/traffic-case.ts'
import { writeGeoTiff } from './geotiff/write.ts'
import { readElevation } from './grid/elevation.ts'
import { readHgt } from './grid/hgt.ts'
import { readGrid } from './grid/read.ts'
import { readCounts } from './matrix/counts.ts'
import { readMatrix } from './matrix/matrix.ts'
import { readOsm } from './osm/read.ts'
import { readPhotometry } from './photometry/photometry.ts'
import { readRTable } from './photometry/rtable.ts'
import { eulumdatText, iesText } from './photometry/samples.ts'
import { readTntpFlow } from './tntp/flow.ts'
import { readTntpNetwork } from './tntp/network.ts'
import { readTntpTrips } from './tntp/trips.ts'

const MAX_CELLS = 1000
const text = (s: string) => new TextEncoder().encode(s)
const gz = (b: Uint8Array) => new Uint8Array(gzipSync(b))
const head = (columns = 3, rows = 2, cellSize = '5') =>
  `ncols ${columns}\nnrows ${rows}\nxllcorner 10\nyllcorner 20\ncellsize ${cellSize}\nNODATA_value -9999\n`
const ascii = text(`${head()}1 2.5 -9999\n4 5 6\n`)
const grid = createGrid(
  { columns: 3, rows: 2, cellSize: 5, west: 10, north: 30 },
  new Float32Array([1, 2, 3, 4, 5, Number.NaN]),
)
const tiff = writeGeoTiff(grid, 32648)
const shape = { columns: 3, rows: 2, cellSize: 5, xll: 10, yll: 20, nodata: -9999 }
const raw = new Uint8Array(new Float32Array([1, 2, 3, 4, 5, 6]).buffer)
const osm = text(
  `<?xml version='1.0'?>\n<osm version="0.6">\n<bounds minlat="1" minlon="2" maxlat="3" maxlon="4"/>\n` +
    `<node id="1" lat="1.5" lon="2.5"/>\n<node id="2" lat="1.6" lon="2.6"><tag k="place" v="đây"/></node>\n` +
    `<way id="3" timestamp="2020-01-01T00:00:00Z"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way>\n` +
    `<relation id="4"><member type="way" ref="3" role="outer"/></relation>\n</osm>\n`,
)
const hgt = (() => {
  const bytes = new Uint8Array(1201 * 1201 * 2)
  bytes[1] = 7
  bytes[2] = 0x80
  return bytes
})()

/** A zip of one deflated file, as PKWARE's APPNOTE has it. */
function zip(name: string, body: Uint8Array, claimed = body.length): Uint8Array {
  const [packed, label] = [new Uint8Array(deflateRawSync(body)), text(name)]
  const header = (signature: number, size: number, at: number, more: [number, number][]) => {
    const out = new Uint8Array(size)
    const view = new DataView(out.buffer)
    view.setUint32(0, signature, true)
    view.setUint16(at, 8, true)
    view.setUint32(at + 6, crc(body), true)
    view.setUint32(at + 10, packed.length, true)
    view.setUint32(at + 14, claimed, true)
    view.setUint16(at + 18, label.length, true)
    for (const [place, value] of more) view.setUint32(place, value, true)
    return out
  }
  const local = header(0x04034b50, 30, 8, [])
  const central = header(0x02014b50, 46, 10, [])
  const end = new Uint8Array(22)
  const view = new DataView(end.buffer)
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(10, 1, true)
  view.setUint32(16, local.length + label.length + packed.length, true)
  return Uint8Array.from([...local, ...label, ...packed, ...central, ...label, ...end])
}
function crc(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) {
    c ^= byte
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  }
  return (c ^ 0xffffffff) >>> 0
}
const cut = (b: Uint8Array, n = Math.floor(b.length / 2)) => b.slice(0, n)
const patched = (b: Uint8Array, find: string, put: string) => text(new TextDecoder().decode(b).replace(find, put))
const withU16 = (b: Uint8Array, tag: number, value: number) => {
  const out = b.slice()
  const view = new DataView(out.buffer)
  for (let i = 0; i < view.getUint16(8, true); i++)
    if (view.getUint16(10 + i * 12, true) === tag) view.setUint32(18 + i * 12, value, true)
  return out
}
const pbf = writeOsmPbf(sampleMap)
const pbfRaw = writeOsmPbf(sampleMap, { ...plainChoice, packed: false })
/** A file of a header and one block. */
const pbfWith = (block: number[], packed = false, size?: number) => {
  const header = message(4, utf8('OsmSchema-V0.6'))
  return Uint8Array.from([...pbfBlob('OSMHeader', header, true), ...pbfBlob('OSMData', block, packed, size)])
}
const pbfTable = message(1, [...message(1, []), ...message(1, utf8('highway'))])
const pbfHead = (size: bigint) => {
  const head = [...message(1, utf8('OSMHeader')), ...varint(3, size)]
  return Uint8Array.from([...bigEndian(head.length), ...head])
}
const pbfUnder = (field: number) => {
  const blob = [...varint(2, 5n), ...message(field, [1, 2, 3])]
  const head = [...message(1, utf8('OSMHeader')), ...varint(3, BigInt(blob.length))]
  return Uint8Array.from([...bigEndian(head.length), ...head, ...blob])
}
const bz2 = Uint8Array.from(
  atob(
    'QlpoOTFBWSZTWQxUIqIAAEdbtAAQUIP/F4QQP+/f4CAAEAAMADAA7GsNTUDQABoAAADQaobSNBoAAAAAAlNEjVHqbU8U2p6h+iag9Q09QCIAUjvK0HBtitBG2IaaRyInUQs8oCfnOq5kdmswAbZ1eGahW1ad7mbQKRGvI0JTaplo46YSGmw5TNCEyBCz8OeyHiEc5RKS96bu7yNbfQ25ThpCFhl3dnleyDBHA+QU/a4+A3Z8TfpsjZize3IjFrRJ4t+ANSQFeAqQM7AYdOCIiBICwPGkwO6gAHHS4cpY3GR2giqrHjes1cXNObwZdR1kXBMwvjoQqwgF25XGBYRvSQlKWvxdyRThQkAxUIqI',
  ),
  (c) => c.charCodeAt(0),
)
const emptyBz2 = Uint8Array.of(0x42, 0x5a, 0x68, 0x39, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0)
const tntpNet = text(
  '<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 2\n<END OF METADATA>\n\n' +
    '~ \tinit\tterm\t;\n\t1\t3\t900\t1\t6\t0.15\t4\t0\t0\t1\t;\n\t3\t2\t900\t1\t6\t0.15\t4\t0\t0\t1\t;\n',
)
const tntpTrips = text('<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 7\n\nOrigin 1\n1 : 0.0; 2 : 7.0;\n')
const tntpFlow = text('From\tTo\tVolume\tCost\n1\t3\t7\t6\n3\t2\t7\t6\n')
const tntpRead = readTntpNetwork(tntpNet, 'net').network
const lyingGround = writeGeoTiff({ ...grid, data: Float32Array.of(1, 2, 3, -32768, 5, 6) }, 32648)

const readers = {
  grid: (b: Uint8Array) => readGrid(b, 'the.file', MAX_CELLS),
  raw: (b: Uint8Array) => readGrid(b, 'the.file', MAX_CELLS, shape),
  dem: (b: Uint8Array) => readElevation(b, 'the.file', MAX_CELLS),
  hgt: (b: Uint8Array) => readHgt(b, 'the.file N43E007.hgt'),
  osm: (b: Uint8Array) => readOsm(once(b), 'the.file'),
  case: (b: Uint8Array) => readDrainageCase(new TextDecoder().decode(b), () => Promise.resolve(ascii), 'the.file'),
  matrix: async (b: Uint8Array) => readMatrix(b, 'the.file'),
  counts: async (b: Uint8Array) => readCounts(b, 'the.file'),
  traffic: (b: Uint8Array) => readTrafficCase(new TextDecoder().decode(b), () => Promise.resolve(ascii), 'the.file'),
  net: async (b: Uint8Array) => readTntpNetwork(b, 'the.file'),
  trips: async (b: Uint8Array) => readTntpTrips(b, 'the.file', 2),
  flow: async (b: Uint8Array) => readTntpFlow(b, 'the.file', tntpRead),
  lighting: (b: Uint8Array) =>
    readLightingCase(new TextDecoder().decode(b), () => Promise.resolve(text(iesText())), 'the.file'),
  photometry: async (b: Uint8Array) => readPhotometry(b, 'the.file'),
  rtable: async (b: Uint8Array) => readRTable(b, 'the.file'),
}
const streetCase = {
  section: { carriagewayMetres: 7, lanes: 2, arrangement: 'one-side', spacingMetres: 28, heightMetres: 8 },
  luminaire: 'a.ies',
}
const eulumdat = text(eulumdatText(0, (plane, gamma) => 400 - gamma - plane / 4))

describe('bad files', () => {
  const bomb = gz(new Uint8Array(50_000_000))
  it.each<[string, keyof typeof readers, Uint8Array, RegExp]>([
    ['empty grid', 'grid', new Uint8Array(), /empty/],
    ['empty gzip', 'grid', gz(new Uint8Array()), /empty/],
    ['cut-off gzip', 'grid', cut(gz(ascii)), /byte \d+.*broken or cut off/],
    ['gzip with a wrong checksum', 'grid', gz(ascii).map((b, i, all) => (i === all.length - 6 ? b ^ 1 : b)), /broken/],
    ['gzip that swells', 'grid', bomb, /unpacks to too much/],
    ['text that is no grid', 'grid', text('once upon a time'), /byte 0.*not recognised/],
    ['a picture', 'grid', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /not recognised/],
    ['ASCII header alone', 'grid', text(head()), /line 8.*values are missing/],
    ['ASCII with a short row', 'grid', text(`${head()}1 2 3\n4 5\n`), /line 8.*values are missing/],
    ['ASCII with a short first row', 'grid', text(`${head()}1 2\n4 5 6\n`), /line 7/],
    ['ASCII with too many values', 'grid', text(`${head()}1 2 3\n4 5 6\n7\n`), /line 9.*more values/],
    ['ASCII with NaN', 'grid', text(`${head()}1 2 3\n4 nan 6\n`), /line 8.*“nan” is not a number/],
    ['ASCII with words', 'grid', text(`${head()}1 2 3\n4 x 6\n`), /line 8.*“x”/],
    ['ASCII with a decimal comma', 'grid', text(`${head()}1 2 3\n4 5,5 6\n`), /“5,5”/],
    ['ASCII with infinity', 'grid', text(`${head()}1 2 3\n4 1e999 6\n`), /“1e999”/],
    ['ASCII without cells', 'grid', text(`${head(0)}`), /ncols/],
    ['ASCII with half a column', 'grid', text(`${head(2.5)}1 2`), /ncols/],
    ['ASCII of no size', 'grid', text(`${head(3, 2, '0')}1 2 3 4 5 6`), /cellsize/],
    ['ASCII with an unknown key', 'grid', patched(ascii, 'xllcorner', 'xcorner'), /line 3: xcorner/],
    ['ASCII without a corner', 'grid', patched(ascii, 'xllcorner 10\n', ''), /xllcorner/],
    ['ASCII that claims too much', 'grid', text(head(1e9, 1e9)), /at most 1000 cells/],
    ['ASCII that claims more than it has', 'grid', text(`${head(30, 30)}1 2 3`), /values are missing/],
    [
      'ASCII in degrees',
      'grid',
      patched(patched(ascii, 'cellsize 5', 'cellsize 0.000833'), 'xllcorner 10', 'xllcorner 105'),
      /gdalwarp/,
    ],
    ['an SRTM tile as ground', 'grid', hgt, /gdalwarp/],
    ['a zipped SRTM tile as ground', 'grid', zip('N43E007.hgt', new Uint8Array(10)), /gdalwarp/],
    ['cut-off GeoTIFF', 'grid', cut(tiff, tiff.length - 5), /byte \d+.*cut off/],
    ['GeoTIFF header alone', 'grid', cut(tiff, 40), /byte/],
    ['GeoTIFF magic alone', 'grid', cut(tiff, 4), /byte/],
    ['GeoTIFF that claims too much', 'grid', withU16(tiff, 256, 3_000_000_000), /at most 1000 cells/],
    ['GeoTIFF of no size', 'grid', withU16(tiff, 256, 0), /ImageWidth|cannot be read/],
    ['GeoTIFF in degrees', 'grid', writeGeoTiff({ ...grid, cellSize: 0.000833, west: 105, north: 10 }), /gdalwarp/],
    ['raw float32 of another size', 'raw', cut(raw, 20), /byte 20.*24 bytes/],
    ['empty raw float32', 'raw', new Uint8Array(), /empty/],
    ['raw float32 with NaN', 'raw', new Uint8Array(new Float32Array([1, Number.NaN, 3, 4, 5, 6]).buffer), /byte 4/],
    ['empty SRTM tile', 'hgt', new Uint8Array(), /empty/],
    ['cut-off SRTM tile', 'hgt', cut(hgt), /byte \d+.*no whole SRTM tile/],
    ['SRTM tile with impossible levels', 'hgt', hgt.map((b, i) => (i === 4 ? 0x7f : b)), /byte 4/],
    ['zip that is cut off', 'hgt', cut(zip('N43E007.hgt', hgt)), /broken or cut off/],
    ['zip without a tile', 'hgt', zip('readme.txt', text('hello')), /no \.hgt tile/],
    ['zip that lies about the size', 'hgt', zip('N43E007.hgt', hgt, 1000), /too much|broken/],
    ['zip that claims too much', 'hgt', zip('N43E007.hgt', hgt, 4e9), /too much/],
    ['tile without a name', 'hgt', zip('tile.hgt', hgt), /south-west corner/],
    ['empty OSM', 'osm', new Uint8Array(), /empty/],
    ['empty gzipped OSM', 'osm', gz(new Uint8Array()), /empty/],
    ['cut-off OSM', 'osm', cut(osm), /line \d+.*broken/],
    ['cut-off gzipped OSM', 'osm', cut(gz(osm)), /cut off/],
    ['another XML', 'osm', text('<gpx></gpx>'), /line 1.*<gpx>/],
    ['a web page', 'osm', text('<!DOCTYPE html><html><body><p>429</body></html>'), /<html>/],
    ['JSON for OSM', 'osm', text('{"elements": []}'), /line 1.*broken/],
    ['bytes for OSM', 'osm', Uint8Array.from({ length: 100 }, (_, i) => 255 - i), /UTF-8/],
    ['OSM with a place that is none', 'osm', patched(osm, 'lat="1.5"', 'lat="NaN"'), /line 4.*lat.*“NaN”/],
    ['OSM with a latitude of 91', 'osm', patched(osm, 'lat="1.5"', 'lat="91"'), /line 4.*lat/],
    ['OSM without an id', 'osm', patched(osm, 'id="1" ', ''), /line 4.*id/],
    ['PBF that is cut off in a block', 'osm', cut(pbf, pbf.length - 5), /byte \d+.*cut off/],
    ['PBF that is cut off in a length', 'osm', Uint8Array.from([...pbf, 0, 0]), /byte \d+.*cut off/],
    ['PBF that is cut off in a header', 'osm', cut(pbf, 12), /byte 12.*cut off/],
    [
      'PBF with something behind',
      'osm',
      Uint8Array.from([...pbf, ...utf8('goodbye')]),
      /block header of 1735356260 bytes/,
    ],
    [
      'PBF with history',
      'osm',
      writeOsmPbf(sampleMap, { ...plainChoice, required: ['OsmSchema-V0.6', 'HistoricalInformation'] }),
      /byte \d+.*“HistoricalInformation”.*osmium/,
    ],
    ['PBF without a header', 'osm', Uint8Array.from(pbfBlob('OSMData', [], true)), /block of data stands before/],
    ['PBF of a block of 2 GB', 'osm', pbfHead(2n ** 31n - 1n), /block of 2147483647 bytes/],
    ['PBF of a block of less than nothing', 'osm', pbfHead(2n ** 64n - 5n), /block of -5 bytes/],
    ['PBF that claims less than it unpacks to', 'osm', pbfWith(pbfTable, true, 5), /byte \d+.*unpacks to too much/],
    ['PBF that claims more than it unpacks to', 'osm', pbfWith(pbfTable, true, 5000), /claims 5000 bytes/],
    ['PBF that claims to unpack to 1 GB', 'osm', pbfWith(pbfTable, true, 1e9), /unpacks to 1000000000 bytes/],
    ['PBF that swells', 'osm', pbfWith(Array<number>(1_000_000).fill(0), true, 1000), /unpacks to too much/],
    ['PBF with a wrong checksum', 'osm', pbf.map((b, i) => (i === pbf.length - 1 ? b ^ 1 : b)), /broken or cut off/],
    ['PBF packed with Zstandard', 'osm', pbfUnder(7), /“Zstandard”/],
    ['PBF with a length that lies inside', 'osm', pbfWith([10, 100, 1]), /block 1.*length of 100/],
    [
      'PBF with a text that is not there',
      'osm',
      pbfWith([...pbfTable, ...message(2, message(3, [...varint(1, 1n), ...message(2, [9]), ...message(3, [1])]))]),
      /string number 9/,
    ],
    [
      'PBF with a key without a value',
      'osm',
      pbfWith([...pbfTable, ...message(2, message(3, [...varint(1, 1n), ...message(2, [1, 1]), ...message(3, [1])]))]),
      /ends inside a number/,
    ],
    ['PBF with a way without its id', 'osm', pbfWith(message(2, message(3, message(8, [2])))), /way without its id/],
    [
      'PBF with a node off the Earth',
      'osm',
      pbfWith(message(2, message(1, [...varint(1, 2n), ...varint(8, 2_000_000_000n), ...varint(9, 0n)]))),
      /100°, 0°, which is not on Earth/,
    ],
    [
      'PBF with more places than nodes',
      'osm',
      pbfWith(message(2, message(2, [...message(1, [2]), ...message(8, [2, 2]), ...message(9, [2])]))),
      /more values than nodes/,
    ],
    ['PBF with an id beyond 2⁵³', 'osm', pbfWith(message(2, message(3, varint(1, 2n ** 60n)))), /beyond 2⁵³/],
    ['PBF with a granularity of nothing', 'osm', pbfWith(varint(17, 0n)), /granularity/],
    [
      'PBF with bounds that are none',
      'osm',
      Uint8Array.from(pbfBlob('OSMHeader', message(1, varint(1, 0n)), true)),
      /bounds that are no box/,
    ],
    ['empty bzip2', 'osm', emptyBz2, /empty/],
    ['cut-off bzip2', 'osm', cut(bz2), /byte \d+.*cut off/],
    ['bzip2 with a wrong checksum', 'osm', bz2.map((b, i) => (i === 12 ? b ^ 1 : b)), /broken/],
    ['empty DEM', 'dem', new Uint8Array(), /empty/],
    ['cut-off GeoTIFF DEM', 'dem', cut(tiff, tiff.length - 5), /byte \d+.*cut off/],
    ['GeoTIFF DEM that claims too much', 'dem', withU16(tiff, 256, 3_000_000_000), /at most 1000 cells/],
    ['GeoTIFF DEM in an unknown system', 'dem', writeGeoTiff(grid, 2056), /EPSG 2056.*gdalwarp/],
    ['GeoTIFF DEM in a system of its own', 'dem', writeGeoTiff(grid, 32767), /EPSG 32767.*gdalwarp/],
    ['GeoTIFF DEM with nodata undeclared', 'dem', lyingGround, /row 1, column 0.*-32768 m is not found on Earth/],
    ['gzipped DEM that swells', 'dem', bomb, /unpacks to too much/],
    ['a map for a DEM', 'dem', osm, /byte 0.*not recognised/],
    ['a zip without a DEM', 'dem', zip('readme.txt', text('hello')), /no \.hgt tile/],
    [
      'a zipped ASCII DEM that is cut off',
      'dem',
      zip('a.asc', cut(ascii, ascii.length - 6)),
      /the\.file\/a\.asc.*values are missing/,
    ],
    ['empty case', 'case', new Uint8Array(), /empty/],
    ['cut-off case', 'case', text('{"terrain": "a",\n"durationSec'), /line 2.*not JSON/],
    ['a list for a case', 'case', text('[]'), /case/],
    ['null for a case', 'case', text('null'), /case/],
    ['empty matrix', 'matrix', new Uint8Array(), /empty/],
    ['bytes for a matrix', 'matrix', Uint8Array.from({ length: 100 }, (_, i) => 255 - i), /not UTF-8/],
    ['a matrix that is cut off', 'matrix', text('origin,destination,class,vehicles\na,b,ca'), /line 2.*“ca”/],
    ['empty counts', 'counts', new Uint8Array(), /empty/],
    ['counts without a header', 'counts', text('r1,forward,car,12\n'), /line 1.*road/],
    ['empty traffic case', 'traffic', new Uint8Array(), /empty/],
    ['cut-off traffic case', 'traffic', text('{"tiles": "a",\n"edi'), /line 2.*not JSON/],
    ['a list for a traffic case', 'traffic', text('[]'), /case/],
    ['empty TNTP network', 'net', new Uint8Array(), /empty/],
    ['cut-off TNTP network', 'net', cut(tntpNet, tntpNet.length - 20), /line 9: .*columns/],
    ['bytes for a TNTP network', 'net', hgt.subarray(0, 100), /<NUMBER OF NODES>.*missing/],
    ['TNTP network that claims too much', 'net', patched(tntpNet, 'ZONES> 2', 'ZONES> 2e9'), /line 1.*from 1 to/],
    ['empty TNTP trips', 'trips', text(' \n'), /empty/],
    ['cut-off TNTP trips', 'trips', cut(tntpTrips, tntpTrips.length - 6), /line 5.*ends inside/],
    ['a TNTP network for trips', 'trips', tntpNet, /line 8.*“Origin”/],
    ['cut-off TNTP flows', 'flow', cut(tntpFlow), /1 of 2|0 of 2|no number|no such link/],
    ['empty lighting case', 'lighting', new Uint8Array(), /empty/],
    ['cut-off lighting case', 'lighting', text('{"tiles": "a",\n"edi'), /line 2.*not JSON/],
    ['a list for a lighting case', 'lighting', text('[]'), /case/],
    ['empty photometry', 'photometry', new Uint8Array(), /empty/],
    ['text for photometry', 'photometry', text('once upon a time\n'), /IES.*EULUMDAT/],
    ['a picture for photometry', 'photometry', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /line/],
    ['cut-off IES', 'photometry', cut(text(iesText())), /line \d+/],
    ['cut-off EULUMDAT', 'photometry', cut(eulumdat), /line \d+/],
    ['empty r-table', 'rtable', new Uint8Array(), /empty/],
    ['bytes for an r-table', 'rtable', hgt.subarray(0, 100), /line 1.*r-table/],
  ])('%s', async (_, reader, bytes, said) => {
    const error = await readers[reader](bytes).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Problem)
    const { detail, message } = error as Problem
    expect(message).toMatch(said)
    expect(detail.file).toContain('the.file')
    expect(detail.message.vi).not.toBe(detail.message.en)
    expect(detail.place ?? detail.expected).toBeTruthy()
  })
})

describe('readOsm', () => {
  it('reads what the file says, gzipped or not, in pieces of any size', async () => {
    async function* pieces(bytes: Uint8Array, size: number) {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    for (const bytes of [osm, gz(osm)]) {
      for (const size of [1, 7, 1e6]) {
        const data = await readOsm(pieces(bytes, size), 'f')
        expect([...data.places]).toEqual([
          [1, [2.5, 1.5]],
          [2, [2.6, 1.6]],
        ])
        expect(data.nodes.map((n) => n.tags)).toEqual([{ place: 'đây' }])
        expect([...data.ways.values()]).toEqual([{ id: 3, refs: [1, 2], tags: { highway: 'path' } }])
        expect(data.relations[0]!.members).toEqual([{ type: 'way', ref: 3, role: 'outer' }])
        expect([data.bounds, data.newest]).toEqual([[2, 1, 4, 3], '2020-01-01T00:00:00Z'])
      }
    }
  })

  it('tells its progress and stops when asked', async () => {
    const seen: number[] = []
    await readOsm(once(osm), 'f', { bytes: osm.length, progress: (f) => seen.push(f) })
    expect(seen.at(-1)).toBe(1)
    await expect(readOsm(once(osm), 'f', { signal: { aborted: true } })).rejects.toBeInstanceOf(Cancelled)
  })
})

describe('files changed at random', () => {
  const drainageCase = text(
    JSON.stringify({
      terrain: 'a',
      rain: [[0, 5]],
      inflows: [{ point: [12, 28], series: [[0, 1]] }],
      boundaries: [{ edge: 'N', kind: 'stage', series: [[0, 1]] }],
      gauges: [{ id: 'a', x: 12, y: 28 }],
      durationSeconds: 60,
    }),
  )
  const samples: [string, keyof typeof readers, Uint8Array][] = [
    ['ASCII grid', 'grid', ascii],
    ['gzipped ASCII grid', 'grid', gz(ascii)],
    ['GeoTIFF', 'grid', tiff],
    ['raw float32', 'raw', raw],
    ['zipped tile', 'hgt', zip('N43E007.hgt', hgt.subarray(0, 1000))],
    ['OSM', 'osm', osm],
    ['gzipped OSM', 'osm', gz(osm)],
    ['PBF', 'osm', pbf],
    ['PBF without packing', 'osm', pbfRaw],
    ['bzip2 OSM', 'osm', bz2],
    ['GeoTIFF DEM', 'dem', tiff],
    ['ASCII DEM', 'dem', ascii],
    ['case', 'case', drainageCase],
    [
      'traffic case',
      'traffic',
      text(JSON.stringify({ traffic: { hour: 'pm' }, flood: { scenario: 'a' }, threads: 2 })),
    ],
    ['TNTP network', 'net', tntpNet],
    ['TNTP trips', 'trips', tntpTrips],
    ['TNTP flows', 'flow', tntpFlow],
    ['lighting case', 'lighting', text(JSON.stringify({ lighting: { hour: 20 }, luminaires: ['a.ies'], edits: [] }))],
    ['street section', 'lighting', text(JSON.stringify(streetCase))],
    ['IES', 'photometry', text(iesText())],
    ['EULUMDAT', 'photometry', eulumdat],
    ['r-table', 'rtable', text('tan,0,90,180\n0,300,300,300\n1,350.5,100,90\n')],
  ]
  const change = fc.record({
    at: fc.nat(1_000_000),
    byte: fc.nat(255),
    kind: fc.constantFrom('set', 'insert', 'remove', 'cut', 'repeat'),
  })
  const apply = (bytes: Uint8Array, changes: readonly { at: number; byte: number; kind: string }[]) => {
    let list = [...bytes]
    for (const { at, byte, kind } of changes) {
      const i = list.length > 0 ? at % list.length : 0
      if (kind === 'set') list[i] = byte
      else if (kind === 'insert') list.splice(i, 0, byte)
      else if (kind === 'remove') list.splice(i, 1 + (byte % 9))
      else if (kind === 'cut') list = list.slice(0, i)
      else list.splice(i, 0, ...list.slice(i, i + byte))
    }
    return Uint8Array.from(list)
  }

  it.each(samples)('%s: a value or a Problem', async (_, reader, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const answer = await readers[reader](apply(bytes, changes)).catch((e: unknown) => e)
        if (answer instanceof Error && !(answer instanceof Problem)) throw answer
      }),
      { numRuns: 400 },
    )
  })
})
