/** Segments and outages of the side that is shown, as files with their provenance and marks. */
import { outageCells, segmentCells, segmentGeoJson } from '../../scenarios/lighting-tables.ts'
import { useWords } from '../shared/language.tsx'
import { csv, giveFile } from './files.ts'
import { lightingText as text } from './lighting-text.ts'
import type { Lighting } from './useLighting.ts'

export function LightingFiles({ lighting: { comparison, side, city } }: { lighting: Lighting }) {
  const { t } = useWords()
  if (!comparison) return null
  const outcome = comparison[side]
  const name = (kind: string, ending: string) =>
    `${city.name}-${kind}-${side}-${outcome.result.digest.slice(0, 12)}.${ending}`
  return (
    <div className="row">
      <button type="button" onClick={() => giveFile(name('lighting', 'csv'), csv(segmentCells(city, outcome)))}>
        {t(text.segmentsCsv)}
      </button>
      <button
        type="button"
        onClick={() => {
          const content = segmentGeoJson(city, outcome)
          giveFile(name('lighting', 'geojson'), new Blob([content], { type: 'application/geo+json' }))
        }}
      >
        {t(text.segmentsGeoJson)}
      </button>
      <button type="button" onClick={() => giveFile(name('outages', 'csv'), csv(outageCells(outcome)))}>
        {t(text.outagesCsv)}
      </button>
    </div>
  )
}
