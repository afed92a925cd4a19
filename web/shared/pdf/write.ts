/** From the document to the file: the PDF writer and its fonts, fetched when a paper is first asked for. */
import latin from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff?url'
import latinBold from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff?url'
import extended from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-400-normal.woff?url'
import extendedBold from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-600-normal.woff?url'
import vietnamese from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff?url'
import vietnameseBold from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff?url'
import pdfmake from 'pdfmake/build/pdfmake.min.js'
import type { TDocumentDefinitions } from 'pdfmake/interfaces'
import type { PdfDocument } from '../../../scenarios/pdf/document.ts'
import type { FontPart } from '../../../scenarios/pdf/written.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'

const files: Record<FontPart, readonly [normal: string, bold: string]> = {
  latin: [latin, latinBold],
  vietnamese: [vietnamese, vietnameseBold],
  'latin-ext': [extended, extendedBold],
}

/** @throws Problem `pdf/font` where the fonts cannot be read */
export async function pdfOf(document: TDocumentDefinitions | PdfDocument): Promise<Blob> {
  const fonts = Object.entries(files).map(([part, [normal, bold]]) => [part, { normal, bold }] as const)
  const read = fonts.flatMap(([, { normal, bold }]) => [normal, bold]).map(async (url) => [url, await bytesOf(url)])
  // The type knows texts alone; bytes are taken as they are.
  pdfmake.addVirtualFileSystem(Object.fromEntries(await Promise.all(read)))
  pdfmake.setFonts(Object.fromEntries(fonts))
  // Our own types say less than the writer's.
  return pdfmake.createPdf(document as TDocumentDefinitions).getBlob()
}

async function bytesOf(url: string): Promise<{ data: Uint8Array; encoding: 'binary' }> {
  const answer = await fetch(url).catch(() => null)
  if (answer?.ok) return { data: new Uint8Array(await answer.arrayBuffer()), encoding: 'binary' }
  throw new Problem({
    code: 'pdf/font',
    message: both('Không tải được phông chữ của văn bản', 'The fonts of the document could not be loaded'),
    place: url,
  })
}
