/** The menu: everything the page leads to, with language, light and the staff's door. */
import { type RefObject, useEffect, useRef } from 'react'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { useTheme } from '../../shared/theme.tsx'
import { Icon } from '../../shared/ui.tsx'
import { panels } from '../panels.tsx'
import { Emergency } from './Emergency.tsx'
import { homeText, type Tool } from './Home.tsx'

const text = {
  label: both('Trình đơn', 'Menu'),
  home: both('Bản đồ', 'The map'),
  staff: both('Cán bộ đăng nhập', 'Staff sign-in'),
  other: both('English', 'Tiếng Việt'),
  toLight: both('Chuyển sang nền sáng', 'Switch to light'),
  toDark: both('Chuyển sang nền tối', 'Switch to dark'),
}

export function LanguageButton() {
  const { t, language, setLanguage } = useWords()
  const other = language === 'vi' ? 'en' : 'vi'
  return (
    <button type="button" className="quiet" lang={other} onClick={() => setLanguage(other)}>
      {t(text.other)}
    </button>
  )
}

export function ThemeButton() {
  const { t } = useWords()
  const { theme, toggle } = useTheme()
  const label = t(theme === 'light' ? text.toDark : text.toLight)
  return (
    <button type="button" className="quiet square" aria-label={label} title={label} onClick={toggle}>
      <Icon name={theme === 'light' ? 'moon' : 'sun'} />
    </button>
  )
}

export function Menu(props: { opener: RefObject<HTMLElement | null>; onClose(): void; onTool(tool: Tool): void }) {
  const { opener, onClose, onTool } = props
  const { t } = useWords()
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    menu.current?.querySelector<HTMLElement>('a, button')?.focus()
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return
      onClose()
      opener.current?.focus()
    }
    const onPress = (event: PointerEvent) => {
      const target = event.target as Node
      if (!menu.current?.contains(target) && !opener.current?.contains(target)) onClose()
    }
    addEventListener('keydown', onKey)
    addEventListener('pointerdown', onPress)
    return () => {
      removeEventListener('keydown', onKey)
      removeEventListener('pointerdown', onPress)
    }
  }, [onClose, opener])

  const tool = (id: Tool) => () => {
    onTool(id)
    onClose()
  }
  return (
    <div ref={menu} id="map-menu" className="map-menu">
      <nav aria-label={t(text.label)}>
        <Link href="/" onClickCapture={onClose}>
          <Icon name="home" /> {t(text.home)}
        </Link>
        {panels
          .filter((panel) => panel.menu)
          .map(({ path, title }) => (
            <Link key={path} href={`/${path}`} onClickCapture={onClose}>
              <Icon name="next" /> {t(title)}
            </Link>
          ))}
        <button type="button" className="quiet" onClick={tool('layers')}>
          <Icon name="layers" /> {t(homeText.layers)}
        </button>
        <button type="button" className="quiet" onClick={tool('view')}>
          <Icon name="list" /> {t(homeText.inView)}
        </button>
        <a href="/p">
          <Icon name="list" /> {t(homeText.textPage)}
        </a>
        <a href="/planner">
          <Icon name="user" /> {t(text.staff)}
        </a>
      </nav>
      <div className="row">
        <LanguageButton />
        <ThemeButton />
      </div>
      <Emergency />
    </div>
  )
}
