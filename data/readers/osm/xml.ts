/**
 * OpenStreetMap XML (0.6), plain or gzipped, read as a stream: the file is never whole in memory, only what it says.
 * Deleted and invisible objects are left out.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { type Problem, type Progress, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import { inflate, isGzip } from '../bytes.ts'
import { emptyFile, fileProblem } from '../problem.ts'
import type { OsmData, OsmMember, OsmNode, OsmRelation, OsmWay, Tags } from './model.ts'

/** Most bytes of XML. */
export const MAX_OSM_BYTES = 4 * 2 ** 30
/** Most nodes: about 200 bytes of memory each. */
export const MAX_OSM_NODES = 10_000_000

export interface OsmReading {
  /** Size of the file, for progress. */
  readonly bytes?: number
  readonly signal?: Signal | undefined
  readonly progress?: Progress | undefined
}

const EXPECTED = 'OpenStreetMap XML with the root <osm>, plain or gzipped'

export async function readOsmXml(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  reading: OsmReading = {},
): Promise<OsmData> {
  const builder = new Builder(file)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let taken = 0
  for await (const chunk of await plain(counted(chunks), file)) {
    throwIfAborted(reading.signal)
    taken += chunk.length
    if (taken > MAX_OSM_BYTES) throw tooLarge(file, `at most ${MAX_OSM_BYTES} bytes of XML`)
    builder.write(decode(decoder, chunk, file, taken))
  }
  return builder.finish(taken)

  async function* counted(source: AsyncIterable<Uint8Array>) {
    let seen = 0
    for await (const chunk of source) {
      yield chunk
      seen += chunk.length
      if (reading.bytes) reading.progress?.(Math.min(1, seen / reading.bytes))
    }
  }
}

/** Looks at the first bytes: gzip is unpacked, PBF and everything that is no XML refused. */
async function plain(chunks: AsyncGenerator<Uint8Array>, file: string): Promise<AsyncIterable<Uint8Array>> {
  let start = new Uint8Array()
  let ended = false
  while (start.length < 64 && !ended) {
    const next = await chunks.next()
    if (next.done) ended = true
    else start = join(start, next.value)
  }
  if (start.length === 0) throw emptyFile(file, EXPECTED)
  async function* all() {
    yield start
    yield* chunks
  }
  if (isGzip(start)) return inflate(all(), 'gzip', file, MAX_OSM_BYTES)
  if (new TextDecoder('latin1').decode(start.subarray(0, 64)).includes('OSMHeader')) {
    throw fileProblem(
      file,
      'osm-pbf',
      {
        vi: 'tệp này là OSM PBF, hiện chưa đọc được. Hãy đổi sang XML: osmium cat vào.osm.pbf -o ra.osm.gz',
        en: 'this file is OSM PBF, which is not read yet. Convert it to XML: osmium cat in.osm.pbf -o out.osm.gz',
      },
      { place: 'byte 0', expected: EXPECTED },
    )
  }
  return all()
}

const join = (a: Uint8Array<ArrayBuffer>, b: Uint8Array): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}

function decode(decoder: TextDecoder, chunk: Uint8Array, file: string, at: number): string {
  try {
    return decoder.decode(chunk as Uint8Array<ArrayBuffer>, { stream: true })
  } catch {
    const message = { vi: 'tệp không phải văn bản UTF-8', en: 'the file is not UTF-8 text' }
    throw fileProblem(file, 'osm-text', message, { place: `before byte ${at}`, expected: EXPECTED })
  }
}

/** Takes text as it comes and keeps what the elements say. */
class Builder {
  private readonly file: string
  private readonly parser = new SaxesParser({ xmlns: false, position: true })
  private readonly places = new Map<number, [number, number]>()
  private readonly nodes: OsmNode[] = []
  private readonly ways = new Map<number, OsmWay>()
  private readonly relations: OsmRelation[] = []
  private bounds: [number, number, number, number] | null = null
  private newest: string | null = null
  private depth = 0
  private tags: Record<string, string> = {}
  private refs: number[] = []
  private members: OsmMember[] = []

