/** A paper as a PDF made here; the writer, its fonts and the layout come with the first one. */
import type { Paper } from '../../scenarios/permits/papers/paper.ts'

/** @param at the instant that it is made */
export async function paperPdf(paper: Paper, at: string): Promise<Blob> {
  const [{ pdfOf }, { paperDocument }] = await Promise.all([
    import('../shared/pdf/write.ts'),
    import('../../scenarios/permits/papers/print.ts'),
  ])
  return pdfOf(paperDocument(paper, at))
}
