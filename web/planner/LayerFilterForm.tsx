/** The filter of one layer: conditions on its attributes, each with the control that fits it. */
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { useWords } from '../shared/language.tsx'
import { Icon } from '../shared/ui.tsx'
import type { FieldFilter, FilterValue, LayerFilter } from '../stage/index.ts'
import { fieldsOf, type LayerField, titleOfValue } from './fields.ts'
import { layersText as text } from './layers-text.ts'

export function LayerFilterForm(props: { layer: LayerId; filter: LayerFilter; onFilter(filter: LayerFilter): void }) {
  const { layer, filter, onFilter } = props
  const { t } = useWords()
  const fields = fieldsOf(layer).filter(({ kind }) => kind !== 'list')
  const set = (key: string, condition: FieldFilter) => onFilter({ ...filter, [key]: condition })
  return (
    <fieldset className="filter">
      <legend className="visually-hidden">{t(text.filterOf, { layer: t(layerAbout[layer].title) })}</legend>
      {fields.flatMap((field) => {
        const condition = filter[field.key]
        if (!condition) return []
        const title = field.unit ? `${t(field.title)} (${field.unit})` : t(field.title)
        return (
          <fieldset key={field.key}>
            <legend className="small">{title}</legend>
            <button
              type="button"
              className="square quiet"
              aria-label={t(text.removeFilter, { field: t(field.title) })}
              onClick={() => {
                const { [field.key]: _, ...rest } = filter
                onFilter(rest)
              }}
            >
              <Icon name="close" />
            </button>
            <Condition field={field} condition={condition} onChange={(next) => set(field.key, next)} />
          </fieldset>
        )
      })}
      <select
        aria-label={t(text.filterBy)}
        value=""
        onChange={(event) => {
          const field = fields.find(({ key }) => key === event.target.value)
          if (field) set(field.key, emptyCondition(field))
        }}
      >
        <option value="">{t(text.filterBy)}</option>
        {fields.map((field) =>
          field.key in filter ? null : (
            <option key={field.key} value={field.key}>
              {t(field.title)}
            </option>
          ),
        )}
      </select>
    </fieldset>
  )
}

const valuesOf = ({ kind, options, optional }: LayerField): (FilterValue | null)[] => [
  ...(kind === 'yesno' ? [true, false] : options),
  ...(optional ? [null] : []),
]

/** A new condition leaves all that is known shown: taking away is then one press each. */
function emptyCondition(field: LayerField): FieldFilter {
  if (field.kind === 'number') return { kind: 'range', least: null, most: null }
  if (field.kind === 'choice' || field.kind === 'yesno') return { kind: 'any', values: valuesOf(field) }
  return { kind: 'text', words: '' }
}

function Condition(props: { field: LayerField; condition: FieldFilter; onChange(condition: FieldFilter): void }) {
  const { field, condition, onChange } = props
  const { t } = useWords()
  if (condition.kind === 'text') {
    return (
      <label className="row nowrap small">
        {t(text.contains)}
        <input
          type="search"
          value={condition.words}
          onChange={(event) => onChange({ kind: 'text', words: event.target.value })}
        />
      </label>
    )
  }
  if (condition.kind === 'range') {
    const end = (side: 'least' | 'most') => (
      <label className="row nowrap small">
        {t(text[side])}
        <input
          type="number"
          step="any"
          value={condition[side] ?? ''}
          onChange={(event) =>
            onChange({ ...condition, [side]: event.target.value === '' ? null : Number(event.target.value) })
          }
        />
      </label>
    )
    return (
      <div className="range">
        {end('least')}
        {end('most')}
      </div>
    )
  }
  const word = (value: FilterValue | null): string => {
    if (value === null) return t(text.notStated)
    if (typeof value === 'boolean') return t(value ? text.yes : text.no)
    return t(titleOfValue(field, String(value)))
  }
  return (
    <div className="choices small">
      {valuesOf(field).map((value) => (
        <label key={String(value)}>
          <input
            type="checkbox"
            checked={condition.values.includes(value)}
            onChange={(event) =>
              onChange({
                kind: 'any',
                values: event.target.checked
                  ? [...condition.values, value]
                  : condition.values.filter((one) => one !== value),
              })
            }
          />
          {word(value)}
        </label>
      ))}
    </div>
  )
}
