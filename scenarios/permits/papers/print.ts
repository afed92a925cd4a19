/**
 * The desk's papers on A4: margins, quốc hiệu, number and date, signature and QR where NĐ 30/2020/NĐ-CP puts them. One layout for
 * the browser and the server.
 */
import type { PdfContent as Content, PdfDocument } from '../../pdf/document.ts'
import { runsOf, say, watermark } from '../../pdf/written.ts'
import { type Block, dateInWords, type Field, type Paper, type Signature } from './paper.ts'

/** 30 mm to the left, for the file's holes; 20, 15 and 20 mm. In pt. */
const margins = { left: 85, top: 57, right: 43, bottom: 57 } as const
const WIDTH = 595 - margins.left - margins.right

/** Where a visible digital signature may stand: id of the text at its top, with its number from the left; its height in pt. */
export const SIGNATURE_ID = 'signature'
export const SIGNATURE_HEIGHT = 52
/** Width of the text between the margins, pt. */
export const TEXT_WIDTH = WIDTH

/** @param at the instant that the file says it was made */
export function paperDocument(paper: Paper, at: string): PdfDocument {
  return {
    pageSize: 'A4',
    pageMargins: [margins.left, margins.top, margins.right, margins.bottom],
    version: '1.7',
    info: {
      title: `${paper.title} ${paper.number ?? ''}`.trim(),
      creator: 'Vị Thanh Twin',
      creationDate: new Date(at),
      ...paper.marks,
    },
    content: [head(paper), ...title(paper), ...paper.body.flatMap(blockOf), foot(paper)],
    defaultStyle: { font: 'latin', fontSize: 11, lineHeight: 1.2 },
    footer: (page, pages) =>
      say(`${paper.number ?? ''}  ·  ${page}/${pages}`, {
        fontSize: 8,
        color: '#5b6770',
        alignment: 'right',
        margin: [margins.left, 20, margins.right, 0],
      }),
    ...(paper.watermark ? { background: watermark(paper.watermark, { fontSize: markSize(paper.watermark) }) } : {}),
  }
}

/** As large as a line of the page lets it be. */
const markSize = (text: string): number => Math.min(88, Math.floor(760 / text.length))

const rule = (width: number, inside: number): Content => ({
  canvas: [{ type: 'line', x1: (inside - width) / 2, y1: 2, x2: (inside + width) / 2, y2: 2, lineWidth: 0.7 }],
})

