/** A button that asks for a file; the same file may be chosen again. */
import { useRef } from 'react'

export function FileButton(props: { label: string; accept: string; disabled?: boolean; onFile(file: File): void }) {
  const { label, accept, disabled = false, onFile } = props
  const input = useRef<HTMLInputElement>(null)
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
      <button type="button" disabled={disabled} onClick={() => input.current?.click()}>
        {label}
      </button>
    </div>
  )
}
