/** A permit goes out to be signed and comes back: three steps, what was wrong, and who signed. */
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import type { Signature, Signing } from '../../scenarios/api/signing.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner, ProgressBar, problemOf } from '../shared/ui.tsx'
import { signingText as text } from './signing-text.ts'

export function SigningCard({ permit, onIssued }: { permit: PermitCase; onIssued(): Promise<void> }) {
  const { t } = useWords()
  const [signing, setSigning] = useState<Signing | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const { id, revision, state, people } = permit
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is true of one revision may not be of the next
  useEffect(() => {
    let here = true
    api.permits.signing(id).then(
      (found) => here && setSigning(found),
      (error) => here && setProblem(problemOf(error)),
    )
    return () => {
      here = false
    }
  }, [id, revision])
  const taken = useCallback(
    async (next: Signing) => {
      setSigning(next)
      if (next.signed) await onIssued()
    },
    [onIssued],
  )
  if (problem) return <ProblemBanner problem={problem} />
  if (!signing || (state !== 'approved' && !signing.signed)) return null
  return (
    <section className="card stack signing" aria-label={t(text.title)}>
      <h2>{t(signing.signed ? text.signed : text.title)}</h2>
      {signing.signed ? (
        <>
          <SignedBy signature={signing.signed.signature} />
          {people ? (
            <a className="button" href={`/api/permits/${id}/signing/signed`} download>
              {t(text.getSigned)}
            </a>
          ) : null}
        </>
      ) : people ? (
        <Steps permit={permit} signing={signing} onChange={taken} />
      ) : null}
    </section>
  )
}

function Steps(props: { permit: PermitCase; signing: Signing; onChange(next: Signing): Promise<void> }) {
  const { permit, signing, onChange } = props
  const { t, dateTime } = useWords()
  const { prepared, ready } = signing
  const current = prepared?.current ?? false
  const address = `/api/permits/${permit.id}/signing/file`
  return (
    <>
      {ready ? null : <Banner kind="warning">{t(text.notReady)}</Banner>}
      {permit.specimen ? <p className="small soft">{t(text.specimen)}</p> : null}
      <h3>{t(text.step1)}</h3>
      <p className="small soft">{t(text.step1Why)}</p>
      {prepared && !current ? <Banner kind="warning">{t(text.stale)}</Banner> : null}
      {prepared && current ? (
        <>
          <p>{t(text.ready, { number: prepared.permitNumber, time: dateTime(prepared.at) })}</p>
          <div>
            <a className="button" href={address} download>
              {t(text.getAgain)}
            </a>
          </div>
          <details>
            <summary>{t(text.makeAgain)}</summary>
            <p className="small soft">{t(text.makeAgainWhy)}</p>
            <PrepareForm permit={permit} signing={signing} address={address} onChange={onChange} />
          </details>
        </>
      ) : (
        <PrepareForm permit={permit} signing={signing} address={address} onChange={onChange} />
      )}
      <h3>{t(text.step2)}</h3>
      <p className="small soft">{t(text.step2Why)}</p>
      <h3>{t(text.step3)}</h3>
      <HandIn id={permit.id} disabled={!current || !ready} onChange={onChange} />
    </>
  )
}

function PrepareForm(props: {
  permit: PermitCase
  signing: Signing
  address: string
  onChange(next: Signing): Promise<void>
}) {
  const { permit, signing, address, onChange } = props
  const { t } = useWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const terms = signing.prepared?.terms
  const prepare = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const value = (name: string) => String(values.get(name) ?? '').trim()
    setBusy(true)
    setProblem(null)
    try {
      const { id, revision } = permit
      const next = await api.permits.prepare(id, {
        revision,
        landPapers: value('landPapers'),
        workId: value('workId') || null,
      })
      // The server names it by the permit's number.
      location.assign(address)
      await onChange(next)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack" aria-label={t(text.step1)} onSubmit={(event) => void prepare(event)}>
      <Field label={t(text.landPapers)}>
        {(id) => <input id={id} name="landPapers" maxLength={200} required defaultValue={terms?.landPapers ?? ''} />}
      </Field>
      <Field label={t(text.workId)}>
        {(id) => <input id={id} name="workId" maxLength={200} defaultValue={terms?.workId ?? ''} />}
      </Field>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div>
        <button type="submit" className="primary" disabled={busy}>
          {t(busy ? text.making : text.get)}
        </button>
      </div>
    </form>
  )
}

function HandIn(props: { id: string; disabled: boolean; onChange(next: Signing): Promise<void> }) {
  const { id, disabled, onChange } = props
  const { t } = useWords()
  const [sending, setSending] = useState<{ name: string; fraction: number } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const send = async (file: File | undefined) => {
    if (!file) return
    setProblem(null)
    setSending({ name: file.name, fraction: 0 })
    try {
      const progress = (fraction: number) => setSending({ name: file.name, fraction })
      await onChange(await api.permits.giveSigned(id, file, { progress }))
    } catch (error) {
      setProblem({ ...problemOf(error), file: file.name })
    } finally {
      setSending(null)
    }
  }
  return (
    <>
      <p className="small soft">{t(text.sure)}</p>
      <Field label={t(text.choose)}>
        {(field) => (
          <input
            id={field}
            type="file"
            accept="application/pdf,.pdf"
            disabled={disabled || sending !== null}
            onChange={({ currentTarget }) => {
              void send(currentTarget.files?.[0])
              // The same file may be chosen again.
              currentTarget.value = ''
            }}
          />
        )}
      </Field>
      {sending ? <ProgressBar label={t(text.sending, { name: sending.name })} fraction={sending.fraction} /> : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </>
  )
}

export function SignedBy({ signature }: { signature: Signature }) {
  const { t, dateTime } = useWords()
  const { signer, signedAt, level, revocation, algorithm } = signature
  const rows: [string, string][] = [
    [t(text.by), signer.name],
    [t(text.at), dateTime(signedAt)],
    [t(text.level), `${t(text.levels[level])} · ${algorithm}`],
    [t(text.certificate), signer.subject],
    [t(text.issuer), signer.issuer],
    [t(text.until), dateTime(signer.validTo)],
    [t(text.revocation), t(text.revocations[revocation])],
  ]
  return (
    <>
      <dl className="facts">
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="small soft">
        SHA-256 <code className="hash">{signer.fingerprint}</code>
      </p>
    </>
  )
}