function head({ issuer: [above, own], number, place, date }: Paper): Content {
  const left = WIDTH * 0.43
  const right = WIDTH - left
  const centred = { alignment: 'center', fontSize: 10 } as const
  const upper = (text: string) => text.toLocaleUpperCase('vi')
  return {
    columns: [
      {
        width: left,
        stack: [
          ...(above ? [say(upper(above), centred)] : []),
          say(upper(own), { ...centred, bold: true }),
          rule(60, left),
          ...(number ? [say(`Số: ${number}`, { ...centred, margin: [0, 8, 0, 0] })] : []),
        ],
      },
      {
        width: right,
        stack: [
          say('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { ...centred, bold: true }),
          say('Độc lập - Tự do - Hạnh phúc', { ...centred, bold: true }),
          rule(150, right),
          say(`${place}, ${dateInWords(date)}`, { ...centred, margin: [0, 8, 0, 0] }),
        ],
      },
    ],
  }
}

const title = ({ title, subtitle, addressee }: Paper): Content[] => [
  say(title, { alignment: 'center', bold: true, fontSize: 14, margin: [0, 18, 0, 2] }),
  ...(subtitle ? [say(subtitle, { alignment: 'center', bold: true, margin: [20, 0, 20, 2] })] : []),
  ...(addressee ? [say(`Kính gửi: ${addressee}`, { alignment: 'center', margin: [0, 8, 0, 0] })] : []),
  { text: '', margin: [0, 0, 0, 8] },
]

function blockOf(block: Block): Content[] {
  switch (block.kind) {
    case 'heading':
      return [say(block.text, { bold: true, margin: [0, 8, 0, 4], headlineLevel: 1 })]
    case 'text':
      return [say(block.text, { margin: [0, 2, 0, 4], ...(block.bold ? { bold: true } : {}) })]
    case 'fields':
      return fieldsOf(block.rows, block.numbered)
    case 'list':
      return block.items.map((item, i) => say(`${i + 1}. ${item}`, { margin: [14, 1, 0, 2] }))
    case 'table':
      return [tableOf(block)]
    case 'picture':
      return [
        {
          stack: [
            { image: block.image, fit: [WIDTH, 240], alignment: 'center' },
            say(block.caption, { fontSize: 9, alignment: 'center', margin: [0, 2, 0, 0] }),
          ],
          unbreakable: true,
          margin: [0, 6, 0, 6],
        },
      ]
    case 'drawing':
      return [
        {
          stack: [
            { svg: block.drawing.svg, fit: [block.drawing.width, block.drawing.height], alignment: 'center' },
            say(block.caption, { fontSize: 9, alignment: 'center', margin: [0, 2, 0, 0] }),
          ],
          unbreakable: true,
          margin: [0, 6, 0, 6],
        },
      ]
  }
}

function fieldsOf(rows: readonly Field[], numbered: boolean): Content[] {
  let count = 0
  return rows.map(({ label, value, part }): Content => {
    const mark = part ? '- ' : numbered ? `${++count}. ` : ''
    return {
      text: [...runsOf(`${mark}${label}: `), ...runsOf(value).map((run) => ({ ...run, bold: !part }))],
      margin: [part ? 14 : 0, 1, 0, 2],
    }
  })
}

/** Of a cell: 3 pt to each side, half a point for each line. */
const CELL_PADDING = 3
function tableOf({ head, rows, widths, whole }: Extract<Block, { kind: 'table' }>): Content {
  const inside = WIDTH - widths.length * 2 * CELL_PADDING - (widths.length + 1) * 0.5
  const total = widths.reduce((a, b) => a + b, 0)
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      keepWithHeaderRows: 1,
      widths: widths.map((share) => (inside * share) / total),
      body: [
        head.map((cell) => say(cell, { bold: true, alignment: 'center' })),
        ...rows.map((row) => row.map((cell) => say(cell))),
      ],
    },
    layout: {
      hLineWidth: () => 0.5,
      vLineWidth: () => 0.5,
      paddingLeft: () => CELL_PADDING,
      paddingRight: () => CELL_PADDING,
    },
    fontSize: 9,
    margin: [0, 4, 0, 8],
    ...(whole ? { unbreakable: true } : {}),
  }
}

const signatureOf = ({ capacity, hint, name }: Signature, index: number): Content => ({
  stack: [
    say(capacity, { bold: true, alignment: 'center' }),
    say(hint, { fontSize: 9, alignment: 'center', id: `${SIGNATURE_ID}-${index}` }),
    say(name ?? ' ', { bold: true, alignment: 'center', margin: [0, SIGNATURE_HEIGHT, 0, 0] }),
  ],
})

/** Signatures to the right; what remains of the row to the left takes the recipients. The QR closes the paper. */
function foot({ signatures, recipients, qr }: Paper): Content {
  const recipient: Content = {
    stack:
      recipients.length > 0
        ? [say('Nơi nhận:', { bold: true, fontSize: 9 }), ...recipients.map((one) => say(`- ${one};`, { fontSize: 9 }))]
        : [],
  }
  return {
    stack: [
      { columns: [...(signatures.length === 1 ? [recipient] : []), ...signatures.map(signatureOf)] },
      ...(qr
        ? [
            {
              columns: [
                { qr: qr.text, fit: 76, eccLevel: 'M', width: 84 } as const,
                say(qr.caption, { fontSize: 9, margin: [0, 30, 0, 0] }),
              ],
              margin: [0, 10, 0, 0],
            } satisfies Content,
          ]
        : []),
    ],
    unbreakable: true,
    margin: [0, 14, 0, 0],
  }
}