  constructor(file: string) {
    this.file = file
    this.parser.on('error', (error) => {
      throw this.wrong('osm-xml', {
        vi: `XML hỏng (${said(error)})`,
        en: `the XML is broken (${said(error)})`,
      })
    })
    this.parser.on('opentag', (tag) => this.open(tag))
    this.parser.on('closetag', (tag) => this.close(tag))
  }

  write(text: string): void {
    this.parser.write(text)
  }

  finish(bytes: number): OsmData {
    if (bytes === 0) throw emptyFile(this.file, EXPECTED)
    this.parser.close()
    const { places, nodes, ways, relations, bounds, newest } = this
    return { places, nodes, ways, relations, bounds, newest }
  }

  private open({ name, attributes }: SaxesTagPlain): void {
    this.depth++
    if (this.depth === 1 && name !== 'osm') {
      throw this.wrong('osm-root', {
        vi: `gốc của tệp là <${name.slice(0, 40)}>`,
        en: `the root of the file is <${name.slice(0, 40)}>`,
      })
    }
    if (this.depth === 2) {
      this.tags = {}
      this.refs = []
      this.members = []
      if (name === 'bounds') {
        const side = (key: string) => this.number(attributes, key, 180)
        this.bounds = [side('minlon'), side('minlat'), side('maxlon'), side('maxlat')]
      }
    } else if (name === 'tag') this.tags[attributes.k ?? ''] = attributes.v ?? ''
    else if (name === 'nd') this.refs.push(this.number(attributes, 'ref', Number.MAX_SAFE_INTEGER))
    else if (name === 'member') {
      const type: string | undefined = attributes.type
      if (type === 'node' || type === 'way' || type === 'relation') {
        this.members.push({
          type,
          ref: this.number(attributes, 'ref', Number.MAX_SAFE_INTEGER),
          role: attributes.role ?? '',
        })
      }
    }
  }

  private close({ name, attributes }: SaxesTagPlain): void {
    if (this.depth-- !== 2 || !['node', 'way', 'relation'].includes(name)) return
    if (attributes.visible === 'false' || attributes.action === 'delete') return
    const id = this.number(attributes, 'id', Number.MAX_SAFE_INTEGER)
    const tags: Tags = this.tags
    const { timestamp } = attributes
    if (timestamp && (this.newest === null || timestamp > this.newest)) this.newest = timestamp
    if (name === 'way') this.ways.set(id, { id, refs: this.refs, tags })
    else if (name === 'relation') this.relations.push({ id, members: this.members, tags })
    else {
      const [lon, lat] = [this.number(attributes, 'lon', 180), this.number(attributes, 'lat', 90)]
      this.places.set(id, [lon, lat])
      if (this.places.size > MAX_OSM_NODES) throw tooLarge(this.file, `at most ${MAX_OSM_NODES} nodes`)
      if (Object.keys(tags).length > 0) this.nodes.push({ id, lon, lat, tags })
    }
  }

  private number(attributes: Record<string, string>, key: string, most: number): number {
    const text = attributes[key]
    const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
    if (Math.abs(value) <= most) return value
    throw this.wrong(
      'osm-number',
      {
        vi: `thuộc tính ${key} là “${String(text).slice(0, 40)}”`,
        en: `the attribute ${key} is “${String(text).slice(0, 40)}”`,
      },
      `a number within ±${most}`,
    )
  }

  private wrong(code: string, message: { vi: string; en: string }, expected = EXPECTED): Problem {
    return fileProblem(this.file, code, message, {
      place: `line ${this.parser.line}, column ${this.parser.column}`,
      expected,
    })
  }
}

const said = (error: Error) => error.message.replace(/^\d+:\d+: /, '').slice(0, 120)

const tooLarge = (file: string, expected: string) =>
  fileProblem(
    file,
    'osm-too-large',
    {
      vi: 'tệp OSM quá lớn; hãy cắt lấy vùng cần dùng',
      en: 'the OSM file is too large; cut out the area that you need',
    },
    { expected },
  )
