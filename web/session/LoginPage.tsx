/** Signing in: name and password, the code of the second step, the province's single sign-on, and a one-time password's change. */
import { ssoOutcomes } from '../../scenarios/api/accounts.ts'
import type { Session } from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { Link, navigate } from '../shared/route.tsx'
import { useSession, visitor } from '../shared/session.tsx'
import { Banner, Field, ProblemBanner } from '../shared/ui.tsx'
import { ChangePassword } from './ChangePassword.tsx'
import { CodeField } from './CodeField.tsx'
import { useForm } from './form.ts'
import { nextPath } from './next.ts'

const text = {
  signIn: both('Đăng nhập', 'Sign in'),
  name: both('Tên đăng nhập', 'User name'),
  password: both('Mật khẩu', 'Password'),
  visitor: both(
    'Không cần tài khoản để xem thành phố và chạy thử mô phỏng.',
    'No account is needed to look at the city and to preview simulations.',
  ),
  back: both('Tiếp tục với tư cách khách', 'Go on as a visitor'),
  secondStep: both('Bước thứ hai', 'Second step'),
  other: both('Đăng nhập bằng tài khoản khác', 'Sign in with another account'),
  sso: both('Đăng nhập bằng tài khoản tỉnh', "Sign in with the province's account"),
  or: both('hoặc', 'or'),
  signedIn: both('Bạn đã đăng nhập với tên {name}.', 'You are signed in as {name}.'),
  goOn: both('Tiếp tục', 'Go on'),
}

const ssoText: Record<(typeof ssoOutcomes)[number], ReturnType<typeof both>> = {
  waiting: both(
    'Tài khoản tỉnh của bạn đã được ghi nhận nhưng chưa có vai trò ở đây. Quản trị viên sẽ giao vai trò; sau đó hãy đăng nhập lại.',
    'Your province account is noted, but has no role here yet. An administrator will give it one; then sign in again.',
  ),
  refused: both(
    'Không đăng nhập được bằng tài khoản tỉnh. Hãy thử lại; nếu vẫn không được, hãy báo quản trị viên.',
    "The sign-in with the province's account was refused. Try again; if it persists, tell an administrator.",
  ),
  away: both(
    'Hệ thống đăng nhập của tỉnh không trả lời. Hãy thử lại sau, hoặc đăng nhập bằng mật khẩu.',
    "The province's sign-in does not answer. Try again later, or sign in with a password.",
  ),
}

export default function LoginPage() {
  const { t } = useWords()
  const { user, session } = useSession()
  return (
    <>
      <Header />
      <main className="page slim" id="main">
        <div className="card stack">
          {session.waitsFor === 'code' ? (
            <CodeStep />
          ) : !user ? (
            <SignIn />
          ) : user.mustChangePassword ? (
            <ChangePassword heading="h1" done={() => navigate(nextPath())} />
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

/** What stands before work keeps the person here; `app.tsx` leads to a second step that must be set up. */
const goOn = (session: Session) => {
  if (session.waitsFor !== 'code' && !session.user?.mustChangePassword) navigate(nextPath())
}

function SignIn() {
  const { t } = useWords()
  const { session, set } = useSession()
  const { problem, busy, submit } = useForm(async (form) => {
    const opened = await api.session.signIn(String(form.get('name')), String(form.get('password')))
    set(opened)
    goOn(opened)
  })
  const outcome = new URLSearchParams(location.search).get('sso')
  const known = ssoOutcomes.find((one) => one === outcome)
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.signIn)}>
      <h1>{t(text.signIn)}</h1>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {known && !problem ? <Banner kind={known === 'waiting' ? 'info' : 'warning'}>{t(ssoText[known])}</Banner> : null}
      {session.offersSso ? (
        <>
          {/* A whole page load: the way leads through the province's own pages. */}
          <a className="button primary" href={`/api/session/sso?next=${encodeURIComponent(nextPath())}`}>
            {t(text.sso)}
          </a>
          <p className="or">{t(text.or)}</p>
        </>
      ) : null}
      <Field label={t(text.name)}>
        {(id) => <input id={id} name="name" autoComplete="username" autoCapitalize="none" required />}
      </Field>
      <Field label={t(text.password)}>
        {(id) => <input id={id} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <button type="submit" className={session.offersSso ? '' : 'primary'} disabled={busy}>
        {t(text.signIn)}
      </button>
      <p className="soft">
        {t(text.visitor)} <Link href="/planner">{t(text.back)}</Link>
      </p>
    </form>
  )
}

function CodeStep() {
  const { t } = useWords()
  const { session, set } = useSession()
  const { problem, busy, submit } = useForm(async (form) => {
    const opened = await api.session.code(String(form.get('code')))
    set(opened)
    goOn(opened)
  })
  const other = async () => {
    await api.session.signOut().catch(() => {})
    set({ ...visitor, offersSso: session.offersSso })
  }
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.secondStep)}>
      <h1>{t(text.secondStep)}</h1>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <CodeField autoFocus />
      <button type="submit" className="primary" disabled={busy}>
        {t(text.signIn)}
      </button>
      <button type="button" className="quiet" onClick={other}>
        {t(text.other)}
      </button>
    </form>
  )
}
