/** How the run of a model that follows the draft stands, on its panel and for those who hear the page; and the panel's parts. */
import type { Dispatch } from 'react'
import type { Bilingual } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, ProblemBanner, ProgressBar } from '../shared/ui.tsx'
import type { Model, ModelState } from './model-state.ts'
import type { Action } from './state.ts'

type RunWords = Readonly<
  Record<'auto' | 'compute' | 'cancel' | 'computing' | 'done' | 'cancelled' | 'failed' | 'stale', Bilingual>
>

interface Props {
  readonly name: Model
  readonly model: {
    readonly state: ModelState<object>
    readonly stale: boolean
    readonly dispatch: Dispatch<Action>
    start(): Promise<void>
    cancel(): void
  }
  readonly text: RunWords
  /** Something is missing that a run needs. */
  readonly waits?: boolean
}

export function ModelRun({ name, model, text, waits = false }: Props) {
  const { t } = useWords()
  const { state, stale, dispatch, start, cancel } = model
  const { run } = state
  return (
    <div className="stack">
      <div className="row">
        <label className="check grow">
          <input
            type="checkbox"
            checked={state.auto}
            onChange={(event) => dispatch({ type: `${name}/auto`, auto: event.target.checked })}
          />
          {t(text.auto)}
        </label>
        {run.status === 'running' ? (
          <button type="button" className="danger" onClick={cancel}>
            {t(text.cancel)}
          </button>
        ) : (
          <button
            type="button"
            className={stale || !state.done ? 'primary' : ''}
            disabled={waits}
            onClick={() => void start()}
          >
            {t(text.compute)}
          </button>
        )}
      </div>
      {run.status === 'running' ? <ProgressBar label={t(text.computing)} fraction={run.fraction} /> : null}
      {run.status === 'cancelled' ? <p>{t(text.cancelled)}</p> : null}
      {run.status === 'failed' ? <ProblemBanner problem={run.problem} /> : null}
      {stale && run.status !== 'running' ? <Banner kind="warning">{t(text.stale)}</Banner> : null}
    </div>
  )
}

/** The one live region of the run, on whatever panel one is. */
export function ModelAnnouncement({ model, text }: Pick<Props, 'model' | 'text'>) {
  const { t } = useWords()
  const { status } = model.state.run
  const words = status === 'idle' ? null : text[status === 'running' ? 'computing' : status]
  return (
    <p role="status" className="visually-hidden">
      {words ? t(words) : ''}
    </p>
  )
}

/** One of few parts of a panel, or one of few tables. */
export function Switch<P extends string>(props: {
  name: string
  label: Bilingual
  options: readonly P[]
  value: NoInfer<P>
  titles: Readonly<Record<NoInfer<P>, Bilingual>>
  onChange(value: NoInfer<P>): void
}) {
  const { t } = useWords()
  return (
    <fieldset className="switch wrap">
      <legend className="visually-hidden">{t(props.label)}</legend>
      {props.options.map((one) => (
        <label key={one}>
          <input type="radio" name={props.name} checked={props.value === one} onChange={() => props.onChange(one)} />
          <span>{t(props.titles[one])}</span>
        </label>
      ))}
    </fieldset>
  )
}
