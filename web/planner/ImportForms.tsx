/** What a person may set for a file on the map: its reference system, the layer it goes onto, which column is which attribute. */
import { type FormEvent, useState } from 'react'
import { fieldsOf, isTarget, titleOfPath } from '../../data/readers/layer/fields.ts'
import type { FieldSource, Mapping } from '../../data/readers/layer/mapping.ts'
import { missingFields, mustCome } from '../../data/readers/layer/suggest.ts'
import { type LayerId, layerAbout, layerIds } from '../../scenarios/city/layers.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner } from '../shared/ui.tsx'
import type { OpenedLayer, Placed } from './import-task.ts'
import { words } from './import-text.ts'
import type { OpenFile } from './useImport.ts'

/** Where the file lies; asks for its system where that is not known. */
export function PlaceView({ place, onPlace }: { place: Placed; onPlace(asked: string): void }) {
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

export function TargetField(props: { source: OpenedLayer; layer: LayerId; onChoose(layer: LayerId): void }) {
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

/** A choice that no column has as its name. */
const ONE_VALUE = '\u0000'

export function Fields({
  file,
  source,
  onMap,
}: {
  file: OpenFile
  source: OpenedLayer
  onMap(mapping: Mapping): void
}) {
  const { t, percent } = useWords()
  const { layer, mapping, guess } = file
  const set = (path: string, from: FieldSource | null) => {
    const { [path]: _, ...rest } = mapping.fields
    onMap({ ...mapping, fields: from ? { ...rest, [path]: from } : rest })
  }
  const change = (path: string, choice: string) => {
    if (choice === ONE_VALUE) set(path, { constant: '' })
    else set(path, choice === '' ? null : guessed(path, choice))
  }
  /** A conversion that was guessed for a column comes back with it. */
  const guessed = (path: string, column: string): FieldSource => {
    const known = guess?.mapping.fields[path]
    return known && 'column' in known && known.column === column ? known : { column }
  }
  const fields = fieldsOf(layer).filter((field) => field.path !== 'heightProvenance')
  const missing = missingFields(layer, mapping)
  const [open, setOpen] = useState(false)
  return (
    <details open={open || missing.length > 0} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(words.fields)}</summary>
      <div className="stack import-fields">
        {fields.map((field) => {
          const from = mapping.fields[field.path]
          const column = from && 'column' in from ? from.column : ''
          const constant = from && 'constant' in from ? String(from.constant) : null
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
                <>
                  <select
                    id={id}
                    value={constant === null ? column : ONE_VALUE}
                    onChange={(event) => change(field.path, event.target.value)}
                  >
                    <option value="">{t(words.noColumn)}</option>
                    <option value={ONE_VALUE}>{t(words.oneValue)}</option>
                    {source.fields.map(({ name }) => (
                      <option key={name} value={name}>
                        {name}
                      </option>
                    ))}
                  </select>
                  {constant === null ? null : (
                    <input
                      aria-label={t(words.valueOf, { field: t(title) })}
                      defaultValue={constant}
                      onBlur={(event) => set(field.path, { constant: event.target.value.trim() })}
                    />
                  )}
                </>
              )}
            </Field>
          )
        })}
      </div>
      {missing.length > 0 ? (
        <Banner kind="warning">
          {t(words.missing, { fields: missing.map((path) => t(titleOfPath(path).title)).join(', ') })}
        </Banner>
      ) : null}
    </details>
  )
}
