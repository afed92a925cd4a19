/** Plates as PDF, by the writer of the desk's papers. */
import encoder from 'pdfmake/js/qrEnc.js'
import type { CodeRow } from '../../scenarios/api/codes.ts'
import { type Plate, platesDocument, type QrShape } from '../../scenarios/codes/plates.ts'
import { writePdf } from '../permits/pdf.ts'

const { measure } = 'default' in encoder ? encoder.default : encoder

/** Error correction M (15 %): a door is weathered. */
function qrOf(text: string): QrShape {
  const { _width, _canvas } = measure({ qr: text, eccLevel: 'M' })
  // The first rectangle is the ground; each other one is a dark module.
  const [, ...modules] = _canvas!
  const side = modules[0]!.w
  return { size: _width! / side, path: modules.map(({ x, y }) => `M${x / side} ${y / side}h1v1h-1z`).join('') }
}

/** @param at the server's own address, without a slash behind */
export function platesPdf(rows: readonly CodeRow[], size: string, at: string, specimen: boolean): Promise<Uint8Array> {
  const plates = rows.map(({ code, printed, label }): Plate => ({ printed, label, url: `${at}/c/${code}` }))
  return writePdf(platesDocument(plates, size, new Date().toISOString(), qrOf, specimen))
}
