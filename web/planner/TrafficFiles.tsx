/** Links and zones of the side that is shown, as files with their provenance and marks. */
import { linkCells, linkGeoJson, zoneCells } from '../../scenarios/traffic-tables.ts'
import { useWords } from '../shared/language.tsx'
import { csv, giveFile } from './files.ts'
import { trafficText as text } from './traffic-text.ts'
import type { Traffic } from './useTraffic.ts'

export function TrafficFiles({ traffic: { comparison, change, naming, state } }: { traffic: Traffic }) {
  const { t } = useWords()
  if (!comparison) return null
  const { side } = state.view
  const outcome = comparison[side]
  const changes = side === 'scenario' && comparison.baseline !== outcome ? (change ?? undefined) : undefined
  const name = (kind: string, ending: string) =>
    `${naming.city.manifest.name}-${kind}-${side}-${outcome.result.digest.slice(0, 12)}.${ending}`
  return (
    <div className="row">
      <button
        type="button"
        onClick={() => giveFile(name('links', 'csv'), csv(linkCells(naming.city, outcome, changes)))}
      >
        {t(text.linksCsv)}
      </button>
      <button
        type="button"
        onClick={() => {
          const content = linkGeoJson(naming.city, outcome, changes)
          giveFile(name('links', 'geojson'), new Blob([content], { type: 'application/geo+json' }))
        }}
      >
        {t(text.linksGeoJson)}
      </button>
      <button type="button" onClick={() => giveFile(name('zones', 'csv'), csv(zoneCells(naming.city, outcome)))}>
        {t(text.zonesCsv)}
      </button>
    </div>
  )
}
