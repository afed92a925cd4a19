/** Opening a file on the map: what it is, where it lies, onto which layer, what was left out and why. Nothing here is stored. */
import { type ChangeEvent, type FormEvent, useEffect, useRef, useState } from 'react'
import { fieldsOf, isTarget, titleOfPath } from '../../data/readers/layer/fields.ts'
import { type FieldSource, type Mapping, spellMapping } from '../../data/readers/layer/mapping.ts'
import { mustCome } from '../../data/readers/layer/suggest.ts'
import type { ImportReport, Remark } from '../../data/readers/report.ts'
import { type LayerId, layerAbout, layerIds } from '../../scenarios/city/layers.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, Icon, ProblemBanner, ProgressBar } from '../shared/ui.tsx'
import type { OpenedLayer, Placed } from './import-task.ts'
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
    if (status !== 'none') panel.current?.scrollIntoView({ block: 'start' })
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
          <p role="status">{t(words.laid, { n: number(laid.count) })}</p>
          {laid.drawn.features < laid.count ? (
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
      {laid ? <Storing file={file} /> : null}
    </div>
  )
}

/** Where the file lies; asks for its system where that is not known. */
function PlaceView({ place, onPlace }: { place: Placed; onPlace(asked: string): void }) {
  const { t } = useWords()
  const [asked, setAsked] = useState('')
  const known = 'how' in place
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (asked.trim() !== '') onPlace(asked.trim())
  }
  if (known && place.certain) {
    return (
      <p className="small soft">
        {t(words.crs)}: {place.crs.name}
      </p>
    )
  }
  const used = known ? place.crs.proj4 : ''
  return (
    <form className="stack" onSubmit={apply}>
      {known ? <Banner kind="warning">{t(words.crsUnsure)}</Banner> : <ProblemBanner problem={place.problem} />}
      <Field label={t(words.crsChoose)}>
        {(id) => (
          <select id={id} value={used} onChange={(event) => event.target.value && onPlace(event.target.value)}>
            {known ? null : <option value="">–</option>}
            {known && !place.choices.some((choice) => choice.proj4 === used) ? (
              <option value={used}>{place.crs.name}</option>
            ) : null}
            {place.choices.map((choice) => (
              <option key={choice.title.en} value={choice.proj4}>
                {t(choice.title)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="row end">
        <Field label={t(words.crsOther)}>
          {(id) => (
            <input id={id} value={asked} placeholder="EPSG:5897" onChange={(event) => setAsked(event.target.value)} />
          )}
        </Field>
        <button type="submit" disabled={asked.trim() === ''}>
          {t(words.crsApply)}
        </button>
      </div>
    </form>
  )
}

function TargetField(props: { source: OpenedLayer; layer: LayerId; onChoose(layer: LayerId): void }) {
  const { t, percent } = useWords()
  const { source, layer, onChoose } = props
  const likely = source.guesses.map((guess) => guess.layer)
  const others = layerIds.filter((id) => isTarget(id) && !likely.includes(id))
  return (
    <Field label={t(words.target)}>
      {(id) => (
        <select id={id} value={layer} onChange={(event) => onChoose(event.target.value as LayerId)}>
          {source.guesses.map((guess) => (
            <option key={guess.layer} value={guess.layer}>
              {t(words.likely, { layer: t(layerAbout[guess.layer].title), percent: percent(guess.confidence) })}
            </option>
          ))}
          {others.map((other) => (
            <option key={other} value={other}>
              {t(layerAbout[other].title)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Fields({ file, source, onMap }: { file: OpenFile; source: OpenedLayer; onMap(mapping: Mapping): void }) {
  const { t, percent } = useWords()
  const { layer, mapping, guess } = file
  const change = (path: string, column: string) => {
    const { [path]: _, ...rest } = mapping.fields
    onMap({ ...mapping, fields: column === '' ? rest : { ...rest, [path]: guessed(path, column) } })
  }
  /** A conversion that was guessed for a column comes back with it. */
  const guessed = (path: string, column: string): FieldSource => {
    const known = guess?.mapping.fields[path]
    return known && 'column' in known && known.column === column ? known : { column }
  }
  const fields = fieldsOf(layer).filter((field) => field.path !== 'heightProvenance')
  const missing = fields.filter((field) => mustCome(layer, field) && !(field.path in mapping.fields))
  return (
    <details open={missing.length > 0}>
      <summary>{t(words.fields)}</summary>
      <div className="stack import-fields">
        {fields.map((field) => {
          const from = mapping.fields[field.path]
          const column = from && 'column' in from ? from.column : ''
          const convert = from && 'column' in from ? from.convert : undefined
          const sure =
            from !== undefined && from === guess?.mapping.fields[field.path] ? guess.confidence[field.path] : null
          const examples = source.fields
            .find((one) => one.name === column)
            ?.examples.slice(0, 3)
            .join(' · ')
          const hint = [
            convert ? t(words.convert, { conversion: convert }) : '',
            sure ? t(words.sure, { percent: percent(sure) }) : '',
            examples ?? '',
          ].filter((part) => part !== '')
          const { title, unit } = titleOfPath(field.path)
          const label = `${t(title)}${unit ? ` (${unit})` : ''}${mustCome(layer, field) ? ` – ${t(words.mustCome)}` : ''}`
          return (
            <Field key={field.path} label={label} hint={hint.join(' · ')}>
              {(id) => (
                <select id={id} value={column} onChange={(event) => change(field.path, event.target.value)}>
                  <option value="">{t(words.noColumn)}</option>
                  {source.fields.map(({ name }) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )
        })}
      </div>
      {missing.length > 0 ? (
        <Banner kind="warning">
          {t(words.missing, { fields: missing.map((field) => t(titleOfPath(field.path).title)).join(', ') })}
        </Banner>
      ) : null}
    </details>
  )
}

function Report({ report }: { report: ImportReport }) {
  const { t } = useWords()
  return (
    <details open>
      <summary>{t(words.report)}</summary>
      <Remarks title={t(words.skipped)} remarks={report.skipped} />
      <Remarks title={t(words.repaired)} remarks={report.repaired} />
      {report.notes.length > 0 ? (
        <>
          <h3>{t(words.notes)}</h3>
          <ul className="small">
            {report.notes.map((note) => (
              <li key={note.en}>{t(note)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </details>
  )
}

function Remarks({ title, remarks }: { title: string; remarks: readonly Remark[] }) {
  const { t, number } = useWords()
  return (
    <>
      <h3>
        {title}
        {remarks.length === 0 ? `: ${t(words.nothing)}` : ''}
      </h3>
      {remarks.length > 0 ? (
        <ul className="small">
          {remarks.map(({ code, message, count, examples }) => (
            <li key={code}>
              {number(count)} × {t(message)}{' '}
              {examples.length > 0 ? (
                <span className="soft">
                  ({examples.join('; ')}
                  {count > examples.length ? '; …' : ''})
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

function Rows({ source }: { source: OpenedLayer }) {
  const { t, number } = useWords()
  const title = t(words.rows, { n: number(source.rows.length) })
  return (
    <details>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
      <section className="scroll-x import-rows" tabIndex={0} aria-label={title}>
        <table className="small">
          <thead>
            <tr>
              <th scope="col">{t(words.place)}</th>
              {source.fields.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {source.rows.map(({ place, values }) => (
              <tr key={place}>
                <td>{place}</td>
                {values.map((value, i) => (
                  <td key={source.fields[i]!.name}>{value === null ? '' : String(value).slice(0, 120)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
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
