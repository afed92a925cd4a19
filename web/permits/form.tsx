/** Fields of the form, each bound to a path of the draft: its value, its fault, and whether the city filled it in. */
import { createContext, type ReactNode, useContext, useId } from 'react'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { ProvenanceBadge } from '../shared/ui.tsx'
import { type Draft, emptyDraft, type Faults, valueAt } from './draft.ts'

export interface Form {
  readonly draft: Draft
  readonly faults: Faults
  /** Whether a field's fault is shown: it was left, or filing was tried. */
  shown(path: string): boolean
  touch(path: string): void
  set(path: string, value: unknown): void
}

export const FormContext = createContext<Form>({
  draft: emptyDraft,
  faults: new Map(),
  shown: () => false,
  touch: () => {},
  set: () => {},
})
export const useForm = () => useContext(FormContext)

/** Where a summary of faults leads. */
export const fieldId = (path: string) => `field-${path.replaceAll('.', '-')}`

interface At {
  path: string
  label: Bilingual
  unit?: string
  hint?: Bilingual
  optional?: boolean
}

const text = {
  optional: both('tùy chọn', 'optional'),
  unknown: both('chưa rõ', 'not known'),
  yes: both('có', 'yes'),
  no: both('không', 'no'),
  choose: both('— chọn —', '— choose —'),
}

function Framed({ path, label, unit, hint, optional, children }: At & { children(about: FieldAttributes): ReactNode }) {
  const { t } = useWords()
  const { draft, faults, shown, touch } = useForm()
  const say = useId()
  const fault = shown(path) ? faults.get(path) : undefined
  const provenance = draft.from[path]
  return (
    <div className={fault ? 'field wrong' : 'field'}>
      <label htmlFor={fieldId(path)}>
        {t(label)}
        {unit ? ` (${unit})` : null}
        {optional ? <span className="soft">, {t(text.optional)}</span> : null}{' '}
        {provenance ? <ProvenanceBadge provenance={provenance} /> : null}
      </label>
      {children({
        id: fieldId(path),
        'aria-invalid': fault !== undefined,
        'aria-describedby': fault ? say : undefined,
        onBlur: () => touch(path),
      })}
      {fault ? (
        <p className="fault" id={say}>
          {t(fault)}
        </p>
      ) : hint ? (
        <p className="hint">{t(hint)}</p>
      ) : null}
    </div>
  )
}

interface FieldAttributes {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
  onBlur(): void
}

export function TextAt(props: At & { inputMode?: 'numeric' | 'tel'; autoComplete?: string; empty?: null }) {
  const { draft, set } = useForm()
  const { inputMode, autoComplete = 'off', empty } = props
  return (
    <Framed {...props}>
      {(about) => (
        <input
          {...about}
          inputMode={inputMode}
          autoComplete={autoComplete}
          value={String(valueAt(draft, props.path) ?? '')}
          onChange={({ target: { value } }) => set(props.path, value === '' && empty === null ? null : value)}
        />
      )}
    </Framed>
  )
}

export function NumberAt(props: At & { step?: number; whole?: boolean; empty?: 0; placeholder?: string }) {
  const { draft, set } = useForm()
  const { step, whole, empty, placeholder } = props
  const value = valueAt(draft, props.path)
  return (
    <Framed {...props}>
      {(about) => (
        <input
          {...about}
          type="number"
          inputMode={whole ? 'numeric' : 'decimal'}
          step={step ?? (whole ? 1 : 'any')}
          placeholder={placeholder}
          value={typeof value === 'number' ? value : ''}
          onChange={({ target }) => set(props.path, target.value === '' ? (empty ?? null) : Number(target.value))}
        />
      )}
    </Framed>
  )
}

export function ChoiceAt<T extends string>(
  props: At & { titles: Readonly<Record<T, Bilingual>>; nullable?: Bilingual | true },
) {
  const { t } = useWords()
  const { draft, set } = useForm()
  const { titles, nullable } = props
  return (
    <Framed {...props}>
      {(about) => (
        <select
          {...about}
          value={String(valueAt(draft, props.path) ?? '')}
          onChange={({ target: { value } }) => set(props.path, value === '' && nullable ? null : value)}
        >
          {nullable ? <option value="">{t(nullable === true ? text.unknown : nullable)}</option> : null}
          {!nullable && !valueAt(draft, props.path) ? <option value="">{t(text.choose)}</option> : null}
          {(Object.keys(titles) as T[]).map((key) => (
            <option key={key} value={key}>
              {t(titles[key])}
            </option>
          ))}
        </select>
      )}
    </Framed>
  )
}

/** Yes, no, or not known: what is not known is said so, never guessed. */
export function KnownAt(props: At) {
  const { t } = useWords()
  const { draft, set } = useForm()
  const value = valueAt(draft, props.path)
  return (
    <Framed {...props}>
      {(about) => (
        <select
          {...about}
          value={value === null || value === undefined ? '' : String(value)}
          onChange={({ target }) => set(props.path, target.value === '' ? null : target.value === 'true')}
        >
          <option value="">{t(text.unknown)}</option>
          <option value="true">{t(text.yes)}</option>
          <option value="false">{t(text.no)}</option>
        </select>
      )}
    </Framed>
  )
}

export function CheckAt({ path, label }: At) {
  const { t } = useWords()
  const { draft, set } = useForm()
  return (
    <label className="row check">
      <input
        id={fieldId(path)}
        type="checkbox"
        checked={valueAt(draft, path) === true}
        onChange={({ target }) => set(path, target.checked)}
      />
      {t(label)}
    </label>
  )
}

export function Section({ title, hint, children }: { title: Bilingual; hint?: Bilingual; children: ReactNode }) {
  const { t } = useWords()
  return (
    <section className="card stack" aria-label={t(title)}>
      <h2>{t(title)}</h2>
      {hint ? <p className="soft small">{t(hint)}</p> : null}
      {children}
    </section>
  )
}
