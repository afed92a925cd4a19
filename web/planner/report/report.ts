/**
 * The report of a scenario as a document: one list of sections, each with nothing to say where nothing was computed. Pure:
 * what makes a PDF of it is in `shared/pdf`.
 */
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces'
import { say, watermark } from '../../../scenarios/pdf/written.ts'
import { drainageSection } from './drainage.ts'
import { indicatorSection } from './indicators.ts'
import { lightingSection } from './lighting.ts'
import type { Report, Section } from './parts.ts'
import { proofSection, sourcesSection } from './proof.ts'
import { isIllustrative, titlePage } from './title.ts'
import { trafficSection } from './traffic.ts'
import { reportText as text } from './words.ts'

const sections: readonly Section[] = [
  titlePage,
  indicatorSection,
  drainageSection,
  trafficSection,
  lightingSection,
  proofSection,
  sourcesSection,
]

export function reportOf(report: Report): TDocumentDefinitions {
  const { words, scenario } = report
  const { t } = words
  const [first, ...others] = sections.map((section) => section(report)).filter((content) => content.length > 0)
  return {
    pageSize: 'A4',
    pageMargins: [40, 40, 40, 46],
    info: { title: `${t(text.title)}: ${scenario.title}`, creator: 'Vị Thanh Twin' },
    content: [...first!, ...others.map((stack): Content => ({ stack, pageBreak: 'before' }))],
    defaultStyle: { font: 'latin', fontSize: 10, lineHeight: 1.15 },
    styles: {
      title: { fontSize: 26, bold: true, margin: [0, 4, 0, 4] },
      heading: { fontSize: 17, bold: true, color: '#0b6576', margin: [0, 0, 0, 8] },
      subheading: { fontSize: 12, bold: true, margin: [0, 8, 0, 4] },
    },
    footer: (page, pages) =>
      say(t(text.page, { title: scenario.title, page, pages }), {
        fontSize: 8,
        color: '#5b6770',
        alignment: 'center',
        margin: [40, 14, 40, 0],
      }),
    ...(isIllustrative(report) ? { background: watermark(t(text.illustrative)) } : {}),
  }
}
