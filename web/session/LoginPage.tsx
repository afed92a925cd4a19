/** Signing in, and the password change that a one-time password asks for. */
import { type FormEvent, useState } from 'react'
import { passwordSchema } from '../../scenarios/api/api.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { Link, navigate } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'

const text = {
  signIn: both('Đăng nhập', 'Sign in'),
  name: both('Tên đăng nhập', 'User name'),
  password: both('Mật khẩu', 'Password'),
  visitor: both(
    'Không cần tài khoản để xem thành phố và chạy thử mô phỏng.',
    'No account is needed to look at the city and to preview simulations.',
  ),
  back: both('Tiếp tục với tư cách khách', 'Go on as a visitor'),
  change: both('Đổi mật khẩu', 'Change the password'),
  why: both(
    'Mật khẩu dùng một lần phải được đổi trước khi làm việc.',
    'A one-time password must be changed before work begins.',
  ),
  current: both('Mật khẩu hiện tại', 'Current password'),
  next: both('Mật khẩu mới', 'New password'),
  again: both('Nhập lại mật khẩu mới', 'New password again'),
  length: both('Ít nhất 12 ký tự.', 'At least 12 characters.'),
  differ: both('Hai lần nhập mật khẩu mới không giống nhau.', 'The two new passwords differ.'),
  save: both('Lưu mật khẩu mới', 'Save the new password'),
  signedIn: both('Bạn đã đăng nhập với tên {name}.', 'You are signed in as {name}.'),
  goOn: both('Tiếp tục', 'Go on'),
}

/** Only paths of this app: an address elsewhere would lead people away. */
const nextPath = (): string => {
  const next = new URLSearchParams(location.search).get('next') ?? ''
  return /^\/(?!\/)[\w/-]*$/.test(next) ? next : '/planner'
}

export default function LoginPage() {
  const { t } = useWords()
  const { user } = useSession()
  return (
    <>
      <Header />
      <main className="page slim" id="main">
        <div className="card stack">
          {!user ? (
            <SignIn />
          ) : user.mustChangePassword ? (
            <ChangePassword />
          ) : (
            <>
              <h1>{t(text.signIn)}</h1>
              <p>{t(text.signedIn, { name: user.displayName })}</p>
              <Link href={nextPath()}>{t(text.goOn)}</Link>
            </>
          )}
        </div>
      </main>
    </>
  )
}

function SignIn() {
  const { t } = useWords()
  const { set } = useSession()
  const { problem, busy, submit } = useForm(async (form) => {
    const session = await api.session.signIn(String(form.get('name')), String(form.get('password')))
    set(session)
    if (!session.user?.mustChangePassword) navigate(nextPath())
  })
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.signIn)}>
      <h1>{t(text.signIn)}</h1>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <Field label={t(text.name)}>
        {(id) => <input id={id} name="name" autoComplete="username" autoCapitalize="none" required />}
      </Field>
      <Field label={t(text.password)}>
        {(id) => <input id={id} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <button type="submit" className="primary" disabled={busy}>
        {t(text.signIn)}
      </button>
      <p className="soft">
        {t(text.visitor)} <Link href="/planner">{t(text.back)}</Link>
      </p>
    </form>
  )
}

function ChangePassword() {
  const { t } = useWords()
  const { set } = useSession()
  const [differ, setDiffer] = useState(false)
  const { problem, busy, submit } = useForm(async (form) => {
    const next = String(form.get('next'))
    setDiffer(next !== form.get('again'))
    if (next !== form.get('again')) return
    set(await api.session.changePassword(String(form.get('current')), passwordSchema.parse(next)))
    navigate(nextPath())
  })
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.change)}>
      <h1>{t(text.change)}</h1>
      <p>{t(text.why)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {differ ? <Banner kind="error">{t(text.differ)}</Banner> : null}
      <Field label={t(text.current)}>
        {(id) => <input id={id} name="current" type="password" autoComplete="current-password" required />}
      </Field>
      <Field label={t(text.next)} hint={t(text.length)}>
        {(id) => <input id={id} name="next" type="password" autoComplete="new-password" minLength={12} required />}
      </Field>
      <Field label={t(text.again)}>
        {(id) => <input id={id} name="again" type="password" autoComplete="new-password" minLength={12} required />}
      </Field>
      <button type="submit" className="primary" disabled={busy}>
        {t(text.save)}
      </button>
    </form>
  )
}

function useForm(send: (form: FormData) => Promise<void>) {
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await send(new FormData(event.currentTarget))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, submit }
}
