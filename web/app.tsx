/** The app: languages, light, session around the page that the path names. Each workplace is loaded when it is opened. */
import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { both } from '../scenarios/text.ts'
import { LanguageProvider, useWords } from './shared/language.tsx'
import { later } from './shared/later.tsx'
import { Link, navigate, usePath } from './shared/route.tsx'
import { SessionProvider, useSession } from './shared/session.tsx'
import { ThemeProvider } from './shared/theme.tsx'

const Planner = later(() => import('./planner/PlannerPage.tsx'))
const Permits = later(() => import('./permits/PermitsPage.tsx'))
const Plans = later(() => import('./plans/PlansPage.tsx'))
const Works = later(() => import('./works/WorksPage.tsx'))
const Ledger = later(() => import('./ledger/LedgerPage.tsx'))
const Login = later(() => import('./session/LoginPage.tsx'))
const Account = later(() => import('./session/AccountPage.tsx'))
const Admin = later(() => import('./admin/AdminPage.tsx'))
const Users = later(() => import('./users/UsersPage.tsx'))
const Reports = later(() => import('./reports/ReportsPage.tsx'))
const Statements = later(() => import('./statements/StatementsPage.tsx'))
const Codes = later(() => import('./codes/CodesPage.tsx'))

const text = {
  missing: both('Không có trang này.', 'There is no such page.'),
  toPlanner: both('Đến trang quy hoạch', 'To the planner'),
}

export function start(root: HTMLElement): void {
  root.id = 'root'
  createRoot(root).render(
    <LanguageProvider>
      <ThemeProvider>
        <SessionProvider>
          <Page />
        </SessionProvider>
      </ThemeProvider>
    </LanguageProvider>,
  )
}

function Page() {
  const { t } = useWords()
  const path = usePath().replace(/\/+$/, '')
  const { user, session } = useSession()
  useEffect(() => {
    // A one-time password opens nothing but the page that changes it; a second step that is missing, that which sets it up.
    if (user?.mustChangePassword) {
      if (path !== '/login') navigate(`/login?next=${path}`, true)
    } else if (session.waitsFor === 'second-step' && path !== '/account') navigate(`/account?next=${path}`, true)
  }, [user, session, path])
  return (
    pageOf(path) ?? (
      <main className="page" id="main">
        <p>
          {t(text.missing)} <Link href="/planner">{t(text.toPlanner)}</Link>
        </p>
      </main>
    )
  )
}

function pageOf(path: string) {
  if (path === '/planner') return <Planner />
  if (path === '/register' || /^\/permits(\/[\w-]+)?$/.test(path)) return <Permits path={path} />
  if (/^\/plans(\/[\w-]+)?$/.test(path)) return <Plans path={path} />
  if (/^\/works(\/[\w-]+)?$/.test(path)) return <Works path={path} />
  if (/^\/ledger(\/\d+)?$/.test(path)) return <Ledger path={path} />
  if (path === '/login') return <Login />
  if (path === '/account') return <Account />
  if (path === '/users') return <Users />
  if (/^\/admin(\/\w+)?$/.test(path)) return <Admin path={path} />
  if (/^\/reports(\/[\w-]+)?$/.test(path)) return <Reports path={path} />
  if (/^\/statements(\/[\w-]+)?$/.test(path)) return <Statements path={path} />
  if (/^\/codes(\/[\w-]+)?$/.test(path)) return <Codes path={path} />
  return null
}
