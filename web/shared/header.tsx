/** The bar on top of every page: where one is, which language and light, and who one is. */
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { both } from '../../scenarios/text.ts'
import { useWords } from './language.tsx'
import { Link, navigate, usePath } from './route.tsx'
import { useSession, useSignOut } from './session.tsx'
import { useTheme } from './theme.tsx'
import { Banner, Icon } from './ui.tsx'

const text = {
  product: both('Vị Thanh', 'Vị Thanh'),
  twin: both('Twin', 'Twin'),
  skip: both('Đến nội dung chính', 'Skip to the main content'),
  toLight: both('Chuyển sang nền sáng', 'Switch to light'),
  toDark: both('Chuyển sang nền tối', 'Switch to dark'),
  other: both('English', 'Tiếng Việt'),
  signIn: both('Đăng nhập', 'Sign in'),
  signOut: both('Đăng xuất', 'Sign out'),
  admin: both('Quản trị', 'Administration'),
  account: both('Tài khoản của tôi', 'My account'),
  planner: both('Quy hoạch', 'Planner'),
  plans: both('Đồ án', 'Plans'),
  permits: both('Cấp phép', 'Permits'),
  works: both('Đào đường', 'Street works'),
  ledger: both('Sổ cái', 'Ledger'),
  citizens: both('Người dân', 'Citizens'),
  map: both('Bản đồ', 'Map'),
  pages: both('Các trang', 'Pages'),
  menu: both('Trình đơn', 'Menu'),
  offline: both(
    'Máy chủ không trả lời. Bản nháp vẫn được giữ trên máy này; phần đã tải vẫn xem và chạy thử được.',
    'The server does not answer. The draft is kept on this device; what is already loaded can still be seen and previewed.',
  ),
}

export function Header({ children }: { children?: ReactNode }) {
  const { t, language, setLanguage } = useWords()
  const { theme, toggle } = useTheme()
  const { user, online } = useSession()
  const signOut = useSignOut()
  const other = language === 'vi' ? 'en' : 'vi'
  const path = usePath()
  const here = (start: string) => (path.startsWith(start) ? 'page' : undefined)
  const nav = useRef<HTMLElement>(null)
  const pages = useId()
  const [open, setOpen] = useMenu(nav, path)
  return (
    <>
      <a className="skip" href="#main">
        {t(text.skip)}
      </a>
      <header className="bar">
        <Link href="/planner" className="brand">
          {t(text.product)}
          <span className="wide"> {t(text.twin)}</span>
        </Link>
        {children ?? <span className="grow" />}
        <nav aria-label={t(text.pages)} className="bar-nav" ref={nav}>
          <button
            type="button"
            className="quiet square narrow"
            aria-label={t(text.menu)}
            title={t(text.menu)}
            aria-expanded={open}
            aria-controls={pages}
            onClick={() => setOpen(!open)}
          >
            <Icon name="menu" />
          </button>
          <div id={pages} className="bar-pages" data-open={open}>
            <a href="/">{t(text.map)}</a>
            <Link href="/planner" aria-current={here('/planner')}>
              {t(text.planner)}
            </Link>
            <Link href="/plans" aria-current={here('/plans')}>
              {t(text.plans)}
            </Link>
            <Link href="/permits" aria-current={here('/permits')}>
              {t(text.permits)}
            </Link>
            <Link href="/works" aria-current={here('/works')}>
              {t(text.works)}
            </Link>
            {user ? (
              <Link href="/ledger" aria-current={here('/ledger')}>
                {t(text.ledger)}
              </Link>
            ) : null}
            {user ? (
              <Link href="/reports" aria-current={here('/reports') ?? here('/statements') ?? here('/codes')}>
                {t(text.citizens)}
              </Link>
            ) : null}
            {user?.role === 'admin' ? (
              <Link href="/admin" aria-current={here('/admin') ?? here('/users')}>
                {t(text.admin)}
              </Link>
            ) : null}
            {user ? (
              <button type="button" className="quiet narrow" onClick={signOut}>
                {t(text.signOut)}
              </button>
            ) : null}
          </div>
          <button type="button" className="quiet" lang={other} onClick={() => setLanguage(other)}>
            <span className="wide">{t(text.other)}</span>
            <span className="narrow">
              {other.toUpperCase()}
              <span className="visually-hidden"> – {t(text.other)}</span>
            </span>
          </button>
          <button
            type="button"
            className="quiet square"
            aria-label={t(theme === 'light' ? text.toDark : text.toLight)}
            title={t(theme === 'light' ? text.toDark : text.toLight)}
            onClick={toggle}
          >
            <Icon name={theme === 'light' ? 'moon' : 'sun'} />
          </button>
          {user ? (
            <>
              <Link href="/account" className="who" title={t(text.account)}>
                <Icon name="user" /> <span className="wide">{user.displayName}</span>
                <span className="narrow visually-hidden">{t(text.account)}</span>
              </Link>
              <button type="button" className="quiet wide" onClick={signOut}>
                {t(text.signOut)}
              </button>
            </>
          ) : (
            <button type="button" className="quiet" onClick={() => navigate(`/login?next=${location.pathname}`)}>
              <Icon name="user" /> <span className="wide">{t(text.signIn)}</span>
              <span className="narrow visually-hidden">{t(text.signIn)}</span>
            </button>
          )}
        </nav>
      </header>
      {online ? null : <Banner kind="warning">{t(text.offline)}</Banner>}
    </>
  )
}

/** Whether the pages are shown where the bar has no room for them: until one is chosen, Escape, or a touch or the focus elsewhere. */
function useMenu(nav: RefObject<HTMLElement | null>, path: string): [boolean, (open: boolean) => void] {
  const [openAt, setOpenAt] = useState<string | null>(null)
  const open = openAt === path
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpenAt(null)
      nav.current?.querySelector('button')?.focus()
    }
    const onOther = ({ target }: Event) => {
      if (!nav.current?.contains(target as Node)) setOpenAt(null)
    }
    addEventListener('keydown', onKey)
    addEventListener('pointerdown', onOther)
    addEventListener('focusin', onOther)
    return () => {
      removeEventListener('keydown', onKey)
      removeEventListener('pointerdown', onOther)
      removeEventListener('focusin', onOther)
    }
  }, [open, nav])
  return [open, (wanted) => setOpenAt(wanted ? path : null)]
}
