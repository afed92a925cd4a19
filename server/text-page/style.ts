/** Of the pages that the server writes itself: no font, no picture, good on paper. */
export const STYLE = `body{font:17px/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:12px 16px 40px;color:#14211d;background:#fff}
h1{font-size:1.3em;line-height:1.3}h2{font-size:1.05em;margin:1.3em 0 .3em}a{color:#0b6576}
form{display:flex;flex-wrap:wrap;gap:8px}label{flex:1 1 100%}input{flex:1 1 12rem;font:inherit;min-height:44px;padding:4px 10px;border:1px solid #6b7a74;border-radius:6px;min-width:0}
button{font:inherit;min-height:44px;padding:4px 20px;border:0;border-radius:6px;background:#0b6576;color:#fff}
header,nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;justify-content:space-between;padding:0;margin:0;list-style:none}
nav ul{justify-content:flex-start}header a,nav a{display:inline-block;min-height:44px;line-height:44px}
ol{padding-left:1.4em}li{margin:.5em 0}ol a{display:inline-block;padding:6px 0;font-weight:600}
dl{margin:0}dt{color:#51605a;margin-top:.6em}dd{margin:0;overflow-wrap:anywhere}.soft,small{color:#51605a;font-size:.9em}
.note{background:#efe6fa;color:#6b3fa0;padding:6px 10px;border-radius:6px}img{max-width:100%;height:auto;border:1px solid #d5dcd9}
:focus-visible{outline:3px solid #0b6576;outline-offset:2px}
@media print{header,form,.screen{display:none}body{font-size:12pt}a{color:#000;text-decoration:none}}`
