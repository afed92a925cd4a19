/** The part of pdfmake that draws QR codes: an encoder by Kang Seonghoon, of the public domain. */
declare module 'pdfmake/js/qrEnc.js' {
  interface QrNode {
    qr: string
    eccLevel: 'L' | 'M' | 'Q' | 'H'
    /** Side in its own units; it draws whole units a module. */
    fit?: number
    _width?: number
    _canvas?: { x: number; y: number; w: number; h: number }[]
  }
  interface Encoder {
    measure(node: QrNode): QrNode
  }
  /** It is CommonJS: some loaders hand on its default, others the module that has it. */
  const encoder: Encoder | { default: Encoder }
  export default encoder
}
