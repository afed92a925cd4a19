/** Whether a PDF is a permit as it was issued: its hash is made here, and only that is asked about. */
import { useState } from 'react'
import type { FileCheck } from '../../scenarios/api/signing.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import { standingStates, stateTitles } from '../../scenarios/permits/process.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { titleOfEvent } from './names.ts'
import { SignedBy } from './SigningCard.tsx'
import { signingText as text } from './signing-text.ts'

type Found = { readonly name: string; readonly check: FileCheck | null }

export function FileCheckCard() {
  const { t } = useWords()
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const look = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    setFound(null)
    setProblem(null)
    try {
      const hash = hashBytes(new Uint8Array(await file.arrayBuffer()))
      setFound({ name: file.name, check: await api.permits.checkFile(hash) })
    } catch (error) {
      if (error instanceof Problem && error.detail.code === 'register/unknown-file')
        setFound({ name: file.name, check: null })
      else setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section
      className={over ? 'card stack file-check over' : 'card stack file-check'}
      aria-label={t(text.check)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void look(event.dataTransfer.files[0])
      }}
    >
      <h2>{t(text.check)}</h2>
      <p className="small soft">{t(text.checkWhy)}</p>
      <Field label={t(text.chooseFile)}>
        {(id) => (
          <input
            id={id}
            type="file"
            accept="application/pdf,.pdf"
            disabled={busy}
            onChange={({ currentTarget }) => void look(currentTarget.files?.[0])}
          />
        )}
      </Field>
      <div role="status" className="stack">
        {busy ? <p>{t(text.checking)}</p> : null}
        {found ? <Answer {...found} /> : null}
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <p className="small soft">{t(text.offline)}</p>
    </section>
  )
}

function Answer({ name, check }: Found) {
  const words = useWords()
  const { t } = words
  if (!check)
    return (
      <Banner kind="error">
        <strong>{name}</strong>: {t(text.unknown)}
      </Banner>
    )
  const stands = standingStates.has(check.state)
  const said = check.kind === 'to-sign' ? text.notSigned : check.specimen ? text.specimenFile : text.genuine
  const rows: [string, string][] = [
    [t(text.number), check.permitNumber],
    [t(text.state), t(stateTitles[check.state])],
    ...(check.issuedAt ? [[t(text.issued), day(check.issuedAt, words)] as [string, string]] : []),
    ...(check.kind === 'signed'
      ? [
          [
            t(text.since),
            check.since.map(({ event, at }) => `${t(titleOfEvent(event))} ${day(at, words)}`).join('; ') ||
              t(text.nothing),
          ] as [string, string],
        ]
      : []),
  ]
  return (
    <>
      <Banner kind={check.kind === 'signed' && !check.specimen && stands ? 'info' : 'warning'}>
        <strong>{name}</strong>: {t(said)} {check.kind === 'signed' && !stands ? t(text.noLonger) : ''}
      </Banner>
      <dl className="facts">
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {check.signature ? <SignedBy signature={check.signature} /> : null}
    </>
  )
}
