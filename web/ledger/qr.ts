/** A QR code as the path of an SVG. */
import qrEncoder from 'pdfmake/js/qrEnc.js'

const { measure } = 'default' in qrEncoder ? qrEncoder.default : qrEncoder

/** The modules around a code that ISO/IEC 18004 §9.1 leaves light. */
const QUIET = 4

/** @returns side of the square, in modules, and the dark ones */
export function qrPath(text: string): { side: number; path: string } {
  const { _canvas: canvas, _width: width } = measure({ qr: text, eccLevel: 'M' })
  const [ground, ...dark] = canvas
  const module = dark[0]?.w ?? ground!.w
  const path = dark.map(({ x, y }) => `M${x / module + QUIET} ${y / module + QUIET}h1v1h-1z`).join('')
  return { side: width / module + 2 * QUIET, path }
}
