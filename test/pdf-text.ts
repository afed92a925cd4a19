/**
 * The words of a PDF as our reports are written: streams deflated, fonts of two-byte glyphs with a table back to letters. Enough to
 * see that a word is there; no reader of any other PDF.
 */
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces'
import type { PdfDocument } from '../scenarios/pdf/document.ts'
import { fontParts } from '../scenarios/pdf/written.ts'

/** The document as the browser writes it: the same writer, the same fonts. */
export function pdfFile(document: TDocumentDefinitions | PdfDocument): Promise<Uint8Array> {
  const files = join(import.meta.dirname, '../node_modules/@fontsource/be-vietnam-pro/files')
  const file = (part: string, weight: number) => `${files}/be-vietnam-pro-${part}-${weight}-normal.woff`
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(files))
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setFonts(
    Object.fromEntries(fontParts.map((part) => [part, { normal: file(part, 400), bold: file(part, 600) }])),
  )
  return pdfmake.createPdf(document as TDocumentDefinitions).getBuffer()
}

/** The text of each page content, in order of writing, without the spaces between lines. */
export function pdfText(pdf: Uint8Array): string {
  const file = Buffer.from(pdf).toString('latin1')
  const objects = new Map(
    [...file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [Number(id), body!]),
  )
  const fonts = new Map<string, Map<number, string>>()
  for (const [, name, id] of file.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(id)) ?? '')
    if (table) fonts.set(name!, lettersOf(streamOf(objects.get(Number(table[1])) ?? '') ?? ''))
  }
  return [...objects.values()]
    .map(streamOf)
    .filter((stream) => stream !== null && /\bTJ\b|\bTj\b/.test(stream))
    .map((stream) => wordsOf(stream!, fonts))
    .join('\n')
}

function streamOf(body: string): string | null {
  const at = body.indexOf('stream\n')
  if (at < 0) return null
  const bytes = Buffer.from(body.slice(at + 7, body.lastIndexOf('endstream')), 'latin1')
  return body.includes('/FlateDecode') && !body.includes('/Image') ? inflateSync(bytes).toString('latin1') : null
}

/** Glyph numbers to letters, from `beginbfrange` with its lists. */
function lettersOf(table: string): Map<number, string> {
  const letters = new Map<number, string>()
  for (const [, first, list] of table.matchAll(/<([\da-f]+)> <[\da-f]+> \[([^\]]*)\]/gi)) {
    ;[...list!.matchAll(/<([\da-f ]*)>/gi)].forEach(([, hex], i) => {
      const units = Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16()
      letters.set(Number.parseInt(first!, 16) + i, units.toString('utf16le'))
    })
  }
  return letters
}

function wordsOf(stream: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map()
  let words = ''
  for (const [, name, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name) ?? new Map()
    for (const [, hex] of (shown ?? '').matchAll(/<([\da-f]+)>/gi)) {
      for (const glyph of hex!.match(/.{4}/g) ?? []) words += font.get(Number.parseInt(glyph, 16)) ?? ''
    }
  }
  return words
}
