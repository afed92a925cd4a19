/** Opening a file on the map: what it is, where it lies, onto which layer, what was left out and why. Nothing here is stored. */
import { type ChangeEvent, useEffect, useRef } from 'react'
import { spellMapping } from '../../data/readers/layer/mapping.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, Icon, ProblemBanner, ProgressBar } from '../shared/ui.tsx'
import { Fields, PlaceView, TargetField } from './ImportForms.tsx'
import { Report, Rows } from './ImportReport.tsx'
import { words } from './import-text.ts'
import type { Import, OpenFile } from './useImport.ts'
import './import.css'

const ACCEPTED = '.geojson,.json,.ndjson,.fgb,.zip,.gpkg,.dxf,.csv,.txt,.gz'

export function ImportPanel({ importing, onZoom }: { importing: Import; onZoom(bounds: Bounds): void }) {
  const { t } = useWords()
  const { state } = importing
  const panel = useRef<HTMLElement>(null)
  const { status } = state
  // A file dropped on the map answers where it can be seen.
  useEffect(() => {
    const list = panel.current?.closest('.panel')
    // The list alone: `scrollIntoView` would push the whole page up.
    if (status !== 'none' && list)
      list.scrollTop += panel.current!.getBoundingClientRect().top - list.getBoundingClientRect().top
  }, [status])
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.target
    if (files) importing.open([...files])
    event.target.value = ''
  }
  return (
    <section ref={panel} className="import stack" aria-label={t(words.title)}>
      <div>
        <label className="button">
          <input type="file" className="visually-hidden" accept={ACCEPTED} onChange={choose} />
          <Icon name="plus" /> {t(words.openFile)}
        </label>
        <p className="hint">{t(words.openHint)}</p>
      </div>
      {state.status === 'reading' ? (
        <div className="stack">
          <ProgressBar label={t(words.reading, { file: state.file })} fraction={state.fraction} />
          <div>
            <button type="button" onClick={importing.close}>
              {t(words.cancel)}
            </button>
          </div>
        </div>
      ) : null}
      {state.status === 'failed' ? <ProblemBanner problem={state.problem} /> : null}
      {state.status === 'open' ? <OpenFileView file={state} importing={importing} onZoom={onZoom} /> : null}
    </section>
  )
}

function OpenFileView({
  file,
  importing,
  onZoom,
}: {
  file: OpenFile
  importing: Import
  onZoom(bounds: Bounds): void
}) {
  const { t, number } = useWords()
  const { opened, place, laid, problem } = file
  const source = opened.layers[file.index]!
  return (
    <div className="action stack">
      <h2>
        {opened.file} <span className="badge computed">{t(words.notStored)}</span>
      </h2>
      <p className="small soft">
        {t(words.format)}: {opened.format}
      </p>
      <PlaceView place={place} onPlace={importing.place} />
      {opened.layers.length > 1 ? (
        <Field label={t(words.sourceLayer)}>
          {(id) => (
            <select id={id} value={file.index} onChange={(event) => importing.choose(Number(event.target.value))}>
              {opened.layers.map((layer, i) => (
                <option key={layer.name} value={i}>
                  {layer.name} ({number(layer.count)})
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <TargetField source={source} layer={file.layer} onChoose={(layer) => importing.choose(file.index, layer)} />
      <Fields file={file} source={source} onMap={importing.map} />
      {problem ? <ProblemBanner problem={problem} /> : null}
      {'how' in place && !laid && !problem ? <p role="status">{t(words.laying)}</p> : null}
      {laid ? (
        <>
          <p role="status">{t(laid.count > 0 ? words.laid : words.looked, { n: number(laid.count || laid.shown) })}</p>
          {laid.drawn.features < laid.shown ? (
            <Banner kind="info">{t(words.drawnFirst, { n: number(laid.drawn.features) })}</Banner>
          ) : null}
        </>
      ) : null}
      <div className="row">
        {laid?.bounds ? (
          <button type="button" className="primary" onClick={() => onZoom(laid.bounds!)}>
            {t(words.zoomTo)}
          </button>
        ) : null}
        {laid && laid.count > 0 ? (
          <button type="button" onClick={importing.download}>
            {t(words.download)}
          </button>
        ) : null}
        <button type="button" className="danger" onClick={importing.close}>
          {t(words.remove)}
        </button>
      </div>
      {laid ? <Report report={laid.report} /> : null}
      <Rows source={source} />
      {laid && laid.count > 0 ? <Storing file={file} /> : null}
    </div>
  )
}

function Storing({ file }: { file: OpenFile }) {
  const { t } = useWords()
  const { opened, place, layer, mapping } = file
  const quoted = (text: string) => `"${text.replaceAll(/(["\\$`])/g, '\\$1')}"`
  const parts = [
    'npx vithanh layer import',
    quoted(opened.file),
    `--layer ${layer}`,
    ...(opened.layers.length > 1 ? [`--from ${quoted(opened.layers[file.index]!.name)}`] : []),
    ...('how' in place && !place.certain ? [`--crs ${quoted(place.crs.proj4)}`] : []),
    `--map ${quoted(spellMapping(mapping))}`,
    '--date yyyy-mm-dd --source … --licence …',
  ]
  return (
    <div className="small">
      <p>{t(words.storing)}</p>
      <code>{parts.join(' ')}</code>
    </div>
  )
}
