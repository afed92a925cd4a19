/**
 * Parts of a page that are loaded when they are first shown. What does not come (no link, or the server has a later version by now), or
 * breaks, says so in its own place and may be asked for again; the rest of the page stays.
 */
import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import { both } from '../../scenarios/text.ts'
import { useWords } from './language.tsx'

const text = {
  waiting: both('Đang mở…', 'Opening…'),
  failed: both(
    'Chưa mở được phần này. Hãy thử lại; nếu vẫn không được, tải lại trang.',
    'This part could not be opened. Try again; if that does not help, reload the page.',
  ),
  again: both('Thử lại', 'Try again'),
}

type Part<Props> = (props: Props) => ReactNode

/** @param waiting stands in its place until it is there; left out: a line that says so */
export function later<Props extends object>(
  load: () => Promise<{ default: Part<Props> }>,
  waiting: ReactNode = <Waiting />,
): Part<Props> {
  // What once failed to load would fail for ever.
  let Content: ComponentType<Props> = lazy(load)
  return function Later(props: Props) {
    const [attempt, setAttempt] = useState(0)
    const again = () => {
      Content = lazy(load)
      setAttempt(attempt + 1)
    }
    return (
      <Guard key={attempt} of={props} onAgain={again}>
        <Suspense fallback={waiting}>
          <Content {...props} />
        </Suspense>
      </Guard>
    )
  }
}

interface GuardProps {
  readonly of: object
  readonly children: ReactNode
  onAgain(): void
}

class Guard extends Component<GuardProps, { readonly broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError = () => ({ broken: true })
  /** Another place or page in the same part is tried anew. */
  override componentDidUpdate({ of }: GuardProps) {
    const differs = ([name, value]: [string, unknown]) =>
      typeof value !== 'function' && value !== of[name as keyof typeof of]
    if (this.state.broken && Object.entries(this.props.of).some(differs)) this.props.onAgain()
  }
  override render() {
    return this.state.broken ? <Broken onAgain={this.props.onAgain} /> : this.props.children
  }
}

function Broken({ onAgain }: { onAgain(): void }) {
  const { t } = useWords()
  return (
    <p className="row" role="alert">
      <span>{t(text.failed)}</span>
      <button type="button" onClick={onAgain}>
        {t(text.again)}
      </button>
    </p>
  )
}

function Waiting() {
  const { t } = useWords()
  return (
    <p className="soft" role="status">
      {t(text.waiting)}
    </p>
  )
}
