/** The page of the map: warnings and search on top, the map, and the sheet that tells of what is on it. */
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { Candidate } from '../../scenarios/address/candidate.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { later } from '../shared/later.tsx'
import { navigate, usePath } from '../shared/route.tsx'
import { Banner, Icon } from '../shared/ui.tsx'
import { useShownFloods } from './flood/shown.ts'
import { Home, homeText, type Tool } from './home/Home.tsx'
import { LanguageButton, Menu, ThemeButton } from './home/Menu.tsx'
import { createMapHost } from './map/host.ts'
import type { Seen } from './map/in-view.ts'
import { MapArea } from './map/Map.tsx'
import { placeAt } from './map/reach.ts'
import { type LonLat, MapControlProvider } from './map-control.ts'
import { type Panel, panels } from './panels.tsx'
import { SearchBox } from './search/SearchBox.tsx'
import { selectPlace, usePlace } from './selected.ts'
import { SHEET_MS, useLink } from './share/useLink.ts'
import { type Height, Sheet } from './sheet/Sheet.tsx'
import { WarningStrip } from './warnings/WarningStrip.tsx'

const text = {
  skip: both('Đến phần thông tin', 'Skip to the information'),
  menu: both('Trình đơn', 'Menu'),
  close: both('Đóng', 'Close'),
  unknown: both('Không có trang này', 'There is no such page'),
  newerLink: both(
    'Liên kết này của bản mới hơn: chỉ mở được vị trí.',
    'This link is of a later version: only its place could be opened.',
  ),
  staff: both('Cán bộ', 'Staff'),
}

const Layers = later(async () => ({ default: (await import('./layers/Layers.tsx')).Layers }))
const InView = later(async () => ({ default: (await import('./layers/InView.tsx')).InView }))
const PlaceCard = later(() => import('./card/PlaceCard.tsx'))
const FloodOnMap = later(() => import('./flood/FloodOnMap.tsx'), null)

