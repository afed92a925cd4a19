/**
 * A document as its writer (pdfmake, in the browser and on the server) takes it: the parts that our papers use. Types of our own:
 * those of the writer bring the browser's and Node's along.
 */
import type { Run } from './written.ts'

export type Margin = number | [number, number] | [left: number, top: number, right: number, bottom: number]

export interface Style {
  fontSize?: number
  lineHeight?: number
  bold?: boolean
  color?: string
  fillColor?: string
  opacity?: number
  alignment?: 'left' | 'center' | 'right'
  margin?: Margin
  noWrap?: boolean
  style?: string
  headlineLevel?: number
  /** Its place in the document is told after it was written. */
  id?: string
}
interface Placed extends Style {
  width?: number | 'auto' | '*'
  unbreakable?: boolean
}

export interface Written extends Style {
  text: Run[]
}

export type PdfContent =
  | Written
  | (Placed & { text: '' })
  | (Placed & { stack: PdfContent[] })
  | (Placed & { columns: PdfContent[]; columnGap?: number })
  | (Placed & { canvas: { type: 'line'; x1: number; y1: number; x2: number; y2: number; lineWidth: number }[] })
  | (Placed & { image: string; fit: [number, number] })
  | (Placed & { svg: string; fit: [number, number] })
  | { qr: string; fit: number; eccLevel: 'M'; width: number }
  | (Placed & {
      table: {
        headerRows: number
        dontBreakRows: boolean
        keepWithHeaderRows: number
        widths: number[]
        body: Written[][]
      }
      layout: Record<'hLineWidth' | 'vLineWidth' | 'paddingLeft' | 'paddingRight', () => number>
    })

export interface PdfDocument {
  pageSize: 'A4'
  version: '1.7'
  pageMargins: [number, number, number, number]
  info: Record<string, string | Date>
  content: PdfContent[]
  defaultStyle: { font: string; fontSize: number; lineHeight: number }
  footer(page: number, pages: number): PdfContent
  background?(page: number, size: { readonly height: number }): PdfContent
}
