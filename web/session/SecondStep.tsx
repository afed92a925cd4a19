/** The second step of one's own account: set up by QR code and confirmed by a code, its recovery codes, taken away again. */
import { useState } from 'react'
import type { z } from 'zod'
import type { secondStepSchema } from '../../scenarios/api/accounts.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { QrPicture } from '../shared/QrPicture.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, ProblemBanner } from '../shared/ui.tsx'
import { CodeField } from './CodeField.tsx'
import { useForm } from './form.ts'

const text = {
  title: both('Bước đăng nhập thứ hai', 'Second sign-in step'),
  about: both(
    'Ngoài mật khẩu, mỗi lần đăng nhập cần thêm mã sáu số từ ứng dụng xác thực trên điện thoại. Ai biết mật khẩu của bạn cũng không vào được nếu không có điện thoại.',
    'Besides the password, each sign-in asks for six digits from an authenticator app on your phone. Whoever knows your password does not get in without the phone.',
  ),
  required: both(
    'Vai trò của bạn phải có bước thứ hai; hãy bật trước khi làm việc.',
    'Your role must have a second step; set it up before work begins.',
  ),
  on: both('Đang bật. Còn {codes} mã khôi phục.', 'It is on. {codes} recovery codes are left.'),
  few: both(
    'Sắp hết mã khôi phục: hãy tắt rồi bật lại để nhận mã mới.',
    'Recovery codes are running out: switch it off and on again to get new ones.',
  ),
  password: both('Mật khẩu hiện tại', 'Current password'),
  begin: both('Bật bước thứ hai', 'Set up a second step'),
  scan: both(
    'Quét mã này bằng ứng dụng xác thực (Google Authenticator, Microsoft Authenticator, FreeOTP…), rồi nhập mã sáu số mà ứng dụng hiện ra.',
    'Scan this with an authenticator app (Google Authenticator, Microsoft Authenticator, FreeOTP…), then enter the six digits that it shows.',
  ),
  picture: both('Mã QR cho ứng dụng xác thực', 'QR code for the authenticator app'),
  byHand: both('Không quét được? Nhập khóa này vào ứng dụng:', 'Cannot scan? Enter this key into the app:'),
  confirm: both('Xác nhận', 'Confirm'),
  codes: both('Mã khôi phục, chỉ hiện lần này', 'Recovery codes, shown only this once'),
  keep: both(
    'Mỗi mã dùng được một lần thay cho điện thoại. Hãy in hoặc chép ra giấy và cất ở nơi an toàn.',
    'Each works once in place of the phone. Print them or write them down, and keep them in a safe place.',
  ),
  noted: both('Đã cất giữ', 'They are kept'),
  off: both('Tắt bước thứ hai', 'Switch the second step off'),
}

/** @param done after it was switched on and its codes were noted */
export function SecondStep({ done }: { done(): void }) {
  const { t, number } = useWords()
  const { session } = useSession()
  const [begun, setBegun] = useState<z.output<typeof secondStepSchema> | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const left = session.recoveryCodes
  const noted = () => {
    setCodes(null)
    done()
  }
  return (
    <section className="stack" aria-labelledby="second-step">
      <h2 id="second-step">{t(text.title)}</h2>
      {session.waitsFor === 'second-step' ? <Banner kind="warning">{t(text.required)}</Banner> : null}
      {codes ? (
        <Codes codes={codes} noted={noted} />
      ) : left !== null ? (
        <>
          <p role="status">{t(text.on, { codes: number(left) })}</p>
          {left < 3 ? <Banner kind="warning">{t(text.few)}</Banner> : null}
          <Off />
        </>
      ) : begun ? (
        <Confirm
          {...begun}
          confirmed={(made) => {
            setBegun(null)
            setCodes(made)
          }}
        />
      ) : (
        <>
          <p className="soft">{t(text.about)}</p>
          <Begin begun={setBegun} />
        </>
      )}
    </section>
  )
}

function Begin({ begun }: { begun(step: z.output<typeof secondStepSchema>): void }) {
  const { t } = useWords()
  const { problem, busy, submit } = useForm(async (form) =>
    begun(await api.session.beginSecondStep(String(form.get('password')))),
  )
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.begin)}>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <PasswordField />
      <div>
        <button type="submit" disabled={busy}>
          {t(text.begin)}
        </button>
      </div>
    </form>
  )
}

function Confirm({ secret, uri, confirmed }: { secret: string; uri: string; confirmed(codes: string[]): void }) {
  const { t } = useWords()
  const { set } = useSession()
  const { problem, busy, submit } = useForm(async (form) => {
    const { recoveryCodes, session } = await api.session.confirmSecondStep(String(form.get('code')))
    set(session)
    confirmed(recoveryCodes)
  })
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.confirm)}>
      <p>{t(text.scan)}</p>
      <QrPicture content={uri} title={t(text.picture)} width={208} />
      <p className="soft">
        {t(text.byHand)} <code className="secret">{secret.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <CodeField recovery={false} />
      <div>
        <button type="submit" className="primary" disabled={busy}>
          {t(text.confirm)}
        </button>
      </div>
    </form>
  )
}

function Codes({ codes, noted }: { codes: readonly string[]; noted(): void }) {
  const { t } = useWords()
  return (
    <div className="stack">
      <h3>{t(text.codes)}</h3>
      <p>{t(text.keep)}</p>
      <ul className="codes" aria-label={t(text.codes)}>
        {codes.map((code) => (
          <li key={code}>
            <code className="secret">{code}</code>
          </li>
        ))}
      </ul>
      <div>
        <button type="button" className="primary" onClick={noted}>
          {t(text.noted)}
        </button>
      </div>
    </div>
  )
}

function Off() {
  const { t } = useWords()
  const { set } = useSession()
  const { problem, busy, submit } = useForm(async (form) =>
    set(await api.session.removeSecondStep(String(form.get('password')), String(form.get('code')))),
  )
  return (
    <details>
      <summary>{t(text.off)}</summary>
      <form className="stack" onSubmit={submit} aria-label={t(text.off)}>
        {problem ? <ProblemBanner problem={problem} /> : null}
        <PasswordField />
        <CodeField />
        <div>
          <button type="submit" disabled={busy}>
            {t(text.off)}
          </button>
        </div>
      </form>
    </details>
  )
}

function PasswordField() {
  const { t } = useWords()
  return (
    <Field label={t(text.password)}>
      {(id) => <input id={id} name="password" type="password" autoComplete="current-password" required />}
    </Field>
  )
}
