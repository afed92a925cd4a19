/**
 * The SQLite of `sql.js`, loaded when it is first needed. In Node it finds its WebAssembly beside itself. In the browser its
 * address must be told before: `setSqlWasm(url)` with the url that Vite gives for
 * `import url from 'sql.js/dist/sql-wasm.wasm?url'` (served from our own origin; the CSP allows 'wasm-unsafe-eval').
 */
import type { SqlJsStatic } from 'sql.js'

let wasmAt: string | null = null
let loading: Promise<SqlJsStatic> | null = null

/** Where the browser finds sql-wasm.wasm. */
export function setSqlWasm(url: string): void {
  wasmAt = url
  loading = null
}

/** After a trap its memory is not to be trusted: the next one starts anew. */
export function restartSqlite(): void {
  loading = null
}

export function sqlite(): Promise<SqlJsStatic> {
  loading ??= import('sql.js').then(({ default: start }) => {
    const at = wasmAt
    return at === null ? start() : start({ locateFile: () => at })
  })
  return loading
}
