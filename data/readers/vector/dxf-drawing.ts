/** What a DXF file holds, as it stands there: its header, fonts of styles, blocks, and the entities with their tags. */
import type { DxfTag } from './dxf-tags.ts'
import type { Reading } from './reading.ts'

export interface DxfEntity {
  readonly type: string
  readonly line: number
  readonly tags: readonly DxfTag[]
  /** Vertices of a POLYLINE, attributes of an INSERT. */
  readonly parts: DxfEntity[]
}

export interface DxfBlock {
  readonly base: readonly [number, number]
  readonly entities: DxfEntity[]
}

export interface DxfDrawing {
  readonly header: ReadonlyMap<string, string>
  /** Style → the font that it draws with. */
  readonly fonts: ReadonlyMap<string, string>
  readonly blocks: ReadonlyMap<string, DxfBlock>
  readonly entities: readonly DxfEntity[]
}

export const tagOf = (entity: DxfEntity, code: number): string | undefined =>
  entity.tags.find((tag) => tag.code === code)?.value.trim()

/** A number of an entity; `otherwise` where it is not given, NaN where it is none. */
export function numberOf(entity: DxfEntity, code: number, otherwise: number): number {
  const text = tagOf(entity, code)
  return text === undefined ? otherwise : text === '' ? Number.NaN : Number(text)
}

/** Tags that no entity here needs: binary data, handles of owners, data of applications (where fonts of styles stand). */
const needless = (code: number, type: string) => (code >= 310 && code < 420) || (code >= 1000 && type !== 'STYLE')

/** Takes tags as they come and builds the drawing. */
export class DxfBuilder {
  private readonly reading: Reading
  private readonly header = new Map<string, string>()
  private readonly fonts = new Map<string, string>()
  private readonly blocks = new Map<string, DxfBlock>()
  private readonly entities: DxfEntity[] = []
  private section = ''
  private variable = ''
  private now: { type: string; line: number; tags: DxfTag[]; parts: DxfEntity[] } | null = null
  /** The POLYLINE or INSERT whose parts are coming. */
  private open: DxfEntity | null = null
  private block: { name: string; base: [number, number]; entities: DxfEntity[] } | null = null
  private tags = 0
  private ended = false

  constructor(reading: Reading) {
    this.reading = reading
  }

  take(tag: DxfTag): void {
    const { limits } = this.reading
    // Two tags make a corner at least; a file of nothing but tags is stopped as well.
    if (++this.tags > limits.corners * 4) throw this.reading.tooMany(`line ${tag.line}`, 'corners', limits.corners)
    if ((this.tags & 0xffff) === 0) this.reading.check()
    if (tag.code === 0) {
      this.close()
      const type = tag.value.trim().toUpperCase()
      if (type === 'ENDSEC') this.section = ''
      else if (type === 'EOF') this.ended = true
      else this.now = { type, line: tag.line, tags: [], parts: [] }
    } else if (this.now?.type === 'SECTION') {
      if (tag.code === 2) this.section = tag.value.trim().toUpperCase()
      this.now = null
    } else if (this.section === 'HEADER' && tag.code === 9) this.variable = tag.value.trim().toUpperCase()
    else if (this.section === 'HEADER' && this.variable) {
      if (!this.header.has(this.variable)) this.header.set(this.variable, tag.value.trim())
    } else if (this.now && !needless(tag.code, this.now.type)) this.now.tags.push(tag)
  }

  finish(): DxfDrawing {
    this.close()
    if (!this.ended)
      throw this.reading.wrong(
        'cut-off',
        { vi: 'bản vẽ bị cắt cụt', en: 'the drawing is cut off' },
        `tag ${this.tags}`,
        'a DXF file that ends with EOF',
      )
    const { header, fonts, blocks, entities } = this
    return { header, fonts, blocks, entities }
  }

  private close(): void {
    const { now } = this
    this.now = null
    if (!now) return
    if (this.section === 'TABLES' && now.type === 'STYLE') this.style(now)
    else if (this.section === 'BLOCKS' && now.type === 'BLOCK') {
      const [x, y] = [numberOf(now, 10, 0), numberOf(now, 20, 0)]
      this.block = { name: blockName(tagOf(now, 2) ?? ''), base: [x, y], entities: [] }
    } else if (this.section === 'BLOCKS' && now.type === 'ENDBLK') {
      if (this.block) this.blocks.set(this.block.name, this.block)
      this.block = null
      this.open = null
    } else if (this.section === 'ENTITIES' || this.block) this.entity(now)
  }

  /** The file of a style's font, or the name of a TrueType one in its extended data. */
  private style(now: DxfEntity): void {
    const family = now.tags.find((tag) => tag.code === 1000 && /[a-z]/i.test(tag.value))?.value
    this.fonts.set((tagOf(now, 2) ?? '').toUpperCase(), (family ?? tagOf(now, 3) ?? '').trim())
  }

  private entity(now: DxfEntity): void {
    if (now.type === 'SEQEND') this.open = null
    else if (this.open && (now.type === 'VERTEX' || now.type === 'ATTRIB')) this.open.parts.push(now)
    else {
      const list = this.block ? this.block.entities : this.entities
      list.push(now)
      const hasParts = now.type === 'POLYLINE' || (now.type === 'INSERT' && tagOf(now, 66) === '1')
      this.open = hasParts ? now : null
    }
  }
}

export const blockName = (name: string): string => name.trim().toUpperCase()
