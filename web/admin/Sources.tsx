/** Where everything comes from: layers with provenance, source, licence and date; the rules' texts; the schema for QGIS. */
import type { GisState } from '../../scenarios/api/office.ts'
import { layerAbout } from '../../scenarios/city/layers.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import type { Source } from '../../scenarios/provenance.ts'
import { rules } from '../../scenarios/rules/registry.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { useTiles } from '../shared/tiles.ts'
import { Banner, ProblemBanner, ProvenanceBadge } from '../shared/ui.tsx'
import { useServer } from './parts.tsx'
import { confidenceTitles, text } from './text.ts'

export function SourcesSection() {
  const { t } = useWords()
  const tiles = useTiles(0)
  const { value: gis, problem } = useServer<GisState>(api.office.gis)
  return (
    <section className="stack" aria-label={t(text.sources)}>
      {tiles.status === 'loading' ? <p role="status">{t(text.loading)}</p> : null}
      {tiles.status === 'failed' ? <ProblemBanner problem={tiles.problem} /> : null}
      {tiles.status === 'ready' ? <LayerTable manifest={tiles.value.manifest} /> : null}
      <Facts />
      <section className="card stack" aria-label={t(text.gis)}>
        <h2>{t(text.gis)}</h2>
        {problem ? <ProblemBanner problem={problem} /> : null}
        {gis ? <Gis gis={gis} served={tiles.status === 'ready' ? tiles.value.manifest.hash : null} /> : null}
      </section>
    </section>
  )
}

function LayerTable({ manifest: { city, hash } }: { manifest: TilesManifest }) {
  const words = useWords()
  const { t, number } = words
  const rows = [
    ...city.grids.map((grid) => ({ ...grid, title: text.ground, count: grid.spec.columns * grid.spec.rows })),
    ...city.layers.map((layer) => ({ ...layer, title: layerAbout[layer.id].title })),
  ]
  return (
    <section className="card stack" aria-label={t(text.sources)}>
      <h2>{t(text.sources)}</h2>
      <p className="soft">{t(text.sourcesWhy, { city: t(city.title), hash: hash.slice(0, 12) })}</p>
      <div className="scroll-x">
        <table aria-label={t(text.sources)}>
          <thead>
            <tr>
              <th scope="col">{t(text.layer)}</th>
              <th scope="col">{t(text.provenance)}</th>
              <th scope="col">{t(text.features)}</th>
              <th scope="col">{t(text.date)}</th>
              <th scope="col">{t(text.source)}</th>
              <th scope="col">{t(text.licence)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, provenance, count, date, sources, note }) => (
              <tr key={id}>
                <th scope="row">{t(title)}</th>
                <td>
                  <ProvenanceBadge provenance={provenance} />
                </td>
                <td className="figure">{number(count)}</td>
                <td>{dated(date, words)}</td>
                <td className="clause">
                  {sources.map((source) => (
                    <SourceLine key={source.title} source={source} />
                  ))}
                  {note ? <div className="hint">{t(note)}</div> : null}
                </td>
                <td>{[...new Set(sources.map(({ licence }) => licence))].join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** A day as people read it; what says only a year, or more than a day, as it stands. */
const dated = (date: string, words: Words): string => (/^\d{4}-\d\d-\d\d$/.test(date) ? day(date, words) : date)

function SourceLine({ source: { title, date } }: { source: Source }) {
  const words = useWords()
  return (
    <div>
      {title}
      {date ? ` (${dated(date, words)})` : ''}
    </div>
  )
}

function Facts() {
  const { t, number } = useWords()
  return (
    <section className="card stack" aria-label={t(text.facts)}>
      <h2>{t(text.facts)}</h2>
      <ul>
        {Object.entries(confidenceTitles).map(([confidence, title]) => (
          <li key={confidence}>
            {t(title)}: {number(rules.filter((rule) => rule.confidence === confidence).length)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Gis({ gis, served }: { gis: GisState; served: string | null }) {
  const { t, number, dateTime } = useWords()
  if (gis.postgis === 'none') return <Banner kind="info">{t(text.gisNone)}</Banner>
  if (gis.postgis === 'not-made') return <Banner kind="warning">{t(text.gisNotMade)}</Banner>
  if (gis.filledAt === null) return <Banner kind="info">{t(text.gisEmpty)}</Banner>
  const { srid, features, filledAt, mended, refused, cityHash } = gis
  return (
    <>
      <p>
        {t(text.gisReady, {
          srid: srid ?? '',
          features: number(features),
          time: dateTime(filledAt),
          mended: number(mended),
          refused: number(refused),
        })}
      </p>
      {served !== null && served !== cityHash ? <Banner kind="warning">{t(text.gisOld)}</Banner> : null}
    </>
  )
}
