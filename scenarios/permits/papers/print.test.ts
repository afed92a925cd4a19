/** Every paper, written as a PDF with the fonts of the page, says what it has to, in letters that a reader finds again. */
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { papers } from '../../../test/arbitraries/papers.ts'
import { pdfFile, pdfText } from '../../../test/pdf-text.ts'
import { paperDocument } from './print.ts'

const AT = '2026-11-10T05:00:00Z'

describe('each paper', () => {
  test.each(Object.entries(papers))('%s', async (kind, paper) => {
    const file = await pdfFile(paperDocument(paper, AT))
    if (process.env.PAPERS_TO) writeFileSync(`${process.env.PAPERS_TO}/${kind}.pdf`, file)
    const said = pdfText(file)
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      paper.issuer[1].toLocaleUpperCase('vi'),
      paper.number!,
      ...paper.signatures.map(({ capacity }) => capacity),
    ])
      expect(squeezed(said)).toContain(squeezed(words))
    expect(said).not.toContain('?')
    for (const block of paper.body) {
      const words =
        block.kind === 'fields'
          ? block.rows.flatMap(({ label, value }) => [label, value])
          : block.kind === 'table'
            ? block.rows.flat()
            : block.kind === 'list'
              ? block.items
              : block.kind === 'picture' || block.kind === 'drawing'
                ? [block.caption]
                : [block.text]
      for (const one of words) expect(squeezed(said)).toContain(squeezed(one.replaceAll('′', '’')))
    }
  })
})

/** Lines are broken anywhere. */
const squeezed = (text: string): string => text.replace(/\s+/g, '')

test('a draft says so on every page; an issued permit has no mark', async () => {
  const draft = pdfText(await pdfFile(paperDocument({ ...papers.permit, watermark: 'BẢN NHÁP – MINH HỌA' }, AT)))
  const pages = draft.split('·').length - 1
  expect(pages).toBeGreaterThan(1)
  expect(draft.split('BẢN NHÁP – MINH HỌA').length - 1).toBe(pages)
  expect(pdfText(await pdfFile(paperDocument(papers.permit, AT)))).not.toContain('MINH HỌA')
})
