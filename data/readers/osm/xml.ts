/**
 * OpenStreetMap XML (0.6), read as a stream: the file is never whole in memory, only what it says. Deleted and invisible
 * objects are left out.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { type Problem, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import { emptyFile, fileProblem } from '../problem.ts'
import { MAX_OSM_BYTES, OsmKeeper, tooLarge } from './keep.ts'
import type { OsmData, OsmMember } from './model.ts'

const EXPECTED = 'OpenStreetMap XML with the root <osm>, plain, gzipped or packed with bzip2, or PBF'

/** @throws Problem naming the file and the line · Cancelled */
export async function readOsmXml(chunks: AsyncIterable<Uint8Array>, file: string, signal?: Signal): Promise<OsmData> {
  const builder = new Builder(file)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let taken = 0
  for await (const chunk of chunks) {
    throwIfAborted(signal)
    taken += chunk.length
    if (taken > MAX_OSM_BYTES) throw tooLarge(file, `at most ${MAX_OSM_BYTES} bytes of XML`)
    builder.write(decode(decoder, chunk, file, taken))
  }
  return builder.finish(taken)
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
  private readonly keeper: OsmKeeper
  private depth = 0
  private tags: Record<string, string> = {}
  private refs: number[] = []
  private members: OsmMember[] = []

  constructor(file: string) {
    this.file = file
    this.keeper = new OsmKeeper(file)
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
    return this.keeper.finish()
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
        this.keeper.bounds = [side('minlon'), side('minlat'), side('maxlon'), side('maxlat')]
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
    const { keeper, tags } = this
    const { timestamp } = attributes
    if (timestamp && (keeper.newest === null || timestamp > keeper.newest)) keeper.newest = timestamp
    if (name === 'way') keeper.way(id, this.refs, tags)
    else if (name === 'relation') keeper.relation(id, this.members, tags)
    else keeper.node(id, this.number(attributes, 'lon', 180), this.number(attributes, 'lat', 90), tags)
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
