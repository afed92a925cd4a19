/** Whose digital signature under a permit is taken: a certificate, the account it belongs to, and the unit. Nobody else's. */
import { type FormEvent, useEffect, useState } from 'react'
import type { User } from '../../scenarios/api/api.ts'
import type { Signer } from '../../scenarios/api/signing.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'

const text = {
  title: both('Người ký giấy phép', 'Signers of permits'),
  why: both(
    'Giấy phép chỉ được cấp khi bản PDF mang chữ ký số của người có tên ở đây, đúng đơn vị. Không có ai thì không cấp được.',
    'A permit is issued only when its PDF bears the digital signature of someone listed here, of its unit. With nobody listed none is issued.',
  ),
  none: both('Chưa có ai.', 'Nobody yet.'),
  account: both('Tài khoản phê duyệt', 'Approver’s account'),
  unit: both('Đơn vị', 'Unit'),
  unitHint: both('Mã đơn vị; để trống: mọi đơn vị.', 'Code of the unit; empty: every unit.'),
  everyUnit: both('mọi đơn vị', 'every unit'),
  certificate: both('Tệp chứng thư (.cer, .crt, .pem)', 'Certificate file (.cer, .crt, .pem)'),
  match: both('Nhận', 'Take'),
  matches: {
    certificate: both('đúng chứng thư này', 'this very certificate'),
    subject: both(
      'mọi chứng thư của chủ thể này do nơi này cấp (kể cả gia hạn)',
      'any certificate of this holder by this issuer (renewed ones too)',
    ),
  },
  add: both('Thêm người ký', 'Add a signer'),
  end: both('Thôi nhận chữ ký của {name}', 'Take no more signatures of {name}'),
  ended: both('đã thôi', 'ended'),
  until: both('hết hạn {time}', 'until {time}'),
}

export function Signers({ users }: { users: readonly User[] }) {
  const { t, dateTime } = useWords()
  const [signers, setSigners] = useState<readonly Signer[] | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      setProblem(null)
      await work()
      setSigners(await api.signers.list())
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => void attempt(async () => {}), [])
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const values = new FormData(form)
    const certificate = await certificateOf(values.get('certificate') as File)
    const added = await attempt(() =>
      api.signers.add({
        userId: String(values.get('userId')),
        unitCode: String(values.get('unitCode') ?? '').trim() || null,
        match: values.get('match') as Signer['match'],
        certificate,
      }),
    )
    if (added) form.reset()
  }
  const approvers = users.filter(({ role, active }) => role === 'approver' && active)
  return (
    <section className="card stack" aria-labelledby="signers">
      <h2 id="signers">{t(text.title)}</h2>
      <p className="small soft">{t(text.why)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {signers?.length === 0 ? <p>{t(text.none)}</p> : null}
      <ul className="stack signers">
        {signers?.map(({ id, displayName, unitCode, match, certificate, active }) => (
          <li key={id}>
            <div className="row">
              <strong>{displayName}</strong>
              <span className="badge">{unitCode ?? t(text.everyUnit)}</span>
              {active ? (
                <button type="button" onClick={() => void attempt(() => api.signers.end(id))}>
                  {t(text.end, { name: displayName })}
                </button>
              ) : (
                <span className="soft">{t(text.ended)}</span>
              )}
            </div>
            <div className="small soft">
              {certificate.subject} · {t(text.matches[match])} ·{' '}
              {t(text.until, { time: dateTime(certificate.validTo) })}
            </div>
            <div className="small soft">
              SHA-256 <code className="hash">{certificate.fingerprint}</code>
            </div>
          </li>
        ))}
      </ul>
      <form className="stack" aria-label={t(text.add)} onSubmit={(event) => void add(event)}>
        <div className="fields">
          <Field label={t(text.account)}>
            {(id) => (
              <select id={id} name="userId" required>
                {approvers.map((user) => (
                  <option key={user.id} value={user.id}>
                    {user.name} · {user.displayName}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t(text.unit)} hint={t(text.unitHint)}>
            {(id) => <input id={id} name="unitCode" maxLength={10} pattern="[0-9A-Za-z]*" />}
          </Field>
          <Field label={t(text.certificate)}>
            {(id) => <input id={id} name="certificate" type="file" accept=".cer,.crt,.pem,.der" required />}
          </Field>
          <Field label={t(text.match)}>
            {(id) => (
              <select id={id} name="match" defaultValue="certificate">
                {(['certificate', 'subject'] as const).map((match) => (
                  <option key={match} value={match}>
                    {t(text.matches[match])}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <div>
          <button type="submit" className="primary" disabled={approvers.length === 0}>
            {t(text.add)}
          </button>
        </div>
      </form>
    </section>
  )
}

/** PEM as it stands, DER in base64. */
async function certificateOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return characters.includes('-----BEGIN ') ? characters : btoa(characters)
}
