/** Who computed what with which kernel, and where each layer of the city comes from. */
import type { Content } from 'pdfmake/interfaces'
import { layerAbout } from '../../../scenarios/city/layers.ts'
import type { LightingSettings } from '../../../scenarios/lighting.ts'
import { provenanceTitle } from '../../../scenarios/provenance.ts'
import { drainage as drainageDoor } from '../../../workers/client/drainage.ts'
import { about as lightingAbout } from '../../../workers/client/lighting.ts'
import { about as trafficAbout } from '../../../workers/client/traffic.ts'
import { lightingText } from '../lighting-text.ts'
import { luminaireText as files } from '../luminaire-text.ts'
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

export function sourcesSection({ words, city, scenario }: Report): Content[] {
  const { t } = words
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
    ...filesOf(scenario.body.lighting ?? {}, words),
  ]
}

/** What the scenario brings along from files of its author’s own. */
function filesOf({ luminaires = [], rTable }: Partial<LightingSettings>, { t, number }: Report['words']): Content[] {
  if (luminaires.length === 0 && !rTable) return []
  const compared = rTable?.comparedWith
  const surface = compared ? t(files.certified, { with: compared }) : t(text.notCompared)
  return [
    subheading(t(text.files)),
    table(
      [t(text.what), t(files.file), t(files.hash)],
      [
        ...luminaires.map(({ title, source, fluxLumens, powerWatts, file }) => [
          `${title}, ${number(fluxLumens)} lm, ${number(powerWatts, 1)} W (${source})`,
          file.name,
          file.sha256,
        ]),
        ...(rTable ? [[`${t(files.rTable)}. ${surface}`, rTable.file.name, rTable.file.sha256]] : []),
      ],
      ['*', 110, 150],
    ),
  ]
}
