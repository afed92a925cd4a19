/**
 * The product's font for pictures. It comes as WOFF in three parts of the alphabet; the drawer takes TrueType and mixes no parts in one
 * text, so each part gets a name of its own and every run of letters its own place, by the widths that the font tells.
 */
import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { type FontPart, fontParts, runsOf } from '../../scenarios/pdf/written.ts'
import { projectDir } from '../settings.ts'

const FILES = `${projectDir}/node_modules/@fontsource/be-vietnam-pro/files`
const weights = [400, 600] as const
export type Weight = (typeof weights)[number]

export interface FontSet {
  readonly buffers: Uint8Array[]
  /** px, of a text in `size` px */
  width(text: string, size: number, weight: Weight): number
  /** SVG of a line of text from `x` on, its foot at `y`. */
  line(text: string, x: number, y: number, size: number, weight: Weight, fill: string): string
}

interface Face {
  readonly bytes: Uint8Array
  /** Of a letter, in parts of its size. */
  advance(letter: string): number
}

const familyOf = (part: FontPart, weight: Weight): string => `vt-${part}-${weight}`

export function openFonts(): FontSet {
  const faces = new Map<string, Face>()
  for (const part of fontParts)
    for (const weight of weights) {
      const family = familyOf(part, weight)
      faces.set(family, faceOf(readFileSync(`${FILES}/be-vietnam-pro-${part}-${weight}-normal.woff`), family))
    }
  const runWidth = ({ text, font }: { text: string; font: FontPart }, size: number, weight: Weight): number => {
    const face = faces.get(familyOf(font, weight))!
    let width = 0
    for (const letter of text) width += face.advance(letter)
    return width * size
  }
  return {
    buffers: [...faces.values()].map(({ bytes }) => bytes),
    width: (text, size, weight) => runsOf(text).reduce((sum, run) => sum + runWidth(run, size, weight), 0),
    line(text, x, y, size, weight, fill) {
      let at = x
      return runsOf(text)
        .map((run) => {
          const from = at
          at += runWidth(run, size, weight)
          const place = `x="${from.toFixed(2)}" y="${y}" font-size="${size}" fill="${fill}"`
          return `<text ${place} xml:space="preserve" font-kerning="none" font-family="${familyOf(run.font, weight)}">${escaped(run.text)}</text>`
        })
        .join('')
    },
  }
}

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)

/** WOFF 1.0 (W3C, 2012) → TrueType, under another name; and its widths. */
function faceOf(woff: Buffer, family: string): Face {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error(`Expected a WOFF file of ${family}`)
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + 20 * i
    const [offset, packed, whole] = [4, 8, 12].map((part) => woff.readUInt32BE(at + part)) as [number, number, number]
    const tag = woff.toString('latin1', at, at + 4)
    const raw = woff.subarray(offset, offset + packed)
    const bytes = tag === 'name' ? nameTable(family) : packed < whole ? inflateSync(raw) : raw
    return { tag, bytes, sum: woff.readUInt32BE(at + 16) }
  })
  const room = (length: number) => (length + 3) & ~3
  const out = Buffer.alloc(tables.reduce((sum, { bytes }) => sum + room(bytes.length), 12 + 16 * count))
  woff.copy(out, 0, 4, 8)
  out.writeUInt16BE(count, 4)
  let next = 12 + 16 * count
  for (const [i, { tag, bytes, sum }] of tables.entries()) {
    const at = 12 + 16 * i
    out.write(tag, at, 'latin1')
    out.writeUInt32BE(sum, at + 4)
    out.writeUInt32BE(next, at + 8)
    out.writeUInt32BE(bytes.length, at + 12)
    out.set(bytes, next)
    next += room(bytes.length)
  }
  const table = (tag: string) => tables.find((one) => one.tag === tag)!.bytes
  const [cmap, hmtx] = [table('cmap'), table('hmtx')]
  const unitsPerEm = table('head').readUInt16BE(18)
  const metrics = table('hhea').readUInt16BE(34)
  const glyph = glyphsOf(cmap)
  return {
    bytes: out,
    advance: (letter) => hmtx.readUInt16BE(4 * Math.min(glyph(letter.codePointAt(0)!), metrics - 1)) / unitsPerEm,
  }
}

/** A font's names: family, style, whole name, PostScript name, for Windows in English. */
function nameTable(family: string): Buffer {
  const names = [family, 'Regular', family, family].map((text) => Buffer.from(text, 'utf16le').swap16())
  const head = Buffer.alloc(6 + 12 * names.length)
  head.writeUInt16BE(names.length, 2)
  head.writeUInt16BE(head.length, 4)
  let offset = 0
  for (const [i, text] of names.entries()) {
    const record = [3, 1, 0x409, [1, 2, 4, 6][i]!, text.length, offset]
    for (const [j, value] of record.entries()) head.writeUInt16BE(value, 6 + 12 * i + 2 * j)
    offset += text.length
  }
  return Buffer.concat([head, ...names])
}

/** The character map of format 4 (OpenType `cmap`): a letter's glyph, 0 where it has none. */
function glyphsOf(cmap: Buffer): (code: number) => number {
  const tables = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => cmap.readUInt32BE(4 + 8 * i + 4))
  const at = tables.find((offset) => cmap.readUInt16BE(offset) === 4)
  if (at === undefined) throw new Error('Expected a character map of format 4, got none')
  const segments = cmap.readUInt16BE(at + 6) / 2
  const [ends, starts] = [at + 14, at + 16 + 2 * segments]
  const [deltas, ranges] = [starts + 2 * segments, starts + 4 * segments]
  return (code) => {
    for (let i = 0; i < segments; i++) {
      if (cmap.readUInt16BE(ends + 2 * i) < code) continue
      const start = cmap.readUInt16BE(starts + 2 * i)
      if (start > code) return 0
      const delta = cmap.readUInt16BE(deltas + 2 * i)
      const range = cmap.readUInt16BE(ranges + 2 * i)
      if (range === 0) return (code + delta) & 0xffff
      const found = cmap.readUInt16BE(ranges + 2 * i + range + 2 * (code - start))
      return found === 0 ? 0 : (found + delta) & 0xffff
    }
    return 0
  }
}
