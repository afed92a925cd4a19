/** The scenario: its name, its edits, and where it is kept. */
import { type ReactNode, useState } from 'react'
import { type Edit, slotOf } from '../../scenarios/edit.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { Banner, Field, Icon, ProblemBanner } from '../shared/ui.tsx'
import { ApprovedChanges } from './ApprovedChanges.tsx'
import type { Window } from './city.ts'
import type { Draft } from './draft.ts'
import { EditList } from './EditList.tsx'
import type { Action } from './state.ts'
import { text } from './text.ts'
import type { Stored } from './useStored.ts'
import { WorksClosures } from './WorksClosures.tsx'

/** Where the draft stands with the browser's storage. */
export type Kept = { readonly at: number | null; readonly refused: boolean; readonly restored: boolean }

export type Saving =
  | { readonly status: 'idle' | 'saving' | 'sign-in' }
  | { readonly status: 'saved'; readonly revision: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }

export function ScenarioPanel(props: {
  draft: Draft
  tiles: Tiles
  edits: readonly Edit[]
  window: Window | null
  kept: Kept
  stored: Pick<Stored, 'saving' | 'changedSinceSave' | 'otherCity' | 'save'>
  dispatch(action: Action): void
  onBaseline(): void
  onFlyTo(edits: readonly Edit[]): void
  children?: ReactNode
}) {
  const { draft, edits, kept, dispatch } = props
  const { saving, changedSinceSave, otherCity, save } = props.stored
  const words = useWords()
  const { t, dateTime } = words
  return (
    <div className="stack">
      {kept.restored ? <Banner kind="info">{t(text.draftRestored)}</Banner> : null}
      {otherCity ? <Banner kind="warning">{t(text.otherCity)}</Banner> : null}
      <Field label={t(text.title)}>
        {(id) => (
          <input
            id={id}
            value={draft.title}
            maxLength={200}
            required
            onChange={(event) => dispatch({ type: 'draft/title', title: event.target.value })}
          />
        )}
      </Field>
      <p className="small soft" role="status">
        {kept.refused ? t(text.draftNotSaved) : kept.at ? t(text.draftSaved, { time: dateTime(kept.at) }) : ' '}
        <br />
        {draft.revision === null
          ? t(text.notOnServer)
          : t(text.onServer, { revision: draft.revision }) + (changedSinceSave ? `, ${t(text.changedSince)}` : '')}
      </p>

      <section className="stack" aria-label={t(text.edits)}>
        <h2>
          {t(text.edits)} <span className="soft">({edits.length})</span>
        </h2>
        <div className="row">
          <button
            type="button"
            disabled={draft.log.length === 0}
            onClick={() => dispatch({ type: 'edit/undo' })}
            title="Ctrl+Z"
          >
            <Icon name="undo" /> {t(text.undo)}
          </button>
          <button
            type="button"
            disabled={draft.undone.length === 0}
            onClick={() => dispatch({ type: 'edit/redo' })}
            title="Ctrl+Shift+Z"
          >
            <Icon name="redo" /> {t(text.redo)}
          </button>
        </div>
        {edits.length === 0 ? (
          <p className="soft">{t(text.noEdits)}</p>
        ) : (
          <>
            <EditList
              tiles={props.tiles}
              edits={edits}
              city={props.window?.base ?? null}
              onRemove={(edits) => dispatch({ type: 'edit/remove', slots: edits.map(slotOf) })}
              onFlyTo={props.onFlyTo}
            />
            <p className="small soft">
              <span className="badge planned">{t(text.proposed)}</span> {t(text.proposedNote)}
            </p>
          </>
        )}
      </section>

      <ApprovedChanges edits={edits} onEdits={(more) => dispatch({ type: 'edit/add', edits: more })} />
      <WorksClosures
        tiles={props.tiles}
        edits={edits}
        onEdits={(more) => dispatch({ type: 'edit/add', edits: more })}
      />

      <div className="row">
        <button
          type="button"
          className="primary"
          disabled={saving.status === 'saving' || !draft.title.trim()}
          onClick={() => void save(draft)}
        >
          {t(saving.status === 'saving' ? text.saving : text.save)}
        </button>
        <button
          type="button"
          onClick={() => dispatch({ type: 'draft/branch', title: t(text.branchTitle, { title: draft.title }) })}
        >
          {t(text.branch)}
        </button>
        <BaselineButton
          ask={draft.log.length > 0 && (draft.revision === null || changedSinceSave)}
          onConfirm={props.onBaseline}
        />
      </div>
      <SavingNote saving={saving} />
      {props.children}
    </div>
  )
}

export function SavingNote({ saving }: { saving: Saving }) {
  const { t } = useWords()
  if (saving.status === 'saved') return <Banner kind="info">{t(text.saved, { revision: saving.revision })}</Banner>
  if (saving.status === 'failed') return <ProblemBanner problem={saving.problem} />
  if (saving.status !== 'sign-in') return null
  return (
    <Banner kind="warning">
      {t(text.signInToSave)} <Link href="/login?next=/planner">{t(text.signIn)}</Link>
    </Banner>
  )
}

/** Starts anew; asks first where edits would be lost. */
function BaselineButton({ ask, onConfirm }: { ask: boolean; onConfirm(): void }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <button type="button" onClick={() => (ask ? setAsking(true) : onConfirm())}>
        {t(text.fromBaseline)}
      </button>
    )
  }
  return (
    <div className="banner warning stack" role="alertdialog" aria-label={t(text.fromBaseline)}>
      <p>{t(text.discardDraft)}</p>
      <div className="row">
        {/* biome-ignore lint/a11y/noAutofocus: a question that was just asked for */}
        <button type="button" autoFocus onClick={() => setAsking(false)}>
          {t(text.keepDraft)}
        </button>
        <button
          type="button"
          className="danger"
          onClick={() => {
            setAsking(false)
            onConfirm()
          }}
        >
          {t(text.dropDraft)}
        </button>
      </div>
    </div>
  )
}
