/** A QR code on the screen: dark on white in either light, as readers expect it, with its quiet zone (ISO/IEC 18004). */
import { useMemo } from 'react'
import { qrOf } from './qr.ts'

const QUIET_MODULES = 4

/** @param width of a side, px */
export function QrPicture({ content, title, width }: { content: string; title: string; width: number }) {
  const { size, path } = useMemo(() => qrOf(content), [content])
  const side = size + 2 * QUIET_MODULES
  const box = `${-QUIET_MODULES} ${-QUIET_MODULES} ${side} ${side}`
  return (
    <svg role="img" aria-label={title} viewBox={box} width={width} height={width} shapeRendering="crispEdges">
      <rect x={-QUIET_MODULES} y={-QUIET_MODULES} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
