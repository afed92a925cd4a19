/** A run that went along with a submission: being computed again by the server, found the same, or found to be another. */
import type { PlanRun, RunDifference } from '../../scenarios/api/plans.ts'
import type { RunKind } from '../../scenarios/run.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { useWords } from './language.tsx'
import { Link } from './route.tsx'
import { Banner, ProgressBar } from './ui.tsx'

export const runKindTitles: Record<RunKind, Bilingual> = {
  drainage: both('Thoát nước và ngập', 'Drainage and flooding'),
  traffic: both('Giao thông', 'Traffic'),
  lighting: both('Chiếu sáng', 'Lighting'),
}
export const sideTitles: Record<'scenario' | 'baseline', Bilingual> = {
  scenario: both('phương án', 'scenario'),
  baseline: both('hiện trạng', 'baseline'),
}

const text = {
  waiting: both('Máy chủ đang tính lại: {run}', 'The server computes again: {run}'),
  same: both('Máy chủ tính lại: trùng', 'Recomputed by the server: same'),
  different: both('Máy chủ tính lại: khác', 'Recomputed by the server: different'),
  claimed: both('đã trình', 'claimed'),
  computed: both('máy chủ', 'server'),
  digest: both('Dấu số liệu', 'Digest'),
  ledger: both('Sổ cái số {n}', 'Ledger {n}'),
} as const

const differenceTitles: Record<RunDifference['what'], Bilingual> = {
  digest: both('dấu số liệu', 'digest'),
  kernel: both('phiên bản mô hình', 'version of the model'),
  city: both('dữ liệu thành phố', 'data of the city'),
  scenario: both('phương án', 'scenario'),
  failed: both('lần tính', 'computation'),
}

/** @param named whether its kind is said too, where it stands among others */
export function RunCheck({ run, named = false }: { run: PlanRun; named?: boolean }) {
  const { t, number } = useWords()
  const { claimed, state, progress, differences } = run
  const side = t(sideTitles[claimed.of ?? 'scenario'])
  const which = named ? `${t(runKindTitles[claimed.kind])}, ${side}` : side
  if (state === 'waiting') return <ProgressBar label={t(text.waiting, { run: which })} fraction={progress} />
  return (
    <>
      <p className="row small">
        <span className={`badge verdict ${state === 'same' ? 'pass' : 'fail'}`}>
          {t(state === 'same' ? text.same : text.different)}
        </span>
        <span>{which}</span>
        <span className="soft">
          {t(text.digest)} <code title={claimed.digest}>{claimed.digest.slice(0, 12)}…</code> · {claimed.kernel}
        </span>
        {run.run ? (
          <Link href={`/ledger/${run.run.ledgerSequence}`}>
            {t(text.ledger, { n: number(run.run.ledgerSequence) })}
          </Link>
        ) : null}
      </p>
      {differences.length > 0 ? (
        <Banner kind="error">
          {differences.map(({ what, claimed, computed }) => (
            <div key={what}>
              {t(differenceTitles[what])}: {t(text.claimed)} <code>{claimed.slice(0, 24)}</code>, {t(text.computed)}{' '}
              <code>{computed.slice(0, 24)}</code>
            </div>
          ))}
        </Banner>
      ) : null}
    </>
  )
}
