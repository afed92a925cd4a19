/**
 * The icons of the installed map, drawn here: `node vite/icons.ts` writes public/icons. A pin over the two canals that meet in
 * the city; everything that matters lies within the middle 80 %, so that a launcher may cut the corners as it likes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

const folder = join(import.meta.dirname, '..', 'public', 'icons')

const picture = (corner: number) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
<clipPath id="a"><rect width="512" height="512" rx="${corner}"/></clipPath>
<g clip-path="url(#a)">
<path fill="#0b6576" d="M0 0h512v512H0z"/>
<path fill="none" stroke="#8fd0ee" stroke-width="44" d="M-20 408c110-60 190 40 290-16s150-110 270-90"/>
<path fill="none" stroke="#8fd0ee" stroke-width="30" d="M232 392c-12 50 6 90 30 140"/>
<path fill="#fff" d="M256 84c-70 0-124 53-124 122 0 88 96 148 124 196 28-48 124-108 124-196 0-69-54-122-124-122z"/>
<path fill="#0b6576" d="m256 138 68 56v76h-46v-50h-44v50h-46v-76z"/>
</g>
</svg>
`

const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
await initWasm(readFileSync(wasm))
const png = (svg: string, width: number) => new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng()

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'icon.svg'), picture(96))
writeFileSync(join(folder, 'icon-192.png'), png(picture(96), 192))
writeFileSync(join(folder, 'icon-512.png'), png(picture(96), 512))
for (const width of [192, 512]) writeFileSync(join(folder, `maskable-${width}.png`), png(picture(0), width))
writeFileSync(join(folder, 'apple-180.png'), png(picture(0), 180))
