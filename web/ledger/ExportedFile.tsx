/** A ledger that was exported to a file, checked here and sent nowhere. */
import { type DragEvent, useId, useRef, useState } from 'react'
import { type LedgerExport, readLedgerExport } from '../../scenarios/ledger/export.ts'
import { faultTitles, type LedgerFault, type LedgerHead, verifyLedger } from '../../scenarios/ledger/ledger.ts'
import { keyFingerprint } from '../../scenarios/ledger/public-key.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, ProblemBanner, ProgressBar, problemOf } from '../shared/ui.tsx'
import { text } from './text.ts'
import { verifySignature } from './verify-signature.ts'

type State =
  | { readonly status: 'idle' }
  | { readonly status: 'checking'; readonly fraction: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | {
      readonly status: 'done'
      readonly name: string
      readonly read: LedgerExport
      readonly faults: readonly LedgerFault[]
    }

/** Faults that are told one by one. */
const MOST_FAULTS = 20

/** @param server what this server publishes itself; null where that is not known */
export function ExportedFile({ server }: { server: Server }) {
  const { t } = useWords()
  const [state, setState] = useState<State>({ status: 'idle' })
  const [over, setOver] = useState(false)
  const stop = useRef<AbortController | null>(null)
  const id = useId()

  async function check(file: File | undefined) {
    if (!file) return
    stop.current?.abort()
    const going = new AbortController()
    stop.current = going
    setState({ status: 'checking', fraction: 0 })
    try {
      const read = readLedgerExport(await file.text(), file.name)
      const faults = await verifyLedger(read.entries, {
        verify: verifySignature,
        publicKey: read.publicKey,
        head: read.head,
        progress: async (fraction) => {
          if (going.signal.aborted) throw new Cancelled()
          setState({ status: 'checking', fraction })
          // The screen's turn.
          await new Promise((resolve) => setTimeout(resolve, 0))
        },
      })
      if (!going.signal.aborted) setState({ status: 'done', name: file.name, read, faults })
    } catch (error) {
      if (stop.current !== going) return
      setState(error instanceof Cancelled ? { status: 'idle' } : { status: 'failed', problem: problemOf(error) })
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void check(event.dataTransfer.files[0])
  }

  return (
    <section
      className={`card stack drop${over ? ' over' : ''}`}
      aria-label={t(text.file)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>{t(text.file)}</h2>
      <p className="hint">{t(text.fileHint)}</p>
      <div>
        <label className="button" htmlFor={id}>
          {t(text.chooseFile)}
        </label>
        <input
          id={id}
          className="visually-hidden"
          type="file"
          accept=".jsonl,.json"
          onChange={({ target }) => {
            void check(target.files?.[0])
            target.value = ''
          }}
        />
      </div>
      {state.status === 'checking' ? (
        <div className="row">
          <div className="grow">
            <ProgressBar label={t(text.checking)} fraction={state.fraction} />
          </div>
          <button type="button" onClick={() => stop.current?.abort()}>
            {t(text.stop)}
          </button>
        </div>
      ) : null}
      {state.status === 'failed' ? <ProblemBanner problem={state.problem} /> : null}
      {state.status === 'done' ? <Found {...state} server={server} /> : null}
    </section>
  )
}

type Server = { readonly head: LedgerHead | null; readonly publicKey: string } | null

function Found(props: Extract<State, { status: 'done' }> & { server: Server }) {
  const { t, number } = useWords()
  const { name, read, faults, server } = props
  const ours = server?.publicKey === read.publicKey
  const head = server?.head ?? null
  const holds = head !== null && read.entries[head.sequence - 1]?.hash === head.hash
  return (
    <>
      <p className="soft">{name}</p>
      {faults.length === 0 ? (
        <p className="verdict right" role="status">
          <span className="sign" aria-hidden="true">
            ✓
          </span>
          {t(text.fileWhole, { n: number(read.entries.length) })}
        </p>
      ) : (
        <div className="verdict wrong" role="alert">
          <span className="sign" aria-hidden="true">
            ✗
          </span>
          {t(text.fileFaulty, { n: number(faults.length) })}
          <ul>
            {faults.slice(0, MOST_FAULTS).map(({ sequence, what }) => (
              <li key={`${sequence} ${what}`}>
                {t(text.entryNumber, { n: number(sequence) })}: {t(faultTitles[what])}
              </li>
            ))}
          </ul>
        </div>
      )}
      <dl className="facts">
        <dt>{t(text.key)}</dt>
        <dd>
          <code>{keyFingerprint(read.publicKey)}</code>
        </dd>
      </dl>
      {server ? (
        <Banner kind={ours ? 'info' : 'warning'}>{t(ours ? text.fileOfServer : text.fileOtherKey)}</Banner>
      ) : null}
      {head ? (
        <Banner kind={holds ? 'info' : 'warning'}>
          {t(holds ? text.reaches : text.reachesNot, { n: number(head.sequence) })}
        </Banner>
      ) : null}
    </>
  )
}
