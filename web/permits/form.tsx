/** Fields of the form, each bound to a path of the draft: its value, its fault, and whether the city filled it in. */
import { createContext, type ReactNode, useContext, useId, useSyncExternalStore } from 'react'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { ProvenanceBadge } from '../shared/ui.tsx'
import { type Draft, emptyDraft, type Faults, valueAt, withValue } from './draft.ts'

interface State {
  readonly draft: Draft
  readonly faults: Faults
  /** Fields that were left, and whether filing was tried: their faults are shown. */
  readonly touched: ReadonlySet<string>
  readonly tried: boolean
}

/** The form's state, outside React: a press of a key draws anew the field it went into, and what waits for the whole draft later. */
export interface Form {
  now(): State
  subscribe(listener: () => void): () => void
  set(path: string, value: unknown): void
  change(by: (draft: Draft) => Draft): void
  touch(path: string): void
  /** What was found wrong with the draft; shown for every field once filing was tried. */
  judge(faults: Faults, tried?: boolean): void
  start(draft: Draft): void
}

export function createForm(draft: Draft): Form {
  let state: State = { draft, faults: new Map(), touched: new Set(), tried: false }
  const listeners = new Set<() => void>()
  const put = (next: Partial<State>) => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }
  return {
    now: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (path, value) => {
      const draft = withValue(state.draft, path, value)
      if (!state.faults.has(path)) return put({ draft })
      // What was wrong with the value before is not said of this one, which is judged once the keys are still.
      const faults = new Map(state.faults)
      faults.delete(path)
      put({ draft, faults })
    },
    change: (by) => put({ draft: by(state.draft) }),
    touch: (path) => {
      if (!state.touched.has(path)) put({ touched: new Set(state.touched).add(path) })
    },
    judge: (faults, tried = state.tried) => put({ faults, tried }),
    start: (draft) => put({ draft, touched: new Set(), tried: false }),
  }
}

export const FormContext = createContext<Form>(createForm(emptyDraft))
export const useForm = () => useContext(FormContext)

function usePart<T>(select: (state: State) => T): T {
  const { now, subscribe } = useForm()
  return useSyncExternalStore(subscribe, () => select(now()))
}

/** A part of the draft: drawn anew when that part is another. */
export const useDraft = <T,>(select: (draft: Draft) => T): T => usePart(({ draft }) => select(draft))

/** The value at a path, such as `check.roads.0.widthMetres`. */
export const useValue = (path: string): unknown => useDraft((draft) => valueAt(draft, path))

/** What is wrong with a field, where that is shown. */
export const useFault = (path: string): Bilingual | undefined =>
  usePart(({ faults, touched, tried }) => (tried || touched.has(path) ? faults.get(path) : undefined))

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
  const { touch } = useForm()
  const say = useId()
  const fault = useFault(path)
  const provenance = useDraft((draft) => draft.from[path])
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
  const { set } = useForm()
  const { inputMode, autoComplete = 'off', empty } = props
  const value = useValue(props.path)
  return (
    <Framed {...props}>
      {(about) => (
        <input
          {...about}
          inputMode={inputMode}
          autoComplete={autoComplete}
          value={String(value ?? '')}
          onChange={({ target: { value } }) => set(props.path, value === '' && empty === null ? null : value)}
        />
      )}
    </Framed>
  )
}

export function NumberAt(props: At & { step?: number; whole?: boolean; empty?: 0; placeholder?: string }) {
  const { set } = useForm()
  const { step, whole, empty, placeholder } = props
  const value = useValue(props.path)
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
  const { set } = useForm()
  const { titles, nullable } = props
  const chosen = useValue(props.path)
  return (
    <Framed {...props}>
      {(about) => (
        <select
          {...about}
          value={String(chosen ?? '')}
          onChange={({ target: { value } }) => set(props.path, value === '' && nullable ? null : value)}
        >
          {nullable ? <option value="">{t(nullable === true ? text.unknown : nullable)}</option> : null}
          {!nullable && !chosen ? <option value="">{t(text.choose)}</option> : null}
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
  const { set } = useForm()
  const value = useValue(props.path)
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
  const { set } = useForm()
  const value = useValue(path)
  return (
    <label className="row check">
      <input
        id={fieldId(path)}
        type="checkbox"
        checked={value === true}
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
