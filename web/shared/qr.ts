/** A QR code as one path, drawn here: no picture is asked for anywhere. */
import encoder from 'pdfmake/js/qrEnc.js'

const { measure } = 'default' in encoder ? encoder.default : encoder

export interface Qr {
  /** Modules along a side, without the quiet zone. */
  readonly size: number
  /** Of the dark modules, one unit each. */
  readonly path: string
}

/** Error correction M (15 %). */
export function qrOf(text: string): Qr {
  const { _width, _canvas } = measure({ qr: text, eccLevel: 'M' })
  // The first rectangle is the ground; each other one is a dark module.
  const [ground, ...modules] = _canvas!
  const side = modules[0]!.w
  if (ground!.w !== _width) throw new Error(`Expected a ground of ${_width}, got ${ground!.w}`)
  return {
    size: _width / side,
    path: modules.map(({ x, y }) => `M${x / side} ${y / side}h1v1h-1z`).join(''),
  }
}
