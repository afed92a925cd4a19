/** Who computed what with which kernel, and where each layer of the city comes from. */
import type { Content } from 'pdfmake/interfaces'
import { layerAbout } from '../../../scenarios/city/layers.ts'
import { provenanceTitle } from '../../../scenarios/provenance.ts'
import { drainage as drainageDoor } from '../../../workers/client/drainage.ts'
import { about as lightingAbout } from '../../../workers/client/lighting.ts'
import { about as trafficAbout } from '../../../workers/client/traffic.ts'
import { lightingText } from '../lighting-text.ts'
import { text as planner } from '../text.ts'
import { heading, type Report, small, subheading, table } from './parts.ts'
import { reportText as text } from './words.ts'

export function proofSection({ words, drainage, traffic, lighting, runs }: Report): Content[] {
  const { t, number } = words
  const computed = [
    drainage && ([t(text.drainage), drainageDoor.about, drainage.baseline.summary, drainage.scenario.summary] as const),
    traffic && ([t(text.traffic), trafficAbout, traffic.baseline.summary, traffic.scenario.summary] as const),
    lighting &&
      ([t(lightingText.lighting), lightingAbout, lighting.baseline.summary, lighting.scenario.summary] as const),
  ].filter((one) => one !== null)
  const agree = { true: planner.agree, false: planner.disagree, null: planner.notCompared }
  return [
    heading(t(text.proof)),
    ...computed.flatMap(([title, { name, version }, before, after]) => [
      subheading(`${title} · ${name}@${version}`),
      table(
        [t(text.simulation), t(text.digests)],
        [
          [t(planner.baseline), before.digest],
          [t(planner.scenarioShort), after.digest],
        ],
      ),
    ]),
    subheading(t(text.serverRuns)),
    runs.length === 0
      ? small(t(text.noServerRuns))
      : table(
          [t(text.kernel), t(text.ledger), t(text.digests), t(text.agree)],
          runs.map(({ record, ledgerSequence, digestsAgree }) => [
            record.kernel,
            number(ledgerSequence),
            record.digest.slice(0, 16),
            t(agree[`${digestsAgree}`]),
          ]),
        ),
  ]
}

export function sourcesSection({ words: { t }, city }: Report): Content[] {
  const rows = [
    ...city.grids.map((grid) => ({ ...grid, title: t(planner.ground) })),
    ...city.layers
      .filter(({ count }) => count > 0)
      .map((layer) => ({ ...layer, title: t(layerAbout[layer.id].title) })),
  ]
  return [
    heading(t(text.sources)),
    table(
      [t(text.layer), t(text.provenance), t(text.date), t(text.licence)],
      rows.map(({ title, provenance, date, sources }) => [
        title,
        t(provenanceTitle[provenance]),
        date,
        sources.map((source) => `${source.title} · ${source.licence}`).join('; '),
      ]),
      [110, 70, 60, '*'],
    ),
  ]
}
