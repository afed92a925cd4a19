/** pdfmake's own QR encoder, without the rest of it. */
declare module 'pdfmake/js/qrEnc.js' {
  interface Encoder {
    /** Leaves in `_canvas` the white ground, then a square of `fit / modules` for each dark module. */
    measure(node: { qr: string; eccLevel: 'L' | 'M' | 'Q' | 'H' }): {
      _canvas: { x: number; y: number; w: number; h: number }[]
      _width: number
    }
  }
  // As a CommonJS module is seen: by Node and bundlers with a default inside the default, or not.
  const encoder: Encoder | { readonly default: Encoder }
  export default encoder
}
