/**
 * Papers as PDF, by the layout that the browser uses: the same paper made at the same instant is the same bytes. Fonts come from the
 * disk, nothing from anywhere else.
 */
import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces'
import type { PdfDocument } from '../../scenarios/pdf/document.ts'
import { fontParts } from '../../scenarios/pdf/written.ts'
import type { Paper } from '../../scenarios/permits/papers/paper.ts'
import { paperDocument, SIGNATURE_HEIGHT, SIGNATURE_ID } from '../../scenarios/permits/papers/print.ts'
import { projectDir } from '../settings.ts'

const FONTS = `${projectDir}/node_modules/@fontsource/be-vietnam-pro/files`
const fontFile = (part: string, weight: number) => `${FONTS}/be-vietnam-pro-${part}-${weight}-normal.woff`
const fonts = Object.fromEntries(
  fontParts.map((part) => [part, { normal: fontFile(part, 400), bold: fontFile(part, 600) }]),
)

/** pdfmake keeps its fonts and policies for the whole process; one document is written at a time. */
let writing: Promise<unknown> = Promise.resolve()
export function writePdf(document: PdfDocument): Promise<Uint8Array> {
  const written = writing.then(() => {
    pdfmake.setLocalAccessPolicy((path) => path.startsWith(FONTS))
    pdfmake.setUrlAccessPolicy(() => false)
    pdfmake.setFonts(fonts)
    // Our own types say less than the writer's.
    return pdfmake.createPdf(document as TDocumentDefinitions).getBuffer()
  })
  writing = written.catch(() => {})
  return written
}

const A4_HEIGHT = 841.89
/** Between the signature's place and the letters above and below it, pt. */
const CLEAR = 2

/**
 * @param at the instant that the file says it was made
 * @param signed leaves a place for a visible signature, told in the file as `SignatureBox`: page, left, bottom, right, top in pt
 */
export async function paperPdf(paper: Paper, at: string, signed = false): Promise<Uint8Array> {
  if (!signed) return writePdf(paperDocument(paper, at))
  // Where the place lies is known once the pages are laid out: it is written over what held its room.
  const document = paperDocument({ ...paper, marks: { ...paper.marks, SignatureBox: ROOM } }, at)
  const bytes = Buffer.from(await writePdf(document))
  const room = bytes.indexOf(ROOM)
  const box = boxOf(document)
  if (room < 0 || box.length > ROOM.length) throw new Error(`Expected room for ${box}`)
  bytes.write(box.padEnd(ROOM.length), room, 'latin1')
  return bytes
}

const ROOM = '@'.repeat(48)

interface Position {
  readonly pageNumber: number
  readonly left: number
  readonly top: number
}

function boxOf({ content, pageMargins }: PdfDocument): string {
  const places = found(content).filter(({ id }) => id?.startsWith(SIGNATURE_ID))
  const place = places.at(-1)
  const at = place?.positions?.[0]
  if (places.length !== 1 || !at) throw new Error(`Expected one place for a signature, got ${places.length}`)
  const width = (595.28 - pageMargins[0] - pageMargins[2]) / 2
  const below = at.top + LINE
  const box = [at.left, A4_HEIGHT - below - SIGNATURE_HEIGHT + CLEAR, at.left + width, A4_HEIGHT - below - CLEAR]
  return [at.pageNumber, ...box.map((value) => Math.round(value * 100) / 100)].join(' ')
}
/** Of the text above: 9 pt with its leading. */
const LINE = 14

interface Node {
  readonly id?: string
  readonly positions?: readonly Position[]
}
const found = (node: unknown): Node[] =>
  Array.isArray(node)
    ? node.flatMap(found)
    : node !== null && typeof node === 'object'
      ? [node, ...['stack', 'columns'].flatMap((key) => found((node as Record<string, unknown>)[key]))]
      : []