export function MapPage() {
  const { t } = useWords()
  const host = useMemo(createMapHost, [])
  const path = usePath()
  const [, first = '', ...rest] = path.split('/')
  const panel = panels.find((one) => one.path === first)
  const place = usePlace()
  const flooded = useShownFloods().length > 0
  const choosing = useSyncExternalStore(host.subscribe, host.choosing)
  const [tool, setTool] = useState<Tool | null>(null)
  const [height, setHeight] = useState<Height>('low')
  const [menu, setMenu] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const closeMenu = useCallback(() => setMenu(false), [])
  const onCovered = useCallback(
    (pixels: number) => {
      host.setCovered(pixels)
      document.documentElement.style.setProperty('--covered', `${pixels}px`)
    },
    [host],
  )

  const newerLink = useLink(host, (linked) => {
    selectPlace(linked)
    setHeight('half')
  })

  const openTool = (next: Tool) => {
    setTool(next)
    setHeight('half')
  }
  const onPlace = (next: Candidate) => {
    selectPlace(next)
    setTool(null)
    setHeight('half')
    if (first !== '') navigate('/')
    host.lookAt(next)
    setTimeout(() => host.lookAt(next), SHEET_MS)
  }
  const onTap = async (at: LonLat) => {
    // A form that is being filled in is not closed by a tap on the map.
    if (first !== '') return
    selectPlace(await placeAt(at))
    setTool(null)
    setHeight((now) => (now === 'low' ? 'half' : now))
  }
  const onSeen = async ({ kind, name, lon, lat }: Seen) => {
    // The nearest point of a unit's limit, or of a canal, is not it.
    if (kind === 'unit' || kind === 'water') {
      const { search } = await import('./search/engine.ts')
      const wanted = kind === 'unit' ? 'unit' : 'waterway'
      const known = await search(name).then(
        ({ candidates }) => candidates.find((one) => one.kind === wanted),
        () => undefined,
      )
      if (known) return onPlace(known)
    }
    const found = await placeAt({ lon, lat })
    onPlace(kind === 'place' || found.kind === 'coordinates' ? { ...found, label: name, lon, lat } : found)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: where the path changes
  useEffect(() => {
    if (first !== '') {
      setTool(null)
      setHeight('half')
    }
  }, [path])
  // Who asked for a place has gone with its page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the path changes
  useEffect(() => () => host.chosen(null), [host, path])
  // The map is needed to choose a place on it.
  const before = useRef<Height>('half')
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the question changes
  useEffect(() => {
    if (!choosing) return
    before.current = height
    setHeight('low')
    return () => setHeight(before.current)
  }, [choosing])

  return (
    <MapControlProvider value={host}>
      <a className="skip" href="#main">
        {t(text.skip)}
      </a>
      <WarningStrip />
      {newerLink ? <Banner kind="info">{t(text.newerLink)}</Banner> : null}
      <header className="map-bar">
        <button
          ref={opener}
          type="button"
          className="quiet square"
          aria-label={t(text.menu)}
          aria-expanded={menu}
          aria-controls="map-menu"
          onClick={() => setMenu(!menu)}
        >
          <Icon name="menu" />
        </button>
        <a
          href="/"
          className="brand"
          onClick={(event) => {
            event.preventDefault()
            selectPlace(null)
            setTool(null)
            navigate('/')
          }}
        >
          Vị Thanh
        </a>
        <div className="map-search">
          <SearchBox onPlace={onPlace} />
        </div>
        <span className="wide">
          <LanguageButton />
        </span>
        <span className="wide">
          <ThemeButton />
        </span>
        <a href="/planner" className="wide">
          {t(text.staff)}
        </a>
        {menu ? <Menu opener={opener} onClose={closeMenu} onTool={openTool} /> : null}
      </header>
      <div className="map-body">
        <Sheet height={height} onHeight={setHeight} onCovered={onCovered}>
          {tool ? (
            <Page title={t(tool === 'layers' ? homeText.layers : homeText.inView)} onClose={() => setTool(null)}>
              {tool === 'layers' ? <Layers /> : <InView host={host} onSeen={onSeen} />}
            </Page>
          ) : null}
          {first !== '' ? (
            // Beneath a list a form stays as it was left.
            <div hidden={tool !== null}>
              <PanelPage key={first} panel={panel} rest={rest.join('/')} />
            </div>
          ) : tool ? null : place ? (
            <PlaceCard place={place} onClose={() => selectPlace(null)} />
          ) : (
            <>
              <h1>{t(homeText.title)}</h1>
              <Home onTool={openTool} />
            </>
          )}
        </Sheet>
        <MapArea host={host} onTap={onTap} />
        {flooded ? <FloodOnMap /> : null}
        <div className="map-tools">
          <button
            type="button"
            aria-pressed={tool === 'layers'}
            onClick={() => (tool === 'layers' ? setTool(null) : openTool('layers'))}
          >
            <Icon name="layers" /> <span>{t(homeText.layers)}</span>
          </button>
          <button
            type="button"
            aria-pressed={tool === 'view'}
            onClick={() => (tool === 'view' ? setTool(null) : openTool('view'))}
          >
            <Icon name="list" /> <span>{t(homeText.inView)}</span>
          </button>
        </div>
      </div>
    </MapControlProvider>
  )
}

function PanelPage({ panel, rest }: { panel: Panel | undefined; rest: string }) {
  const { t } = useWords()
  const close = () => navigate('/')
  if (!panel) return <Page title={t(text.unknown)} onClose={close} />
  return (
    <Page title={t(panel.title)} onClose={close}>
      <panel.Content rest={rest} />
    </Page>
  )
}

/** A page of the sheet: its heading, to which the focus goes, and a way back. */
function Page({ title, onClose, children }: { title: string; onClose(): void; children?: React.ReactNode }) {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // What was opened by its address is where the page begins.
    if (document.activeElement !== document.body) heading.current?.focus()
    document.title = `${title} – Vị Thanh`
    return () => {
      document.title = t(homeText.title)
    }
  }, [title, t])
  return (
    <>
      <div className="sheet-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <button type="button" className="quiet square" aria-label={t(text.close)} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </>
  )
}
