/** The rasters of runs in the list of layers: which of them the map shows, how strongly, where they come from, and as a file. */

import { writeGeoTiff } from '../../data/readers/geotiff/write.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { drainage } from '../../workers/client/drainage.ts'
import { useWords } from '../shared/language.tsx'
import { IllustrativeBadge, ProvenanceBadge } from '../shared/ui.tsx'
import { rasterLegend, type StageRaster } from '../stage/index.ts'
import { giveFile } from './files.ts'
import { Legend } from './Legend.tsx'
import { layersText as text } from './layers-text.ts'
import type { Comparison } from './run.ts'
import type { Action, View } from './state.ts'
import { text as common } from './text.ts'

const kinds: readonly (readonly [View['show'], boolean, Bilingual])[] = [
  ['baseline', true, both('Độ sâu lớn nhất, hiện trạng', 'Greatest depth, baseline')],
  ['scenario', true, both('Độ sâu lớn nhất, phương án', 'Greatest depth, scenario')],
  ['difference', true, both('Khác biệt lớn nhất', 'Greatest difference')],
  ['baseline', false, both('Độ sâu theo thời gian, hiện trạng', 'Depth over time, baseline')],
  ['scenario', false, both('Độ sâu theo thời gian, phương án', 'Depth over time, scenario')],
  ['difference', false, both('Khác biệt theo thời gian', 'Difference over time')],
]

export function FloodLayers(props: {
  comparison: Comparison | null
  view: View
  raster: StageRaster | null
  opacity: number
  dispatch(action: Action): void
  onOpacity(opacity: number): void
  onZoom(to: Bounds): void
}) {
  const { comparison, view, raster, opacity, dispatch, onOpacity, onZoom } = props
  const { t, percent, dateTime, clock } = useWords()
  if (!comparison) return <p className="small soft">{t(text.floodEmpty)}</p>
  const { body, hash, scenario, baseline } = comparison
  const { name, version } = drainage.about
  // Without edits there is one outcome: the baseline.
  const alone = baseline === scenario
  const offered = alone ? kinds.filter(([show]) => show === 'baseline') : kinds
  const shows = alone && view.show === 'scenario' ? 'baseline' : view.show
  const frame = raster && !view.maximum ? Math.round(view.frame) : 0
  const save = () => {
    if (!raster) return
    const epsg = Number(/^EPSG:(\d+)$/.exec(scenario.city.manifest.frame.crs)?.[1])
    const bytes = writeGeoTiff(
      createGrid(raster.grid, Float32Array.from(raster.frames[frame]!)),
      Number.isNaN(epsg) ? undefined : epsg,
    )
    const when = view.maximum ? 'max' : `${raster.times[frame]}s`
    giveFile(`${shows}-${when}-${hash.slice(0, 12)}.tif`, new Blob([bytes as BlobPart], { type: 'image/tiff' }))
  }
  return (
    <div className="stack">
      <fieldset className="choices">
        <legend className="visually-hidden">{t(text.flood)}</legend>
        <label>
          <input
            type="radio"
            name="flood"
            checked={!view.visible}
            onChange={() => dispatch({ type: 'view', view: { visible: false, playing: false } })}
          />
          {t(text.floodNone)}
        </label>
        {offered.map(([show, maximum, title]) => (
          <label key={title.en}>
            <input
              type="radio"
              name="flood"
              checked={view.visible && shows === show && view.maximum === maximum}
              onChange={() => dispatch({ type: 'view', view: { visible: true, show, maximum, playing: false } })}
            />
            {t(title)}
          </label>
        ))}
      </fieldset>
      <div className="opacity">
        <input
          type="range"
          min={0.1}
          max={1}
          step={0.05}
          value={opacity}
          aria-label={t(text.floodOpacity)}
          aria-valuetext={percent(opacity)}
          onChange={(event) => onOpacity(Number(event.target.value))}
        />
        <span className="small soft">{percent(opacity)}</span>
      </div>
      <div className="row">
        <ProvenanceBadge provenance="computed" />
        {scenario.summary.illustrative ? <IllustrativeBadge /> : null}
      </div>
      <dl className="facts small">
        <div>
          <dt>{t(common.source)}</dt>
          <dd>{t(text.floodComputed, { kernel: name, version, run: hash.slice(0, 12) })}</dd>
        </div>
        <div>
          <dt>{t(text.floodRain)}</dt>
          <dd>
            {dateTime(body.start)}
            {raster && !view.maximum ? ` + ${clock(raster.times[frame] ?? 0)}` : ''}
          </dd>
        </div>
      </dl>
      <Legend rows={rasterLegend(view.show === 'difference' ? 'difference' : 'depth')} />
      <p className="small soft">{t(common.unknownBlank)}</p>
      <div className="row actions">
        <button type="button" onClick={() => onZoom(body.area)}>
          {t(text.zoom)}
        </button>
        <button type="button" onClick={save} disabled={!raster}>
          {t(text.rasterFile)}
        </button>
      </div>
    </div>
  )
}
